"""A new edition of the score: shown before it is in force, put there once, and told of to those whom it concerns."""

from datetime import time, timedelta

import pytest

from handlers.files import LARGEST, File, packed
from handlers.turn import Gone
from storage import scores
from storage.tables import Edition, Place, Proposed, ProposedState, Role, Shown, TieState, Wording
from tests.orchestra import SCORE, Orchestra, Player

OWNED = SCORE.replace("P-2: {words: Halve the quoting time,", "P-2: {words: Halve the quoting time, owner: mia,")
REWORDED = OWNED.replace("Call every harbour before noon", "Call every harbour by ten")
LESS = OWNED.replace("        P-1: {words: Call every harbour before noon, serves: harbour/P-1}\n", "")
MOVED = OWNED.replace("P-1: {words: Call every", "P-7: {was: field/P-1, words: Call every")
CALL = "Call every harbour before noon"


@pytest.fixture
def otto(day: Orchestra) -> Player:
    field = day.team("Field", part="field")
    day.player("Ada", team=field)
    day.player("Mia", team=field, role=Role.MANAGER)
    otto = day.player("Otto", strategy_owner=True)
    day.plays_from(OWNED)
    day.local(otto, time(9, 30))
    return otto


def hands_in(player: Player, text: str | bytes, name: str = "next.yml") -> str:
    """Hand in a file; gives the id of what waits."""
    content = text.encode() if isinstance(text, str) else text
    player.does("editions.hand_in", fields={"file": packed(File(name, content))})
    waiting = player.day.all(Proposed)
    return waiting[-1].id if waiting else ""


def number(day: Orchestra) -> int:
    edition = day.ask(lambda store: scores.current(store, day.workspace.id))
    assert edition is not None
    return edition.number


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def news(player: Player) -> list[str]:
    return [on_one_line(one.text) for one in player.got() if "new edition since" in one.says]


def puts_in_force(otto: Player, text: str) -> None:
    otto.does("editions.put_in_force", value=hands_in(otto, text))


# Before it is in force


def test_whoever_answers_for_the_strategy_hands_in_a_file_and_reads_what_it_would_change(
    day: Orchestra, otto: Player
) -> None:
    otto.writes("new edition")
    assert "The score file" in otto.answer

    hands_in(otto, LESS.replace("Win the harbour towns", "Win every harbour town"))

    said = on_one_line(otto.last().text)
    assert "“next.yml”: no new line, one reads otherwise, none moves, one goes." in said
    assert "Field plays from it, two people." in said
    assert "It read: “Win the harbour towns”" in said
    assert "It is not in the score any more." in said
    assert number(day) == 1


def test_who_plays_and_what_loses_its_line_is_counted_before_anything_happens(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    ada.hands_in([CALL])
    hands_in(otto, LESS)

    assert "One open task loses its line." in on_one_line(otto.last().text)


def test_it_is_put_in_force_with_a_press_and_once(day: Orchestra, otto: Player) -> None:
    waiting = hands_in(otto, REWORDED)
    otto.presses("Put it in force", on=otto.last().card)
    otto.does("editions.put_in_force", value=waiting)

    assert number(day) == 2
    assert "is in force, as edition 2" in otto.answer
    assert [(one.state, one.source) for one in day.all(Proposed)] == [(ProposedState.IN_FORCE, "")]
    assert day.all(Edition)[-1].loaded_by == otto.person.id


def test_it_can_be_left_and_is_not_put_in_force_after_that(day: Orchestra, otto: Player) -> None:
    waiting = hands_in(otto, REWORDED)
    otto.presses("Leave it", on=otto.last().card)
    assert "was left. Nothing was changed." in otto.answer

    otto.does("editions.put_in_force", value=waiting)
    otto.does("editions.leave", value=waiting)
    assert "was left" in otto.answer
    assert number(day) == 1
    assert [(one.state, one.source) for one in day.all(Proposed)] == [(ProposedState.LEFT, "")]


def test_if_another_edition_came_into_force_since_the_difference_is_shown_anew(day: Orchestra, otto: Player) -> None:
    waiting = hands_in(otto, REWORDED)
    day.plays_from(LESS)

    otto.does("editions.put_in_force", value=waiting)
    assert "Another edition came into force since you were shown this." in otto.answer
    assert "one new line" in otto.answer
    assert number(day) == 2

    otto.does("editions.put_in_force", value=waiting)
    assert number(day) == 3


def test_what_is_wrong_with_it_is_said_with_its_place_and_nothing_can_be_put_in_force(
    day: Orchestra, otto: Player
) -> None:
    waiting = hands_in(otto, OWNED.replace("owner: mia", "owner: nobody").replace("kind: team", "kind: crew"))

    said = on_one_line(otto.last().text)
    assert "Two things in “next.yml” are to be mended. Nothing was changed." in said
    assert "Line 14, column" in said
    assert "Put it in force" not in said
    otto.does("editions.put_in_force", value=waiting)
    assert number(day) == 1
    assert "are to be mended" in otto.answer


def test_a_file_that_says_what_is_in_force_changes_nothing(day: Orchestra, otto: Player) -> None:
    waiting = hands_in(otto, "# a comment\n" + OWNED)
    assert "says what the edition in force says" in otto.last().text

    otto.does("editions.put_in_force", value=waiting)
    assert number(day) == 1


def test_parts_and_the_season_are_in_the_difference_too(day: Orchestra, otto: Player) -> None:
    hands_in(otto, OWNED.replace("score: Harbour Bread", "score: Harbour Bread\nseason: Spring"))

    assert "~ season: nothing becomes Spring" in otto.last().text


def test_the_first_edition_of_all_can_be_handed_in_and_nobody_is_told_that_it_changed(day: Orchestra) -> None:
    field = day.team("Field", part="field")
    ada = day.player("Ada", team=field)
    otto = day.player("Otto", strategy_owner=True)
    waiting = hands_in(otto, SCORE)
    otto.does("editions.put_in_force", value=waiting)
    day.local(ada, time(9, 30))

    assert number(day) == 1
    assert news(ada) == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "There is no file."),
        ("no base64! x", "There is no file."),
        (packed(File("big.yml", b"x" * (LARGEST + 1))), "It is larger than 1 MB"),
        (packed(File("x.docx", b"\xff\xfe\x00")), "That is no text in UTF-8"),
        (packed(File("x.bin", b"score: \x00")), "That is no text in UTF-8"),
    ],
)
def test_what_is_no_text_or_too_large_is_refused_beside_the_field(
    day: Orchestra, otto: Player, value: str, said: str
) -> None:
    otto.does("editions.hand_in", fields={"file": value})

    assert said in otto.answer
    assert day.count(Proposed) == 0


def test_anybody_else_is_told_who_hands_in_an_edition(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    for action in ("editions.open_form", "editions.hand_in"):
        ada.does(action)
        assert "handed in by who answers for the strategy: Otto." in ada.answer

    waiting = hands_in(otto, REWORDED)
    ada.does("editions.put_in_force", value=waiting)
    ada.does("editions.leave", value=waiting)
    assert number(day) == 1
    assert day.all(Proposed)[0].state is ProposedState.WAITING


def test_a_file_of_somebody_else_is_not_there(day: Orchestra, otto: Player) -> None:
    olga = day.player("Olga", strategy_owner=True)
    waiting = hands_in(otto, REWORDED)

    for action in ("editions.put_in_force", "editions.leave"):
        olga.does(action, value=waiting)
        assert "There is no such thing here" in olga.answer
    assert day.all(Proposed)[0].state is ProposedState.WAITING


def test_it_is_not_done_where_others_read_along(day: Orchestra) -> None:
    field = day.team("Field", part="field")
    otto = day.player("Otto", strategy_owner=True, team=field)
    day.plays_from(OWNED.replace(" owner: mia,", ""))
    otto.does("editions.open_form", place="field")

    assert "There is no such thing here" in otto.answer


def test_what_waits_is_forgotten_after_two_weeks(day: Orchestra, otto: Player) -> None:
    waiting = hands_in(otto, REWORDED)
    day.goes_on(days=13, hours=23)
    assert day.count(Proposed) == 1
    day.goes_on(hours=2)

    assert day.count(Proposed) == 0
    otto.does("editions.put_in_force", value=waiting)
    assert "There is no such thing here" in otto.answer


def test_a_press_from_another_door_shows_it_there(day: Orchestra, otto: Player) -> None:
    waiting = hands_in(otto, REWORDED)

    def lost(store: object) -> None:
        for one in day.all(Shown):
            if one.view == "editions.proposed":
                store.change(one, subject="elsewhere")  # type: ignore[attr-defined]

    day.database.writer.write(lost).result()
    otto.does("editions.put_in_force", value=waiting)

    assert "is in force, as edition 2" in otto.answer


# Whom it concerns


def test_each_person_hears_of_the_lines_that_changed_for_them_and_who_loaded_it_does_not(
    day: Orchestra, otto: Player
) -> None:
    ada, mia = Player(day, "ada"), Player(day, "mia")
    zoe = day.player("Zoe", team=day.team("Sales", part="sales"))
    puts_in_force(otto, REWORDED.replace("Win the harbour towns", "Win them all"))
    day.goes_on(minutes=5)

    (said,) = news(ada)
    assert "One line that you play from is not what it was." in said
    assert "It read: “Call every harbour before noon”" in said
    assert "Call every harbour by ten" in said
    assert len(news(mia)) == 1
    assert news(zoe) == []
    assert news(otto) == []
    day.goes_on(days=3)
    assert len(news(ada)) == 1


def test_what_they_own_comes_first_and_more_than_five_are_counted(day: Orchestra, otto: Player) -> None:
    mia = Player(day, "mia")
    more = "".join(f"        P-{n}: {{words: Bake for quay {n}}}\n" for n in range(10, 20))
    puts_in_force(otto, OWNED.replace("Halve the quoting time", "Halve it") + more)
    day.goes_on(minutes=5)

    (said,) = news(mia)
    assert "Eleven lines that you play from are not what they were." in said
    assert said.index("Halve it") < said.index("Bake for quay 10")
    assert "And six more: 6 new." in said
    assert "Bake for quay 14" not in said


def test_the_order_and_notes_tell_nobody(day: Orchestra, otto: Player) -> None:
    puts_in_force(otto, OWNED.replace("Win the harbour towns}", "Win the harbour towns, kept: {colour: red}}"))
    day.goes_on(minutes=5)

    assert number(day) == 2
    assert [news(Player(day, one)) for one in ("ada", "mia")] == [[], []]


def test_a_part_of_nobodys_tells_nobody(day: Orchestra, otto: Player) -> None:
    puts_in_force(otto, OWNED.replace("Win the harbour towns", "Win them all"))
    day.goes_on(minutes=5)

    assert news(Player(day, "ada")) == []


def test_a_task_on_a_line_of_another_part_makes_it_theirs(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    ada.hands_in(["Win the harbour towns for good"])
    ada.does("ties.pick", fields={"task": day.tied(ada)[0][0].id, "line": "harbour/P-1"})
    puts_in_force(otto, OWNED.replace("Win the harbour towns", "Win them all"))
    day.goes_on(minutes=5)

    assert "It read: “Win the harbour towns”" in news(ada)[0]


def test_two_editions_within_a_day_are_one_message(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    puts_in_force(otto, REWORDED)
    day.goes_on(minutes=5)
    day.plays_from(REWORDED.replace("Halve the quoting time", "Halve it"))
    day.goes_on(hours=1)
    day.plays_from(REWORDED.replace("Halve the quoting time", "Halve it again"))
    day.goes_on(hours=1)
    assert len(news(ada)) == 1

    day.goes_on(days=1, hours=2)
    assert len(news(ada)) == 2
    assert "It read: “Halve the quoting time”" in news(ada)[1]
    assert "Halve it again" in news(ada)[1]


def test_it_comes_with_the_next_check_in_where_that_is_the_same_day(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    day.local(ada, time(20))
    puts_in_force(otto, REWORDED)
    day.local(ada, time(8, 59), days=1)
    assert news(ada) == []

    day.local(ada, time(9))
    assert len(news(ada)) == 1


def test_whoever_is_asked_in_the_afternoon_hears_of_it_then(day: Orchestra, otto: Player) -> None:
    bea = day.player("Bea", team=day.teams()[0], asked_at=840)
    puts_in_force(otto, REWORDED)
    day.goes_on(minutes=5)
    assert news(bea) == []

    day.local(bea, time(14))
    assert len(news(bea)) == 1


def test_whoever_is_asked_later_by_now_hears_of_the_next_one_with_their_check_in(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    day.local(ada, time(10))
    puts_in_force(otto, REWORDED)
    day.goes_on(minutes=5)
    assert len(news(ada)) == 1
    ada.does("preferences.hand_in", fields={"zone": "Europe/Dublin", "asked_at": "14:00", "days": "mon-fri"})
    day.local(ada, time(16))
    puts_in_force(otto, REWORDED.replace("Halve the quoting time", "Halve it"))
    day.goes_on(minutes=5)

    day.local(ada, time(11), days=1)
    assert len(news(ada)) == 1
    day.local(ada, time(14))
    assert len(news(ada)) == 2


def test_it_can_be_turned_down(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    puts_in_force(otto, REWORDED)
    day.goes_on(minutes=5)
    ada.presses("Why this?", on=ada.last().card)
    assert "The score has a new edition" in ada.answer
    ada.presses("None of these")
    assert "You are not told when lines that you play from change." in ada.answer

    day.goes_on(days=2)
    day.plays_from(REWORDED.replace("Halve the quoting time", "Halve it"))
    day.goes_on(days=2)
    assert len(news(ada)) == 1


def test_whoever_is_new_is_not_told_of_what_changed_before_they_knew_it(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada").person
    day.database.writer.write(lambda store: store.change(ada, greet_at=day.clock.at + timedelta(days=9))).result()
    puts_in_force(otto, REWORDED)
    day.goes_on(minutes=5)

    assert news(Player(day, "ada")) == []


def test_many_are_told_by_and_by_and_each_once(day: Orchestra, otto: Player) -> None:
    field = day.teams()[0]
    names = [f"P{n}" for n in range(23)]
    everybody = [day.player(name, team=field) for name in names]
    puts_in_force(otto, REWORDED)
    day.goes_on(minutes=5)
    day.goes_on(minutes=5)

    assert [len(news(one)) for one in everybody] == [1] * len(names)
    assert [one.told_to for one in day.all(Edition)] == [None, None]


# Tasks that lose their line


def test_a_task_is_tied_to_the_suggested_line_with_one_press(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    ada.hands_in([CALL])
    puts_in_force(otto, MOVED)
    day.goes_on(minutes=5)

    (said,) = news(ada)
    assert "It stood at field/P-1." in said
    assert "One task of yours was tied to a line that is not there any more." in said
    ada.presses("Tie it to", on=ada.last().card)

    tie = day.tied(ada)[0][1]
    assert tie is not None
    assert (tie.state, tie.edition_id) == (TieState.CHOSEN, day.all(Edition)[-1].id)
    assert "Your tasks have their lines." in ada.answer


def test_or_it_serves_no_line_now(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    ada.hands_in([CALL])
    puts_in_force(otto, LESS)
    day.goes_on(minutes=5)
    ada.presses("It serves no line now", on=ada.last().card)

    tie = day.tied(ada)[0][1]
    assert tie is not None
    assert (tie.state, tie.line_id) == (TieState.WHIRLWIND, None)
    assert "It serves no line." in ada.answer


def test_several_are_tied_as_suggested_at_once(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    ada.hands_in([CALL, "Call every harbour about the quoting time", "Sort the van papers"])
    for task, _ in day.tied(ada)[:2]:
        ada.does("ties.pick", fields={"task": task.id, "line": "field/P-1"})
    puts_in_force(otto, LESS.replace("Halve the quoting time", "Call every harbour and halve the quoting time"))
    day.goes_on(minutes=5)
    ada.presses("All as suggested", on=ada.last().card)

    now = day.ask(lambda store: scores.current(store, day.workspace.id))
    assert now is not None
    states = [(tie.state, tie.edition_id == now.id) for _, tie in day.tied(ada)[:2] if tie]
    assert states == [(TieState.CONFIRMED, True)] * 2
    third = day.tied(ada)[2][1]
    assert third is None or third.edition_id != now.id


def test_what_is_over_keeps_the_line_that_it_had(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    ada.hands_in([CALL])
    yesterday = day.today(ada)
    puts_in_force(otto, LESS)
    day.goes_on(minutes=5)
    card = ada.last().card
    before = day.tied(ada, yesterday)[0][1]
    day.goes_on(days=1)
    ada.presses("It serves no line now", on=card)

    assert "That day is over." in ada.answer
    assert day.tied(ada, yesterday)[0][1] == before


def test_a_task_of_somebody_else_is_not_there(day: Orchestra, otto: Player) -> None:
    ada, mia = Player(day, "ada"), Player(day, "mia")
    ada.hands_in([CALL])
    puts_in_force(otto, LESS)
    day.goes_on(minutes=5)
    task, edition = day.tied(ada)[0][0], day.all(Edition)[-1]

    mia.does("editions.tie", value=f"{edition.id} {task.id} none")
    assert "There is no such thing here" in mia.answer
    otto.does("editions.tie", value=f"{edition.id} {task.id} none")
    assert "There is no such thing here" in otto.answer
    otto.does("editions.tie_all", value=f"{edition.id} {task.id}")
    assert "There is no such thing here" in otto.answer
    tie = day.tied(ada)[0][1]
    assert tie is not None
    assert tie.state is TieState.SUGGESTED


def test_a_line_that_another_edition_took_away_meanwhile_is_not_tied_to(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    ada.hands_in([CALL])
    puts_in_force(otto, MOVED)
    day.goes_on(minutes=5)
    card = ada.last().card
    day.plays_from(LESS)
    ada.presses("Tie it to", on=card)

    tie = day.tied(ada)[0][1]
    assert tie is not None
    assert tie.state is TieState.SUGGESTED


def test_a_task_that_is_carried_on_is_tied_anew_where_its_line_is_gone(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    ada.hands_in([CALL, "Write the quote"])
    for task, _ in day.tied(ada):
        ada.does("ties.pick", fields={"task": task.id, "line": "field/P-1"})
    first, before = day.today(ada), [tie for _, tie in day.tied(ada)]
    puts_in_force(otto, LESS.replace("Halve the quoting time", "Call every harbour and halve the quoting time"))
    day.local(ada, time(9), days=1)
    ada.hands_in([CALL, "Sort the van papers"])

    now = day.ask(lambda store: scores.current(store, day.workspace.id))
    tie = day.tied(ada)[0][1]
    assert now is not None
    assert tie is not None
    line = day.ask(lambda store: scores.wording(store, day.workspace.id, now.id, tie.line_id or ""))
    assert line is not None
    assert (line.address, tie.state, tie.edition_id) == ("field/P-2", TieState.SUGGESTED, now.id)
    assert [tie for _, tie in day.tied(ada, first)] == before


def test_a_task_that_is_carried_on_is_offered_lines_that_are_there(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    ada.hands_in(["Harbour towns"])
    ((_, unsure),) = day.tied(ada)
    assert unsure is not None
    assert unsure.state is TieState.UNSURE
    puts_in_force(otto, LESS)
    day.local(ada, time(9), days=1)
    ada.hands_in(["Harbour towns"])

    ((_, tie),) = day.tied(ada)
    lines = {one.line_id for one in day.all(Wording) if one.edition_id == day.all(Edition)[-1].id}
    assert tie is None or lines.issuperset(tie.offered)


def test_a_task_that_is_carried_on_keeps_a_line_that_moved(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    ada.hands_in([CALL])
    ada.presses("That is it")
    old = day.tied(ada)[0][1]
    puts_in_force(otto, MOVED)
    day.local(ada, time(9), days=1)
    ada.hands_in([CALL])

    tie = day.tied(ada)[0][1]
    assert tie is not None
    assert old is not None
    assert (tie.line_id, tie.state) == (old.line_id, TieState.CONFIRMED)


def test_a_task_that_nothing_comes_near_is_left_out_of_what_is_suggested(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    ada.hands_in([CALL, "Zebra xylophone", "Call every harbour once more"])
    for task, _ in day.tied(ada):
        ada.does("ties.pick", fields={"task": task.id, "line": "field/P-1"})
    puts_in_force(otto, LESS.replace("Halve the quoting time", "Call every harbour and halve the quoting time"))
    day.goes_on(minutes=5)
    card = ada.last().card
    ada.presses("All as suggested", on=card)
    ada.presses("All as suggested", on=card)

    states = [tie.state for _, tie in day.tied(ada) if tie]
    assert states == [TieState.CONFIRMED, TieState.CHOSEN, TieState.CONFIRMED]
    assert "One task of yours was tied" in ada.answer


def test_without_a_score_there_is_nothing_to_tie_to(day: Orchestra) -> None:
    ada = day.player("Ada")
    for action, value in (("editions.tie", "edition task none"), ("editions.tie_all", "")):
        ada.does(action, value=value)
        assert "There is no such thing here" in ada.answer


def test_what_is_gone_is_drawn_no_more(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada")
    ada.hands_in([CALL])
    puts_in_force(otto, LESS)
    day.goes_on(minutes=5)
    (told,) = [one for one in day.all(Shown) if one.view == "editions.news" and one.about["person"] == ada.person.id]
    place = next(one for one in day.all(Place) if one.person_id == ada.person.id)

    assert "field/P-1" in day.draws(place, told.view, told.about)
    assert "Your tasks" not in day.draws(place, told.view, {**told.about, "tasks": "gone"})
    for change in ({"person": otto.person.id}, {"until": "gone"}, {"until": told.about["since"]}):
        with pytest.raises(Gone):
            day.draws(place, told.view, {**told.about, **change})
