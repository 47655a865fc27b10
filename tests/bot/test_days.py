"""Any day of the example: a store of its own, opened in order while the server runs; the others play on in each."""

import asyncio
import contextlib
import re
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from shutil import copyfile, copytree

import httpx
import pytest

from bot import cli, script, stage
from bot.demo import browser_application
from bot.script import TODAY, acts, morning
from bot.stage import Stage, set_up, store_of
from bot.web.send import WebOut
from storage.tables import Absence, Blocker, CheckIn, Delivery, Door, Person, Win
from tests.bot.test_demo import every, words

WALKED = date(2027, 3, 4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo was made, with a copy of each morning."""
    made = tmp_path_factory.mktemp("days")
    asyncio.run(set_up(made / "demo.db", Door.WEB, WebOut(), fresh=False)).database.close()
    return made


@pytest.fixture
def here(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same folder for one test, where the commands look for it."""
    copytree(folder, tmp_path / ".concertmaster")
    monkeypatch.chdir(tmp_path)
    return tmp_path / ".concertmaster"


def begin(file: Path, day: date = TODAY) -> Stage:
    return asyncio.run(set_up(file, Door.WEB, WebOut(), fresh=False, day=day))


def handed_in(one: Stage, day: date) -> set[str]:
    persons = {person.id: person.handle for person in every(one, Person)}
    return {persons[checkin.person_id] for checkin in every(one, CheckIn) if checkin.local_date == day}


def of_day(one: Stage, day: date) -> list[tuple[object, ...]]:
    """All that was written for a day; what became of its tasks is said on the next one."""
    return [said[:5] for said in words(one) if day in said]


# The others


def test_the_evening_has_what_everybody_did_and_the_next_days_too(here: Path) -> None:
    one = begin(here / "demo.db")
    asyncio.run(one.move_to(morning(TODAY + timedelta(days=3))))

    for day in (TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=2)):
        assert len(handed_in(one, day)) >= 8, day
    digests = [sent.about["day"] for sent in every(one, Delivery) if sent.view == "digest.day"]
    assert {digests.count(day) for day in ("2027-03-09", "2027-03-10", "2027-03-11")} == {3}
    one.database.close()


def test_whom_the_reader_has_acted_as_does_nothing_by_script_that_day_and_plays_on_the_next(here: Path) -> None:
    one = begin(here / "demo.db")

    async def played() -> None:
        assert one.company
        await one.company.acted("tomas")
        one.company.comes("mira")
        await one.move_to(morning(TODAY + timedelta(days=2)))

    asyncio.run(played())

    assert handed_in(one, TODAY) & {"tomas", "mira"} == set()
    assert handed_in(one, TODAY + timedelta(days=1)) >= {"tomas", "mira"}
    one.database.close()


def test_whom_the_reader_was_is_known_after_a_restart(here: Path) -> None:
    first = begin(here / "demo.db")
    assert first.company
    asyncio.run(first.company.acted("mira"))
    first.database.close()

    second = begin(here / "demo.db")
    asyncio.run(second.move_to(morning(TODAY) + timedelta(hours=2)))

    assert "mira" not in handed_in(second, TODAY)
    assert "bram" in handed_in(second, TODAY)
    second.database.close()


def test_a_day_reads_the_same_however_it_was_reached(here: Path) -> None:
    """At once, and by ticks that come every quarter of an hour."""
    copyfile(here / "demo.db", here / "other.db")
    at_once, by_ticks = begin(here / "demo.db"), begin(here / "other.db")
    asyncio.run(at_once.move_to(morning(TODAY) + timedelta(hours=9)))

    async def ticks() -> None:
        await by_ticks.tick()
        for quarter in range(1, 37):
            by_ticks.clock.move_to(morning(TODAY) + timedelta(minutes=15 * quarter))
            await by_ticks.tick()

    asyncio.run(ticks())

    assert of_day(at_once, TODAY)
    assert of_day(by_ticks, TODAY) == of_day(at_once, TODAY)
    at_once.database.close()
    by_ticks.database.close()


def test_nothing_is_drawn_twice_and_everybody_in_the_script_is_in_the_roster() -> None:
    handles = {one.handle for one in script.people().people}
    for day in script.days():
        script.acts.cache_clear()
        first = acts(day)
        script.acts.cache_clear()
        assert acts(day) == first
        assert {act.who for act in first} <= handles
        assert len({act.key for act in first}) == len(first)
    assert acts(date(2027, 3, 6)) == acts(date(2027, 2, 19)) == ()


def test_a_price_list_is_waited_for_until_somebody_decides(here: Path) -> None:
    one = begin(here / "demo.db")
    stuck = next(found for found in every(one, Blocker) if found.words.startswith("No parts price list"))
    otto = next(person.id for person in every(one, Person) if person.handle == "otto")
    assert (stuck.raised_at.date(), stuck.passed_to, stuck.cleared_at) == (date(2027, 3, 3), otto, None)

    asyncio.run(one.move_to(morning(date(2027, 3, 11))))

    decided = next(found for found in every(one, Blocker) if found.id == stuck.id)
    assert decided.cleared_at
    assert decided.cleared_by == otto
    assert decided.helped.startswith("Otto decided")
    one.database.close()


def test_a_win_was_helped_and_who_is_away_is_not_asked(here: Path) -> None:
    one = begin(here / "demo.db")

    assert any("with Noor on the phone" in win.words for win in every(one, Win))
    assert [(away.first_day, away.last_day) for away in every(one, Absence)] == [(date(2027, 3, 4), date(2027, 3, 16))]
    assert "wim" not in handed_in(one, date(2027, 3, 8))
    one.database.close()


# Any day


def test_a_day_that_was_played_is_opened_on_its_morning_from_a_copy(here: Path) -> None:
    one = begin(here / f"demo-{WALKED}.db", WALKED)

    assert one.clock.now() >= morning(WALKED)
    assert one.clock.now() < morning(WALKED) + timedelta(minutes=5)
    assert max(checkin.local_date for checkin in every(one, CheckIn)) == date(2027, 3, 3)
    one.database.close()


def test_what_was_played_until_a_day_is_what_the_demo_has_of_it(here: Path) -> None:
    today, walked = begin(here / "demo.db"), begin(here / f"demo-{WALKED}.db", WALKED)
    asyncio.run(walked.move_to(morning(date(2027, 3, 5))))

    assert of_day(walked, WALKED) == of_day(today, WALKED) != []
    today.database.close()
    walked.database.close()


def test_a_copy_of_another_example_is_not_played_on_from(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "_edition", lambda: "another")
    made: list[date | None] = []
    monkeypatch.setattr(stage, "_copy", lambda source, to: made.append(None))

    one = begin(here / "demo-2027-02-24.db", date(2027, 2, 24))

    assert {checkin.local_date for checkin in every(one, CheckIn)} == {date(2027, 2, 23)}
    one.database.close()


# In the running server


def browse(one: Stage, work: Callable[[httpx.AsyncClient], Awaitable[None]]) -> None:
    """Do something in a browser, with all that runs in a server."""

    async def within() -> None:
        app = browser_application(one, WebOut(), TODAY)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            await work(client)

    asyncio.run(within())


async def walks(client: httpx.AsyncClient, **fields: str) -> httpx.Response:
    answer = await client.post("/days", data={"me": "mira", **fields})
    assert answer.status_code == 303
    answer = await client.get(answer.headers["location"])
    while "refresh" in answer.headers:
        answer = await client.get("/days/opening?me=mira")
    return answer


def test_the_reader_walks_into_a_day_and_back_and_each_keeps_what_was_typed(here: Path) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        await hands_in(client, "0309", "Ring my mother")
        assert (await walks(client, day=WALKED.isoformat())).headers["location"] == "/mira"
        assert "Thursday 4 March" in (await client.get("/mira")).text
        await hands_in(client, "0304", "Ring my aunt")
        assert (typed("demo.db"), typed("demo-2027-03-04.db")) == (["Ring my mother"], ["Ring my aunt"])
        await walks(client, day=TODAY.isoformat())
        assert "Tuesday 9 March" in (await client.get("/mira")).text
        listed = (await client.get("/days?me=mira")).text
        assert "played until Thursday 4 March" in listed
        await walks(client, again=TODAY.isoformat())
        assert (typed("demo.db"), typed("demo-2027-03-04.db")) == ([], ["Ring my aunt"])

    def typed(file: str) -> list[str]:
        with contextlib.closing(sqlite3.connect(here / file)) as store:
            return [words for (words,) in store.execute("SELECT words FROM task WHERE words LIKE 'Ring my %'")]

    browse(begin(here / "demo.db"), work)


async def hands_in(client: httpx.AsyncClient, mark: str, task: str) -> None:
    fields = {"action": "checkin.hand_in", "key": f"{mark}~a-key-of-ours", "field.task1": task}
    assert (await client.post("/mira/hand-in", data=fields)).status_code == 303


def test_a_page_of_another_day_does_nothing_in_this_one(here: Path) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        page = (await client.get("/mira")).text
        pressed = re.findall(r'name="press" value="([^"]+)"', page)[0]
        await walks(client, day=WALKED.isoformat())
        answer = await client.post("/mira/press", data={"press": pressed}, headers={"X-Fragment": "1"})
        assert answer.status_code == 409
        assert "another day of the demo" in answer.text

    browse(begin(here / "demo.db"), work)


@pytest.mark.parametrize("day", ["2027-03-06", "2026-03-09", "soon", ""])
def test_a_day_that_is_none_is_not_there(here: Path, day: str) -> None:
    async def work(client: httpx.AsyncClient) -> None:
        assert (await client.post("/days", data={"day": day})).status_code == 404
        assert (await client.get("/mira")).status_code == 200

    browse(begin(here / "demo.db"), work)


def test_when_a_day_cannot_be_made_the_one_that_is_open_stays(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_given: object, **_named: object) -> None:
        raise OSError("no space left")

    async def work(client: httpx.AsyncClient) -> None:
        monkeypatch.setattr("bot.days.prepare", fails)
        assert (await walks(client, day=WALKED.isoformat())).headers["location"] == "/days?me=mira"
        assert "could not be opened" in (await client.get("/days?me=mira")).text
        assert "Tuesday 9 March" in (await client.get("/mira")).text

    browse(begin(here / "demo.db"), work)


# The commands


@pytest.mark.parametrize(("day", "says"), [("2027-03-06", "cannot be walked into"), ("2026-01-01", "from")])
def test_a_day_that_cannot_be_walked_into_is_said(day: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["chat", "--day", day])
    assert says in capsys.readouterr().err


def test_an_organisation_of_ones_own_has_no_days(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score = str(script.FOLDER / "score.yml")
    with pytest.raises(SystemExit):
        cli.main(["chat", "--score", score, "--day", "2027-03-04"])
    assert "Only the example has days" in capsys.readouterr().err


def test_each_day_has_a_store_of_its_own() -> None:
    assert store_of("demo", None).name == "demo.db"
    assert store_of("chat", None, WALKED).name == "chat-2027-03-04.db"
