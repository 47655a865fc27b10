"""How the first words look: one card, whatever somebody is to how many teams."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Facts,
    LineEntry,
    Lines,
    Piece,
    Prose,
    Text,
    Theirs,
)
from handlers.views.preferences import hours
from prompts import Filled, Which, phrase
from score.hours import time_said
from storage.tables import Person, Privacy, Role, Team, Wording

LINES = 3
"""Lines of somebody's part that the welcome shows: the rest waits behind a word."""


@dataclass(frozen=True)
class Newcomer:
    """Who is welcomed: the teams whose work they share, what they are to which team, and their part in the score.

    Who has no part has `looked_at`: lines from which the teams play that they coach or observe.
    """

    person: Person
    shares: Sequence[Team] = ()
    roles: Mapping[Role, Sequence[Team]] = field(default_factory=dict)
    lines: Sequence[Wording] = ()
    looked_at: Sequence[Wording] = ()
    has_score: bool = True

    @property
    def asked(self) -> Which:
        """Whether they are asked what they mean to do, as who shares the work of a team is."""
        return Which("asked" if self.shares else "not")

    def teams(self, role: Role) -> Sequence[Team]:
        """The teams to which they are `role`."""
        return self.roles.get(role, ())


def card(newcomer: Newcomer) -> Card:
    """What this is, who sees what, how to stop, what each role adds, and the part in the score."""
    return Card(
        phrase("welcome.says", name=newcomer.person.name, asked=newcomer.asked),
        [
            Facts(_facts(newcomer)),
            *[Prose(words) for words in _roles(newcomer)],
            *_part(newcomer),
            Buttons(_buttons(newcomer)),
            Buttons(_hours(newcomer.person)),
            Audience(phrase("welcome.only-you"), Privacy.PERSON),
        ],
    )


def _facts(newcomer: Newcomer) -> list[tuple[Filled, Text]]:
    pairs: list[tuple[Filled, Text]] = []
    if newcomer.shares:
        names = [team.name for team in newcomer.shares]
        pairs.append((phrase("welcome.teams-see", teams=names, count=len(names)), phrase("welcome.what-teams-see")))
    pairs += [
        (phrase("welcome.you-see"), phrase("welcome.what-you-see", asked=newcomer.asked)),
        (phrase("welcome.nobody-gets"), phrase("welcome.what-nobody-gets")),
        (phrase("welcome.to-stop"), phrase("welcome.how-to-stop", asked=newcomer.asked)),
    ]
    return [*pairs, (phrase("welcome.your-hours"), hours(newcomer.person))]


def _roles(newcomer: Newcomer) -> list[Filled]:
    """What each role adds, one sentence or two for each."""
    said = [_leads(team) for team in newcomer.teams(Role.MANAGER)]
    if coached := newcomer.teams(Role.COACH):
        said.append(phrase("welcome.coach", teams=[team.name for team in coached]))
    if observed := newcomer.teams(Role.OBSERVER):
        said.append(phrase("welcome.observer", teams=[team.name for team in observed]))
    if newcomer.person.is_strategy_owner:
        said.append(phrase("welcome.owner"))
    if newcomer.person.is_admin:
        said.append(phrase("welcome.admin"))
    return said


def _leads(team: Team) -> Filled:
    at = Theirs(time_said(team.digest_at), Privacy.TEAM) if team.digest_at is not None else ""
    return phrase("welcome.manager", team=team.name, digest=Which("none" if team.digest_at is None else "hour"), at=at)


def _part(newcomer: Newcomer) -> list[Piece]:
    if newcomer.looked_at:
        more = max(0, len(newcomer.looked_at) - LINES)
        says = phrase("welcome.looked-at", lines=len(newcomer.looked_at), more=more)
        return [Prose(says), Lines([LineEntry(line) for line in newcomer.looked_at[:LINES]])]
    if not newcomer.lines:
        return [Prose(phrase("welcome.no-part") if newcomer.has_score else phrase("welcome.no-score"))]
    own = sum(line.owner_id == newcomer.person.id for line in newcomer.lines)
    more = len(newcomer.lines) - LINES
    yours = phrase("score.yours")
    shown = [LineEntry(line, yours if line.owner_id == newcomer.person.id else None) for line in newcomer.lines[:LINES]]
    pieces: list[Piece] = [Prose(phrase("welcome.part", lines=len(newcomer.lines), own=own)), Lines(shown)]
    return [*pieces, Prose(phrase("welcome.more-lines", count=more), quiet=True)] if more > 0 else pieces


def _buttons(newcomer: Newcomer) -> list[Button]:
    """What can be done now; the first is the one thing to do."""
    led = newcomer.teams(Role.MANAGER)
    found = [(phrase("welcome.set-up", team=team.name), "setup.open", team.id) for team in led]
    if newcomer.shares:
        found.append((phrase("welcome.first-check-in"), "checkin.open_form", ""))
    if newcomer.teams(Role.COACH):
        found.append((phrase("welcome.send-lesson"), "lessons.open_sender", ""))
    if newcomer.person.is_strategy_owner:
        found.append((phrase("welcome.open-questions"), "coach.open_questions", ""))
    if newcomer.person.is_admin:
        found.append((phrase("welcome.set-up-teams"), "setup.open", ""))
    if newcomer.looked_at:
        found.append((phrase("welcome.read-digest"), "digest.today", ""))
    else:
        found.append((phrase("welcome.read-part"), "score.my_part", ""))
    return [Button(label, action, value, main=not place) for place, (label, action, value) in enumerate(found)]


def _hours(person: Person) -> list[Button]:
    change = Button(phrase("welcome.change"), "preferences.open_form", quiet=True)
    if person.hours_right_at is not None:
        return [change]
    return [Button(phrase("welcome.right"), "welcome.confirm"), change]
