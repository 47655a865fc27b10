"""Other systems post readings to the real server: signed, whole or not at all, and only once."""

import asyncio
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr
from sqlmodel import select

from bot import cli, organised, posts, run, signed
from bot.conductor import Conductor
from bot.ports import MovedClock, WallClock, chance
from bot.settings import VaultSettings
from bot.slack import tokens
from bot.vault import MasterKeys, Vault
from bot.writer import Database
from handlers.loading import load
from handlers.people import take_in
from handlers.turn import Moment
from score.language import read
from score.roster import read as read_roster
from storage.store import Store, open_engine, open_store
from storage.tables import DataKey, Origin, PostKey, Reading, Received, Workspace
from tests.bot.test_vault import a_key
from tests.bot.test_web import FullDisk
from tests.databases import Engines
from tests.fakes.slack import FakeSlack
from tests.handlers.test_readings import SCORE
from tests.slack_day import BEGINS, people_of, served, settings_for
from tests.sources import ROOT

GOOD = {"address": "harbour/M-1", "day": "2027-03-08", "value": 4}
PEOPLE = "zone: Europe/Dublin\npeople: {ada: {name: Ada}, bo: {name: Bo}, di: {name: Di}}\n"


@dataclass
class At:
    """A server, and a system that posts to it."""

    run: run.Running
    clock: MovedClock
    http: aiohttp.ClientSession
    address: str
    key: str = ""
    secret: str = ""

    @property
    def workspace_id(self) -> str:
        return self.run.connection.workspace_id

    def moment(self) -> Moment:
        return Moment(self.clock.now(), self.run.conductor.chance)

    async def makes_key(self) -> None:
        """Make the key that is signed with from now on."""
        vault, ours = self.run.vault, self.workspace_id
        made = await self.run.database.write(lambda store: posts.new_key(store, self.moment(), ours, vault))
        self.key, self.secret = made

    def signs(self, body: bytes, at: int | None = None) -> dict[str, str]:
        """The headers of a post."""
        stamp = str(int(self.clock.now().timestamp()) if at is None else at)
        return {
            "Content-Type": "application/json",
            posts.KEY: self.key,
            posts.AT: stamp,
            posts.SIGNATURE: signed.signed(stamp, body, self.secret),
        }

    async def sends(self, body: bytes, headers: Mapping[str, str], method: str = "POST") -> tuple[int, Any]:
        """Send something; gives the status and what was answered."""
        where = f"{self.address}{posts.PATH}"
        async with self.http.request(method, where, data=io.BytesIO(body), headers=headers) as answer:
            said = await answer.read()
            return answer.status, json.loads(said) if said else None

    async def posts(self, *readings: object) -> tuple[int, Any]:
        """Post these readings, signed."""
        body = json.dumps({"readings": readings}).encode()
        return await self.sends(body, self.signs(body))

    def kept(self) -> list[tuple[float, Origin, str]]:
        return kept_in(self.run.database)


def kept_in(database: Database) -> list[tuple[float, Origin, str]]:
    found = database.read_now(lambda store: store.find(select(Reading)))
    return sorted((one.value, one.origin, one.note) for one in found)


def organise(store: Store, now: Moment, workspace_id: str) -> None:
    take_in(now, store, workspace_id, read_roster(PEOPLE.encode(), "people.yml"))
    load(now, store, workspace_id, read(SCORE.encode(), "score.yml"))


@asynccontextmanager
async def posting(engines: Engines) -> AsyncIterator[At]:
    """A server with a score, and a key to post to it."""
    clock, slack, url = MovedClock(BEGINS, WallClock()), FakeSlack(MovedClock(BEGINS, WallClock())), engines.writer.url
    people_of(slack)
    async with slack.serving() as api_base, aiohttp.ClientSession() as http:
        settings = settings_for(url, api_base).model_copy(update={"vault": VaultSettings(keys=SecretStr(a_key(1)))})
        database = Database(url)
        try:
            async with run.running(settings, database, clock) as running, served(running, settings) as address:
                at = At(running, clock, http, address)

                await database.write(lambda store: organise(store, at.moment(), at.workspace_id))
                await at.makes_key()
                yield at
        finally:
            database.close()


Part = Callable[[At], Any]


@pytest.fixture
def play(sqlite_engines: Engines) -> Callable[[Part], None]:
    def played(part: Part) -> None:
        async def whole() -> None:
            async with posting(sqlite_engines) as at:
                await part(at)

        asyncio.run(whole())

    return played


Play = Callable[[Part], None]


def test_what_is_posted_is_kept_once_and_told_again_the_same(play: Play) -> None:
    async def part(at: At) -> None:
        body = json.dumps({"readings": [GOOD, {**GOOD, "day": "2027-03-07", "value": 3, "note": "x"}]}).encode()
        headers = at.signs(body)
        first = await at.sends(body, headers)
        assert first == (200, {"kept": {"new": 2, "corrected": 0, "known": 0}})
        assert at.kept() == [(3, Origin.POST, "x"), (4, Origin.POST, "")]

        at.clock.move_to(at.clock.now() + timedelta(seconds=100))
        assert await at.sends(body, headers) == first, "the same signature is answered the same"
        assert await at.posts(GOOD) == (200, {"kept": {"new": 0, "corrected": 0, "known": 1}})
        assert await at.posts({**GOOD, "value": 5}) == (200, {"kept": {"new": 0, "corrected": 1, "known": 0}})
        assert await at.sends(body, headers) == first, "and takes nothing back"
        assert at.kept() == [(3, Origin.POST, "x"), (5, Origin.POST, "")]

    play(part)


def test_one_problem_and_nothing_is_kept_but_all_that_is_wrong_is_told(play: Play) -> None:
    async def part(at: At) -> None:
        body = json.dumps({"readings": [GOOD, {**GOOD, "value": 21}, {**GOOD, "address": "moon"}]}).encode()
        headers = at.signs(body)
        status, said = first = await at.sends(body, headers)
        assert status == 422
        assert [(one["reading"], one["field"]) for one in said["problems"]] == [(1, "value"), (2, "address")]
        assert "21 is more than 20 towns" in said["problems"][0]["wrong"]
        assert "range" in said["problems"][0]["remedy"]
        assert said["kept"] == 0
        assert at.kept() == []
        assert await at.sends(body, headers) == first

    play(part)


def test_what_is_not_signed_just_now_with_a_key_that_holds_is_told_nothing(play: Play) -> None:
    async def part(at: At) -> None:
        body, now = json.dumps({"readings": [{**GOOD, "address": "moon"}]}).encode(), int(BEGINS.timestamp())
        good = at.signs(body)
        other = At(at.run, at.clock, at.http, at.address, at.key, "another")
        for headers in (
            {**good, posts.SIGNATURE: ""},
            {**good, posts.SIGNATURE: "v0=\xe9"},
            {**good, posts.SIGNATURE: good[posts.SIGNATURE].replace("v0", "v1")},
            {**good, posts.AT: ""},
            {**good, posts.AT: "9" * 13},
            {**good, posts.KEY: ""},
            {**good, posts.KEY: "0" * 32},
            {**good, posts.KEY: "x" * 5000},
            {"Content-Type": "application/json"},
            at.signs(body, now - 301),
            at.signs(body, now + 305),
            at.signs(body + b" "),
            other.signs(body),
        ):
            status, said = await at.sends(body, headers)
            assert status == 401, headers
            assert said["error"] in ("not signed with that key", "not signed just now", "no timestamp")
        assert at.kept() == []
        assert (await at.sends(body, good))[0] == 422, "a stranger learns no address"

    play(part)


def test_what_cannot_be_read_is_refused_by_what_it_is(play: Play) -> None:
    async def part(at: At) -> None:
        for body, status in (
            (b"", 400),
            (b"{", 400),
            (b"\xff", 400),
            (b'{"readings": [{"address": "harbour/M-1", "day": "2027-03-08", "value": NaN}]}', 400),
            (b"[" * 100_000, 400),
            (b"9" * 5000, 400),
            (b'{"readings": [{"address": "harbour/M-1", "day": "2027-03-08", "value": 1e999}]}', 422),
            (b"[]", 422),
            (b" " * (posts.BODY + 1), 413),
        ):
            assert (await at.sends(body, at.signs(body)))[0] == status, body[:50]
        body = json.dumps({"readings": [GOOD]}).encode()
        assert (await at.sends(body, {**at.signs(body), "Content-Type": "text/csv"}))[0] == 415
        for method in ("GET", "PUT", "DELETE"):
            assert (await at.sends(b"", {}, method)) == (405, {"error": "post here"})
        assert at.kept() == []

    play(part)


def test_who_posts_too_often_is_told_when_to_come_again(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posts, "PACE", posts.PACE._replace(burst=2, every=timedelta(minutes=1)))

    async def part(at: At) -> None:
        for value in (1, 2):
            assert (await at.posts({**GOOD, "value": value}))[0] == 200
        body = json.dumps({"readings": [{**GOOD, "value": 3}]}).encode()
        headers = at.signs(body)
        async with at.http.post(f"{at.address}/measures", data=body, headers=headers) as answer:
            assert answer.status == 429
            assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert [value for value, _, _ in at.kept()] == [2]
        at.clock.move_to(at.clock.now() + timedelta(seconds=61))
        assert (await at.sends(body, headers))[0] == 200, "what was put off is not remembered as refused"

    play(part)


def test_a_new_key_takes_the_place_of_the_old_one_which_holds_for_another_day(play: Play) -> None:
    async def part(at: At) -> None:
        old = At(at.run, at.clock, at.http, at.address, at.key, at.secret)
        await at.makes_key()
        await at.makes_key()
        assert (await old.posts(GOOD))[0] == 200, "the key before the last one holds too"
        assert (await at.posts({**GOOD, "value": 5}))[0] == 200
        at.clock.move_to(at.clock.now() + timedelta(hours=24, seconds=1))
        assert (await old.posts(GOOD))[0] == 401
        assert (await at.posts(GOOD))[0] == 200
        await at.makes_key()
        found = at.run.database.read_now(lambda store: posts.post_keys.of_workspace(store, at.workspace_id))
        assert found[0].id == at.key
        assert old.key not in {one.id for one in found}

        ours = at.workspace_id
        assert await at.run.database.write(lambda store: posts.end_keys(store, ours)) == 2
        assert (await at.posts(GOOD))[0] == 401

    play(part)


def test_the_secret_is_kept_sealed_and_sealed_anew_with_a_new_master_key(play: Play) -> None:
    async def part(at: At) -> None:
        (one,) = at.run.database.read_now(lambda store: posts.post_keys.of_workspace(store, at.workspace_id))
        assert at.secret not in repr(one)
        new = Vault(MasterKeys(VaultSettings(keys=SecretStr(f"{a_key(2)},{a_key(1)}"))))
        ours = at.workspace_id
        for count in (1, 0):
            done = await at.run.database.write(lambda store: tokens.resealed(store, new, at.moment(), ours))
            assert done == count
        only = Vault(MasterKeys(VaultSettings(keys=SecretStr(a_key(2)))))
        assert (await at.posts(GOOD))[0] == 503, "this process does not know the new master key"
        posting_now = posts.Posts(at.run.conductor, only)
        key, sealed_with = at.run.database.read_now(lambda store: posts._key(store, at.key))
        assert key is not None
        assert posting_now._secret(key, sealed_with) == at.secret
        assert isinstance(sealed_with, DataKey)

    play(part)


def test_what_could_not_be_kept_is_not_answered_as_kept(play: Play) -> None:
    async def part(at: At) -> None:
        writer, at.run.database.writer = at.run.database.writer, FullDisk()
        body = json.dumps({"readings": [GOOD]}).encode()
        headers = at.signs(body)
        assert (await at.sends(body, headers))[0] == 503
        at.run.database.writer = writer
        assert at.kept() == []
        assert (await at.sends(body, headers))[0] == 200

    play(part)


def test_twins_that_come_together_change_things_once(play: Play) -> None:
    async def part(at: At) -> None:
        body = json.dumps({"readings": [GOOD]}).encode()
        headers = at.signs(body)
        found = await asyncio.gather(*(at.sends(body, headers) for _ in range(6)))
        said = [one for one in found if one[0] != 503]
        assert said
        assert all(one == (200, {"kept": {"new": 1, "corrected": 0, "known": 0}}) for one in said)
        assert at.kept() == [(4, Origin.POST, "")]
        assert await at.sends(body, headers) == said[0]

    play(part)


def test_several_processes_on_one_database_keep_each_post_once(postgres_engines: Engines) -> None:
    async def part() -> None:
        url, clock = postgres_engines.writer.url, MovedClock(BEGINS, WallClock())
        several = [Database(url) for _ in range(2)]
        try:
            vault = Vault(MasterKeys(VaultSettings(keys=SecretStr(a_key(1)))))
            doors = [posts.Posts(Conductor(one, clock, chance()), vault) for one in several]
            ours, now = "w" * 32, Moment(BEGINS, chance())

            def begin(store: Store) -> None:
                store.keep(Workspace(id=ours, name="Harbour", created_at=BEGINS))
                organise(store, now, ours)

            await several[0].write(begin)
            bodies = [json.dumps({"readings": [{**GOOD, "day": f"2027-03-0{n}"}]}).encode() for n in range(1, 6)]
            sent = [posts._Post(ours, f"posted:{n}", "", body, "application/json") for n, body in enumerate(bodies)]
            found = await asyncio.gather(*(door._answered(one) for one in sent for door in (*doors, *doors)))
            assert {one.status for one in found} == {200}
            assert {one.says["kept"]["new"] for one in found} == {1}
            assert len(kept_in(several[1])) == len(sent)
        finally:
            for one in several:
                one.close()

    asyncio.run(part())


def test_the_example_of_the_docs_posts_a_reading(sqlite_engines: Engines) -> None:
    assert shutil.which("curl")
    assert shutil.which("openssl")
    page = (ROOT / "docs" / "measures.md").read_text("utf-8")
    example = re.search(r"```sh\n(.*?)```", page, re.DOTALL)
    assert example is not None
    told = re.search(r"It answers `(.*?)`", page)
    assert told is not None

    async def part() -> None:
        async with posting(sqlite_engines) as at:
            script = example[1].replace("field/M-1", "harbour/M-1")
            for name, value in (("KEY", at.key), ("SECRET", at.secret), ("ADDRESS", at.address)):
                script = re.sub(rf"^{name}=\S+", f"{name}='{value}'", script, flags=re.MULTILINE)
            script = script.replace("$(date +%s)", str(int(at.clock.now().timestamp())))
            done = await asyncio.to_thread(
                subprocess.run,
                ["bash", "-euo", "pipefail", "-c", script],
                capture_output=True,
                text=True,
                env={**os.environ, "no_proxy": "*"},
                check=True,
            )
            assert done.stdout == told[1]
            assert at.kept() == [(4, Origin.POST, "from the order book")]

    asyncio.run(part())


def test_the_command_makes_a_key_shows_it_once_and_takes_it_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    engine = open_engine("sqlite:///.concertmaster/concertmaster.db")
    monkeypatch.setenv("CONCERTMASTER_SLACK__BOT_TOKEN", "canary")
    cli.main(["migrate"])
    with open_store(engine) as store:
        organised.organisation_made(store, organised.now(), "Harbour")
    webhook = ["measures", "webhook"]
    assert cli.main(webhook) == cli.UNREADABLE
    assert "master keys cannot be used" in capsys.readouterr().err
    monkeypatch.setenv("CONCERTMASTER_VAULT__KEYS", a_key(1))
    assert cli.main(webhook) == cli.CLEAN
    said = capsys.readouterr().out
    key, secret = (re.search(rf"{name}\s+(\S+)", said) for name in ("key", "secret"))
    assert key is not None
    assert secret is not None
    with open_store(engine) as store:
        one = posts.post_keys.named(store, re.search(r"key +(\S+)", said)[1])  # type: ignore[index]
        assert isinstance(one, PostKey)
        assert re.search(r"secret +(\S+)", said)[1] not in repr(one)  # type: ignore[index]
    assert cli.main([*webhook, "--off"]) == cli.CLEAN
    assert "taken away" in capsys.readouterr().out
    assert cli.main([*webhook, "--off"]) == cli.CLEAN
    assert "There was no key." in capsys.readouterr().out
    engine.dispose()


@pytest.mark.usefixtures("a_demo_store")
def test_the_demo_takes_no_posts(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["measures", "webhook"]) == cli.UNREADABLE
    assert "No door" in capsys.readouterr().err


@pytest.fixture
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_what_was_answered_is_kept_beside_other_answers(play: Play) -> None:
    async def part(at: At) -> None:
        await at.posts(GOOD)

        found = at.run.database.read_now(lambda store: store.find(select(Received)))
        (one,) = [one for one in found if one.id.startswith("posted:")]
        assert len(one.id) < 200
        assert one.answer["status"] == 200

    play(part)
