"""What the browser is sent: every piece is drawn, and nobody's words become markup."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from itertools import count
from typing import Any, cast, get_args

import pytest

from bot.seats import Row, Seat, SeatKind, Seats
from bot.web import pages, render
from bot.web.pages import Chat, Clock, Day, Demo, Next, PlaceHere, Problem, Sheet, Somebody
from bot.web.render import Message, Screen
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
)
from handlers.turn import Offer
from prompts import Filled, Passage, phrase
from storage.tables import LineKind, PlaceKind, Privacy, Wording
from tests.score.maps_made_up import written_all_over

NINE = datetime(2027, 3, 9, 9, 0, tzinfo=UTC)

HOSTILE = [
    "<script>alert(1)</script>",
    "</script></textarea></select></title></p></bdi><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)' autofocus='",
    "javascript:alert(1)",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "{{7*7}} {% for x in y %} {# gone #}",
    "<!-- <![CDATA[ <?php ?>",
    "\u202egnorts \u2069\u2069 \u2067 \u200f",
    "x" * 3000,
    "מה שלומך עבודה \u05d0",
    "👩🏽‍🚒 \ue0000\ue001 \ufffd",
    "a\nb\r\n\tc",
]


class Tree(HTMLParser):
    """The elements of a page in order, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.ends: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.ends.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def shape(self) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
        """Elements and names of attributes, with the values of those that lead somewhere."""
        leads = ("href", "src", "action", "formaction", "type", "role", "name")
        return [
            (tag, tuple(sorted((name, value if name in leads else None) for name, value in attributes.items())))
            for tag, attributes in self.elements
        ]

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.texts)).strip()

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and all(attributes.get(key.rstrip("_")) == value for key, value in wanted.items())
        ]

    def values(self, *names: str) -> Iterator[str]:
        for _, attributes in self.elements:
            yield from (value for name in names if (value := attributes.get(name)))


def screen(where: PlaceKind = PlaceKind.DIRECT) -> Screen:
    numbers = count()
    return Screen("mira", "here", where, lambda: f"{next(numbers):032x}")


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


TEAM = Audience(phrase("web.name"), Privacy.TEAM)
SELF = Audience(phrase("web.only-you"), Privacy.PERSON)


def pieces(text: str) -> list[Piece]:
    """One or more of every kind, with `text` wherever somebody's words can stand."""
    words, tied = public(text), line(text, text)
    choices = [Button(phrase("web.send"), "a.mark", "1 done"), Button(phrase("web.close"), "a.mark", "1 dropped")]
    offered = [Button(wrote(tied), "a.tie", "1 line2"), Button(phrase("web.later"), "a.other", "1")]
    return [
        Prose(wrote(words)),
        Prose(wrote(tied), quiet=True),
        Prose(wrote([text, "plain", text])),
        Heading(wrote(words)),
        *[Quote(words, wrote(text), tone) for tone in Tone],
        Facts([(wrote(text), words), (phrase("web.name"), tied), (phrase("web.name"), wrote(words))]),
        Meter(wrote(text), 0.4, wrote(text), mark=0.5),
        Meter(phrase("web.name"), 7.0, phrase("web.name")),
        Lines([LineEntry(tied, wrote(text)), LineEntry(line())]),
        Citations([tied, line()], wrote(Claim(public(text), (1, 2))), more=wrote(Claim(tied))),
        Comparison(wrote(text), [Bar(tied, 3, wrote(text))], Bar(wrote(text), 1, wrote(text)), (wrote(text),) * 2, 0.4),
        Comparison(wrote(text), [Bar(wrote(text), 40, wrote(text))], Bar(wrote(text), 1, wrote(text))),
        Staff(
            wrote(text),
            wrote(text),
            [Beat(wrote(text)), Beat(wrote(text), today=True)],
            [Voice(tied, [1, 0], wrote(text)), Voice(wrote(text), [14, 2], wrote(text))],
            Voice(wrote(text), [0, 3], wrote(text)),
        ),
        written_all_over(text),
        Buttons([Button(wrote(text), "a.b", text, main=True), Button(phrase("web.later"), "a.c", quiet=True)]),
        Checklist(
            [
                Entry(words, choices, "1 done", tied, wrote(text)),
                Entry(words, offered, "1 line2"),
                Entry(words, offered[1:]),
                Entry(words),
            ],
            wrote(text),
        ),
        Opinion(Button(wrote(text), "a.helped", text), Button(phrase("web.later"), "a.not_helped")),
        Audience(wrote(text), Privacy.TEAM),
    ]


def fields(text: str) -> list[Field]:
    """One of every kind and every look, with `text` wherever somebody's words can stand."""
    few = [Option(str(n), public(str(n))) for n in range(3)]
    many = [Option(str(n), wrote(text)) for n in range(9)]
    lines = [Option("line2", line(text, text)), Option(text, wrote(public(text)))]
    audience = Audience(wrote(text), Privacy.TEAM)
    made = [
        Field(kind.value, wrote(text), audience, kind, value=public(text), hint=wrote(text), lines_from="a.lines")
        for kind in FieldKind
        if kind not in (FieldKind.CHOICE, FieldKind.CHOICES)
    ]
    choices = [
        Field("few", wrote(text), SELF, FieldKind.CHOICE, few, public("1"), hint=wrote(text)),
        Field("many", wrote(text), audience, FieldKind.CHOICE, many, optional=False),
        Field("listed", wrote(text), audience, FieldKind.CHOICE, lines, under=wrote(text)),
        Field("ticks", wrote(text), audience, FieldKind.CHOICES, lines, under=wrote(text)),
        Field("picked", wrote(text), audience, FieldKind.LINE, lines, public("line2"), lines_from="a.lines"),
    ]
    return [*made, *choices]


def form(text: str = "plain") -> Form:
    title, submit = wrote(text), wrote(public(text))
    return Form(title, "a.hand_in", fields(text), submit, {"day": text}, note=wrote(text), says=wrote(text))


def card(text: str = "plain") -> Card:
    return Card(wrote(text), pieces(text), title=wrote(public(text)))


def chat(text: str = "plain") -> Chat:
    me = Somebody("mira", text, text)
    messages = [
        Message("m-1", NINE, card(text)),
        Message("m-2", NINE, public(text), by=text),
        Message("m-3", NINE, public(text), by=text, own=True),
        Message("m-4", NINE, Card(wrote(text)), pending="/ada/ada/heard/1"),
    ]
    places = [PlaceHere("mira", text, PlaceKind.DIRECT), PlaceHere("north", text, PlaceKind.CHANNEL, 2)]
    return Chat(
        me,
        places,
        "north",
        NINE.date(),
        [Day(date(2027, 3, 8), messages[:1]), Day(NINE.date(), messages[1:])],
        Sheet(form(text), {"text": text}, {"text": wrote(text), "few": wrote(text), "elsewhere": wrote(text)}),
        aside=Card(wrote(text), [Lines([LineEntry(line(text))])], title=wrote(text)),
        demo=Demo(text, [me, Somebody("otto", "Otto")] * 4, Clock(NINE, [Next(NINE, wrote(text), wrote(text))])),
        notice=wrote(text),
    )


def everything(text: str = "plain") -> Iterable[tuple[str, str]]:
    """All that the browser can be sent, by its name."""
    here = screen()
    here_page = chat(text)
    yield "card", str(render.card(card(text), here))
    yield "aside", str(render.beside(card(text), here))
    yield "form", str(render.form(form(text), here, {"long": text}, {"long": wrote(text)}))
    yield "offer", str(render.offer(Offer([line(text, text, text)], 7), here))
    yield "nothing offered", str(render.offer(Offer([]), here))
    yield "clock", str(pages.clock(Clock(NINE, [Next(NINE, wrote(text), wrote(text))]), here))
    yield "notice", str(pages.notice(wrote(text), alarm=True))
    yield "page", pages.chat(here_page, here.keys)
    empty = Chat(here_page.me, here_page.places, "mira", NINE.date())
    yield "empty page", pages.chat(empty, here.keys)
    yield "choose", pages.choose(text, Seats([Row(SeatKind.MEMBER, [Seat("mira", text, text, (text,))])]), wanted=text)
    for problem in Problem:
        yield f"problem {problem}", pages.problem(problem)


# Everything is drawn


def test_the_example_holds_every_piece_and_every_kind_of_field() -> None:
    assert {type(piece) for piece in pieces("x")} == set(get_args(Piece))
    assert {field.kind for field in fields("x")} == set(FieldKind)


@pytest.mark.parametrize("piece", pieces("Harbour Street"), ids=lambda piece: type(piece).__name__)
def test_every_piece_is_drawn_with_its_words(piece: Piece) -> None:
    tree = Tree(render.card(Card(phrase("web.name"), [piece]), screen()))

    assert tree.text != "Concertmaster"


@pytest.mark.parametrize("field", fields("Harbour Street"), ids=lambda field: field.name)
def test_every_field_has_its_name_its_label_and_who_will_see_it(field: Field) -> None:
    tree = Tree(render.form(Form(phrase("web.name"), "a.b", [field], phrase("web.send")), screen()))

    assert tree.values("name")
    assert f"field.{field.name}" in set(tree.values("name"))
    labels = set(tree.values("for")) | set(tree.values("aria-labelledby"))
    assert f"f-{field.name}" in labels or f"f-{field.name}-label" in labels
    assert [one for one in tree.all("span") if one.get("class") == "audience"]


def test_a_text_that_is_no_phrase_is_said_in_its_own_words() -> None:
    assert render.say(Passage("care.danger", words="Ruf an <b>"), "en") == "Ruf an &lt;b&gt;"


def test_an_unknown_piece_is_refused() -> None:
    with pytest.raises(TypeError, match="piece"):
        render.card(Card(phrase("web.name"), [cast(Any, object())]), screen())


@pytest.mark.parametrize("show", [render.say, render.heard])
def test_an_unknown_value_in_a_phrase_is_refused(show: Callable[[Any, str], str]) -> None:
    with pytest.raises(TypeError, match="object"):
        show(wrote(object()), "en")


def test_a_line_stands_in_its_own_face_with_its_address_after_it() -> None:
    said = render.say(wrote(line("Visit every oven", "service/P-2")), "en")

    assert said == ('<span class="line" dir="auto">Visit every oven</span> <span class="address">service/P-2</span>')


# Nobody's words become markup


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_adds_an_element_or_an_attribute(text: str) -> None:
    harmless = "p" * len(text)  # as long, since long options stand below each other

    for (name, plain), (_, hostile) in zip(everything(harmless), everything(text), strict=True):
        assert Tree(hostile).shape == Tree(plain).shape, name
        assert Tree(hostile).ends == Tree(plain).ends, name


@pytest.mark.parametrize("text", HOSTILE[:9], ids=range(9))
def test_hostile_text_is_shown_as_it_stands(text: str) -> None:
    shown = Tree(render.card(Card(phrase("web.name"), [Quote(public(text), phrase("web.name"))]), screen()))

    assert re.sub(r"[\s\u2066-\u2069]+", " ", text).strip() in re.sub(r"[\s\u2066-\u2069]+", " ", shown.text)


def test_words_that_turn_the_direction_of_writing_round_end_where_they_end() -> None:
    said = render.say(wrote(public("a\u2069b\u2067c")), "en")

    assert said == "<bdi>ab\u2067c\u2069</bdi>"
    assert render.heard(wrote(public("a\u2069b")), "en") == "\u2068ab\u2069"


@pytest.mark.parametrize(("name", "html"), list(everything()), ids=lambda value: value if len(value) < 20 else "")
def test_no_page_has_a_style_of_its_own_or_a_script_in_it(name: str, html: str) -> None:
    tree = Tree(html)

    assert not tree.all("style"), name
    assert all(script.get("src", "").startswith("/pages/") for script in tree.all("script"))  # type: ignore[union-attr]
    for tag, attributes in tree.elements:
        assert "style" not in attributes, f"{name}: {tag}"
        assert not [one for one in attributes if one.startswith("on")], f"{name}: {tag}"
    for target in tree.values("href", "src", "action", "formaction"):
        assert target.startswith(("/", "#")), f"{name} leads to {target}"
        assert not target.startswith("//"), f"{name} leads to {target}"


# What is private stays


PRIVATE = Theirs("only mine", Privacy.PERSON)


@pytest.mark.parametrize(
    "draw",
    [
        lambda here: render.card(Card(wrote(PRIVATE)), here),
        lambda here: render.card(Card(phrase("web.name"), [Quote(PRIVATE, phrase("web.name"))]), here),
        lambda here: render.beside(Card(wrote(PRIVATE)), here),
        lambda here: render.message(Message("m", NINE, PRIVATE, by="Mira"), here),
        lambda here: render.message(Message("m", NINE, Card(wrote(PRIVATE))), here),
        lambda here: render.form(
            Form(phrase("web.name"), "a.b", [Field("x", phrase("web.name"), SELF, value=PRIVATE)], phrase("web.send")),
            here,
        ),
    ],
)
def test_a_private_value_is_drawn_for_its_person_and_refused_in_a_channel(draw: Callable[[Screen], str]) -> None:
    assert "only mine" in draw(screen())
    with pytest.raises(PrivateShown):
        draw(screen(PlaceKind.CHANNEL))


# Buttons and marks


def test_a_claim_carries_the_numbers_of_its_lines_and_each_line_has_its_own() -> None:
    said = phrase("coach.why-serves", line=Claim(line()), served=Claim(line("Renew"), (2, 3)))
    tree = Tree(
        str(render.card(Card(said, [Citations([line(), line("Renew")], wrote(public("Edition 4")))]), screen()))
    )

    assert [one["class"] for one in tree.all("sup")] == ["n"] * 3
    assert tree.text.startswith("Visit every oven1. It is there for Renew23.")
    assert [one["class"] for one in tree.all("ol")] == ["cited"]
    assert tree.text.count("service/P-2") == 2, "a claimed line is named by its words; its address stands below"
    assert "Edition 4" in tree.text


def drawn(piece: Piece) -> Tree:
    return Tree(render.card(Card(phrase("web.name"), [piece]), screen()))


def presses(tree: Tree) -> list[render.Press]:
    return [render.pressed(one["value"] or "") for _, one in tree.elements if one.get("name") == "press"]


def test_every_press_has_a_key_of_its_own_and_comes_back_whole() -> None:
    made = presses(drawn(Buttons([Button(phrase("web.send"), "a.b", "two words"), Button(phrase("web.later"), "c.d")])))

    assert [(one.action, one.value) for one in made] == [("a.b", "two words"), ("c.d", "")]
    assert len({one.key for one in made}) == 2
    assert len({one.key for one in presses(Tree(render.card(card(), screen())))}) == 9


def test_what_is_no_press_of_ours_is_refused() -> None:
    with pytest.raises(ValueError):
        render.pressed("nothing")


def test_marks_of_an_entry_are_radio_buttons_and_the_one_that_holds_is_set() -> None:
    marks = [Button(phrase("web.send"), "a.mark", "1 done"), Button(phrase("web.close"), "a.mark", "1 dropped")]
    tree = drawn(Checklist([Entry(public("Call"), marks, chosen="1 dropped")]))

    radios = tree.all("input", type="radio")
    assert ["checked" in one for one in radios] == [False, True]
    (group,) = tree.all("div", role="radiogroup")
    assert group["aria-labelledby"] in set(tree.values("id"))


def test_what_opens_something_else_is_a_button_beside_the_marks() -> None:
    marks = [Button(phrase("web.send"), "a.mark", "1 right"), Button(phrase("web.close"), "a.mark", "1 whirlwind")]
    tree = drawn(Checklist([Entry(public("Call"), [marks[0], Button(phrase("web.later"), "a.open", "1"), marks[1]])]))

    assert len(tree.all("input", type="radio")) == 2
    assert [one.action for one in presses(tree)] == ["a.mark", "a.mark", "a.open"]


def test_lines_to_choose_from_are_buttons_below_each_other() -> None:
    offered = [Button(wrote(line(id=id)), "a.tie", f"1 {id}") for id in ("one", "two")]
    tree = drawn(Checklist([Entry(public("Call"), offered, chosen="1 two")]))

    assert not tree.all("input", type="radio")
    assert list(tree.values("aria-pressed")) == ["false", "true"]


def test_a_share_is_drawn_within_its_bar() -> None:
    tree = drawn(Meter(phrase("web.name"), 1.7, phrase("web.send"), mark=-0.2))

    assert [one["width"] for one in tree.all("rect")] == ["100%", "100%"]
    assert "100 percent" in next(tree.values("aria-label"))


# Forms


def test_what_was_typed_stands_there_again_with_what_must_be_mended_beside_it() -> None:
    task = Field("task", phrase("web.name"), TEAM, value=public("old"), optional=False)
    sheet = Form(phrase("web.name"), "a.b", [task], phrase("web.send"))
    html = render.form(sheet, screen(), {"task": "typed"}, {"task": phrase("web.kept"), "": phrase("web.fault")})
    tree = Tree(html)

    (area,) = tree.all("textarea")
    assert area["aria-invalid"] == "true"
    assert area["aria-describedby"] in set(tree.values("id"))
    assert "required" in area
    assert "old" not in html
    assert "typed" in html
    assert "That did not work" in tree.text


@pytest.mark.parametrize("text", ["<b>", "Harbour"])
def test_a_choice_looks_by_the_number_and_length_of_its_options(text: str) -> None:
    tree = Tree(render.form(form(text), screen()))

    assert len(tree.all("input", type="radio", name="field.few")) == 3
    assert len(tree.all("select", name="field.many")) == 1
    assert len(tree.all("input", type="radio", name="field.listed")) == 2
    assert len(tree.all("input", type="checkbox", name="field.ticks")) == 2


def test_every_field_is_handed_in_even_when_nothing_was_chosen() -> None:
    tree = Tree(render.form(form(), screen()))

    for field in fields("plain"):
        if field.kind in (FieldKind.CHOICES, FieldKind.TICK) or field.name in ("few", "listed"):
            assert tree.all("input", type="hidden", name=f"field.{field.name}")[0]["value"] == ""


def test_fields_under_one_heading_stand_together_and_say_once_who_sees_them() -> None:
    under = phrase("web.today")
    tasks = [Field(f"task{n}", phrase("web.name"), TEAM, under=under) for n in range(3)]
    alone = Field("sure", phrase("web.kept"), SELF)
    tree = Tree(render.form(Form(phrase("web.name"), "a.b", [*tasks, alone], phrase("web.send")), screen()))

    assert len(tree.all("fieldset")) == 1
    assert len([one for one in tree.all("span") if one.get("class") == "audience"]) == 2


def test_fields_under_one_heading_say_each_who_sees_them_when_that_differs() -> None:
    under = phrase("web.today")
    both = [Field(f"f{one.sees}", phrase("web.name"), one, under=under) for one in (TEAM, SELF)]
    tree = Tree(render.form(Form(phrase("web.name"), "a.b", both, phrase("web.send")), screen()))

    assert len([one for one in tree.all("span") if one.get("class") == "audience"]) == 2


def test_a_line_picker_works_without_scripts() -> None:
    picked = Field("p", phrase("web.name"), TEAM, FieldKind.LINE, [Option("line2", line())], public("line2"))
    typed = Field("t", phrase("web.name"), TEAM, FieldKind.LINE, value=public("typed"), lines_from="ties.offer")
    tree = Tree(render.form(Form(phrase("web.name"), "a.b", [picked, typed], phrase("web.send")), screen()))

    assert "selected" in tree.all("option", value="line2")[0]
    assert tree.all("input", name="field.t")[0]["value"] == "typed"
    assert "/mira/options?action=ties.offer&field=t&here=here" in set(tree.values("data-from"))


def test_offered_lines_say_how_many_more_there_are() -> None:
    tree = Tree(render.offer(Offer([line("One", "a/1", "l1"), line("Two", "a/2", "l2")], more=7), screen()))

    assert list(tree.values("data-value")) == ["l1", "l2"]
    assert "seven more lines" in tree.text


# Pages


@pytest.mark.parametrize(("name", "html"), list(everything()), ids=lambda value: value if len(value) < 20 else "")
def test_what_refers_to_something_on_the_page_finds_it(name: str, html: str) -> None:
    tree = Tree(html)
    ids = list(tree.values("id"))

    assert len(ids) == len(set(ids)), name
    for wanted in tree.values("for", "aria-labelledby", "aria-describedby"):
        assert set(wanted.split()) <= set(ids), name
    if tree.all("html"):
        icons = {one["href"] for one in tree.all("use")}
        assert {str(icon).removeprefix("#") for icon in icons} <= set(ids), name


def test_the_page_has_its_landmarks_and_one_heading_of_the_first_order() -> None:
    tree = Tree(pages.chat(chat(), screen().keys))

    assert [len(tree.all(tag)) for tag in ("h1", "main", "aside")] == [1, 1, 1]
    assert all(one.get("aria-label") for one in tree.all("nav"))
    assert tree.all("div", role="log")[0]["aria-labelledby"] == tree.all("h1")[0]["id"]
    assert tree.all("html")[0]["lang"] == "en"


def test_today_is_called_today_and_other_days_by_their_names() -> None:
    days = [one for one in Tree(pages.chat(chat(), screen().keys)).all("p") if one.get("class") == "day"]

    assert [one["data-day"] for one in days] == ["2027-03-08", "2027-03-09"]
    assert days[0]["data-dayname"] == "Monday 8 March"


def test_outside_the_demo_there_is_no_bar() -> None:
    empty = Chat(Somebody("mira", "Mira"), [PlaceHere("mira", "", PlaceKind.DIRECT)], "mira", NINE.date())
    tree = Tree(pages.chat(empty, screen().keys))

    assert not tree.all("div", id="clock")
    assert "What would happen next" not in tree.text
    assert "The first question comes" in tree.text


def test_fragments_replace_what_they_are_named_after() -> None:
    assert Tree(pages.clock(Clock(NINE), screen())).elements[0][1]["id"] == "clock"
    assert Tree(render.form(form(), screen())).elements[0][1]["id"] == "sheet"
    assert Tree(render.message(Message("m-7", NINE, card()), screen())).elements[0][1]["id"] == "m-7"
    assert "data-notice" in Tree(pages.notice(phrase("web.fault"))).elements[0][1]


def test_not_there_and_not_yours_are_the_same_sentence() -> None:
    assert "There is no such page, or it is not yours to see." in Tree(pages.problem(Problem.NOT_THERE)).text


def test_assets_are_named_by_what_they_hold() -> None:
    assert {name: bool(pages.asset(name)) for name in pages.ASSETS} == dict.fromkeys(pages.ASSETS, True)
    assert pages.version() in pages.problem(Problem.FAULT)
    with pytest.raises(KeyError):
        pages.asset("../render.py")


TEMPLATES: Sequence[str] = sorted(path.name for path in render.HERE.glob("*.html"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_holds_a_word_that_a_person_could_read(name: str) -> None:
    source = (render.HERE / name).read_text("utf-8")
    bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", source, flags=re.DOTALL)
    tree = Tree(bare)

    # Some macros make only attributes, which then stand outside of any element.
    texts = re.sub(r'\b[\w-]+="[^"]*"|\brequired\b', "", "".join(tree.texts))
    assert not re.search(r"\w", texts)
    assert not [value for value in tree.values("aria-label", "placeholder", "title", "alt") if value.strip()]


def test_what_stands_in_a_thread_is_drawn_below_its_message() -> None:
    screen = Screen("ada", "field", PlaceKind.CHANNEL, lambda: "k")
    names = Theirs("<b>Bo</b>", Privacy.TEAM)
    below = Message("note", NINE, Card(phrase("web.wrote", words=names)))
    html = str(render.message(Message("digest", NINE, Card(phrase("home.help")), thread=[below]), screen))

    (article,) = re.findall(r"<article.*</article>", html, re.DOTALL)
    assert article.index('class="thread"') > article.index("data-first")
    assert "&lt;b&gt;Bo&lt;/b&gt;" in article
    assert 'class="thread"' not in str(render.message(below, screen))
    wrote = Message("own", NINE, names, by="Bo")
    with pytest.raises(TypeError, match="only cards of ours"):
        render.message(Message("digest", NINE, Card(phrase("home.help")), thread=[wrote]), screen)
