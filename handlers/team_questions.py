"""A team's own questions: set by who leads the team, answered in the check-in or after it, and read by the team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers import sightings, team_answers
from handlers.cards import Card, Form
from handlers.guards import arranged_by
from handlers.sightings import Opens, need_opening, opens
from handlers.team_answers import Read
from handlers.turn import Answer, Corrections, Gone, How, Reader, Refused, Reply, Turn
from handlers.views import team_questions as view
from handlers.views.team_questions import Section
from prompts import Filled, phrase
from score import hours
from score import team_questions as rules
from score.cadence import editable, local_day
from score.words import Unreadable, clean_line
from storage import checkins, deliveries, digests, people, team_questions
from storage.store import Store
from storage.tables import AskedWhen, CheckIn, CheckInState, Detail, Person, PlaceKind, QuestionKind, Team, TeamQuestion

MEANING = ("words", "kind", "options")
"""What makes of a question another one: with these changed, what was answered before stays with the old one."""

SETTINGS = ("required", "days", "asked_when", "after_id", "after_said")

# Who sets them


def shelf(turn: Turn, store: Store) -> Reply:
    """Show the questions of the team that is named, or of the first that the person leads."""
    led, wanted = arranged_by(store, turn.person), turn.value or turn.fields.get("team", "")
    team = next((one for one in led if wanted in ("", one.id)), None)
    if team is None:
        raise Refused("home.not_there" if wanted else "team_questions.may_not")
    return Reply(_shelf(turn, team))


def open_teams(turn: Turn, _store: Store) -> Reply:
    """Open the choice of a team whose questions the person sets."""
    return Reply(Answer(How.FORM, "team_questions.teams", {"person": turn.person.id}))


def draw_teams(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The teams whose questions the reader sets."""
    if reader.person is None or reader.person.id != about["person"] or not (led := arranged_by(store, reader.person)):
        raise Gone(about["person"])
    return view.teams(led)


def _shelf(turn: Turn, team: Team, said: str = "") -> Answer:
    return Answer(How.CARD, "team_questions.shelf", {"person": turn.person.id, "team": team.id, "said": said})


def _need_team(turn: Turn, store: Store, team_id: str) -> Team:
    """A team whose questions the person sets; any other is not there."""
    team = next((one for one in arranged_by(store, turn.person) if one.id == team_id), None)
    if team is None:
        raise Refused("home.not_there")
    return team


def _need_question(turn: Turn, store: Store, question_id: str) -> tuple[TeamQuestion, Team]:
    """A question of such a team, whether or not it is still asked."""
    found = team_questions.by_ids(store, turn.person.workspace_id, [question_id])
    if not found:
        raise Refused("home.not_there")
    return found[0][0], _need_team(turn, store, found[0][1].id)


def _team(store: Store, reader: Reader, about: Mapping[str, str]) -> Team:
    """The same for who reads."""
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["team"])
    team = next((one for one in arranged_by(store, reader.person) if one.id == about["team"]), None)
    if team is None:
        raise Gone(about["team"])
    return team


def draw_shelf(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A team's questions as they are now."""
    team = _team(store, reader, about)
    others = [one for one in arranged_by(store, reader.person) if one.id != team.id] if reader.person else []
    said = phrase("team_questions.changed") if about["said"] else None
    return view.shelf(team, team_questions.of_team(store, team), others, said)


def draw_may_not(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Who sets a team's questions."""
    return view.may_not()


# The form


def open_form(turn: Turn, store: Store) -> Reply:
    """Open the form for a new question of a team."""
    team = _need_team(turn, store, turn.value)
    return Reply(Answer(How.FORM, "team_questions.form", _about_form(turn, team)))


def open_change(turn: Turn, store: Store) -> Reply:
    """Open the form with a question as it is."""
    question, team = _need_question(turn, store, turn.value)
    if question.ended_at is not None:
        raise Refused("team_questions.shelf", **_shelf(turn, team, "changed").about)
    about = _about_form(turn, team, question.id, question.changed_at.isoformat())
    return Reply(Answer(How.FORM, "team_questions.form", about))


def _about_form(turn: Turn, team: Team, question_id: str = "", seen: str = "") -> dict[str, str]:
    """`seen` is when the question had last been changed when its form was opened first."""
    return {"person": turn.person.id, "team": team.id, "question": question_id, "seen": seen}


def draw_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The form of a question, with the answers after which it can be asked."""
    team = _team(store, reader, about)
    standing = team_questions.of_team(store, team)
    found = team_questions.by_ids(store, team.workspace_id, [about["question"]]) if about["question"] else []
    question = next((one for one, of in found if of.id == team.id), None)
    return view.form(team, question, _can_precede(question, standing), about["seen"])


def _can_precede(question: TeamQuestion | None, standing: Sequence[TeamQuestion]) -> list[TeamQuestion]:
    """What can be followed by a question: what stands before it on the form and is answered with an option."""
    place = question.position if question is not None else len(standing) + rules.MOST
    return [one for one in standing if one.position < place and one.asked_when.is_known_before and view.options_of(one)]


def preview(turn: Turn, store: Store) -> Reply:
    """Show the question as the team will see it."""
    _read(turn, store)
    said = {name: turn.fields.get(name, "") for name in ("team", "question", "seen", *FIELDS)}
    return Reply(Answer(How.FORM, "team_questions.preview", {**said, "person": turn.person.id}))


FIELDS = ("words", "kind", "options", "when", "days", "must")


def draw_preview(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The question in the form, and when it is asked."""
    team = _team(store, reader, about)
    standing = team_questions.of_team(store, team)
    said, notes = _Reading(about, standing, _can_precede(None, standing)).values()
    if notes:
        raise Gone("what was typed cannot be asked any more")
    said_of = {name: value for name, value in about.items() if name in ("team", "question", "seen", *FIELDS)}
    return view.preview(team, _made_up(team, said, reader), standing, said_of)


def _made_up(team: Team, said: Mapping[str, Any], reader: Reader) -> TeamQuestion:
    """A question that is not kept, to be looked at."""
    given: dict[str, Any] = {"id": "look", "first_id": "look", "position": 0, "changed_at": reader.at, **said}
    return TeamQuestion(workspace_id=team.workspace_id, team_id=team.id, **given)


@dataclass(frozen=True)
class Wanted:
    """What a question is to be: of which team, in the place of which, as it was seen when."""

    team: Team
    values: Mapping[str, Any]
    question: TeamQuestion | None = None
    seen: str = ""


def consider_keep(turn: Turn, store: Store) -> Wanted:
    """Read what was filled in; all that is wrong is said at once, beside what was typed."""
    return _read(turn, store)


def _read(turn: Turn, store: Store) -> Wanted:
    team = _need_team(turn, store, turn.fields.get("team", ""))
    question_id, seen = turn.fields.get("question", ""), turn.fields.get("seen", "")
    question = _need_question(turn, store, question_id)[0] if question_id else None
    if question is not None and question.team_id != team.id:
        raise Refused("home.not_there")
    standing = team_questions.of_team(store, team)
    current = next((one for one in standing if question and one.first_id == question.first_id), None)
    values, notes = _Reading(turn.fields, standing, _can_precede(current, standing)).values()
    if not notes:
        notes = _clashes(team, values, current, standing)
    if notes:
        raise Corrections("team_questions.form", _about_form(turn, team, question_id, seen), notes)
    return Wanted(team, values, question, seen)


class _Reading:
    """A form about a question, read field by field."""

    def __init__(
        self, fields: Mapping[str, str], standing: Sequence[TeamQuestion], before: Sequence[TeamQuestion]
    ) -> None:
        self._fields, self._standing, self._before = fields, standing, before
        self._notes: dict[str, Filled] = {}

    def values(self) -> tuple[dict[str, Any], dict[str, Filled]]:
        """The columns of the question, and what is wrong with what was typed."""
        kind = self._kind()
        values = {
            "words": self._words(),
            "kind": kind,
            "options": self._options() if kind is QuestionKind.CHOICE else [],
            "required": self._fields.get("must", "") == "yes",
            "days": hours.days(self._fields.get("days", "")) or view.EVERY_DAY,
            **self._when(),
        }
        return values, self._notes

    def _words(self) -> str:
        try:
            words = clean_line(self._fields.get("words", ""))
        except Unreadable:
            self._notes["words"] = phrase("checkin.unreadable")
            return ""
        if not words:
            self._notes["words"] = phrase("team_questions.need-words")
        elif len(words) > view.WORDS:
            self._notes["words"] = phrase("checkin.too-long", length=len(words), longest=view.WORDS)
        return words

    def _kind(self) -> QuestionKind:
        said = self._fields.get("kind", "")
        if said not in list(QuestionKind):
            self._notes["kind"] = phrase("team_questions.need-kind")
            return QuestionKind.LINE
        return QuestionKind(said)

    def _options(self) -> list[str]:
        try:
            options = rules.options_in(self._fields.get("options", ""))
        except Unreadable:
            self._notes["options"] = phrase("checkin.unreadable")
            return []
        long = next((one for one in options if len(one) > view.OPTION), None)
        if len(options) not in rules.OPTIONS:
            self._notes["options"] = phrase("team_questions.need-choices")
        elif long is not None:
            self._notes["options"] = phrase(
                "team_questions.long-choice", option=long, length=len(long), longest=view.OPTION
            )
        return options

    def _when(self) -> dict[str, Any]:
        asked_when, _, rest = self._fields.get("when", "").partition(" ")
        first_id, _, option = rest.partition(" ")
        none: dict[str, Any] = {"asked_when": AskedWhen.ALWAYS, "after_id": None, "after_said": ""}
        if not asked_when:
            return none
        if asked_when != AskedWhen.AFTER and asked_when in list(AskedWhen) and not rest:
            return {**none, "asked_when": AskedWhen(asked_when)}
        before = next((one for one in self._before if one.first_id == first_id), None)
        said = team_answers.offered(before).get(option) if before else None
        if asked_when != AskedWhen.AFTER or before is None or said is None:
            self._notes["when"] = phrase("team_questions.need-when")
            return none
        return {"asked_when": AskedWhen.AFTER, "after_id": first_id, "after_said": said}


def _clashes(
    team: Team, values: Mapping[str, Any], current: TeamQuestion | None, standing: Sequence[TeamQuestion]
) -> dict[str, Filled]:
    """What does not fit beside the other questions of the team."""
    wanted = _like(team, values)
    others = [one for one in standing if current is None or one.id != current.id]
    same = next((one for one in others if rules.sameness(one) == rules.sameness(wanted)), None)
    if same is not None and not (current is None and _is(same, values)):
        return {"words": phrase("team_questions.asked-already", team=team.name)}
    follower = next((one for one in _followers(current, standing) if not _can_follow(one, wanted)), None)
    if follower is not None:
        return {"kind": phrase("team_questions.is-followed-here", words=follower.words)}
    return {}


def _like(team: Team, values: Mapping[str, Any]) -> TeamQuestion:
    made: dict[str, Any] = {"id": "", "first_id": "", "position": 0, "changed_at": None, **values}
    return TeamQuestion(workspace_id=team.workspace_id, team_id=team.id, **made)


def _is(question: TeamQuestion, values: Mapping[str, Any]) -> bool:
    return all(getattr(question, name) == values[name] for name in (*MEANING, *SETTINGS))


def _followers(question: TeamQuestion | None, standing: Sequence[TeamQuestion]) -> list[TeamQuestion]:
    return [one for one in standing if question is not None and one.after_id == question.first_id]


def _can_follow(follower: TeamQuestion, before: TeamQuestion) -> bool:
    return before.asked_when.is_known_before and follower.after_said in team_answers.offered(before).values()


# What changes


def keep(turn: Turn, store: Store, wanted: Wanted) -> Reply:
    """Ask a new question from now on, or one in other words or at other times; the same twice is once."""
    team, standing = wanted.team, team_questions.of_team(store, wanted.team)
    if wanted.question is None:
        if not any(_is(one, wanted.values) for one in standing):
            _keep_new(turn, store, wanted, standing)
        return Reply(_shelf(turn, team))
    current = next((one for one in standing if one.first_id == wanted.question.first_id), None)
    if current is not None and _is(current, wanted.values):
        return Reply(_shelf(turn, team))
    if current is None or current.id != wanted.question.id or current.changed_at.isoformat() != wanted.seen:
        raise Refused("team_questions.shelf", **_shelf(turn, team, "changed").about)
    if all(getattr(current, name) == wanted.values[name] for name in MEANING):
        store.change(current, changed_at=turn.at, **{name: wanted.values[name] for name in SETTINGS})
    else:
        store.change(current, ended_at=turn.at)
        store.keep(_question(turn, wanted, current.position, current.first_id))
    return Reply(_shelf(turn, team))


def _keep_new(turn: Turn, store: Store, wanted: Wanted, standing: Sequence[TeamQuestion]) -> None:
    """Raises Corrections when there are as many as one team may ask, or the same was asked in the meantime."""
    team = wanted.team
    notes = _clashes(team, wanted.values, None, standing)
    if len(standing) >= rules.MOST:
        notes = {"words": phrase("team_questions.too-many", team=team.name)}
    if notes:
        raise Corrections("team_questions.form", _about_form(turn, team), notes)
    place = standing[-1].position + 1 if standing else 0
    store.keep(_question(turn, wanted, place))


def _question(turn: Turn, wanted: Wanted, place: int, first_id: str = "") -> TeamQuestion:
    id = turn.id()
    return TeamQuestion(
        id=id,
        workspace_id=wanted.team.workspace_id,
        team_id=wanted.team.id,
        first_id=first_id or id,
        position=place,
        changed_at=turn.at,
        **wanted.values,
    )


def move(turn: Turn, store: Store, _: None = None) -> Reply:
    """Put a question at a place among those of its team, counted from 0; what is asked after it stays behind it."""
    question_id, place = turn.value.partition(" ")[::2]
    question, team = _need_question(turn, store, question_id)
    standing = team_questions.of_team(store, team)
    if question.ended_at is not None or not place.isdecimal():
        raise Refused("team_questions.shelf", **_shelf(turn, team, "changed").about)
    others = [one for one in standing if one.id != question.id]
    at = min(int(place[:3]), len(others))
    order = [*others[:at], *(one for one in standing if one.id == question.id), *others[at:]]
    places = {one.first_id: n for n, one in enumerate(order)}
    ahead = next((one for one in order if places.get(one.after_id or "", -1) > places[one.first_id]), None)
    if ahead is not None:
        raise Refused("team_questions.refused", person=turn.person.id, question=ahead.id, why="stays-after")
    for n, one in enumerate(order):
        one.position = n
    store.change_all(order, "position")
    return Reply(_shelf(turn, team))


def remove(turn: Turn, store: Store, _: None = None) -> Reply:
    """Ask a question no more. What was answered to it stays."""
    question, team = _need_question(turn, store, turn.value)
    follower = next(iter(_followers(question, team_questions.of_team(store, team))), None)
    if question.ended_at is None and follower is not None:
        raise Refused("team_questions.refused", person=turn.person.id, question=follower.id, why="is-followed")
    if question.ended_at is None:
        store.change(question, ended_at=turn.at)
    return Reply(Answer(How.CARD, "team_questions.removed", {"person": turn.person.id, "question": question.id}))


def restore(turn: Turn, store: Store, _: None = None) -> Reply:
    """Ask a question again that was removed, as the last one of its team."""
    question, team = _need_question(turn, store, turn.value)
    standing = team_questions.of_team(store, team)
    if question.ended_at is None:
        return Reply(_shelf(turn, team))
    before = next((one for one in standing if one.first_id == question.after_id), None)
    lost = question.after_id is not None and (before is None or not _can_follow(question, before))
    again = any(
        one.first_id == question.first_id or rules.sameness(one) == rules.sameness(question) for one in standing
    )
    if lost or again:
        raise Refused("team_questions.shelf", **_shelf(turn, team, "changed").about)
    if len(standing) >= rules.MOST:
        raise Refused("team_questions.refused", person=turn.person.id, question=question.id, why="full")
    place = standing[-1].position + 1 if standing else 0
    store.change(question, ended_at=None, position=place, changed_at=turn.at)
    return Reply(_shelf(turn, team))


def _own_question(store: Store, reader: Reader, about: Mapping[str, str]) -> tuple[TeamQuestion, Team]:
    """A question of a team whose questions the reader sets."""
    found = team_questions.by_ids(store, reader.place.workspace_id, [about["question"]])
    if not found:
        raise Gone(about["question"])
    return found[0][0], _team(store, reader, {**about, "team": found[0][1].id})


def draw_removed(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A question that is no longer asked; the whole list, when it is again."""
    question, team = _own_question(store, reader, about)
    if question.ended_at is None:
        return draw_shelf(store, reader, {"person": about["person"], "team": team.id, "said": ""})
    return view.removed(question, team)


def draw_refused(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Why something cannot be done with a question."""
    question, team = _own_question(store, reader, about)
    return view.refused(question, team, about["why"])


# Answered after the check-in


def open_answers(turn: Turn, store: Store) -> Reply:
    """Open the form of what is still to be asked after a check-in of one's own."""
    checkin = _need_checkin(turn, store, turn.value)
    if not _still_open(store, turn.person, checkin).asked:
        raise Refused("team_questions.nothing_open")
    return Reply(Answer(How.FORM, "team_questions.answer_form", {"checkin": checkin.id}))


def _need_checkin(turn: Turn, store: Store, checkin_id: str) -> CheckIn:
    """A check-in of the person's own that can still be changed."""
    checkin = checkins.checkin(store, turn.person.workspace_id, checkin_id)
    if checkin is None or checkin.person_id != turn.person.id or checkin.state is not CheckInState.HANDED_IN:
        raise Refused("home.not_there")
    if not editable(checkin.local_date, local_day(turn.at, turn.person.time_zone), turn.person.asked_for):
        raise Refused("checkin.too_far")
    return checkin


def _still_open(store: Store, person: Person, checkin: CheckIn) -> Section:
    return team_answers.still_open(
        store, person, checkin, checkins.tasks_of(store, checkin), told=_told(store, checkin)
    )


def _told(store: Store, checkin: CheckIn) -> bool:
    blocker = checkins.blocker_of(store, checkin)
    return blocker is not None and blocker.told


def draw_answer_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """What is still to be asked; when something has to be mended, what was on the form."""
    person = reader.person
    checkin = checkins.checkin(store, person.workspace_id, about["checkin"]) if person else None
    if person is None or checkin is None or checkin.person_id != person.id:
        raise Gone(about["checkin"])
    ids = about.get("asked")
    shown = team_answers.shown_again(store, person, checkin, ids) if ids else _still_open(store, person, checkin)
    if not shown.asked:
        raise Gone(about["checkin"])
    return view.answer_form(checkin.id, shown)


def draw_nothing_open(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """There is nothing left to answer."""
    return view.nothing_open()


def consider_answer(turn: Turn, store: Store) -> tuple[CheckIn, Read]:
    """Read the answers; what must be mended is said beside the fields."""
    checkin = _need_checkin(turn, store, turn.fields.get("checkin", ""))
    read, notes = team_answers.read(turn, store, checkin.local_date, after=True)
    if notes:
        raise Corrections(
            "team_questions.answer_form", {"checkin": checkin.id, "asked": turn.fields.get("asked", "")}, notes
        )
    return checkin, read


def answer(turn: Turn, store: Store, found: tuple[CheckIn, Read]) -> Reply:
    """Keep the answers with the check-in, and show the answer to it as it stands then."""
    checkin, read = found
    store.keep(*team_answers.keep(turn, store, checkin, read, told=_told(store, checkin)))
    digests.changed(store, checkin.workspace_id, digests.teams_of(store, checkin), checkin.local_date)
    subject = f"checkin:{checkin.id}"
    deliveries.amend(store, checkin.workspace_id, subject)
    shown = deliveries.shown(store, checkin.workspace_id, turn.place.id, subject)
    if shown is None:
        return Reply(Answer(How.CARD, "team_questions.kept", {"day": checkin.local_date.isoformat()}))
    return Reply(Answer(How.STANDS, shown_id=shown.id))


def draw_kept(_store: Store, _reader: Reader, about: Mapping[str, str]) -> Card:
    """The answers are kept."""
    return view.kept(date.fromisoformat(about["day"]))


# What was asked


def consider_answers(turn: Turn, store: Store) -> Opens | Answer:
    """What a team was asked on some days and what was answered, and who is named: only those who wrote words."""
    opening = need_opening(turn, store, Detail.ANSWERS)
    found = team_questions.answered_in(store, opening.team, opening.first, opening.last)
    named = [person.id for _, question, person, _ in found if question.kind is QuestionKind.LINE]
    return opens(opening, "team_questions.answers", named)


def answers(turn: Turn, store: Store, found: Opens) -> Reply:
    """Show what a team was asked on some days, and what was answered."""
    return sightings.keep(turn, store, found)


def draw_answers(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What was asked and answered, for those who see the team's tasks: in its channel, or alone."""
    team = people.team(store, reader.place.workspace_id, about["team"])
    if team is None or not _may_see(store, reader, team):
        raise Gone(about["team"])
    first, last = date.fromisoformat(about["first"]), date.fromisoformat(about["last"])
    answered = team_questions.answered_in(store, team, first, last)
    return view.answers(team, (first, last), answered, in_channel=reader.place.kind is PlaceKind.CHANNEL)


def _may_see(store: Store, reader: Reader, team: Team) -> bool:
    if reader.place.kind is PlaceKind.CHANNEL:
        return reader.place.team_id == team.id
    return reader.person is not None and team.id in {one.id for one in people.teams_seen_by(store, reader.person)}
