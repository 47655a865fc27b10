"""What the command says of the example organisation is what then happens; what cannot be looked at is said."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot import cli, demo, example, script
from bot.conductor import Conductor
from bot.outbox import Outbox
from bot.ports import chance
from bot.writer import Database
from handlers.preview import Whom, foreseen
from storage.tables import Delivery, DeliveryState, Door
from tests.databases import Engines
from tests.orchestra import Mouth, StoppedClock

Run = tuple[int, list[str], str]


def test_what_is_foreseen_of_the_example_is_what_happens(sqlite_engines: Engines) -> None:
    database = Database(sqlite_engines.writer.url)
    made = database.writer.write(lambda store: example.make(store, Door.WEB, chance(script.SEED))).result()
    clock, mouth = StoppedClock(example.SCORE_LOADED), Mouth()
    conductor = Conductor(database, clock, chance(1))
    outbox = Outbox(database, clock, {made.connection.id: mouth})

    async def play(until: datetime) -> None:
        while clock.at < until:
            clock.at += timedelta(minutes=30)
            await conductor.tick()
            await outbox.serve(made.workspace.id)

    begins = datetime(2027, 2, 24, 6, tzinfo=UTC)
    asyncio.run(play(begins))
    days, until = (date(2027, 2, 23), date(2027, 3, 1)), begins + timedelta(days=3)
    seen = database.read_now(lambda store: foreseen(store, made.workspace.id, clock.at, days, Whom()))
    before = sorted((one.at, one.message.view, one.message.place_id, one.comes) for one in seen if one.at <= until)
    asyncio.run(play(until))
    after = database.read_now(lambda store: store.find(select(Delivery)))
    database.close()

    came = [one for one in after if one.not_before > begins]
    assert {one.state for one in came} <= {DeliveryState.SENT, DeliveryState.SKIPPED}
    assert before == sorted((one.not_before, one.view, one.place_id, one.state is DeliveryState.SENT) for one in came)
    assert len(before) > 50


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Run the command: its exit code, what it printed, and what it complained of."""

    def run(*given: str) -> Run:
        code = cli.main(["preview", *given])
        heard = capsys.readouterr()
        return code, heard.out.splitlines(), heard.err

    return run


@pytest.mark.usefixtures("a_demo_store")
def test_the_command_says_to_whom_when_and_why(said: Callable[..., Run]) -> None:
    code, rows, _ = said("--from", "2027-03-09", "--to", "2027-03-10")

    assert code == cli.CLEAN
    assert rows[0].startswith("Seen from Monday 8 March 16:30 UTC, if nobody answers")
    assert [" ".join(row.split()) for row in rows if "@mira" in row] == [
        "2027-03-09 09:00 Europe/Dublin @mira Morning prompt: due that day",
        "2027-03-09 11:00 Europe/Dublin @mira Reminder: unless the check-in is in",
        "2027-03-10 09:00 Europe/Dublin @mira Morning prompt: due that day",
        "2027-03-10 09:00 Europe/Dublin @mira Nudge: a lesson comes back",
        "2027-03-10 11:00 Europe/Dublin @mira Reminder: unless the check-in is in",
    ]
    assert any("#service-north" in row and "Digest of the day: the team’s hour" in row for row in rows)


@pytest.mark.usefixtures("a_demo_store")
def test_about_one_person_or_team_and_as_rows(said: Callable[..., Run]) -> None:
    _, rows, _ = said("--from", "2027-03-10", "--person", "mira", "--format", "json")
    found = [json.loads(row) for row in rows]

    assert {one["person"] for one in found} == {"mira"}
    assert {
        "at": "2027-03-10T09:00:00+00:00",
        "zone": "Europe/Dublin",
        "person": "mira",
        "kind": "prompt",
        "comes": True,
        "why": "due that day",
    } in found
    _, rows, _ = said("--from", "2027-03-10", "--team", "sales")
    assert all("#service-north" not in row for row in rows)
    assert any("#sales" in row for row in rows)


@pytest.mark.usefixtures("a_demo_store")
def test_nothing_is_written(said: Callable[..., Run]) -> None:
    before = demo.STORE.read_bytes()
    said("--from", "2027-03-09", "--to", "2027-03-12")

    assert demo.STORE.read_bytes() == before


@pytest.mark.usefixtures("a_demo_store")
def test_a_day_on_which_nothing_is_sent(said: Callable[..., Run]) -> None:
    assert said("--from", "2027-03-14", "--person", "mira") == (cli.CLEAN, ["Nothing would be sent."], "")


@pytest.mark.usefixtures("a_demo_store")
def test_the_digest_of_an_earlier_day(said: Callable[..., Run]) -> None:
    code, rows, _ = said("--team", "service-north", "--as-of", "2027-03-04")
    assert code == cli.CLEAN
    assert "SERVICE NORTH, THURSDAY 4 MARCH" in rows[0]
    _, rows, _ = said("--team", "service-north", "--as-of", "2027-03-04", "--format", "json")

    assert json.loads(rows[0])["day"] == "2027-03-04"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (["--from", "2027-03-12", "--to", "2027-03-10"], "2027 comes before"),
        (["--from", "2027-03-01", "--to", "2027-03-02"], "is over. --team and --as-of"),
        (["--to", "2027-06-01", "--from", "2027-03-10"], "31 days can be looked ahead at most"),
        (["--person", "nobody"], "Nobody here has the handle nobody"),
        (["--team", "nobody"], "No team here has the handle nobody"),
        (["--as-of", "2027-03-04"], "Whose digest?"),
        (["--week"], "The week of which day?"),
        (["--as-of", "2027-05-04", "--team", "sales"], "is still to come"),
    ],
)
@pytest.mark.usefixtures("a_demo_store")
def test_what_cannot_be_looked_at_is_said(said: Callable[..., Run], given: list[str], why: str) -> None:
    code, rows, wrong = said(*given)

    assert (code, rows) == (cli.UNREADABLE, [])
    assert why in wrong


@pytest.mark.usefixtures("a_demo_store")
def test_more_people_than_can_be_played_for(said: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.preview.PEOPLE", 3)

    assert "3 can be looked ahead for at once" in said("--from", "2027-03-10")[2]


def test_without_a_store_there_is_nothing_to_look_at(said: Callable[..., Run]) -> None:
    assert said()[0] == cli.UNREADABLE
