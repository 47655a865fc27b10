"""A lesson's file is taken whole or not at all, and everything that is wrong with it is said at once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import Apart, PromptError, lesson, plain, spoken
from prompts.lesson import Lesson, LessonFaults, Sphere, Statement, every, put_beside, read, read_folder, texts
from tests.sources import ROOT

GUIDE = (ROOT / "docs" / "write-a-lesson.md").read_text("utf-8")
EXAMPLE: str = re.findall(r"```markdown\n(.*?)```", GUIDE, re.DOTALL)[0]


@pytest.fixture(autouse=True)
def _shelf_as_it_was() -> Iterator[None]:
    yield
    put_beside(None)


def faults(text: str, file: str = "hand-over.md") -> list[str]:
    """What is wrong with a text, as it is printed, without the name of the file."""
    with pytest.raises(LessonFaults) as refused:
        read(text.encode(), file)
    assert str(refused.value).splitlines() == [str(one) for one in refused.value.faults]
    return [str(one).removeprefix(f"{file}:") for one in refused.value.faults]


def changed(before: str, after: str) -> str:
    assert before in EXAMPLE
    return EXAMPLE.replace(before, after, 1)


# Ours


@pytest.mark.parametrize("one", every().values(), ids=lambda one: one.id)
def test_every_lesson_of_ours_is_whole(one: Lesson) -> None:
    assert all(text.strip() == text and text for text in texts(one))
    assert len(one.recalls) >= 2
    assert one.question.options[one.question.right].right
    assert one.ours
    # The option that holds is not to be told by its place or its length.
    assert not all(scenario.right == one.question.right for scenario in one.recalls)


def test_a_lesson_with_a_figure_names_its_source() -> None:
    for one in every().values():
        figures = re.findall(r"\d+ %|\d[\d,]* (?:tests|diar|effects|managers)", " ".join(texts(one)))
        told = [figure for figure in figures if one.id != "whirlwind"]
        assert one.source or not told, one.id


def test_the_texts_of_lessons_use_the_marks_of_print() -> None:
    assert [one.id for one in every().values() for text in texts(one) if '"' in text or "'" in text] == []


# The guide


def test_the_example_of_the_guide_is_a_lesson() -> None:
    made = read(EXAMPLE.encode(), "hand-over.md")

    assert (made.id, made.minutes, made.sphere, made.statement) == ("hand-over", 1, Sphere.WORKPLACE, Statement.CAN)
    assert [page.heading for page in made.pages] == ["Three sentences"]
    assert [one.right for one in made.question.options] == [False, True]
    assert made.question.options[0].feedback == "Nobody knows from that who is to call, or when."
    assert len(made.recalls) == 1


def test_the_fault_that_the_guide_shows_is_the_one_that_is_said() -> None:
    shown = re.findall(r"```text\n(hand-over.*?)\n```", GUIDE, re.DOTALL)

    assert [f"hand-over.md:{one}" for one in faults(changed("- [ ] Tomorrow", "- [x] Tomorrow"))] == shown


def test_the_guide_names_every_key_and_every_limit() -> None:
    for key in lesson._KEYS:
        assert f"`{key}`" in GUIDE
    for limit in (lesson.TITLE, lesson.PARAGRAPHS, lesson.ASKED, lesson.OPTION, lesson.FEEDBACK, lesson.SOURCE):
        assert f"at most {limit} characters" in GUIDE.replace("At most", "at most")
    assert f"{lesson.WORDS_A_MINUTE} words" in GUIDE


# What is refused


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("id: hand-over", "id: Hand over", "2: `Hand over` does not fit."),
        ("id: hand-over", "id: other", "2: `other` does not fit. The id is the file’s name without .md, here `hand"),
        ("id: hand-over\n", "", "1: `id` is missing."),
        ("version: 1", "version: one", "3: `version` wants a whole number from 1 to 9,999."),
        ("version: 1", "version: 1\nversion: 2", "4: `version` stands here a second time."),
        ("version: 1", "version: [1]", "3: `version` wants one text or number"),
        ("version: 1", "[1]: 2", "3: There is no key `?` here."),
        ("title: Handing over a day", "title:", "4: `title` wants one text or number"),
        ("title: Handing over a day", f"title: {'x' * 61}", "4: “title” has 61 characters, and 60 fit."),
        ("title: Handing over a day", "title: The {line}", None),
        ("title: Handing over a day", 'title: "The {line}"', "4: A title, a heading, a source"),
        ("minutes: 1", "minutes: 6", "5: `minutes` wants a whole number from 1 to 5."),
        ("minutes: 1", "minutes: 1.5", "5: `minutes` wants a whole number"),
        ("sphere: workplace", "sphere: office", "6: `sphere` cannot be `office`. It is one of self, work, workplace"),
        ("statement: can", "statement: must", "6: `statement` cannot be `must`."),
        (", statement: can", "", "6: `statement` is missing."),
        ("about: {sphere: workplace, statement: can}", "about: work", "6: `about` wants two keys"),
        ("about: {sphere: workplace, statement: can}\n", "", "1: `about` is missing."),
        ("statement: can}", "statement: can, mood: good}", "6: There is no key `mood` here."),
        ("remember_for: 60", "remember_for: 6", "7: `remember_for` wants a whole number from 7 to 730."),
        ("inputs:\n  line:", "inputs:\n  person: x\n  line:", "9: There is no key `person` here. There are line."),
        ("inputs:\n  line: “Answer", "inputs: “Answer", "8: `inputs` wants the name of each input"),
        ("inputs:\n  line: “Answer every customer within one working day”\n", "", "12: The text uses `line` in curly"),
        ("For {line}, say", "Say", "9: `line` is declared, and no text uses it."),
        ("For {line}, say", "For {line}, {person}, say", "14: The text uses `person` in curly"),
        ("For {line}, say", "For {line} and }, say", "14: A curly bracket here"),
        ("remember_for: 60", "remember_for: 60\nmood: good", "8: There is no key `mood` here."),
        ("remember_for: 60", "remember_for: 60: x", "7: The front matter cannot be read as YAML here."),
        ("---\n\n## Three", "---\nHello\n\n## Three", "11: This stands before the first heading"),
        ("## Three sentences", "# Three sentences", "12: A heading has two #"),
        ("## Three sentences", "## {line}", "12: A title, a heading, a source"),
        ("## Three sentences", f"## {'x' * 61}", "12: “heading” has 61 characters, and 60 fit."),
        ("## Three sentences", "## Nothing\n\n## Three sentences", "12: Nothing stands under “Nothing”."),
        ("Whoever takes", "x" * 600 + " Whoever takes", "14: “Three sentences” has"),
        ("Whoever takes", "word " * 110 + "Whoever takes", "5: The lesson has"),
        ("Whoever takes", "- [x] Whoever takes", "14: An option stands where none is asked for."),
        ("## Question", "## Quest", "1: A lesson has exactly one `## Question`; this one has none."),
        ("## Recall", "## Question", "1: There is no `## Recall`."),
        ("## Recall", "## Question", ": A lesson has exactly one `## Question`; this one has two."),
        ("- [x] Ring", "- [ ] Ring", ": Exactly one option is marked `- [x]`; here it is none."),
        ("It is five.", "It is five. " + "x" * 400, ": “Question” has"),
        ("- [ ] Tomorrow will be busy", "- [ ] " + "x" * 76, ": “option” has 76 characters, and 75 fit."),
        ("Nobody knows", "Nobody knows " + "x" * 400, ": “feedback” has"),
        ("  Nobody knows from that who is to call, or when.\n", "", ": An option wants words, and under them"),
        ("- [ ] Tomorrow will be busy", "- [ ]", ": An option wants words, and under them"),
        ("  Nobody knows", "Nobody knows", ": After the first option come only options"),
        ("- [ ] Tomorrow will be busy", "- [ ] Ring the Ashgrove bakery at nine; the number is in the ticket",
         ": Two options read the same."),
        ("- [ ] Tomorrow will be busy\n  Nobody knows from that who is to call, or when.\n", "",
         ": A question has two to four options; this one has one."),
        ("A colleague goes on leave tonight. Which of these belongs first into the hand-over?",
         "It is five. A customer waits for a call back tomorrow at nine. Which sentence hands that over?",
         ": This asks in the same words as before."),
        ("A colleague goes on leave tonight. Which of these belongs first into the hand-over?\n", "",
         ": Nothing stands under “Recall”."),
        ("It is five", "It is\u202efive", ": A character here cannot be printed."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(before: str, after: str, said: str | None) -> None:
    text = changed(before, after)
    if said is None:
        # YAML itself takes an unquoted brace within a text; the braces are refused all the same.
        said = "4: A title, a heading, a source"
    assert [one for one in faults(text) if said in one], faults(text)


def test_everything_is_said_at_once_and_in_reading_order() -> None:
    text = changed("version: 1", "version: x").replace("minutes: 1", "minutes: 9").replace("- [x] What", "- [ ] What")
    found = [int(one.split(":")[0]) for one in faults(text)]

    assert len(found) == 3
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"", "1: The file begins without front matter"),
        (b"---\nid: x\n", "1: The file begins without front matter"),
        (b"---\nno mapping\n---\n", "1: The file begins without front matter"),
        (b"---\n- a\n---\n", "1: The file begins without front matter"),
        (b"---\n" + b"[" * 5000 + b"\n---\n", "The front matter cannot be read"),
        (b"---\na: [\n---\n", "The front matter cannot be read"),
        (b"---\nid: x\xff\n---\n", "2: This is not UTF-8."),
        (b"x" * (lesson.BIGGEST + 1), "1: The file is larger than 64 KiB."),
    ],
)
def test_what_is_no_lesson_at_all_is_said(source: bytes, said: str) -> None:
    with pytest.raises(LessonFaults, match=re.escape(said)):
        read(source, "x.md")


def test_too_many_cards_are_counted() -> None:
    more = "".join(f"## Card {n}\n\nText {n}.\n\n" for n in range(5))

    assert any("this one has six." in one for one in faults(changed("## Question", more + "## Question")))
    none = EXAMPLE.replace("## Three sentences", "## Recall", 1)
    assert any("this one has none." in one for one in faults(none))


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_lesson_or_is_refused_in_words(text: str) -> None:
    for source in (text, EXAMPLE.replace("Whoever takes over", text), text.join(EXAMPLE.splitlines(keepends=True)[:9])):
        assert _taken_or_refused(source.encode("utf-8", "replace"))


def _taken_or_refused(source: bytes) -> bool:
    try:
        return bool(texts(read(source, "hand-over.md")))
    except LessonFaults as refused:
        return all(str(one).startswith("hand-over.md:") for one in refused.faults)


# Filling


def test_a_text_is_filled_with_exactly_what_the_lesson_has() -> None:
    one = read(EXAMPLE.encode(), "hand-over.md")
    text = one.pages[0].paragraphs[0]

    assert "For “Answer every customer within one working day”, say" in plain(one.says(text, line=None))
    assert spoken(one.says("Take {line}.", line="<b>{line}</b>")) == ("Take ", Apart("<b>{line}</b>"), ".")
    assert spoken(one.says("{line}", line=one.bare("x"))) == ("x",)
    assert spoken(one.bare("")) == ()
    for wrong in ({}, {"line": None, "person": None}, {"person": None}):
        with pytest.raises(PromptError, match="hand-over wants"):
            one.says(text, **wrong)


def test_the_words_of_coaches_are_not_taken_for_ours() -> None:
    theirs = read(EXAMPLE.encode(), "hand-over.md", ours=False)

    assert spoken(theirs.bare("<!channel>")) == (Apart("<!channel>"),)


# The shelf


def test_the_lessons_of_coaches_stand_beside_ours_and_a_bad_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hand-over.md").write_text(EXAMPLE, "utf-8")
    (tmp_path / "bad.md").write_text(changed("minutes: 1", "minutes: 9"), "utf-8")
    (tmp_path / "notes.txt").write_text("no lesson", "utf-8")
    (tmp_path / "promises.md").write_text(EXAMPLE.replace("id: hand-over", "id: promises"), "utf-8")
    ours = set(every())

    found = put_beside(tmp_path)

    assert {one.file for one in found} == {"bad.md", "promises.md"}
    assert any("There is a lesson `promises` already" in str(one) for one in found)
    assert set(every()) == ours | {"hand-over"}
    assert lesson.lesson("promises") is not None
    assert (lesson.lesson("hand-over") or every()["promises"]).ours is False
    assert put_beside(None) == []
    assert set(every()) == ours


def test_a_folder_that_is_not_there_leaves_ours(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        put_beside(tmp_path / "nowhere")

    assert "promises" in every()


def test_one_of_ours_that_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.md").write_text("nothing", "utf-8")
    monkeypatch.setattr(lesson, "SHELF", tmp_path)
    monkeypatch.setattr(lesson._shelf, "lessons", None)
    with pytest.raises(LessonFaults, match=r"bad\.md:1"):
        every()
    monkeypatch.undo()


def test_a_folder_is_read_as_it_stands() -> None:
    found, wrong = read_folder(lesson.SHELF)

    assert (set(found), wrong) == (set(every()), [])
