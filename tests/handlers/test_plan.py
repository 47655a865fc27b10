"""All that is sent is planned in one place: what nobody asked for keeps to its bounds, and nothing goes past it."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest

from bot.conductor import OUR_FAULT
from handlers import DRAWINGS, DUTIES, ROUTES
from handlers.occasions import OCCASIONS
from handlers.plan import Unexplained, planned
from handlers.turn import Answer, Change, How, Moment, Reply, Turn, deliver
from score.spacing import BATCHES_A_DAY, batches
from storage import people
from storage.store import Store, open_store
from storage.tables import Cause, Delivery, DeliveryState, Place, Shown
from tests.databases import Engines
from tests.orchestra import Orchestra, Player, orchestra


@pytest.fixture
def ada(day: Orchestra) -> Player:
    ada = day.player("Ada", team=day.team("Field", part="field"))
    day.local(ada, time(9))
    return ada


def place_of(day: Orchestra, player: Player) -> Place:
    place = day.ask(lambda store: people.direct_place(store, player.person))
    assert place is not None
    return place


def plans(day: Orchestra, player: Player, *views: str, once: str = "") -> list[Delivery]:
    """Plan something that nobody asked for, as a duty does."""
    place, now = place_of(day, player), day.moment()
    made = [deliver(now, place, view, {}, once=f"{once}{view}:{now.at}:{n}") for n, view in enumerate(views)]
    day.database.writer.write(lambda store: store.keep(*planned(now, store, Reply(deliveries=made)))).result()
    return made


def stands_at(day: Orchestra, hour: int, days: int = 0) -> None:
    """Move the clock and nothing else: what is planned stays so, though there is nothing that could be drawn of it."""
    day.clock.at = day.clock.at.replace(hour=hour) + timedelta(days=days)


def test_every_view_that_nobody_asked_for_exists() -> None:
    assert set(OCCASIONS) <= set(DRAWINGS)


def test_the_fourth_batch_of_a_day_waits_for_the_morning(day: Orchestra, ada: Player) -> None:
    came = []
    for hour in (10, 12, 14):
        stands_at(day, hour)
        came += plans(day, ada, "wins.praised")

    assert [one.not_before for one in came[:2]] == [one.planned_at for one in came[:2]]
    assert came[2].not_before == day.clock.at + timedelta(hours=19)
    assert came[2].reason == Cause.FULL
    assert came[2].state is DeliveryState.PLANNED


def test_whatever_feature_it_is_of_it_counts(day: Orchestra, ada: Player) -> None:
    for hour, view in ((10, "lessons.sitting"), (12, "members.told")):
        stands_at(day, hour)
        plans(day, ada, view)
    stands_at(day, 14)
    (decides,), (nudges,) = plans(day, ada, "blockers.decide"), plans(day, ada, "lessons.nudge")

    assert decides.not_before > day.clock.at
    assert (nudges.state, nudges.reason) == (DeliveryState.SKIPPED, Cause.FULL)


def test_a_third_nudge_in_a_week_is_left_with_its_reason(day: Orchestra, ada: Player) -> None:
    for _ in range(2):
        stands_at(day, 9, days=1)
        assert plans(day, ada, "lessons.nudge")[0].state is DeliveryState.PLANNED
    stands_at(day, 9, days=1)
    (third,) = plans(day, ada, "lessons.nudge")

    assert (third.state, third.reason) == (DeliveryState.SKIPPED, Cause.ENOUGH)
    assert third.id in {one.id for one in day.all(Delivery)}


def test_hours_of_work_begin_with_the_prompt_where_a_team_has_hours(day: Orchestra) -> None:
    early, late = day.team("Field", asked_within="08:00-09:00"), day.team("Oven", asked_within="11:00-12:00")
    ada, bo = day.player("Ada", team=early, asked_at=13 * 60), day.player("Bo", team=late)
    day.local(ada, time(10))
    (now,), (waits,) = plans(day, ada, "wins.praised"), plans(day, bo, "wins.praised")

    assert now.not_before == day.clock.at
    assert waits.not_before == day.clock.at + timedelta(hours=1)


def test_what_comes_on_days_away_waits_for_the_first_day_back(day: Orchestra, ada: Player) -> None:
    ada.writes("I am off today")
    (waits,) = plans(day, ada, "wins.praised")

    assert waits.not_before == day.clock.at + timedelta(days=1)


def test_what_was_skipped_stands_nowhere(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(20))
    now, place = day.moment(), place_of(day, ada)
    left = deliver(now, place, "lessons.nudge", {}, once="nudge")
    shown = Shown(
        id=now.id(), workspace_id=place.workspace_id, place_id=place.id, subject="nudge", view="lessons.nudge", about={}
    )
    left.shown_id = shown.id
    found = day.ask(lambda store: planned(now, store, Reply(deliveries=[left], shown=[shown])))

    assert list(found) == [left]
    assert left.shown_id is None
    assert left.reason == Cause.OUTSIDE


@pytest.mark.parametrize(("useful", "state"), [(12, DeliveryState.SKIPPED), (14, DeliveryState.PLANNED)])
def test_what_waits_for_the_morning_says_so_and_so_does_what_is_of_no_use_by_then(
    day: Orchestra, ada: Player, useful: int, state: DeliveryState
) -> None:
    day.local(ada, time(20))
    now = day.moment()
    message = deliver(now, place_of(day, ada), "wins.praised", {}, once="told")
    message.expires_at = now.at + timedelta(hours=useful)

    day.ask(lambda store: planned(now, store, Reply(deliveries=[message])))

    assert (message.state, message.reason) == (state, Cause.OUTSIDE)


def test_a_prompt_comes_at_its_hour_whatever_the_day_has_held(day: Orchestra, ada: Player) -> None:
    late = day.player("Bo", asked_at=16 * 60)
    for hour in (9, 11, 13):
        day.local(late, time(hour), days=1 if hour == 9 else 0)
        plans(day, late, "blockers.decide")
    day.local(late, time(16))

    asked = [
        one for one in day.all(Delivery) if one.view == "checkin.invite" and one.place_id == place_of(day, late).id
    ]
    waited = [one for one in day.all(Delivery) if one.view == "blockers.decide"]
    assert [one.state for one in asked][-1] is DeliveryState.SENT
    assert {one.not_before for one in waited} == {asked[-1].not_before}


def test_what_nothing_explains_is_not_planned(day: Orchestra, ada: Player) -> None:
    for view in ("home.help", "lessons.sending"):
        with pytest.raises(Unexplained, match=view):
            plans(day, ada, view)
    assert "home.help" not in {one.view for one in day.all(Delivery)}


def test_an_answer_goes_to_who_acted_and_to_nobody_else(
    day: Orchestra, ada: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    bo = day.player("Bo")
    to: list[Place] = []

    def tells(turn: Turn, _store: Store, _found: object) -> Reply:
        told = deliver(turn, to[0], "home.help", {"person": turn.person.id}, once=turn.id(), asked=True)
        return Reply(Answer(How.NOTHING), [told])

    monkeypatch.setitem(ROUTES, "home.tells", Change(tells))
    to.append(place_of(day, ada))
    assert ada.does("home.tells").answer.how is How.NOTHING
    to[0] = place_of(day, bo)
    assert ada.does("home.tells").answer == OUR_FAULT


def test_a_duty_answers_nobody(day: Orchestra, ada: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_of(day, ada)

    def urges(moment: Moment, _store: Store, _workspace_id: str, _limit: int) -> Reply:
        return Reply(deliveries=[deliver(moment, place, "home.help", {}, once="urge", asked=True)], served=1)

    monkeypatch.setitem(DUTIES, "home.urges", urges)
    with pytest.raises(Unexplained):
        day.run(day.conductor.perform(day.workspace.id))


def test_a_post_in_a_channel_is_nobodys_batch(day: Orchestra, ada: Player) -> None:
    channel = next(one for one in day.all(Place) if one.team_id)
    post = deliver(day.moment(), channel, "checkin.invite", {}, once="post")

    assert post.occasion == ""


def test_a_morning_of_prompts_asks_nothing_more(day: Orchestra, ada: Player) -> None:
    """The bound is on the others: planning the prompts themselves costs no question."""
    asked: list[str] = []
    now, place = day.moment(), place_of(day, ada)
    prompts = [deliver(now, place, "checkin.invite", {}, once=f"p{n}") for n in range(10)]

    class Deaf(Store):
        def find(self, question: object, given: object = None) -> list[object]:  # type: ignore[override]
            asked.append(str(question))
            return super().find(question, given)  # type: ignore[call-overload, no-any-return]

    with open_store(day.database.engine) as store:
        planned(now, Deaf(store.connection), Reply(deliveries=prompts))
        assert asked == []
        reminders = [deliver(now, place, "checkin.reminder", {}, once=f"r{n}") for n in range(10)]
        planned(now, Deaf(store.connection), Reply(deliveries=reminders))
    # Who they are, their days away, in which teams, the hours of those, and what they have had.
    assert len(asked) == 6


# Two processes at once


@pytest.fixture
def postgres_day(postgres_engines: Engines) -> Iterator[Orchestra]:
    with orchestra(postgres_engines.writer.url) as made:
        yield made


def test_two_who_plan_for_one_person_at_once_keep_to_the_bounds(postgres_day: Orchestra) -> None:
    day = postgres_day
    ada = day.player("Ada")
    day.local(ada, time(9))
    place = place_of(day, ada)
    instants = [day.clock.at + timedelta(minutes=30 * n) for n in range(1, 9)]

    def plan(store: Store, at: datetime, n: int) -> None:
        told = deliver(Moment(at, day.chance), place, "wins.praised", {}, once=f"once{n}")
        store.keep(*planned(Moment(at, day.chance), store, Reply(deliveries=[told])))

    async def together() -> None:
        work = [day.database.write(lambda store, at=at, n=n: plan(store, at, n)) for n, at in enumerate(instants)]  # type: ignore[misc]
        await asyncio.gather(*work)

    day.run(together())
    came = [one.not_before for one in day.all(Delivery) if one.occasion and one.state is not DeliveryState.SKIPPED]
    days = {at.date() for at in came}
    assert len(came) == 9
    assert max(batches([at for at in came if at.date() == one]) for one in days) <= BATCHES_A_DAY
