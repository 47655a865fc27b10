"""A new edition of the score: handed in as a file, shown as what it changes, put in force or left; then told of."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from handlers import files, loading, tying
from handlers.cards import Card, Form
from handlers.guards import Reached, ScoreNow, reached, rhythm_now, score_now
from handlers.loading import Next
from handlers.news import news_between
from handlers.turn import Answer, Corrections, Gone, How, Moment, Reader, Refused, Reply, Turn, as_it_is, stand
from handlers.tying import Said
from handlers.views import editions as view
from score import ties
from score.attention import Occasion
from score.cadence import local_day
from score.language import read
from score.news import Turned, concerning, turned
from score.problems import ScoreProblems
from score.words import storable
from score.written import ScoreFile
from storage import checkins, deliveries, people, scores
from storage import editions as queries
from storage.store import Store
from storage.tables import (
    Delivery,
    DeliveryState,
    Edition,
    Person,
    PlaceKind,
    Proposed,
    ProposedState,
    Shown,
    Task,
    Tie,
    TieState,
    Wording,
)

MOST_TASKS = 50
"""Tasks that are tied with one press at most; a check-in has a fifth of it."""

TOLD_LATE = timedelta(days=28)
"""How long ago an edition may have come of which somebody is told now."""

TOGETHER = timedelta(days=1)
"""Editions that come within this time of each other are told of in one message."""


# A file is handed in


def open_form(turn: Turn, store: Store) -> Reply:
    """Open the form that takes a score file."""
    _need_owner(turn, store)
    return Reply(Answer(How.FORM, "editions.form", {"person": turn.person.id}))


def _need_owner(turn: Turn, store: Store) -> None:
    """Who answers for the strategy, where nobody reads along; anybody else is told who that is."""
    if not turn.person.is_strategy_owner:
        raise Refused("editions.may_not")
    if turn.place.kind is not PlaceKind.DIRECT:
        raise Refused("home.not_there")


def draw_may_not(store: Store, reader: Reader, _about: Mapping[str, str]) -> Card:
    """Who may put an edition in force."""
    return view.may_not(people.strategy_owners(store, reader.place.workspace_id))


def draw_form(_store: Store, reader: Reader, _about: Mapping[str, str]) -> Form:
    """The file."""
    if reader.person is None or not reader.person.is_strategy_owner:
        raise Gone("it is for who answers for the strategy")
    return view.form()


def consider_hand_in(turn: Turn, store: Store) -> tuple[str, str]:
    """The name of what was handed in, and its text; what is wrong within it is said when it is shown."""
    _need_owner(turn, store)
    file = files.unpacked(turn.fields.get("file", ""))
    if file is None:
        raise _mend("missing")
    if len(file.content) > files.LARGEST:
        raise _mend("too-big")
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _mend("no-text") from None
    if storable(text) != text:
        raise _mend("no-text")
    return file.name or "score.yml", text


def _mend(why: str) -> Corrections:
    return Corrections("editions.form", {}, {"file": view.wrong(why)})


def hand_in(turn: Turn, store: Store, found: tuple[str, str]) -> Reply:
    """Keep the file until it is put in force or left, and show what it would change."""
    return loading.propose(turn, store, *found)


def draw_proposed(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What a file would change, or what is wrong with it; once it is settled, what became of it."""
    person = reader.person
    proposed = queries.proposed(store, reader.place.workspace_id, about["proposed"])
    if proposed is None or person is None or proposed.proposer_id != person.id or not person.is_strategy_owner:
        raise Gone(about["proposed"])
    if proposed.state is ProposedState.IN_FORCE:
        edition = scores.edition(store, proposed.workspace_id, about["edition"])
        return view.in_force(proposed, edition)
    if proposed.state is ProposedState.LEFT:
        return view.left(proposed)
    moment = Moment(reader.at, loading.no_chance())
    try:
        found = loading.compose_next(moment, store, proposed.workspace_id, _read(store, proposed))
    except ScoreProblems as problems:
        return view.unreadable(proposed, problems)
    names = {one.handle: one.name for one in (*found.before.parts, *(found.new.parts if found.new else ()))}
    weighed = view.Weighed(
        loading.difference(moment, store, found),
        turned(found.before, found.new) if found.new else (),
        names,
        anew=about["how"] == "anew",
    )
    return view.proposed(proposed, weighed)


def _read(store: Store, proposed: Proposed) -> ScoreFile:
    roster = [one.handle for one in people.everybody(store, proposed.workspace_id)]
    return read(proposed.source.encode(), proposed.name, roster)


# What becomes of it


def consider_put_in_force(turn: Turn, store: Store) -> Next | None:
    """What would be put in force; None where there is nothing, or something is wrong with the file by now."""
    proposed = _need_proposed(turn, store)
    if proposed.state is not ProposedState.WAITING:
        return None
    try:
        return loading.compose_next(turn, store, proposed.workspace_id, _read(store, proposed), turn.person.id)
    except ScoreProblems:
        return None


def _need_proposed(turn: Turn, store: Store) -> Proposed:
    """A file that the person handed in; one of others and one that is not there are refused alike."""
    _need_owner(turn, store)
    proposed = queries.proposed(store, turn.person.workspace_id, turn.value)
    if proposed is None or proposed.proposer_id != turn.person.id:
        raise Refused("home.not_there")
    return proposed


def put_in_force(turn: Turn, store: Store, found: Next | None) -> Reply:
    """Put the file in force, once; if another edition came into force since it was shown, show the difference anew."""
    proposed = _need_proposed(turn, store)
    standing = scores.current(store, proposed.workspace_id)
    now = standing.id if standing else None
    if found is None or found.new is None or proposed.state is not ProposedState.WAITING:
        return _stands(turn, store, proposed)
    before = found.before.edition
    if now != proposed.seen or now != (before.id if before else None):
        store.change(proposed, seen=now)
        return _stands(turn, store, proposed, how="anew")
    loading.put_in_force(store, found)
    store.change(proposed, state=ProposedState.IN_FORCE, source="")
    return _stands(turn, store, proposed, how="", edition=found.new.edition.id)


def leave(turn: Turn, store: Store, _: None = None) -> Reply:
    """Leave the file: nothing is changed by it, and it is forgotten."""
    proposed = _need_proposed(turn, store)
    if proposed.state is ProposedState.WAITING:
        store.change(proposed, state=ProposedState.LEFT, source="")
    return _stands(turn, store, proposed)


def _stands(turn: Turn, store: Store, proposed: Proposed, **news: str) -> Reply:
    """The message about a file, as it is now."""
    shown = deliveries.shown(store, proposed.workspace_id, turn.place.id, loading.proposal(proposed))
    if shown is None:
        return Reply(Answer(How.CARD, "editions.proposed", {"proposed": proposed.id, "how": "", "edition": "", **news}))
    store.change(shown, about={**shown.about, **news}, wanted=shown.wanted + 1)
    return Reply(Answer(How.STANDS, shown_id=shown.id))


def forget(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Forget files that were handed in long ago."""
    return Reply(served=queries.forget(store, workspace_id, moment.at, limit))


# Whom an edition changes something for


def tell(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Tell the next people for whom the oldest edition that was not told of changes something."""
    edition = queries.untold(store, workspace_id)
    before = queries.before(store, edition) if edition else None
    if edition is None or before is None:
        return Reply()
    persons = queries.people_after(store, workspace_id, edition.told_to or "", limit)
    store.change(edition, told_to=persons[-1].handle if len(persons) == limit else None)
    news = news_between(store, before, edition)
    # Whoever is new is shown the score as it is; whoever loaded it knows.
    told = [one for one in persons if one.greet_at is None and one.id != edition.loaded_by]
    out = _Telling(moment, store, before, edition, told).all(news)
    return Reply(
        deliveries=[one for one in out if isinstance(one, Delivery)],
        shown=[one for one in out if isinstance(one, Shown)],
        served=max(1, len(persons)),
    )


class _Telling:
    """What some people are told of one edition."""

    def __init__(self, moment: Moment, store: Store, before: Edition, edition: Edition, told: Sequence[Person]) -> None:
        self._moment, self._store, self._before, self._edition = moment, store, before, edition
        ids = [one.id for one in told]
        self._persons = told
        self._teams = people.teams_by_person(store, edition.workspace_id, ids)
        self._last = queries.told(store, edition.workspace_id, ids, "editions.news", moment.at - TOGETHER)

    def all(self, news: Sequence[Turned]) -> list[Shown | Delivery]:
        """The messages that are new; what waits already is told in the same one."""
        ids = [one.line.line_id for one in news]
        since = (self._moment.at - loading.STILL_MEANT_FOR).date()
        tasks: dict[str, list[tuple[Task, Tie]]] = {}
        persons = [one.id for one in self._persons]
        for task, tie in queries.open_tasks(self._store, self._edition.workspace_id, ids, since, persons):
            tasks.setdefault(task.person_id, []).append((task, tie))
        return [message for one in self._persons for message in self._one(one, news, tasks.get(one.id, ()))]

    def _one(self, person: Person, news: Sequence[Turned], tasks: Sequence[tuple[Task, Tie]]) -> list[Shown | Delivery]:
        tied = {tie.line_id for _, tie in tasks if tie.line_id}
        parts = {team.part for team in self._teams[person.id] if team.part}
        if not concerning(news, person.id, parts, tied):
            return []
        lost = {one.line.line_id for one in news if view.needs_tie(one)}
        own = [task.id for task, tie in tasks if tie.line_id in lost]
        last, shown = self._last.get(person.id, (None, None))
        if last is not None and shown is not None and last.state is DeliveryState.PLANNED:
            self._add(shown, tied, own)
            return []
        when = self._when(person, last)
        if when is None:
            return []
        about = {
            "person": person.id,
            "since": self._before.id,
            "until": self._edition.id,
            "tied": " ".join(sorted(tied)),
            "tasks": " ".join(own),
        }
        subject = _told(self._edition.id, person.id)
        return [*stand(self._moment, when.place, "editions.news", about, subject=subject, not_before=when.at)]

    def _add(self, shown: Shown, tied: set[str], own: Sequence[str]) -> None:
        """Have what waits tell of this edition too."""
        known = {**dict.fromkeys(shown.about["tasks"].split()), **dict.fromkeys(own)}
        about = {
            **shown.about,
            "until": self._edition.id,
            "tied": " ".join(sorted({*shown.about["tied"].split(), *tied})),
            "tasks": " ".join(known),
        }
        self._store.change(shown, about=about)

    def _when(self, person: Person, last: Delivery | None) -> Reached | None:
        """With the next check-in if that is on the same day, else within their hours; a day after the last of these."""
        found = reached(self._store, person, self._moment.at, Occasion.SCORE)
        rhythm = rhythm_now(self._store, person, self._moment.at, back=TOLD_LATE)
        came, today = (local_day(at, person.time_zone) for at in (self._edition.loaded_at, self._moment.at))
        # Who was away when it came, or is, is welcomed back with all that changed meanwhile.
        if found is None or rhythm.is_away(came) or rhythm.is_away(today):
            return None
        at = found.at if last is None else max(found.at, last.not_before + TOGETHER)
        asked = person.next_due_at
        if asked is not None and asked > at and _day(person, asked) == _day(person, at):
            at = asked
        return Reached(found.place, at)


def _day(person: Person, at: datetime) -> object:
    return local_day(at, person.time_zone)


def _told(edition_id: str, person_id: str) -> str:
    """The subject of what somebody was told of an edition."""
    return f"edition:{edition_id}:{person_id}"


def draw_news(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The lines that changed for somebody, and the tasks of theirs that those leave without a line."""
    person = reader.person
    if person is None or person.id != about["person"]:
        raise Gone(about["person"])
    before, until = (scores.edition(store, person.workspace_id, about[one]) for one in ("since", "until"))
    now = score_now(store, person.workspace_id)
    if before is None or until is None or now is None:
        raise Gone(about["until"])
    news = news_between(store, before, until)
    parts = {team.part for team in people.teams_of(store, person) if team.part}
    mine = concerning(news, person.id, parts, about["tied"].split())
    if not mine:
        raise Gone(about["person"])
    today = local_day(reader.at, person.time_zone)
    left = _left(store, person, now, news, about["tasks"].split())
    loaded = local_day(until.loaded_at, person.time_zone)
    return view.news(until, loaded, mine, [one for one in left if one.task.local_date >= today])


def _left(
    store: Store, person: Person, now: ScoreNow, news: Sequence[Turned], task_ids: Sequence[str]
) -> list[view.Left]:
    """Those of a person's tasks whose lines are gone or stand elsewhere, with the lines that they may be tied to."""
    known = [checkins.task_with_tie(store, person.workspace_id, id) for id in task_ids]
    own = [(task, tie) for task, tie in filter(None, known) if tie is not None and task.person_id == person.id]
    of = tying.knowing(store, person, people.teams_of(store, person), now) if own else None
    return [_one_left(of, news, task, tie) for task, tie in own if of is not None]


def _one_left(of: tying.Knowing, news: Sequence[Turned], task: Task, tie: Tie) -> view.Left:
    if tie.edition_id == of.now.edition.id or tie.state is TieState.WHIRLWIND:
        return view.Left(task, tie, None, of.now.wordings.get(tie.line_id or ""), is_said=True)
    was = next((one.was for one in news if one.was and one.was.line_id == tie.line_id), None)
    return view.Left(task, tie, was, _nearest(of, task, tie))


def _nearest(of: tying.Knowing, task: Task, tie: Tie) -> Wording | None:
    """The line that a task was tied to, where that stands elsewhere now; else what comes nearest to its words."""
    playable = {one.line_id: one for one in of.now.index.wordings}
    if tie.line_id in playable:
        return playable[tie.line_id]
    offered = ties.judge(of.rank(task.words, but=task.id)).offered
    return playable[offered[0]] if offered else None


# A task is tied anew


def consider_tie(turn: Turn, store: Store) -> tuple[str, Mapping[str, Said]]:
    """What is said of one task: the line that it serves now, or that it serves none; with the edition told of."""
    edition_id, task_id, said = _three(turn.value)
    line_id = None if said == view.NONE else said
    now = _need_score(turn, store)
    _need_task(turn, store, task_id)
    if line_id is not None and all(one.line_id != line_id for one in now.index.wordings):
        # Another edition has come since: what is suggested now is shown.
        return edition_id, {}
    state = TieState.CHOSEN if line_id is not None else TieState.WHIRLWIND
    return edition_id, {task_id: Said(line_id, state, now.edition.id)}


def _need_task(turn: Turn, store: Store, task_id: str) -> tuple[Task, Tie | None]:
    """A task of the person's own; a foreign one and a missing one are refused alike."""
    found = checkins.task_with_tie(store, turn.person.workspace_id, task_id)
    if found is None or found[0].person_id != turn.person.id:
        raise Refused("home.not_there")
    return found


def _three(value: str) -> tuple[str, str, str]:
    edition_id, _, rest = value.partition(" ")
    task_id, _, line_id = rest.partition(" ")
    return edition_id, task_id, line_id


def _need_score(turn: Turn, store: Store) -> ScoreNow:
    now = score_now(store, turn.person.workspace_id)
    if now is None:
        raise Refused("home.not_there")
    return now


def tie(turn: Turn, store: Store, found: tuple[str, Mapping[str, Said]]) -> Reply:
    """Tie a task of today to the line it serves now, or to none. What is over keeps the line that it had."""
    return _keep_ties(turn, store, found)


def consider_tie_all(turn: Turn, store: Store) -> tuple[str, Mapping[str, Said]]:
    """The line that is suggested for each of the tasks that are named, as far as one is."""
    edition_id, *tasks = turn.value.split()[: 1 + MOST_TASKS] or [""]
    now = _need_score(turn, store)
    found = _left(store, turn.person, now, (), tasks)
    if not found:
        raise Refused("home.not_there")
    open_ones = [(one.task.id, one.line) for one in found if not one.is_said]
    said = {id: Said(line.line_id, TieState.CONFIRMED, now.edition.id) for id, line in open_ones if line is not None}
    return edition_id, said


def tie_all(turn: Turn, store: Store, found: tuple[str, Mapping[str, Said]]) -> Reply:
    """Tie each of those tasks as suggested."""
    return _keep_ties(turn, store, found)


def _keep_ties(turn: Turn, store: Store, found: tuple[str, Mapping[str, Said]]) -> Reply:
    edition_id, said = found
    today = local_day(turn.at, turn.person.time_zone)
    for task_id, one in said.items():
        task, standing = _need_task(turn, store, task_id)
        if task.local_date < today:
            raise Refused("editions.over")
        tying.keep(turn, store, task, standing, one)
    subject = _told(edition_id, turn.person.id)
    shown = deliveries.shown(store, turn.person.workspace_id, turn.place.id, subject)
    if shown is None:
        # It was pressed where it does not stand: what the day looks like now says what was kept.
        return Reply(as_it_is(turn.person.id, today))
    deliveries.amend(store, shown.workspace_id, shown.subject)
    return Reply(Answer(How.STANDS, shown_id=shown.id))


def draw_over(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """That day is over."""
    return view.over()
