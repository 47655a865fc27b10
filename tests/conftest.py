"""Databases and a browser for the tests, and at the end the truth about what did not run."""

import os
import shutil
import zoneinfo
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
import whenever
from coverage import Coverage
from hypothesis import settings
from sqlalchemy import Engine

from tests.databases import Engines, Postgres, copied, engines_for, make_sqlite
from tests.postgres import NoPostgres, Run, server

LATER = {
    "browser": "make test, or pytest -m browser",
    "crash": "pytest -m crash",
    "large": "pytest -m large",
    "year": "pytest -m year",
}
"""Markers of tests that take long, and what runs them."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")

# As the commands do: the machine's own zone files may be years old (docs/decisions/0006).
zoneinfo.reset_tzpath(to=[])
# And so does what we are compared with.
whenever.reset_tzpath(())
whenever.clear_tzcache()

_run = pytest.StashKey[Run]()
_folder = pytest.StashKey[Path]()
_later = pytest.StashKey[Counter[str]]()


def leave_out(reason: str) -> NoReturn:
    """Skip a test for want of something of the machine; where everything must run, that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables, to be copied for each test."""
    return make_sqlite(tmp_path_factory.mktemp("template") / "template.db")


@pytest.fixture
def sqlite_engines(tmp_path: Path, sqlite_template: Path) -> Iterator[Engines]:
    """A fresh database in a file of its own."""
    with engines_for(copied(sqlite_template, tmp_path / "concertmaster.db")) as engines:
        yield engines


@pytest.fixture
def sqlite_engine(sqlite_engines: Engines) -> Engine:
    """The writing engine of a fresh SQLite database."""
    return sqlite_engines.writer


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config, worker_id: str) -> Iterator[Postgres]:
    """A real PostgreSQL, the same one for all processes of the run."""
    folder = pytestconfig.stash[_folder]
    try:
        url = server(folder)
    except NoPostgres as problem:
        leave_out(f"PostgreSQL did not start: {problem}")
    found = Postgres(url, folder, worker_id)
    yield found
    found.close()


@pytest.fixture
def postgres_engines(postgres: Postgres) -> Iterator[Engines]:
    """A fresh database on the real PostgreSQL."""
    with postgres.database() as url, engines_for(url) as engines:
        yield engines


@pytest.fixture
def postgres_engine(postgres_engines: Engines) -> Engine:
    """The writing engine of a fresh PostgreSQL database."""
    return postgres_engines.writer


@pytest.fixture(params=["sqlite", "postgres"])
def engines(request: pytest.FixtureRequest) -> Engines:
    """A fresh database, of one kind and then of the other."""
    made: Engines = request.getfixturevalue(f"{request.param}_engines")
    return made


@pytest.fixture
def engine(engines: Engines) -> Engine:
    """The writing engine of a fresh database, of one kind and then of the other."""
    return engines.writer


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser that can be driven."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    return found or leave_out("no Chromium on this machine (Debian: apt install chromium)")


@pytest.fixture(autouse=True)
def _browser_there(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("browser"):
        request.getfixturevalue("chromium")


def pytest_configure(config: pytest.Config) -> None:
    # The same examples each time: what is covered is compared, and must not depend on luck; nor on how busy the machine
    # is, so no example has a time limit of its own.
    settings.register_profile("same", derandomize=True, deadline=None)
    settings.load_profile("same")
    config.stash[_later] = Counter[str]()
    workerinput = getattr(config, "workerinput", None)
    if workerinput is None:
        config.stash[_run] = Run()
        config.stash[_folder] = config.stash[_run].folder
    else:
        config.stash[_folder] = Path(workerinput["folder"])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["folder"] = str(node.config.stash[_folder])


def pytest_deselected(items: list[pytest.Item]) -> None:
    for item in items:
        later = item.config.stash[_later]
        later.update([marker for marker in LATER if item.get_closest_marker(marker)])


def pytest_sessionfinish(session: pytest.Session) -> None:
    workeroutput = getattr(session.config, "workeroutput", None)
    if workeroutput is not None:
        later = session.config.stash[_later]
        workeroutput["later"] = dict(later)
        _keep_what_was_covered()


def _keep_what_was_covered() -> None:
    # Coverage would write it as the process ends, and xdist kills a process that takes ten seconds to do so.
    if measuring := Coverage.current():
        measuring.stop()
        measuring.save()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    # Every process finds the same tests, so that each says the same here.
    later: dict[str, int] = getattr(node, "workeroutput", {}).get("later", {})
    node.config.stash[_later] = Counter(later)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    skipped = Counter(
        report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", [])
    )
    later = config.stash.get(_later, Counter())
    terminalreporter.section("what was left out")
    for reason, tests in sorted(skipped.items()):
        terminalreporter.line(f"{tests} left out: {reason}")
    for marker, tests in sorted(later.items()):
        terminalreporter.line(f"{tests} {marker} tests for later: {LATER[marker]}")
    if not skipped and not later:
        terminalreporter.line("nothing")
    if config.option.markexpr:
        _note_left_out(config.rootpath, skipped)


def _note_left_out(root: Path, skipped: Counter[str]) -> None:
    (root / "build").mkdir(exist_ok=True)
    (root / "build" / "left-out.txt").write_text("".join(f"{reason}\n" for reason in sorted(skipped)))


def pytest_unconfigure(config: pytest.Config) -> None:
    run = config.stash.get(_run, None)
    if run is None:
        return
    if (run.folder / "template").exists() and (given := os.environ.get("TEST_DATABASE_URL")):
        server_of_others = Postgres(given, run.folder, "end")
        server_of_others.drop(server_of_others.template)
        server_of_others.close()
    run.end()
