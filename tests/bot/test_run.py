"""The real thing starts when it can, and says in a sentence why when it cannot."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest
from starlette.types import ASGIApp

from bot import cli, run
from bot.ports import WallClock
from bot.run import NotStarted
from bot.settings import ModelSettings, Settings
from bot.writer import Database
from prompts import Filled, plain
from score.free_days import of_year
from storage import migrate, people
from storage.store import open_engine, open_store
from storage.tables import Connection, Door, Person, Workspace
from tests.bot.test_web import FullDisk
from tests.databases import Engines
from tests.fakes.slack import APP_TOKEN, HTML, SECRET, TOKEN, FakeSlack, Fault, error
from tests.slack_day import a_day, settings_for

SLACK = {
    "CONCERTMASTER_SLACK__BOT_TOKEN": TOKEN,
    "CONCERTMASTER_SLACK__SIGNING_SECRET": SECRET,
    "CONCERTMASTER_SLACK__APP_TOKEN": APP_TOKEN,
}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def with_settings(monkeypatch: pytest.MonkeyPatch, *names: str, **more: str) -> None:
    for name in names:
        key = f"CONCERTMASTER_SLACK__{name}"
        monkeypatch.setenv(key, SLACK[key])
    for name, value in more.items():
        monkeypatch.setenv(f"CONCERTMASTER_{name}", value)


def test_nothing_is_started_beside_a_door_to_teams_that_is_not_open_yet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_settings(monkeypatch, "BOT_TOKEN", "SIGNING_SECRET", TEAMS__APP_ID="0")
    assert cli.main(["run"]) == cli.UNREADABLE
    assert "CONCERTMASTER_TEAMS__" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("names", "more", "missing"),
    [
        (("BOT_TOKEN",), {}, "SIGNING_SECRET"),
        (("SIGNING_SECRET",), {}, "BOT_TOKEN"),
        (("BOT_TOKEN", "SIGNING_SECRET"), {"SLACK__TRANSPORT": "socket"}, "APP_TOKEN"),
        (("APP_TOKEN",), {"SLACK__TRANSPORT": "socket", "SLACK__BOT_TOKEN": ""}, "BOT_TOKEN"),
    ],
)
def test_what_is_missing_is_named(
    names: tuple[str, ...],
    more: dict[str, str],
    missing: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with_settings(monkeypatch, *names, **more)

    assert cli.main(["run"]) == cli.UNREADABLE
    said = capsys.readouterr().err
    assert f"It wants CONCERTMASTER_SLACK__{missing}" in said
    assert TOKEN not in said
    assert SECRET not in said
    assert cli.main(["migrate"]) == cli.CLEAN
    assert cli.main(["check"]) == cli.FOUND
    assert f"CONCERTMASTER_SLACK__{missing}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "value"), [("SLACK__TRANSPORT", "pigeon"), ("SERVER__PORT", "none"), ("SLACK__BOTTOKEN", TOKEN)]
)
def test_a_setting_that_cannot_be_read_is_named_and_its_value_is_not_shown(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_settings(monkeypatch, "BOT_TOKEN", "SIGNING_SECRET", **{name: value})

    with pytest.raises(SystemExit) as ended:
        cli.main(["run"])
    said = capsys.readouterr().err
    assert ended.value.code == cli.UNREADABLE
    assert f"CONCERTMASTER_{name} cannot be read" in said
    assert value not in said


def test_a_configured_door_is_said_to_be_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_settings(monkeypatch, "BOT_TOKEN", "SIGNING_SECRET", "APP_TOKEN")
    cli.main(["migrate"])

    assert cli.main(["check"]) == cli.CLEAN
    assert "/slack/events" in capsys.readouterr().out
    monkeypatch.setenv("CONCERTMASTER_SLACK__TRANSPORT", "socket")
    assert cli.main(["check"]) == cli.CLEAN
    assert "Socket Mode" in capsys.readouterr().out


def test_without_the_tables_nothing_is_started(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with_settings(monkeypatch, "BOT_TOKEN", "SIGNING_SECRET")

    assert cli.main(["run"]) == cli.UNREADABLE
    assert "`concertmaster migrate`" in capsys.readouterr().err
    assert cli.main(["check"]) == cli.FOUND
    capsys.readouterr()
    (tmp_path / "no.db").write_bytes(b"this is no database, whatever its name says" * 100)
    monkeypatch.setenv("CONCERTMASTER_STORE__URL", f"sqlite:///{tmp_path}/no.db")
    assert cli.main(["run"]) == cli.UNREADABLE
    assert "database" in capsys.readouterr().err


def at_slack(play: Callable[[FakeSlack, str], Awaitable[None]]) -> None:
    async def there() -> None:
        slack = FakeSlack(WallClock())
        async with slack.serving() as api_base:
            await play(slack, api_base)

    asyncio.run(there())


async def starts(settings: Settings, serving: Callable[[ASGIApp], Awaitable[None]] | None = None) -> list[str]:
    said: list[str] = []

    def say(what: Filled) -> None:
        said.append(plain(what))

    async def nothing(_app: ASGIApp) -> None:
        return

    await run.serve(settings, say, serving or nothing)
    return said


def test_it_listens_where_the_settings_say_and_the_workspace_becomes_an_organisation(sqlite_engines: Engines) -> None:
    url = sqlite_engines.writer.url

    async def play(slack: FakeSlack, api_base: str) -> None:
        said = await starts(settings_for(url, api_base))
        assert said == ["Concertmaster runs; it listens on 127.0.0.1, port 8643. Ctrl-C stops it."]
        await starts(settings_for(url, api_base))

    at_slack(play)
    engine = open_engine(url)
    from sqlmodel import select

    with open_store(engine) as store:
        (workspace,) = people.workspaces(store)
        (connection,) = store.find(select(Connection))
    assert (workspace.name, connection.door, connection.external_id) == ("Harbour Bread", Door.SLACK, "T00000001")
    engine.dispose()


def test_a_workspace_joins_the_only_organisation_and_none_of_several(sqlite_engines: Engines) -> None:
    url = sqlite_engines.writer.url

    def keeps(id: str) -> None:
        with open_store(sqlite_engines.writer) as store:
            store.keep(Workspace(id=id, name=f"Org {id}", created_at=WallClock().now()))

    async def play(slack: FakeSlack, api_base: str) -> None:
        keeps("one")
        await starts(settings_for(url, api_base))
        with open_store(sqlite_engines.writer) as store:
            found = people.connection(store, Door.SLACK, "T00000001")
            assert found is not None
            assert found.workspace_id == "one"
            store.forget(Connection, [found.id])
        keeps("two")
        with pytest.raises(NotStarted) as refused:
            await starts(settings_for(url, api_base))
        assert "2 organisations" in plain(refused.value.why)

    at_slack(play)


def test_holidays_are_looked_up_before_anything_is_served(sqlite_engines: Engines) -> None:
    with open_store(sqlite_engines.writer) as store:
        store.keep(Workspace(id="ours", name="Ours", created_at=WallClock().now()))
        store.keep(Person(id="a", workspace_id="ours", handle="ada", name="Ada", country="IE"))

    async def play(_slack: FakeSlack, api_base: str) -> None:
        of_year.cache_clear()
        await starts(settings_for(sqlite_engines.writer.url, api_base))
        assert of_year.cache_info().currsize == 3

    at_slack(play)


@pytest.mark.parametrize("fault", [error("invalid_auth"), HTML, error("ratelimited")])
def test_when_slack_does_not_let_us_in_nothing_is_started(sqlite_engines: Engines, fault: object) -> None:
    async def play(slack: FakeSlack, api_base: str) -> None:
        slack.fails("auth.test", fault)  # type: ignore[arg-type]
        with pytest.raises(NotStarted) as refused:
            await starts(settings_for(sqlite_engines.writer.url, api_base))
        assert "Slack did not let us in" in plain(refused.value.why)
        assert TOKEN not in plain(refused.value.why)

    at_slack(play)


@pytest.mark.parametrize("lacks", ["user_id", "team_id"])
def test_with_a_token_of_no_bot_in_a_workspace_nothing_is_started(sqlite_engines: Engines, lacks: str) -> None:
    whose = {"ok": True, "team_id": "T1", "team": "Harbour Bread", "user_id": "U0BOT", lacks: None}

    async def play(slack: FakeSlack, api_base: str) -> None:
        slack.fails("auth.test", Fault(body=json.dumps(whose)))
        with pytest.raises(NotStarted) as refused:
            await starts(settings_for(sqlite_engines.writer.url, api_base))
        assert "not that of a bot in a workspace" in plain(refused.value.why)

    at_slack(play)


def test_with_half_a_model_nothing_is_started(sqlite_engines: Engines) -> None:
    settings = Settings(model=ModelSettings(model="small"))

    async def starts() -> None:
        async with run.running(settings, Database(sqlite_engines.writer.url)):
            pass

    with pytest.raises(NotStarted) as refused:
        asyncio.run(starts())
    assert "CONCERTMASTER_MODEL__BASE_URL" in plain(refused.value.why)


def test_while_nothing_can_be_kept_it_says_that_it_is_not_well(sqlite_engines: Engines) -> None:
    async def play() -> None:
        async with a_day(sqlite_engines.writer.url, channel=False) as day:
            database, writer = day.run.database, day.run.database.writer
            for keeps, status in ((FullDisk(), 503), (writer, 200)):
                database.writer = keeps
                async with day.http.get(f"{day.address}/healthz") as answer:
                    assert answer.status == status

    asyncio.run(play())


def test_the_command_runs_until_it_is_interrupted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    served = threading.Event()

    async def by_uvicorn(app: ASGIApp) -> None:
        served.set()
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "by_uvicorn", lambda settings: by_uvicorn)
    url = f"sqlite:///{tmp_path}/run.db"
    engine = open_engine(url)
    migrate.upgrade(engine)
    engine.dispose()

    async def play(slack: FakeSlack, api_base: str) -> None:
        with_settings(monkeypatch, "BOT_TOKEN", "SIGNING_SECRET", SLACK__API_BASE=api_base, STORE__URL=url)
        assert await asyncio.to_thread(cli.main, ["run"]) == cli.CLEAN

    at_slack(play)
    assert served.is_set()
    assert "Concertmaster runs" in capsys.readouterr().out


def test_it_serves_health_on_its_own_port_and_leaves_it_when_it_is_stopped(sqlite_engines: Engines) -> None:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    async def play(slack: FakeSlack, api_base: str) -> None:
        known = settings_for(sqlite_engines.writer.url, api_base)
        settings = known.model_copy(update={"server": known.server.model_copy(update={"port": port})})
        running = asyncio.create_task(starts(settings, run.by_uvicorn(settings)))
        async with aiohttp.ClientSession() as http, asyncio.timeout(20):
            while True:
                try:
                    async with http.get(f"http://127.0.0.1:{port}/healthz") as answer:
                        assert await answer.text() == "ok"
                        break
                except aiohttp.ClientConnectorError:
                    assert not running.done(), running
                    await asyncio.sleep(0.05)
        running.cancel()
        (ended,) = await asyncio.gather(running, return_exceptions=True)
        assert isinstance(ended, asyncio.CancelledError)
        with socket.socket() as again:
            assert again.connect_ex(("127.0.0.1", port)) != 0, "nobody listens there any more"

    at_slack(play)
