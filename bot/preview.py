"""The command that says what would be sent to whom, when and why; and a team's digest of an earlier day."""

import argparse
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.conductor import draw
from bot.console import render
from bot.scores import CLEAN, UNREADABLE, OrganisationOf
from handlers.cards import Card
from handlers.preview import DAYS, TooMany, Whom, foreseen
from handlers.turn import Reader
from handlers.views.preview import Foreseen
from prompts import LANGUAGE, phrase, plain
from score.cadence import local_day
from storage import people
from storage.store import Store
from storage.tables import Place, PlaceKind

PEOPLE = 2000
"""People for whom the command plays ahead at most: they are held in memory, and each of their days is played."""


class Unforeseeable(ValueError):
    """What was asked for cannot be looked at; the message says why and what to do."""


def arguments(command: argparse.ArgumentParser) -> None:
    """What the command is given."""
    command.add_argument("--from", dest="first", type=date.fromisoformat, help="first day, such as 2027-03-09 (today)")
    command.add_argument("--to", dest="last", type=date.fromisoformat, help="last day (the first one)")
    whom = command.add_mutually_exclusive_group()
    whom.add_argument("--person", default="", help="only what one person gets, by their handle")
    whom.add_argument("--team", default="", help="only what one team and its people get, by its handle")
    command.add_argument("--as-of", dest="as_of", type=date.fromisoformat, help="the team's digest of that day instead")
    command.add_argument("--week", action="store_true", help="with --as-of: of the week in which that day lies")
    command.add_argument("--format", choices=["text", "json"], default="text", help="default: %(default)s")
    command.add_argument("--organisation", default="", help="whose, where the store has several")


def run(given: argparse.Namespace, ours: OrganisationOf) -> tuple[int, list[str]]:
    """The exit code, and what is printed."""
    try:
        if given.week and given.as_of is None:
            raise Unforeseeable(plain(phrase("command.week-of-what")))
        if given.as_of is not None:
            return CLEAN, ours.looks(lambda store, workspace_id, now: _digest(store, workspace_id, now, given))
        return CLEAN, ours.looks(lambda store, workspace_id, now: _ahead(store, workspace_id, now, given))
    except Unforeseeable as problem:
        return UNREADABLE, [str(problem)]


def _ahead(store: Store, workspace_id: str, now: datetime, given: argparse.Namespace) -> list[str]:
    first = given.first or now.date()
    last = given.last or first
    if last < first:
        raise Unforeseeable(plain(phrase("command.preview-order", first=first, last=last)))
    if last < now.date() - timedelta(days=1):
        raise Unforeseeable(plain(phrase("command.preview-over", last=last)))
    if last - now.date() >= timedelta(days=DAYS):
        raise Unforeseeable(plain(phrase("command.preview-far", days=DAYS, last=now.date() + timedelta(days=DAYS - 1))))
    whom = _whom(store, workspace_id, given)
    try:
        found = foreseen(store, workspace_id, now, (first, last), whom, PEOPLE)
    except TooMany as many:
        raise Unforeseeable(plain(phrase("command.preview-too-many", count=many.count, most=many.most))) from None
    return _written(found, given.format == "json", now)


def _whom(store: Store, workspace_id: str, given: argparse.Namespace) -> Whom:
    if given.person:
        found = next((one for one in people.everybody(store, workspace_id) if one.handle == given.person), None)
        if found is None:
            raise Unforeseeable(plain(phrase("command.no-person", handle=given.person)))
        return Whom(person=found)
    team = next((one for one in people.teams(store, workspace_id) if one.handle == given.team), None)
    if given.team and team is None:
        raise Unforeseeable(plain(phrase("command.no-team", handle=given.team)))
    return Whom(team=team)


def _written(found: Sequence[Foreseen], as_json: bool, now: datetime) -> list[str]:
    if as_json:
        return [json.dumps(_row(one), ensure_ascii=False) for one in found]
    if not found:
        return [plain(phrase("command.preview-nothing"))]
    head = plain(phrase("command.preview-if", at=now))
    return [head, *(_line(one) for one in found)]


def _row(one: Foreseen) -> dict[str, object]:
    whom = {"person": one.person.handle} if one.person else {"team": one.team.handle if one.team else ""}
    return {
        "at": one.here.isoformat(),
        "zone": one.zone,
        **whom,
        "kind": one.kind,
        "comes": one.comes,
        "why": plain(one.why),
    }


def _line(one: Foreseen) -> str:
    whom = f"@{one.person.handle}" if one.person else one.to
    when = f"{one.here:%Y-%m-%d %H:%M} {one.zone}"
    return f"{when:36}  {render.harmless(whom):24}  {plain(one.what)}: {plain(one.why)}"


def _digest(store: Store, workspace_id: str, now: datetime, given: argparse.Namespace) -> list[str]:
    """A team's digest of a day or its week, as it adds up by now: what stands in the channel, which is amended."""
    if not given.team:
        raise Unforeseeable(plain(phrase("command.as-of-whom")))
    team = _whom(store, workspace_id, given).team
    if team is None or given.as_of > local_day(now, team.time_zone or "UTC"):
        raise Unforeseeable(plain(phrase("command.as-of-ahead", day=given.as_of)))
    channel = Place(
        id="",
        workspace_id=workspace_id,
        connection_id="",
        external_id="",
        kind=PlaceKind.CHANNEL,
        name=team.name,
        team_id=team.id,
    )
    about = {"team": team.id, "day": given.as_of.isoformat()}
    drawn = draw(store, "digest.week" if given.week else "digest.day", about, Reader(None, channel, now))
    assert isinstance(drawn, Card), "a digest is a card"
    said = render.message(drawn, PlaceKind.CHANNEL, LANGUAGE, render.Numbers())
    if given.format == "json":
        return [json.dumps({"team": team.handle, "day": about["day"], "says": said}, ensure_ascii=False)]
    return [said]
