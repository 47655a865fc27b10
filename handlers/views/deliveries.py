"""How it looks what became of what was to be sent: never what it said."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from handlers.cards import Audience, Button, Buttons, Card, Facts, Piece, Prose, Theirs, theirs
from prompts import LANGUAGE, Filled, Which, phrase, plain
from score.cadence import local
from storage.tables import Cause, Delivery, DeliveryState, Person, Place, PlaceKind, Privacy, Team

Ended = tuple[Delivery, Place, Person | None, Team | None]
"""A delivery, where it was for, and who or which team that is."""

KINDS: Mapping[str, str] = {
    "checkin.invite": "prompt",
    "checkin.reminder": "prompt",
    "digest": "digest",
    "lessons": "lesson",
    "welcome": "welcome",
    "home.front": "page",
    "home.unreachable": "notice",
    "people": "notice",
    "members": "notice",
}
"""What a view, or a conversation, is called; all others are messages: their names would tell what somebody did."""

Counts = Mapping[str, Mapping[DeliveryState, int]]
"""How many there are, by what they are called and by what became of them."""

WAITING = (DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.UNCERTAIN)
NEVER = (DeliveryState.EXPIRED, DeliveryState.SKIPPED, DeliveryState.DEAD)


def kind_of(view: str) -> str:
    """What a delivery of that view is called."""
    return KINDS.get(view) or KINDS.get(view.partition(".")[0], "message")


def unsent(
    counts: Counts, entries: Sequence[Ended], since: date, zone: str, *, newer: int | None, older: int | None
) -> Card:
    """What was not sent since a day, newest first; `newer` and `older` are where the pages beside this one begin."""
    planned = sum(sum(one.values()) for one in counts.values())
    never = sum(one.get(state, 0) for one in counts.values() for state in NEVER)
    audience = Audience(phrase("deliveries.only-admins"), Privacy.PERSON)
    if not never and not entries:
        return Card(phrase("deliveries.nothing", count=planned, since=since), [*_facts(counts), audience])
    pieces: list[Piece] = [*_facts(counts)]
    for one in entries:
        pieces += [Prose(_entry(one, zone)), Prose(_why(one[0]), quiet=True), Prose(_do(one[0]), quiet=True)]
    buttons = []
    if newer is not None:
        buttons.append(Button(phrase("deliveries.newer"), "deliveries.unsent", str(newer), quiet=True))
    if older is not None:
        buttons.append(Button(phrase("deliveries.older"), "deliveries.unsent", str(older), quiet=True))
    if buttons:
        pieces.append(Buttons(buttons))
    pieces += [Prose(phrase("deliveries.what-it-said"), quiet=True), audience]
    return Card(phrase("deliveries.unsent", count=never, since=since, planned=planned), pieces)


def admins_only() -> Card:
    """For those who do not run it."""
    return Card(phrase("deliveries.admins-only"))


def _facts(counts: Counts) -> list[Piece]:
    pairs = [(_kind(kind), _counted(found)) for kind, found in sorted(counts.items())]
    return [Facts(pairs)] if pairs else []


def _counted(found: Mapping[DeliveryState, int]) -> Filled:
    return phrase(
        "deliveries.counts",
        sent=found.get(DeliveryState.SENT, 0),
        waits=sum(found.get(state, 0) for state in WAITING),
        late=found.get(DeliveryState.EXPIRED, 0),
        left=found.get(DeliveryState.SKIPPED, 0),
        dead=found.get(DeliveryState.DEAD, 0),
    )


def _kind(kind: str) -> Filled:
    return phrase("deliveries.kind", what=Which(kind))


def _entry(one: Ended, zone: str) -> Filled:
    delivery = one[0]
    at = local(delivery.settled_at or delivery.planned_at, zone)
    return phrase(
        "deliveries.entry",
        day=at.date(),
        at=f"{at:%H:%M}",
        what=_kind(kind_of(delivery.view)),
        who=_who(one),
        state=phrase("deliveries.state", state=Which(delivery.state.value)),
    )


def _who(one: Ended) -> Filled | Theirs:
    _, place, person, team = one
    if place.kind is PlaceKind.CHANNEL:
        return theirs(team, "name") if team else phrase("deliveries.channel", name=theirs(place, "name"))
    return theirs(person, "name") if person else phrase("deliveries.somebody")


def _why(delivery: Delivery) -> Filled:
    known = delivery.reason in list(Cause)
    said = delivery.said if known else delivery.reason
    why = delivery.reason if known else "other"
    return phrase("deliveries.why", why=Which(why), said=Theirs(said, Privacy.TEAM))


def _do(delivery: Delivery) -> Filled:
    return phrase("deliveries.do", why=Which(delivery.reason if delivery.reason in list(Cause) else "other"))


# By command


def row(one: Ended, language: str = LANGUAGE) -> dict[str, object]:
    """One delivery for programs: what it is, whose, when, what became of it and why; not what it said."""
    delivery, _, person, team = one
    who = _who(one)
    return {
        "kind": kind_of(delivery.view),
        "to": str(who) if isinstance(who, Theirs) else plain(who, language),
        "handle": person.handle if person else team.handle if team else None,
        "state": delivery.state.value,
        "planned_at": _instant(delivery.planned_at),
        "settled_at": _instant(delivery.settled_at),
        "attempts": delivery.attempt,
        "cause": delivery.reason,
        "said": delivery.said,
        "why": plain(_why(delivery), language) if delivery.reason else "",
        "do": plain(_do(delivery), language) if delivery.reason and delivery.state in NEVER else "",
    }


def _instant(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def table(found: Sequence[Ended], counts: Counts, language: str = LANGUAGE) -> str:
    """The counts, then a line for each and one for why, by UTC."""
    lines = [
        f"{plain(_kind(kind), language)}: {plain(_counted(one), language)}" for kind, one in sorted(counts.items())
    ]
    for one in found:
        lines += ["", plain(_entry(one, "UTC"), language)]
        if one[0].reason:
            lines.append(f"  {plain(_why(one[0]), language)}")
            lines += [f"  {plain(_do(one[0]), language)}"] if one[0].state in NEVER else []
    return "\n".join(lines)
