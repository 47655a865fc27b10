"""How a check-in looks that was written as one message."""

from collections.abc import Sequence
from datetime import date

from handlers.cards import Audience, Button, Buttons, Card, Checklist, Entry, Facts, Piece, Prose, Text, Theirs
from handlers.views.checkin import TASKS
from prompts import Filled, phrase
from score.dictation import tasks_in
from score.words import alike
from storage.tables import Draft, Privacy, Team


def heard(
    day: date, today: Draft | None, tomorrow: Draft | None, standing: Sequence[str], teams: Sequence[Team]
) -> Card:
    """How it was understood; `standing` are the tasks that were handed in for the day already."""
    known = {alike(words) for words in standing}
    fields = today.fields if today else {}
    new = [words for words in tasks_in(fields) if alike(words) not in known]
    fit = max(0, TASKS - len(standing))
    later = [*new[fit:], *(tasks_in(tomorrow.fields) if tomorrow else [])]
    pieces: list[Piece] = []
    if new[:fit]:
        pieces.append(_tasks(new[:fit], phrase("dictation.today")))
    if facts := _facts(fields):
        pieces.append(Facts(facts))
    if later:
        pieces.append(_tasks(later, phrase("dictation.later")))
    if new[fit:]:
        pieces.append(Prose(phrase("dictation.three-fit"), quiet=True))
    pieces.append(Buttons(_buttons(day, fields, bool(teams), ready=bool(new[:fit] or standing))))
    pieces.append(Audience(phrase("dictation.only-you"), Privacy.PERSON))
    return Card(phrase("dictation.heard") if fields else phrase("dictation.heard-tomorrow"), pieces)


def _tasks(tasks: Sequence[str], label: Filled) -> Checklist:
    return Checklist([Entry(Theirs(words, Privacy.PERSON)) for words in tasks], label)


def _facts(fields: dict[str, str]) -> list[tuple[Filled, Text]]:
    labels = {
        "blocker": phrase("dictation.blocker"),
        "win": phrase("dictation.win"),
        "confidence": phrase("dictation.confidence"),
    }
    return [(label, Theirs(fields[name], Privacy.PERSON)) for name, label in labels.items() if fields.get(name)]


def _buttons(day: date, fields: dict[str, str], in_a_team: bool, *, ready: bool) -> list[Button]:
    buttons = []
    if fields and ready:
        buttons.append(Button(phrase("checkin.hand-in"), "checkin.hand_in_draft", main=True))
    if fields.get("blocker") and in_a_team and ready:
        buttons.append(Button(phrase("dictation.and-tell"), "checkin.hand_in_draft", "tell"))
    if fields:
        buttons.append(Button(phrase("dictation.change"), "checkin.open_form", day.isoformat(), main=not ready))
    buttons.append(Button(phrase("dictation.drop"), "dictation.drop", quiet=True))
    return buttons


def dropped() -> Card:
    """What was written is gone."""
    return Card(phrase("dictation.dropped"))


def full() -> Card:
    """More has been written than is kept."""
    change = Button(phrase("dictation.change"), "checkin.open_form", main=True)
    return Card(phrase("dictation.full"), [Buttons([change, Button(phrase("dictation.drop"), "dictation.drop")])])


def gone() -> Card:
    """What was written had been handed in or dropped before."""
    return Card(phrase("dictation.gone"))
