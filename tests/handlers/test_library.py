"""Lessons are searched in a form, and one of them is read without being taken."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.console import render as terminal
from bot.slack import render
from handlers.cards import Card, Form
from handlers.turn import Gone
from prompts import lesson as shelf
from prompts.lesson import Lesson, Sphere
from storage.tables import Delivery, Place, PlaceKind, Received, Role, Sending, Sitting, Team
from tests.blocks import problems
from tests.orchestra import Orchestra, Player

HOSTILE = "<!channel> *bold* [x](http://evil) | &amp; <@U0ADA>"


@pytest.fixture
def field(day: Orchestra) -> Team:
    day.plays_from()
    return day.team("Field", part="field")


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    return day.player("Ada", team=field)


@pytest.fixture
def ruth(day: Orchestra, field: Team) -> Player:
    return day.player("Ruth", team=field, role=Role.COACH)


def flat(player: Player) -> str:
    return " ".join(player.answer.split())


def labels(player: Player) -> list[str]:
    return [terminal.words(one.label, "en") for one in player.buttons()]


def stands(monkeypatch: pytest.MonkeyPatch, count: int, **more: object) -> list[Lesson]:
    """So many lessons stand on the shelf besides ours, all of an organisation's own coaches."""
    ours = shelf.every()
    one = ours["whirlwind"]
    theirs = [
        replace(one, **{"id": f"own-{n}", "title": f"Lesson {n} of our own", "ours": False, **more})  # type: ignore[arg-type]
        for n in range(count)
    ]
    monkeypatch.setattr(shelf._shelf, "lessons", {**ours, **{lesson.id: lesson for lesson in theirs}})
    return theirs


def kept(day: Orchestra) -> list[int]:
    return [day.count(kind) for kind in (Sitting, Sending, Delivery, Received)]


# Searching


@pytest.mark.parametrize("way", ["shelf", "words", "command"])
def test_the_search_opens_from_the_shelf_from_what_was_found_and_by_words(ada: Player, way: str) -> None:
    if way == "words":
        ada.writes("find a lesson")
    else:
        ada.writes("lessons" if way == "shelf" else "lesson promises")
        ada.presses("Find a lesson")

    assert ada.answer.splitlines() == [
        "Find a lesson",
        "Which words?",
        "What shall it be about?",
        "How long may it take?",
    ]


def test_each_hit_says_what_it_is_and_can_be_looked_at_and_taken(day: Orchestra, ada: Player) -> None:
    ada.does("library.open_form")
    ada.fills("promises")

    said = flat(ada)
    assert "One lesson fits." in said
    assert "Promises between teams, three minutes, about working with others." in said
    assert "Where work waits" in said, "the headings of its cards say what it is about"
    assert labels(ada) == ["Look at it", "Take it", "Search again"]
    ada.presses("Take it")
    assert "card 1 of 4" in ada.answer
    assert day.count(Sitting) == 1


@pytest.mark.parametrize(
    ("words", "sphere", "minutes", "found"),
    [
        ("", "", "", set(shelf.every())),
        ("promis", "", "", {"promises"}),
        ("“Promises between teams”", "", "", {"promises"}),
        ("", "workplace", "", {id for id, one in shelf.every().items() if one.sphere is Sphere.WORKPLACE}),
        ("", "", "2", {id for id, one in shelf.every().items() if one.minutes <= 2}),
        ("whirlwind", "work", "2", {"whirlwind", "tying-work"}),
    ],
)
def test_words_sphere_and_minutes_leave_out_what_does_not_fit(
    ada: Player, words: str, sphere: str, minutes: str, found: set[str]
) -> None:
    ada.does("library.look_up", fields={"words": words, "sphere": sphere, "minutes": minutes})

    assert {one.value for one in ada.buttons() if one.action == "library.look_at"} == found


def test_what_is_found_by_its_title_comes_before_what_only_speaks_of_it(ada: Player) -> None:
    ada.does("library.look_up", fields={"words": "whirlwind"})

    assert next(one.value for one in ada.buttons() if one.action == "library.look_at") == "whirlwind"


@pytest.mark.parametrize(
    ("fields", "noted"),
    [
        ({"words": "tractors"}, 1),
        ({"words": "whirlwind", "sphere": "self"}, 2),
        ({"words": "promises", "sphere": "workplace", "minutes": "1"}, 3),
    ],
)
def test_what_nothing_fits_is_said_in_the_form_which_stays_open(
    ada: Player, fields: dict[str, str], noted: int
) -> None:
    ada.does("library.look_up", fields=fields)

    assert ada.said is not None
    assert isinstance(ada.said.drawn, Form)
    assert flat(ada).count("I find no lesson for that.") == noted


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("a" * 201, "200 characters at most"),
        ("\u202e\u0000", "Nothing of this can be read as text."),
        (HOSTILE, "I find no"),
    ],
)
def test_words_that_are_none_are_said_beside_the_field(ada: Player, words: str, said: str) -> None:
    ada.does("library.look_up", fields={"words": words})

    assert said in flat(ada)


@pytest.mark.parametrize("value", ["", "x", "9999", "99999999", "-1 nowhere 99 ", "0 - 0", "² work ²"])
def test_a_button_that_is_no_longer_understood_shows_all_there_is(ada: Player, value: str) -> None:
    ada.does("library.look_up", value=value)

    assert len([one for one in ada.buttons() if one.action == "library.look_at"]) >= 1


def test_what_was_looked_for_stands_in_the_form_when_it_is_searched_again(ada: Player) -> None:
    ada.does("library.look_up", fields={"words": "promises to another", "sphere": "workplace", "minutes": "3"})
    ada.presses("Search again")

    assert ada.said is not None
    assert isinstance(ada.said.drawn, Form)
    assert [str(one.value) for one in ada.said.drawn.fields] == ["promises to another", "workplace", "3"]


def test_what_an_older_screen_finds_is_what_is_there_now(ada: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf._shelf, "lessons", {"promises": shelf.every()["promises"]})
    ada.does("library.look_up", value="10 self 0 applauding")

    assert "I find no lesson for that." in ada.answer
    ada.presses("Search again")
    assert "Which words?" in ada.answer


# Three hundred


def test_three_hundred_are_leafed_through_and_each_is_reached(ada: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = stands(monkeypatch, 300)
    ada.does("library.look_up", fields={"words": "our own"})
    assert "lessons fit. Here are 1 to 10." in flat(ada)
    seen: list[str] = []
    while True:
        seen += [one.value for one in ada.buttons() if one.action == "library.look_at"]
        if "Further ones" not in labels(ada):
            break
        ada.presses("Further ones")
    assert seen[:300] == [one.id for one in theirs]
    before = flat(ada)
    ada.presses("Those before")
    assert flat(ada) != before
    assert "Further ones" in labels(ada)


@pytest.mark.parametrize("count", [3, 300])
def test_slack_takes_the_shelf_the_search_its_hits_and_the_sending_form(
    day: Orchestra, ruth: Player, ada: Player, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    stands(monkeypatch, count, title=HOSTILE)
    for action, value in (
        ("lessons.shelf", ""),
        ("library.open_form", ""),
        ("library.look_up", ""),
        ("library.look_up", "20 - 0"),
        ("library.look_at", "own-1"),
        ("lessons.open_sender", "own-2"),
    ):
        shown = ruth.does(action, value=value).drawn
        if isinstance(shown, Form):
            payload = dict(render.modal(shown, "en", private="{}"))
        else:
            assert isinstance(shown, Card)
            message = render.message(shown, PlaceKind.DIRECT, "en")
            assert not message.rest, "a page of it is one message"
            payload = {"text": message.text, "blocks": message.blocks}
        assert problems(payload) == []
        assert not [one for one in marked_up(payload) if "<!channel>" in one or "<@U0ADA>" in one]
    assert day.count(Sending) == 0


def marked_up(payload: object) -> Iterator[str]:
    """Every text that Slack reads as markup."""
    if isinstance(payload, dict):
        if payload.get("type") == "mrkdwn":
            yield payload["text"]
        for one in payload.values():
            yield from marked_up(one)
    elif isinstance(payload, list):
        for one in payload:
            yield from marked_up(one)


# Looking at one


def test_a_look_shows_all_that_takers_read_and_keeps_nothing(day: Orchestra, ada: Player) -> None:
    day.goes_on(hours=3)
    before = kept(day)
    ada.does("library.look_up", fields={"words": "tying"})
    ada.presses("Look at it")

    said, lesson = flat(ada), shelf.every()["tying-work"]
    assert all(page.heading.upper() in said.upper() for page in lesson.pages)
    assert "Call every harbour before noon (field/P-1)" in said, "with a line of who reads, as takers have theirs"
    for option in lesson.question.options:
        assert " ".join(option.words.split())[:30] in said
        assert option.feedback not in said, "nothing says which of them holds"
    assert "A look begins nothing and is not kept." in said
    assert kept(day) == before
    ada.presses("Take it")
    assert [one.lesson for one in day.all(Sitting)] == ["tying-work"]


def test_one_that_was_taken_from_the_shelf_is_said_to_be_gone(
    ada: Player, ruth: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf._shelf, "lessons", {"promises": shelf.every()["promises"]})
    for player, action in ((ada, "library.look_at"), (ruth, "library.look_at"), (ruth, "lessons.open_sender")):
        player.does(action, value="whirlwind")
        assert "no longer on the shelf" in flat(player)
    ruth.presses("Find a lesson")
    assert "Which words?" in ruth.answer


def test_a_look_that_is_drawn_again_shows_nothing_of_one_that_is_gone(
    day: Orchestra, ada: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = next(one for one in day.all(Place) if one.person_id == ada.person.id)
    about = {"person": ada.person.id, "lesson": "whirlwind"}
    assert "This is how it reads." in day.draws(place, "library.lesson", about)
    monkeypatch.setattr(shelf._shelf, "lessons", {})

    with pytest.raises(Gone):
        day.draws(place, "library.lesson", about)


# Sending from there


def test_who_may_send_sends_from_a_hit_with_the_lesson_chosen(day: Orchestra, ada: Player, ruth: Player) -> None:
    day.goes_on(hours=5)
    ruth.does("library.look_up", fields={"words": "whirlwind"})
    ruth.presses("Look at it")
    ruth.presses("Send it")
    assert ruth.said is not None
    assert isinstance(ruth.said.drawn, Form)
    assert str(ruth.said.drawn.fields[0].value) == "whirlwind"
    ruth.fills("Whirlwind", "Ada")
    assert "Only you see this until you send it." in flat(ruth)
    ruth.presses("Send")

    assert [(one.lesson, one.person_id) for one in day.all(Sitting)] == [("whirlwind", ada.person.id)]


@pytest.mark.parametrize("role", ["coach", "owner", "admin", "member", "manager"])
def test_who_may_send_is_offered_it_and_nobody_else(day: Orchestra, field: Team, role: str) -> None:
    of_team = {"coach": Role.COACH, "manager": Role.MANAGER}.get(role, Role.MEMBER)
    kim = day.player("Kim", team=field, role=of_team, strategy_owner=role == "owner", admin=role == "admin")
    kim.does("library.look_up", fields={"words": "promises"})
    offered = "Send it" in labels(kim)
    kim.presses("Look at it")

    assert offered == ("Send it" in labels(kim)) == (role in ("coach", "owner", "admin"))
    kim.does("lessons.open_sender", value="promises")
    assert ("Lessons are sent by the coaches" in flat(kim)) != offered


def test_what_somebody_looks_for_is_for_them_alone(day: Orchestra, field: Team, ada: Player) -> None:
    channel = field.handle
    ada.does("library.look_up", fields={"words": "promises"}, place=channel)

    assert ada.said is not None
    assert ada.said.answer.about["person"] == ada.person.id
    assert not day.in_channel(field)
