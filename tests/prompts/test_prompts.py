"""Phrases are filled with exactly what they use, and other people's words never become ours."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor
from hypothesis import given
from hypothesis import strategies as st

import prompts
from handlers.cards import Theirs
from prompts import Apart, Filled, PromptError, Which, all_inputs, languages, phrase, plain, spellings, spoken
from storage.tables import Privacy

TUESDAY = date(2027, 3, 9)
HOSTILE = [
    "\ue0000\ue001",
    "\ue0001\ue001 and \ue00099\ue001",
    "\ue000",
    "{ $name }",
    "{ DAY($day) }",
    "{",
    "}",
    '{"',
    "*[other] x",
    "[one]",
    "-term",
    "# comment",
    ".attribute = x",
    "\u2068x\u2069",
    "<!channel> <b>x</b> [x](http://e) `y`",
    "\\u0041 \\{ %s {0} {name}",
    "",
    " ",
    "x\ny",
]
"""What people could write to be taken for our own words, for a place in them, or for the syntax of a phrase."""


# Filling


def test_a_phrase_wants_exactly_its_inputs() -> None:
    assert phrase("checkin.done") == Filled("checkin.done", {})
    assert phrase("checkin.tell-team").values == {}
    filled = phrase("checkin.stuck", name="Ada")
    assert (filled.id, filled.values) == ("checkin.stuck", {"name": "Ada"})


@pytest.mark.parametrize(
    ("id", "values", "said"),
    [
        ("checkin.stuck", {}, r"checkin\.stuck wants \['name'\], was given \[\]"),
        ("checkin.stuck", {"name": "Ada", "day": TUESDAY}, r"wants \['name'\], was given \['day', 'name'\]"),
        ("checkin.stuck", {"nam": "Ada"}, r"wants \['name'\], was given \['nam'\]"),
        ("checkin.done", {"name": "Ada"}, r"wants \[\], was given \['name'\]"),
        ("checkin.made-up", {}, r"there is no phrase checkin\.made-up"),
        ("made-up", {}, "there is no phrase made-up"),
        ("", {}, "there is no phrase"),
        ("checkin-stuck", {"name": "Ada"}, "there is no phrase"),
    ],
)
def test_too_little_too_much_and_the_unknown_are_refused(id: str, values: Mapping[str, object], said: str) -> None:
    with pytest.raises(PromptError, match=said):
        phrase(id, **values)


@pytest.mark.parametrize("id", sorted(all_inputs()))
def test_every_phrase_refuses_one_input_less_and_one_more(id: str) -> None:
    wanted = all_inputs()[id]
    with pytest.raises(PromptError):
        phrase(id, **dict.fromkeys([*wanted, "made_up"], "x"))
    for missing in wanted:
        with pytest.raises(PromptError):
            phrase(id, **dict.fromkeys(wanted - {missing}, "x"))


AGAIN = " of what is in the way, and ask you again at your next check-in."
EXAMPLES: Mapping[str, tuple[object, ...]] = {
    "day": (TUESDAY,),
    "hour": (Which("morning"), Which("afternoon"), Which("evening")),
    "season": (Which("none"), "Spring"),
    "all": (Which("yes"), Which("no")),
    "at": (datetime(2027, 3, 9, 9, 2, tzinfo=UTC),),
    "until": (TUESDAY,),
    "first": (TUESDAY,),
    "last": (TUESDAY,),
    "begins": (TUESDAY,),
    "ends": (TUESDAY,),
    "again": (TUESDAY,),
    "range": (Which("today"), Which("day"), Which("month"), Which("months")),
}
"""Values for the inputs that are no number; whatever is not named here is tried as a number, then as a text."""


def _values(id: str) -> Iterator[dict[str, object]]:
    """Ways to fill a phrase, each input with an example of its kind."""
    for number in (0, 1, 2, 3, 12, 13, 1000):
        yield {name: EXAMPLES.get(name, (number,))[0] for name in all_inputs()[id]}
    for n in range(3):
        yield {
            name: (*EXAMPLES.get(name, ("Ada",)), "Ada")[n % len(EXAMPLES.get(name, ("Ada",)))]
            for name in all_inputs()[id]
        }


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("id", sorted(all_inputs()))
def test_every_phrase_can_be_said(id: str, language: str) -> None:
    said = [text for values in _values(id) if (text := _said(id, values, language)) is not None]

    assert said, "no example fits"
    for text in said:
        assert text.strip(), id
        assert text == text.strip()
        assert "{" not in text
        assert "\ue000" not in text
        assert not re.search(r"\bNone\b(?! of)|True|False|FluentNone|\?\?\?", text)


def _said(id: str, values: Mapping[str, object], language: str) -> str | None:
    """What a phrase says, None when a value is not of the kind that it wants."""
    try:
        return plain(phrase(id, **values), language)
    except PromptError:
        return None


def test_a_value_of_the_wrong_kind_is_refused_when_it_is_said() -> None:
    with pytest.raises(PromptError, match=r"checkin\.title cannot be said"):
        plain(phrase("checkin.title", day="Tuesday"))
    with pytest.raises(PromptError, match=r"checkin\.too-many cannot be said"):
        plain(phrase("checkin.too-many", count="many"))


# Ours and theirs


@pytest.mark.parametrize("text", HOSTILE)
def test_what_others_wrote_stays_apart_whatever_it_says(text: str) -> None:
    assert spoken(phrase("checkin.stuck", name=text)) == (Apart(text), " asks for a hand.")
    assert plain(phrase("checkin.stuck", name=text)) == f"{text} asks for a hand."


@given(st.text(), st.text())
def test_two_texts_of_others_never_change_places(task: str, line: str) -> None:
    said = spoken(phrase("checkin.moved", task=task, count=3, line=line))

    assert said == ("“", Apart(task), "” is done. That makes three tasks of yours this month on ", Apart(line), ".")


@given(st.lists(st.sampled_from([*HOSTILE, "Field", "North"]), min_size=1, max_size=5))
def test_in_a_list_they_stay_apart_too(names: list[str]) -> None:
    said = spoken(phrase("checkin.told", teams=names))

    assert [one.text for one in said if isinstance(one, Apart)] == names
    assert "".join(one for one in said if isinstance(one, str)).startswith("I told ")


@pytest.mark.parametrize("text", HOSTILE)
def test_within_a_phrase_within_a_phrase_they_stay_apart(text: str) -> None:
    inner = phrase("checkin.stuck-by", name=text, day=TUESDAY)
    assert spoken(phrase("checkin.nothing-moves", line=inner))[:2] == ("Nothing yet moves ", Apart(text))
    assert plain(phrase("checkin.nothing-moves", line=inner)).startswith(f"Nothing yet moves {text}, Tuesday 9 March.")


def test_a_value_that_knows_who_may_see_it_comes_back_as_it_was_given() -> None:
    secret = Theirs("no van", Privacy.PERSON)
    said = spoken(phrase("checkin.stuck", name=secret))

    assert said[0] is secret
    assert plain(phrase("checkin.stuck", name=secret)) == "no van asks for a hand."


def test_a_text_of_others_does_not_pick_a_variant() -> None:
    assert plain(phrase("checkin.invite", hour=Which("morning"), name="Ada")).startswith("Good morning, Ada.")
    assert plain(phrase("checkin.invite", hour="morning", name="Ada")).startswith("Good evening, Ada.")


@pytest.mark.parametrize("value", [True, False, None])
def test_what_is_neither_text_nor_number_is_not_read_as_one(value: object) -> None:
    assert spoken(phrase("checkin.stuck", name=value)) == (value, " asks for a hand.")


# Numbers, plurals, lists, days


WORDS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


@pytest.mark.parametrize(("number", "said"), [*enumerate(WORDS), (13, "13"), (100, "100"), (1000, "1,000")])
def test_numbers_are_words_up_to_twelve(number: int, said: str) -> None:
    assert plain(phrase("checkin.too-many", count=number)).startswith(f"That would be {said} tasks;")


def test_what_equals_what_was_said_before_is_still_said_as_it_is_written() -> None:
    here, there = datetime(2027, 3, 9, 9, tzinfo=UTC), datetime(2027, 3, 9, 11, tzinfo=timezone(timedelta(hours=2)))
    assert here == there
    for at, said in ((here, "09:00"), (there, "11:00"), (here, "09:00")):
        assert f"until {said}," in plain(phrase("checkin.remind", at=at))


def test_a_number_at_the_beginning_of_a_sentence_has_a_capital() -> None:
    said = plain(phrase("checkin.thanks", name="Ada", tied=2, tasks=3, all=Which("no")))

    assert said == "Thank you, Ada. Two of your three tasks play from the score today."


@pytest.mark.parametrize(
    ("tied", "tasks", "of_all", "said"),
    [
        (0, 1, "no", "Your task today is whirlwind, and such days are part of the plan."),
        (0, 3, "no", "Today is all whirlwind, and such days are part of the plan."),
        (1, 1, "yes", "Your task plays from the score."),
        (1, 2, "no", "One of your two tasks plays from the score today."),
        (2, 3, "no", "Two of your three tasks play from the score today."),
        (3, 3, "yes", "All three tasks play from the score today."),
    ],
)
def test_one_and_many_are_said_as_people_say_them(tied: int, tasks: int, of_all: str, said: str) -> None:
    thanks = phrase("checkin.thanks", name="Ada", tied=tied, tasks=tasks, all=Which(of_all))

    assert plain(thanks) == f"Thank you, Ada. {said}"


@pytest.mark.parametrize(
    ("tied", "tasks", "undecided", "said"),
    [
        (0, 1, 1, "For the one task the line is still to be said."),
        (0, 3, 2, "None of the three tasks is tied to a line yet; for two the line is still to be said."),
        (4, 6, 1, "Four of six tasks played from the score; for one the line is still to be said."),
    ],
)
def test_a_digest_says_what_is_still_to_be_said(tied: int, tasks: int, undecided: int, said: str) -> None:
    assert plain(phrase("digest.work-open", tied=tied, tasks=tasks, undecided=undecided)) == said


@pytest.mark.parametrize(
    ("tied", "tasks", "unsure", "said"),
    [
        (0, 1, 1, "Your task may play from the score: from which line is for you to say."),
        (0, 2, 1, "One of your two tasks may play from the score: from which line is for you to say."),
        (0, 2, 2, "Both tasks may play from the score: from which line is for you to say."),
        (0, 3, 3, "All three tasks may play from the score: from which line is for you to say."),
        (
            1,
            3,
            1,
            "One of your three tasks plays from the score today; one more may: from which line is for you to say.",
        ),
        (
            2,
            3,
            1,
            "Two of your three tasks play from the score today; one more may: from which line is for you to say.",
        ),
    ],
)
def test_what_is_not_decided_is_not_called_whirlwind(tied: int, tasks: int, unsure: int, said: str) -> None:
    every = Which("yes" if tasks in (tied, unsure) else "no")
    thanks = phrase("checkin.thanks-unsure", name="Ada", tied=tied, tasks=tasks, unsure=unsure, all=every)

    assert plain(thanks) == f"Thank you, Ada. {said}"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Field"], f"I told Field{AGAIN}"),
        (["Field", "North"], f"I told Field and North{AGAIN}"),
        (
            ["Field", "North", "Cove"],
            f"I told Field, North and Cove{AGAIN}",
        ),
        (("Field", "North"), f"I told Field and North{AGAIN}"),
    ],
)
def test_lists_are_said_as_people_say_them(names: object, said: str) -> None:
    assert plain(phrase("checkin.told", teams=names)) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TUESDAY, "Tuesday 9 March"),
        (date(2028, 2, 29), "Tuesday 29 February"),
        (date(2026, 12, 31), "Thursday 31 December"),
        (datetime(2027, 3, 9, 23, 59, tzinfo=UTC), "Tuesday 9 March"),
    ],
)
def test_days_are_said_in_english(day: date, said: str) -> None:
    assert plain(phrase("checkin.title", day=day)) == f"Check-in, {said}"


def test_large_numbers_are_grouped() -> None:
    assert "3,001 characters, and 3,000 fit" in plain(phrase("checkin.too-long", length=3001, longest=3000))


# Other languages, and the files themselves


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A second language that says two things and the numbers, in a folder of its own beside all of English."""
    for path in prompts.HERE.glob("*.en.ftl"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    says = [
        "too-many = Das wären { SPELL($count) } Aufgaben.",
        "title = Check-in, { DAY($day) }",
        "told = { $teams } wissen es.",
    ]
    (tmp_path / "checkin.de.ftl").write_text("\n".join(says), "utf-8")
    (tmp_path / "numbers.de.ftl").write_text("n4 = vier\n", "utf-8")
    monkeypatch.setattr(prompts, "HERE", tmp_path)
    _forget()
    yield tmp_path
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    prompts._in_language.cache_clear()
    prompts._locale.cache_clear()


def test_another_language_has_its_own_words_numbers_lists_and_days(german: Path) -> None:
    assert languages() == ["de", "en"]
    assert plain(phrase("checkin.too-many", count=4), "de") == "Das wären vier Aufgaben."
    assert plain(phrase("checkin.title", day=TUESDAY), "de").endswith("9. März")
    assert plain(phrase("checkin.told", teams=["A", "B", "C"]), "de") == "A, B und C wissen es."


def test_what_another_language_does_not_say_is_said_in_english(german: Path) -> None:
    assert plain(phrase("checkin.done"), "de") == "Done"
    assert plain(phrase("checkin.is-in", day=TUESDAY), "de") == "Your check-in for Tuesday 9 March is in."
    said = plain(phrase("checkin.who-sees", teams=["A", "B"], count=2), "de")
    assert said.startswith("A and B see tasks")
    assert plain(phrase("checkin.done"), "tlh") == "Done"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what is this", r"checkin\.en\.ftl cannot be read near 'what is this'"),
        ("one = x\none = y", r"checkin\.one is said twice in checkin\.en\.ftl"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(german: Path, text: str, said: str) -> None:
    (german / "checkin.en.ftl").write_text(text + "\n", "utf-8")
    _forget()
    with pytest.raises(PromptError, match=said):
        all_inputs()


@pytest.mark.parametrize("text", ["broken = { $x", "broken = { $x }\nwhat is this", "broken =\n  .title = { $x }"])
def test_a_phrase_that_cannot_be_read_is_refused_when_it_is_said(german: Path, text: str) -> None:
    with (german / "checkin.en.ftl").open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")
    _forget()
    for language in languages():
        with pytest.raises(PromptError, match=r"checkin\.en\.ftl cannot be read near"):
            plain(phrase("checkin.broken", x=1), language)


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: Any) -> None:
        self.names.add(node.id.name)


@pytest.mark.parametrize("language", languages())
def test_the_inputs_of_each_phrase_are_those_that_it_uses(language: str) -> None:
    for path in prompts.HERE.glob(f"*.{language}.ftl"):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            if isinstance(entry, ast.Message):
                used = _Variables()
                used.visit(entry)
                assert all_inputs(language)[f"{path.name.split('.')[0]}.{entry.id.name}"] == used.names


def test_spellings_lead_to_actions() -> None:
    found = spellings("understood")

    assert found
    assert all(spelling == spelling.strip() and spelling for spelling in found)
    assert {re.fullmatch(r"[a-z_]+-[a-z_]+", action) is not None for action in found.values()} == {True}
