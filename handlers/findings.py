"""What the rules find, gone through one at a time: mended, accepted for a while, and told of when there is more."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from handlers import asking, loading
from handlers.cards import Card, Form
from handlers.guards import ScoreNow, owns_a_line, reached, rhythm_now, score_now
from handlers.judged import known_of, named
from handlers.sight import sees
from handlers.turn import Answer, Corrections, Duty, Gone, How, Moment, Reader, Refused, Reply, Turn, deliver
from handlers.views import findings as view
from handlers.views.findings import Seen, Wrong
from prompts import Filled, phrase
from score.attention import Occasion
from score.bonds import MOST as LONGEST
from score.cadence import local_day, slot
from score.editions import Before, Loading, compose
from score.language import read
from score.mending import NotThere, Unmendable, value_of
from score.mending import mend as mended_text
from score.outline import normal
from score.problems import ScoreProblems
from score.rules import judge
from score.rules.finding import Finding, Severity, in_short
from score.words import Unreadable, clean_line
from score.written import ScoreFile
from storage import findings, people, scores
from storage.store import Store
from storage.tables import Acceptance, Delivery, Part, Person, PlaceKind, RemarkKind, Watch, Wording

ACCEPTED_FOR = timedelta(days=30)
"""How long a finding is accepted where nobody says otherwise."""

LISTED = 8
"""Acceptances in one list."""

WORST = 3
"""Findings that are named in the message that tells of them."""

WEEK = timedelta(days=7)

STRATEGY = "strategy"
"""What stands for a part in a field that names a line or a part."""


# What is found


@dataclass(frozen=True)
class Sight:
    """The findings that somebody may see, the heaviest first, by what each is in short."""

    now: ScoreNow
    found: Mapping[str, Finding]
    reader_id: str
    decides: bool
    accepted: int = 0

    def place_of(self, value: str) -> tuple[str, bool]:
        """The one that a button names, in short, or whatever stands at its place now; and whether that is another."""
        short, place = _named(value)
        if short in self.found:
            return short, False
        every = list(self.found)
        return (every[min(max(place, 1), len(every)) - 1] if every else ""), bool(value) and not short.startswith("-")

    def seen(self, store: Store, short: str, *, gone: bool = False) -> Seen:
        """One of them, with all that there is to say of it."""
        every, finding = list(self.found), self.found[short]
        place = every.index(short)
        lines, parts = _about(self.now, finding.lines)
        asked = _by_handle(store, self.now.edition.workspace_id, finding.ask)
        return Seen(
            finding,
            short,
            place + 1,
            len(every),
            lines,
            parts,
            asked,
            every[place - 1] if place else "",
            every[place + 1] if place + 1 < len(every) else "",
            self.decides,
            may_ask=asked is not None and asked.id != self.reader_id,
            gone=gone,
        )


def _named(value: str) -> tuple[str, int]:
    """A finding in short and its place, as a button has them."""
    short, _, place = value.partition(" ")
    return short, int(place) if place.isascii() and place.isdecimal() and len(place) < 6 else 1


def _about(now: ScoreNow, named: Sequence[str]) -> tuple[list[Wording], list[Part]]:
    """The lines and the parts that a finding is about."""
    lines = {line.address: line for line in now.wordings.values()}
    parts = {part.handle: part for part in now.parts}
    return [lines[one] for one in named if one in lines], [parts[one] for one in named if one in parts]


def _by_handle(store: Store, workspace_id: str, handle: str | None) -> Person | None:
    here = people.everybody(store, workspace_id) if handle is not None else []
    return next((one for one in here if normal(one.handle) == normal(handle or "")), None)


def sight(store: Store, person: Person, at: datetime) -> Sight | None:
    """What `person` may see of what is found today; None where there is no score.

    Who answers for the strategy sees all of it, anybody else what is about a line that they own and others that they
    see. It takes a third of a second for 500 lines with a year of work: it is asked in a look alone.
    """
    now = score_now(store, person.workspace_id)
    if now is None:
        return None
    found = _found(store, now, local_day(at, person.time_zone))
    if person.is_strategy_owner:
        held = findings.accepted(store, person.workspace_id, local_day(at, person.time_zone))
        return Sight(now, found, person.id, decides=True, accepted=len(held))
    own = {line.address for line in now.wordings.values() if line.owner_id == person.id}
    # What names a line or a part that they do not see is for who answers for the strategy alone.
    seen = {line.address for line in now.wordings.values()} | {part.handle for part in now.parts}
    theirs = {short: one for short, one in found.items() if own & set(one.lines) and seen.issuperset(one.lines)}
    return Sight(now, theirs, person.id, decides=False)


def _found(store: Store, now: ScoreNow, day: date) -> dict[str, Finding]:
    """All that is found on a day, by what each is in short; of several that share that, the others have a number."""
    known, found = known_of(store, now.edition.workspace_id, day), {}
    times: Counter[str] = Counter()
    for one in judge(known) if known is not None else ():
        short = _in_short(now, one)
        times[short] += 1
        found[short if times[short] == 1 else f"{short}-{times[short]}"] = one
    return found


def _in_short(now: ScoreNow, finding: Finding) -> str:
    lines, parts = _about(now, finding.lines)
    return in_short(finding.rule, [*(line.line_id for line in lines), *(part.handle for part in parts)])


def mine(turn: Turn, store: Store) -> Reply:
    """Show what weighs most of the findings that are the person's to see."""
    return _shown(turn, store, "")


def show(turn: Turn, store: Store) -> Reply:
    """Show one finding; where it is there no more, what stands in its place."""
    return _shown(turn, store, turn.value)


def _shown(turn: Turn, store: Store, value: str) -> Reply:
    _need_alone(turn)
    if not turn.person.is_strategy_owner and not owns_a_line(store, turn.person):
        raise Refused("findings.may_not")
    return Reply(Answer(How.CARD, "findings.one", {"person": turn.person.id, "finding": value}))


def _need_alone(turn: Turn) -> None:
    if turn.place.kind is not PlaceKind.DIRECT:
        raise Refused("findings.alone")


def draw_one(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A finding as it stands now, or that there is none."""
    person = _reader(reader, about)
    seen = sight(store, person, reader.at)
    if seen is None:
        raise Gone("there is no score")
    short, gone = seen.place_of(about["finding"])
    if not short:
        return view.none(decides=seen.decides, gone=gone, accepted=seen.accepted)
    return view.one(seen.seen(store, short, gone=gone))


def _reader(reader: Reader, about: Mapping[str, str]) -> Person:
    """Whose findings they are, where nobody else reads along."""
    person = reader.person
    if person is None or person.id != about["person"] or reader.place.kind is not PlaceKind.DIRECT:
        raise Gone(about["person"])
    return person


def draw_may_not(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Whom findings are for."""
    return view.may_not()


def draw_alone(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Findings are shown to one person alone."""
    return view.alone()


def draw_gone(_store: Store, _reader: Reader, about: Mapping[str, str]) -> Card:
    """A finding is there no more, so that nothing was done about it."""
    return view.gone(about["place"])


# Mended


def _need_deciding(turn: Turn, store: Store) -> ScoreNow:
    """The edition in force, for whoever answers for the strategy, where nobody reads along."""
    _need_alone(turn)
    if not turn.person.is_strategy_owner:
        raise Refused("findings.may_not")
    now = score_now(store, turn.person.workspace_id)
    if now is None:
        raise Refused("score.none")
    return now


def _need_finding(turn: Turn, store: Store, value: str) -> Seen:
    """The finding that a button or a form names; refused with what shows the next where it is there no more."""
    _need_deciding(turn, store)
    seen = sight(store, turn.person, turn.at)
    short, place = _named(value)
    if seen is None or short not in seen.found:
        raise Refused("findings.gone", place=str(place))
    return seen.seen(store, short)


def open_mend(turn: Turn, store: Store) -> Reply:
    """Open the form for the value that a finding is about."""
    value, _, key = turn.value.rpartition(" ")
    seen = _need_finding(turn, store, value)
    if key not in view.MENDABLE:
        raise Refused("home.not_there")
    line = seen.finding.lines[0]
    about = next((one.line_id for one in seen.lines if one.address == line), f"{STRATEGY} {line}")
    edition = _need_deciding(turn, store).edition
    place = str(seen.place)
    return Reply(
        Answer(How.FORM, "findings.mend_form", {"line": about, "key": key, "edition": edition.id, "place": place})
    )


def _at(now: ScoreNow, said: str) -> Wording | Part | None:
    """The line, by its id, or the part that a field names."""
    kind, _, handle = said.partition(" ")
    if kind == STRATEGY:
        return next((part for part in now.parts if part.handle == handle), None)
    return now.wordings.get(said)


def _address(at: Wording | Part) -> str:
    return at.address if isinstance(at, Wording) else at.handle


def draw_mend_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """A value as it stands in the edition in force."""
    person = reader.person
    now = score_now(store, person.workspace_id) if person is not None and person.is_strategy_owner else None
    at = _at(now, about["line"]) if now is not None else None
    if now is None or at is None or reader.place.kind is not PlaceKind.DIRECT or about["key"] not in view.MENDABLE:
        raise Gone(about["line"])
    value = value_of(now.edition.source, _address(at), about["key"])
    carried = {**about, "edition": now.edition.id}
    return view.mend_form(view.Mending(carried, at, about["key"], value, now.edition))


@dataclass(frozen=True)
class _Mended:
    """The next edition with its id, that of the one that it was made from, and what it was about."""

    next: loading.Next
    edition_id: str
    before: str
    about: Mapping[str, str]


def consider_mend(turn: Turn, store: Store) -> Answer | _Mended:
    """The edition that the value makes; whatever is wrong with it is said beside it, and nothing is changed."""
    now = _need_deciding(turn, store)
    about = {name: turn.fields.get(name, "") for name in ("line", "key", "edition", "place")}
    at, key = _at(now, about["line"]), about["key"]
    if at is None or key not in view.MENDABLE:
        raise Refused("home.not_there")
    there = loading.before(store, now.edition.workspace_id)
    file = read(now.edition.source.encode(), named(now.edition))
    people_there = _people_there(file, there, now)
    value = _value(turn, about, key, store, people_there)
    try:
        text = mended_text(file.text, _address(at), key, value)
    except (NotThere, Unmendable):
        raise _correct(about, view.wrong(Wrong.MORE)) from None
    if text == file.text:
        return Answer(How.CARD, "findings.same", {"line": about["line"], "place": about["place"]})
    if about["edition"] != now.edition.id:
        raise _correct(about, view.wrong(Wrong.CHANGED))
    by = Loading(now.edition.workspace_id, turn.at, turn.chance, turn.person.id)
    try:
        new = compose(read(text.encode(), file.file), replace(there, people=people_there), by)
    except ScoreProblems as problems:
        raise _correct(about, view.refused(problems)) from None
    if new is None:
        return Answer(How.CARD, "findings.same", {"line": about["line"], "place": about["place"]})
    return _Mended(loading.Next(there, new), new.edition.id, now.edition.id, about)


def _correct(about: Mapping[str, str], note: Filled) -> Corrections:
    return Corrections("findings.mend_form", about, {"value": note})


def _people_there(file: ScoreFile, there: Before, now: ScoreNow) -> dict[str, str]:
    """Who is meant by each handle: those who are here, and whoever owns a line by it already.

    Somebody who left or goes by another handle keeps what is theirs until it is given to somebody else: only what is
    mended changes.
    """
    meant = {normal(handle): id for handle, id in there.people.items()}
    for line in file.lines:
        standing = now.at(line.address)
        for handle, id in (
            (line.owner, standing and standing.owner_id),
            (line.deputy, standing and standing.deputy_id),
        ):
            if handle and id:
                meant[normal(handle)] = id
    return meant


def _value(turn: Turn, about: Mapping[str, str], key: str, store: Store, meant: Mapping[str, str]) -> str:
    """What was filled in; for a person their handle."""
    said = turn.fields.get("value", "").strip()
    if not said:
        raise _correct(about, view.wrong(Wrong.EMPTY))
    if key not in ("owner", "deputy"):
        return said
    name = normal(said.removeprefix("@"))
    found = [one for one in people.everybody(store, turn.person.workspace_id) if name in _names(one)]
    exact = [one for one in found if normal(one.handle) == name] or found
    if len(exact) != 1 or meant[normal(exact[0].handle)] != exact[0].id:
        raise _correct(about, view.wrong(Wrong.NOBODY))
    return exact[0].handle


def _names(person: Person) -> tuple[str, str]:
    return normal(person.handle), normal(person.name)


def mend(turn: Turn, store: Store, found: _Mended) -> Reply:
    """Put the next edition in force, unless another one is by now."""
    current = scores.current(store, turn.person.workspace_id)
    if current is None or current.id != found.before:
        raise _correct(found.about, view.wrong(Wrong.CHANGED))
    loading.put_in_force(store, found.next)
    said = {name: found.about[name] for name in ("line", "key", "place")}
    return Reply(Answer(How.CARD, "findings.mended", {**said, "edition": found.edition_id}))


def draw_mended(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What is other in an edition."""
    edition = scores.edition(store, reader.place.workspace_id, about["edition"])
    at = _stands(store, reader, about["line"], about["edition"])
    if edition is None or at is None:
        raise Gone(about["edition"])
    return view.mended(at, edition, about["key"], about["place"])


def draw_same(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The score says that already."""
    edition = scores.current(store, reader.place.workspace_id)
    at = _stands(store, reader, about["line"], edition.id) if edition is not None else None
    if edition is None or at is None:
        raise Gone(about["line"])
    return view.same(at, edition, about["place"])


def _stands(store: Store, reader: Reader, said: str, edition_id: str) -> Wording | Part | None:
    """A line or a part of an edition, for whoever answers for the strategy; without making the edition ready."""
    if reader.person is None or not reader.person.is_strategy_owner or reader.place.kind is not PlaceKind.DIRECT:
        return None
    kind, _, handle = said.partition(" ")
    if kind == STRATEGY:
        every = scores.parts(store, reader.person.workspace_id, edition_id)
        return next((part for part in every if part.handle == handle), None)
    return scores.wording(store, reader.person.workspace_id, edition_id, said)


# Accepted


@dataclass(frozen=True)
class _Question:
    """To whom a finding is put, in which words, and the rule that it comes from."""

    to: asking.Whom
    words: str
    rule: str


def consider_ask(turn: Turn, store: Store) -> _Question:
    """Who owns the line that a finding is about, and what they read of it."""
    seen = _need_finding(turn, store, turn.value)
    if not seen.lines:
        raise Refused("home.not_there")
    now = _need_deciding(turn, store)
    to = asking.whom(store, now, seen.lines[0], turn.person, turn.at)
    if not all(sees(store, to.person, line) for line in seen.lines):
        raise Refused("remarks.nobody", why="nobody", line=seen.lines[0].line_id)
    return _Question(to, view.as_words(seen.finding, to.person.language), seen.finding.rule)


def ask(turn: Turn, store: Store, found: _Question) -> Reply:
    """Put a finding to who owns the line that it is about; they have some days to answer."""
    asked = asking.ask(turn, store, found.to, found.words, RemarkKind.FINDING, finding=found.rule)
    return Reply(asked.answer, asked.deliveries, asked.shown)


def open_accept(turn: Turn, store: Store) -> Reply:
    """Open the form for why a finding is all right, and until when."""
    seen = _need_finding(turn, store, turn.value)
    return Reply(Answer(How.FORM, "findings.accept_form", {"finding": f"{seen.short} {seen.place}"}))


def draw_accept_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """Why, and until when."""
    person = _deciding(reader)
    seen = sight(store, person, reader.at)
    short, _ = _named(about["finding"])
    if seen is None or short not in seen.found:
        raise Gone(about["finding"])
    return view.accept_form(seen.seen(store, short), local_day(reader.at, person.time_zone) + ACCEPTED_FOR)


def _deciding(reader: Reader) -> Person:
    """Whoever reads, who answers for the strategy, where nobody reads along."""
    person = reader.person
    if person is None or not person.is_strategy_owner or reader.place.kind is not PlaceKind.DIRECT:
        raise Gone("those who write the score")
    return person


def consider_accept(turn: Turn, store: Store) -> Acceptance:
    """What is accepted, why and until when; whatever is wrong is said beside its field, and nothing is kept."""
    value = turn.fields.get("finding", "")
    seen = _need_finding(turn, store, value)
    today, notes = local_day(turn.at, turn.person.time_zone), dict[str, Filled]()
    reason, until = _reason(turn, notes), _day(turn.fields.get("until", ""))
    if until is None or until < today:
        notes["until"] = phrase("findings.until-wrong")
    if notes or until is None:
        raise Corrections("findings.accept_form", {"finding": value}, notes)
    lines = sorted(one.line_id for one in seen.lines)
    parts = sorted(one.handle for one in seen.parts)
    return Acceptance(
        id=turn.id(),
        workspace_id=turn.person.workspace_id,
        about=in_short(seen.finding.rule, [*lines, *parts]),
        rule=seen.finding.rule,
        lines=lines,
        parts=parts,
        reason=reason,
        until=until,
        said_by=turn.person.id,
        said_at=turn.at,
    )


def _reason(turn: Turn, notes: dict[str, Filled]) -> str:
    try:
        reason = clean_line(turn.fields.get("reason", ""))
    except Unreadable:
        notes["reason"] = phrase("checkin.unreadable")
        return ""
    if not reason:
        notes["reason"] = phrase("findings.reason-missing")
    elif len(reason) > LONGEST:
        notes["reason"] = phrase("checkin.too-long", length=len(reason), longest=LONGEST)
    return reason


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        return None


def accept(turn: Turn, store: Store, found: Acceptance) -> Reply:
    """Keep it, in the place of what was said of the same finding before; it is new again once it is over."""
    before = findings.about(store, found.workspace_id, found.about)
    if before is None:
        store.keep(found)
    else:
        said = {name: getattr(found, name) for name in ("reason", "until", "said_by", "said_at")}
        store.change(before, **said)
    for watch in findings.watches(store, found.workspace_id):
        store.change(watch, told=[one for one in watch.told if not one.startswith(found.about)])
    _, place = _named(turn.fields["finding"])
    about = {"acceptance": (before or found).id, "place": str(place)}
    return Reply(Answer(How.CARD, "findings.accepted_now", about))


def draw_accepted_now(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A finding is accepted."""
    person = _deciding(reader)
    one = findings.acceptance(store, person.workspace_id, about["acceptance"])
    if one is None or one.until < local_day(reader.at, person.time_zone):
        raise Gone(about["acceptance"])
    return view.accepted_now(_agreed(store, person, [one])[0], about["place"])


def accepted(turn: Turn, store: Store) -> Reply:
    """Show what is accepted, each with what takes it back."""
    _need_deciding(turn, store)
    return Reply(Answer(How.CARD, "findings.accepted", {"person": turn.person.id}))


def draw_accepted(store: Store, reader: Reader, _about: Mapping[str, str]) -> Card:
    """What is accepted through today or longer."""
    person = _deciding(reader)
    held = findings.accepted(store, person.workspace_id, local_day(reader.at, person.time_zone))
    return view.accepted(_agreed(store, person, held[:LISTED]), max(0, len(held) - LISTED))


def _agreed(store: Store, person: Person, held: Sequence[Acceptance]) -> list[view.Agreed]:
    """What these are about as it reads now, or read last, and who said so."""
    workspace_id, edition = person.workspace_id, scores.current(store, person.workspace_id)
    ids = sorted({id for one in held for id in one.lines})
    lines = {line.line_id: line for line in scores.last_wordings(store, workspace_id, ids)} if ids else {}
    parts = {part.handle: part for part in scores.parts(store, workspace_id, edition.id)} if edition else {}
    by = {one.id: one for one in people.persons(store, workspace_id, sorted({one.said_by for one in held}))}
    return [
        view.Agreed(
            one,
            [lines[id] for id in one.lines if id in lines],
            [parts[handle] for handle in one.parts if handle in parts],
            by.get(one.said_by),
        )
        for one in held
    ]


def take_back(turn: Turn, store: Store, _: None = None) -> Reply:
    """Accept a finding no more, from today; that it was accepted stays kept, and to press twice does no more."""
    _need_deciding(turn, store)
    one = findings.acceptance(store, turn.person.workspace_id, turn.value)
    if one is None:
        raise Refused("home.not_there")
    # Somewhere it is still yesterday, and there too it is accepted no more.
    over = local_day(turn.at, turn.person.time_zone) - timedelta(days=2)
    store.change(one, until=min(one.until, over))
    return Reply(Answer(How.CARD, "findings.taken_back"))


def draw_taken_back(_store: Store, reader: Reader, _about: Mapping[str, str]) -> Card:
    """What was accepted is found again."""
    _deciding(reader)
    return view.taken_back()


# What falls due


def tell(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Tell whoever answers for the strategy what is new: soon after a new edition, else once a week at most."""
    return consider_tell(moment, store, workspace_id, limit)(moment, store, workspace_id, limit)


def consider_tell(moment: Moment, store: Store, workspace_id: str, limit: int) -> Duty:
    """What is found today, for those who are to be told: judged beside the writer; what it gives keeps it."""
    due = findings.watches_due(store, workspace_id, moment.at, limit)
    days = {local_day(moment.at, person.time_zone) for _, person in due if _is_watching(person)}
    now = score_now(store, workspace_id) if days else None
    return partial(_tell, found={day: _found(store, now, day) if now is not None else {} for day in days})


def _tell(
    moment: Moment, store: Store, workspace_id: str, limit: int, *, found: Mapping[date, Mapping[str, Finding]]
) -> Reply:
    new = findings.unwatched(store, workspace_id, limit)
    for person in new:
        at = _monday(store, person, moment.at)
        store.keep(Watch(id=moment.id(), workspace_id=workspace_id, person_id=person.id, next_at=at, weekly_at=at))
    # Whoever has become due since waits for the next look.
    due = [
        (watch, person)
        for watch, person in findings.watches_due(store, workspace_id, moment.at, limit)
        if not _is_watching(person) or local_day(moment.at, person.time_zone) in found
    ]
    told = [one for watch, person in due for one in _told(moment, store, watch, person, found)]
    return Reply(deliveries=told, served=len(new) + len(due))


def _told(
    moment: Moment, store: Store, watch: Watch, person: Person, found: Mapping[date, Mapping[str, Finding]]
) -> Iterator[Delivery]:
    """The message to one of them, where an error or a warning is new; their next time is settled either way."""
    if not _is_watching(person):
        store.forget(Watch, [watch.id])
        return
    weekly = watch.weekly_at if watch.weekly_at > moment.at else _monday(store, person, moment.at)
    store.change(watch, next_at=weekly, weekly_at=weekly)
    every = found[local_day(moment.at, person.time_zone)]
    new = [short for short in every if short not in watch.told]
    # What is only for information waits until something weighs more: nobody is sought out for a matter of taste.
    weighs = any(every[short].severity is not Severity.INFORMATION for short in new)
    hears = reached(store, person, moment.at, Occasion.FINDINGS) if weighs else None
    if hears is None:
        return
    gone = sum(one not in every for one in watch.told)
    store.change(watch, told=list(every))
    weights = Counter(every[short].severity for short in new)
    about = {
        "person": person.id,
        "weights": " ".join(str(weights[one]) for one in Severity),
        "gone": str(gone),
        "worst": " ".join(new[:WORST]),
    }
    once = f"findings:{person.id}:{moment.at.isoformat()}"
    yield deliver(moment, hears.place, "findings.told", about, once=once, not_before=hears.at)


def _is_watching(person: Person) -> bool:
    return person.is_strategy_owner and person.left_at is None


def _monday(store: Store, person: Person, at: datetime) -> datetime:
    """The next Monday at the hour at which somebody is asked."""
    rhythm, today = rhythm_now(store, person, at), local_day(at, person.time_zone)
    monday = today + timedelta(days=7 - today.weekday())
    return slot(monday, rhythm.hour_on(monday), person.time_zone) or at + WEEK


def draw_told(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What was new, as far as it is there still."""
    person = _reader(reader, about)
    seen = sight(store, person, reader.at) if person.is_strategy_owner else None
    worst = [short for short in about["worst"].split() if seen is not None and short in seen.found]
    if seen is None or not worst:
        raise Gone(about["worst"])
    errors, warnings, informations = map(int, about["weights"].split())
    shown = [seen.seen(store, short) for short in worst]
    return view.told(view.Told(errors, warnings, informations, int(about["gone"]), shown))
