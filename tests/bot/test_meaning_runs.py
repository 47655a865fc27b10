"""Meaning as it is switched on: what the commands say of it, and that what runs reads the lines by itself."""

import asyncio
import sys
from pathlib import Path
from random import Random

import pytest
from sqlmodel import select

from bench import many
from bot import cli, run
from bot.ports import MovedClock, WallClock
from bot.settings import ClockSettings, MeaningSettings
from bot.writer import Database
from handlers.loading import load
from handlers.turn import Moment
from score.language import read
from storage import people
from storage.store import Store
from storage.tables import Sense
from tests import tiny_model
from tests.databases import Engines, Postgres
from tests.fakes.embeddings import KEY, MODEL, SIZE, FakeEmbeddings, Fault
from tests.orchestra import SCORE

IN = "CONCERTMASTER_MEANING__"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def _migrated(_elsewhere: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["migrate"]) == cli.CLEAN
    capsys.readouterr()


def checks(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], **settings: str) -> tuple[int, str]:
    for name, value in settings.items():
        monkeypatch.setenv(f"{IN}{name}", value)
    return cli.main(["check"]), capsys.readouterr().out


# concertmaster check


@pytest.mark.usefixtures("_migrated")
def test_where_nothing_is_set_it_is_off(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = checks(monkeypatch, capsys)
    assert code == cli.CLEAN
    assert "Meaning is off: tasks find their lines by words, and no text goes anywhere for it." in said


HALF = [
    ({"BASE_URL": "https://api.example/v1"}, f"It wants {IN}MODEL too"),
    ({"MODEL": "small"}, f"It wants {IN}BASE_URL too"),
    ({"KEY": "sk-1", "TIME_LIMIT": "0.5"}, f"It wants {IN}BASE_URL and {IN}MODEL too"),
    ({"FOLDER": "model", "MODEL": "small"}, f"{IN}FOLDER and {IN}BASE_URL name two"),
    ({"FOLDER": "model", "KEY": "sk-1"}, f"{IN}FOLDER and {IN}BASE_URL name two"),
    ({"FOLDER": "nowhere"}, "nowhere has no config.json, model.safetensors, tokenizer.json"),
]


@pytest.mark.parametrize(("settings", "says"), HALF)
@pytest.mark.usefixtures("_migrated")
def test_what_is_half_set_is_said_and_nothing_starts_with_it(
    settings: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = checks(monkeypatch, capsys, **settings)
    assert (code, says in said) == (cli.FOUND, True), said
    assert "sk-1" not in said

    for name in ("BOT_TOKEN", "SIGNING_SECRET"):
        monkeypatch.setenv(f"CONCERTMASTER_SLACK__{name}", "x")
    assert cli.main(["run"]) == cli.UNREADABLE
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("name", ["TIME_LIMIT", "BASE_URL", "DIMENSIONS", "UNHEARD_OF"])
def test_what_cannot_be_read_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"{IN}{name}", "never mind")
    with pytest.raises(SystemExit):
        cli.main(["check"])
    assert f"{IN}{name} cannot be read" in capsys.readouterr().err


@pytest.mark.usefixtures("_migrated")
def test_it_is_tried_once_and_what_came_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = FakeEmbeddings()
    with fake.serving() as address:
        code, said = checks(monkeypatch, capsys, BASE_URL=address, MODEL=MODEL, KEY=KEY, TIME_LIMIT="3")
        assert code == cli.CLEAN
        assert f"Meaning is on ({MODEL}, {SIZE}). It said what a sentence of ours means in " in said
        assert "longer than" not in said
        assert fake.requests == 1

        fake.faults.append(Fault(slow=0.3))
        code, said = checks(monkeypatch, capsys, TIME_LIMIT="0.2")
        assert code == cli.CLEAN
        assert "longer than a check-in waits for it" in said

        code, said = checks(monkeypatch, capsys, KEY="sk-other")
        assert code == cli.FOUND
        assert "did not say what a sentence of ours means (HTTP status 401)" in said
        assert "sk-other" not in said


@pytest.mark.usefixtures("_migrated")
def test_a_model_in_a_folder_is_tried_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    tiny_model.write(Path("model"))
    code, said = checks(monkeypatch, capsys, FOLDER="model")
    assert code == cli.CLEAN
    assert "Meaning is on (model " in said


@pytest.mark.usefixtures("_migrated")
def test_without_its_packages_it_is_said_which_are_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny_model.write(Path("model"))
    monkeypatch.delitem(sys.modules, "bot.minilm", raising=False)
    monkeypatch.setitem(sys.modules, "safetensors.numpy", None)
    code, said = checks(monkeypatch, capsys, FOLDER="model")
    assert code == cli.FOUND
    assert "the package safetensors.numpy is not installed" in said


def test_who_has_not_switched_it_on_loads_nothing_of_it() -> None:
    """Neither the packages of the model nor the client of the endpoint, which take half a second and memory."""
    code = "import sys, bot.run, bot.cli; print({'openai', 'numpy', 'tokenizers', 'safetensors'} & sys.modules.keys())"
    assert run_alone(code) == "set()"


def run_alone(code: str) -> str:
    import subprocess

    from tests.sources import ROOT

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.strip()


# What runs


def _loads(store: Store) -> None:
    (workspace,) = people.workspaces(store)
    load(Moment(many.NOW, Random(3)), store, workspace.id, read(SCORE.encode(), "score.yml"))


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_what_runs_reads_the_lines_of_a_score_by_itself(kind: str, request: pytest.FixtureRequest) -> None:
    tiny_model.write(Path("model"))

    async def play(url: str) -> None:
        database = Database(url)
        await asyncio.to_thread(many.build if database.embedded else many.prepare, database, 1, 1)
        await database.write(_loads)
        async with many.Slack(1).serving() as api:
            known = many.settings(url, api).model_copy(
                update={
                    "meaning": MeaningSettings(folder=Path("model")),
                    "clock": ClockSettings(plan_every=0.2, deliver_every=5, reconcile_every=5),
                }
            )
            async with run.running(known, database, MovedClock(many.NOW, WallClock())) as running:
                async with run.at_work(running, run.Due(running), known, takes_in=False), asyncio.timeout(60):
                    while len(await database.read(senses)) < 4:  # noqa: ASYNC110 - nobody tells of it
                        await asyncio.sleep(0.05)
                assert running.conductor.meaning is not None
                assert {one.model for one in await database.read(senses)} == {running.conductor.meaning.model}
        database.close()

    if kind == "sqlite":
        engines: Engines = request.getfixturevalue("sqlite_engines")
        asyncio.run(play(engines.writer.url.render_as_string(hide_password=False)))
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        with postgres.database(empty=True) as url:
            asyncio.run(play(url.render_as_string(hide_password=False)))


def senses(store: Store) -> list[Sense]:
    return store.find(_SENSES)


_SENSES = select(Sense)
