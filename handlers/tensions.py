"""Two lines that pull against each other: said by anybody, taken up by two owners, looked at again, and settled."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from handlers.cards import Card, Form
from handlers.guards import Reached, ScoreNow, reached, score_now, stands_for
from handlers.in_view import cited_in, in_view
from handlers.of_lines import known_of_lines
from handlers.pulling import between, every
from handlers.turn import Answer, Corrections, Gone, How, Moment, Offer, Reader, Refused, Reply, Turn, stand
from handlers.views import tensions as view
from handlers.views.tensions import Pull
from prompts import Filled, phrase, spellings
from score.attention import Occasion
from score.cadence import day_ends, local_day
from score.names import Names, find
from score.pulling import two
from score.search import visible_lines
from score.words import Unreadable, alike, clean_line
from storage import deliveries, digests, people, tensions
from storage.store import Store
from storage.tables import (
    Delivery,
    LineKind,
    Person,
    PlaceKind,
    Report,
    Shown,
    Tension,
    TensionState,
    Wording,
)

LOOKED_AT_AFTER = timedelta(days=28)
"""When a tension is looked at again, unless its owners say otherwise."""

OFFERED = 8
"""Measures that a search offers at once; the rest is counted."""

OWNERS = 2
"""Who looks after one."""

CLOSED = {state.value: state for state in (TensionState.SETTLED, TensionState.NOT_ONE)}
"""How one ends."""


# What is typed


def reads_as_report(text: str, language: str) -> bool:
    """Whether somebody says that two lines pull against each other: those before them, or two by their addresses."""
    return alike(text).rstrip("!. ") in _these(language) or _two_named(text, language) is not None


def _two_named(text: str, language: str) -> tuple[str, str, str] | None:
    """The two addresses of "field/P-1 pulls against service/P-2 because they share a van", and why, which may be empty;
    None where it says nothing like that.
    """
    found = _naming(language).fullmatch(text)
    return (alike(found["one"]), alike(found["other"]), " ".join((found["why"] or "").split())) if found else None


@cache
def _these(language: str) -> frozenset[str]:
    return frozenset(said for said, id in spellings("pulling", language).items() if id == "these")


@cache
def _naming(language: str) -> re.Pattern[str]:
    """How two lines are named by their addresses; why, only after a word or a colon that says that it follows."""
    said = spellings("pulling", language).items()
    against, reason = (
        "|".join(r"\s+".join(map(re.escape, words.split())) for words, id in said if id == which)
        for which in ("against", "reason")
    )
    address = r"[^\s/:,;]+/[^\s/:,;]*[^\s/:,;!.]"
    why = rf"(?:\s*[,;]?\s+(?:{reason})(?=\s)|\s*[:,;])\s*(?P<why>.*?)"
    return re.compile(rf"\s*(?P<one>{address})\s+(?:{against})\s+(?P<other>{address})(?:{why})?[!.]*\s*", re.I | re.S)


# Looking


def _now(turn: Turn, store: Store) -> ScoreNow:
    now = score_now(store, turn.person.workspace_id)
    if now is None:
        raise Refused("score.none")
    return now


def listed(turn: Turn, store: Store) -> Reply:
    """Show which lines pull against each other: all, those of one part, or those that are over."""
    _now(turn, store)
    which, part = turn.value.partition(" ")[::2]
    over = "yes" if which == "over" else ""
    return Reply(Answer(How.CARD, "tensions.listed", {"over": over, "part": part}))


def draw_listed(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The tensions of which who reads may see both lines."""
    now = _read(store, reader)
    pulls = every(store, now, _alone(reader), _today(reader))
    those = [one for one in pulls if not about["part"] or about["part"] in {line.part for line in one.lines}]
    over = [one for one in those if not one.is_open]
    shown = over if about["over"] else [one for one in those if one.is_open]
    part = next((one.name for one in now.parts if one.handle == about["part"]), "")
    more = max(0, len(shown) - view.LISTED)
    return view.listed(shown[: view.LISTED], more, len(over), part, is_over=bool(about["over"]))


def _read(store: Store, reader: Reader) -> ScoreNow:
    now = score_now(store, reader.place.workspace_id)
    if now is None:
        raise Gone("there is no score any more")
    return now


def _alone(reader: Reader) -> Person | None:
    """Who reads where nobody reads along; what stands in a channel may be read by everybody there."""
    return reader.person if reader.place.kind is PlaceKind.DIRECT else None


def _today(reader: Reader | Turn) -> date:
    return local_day(reader.at, _zone(reader))


def _zone(reader: Reader | Turn) -> str:
    return reader.person.time_zone if reader.person is not None else "UTC"


def one(turn: Turn, store: Store) -> Reply:
    """Show one tension."""
    pull = _need(turn, store, turn.value)
    return Reply(_shows(pull))


def _shows(pull: Pull, **more: str) -> Answer:
    return Answer(How.CARD, "tensions.one", {"pair": pull.value, **more})


def _need(turn: Turn, store: Store, pair: str) -> Pull:
    """A tension of which the person may see both lines; any other is not there."""
    now = _now(turn, store)
    pull = between(store, now, turn.person, _today(turn), pair.split())
    if pull is None:
        raise Refused("home.not_there")
    return pull


def _need_to_decide(turn: Turn, store: Store, pair: str) -> Pull:
    """One on which the person decides, and that is not the score's own."""
    pull = _need(turn, store, pair)
    if pull.declared or not _may(turn.person, pull):
        raise Refused("home.not_there")
    return pull


def _may(person: Person, pull: Pull) -> bool:
    """Whether somebody decides on a tension: its owners, those of its lines, and who answers for the strategy."""
    of_lines = {id for line in pull.lines for id in (line.owner_id, line.deputy_id)}
    return person.is_strategy_owner or person.id in of_lines | {one.id for one in pull.owners}


def draw_one(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A tension with both lines, how it was found, who looks after it and what was said."""
    pull, known, may = _drawn(store, reader, about)
    told = int(about["told"]) if about.get("told") else None
    return view.one(pull, known, _alone(reader), told, may=may)


def draw_reported(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The same for who is told that somebody reported it."""
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    pull, known, may = _drawn(store, reader, about)
    return view.reported(pull, known, reader.person, may=may)


def _drawn(store: Store, reader: Reader, about: Mapping[str, str]) -> tuple[Pull, Sequence[view.Known], bool]:
    now = _read(store, reader)
    pull = between(store, now, _alone(reader), _today(reader), about["pair"].split())
    if pull is None:
        raise Gone(about["pair"])
    person = _alone(reader)
    here = _today(reader), _zone(reader)
    return pull, known_of_lines(store, now, pull.lines, here), person is not None and _may(person, pull)


# Reporting


def open_form(turn: Turn, store: Store) -> Reply:
    """Open the form in which somebody says that two lines pull against each other."""
    now = _now(turn, store)
    lines = {line.line_id: line for line in visible_lines(now.wordings.values(), turn.person)}
    first, second = [*_meant(turn, store, lines), "", ""][:2]
    _, _, why = _two_named(turn.text, turn.person.language) or ("", "", "")
    return Reply(Answer(How.FORM, "tensions.form", {"first": first, "line": second, "why": why}))


def _meant(turn: Turn, store: Store, lines: Mapping[str, Wording]) -> list[str]:
    """The addresses of the lines that a button names, that are written, or that stand before the person."""
    if turn.value:
        return [lines[id].address for id in turn.value.split() if id in lines]
    named = _two_named(turn.text, turn.person.language)
    if named is not None:
        at = {alike(line.address): line.address for line in lines.values()}
        return [at.get(one, "") for one in named[:2]]
    reader = Reader(turn.person, turn.place, turn.at)
    seen = in_view(store, reader, turn.person, cited_in(turn.fields))
    return [lines[id].address for id in seen if id in lines]


def draw_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The form, with the lines that are known already and what the person said of them before."""
    if reader.person is None:
        raise Gone("a report is somebody's")
    now = _read(store, reader)
    lines = {line.address: line for line in visible_lines(now.wordings.values(), reader.person)}
    known = [lines[address] for address in (about["first"], about["line"]) if address in lines]
    return view.form(about["first"], about["line"], _own_report(store, reader.person, known), about.get("why", ""))


def _own_report(store: Store, person: Person, lines: Sequence[Wording]) -> Report | None:
    if len(lines) != 2:
        return None
    kept = tensions.between(store, person.workspace_id, *two(*(line.line_id for line in lines)))
    return tensions.report_of(store, person, kept) if kept else None


@dataclass(frozen=True)
class Said:
    """What somebody reports: of which lines and so of which teams' parts, why, whether by name, and who is told if
    nobody was before.
    """

    lines: tuple[str, str]
    teams: Sequence[str]
    words: str
    named: bool
    told: Mapping[str, Reached]

    @property
    def pair(self) -> str:
        """Both lines, as a button says them."""
        return " ".join(self.lines)


def consider_report(turn: Turn, store: Store) -> Said:
    """What was filled in; whatever is wrong with it is said at once."""
    now = _now(turn, store)
    visible = visible_lines(now.wordings.values(), turn.person)
    about = {name: turn.fields.get(name, "") for name in ("first", "line")}
    first, second = (_picked(said, visible) for said in about.values())
    words, wrong = _sentence(turn)
    notes = {"words": wrong} if wrong else {}
    notes |= {name: phrase("tensions.no-line") for name, one in zip(about, (first, second), strict=True) if one is None}
    if first is not None and second is not None and first.line_id == second.line_id:
        notes["line"] = phrase("tensions.same-line")
    if notes or first is None or second is None:
        raise Corrections("tensions.form", about, notes)
    lines = two(first.line_id, second.line_id)
    told = _who_is_told(turn, store, (first, second))
    return Said(lines, _teams(store, (first, second)), words, turn.fields.get("named", "") == "yes", told)


def _picked(said: str, lines: Iterable[Wording]) -> Wording | None:
    """The line that was picked, by its id or its address."""
    return next((one for one in lines if one.line_id == said.strip() or alike(one.address) == alike(said)), None)


def _sentence(turn: Turn) -> tuple[str, Filled | None]:
    """The sentence that was typed, and what is wrong with it."""
    try:
        words = clean_line(turn.fields.get("words", ""))
    except Unreadable:
        return "", phrase("checkin.unreadable")
    if not words:
        return "", phrase("tensions.words-missing")
    if len(words) > view.LONGEST:
        return "", phrase("checkin.too-long", length=len(words), longest=view.LONGEST)
    return words, None


def _who_is_told(turn: Turn, store: Store, lines: Sequence[Wording]) -> dict[str, Reached]:
    """Who owns the two lines and who answers for the strategy, but for who says it; where and when they are reached."""
    owners = [stands_for(store, line, turn.at) for line in lines]
    those = {one.id: one for one in (*owners, *people.strategy_owners(store, turn.person.workspace_id)) if one}
    found = {id: reached(store, one, turn.at, Occasion.BETWEEN) for id, one in those.items() if id != turn.person.id}
    return {id: one for id, one in found.items() if one is not None}


def report(turn: Turn, store: Store, said: Said) -> Reply:
    """Keep what somebody says of two lines; the first time who owns them is told, and never anew."""
    kept = _kept(turn, store, said.lines)
    told = {} if tensions.reports(store, kept.workspace_id, [kept.id]) else said.told
    _add_voice(turn, store, kept, said)
    _changed(turn, store, kept, said.teams)
    sent = [_tell(turn, kept, said.pair, id, to) for id, to in told.items()]
    about = {"pair": said.pair, "told": str(len(sent))}
    shown, planned = [one for one, _ in sent], [one for _, one in sent]
    return Reply(Answer(How.CARD, "tensions.one", about), deliveries=planned, shown=shown)


def _add_voice(turn: Turn, store: Store, kept: Tension, said: Said) -> None:
    """Each person has one voice; the last words hold."""
    before = tensions.report_of(store, turn.person, kept)
    if before is not None:
        store.change(before, words=said.words, named=said.named, said_at=turn.at)
        return
    new = Report(
        id=turn.id(),
        workspace_id=kept.workspace_id,
        tension_id=kept.id,
        person_id=turn.person.id,
        words=said.words,
        named=said.named,
        said_at=turn.at,
    )
    store.keep(new)


def _subject(kept: Tension) -> str:
    return f"tension:{kept.id}"


def _tell(turn: Turn, kept: Tension, pair: str, person_id: str, to: Reached) -> tuple[Shown, Delivery]:
    about = {"pair": pair, "person": person_id}
    return stand(turn, to.place, "tensions.reported", about, subject=_subject(kept), not_before=to.at)


def _teams(store: Store, lines: Sequence[Wording]) -> list[str]:
    """The teams whose part one of the lines stands in."""
    parts = {line.part for line in lines}
    return [team.id for team in people.teams(store, lines[0].workspace_id) if team.part in parts]


def _changed(turn: Turn, store: Store, kept: Tension, teams: Sequence[str]) -> None:
    """Whatever shows it shows it as it is now."""
    digests.changed(store, kept.workspace_id, teams, _today(turn))
    deliveries.amend(store, kept.workspace_id, _subject(kept))
    for id in (kept.owner_id, kept.second_id):
        if id is not None and kept.review is not None:
            deliveries.amend(store, kept.workspace_id, _reviewing(id, kept.review))


# Taking it up


def open_take_up(turn: Turn, store: Store) -> Reply:
    """Open the form for who looks after a tension, or looks at it again."""
    pull = _need_to_decide(turn, store, turn.value)
    return Reply(Answer(How.FORM, "tensions.take_up_form", {"pair": pull.value}))


def draw_take_up_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """Who looks after it, by which measure, and until when."""
    pull = _to_decide(store, reader, about["pair"])
    today = _today(reader)
    standing = pull.review if pull.review is not None and pull.review > today else None
    return view.take_up_form(pull, standing or today + LOOKED_AT_AFTER)


def _to_decide(store: Store, reader: Reader, pair: str) -> Pull:
    person, now = _alone(reader), _read(store, reader)
    pull = between(store, now, person, _today(reader), pair.split())
    if person is None or pull is None or pull.declared or not _may(person, pull):
        raise Gone(pair)
    return pull


@dataclass(frozen=True)
class Taken:
    """Who takes up which lines, held by which measure, and when they look at it again: on a day, from an instant on."""

    lines: tuple[str, str]
    teams: Sequence[str]
    owners: tuple[str, ...]
    measure: str | None
    review: date
    ask_at: datetime


def consider_take_up(turn: Turn, store: Store) -> Taken:
    """What was filled in; whatever is wrong with it is said at once."""
    pull = _need_to_decide(turn, store, turn.fields.get("pair", ""))
    names = find(turn.fields.get("owners", ""), people.everybody(store, turn.person.workspace_id))
    picked, review = turn.fields.get("line", "").strip(), _day(turn.fields.get("review", ""))
    now = _now(turn, store)
    measure = _picked(picked, _measures(now, turn.person)) if picked else None
    notes: dict[str, Filled] = {}
    if (wrong := _wrong_names(names)) is not None:
        notes["owners"] = wrong
    if picked and measure is None:
        notes["line"] = phrase("tensions.no-measure")
    if review is None or review <= _today(turn):
        notes["review"] = phrase("tensions.bad-day")
    if notes or review is None:
        raise Corrections("tensions.take_up_form", {"pair": pull.value}, notes)
    return Taken(
        two(*(line.line_id for line in pull.lines)),
        _teams(store, pull.lines),
        tuple(one.id for one in names.found),
        measure.line_id if measure else None,
        review,
        day_ends(review - timedelta(days=1), turn.person.time_zone),
    )


def _wrong_names(names: Names[Person]) -> Filled | None:
    if names.unknown:
        return phrase("members.unknown", names=list(names.unknown), count=len(names.unknown))
    for name, several in names.several.items():
        return phrase("members.several", name=name, handles=sorted(one.handle for one in several))
    return None if len({one.id for one in names.found}) == OWNERS else phrase("tensions.not-two")


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        return None


def _measures(now: ScoreNow, person: Person) -> list[Wording]:
    return [line for line in visible_lines(now.wordings.values(), person) if line.kind is LineKind.MEASURE]


def take_up(turn: Turn, store: Store, taken: Taken) -> Reply:
    """Keep who looks after a tension and when it is looked at again; what was settled is open again."""
    first, second = taken.owners
    kept = _kept(turn, store, taken.lines)
    _changed(turn, store, kept, taken.teams)
    store.change(
        kept,
        state=TensionState.TAKEN_UP,
        owner_id=first,
        second_id=second,
        measure_id=taken.measure,
        review=taken.review,
        ask_at=taken.ask_at,
    )
    return Reply(Answer(How.CARD, "tensions.one", {"pair": " ".join(taken.lines)}))


def _kept(turn: Turn, store: Store, lines: tuple[str, str]) -> Tension:
    """What is kept of two lines; nothing is until somebody reports it, or decides on what a rule found."""
    kept = tensions.between(store, turn.person.workspace_id, *lines)
    if kept is None:
        one_id, other_id = lines
        workspace_id = turn.person.workspace_id
        kept = Tension(id=turn.id(), workspace_id=workspace_id, one_id=one_id, other_id=other_id, began_at=turn.at)
        store.keep(kept)
    return kept


def offer(turn: Turn, _store: Store) -> Reply:
    """Offer the measures that come nearest to what is typed."""
    return Reply(Answer(How.OPTIONS, "tensions.offer", {"typed": turn.text}))


def draw_offer(store: Store, reader: Reader, about: Mapping[str, str]) -> Offer:
    """The measures that have what was typed in their words or their address; all of them while nothing was."""
    if reader.person is None:
        raise Gone("measures are offered to somebody")
    now = score_now(store, reader.person.workspace_id)
    typed = alike(about["typed"])
    every_one = _measures(now, reader.person) if now else []
    found = [one for one in every_one if typed in alike(one.words) or typed in alike(one.address)]
    return Offer(found[:OFFERED], more=max(0, len(found) - OFFERED))


# Its end


def open_close(turn: Turn, store: Store) -> Reply:
    """Open the form in which a tension is settled, or said to be none."""
    pair, _, state = turn.value.rpartition(" ")
    pull = _need_to_decide(turn, store, pair)
    if state not in CLOSED:
        raise Refused("home.not_there")
    return Reply(Answer(How.FORM, "tensions.close_form", {"pair": pull.value, "state": state}))


def draw_close_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """Why it is settled, or none."""
    return view.close_form(_to_decide(store, reader, about["pair"]), TensionState(about["state"]))


@dataclass(frozen=True)
class Closed:
    """How a tension of two lines ends, and why."""

    lines: tuple[str, str]
    teams: Sequence[str]
    state: TensionState
    words: str


def consider_close(turn: Turn, store: Store) -> Closed:
    """How it ends, and why."""
    pull = _need_to_decide(turn, store, turn.fields.get("pair", ""))
    state = CLOSED.get(turn.fields.get("state", ""))
    if state is None:
        raise Refused("home.not_there")
    words, wrong = _sentence(turn)
    if wrong is not None:
        raise Corrections("tensions.close_form", {"pair": pull.value, "state": state.value}, {"words": wrong})
    return Closed(two(*(line.line_id for line in pull.lines)), _teams(store, pull.lines), state, words)


def close(turn: Turn, store: Store, end: Closed) -> Reply:
    """Settle a tension, or say that it is none: then no rule finds it any more."""
    kept = _kept(turn, store, end.lines)
    store.change(kept, state=end.state, said=end.words, said_by=turn.person.id, ask_at=None)
    _changed(turn, store, kept, end.teams)
    return Reply(Answer(How.CARD, "tensions.one", {"pair": " ".join(end.lines)}))


# What falls due


def review(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Ask those who look after a tension once, on its day, whether it still pulls; one message for all of a day."""
    over = tensions.due(store, workspace_id, moment.at, limit)
    asked = dict.fromkeys((id, one.review) for one in over for id in (one.owner_id, one.second_id) if id and one.review)
    for one in over:
        store.change(one, ask_at=None)
    sent = [each for id, day in asked for each in _ask(moment, store, workspace_id, id, day)]
    return Reply(shown=[one for one, _ in sent], deliveries=[one for _, one in sent], served=len(over))


def _ask(
    moment: Moment, store: Store, workspace_id: str, person_id: str, day: date
) -> Iterator[tuple[Shown, Delivery]]:
    to = reached(store, people.here(store, workspace_id, person_id), moment.at, Occasion.BETWEEN)
    subject = _reviewing(person_id, day)
    if to is not None and deliveries.shown(store, workspace_id, to.place.id, subject) is None:
        about = {"person": person_id, "day": day.isoformat()}
        yield stand(moment, to.place, "tensions.review", about, subject=subject, not_before=to.at)


def _reviewing(person_id: str, day: date) -> str:
    return f"tensions:{person_id}:{day.isoformat()}"


def draw_review(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The tensions whose day has come and that somebody looks after."""
    person = reader.person
    if person is None or person.id != about["person"]:
        raise Gone(about["person"])
    now, day = _read(store, reader), date.fromisoformat(about["day"])
    return view.review([one for one in every(store, now, person, day) if _waits(one, person, day)])


def _waits(pull: Pull, person: Person, day: date) -> bool:
    """Whether somebody looks after a tension whose day is that one."""
    taken = pull.kept if pull.state == TensionState.TAKEN_UP else None
    return taken is not None and taken.review == day and person.id in (taken.owner_id, taken.second_id)
