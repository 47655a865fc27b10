"""What a day in Microsoft's playground showed, so that it stays as it is: .ci/teams_playground.py plays that day."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import cli
from bot.teams import render
from handlers.cards import Audience, Button, Buttons, Card, Field, FieldKind, Form, Piece, Prose
from handlers.people import new_code
from handlers.turn import Moment
from prompts import phrase
from storage import people
from storage.store import open_engine, open_store
from storage.tables import Person, PlaceKind, Privacy, Workspace
from tests.bot.test_slack_render import line
from tests.databases import Engines
from tests.orchestra import SCORE
from tests.teams_day import Day, a_day

PEOPLE = """
zone: Europe/Dublin
people: {ada: {name: Ada Ek}}
teams: {field: {name: Field, part: field, members: [ada]}}
admins: [ada]
"""


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A store whose organisation came by Teams, and nowhere else."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONCERTMASTER_TEAMS__CLOUD", "public")
    Path("people.yml").write_text(PEOPLE, "utf-8")
    Path("score.yml").write_text(SCORE, "utf-8")
    assert cli.main(["migrate"]) == cli.CLEAN
    engine = open_engine("sqlite:///.concertmaster/concertmaster.db")
    with open_store(engine) as store:
        store.keep(Workspace(id="W", name="tenant", created_at=datetime(2027, 3, 9, tzinfo=UTC)))
    engine.dispose()
    capsys.readouterr()


@pytest.mark.usefixtures("harbour")
def test_commands_are_about_the_organisation_where_teams_is_the_only_door(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["people", "import", "people.yml", "--yes"]) == cli.CLEAN
    assert cli.main(["score", "load", "score.yml", "--yes"]) == cli.CLEAN
    capsys.readouterr()
    assert cli.main(["score", "export"]) == cli.CLEAN
    assert capsys.readouterr().out == Path("score.yml").read_text("utf-8")


@pytest.mark.usefixtures("harbour")
def test_what_is_configured_names_the_door_to_teams(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check"]) == cli.CLEAN
    said = capsys.readouterr().out
    assert "open to the playground" in said
    assert "No door" not in said
    monkeypatch.setenv("CONCERTMASTER_TEAMS__APP_ID", "a1")
    assert cli.main(["check"]) == cli.FOUND
    assert "CONCERTMASTER_TEAMS__SECRET" in capsys.readouterr().out
    monkeypatch.setenv("CONCERTMASTER_TEAMS__SECRET", "canary")
    monkeypatch.setenv("CONCERTMASTER_TEAMS__TENANT", "t1")
    assert cli.main(["check"]) == cli.CLEAN
    assert "has to reach /teams/messages" in capsys.readouterr().out


def test_whoever_links_themselves_is_reached_where_they_did_so(sqlite_engines: Engines) -> None:
    async def play() -> None:
        async with a_day(sqlite_engines.writer.url) as day:
            await day.says("dee", code_of(day, "dee"))
            assert "This account is yours" in day.read("a:dee")
            (dee,) = [one for one in day.all(Person) if one.handle == "dee"]
            place = day.ask(lambda store: people.direct_place_on(store, dee, day.door.connection.id))
            assert place is not None
            assert (place.external_id, bool(place.service)) == ("a:dee", True)

    asyncio.run(play())


def code_of(day: Day, handle: str) -> str:
    """A code that links an account to somebody."""
    (person,) = [one for one in day.all(Person) if one.handle == handle]
    moment = Moment(day.clock.now(), day.run.conductor.chance)
    return day.run.database.writer.write(lambda store: new_code(moment, store, person)).result()


def test_the_first_prompts_go_where_a_stranger_was_heard_from(sqlite_engines: Engines) -> None:
    """The playground is on this machine, and nobody of the roster has written from there yet."""

    async def play() -> None:
        async with a_day(sqlite_engines.writer.url, channel=False) as day:
            await day.says("new", "hello")
            await day.goes_to(0.2)
            assert "Good morning, Bo Ro" in "\n".join(day.read(one) for one in day.teams.conversations)

    asyncio.run(play())


def test_a_button_names_a_line_by_its_address_where_all_of_it_stands_above() -> None:
    words = "An oven that went cold bakes again within four hours"
    long = Button(phrase("ties.option", line=line(words, "service/P-1")), "ties.settle", "t l")
    short = Button(phrase("ties.option", line=line("Ovens", "service/P-2")), "ties.settle", "t m")
    message = render.message(Card(phrase("web.name"), [Buttons([long, short])]), PlaceKind.DIRECT, "en")
    (_, above), actions = message.alone["body"], message.alone["actions"]
    assert "".join(run["text"] for run in above["inlines"]) == f"service/P-1 {words}"
    assert [one["title"] for one in actions] == ["service/P-1", "service/P-2 Ovens"]


def test_a_row_of_buttons_stays_with_what_it_is_of() -> None:
    rows = [Buttons([Button(phrase("web.send"), f"a.{name}")]) for name in "bcd"]
    who = Audience(phrase("home.only-you"), Privacy.PERSON)
    pieces: list[Piece] = [Prose(phrase("web.name")), rows[0], Prose(phrase("web.name")), rows[1], rows[2], who]
    card = render.message(Card(phrase("web.name"), pieces), PlaceKind.DIRECT, "en").alone
    assert [one["type"] for one in card["body"]][-3:] == ["RichTextBlock", "ActionSet", "RichTextBlock"]
    assert [one["verb"] for one in card["actions"]] == ["a.d"]


def test_what_explains_a_field_stands_below_it() -> None:
    only_you = Audience(phrase("home.only-you"), Privacy.PERSON)
    fields = [
        Field("task", phrase("web.name"), only_you, FieldKind.TEXT),
        Field("tell", phrase("web.name"), only_you, FieldKind.TICK, hint=phrase("web.later")),
    ]
    card = render.form(Form(phrase("web.name"), "a.b", fields, phrase("web.send")), "en")
    assert [one["type"] for one in card["body"]][-3:] == ["Input.Text", "Input.Toggle", "RichTextBlock"]
