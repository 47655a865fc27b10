"""Any organisation played from two files, on a store of its own."""

import asyncio
from pathlib import Path

import pytest

from bot import cli, demo
from bot.demo import set_up, store_of
from bot.example import FOLDER
from bot.organisation import Unplayable, of_files
from bot.web.send import WebOut
from storage import people, scores
from storage.tables import Door, Person

SCORE = """score: Harbour Bread
part:
  id: field
  name: Field
  kind: company
  priorities:
    P-1: {words: Call every harbour, owner: Ada.Byron}
    P-2: {words: Halve the quoting time, owner: bo}
"""
PEOPLE = """zone: Asia/Kathmandu
people:
  ada.byron: {name: Ada}
  bo: {name: Bo, asked_at: '08:00'}
teams:
  crew: {part: field, members: [ada.byron, bo]}
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def files(score: str = SCORE, roster: str | None = PEOPLE) -> tuple[Path, Path | None]:
    Path("score.yml").write_text(score, "utf-8")
    if roster is None:
        return Path("score.yml"), None
    Path("people.yml").write_text(roster, "utf-8")
    return Path("score.yml"), Path("people.yml")


def played(score: str = SCORE, roster: str | None = PEOPLE, *, fresh: bool = False) -> demo.Stage:
    organisation = of_files(*files(score, roster))
    file = store_of("demo", organisation)
    return asyncio.run(set_up(file, Door.WEB, WebOut(), fresh=fresh, organisation=organisation))


def here(stage: demo.Stage) -> list[Person]:
    return stage.database.read_now(lambda store: people.everybody(store, stage.example.workspace.id))


def test_two_files_are_an_organisation_whose_first_morning_has_come() -> None:
    stage = played()
    workspace = stage.example.workspace

    assert (workspace.name, workspace.example) == ("Harbour Bread", False)
    ada, bo = here(stage)
    assert (ada.time_zone, bo.asked_at) == ("Asia/Kathmandu", 480)
    assert bo.next_due_at is not None
    assert abs((stage.clock.now() - bo.next_due_at).total_seconds()) < 60
    asyncio.run(stage.conductor.tick())
    assert here(stage)[1].asked_for is not None
    edition = stage.database.read_now(lambda store: scores.current(store, workspace.id))
    assert edition is not None
    stage.database.close()


def test_a_second_start_goes_on_and_other_files_have_another_store() -> None:
    first = played()
    ids = [one.id for one in here(first)]
    first.database.close()

    again, other, anew = played(), played(roster=PEOPLE + "admins: [bo]\n"), played(fresh=True)

    assert [one.id for one in here(anew)] != ids
    assert [one.id for one in here(again)] == [one.id for one in here(anew)] or ids
    assert [one.handle for one in here(other) if one.is_admin] == ["bo"]
    assert len(list(Path(".concertmaster").glob("demo-*.db"))) == 2
    for stage in (again, other, anew):
        stage.database.close()


def test_without_people_the_owners_in_the_score_are_the_people() -> None:
    organisation = of_files(*files(roster=None))

    assert organisation.made_up == ("Ada Byron", "Bo")
    assert [(team.handle, team.part) for team in organisation.roster.teams] == [("field", "field")]
    assert played(roster=None).example.workspace.name == "Harbour Bread"


def test_a_score_without_owners_is_played_by_you() -> None:
    organisation = of_files(*files(SCORE.replace(", owner: Ada.Byron", "").replace(", owner: bo", ""), None))

    assert organisation.made_up == ("You",)


@pytest.mark.parametrize("part", ["bo", "events"])
def test_a_part_whose_name_is_taken_gets_a_team_of_another(part: str) -> None:
    organisation = of_files(*files(SCORE.replace("id: field", f"id: {part}"), None))

    assert [team.handle for team in organisation.roster.teams] == [f"team-{part}"]


@pytest.mark.parametrize(
    ("score", "roster", "said"),
    [
        (SCORE.replace("owner: bo", "owner: bob"), PEOPLE, ["score.yml:8", "`bob`", "Did you mean `bo`?"]),
        (SCORE, PEOPLE.replace("part: field", "part: feld"), ["people.yml:6", "`feld`", "Did you mean `field`?"]),
        (SCORE.replace("kind: c", "kind: k"), PEOPLE.replace("zone: A", "zone: X"), ["score.yml:5", "people.yml:1"]),
        (SCORE.replace("owner: bo", "owner: Bo Doe"), None, ["score.yml:8", "cannot be a handle"]),
        (SCORE.replace("owner: bo", "owner: demo"), None, ["score.yml:8", "cannot be a handle"]),
        ("", None, ["score.yml:1"]),
    ],
)
def test_all_that_is_wrong_in_both_files_is_said(score: str, roster: str | None, said: list[str]) -> None:
    with pytest.raises(Unplayable) as caught:
        of_files(*files(score, roster))

    for words in said:
        assert words in str(caught.value)


# The commands


def test_an_organisation_is_talked_to_in_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files()
    typed = iter(["off today", "/quit\n"])
    monkeypatch.setattr(demo.sys.stdin, "readline", lambda: next(typed))

    assert cli.main(["chat", "--score", "score.yml", "--people", "people.yml"]) == cli.CLEAN
    said = capsys.readouterr().out
    assert "you are: Ada" in said
    assert "You are away today." in said
    assert "invented" not in said


def test_people_who_were_made_up_are_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    files(roster=None)
    typed = iter(["/quit\n"])
    monkeypatch.setattr(demo.sys.stdin, "readline", lambda: next(typed))

    assert cli.main(["chat", "--score", "score.yml"]) == cli.CLEAN
    assert "2 were made up from the owners in the score: Ada Byron and Bo." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--people", "people.yml"], "give its file too, with --score"),
        (["--score", "nowhere.yml"], "nowhere.yml cannot be read"),
        (["--score", "score.yml", "--people", "bad.yml"], "bad.yml:1:1"),
    ],
)
def test_files_that_cannot_be_played_end_the_command(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    files()
    Path("bad.yml").write_text("people: {}\nx: y\n", "utf-8")
    with pytest.raises(SystemExit) as ended:
        cli.main(["demo", *arguments])

    assert ended.value.code == cli.UNREADABLE
    assert said in capsys.readouterr().err or said == "bad.yml:1:1"


def test_a_roster_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    files(roster=PEOPLE + "  other: {}\n")

    assert cli.main(["people", "check", "people.yml"]) == cli.CLEAN
    assert "people.yml can be imported: 2 people in 2 teams." in capsys.readouterr().out
    assert cli.main(["people", "check", str(FOLDER / "people.yml")]) == cli.CLEAN
    assert "4 people are members of no team" in capsys.readouterr().out
    assert cli.main(["people", "check", "score.yml"]) == cli.UNREADABLE
    assert "`part` is not a key that we know" in capsys.readouterr().err
    assert cli.main(["people", "check", "nowhere.yml"]) == cli.UNREADABLE
    assert "nowhere.yml cannot be read" in capsys.readouterr().err


def test_without_a_demo_nobody_can_be_taken_in(capsys: pytest.CaptureFixture[str]) -> None:
    files()

    assert cli.main(["people", "import", "people.yml"]) == cli.UNREADABLE
    assert "Start `concertmaster demo` once" in capsys.readouterr().err


def test_days_away_are_read_first_and_kept_when_one_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], a_demo_store: None
) -> None:
    Path("away.csv").write_text("handle,first,last\nmira,2027-03-15,2027-03-19\nzoe,2027-03-15,\n")
    answers = iter(["no\n", "yes\n"])
    monkeypatch.setattr(cli.sys.stdin, "readline", lambda: next(answers))
    assert cli.main(["people", "leave", "away.csv"]) == cli.FOUND
    said = capsys.readouterr().out
    assert "Mira (mira): 2027-03-15 to 2027-03-19" in said
    assert "zoe, line 3" in said
    assert "Nothing was changed." in said
    assert cli.main(["people", "leave", "away.csv"]) == cli.CLEAN
    assert "Kept. One time away is new, none was called off." in capsys.readouterr().out
    assert cli.main(["people", "leave", "away.csv", "--yes"]) == cli.CLEAN
    assert "known already" in capsys.readouterr().out
    Path("away.csv").write_text("handle,first\nmira,someday\n")
    assert cli.main(["people", "leave", "away.csv", "--yes"]) == cli.UNREADABLE
    assert "away.csv:2:" in (error := capsys.readouterr().err)
    assert "Nothing was changed" in error


def test_a_roster_is_read_first_and_kept_when_one_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], a_demo_store: None
) -> None:
    assert cli.main(["people", "export", "now.yml"]) == cli.CLEAN
    assert "now.yml has 16 people." in capsys.readouterr().out
    assert cli.main(["people", "import", "now.yml"]) == cli.CLEAN
    assert "nothing to change" in capsys.readouterr().out
    text = Path("now.yml").read_text("utf-8").replace("name: Mira", "name: Mira Doe")
    Path("now.yml").write_text(text, "utf-8")

    answers = iter(["no\n", "Yes\n"])
    monkeypatch.setattr(cli.sys.stdin, "readline", lambda: next(answers))
    assert cli.main(["people", "import", "now.yml"]) == cli.FOUND
    said = capsys.readouterr().out
    assert "Mira (mira): name from Mira to Mira Doe" in said
    assert "Nothing was changed." in said
    assert cli.main(["people", "import", "now.yml"]) == cli.CLEAN
    assert "Kept. 16 people are here." in capsys.readouterr().out
    assert cli.main(["people", "import", "now.yml", "--yes"]) == cli.CLEAN
    assert "nothing to change" in capsys.readouterr().out
    Path("now.yml").write_text(text.replace("part: sales", "part: nowhere"), "utf-8")
    assert cli.main(["people", "import", "now.yml"]) == cli.UNREADABLE
    assert "everybody stays where they are" in capsys.readouterr().err
