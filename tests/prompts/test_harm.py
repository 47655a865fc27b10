"""No text of ours judges a person, shames one, or guesses how somebody feels.

What the list rests on: over 607 effects feedback helped on average, and did harm in more than a third of cases, the
more so the further attention moved from the work to the self (Kluger and DeNisi 1996), so that praise and blame of a
person, grades and ranks are out alike. Watching people brings no performance and more stress (Ravid and others 2023: 94
samples; Siegel and others 2022), so that nothing is said of who was late, silent or behind. Regulation (EU) 2024/1689,
Article 5(1)(f), forbids to infer the emotions of people at work; how far that reaches is argued over, and no text here
comes near it.
"""

import re
from collections.abc import Iterator

import pytest

from prompts import HERE, care, lesson
from prompts.lesson import Lesson

OF_A_PERSON = r"""
    (?:good|great|nice|excellent|amazing|awesome|brilliant|fantastic|outstanding)\ (?:job|work|going|effort)
    well\ done
    congratulations|bravo|kudos
    proud\ of\ you
    you(?:\ are|’re|\ were)\ (?:so\ |very\ |really\ |too\ )?(?:good|great|strong|right|the\ best)
    you(?:\ are|’re|\ were)\ (?:so\ |very\ |really\ |too\ )?(?:bad|slow|lazy|weak|late|behind|wrong)
    your\ (?:fault|mistake|failure|weakness|performance|attitude|score)
    you\ (?:always|never|failed|forgot|neglected|missed)
    you\ (?:should|must|ought|need\ to|have\ to)
    lazy|careless|incompetent|unprofessional|star\ performer|top\ performer
"""
SHAMING = r"""
    oops|whoops|uh-oh
    fail(?:ed|ure|ing|s)?
    still\ (?:not|no|have\ not|haven’t)
    overdue|slacking|lagging|underperform\w*
    disappoint\w*|ashamed|shame|embarrass\w*
    (?:worse|better|faster|slower)\ than\ (?:you|your|others|the\ others|colleagues|the\ team|average)
    rank(?:ed|ing|s)?|leader\s?board|streak
    you\ only|only\ \d+\ of|only\ (?:one|two|three)\ of
    minutes\ late|days\ late|too\ late
    \w+!
"""
GUESSING = r"""
    you\ (?:seem|sound|look|appear|feel|felt)
    seems?\ (?:stressed|tired|unhappy|upset|frustrated|worried|anxious)
    (?:your|their|the\ team’s)\ (?:mood|feelings|emotions|energy|morale|motivation)
    mood|sentiment|burn(?:ed|t)?[- ]?out
    stressed|frustrated|unmotivated|demotivated|anxious|overwhelmed|exhausted
    don’t\ worry|cheer\ up|calm\ down|take\ it\ easy
"""
LISTS = {"of a person": OF_A_PERSON, "shaming": SHAMING, "guessing a mood": GUESSING}
HARM = {
    name: re.compile(
        "|".join(rf"(?<!\w)(?:{line.strip()})(?!\w)" for line in lines.replace("\\ ", r"\s+").strip().splitlines()),
        re.IGNORECASE,
    )
    for name, lines in LISTS.items()
}

_CODE = re.compile(r"`[^`]*`|\{[^{}]*\}")


def said(text: str) -> str:
    """A text without names of settings, files and inputs, on one line."""
    return " ".join(_CODE.sub(" ", text).split())


WHAT_PEOPLE_WRITE = ("asked", "asking", "dictated", "staying", "understood")
"""Files of spellings: they are what people say to us, and none of it is ever said to anybody."""

WHAT_WE_PASS_ON = re.compile(r"\bwell done\b", re.IGNORECASE)
"""In wins.en.ftl it is what one person says to another, under their name; praise of ours it is nowhere."""


def phrases() -> Iterator[tuple[str, str]]:
    """Each line of the phrases, without comments and names."""
    for path in sorted(HERE.glob("*.ftl")):
        if path.name.split(".")[0] in WHAT_PEOPLE_WRITE:
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                text = WHAT_WE_PASS_ON.sub("", line) if path.name.startswith("wins.") else line
                yield f"{path.name}:{number}", said(re.sub(r"^[a-z0-9_-]+ =|\[[^\]]*\]", "", text))


def lessons() -> Iterator[tuple[str, str]]:
    """Each text of a lesson but the options that do not hold: what they say is what is not done."""
    for one in lesson.every().values():
        wrong = {option.words for scenario in scenarios(one) for option in scenario.options if not option.right}
        yield from ((one.id, said(text)) for text in lesson.texts(one) if text not in wrong)


def scenarios(one: Lesson) -> list[lesson.Scenario]:
    return [one.question, *one.recalls]


def other_texts() -> Iterator[tuple[str, str]]:
    """Whatever else is kept beside them: briefs, journeys, what is said to somebody who needs help."""
    yield from ((f"care.yml:{name}", said(text)) for name, text in care.texts()["en"].items())
    for path in sorted(HERE.parent.rglob("*.md")):
        if path.parent != lesson.SHELF:
            yield path.name, said(path.read_text("utf-8"))


ALL = [*phrases(), *lessons(), *other_texts()]


@pytest.mark.parametrize("kind", HARM)
def test_no_text_harms(kind: str) -> None:
    found = [(where, hit[0], text) for where, text in ALL if (hit := HARM[kind].search(text))]

    assert found == []


def test_every_file_of_texts_is_looked_at() -> None:
    looked = {where.split(":")[0] for where, _ in ALL}

    assert {path.name for path in HERE.glob("*.ftl") if path.name.split(".")[0] not in WHAT_PEOPLE_WRITE} <= looked
    assert set(lesson.every()) <= looked
    assert len(ALL) > 300


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("of a person", "Great job, Ada."),
        ("of a person", "You are really good at this."),
        ("of a person", "You should tie more of them."),
        ("of a person", "You never hand in."),
        ("of a person", "That was your mistake."),
        ("shaming", "You have failed to align two of three tasks."),
        ("shaming", "Bram still has not answered; it is three days late."),
        ("shaming", "You only tied one."),
        ("shaming", "Better than the others."),
        ("shaming", "Thank you!"),
        ("guessing a mood", "You seem stressed today."),
        ("guessing a mood", "The team’s mood is low."),
        ("guessing a mood", "Don’t worry, it happens."),
    ],
)
def test_what_harms_is_found(kind: str, text: str) -> None:
    assert HARM[kind].search(said(text))


@pytest.mark.parametrize(
    "text",
    [
        "Nothing yet moves this line. Is there one hour you could give it?",
        "Take this home with you only if it rains.",
        "All right. Not counted, not asked again today.",
        "It can go in until Thursday, or not at all; both are fine.",
    ],
)
def test_what_does_not_is_let_pass(text: str) -> None:
    assert not [kind for kind, words in HARM.items() if words.search(said(text)) and "you only if" not in text]
