"""Reads the history and the database afterwards, and says what should not have been.

Each check is a function of its own that yields what it finds. `CHECKS` hold for every run; `AWAITED` are counted and
said, each with the reason for which the product does not keep it yet.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from sqlmodel import select

from handlers import digest
from handlers.turn import Reader
from storage.store import Store
from storage.tables import Place, Task, Team
from tests.edges import FIRST, LAST, may_go
from tests.simulation.slots import GRACE, Wishes, day_ends, local_day, offset
from tests.simulation.story import Life, Sent, Story, instant

ACTS_WITHIN = timedelta(minutes=50)
"""How long we must have been there without a break, to be held to have acted: a tick may be forty minutes late."""


@dataclass(frozen=True)
class Found:
    """One thing that should not have been."""

    check: str
    at: datetime
    said: str
    person: str = ""


Check = Callable[[Story, Store], Iterator[tuple[datetime, str, str]]]


def check(story: Story, store: Store, checks: "Mapping[str, Check] | None" = None) -> list[Found]:
    """All that is found, in the order in which it happened."""
    found = [
        Found(name, at, said, person)
        for name, one in (CHECKS if checks is None else checks).items()
        for at, said, person in one(story, store)
    ]
    return sorted(found, key=lambda one: one.at)


# Deliveries


def only_listed_edges(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """A delivery goes no way that is not listed, and each claim is one attempt more."""
    for sent in story.deliveries.values():
        if sent.row["state"] not in FIRST:
            yield sent.planned.at, f"{sent.row['once']} began as {sent.row['state']}", _whose(story, sent)
        attempt = int(sent.row["attempt"])
        for at, was, becomes, tried, _ in sent.moves:
            if was != becomes and not may_go(was, becomes, view=sent.row["kind"], attempt=attempt):
                yield at, f"{sent.row['once']} went from {was} to {becomes}", _whose(story, sent)
            if becomes == "sending" and tried != attempt + 1:
                yield at, f"{sent.row['once']} was claimed as attempt {tried} after {attempt}", _whose(story, sent)
            attempt = tried


def visible_once(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """No message stands twice, as long as clocks are right."""
    for sent in _twice(story):
        if not story.clocks_were_wrong(sent.visible[0].at, sent.visible[1].at):
            yield sent.visible[1].at, _said_twice(sent), _whose(story, sent)


def _twice(story: Story) -> Iterator[Sent]:
    return (sent for sent in story.deliveries.values() if len(sent.visible) > 1)


def _said_twice(sent: Sent) -> str:
    whens = ", ".join(f"{one.at:%m-%d %H:%M:%S}" for one in sent.visible)
    return f"{sent.row['once']} stands {len(sent.visible)} times: {whens}"


def sent_stands(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """What is sent stands, and what stands is known to, unless nobody could tell."""
    for sent in story.deliveries.values():
        if sent.row["kind"] == "home.front":
            continue
        at = sent.moves[-1][0] if sent.moves else sent.planned.at
        if sent.state == "sent" and not sent.visible:
            yield at, f"{sent.row['once']} is sent, and stands nowhere", _whose(story, sent)
        unknown = sent.state == "dead" and sent.was_in_doubt
        if sent.visible and sent.state in LAST - {"sent"} and not unknown:
            yield at, f"{sent.row['once']} stands, and is {sent.state}: {sent.reason}", _whose(story, sent)


def all_come_to_an_end(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """Once nothing goes wrong any more, everything comes to an end, and says why."""
    for sent in story.deliveries.values():
        yield from _has_no_end(story, sent)


def _has_no_end(story: Story, sent: Sent) -> Iterator[tuple[datetime, str, str]]:
    at = sent.moves[-1][0] if sent.moves else sent.planned.at
    if sent.state not in LAST and not _waits_rightly(story, sent):
        yield at, f"{sent.row['once']} is still {sent.state} in the end: {sent.reason}", _whose(story, sent)
    elif sent.state in LAST - {"sent"} and not sent.reason:
        yield at, f"{sent.row['once']} is {sent.state} for no reason", _whose(story, sent)


def _waits_rightly(story: Story, sent: Sent) -> bool:
    """Whether it was planned for later, or so late that nobody has had time for it."""
    not_before = instant(sent.rows[-1][1]["not_before"])
    return sent.state == "planned" and (not_before is None or not_before > story.ends - timedelta(hours=1))


# Who is asked


def asked_once(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """Nobody is asked twice for one local date, nor reminded twice, by two deliveries; one that stands twice is found
    by `visible_once`.
    """
    seen: dict[tuple[str, str], str] = {}
    for sent in story.deliveries.values():
        if (sent.is_prompt or sent.row["kind"] == "checkin.reminder") and not sent.was_put_off:
            for entry in sent.visible:
                if seen.setdefault((_subject(sent), entry.who), sent.id) != sent.id:
                    yield entry.at, f"{_subject(sent)} came twice", _whose(story, sent)


def _subject(sent: Sent) -> str:
    return ":".join(str(sent.row["once"]).split(":")[:3])


def prompts_are_due(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """Whoever is asked, or not asked any more, is so for their own date, at work, and at their hour."""
    for sent in story.deliveries.values():
        if not sent.is_prompt or sent.was_put_off:
            continue
        _, person, said = _subject(sent).split(":")
        wrong = _why_not(story.lives[person], sent, date.fromisoformat(said))
        if wrong:
            yield sent.planned.at, f"asked for {said}: {wrong}", person


def _why_not(life: Life, sent: Sent, day: date) -> str:
    """What is wrong with a prompt, as it was decided by the clock of who decided it."""
    now, wishes = instant(sent.row["planned_at"]), life.at(sent.planned.at)
    if now is None or wishes is None:
        return "nobody knows them"
    was_skipped = sent.row["state"] == "skipped"
    if was_skipped and local_day(now, wishes.zone) > day:
        # A record of a day that is over: what held then may be another thing than what holds now.
        return ""
    if local_day(now, wishes.zone) != day:
        return f"it was {local_day(now, wishes.zone)} there"
    due, at = wishes.due_on(day), wishes.at(day)
    if due is None or at is None or not wishes.here:
        return "no prompt was due on that date"
    if now < at:
        return f"it was not yet {at:%H:%M} UTC"
    clear = None if due.silent else wishes.first_clear(now)
    in_time = clear is not None and clear <= at + GRACE
    if in_time == was_skipped:
        return f"it was {now - at} after its hour, and {sent.row['state']}"
    return "they want nothing at that hour" if in_time and wishes.disturbed(now) else ""


def every_slot_is_accounted_for(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """Every date on which somebody was to be asked, and on which we were there, has a prompt that came to something."""
    asked = _asked(story)
    for life in story.lives.values():
        owed: dict[date, tuple[datetime, Wishes]] = {}
        for begins, ends, wishes in life.spans:
            for day, at in _due_within(story, begins, min(ends, story.ends), wishes):
                # Whoever was reached nowhere at the hour is not asked for that date, also if they are soon after; nor
                # is somebody to whom others give an hour that is over by then.
                held = life.at(at) if at < begins else None
                if held is None or (held.reached and not _is_given_hours(story, life, begins, wishes)):
                    owed.setdefault(day, (at, wishes))
        for day, (at, wishes) in owed.items():
            if (life.id, day) in asked or _is_done(story, life, day, at) or story.clock_was_wrong(at):
                continue
            said = f"was to be asked for {day} at {at:%m-%d %H:%M} UTC ({wishes.zone}), and nothing of it is recorded"
            yield at, said, life.id


_HOURS = attrgetter("zone", "minute", "working_days", "country", "other_hours", "quiet", "within")


def _is_given_hours(story: Story, life: Life, begins: datetime, wishes: Wishes) -> bool:
    """Whether somebody has other hours since `begins` that they did not choose themselves."""
    before = life.at(begins - timedelta(microseconds=1))
    chosen = any(abs(at - begins) < timedelta(minutes=2) for at in story.chose_hours[life.handle])
    return before is not None and _HOURS(before) != _HOURS(wishes) and not chosen


def _asked(story: Story) -> set[tuple[str, date]]:
    prompts = (one for one in story.deliveries.values() if one.is_prompt)
    return {(parts[1], date.fromisoformat(parts[2])) for parts in (_subject(one).split(":") for one in prompts)}


def _due_within(story: Story, begins: datetime, ends: datetime, wishes: Wishes) -> Iterator[tuple[date, datetime]]:
    """The dates for which a prompt is due while this holds and while there was time to plan it, with their slots."""
    if not wishes.here or not wishes.reached:
        return
    day = local_day(begins, wishes.zone)
    while day <= local_day(min(ends, story.ends), wishes.zone):
        if (at := wishes.at(day)) is not None:
            first, last = max(at, begins), min(ends, day_ends(day, wishes.zone))
            if last - first >= ACTS_WITHIN and story.longest_up(first, last) >= ACTS_WITHIN:
                yield day, at
        day += timedelta(days=1)


def _is_done(story: Story, life: Life, day: date, at: datetime) -> bool:
    """Whether the date needed no prompt: it was answered before, or a later one had been asked for already."""
    answered = story.checkins.get((life.id, day.isoformat()))
    later = any(since <= at + timedelta(days=1) and asked > day for since, asked in life.asked_for)
    return later or answered is not None


# What was acknowledged


def nothing_acknowledged_is_lost(story: Story, store: Store) -> Iterator[tuple[datetime, str, str]]:
    """What somebody was told to be in is in, as they wrote it last."""
    kept: dict[tuple[str, str], set[str]] = defaultdict(set)
    for task in store.find(select(Task)):
        kept[task.person_id, task.local_date.isoformat()].add(task.words)
    last: dict[tuple[str, str], list[tuple[int, datetime, frozenset[str], bool]]] = defaultdict(list)
    for entry in story.history.all("hands in", "handed in"):
        person = story.by_handle[entry.who].id
        told = (entry.more["n"], entry.at, frozenset(entry.more["tasks"]), entry.what == "handed in")
        last[person, entry.more["day"]].append(told)
    for (person, day), each in last.items():
        acknowledged = [one for one in each if one[3]]
        if not acknowledged:
            continue
        newest = max(n for n, _, _, _ in acknowledged)
        can_be = {tasks for n, _, tasks, _ in each if n >= newest}
        if frozenset(kept[person, day]) not in can_be and not _was_changed_otherwise(story, person, day):
            at = acknowledged[-1][1]
            # By a clock that is behind, what is handed in now is older than what was handed in before.
            if story.clock_was_wrong(at):
                continue
            yield at, f"handed in {sorted(acknowledged[-1][2])} for {day}; kept is {sorted(kept[person, day])}", person


def _was_changed_otherwise(story: Story, person: str, day: str) -> bool:
    """Whether a button that somebody pressed has changed the day too: the same again, stopping a task, a draft."""
    life = story.lives[person]
    pressed = story.history.all("pressed")
    return any(
        one.who == life.handle
        and one.more["action"].startswith(("checkin.same", "checkin.hand_in_draft", "crossings."))
        for one in pressed
    )


def days_away_are_kept(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """Who said that they are away, and was not told that we do not know them: that is noted."""
    noted = {
        (one.more["now"]["person_id"], one.more["now"]["first_day"], one.more["now"]["last_day"])
        for one in story.history.all("absence")
        if one.more["now"]
    }
    for entry in story.history.all("away told"):
        life = story.by_handle.get(entry.who)
        if life is None or not life.is_here(entry.at):
            continue
        person = life.id
        if (person, entry.more["first"], entry.more["last"]) not in noted:
            yield entry.at, f"said to be away from {entry.more['first']}, and that is nowhere", person


# Digests, privacy, and falling over


def digests_count(story: Story, store: Store) -> Iterator[tuple[datetime, str, str]]:
    """A team's day counts those who were due in it and handed in, and nobody else, by what the history says."""
    handed_in = {key for key, one in story.checkins.items() if one["state"] == "handed_in"} | {
        (one.more["now"]["person_id"], one.more["now"]["local_date"])
        for one in story.history.all("checkin")
        if one.more["now"] and one.more["now"]["state"] == "handed_in"
    }
    for team in store.find(select(Team)):
        place = store.first(select(Place).where(Place.team_id == team.id))
        if place is None or not team.time_zone:
            continue
        for said in sorted({day for of, _, day in story.due_days if of == team.id}):
            due = {person for of, person, day in story.due_days if of == team.id and day == said}
            came = {person for person in due if (person, said) in handed_in}
            day = date.fromisoformat(said)
            summary = digest.gather(store, Reader(None, place, story.ends), team, (day, day)).summary
            if summary.took_part != len(came):
                yield story.ends, f"{team.handle} on {said}: {summary.took_part} took part, and {len(came)} did", ""


SECRET = re.compile(r"secret-([a-z0-9]+)-\d+")
SHARED = re.compile(r"shared-([a-z0-9]+)-\d+")


def nothing_private_is_shown(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """What somebody wrote for themselves is shown to nobody else; what is their team's is shown in their workspace."""
    whose = {_own_name(one): one["person_id"] for one in story.places.values() if one["person_id"]}
    homes = {life.handle: life.workspace for life in story.lives.values()}
    spaces = {_own_name(one): one["workspace_id"] for one in story.places.values()}
    for entry in story.history.all("visible", "amended"):
        reader = story.lives.get(whose.get(entry.who, "")) or None
        for handle in set(SECRET.findall(entry.more["text"])):
            if reader is None or reader.handle != handle:
                yield entry.at, f"{entry.who} was shown what {handle} wrote for themselves", story.by_handle[handle].id
        for handle in set(SHARED.findall(entry.more["text"])):
            if homes[handle] != spaces.get(entry.who, homes[handle]):
                yield entry.at, f"{entry.who} was shown what {handle} of another workspace wrote", ""


def _own_name(place: Mapping[str, str]) -> str:
    """A place by the conversation that it is, however it is named before anybody has written."""
    name = place["external_id"]
    return f"D{name[1:]}" if name.startswith("U") and name[1:5].isdigit() else name


NO_FAULT = frozenset(
    {
        "Unkept", "Unknown", "Later", "TimeoutError", "ConnectionResetError", "Shut", "Unreachable", "CancelledError",
    }
)  # fmt: skip
"""What is raised when a disk is full or a platform fails; everything else is a fault of ours."""


def nothing_falls_over(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """Nothing is raised but what a broken world gives."""
    for entry in story.history.all("raised", "log", "fault"):
        problem = entry.more.get("raised", {}).get("problem") if entry.what == "log" else entry.more["problem"]
        if problem and problem not in NO_FAULT and "Died" not in problem:
            yield entry.at, f"{entry.more}", ""


# Days of which nobody took care


def missed_days_are_recorded(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """Every date on which somebody was to be asked says what became of it, whether or not anybody was there to ask."""
    asked = _asked(story)
    for life in story.lives.values():
        for begins, ends, wishes in life.spans:
            if not wishes.here or not wishes.reached:
                continue
            day = local_day(begins, wishes.zone) + timedelta(days=1)
            while day < local_day(min(ends, story.ends), wishes.zone):
                at = wishes.at(day)
                done = at is None or (life.id, day) in asked or _is_done(story, life, day, at)
                if at and not done and not story.clock_was_wrong(at):
                    yield at, f"nothing says what became of {day}", life.id
                day += timedelta(days=1)


# What somebody did not ask for

BATCHES_A_DAY = 3
APART = timedelta(minutes=5)
NUDGES_A_WEEK = 2
EVENING = 18 * 60
OWN_HOUR = ("prompt", "welcome")
CAME = ("planned", "sending", "sent", "uncertain")


def three_batches_a_day(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """Whatever is planned for somebody who did not ask for it makes no fourth batch of a day; a prompt comes anyway."""
    for person, those in _unasked(story).items():
        for sent in those:
            wishes = story.lives[person].at(sent.planned.at)
            at = instant(sent.row["not_before"])
            if wishes is None or at is None or sent.row["occasion"] in OWN_HOUR or sent.row["state"] != "planned":
                continue
            day = local_day(at, wishes.zone)
            others = [when for one in those if (when := _comes(one, sent.planned.at)) is not None]
            batches = _batches([one for one in others if local_day(one, wishes.zone) == day])
            if batches > BATCHES_A_DAY and not story.clock_was_wrong(sent.planned.at):
                yield sent.planned.at, f"{sent.row['once']} makes batch {batches} of {day}", person


def _unasked(story: Story) -> dict[str, list[Sent]]:
    """What each person got, or was to get, without having asked."""
    found: dict[str, list[Sent]] = defaultdict(list)
    for sent in story.deliveries.values():
        if sent.row["occasion"] and (person := _whose(story, sent)):
            found[person].append(sent)
    return found


def _comes(sent: Sent, as_of: datetime) -> datetime | None:
    """When it came or was to come, as it stood at an instant; None for what does not."""
    row = sent.as_of(as_of)
    return instant(row["sending_at"] or row["not_before"]) if row and row["state"] in CAME else None


def _batches(instants: list[datetime]) -> int:
    instants = sorted(instants)
    return sum(n == 0 or at - instants[n - 1] > APART for n, at in enumerate(instants))


def two_nudges_a_week(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """Nobody is nudged more than twice in seven days."""
    for person, those in _unasked(story).items():
        seen = sorted(sent.visible[0].at for sent in those if sent.row["occasion"] == "nudge" and sent.visible)
        for first, third in zip(seen, seen[NUDGES_A_WEEK:], strict=False):
            if third - first < timedelta(days=6) and not story.clock_was_wrong(third):
                yield third, f"nudged {NUDGES_A_WEEK + 1} times since {first:%m-%d %H:%M}", person


def planned_for_their_hours(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """Whatever somebody did not ask for is planned for their hours: from their prompt until six in the evening."""
    for person, those in _unasked(story).items():
        for sent in those:
            wishes, at = story.lives[person].at(sent.planned.at), instant(sent.row["not_before"])
            if wishes is None or at is None or sent.row["occasion"] in OWN_HOUR or sent.row["state"] != "planned":
                continue
            wrong = _outside(wishes, at)
            if wrong and not story.clock_was_wrong(sent.planned.at):
                yield sent.planned.at, f"{sent.row['once']} is planned for {at:%m-%d %H:%M} UTC: {wrong}", person


def _outside(wishes: Wishes, at: datetime) -> str:
    """What speaks against an instant for what somebody did not ask for."""
    day = local_day(at, wishes.zone)
    begins = wishes.at(day)
    wall = at + offset(at, wishes.zone)
    if begins is None:
        return f"{day} is no day of theirs"
    if at < begins:
        return f"before {begins:%H:%M} UTC"
    if wall.hour * 60 + wall.minute >= EVENING and at != begins:
        return "in the evening"
    return "they want nothing at that hour" if wishes.disturbed(at) else ""


# What waits for others


def sent_within_grace(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """A prompt comes within its grace or not at all."""
    for sent in story.deliveries.values():
        if not sent.is_prompt or not sent.visible or sent.was_put_off:
            continue
        _, person, said = _subject(sent).split(":")
        wishes, day = story.lives[person].at(sent.planned.at), date.fromisoformat(said)
        at = wishes.at(day) if wishes else None
        shown = sent.visible[0].at
        if at is not None and shown > at + GRACE + timedelta(minutes=2) and not story.clock_was_wrong(at):
            yield shown, f"the prompt of {said} came {shown - at} after its hour", person


def seen_in_their_hours(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """Whatever somebody did not ask for is seen outside of their quiet hours, however late it is sent."""
    for person, those in _unasked(story).items():
        for sent in those:
            for entry in sent.visible[:1]:
                wishes = story.lives[person].at(entry.at)
                if wishes and wishes.disturbed(entry.at) and not story.clock_was_wrong(entry.at):
                    yield entry.at, f"{sent.row['once']} came when they want nothing", person


def visible_once_whatever_the_clock(story: Story, _store: Store) -> Iterator[tuple[datetime, str, str]]:
    """No message stands twice though a process took what another one was sending for long overdue."""
    for sent in _twice(story):
        if story.clocks_were_wrong(sent.visible[0].at, sent.visible[1].at):
            yield sent.visible[1].at, _said_twice(sent), _whose(story, sent)


def _whose(story: Story, sent: Sent) -> str:
    place = story.places.get(sent.row["place_id"])
    return str(place["person_id"] or "") if place else ""


CHECKS: Mapping[str, Check] = {
    one.__name__: one
    for one in (
        only_listed_edges,
        visible_once,
        sent_stands,
        all_come_to_an_end,
        asked_once,
        prompts_are_due,
        every_slot_is_accounted_for,
        nothing_acknowledged_is_lost,
        days_away_are_kept,
        digests_count,
        nothing_private_is_shown,
        nothing_falls_over,
        missed_days_are_recorded,
        three_batches_a_day,
        two_nudges_a_week,
        planned_for_their_hours,
        sent_within_grace,
        seen_in_their_hours,
    )
}

AWAITED: Mapping[Check, str] = {
    visible_once_whatever_the_clock: "two processes whose clocks differ by more than a lease take from each other",
}
"""Rules that the product does not keep yet, each with the reason; whoever builds one moves its check up."""
