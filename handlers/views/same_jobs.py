"""How it looks when two teams seem to do one job."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards import Audience, Button, Buttons, Card, Piece, Prose, Quote, Theirs, theirs
from prompts import phrase
from score.same_jobs import Twice
from storage.tables import JobAnswer, Person, Privacy, Team

SHOWN = 5
"""Pairs of jobs on one card."""


@dataclass(frozen=True)
class Doubled:
    """Two jobs of two teams that look like one, what was said of it, and who leads the other team."""

    twice: Twice
    own: Team
    other: Team
    said: Sequence[tuple[JobAnswer, Person]] = ()
    leads: Sequence[Person] = ()

    @property
    def is_none(self) -> bool:
        """Whether somebody said that these are two jobs."""
        return any(not answer.is_one for answer, _ in self.said)

    def waits_for(self, person: Person) -> bool:
        """Whether this person has said nothing of it yet, and nobody has said no."""
        return not self.is_none and person.id not in {one.id for _, one in self.said}

    @property
    def is_agreed(self) -> bool:
        """Whether somebody of each team says that it is one job, and nobody that it is not."""
        leads = {one.id for one in self.leads}
        who = {one.id for _, one in self.said}
        return not self.is_none and bool(who & leads) and bool(who - leads)


def card(shown: Sequence[Doubled], reader: Person) -> Card:
    """The pairs, with the answers that were given, and the two that can be."""
    pieces: list[Piece] = []
    for one in sorted(shown, key=lambda one: not one.waits_for(reader))[:SHOWN]:
        pieces += _pair(one, reader)
    if more := len(shown[SHOWN:]):
        pieces.append(Prose(phrase("same_jobs.more", count=more), quiet=True))
    audience = Audience(phrase("same_jobs.who-sees"), Privacy.TEAM)
    return Card(phrase("same_jobs.says", count=sum(not one.is_none for one in shown)), [*pieces, audience])


def _pair(one: Doubled, reader: Person) -> list[Piece]:
    own, other = (
        Quote(Theirs(job.words, Privacy.TEAM), phrase("same_jobs.of-team", team=theirs(team, "name")))
        for job, team in ((one.twice.own, one.own), (one.twice.other, one.other))
    )
    pieces: list[Piece] = [own, other]
    for answer, person in one.said:
        said = phrase("same_jobs.one" if answer.is_one else "same_jobs.no", name=theirs(person, "name"))
        pieces.append(Prose(said))
    if one.is_agreed:
        names = [theirs(lead, "name") for lead in one.leads]
        pieces.append(Prose(phrase("same_jobs.talk-to", names=names, team=theirs(one.other, "name"))))
    if one.waits_for(reader):
        value = f"{one.own.id} {one.twice.pair}"
        is_one = Button(phrase("same_jobs.is-one"), "same_jobs.answer", f"{value} one")
        pieces.append(Buttons([is_one, Button(phrase("same_jobs.is-not"), "same_jobs.answer", f"{value} no")]))
    return pieces


def may_not() -> Card:
    """It is for who leads the team."""
    return Card(phrase("same_jobs.may-not"))


def in_digest(count: int, team: Team) -> list[Piece]:
    """In the digest of a week: that there is something for who leads the team, and nothing of what it is."""
    if not count:
        return []
    return [Buttons([Button(phrase("same_jobs.in-digest", count=count), "same_jobs.show", team.id, quiet=True)])]
