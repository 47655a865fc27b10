"""The one place in which all that a reply sends is planned, and so what nobody asked for is kept within its bounds.

Whoever sends something asks nobody for room: the reply of every turn and of every duty goes through `planned`, which
puts what does not fit off, or leaves it with a reason. What is sent to one person says why (`occasions.py`) or that
they asked for it; anything else is refused here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.occasions import ASKED_LATER
from handlers.turn import Moment, Reply, Turn, invitation, snoozed
from score.attention import RULES, Occasion, Room
from score.cadence import Rhythm, back_at, clear_of, rhythm_of, silent_from
from score.spacing import reachable, reaches_until
from storage import absences, attention, deliveries, people
from storage.store import Store
from storage.tables import Absence, Cause, Delivery, DeliveryState, Noun, Person, PlaceKind

LOOKS_BACK = timedelta(days=16)
"""How long ago something was planned that may count still: nudges count for a week, and may have waited for another."""


OF_A_DAY = frozenset({"checkin.invite", "checkin.reminder"})
"""Views of what asks for one day: whoever is away then by now, is not asked for it."""


class Unexplained(LookupError):
    """Somebody would get a message of which nothing says why, and for which they did not ask."""


def planned(moment: Moment, store: Store, reply: Reply) -> Sequence[Noun]:
    """The nouns of a reply to a turn or of a duty, to be kept: what nobody asked for is put at its place, or left with
    its reason.

    Within a transaction that writes: two who plan for one person at once do so one after the other. Raises Unexplained.
    """
    if not reply.deliveries:
        return [*reply.shown, *reply.asks]
    _need_explained(moment, store, reply.deliveries)
    left = {one.shown_id for one in _within_bounds(moment, store, reply.deliveries)}
    for one in reply.deliveries:
        if one.shown_id in left:
            one.shown_id = None
    return [*[one for one in reply.shown if one.id not in left], *reply.deliveries, *reply.asks]


def _need_explained(moment: Moment, store: Store, sent: Sequence[Delivery]) -> None:
    """What has no occasion is a post in a channel, or an answer to who acted: most often where they did."""
    turn = moment if isinstance(moment, Turn) else None
    passed: frozenset[str] = frozenset() if turn else ASKED_LATER
    here = turn.place.id if turn else None
    answers = [one for one in sent if not one.occasion and one.view not in passed and one.place_id != here]
    if not answers:
        return
    for place in attention.places(store, answers[0].workspace_id, list({one.place_id for one in answers})):
        if place.kind is PlaceKind.DIRECT and (turn is None or place.person_id != turn.person.id):
            raise Unexplained(next(one.view for one in answers if one.place_id == place.id))


def _within_bounds(moment: Moment, store: Store, sent: Sequence[Delivery]) -> list[Delivery]:
    """Put each at its place; gives those that are left."""
    bound = [one for one in sent if _is_bound(one)]
    if not bound:
        return []
    at = attention.people_at(store, bound[0].workspace_id, list({one.place_id for one in bound}))
    theirs = rooms(store, bound[0].workspace_id, at.values(), moment.at)
    return [one for one in bound if not _put(moment, one, theirs[at[one.place_id].id])]


def _is_bound(delivery: Delivery) -> bool:
    is_open = delivery.state is DeliveryState.PLANNED and bool(delivery.occasion)
    return is_open and not RULES[Occasion(delivery.occasion)].own_hour


def _put(moment: Moment, delivery: Delivery, room: Room) -> bool:
    """Whether it comes at all."""
    occasion = Occasion(delivery.occasion)
    placed = room.place(occasion, delivery.not_before)
    if placed.at is None or (delivery.expires_at is not None and placed.at >= delivery.expires_at):
        delivery.state, delivery.settled_at, delivery.reason = DeliveryState.SKIPPED, moment.at, placed.why
        return False
    if placed.at != delivery.not_before:
        delivery.not_before, delivery.reason = placed.at, placed.why
    delivery.not_after = reaches_until(room.rhythm, placed.at)
    room.take(placed.at, occasion)
    return True


@dataclass(frozen=True)
class HeldOver:
    """A message that waited for somebody's hours: when it goes by those of now, and until when; or why it is left."""

    delivery: Delivery
    at: datetime | None
    until: datetime | None
    why: Cause


def held_over(store: Store, waited: Sequence[Delivery], now: datetime) -> list[HeldOver]:
    """What becomes of messages of one workspace that waited, by the hours of now, in three questions."""
    workspace_id = waited[0].workspace_id
    at = attention.people_at(store, workspace_id, list({one.place_id for one in waited}))
    away = _away(store, workspace_id, list({one.id for one in at.values()}), now)
    teams = people.teams_by_person(store, workspace_id, list({one.id for one in at.values()}))
    rhythms = {one.id: rhythm_of(one, away.get(one.id, ()), teams[one.id]) for one in at.values()}
    return [_held(one, rhythms[at[one.place_id].id], now) for one in waited if one.place_id in at]


def _held(delivery: Delivery, rhythm: Rhythm, now: datetime) -> HeldOver:
    is_prompt, back = delivery.view == "checkin.invite", _back(delivery, rhythm, now)
    if back != now or (is_prompt and delivery.not_after is None):
        # Without an end somebody named its hour, whatever they keep free of what they did not ask for.
        at, until, why = back, delivery.not_after, Cause.AWAY
    elif is_prompt:
        at, why = clear_of(rhythm, now), Cause.QUIET
        until = silent_from(rhythm, at) if at else None
    else:
        at, why = reachable(rhythm, now), Cause.OUTSIDE
        until = reaches_until(rhythm, at) if at else None
    is_over = at is not None and delivery.expires_at is not None and at >= delivery.expires_at
    return HeldOver(delivery, None if is_over else at, until, why)


def _back(delivery: Delivery, rhythm: Rhythm, now: datetime) -> datetime | None:
    return back_at(rhythm, date.fromisoformat(delivery.about["day"]), now) if delivery.view in OF_A_DAY else now


def settle_prompt(store: Store, person: Person, day: date, now: datetime) -> None:
    """The prompt of a day is settled: one that was to come again does not, and what stands in its place says so."""
    deliveries.amend(store, person.workspace_id, snoozed(person.id, day))
    attention.withdraw_about(store, person.workspace_id, invitation(person.id, day), now, Cause.SETTLED)


def rooms(store: Store, workspace_id: str, persons: Iterable[Person], now: datetime) -> dict[str, Room]:
    """What each of these people has had and will get without having asked, in five questions however many they are."""
    known = {one.id: one for one in persons}
    away, teams = _away(store, workspace_id, list(known), now), people.teams_by_person(store, workspace_id, list(known))
    found = {id: Room(one, rhythm_of(one, away.get(id, ()), teams[id])) for id, one in known.items()}
    for person_id, at, occasion in attention.unasked(store, workspace_id, list(known), now - LOOKS_BACK):
        found[person_id].take(at, Occasion(occasion))
    return found


def _away(store: Store, workspace_id: str, person_ids: Sequence[str], now: datetime) -> dict[str, list[Absence]]:
    found: dict[str, list[Absence]] = {}
    for one in absences.of_people(store, workspace_id, person_ids, (now - timedelta(days=1)).date()):
        found.setdefault(one.person_id, []).append(one)
    return found
