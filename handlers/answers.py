"""What somebody typed into a check-in, read at the edge: either answers, or notes beside the fields to be mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.views.checkin import CONFIDENCE, LONG, SHORT, TASKS
from prompts import Filled, phrase
from score.words import Unreadable, alike, clean, clean_line
from storage.tables import Task, TaskState

MARKS = {state.value: state for state in (TaskState.DONE, TaskState.CARRIED, TaskState.DROPPED)}


@dataclass(frozen=True)
class Answers:
    """One check-in as it was typed: the day's tasks in order, and what became of the earlier ones."""

    tasks: Sequence[str]
    marks: Mapping[str, TaskState] = field(default_factory=dict)
    blocker: str = ""
    tell: bool = False
    confidence: int | None = None
    win: str = ""


class _Notes(dict[str, Filled]):
    """Notes beside fields; the first one of a field stays."""

    def add(self, name: str, note: Filled) -> None:
        self.setdefault(name, note)


def read(fields: Mapping[str, str], earlier: Sequence[Task]) -> tuple[Answers, Mapping[str, Filled]]:
    """The answers in `fields`, and the notes that say what must be mended before they can be kept.

    An earlier task that is carried on becomes one of the day's, unless it was written there already.
    """
    notes = _Notes()
    marks = _marks(fields, earlier, notes)
    written = [_words(fields, f"task{n + 1}", SHORT, notes, one_line=True) for n in range(TASKS)]
    tasks = list(dict.fromkeys(words for words in written if words))
    known = {alike(words) for words in tasks}
    carried = [task for task in earlier if marks.get(task.id, task.state) is TaskState.CARRIED]
    beside = [task for task in carried if alike(task.words) not in known and marks.get(task.id)]
    if len(tasks) + len(beside) > TASKS:
        notes.add("task1", phrase("checkin.too-many", count=len(tasks) + len(beside)))
    tasks += [task.words for task in beside]
    if not tasks:
        notes.add("task1", phrase("checkin.need-task"))
    blocker = _words(fields, "blocker", LONG, notes)
    answers = Answers(
        tasks,
        marks,
        blocker,
        tell=bool(blocker) and fields.get("tell", "") == "yes",
        confidence=_confidence(fields, notes),
        win=_words(fields, "win", SHORT, notes, one_line=True),
    )
    return answers, notes


def _words(fields: Mapping[str, str], name: str, longest: int, notes: _Notes, *, one_line: bool = False) -> str:
    typed = fields.get(name, "")
    try:
        words = clean_line(typed) if one_line else clean(typed)
    except Unreadable:
        notes.add(name, phrase("checkin.unreadable"))
        return ""
    if len(words) > longest:
        notes.add(name, phrase("checkin.too-long", length=len(words), longest=longest))
    return words


def _marks(fields: Mapping[str, str], earlier: Sequence[Task], notes: _Notes) -> dict[str, TaskState]:
    marks = {}
    for task in earlier:
        name = f"mark-{task.id}"
        said = fields.get(name, "")
        if said and said not in MARKS:
            notes.add(name, phrase("checkin.not-offered"))
        elif said:
            marks[task.id] = MARKS[said]
    return marks


def _confidence(fields: Mapping[str, str], notes: _Notes) -> int | None:
    said = fields.get("confidence", "")
    if said and said not in {str(n) for n in CONFIDENCE}:
        notes.add("confidence", phrase("checkin.not-offered"))
        return None
    return int(said) if said else None
