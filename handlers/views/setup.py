"""How a team's set-up looks, and what it shows beforehand: a prompt and a sample of a digest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Checklist,
    Entry,
    Facts,
    Field,
    FieldKind,
    Form,
    Option,
    Piece,
    Prose,
    Text,
    Theirs,
    theirs,
)
from handlers.views.digest import Digest
from handlers.views.preferences import days_field, days_in_words, next_in_words
from prompts import Filled, Which, phrase, plain
from score import hours as hours_of_day
from score.digest import Span, Stuck, Work, add_up
from score.hours import SPAN, time_said
from storage.tables import (
    Blocker,
    CheckInState,
    Membership,
    Person,
    Place,
    Privacy,
    Proposal,
    Role,
    Team,
    TieState,
    Wording,
)

NAMES = 12
"""Names of one role that the card lists before it counts the rest."""

SINCE = 28
"""Days for which the lines of a sample have been in the score: long enough that one of them waits."""

PLAYED, OFF, DUE, CAME = (5, 4, 3), 5, 7, 6
"""The made-up figures of a sample: tasks tied to its lines, tasks tied to none, who was due and who took part."""


@dataclass(frozen=True)
class Standing:
    """Where each thing of a team stands; `counts` are who agrees with the proposal, of how many. `questions` is how
    many of its own the team asks.
    """

    team: Team
    channels: Sequence[Place] = ()
    people: Sequence[tuple[Membership, Person]] = ()
    next_digest: datetime | None = None
    proposal: Proposal | None = None
    counts: tuple[int, int] = (0, 0)
    questions: int = 0

    def named(self, role: Role) -> Text:
        """Those who are `role`, by name."""
        names = [person.name for membership, person in self.people if membership.role is role]
        if not names:
            return phrase("setup.nobody")
        more = max(0, len(names) - NAMES)
        return phrase("setup.names", names=names[:NAMES], more=more)


def teams(arranged: Sequence[Team]) -> Card:
    """Which team shall it be?"""
    buttons = [Button(theirs_name(team), "setup.open", team.id) for team in arranged]
    return Card(phrase("setup.which"), [Buttons(buttons), _only_you()])


def theirs_name(team: Team) -> Filled:
    """The name of a team, on a button."""
    return phrase("setup.team", team=team.name)


def card(standing: Standing) -> Card:
    """Where each thing stands, and a button for each."""
    team = standing.team
    facts: list[tuple[Filled, Text]] = [
        (phrase("setup.channel"), _channels(standing.channels)),
        (phrase("setup.digest"), _digest_hours(standing)),
        (phrase("setup.prompts"), _prompts(team)),
        (phrase("setup.leads"), standing.named(Role.MANAGER)),
        (phrase("setup.members"), standing.named(Role.MEMBER)),
        (phrase("setup.observers"), standing.named(Role.OBSERVER)),
        (phrase("setup.coaches"), standing.named(Role.COACH)),
        (phrase("setup.questions"), phrase("setup.questions-asked", count=standing.questions)),
        (phrase("setup.allowance"), _allowance(team)),
        (phrase("setup.model"), phrase("setup.model-says", without=_without(team))),
    ]
    if standing.proposal is not None:
        facts.append((phrase("setup.proposed"), _proposed(standing.proposal, standing.counts)))
    return Card(
        phrase("setup.says", team=team.name),
        [Facts(facts), Buttons(_changes(standing)), Buttons(_looks(team)), _only_you()],
        title=phrase("setup.title", team=team.name),
    )


def _changes(standing: Standing) -> list[Button]:
    team = standing.team
    buttons = [
        Button(phrase("setup.open-channel"), "setup.open_channel", team.id),
        Button(phrase("setup.open-hours"), "setup.open_hours", team.id),
        Button(phrase("setup.open-people"), "members.open_form", team.id),
        Button(phrase("setup.open-questions"), "team_questions.shelf", team.id),
        Button(phrase("setup.open-allowance"), "allowance.open_form", team.id),
    ]
    other = "with" if team.without_model else "without"
    buttons.append(Button(phrase("setup.change-model", without=_without(team)), "setup.model", f"{other} {team.id}"))
    if standing.proposal is not None:
        buttons.append(Button(phrase("setup.take-back"), "allowance.take_back", standing.proposal.id, quiet=True))
    return buttons


def _without(team: Team) -> Which:
    return Which("yes" if team.without_model else "no")


def _looks(team: Team) -> list[Button]:
    return [
        Button(phrase("setup.preview-prompt"), "setup.preview_prompt", team.id, quiet=True),
        Button(phrase("setup.preview-digest"), "setup.preview_digest", team.id, quiet=True),
        Button(phrase("setup.what-unseen"), "setup.unseen", team.id, quiet=True),
    ]


def _channels(channels: Sequence[Place]) -> Filled:
    if not channels:
        return phrase("setup.no-channel")
    return phrase("setup.channels", names=[place.name for place in channels])


def _digest_hours(standing: Standing) -> Filled:
    team = standing.team
    if team.digest_at is None:
        return phrase("setup.no-digest")
    said = phrase(
        "setup.digest-hours",
        at=Theirs(time_said(team.digest_at), Privacy.TEAM),
        zone=theirs(team, "time_zone"),
        days=days_in_words(team.working_days),
    )
    if standing.next_digest is None:
        return said
    return phrase("setup.digest-next", hours=said, at=standing.next_digest)


def _prompts(team: Team) -> Filled:
    window = hours_of_day.window(team.asked_within)
    if window is None:
        return phrase("setup.any-hour")
    begins, ends = (Theirs(time_said(at), Privacy.TEAM) for at in window)
    return phrase("setup.asked-within", begins=begins, ends=ends)


def _allowance(team: Team) -> Filled:
    return phrase("setup.no-allowance") if team.allowance is None else phrase("setup.agreed", percent=_percent(team))


def _percent(of: Team | Proposal) -> int:
    share = of.share if isinstance(of, Proposal) else of.allowance or 0.0
    return round(100 * share)


def _proposed(proposal: Proposal, counts: tuple[int, int]) -> Filled:
    return phrase("setup.proposed-share", percent=_percent(proposal), agree=counts[0], of=counts[1])


def _only_you() -> Audience:
    return Audience(phrase("setup.only-you"), Privacy.PERSON)


def channel(team: Team, offered: Sequence[Place]) -> Form:
    """Which channel gets the digest?"""
    now = next((place for place in offered if place.team_id == team.id), None)
    field = Field(
        "channel",
        phrase("setup.channel-label"),
        Audience(phrase("setup.channel-sees"), Privacy.TEAM),
        FieldKind.CHOICE,
        options=[Option(place.id, theirs(place, "name")) for place in offered],
        value=Theirs(now.id, Privacy.PUBLIC) if now else None,
        hint=phrase("setup.channel-hint") if offered else phrase("setup.no-channel-hint"),
        optional=False,
    )
    title = phrase("setup.channel-title", team=team.name)
    return Form(title, "setup.take_channel", [field], phrase("setup.keep"), about={"team": team.id})


def hours(team: Team, coming: Sequence[datetime] = ()) -> Form:
    """When does the digest come, and within which hours are people asked?

    `coming` are the next prompts of whoever reads: those of others are nobody else's to know.
    """
    sees = Audience(phrase("setup.team-sees"), Privacy.TEAM)
    at = Theirs(time_said(team.digest_at), Privacy.TEAM) if team.digest_at is not None else None
    fields = [
        Field("at", phrase("setup.at"), sees, FieldKind.TIME, value=at, hint=phrase("setup.at-hint")),
        days_field("days", phrase("setup.days"), sees, team.working_days),
        Field(
            "zone",
            phrase("setup.zone"),
            sees,
            value=theirs(team, "time_zone"),
            hint=phrase("preferences.zone-hint"),
            longest=64,
        ),
        Field(
            "within",
            phrase("setup.within"),
            sees,
            value=Theirs(team.asked_within, Privacy.TEAM) if team.asked_within else None,
            hint=phrase("setup.within-yours", next=next_in_words(coming)) if coming else phrase("setup.within-hint"),
            longest=SPAN,
        ),
    ]
    title = phrase("setup.hours-title", team=team.name)
    return Form(title, "setup.take_hours", fields, phrase("setup.keep"), about={"team": team.id, "asks_within": "yes"})


def unseen(team: Team) -> Card:
    """What who leads will not see, in plain words."""
    facts: list[tuple[Filled, Text]] = [
        (phrase("setup.unseen-confidence"), phrase("setup.why-confidence")),
        (phrase("setup.unseen-coach"), phrase("setup.why-coach")),
        (phrase("setup.unseen-history"), phrase("setup.why-history")),
        (phrase("setup.unseen-drafts"), phrase("setup.why-drafts")),
        (phrase("setup.unseen-blockers"), phrase("setup.why-blockers")),
        (phrase("setup.unseen-votes"), phrase("setup.why-votes")),
    ]
    return Card(phrase("setup.unseen-says", team=team.name), [Facts(facts), _back(team), _only_you()])


def _back(team: Team) -> Buttons:
    return Buttons([Button(phrase("setup.back"), "setup.open", team.id)])


# Beforehand


def prompt(invite: Card, team: Team, at: datetime, *, is_asked: bool) -> Card:
    """The morning prompt as it will be; its buttons do nothing here."""
    asked = Which("you" if is_asked else "they")
    marked = Prose(phrase("setup.prompt-note", asked=asked, at=at), quiet=True)
    says = phrase("setup.prompt-says", prompt=invite.says)
    return Card(says, [marked, *_still(invite.pieces, team), _back(team)], title=phrase("setup.prompt-title"))


def sample(digest: Card, team: Team, *, has_lines: bool) -> Card:
    """A digest of made-up figures, marked as what it is; its buttons do nothing here."""
    lines = Which("lines" if has_lines else "none")
    marked = Prose(phrase("setup.sample-note", lines=lines), quiet=True)
    says = phrase("setup.sample-says", digest=digest.says)
    # Who sees the digest in its channel does not see this.
    pieces = [piece for piece in digest.pieces if not isinstance(piece, Audience)]
    title = phrase("setup.sample-title", team=team.name)
    return Card(says, [marked, *_still(pieces, team), _back(team), _only_you()], title=title)


def _still(pieces: Sequence[Piece], team: Team) -> list[Piece]:
    """The same, with buttons that keep nothing."""
    return [_still_one(piece, team) for piece in pieces]


def _still_one(piece: Piece, team: Team) -> Piece:
    if isinstance(piece, Buttons):
        return Buttons([_still_button(one, team) for one in piece.buttons])
    if isinstance(piece, Checklist):
        return replace(piece, entries=[_still_entry(one, team) for one in piece.entries])
    return piece


def _still_entry(entry: Entry, team: Team) -> Entry:
    chosen = f"{team.id} {entry.chosen}" if entry.chosen else None
    return replace(entry, choices=[_still_button(one, team) for one in entry.choices], chosen=chosen)


def _still_button(button: Button, team: Team) -> Button:
    return replace(button, action="setup.only_preview", value=f"{team.id} {button.value}")


def still(team: Team) -> Card:
    """A button of a preview was pressed."""
    return Card(phrase("setup.still"), [_back(team)])


def made_up(team: Team, today: date, lines: Sequence[Wording], language: str) -> Digest:
    """A day of the team that never was: its own lines, invented figures, and nobody's words."""
    span = Span(today, today, team.working_days, team.allowance)
    # The last line is left alone where there are several: a sample shows how a line looks that waits.
    touched = lines[:-1][: len(PLAYED)] if len(lines) > 1 else lines
    quiet = {line.line_id: today - timedelta(days=SINCE) for line in lines[-1:] if len(lines) > 1}
    confirmed = [(today, line.line_id, TieState.CONFIRMED, n) for line, n in zip(touched, PLAYED, strict=False)]
    work: Work = [*confirmed, (today, None, None, OFF)]
    due = [(today, str(n), CheckInState.HANDED_IN if n < CAME else None) for n in range(DUE)]
    blocker, somebody = _stuck(team, today, language)
    stuck = Stuck(blocker.id, somebody.id, today - timedelta(days=2))
    return Digest(
        team=team,
        summary=add_up(span, due, work, lines=quiet, stuck=[stuck]),
        wordings={line.line_id: line for line in lines},
        blockers={blocker.id: (blocker, somebody)},
        today=today,
    )


def _stuck(team: Team, today: date, language: str) -> tuple[Blocker, Person]:
    """Something invented that is in the way of somebody invented."""
    name, words = (plain(said, language) for said in (phrase("setup.sample-name"), phrase("setup.sample-blocker")))
    raised = datetime.combine(today, time(), UTC) - timedelta(days=2)
    somebody = Person(id="sample", handle="sample", name=name, workspace_id=team.workspace_id)
    return Blocker(
        id="sample",
        checkin_id="sample",
        person_id=somebody.id,
        words=words,
        told=True,
        raised_at=raised,
        workspace_id=team.workspace_id,
    ), somebody
