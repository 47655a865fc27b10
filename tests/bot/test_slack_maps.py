"""The map in Slack: lists in lists, and a picture of what everybody may see; in words where Slack keeps no file."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.slack.pictures import MOST, mapped
from handlers.cards import Card, ScoreMap
from handlers.views import score_map
from handlers.views.examples import examples
from score.map import chart
from tests.databases import Engines
from tests.fakes.slack import error
from tests.score.maps_made_up import TODAY, large
from tests.slack_day import Day, a_day


def at_slack(engines: Engines, play: Callable[[Day], Awaitable[None]]) -> None:
    async def run() -> None:
        async with a_day(engines.writer.url, channel=False) as day:
            await play(day)

    asyncio.run(run())


def newest(day: Day) -> list[dict[str, object]]:
    blocks: list[dict[str, object]] = day.slack.posted(day.slack.direct("U0ADA").id)[-1].said["blocks"]
    return blocks


def test_the_picture_stands_with_the_outline_and_says_what_it_shows(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("U0ADA", "map")

        images = [one for one in newest(day) if one["type"] == "image"]
        (file,) = day.slack.files.values()
        assert file["content"].startswith(b"\x89PNG")
        assert [str(one["alt_text"]).partition(" ")[2].partition(" ")[0] for one in images] == ["lines"]
        assert any(one["type"] == "rich_text" for one in newest(day))

    at_slack(sqlite_engines, play)


def test_where_slack_keeps_no_file_the_outline_is_all(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        for _ in range(2):
            day.slack.fails("files.getUploadURLExternal", error("missing_scope"))

        await day.says("U0ADA", "map")

        assert not day.slack.files
        assert [one for one in newest(day) if one["type"] == "image"] == []
        assert "Priority" in day.read("U0ADA") or any(one["type"] == "rich_text" for one in newest(day))

    at_slack(sqlite_engines, play)


def test_where_a_picture_is_not_taken_the_outline_is_all(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.slack.refuses = {"image"}

        await day.says("U0ADA", "map")

        assert [one for one in newest(day) if one["type"] == "image"] == []

    at_slack(sqlite_engines, play)


def _card(name: str = "score_map.card") -> Card:
    shown = examples()[name]
    assert isinstance(shown, Card)
    return shown


def _not_for_all() -> Card:
    card = _card()
    return replace(
        card, pieces=[replace(one, for_all=False) if isinstance(one, ScoreMap) else one for one in card.pieces]
    )


def _too_large() -> Card:
    parts, lines = large(MOST)
    return score_map.card(chart(parts, lines, TODAY, open=[one.handle for one in parts]), None, for_all=True)


def _empty() -> Card:
    return score_map.card(chart([], [], TODAY, open=[]), None, for_all=True)


@pytest.mark.parametrize("make", [_not_for_all, _too_large, _empty, lambda: _card("score.none")])
def test_what_not_everybody_may_see_or_nobody_could_read_is_no_file(
    sqlite_engines: Engines, make: Callable[[], Card]
) -> None:
    async def play(day: Day) -> None:
        assert await mapped(day.run.door._call, make(), "en") == ()
        assert not day.slack.files

    at_slack(sqlite_engines, play)
