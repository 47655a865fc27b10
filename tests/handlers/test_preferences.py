"""Everybody chooses their own hours."""

from datetime import UTC, datetime, time

import pytest

from handlers import preferences
from handlers.cards import Form, Theirs
from handlers.turn import How
from prompts import plain
from score.cadence import local
from storage import people
from storage.store import Store
from storage.tables import Cause, Delivery, DeliveryState, Privacy, Role
from tests.orchestra import Orchestra, Player, words


@pytest.fixture
def ada(day: Orchestra) -> Player:
    return day.player("Ada", team=day.team("Field", part="field"))


def test_who_chooses_another_hour_is_asked_then(day: Orchestra, ada: Player) -> None:
    assert ada.writes("my hours").answer.how is How.FORM
    ada.does("preferences.hand_in", fields={"zone": "Asia/Kathmandu", "asked_at": "13:15", "days": "mon tue"})

    assert "You are asked at 13:15, time of Asia/Kathmandu, on Mon and Tue." in ada.answer.replace("\n  ", " ")
    day.local(ada, time(13))
    assert ada.got() == []
    day.local(ada, time(13, 15))
    assert len(ada.got()) == 1
    for _ in range(5):
        day.goes_on(days=1)
    assert len(ada.got()) == 1
    day.goes_on(days=1)
    assert len(ada.got()) == 2


def test_days_away_hold_for_the_new_hours_too(day: Orchestra, ada: Player) -> None:
    ada.writes("off today")
    ada.does("preferences.hand_in", fields={"zone": "Europe/Dublin", "asked_at": "10:00", "days": "mon tue wed"})

    day.local(ada, time(10))
    assert len(ada.got()) == 1
    day.goes_on(days=1)
    assert ada.last().says == "Welcome back, Ada. What is first today?"


def test_who_is_quiet_stays_quiet(day: Orchestra, ada: Player) -> None:
    ada.writes("pause")
    ada.does("preferences.hand_in", fields={"zone": "Europe/Dublin", "asked_at": "10:00", "days": "mon"})

    assert ada.person.asked_at == 600
    assert ada.person.next_due_at is None


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept(day: Orchestra, ada: Player) -> None:
    before = ada.person
    played = ada.does("preferences.hand_in", fields={"zone": "../etc", "asked_at": "25:00", "days": ""})

    assert set(played.notes) == {"zone", "asked_at", "days"}
    assert "Choose one day at least." in ada.answer
    assert ada.person == before


def test_who_is_in_an_organisation_that_spreads_its_mornings_reads_the_hour_at_which_they_are_asked(
    day: Orchestra, ada: Player
) -> None:
    day.database.writer.write(lambda store: store.change(ada.person, asked_after=17)).result()
    form = ada.writes("my hours").drawn
    assert isinstance(form, Form)
    hour = next(one for one in form.fields if one.name == "asked_at")
    assert hour.value == Theirs("09:00", Privacy.PERSON)
    assert hour.hint is not None
    assert "I ask you 17 minutes after the hour that you choose" in plain(hour.hint)

    chooses(ada, asked_at="10:00", other_hours="fri 11:00")
    said = " ".join(ada.answer.split())
    assert "You are asked at 10:17, on Fri at 11:17, time of Europe/Dublin" in said
    assert "I ask you 17 minutes after the hour that you choose" in said
    assert "on Tuesday 9 March at 10:17" in said
    day.local(ada, time(10, 16))
    assert ada.got() == []
    day.local(ada, time(10, 17))
    assert len(ada.got()) == 1


def test_what_a_platform_says_of_where_somebody_is_holds_until_they_say_it_themselves(
    day: Orchestra, ada: Player
) -> None:
    def tells(zone: str) -> tuple[str, bool]:
        def keep(store: Store) -> None:
            found = people.person(store, day.workspace.id, ada.person.id)
            assert found is not None
            preferences.live_in(day.moment(), store, found, zone)

        day.database.writer.write(keep).result()
        return ada.person.time_zone, ada.person.zone_assumed

    assert tells("Asia/Tokyo") == ("Europe/Dublin", False), "that was said"
    day.database.writer.write(lambda store: store.change(ada.person, zone_assumed=True)).result()
    assert tells("Asia/Tokyo") == ("Asia/Tokyo", False)
    day.database.writer.write(lambda store: store.change(ada.person, zone_assumed=True)).result()
    chooses(ada, zone="Asia/Kathmandu")
    assert tells("Asia/Tokyo") == ("Asia/Kathmandu", False)


# Hours that differ, quiet hours, and the hours of teams


def chooses(ada: Player, **more: str) -> None:
    fields = {"zone": "Europe/Dublin", "asked_at": "09:00", "days": "mon-fri", "asks_quiet": "yes", **more}
    ada.does("preferences.hand_in", fields=fields)


def asked(day: Orchestra, ada: Player, until: datetime) -> list[str]:
    """When somebody is asked from now on, as their clock shows it."""
    found: list[str] = []
    while day.clock.at < until:
        before = len(prompts(ada))
        day.goes_on(minutes=15)
        if len(prompts(ada)) > before:
            found.append(f"{local(day.clock.at, ada.person.time_zone):%a %H:%M}")
    return found


def prompts(ada: Player) -> list[str]:
    return [one.says for one in ada.got() if one.says.startswith(("Good ", "Welcome back"))]


WEDNESDAY = datetime(2027, 3, 17, tzinfo=UTC)


def test_another_hour_on_fridays_is_kept_and_the_next_prompts_are_said(day: Orchestra, ada: Player) -> None:
    chooses(ada, other_hours="Fri 10:30")

    said = ada.answer.replace("\n  ", " ")
    assert "You are asked at 09:00, on Fri at 10:30, time of Europe/Dublin, on Mon to Fri." in said
    assert "I ask next on Tuesday 9 March at 09:00, on Wednesday 10 March at 09:00" in said
    assert asked(day, ada, WEDNESDAY) == [
        "Tue 09:00", "Wed 09:00", "Thu 09:00", "Fri 10:30", "Mon 09:00", "Tue 09:00",
    ]  # fmt: skip


def test_quiet_hours_move_a_prompt_to_their_end_and_hold_back_what_can_wait(day: Orchestra, ada: Player) -> None:
    chooses(ada, quiet="18:00-10:45")

    assert "Quiet from 18:00 to 10:45" in ada.answer
    assert "on Tuesday 9 March at 10:45" in ada.answer.replace("\n  ", " ")
    assert asked(day, ada, datetime(2027, 3, 11, tzinfo=UTC)) == ["Tue 10:45", "Wed 10:45"]


def test_a_prompt_that_quiet_hours_hold_for_too_long_is_skipped_and_says_so(day: Orchestra, ada: Player) -> None:
    chooses(ada, other_hours="wed 04:00", quiet="20:00-08:15")
    assert asked(day, ada, datetime(2027, 3, 12, tzinfo=UTC)) == ["Tue 09:00", "Thu 09:00"]

    (skipped,) = [one for one in day.all(Delivery) if one.state is DeliveryState.SKIPPED]
    assert (skipped.about["day"], skipped.reason) == ("2027-03-10", Cause.QUIET)


def test_a_prompt_that_is_late_already_waits_for_the_end_of_quiet_hours(day: Orchestra, ada: Player) -> None:
    chooses(ada, quiet="12:00-12:45")
    day.local(ada, time(12, 10))
    assert prompts(ada) == []
    day.local(ada, time(12, 45))
    assert len(prompts(ada)) == 1


def test_a_reminder_waits_for_the_end_of_hours_that_became_quiet_after_the_prompt(day: Orchestra) -> None:
    ada = day.player("Ada", team=day.team("Field"), reminders=True)
    day.local(ada, time(9))
    chooses(ada, quiet="10:30-14:00")
    day.local(ada, time(11))
    assert ada.person.remind_at == datetime(2027, 3, 9, 14, tzinfo=UTC)

    asked = len(ada.got())
    day.local(ada, time(13, 59))
    assert len(ada.got()) == asked
    day.local(ada, time(14))
    assert len(ada.got()) == asked + 1
    assert ada.person.remind_at is None


def test_a_reminder_waits_for_the_end_of_quiet_hours(day: Orchestra) -> None:
    ada = day.player("Ada", team=day.team("Field"), reminders=True)
    chooses(ada, quiet="10:30-14:00")
    day.local(ada, time(9))
    day.local(ada, time(13, 45))
    assert len(ada.got()) == 1
    day.local(ada, time(14))
    assert len(ada.got()) == 2


def test_hours_at_which_nobody_would_ever_be_asked_are_refused(day: Orchestra, ada: Player) -> None:
    chooses(ada, asked_at="20:00", quiet="18:00-08:00")
    assert "you would never be asked" in ada.answer.replace("\n", " ")
    assert ada.person.quiet == ""

    chooses(ada, other_hours="fri", quiet="later")
    assert ada.said is not None
    assert set(ada.said.notes) == {"other_hours", "quiet"}


def test_a_form_that_was_open_before_there_were_quiet_hours_leaves_them(day: Orchestra, ada: Player) -> None:
    chooses(ada, other_hours="fri 10:30", quiet="18:00-08:00")
    ada.does("preferences.hand_in", fields={"zone": "Europe/Dublin", "asked_at": "08:30", "days": "mon"})
    assert (ada.person.asked_at, ada.person.other_hours, ada.person.quiet) == (510, "fri 10:30", "18:00-08:00")
    chooses(ada)
    assert (ada.person.other_hours, ada.person.quiet) == ("", "")


def test_people_are_asked_within_the_hours_of_their_team(day: Orchestra) -> None:
    field = day.team("Field")
    lea = day.player("Lea", team=field, role=Role.MANAGER)
    ada = day.player("Ada", team=field, asked_at=7 * 60)
    lea.does("setup.open_hours", value=field.id)
    assert "hours are its people asked" in lea.answer
    lea.fills("", "mon-fri", "Europe/Dublin", "9:30-11:00")

    assert "between 09:30 and 11:00" in lea.answer
    assert asked(day, ada, datetime(2027, 3, 10, tzinfo=UTC)) == ["Tue 09:30"]
    assert prompts(lea) == ["Good morning, Lea. What are the three things today?"]


def test_teams_without_a_common_hour_leave_somebody_their_own(day: Orchestra) -> None:
    teams = [day.team("Field", asked_within="08:00-09:00"), day.team("Oven", asked_within="11:00-12:00")]
    ada = day.player("Ada", team=teams, asked_at=420)
    bo = day.player("Bo", team=teams[0], asked_at=420)
    day.local(ada, time(7))
    assert (len(prompts(ada)), len(prompts(bo))) == (1, 0)
    day.local(ada, time(8))
    assert (len(prompts(ada)), len(prompts(bo))) == (1, 1)


def test_who_is_quiet_in_all_of_the_hours_of_their_team_is_asked_at_their_own(day: Orchestra) -> None:
    field = day.team("Field")
    lea = day.player("Lea", team=field, role=Role.MANAGER)
    ada = day.player("Ada", team=field)
    chooses(ada, asked_at="16:30", quiet="07:00-16:00")
    lea.does("setup.open_hours", value=field.id)
    form = lea.said.drawn if lea.said else None
    assert isinstance(form, Form)
    assert form.fields[-1].hint is not None
    assert "whoever is quiet then keeps the hour that they chose" in words(form.fields[-1].hint)
    lea.fills("", "mon-fri", "Europe/Dublin", "8:00-11:00")

    assert asked(day, ada, datetime(2027, 3, 11, tzinfo=UTC)) == ["Tue 16:30", "Wed 16:30"]


@pytest.mark.parametrize("said", ["11:00-09:00", "soon", "09:00", "09:00-09:00"])
def test_hours_of_a_team_that_are_none_are_asked_again(day: Orchestra, said: str) -> None:
    field = day.team("Field")
    lea = day.player("Lea", team=field, role=Role.MANAGER)
    lea.does("setup.open_hours", value=field.id)
    lea.fills("", "mon-fri", "Europe/Dublin", said)
    assert "the earlier one first" in lea.answer.replace("\n", " ")
    assert day.teams()[0].asked_within == ""
