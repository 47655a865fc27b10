"""A team's own questions as one person is asked them in a check-in: found, read at the edge, and kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from handlers.turn import Turn
from handlers.views import team_questions as view
from handlers.views.team_questions import Asking, Section
from prompts import Filled, phrase
from score import team_questions as rules
from score.cadence import rhythm_of
from score.team_questions import NO, YES, Situation, is_asked
from score.words import Unreadable, clean_line
from storage import absences, checkins, digests, people, team_questions
from storage.store import Store
from storage.tables import (
    AskedWhen,
    CheckIn,
    CheckInState,
    Person,
    QuestionKind,
    Task,
    Team,
    TeamAnswer,
    TeamQuestion,
    Tie,
)

LOOK_BACK = timedelta(days=28)
"""How far back days away are looked for, of which the day could be the first one after."""

ON_A_FORM = 4 * rules.MOST
"""Questions that are looked up for one form, each of which names itself twice; more of them no form of ours has."""

Asked = tuple[TeamQuestion, Team]


@dataclass(frozen=True)
class Read:
    """What a form said to the teams' questions, by the id of the question: "" for what was emptied.

    `asks` are those that may be asked once the check-in is kept.
    """

    said: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, TeamQuestion] = field(default_factory=dict)
    asks: Sequence[str] = ()


def section(
    store: Store, person: Person, day: date, checkin: CheckIn | None, shown: str, written: Mapping[str, str]
) -> Section:
    """The questions on the form of a day.

    Those that were answered stand there as they were asked, and so do those of a form that is shown anew, whose ids
    are `shown`. `written` are the fields of a draft.
    """
    asked = _asked_of(store, person, checkin)
    answered = team_questions.answers_of(store, checkin) if checkin else []
    stands = [*((question, team) for _, question, team in answered), *_known(store, person, asked, shown.split())]
    if not asked and not stands:
        return Section()
    now, before = _before(store, person, day, asked), {question.first_id for question, _ in stands}
    new = [one for one in asked if one[0].first_id not in before and is_asked(one[0], now)]
    groups = rules.once(question for question, _ in _in_order([*stands, *new]))
    fixed = [group for group in groups if any(question.first_id in before for question in group)]
    others = [group for group in groups if group not in fixed]
    chosen = [*fixed, *rules.fitting(others, day, max(0, rules.MOST - len(fixed)))]
    said = {question.id: answer.said for answer, question, _ in answered}
    asking = _Asking(said, written, [*asked, *stands])
    return Section([asking.of(group) for group in groups if group in chosen], len(groups) - len(chosen))


def _in_order(asked: Sequence[Asked]) -> list[Asked]:
    """By team, in the order of each; one that is there twice, once."""
    found = {question.id: (question, team) for question, team in asked}
    return sorted(found.values(), key=lambda one: (one[1].name, one[1].id, one[0].position, one[0].id))


class _Asking:
    """What is known of questions when they are put on a form."""

    def __init__(self, said: Mapping[str, str], written: Mapping[str, str], known: Sequence[Asked]) -> None:
        self._said, self._written = said, written
        self._teams = {question.id: team for question, team in known}
        self._by_first = {question.first_id: question for question, _ in known}

    def of(self, group: rules.Once) -> Asking:
        first = group[0]
        stands = next((self._said[question.id] for question in group if question.id in self._said), "")
        value = self._written.get(f"q-{first.id}") or view.as_value(first, stands)
        taken_back = first.asked_when in (AskedWhen.TOLD, AskedWhen.AFTER) and bool(stands)
        only = view.asked_when(first, self._by_first) if taken_back else None
        return Asking(group, [self._teams[question.id] for question in group], value, only)


def _asked_of(store: Store, person: Person, checkin: CheckIn | None) -> list[Asked]:
    """What is asked of a person now; for a day that was handed in, by the teams that count it."""
    return _counting(store, team_questions.asked_of(store, person), checkin)


def _counting(store: Store, asked: list[Asked], checkin: CheckIn | None) -> list[Asked]:
    if not asked or checkin is None or checkin.state is not CheckInState.HANDED_IN:
        return asked
    counting = set(digests.teams_of(store, checkin))
    return [one for one in asked if one[1].id in counting]


def _before(store: Store, person: Person, day: date, asked: Sequence[Asked]) -> Situation:
    """What is known of a day before it is handed in. Absences are looked at only where a question is about them."""
    if not any(question.asked_when is AskedWhen.BACK for question, _ in asked):
        return Situation(day)
    away = absences.of(store, person, day - LOOK_BACK)
    return Situation(day, back=rhythm_of(person, away).is_back_on(day))


def _known(store: Store, person: Person, asked: Sequence[Asked], ids: Sequence[str]) -> list[Asked]:
    """These questions, of the person's teams, in the order of `ids`: one that was changed or removed since too."""
    found = {question.id: (question, team) for question, team in asked}
    missing = [id for id in ids if id not in found]
    if missing:
        mine = {team.id for team in people.teams_of(store, person)}
        older = team_questions.by_ids(store, person.workspace_id, missing)
        found |= {question.id: (question, team) for question, team in older if team.id in mine}
    return [found[id] for id in dict.fromkeys(ids) if id in found]


# Once the check-in is kept


def still_open(
    store: Store,
    person: Person,
    checkin: CheckIn,
    tasks: Sequence[tuple[Task, Tie | None]],
    *,
    told: bool,
    of: str | None = None,
) -> Section:
    """What is to be asked now that the check-in is kept and was not answered; only those of these ids, if given."""
    asked = _asked_of(store, person, checkin)
    if not asked:
        return Section()
    answered = team_questions.answers_of(store, checkin)
    now = _after(store, person, checkin, asked, answered, tasks, told=told)
    known = {rules.sameness(question) for _, question, _ in answered}
    wanted = set(of.split()) if of is not None else {question.id for question, _ in asked}
    open_ones = [
        question
        for question, _ in asked
        if question.id in wanted
        and rules.sameness(question) not in known
        and (question.required or not question.asked_when.is_known_before)
        and is_asked(question, now)
    ]
    groups, asking = rules.once(open_ones), _Asking({}, {}, asked)
    chosen = rules.fitting(groups, checkin.local_date)
    return Section([asking.of(group) for group in chosen], len(groups) - len(chosen))


def _after(
    store: Store,
    person: Person,
    checkin: CheckIn,
    asked: Sequence[Asked],
    answered: Sequence[tuple[TeamAnswer, TeamQuestion, Team]],
    tasks: Sequence[tuple[Task, Tie | None]],
    *,
    told: bool,
) -> Situation:
    """What is known of a day that was handed in."""
    untied = not any(tie is not None and tie.state.counts for _, tie in tasks)
    said = {question.first_id: answer.said for answer, question, _ in answered}
    return replace(_before(store, person, checkin.local_date, asked), told=told, untied=untied, said=said)


def shown_again(store: Store, person: Person, checkin: CheckIn, ids: str) -> Section:
    """These questions as a form had them that is to be mended."""
    known = _known(store, person, _asked_of(store, person, checkin), ids.split())
    asking = _Asking({}, {}, known)
    return Section([asking.of((question,)) for question, _ in known])


# What was filled in


def read(turn: Turn, store: Store, day: date, *, after: bool = False) -> tuple[Read, Mapping[str, Filled]]:
    """What a form says to the teams' questions, and the notes that say what must be mended.

    A question that was changed or removed while the form was open is answered as it was asked, and nobody waits for
    an answer to it. `after` is for the form that comes after the check-in.
    """
    shown = turn.fields.get("asked", "").split()
    ids = [*shown, *(name.removeprefix("q-") for name in turn.fields if name.startswith("q-"))][:ON_A_FORM]
    asked = team_questions.asked_of(store, turn.person)
    if not asked and not ids:
        return Read(), {}
    asked = _counting(store, asked, checkins.of_day(store, turn.person, day))
    now = _before(store, turn.person, day, asked)
    possible = [question for question, _ in asked if is_asked(question, now) is not False]
    said, questions, notes = dict[str, str](), dict[str, TeamQuestion](), dict[str, Filled]()
    for question, _team in _known(store, turn.person, asked, ids):
        twins = [one for one in possible if rules.sameness(one) == rules.sameness(question)]
        words, note = _said(question, turn.fields.get(f"q-{question.id}", ""))
        waits = [one for one in twins if one.required and (after or one.asked_when.is_known_before)]
        if note is None and not words and waits and question.id in shown:
            names = [of.name for one, of in asked if one in waits]
            note = phrase("team_questions.need-answer", teams=names, count=len(names))
        if note is not None:
            notes[f"q-{question.id}"] = note
        for one in (question, *twins):
            said[one.id], questions[one.id] = words, one
    asks = [one.id for one in possible if is_asked(one, now) is None or one.required]
    return Read(said, questions, asks), notes


def _said(question: TeamQuestion, typed: str) -> tuple[str, Filled | None]:
    """What was typed as it is kept, and what is wrong with it."""
    try:
        words = clean_line(typed)
    except Unreadable:
        return "", phrase("checkin.unreadable")
    if not words:
        return "", None
    if question.kind is QuestionKind.LINE:
        too_long = phrase("checkin.too-long", length=len(words), longest=view.SAID)
        return words, too_long if len(words) > view.SAID else None
    if question.kind is QuestionKind.NUMBER:
        number = rules.number_in(words)
        return number or "", None if number else phrase("team_questions.not-a-number")
    known = offered(question)
    return known.get(words, ""), None if words in known else phrase("checkin.not-offered")


def offered(question: TeamQuestion) -> Mapping[str, str]:
    """What can be chosen, as it is kept, by the values of the field."""
    if question.kind is QuestionKind.YES_NO:
        return {YES: YES, NO: NO}
    return {option.value: str(option.label) for option in view.options_of(question)}


def keep(
    turn: Turn, store: Store, checkin: CheckIn, found: Read, *, told: bool, changed: bool = True
) -> list[TeamAnswer]:
    """Change and forget answers that stand, and give the new ones; where nothing is `changed`, none stands.

    An answer that was asked for only because of another answer, or of what was told, goes when that is taken back.
    """
    standing = team_questions.answers_of(store, checkin) if changed else []
    questions = {question.id: question for _, question, _ in standing} | dict(found.questions)
    said = {question.id: answer.said for answer, question, _ in standing} | dict(found.said)
    by_first = {questions[id].first_id: words for id, words in said.items() if words}
    wanted = {
        id: words for id, words in said.items() if words and rules.still_stands(questions[id], told=told, said=by_first)
    }
    store.forget(TeamAnswer, [answer.id for answer, question, _ in standing if question.id not in wanted])
    for answer, question, _ in standing:
        words = wanted.pop(question.id, answer.said)
        if words != answer.said:
            store.change(answer, said=words)
    return [
        TeamAnswer(id=turn.id(), workspace_id=checkin.workspace_id, question_id=id, checkin_id=checkin.id, said=words)
        for id, words in wanted.items()
    ]
