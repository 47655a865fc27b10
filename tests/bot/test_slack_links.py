"""A link to a line shows it where all who read there may see it, and behind the link stands nothing of the score."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import lines
from bot.slack import limits, links, render
from handlers.cards import Buttons, Card, Prose, Theirs
from handlers.editions import load
from handlers.turn import Moment
from handlers.views.examples import examples
from prompts import phrase
from score.language import read
from storage.tables import Connection, Delivery, Door, PlaceKind, Privacy, Received, Workspace
from tests.blocks import problems, spoken, walk
from tests.databases import Engines
from tests.fakes.slack import BOT_USER, CUT, HTML, LOST, TEAM, Fault, error, too_fast
from tests.orchestra import SCORE
from tests.slack_day import BEGINS, Day, a_day

AT = "https://concertmaster.example"
LINE = f"{AT}/lines/field/P-1"
WORDS = "Call every harbour before noon"


def at_slack(engines: Engines, play: Callable[[Day], Awaitable[None]], *, at: str = AT) -> None:
    async def run() -> None:
        async with a_day(engines.writer.url, at=at) as day:
            stood = len(day.all(Delivery))
            await play(day)
            assert max(day.statuses, default=200) < 500
            assert len(day.all(Delivery)) == stood
            assert [one for channel in day.slack.channels for one in day.slack.posted(channel) if one.only_for] == []

    asyncio.run(run())


async def links_to(day: Day, user: str, channel: str, *urls: str, **more: Any) -> dict[str, str]:
    """Post links, and what can be read below each then."""
    payload = day.slack.link(user, channel, *urls, **more)
    await day.delivers(payload)
    await day.settles()
    return below(day, payload)


def below(day: Day, payload: dict[str, Any]) -> dict[str, str]:
    event = payload["event"]
    found = day.slack.unfurled.get((event["channel"], event["message_ts"]), {})
    return {url: spoken(one) for url, one in found.items()}


async def loads(day: Day, score: str) -> None:
    """Put another edition in force."""
    moment, workspace_id = Moment(day.clock.now(), day.run.conductor.chance), day.run.connection.workspace_id
    await day.run.database.write(lambda store: load(moment, store, workspace_id, read(score.encode(), "score.yml")))


# Who may see it


@pytest.mark.parametrize("user", ["U0ADA", "U0NEW"])
def test_in_a_teams_channel_the_line_stands_below_whoever_posts_its_link(sqlite_engines: Engines, user: str) -> None:
    async def play(day: Day) -> None:
        day.slack.channels["C0FIELD"].members.add("U0NEW")
        said = await links_to(day, user, "C0FIELD", LINE, "https://elsewhere.example/lines/field/P-2")

        assert list(said) == [LINE]
        assert WORDS in said[LINE]
        assert "field/P-1" in said[LINE]
        assert "A priority of Field." in said[LINE]
        assert "harbour/P-1 Win the harbour towns" in said[LINE]
        assert "edition 1 of 9 March" in said[LINE].replace("Edition", "edition")
        assert day.slack.posted("C0FIELD") == []

    at_slack(sqlite_engines, play)


async def a_guest_comes(day: Day) -> str:
    day.slack.channels["C0FIELD"].members.add("U0GUEST")
    await day.delivers(day.slack.event({"type": "member_joined_channel", "user": "U0GUEST", "channel": "C0FIELD"}))
    return "C0FIELD"


async def it_is_shared(day: Day) -> str:
    day.slack.channels["C0FIELD"].is_ext_shared = True
    await day.delivers(day.slack.event({"type": "channel_shared", "channel": "C0FIELD"}))
    return "C0FIELD"


async def it_is_shared_and_nobody_said_so(day: Day) -> str:
    # It is believed for some minutes that nobody else reads along.
    await day.delivers(day.slack.mention("U0ADA", "C0FIELD", "help"))
    await day.settles()
    day.slack.channels["C0FIELD"].is_ext_shared = True
    return "C0FIELD"


async def we_were_removed(day: Day) -> str:
    day.slack.channels["C0FIELD"].members.remove(BOT_USER)
    return "C0FIELD"


async def in_a_channel_of_no_team(_day: Day) -> str:
    return "C0OTHER"


async def between_others(day: Day) -> str:
    day.slack.channel("D0ADABO", "", "U0ADA", "U0BO")
    return "D0ADABO"


async def in_a_group(day: Day) -> str:
    day.slack.channel("G0GROUP", "mpdm", "U0ADA", "U0BO", "U0GUEST", BOT_USER)
    return "G0GROUP"


async def slack_does_not_say_who_is_there(day: Day) -> str:
    day.run.door.look_anew("members", "C0FIELD")
    day.slack.fails("conversations.members", CUT, HTML)
    return "C0FIELD"


async def in_somebody_elses_conversation_with_us(day: Day) -> str:
    return day.slack.direct("U0BO").id


@pytest.mark.parametrize(
    "where",
    [
        a_guest_comes,
        it_is_shared,
        it_is_shared_and_nobody_said_so,
        we_were_removed,
        in_a_channel_of_no_team,
        between_others,
        in_a_group,
        slack_does_not_say_who_is_there,
        in_somebody_elses_conversation_with_us,
    ],
)
def test_where_somebody_reads_who_may_not_or_nobody_knows_who_does_nothing_is_shown(
    sqlite_engines: Engines, where: Callable[[Day], Awaitable[str]]
) -> None:
    async def play(day: Day) -> None:
        channel = await where(day)
        if channel == "D0BO":
            await day.says("U0BO", "help")
        kept = len(day.all(Received))

        assert await links_to(day, "U0ADA", channel, LINE) == {}
        assert day.slack.count("chat.unfurl") == 0
        assert len(day.all(Received)) == kept

    async def run() -> None:
        async with a_day(sqlite_engines.writer.url, at=AT) as day:
            await play(day)

    asyncio.run(run())


def test_in_ones_own_conversation_it_is_shown_with_ones_own_rights(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await loads(day, SCORE.replace("before noon,", "before noon, owner: ada,"))
        own = day.slack.direct("U0ADA").id
        assert "Yours." in (await links_to(day, "U0ADA", own, LINE))[LINE]
        assert "Ada Ek’s." in (await links_to(day, "U0BO", day.slack.direct("U0BO").id, LINE))[LINE]
        assert "Ada Ek’s." in (await links_to(day, "U0ADA", "C0FIELD", LINE))[LINE]

        for nobody in ("U0NEW", "U0GUEST", "U0FAR"):
            assert await links_to(day, nobody, day.slack.direct(nobody).id, LINE) == {}

    at_slack(sqlite_engines, play)


def test_it_is_also_shown_once_somebody_has_written_to_us(sqlite_engines: Engines) -> None:
    async def run() -> None:
        async with a_day(sqlite_engines.writer.url, at=AT) as day:
            await day.says("U0ADA", "help")
            assert WORDS in (await links_to(day, "U0ADA", day.slack.direct("U0ADA").id, LINE))[LINE]
            day.slack.users["U0ADA"]["is_restricted"] = True
            await day.delivers(day.slack.event({"type": "user_change", "user": {"id": "U0ADA"}}))
            assert await links_to(day, "U0ADA", day.slack.direct("U0ADA").id, LINE) == {}

    asyncio.run(run())


def test_while_it_is_written_nothing_is_shown_for_nobody_knows_where_it_will_stand(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        written = day.slack.composes("U0ADA", LINE)
        await day.delivers(written)
        await day.delivers({**written, "event": {**written["event"], "source": "conversations_history"}})
        await day.settles()
        assert below(day, written) == {}
        assert day.slack.count("chat.unfurl") == 0

    at_slack(sqlite_engines, play)


def test_a_line_of_another_organisation_is_not_shown_nor_to_another_workspace(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        moment = Moment(BEGINS, day.run.conductor.chance)
        theirs = Workspace(id=moment.id(), name="Far Away", created_at=BEGINS)
        there = Connection(id=moment.id(), workspace_id=theirs.id, door=Door.SLACK, external_id="T0FAR")
        await day.run.database.write(lambda store: store.keep(theirs, there))
        score = read(SCORE.replace("id: field", "id: north").encode(), "score.yml")
        await day.run.database.write(lambda store: load(moment, store, theirs.id, score))
        assert await links_to(day, "U0ADA", "C0FIELD", f"{AT}/lines/north/P-1") == {}

        posted = day.slack.link("U0ADA", "C0FIELD", LINE)
        far = {**posted, "team_id": "T0FAR", "authorizations": [{"team_id": "T0FAR", "user_id": BOT_USER}]}
        await day.delivers(far)
        await day.settles()
        assert below(day, far) == {}
        assert day.slack.count("chat.unfurl") == 0
        assert posted["team_id"] == TEAM

    at_slack(sqlite_engines, play)


# Once, and whatever fails


def test_however_often_it_comes_it_is_shown_once_and_again_when_the_message_was_mended(
    sqlite_engines: Engines,
) -> None:
    async def play(day: Day) -> None:
        posted = day.slack.link("U0ADA", "C0FIELD", LINE)
        await asyncio.gather(*[day.delivers(posted) for _ in range(3)])
        await day.delivers(posted, {"X-Slack-Retry-Num": "1"})
        await day.settles()
        assert day.slack.count("chat.unfurl") == 1

        other = f"{AT}/lines/field/P-2"
        said = await links_to(day, "U0ADA", "C0FIELD", LINE, other, message_ts=posted["event"]["message_ts"])
        assert list(said) == [LINE, other]
        assert day.slack.count("chat.unfurl") == 2

    at_slack(sqlite_engines, play)


def test_it_comes_by_socket_mode_too(sqlite_engines: Engines) -> None:
    async def run() -> None:
        async with a_day(sqlite_engines.writer.url, "socket", at=AT) as day:
            thread = day.slack.mention("U0ADA", "C0FIELD", "x")["event"]["ts"]
            assert WORDS in (await links_to(day, "U0ADA", "C0FIELD", LINE, thread_ts=thread))[LINE]
            assert day.slack.posted("C0FIELD") == []

    asyncio.run(run())


@pytest.mark.parametrize(
    "fault",
    [LOST, CUT, HTML, too_fast(30), error("cannot_unfurl_url"), error("missing_scope"), error("invalid_blocks")],
)
def test_what_fails_is_said_once_to_the_log_and_not_tried_again(
    sqlite_engines: Engines, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    async def play(day: Day) -> None:
        # What Slack says of our token alone is asked once more, for it may have been a new one since.
        day.slack.fails("chat.unfurl", *[fault] * (2 if "missing_scope" in fault.body else 1))
        posted = day.slack.link("U0ADA", "C0FIELD", LINE)
        with caplog.at_level(logging.INFO):
            for _ in range(3):
                await day.delivers(posted)
                await day.settles()
        assert not day.slack.faults["chat.unfurl"]
        assert day.slack.count("chat.unfurl") == (2 if "missing_scope" in fault.body else 1)
        assert (below(day, posted) == {}) is (fault is not LOST)
        assert [one.levelname for one in caplog.records if "could not be shown" in one.message] == ["WARNING"]
        assert WORDS not in caplog.text

    at_slack(sqlite_engines, play)


def test_without_an_address_there_are_no_links(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        assert await links_to(day, "U0ADA", "C0FIELD", LINE) == {}
        await day.delivers(day.slack.command("U0ADA", "field/P-1", name="/score"))
        async with day.http.get(f"{day.address}/lines/field/P-1") as answer:
            assert answer.status == 404
            assert "score field" not in await answer.text()

    at_slack(sqlite_engines, play, at="")


# Which links


OURS = [LINE, "https://CONCERTMASTER.example/lines/field/P-1", "https://concertmaster.example:443/lines/field/P-1"]
NOT_OURS = [
    "http://concertmaster.example/lines/field/P-1",
    "https://concertmaster.example:8443/lines/field/P-1",
    "https://concertmaster.example.evil.example/lines/field/P-1",
    "https://sub.concertmaster.example/lines/field/P-1",
    "https://concertmaster.example@evil.example/lines/field/P-1",
    "https://ada:secret@concertmaster.example/lines/field/P-1",
    "https://evil.example/?to=https://concertmaster.example/lines/field/P-1",
    f"{LINE}?x=1",
    f"{LINE}#x",
    f"{LINE}?",
    f"{LINE}/",
    f"{LINE}/more",
    f"{AT}/lines//field/P-1",
    f"{AT}/lines/../lines/field/P-1",
    f"{AT}/lines/field%2FP-1",
    f"{AT}/lines/%66ield/P-1",
    f"{AT}/LINES/field/P-1",
    f"{AT}/lines/field",
    f"{AT}/lines/",
    f"{AT}/pages/look.css",
    f"{AT}/lines/field/{'P' * 9000}",
    f"{AT}/lines/fıeld/P-1",
    f"{AT}/lines/field/P-1\u202e",
    "https://concertmaster。example/lines/field/P-1",
    "https://[::1/lines/field/P-1",
    "https://concertmaster.example:x/lines/field/P-1",
    "javascript:alert(1)",
    "",
]


@pytest.mark.parametrize("url", OURS)
def test_a_link_of_ours_is_one_in_whichever_way_the_host_is_written(url: str) -> None:
    assert lines.line_at(AT, url) == "field/P-1"
    assert lines.line_at(f"{AT}/", url) == "field/P-1"


@pytest.mark.parametrize("url", NOT_OURS)
def test_nothing_else_is_one(url: str) -> None:
    assert lines.line_at(AT, url) == ""
    assert lines.line_at("", url) == ""


@given(st.text())
def test_whatever_stands_there_is_no_line_or_one_that_leads_back(text: str) -> None:
    found = lines.line_at(AT, lines.before(AT) + text)

    assert found in ("", text)


def test_links_that_are_not_ours_ask_nobody_anything(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        asked = len(day.slack.calls)
        for url in NOT_OURS:
            assert await links_to(day, "U0ADA", "C0FIELD", url) == {}
        assert len(day.slack.calls) == asked

    at_slack(sqlite_engines, play)


def test_links_without_a_text_or_without_a_place_are_passed_over(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        posted = day.slack.link("U0ADA", "C0FIELD", LINE)
        event = posted["event"]
        for strange in (
            {**event, "links": [{"url": 7}, {"domain": "x"}]},
            {name: value for name, value in event.items() if name != "links"},
            {**event, "channel": ""},
            {**event, "message_ts": ""},
            {**event, "is_bot_user_member": "true"},
            {**event, "source": ["conversations_history"]},
            {**event, "source": "somewhere_new"},
        ):
            await day.delivers({**posted, "event": strange})
        await day.settles()
        assert day.slack.count("chat.unfurl") == 0
        # One Slack sends no source, where all that it tells of was posted.
        await day.delivers({**posted, "event": {name: said for name, said in event.items() if name != "source"}})
        await day.settles()
        assert list(below(day, posted)) == [LINE]

    at_slack(sqlite_engines, play)


def test_of_many_links_a_few_are_shown(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        priorities = "".join(f"        P-{n}: {{words: Call quay {n}}}\n" for n in range(3, 12))
        await loads(day, SCORE + priorities)
        urls = [f"{AT}/lines/field/P-{n}" for n in range(1, 12)]
        assert len(await links_to(day, "U0ADA", "C0FIELD", *urls)) == links.SHOWN == 5

        # As many signs as a line may have, each of which counts twice.
        signs = "😀" * 480
        heavy = "".join(
            f"        P-{n}: {{words: '{signs}', serves: field/P-{n % 9 + 1}, measures: {{M-{n}: '{signs}'}}}}\n"
            for n in range(12, 17)
        )
        wide = priorities.replace("Call quay", signs)
        await loads(day, SCORE + wide + heavy)
        many = await links_to(day, "U0ADA", "C0FIELD", *[f"{AT}/lines/field/P-{n}" for n in range(12, 17)])
        assert 0 < len(many) < links.SHOWN
        weight = sum(limits.weight(one["blocks"]) for one in list(day.slack.unfurled.values())[-1].values())
        assert weight <= limits.MESSAGE_WEIGHT

    at_slack(sqlite_engines, play)


# What became of a line


def test_a_line_that_moved_or_is_gone_says_so_and_one_that_never_was_is_not_shown(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.clock.move_to(day.clock.now())
        moved = SCORE.replace("P-1: {words: Call every", "P-9: {was: field/P-1, words: Call every")
        await loads(day, moved.replace("        P-2: {words: Halve the quoting time, serves: harbour/P-1}\n", ""))
        never, gone = f"{AT}/lines/field/P-77", f"{AT}/lines/field/P-2"
        said = await links_to(day, "U0ADA", "C0FIELD", LINE, never, gone)

        assert set(said) == {LINE, gone}
        assert "It stood at field/P-1 when this link was made." in said[LINE]
        assert f"field/P-9 {WORDS}" in said[LINE]
        assert "“score field/P-9”" in said[LINE]
        assert "Not in the score any more; last in edition 1, of 9 March." in said[gone]
        assert "Halve the quoting time" in said[gone]

    at_slack(sqlite_engines, play)


HOSTILE = "<!channel> <@U0ADA> <https://evil.example|x> *b* _i_ `c` :tada: @here &amp; https://evil.example"


def test_hostile_words_of_a_line_stay_words(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await loads(day, SCORE.replace("Call every harbour before noon", f"'{HOSTILE}'"))
        assert HOSTILE in (await links_to(day, "U0ADA", "C0FIELD", LINE))[LINE]
        (unfurls,) = day.slack.unfurled.values()
        texts = [one for one in walk(unfurls[LINE]["blocks"]) if "text" in one and isinstance(one["text"], str)]
        assert {(one["type"], one["emoji"]) for one in texts} == {("plain_text", False)}

    at_slack(sqlite_engines, play)


# How it looks


LINKED = {name: card for name, card in examples().items() if name.startswith("score.linked")}


@pytest.mark.parametrize("name", LINKED)
def test_every_look_of_it_is_taken_by_slack_and_can_be_pressed_nowhere(name: str) -> None:
    card = LINKED[name]
    assert isinstance(card, Card)
    blocks = render.below_link(card, PlaceKind.CHANNEL, "en")

    assert problems({"text": "x", "blocks": blocks}) == []
    assert {one["type"] for one in blocks} <= {"context", "section"}


def test_measures_that_do_not_stand_there_are_counted() -> None:
    card = LINKED["score.linked: moved since, and with many measures"]
    assert isinstance(card, Card)
    said = spoken(render.below_link(card, PlaceKind.CHANNEL, "en"))

    assert said.count("49 % on") == 2
    assert "Two more measures: write “score service/P-2” to Concertmaster." in said


def test_what_has_no_place_there_is_refused() -> None:
    private = Card(phrase("score.at", address=Theirs("x", Privacy.PERSON)))
    with pytest.raises(RuntimeError):
        render.below_link(private, PlaceKind.CHANNEL, "en")
    with pytest.raises(TypeError):
        render.below_link(Card(phrase("score.no-part"), [Buttons([])]), PlaceKind.CHANNEL, "en")
    (says, loud) = render.below_link(
        Card(phrase("score.no-part"), [Prose(phrase("score.no-score"))]), PlaceKind.CHANNEL, "en"
    )
    assert (says["type"], loud["type"]) == ("context", "section")


# Where it comes from


def test_the_card_of_a_line_has_its_link_to_be_copied_and_it_is_no_link(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        said = await day.delivers(day.slack.command("U0ADA", "field/P-1", name="/score"))
        assert LINE in spoken(said["blocks"])
        assert not [one for one in walk(said["blocks"]) if one.get("type") == "link" or "url" in one]

    at_slack(sqlite_engines, play)


# The page behind it


def test_behind_the_link_stands_how_to_see_the_line_and_nothing_of_the_score(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        pages = {}
        for address in ("field/P-1", "field/P-2", "field/P-77", "nowhere/X"):
            async with day.http.get(f"{day.address}/lines/{address}") as answer:
                assert (answer.status, answer.headers["X-Robots-Tag"]) == (200, "noindex")
                assert answer.headers["Cache-Control"] == "no-store"
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
                said = await answer.text()
                assert f"write “score <bdi>{address}</bdi>” there" in said
                pages[address] = said.replace(address, "…")
        assert len(set(pages.values())) == 1
        assert not [word for word in (WORDS, "Harbour", "Field", "Ada") if word in pages["field/P-1"]]
        async with day.http.head(f"{day.address}/lines/field/P-1") as answer:
            assert answer.status == 200
        for asset in ("look.css", "mark.svg"):
            assert f"/pages/{asset}" in pages["field/P-1"]
            async with day.http.get(f"{day.address}/pages/{asset}") as answer:
                assert answer.status == 200
                assert "immutable" in answer.headers["Cache-Control"]
        async with day.http.get(f"{day.address}/pages/base.html") as answer:
            assert answer.status == 404

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize(
    "path",
    [
        "/lines",
        "/lines/",
        "/lines/field",
        "/lines/field/P-1/",
        "/lines/FIELD/P-1",
        "/lines/%2e%2e/%2e%2e/etc/passwd",
        "/lines/..%2f..%2fetc/passwd",
        "/lines/%3Cscript%3Ealert(1)%3C/script%3E/P-1",
        "/lines/call/0800%20123%20and%20say%20your%20password",
        "/lines/f%C4%B1eld/P-1",
        "/lines/field/P-1%00",
        "/lines/%ff%fe/P-1",
        "/lines/" + "x" * 8000,
        "/lines/field/" + "P" * 40,
    ],
)
def test_of_a_path_that_no_line_could_have_nothing_is_said_again(sqlite_engines: Engines, path: str) -> None:
    async def play(day: Day) -> None:
        reader, writer = await asyncio.open_connection(*day.address.removeprefix("http://").split(":"))
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        said = (await reader.read()).decode()
        writer.close()
        assert said.startswith("HTTP/1.1 404")
        assert "write “score” and the address of one there" in said
        assert not [word for word in (WORDS, "passwd", "alert", "0800", "xxx", "PPP") if word in said]

    at_slack(sqlite_engines, play)
