"""What Slack is sent: every example is valid, nobody's words become markup, and nothing is lost."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.catalogue import in_terminal, where
from bot.slack import forms, limits, render
from bot.slack.forms import can_be_filled_in
from bot.slack.limits import TooMuch
from bot.slack.render import Figures
from handlers.cards import (
    Audience,
    Bar,
    Beat,
    Button,
    Buttons,
    Card,
    Checklist,
    Citations,
    Claim,
    Comparison,
    Entry,
    Facts,
    Field,
    FieldKind,
    Form,
    Heading,
    LineEntry,
    Lines,
    Meter,
    Opinion,
    Option,
    Piece,
    PrivateShown,
    Prose,
    Quote,
    Staff,
    Theirs,
    Tone,
    Voice,
    buttons_in,
)
from handlers.turn import Drawn, Offer
from handlers.views.examples import examples
from prompts import Filled, Passage, Which, phrase, plain
from storage.tables import LineKind, PlaceKind, Privacy, Wording
from tests.blocks import Json, problems, spoken, walk
from tests.score.maps_made_up import written_all_over

EXAMPLES: Mapping[str, Drawn] = examples()
CARDS = {name: shown for name, shown in EXAMPLES.items() if isinstance(shown, Card)}
FORMS = {name: shown for name, shown in EXAMPLES.items() if isinstance(shown, Form)}

HOSTILE = [
    "<!channel> <!here> <!everyone> <@U1> <#C1> <!subteam^S1> <!date^1^{date}|x>",
    "@here @channel *bold* _italic_ ~gone~ `code` ```block``` > quote",
    ":smile: :+1: <https://example.com|click> https://example.com mailto:a@b.c example.com",
    "&lt;!channel&gt; &amp;",
    '{"type":"mrkdwn","text":"*x*"} "}]}',
    "\u202egnorts \u2069\u2069 \u2067 \u200f",
    "a\u0301\u0302 👩🏽‍🚒 🇬🇧🇬 한국어 \U000e0067",
    "\x00\x1b[31m\x07\x85\ud800",
    "מה שלומך עבודה",
    " \t\n ",
    "",
]


def line(words: str = "Visit every oven", address: str = "service/P-2", id: str = "line2") -> Wording:
    return Wording(
        id=id,
        workspace_id="w",
        edition_id="e",
        line_id=id,
        part="service",
        address=address,
        kind=LineKind.PRIORITY,
        words=words,
        position=1,
    )


def public(text: str) -> Theirs:
    return Theirs(text, Privacy.PUBLIC)


def wrote(value: object) -> Filled:
    return phrase("web.wrote", words=value)


def pieces(text: str) -> list[Piece]:
    """One or more of every kind, with `text` wherever somebody's words can stand."""
    words, tied = public(text), line(text, text)
    marks = [Button(phrase("web.send"), "a.mark", "1 done"), Button(wrote(tied), "a.tie", "1 line2")]
    return [
        Prose(wrote(words)),
        Prose(wrote(tied), quiet=True),
        Prose(wrote([text, "plain", text])),
        Heading(wrote(words)),
        *[Quote(words, wrote(text), tone) for tone in Tone],
        Facts([(wrote(text), words), (phrase("web.name"), tied)]),
        Meter(wrote(text), 0.4, wrote(text), mark=0.5),
        Meter(phrase("web.name"), 7.0, phrase("web.name")),
        Lines([LineEntry(tied, wrote(text)), LineEntry(line())]),
        Prose(wrote(Claim(tied, (1, 2)))),
        Citations([tied, line()], wrote(text), wrote(text)),
        Comparison(wrote(text), [Bar(tied, 3, wrote(text))], Bar(wrote(text), 1, wrote(text)), (wrote(text),) * 2, 0.4),
        Staff(
            wrote(text),
            wrote(text),
            [Beat(wrote(text)), Beat(wrote(text), today=True)],
            [Voice(tied, [1, 0], wrote(text)), Voice(wrote(text), [14, 2], wrote(text))],
            Voice(wrote(text), [0, 3], wrote(text)),
        ),
        written_all_over(text),
        Checklist(
            [Entry(words, marks, "1 done", tied, wrote(text)), Entry(words), Entry(words, line=tied)], wrote(text)
        ),
        Buttons([Button(wrote(text), "a.b", "2", main=True), Button(phrase("web.later"), "a.c", quiet=True)]),
        Opinion(Button(wrote(text), "a.b", "helped"), Button(wrote(text), "a.b", "not")),
        Audience(wrote(text), Privacy.TEAM),
    ]


def every_card(text: str) -> Card:
    return Card(wrote(text), pieces(text), title=wrote(public(text)))


def every_form(text: str) -> Form:
    audience, own = Audience(wrote(text), Privacy.TEAM), Audience(phrase("web.only-you"), Privacy.PERSON)
    lines = [Option(f"line{n}", line(f"{text} {n}", text)) for n in range(3)]
    many = [Option(str(n), public(str(n))) for n in range(230)]
    made = [
        Field(kind.value, wrote(text), audience, kind, value=public(text), hint=wrote(text), lines_from="ties.offer")
        for kind in FieldKind
        if kind not in (FieldKind.CHOICE, FieldKind.CHOICES)
    ]
    choices = [
        Field("few", wrote(text), own, FieldKind.CHOICE, lines, public("line1"), wrote(text), under=wrote(text)),
        Field("must", wrote(text), own, FieldKind.CHOICE, lines, optional=False, under=wrote(text)),
        Field("long_list", wrote(text), audience, FieldKind.CHOICE, many, public("200")),
        Field("none", wrote(text), audience, FieldKind.CHOICE, []),
        Field("ticks", wrote(text), audience, FieldKind.CHOICES, lines, public("line0 line2")),
        Field("many", wrote(text), audience, FieldKind.CHOICES, many, public("7 229")),
    ]
    return Form(wrote(text), "a.hand_in", [*made, *choices], wrote(text), note=wrote(text), says=wrote(text))


def with_text(shown: Any, text: str) -> Any:
    """The same, with `text` wherever somebody's words stand; what only our code writes stays."""
    if isinstance(shown, Theirs):
        return replace(shown, text=text)
    if isinstance(shown, Wording):
        return Wording(**{**shown.model_dump(), "words": text, "address": text})
    if isinstance(shown, Filled):
        values = {name: _value_with(value, text) for name, value in shown.values.items()}
        return replace(shown, values=values) if not isinstance(shown, Passage) else shown
    if isinstance(shown, list | tuple):
        return [with_text(one, text) for one in shown]
    if is_dataclass(shown) and not isinstance(shown, type):
        return replace(shown, **{each.name: with_text(getattr(shown, each.name), text) for each in fields(shown)})
    return shown


def _value_with(value: object, text: str) -> object:
    if isinstance(value, str) and not isinstance(value, Which):
        return text
    if isinstance(value, list | tuple) and any(isinstance(one, str) for one in value):
        return [text for _ in value]
    return with_text(value, text)


def sent(shown: Drawn, *, figures: Figures = Figures.CHARTS, pictures: Sequence[str] = ()) -> Iterator[Json]:
    """All that goes to Slack for `shown`."""
    if isinstance(shown, Card):
        message = render.message(shown, where(shown), "en", figures=figures, pictures=pictures)
        yield {"text": message.text, "blocks": message.blocks}
        yield from (render.rest(message, page, "en") for page in range(1, len(message.rest) + 1))
    elif isinstance(shown, Form):
        yield render.modal(shown, "en", private="{}")


# Everything is valid


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_what_slack_takes(name: str) -> None:
    for figures in Figures:
        for payload in sent(EXAMPLES[name], figures=figures, pictures=("F00000001", "F00000002")):
            assert problems(payload) == []


@pytest.mark.parametrize("place", PlaceKind)
@pytest.mark.parametrize("name", CARDS)
def test_every_card_is_drawn_in_each_place_or_refused(name: str, place: PlaceKind) -> None:
    card = CARDS[name]
    if place is PlaceKind.CHANNEL and where(card) is PlaceKind.DIRECT:
        with pytest.raises(PrivateShown):
            render.message(card, place, "en")
    else:
        message = render.message(card, place, "en")
        assert problems({"text": message.text, "blocks": message.blocks}) == []


@pytest.mark.parametrize("name", CARDS)
def test_no_example_needs_a_second_page(name: str) -> None:
    assert render.message(CARDS[name], where(CARDS[name]), "en").rest == []


def test_every_piece_and_every_kind_of_field_is_drawn() -> None:
    assert {type(piece) for piece in pieces("x")} == set(get_args(Piece))
    assert {field.kind for field in every_form("x").fields} == set(FieldKind)
    for shown in (every_card("Harbour Street"), every_form("Harbour Street")):
        for payload in sent(shown):
            assert problems(payload) == []


def test_an_unknown_piece_is_refused() -> None:
    with pytest.raises(TypeError, match="Slack cannot show object"):
        render.message(Card(phrase("web.name"), [cast(Any, object())]), PlaceKind.DIRECT, "en")
    with pytest.raises(TypeError, match="Slack cannot show object"):
        render.message(Card(wrote(object())), PlaceKind.DIRECT, "en")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda it: it["blocks"][0]["text"].update(text="x" * 151),
        lambda it: it["blocks"][1]["elements"][0]["elements"][0].update(text=""),
        lambda it: it["blocks"].extend([{"type": "divider"}] * 50),
        lambda it: it.update(text="<!channel>"),
        lambda it: it["blocks"][2]["chart"]["axis_config"]["categories"].append("service/P-1"),
    ],
)
def test_the_checkers_find_what_is_wrong(spoil: Any) -> None:
    bad = json.loads(json.dumps(next(sent(CARDS["digest.day"]))))
    spoil(bad)

    assert problems(bad)


# Nobody's words become markup, and none are lost


def _texts(*times: int) -> st.SearchStrategy[str]:
    some = st.sampled_from(HOSTILE) | st.text(max_size=40)
    parts = st.lists(some, min_size=1, max_size=3).map("".join)
    return st.builds(lambda text, often: text * often, parts, st.sampled_from(times))


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(EXAMPLES)), _texts(1, 1, 9, 90))
def test_hostile_text_in_every_place_stays_inert_and_within_limits(name: str, text: str) -> None:
    for payload in sent(with_text(EXAMPLES[name], text)):
        assert problems(payload) == []


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(_texts(1, 9))
def test_hostile_text_in_every_piece_and_field_stays_inert_and_within_limits(text: str) -> None:
    for shown in (every_card(text), with_text(every_form("x"), text)):
        for payload in sent(shown):
            assert problems(payload) == []


@pytest.mark.parametrize("text", HOSTILE[:5])
def test_hostile_text_is_shown_as_it_stands(text: str) -> None:
    message = render.message(
        Card(phrase("web.name"), [Quote(public(text), phrase("web.name"))]), PlaceKind.DIRECT, "en"
    )

    assert text in [one.get("text") for one in walk(message.blocks)]


def numbered(count: int) -> str:
    return " ".join(f"w{n}x" for n in range(count))


def words_of(thing: Any) -> set[str]:
    return set(re.findall(r"w\d+x", spoken(thing)))


LENGTHS = [(name, count) for name in CARDS for count in ((40, 700) if ":" not in name else (40,))]


@pytest.mark.parametrize(("name", "count"), LENGTHS)
def test_no_word_of_a_card_is_lost_however_long_it_is(name: str, count: int) -> None:
    text = numbered(count)
    card = with_text(CARDS[name], text)
    shown = list(sent(card))

    assert {page["type"] for page in shown[1:]} <= {"modal"}
    assert words_of([page["blocks"] for page in shown]) == (
        set(text.split()) if "w0x" in in_terminal(card).lower() else set()
    )
    assert [problems(page) for page in shown] == [[]] * len(shown)


@pytest.mark.parametrize("count", [40, 600])
@pytest.mark.parametrize("name", FORMS)
def test_no_word_of_a_form_is_lost_unless_it_is_said(name: str, count: int) -> None:
    text = numbered(count)
    form = with_text(FORMS[name], text)
    [modal] = sent(form)

    assert problems(modal) == []
    # Some phrases say a value in one of their variants alone.
    around = [plain(one) for one in (form.title, form.says, form.note) if one is not None]
    if "w0x" not in repr((around, [replace(field, value=None) for field in form.fields])):
        return
    assert words_of(modal) == set(text.split())


def test_what_an_input_cannot_hold_is_said_above_it() -> None:
    audience = Audience(phrase("web.only-you"), Privacy.PERSON)
    field = Field("task", phrase("web.name"), audience, FieldKind.LONG, value=public("x" * 3100))
    modal = render.modal(Form(phrase("web.name"), "a.b", [field], phrase("web.send")), "en", private="")

    assert "The last 100 characters of what stands here do not fit and are left out." in spoken(modal)
    assert problems(modal) == []


def test_text_that_turns_the_direction_of_writing_ends_where_it_ends() -> None:
    message = render.message(Card(wrote("a\u2069\u202eb")), PlaceKind.DIRECT, "en")

    assert spoken(message.blocks) == "\u2068a\u202eb\u2069"


def test_the_text_that_is_read_out_is_escaped_and_says_when_it_is_cut() -> None:
    short = render.message(Card(wrote("<!channel> & <@U1>")), PlaceKind.DIRECT, "en")
    long = render.message(Card(wrote("<&> " * 2000)), PlaceKind.DIRECT, "en")

    assert short.text == "&lt;!channel&gt; &amp; &lt;@U1&gt;"
    assert len(long.text) <= limits.MESSAGE_TEXT
    assert long.text.endswith("… The rest stands in the message.")


def test_what_is_read_out_says_what_the_charts_show() -> None:
    said = render.message(cast(Card, EXAMPLES["digest.day"]), PlaceKind.CHANNEL, "en").text.split("\n")

    assert said[0] == "Service North, Tuesday 9 March"
    assert said[1].startswith("Twelve of 17 tasks played from the score.")
    assert said[2].startswith("Of 17 tasks: service/P-1 An oven that went cold bakes again within four hours: 6,")


# More than one message holds


def long_card() -> Card:
    entries = [Entry(public(f"Task {n}"), [Button(phrase("web.send"), "checkin.mark", f"{n} done")]) for n in range(60)]
    below = Buttons([Button(phrase("web.later"), "a.later", "x", main=True)])
    return Card(phrase("web.name"), [Checklist(entries), below, Audience(phrase("web.only-you"), Privacy.PERSON)])


def test_the_rest_of_a_long_card_stands_on_further_pages_behind_a_button() -> None:
    message = render.message(long_card(), PlaceKind.DIRECT, "en")
    pages = [message.blocks, *message.rest]

    assert len(pages) > 2
    assert [_leads(page) for page in pages] == [*(str(n) for n in range(1, len(pages))), None]
    assert "more pages have the rest" in spoken(message.blocks)
    assert re.findall(r"Task \d+", spoken(pages)) == [f"Task {n}" for n in range(60)]


def _leads(page: list[Json]) -> str | None:
    found = [one["value"] for one in walk(page) if one.get("action_id") == render.REST]
    return found[0] if found else None


def test_what_can_be_done_and_who_sees_it_stand_on_the_first_page() -> None:
    message = render.message(long_card(), PlaceKind.DIRECT, "en")
    last = message.blocks[-2:]

    assert [one["text"]["text"] for one in last[0]["elements"]] == ["Later"]
    assert all(spoken(page[-1]).startswith("Private") for page in [message.blocks, *message.rest])


def test_every_button_of_a_long_card_can_be_pressed_on_one_of_its_pages() -> None:
    message = render.message(long_card(), PlaceKind.DIRECT, "en")
    made = [one for one in walk([message.blocks, *message.rest]) if one.get("type") == "button"]
    pressed = {(one["action_id"].partition("#")[0], one["value"]) for one in made} - {
        (render.REST, str(n)) for n in range(9)
    }

    assert pressed == {(button.action, button.value) for button in buttons_in(long_card())}


def test_more_buttons_than_stand_below_a_card_go_on_further_pages() -> None:
    below = Buttons([Button(wrote(f"Take {n}"), "a.take", str(n) * 900) for n in range(30)])
    card = Card(phrase("web.name"), [below, Audience(phrase("web.only-you"), Privacy.PERSON)])
    pages = list(sent(card))

    assert [problems(page) for page in pages] == [[]] * len(pages)
    assert re.findall(r"Take \d+", spoken(pages)) == [f"Take {n}" for n in range(30)]


def test_there_are_no_other_pages() -> None:
    message = render.message(long_card(), PlaceKind.DIRECT, "en")
    for page in (0, len(message.rest) + 1):
        with pytest.raises(LookupError):
            render.rest(message, page, "en")


def test_a_chart_that_the_first_page_has_no_room_for_is_told_in_words() -> None:
    filling = [Prose(wrote(numbered(400))) for _ in range(6)]
    chart = [one for one in cast(Card, EXAMPLES["digest.day"]).pieces if isinstance(one, Comparison)]
    message = render.message(Card(phrase("web.name"), [*filling, *chart]), PlaceKind.DIRECT, "en")

    assert message.rest
    assert "data_visualization" not in {one.get("type") for one in walk([message.blocks, *message.rest])}
    assert "service/P-1" in spoken(message.rest)


# Pieces


def drawn(*shown: Piece, figures: Figures = Figures.CHARTS) -> list[Json]:
    return render.message(Card(phrase("web.name"), shown), PlaceKind.DIRECT, "en", figures=figures).blocks[1:]


def test_a_line_of_the_score_is_its_address_as_code_and_its_words_in_italics() -> None:
    [block] = drawn(Lines([LineEntry(line(), phrase("web.later"))]))

    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "service/P-2", "style": {"code": True}},
        {"type": "text", "text": " "},
        {"type": "text", "text": "Visit every oven", "style": {"italic": True}},
        {"type": "text", "text": "\n"},
        {"type": "text", "text": "Later"},
    ]


def test_what_is_claimed_has_the_numbers_of_the_lines_below() -> None:
    claim, cited, source = drawn(
        Prose(wrote(Claim(line(), (1, 2)))), Citations([line(), line("Bake", "a/1")], wrote("Edition 4"))
    )

    assert " ".join(spoken(claim).split()) == "Visit every oven [1][2]"
    assert " ".join(spoken(cited).split()) == "[1] service/P-2 Visit every oven [2] a/1 Bake"
    assert spoken(source) == "Edition 4"


def test_few_lines_stand_apart_and_many_together() -> None:
    assert [len(drawn(Lines([LineEntry(line())] * count))) for count in (5, 7)] == [5, 1]


def test_a_piece_that_holds_nothing_shows_nothing() -> None:
    assert drawn(Buttons([]), Facts([]), Lines([]), Checklist([])) == []


def test_nothing_is_in_italics_but_the_score() -> None:
    card = every_card("Harbour Street")
    italic = [one for one in walk(next(sent(card))) if "italic" in one.get("style", ())]

    assert {one["text"] for one in italic} == {"Harbour Street", "Visit every oven"}
    for name, example in CARDS.items():
        if "Wording" not in repr(example):
            assert not [one for one in walk(next(sent(example))) if "italic" in one.get("style", ())], name


def test_every_button_says_its_action_and_has_a_name_of_its_own() -> None:
    [row] = drawn(Buttons([Button(phrase("web.send"), "a.b", "two words"), Button(phrase("web.later"), "a.b")]))

    assert [(one["action_id"], one.get("value")) for one in row["elements"]] == [
        ("a.b#1", "two words"),
        ("a.b#2", None),
    ]


def test_one_button_is_the_main_one_and_what_erases_is_marked() -> None:
    made = [Button(phrase("web.send"), action, main=True) for action in ("a.b", "people.erase_all", "a.c")]
    [row] = drawn(Buttons(made))

    assert [one.get("style") for one in row["elements"]] == ["primary", "danger", None]


def test_what_does_not_fit_on_a_button_stands_whole_above_it() -> None:
    [whole, row] = drawn(Buttons([Button(wrote(line(numbered(30))), "a.b")]))

    assert spoken(whole).startswith("In full:  service/P-2")
    assert words_of(whole) == set(numbered(30).split())
    assert row["elements"][0]["text"]["text"].endswith("…")


def test_what_was_chosen_is_marked() -> None:
    marks = [Button(phrase("web.send"), "a.mark", "1 done"), Button(phrase("web.close"), "a.mark", "1 dropped")]
    [_, row] = drawn(Checklist([Entry(public("Call"), marks, chosen="1 dropped")]))

    assert [one["text"]["text"] for one in row["elements"]] == ["Send", "✓ Close"]


def test_more_buttons_than_a_row_takes_stand_in_two() -> None:
    rows = drawn(Buttons([Button(phrase("web.send"), "a.b", str(n)) for n in range(30)]))

    assert [len(row["elements"]) for row in rows] == [25, 5]


def test_facts_stand_in_two_columns_and_in_as_many_sections_as_they_need() -> None:
    sections = drawn(Facts([(phrase("web.name"), public(str(n))) for n in range(7)]))

    assert [len(one["fields"]) for one in sections] == [10, 4]
    assert [one["text"] for one in sections[0]["fields"][:2]] == ["Concertmaster", "0"]


def test_a_meter_gives_its_figures_before_its_bar() -> None:
    [block] = drawn(Meter(phrase("web.name"), 0.42, phrase("web.later"), mark=0.4))

    assert spoken(block) == "Concertmaster: Later, 42 %   ▰▰▰▰▱▱▱▱▱▱    agreed: 40 %"


def kinds_of(name: str, figures: Figures) -> list[str]:
    rich = {"data_visualization", "table", "image"}
    blocks = next(sent(EXAMPLES[name], figures=figures, pictures=("F00000001", "F00000002")))["blocks"]
    return [block["type"] for block in blocks if block["type"] in rich]


def test_figures_are_drawn_as_slack_takes_them() -> None:
    drawn_as = {
        Figures.CHARTS: (["data_visualization"], ["table"]),
        Figures.TABLES: (["table"], ["table"]),
        Figures.WORDS: ([], []),
    }
    for figures, (day, week) in drawn_as.items():
        blocks = next(sent(EXAMPLES["digest.day"], figures=figures))["blocks"]
        assert [one["type"] for one in blocks if one["type"] in ("data_visualization", "table", "image")] == day
        blocks = next(sent(EXAMPLES["digest.week"], figures=figures))["blocks"]
        assert [one["type"] for one in blocks if one["type"] in ("data_visualization", "table", "image")] == week
    assert kinds_of("digest.day", Figures.PICTURES) == kinds_of("digest.week", Figures.PICTURES) == ["image"]
    said = spoken(next(sent(EXAMPLES["digest.week"], figures=Figures.WORDS)))
    assert "Mon 5, Tue 6, in all 11" in " ".join(said.split()).replace(" ,", ",")


def test_a_table_of_lines_says_all_that_its_chart_and_rows_say() -> None:
    chart, table = (
        next(sent(EXAMPLES["digest.day"], figures=one))["blocks"] for one in (Figures.CHARTS, Figures.TABLES)
    )
    for words in ("service/P-1", "An oven that went cold bakes again", "29 % whirlwind, inside the agreed 40 %"):
        assert words in spoken(chart)
        assert words in spoken(table)


def test_lines_too_long_for_a_table_are_rows_in_words() -> None:
    bars = [Bar(line("word " * 60, f"a/{n}"), 1, phrase("web.later")) for n in range(2)]
    rows = drawn(
        Comparison(phrase("web.name"), bars, Bar(phrase("web.close"), 0, phrase("web.later"))), figures=Figures.TABLES
    )

    assert {one["type"] for one in rows} == {"rich_text"}
    assert spoken(rows).count("word") == 120


def test_no_message_has_more_charts_and_tables_than_slack_takes() -> None:
    kinds = [
        one["type"]
        for piece in (Comparison, Staff)
        for one in drawn(*[made for made in pieces("Harbour") if isinstance(made, piece)] * 4)
    ]

    assert kinds.count("data_visualization") == 2
    assert kinds.count("table") == 1


def test_names_under_a_chart_differ_and_stand_whole_beside_it() -> None:
    same = "service-of-the-northern-region/P-"
    bars = [Bar(line("Words", f"{same}{n}", f"l{n}"), n + 1, phrase("web.later")) for n in range(3)]
    [chart, rows] = drawn(Comparison(phrase("web.name"), bars, Bar(phrase("web.close"), 0, phrase("web.later"))))

    names = chart["chart"]["series"][0]["data"]
    assert len({one["label"] for one in names}) == 4
    assert all(f"{same}{n}" in spoken(rows) for n in range(3))


def test_a_comparison_of_nothing_and_one_of_too_many_have_no_chart() -> None:
    none = Comparison(
        phrase("web.name"), [Bar(line(), 0, phrase("web.later"))], Bar(phrase("web.close"), 0, wrote("0"))
    )
    bars = [Bar(line(address=f"a/{n}"), 1, phrase("web.later")) for n in range(25)]
    many = Comparison(phrase("web.name"), bars, Bar(phrase("web.close"), 1, wrote("1")))

    for piece in (none, many):
        assert {block["type"] for block in drawn(piece)} == {"rich_text"}


def test_a_staff_too_wide_for_a_table_is_told_in_words() -> None:
    beats = [Beat(wrote(f"d{n}")) for n in range(25)]
    staff = Staff(
        phrase("web.name"),
        phrase("web.name"),
        beats,
        [Voice(line(), [1] * 25, wrote("25"))],
        Voice(wrote("off"), [0] * 25, wrote("0")),
    )

    assert {block["type"] for block in drawn(staff)} == {"rich_text"}
    assert "d24" in spoken(drawn(staff))


# The Home tab


def test_the_home_tab_shows_cards_one_below_the_other() -> None:
    view = render.home([cast(Card, EXAMPLES["checkin.invite"]), cast(Card, EXAMPLES["score.my_part"])], "en")

    assert problems(view) == []
    assert view["type"] == "home"
    assert [block["type"] for block in view["blocks"]].count("divider") == 1


def test_what_the_home_tab_has_no_room_for_stands_on_further_pages() -> None:
    cards = [long_card()] * 2
    first, second = render.home(cards, "en"), render.home(cards, "en", page=1)

    assert _leads(first["blocks"]) == "1"
    assert problems(first) == problems(second) == []
    with pytest.raises(LookupError):
        render.home(cards, "en", page=9)


# Forms


@pytest.mark.parametrize("name", FORMS)
def test_the_title_of_a_form_fits_or_stands_whole_as_its_first_block(name: str) -> None:
    [modal] = sent(FORMS[name])
    title = modal["title"]["text"]

    assert len(title) <= 24
    if title == "Concertmaster":
        assert modal["blocks"][0]["type"] == "header"
        assert len(modal["blocks"][0]["text"]["text"]) > 24


@pytest.mark.parametrize("name", FORMS)
def test_every_field_is_an_input_under_its_own_name(name: str) -> None:
    [modal] = sent(FORMS[name])
    inputs = {one["block_id"]: one["element"]["action_id"] for one in modal["blocks"] if one["type"] == "input"}

    assert inputs == {
        field.name: field.lines_from or "value" for field in FORMS[name].fields if can_be_filled_in(field)
    }
    assert ("submit" in modal) == (not FORMS[name].fields or bool(inputs)), "nothing is sent where nothing can be"
    assert modal["callback_id"] == FORMS[name].action


def test_who_sees_a_field_is_said_once_when_it_is_the_same_for_all_and_in_its_label_otherwise() -> None:
    [alike], [mixed] = sent(FORMS["leave.form"]), sent(FORMS["checkin.form"])

    assert spoken(alike["blocks"][0]) == "Your teams see that you are away, never why."
    labels = {one["block_id"]: one["label"]["text"] for one in mixed["blocks"] if one["type"] == "input"}
    assert labels["task2"] == "Task 2 (Service North)"
    assert labels["confidence"].endswith("(Only you)")


def test_what_a_modal_carries_for_its_door_comes_back_whole_or_is_refused() -> None:
    form = FORMS["leave.form"]

    assert render.modal(form, "en", private="x" * 3000)["private_metadata"] == "x" * 3000
    with pytest.raises(TooMuch):
        render.modal(form, "en", private="x" * 3001)


def test_a_button_carries_less_where_there_is_no_room_for_all_of_it() -> None:
    label, least = phrase("web.later"), Button(phrase("web.send"), "a.b", "helped")
    for value, comes_back in (("x" * 2000, "x" * 2000), ("x" * 2001, "less"), ("&" * 401, "less")):
        button = Button(label, "a.b", value, shorter="less")
        sent = render.message(Card(label, [Buttons([button]), Opinion(least, button)]), PlaceKind.DIRECT, "en").blocks
        pressed = [one["value"] for block in sent for one in walk(block) if "value" in one]
        assert pressed == [comes_back, "helped", comes_back]
    with pytest.raises(TooMuch):
        render.message(Card(label, [Buttons([Button(label, "a.b", "x" * 2001)])]), PlaceKind.DIRECT, "en")


def test_a_form_of_too_many_fields_and_a_name_that_is_too_long_are_refused() -> None:
    field = FORMS["leave.form"].fields[0]
    for bad in (
        [replace(field, name=f"f{n}") for n in range(101)],
        [replace(field, name="n" * 256)],
        [replace(field, kind=FieldKind.CHOICE, options=[Option("v" * 151, phrase("web.name"))])],
    ):
        with pytest.raises(TooMuch):
            render.modal(replace(FORMS["leave.form"], fields=bad), "en", private="")


def test_a_private_form_is_drawn_for_its_person() -> None:
    assert "Keys to the Mill Lane bakery" in spoken(render.modal(FORMS["checkin.form: changed"], "en", private=""))


def filled(modal: Json, answers: Mapping[str, str]) -> Json:
    """What Slack hands in when somebody fills `answers` into a modal and leaves the rest as it stands."""
    values = {}
    for block in modal["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            state = _state(element, answers.get(block["block_id"]))
            values[block["block_id"]] = {element["action_id"]: {"type": element["type"], **state}}
    return {**modal, "state": {"values": values}}


def _state(element: Json, answer: str | None) -> Json:
    kind = element["type"]
    offered = [
        *element.get("options", ()),
        *(one for group in element.get("option_groups", ()) for one in group["options"]),
    ]
    if kind in ("plain_text_input", "number_input"):
        return {"value": element.get("initial_value") if answer is None else answer or None}
    if kind in ("datepicker", "timepicker"):
        key = kind.removesuffix("picker")
        return {f"selected_{key}": element.get(f"initial_{key}") if answer is None else answer or None}
    if kind == "external_select":
        chosen = element.get("initial_option") if answer is None else {"value": answer}
        return {"selected_option": chosen if answer != "" else None}
    if kind in ("radio_buttons", "static_select"):
        chosen = element.get("initial_option")
        if answer is not None:
            chosen = next((one for one in offered if one["value"] == (answer or forms.NO_ANSWER)), None)
        return {"selected_option": chosen}
    wanted = None if answer is None else answer.split()
    boxes = element.get("initial_options", []) if wanted is None else [one for one in offered if one["value"] in wanted]
    return {"selected_options": boxes}


def answers_for(field: Field) -> st.SearchStrategy[str]:
    values = [option.value for option in field.options]
    by_kind: Mapping[FieldKind, st.SearchStrategy[str]] = {
        FieldKind.TEXT: st.text(max_size=field.longest),
        FieldKind.LONG: st.text(max_size=field.longest),
        FieldKind.CHOICE: st.sampled_from([*values, *[""] * field.optional]) if values else st.just(""),
        FieldKind.CHOICES: st.lists(st.sampled_from(values or ["x"]), unique=True).map(
            lambda some: " ".join(one for one in values if one in some)
        ),
        FieldKind.TICK: st.sampled_from(["", "yes"]),
        FieldKind.DATE: st.dates().map(str),
        FieldKind.TIME: st.times().map(lambda one: f"{one:%H:%M}"),
        FieldKind.NUMBER: st.integers().map(str),
        FieldKind.LINE: st.sampled_from(["", "line-7"]),
        # What is in a file is fetched before anything is done with it: until then nothing was filled in.
        FieldKind.FILE: st.just(""),
    }
    return by_kind[field.kind]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from([*FORMS, ""]))
def test_what_is_filled_in_comes_back_as_it_was(data: st.DataObject, name: str) -> None:
    form = FORMS.get(name) or every_form("Harbour")
    answers = {field.name: data.draw(answers_for(field)) for field in form.fields if can_be_filled_in(field)}

    assert render.typed(filled(render.modal(form, "en", private=""), answers)) == answers


@pytest.mark.parametrize("name", FORMS)
def test_what_stands_in_a_form_comes_back_when_nobody_touches_it(name: str) -> None:
    asked = [field for field in FORMS[name].fields if can_be_filled_in(field)]
    stands = {field.name: field.value.text if field.value else "" for field in asked}

    assert render.typed(filled(render.modal(FORMS[name], "en", private=""), {})) == stands


def test_an_element_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="users_select"):
        render.typed({"state": {"values": {"a": {"value": {"type": "users_select", "selected_user": "U1"}}}}})


def test_what_no_picker_takes_is_left_empty() -> None:
    audience = Audience(phrase("web.only-you"), Privacy.PERSON)
    kinds = [FieldKind.DATE, FieldKind.TIME, FieldKind.NUMBER, FieldKind.TICK]
    bad = [Field(kind.value, phrase("web.name"), audience, kind, value=public("25:99")) for kind in kinds]
    good = [
        Field(f"g-{kind.value}", phrase("web.name"), audience, kind, value=public(value))
        for kind, value in zip(kinds, ["2027-03-09", "09:30", "-4.5", "yes"], strict=True)
    ]
    modal = render.modal(Form(phrase("web.name"), "a.b", [*bad, *good], phrase("web.send")), "en", private="")

    assert problems(modal) == []
    assert list(render.typed(filled(modal, {})).values()) == [*[""] * 4, "2027-03-09", "09:30", "-4.5", "yes"]


def test_corrections_stand_beside_their_fields_and_only_there() -> None:
    notes = {"first": phrase("web.fault"), "elsewhere": wrote("<!channel> *x*")}
    [view] = sent(FORMS["leave.form"])

    assert render.errors(notes, "en", view) == {"first": spoken_plain("web.fault")}
    assert render.errors(notes, "en")["elsewhere"] == "<!channel> *x*"
    again = render.modal(FORMS["leave.form"], "en", private="", notes=notes)
    kinds = [one.get("block_id", one["type"]) for one in again["blocks"]]
    assert kinds[:2] == ["rich_text", "context"]
    assert kinds.index("first") == 3
    assert problems(again) == []


def spoken_plain(name: str) -> str:
    return spoken(drawn(Prose(Filled(name))))


# Lines to choose from


def test_offered_lines_begin_with_their_address() -> None:
    [first, *_] = render.options(cast(Offer, EXAMPLES["ties.offer"]), "en")["option_groups"][0]["options"]

    assert first["text"]["text"].startswith("morrow/P-1 Renew nine")
    assert render.options(Offer([]), "en") == {"options": []}


def test_more_lines_than_a_list_takes_are_said() -> None:
    lines = [line(numbered(30), f"a/{n}", f"l{n}") for n in range(120)]
    [group] = render.options(Offer(lines, more=3), "en")["option_groups"]

    assert len(group["options"]) == 100
    assert group["label"]["text"] == "Nearest lines; 23 more, write on to narrow them"
    assert all(limits.size(one[part]["text"]) <= 75 for one in group["options"] for part in ("text", "description"))
    assert len(render.options(Offer(lines[:100]), "en")["options"]) == 100


def test_options_beyond_those_that_a_form_can_hold_are_said() -> None:
    audience = Audience(phrase("web.only-you"), Privacy.PERSON)
    many = [Option(str(n), public(str(n))) for n in range(1003)]
    field = Field("one", phrase("web.name"), audience, FieldKind.CHOICE, many, optional=False)
    modal = render.modal(Form(phrase("web.name"), "a.b", [field], phrase("web.send")), "en", private="")

    assert problems(modal) == []
    assert "three more do not fit into this list." in spoken(modal).lower()


# How a text is made to fit


@pytest.mark.parametrize(
    ("text", "room", "fits"),
    [
        ("short", 5, "short"),
        ("one two three", 9, "one two…"),
        ("undivided", 5, "undi…"),
        ("a&b", 6, "a…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("👍🏽👍🏽", 6, "👍🏽…"),
        ("👩‍🚒👩‍🚒", 8, "👩‍🚒…"),
        ("🇬🇧🇬🇧", 7, "🇬🇧…"),
        ("a\r\nb", 3, "a…"),
        ("\u1112\u1161\u11ab\u1112\u1161\u11ab", 5, "\u1112\u1161\u11ab…"),
    ],
)
def test_a_text_is_cut_after_a_word_and_never_inside_a_letter(text: str, room: int, fits: str) -> None:
    assert limits.clip(text, room) == fits
    assert limits.size(fits) <= room


@given(st.text(), st.integers(min_value=6, max_value=40))
def test_a_text_that_is_split_is_all_there(text: str, room: int) -> None:
    parts = list(limits.split(text, room))

    assert "".join(parts) == text
    assert all(limits.size(part) <= room for part in parts)


def test_marks_without_end_on_one_letter_are_cut_all_the_same() -> None:
    assert limits.size(limits.clip("e" + "\u0301" * 90, 10)) == 10
