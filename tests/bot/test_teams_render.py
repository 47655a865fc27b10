"""What Teams is sent: every card fits and has its shape, nobody's words become markup, and nothing is lost."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.catalogue import in_terminal, where
from bot.letters import harmless
from bot.teams import forms, limits, render, texts
from bot.teams.limits import TooMuch
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
    ScoreMap,
    Staff,
    Theirs,
    Tone,
    Voice,
    buttons_in,
)
from handlers.turn import Drawn
from handlers.views.examples import examples
from prompts import phrase
from storage.tables import PlaceKind, Privacy
from tests.bot.test_slack_render import HOSTILE, every_card, every_form, line, numbered, public, with_text, wrote

Json = dict[str, Any]

EXAMPLES: Mapping[str, Drawn] = examples()
CARDS = {name: shown for name, shown in EXAMPLES.items() if isinstance(shown, Card)}
FORMS = {name: shown for name, shown in EXAMPLES.items() if isinstance(shown, Form)}
ELEMENTS = {
    "TextBlock", "RichTextBlock", "FactSet", "Container", "Table", "ActionSet", "Chart.HorizontalBar",
    "Input.Text", "Input.Number", "Input.Date", "Input.Time", "Input.Toggle", "Input.ChoiceSet",
}  # fmt: skip

WORSE = [
    *HOSTILE,
    "{{DATE(2017-02-14T06:08:39Z,SHORT)}} {{{TIME(2017-02-14T06:08:39Z)}} {DATE} ${$root.name}",
    "<at>everybody</at> **b** __u__ [x](https://e.example) ![x](https://e.example/x.png)",
    "# h\n- one\n* two\n1. three\n> four\n---\n===\n| a | b |",
    "www.e.example mailto:a@e.example \\[x\\](y) `c` ~~d~~ &#60;b&#62;",
    "    code\n\tcode",
]


def walk(made: Any) -> Iterator[Json]:
    """Everything in a card that is an object, but for what comes back with a press."""
    if isinstance(made, dict):
        yield made
        for name, one in made.items():
            if name != "data" or isinstance(one, list):
                yield from walk(one)
    elif isinstance(made, list):
        for one in made:
            yield from walk(one)


def spoken(made: Any) -> str:
    """All that can be read in a card; of what has a fallback that says the same, not that."""
    shown: list[str] = []
    for one in _seen(made):
        shown += [str(one[name]) for name in ("text", "title", "value", "label", "placeholder", "x") if name in one]
        shown.append(" " if one.get("type") != "TextRun" else "")
    return "".join(shown)


def _seen(made: Any) -> Iterator[Json]:
    if isinstance(made, dict):
        yield made
        for name, one in made.items():
            if name not in ("fallback", "fallbackText") and (name != "data" or isinstance(one, list)):
                yield from _seen(one)
    elif isinstance(made, list):
        for one in made:
            yield from _seen(one)


def problems(card: Json) -> list[str]:
    """All that is wrong with a card: too heavy, out of shape, or read as more than text."""
    found = [] if len(json.dumps(card, ensure_ascii=False).encode()) <= 28 * 1024 else ["too heavy"]
    found += [] if card["version"] == "1.5" and card["fallbackText"].strip() else ["no fallbackText"]
    ids = [one["id"] for one in walk(card) if str(one.get("type")).startswith("Input.")]
    found += ["two inputs of one name"] if len(ids) != len(set(ids)) else []
    body = [*card["body"], *(item for one in walk(card["body"]) for item in one.get("items", ()))]
    found += [f"{one['type']} is nothing to draw" for one in body if one["type"] not in ELEMENTS]
    for one in walk(card):
        found += [f"{one['type']}: {wrong}" for wrong in (*_misshapen(one), *_read(one))] if "type" in one else []
    return found


def _misshapen(one: Json) -> Iterator[str]:
    kind = one["type"]
    needed = {"TextBlock": "wrap text", "RichTextBlock": "inlines", "Action.Execute": "title verb fallback"}
    needed |= {"Chart.HorizontalBar": "title data fallback", "Table": "rows fallback", "Container": "items"}
    for name in needed.get(kind, "id label" if kind.startswith("Input.") else "").split():
        if not one.get(name):
            yield f"no {name}"
    if len(one.get("actions", ())) > 6:
        yield "more than six actions"
    if one.get("isRequired") and not one.get("errorMessage"):
        yield "required, and does not say so"
    if kind == "Action.Execute" and (len(one["title"]) > 40 or one.get("fallback", {}).get("data") != one["data"]):
        yield "its title, or what stands in for it"


def _read(one: Json) -> Iterator[str]:
    """What a client would read as more than text."""
    said = {name: one[name] for name in ("text", "title", "label", "placeholder", "fallbackText") if name in one}
    for name, text in said.items():
        if "{{" in text:
            yield f"a date in {name}"
        if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", text):
            yield f"control characters in {name}"
    inert = [one["text"]] if one["type"] == "TextBlock" else []
    found = [text for text in (*inert, *_in_columns(one)) if not texts.reads_plain(text) or left_unescaped(text)]
    found += [text for text in _beside_boxes(one) if left_unescaped(text)]
    yield from (f"markup in {text!r}" for text in found)


def _in_columns(one: Json) -> Iterator[str]:
    for fact in one.get("facts", ()):
        yield from (fact["title"], fact["value"])


def _beside_boxes(one: Json) -> Iterator[str]:
    yield from [one["fallbackText"]] if "fallbackText" in one else []
    if one["type"] == "Input.ChoiceSet" and one["style"] == "expanded":
        yield from (choice["title"] for choice in one["choices"])


def left_unescaped(text: str) -> list[str]:
    """What a client could read as markup or a link in `text`, when it has taken out what is escaped."""
    said = re.sub(r"\\.", "", re.sub("[\u2068\u2069]", "", text))
    return re.findall(r"[\\`*_{}\[\]|~<>]|://|www\.|mailto:|&(?!(?:amp|lt|gt);)|^\s*(?:[-+#]|\d+[.)])\s", said)


def sent(shown: Drawn) -> list[Json]:
    """All cards that go to Teams for `shown`."""
    if isinstance(shown, Card):
        message = render.message(shown, where(shown), "en", again="a.view {}")
        return [cast(Json, message.card), message.alone, *message.rest]
    return [render.form(shown, "en", private="{}")] if isinstance(shown, Form) else []


def drawn(*pieces: Piece) -> list[Json]:
    """What stands in a card below its first sentence."""
    card = cast(Json, render.message(Card(phrase("web.name"), pieces), PlaceKind.DIRECT, "en").card)
    return [*card["body"][1:], *([{"type": "ActionSet", "actions": card["actions"]}] if "actions" in card else [])]


# Everything fits and has its shape


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_fits_and_has_its_shape(name: str) -> None:
    for card in sent(EXAMPLES[name]):
        assert problems(card) == []


@pytest.mark.parametrize("name", CARDS)
def test_no_example_needs_a_second_card(name: str) -> None:
    assert render.message(CARDS[name], where(CARDS[name]), "en").rest == []


def test_every_piece_and_every_kind_of_field_is_drawn() -> None:
    for shown in (every_card("Harbour Street"), every_form("Harbour Street")):
        for card in sent(shown):
            assert problems(card) == []


def test_an_unknown_piece_is_refused() -> None:
    with pytest.raises(TypeError, match="Teams cannot show object"):
        render.message(Card(phrase("web.name"), [cast(Any, object())]), PlaceKind.DIRECT, "en")
    with pytest.raises(TypeError, match="Teams cannot show object"):
        render.message(Card(wrote(object())), PlaceKind.DIRECT, "en")


def test_what_is_private_is_not_shown_where_others_read_along() -> None:
    card = Card(phrase("web.name"), [Quote(Theirs("mine", Privacy.PERSON), phrase("web.name"))])

    assert problems(cast(Json, render.message(card, PlaceKind.DIRECT, "en").card)) == []
    with pytest.raises(PrivateShown):
        render.message(card, PlaceKind.CHANNEL, "en")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda it: it["body"][0].update(text="[x](y)"),
        lambda it: it["body"][0].pop("wrap"),
        lambda it: it["body"][1]["inlines"][0].update(text="{{DATE(2017-02-14T06:08:39Z)}}"),
        lambda it: it["body"].extend([it["body"][1]] * 300),
        lambda it: it["actions"].extend(it["actions"] * 6),
        lambda it: it["actions"][0].pop("fallback"),
        lambda it: next(one for one in it["body"] if "Chart" in one["type"]).pop("fallback"),
        lambda it: it.update(fallbackText="**b**"),
    ],
)
def test_the_check_finds_what_is_wrong(spoil: Any) -> None:
    bad = json.loads(json.dumps(sent(CARDS["digest.day"])[0]))
    spoil(bad)

    assert problems(bad)


# Nobody's words become markup, and none are lost


def _some(*times: int) -> st.SearchStrategy[str]:
    parts = st.lists(st.sampled_from(WORSE) | st.text(max_size=40), min_size=1, max_size=3).map("".join)
    return st.builds(lambda text, often: text * often, parts, st.sampled_from(times))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(EXAMPLES)), _some(1, 1, 9, 90))
def test_hostile_text_in_every_place_stays_inert_and_within_the_budget(name: str, text: str) -> None:
    shown = with_text(EXAMPLES[name], text)
    for card in sent(shown):
        assert problems(card) == []
    if isinstance(shown, Card):
        said = render.message(shown, where(shown), "en").text
        assert left_unescaped(re.sub(r" (\[\d+\])+", "", said)) == []


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(_some(1, 9))
def test_hostile_text_in_every_piece_and_field_stays_inert_and_within_the_budget(text: str) -> None:
    for shown in (every_card(text), with_text(every_form("x"), text)):
        for card in sent(shown):
            assert problems(card) == []


@pytest.mark.parametrize("text", WORSE)
def test_hostile_text_is_shown_as_it_stands(text: str) -> None:
    [quote] = drawn(Quote(public(text), phrase("web.name")))
    shown = ["".join(run["text"] for run in row["inlines"]) for row in quote["items"][:-1]]
    kept = [row for row in harmless(text).split("\n") if row.strip()] or ["–"]

    assert [row.replace("\u2060", "") for row in shown] == [row.replace("\u2060", "") for row in kept]


LENGTHS = [(name, count) for name in CARDS for count in ((40, 900) if ":" not in name else (40,))]


@pytest.mark.parametrize(("name", "count"), LENGTHS)
def test_no_word_of_a_card_is_lost_however_long_it_is(name: str, count: int) -> None:
    text = numbered(count)
    card = with_text(CARDS[name], text)
    message = render.message(card, where(card), "en")
    shown = [message.alone, *message.rest]
    found = set(re.findall(r"w\d+x", spoken(shown)))

    assert [problems(page) for page in shown] == [[]] * len(shown)
    assert found == (set(text.split()) if "w0x" in in_terminal(card).lower() else set())


def three_and_three_hundred(count: int) -> Card:
    """A card with `count` of everything that there can be many of."""
    many = range(count)
    entries = [Entry(public(f"Task {n}"), [Button(phrase("web.send"), "a.mark", f"{n} done")], "0 done") for n in many]
    cited = [line(f"Line {n}", f"part/P-{n}", f"id{n}") for n in many]
    bars = [Bar(cited[n], n, wrote(str(n))) for n in many]
    voices = [Voice(cited[n], [n, 0], wrote(str(n))) for n in many]
    nobody = Voice(phrase("web.name"), [0, 1], phrase("web.name"))
    pieces: list[Piece] = [
        Facts([(wrote(f"Fact {n}"), public(f"Value {n}")) for n in many]),
        Lines([LineEntry(one, wrote("noted")) for one in cited]),
        *[Quote(public(f"Quote {n}"), phrase("web.name")) for n in many],
        Comparison(phrase("web.name"), bars, Bar(phrase("web.name"), 1, phrase("web.name"))),
        Staff(phrase("web.name"), phrase("web.name"), [Beat(wrote("Mo")), Beat(wrote("Tu"))], voices, nobody),
        Checklist(entries, phrase("web.name")),
        Citations(cited, phrase("web.name")),
        Buttons([Button(wrote(f"Press {n}"), "a.b", str(n)) for n in many]),
        Audience(phrase("web.only-you"), Privacy.PERSON),
    ]
    return Card(phrase("web.name"), pieces)


@pytest.mark.parametrize("count", [3, 300])
def test_of_everything_three_and_three_hundred_fit_with_all_of_them_there(count: int) -> None:
    card = three_and_three_hundred(count)
    message = render.message(card, PlaceKind.DIRECT, "en", again="digest.day {}")
    pages = [cast(Json, message.card), *message.rest]

    assert [problems(page) for page in pages] == [[]] * len(pages)
    assert bool(message.rest) is (count == 300)
    for what in ("Fact", "Value", "Quote", "Task", "Press", "Line"):
        assert {f"{what} {n}" for n in range(count)} <= set(re.findall(rf"{what} \d+", spoken(pages)))
    pressed = {(one["verb"], one["data"]["value"]) for one in walk(pages) if one.get("type") == "Action.Execute"}
    assert {(button.action, button.value) for button in buttons_in(card)} <= pressed


def test_each_card_of_a_long_one_leads_to_the_next_and_says_who_sees_it() -> None:
    message = render.message(three_and_three_hundred(300), PlaceKind.DIRECT, "en", again="digest.day {}")
    pages = [cast(Json, message.card), *message.rest]
    leads = [[one["data"]["value"] for one in walk(page) if one.get("verb") == render.REST] for page in pages]

    assert leads == [*([f"{n} digest.day {{}}"] for n in range(1, len(pages))), []]
    assert "more pages have the rest" in spoken(pages[0])
    assert render.rest(message, 1) == pages[1]
    for page in (0, len(pages)):
        with pytest.raises(LookupError):
            render.rest(message, page)


def test_what_draws_a_card_again_is_left_out_where_there_is_no_room_for_it() -> None:
    message = render.message(three_and_three_hundred(300), PlaceKind.DIRECT, "en", again="x" * 2001)

    assert [one["data"]["value"] for one in walk(message.card) if one.get("verb") == render.REST] == ["1"]


# Pieces


def test_a_line_of_the_score_is_its_address_as_code_and_its_words_in_italics() -> None:
    row, note = drawn(Lines([LineEntry(line(), phrase("web.later"))]))

    assert [(run["text"], run.get("fontType"), run.get("italic")) for run in row["inlines"]] == [
        ("service/P-2", "Monospace", None),
        (" ", None, None),
        ("Visit every oven", None, True),
    ]
    assert note["inlines"][0]["isSubtle"] is True


@pytest.mark.parametrize("letter", ["a", '"', "\n", "\x01", "é", "😀", "\udc80"])
def test_what_is_too_short_to_be_weighed_would_fit_whatever_it_is(letter: str) -> None:
    heaviest = {"fontType": "Monospace", "size": "Small", "color": "Attention", "weight": "Bolder", "isSubtle": True}
    row = [texts.run(letter * texts.SHORT, italic=True, **heaviest)] * texts.FEW

    assert sum(map(limits.weight, row)) <= limits.TEXT
    assert all(limits.size(one["text"]) <= limits.TEXT // 2 for one in row)


def test_rows_are_parted_alike_whether_or_not_they_are_weighed() -> None:
    short, long = texts.run("a" * texts.SHORT), texts.run("b" * (texts.SHORT + 1))

    for row in ([short], [short, long], [long] * texts.FEW, [short] * (texts.FEW + 1), [texts.run(""), short]):
        said = [one for one in row if one["text"]]
        assert [block["inlines"] for block in texts.rows(row)] == [said]
    assert texts.rows([texts.run(" ")]) == []


def test_a_heading_is_one_for_a_screen_reader_unless_markup_could_be_read_in_it() -> None:
    plain, marked = drawn(Heading(wrote("Service North")), Heading(wrote("*Service* [North](x)")))

    assert (plain["type"], plain["style"]) == ("TextBlock", "heading")
    assert marked["type"] == "RichTextBlock"


@pytest.mark.parametrize(("tone", "color"), [(Tone.PLAIN, None), (Tone.STUCK, "Attention"), (Tone.WON, "Good")])
def test_a_quote_stands_apart_with_its_tone(tone: Tone, color: str | None) -> None:
    [quote] = drawn(Quote(public("no van"), phrase("web.name"), tone))

    assert quote["style"] == "emphasis"
    assert quote["items"][0]["inlines"][0].get("color") == color


def test_short_facts_stand_in_columns_and_others_on_rows() -> None:
    [columns] = drawn(Facts([(phrase("web.name"), public("Mira"))]))
    [row] = drawn(Facts([(phrase("web.name"), public("*Mira*"))]))

    assert columns["facts"][0]["value"] == "Mira"
    assert "*Mira*" in [run["text"] for run in row["inlines"]]
    assert drawn(Facts([(phrase("web.name"), line())]))[0]["type"] == "RichTextBlock"
    assert drawn(Facts([])) == []


@pytest.mark.parametrize(("share", "mark", "said"), [(0.4, None, "▰▰▰▰▱▱▱▱▱▱"), (7.0, 0.5, "▰▰▰▰▰▰▰▰▰▰  agreed: 50 %")])
def test_a_meter_is_a_bar_of_signs_with_its_count(share: float, mark: float | None, said: str) -> None:
    assert said in spoken(drawn(Meter(phrase("web.name"), share, phrase("web.name"), mark)))


def compared(counts: Sequence[int], whirlwind: int = 1, **more: Any) -> Comparison:
    bars = [Bar(line(f"Line {n}", f"a/P-{n}"), count, wrote(f"{count} done")) for n, count in enumerate(counts)]
    return Comparison(phrase("web.name"), bars, Bar(phrase("web.name"), whirlwind, phrase("web.name")), **more)


def test_a_comparison_is_a_native_chart_then_a_table_then_words() -> None:
    title, chart, *below = drawn(compared([6, 4], mark=0.4, ends=(phrase("web.name"), wrote("at the end"))))

    assert "whirlwind up to 40 % agreed" in spoken(title)
    assert [(one["x"], one["y"]) for one in chart["data"]][:2] == [("a/P-0", 6), ("a/P-1", 4)]
    assert chart["fallback"]["type"] == "Table"
    assert chart["fallback"]["fallback"]["type"] == "Container"
    assert "▰▰▰▰▰▰▱▱▱▱" in spoken(chart["fallback"]["fallback"])
    assert "Line 0" in spoken(below)
    assert "at the end" in spoken(below)


def test_of_nothing_and_of_too_much_no_chart_is_drawn() -> None:
    for piece in (compared([0], 0), compared([1] * 30)):
        assert "Chart.HorizontalBar" not in {one.get("type") for one in walk(drawn(piece))}


def test_bars_have_names_that_differ() -> None:
    bars = [Bar(public(name), 1, phrase("web.name")) for name in ("x" * 50, "x" * 50, " ", "–")]
    chart = drawn(Comparison(phrase("web.name"), bars, Bar(phrase("web.name"), 1, phrase("web.name"))))[1]
    names = [one["x"] for one in chart["data"]]

    assert len(set(names)) == len(names) == 5


def staff(days: int) -> Staff:
    beats = [Beat(wrote(f"d{n}"), today=n == 1) for n in range(days)]
    voice = Voice(phrase("web.name"), [n % 2 for n in range(days)], wrote("in all"))
    return Staff(phrase("web.name"), phrase("web.name"), beats, [voice], voice)


def test_a_staff_is_a_table_then_words_and_words_alone_where_it_would_be_too_wide() -> None:
    _, table = drawn(staff(5))

    assert (table["type"], len(table["rows"]), len(table["columns"])) == ("Table", 3, 7)
    assert "d1 1" in spoken(table["fallback"])
    assert "Table" not in {one.get("type") for one in walk(drawn(staff(20)))}


def test_a_chart_or_table_that_a_card_has_no_room_for_is_told_in_words() -> None:
    filling = [Prose(wrote(numbered(590))) for _ in range(8)]
    message = render.message(Card(phrase("web.name"), [*filling, compared([3, 2]), staff(5)]), PlaceKind.DIRECT, "en")
    pages = [message.card, *message.rest]

    assert message.rest
    assert not {"Table", "Chart.HorizontalBar"} & {one.get("type") for one in walk(pages)}
    assert "Line 1" in spoken(pages)


def test_the_map_is_an_outline() -> None:
    piece = next(one for card in CARDS.values() for one in card.pieces if isinstance(one, ScoreMap))
    said = [row["inlines"][0]["text"] for row in drawn(piece)]

    assert {len(text) - len(text.lstrip("\u2003")) for text in said} >= {0, 1, 2}


def test_more_than_six_buttons_stand_in_rows() -> None:
    made = [Button(wrote(f"b{n}"), "a.b", str(n)) for n in range(8)]
    card = cast(Json, render.message(Card(phrase("web.name"), [Buttons(made)]), PlaceKind.DIRECT, "en").card)

    assert [len(one["actions"]) for one in (card["body"][-1], card)] == [6, 2]


def test_a_button_says_its_action_and_value_and_an_old_client_sends_the_same() -> None:
    [row] = drawn(Buttons([Button(phrase("web.send"), "a.b", "two words")]))
    [button] = row["actions"]

    assert (button["verb"], button["data"]) == ("a.b", {"action": "a.b", "value": "two words"})
    assert button["fallback"]["type"] == "Action.Submit"
    assert button["fallback"]["data"] == button["data"]
    assert button["associatedInputs"] == "none"


def test_one_button_is_the_main_one_and_what_erases_is_marked() -> None:
    made = [Button(phrase("web.send"), action, main=True) for action in ("a.b", "people.erase_all", "a.c")]
    [row] = drawn(Buttons(made))

    assert [one.get("style") for one in row["actions"]] == ["positive", "destructive", None]


def test_what_does_not_fit_on_a_button_stands_above_it() -> None:
    above, row = drawn(Buttons([Button(wrote("x " * 30 + "end"), "a.b")]))

    assert "end" in spoken(above)
    assert row["actions"][0]["title"].endswith("…")


def test_a_value_that_is_too_long_gives_way_to_a_shorter_one_or_is_refused() -> None:
    [row] = drawn(Buttons([Button(phrase("web.send"), "a.b", "x" * 5000, shorter="short")]))

    assert row["actions"][0]["data"]["value"] == "short"
    with pytest.raises(TooMuch):
        drawn(Buttons([Button(phrase("web.send"), "a.b", "x" * 5000)]))


def test_what_is_marked_on_a_checklist_is_seen() -> None:
    choices = [Button(phrase("web.send"), "a.mark", "1 done"), Button(phrase("web.later"), "a.mark", "1 later")]
    _, _, _, row = drawn(Checklist([Entry(public("Call"), choices, "1 done", line(), phrase("web.name"))]))

    assert [one["title"][0] == "✓" for one in row["actions"]] == [True, False]
    assert drawn(Checklist([Entry(public("Call"))]))[0]["inlines"][0]["text"] == "• "


# Answers


def answer(says: Any, *, by_model: bool = False) -> render.Message:
    cited = Citations([line(), line("Bake " + "x" * 200, "a/1")], wrote("Edition 4"), by_model=by_model)
    opinion = Opinion(Button(phrase("web.send"), "a.b", "helped"), Button(phrase("web.later"), "a.b", "not"))
    return render.message(Card(says, [cited, opinion]), PlaceKind.DIRECT, "en")


def test_an_answer_cites_by_number_in_its_text_and_asks_whether_it_helped() -> None:
    message = answer(wrote([Claim(line(), (1,)), Claim(public("*Bake* [1](x)"), (2,))]))
    [entity] = message.entities

    assert message.text == "Visit every oven [1] and \\*Bake\\* \\[1\\]\\(x\\) [2]"
    assert [(one["position"], one["appearance"]["name"]) for one in entity["citation"]] == [
        (1, "service/P-2"),
        (2, "a/1"),
    ]
    assert all(len(one["appearance"]["abstract"]) <= 160 for one in entity["citation"])
    assert message.channel_data == {"feedbackLoop": {"type": "default"}}
    assert "Visit every oven [1]" in spoken(message.alone)
    assert "Visit every oven [1]" not in spoken(message.card)
    assert message.summary.startswith("Visit every oven")


def test_what_a_model_worded_is_said_to_be_and_nothing_else_is() -> None:
    [worded] = answer(wrote(Claim(line(), (1,))), by_model=True).entities
    [not_worded] = answer(wrote(Claim(line(), (1,)))).entities
    [without_numbers] = answer(wrote("Nothing"), by_model=True).entities

    assert worded["additionalType"] == without_numbers["additionalType"] == ["AIGeneratedContent"]
    assert "additionalType" not in not_worded
    assert "citation" not in without_numbers
    assert worded["type"] == "https://schema.org/Message"


def test_an_answer_that_cites_nothing_or_is_too_long_for_a_text_is_all_card() -> None:
    for says in (wrote("Nothing"), wrote([Claim(public("long " * 500), (1,))])):
        message = answer(says)
        assert (message.text, message.entities) == ("", [])
        assert message.card == message.alone


def test_a_citation_of_a_line_without_words_is_its_number() -> None:
    card = Card(wrote(Claim(public("x"), (1,))), [Citations([line("", "")], phrase("web.name"))])
    [entity] = render.message(card, PlaceKind.DIRECT, "en").entities

    assert entity["citation"][0]["appearance"] == {"@type": "DigitalDocument", "name": "1", "abstract": "1"}


def test_the_examples_of_worded_answers_have_the_label() -> None:
    made = {name: render.message(card, where(card), "en").entities for name, card in CARDS.items()}
    labelled = {name for name, found in made.items() if any("additionalType" in one for one in found)}

    # Where the score changed meanwhile nothing of a model's is shown.
    assert labelled == {name for name in CARDS if name.startswith("coach.worded")} - {"coach.worded: changed meanwhile"}


# Forms

ONLY_YOU = Audience(phrase("web.only-you"), Privacy.PERSON)


def one(kind: FieldKind, value: str | None = None, options: Sequence[Option] = (), **more: Any) -> Json:
    """The input of a form with one field."""
    field = Field(
        "f", phrase("web.name"), ONLY_YOU, kind, options, public(value) if value is not None else None, **more
    )
    card = render.form(Form(phrase("web.name"), "a.b", [field], phrase("web.send")), "en")
    assert problems(card) == []
    return cast(Json, [element for element in card["body"] if element["type"].startswith("Input.")][-1])


def some(count: int, text: str = "Option") -> list[Option]:
    return [Option(f"o{n}", public(f"{text} {n}")) for n in range(count)]


def test_a_form_comes_back_with_what_went_out_with_it() -> None:
    made = Form(phrase("web.name"), "a.b", [Field("f", phrase("web.name"), ONLY_YOU)], phrase("web.send"), {"day": "9"})
    [submit] = render.form(made, "en", private="kept")["actions"]

    assert submit["data"] == {"form": "a.b", "about": {"day": "9"}, "private": "kept"}
    assert (submit["verb"], submit["fallback"]["type"], submit["style"]) == ("a.b", "Action.Submit", "positive")
    assert "associatedInputs" not in submit


@pytest.mark.parametrize(
    ("kind", "right", "wrong", "element"),
    [
        (FieldKind.NUMBER, "4", "four", "Input.Number"),
        (FieldKind.NUMBER, "4.5", "4.", "Input.Number"),
        (FieldKind.DATE, str(date(2027, 3, 9)), "9 March", "Input.Date"),
        (FieldKind.TIME, "09:00", "25:00", "Input.Time"),
    ],
)
def test_what_stands_in_a_field_already_is_there_if_it_can_be(
    kind: FieldKind, right: str, wrong: str, element: str
) -> None:
    assert one(kind, right)["type"] == element
    assert str(one(kind, right)["value"]) == right
    assert "value" not in one(kind, wrong)
    assert "value" not in one(kind)


def test_text_can_be_long_and_has_its_hint_within() -> None:
    short = one(FieldKind.TEXT, "Call", longest=300, hint=phrase("web.later"))
    long = one(FieldKind.LONG, hint=wrote("x" * 200))

    assert (short["value"], short["maxLength"], short["placeholder"]) == ("Call", 300, "Later")
    assert (long["isMultiline"], "placeholder" in long) == (True, False)


def test_what_somebody_wrote_stands_in_its_field_as_it_is() -> None:
    assert one(FieldKind.TEXT, "{{DATE(x)}} *b*\ud800")["value"] == "{{DATE(x)}} *b*"


def test_what_must_be_answered_says_so() -> None:
    made = one(FieldKind.TEXT, optional=False)

    assert (made["isRequired"], made["errorMessage"]) == (True, "Please answer this first.")
    assert "isRequired" not in one(FieldKind.TEXT)


def test_a_tick_is_a_toggle() -> None:
    assert one(FieldKind.TICK, "yes")["value"] == "yes"
    assert one(FieldKind.TICK)["value"] == one(FieldKind.TICK)["valueOff"] == forms.NO_ANSWER


def test_few_options_are_all_seen_and_many_or_marked_ones_stand_in_a_list() -> None:
    few, many = one(FieldKind.CHOICE, "o1", some(3)), one(FieldKind.CHOICE, None, some(9), optional=False)

    assert (few["style"], few["value"], few["choices"][-1]["value"]) == ("expanded", "o1", forms.NO_ANSWER)
    assert (many["style"], len(many["choices"]), "value" in many) == ("compact", 9, False)
    assert one(FieldKind.CHOICE, None, some(3, "*Option*"))["style"] == "compact"


def test_several_options_can_be_chosen() -> None:
    made = one(FieldKind.CHOICES, "o0 o2", some(3, "*b*"))

    assert (made["isMultiSelect"], made["value"]) == (True, "o0,o2")
    assert made["choices"][0]["title"] == "\\*b\\* 0"
    assert "value" not in one(FieldKind.CHOICES, None, some(2))
    with pytest.raises(TooMuch):
        one(FieldKind.CHOICES, None, [Option("a,b", public("x"))])


def test_a_line_is_found_among_those_offered_or_typed() -> None:
    offered = one(FieldKind.LINE, "line2", [Option("line2", line())], lines_from="ties.offer")
    typed = one(FieldKind.LINE, "service/P-2", lines_from="ties.offer", hint=phrase("web.later"))

    assert (offered["type"], offered["style"], offered["value"]) == ("Input.ChoiceSet", "filtered", "line2")
    assert (typed["type"], typed["value"], typed["placeholder"]) == ("Input.Text", "service/P-2", "Later")
    assert one(FieldKind.LINE)["placeholder"] == "Type to find a line"


def test_a_file_is_sent_as_a_message_and_a_form_of_nothing_else_cannot_be_sent() -> None:
    field = Field("f", phrase("web.name"), ONLY_YOU, FieldKind.FILE, hint=phrase("web.later"), optional=False)
    card = render.form(Form(phrase("web.name"), "a.b", [field], phrase("web.send")), "en")

    assert "in this chat" in spoken(card)
    assert "Later" in spoken(card)
    assert card["actions"] == []


def test_where_there_is_nothing_to_choose_from_it_is_said() -> None:
    field = Field("f", phrase("web.name"), ONLY_YOU, FieldKind.CHOICE)
    card = render.form(Form(phrase("web.name"), "a.b", [field], phrase("web.send")), "en")

    assert "there is nothing to choose from yet" in spoken(card)


def test_corrections_stand_above_their_fields_or_above_all() -> None:
    made = Form(phrase("web.name"), "a.b", [Field("f", phrase("web.name"), ONLY_YOU)], phrase("web.send"))
    card = render.form(made, "en", notes={"f": phrase("web.later"), "gone": wrote("over")})
    said = spoken(card)

    assert said.index("over") < said.index("Later")
    assert [one["color"] for one in walk(card) if one.get("text") == "Later"] == ["Attention"]
    assert problems(card) == []


def test_a_form_without_fields_can_be_handed_in() -> None:
    assert len(render.form(Form(phrase("web.name"), "a.b", [], wrote("x" * 50)), "en")["actions"]) == 1


def test_what_one_card_has_no_room_for_is_cut_and_said() -> None:
    fields = [
        Field(f"f{n}", wrote("label " * 100), ONLY_YOU, FieldKind.LONG, value=public("ж" * 3000)) for n in range(9)
    ]
    made = Form(
        wrote("title " * 200),
        "a.b",
        [*fields, Field("c", wrote("c"), ONLY_YOU, FieldKind.CHOICE, some(400))],
        phrase("web.send"),
    )
    card = render.form(made, "en")

    assert problems(card) == []
    assert "stands here only as far as it fits" in spoken(card)
    assert "do not fit and are left out" in spoken(card)
    assert "more do not fit into this list" in spoken(card)


def test_a_form_that_no_card_has_room_for_and_fields_of_a_wrong_name_are_refused() -> None:
    for fields in (
        [Field(f"f{n}", phrase("web.name"), ONLY_YOU) for n in range(400)],
        [Field("about", phrase("web.name"), ONLY_YOU)],
        [Field("x" * 256, phrase("web.name"), ONLY_YOU)],
    ):
        with pytest.raises(TooMuch):
            render.form(Form(phrase("web.name"), "a.b", fields, phrase("web.send")), "en")


def test_what_was_filled_in_comes_back_by_the_names_of_its_fields() -> None:
    data = {"form": "a.b", "about": {}, "private": "x", "several": ["days"], "days": "mon,tue", "words": "a,b"}
    filled = {"choice": forms.NO_ANSWER, "tick": "yes", "number": 4, "nothing": None}

    assert render.typed({**data, **filled}) == {
        "days": "mon tue",
        "words": "a,b",
        "choice": "",
        "tick": "yes",
        "number": "4",
        "nothing": "",
    }
    assert render.typed({"form": "a.b", "f": "x"}) == {"f": "x"}


@pytest.mark.parametrize(
    ("text", "room", "fits"),
    [("short", 9, "short"), ("one two three", 11, "one two…"), ("👩🏽‍🚒" * 2, 12, "👩🏽‍🚒…"[-1:])],
)
def test_a_text_is_cut_after_a_word_and_never_inside_a_letter(text: str, room: int, fits: str) -> None:
    assert limits.size(limits.clip(text, room)) <= room
    assert limits.clip(text, room).endswith(fits[-1])
