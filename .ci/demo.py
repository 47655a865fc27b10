"""Start the demo in a folder as its reader would, wait until its page answers, say how long it took, and stop it."""

import argparse
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from typing import IO

PACKAGES = (
    "sqlmodel, alembic.command, starlette.applications, uvicorn, jinja2, babel.dates, fluent.runtime, apscheduler"
)
FLOORS = 4.5
"""How many times as long a start may take as importing the packages of others does, where that is longer than allowed:
3.0 was measured, and seconds alone would say as much of the machine as of us."""

ADDRESS = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\]):\d+\S*")


def main() -> int:
    """Return 0 when the page came within the seconds allowed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder")
    arguments.add_argument("--within", type=float, required=True, help="seconds until the page must have answered")
    given = arguments.parse_args()
    within = max(given.within, FLOORS * _floor(given.folder))
    began = time.monotonic()
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    demo = subprocess.Popen(
        ["make", "demo"],
        cwd=given.folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        text=True,
    )
    said: list[str] = []
    assert demo.stdout
    threading.Thread(target=_listen, args=(demo.stdout, said), daemon=True).start()
    try:
        while demo.poll() is None and not _answers(said):
            if time.monotonic() - began > within:
                break
            time.sleep(0.02)
        took = time.monotonic() - began
        came = demo.poll() is None and _answers(said)
    finally:
        _stop(demo)
    print(f"make demo: {f'the page answered after {took:.1f} s' if came else 'no page'} (at most {within:.1f} s)")
    if not came:
        print("".join(said))
    return 0 if came and took <= within else 1


def _floor(folder: str) -> float:
    """Seconds that importing the packages takes in the environment of `folder`; 0.0 before there is one."""
    python = os.path.join(folder, ".venv", "bin", "python")
    if not os.path.exists(python):
        return 0.0
    began = time.monotonic()
    subprocess.run([python, "-c", f"import {PACKAGES}"], check=False, capture_output=True)
    return time.monotonic() - began


def _listen(output: IO[str], said: list[str]) -> None:
    for line in output:
        said.append(line)


def _answers(said: list[str]) -> bool:
    found = ADDRESS.search("".join(said))
    if not found:
        return False
    try:
        with urllib.request.urlopen(found[0].rstrip(".,)"), timeout=2) as page:
            return bool(page.status == 200 and page.read())
    except (urllib.error.URLError, OSError):
        return False


def _stop(demo: "subprocess.Popen[str]") -> None:
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(demo.pid, how)
            demo.wait(5)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


if __name__ == "__main__":
    sys.exit(main())
