"""Whom a newcomer can be: by role, with one line on what is seen from there, in an organisation of any size."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from bot import seats
from bot.console.receive import Terminal
from bot.console.send import ConsoleOut
from bot.demo import browser_application
from bot.organisation import of_files
from bot.seats import SeatKind
from bot.stage import Stage, set_up
from bot.web.send import WebOut
from prompts import plain
from storage.tables import Door
from tests.bot.test_organisation import SCORE

CREWS, CREW = 12, 20


def hands(crew: int) -> str:
    return ", ".join(f"p{n}" for n in range(crew * CREW, (crew + 1) * CREW))


ROSTER = "\n".join(
    [
        "zone: Asia/Kathmandu",
        "people:",
        "  ada.byron: {name: Ada, role_words: leads everything}",
        "  bo: {name: Bo}",
        "  zoe: {name: Zoe Quill, role_words: mends nets}",
        "  idle: {name: Idle}",
        *(f"  p{n}: {{name: Hand {n:03}, role_words: hauls}}" for n in range(CREWS * CREW)),
        "teams:",
        "  bridge: {name: Bridge, part: field, manager: ada.byron, coaches: [bo], members: [zoe]}",
        "  watch: {name: Watch, part: field, manager: zoe, observers: [bo]}",
        *(f"  crew{n}: {{name: Crew {n:02}, part: field, members: [{hands(n)}]}}" for n in range(CREWS)),
        "admins: [ada.byron]",
        "strategy_owners: [ada.byron]",
    ]
)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """An organisation of 244 people."""
    folder = tmp_path_factory.mktemp("large")
    (folder / "score.yml").write_text(SCORE, "utf-8")
    (folder / "people.yml").write_text(ROSTER, "utf-8")
    organisation = of_files(folder / "score.yml", folder / "people.yml")
    made = asyncio.run(set_up(folder / "demo.db", Door.WEB, WebOut(), fresh=False, organisation=organisation))
    yield made
    made.database.close()


def found(stage: Stage, wanted: str = "") -> seats.Seats:
    return stage.database.read_now(lambda store: seats.taken(store, stage.example.workspace.id, 5, wanted))


def get(stage: Stage, path: str) -> str:
    async def within() -> str:
        transport = httpx.ASGITransport(browser_application(stage, WebOut()))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            answer = await client.get(path)
            assert answer.status_code == 200
            return answer.text

    return asyncio.run(within())


def test_every_role_has_its_name_and_a_line_on_what_is_seen_from_there() -> None:
    assert set(seats.TITLES) == set(seats.SAYS) == set(SeatKind)
    assert len({plain(said) for said in seats.SAYS.values()}) == len(SeatKind)


def test_everybody_sits_once_for_each_thing_that_they_are_and_nobody_is_left_out(large: Stage) -> None:
    rows = {row.kind: row for row in found(large).rows}

    assert {kind: row.count for kind, row in rows.items()} == {
        SeatKind.MEMBER: 241,
        SeatKind.MANAGER: 2,
        SeatKind.COACH: 1,
        SeatKind.OWNER: 1,
        SeatKind.ADMIN: 1,
        SeatKind.OBSERVER: 1,
        SeatKind.NONE: 1,
    }
    assert list(rows) == list(SeatKind), "in the order in which a newcomer looks"
    assert len(rows[SeatKind.MEMBER].seats) == 5
    assert [(one.name, one.teams) for one in rows[SeatKind.COACH].seats] == [("Bo", ("Bridge",))]
    assert [(one.name, one.teams) for one in rows[SeatKind.OBSERVER].seats] == [("Bo", ("Watch",))]


@pytest.mark.parametrize(
    ("wanted", "count"),
    [("quill", 2), ("ZOE", 2), ("mends nets", 2), ("bridge", 3), ("crew hauls", CREWS * CREW), ("nobody", 0)],
)
def test_a_name_a_team_and_the_work_find_somebody(large: Stage, wanted: str, count: int) -> None:
    assert sum(row.count for row in found(large, wanted).rows) == count


def test_the_first_page_of_many_is_short_and_searched_without_a_script(large: Stage) -> None:
    first, searched = get(large, "/"), get(large, "/?q=zoe")

    assert first.count('href="/p') - first.count('href="/pages') == 20
    assert "241 people" in first
    assert 'method="get" action="/" role="search"' in first
    assert "And 221 more" in first
    assert searched.count('href="/zoe"') == 2
    assert "<details>" not in searched
    nobody = get(large, "/?q=%3Cscript%3E")
    assert "Nobody fits" in nobody
    assert "<script>" not in nobody


def test_a_page_of_many_has_a_search_where_others_have_a_menu(large: Stage) -> None:
    page = get(large, "/zoe")

    assert 'role="search"' in page
    assert page.count('href="/p') - page.count('href="/pages') == 0


def test_the_terminal_lists_the_first_ones_of_each_role_and_finds_the_others(large: Stage) -> None:
    written: list[str] = []
    terminal = Terminal(large, ConsoleOut(), written.append)

    def types(line: str) -> str:
        written.clear()
        asyncio.run(terminal.line(line))
        return "\n".join(written)

    assert asyncio.run(terminal.sit_down(large.example.connection, large.example.workspace, "zoe"))
    bare = types("/me")
    assert all(plain(title) in bare for title in seats.TITLES.values())
    assert "and 236 more; /me with part of a name or of a team finds others" in bare
    assert len(bare.splitlines()) < 60
    assert "Hand 007" in types("/me 007")
    assert "Zoe Quill" in types("/me quill")
    assert "You see what your team shares" in types("/me nobody at all"), "who fits nobody reads who there is"
