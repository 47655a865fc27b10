"""How one's own weeks look."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import groupby

from handlers.cards import Audience, Button, Buttons, Card, Checklist, Entry, Piece, Prose, Quote, Tone, theirs
from handlers.views.team_questions import in_words
from prompts import Filled, Which, phrase
from storage.tables import Privacy, QuestionKind, Task, TaskState, TeamAnswer, TeamQuestion, Win, Wording

Kept = tuple[Task, Wording | None]
"""A task, and the line that it was tied to."""

Said = tuple[TeamAnswer, TeamQuestion, date]
"""What was answered, to which of the teams' own questions, for which day."""


def week(
    monday: date,
    tasks: Sequence[Kept],
    wins: Sequence[Win],
    said: Sequence[Said] = (),
    *,
    earlier: bool,
    later: bool,
    taken_away: Collection[str] = (),
    steps: Sequence[Piece] = (),
) -> Card:
    """One week, day by day; `earlier` and `later` say whether there is a week before and after it.

    `steps` are what was meant to be done when.

    `taken_away` are the ids of tasks that were stopped or that somebody else took: they are told, and not counted.
    """
    pieces: list[Piece] = [
        Checklist(
            [_entry(task, line, is_meant=task.id not in taken_away) for task, line in same],
            phrase("history.day", day=day),
        )
        for day, same in groupby(tasks, key=lambda kept: kept[0].local_date)
    ]
    pieces += [Quote(theirs(win, "words"), phrase("history.won"), Tone.WON) for win in wins]
    pieces += [*(_said(*one) for one in said), *steps]
    if buttons := _buttons(monday, earlier=earlier, later=later):
        pieces.append(Buttons(buttons))
    pieces.append(Audience(phrase("history.only-you"), Privacy.PERSON))
    return Card(_says(monday, tasks, taken_away), pieces)


def _said(answer: TeamAnswer, question: TeamQuestion, day: date) -> Quote | Prose:
    words = theirs(question, "words")
    if question.kind is QuestionKind.YES_NO:
        return Prose(phrase("history.answered", question=words, said=in_words(question, answer.said), day=day))
    return Quote(theirs(answer, "said"), phrase("history.asked", question=words, day=day))


def _says(monday: date, tasks: Sequence[Kept], taken_away: Collection[str]) -> Filled:
    if not tasks:
        return phrase("history.nothing", day=monday)
    meant = [(task, line) for task, line in tasks if task.id not in taken_away]
    tied = sum(line is not None for _, line in meant)
    done = sum(task.state is TaskState.DONE for task, _ in meant)
    stopped = len(tasks) - len(meant)
    return phrase("history.says", day=monday, tasks=len(meant), tied=tied, done=done, stopped=stopped)


def _entry(task: Task, line: Wording | None, *, is_meant: bool) -> Entry:
    if not is_meant:
        return Entry(theirs(task, "words"), note=phrase("history.became", state=Which("stopped")))
    became = None if task.state is TaskState.OPEN else phrase("history.became", state=Which(task.state.value))
    return Entry(theirs(task, "words"), line=line, note=became)


def _buttons(monday: date, *, earlier: bool, later: bool) -> list[Button]:
    week = timedelta(days=7)
    before = Button(phrase("history.before"), "history.week", (monday - week).isoformat())
    after = Button(phrase("history.after"), "history.week", (monday + week).isoformat())
    return [*([before] if earlier else []), *([after] if later else [])]
