"""The commands."""

import argparse
import asyncio
import logging
import os
import socket
import sys
import threading
import webbrowser
import zoneinfo
from collections.abc import Callable, Sequence
from pathlib import Path

from bot import scores, settings
from bot.scores import CLEAN, FOUND, UNREADABLE
from prompts import phrase, plain


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code."""
    # The machine's own zone files may be years old; the pinned package is not (docs/decisions/0006).
    zoneinfo.reset_tzpath(to=[])
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    given = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = given.run
    return run(given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("concertmaster", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: Callable[[argparse.Namespace], int], what: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=what, description=what)
        added.set_defaults(run=run)
        return added

    demo = command("demo", _demo, "the browser on localhost, with an example organisation and a clock you can move")
    demo.add_argument("--port", type=int, default=settings.DEMO_PORT, help="port to try first (default: %(default)s)")
    demo.add_argument("--fresh", action="store_true", help="begin again, without what was typed before")
    demo.add_argument("--no-open", action="store_true", help="do not open a browser")
    chat = command("chat", _chat, "the same in a terminal")
    chat.add_argument("--me", default="mira", help="whom you are (default: %(default)s)")
    chat.add_argument("--fresh", action="store_true", help="begin again, without what was typed before")
    command("run", _run, "the real thing, as configured")
    command("check", _check, "what is configured, and what is missing")
    command("migrate", _migrate, "bring the database up to this release")
    command("settings", _settings, "every setting, as the page of the documentation")
    catalogue = command("catalogue", _catalogue, "all that can be said, on every door, as one page")
    catalogue.add_argument("--to", type=Path, default=Path("build/catalogue.html"), help="file (default: %(default)s)")
    scores.arguments(command("score", scores.run, "look at a score file, load it, import one or hand it back"))
    scores.ask_arguments(command("ask", scores.run, "questions in, answers from the score with their lines out"))
    lessons = command("lessons", _lessons, "look at lessons of your own before they are put on the shelf")
    lessons.add_argument("what", choices=["check"], help="check: what is wrong with the lessons of a folder")
    lessons.add_argument("folder", type=Path, nargs="?", help="folder (default: the one that is set, else ours)")
    return parser


def _demo(given: argparse.Namespace) -> int:
    from bot import demo

    _shelf(settings.Settings().lessons)
    port = _free_port(given.port)
    address = f"http://127.0.0.1:{port}/"
    print(f"Concertmaster is at {address}  (Ctrl-C stops it; what you type is kept in {settings.demo_folder()}/)")
    if not given.no_open and os.environ.get("CI") != "true":
        threading.Timer(1.0, webbrowser.open, [address]).start()
    demo.serve(port, fresh=given.fresh)
    return CLEAN


def _free_port(wanted: int) -> int:
    """`wanted`, or the next one that nobody listens on."""
    for port in range(wanted, wanted + 20):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"Ports {wanted} to {wanted + 19} are all taken. Nothing was started; choose one with --port.")


def _chat(given: argparse.Namespace) -> int:
    from bot import demo

    _shelf(settings.Settings().lessons)
    return CLEAN if asyncio.run(demo.talk(given.me, fresh=given.fresh)) else FOUND


def _run(_given: argparse.Namespace) -> int:
    known = settings.Settings()
    _shelf(known.lessons)
    if known.web is not None and known.web.host not in settings.LOOPBACK:
        return _refuse(plain(phrase("command.no-sign-in", host=known.web.host)))
    return _refuse(plain(phrase("command.no-door")))


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return UNREADABLE


def _check(_given: argparse.Namespace) -> int:
    from bot.writer import Database
    from storage import migrate

    known = settings.Settings()
    database = Database(known.store.url.get_secret_value())
    try:
        current = migrate.is_current(database.engine)
    finally:
        database.close()
    print(plain(phrase("command.store-current" if current else "command.store-behind")))
    print(plain(phrase("command.no-door")))
    fine = _shelf(known.lessons)
    return CLEAN if current and fine else FOUND


def _migrate(_given: argparse.Namespace) -> int:
    from storage import migrate
    from storage.store import open_engine

    engine = open_engine(settings.Settings().store.url.get_secret_value())
    migrate.upgrade(engine)
    engine.dispose()
    print(plain(phrase("command.store-current")))
    return CLEAN


def _settings(_given: argparse.Namespace) -> int:
    print(settings.table(), end="")
    return CLEAN


def _catalogue(given: argparse.Namespace) -> int:
    from bot import catalogue

    given.to.parent.mkdir(parents=True, exist_ok=True)
    given.to.write_text(catalogue.page(), "utf-8")
    print(given.to)
    return CLEAN


def _shelf(folder: Path | None) -> bool:
    """Put the coaches' lessons beside ours; those that are refused are named, and the others can be taken."""
    from prompts import lesson

    try:
        faults = lesson.put_beside(folder)
    except OSError as problem:
        _refuse(plain(phrase("lessonfile.no-folder", folder=str(folder), why=problem.strerror or "")))
        return False
    for fault in faults:
        print(fault, file=sys.stderr)
    return not faults


def _lessons(given: argparse.Namespace) -> int:
    from prompts import lesson

    folder = given.folder or settings.Settings().lessons or lesson.SHELF
    try:
        ours = {} if folder == lesson.SHELF else lesson.every()
        found, faults = lesson.read_folder(folder, taken=ours)
    except OSError as problem:
        return _refuse(plain(phrase("lessonfile.no-folder", folder=str(folder), why=problem.strerror or "")))
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        refused = len({fault.file for fault in faults})
        return _refuse(plain(phrase("lessonfile.refused", refused=refused, count=len(found))))
    print(plain(phrase("lessonfile.clean", folder=str(folder), count=len(found))))
    return CLEAN
