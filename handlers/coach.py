"""The coach without a model: what the score says, with its lines and edition, and what it does not say."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from textwrap import shorten

from handlers import briefed, care, comparing, looking, wanting
from handlers.addressed import addressed
from handlers.basis import unpacked
from handlers.cards import Card, Theirs
from handlers.guards import ScoreNow, concordance_of, own_lines, score_now
from handlers.in_view import InView, cited_in, in_view
from handlers.mistaken import listed
from handlers.naming import anybody_in, names_themselves, somebody_in
from handlers.pulling import every, open_near
from handlers.remembered import with_memos
from handlers.turn import Answer, Gone, How, Moment, Reader, Refused, Reply, Turn, Unsaid, deliver
from handlers.views import coach as view
from handlers.views import looking as looking_view
from handlers.views.looking import Looked
from handlers.views.tensions import Pull
from prompts import spellings
from prompts.brief import brief
from score import readings, ties
from score.cadence import local_day
from score.care import is_in_doubt
from score.citations import Cited, cite, served_by
from score.model import Said, Silent, Stated, WhyNot
from score.needs import NOTHING
from score.order import Order, Side
from score.same_questions import grouped
from score.search import (
    BETWEEN,
    LOOKED_FOR,
    MANNER,
    OTHER,
    Aim,
    Hit,
    Question,
    Sought,
    is_addressed,
    read_question,
    visible_lines,
)
from score.spacing import IN_FIVES
from score.stems import language_of, stems
from score.veil import uncovered
from score.words import Unreadable, alike, clean_line
from storage import asks, budgets, checkins, people, questions, scores
from storage.store import Store
from storage.tables import (
    Ask,
    AskState,
    Delivery,
    LineKind,
    Person,
    Place,
    PlaceKind,
    Privacy,
    Silence,
    SilenceState,
    Task,
    Tie,
    Verdict,
    Wording,
    make_bare_id,
)

LONGEST = 500
"""Characters of a question at most: a sentence or two, and what is kept of it can still be read in a list."""

WITHIN = timedelta(days=27)
"""How far back tasks are counted: 28 days with today."""

LISTED = 10
"""Questions without an answer that are shown at once; those that ask the same count as one."""

GROUPED = 200
"""Questions without an answer that are looked through for others that ask the same, the oldest ones."""

TOGETHER = 20
"""Questions that ask the same and are settled with one press, at most: a button holds their ids."""

VERDICTS = frozenset({"helped", "not_helped"})
"""What can be said of an answer."""

TITLE = 60
"""Characters of the name that a question gives to a conversation, at most."""

NAMING = frozenset({"coach.answer", "coach.first", "coach.passed_on", *wanting.VIEWS})
"""What a question was answered with that gives a conversation its name."""

FOLLOWING = frozenset({Aim.WHY, Aim.WHO, Aim.SINCE, Aim.UNTIL, Aim.HOW_FAR, Aim.TARGET, Aim.SERVES})
"""What can be asked of a line that was just cited without a question mark."""

FOLLOWED = 6
"""Words of such a question at most."""

GRACE = timedelta(seconds=10)
"""How long after the model's time is over it is still waited for what comes of it, in this process or in another."""

SHOWN_WITHIN = timedelta(minutes=2)
"""How long a door may take to show what came of the model; after that the clock answers from the lines."""

SHOWN_LATE = timedelta(days=1)
"""How long something is kept that was answered late, so that the answer can be drawn when it goes out."""

UNSAID: Mapping[WhyNot, Unsaid] = {
    WhyNot.LATE: Unsaid.LATE,
    WhyNot.BUDGET: Unsaid.ENOUGH,
    **dict.fromkeys((WhyNot.BUSY, WhyNot.DOWN, WhyNot.NO_KEY, WhyNot.NO_MODEL, WhyNot.BREAKER), Unsaid.UNREACHED),
}
"""What is told of why a model said nothing; of all else, that nothing it said can be shown."""

SETTLED = {state.value: state for state in (SilenceState.ANSWERED, SilenceState.NOT_OURS)}


@dataclass(frozen=True)
class Found:
    """A question as it was read, and what was found for it in the edition in force."""

    now: ScoreNow
    question: Question
    cited: Cited
    order: Order | None = None
    looked: Looked | None = None

    @property
    def silent(self) -> bool:
        """Whether the score says nothing that answers."""
        return self.order is None and self.looked is None and self.cited.silent

    @property
    def bare(self) -> bool:
        """Whether it asks without saying of what, and nothing answers."""
        return self.silent and not self.question.about and self.question.kind is None


@dataclass(frozen=True)
class ToWord:
    """An answer that a model may put into words, what it is sent for that, and what the rules have cited."""

    answer: Answer
    sent: briefed.Sent
    cited: Cited


@dataclass(frozen=True)
class PassedOn:
    """A question for those who write the score: its words, and the line that comes nearest."""

    words: str
    nearest: str | None


# A question


def follows_up(text: str, language: str) -> bool:
    """Whether what reads as no question asks of what was just cited: why, who, until when, but not of what."""
    question = read_question(text, _cues(language))
    is_bare = not question.about and question.kind is None
    follows = question.aim in FOLLOWING or OTHER in question.cues
    return is_bare and follows and len(question.said) <= FOLLOWED


def consider_ask(turn: Turn, store: Store) -> Answer | PassedOn | ToWord:
    """The answer, if the score or its rules have one, and whether a model may word it; or what is to be passed on."""
    reader = Reader(turn.person, turn.place, turn.at)
    # A question that is asked again stands on the button.
    answer = consider(store, reader, turn.text or turn.value, cited_in(turn.fields))
    if not isinstance(answer, Answer) or answer.view != "coach.answer" or not _may_be_worded(turn, store):
        return answer
    if not _has_room(turn, store):
        return replace(answer, about={**answer.about, "why": Unsaid.ENOUGH.value})
    found = find(store, reader, answer.about["question"], answer.about.get("line"))
    if found is None or found.cited.silent or found.cited.listed:
        return answer
    shown = briefed.sources(store, found.now, found.question, found.cited, _lines(reader, found.now))
    return ToWord(answer, briefed.sent(store, found.now, found.question.text, shown), found.cited)


def _may_be_worded(turn: Turn, store: Store) -> bool:
    """Whether a model may put an answer into words here and now: one question of somebody at a time, where nobody reads
    along, and for nobody whose team does without.
    """
    if turn.model is None or turn.place.kind is not PlaceKind.DIRECT:
        return False
    return not _does_without(store, turn.person) and not asks.is_asking(store, turn.person, turn.at)


def _does_without(store: Store, person: Person) -> bool:
    return any(team.without_model for team in people.teams_of(store, person))


def consider(store: Store, reader: Reader, said: str, cited: InView | None = None) -> Answer | PassedOn:
    """The same for what somebody wrote, of whatever length and in whatever script; `cited` is what it may be about."""
    asker = _need_reader(reader)
    if (met := care.met(store, asker, said, lambda: _is_of_score(store, reader, said))) is not None:
        return met
    named, rest = addressed(said, asker.language) or ("", "")
    try:
        text = asked(rest if named == "coach" else said)
    except Unreadable:
        text = ""
    if not text:
        return _card("home.unclear", said="")
    if len(text) > LONGEST:
        return _card("coach.too_long")
    wanted = wanting.consider(store, reader, text, cited)
    if isinstance(wanted, Answer):
        return wanted
    found = find(store, reader, text)
    if found is not None and wanted is not None:
        # One line is no answer to what asks for more than one, however near it comes.
        found = replace(found, cited=found.cited.without_lines(), order=None, looked=None)
    return answer_to(store, reader, found, cited) if found is not None else _card("score.none")


def _is_of_score(store: Store, reader: Reader, said: str) -> bool:
    """Whether lines of the score answer what somebody wrote, who was understood."""
    text = asked(said)
    found = find(store, reader, text) if 0 < len(text) <= LONGEST else None
    return found is not None and not found.cited.silent


def asked(text: str) -> str:
    """The question in what was written, without the word that calls for it, with a capital. Raises Unreadable."""
    said = clean_line(text)
    first, _, rest = said.partition(" ")
    question = rest.lstrip(" :,") if alike(first) in ("ask", "ask:") else said
    return question[:1].upper() + question[1:]


def _card(name: str, /, **about: str) -> Answer:
    return Answer(How.CARD, name, about)


def titled(answer: Answer, said: str) -> Theirs | None:
    """What a conversation is called that began with a question: its own first words; nothing where it names somebody,
    is of no line, or was no question.
    """
    if answer.view not in NAMING:
        return None
    try:
        text = asked(said).rstrip("?!. ")
    except Unreadable:
        return None
    short = shorten(text, TITLE, placeholder="…") or text[:TITLE]
    return Theirs(short, Privacy.PERSON) if short else None


def answer_to(store: Store, reader: Reader, found: Found, cited: InView | None = None) -> Answer | PassedOn:
    """Which card answers what was found, or what is to be passed on."""
    asker, question = _need_reader(reader), found.question
    if question.aim is Aim.PRIVATE:
        somebody = _named(store, asker, question)
        return _card("coach.private", person=somebody.id if somebody else "")
    if question.aim is Aim.PART:
        return _card("score.my_part", person=asker.id)
    if question.aim is Aim.WEEK:
        today = local_day(reader.at, asker.time_zone)
        return _card("history.week", person=asker.id, monday=(today - timedelta(days=today.weekday())).isoformat())
    if not found.silent:
        return _found(asker, found)
    if comparing.asks_of_own_day(question, _cues(asker.language)):
        return _card("coach.nothing_to_order", person=asker.id)
    return _about_what(store, reader, found, cited) if found.bare else _silent(store, asker, found)


def _silent(store: Store, asker: Person, found: Found) -> Answer | PassedOn:
    """What is said where the score is silent: it is passed on unless it is about somebody, or may be, or names one."""
    text, nearest = found.question.text, found.cited.nearest
    if (somebody := _named(store, asker, found.question)) is not None:
        return _card("coach.about_somebody", person=somebody.id)
    if is_in_doubt(text) or names_themselves(asker, found.question):
        return _card("coach.left_alone")
    if (gone := anybody_in(store, asker.workspace_id, found.question)) is not None:
        return _card("coach.about_somebody", person=gone.id)
    return PassedOn(text, nearest.line_id if nearest else None)


def _found(asker: Person, found: Found) -> Answer:
    """The card of what was found."""
    text = found.question.text
    if found.looked is not None:
        return _card("coach.found", person=asker.id, question=text)
    if found.order is not None and not found.order.cited:
        return _card("coach.all_whirlwind")
    return _card("coach.answer" if found.order is None else "coach.first", question=text)


def _about_what(store: Store, reader: Reader, found: Found, cited: InView | None) -> Answer:
    """The answer about the one line of what was just cited or shown here; else the question back."""
    asker = _need_reader(reader)
    seen = {line.line_id for line in visible_lines(found.now.wordings.values(), asker)}
    shown = [line_id for line_id in in_view(store, reader, asker, cited) if line_id in seen]
    if OTHER in found.question.cues and len(shown) > 1:
        shown = shown[1:2]
    if len(shown) == 1:
        return _card("coach.answer", question=found.question.text, line=shown[0])
    return _card("coach.about_what", question=found.question.text, lines=" ".join(shown))


def suggest(turn: Turn, store: Store) -> Reply:
    """Say what can be asked, with questions about the person's own lines."""
    if score_now(store, turn.person.workspace_id) is None:
        return Reply(_card("score.none"))
    return Reply(_card("coach.suggested", person=turn.person.id))


def draw_suggested(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A few questions that the score answers of lines that the reader plays from, each of another line if it can be."""
    asker = _need_reader(reader)
    if asker.id != about["person"]:
        raise Gone(about["person"])
    now = score_now(store, asker.workspace_id)
    if now is None:
        raise Gone("there is no score")
    lines = own_lines(store, asker) or [line for line in now.wordings.values() if line.kind.is_played_from]
    visible = visible_lines(lines, asker)
    return view.suggested(_worth_asking(now, visible), asker.language)


def _worth_asking(now: ScoreNow, lines: Sequence[Wording]) -> list[tuple[Aim, Wording]]:
    """What the score answers of these lines, one question of each line and of each kind as far as there are so many."""
    found: list[tuple[Aim, Wording]] = []
    answers = {
        Aim.WHY: lambda line: bool(line.because or line.serves),
        Aim.HOW_FAR: lambda line: bool(now.measures_of(line)),
        Aim.UNTIL: lambda line: line.until is not None,
        Aim.WHO: lambda line: line.owner_id is not None,
    }
    for aim, answered in answers.items():
        taken = {line.line_id for _, line in found}
        fitting = sorted(filter(answered, lines), key=lambda line: line.line_id in taken)
        found += [(aim, line) for line in fitting[:1]]
    return found[: view.NAMED]


def about(turn: Turn, store: Store) -> Reply:
    """Answer a question about a line that was pressed."""
    line_id, _, text = turn.value.partition(" ")
    found = find(store, Reader(turn.person, turn.place, turn.at), text, line_id) if text else None
    if found is None or found.cited.silent:
        raise Refused("home.not_there")
    return Reply(_card("coach.answer", question=text, line=line_id))


def _has_room(turn: Turn, store: Store) -> bool:
    """Whether who asks may use the model today still."""
    assert turn.model is not None, "it was looked at before"
    today = local_day(turn.at, turn.person.time_zone)
    return budgets.has_room(store, turn.person, today, turn.at, turn.model.budget)


def ask(turn: Turn, store: Store, found: PassedOn | ToWord) -> Reply:
    """Put the answer to the model; or say that the score does not say, and pass the question on without a name."""
    return _put(turn, store, found) if isinstance(found, ToWord) else _pass_on(turn, store, found)


def _put(turn: Turn, store: Store, found: ToWord) -> Reply:
    assert turn.model is not None, "it was looked at before"
    if asks.is_asking(store, turn.person, turn.at) or not _has_room(turn, store):
        # It came twice, or at the same time as another: the lines answer.
        return Reply(found.answer)
    budgets.ask(store, turn.person, local_day(turn.at, turn.person.time_zone))
    known = brief(briefed.ANSWER)
    one = Ask(
        id=turn.id(),
        workspace_id=turn.person.workspace_id,
        person_id=turn.person.id,
        place_id=turn.place.id,
        brief=known.name,
        brief_version=known.version,
        values={"data": found.sent.data, "hidden": list(found.sent.hidden), "lines": list(found.sent.lines)},
        then="coach.hear",
        about=dict(found.answer.about),
        asked_at=turn.at,
        deadline=turn.at + turn.model.within + GRACE,
    )
    return Reply(Answer(How.COMING, "coach.waits", {"ask": one.id}), asks=[one])


def hear(turn: Turn, store: Store, asked: Ask, spoken: Said | Silent) -> Reply:
    """Answer with what the model says, as far as it stands; else with the lines. The question stays until that is
    shown; what was sent does not.
    """
    hidden, lines = asked.values["hidden"], " ".join(asked.values["lines"])
    store.change(asked, state=AskState.ANSWERED, values={}, deadline=turn.at + SHOWN_WITHIN)
    if _does_without(store, turn.person):
        # It may have been switched off while the model was thinking.
        return Reply(_card("coach.answer", **asked.about))
    if isinstance(spoken, Silent):
        why = UNSAID.get(spoken.reason, Unsaid.UNREADABLE)
        return Reply(_card("coach.answer", **asked.about, why=why.value))
    said = [[uncovered(text, hidden) for text in claim] for claim in spoken.claims]
    about = {"said": json.dumps(said), "model": spoken.model, "brief": f"{asked.brief} {asked.brief_version}"}
    return Reply(_card("coach.worded", **asked.about, **about, lines=lines))


def stop(turn: Turn, store: Store, _: None = None) -> Reply:
    """Do not wait for the model any longer: the lines answer, and what it says later is not listened to."""
    asked = asks.ask(store, turn.person.workspace_id, turn.value)
    if asked is None or asked.person_id != turn.person.id or asked.state is not AskState.WAITING:
        raise Refused("home.not_there")
    about = dict(asked.about)
    asks.stop(store, asked)
    return Reply(_card("coach.answer", **about, why=Unsaid.STOPPED.value, stopped=asked.id))


def give_up(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Answer from the lines what was asked of the model by a process that is gone, or what no door has shown; erase it
    a day later.
    """
    sent: list[Delivery] = []
    late = asks.overdue(store, workspace_id, moment.at, limit)
    for one in late:
        person, place = people.here(store, workspace_id, one.person_id), people.place(store, workspace_id, one.place_id)
        if one.state in (AskState.GIVEN_UP, AskState.STOPPED) or person is None or place is None:
            store.forget(Ask, [one.id])
            continue
        store.change(one, state=AskState.GIVEN_UP, deadline=moment.at + SHOWN_LATE)
        sent.append(deliver(moment, place, "coach.lost", {"ask": one.id}, once=f"ask:{one.id}", asked=True))
    return Reply(deliveries=sent, served=len(late))


def draw_waits(_store: Store, _reader: Reader, about: Mapping[str, str]) -> Card:
    """The score is being read, and nobody has to wait for that."""
    return view.waits(about["ask"])


def draw_worded(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What the model says of the lines that answer, as far as these say it now; else the lines."""
    found = _find_again(store, reader, about)
    if found.cited.silent:
        return view.changed(about["question"])
    claims = [Stated(*claim) for claim in json.loads(about["said"])]
    lines = about.get("lines", "").split()
    said = briefed.held(found.now, claims, _lines(reader, found.now), lines, found.cited)
    told = _told(store, reader, found)
    if not said.claims:
        return _remembering(store, reader, found, view.answer(told, Unsaid.UNREADABLE))
    return _remembering(store, reader, found, view.worded(told, said, about["model"], about["brief"]))


def draw_lost(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The lines that answer what somebody asked before we were interrupted."""
    asked = asks.ask(store, _need_reader(reader).workspace_id, about["ask"])
    if asked is None or asked.person_id != _need_reader(reader).id:
        raise Gone(about["ask"])
    found = _find_again(store, reader, asked.about)
    if found.cited.silent:
        return view.changed(asked.about["question"], interrupted=True)
    return _remembering(store, reader, found, view.lost(_told(store, reader, found)))


def _pass_on(turn: Turn, store: Store, found: PassedOn) -> Reply:
    workspace_id = turn.person.workspace_id
    about = {"nearest": found.nearest or "", "silence": ""}
    if questions.same_silence(store, workspace_id, found.words) is None:
        about["silence"] = make_bare_id(turn.chance)
        passed_on = Silence(
            id=about["silence"],
            workspace_id=workspace_id,
            words=found.words,
            day=local_day(turn.at, "UTC"),
            nearest=found.nearest,
        )
        store.keep(passed_on)
    return Reply(_card("coach.passed_on", **about))


def take_back(turn: Turn, store: Store, _: None = None) -> Reply:
    """Do not pass a question on; only the screen on which it was asked knows its id."""
    silence = questions.silence(store, turn.person.workspace_id, turn.value)
    if silence is not None and silence.state is SilenceState.OPEN:
        store.forget(Silence, [silence.id])
    return Reply(_card("coach.taken_back"))


def judge(turn: Turn, store: Store, _: None = None) -> Reply:
    """Count whether an answer helped, for the line that it was about; nothing is kept of who asked, or what."""
    said, rest = turn.value.partition(" ")[::2]
    line_id, basis = rest.partition(" ")[::2]
    now = score_now(store, turn.person.workspace_id)
    seen = {line.line_id for line in visible_lines(now.wordings.values(), turn.person)} if now else set()
    if said not in VERDICTS or line_id not in seen:
        raise Refused("home.not_there")
    verdict = questions.verdict(store, turn.person.workspace_id, line_id)
    if verdict is None:
        verdict = Verdict(id=make_bare_id(turn.chance), workspace_id=turn.person.workspace_id, line_id=line_id)
        store.keep(verdict)
    helped, count = verdict.helped_since + (said == "helped"), verdict.said_since + 1
    if count < IN_FIVES:
        store.change(verdict, helped_since=helped, said_since=count)
    else:
        store.change(verdict, helped=verdict.helped + helped, said=verdict.said + count, helped_since=0, said_since=0)
    # Buttons of earlier releases know nothing of the question.
    asks_why = said == "not_helped" and unpacked(basis) is not None
    return Reply(_card("coach.judged", **({"basis": basis} if asks_why else {})))


def draw_judged(_store: Store, _reader: Reader, about: Mapping[str, str]) -> Card:
    """What was said of an answer is counted; and where it did not help, one may say what was wrong with it."""
    return view.judged(about.get("basis", ""))


# What is found


def find(store: Store, reader: Reader, text: str, line_id: str | None = None) -> Found | None:
    """What the edition in force says to `text`, of the lines that the reader may see; None without a score.

    With a `line_id` it is about that line, whatever else it says.
    """
    asker = _need_reader(reader)
    now = score_now(store, asker.workspace_id)
    if now is None:
        return None
    cues = _cues(asker.language)
    question = read_question(text, cues, named=True, language=now.language)
    if question.aim is Aim.PRIVATE and _named(store, asker, question) is None:
        question = read_question(text, cues, language=now.language)
    lines = _lines(reader, now)
    if line_id is not None:
        # What a question wants of a line is wanted of this one, whatever a line must have besides.
        question = replace(question, needs=NOTHING, kind=None)
        return Found(
            now, question, cite(question, [Hit(one, 1.0, 1.0) for one in lines if one.line_id == line_id], lines)
        )
    looked = None
    if question.sought and (question.about or question.sought != LOOKED_FOR):
        looked = looking.look_for(store, reader, asker, now, question)
        if looked.answers:
            return Found(now, question, Cited(Aim.FIND), looked=looked)
        # What is not found may be something that the score speaks of, or should.
        question = read_question(text, _without_looking(asker.language), language=now.language)
    concordance = concordance_of(store, now)
    question = concordance.naming(question)
    hits = concordance.find(question, {line.line_id for line in lines})
    cited = cite(question, hits, lines)
    order = _compared(store, reader, now, question, lines)
    if cited.silent and order is None and looked is None and Sought.OWN in question.cues:
        # What somebody wrote themselves is theirs: a question about it is never passed on.
        question = replace(question, aim=Aim.FIND, sought=frozenset({Sought.OWN}))
        looked = looking.look_for(store, reader, asker, now, question)
    is_ours = cited.silent and looked is not None and not looked.is_of_score
    return Found(now, question, cited, order, looked if is_ours else None)


def _find_again(store: Store, reader: Reader, about: Mapping[str, str]) -> Found:
    """The same for what was answered, as it is found now."""
    found = find(store, reader, about["question"], about.get("line"))
    if found is None:
        raise Gone("there is no score any more")
    return found


def _lines(reader: Reader, now: ScoreNow) -> list[Wording]:
    """The lines that may answer; what is answered in a channel may be read by everybody there."""
    alone = reader.person if reader.place.kind is PlaceKind.DIRECT else None
    return visible_lines(now.wordings.values(), alone)


@cache
def _without_looking(language: str) -> Mapping[str, str]:
    """The same for a question that looks for nothing but what the score says."""
    return {said: tells for said, tells in _cues(language).items() if tells not in (*Sought, Aim.FIND, *BETWEEN)}


@cache
def _cues(language: str) -> Mapping[str, str]:
    return spellings("asked", language)


def _need_reader(reader: Reader) -> Person:
    if reader.person is None:
        raise Gone("an answer is given to somebody")
    return reader.person


def _named(store: Store, asker: Person, question: Question) -> Person | None:
    """Whom a question names, other than the one who asks."""
    return somebody_in(store, asker.workspace_id, question, but=asker.id)


# Which of two comes first


def _compared(store: Store, reader: Reader, now: ScoreNow, question: Question, lines: list[Wording]) -> Order | None:
    """All sides in order; None where nothing is put beside each other, or the score does not know one of them."""
    cues = _cues(_need_reader(reader).language)
    said, tasks = comparing.asked(question, cues), list[tuple[Task, Tie | None]]()
    if comparing.asks_of_own_day(question, cues):
        tasks = comparing.left_of_today(store, reader)
        said = tuple(task.words for task, _ in tasks)
    elif said and reader.place.kind is PlaceKind.DIRECT:
        tasks = _own_tasks(store, reader)
    found = [_side(store, reader, now, words, tasks, lines) for words in said]
    sides = [side for side in found if side is not None]
    return comparing.in_order(store, reader, now, sides, lines) if 1 < len(sides) == len(said) else None


def _own_tasks(store: Store, reader: Reader) -> list[tuple[Task, Tie | None]]:
    asker = _need_reader(reader)
    today = local_day(reader.at, asker.time_zone)
    return checkins.tasks_between(store, asker, today - WITHIN, today)


def _side(
    store: Store,
    reader: Reader,
    now: ScoreNow,
    words: str,
    tasks: list[tuple[Task, Tie | None]],
    lines: list[Wording],
) -> Side | None:
    """What was put beside something else: one of the asker's own tasks with its line, else a line itself."""
    wanted = set(stems(words, now.language))
    for task, tie in reversed(tasks):
        if not wanted or not wanted <= set(stems(task.words, now.language)):
            continue
        line = now.wordings.get(tie.line_id or "") if tie and tie.state.counts else None
        if line in lines:
            return Side(served_by(line, lines), task.words)
        if comparing.is_whirlwind(tie):
            return Side((), task.words)
    line = _line_of(store, reader, now, words, lines)
    return Side(served_by(line, lines)) if line else None


def _line_of(store: Store, reader: Reader, now: ScoreNow, words: str, lines: list[Wording]) -> Wording | None:
    """The line that words speak of, else the one that a task in these words would play from."""
    visible = {line.line_id: line for line in lines}
    question = read_question(words, {}, language=now.language)
    cited = cite(question, concordance_of(store, now).find(question, visible), lines)
    if not cited.silent:
        return cited.lines[0]
    asker = _need_reader(reader)
    # Not by earlier tasks: what is answered may be read by everybody there, and would say that there are such tasks.
    parts = {team.part for team in people.teams_of(store, asker) if team.part}
    owns = {line.line_id for line in lines if line.owner_id == asker.id}
    return visible.get(ties.judge(now.index.rank(words, owns=owns, team_parts=parts)).line_id or "")


def draw_first(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Which of several comes first, as it stands now."""
    found = find(store, reader, about["question"])
    if found is None or found.order is None or not found.order.cited:
        raise Gone("the edition changed meanwhile")
    sides = [line for side in found.order.sides for line in side.lines[:1]]
    pull = _pull(store, reader, found, sides)
    card = view.first(found.now.edition, _loaded(reader, found.now), found.order, pull, found.question.text)
    return with_memos(store, reader, found.now, found.question, found.order.cited, card)


def draw_all_whirlwind(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """None of several tasks plays from a line, so that nothing tells which comes first."""
    return view.all_whirlwind()


def draw_nothing_to_order(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """So few of the asker's tasks are left of today that none comes before another."""
    if _need_reader(reader).id != about["person"]:
        raise Gone(about["person"])
    is_alone = reader.place.kind is PlaceKind.DIRECT
    return view.nothing_to_order(len(comparing.left_of_today(store, reader)) if is_alone else None)


# What the score says


def draw_answer(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The lines that answer, as they read now."""
    found = _find_again(store, reader, about)
    if found.cited.silent:
        return view.changed(about["question"])
    card = view.answer(_told(store, reader, found), Unsaid(about["why"]) if "why" in about else None)
    return _remembering(store, reader, found, card)


def _remembering(store: Store, reader: Reader, found: Found, card: Card) -> Card:
    """An answer, and what its reader asked to be remembered that has to do with it."""
    return with_memos(store, reader, found.now, found.question, found.cited.lines, card)


def _told(store: Store, reader: Reader, found: Found) -> view.Told:
    asker, cited = _need_reader(reader), found.cited
    line, edition = cited.lines[0], found.now.edition
    today = local_day(reader.at, asker.time_zone)
    owners = [
        person
        for person_id in (line.owner_id, line.deputy_id)
        if person_id and (person := people.person(store, edition.workspace_id, person_id))
    ]
    measured = cited.aim in (Aim.TARGET, Aim.HOW_FAR)
    return view.Told(
        edition=edition,
        loaded=_loaded(reader, found.now),
        cited=cited,
        accepted=found.question.accepted,
        people={person.id: person for person in owners},
        since=_since(store, reader, line) if cited.aim is Aim.SINCE else None,
        measured=_measured(store, found, today) if measured else (),
        tasks=_tasks(store, reader, line, today) if cited.aim is Aim.HOW_FAR else None,
        pull=None if cited.listed else _pull(store, reader, found, [line]),
        question=found.question.text,
    )


def _pull(store: Store, reader: Reader, found: Found, lines: Sequence[Wording]) -> Pull | None:
    """The open tension that a question has to do with: the same for whoever asks about either of its lines."""
    person = _need_reader(reader)
    alone = person if reader.place.kind is PlaceKind.DIRECT else None
    pulls = every(store, found.now, alone, local_day(reader.at, person.time_zone))
    named = [line for line in found.now.wordings.values() if is_addressed(line, found.question.tokens)]
    return open_near(pulls, *lines, *named)


def _since(store: Store, reader: Reader, line: Wording) -> date:
    """Since which day a line is in the score."""
    known = scores.since(store, line.workspace_id, [line.line_id])
    return local_day(known[line.line_id], _need_reader(reader).time_zone)


def _loaded(reader: Reader, now: ScoreNow) -> date:
    return local_day(now.edition.loaded_at, _need_reader(reader).time_zone)


def _measured(store: Store, found: Found, today: date) -> list[view.Measured]:
    workspace_id, lines = found.now.edition.workspace_id, found.now.wordings
    ids = [line.line_id for line in found.cited.lines if line.kind is LineKind.MEASURE]
    known = []
    for one in questions.measures(store, workspace_id, found.now.edition.id, ids):
        last = questions.latest_reading(store, workspace_id, one.line_id, today)
        due = readings.due(one, last.day, today) if last else None
        known.append(view.Measured(lines[one.line_id], one, last, due, today))
    return known


def _tasks(store: Store, reader: Reader, line: Wording, today: date) -> int | None:
    """How many tasks of the teams that the asker sees played from a line; not told where others read along."""
    asker = _need_reader(reader)
    if reader.place.kind is not PlaceKind.DIRECT or not line.kind.is_played_from:
        return None
    teams = people.teams_seen_by(store, asker)
    return questions.tasks_on(store, asker.workspace_id, teams, line.line_id, today - WITHIN, today)


def draw_about_what(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A question that does not say of what it asks, asked back, with the lines that it may be about."""
    found = find(store, reader, about["question"])
    if found is None:
        raise Gone("there is no score any more")
    lines = {line.line_id: line for line in visible_lines(found.now.wordings.values(), _need_reader(reader))}
    named = [lines[line_id] for line_id in about["lines"].split() if line_id in lines]
    return view.about_what(found.question, named)


def draw_found(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What was looked for, as it is found now; what somebody wrote is found by them alone."""
    asker = _need_reader(reader)
    found = find(store, reader, about["question"]) if asker.id == about["person"] else None
    if found is None or found.looked is None:
        raise Gone(about["question"])
    return looking_view.found(found.looked)


# What it does not say


def draw_passed_on(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The score does not say, and the question was passed on."""
    now = score_now(store, _need_reader(reader).workspace_id)
    if now is None:
        raise Gone("there is no score any more")
    return view.passed_on(
        now.edition, _loaded(reader, now), now.wordings.get(about["nearest"]), about["silence"] or None
    )


def draw_left_alone(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """The score does not say, and nobody is told of a question that may be about its asker."""
    return view.left_alone()


def draw_taken_back(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """The question is not passed on after all."""
    return view.taken_back()


def draw_too_long(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """The question is longer than one."""
    return view.too_long()


def draw_about_somebody(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The score does not speak of people."""
    somebody = people.person(store, _need_reader(reader).workspace_id, about["person"])
    if somebody is None:
        raise Gone(about["person"])
    return view.about_somebody(somebody)


def draw_private(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What somebody keeps private stays with them."""
    asker = _need_reader(reader)
    somebody = people.person(store, asker.workspace_id, about["person"])
    if somebody is None:
        return view.private(None, [])
    seen = {team.id for team in people.teams_seen_by(store, asker)}
    return view.private(somebody, [team.name for team in people.teams_of(store, somebody) if team.id in seen])


# Those who write the score


def open_questions(turn: Turn, _store: Store) -> Reply:
    """Show a strategy owner what was asked and the score does not say."""
    _need_strategy_owner(turn.person, turn.place)
    return Reply(_card("coach.questions"))


def settle(turn: Turn, store: Store, _: None = None) -> Reply:
    """Say of questions that ask the same that the score answers them by now, or that they are not the score's.

    One that was taken back or settled meanwhile stays as it is.
    """
    _need_strategy_owner(turn.person, turn.place)
    ids, said = turn.value.partition(" ")[::2]
    found = questions.silences(store, turn.person.workspace_id, ids.split(",")[:TOGETHER])
    if not found or said not in SETTLED:
        raise Refused("home.not_there")
    for silence in found:
        if silence.state is SilenceState.OPEN:
            store.change(silence, state=SETTLED[said])
    return Reply(_card("coach.questions"))


def _need_strategy_owner(person: Person, place: Place) -> None:
    """Refused for everybody else, and where others read along, as what is not there."""
    if not person.is_strategy_owner or place.kind is not PlaceKind.DIRECT:
        raise Refused("home.not_there")


def draw_questions(store: Store, reader: Reader, _about: Mapping[str, str]) -> Card:
    """The open questions as they stand now."""
    owner = _need_reader(reader)
    if not owner.is_strategy_owner or reader.place.kind is not PlaceKind.DIRECT:
        raise Gone("those who write the score")
    waiting = questions.open_silences(store, owner.workspace_id, GROUPED)
    edition = scores.current(store, owner.workspace_id)
    language = language_of(edition.language) if edition else MANNER
    places = grouped([one.words for one in waiting], _cues(owner.language), language, TOGETHER)
    # What was asked in most wordings comes first.
    groups = [[waiting[place] for place in each] for each in sorted(places, key=len, reverse=True)[:LISTED]]
    more = questions.count_open_silences(store, owner.workspace_id) - sum(map(len, groups))
    ids = sorted({silence.nearest for group in groups for silence in group if silence.nearest})
    nearest = scores.wordings_of(store, owner.workspace_id, edition.id, ids) if edition and ids else []
    by_line = {line.line_id: line for line in nearest}
    asked = [view.Asked(group, _nearest(group, by_line)) for group in groups]
    return view.questions(asked, more, _judged(store, owner), listed(store, owner.workspace_id, LISTED))


def _nearest(group: Sequence[Silence], lines: Mapping[str, Wording]) -> Wording | None:
    """The line that comes nearest to the first of some questions that any comes near to."""
    return next((lines[one.nearest] for one in group if one.nearest and one.nearest in lines), None)


def _judged(store: Store, owner: Person) -> list[tuple[Wording, Verdict]]:
    """The lines in force of whose answers most was said whether they helped, with what can be shown of that."""
    now = score_now(store, owner.workspace_id)
    found = questions.verdicts(store, owner.workspace_id, LISTED)
    return [(now.wordings[one.line_id], one) for one in found if one.line_id in now.wordings] if now else []
