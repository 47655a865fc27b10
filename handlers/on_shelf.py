"""What is on the shelf: which lessons are about what, and the line that one is read with."""

from collections.abc import Sequence, Set

from handlers.guards import score_now
from handlers.views.library import Search
from prompts import lesson as shelf_of_lessons
from prompts.lesson import Lesson
from score.stems import stems
from score.words import alike
from storage import people
from storage.store import Store
from storage.tables import Person, Wording

MOST, BESIDE, IN_A_CARD = 0.5, 0.6, 0.6
"""Which share of the words must stand in a lesson, which share of the best one's worth makes one stand beside it, and
what a word counts that stands within a card alone."""


def every() -> Sequence[Lesson]:
    """Every lesson that can be taken, in the order of the shelf."""
    return list(shelf_of_lessons.every().values())


def called(said: str) -> Lesson | None:
    """The lesson of that id or title."""
    return next((one for one in every() if said in (one.id, alike(one.title))), None)


def about(said: str) -> list[Lesson]:
    """The lesson of that name, else those in whose title, headings or cards most of these words stand, best first."""
    if (one := called(alike(said).strip("\"'“”‘’ "))) is not None:
        return [one]
    return _nearest(said, every())


def fitting(search: Search) -> list[Lesson]:
    """The lessons that are of this sphere, take no longer, and are about these words; without words in their order."""
    lessons = [
        one
        for one in every()
        if search.sphere in ("", one.sphere.value) and (not search.minutes or one.minutes <= search.minutes)
    ]
    if not search.words:
        return lessons
    # Whoever searches a list types the beginning of a title, too.
    begun = alike(search.words).strip("\"'“”‘’ ")
    titled = [one for one in lessons if begun and begun in alike(one.title)]
    return [*titled, *(one for one in _nearest(search.words, lessons) if one not in titled)]


def _nearest(said: str, lessons: Sequence[Lesson]) -> list[Lesson]:
    wanted = set(stems(said, "english"))
    worth = [(_worth(one, wanted), one) for one in lessons] if wanted else []
    best = sorted((found for found in worth if found[0] >= MOST), key=lambda found: -found[0])
    return [one for share, one in best if share >= best[0][0] * BESIDE]


def _worth(lesson: Lesson, wanted: Set[str]) -> float:
    """The share of these words that stand in a lesson; in its title and headings each counts whole."""
    named, within = set(stems(heads(lesson), "english")), set(stems(body(lesson), "english"))
    return sum(1.0 if word in named else IN_A_CARD * (word in within) for word in wanted) / len(wanted)


def heads(lesson: Lesson) -> str:
    """What stands over a lesson: its title, what it is about, and its headings."""
    said = " ".join([lesson.id, lesson.title, lesson.sphere.value, *(page.heading for page in lesson.pages)])
    return said.replace("-", " ")


def body(lesson: Lesson) -> str:
    """What stands on the cards of a lesson."""
    return " ".join(text for page in lesson.pages for text in page.paragraphs)


def line_for(store: Store, person: Person, lesson: Lesson) -> Wording | None:
    """A line that the person plays from, for a lesson that speaks of one: first one of their own."""
    now = score_now(store, person.workspace_id) if lesson.inputs else None
    if now is None:
        return None
    parts = {team.part for team in people.teams_of(store, person)}
    near = [one for one in now.index.priorities if one.owner_id == person.id or one.part in parts]
    return min(near, key=lambda one: (one.owner_id != person.id, one.position), default=None)
