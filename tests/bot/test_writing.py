"""`concertmaster score new`, as somebody at a prompt meets it."""

import io
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import cli
from prompts import template

SCORE, KEPT = Path("score.yml"), Path("score.yml.interview")

BAKERY = [
    "Corner Bakery", "Spring", "The street buys its bread on foot again",
    "Households within ten minutes", "yes", "Hotels, who want rolls at five", "",
    "Bread that is still warm", "1", "",
    "Two bakers who can run the oven alone", "", "The oven plan on the wall",
    "", "People walk five minutes more", "Ask forty", "Bo", "",
    "Bake a second time", "Ada", "Bo", "standing", "bread",
    "Loaves sold warm", "loaves a day", "0", "60", "week", "the till", "lead", "", "",
]  # fmt: skip
"""All of one part."""

Says = Callable[..., tuple[int, str]]


@pytest.fixture
def new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Says:
    """The command with what is typed; gives its exit code and what was said."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, typed: list[str] | None = None) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed or [])))
        code = cli.main(["score", "new", *arguments])
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return run


def test_every_template_is_listed_with_what_it_is_for(new: Says) -> None:
    code, said = new("--list")

    assert code == 0
    assert [line.split(":")[0] for line in said.splitlines()] == list(template.names())
    assert len({line.split(":")[1] for line in said.splitlines()}) == len(template.names())


def test_a_template_is_taken_with_its_people_and_can_be_checked(new: Says, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = new("--template", "talent")

    assert (code, "score.yml and people.yml are written" in said) == (0, True)
    assert cli.main(["score", "check", "score.yml", "--people", "people.yml"]) == 0
    assert "No errors, no warnings" in capsys.readouterr().out


@pytest.mark.parametrize("there", ["score.yml", "people.yml"])
def test_nothing_that_is_there_is_overwritten(new: Says, there: str) -> None:
    Path(there).write_text("mine", "utf-8")

    code, said = new("--template", "talent")

    assert (code, f"{there} is there already" in said) == (2, True)
    assert [(path.name, path.read_text("utf-8")) for path in Path().iterdir()] == [(there, "mine")]


def test_an_interview_does_not_begin_where_a_file_stands(new: Says) -> None:
    SCORE.write_text("mine", "utf-8")

    assert new(typed=BAKERY)[0] == 2
    assert not KEPT.exists()


def test_a_template_that_is_not_there_is_said_with_those_that_are(new: Says) -> None:
    code, said = new("--template", "bakery")

    assert code == 2
    assert "no template called bakery" in said
    assert "public-body" in said
    assert not SCORE.exists()


def test_an_interview_writes_a_file_that_the_rules_let_pass(new: Says, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = new(typed=[*BAKERY, "", ""])

    assert code == 0
    assert "The rules find nothing in it so far." in said
    assert "score.yml is written: 9 lines in one part." in said
    assert not KEPT.exists()
    assert cli.main(["score", "check", "score.yml"]) == 0
    assert "No errors, no warnings" in capsys.readouterr().out


def test_each_question_comes_with_what_a_good_answer_is_and_with_an_example(new: Says) -> None:
    _code, said = new(typed=["Corner Bakery", "", "back", "Autumn", "back"])

    assert "For example: Corner Bakery" in said
    assert "Half a year or a quarter works" in said
    assert "Until now: Autumn" in said


@pytest.mark.parametrize("leaves", ["later", "stop", None])
def test_who_stops_goes_on_where_they_stopped(new: Says, leaves: str | None) -> None:
    code, said = new(typed=BAKERY[:9] + ([leaves] if leaves else []))
    assert (code, "the same command goes on from here" in said) == (1, True)
    assert not SCORE.exists()

    code, said = new(typed=[*BAKERY[9:], "", ""])

    assert code == 0
    assert "Going on where you stopped: 9 answers are kept" in said
    assert "where_to_play" in SCORE.read_text("utf-8")


def test_a_broken_off_interview_keeps_every_answer(new: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["Corner Bakery"])

    def hear() -> str:
        try:
            return next(typed)
        except StopIteration:
            signal.raise_signal(signal.SIGINT)
            raise AssertionError("it was interrupted") from None

    monkeypatch.setattr("builtins.input", hear)

    assert new()[0] == 1
    assert "Corner Bakery" in KEPT.read_text("utf-8")


def test_what_is_kept_and_is_no_interview_is_left_as_it_is(new: Says) -> None:
    KEPT.write_text("[]", "utf-8")

    code, said = new(typed=BAKERY)

    assert (code, "cannot be read" in said) == (2, True)
    assert KEPT.read_text("utf-8") == "[]"


def test_what_the_rules_find_is_mended_by_being_asked_again(new: Says) -> None:
    without_target = [*BAKERY[:26], "", "up", *BAKERY[27:]]

    code, said = new(typed=[*without_target, "mend 7", "mend", "60", "mend", "", ""])

    assert "1. warning C21, corner-bakery/M-1: " in said
    assert said.count("And where is it to be?") == 2
    assert "There is no finding of that number." in said
    assert code == 0
    assert "target: 60" in SCORE.read_text("utf-8")


def test_what_no_question_mends_is_said(new: Says) -> None:
    """Two measures that pull apart want a tension, which is written in the file."""
    second = [
        "Sell more", "Ada", "Bo", "standing", "1", "Bookings", "euros", "1", "2", "week", "the order book", "lead",
        "Margin", "%", "20", "25", "month", "the books", "lag", "", "",
    ]  # fmt: skip

    _code, said = new(typed=[*BAKERY[:-1], *second, "mend 1", "later"])

    assert "C54" in said
    assert "not mended by a question" in said


def test_an_answer_that_cannot_be_taken_says_why_and_is_asked_again(new: Says) -> None:
    _code, said = new(typed=["", "so far", "mend 1", "x" * 121, "later"])

    assert "This one is needed to go on." in said
    assert "Nothing is written down yet." in said
    assert "120 characters are what fits" in said
    assert '"name": "mend 1"' in KEPT.read_text("utf-8")


def test_with_a_roster_only_its_people_can_own_a_line(new: Says) -> None:
    Path("people.yml").write_text(
        "zone: Europe/Dublin\npeople:\n  ada: {name: Ada Lovelace}\n  bo: {name: Bo}\n", "utf-8"
    )

    _code, said = new("--people", "people.yml", typed=[*BAKERY[:19], "Cy", "Ada Lovelace", "later"])

    assert "There is nobody here who is called that." in said
    assert '"0.priority1.owner": "ada"' in KEPT.read_text("utf-8")


def test_a_file_that_came_to_be_there_meanwhile_is_left_as_it_is(new: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([*BAKERY, "", ""])

    def hear() -> str:
        SCORE.write_text("mine", "utf-8")
        return next(typed)

    monkeypatch.setattr("builtins.input", hear)

    code, said = new()

    assert (code, "is there already" in said) == (1, True)
    assert SCORE.read_text("utf-8") == "mine"
    assert KEPT.exists()
