"""At Slack a score file is handed in by a form, read as what it changes, and put in force by a press."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.outbox import Later
from bot.rates import OwnRates
from bot.slack.call import Caller, Unknown
from handlers.files import LARGEST
from storage.tables import Edition, Proposed
from tests.databases import Engines
from tests.fakes.slack import CUT, Fault
from tests.orchestra import SCORE
from tests.slack_day import Day, a_day

OWNER = "U0ADA"
NEXT = SCORE.replace("Win the harbour towns", "Win every harbour town")


def plays(engines: Engines, part: Callable[[Day], Awaitable[None]], transport: str = "http") -> None:
    async def play() -> None:
        async with a_day(engines.writer.url, transport) as day:
            await day.delivers(day.slack.command(OWNER, "new edition"))
            await day.settles()
            assert "The score file" in day.form()
            await part(day)

    asyncio.run(play())


@pytest.mark.parametrize("transport", ["http", "socket"])
def test_a_file_is_handed_in_read_and_put_in_force(sqlite_engines: Engines, transport: str) -> None:
    async def part(day: Day) -> None:
        assert not await day.hands_in(OWNER, file=day.slack.handed("next.yml", NEXT.encode()))
        assert "“next.yml”: no new line, one reads otherwise" in day.read(OWNER)
        message, button = day.button(OWNER, "Put it in force")
        for _ in range(2):
            await day.delivers(day.slack.press(OWNER, message, button))
        await day.settles()
        assert "is in force, as edition 2" in day.read(OWNER)
        assert [one.number for one in day.all(Edition)] == [1, 2]

    plays(sqlite_engines, part, transport)


def test_without_the_scope_and_where_it_does_not_come_the_form_stays_open_and_says_so(sqlite_engines: Engines) -> None:
    async def part(day: Day) -> None:
        file = day.slack.handed("next.yml", NEXT.encode())
        elsewhere = {"files": [{**file["files"][0], "url_private_download": "https://evil.example/x"}]}
        nowhere = {"files": [{"id": "F1"}]}
        for one in (elsewhere, nowhere):
            said = await day.hands_in(OWNER, file=one)
            assert "It could not be fetched in time." in said["errors"]["file"]
        day.slack.may_read_files = False
        assert "It could not be fetched" in (await day.hands_in(OWNER, file=file))["errors"]["file"]
        day.slack.may_read_files = True
        day.slack.fails("download", Fault(slow=2.5, after=True))
        assert "It could not be fetched" in (await day.hands_in(OWNER, file=file))["errors"]["file"]
        assert day.all(Proposed) == []
        assert not await day.hands_in(OWNER, file=file)
        assert len(day.all(Proposed)) == 1

    plays(sqlite_engines, part)


def test_a_file_that_is_too_large_is_not_fetched_to_its_end(sqlite_engines: Engines) -> None:
    async def part(day: Day) -> None:
        said = await day.hands_in(OWNER, file=day.slack.handed("big.yml", b"x" * (2 * LARGEST)))
        assert "It is larger than 1 MB" in said["errors"]["file"]
        none = await day.hands_in(OWNER)
        assert "There is no file." in none["errors"]["file"]

    plays(sqlite_engines, part)


def test_what_could_be_fetched_later_is_told_from_what_nobody_knows(sqlite_engines: Engines) -> None:
    async def part(day: Day) -> None:
        call, file = day.run.door._call, day.slack.handed("next.yml", NEXT.encode())["files"][0]
        with pytest.raises(Later, match="could not be reached"):
            # Nothing listens there.
            await call.download("http://127.0.0.1:1/file/F1", 10)
        # A connection that was open before is tried once more by the client itself.
        day.slack.fails("download", CUT, CUT)
        with pytest.raises(Unknown, match="download"):
            await call.download(file["url_private_download"], 10)

    plays(sqlite_engines, part)


class Exchanged:
    """A token that is another one by now."""

    async def __call__(self) -> str:
        return "xoxe.xoxb-next"

    def forget(self) -> None:
        raise AssertionError("nothing was refused")


def test_where_tokens_are_exchanged_a_file_is_fetched_with_the_last_one(sqlite_engines: Engines) -> None:
    async def part(day: Day) -> None:
        door, file = day.run.door, day.slack.handed("next.yml", NEXT.encode())["files"][0]
        (before,) = day.slack.tokens
        day.slack.tokens = {"xoxe.xoxb-next": day.slack.tokens[before]}

        call = Caller(door._call._client, OwnRates(), day.clock, Exchanged())
        assert await call.download(file["url_private_download"], 7) == NEXT.encode()[:7]
        day.slack.tokens = {before: day.slack.tokens["xoxe.xoxb-next"]}

    plays(sqlite_engines, part)
