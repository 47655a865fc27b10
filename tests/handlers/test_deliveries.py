"""Those who run it read what was not sent and why, in chat; nobody reads there what it said."""

from datetime import timedelta

import pytest

from handlers.deliveries import ON_CARD, draw_unsent
from handlers.turn import Gone, Reader, deliver
from handlers.useful import AN_ANSWER, USEFUL_FOR, useful_until
from handlers.views import deliveries as view
from prompts import Which, phrase, plain
from storage import people
from storage.tables import Cause, Delivery, DeliveryState, Place, PlaceKind, Role
from tests.orchestra import Orchestra, Player

DEAD, SENT, SKIPPED, EXPIRED = DeliveryState.DEAD, DeliveryState.SENT, DeliveryState.SKIPPED, DeliveryState.EXPIRED


@pytest.fixture
def admin(day: Orchestra) -> Player:
    return day.player("Ruth", admin=True)


def ends(day: Orchestra, place: Place, shows: str, state: DeliveryState, cause: str = "", said: str = "") -> Delivery:
    """Something that was to be sent to a place, and what became of it."""
    one = deliver(day.moment(), place, shows, {"words": "SECRET"}, once=f"{shows}{day.count(Delivery)}")
    one.state, one.reason, one.said, one.settled_at = state, cause, said, day.clock.at
    day.keep(one)
    return one


def direct(day: Orchestra, who: Player) -> Place:
    found = day.ask(lambda store: people.direct_place(store, who.person))
    assert found is not None
    return found


def test_an_admin_reads_what_was_not_sent_to_whom_when_why_and_what_to_do(day: Orchestra, admin: Player) -> None:
    team = day.team("Field")
    ada = day.player("Ada", team=team)
    channel = next(one for one in day.all(Place) if one.kind is PlaceKind.CHANNEL)
    ends(day, direct(day, ada), "checkin.invite", DEAD, Cause.UNKNOWN)
    day.clock.at += timedelta(minutes=1)
    ends(day, channel, "digest.day", DEAD, Cause.UNREACHABLE, "is_archived")
    ends(day, direct(day, ada), "checkin.feedback", SENT)

    said = admin.writes("what was not sent")
    words = " ".join(admin.answer.split())

    assert said.answer.view == "deliveries.unsent"
    for part in (
        "2 messages were not sent",
        "of 3 that were planned",
        "a team’s digest for Field could not be sent",
        "the check-in’s prompt for Ada could not be sent",
        "the platform said: is_archived",
        "It was not sent again, so that nobody has it twice",
        "Ask them, if it matters",
    ):
        assert part in words, part
    assert words.index("digest for Field") < words.index("prompt for Ada"), "newest first"
    assert "SECRET" not in words
    assert "feedback" not in words


def test_with_nothing_unsent_that_is_said(day: Orchestra, admin: Player) -> None:
    admin.writes("unsent")
    assert "Nothing was planned" in admin.answer
    ends(day, direct(day, admin), "home.help", SENT)
    admin.writes("unsent")
    assert "One message was planned" in admin.answer


def test_many_are_read_a_page_at_a_time_each_once(day: Orchestra, admin: Player) -> None:
    ada = direct(day, day.player("Ada"))
    for n in range(2 * ON_CARD + 1):
        ends(day, ada, "home.help", EXPIRED, "over", str(n))
        day.clock.at += timedelta(minutes=1)

    admin.writes("unsent")
    seen = [admin.answer.count("for Ada was of no more use")]
    for label in ("Older ones", "Older ones", "Newer ones", "Newer ones"):
        admin.presses(label)
        seen.append(admin.answer.count("for Ada was of no more use"))

    assert seen == [ON_CARD, ON_CARD, 1, ON_CARD, ON_CARD]
    with pytest.raises(StopIteration):
        admin.presses("Newer ones")


def test_what_is_long_ago_and_what_still_waits_is_not_listed(day: Orchestra, admin: Player) -> None:
    ada = direct(day, day.player("Ada"))
    ends(day, ada, "home.help", DEAD, Cause.FAILED)
    day.clock.at += timedelta(days=8)
    day.keep(deliver(day.moment(), ada, "home.help", {}, once="waits", not_before=day.clock.at + timedelta(days=1)))
    admin.writes("unsent")
    assert "One message was planned since" in admin.answer
    assert "1 to be sent" in admin.answer


@pytest.mark.parametrize("role", [Role.MEMBER, Role.MANAGER, Role.COACH])
def test_nobody_else_sees_it(day: Orchestra, admin: Player, role: Role) -> None:
    ada = day.player("Ada", team=day.team("Field"), role=role)
    ends(day, direct(day, admin), "home.help", DEAD, Cause.FAILED)
    ada.writes("what was not sent")
    assert "for those who run Concertmaster" in ada.answer
    assert "Ruth" not in ada.answer
    about = {"person": admin.person.id, "from": "0"}
    with pytest.raises(Gone):
        day.draws(direct(day, ada), "deliveries.unsent", about)


def test_where_others_read_along_it_is_not_shown(day: Orchestra, admin: Player) -> None:
    day.team("Field")
    channel = next(one for one in day.all(Place) if one.kind is PlaceKind.CHANNEL)
    about = {"person": admin.person.id, "from": "0"}
    reader = Reader(admin.person, channel, day.clock.at)
    with pytest.raises(Gone):
        day.ask(lambda store: draw_unsent(store, reader, about))


@pytest.mark.parametrize("value", ["-1", "x", "9" * 40, "٣", "1e3"])
def test_a_page_that_is_none_is_refused(day: Orchestra, admin: Player, value: str) -> None:
    admin.does("deliveries.unsent", value=value)
    assert "There is no such thing here" in admin.answer


def test_an_admin_of_another_workspace_sees_none_of_it(day: Orchestra, admin: Player) -> None:
    about = {"person": "somebody of elsewhere", "from": "0"}
    with pytest.raises(Gone):
        day.draws(direct(day, admin), "deliveries.unsent", about)


def test_every_cause_and_state_has_a_sentence_of_its_own() -> None:
    said = {one: plain(phrase("deliveries.why", why=Which(one.value), said="x")) for one in Cause}
    assert "An earlier release wrote: x." not in said.values()
    unreached = {Cause.PARKED, Cause.UNREACHABLE}
    # Which of their private settings it was is nobody's business.
    of_their_own = {Cause.QUIET, Cause.TURNED_DOWN, Cause.SILENCED}
    assert len({said[one] for one in of_their_own}) == 1
    others = [said[one] for one in Cause if one not in unreached | of_their_own]
    assert len(set(others)) == len(others)
    states = [plain(phrase("deliveries.state", state=Which(one.value))) for one in DeliveryState]
    assert len(set(states)) == len(DeliveryState)


def test_what_tells_what_somebody_did_is_only_called_a_message() -> None:
    """An admin never reads by name who handed in, was stuck, asked, argued or is away."""
    for shows in ("checkin.feedback", "checkin.stuck", "coach.answer", "crossings.argued", "leave.away", "x.y"):
        assert view.kind_of(shows) == "message"
    assert view.kind_of("checkin.reminder") == view.kind_of("checkin.invite") == "prompt"


def test_every_message_is_of_use_for_a_while_and_only_ones_own_page_for_ever(day: Orchestra) -> None:
    at = day.clock.at
    assert useful_until("home.front", at) is None
    assert useful_until("never.heard_of", at) == at + AN_ANSWER
    assert [name for name, useful in USEFUL_FOR.items() if useful is None] == ["home.front"]
    place = direct(day, day.player("Ada"))
    later = deliver(day.moment(), place, "digest.day", {}, once="a", not_before=at + timedelta(days=3))
    assert later.expires_at == at + timedelta(days=3, hours=20), "what may only go out later is of use from then on"
