"""A new edition of the score is sent to Teams as a file in the chat; a form that is asked for is a message there."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.teams.auth import is_file
from bot.teams.reading import FILE, deed
from handlers.files import LARGEST
from tests.databases import Engines
from tests.fakes.teams import CHANNEL, CUT, FakeTeams, Fault, error
from tests.orchestra import SCORE
from tests.teams_day import Day, a_day, actions, cards, inputs, shown

WORDS = SCORE.replace("Halve the quoting time", "Quote within a day")


def at_teams(engines: Engines, play: Callable[[Day], Awaitable[None]]) -> None:
    async def run() -> None:
        async with a_day(engines.writer.url) as day:
            await play(day)

    asyncio.run(run())


async def sends(day: Day, who: str, url: str, conversation: str = "", **more: Any) -> None:
    """Send a file in a chat, or post it in a channel."""
    attached = {"contentType": FILE, "name": "score.yml", "content": {"downloadUrl": url, "fileType": "yml"}}
    await day.delivers(day.does(who, conversation, text="", attachments=[attached]) | more)
    await day.settles()


def test_a_file_that_is_sent_shows_what_it_would_change(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.teams.files["score.yml"] = WORDS.encode()
        await sends(day, "ada", f"{day.teams.address}/files/score.yml?tempauth=secret")
        assert "Quote within a day" in day.read("a:ada")
        await day.presses("ada", "Put it in force")
        assert "edition 2" in day.read("a:ada").casefold()

    at_teams(sqlite_engines, play)


def test_a_file_of_who_does_not_write_the_score_or_in_a_channel_changes_nothing(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.teams.files["score.yml"] = WORDS.encode()
        await sends(day, "bo", f"{day.teams.address}/files/score.yml")
        assert "Quote within a day" not in day.read("a:bo")
        fetched = day.teams.asked.count("file")
        await sends(day, "ada", f"{day.teams.address}/files/score.yml", CHANNEL)
        assert day.teams.asked.count("file") == fetched
        assert "Quote within a day" not in day.read(CHANNEL)

    at_teams(sqlite_engines, play)


@pytest.mark.parametrize("fault", [CUT, Fault(404), Fault(302, headers={"Location": "http://127.0.0.1:1/"})])
def test_a_file_that_does_not_come_is_told(sqlite_engines: Engines, fault: Fault) -> None:
    async def play(day: Day) -> None:
        # What cannot be connected to is asked for once more.
        day.teams.faults["file"] += [fault, fault]
        await sends(day, "ada", f"{day.teams.address}/files/score.yml")
        assert "could not be fetched in time" in day.read("a:ada")

    at_teams(sqlite_engines, play)


def test_each_file_that_does_not_come_is_told_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        for times in (1, 2):
            for _ in range(2):
                await sends(day, "ada", "https://files.example/score.yml", id=f"file-{times}")
            assert day.read("a:ada").count("could not be fetched in time") == times

    at_teams(sqlite_engines, play)


def test_a_file_from_elsewhere_is_not_fetched(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await sends(day, "ada", "https://files.example/score.yml")
        assert "could not be fetched in time" in day.read("a:ada")

    at_teams(sqlite_engines, play)


@pytest.mark.parametrize(("content", "says"), [(b"a" * (LARGEST + 9), "larger than 1 MB"), (b"\xff\xfe", "text")])
def test_what_is_no_score_is_said_beside_the_form(sqlite_engines: Engines, content: bytes, says: str) -> None:
    async def play(day: Day) -> None:
        day.teams.files["score.yml"] = content
        await sends(day, "ada", f"{day.teams.address}/files/score.yml")
        assert says in day.read("a:ada")
        assert "send me the file here in this chat" in day.read("a:ada")

    at_teams(sqlite_engines, play)


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://harbour-my.sharepoint.com/personal/ada/score.yml?tempauth=a.b", True),
        ("https://harbour.sharepoint.us/x", True),
        ("http://harbour.sharepoint.com/x", False),
        ("https://sharepoint.com.example/x", False),
        ("https://evilsharepoint.com/x", False),
        ("https://harbour.sharepoint.com:8443/x", False),
        ("https://harbour.sharepoint.com:x/", False),
        ("https://a@harbour.sharepoint.com/x", False),
        ("https://harbour.sharepoint.com/x\r\nHost: y", False),
        ("http://127.0.0.1:80/x", False),
        ("file:///etc/passwd", False),
    ],
)
def test_files_come_from_where_microsoft_keeps_them(url: str, may: bool) -> None:
    assert is_file(url, {"smba.trafficmanager.net"}) is may
    assert is_file("http://127.0.0.1:80/x", {"127.0.0.1"})


def test_what_is_attached_otherwise_is_no_file() -> None:
    there = FakeTeams()
    card = {"contentType": "text/html", "content": "<p>help</p>"}
    empty = {"contentType": FILE, "content": {}}
    found = deed(there.activity(attachments=[card, empty, {"contentType": FILE, "content": "x"}]))
    assert found is not None
    assert found.file is None
    assert found.text == "help"


def test_a_form_that_is_asked_for_is_a_message_and_what_became_of_it_takes_its_place(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        asked = day.does("bo", text="check in")
        await day.delivers(asked)
        await day.delivers(asked)
        await day.settles()
        forms = [(name, one) for name, one in day.teams.conversations["a:bo"].items() if inputs(cards(one)[0])]
        ((name, form),) = forms
        (button,) = actions(cards(form)[0])
        await day.sends("bo", button["data"] | {"task1": "Call every harbour"}, name)
        assert not inputs(cards(day.teams.conversations["a:bo"][name])[0])
        assert "Call every harbour" in day.read("a:bo")

    at_teams(sqlite_engines, play)


def test_a_form_that_is_asked_for_in_a_channel_is_for_who_asked_alone(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "my hours", CHANNEL)
        assert [one for one in day.teams.conversations["a:bo"].values() if inputs(cards(one)[0])]
        assert "I answered in our own chat" in day.read(CHANNEL)

    at_teams(sqlite_engines, play)


def test_who_asks_for_it_sees_a_message_as_it_is_now_and_nobody_is_watched(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.goes_to(0.2)
        name, _ = day.button("Check in", "a:bo")
        refresh = cards(day.teams.conversations["a:bo"][name])[0]["refresh"]
        assert refresh["userIds"] == []
        await day.hands_over("bo", task1="Call every harbour")
        again = await day.sends("bo", refresh["action"]["data"], name)
        assert again["value"]["refresh"] == refresh
        assert "is in" in shown(again["value"])
        other = await day.sends("cy", refresh["action"]["data"], name)
        assert "too old" in other["value"]

    at_teams(sqlite_engines, play)


def test_an_answer_whose_card_is_lost_is_not_said_again(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await day.says("bo", "help")
        before = len(day.teams.posted)
        day.teams.faults["send"] += [Fault(), error(413, "MessageSizeTooBig")]
        await day.says("bo", "why do we call every harbour?")
        ((_, _, words),) = day.teams.posted[before:]
        assert words["text"].startswith("Call every harbour")
        assert words["channelData"]["feedbackLoop"]

    at_teams(sqlite_engines, play)


def test_in_a_group_chat_there_are_no_threads(sqlite_engines: Engines) -> None:
    chat = "19:harbour@thread.v2"

    async def play(day: Day) -> None:
        await day.says("ada", "help", chat)
        assert "channel from now on" in day.read(chat)
        assert "reply" not in day.teams.asked

    async def run() -> None:
        async with a_day(sqlite_engines.writer.url, channel=False) as day:
            await play(day)

    asyncio.run(run())
