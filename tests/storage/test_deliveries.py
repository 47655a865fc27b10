"""What goes out moves along its edges only, and what stands is found with what it should show."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from storage import deliveries
from storage.deliveries import LEASE
from storage.store import Store, open_store
from storage.tables import (
    Account,
    Cause,
    Connection,
    Delivery,
    DeliveryState,
    Door,
    Person,
    Place,
    PlaceKind,
    Received,
    Shown,
    Workspace,
)
from tests.databases import Engines

AT = datetime(2027, 3, 9, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
OURS: dict[str, Any] = {"workspace_id": "ours"}
OPEN = (DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.UNCERTAIN)


@pytest.fixture
def store(engines: Engines) -> Iterator[Store]:
    """A workspace with a place on each of two connections."""
    with open_store(engines.writer) as store:
        store.keep(Workspace(id="ours", name="Ours", created_at=AT))
        for n, door in enumerate((Door.WEB, Door.SLACK), 1):
            store.keep(
                Connection(id=f"c{n}", door=door, external_id="x", **OURS),
                Place(id=f"p{n}", connection_id=f"c{n}", external_id="p", kind=PlaceKind.CHANNEL, name="p", **OURS),
            )
        yield store


def a_delivery(id: str, state: DeliveryState = DeliveryState.PLANNED, **more: Any) -> Delivery:
    """A delivery to the first place."""
    given = {"place_id": "p1", "kind": "v", "once": id, "view": "v", "about": {}, "planned_at": AT, "not_before": AT}
    return Delivery(**{"id": id, "state": state, **given, **OURS, **more})


def a_shown(id: str, **more: Any) -> Shown:
    """A message that stands in the first place."""
    return Shown(**{"id": id, "place_id": "p1", "subject": id, "view": "v", "about": {}, **OURS, **more})


def ids(found: list[Any]) -> list[str]:
    """The ids of deliveries, or of the first of each tuple."""
    return [(one[0] if isinstance(one, tuple) else one).id for one in found]


def kept(store: Store, id: str) -> Delivery:
    """A delivery as it is kept now."""
    (found,) = store.find(select(Delivery).where(Delivery.id == id))
    return found


def test_what_was_answered_is_found_by_its_whole_key(store: Store) -> None:
    received = Received(id="c1:key", at=AT, digest="d", answer={"how": "card"}, **OURS)
    store.keep(received)

    assert deliveries.answered(store, "ours", "c1:key") == received
    assert deliveries.answered(store, "ours", "c1:ke") is None


def test_the_same_thing_is_planned_once(store: Store) -> None:
    store.keep(a_delivery("a", once="invite:ada"))

    with pytest.raises(IntegrityError), store.connection.begin_nested():
        store.keep(a_delivery("b", once="invite:ada"))


def test_planned_are_those_that_may_be_sent_now_on_these_connections_oldest_first(store: Store) -> None:
    store.keep(
        a_delivery("later", not_before=AT + timedelta(microseconds=1)),
        a_delivery("b"),
        a_delivery("a"),
        a_delivery("z", not_before=AT - SECOND),
        a_delivery("elsewhere", place_id="p2"),
        *(a_delivery(state.value, state) for state in DeliveryState if state is not DeliveryState.PLANNED),
    )

    def planned(connections: list[str], limit: int = 99) -> list[str]:
        return ids(deliveries.planned(store, "ours", connections, AT, limit))

    assert planned(["c1"]) == ["z", "a", "b"]
    assert planned(["c1"], 2) == ["z", "a"]
    assert planned(["c2"]) == ["elsewhere"]
    assert planned(["c1", "c2"]) == ["z", "a", "b", "elsewhere"]
    assert planned([]) == planned(["missing"]) == []


def test_what_is_claimed_is_claimed_once_with_its_place_and_what_stands(store: Store) -> None:
    shown = a_shown("s")
    store.keep(shown, a_delivery("b", shown_id="s"), a_delivery("a"), a_delivery("sent", DeliveryState.SENT))

    claimed = deliveries.claim(store, "ours", ["b", "a", "sent", "missing"], AT + SECOND)

    assert [(delivery.id, place.id, shown.id if shown else None) for delivery, place, shown in claimed] == [
        ("a", "p1", None),
        ("b", "p1", "s"),
    ]
    assert {(one.state, one.attempt, one.sending_at) for one, _, _ in claimed} == {
        (DeliveryState.SENDING, 1, AT + SECOND)
    }
    assert deliveries.claim(store, "ours", ["b", "a"], AT + SECOND) == []
    assert deliveries.claim(store, "ours", [], AT) == []
    assert kept(store, "sent").attempt == 0


def test_only_what_is_still_open_can_be_settled(store: Store) -> None:
    targets = [state for state in DeliveryState if state is not DeliveryState.SENDING]
    for source, target in product(DeliveryState, targets):
        id = f"{source}-{target}"
        delivery = a_delivery(id, source, attempt=2)
        store.keep(delivery)

        moved = deliveries.settle(store, delivery, target, AT + SECOND, Cause.FAILED, "why", not_before=AT + 9 * SECOND)

        assert moved is (source in OPEN), id
        now = kept(store, id)
        assert (now.state, now.reason, now.said) == ((target, "failed", "why") if moved else (source, "", "")), id
        again = moved and target is DeliveryState.PLANNED
        assert now.not_before == (AT + 9 * SECOND if again else AT), id
        assert now.settled_at == (AT + SECOND if moved and not again else None), id


def test_an_earlier_attempt_settles_nothing(store: Store) -> None:
    early = a_delivery("a", DeliveryState.SENDING, attempt=1)
    store.keep(a_delivery("a", DeliveryState.SENDING, attempt=2), a_delivery("b", DeliveryState.SENDING, attempt=2))

    assert not deliveries.settle(store, early, DeliveryState.SENT, AT)
    assert kept(store, "a").state is DeliveryState.SENDING
    assert deliveries.settle(store, kept(store, "a"), DeliveryState.SENT, AT)
    assert not deliveries.settle(store, kept(store, "a"), DeliveryState.DEAD, AT)
    assert kept(store, "b").state is DeliveryState.SENDING


def test_without_another_instant_it_may_be_sent_again_at_once(store: Store) -> None:
    delivery = a_delivery("a", DeliveryState.SENDING, attempt=1)
    store.keep(delivery)

    assert deliveries.settle(store, delivery, DeliveryState.PLANNED, AT + SECOND)
    assert kept(store, "a").not_before == AT + SECOND


def test_overdue_is_what_is_being_sent_for_longer_than_its_lease(store: Store) -> None:
    store.keep(
        a_delivery("lost", DeliveryState.SENDING, sending_at=AT - LEASE - timedelta(microseconds=1)),
        a_delivery("held", DeliveryState.SENDING, sending_at=AT - LEASE),
        a_delivery("sent", DeliveryState.SENT, sending_at=AT - 2 * LEASE),
        a_delivery("planned", DeliveryState.PLANNED, sending_at=AT - 2 * LEASE),
    )

    assert timedelta(seconds=60) == LEASE
    assert ids(deliveries.overdue(store, "ours", AT, 9)) == ["lost"]
    assert ids(deliveries.overdue(store, "ours", AT + SECOND, 1)) != []
    assert len(deliveries.overdue(store, "ours", AT + SECOND, 9)) == 2


def test_what_stands_in_a_place_is_what_was_sent_there_the_last_of_it_oldest_first(store: Store) -> None:
    shown = a_shown("s")
    store.keep(
        shown,
        a_delivery("one", DeliveryState.SENT, planned_at=AT - SECOND),
        a_delivery("three", DeliveryState.SENT, planned_at=AT, shown_id="s"),
        a_delivery("two", DeliveryState.SENT, planned_at=AT - SECOND),
        a_delivery("waits"),
        a_delivery("dead", DeliveryState.DEAD),
        a_delivery("elsewhere", DeliveryState.SENT, place_id="p2"),
    )

    assert ids(deliveries.standing(store, "ours", "p1", 9)) == ["one", "two", "three"]
    assert ids(deliveries.standing(store, "ours", "p1", 2)) == ["two", "three"]
    assert [one.id if one else None for _, one in deliveries.standing(store, "ours", "p1", 9)] == [None, None, "s"]
    assert deliveries.standing(store, "ours", "missing", 9) == []


def test_one_message_is_found_with_what_it_should_show(store: Store) -> None:
    shown, delivery, alone = a_shown("s"), a_delivery("a", shown_id="s"), a_delivery("b")
    store.keep(shown, delivery, alone)

    assert deliveries.message(store, "ours", "a") == (delivery, shown)
    assert deliveries.message(store, "ours", "b") == (alone, None)
    assert deliveries.message(store, "ours", "missing") is None
    assert deliveries.message_of(store, "ours", "s") == (delivery, shown)
    assert deliveries.message_of(store, "ours", "missing") is None
    assert deliveries.shown(store, "ours", "p1", "s") == shown
    assert deliveries.shown(store, "ours", "p2", "s") is None
    assert deliveries.shown(store, "ours", "p1", "other") is None


def test_everything_about_a_subject_is_amended_wherever_it_stands(store: Store) -> None:
    store.keep(a_shown("here", subject="x"), a_shown("there", subject="x", place_id="p2"), a_shown("other"))

    deliveries.amend(store, "ours", "x")
    deliveries.amend(store, "ours", "x")
    deliveries.amend(store, "ours", "nothing")

    assert {one.id: one.wanted for one in store.find(select(Shown))} == {"here": 3, "there": 3, "other": 1}


def test_to_amend_is_what_stands_under_a_name_and_shows_something_older(store: Store) -> None:
    stand: dict[str, dict[str, Any]] = {
        "b": {},
        "a": {},
        "shows it": {"shows": 2},
        "no name yet": {"reference": None},
        "elsewhere": {"place_id": "p2"},
    }
    for id, more in stand.items():
        store.keep(a_shown(id, **{"wanted": 2, "shows": 1, "reference": "ts", **more}))
        place = more.get("place_id", "p1")
        store.keep(a_delivery(f"d-{id}", DeliveryState.SENT, shown_id=id, place_id=place))

    def behind(connections: list[str], limit: int = 9) -> list[str]:
        return deliveries.to_amend(store, "ours", connections, AT, limit)

    assert behind(["c1"]) == ["a", "b"]
    assert behind(["c1"], 1) == ["a"]
    assert sorted(behind(["c1", "c2"])) == ["a", "b", "elsewhere"]
    assert behind([]) == []

    deliveries.stands(store, "ours", "a", "ts-2", 2)
    assert behind(["c1"]) == ["b"]
    found = deliveries.shown(store, "ours", "p1", "a")
    assert found is not None
    assert (found.reference, found.shows) == ("ts-2", 2)


def test_the_last_instant_is_that_of_what_arrived_or_was_settled_last(store: Store) -> None:
    assert deliveries.last_instant(store, "ours") is None
    store.keep(a_delivery("waits", planned_at=AT + 99 * SECOND))
    assert deliveries.last_instant(store, "ours") is None
    store.keep(a_delivery("sent", DeliveryState.SENT, settled_at=AT))
    assert deliveries.last_instant(store, "ours") == AT
    store.keep(Received(id="k", at=AT + SECOND, digest="d", answer={}, **OURS))
    assert deliveries.last_instant(store, "ours") == AT + SECOND
    store.keep(a_delivery("later", DeliveryState.DEAD, settled_at=AT + 2 * SECOND))
    assert deliveries.last_instant(store, "ours") == AT + 2 * SECOND


def test_where_we_were_removed_nothing_is_left_to_be_sent_or_looked_for(store: Store) -> None:
    there = {state: a_delivery(state.value, state) for state in DeliveryState}
    store.keep(*there.values(), a_delivery("elsewhere", place_id="p2"))

    deliveries.withdraw_all(store, "ours", "c1", AT, Cause.REMOVED, "removed")

    states = {one.id: one.state for one in store.find(select(Delivery))}
    assert states.pop("elsewhere") is DeliveryState.PLANNED
    ends = {DeliveryState.PLANNED: DeliveryState.SKIPPED, DeliveryState.UNCERTAIN: DeliveryState.DEAD}
    assert states == {state.value: ends.get(state, state) for state in DeliveryState}


def test_what_is_on_its_way_or_in_doubt_is_not_known_to_stand(store: Store) -> None:
    store.keep(*[a_delivery(state.value, state) for state in DeliveryState])

    found = {state for state in DeliveryState if deliveries.is_in_doubt(store, "ours", state.value)}

    assert found == {DeliveryState.SENDING, DeliveryState.UNCERTAIN}


def test_what_went_out_is_settled_at_once_but_not_what_somebody_else_has_by_now(store: Store) -> None:
    sent = [a_delivery(f"d{n}", DeliveryState.SENDING, attempt=1 + n % 2, reason=Cause.PACE) for n in range(4)]
    store.keep(*sent, a_delivery("later", DeliveryState.SENDING, attempt=3))
    late = a_delivery("later", DeliveryState.SENDING, attempt=2)

    assert deliveries.settle_sent(store, [*sent, late], AT + SECOND) == {one.id for one in sent}

    kept = {one.id: one for one in store.find(select(Delivery))}
    assert {(kept[one.id].state, kept[one.id].reason, kept[one.id].settled_at) for one in sent} == {
        (DeliveryState.SENT, "", AT + SECOND)
    }
    assert kept["later"].state is DeliveryState.SENDING


def test_the_people_of_a_batch_are_known_by_their_accounts_on_that_connection(store: Store) -> None:
    for name in ("ada", "bo", "cy"):
        store.keep(Person(id=name, handle=name, name=name, **OURS))
    store.keep(
        Account(id="a1", connection_id="c1", person_id="ada", external_id="U1", **OURS),
        Account(id="a2", connection_id="c2", person_id="ada", external_id="U2", **OURS),
        Account(id="a3", connection_id="c1", person_id="bo", external_id="U3", **OURS),
    )

    assert deliveries.addressees(store, "ours", "c1", ["ada", "cy"]) == {"ada": "U1"}
    assert deliveries.addressees(store, "ours", "c1", []) == {}
