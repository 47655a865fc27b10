"""Measures are kept up in chat: who may, what is due, what is refused, and what is said back."""

from datetime import date, timedelta

import pytest

from bot.conductor import draw
from handlers import readings
from handlers.turn import Gone, How, Reader, Reply
from storage.store import Store
from storage.tables import Delivery, DeliveryState, Place, Reading, Role, Team, Wording, Workspace
from tests.orchestra import Orchestra, Player

SCORE = """\
score: Harbour
part:
  id: harbour
  name: Harbour
  kind: company
  priorities:
    P-1:
      words: Win the harbour towns
      owner: bo
      deputy: di
      measures:
        M-1: {words: Towns won, unit: towns, start: 2, target: 9, range: 0 to 20, every: week}
        M-2: {words: Bread sold, owner: ada, unit: "%", start: 100, direction: down, target: 40, every: month}
    P-2:
      words: Sweep the quay
      measures:
        M-3: Smiles
"""
M1 = "harbour/M-1"


@pytest.fixture
def field(day: Orchestra) -> Team:
    return day.team("Field", part="harbour")


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    return day.player("Ada", team=field)


@pytest.fixture
def bo(day: Orchestra, ada: Player) -> Player:
    bo = day.player("Bo")
    day.player("Di")
    day.plays_from(SCORE)
    return bo


def line(day: Orchestra, address: str = M1) -> str:
    return next(one.line_id for one in day.all(Wording) if one.address == address)


def reads(day: Orchestra, player: Player, value: str, address: str = M1, on: str = "") -> str:
    player.does("readings.hand_in", fields={"measure": line(day, address), "value": value, "day": on})
    return " ".join(player.answer.split())


def writes(player: Player, text: str) -> str:
    player.writes(text)
    return " ".join(player.answer.split())


def kept(day: Orchestra) -> list[tuple[date, float]]:
    return sorted((one.day, one.value) for one in day.all(Reading))


def test_who_owns_a_line_keeps_its_measures_up_and_reads_how_far_they_have_come(day: Orchestra, bo: Player) -> None:
    said = writes(bo, "measures")
    assert "Two measures are yours to keep up. Nothing is due." in said
    assert "harbour/M-1 Towns won Never read. To be read again on 16 March." in said
    assert bo.presses("New reading of harbour/M-1").answer.how is How.FORM

    said = reads(day, bo, "4 towns", on="2027-03-08")
    assert "Kept: 4 towns on 8 March." in said
    assert "5 towns to go to the target of 9 towns." in said
    said = reads(day, bo, "9")
    assert "The target of 9 towns is reached. Better than the time before." in said
    assert kept(day) == [(date(2027, 3, 8), 4), (date(2027, 3, 9), 9)]
    assert {one.said_by for one in day.all(Reading)} == {bo.person.id}
    assert "9 towns on 9 March" in writes(bo, f"score {M1}")


def test_a_reading_of_the_same_day_is_replaced_and_the_same_twice_is_once(day: Orchestra, bo: Player) -> None:
    reads(day, bo, "4")
    reads(day, bo, "5")
    reads(day, bo, "5")

    assert kept(day) == [(date(2027, 3, 9), 5)]


def test_where_less_is_better_more_is_worse(day: Orchestra, ada: Player, bo: Player) -> None:
    reads(day, ada, "60", "harbour/M-2", on="2027-03-01")
    said = reads(day, ada, "70", "harbour/M-2")

    assert "30 % to go to the target of 40 %. Not as good as the time before." in said


def test_what_is_due_stands_first(day: Orchestra, ada: Player, bo: Player) -> None:
    reads(day, bo, "4")
    day.clock.at += timedelta(days=8)
    said = writes(bo, "my measures")

    assert "Two measures are yours to keep up. One is due." in said
    assert "4 towns on 9 March. To be read since 16 March." in said


@pytest.mark.parametrize(
    ("fields", "wrong", "why"),
    [
        ({"value": "21"}, "value", "It cannot be more than 20 towns"),
        ({"value": "-1"}, "value", "It cannot be less than 0 towns"),
        ({"value": "many"}, "value", "Write one number"),
        ({"value": "1,250"}, "value", "thousands or a fraction"),
        ({"value": ""}, "value", "Write one number"),
        ({"value": "<!channel> *9*"}, "value", "Write one number"),
        ({"value": "4", "day": "2027-03-10"}, "day", "still to come"),
        ({"value": "4", "day": "next week"}, "day", "Write a day"),
        ({"value": "4", "day": "1969-07-20"}, "day", "before 1970"),
        ({"value": "4 %"}, "value", "in towns, not in percent"),
        ({"value": "9,999,999,999,999,999,999"}, "value", "more than anything that is counted"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason_and_nothing_is_kept(
    day: Orchestra, bo: Player, fields: dict[str, str], wrong: str, why: str
) -> None:
    played = bo.does("readings.hand_in", fields={"measure": line(day), **fields})

    assert set(played.notes) == {wrong}
    assert why in " ".join(bo.answer.split())
    assert kept(day) == []


def test_all_that_is_wrong_is_said_at_once(day: Orchestra, bo: Player) -> None:
    played = bo.does("readings.hand_in", fields={"measure": line(day), "value": "99", "day": "2028-01-01"})

    assert set(played.notes) == {"value", "day"}


@pytest.mark.parametrize(
    ("who", "may"),
    [("owner", True), ("deputy", True), ("lead", True), ("strategy", True), ("admin", True), ("member", False)],
)
def test_who_keeps_a_measure_up(day: Orchestra, field: Team, bo: Player, who: str, may: bool) -> None:
    if who == "lead":
        player = day.player("Lea", team=field, role=Role.MANAGER)
    elif who in ("strategy", "admin"):
        player = day.player("Sam", strategy_owner=who == "strategy")
        day.database.writer.write(lambda store: store.change(player.person, is_admin=who == "admin")).result()
    else:
        player = {"owner": bo, "deputy": Player(day, "di")}.get(who) or day.player("Mo", team=field)
    said = reads(day, player, "4")

    assert bool(kept(day)) is may
    assert ("is kept up by Bo, who owns it" in said) is not may or not may
    player.writes(f"score {M1}")
    assert ("readings.open_form" in {one.action for one in player.buttons()}) is may


def test_of_a_measure_whose_line_nobody_owns_that_is_said(day: Orchestra, ada: Player, bo: Player) -> None:
    assert "nobody owns it" in reads(day, ada, "4", "harbour/M-3")
    assert kept(day) == []


def test_who_keeps_no_measure_up_is_told_which_they_would(day: Orchestra) -> None:
    player = day.player("Mo")
    assert "No measure is yours to keep up" in writes(player, "measures")
    day.plays_from(
        SCORE.replace("owner: bo", "owner: mo").replace("deputy: di", "state: open").replace("owner: ada, ", "")
    )
    assert "measures are yours" in writes(player, "measures")


@pytest.mark.parametrize("said", ["", "moon", "harbour/P-1"])
def test_what_is_no_measure_is_not_there(day: Orchestra, bo: Player, said: str) -> None:
    of = line(day, said) if "/" in said else said
    bo.does("readings.open_form", value=of)
    assert "no such thing here" in bo.answer
    bo.does("readings.hand_in", fields={"measure": of, "value": "4"})
    assert "no such thing here" in bo.answer
    assert kept(day) == []


def test_a_reading_that_is_not_there_any_more_is_not_shown(day: Orchestra, bo: Player) -> None:
    reads(day, bo, "4")
    place = next(one for one in day.all(Place) if one.person_id == bo.person.id)
    reader = Reader(bo.person, place, day.clock.now())
    about = {"line": line(day), "day": "2027-03-08"}
    with pytest.raises(Gone):
        day.ask(lambda store: draw(store, "readings.kept", about, reader))


def test_what_left_the_score_meanwhile_is_not_there(day: Orchestra, bo: Player) -> None:
    of = line(day)
    reads(day, bo, "4")
    day.plays_from(SCORE.replace("        M-1:", "        M-9:"))
    bo.does("readings.hand_in", fields={"measure": of, "value": "5"})

    assert kept(day) == [(date(2027, 3, 9), 4)]


# How old it is, and who is reminded


def works(day: Orchestra, *players: Player) -> None:
    """They work from nine on, and get no prompt: nothing else comes to them."""

    def silence(store: Store) -> None:
        for player in players:
            store.change(player.person, next_due_at=None)

    day.database.writer.write(silence).result()


def drawn(day: Orchestra, player: Player, view: str, about: dict[str, str]) -> str:
    place = next(one for one in day.all(Place) if one.person_id == player.person.id)
    return day.draws(place, view, about)


def looks(day: Orchestra, days: int) -> None:
    """So many days go by, each with a tick in the morning."""
    for _ in range(days):
        day.goes_on(days=1)


def reminders(day: Orchestra) -> list[tuple[str, str, DeliveryState]]:
    return [
        (one.about["person"], " ".join(addresses(day, one.about["lines"])), one.state)
        for one in sorted(day.all(Delivery), key=lambda one: one.id)
        if one.view == "readings.due"
    ]


def addresses(day: Orchestra, ids: str) -> list[str]:
    known = {one.line_id: one.address for one in day.all(Wording)}
    return [known[id] for id in ids.split()]


def test_a_value_that_is_older_than_its_cadence_is_shown_with_its_age(day: Orchestra, ada: Player, bo: Player) -> None:
    reads(day, bo, "4")
    assert "4 towns on 9 March and 9 towns wanted" in writes(bo, "score harbour/P-1")
    day.clock.at += timedelta(days=7 + 35)
    assert "4 towns on 9 March (due every week, five weeks late)" in writes(bo, "score harbour/P-1")
    assert "never read (due every month, twelve days late)" in writes(bo, "score harbour/P-1")


def test_the_digest_of_a_week_names_the_measures_of_the_part_that_are_late(
    day: Orchestra, field: Team, ada: Player, bo: Player
) -> None:
    def digest(of: str) -> str:
        return " ".join(drawn(day, ada, "digest.week", {"team": field.id, "day": of}).split())

    reads(day, bo, "4", on="2027-03-05")
    assert "in time" not in digest("2027-03-09")
    day.clock.at += timedelta(days=4)
    assert "One measure has not been read in time: harbour/M-1." in digest("2027-03-12")
    reads(day, bo, "5")
    assert "in time" not in digest("2027-03-12")
    day.clock.at += timedelta(days=14)
    assert "in time" not in digest("2027-03-12"), "what was read since changes nothing of that week"


def test_who_keeps_a_measure_up_is_reminded_once_for_its_cadence_of_all_in_one_message(
    day: Orchestra, field: Team, ada: Player, bo: Player
) -> None:
    lea = day.player("Lea", team=field, role=Role.MANAGER)
    works(day, ada, bo, lea)
    looks(day, 7)
    assert reminders(day) == []
    looks(day, 1)
    assert [(who, what) for who, what, _ in reminders(day)] == [(bo.person.id, M1)]
    looks(day, 6)
    assert len(reminders(day)) == 1
    looks(day, 1)
    assert [what for _, what, _ in reminders(day)] == [M1, M1], "a week later, as its cadence is"
    assert ada.person.id not in {who for who, _, _ in reminders(day)}
    looks(day, 16)
    assert (ada.person.id, "harbour/M-2") in {(who, what) for who, what, _ in reminders(day)}


def test_the_reminder_opens_the_form_and_leaves_out_what_was_read_meanwhile(
    day: Orchestra, ada: Player, bo: Player
) -> None:
    works(day, ada, bo)
    looks(day, 8)
    day.goes_on(hours=6)
    assert "One measure that you keep up has not been read in time." in bo.got()[-1].text.replace("\n  ", " ")
    assert bo.presses("New reading of harbour/M-1").answer.how is How.FORM

    reads(day, bo, "4")
    about = {"person": bo.person.id, "lines": line(day)}
    with pytest.raises(Gone):
        drawn(day, bo, "readings.due", about)
    with pytest.raises(Gone):
        drawn(day, ada, "readings.due", about)


def test_nobody_is_reminded_who_wants_none_and_of_nothing_that_is_closed_or_without_cadence(
    day: Orchestra, field: Team, ada: Player, bo: Player
) -> None:
    works(day, ada, bo)
    day.database.writer.write(lambda store: store.change(bo.person, wishes="measure=none")).result()
    looks(day, 9)
    assert reminders(day) == []
    day.plays_from(SCORE.replace("owner: bo", "owner: bo\n      state: done"))
    looks(day, 40)
    assert reminders(day) == []
    day.plays_from(SCORE.replace(", every: week", "").replace(", every: month", ""))
    looks(day, 2)
    assert {one.measures_due_at for one in day.all(Workspace)} == {None}


def test_where_nobody_owns_it_one_who_leads_a_team_of_the_part_is_reminded(
    day: Orchestra, field: Team, ada: Player, bo: Player
) -> None:
    leads = [day.player(name, team=field, role=Role.MANAGER) for name in ("Lea", "Max")]
    works(day, ada, bo, *leads)
    day.plays_from(SCORE.replace("M-3: Smiles", "M-3: {words: Smiles, every: day}"))
    looks(day, 2)
    assert [who for who, what, _ in reminders(day) if what == "harbour/M-3"] == [leads[0].person.id]


def test_who_has_left_is_not_reminded_and_whoever_stands_in_is(
    day: Orchestra, field: Team, ada: Player, bo: Player
) -> None:
    works(day, ada, bo)
    day.database.writer.write(lambda store: store.change(bo.person, left_at=day.clock.at)).result()
    looks(day, 8)
    assert [who for who, what, _ in reminders(day) if what == M1] == [Player(day, "di").person.id]


def test_of_many_a_few_are_reminded_at_a_time(day: Orchestra, field: Team, ada: Player, bo: Player) -> None:
    owners = [day.player(f"Lea{n}") for n in range(12)]
    works(day, ada, bo, *owners)
    more = "".join(f"        M-{n + 10}: {{words: Number {n}, owner: lea{n}, every: day}}\n" for n in range(12))
    day.plays_from(SCORE + more)
    looks(day, 2)
    assert {who for who, _, _ in reminders(day)} == {one.person.id for one in owners}
    assert len(reminders(day)) == 12


def test_without_a_score_and_before_it_is_time_nobody_is_looked_for(day: Orchestra) -> None:
    def remind(workspace_id: str) -> Reply:
        return day.ask(lambda store: readings.remind(day.moment(), store, workspace_id, 10))

    assert remind("nobody") == Reply()
    assert remind(day.workspace.id) == Reply()
    day.database.writer.write(lambda store: store.change(day.workspace, measures_due_at=day.clock.at)).result()
    looks(day, 1)
    assert {one.measures_due_at for one in day.all(Workspace)} == {None}
