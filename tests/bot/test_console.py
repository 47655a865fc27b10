"""The terminal: numbers press, a form asks one question a line, a slash commands."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copyfile

import pytest
from sqlmodel import select

from bot import demo
from bot.console import render
from bot.console.receive import Terminal
from bot.console.send import ConsoleOut
from bot.demo import Stage
from handlers.cards import Audience, Card, Field, Form, Meter, Option, Prose, Quote, Theirs, Tone
from prompts import phrase
from storage.store import Store
from storage.tables import NOT_YET, Door, Edition, Person, PlaceKind, Privacy, Sitting, Team


class Screen:
    """A terminal with somebody at it."""

    def __init__(self, file: Path, me: str) -> None:
        self._runner = asyncio.Runner()
        self.written: list[str] = []
        out = ConsoleOut()
        self.stage: Stage = self._runner.run(demo.set_up(file, Door.CONSOLE, out, fresh=False))
        stage = self.stage
        self.terminal = Terminal(stage, out, self.written.append)
        assert self._runner.run(self.terminal.sit_down(stage.example.connection, stage.example.workspace, me))
        self._runner.run(stage.conductor.tick())
        self._runner.run(stage.outbox.serve(stage.example.workspace.id))

    def types(self, *lines: str) -> str:
        """What is written because of these lines."""
        self.written.clear()
        for line in lines:
            self._runner.run(self.terminal.line(line))
        return "\n".join(self.written)

    def close(self) -> None:
        """Leave."""
        self.stage.database.close()
        self._runner.close()


@pytest.fixture
def mira(made_chat: Path, tmp_path: Path) -> Iterator[Screen]:
    copyfile(made_chat, tmp_path / "chat.db")
    screen = Screen(tmp_path / "chat.db", "Mira")
    yield screen
    screen.close()


def test_the_morning_prompt_stands_there(mira: Screen) -> None:
    assert "Good morning, Mira." in "\n".join(mira.written)


@pytest.mark.parametrize(
    ("typed", "says"),
    [("not today", "Not counted, not asked again today."), ("in an hour", "I ask again at 10:00.")],
)
def test_what_is_typed_is_answered_below(mira: Screen, typed: str, says: str) -> None:
    assert mira.types(typed).count(says) == 1


def test_a_check_in_line_by_line(mira: Screen) -> None:
    said = mira.types("check in", "done", "dr", "Ring Mill Lane", "", "", "No van", "y", "4", "Baked again", "Yes")

    assert "Thank you, Mira." in said
    assert "I told Service North" in said
    assert "“List the agreements that end in May” is done" in said


def test_dash_empties_a_field_and_what_is_missing_is_asked_again(mira: Screen) -> None:
    said = mira.types("check in", "done", "drop", "-", *[""] * 7)

    assert "Write at least one thing for the day" in said
    assert "Thank you, Mira." in mira.types("Ring Mill Lane")


def test_a_form_can_be_left(mira: Screen) -> None:
    assert "nothing was handed in" in mira.types("check in", "/later")
    assert "Empty line: keep what stands" in mira.types("check in", "?")


def test_a_line_is_searched_and_picked_by_its_number(mira: Screen) -> None:
    mira.types("check in", "done", "drop", "Sort the van leasing papers", *[""] * 7)
    asked = mira.types("1", "zzz", "test bakery")
    assert "No line comes near that." in asked
    assert "[1] service/P-3" in asked

    assert "You chose it." in mira.types("1")


def test_a_number_that_is_no_button_is_said(mira: Screen) -> None:
    assert "There is no [99] just now." in mira.types("99")


def test_the_clock_moves_on_and_never_back(mira: Screen) -> None:
    assert "Write the hour as 16:30." in mira.types("/until noon")
    assert "Time only moves forward." in mira.types("/until 08:00")
    assert "Tuesday 9 March, 16:30" in mira.types("/until 16:30")
    assert "Wednesday 10 March, 09:00" in mira.types("/tomorrow")
    assert "Wednesday 17 March, 09:00" in mira.types("/week")


def test_somebody_else_sits_down(mira: Screen) -> None:
    assert "you are: Tomas" in mira.types("/me tomas")
    assert "There is nobody called Nobody." in mira.types("/me Nobody")
    assert "/me NAME" in mira.types("/dance")
    assert "/me NAME" in mira.types("?")


def test_what_people_wrote_cannot_move_the_cursor() -> None:
    theirs = Theirs("\x1b[2J\x07red \u202e", Privacy.PUBLIC)
    card = Card(phrase("home.help"), [Quote(theirs, phrase("checkin.stuck", name="\x1b[31mEve"), Tone.WON)])

    shown = render.message(card, PlaceKind.CHANNEL, "en", render.Numbers())

    assert "\x1b" not in shown
    assert "> a win: [2Jred" in shown


def test_a_meter_is_a_bar_with_its_mark() -> None:
    label, count = phrase("checkin.today"), phrase("checkin.task", n=3)
    card = Card(label, [Meter(label, 0.5, count, mark=0.75), Prose(label)])

    shown = render.message(card, PlaceKind.CHANNEL, "en", render.Numbers())

    assert "Today  [##########.....|....]  Task 3" in shown


def test_what_the_terminal_does_not_know_is_an_error() -> None:
    with pytest.raises(TypeError):
        render.show(object(), "en", render.Numbers())
    with pytest.raises(TypeError):
        render.words(object(), "en")  # type: ignore[arg-type]


def test_a_lesson_is_taken_at_the_terminal_and_long_options_are_chosen_by_their_numbers(mira: Screen) -> None:
    said = mira.types("lessons")
    number = next(one.split("]")[0].rpartition("[")[2] for one in said.splitlines() if "Promises between" in one)
    mira.types(number, "1", "1", "1")
    said = mira.types("1")

    assert "1  A thumbs-up under the message" in said
    assert "3  A meeting about health notes" in said
    said = " ".join(mira.types("2").split())
    assert "Chosen: “Selma sends it to Mira by Thursday noon”" in said
    assert "Who, what and by when." in said


def test_a_number_that_is_no_option_is_left_to_the_handler() -> None:
    asked = Field("option", phrase("lessons.which"), Audience(phrase("lessons.only-you"), Privacy.PERSON), options=[
        Option("a", Theirs("No van", Privacy.PUBLIC)), Option("b", Theirs("Yes", Privacy.PUBLIC)),
    ])  # fmt: skip

    assert [render.chosen(asked, typed, "en") for typed in ("1", "2", "no", "b", "0", "3", "x", "٢")] == [
        "a", "b", "a", "b", "0", "3", "x", "b",
    ]  # fmt: skip


def test_play_on_goes_to_what_would_happen_next_and_says_what_it_is(mira: Screen) -> None:
    before = mira.stage.clock.now()

    said = mira.types("/next")

    assert mira.stage.clock.now() > before
    assert "Reminders to " in said
    assert "unless the check-in is in" in " ".join(said.split())


def test_play_on_stands_still_where_nothing_would_happen(mira: Screen) -> None:
    def empty(store: Store) -> None:
        for one in store.find(select(Person), {}):
            store.change(one, next_due_at=None, greet_at=None, remind_at=None)
        for team in store.find(select(Team), {}):
            store.change(team, digest_at=None, next_digest_at=NOT_YET, next_week_at=NOT_YET)
        for sitting in store.find(select(Sitting), {}):
            store.change(sitting, due_at=None)

    mira.stage.database.writer.write(empty).result()
    before = mira.stage.clock.now()

    assert "Nothing would happen by itself" in mira.types("/next")
    assert mira.stage.clock.now() - before < timedelta(minutes=1)


def test_a_form_that_a_sentence_began_says_what_it_could_not_read(mira: Screen) -> None:
    mira.types("/me Ruth")

    said = mira.types("send whirlwind to the moon")

    assert "called “the moon”" in said


def test_a_correction_of_what_is_not_on_the_form_is_said_all_the_same(mira: Screen) -> None:
    asked = Field("words", phrase("checkin.win"), Audience(phrase("checkin.only-you"), Privacy.PERSON))
    form = Form(phrase("checkin.edit"), "checkin.hand_in", [asked], phrase("checkin.hand-in"))
    mira.written.clear()

    mira.terminal._open(form, {"elsewhere": phrase("checkin.not-offered")})

    assert "Please choose one of those that are offered." in "\n".join(mira.written)
    assert mira.terminal.asks


def test_what_is_asked_on_is_about_what_was_cited_last(mira: Screen) -> None:
    mira.types("Why do we visit every oven?")

    assert "visit" in mira.types("and who owns it?").casefold()
    assert "Who for what?" not in "\n".join(mira.written)


def test_a_score_file_is_named_by_its_path_and_shown_as_what_it_changes(made_chat: Path, tmp_path: Path) -> None:
    copyfile(made_chat, tmp_path / "chat.db")
    ines = Screen(tmp_path / "chat.db", "Ines")
    edition = ines.stage.database.read_now(lambda store: store.find(select(Edition)))[-1]
    changed = tmp_path / "next.yml"
    changed.write_text(edition.source.replace("season: ", "season: New ", 1), "utf-8")

    asked = ines.types("new edition")
    assert "Write where it is on this machine" in asked
    assert "I cannot read a file at" in ines.types("no-such-file.yml")
    assert "[1] Put it in force" in ines.types(f"'{changed}'")
    assert "as edition 2" in ines.types("1")
    ines.close()
