"""With three and with three hundred of everything each view is what Slack takes, and nothing runs over its limits."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.conductor import draw
from bot.slack import render
from handlers import DRAWINGS
from handlers.cards import Card, Form, PrivateShown
from handlers.turn import Drawn, Gone, Reader
from storage.store import Store
from storage.tables import (
    Account,
    Blocker,
    CheckIn,
    DueDay,
    Membership,
    Noun,
    Person,
    Place,
    PlaceKind,
    Role,
    Silence,
    Sitting,
    Task,
    TeamDay,
    Tie,
    Win,
)
from tests.blocks import problems
from tests.databases import copied
from tests.handlers.test_drawings import MEASURED, of_everything
from tests.orchestra import Orchestra, Player, orchestra

LONG = "Wilhelmina-Konstanze von und zu Überlingen-Nussdorf am nördlichen Ufer des Sees"
MANY_LINES = (
    "        P-{n}: {{words: Line {n} of the many that a part of the score can have, serves: harbour/P-1, "
    "measures: {{M-{n}: Number {n}}}}}\n"
)

OF_SOMEBODY = (Person, Account, Place, Membership, CheckIn, TeamDay, DueDay, Task, Tie, Blocker, Win, Sitting)
OF_ADA = (Task, Tie, Blocker, Win, Silence, Sitting)
"""What there is once more for each of the many, and what Ada has more of herself."""


def once_more(day: Orchestra, kinds: tuple[type[Noun], ...], rows: list[Noun], n: int, **more: Any) -> None:
    """Keep these rows as somebody else's: every id of theirs is another, and so is what has to be one of a kind."""
    ids = {row.id: day.moment().id() for row in rows if type(row) in kinds}  # type: ignore[attr-defined]
    for row in rows:
        values = {name: ids.get(value, value) if isinstance(value, str) else value for name, value in _values(row)}
        for name in ("handle", "external_id", "email"):
            if values.get(name):
                values[name] = f"{values[name]}-{n}"
        if isinstance(row, Person):
            values |= {"name": f"{LONG} {n}", **more}
        if isinstance(row, Sitting):
            values["lesson"] = f"{values['lesson']}-{n}"
        day.keep(type(row)(**values))


def _values(row: Noun) -> list[tuple[str, Any]]:
    return list(row.model_dump().items())


@pytest.fixture(scope="module", params=[3, 300])
def many(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Orchestra, dict[str, dict[str, str]]]]:
    """A day in which Ada did something of everything, and that many others did too."""
    with orchestra(copied(sqlite_template, tmp_path_factory.mktemp("many") / "day.db")) as day:
        lines = "".join(MANY_LINES.format(n=n) for n in range(3, request.param + 1))
        day.plays_from(MEASURED + lines)
        about = of_everything(day)
        ada = Player(day, "ada").person
        own = [row for kind in OF_SOMEBODY for row in day.all(kind) if _is_of(row, ada)]
        more = [row for kind in OF_ADA for row in day.all(kind) if _is_of(row, ada)]
        checkins = {one.id for one in own if isinstance(one, CheckIn)}
        own += [row for row in day.all(TeamDay) if row.checkin_id in checkins]
        ties = [row for row in day.all(Tie) if row.task_id in {one.id for one in own if isinstance(one, Task)}]
        silences = [row for row in day.all(Silence)][:1]
        lead = Membership(
            id=day.moment().id(),
            workspace_id=day.workspace.id,
            team_id=day.teams()[0].id,
            person_id=ada.id,
            role=Role.MANAGER,
        )
        if not any(one.role is Role.MANAGER for one in own if isinstance(one, Membership)):
            day.keep(lead)
        for n in range(request.param):
            once_more(day, OF_SOMEBODY, [*own, *ties], n)
            once_more(day, OF_ADA, [*more, *ties, *silences], n)
        yield day, about


def _is_of(row: Noun, person: Person) -> bool:
    return row.id == person.id if isinstance(row, Person) else getattr(row, "person_id", "") == person.id


@pytest.mark.parametrize("view", sorted(DRAWINGS))
def test_every_view_is_what_slack_takes(many: tuple[Orchestra, dict[str, dict[str, str]]], view: str) -> None:
    day, about = many
    ada = Player(day, "ada").person
    direct = next(one for one in day.all(Place) if one.person_id == ada.id)
    channel = next(one for one in day.all(Place) if one.team_id == day.teams()[0].id)
    now = day.clock.now()
    for place in (direct, channel):
        reader = Reader(ada if place is direct else None, place, now)
        try:
            drawn = day.ask(partial(_drawn, view=view, about=about.get(view, {"said": "x"}), reader=reader))
        except Gone:
            assert place is channel
            continue
        for payload in _payloads(drawn, place.kind, view):
            assert problems(payload) == []


def _drawn(store: Store, view: str, about: dict[str, str], reader: Reader) -> Drawn:
    return draw(store, view, about, reader)


def _payloads(drawn: object, where: PlaceKind, view: str) -> Iterator[dict[str, Any]]:
    if isinstance(drawn, Form):
        yield dict(render.modal(drawn, "en", private="{}"))
    if not isinstance(drawn, Card):
        return
    try:
        message = render.message(drawn, where, "en")
    except PrivateShown:
        return
    yield {"text": message.text, "blocks": message.blocks}
    yield from (dict(render.rest(message, page, "en")) for page in range(1, len(message.rest) + 1))
    if view == "home.front" and where is PlaceKind.DIRECT:
        yield dict(render.home([drawn], "en"))


def test_there_is_as_much_of_everything_as_it_says(many: tuple[Orchestra, dict[str, dict[str, str]]]) -> None:
    day, about = many
    people = len(day.all(Person))
    for kind in (Task, Blocker, Win, CheckIn, TeamDay):
        assert day.count(kind) >= people - 3
    field = next(one for one in day.all(Place) if one.team_id == day.teams()[0].id)
    shown = [day.draws(field, view, about[view]) for view in ("digest.day", "digest.blockers", "digest.details")]
    assert all("Wilhelmina-Konstanze" in said for said in shown[1:])
    assert shown[1].count("no van") >= people - 3
