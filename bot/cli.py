"""The commands."""

import argparse
import asyncio
import json
import logging
import os
import socket
import sys
import threading
import webbrowser
import zoneinfo
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from bot import measures, preview, scores, script, settings
from bot.organisation import Organisation, Unplayable, of_files, told
from bot.scores import CLEAN, FOUND, UNREADABLE
from bot.script import TODAY
from handlers.views import language, leave
from handlers.views import people as view
from prompts import Which, phrase, plain
from score import roster
from score.care import Help
from score.model import Said, Silent
from score.problems import ScoreProblems
from storage import people
from storage.tables import Workspace

if TYPE_CHECKING:
    from bot.scores import OrganisationOf


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code."""
    # The machine's own zone files may be years old; the pinned package is not (docs/decisions/0006).
    zoneinfo.reset_tzpath(to=[])
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    given = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = given.run
    return run(given)


Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
"""Adds one command: its name, what runs it, and what it is."""


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
    chat.add_argument("--me", default="", help="whom you are (default: mira in the example, else the first by name)")
    chat.add_argument("--fresh", action="store_true", help="begin again, without what was typed before")
    for played in (demo, chat):
        played.add_argument("--score", type=Path, help="play this score instead of the example's")
        played.add_argument(
            "--day", type=date.fromisoformat, help=f"begin on this day of the example (default: {TODAY})"
        )
        played.add_argument("--people", type=Path, help="with these people; without, with the owners in the score")
    command("run", _run, "the real thing, as configured")
    command("worker", _worker, "plan and send beside others on PostgreSQL, with no door open to the outside")
    command("check", _check, "what is configured, and what is missing")
    _about_doors(command)
    migrate = command("migrate", _migrate, "bring the database up to this release, or take everything to another one")
    migrate.add_argument("--to", default="", metavar="URL", help="copy everything to this empty database instead")
    command("settings", _settings, "every setting, as the page of the documentation")
    catalogue = command("catalogue", _catalogue, "all that can be said, on every door, as one page")
    catalogue.add_argument("--to", type=Path, default=Path("build/catalogue.html"), help="file (default: %(default)s)")
    scores.arguments(command("score", scores.run, "look at a score file, load it, import one or hand it back"))
    scores.ask_arguments(command("ask", scores.run, "questions in, answers from the score with their lines out"))
    measures.arguments(command("measures", measures.run, "where measures stand, and readings by hand or from a file"))
    lessons = command("lessons", _lessons, "look at lessons of your own before they are put on the shelf")
    lessons.add_argument("what", choices=["check"], help="check: what is wrong with the lessons of a folder")
    lessons.add_argument("folder", type=Path, nargs="?", help="folder (default: the one that is set, else ours)")
    tried = command("cases", _cases, "questions whose answers were said to be wrong, as cases to try a coach with")
    tried.add_argument("--organisation", default="", help="whose, where the store has several")
    _about_people(command)
    return parser


def _about_doors(command: Command) -> None:
    connect = command("connect", _connect, "a link by which one Slack workspace, or enterprise, is connected by OAuth")
    connect.add_argument("--organisation", default="", help="whose it will be; made when it is new")
    admin = command("admin", _admin, "make somebody an admin, and a code with which they link their account")
    admin.add_argument("handle", help="their handle in the roster, such as ada")
    admin.add_argument("--name", default="", help="their name, where the roster does not have them yet")
    admin.add_argument("--zone", default="", help="their time zone, such as Europe/Dublin")
    admin.add_argument("--organisation", default="", help="whose, where the store has several")
    keys = command("rotate-keys", _rotate_keys, "seal every token anew with the first master key")
    keys.add_argument("--new", action="store_true", help="put a new master key first in the file before that")
    manifest = command("manifest", _manifest, "the Slack app as Slack wants it; with an address for HTTP and OAuth")
    manifest.add_argument("--address", default="", help="how this server is reached, as https://concertmaster.example")
    teams = command("teams", _teams, "the app as Microsoft Teams wants it: a package to be uploaded")
    teams.add_argument("what", choices=["package"], help="package: write the zip, from the settings and these options")
    teams.add_argument("--developer", default="", help="who answers for the app, as people read it in Teams")
    teams.add_argument("--website", default="", metavar="URL", help="where people find who that is, and help")
    teams.add_argument(
        "--privacy", default="", metavar="URL", help="what is kept of people; docs/privacy.md to begin with"
    )
    teams.add_argument("--terms", default="", metavar="URL", help="the terms of use")
    teams.add_argument(
        "--release", default="", help="three numbers, higher than those of the one before (default: ours)"
    )
    teams.add_argument("--out", type=Path, default=Path("concertmaster-teams.zip"), help="file (default: %(default)s)")
    teams.add_argument("--force", action="store_true", help="write over the file where it is there already")


def _about_people(command: Command) -> None:
    posted = command("deliveries", _deliveries, "what was sent and what was not, to whom, and why; never what it said")
    posted.add_argument("--since", type=date.fromisoformat, help="first day, in UTC (default: seven days ago)")
    states = ["planned", "sending", "sent", "uncertain", "expired", "skipped", "dead"]
    posted.add_argument("--state", choices=states, help="only those in one state")
    posted.add_argument("--person", default="", help="only those for one person, by the handle in the roster")
    posted.add_argument("--organisation", default="", help="whose, where the store has several")
    posted.add_argument("--format", choices=["text", "json"], default="text", help="(default: %(default)s)")
    previewed = command("preview", _preview, "what would be sent to whom, when and why; nothing is written")
    preview.arguments(previewed)
    people = command("people", _people, "look at a roster file, take it in, or write one")
    what = "check: what is wrong with it; import: say what would change, then keep it; export: write who is here; "
    what += "leave: take days away in, from a table or a calendar"
    people.add_argument("what", choices=["check", "import", "export", "leave"], help=what)
    people.add_argument("file", type=Path, help="people.yml, or a table: people.csv; for leave, away.csv or away.ics")
    people.add_argument("--organisation", default="", help="whose, where the store has several")
    people.add_argument("--yes", action="store_true", help="keep what would change without asking")


def _demo(given: argparse.Namespace) -> int:
    from bot import demo

    _begins(settings.Settings())
    organisation = _organisation(given)
    day = _day(given, organisation)
    port = _free_port(given.port)
    address = f"http://127.0.0.1:{port}/"
    print(f"Concertmaster is at {address}  (Ctrl-C stops it; what you type is kept in {settings.demo_folder()}/)")
    if not given.no_open and os.environ.get("CI") != "true":
        threading.Timer(1.0, webbrowser.open, [address]).start()
    demo.serve(port, fresh=given.fresh, organisation=organisation, day=day)
    return CLEAN


def _begins(known: settings.Settings) -> None:
    """What the settings say for the demo. Ends the command where a model is half configured."""
    _shelf(known.lessons)
    if known.model is not None and (missing := known.model.wrong()):
        raise SystemExit(_refuse(plain(phrase("model.wants", names=missing))))


def _day(given: argparse.Namespace, organisation: Organisation | None) -> date:
    """The day that is begun with. Ends the command for one that cannot be walked into."""
    wanted: date | None = given.day
    if wanted is None:
        return TODAY
    if organisation is not None:
        raise SystemExit(_refuse(plain(phrase("command.days-of-example"))))
    days = script.days()
    if wanted not in days:
        refused = phrase("command.no-such-day", day=wanted, first=days[0], last=days[-1])
        raise SystemExit(_refuse(plain(refused)))
    return wanted


def _organisation(given: argparse.Namespace) -> Organisation | None:
    """The organisation that is played instead of the example. Ends the command when its files cannot be."""
    if given.score is None:
        if given.people is not None:
            raise SystemExit(_refuse(plain(phrase("command.people-alone"))))
        return None
    try:
        organisation = of_files(given.score, given.people)
    except OSError as problem:
        raise SystemExit(_refuse(_no_file(problem))) from None
    except Unplayable as wrong:
        raise SystemExit(_refuse(str(wrong))) from None
    if organisation.made_up:
        print(plain(told(organisation)))
    return organisation


def _no_file(problem: OSError) -> str:
    return plain(phrase("command.no-file", file=str(problem.filename), why=problem.strerror or ""))


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

    _begins(settings.Settings())
    organisation = _organisation(given)
    day = _day(given, organisation)
    first = min(organisation.roster.people, key=lambda one: one.name).handle if organisation else "mira"
    talked = demo.talk(given.me or first, fresh=given.fresh, organisation=organisation, day=day)
    return CLEAN if asyncio.run(talked) else FOUND


def _run(_given: argparse.Namespace) -> int:
    from bot import run

    known = _configured()
    _shelf(known.lessons)
    if known.web is not None and known.web.host not in settings.LOOPBACK:
        return _refuse(plain(phrase("command.no-sign-in", host=known.web.host)))
    try:
        asyncio.run(run.serve(known, lambda said: print(plain(said), flush=True), run.by_uvicorn(known)))
    except run.NotStarted as problem:
        return _refuse(plain(problem.why))
    except KeyboardInterrupt:
        pass
    return CLEAN


def _worker(_given: argparse.Namespace) -> int:
    from bot import run

    known = _configured()
    _shelf(known.lessons)
    try:
        asyncio.run(run.work(known, lambda said: print(plain(said), flush=True)))
    except run.NotStarted as problem:
        return _refuse(plain(problem.why))
    return CLEAN


def _configured() -> settings.Settings:
    """The settings of the environment. Ends the command when they cannot be read; no value of them is ever shown."""
    try:
        return settings.Settings()
    except ValidationError as problems:
        wrong = [
            phrase("command.bad-setting", name=settings.named(problem["loc"]), why=problem["msg"])
            for problem in problems.errors(include_input=False, include_context=False, include_url=False)
        ]
        raise SystemExit(_refuse("\n".join(plain(one) for one in wrong))) from None


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return UNREADABLE


def _check(_given: argparse.Namespace) -> int:
    from bot import run

    known = _configured()
    fine = True
    try:
        database = run.opened(known)
        print(plain(phrase("command.store-current")))
        for workspace in database.read_now(people.workspaces):
            _contacts(workspace)
        database.close()
    except run.NotStarted as problem:
        print(plain(problem.why))
        fine = False
    fine = _doors(known) and fine
    fine = _meaning(known) and fine
    fine = _model(known) and fine
    fine = _shelf(known.lessons) and fine
    return CLEAN if fine else FOUND


def _doors(known: settings.Settings) -> bool:
    """Say which doors can be opened; false where one of them lacks something."""
    from bot import run
    from bot.slack import app
    from bot.teams import edge

    if (missing := run.wanting(known)) is not None:
        print(plain(missing))
        return not known.has_door
    if known.slack is not None:
        try:
            run.vault_of(known)
        except run.NotStarted as problem:
            print(plain(problem.why))
            return False
        print(plain(phrase("command.slack-set", transport=Which(known.slack.transport), path=app.PATH)))
    if known.teams is not None:
        print(plain(phrase("command.teams-set", app=Which("yes" if known.teams.app_id else "no"), path=edge.PATH)))
    return True


def _contacts(workspace: Workspace) -> None:
    """Say for which kinds of help an organisation names nobody; docs/care.md says where it does."""
    missing = [view.contact_kind(kind) for kind in Help if not workspace.contacts.get(kind)]
    some = Which("all" if not missing else "none" if len(missing) == len(Help) else "some")
    if roster.ANY in workspace.contacts:
        some = Which("all")
    print(plain(phrase("command.contacts", name=workspace.name, some=some, kinds=missing)))


def _meaning(known: settings.Settings) -> bool:
    """Say whether meaning is on, and what comes when it is asked once; gives whether that is as it should be."""
    from bot import meaning, run

    if known.meaning is None:
        print(plain(phrase("meaning.off")))
        return True
    try:
        model = run.model_of(known.meaning)
    except run.NotStarted as problem:
        print(plain(problem.why))
        return False
    try:
        found, took = meaning.timed(model)
        slow = Which("yes" if took > known.meaning.time_limit else "no")
        print(plain(phrase("meaning.answers", model=found.model, milliseconds=round(took * 1000), slow=slow)))
    except meaning.Unanswered as problem:
        print(plain(phrase("meaning.silent", why=str(problem))))
        return False
    finally:
        model.close()
    return True


def _model(known: settings.Settings) -> bool:
    """Say whether the coach has a model, and what comes when it is asked once; gives whether all of that is right."""
    from bot import model
    from bot.ports import WallClock

    if known.model is None:
        print(plain(phrase("model.off")))
        return True
    if missing := known.model.wrong():
        print(plain(phrase("model.wants", names=missing)))
        return False
    return _answered(known.model.model, *asyncio.run(model.tried(model.model_of(known.model, WallClock()))))


def _answered(name: str, found: Said | Silent, took: float) -> bool:
    """Say what the model of that name said when it was asked once, after how many seconds; gives whether it did."""
    if isinstance(found, Silent):
        print(plain(phrase("model.silent", model=name, why=Which(found.reason))))
        return False
    print(plain(phrase("model.answers", model=found.model, milliseconds=round(took * 1000), tokens=found.tokens)))
    return True


def _migrate(given: argparse.Namespace) -> int:
    from bot import engine, move
    from storage import migrate
    from storage.store import client_address, open_engine

    url = settings.Settings().store.url.get_secret_value()
    if given.to:
        return move.moved(url, given.to)
    store = open_engine(url)
    migrate.upgrade(store)
    store.dispose()
    if store.dialect.name != "sqlite":
        asyncio.run(engine.prepare(client_address(store.url)))
    print(plain(phrase("command.store-current")))
    return CLEAN


def _connect(given: argparse.Namespace) -> int:
    from bot import organised, run
    from bot.slack import install

    known = _configured()
    missing = run.wanting(known)
    if missing is not None or known.slack is None or not known.slack.by_oauth:
        return _refuse(plain(missing or phrase("command.no-oauth")))
    now = organised.now()

    def make(store: organised.Store) -> str:
        ours = organised.organisation_made(store, now, given.organisation)
        return install.ticket_for(store, now, ours.id)

    try:
        database = run.opened(known)
        try:
            secret = database.writer.write(make).result()
        finally:
            database.close()
    except run.NotStarted as problem:
        return _refuse(plain(problem.why))
    except organised.NotOne as problem:
        return _refuse(scores.not_one(problem))
    link = f"{known.server.address}{install.INSTALL}?ticket={secret}"
    print(plain(phrase("command.connect", link=link)))
    return CLEAN


def _admin(given: argparse.Namespace) -> int:
    from bot import organised, run
    from handlers import people as roster_of

    now = organised.now()

    def make(store: organised.Store, workspace_id: str) -> str:
        person = roster_of.new_admin(now, store, workspace_id, given.handle, given.name, given.zone)
        return roster_of.new_code(now, store, person)

    try:
        code = organised.Organised(_configured(), given.organisation).keeps(make)
    except run.NotStarted as problem:
        return _refuse(plain(problem.why))
    except organised.NotOne as problem:
        return _refuse(scores.not_one(problem))
    except ScoreProblems as problems:
        return _refuse(f"{language.shown(problems, of=language.ROSTER)}\n{plain(phrase('people.refused'))}")
    print(plain(phrase("command.admin", handle=given.handle, code=code)))
    return CLEAN


def _deliveries(given: argparse.Namespace) -> int:
    from bot import deliveries, organised, run

    try:
        ours = organised.Organised(_configured(), given.organisation)
        said, code = deliveries.shown(given, ours, organised.now().at)
    except run.NotStarted as problem:
        return _refuse(plain(problem.why))
    except organised.NotOne as problem:
        return _refuse(scores.not_one(problem))
    except deliveries.NoSuchPerson as problem:
        return _refuse(plain(phrase("deliveries.no-such-person", handle=str(problem))))
    print(said)
    return code


def _cases(given: argparse.Namespace) -> int:
    from bot import organised, run
    from handlers import mistaken

    ours = scores.organisation_of(given)
    if ours is None:
        return _refuse(plain(phrase("command.no-store")))
    try:
        found = ours.looks(lambda store, id, _at: mistaken.cases(store, id))
    except run.NotStarted as problem:
        return _refuse(plain(problem.why))
    except organised.NotOne as problem:
        return _refuse(scores.not_one(problem))
    for one in found:
        print(json.dumps(one, ensure_ascii=False))
    return CLEAN


def _rotate_keys(given: argparse.Namespace) -> int:
    from bot import organised, run, vault
    from bot.slack import tokens

    known = _configured()
    try:
        if given.new:
            if known.vault.key_file is None:
                return _refuse(plain(phrase("command.no-key-file")))
            vault.add_key(known.vault.key_file)
        ours = run.vault_of(known)
        database = run.opened(known)
    except run.NotStarted as problem:
        return _refuse(plain(problem.why))
    except OSError as problem:
        return _refuse(_no_file(problem))
    now, count = organised.now(), 0
    try:
        for workspace_id in database.read_now(tokens.workspaces_in):
            count += database.writer.write(
                partial(tokens.resealed, vault=ours, moment=now, workspace_id=workspace_id)
            ).result()
    except (vault.Unopened, vault.NoKey) as problem:
        return _refuse(plain(phrase("command.not-rotated", why=str(problem))))
    finally:
        database.close()
    print(plain(phrase("command.rotated", count=count)))
    return CLEAN


def _manifest(given: argparse.Namespace) -> int:
    from bot.slack import manifest

    print(manifest.text(given.address), end="")
    return CLEAN


def _teams(given: argparse.Namespace) -> int:
    from bot.teams import package

    known = _configured()
    app_id = known.teams.app_id if known.teams is not None else ""
    if missing := _wanting_for_teams(given, app_id, known.server.address):
        return _refuse(plain(phrase("packaged.wants", names=missing)))
    by = package.Publisher(given.developer, given.website, given.privacy, given.terms)
    release = given.release or package.this_release()
    try:
        made = package.package(app_id, known.server.address, by, release)
        with given.out.open("wb" if given.force else "xb") as file:
            file.write(made)
    except package.Unpacked as problem:
        return _refuse(plain(problem.why))
    except FileExistsError:
        return _refuse(plain(phrase("packaged.is-there", file=str(given.out))))
    except OSError as problem:
        why = problem.strerror or ""
        return _refuse(plain(phrase("packaged.not-written", file=str(given.out), why=why)))
    print(plain(phrase("packaged.written", file=str(given.out), release=release)))
    return CLEAN


def _wanting_for_teams(given: argparse.Namespace, app_id: str, address: str) -> list[str]:
    """The settings and options without which there can be no package."""
    wanted = {
        "CONCERTMASTER_TEAMS__APP_ID": app_id,
        "CONCERTMASTER_SERVER__ADDRESS": address,
        "--developer": given.developer,
        "--website": given.website,
        "--privacy": given.privacy,
        "--terms": given.terms,
    }
    return [name for name, said in wanted.items() if not said.strip()]


def _settings(_given: argparse.Namespace) -> int:
    print(settings.table(), end="")
    return CLEAN


def _catalogue(given: argparse.Namespace) -> int:
    from bot import catalogue

    given.to.parent.mkdir(parents=True, exist_ok=True)
    given.to.write_text(catalogue.page(), "utf-8")
    print(given.to)
    return CLEAN


def _preview(given: argparse.Namespace) -> int:
    from bot import organised, run

    _shelf(settings.Settings().lessons)
    ours = scores.organisation_of(given)
    if ours is None:
        return _refuse(plain(phrase("command.no-store")))
    try:
        code, said = preview.run(given, ours)
    except run.NotStarted as problem:
        return _refuse(plain(problem.why))
    except organised.NotOne as problem:
        return _refuse(scores.not_one(problem))
    for one in said:
        print(one, file=sys.stderr if code else sys.stdout)
    return code


def _people(given: argparse.Namespace) -> int:
    try:
        if given.what == "check":
            return _check_people(given.file)
        ours = scores.organisation_of(given)
        if ours is None:
            return _refuse(plain(phrase("command.no-store")))
        if given.what == "export":
            return _export_people(ours, given.file)
        if given.what == "leave":
            return _take_leave_in(ours, given.file, sure=given.yes)
        return _import_people(ours, given.file, sure=given.yes)
    except OSError as problem:
        return _refuse(_no_file(problem))
    except ScoreProblems as problems:
        if given.what == "leave":
            said = language.shown(problems, of=language.LEAVE)
            return _refuse(f"{said}\n{plain(phrase('leave.file-refused'))}")
        said = language.shown(problems, of=language.ROSTER)
        return _refuse(said if given.what == "check" else f"{said}\n{plain(phrase('people.refused'))}")


def _check_people(file: Path) -> int:
    found = roster.read(file.read_bytes(), str(file))
    print(plain(phrase("people.clean", file=str(file), people=len(found.people), teams=len(found.teams))))
    if found.unasked:
        print(plain(phrase("people.unasked", count=len(found.unasked))))
    return CLEAN


def _import_people(ours: "OrganisationOf", file: Path, *, sure: bool) -> int:
    source = file.read_bytes()
    difference = ours.people_difference(source, str(file))
    print(view.difference(difference))
    if not difference:
        return CLEAN
    if not sure and not scores.confirmed():
        print(plain(phrase("people.not-kept")))
        return FOUND
    ours.take_people_in(source, str(file))
    print(plain(phrase("people.kept", people=len(ours.people_written()["people"]))))
    return CLEAN


def _take_leave_in(ours: "OrganisationOf", file: Path, *, sure: bool) -> int:
    source = file.read_bytes()
    difference = ours.leave_difference(source, str(file))
    print(leave.difference(difference))
    if not difference:
        return CLEAN
    if not sure and not scores.confirmed():
        print(plain(phrase("people.not-kept")))
        return FOUND
    kept = ours.take_leave_in(source, str(file))
    print(plain(phrase("leave.file-kept", count=len(kept.new), moved=len(kept.moved), gone=len(kept.gone))))
    return CLEAN


def _export_people(ours: "OrganisationOf", file: Path) -> int:
    said = ours.people_written()
    file.write_bytes(roster.written(said, file.name).encode())
    print(plain(phrase("people.written", file=str(file), people=len(said["people"]))))
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
