"""The history, read as a story: who wished what when, what became of each delivery, when somebody was there to act."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from tests.simulation.history import Entry, History
from tests.simulation.slots import A_DAY, Wishes

ASKED_AS = ("member", "manager")
A_MOMENT = timedelta(minutes=3)
FAR = datetime(9999, 1, 1, tzinfo=UTC)
Row = Mapping[str, Any]


def instant(said: str | None) -> datetime | None:
    """An instant as either database writes it."""
    if said is None:
        return None
    at = datetime.fromisoformat(said)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def day_of(said: str | None) -> date | None:
    """A date as either database writes it."""
    return date.fromisoformat(said) if said else None


@dataclass
class Sent:
    """One delivery: what it was for, and all that became of it."""

    id: str
    row: Row
    planned: Entry
    moves: list[tuple[datetime, str, str, int, str]] = field(default_factory=list)
    """When, from which state, to which, by which attempt, and why."""

    rows: list[tuple[datetime, Row]] = field(default_factory=list)
    """How it was kept from when on."""

    visible: list[Entry] = field(default_factory=list)

    def as_of(self, at: datetime) -> Row | None:
        """How it was kept at an instant, None before it was planned."""
        return next((row for since, row in reversed(self.rows) if since <= at), None)

    @property
    def was_put_off(self) -> bool:
        """Whether it is a prompt that comes a second time, at the hour that its person named."""
        return str(self.row["once"]).count(":") > 3

    @property
    def state(self) -> str:
        """What it has come to."""
        return self.moves[-1][2] if self.moves else str(self.row["state"])

    @property
    def reason(self) -> str:
        """Why."""
        return self.moves[-1][4] if self.moves else str(self.row["reason"])

    @property
    def is_prompt(self) -> bool:
        """Whether it is the prompt of a morning, and no answer that shows the same."""
        return self.row["kind"] == "checkin.invite" and str(self.row["once"]).startswith("invite:")

    @property
    def was_in_doubt(self) -> bool:
        """Whether there was a time at which nobody knew if it stands."""
        return any(state == "uncertain" for _, _, state, _, _ in self.moves)


@dataclass
class Life:
    """One person, from the first to the last that is known of them."""

    id: str
    handle: str
    workspace: str
    spans: list[tuple[datetime, datetime, Wishes]] = field(default_factory=list)
    """From when to when they wished what; spans follow each other."""

    asked_for: list[tuple[datetime, date]] = field(default_factory=list)
    gone: list[tuple[datetime, bool]] = field(default_factory=list)
    """From when on they were no longer in the organisation, or were again."""

    def is_here(self, at: datetime) -> bool:
        """Whether the organisation knew them at an instant."""
        return not next((gone for since, gone in reversed(self.gone) if since <= at), True)

    def at(self, at: datetime) -> Wishes | None:
        """What held at an instant."""
        return next((wishes for begins, ends, wishes in self.spans if begins <= at < ends), None)


class Story:
    """All of it."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.entries: Sequence[Entry] = history.entries
        self.begins, self.ends = self.entries[0].at, self.entries[-1].at
        self.deliveries: dict[str, Sent] = {}
        self.lives: dict[str, Life] = {}
        self.team_days: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.due_days: set[tuple[str, str, str]] = set()
        self.checkins: dict[tuple[str, str], Row] = {}
        self.places: dict[str, Row] = {}
        self.memberships: dict[str, dict[str, Row]] = defaultdict(dict)
        self.chose_hours: dict[str, list[datetime]] = defaultdict(list)
        """When somebody chose their hours themselves, by handle."""

        self._rows: dict[str, Row] = {}
        self._absences: dict[str, dict[str, Row]] = defaultdict(dict)
        self._within: dict[str, str] = {}
        self._open: dict[str, dict[str, bool]] = defaultdict(dict)
        for entry in self.entries:
            reads = getattr(self, f"_{entry.what.replace(' ', '_')}", None)
            if reads is not None:
                reads(entry)
        self.by_handle = {one.handle: one for one in self.lives.values()}

    # What each row says

    def _delivery(self, entry: Entry) -> None:
        was, now = entry.more["was"], entry.more["now"]
        if was is None:
            self.deliveries[now["id"]] = Sent(now["id"], now, entry)
        if now is not None:
            self.deliveries[now["id"]].rows.append((entry.at, now))
        if was and now and (was["state"], was["attempt"]) != (now["state"], now["attempt"]):
            move = (entry.at, was["state"], now["state"], now["attempt"], now["reason"])
            self.deliveries[now["id"]].moves.append(move)

    def _visible(self, entry: Entry) -> None:
        if (sent := self.deliveries.get(entry.more["delivery"])) is not None:
            sent.visible.append(entry)

    def _person(self, entry: Entry) -> None:
        now = entry.more["now"]
        self._rows[now["id"]] = now
        life = self.lives.setdefault(now["id"], Life(now["id"], now["handle"], now["workspace_id"]))
        life.gone.append((entry.at, now["left_at"] is not None))
        asked = day_of(now["asked_for"])
        if asked is not None and (not life.asked_for or life.asked_for[-1][1] != asked):
            life.asked_for.append((entry.at, asked))
        self._wishes_change(now["id"], entry.at)

    def _absence(self, entry: Entry) -> None:
        self._changes(entry, self._absences)

    def _membership(self, entry: Entry) -> None:
        self._changes(entry, self.memberships)

    def _team(self, entry: Entry) -> None:
        now = entry.more["now"]
        before, self._within[now["id"]] = self._within.get(now["id"], ""), now["asked_within"]
        if before != now["asked_within"]:
            for person, those in list(self.memberships.items()):
                if any(one["team_id"] == now["id"] for one in those.values()):
                    self._wishes_change(person, entry.at)

    def _changes(self, entry: Entry, rows: dict[str, dict[str, Row]]) -> None:
        was, now = entry.more["was"], entry.more["now"]
        person = (now or was)["person_id"]
        if now is None:
            rows[person].pop(was["id"], None)
        else:
            rows[person][now["id"]] = now
        self._wishes_change(person, entry.at)

    def _place(self, entry: Entry) -> None:
        now = entry.more["now"]
        self.places[now["id"]] = now
        if now["person_id"]:
            self._open[now["person_id"]][now["id"]] = now["closed_at"] is None
            self._wishes_change(now["person_id"], entry.at)

    def _chose_hours(self, entry: Entry) -> None:
        self.chose_hours[entry.who].append(entry.at)

    def _checkin(self, entry: Entry) -> None:
        if (now := entry.more["now"]) is not None:
            self.checkins.setdefault((now["person_id"], now["local_date"]), {**now, "first_at": entry.at})

    def _teamday(self, entry: Entry) -> None:
        if (now := entry.more["now"]) is not None:
            self.team_days[now["team_id"], now["local_date"]].add(now["checkin_id"])

    def _dueday(self, entry: Entry) -> None:
        if (now := entry.more["now"]) is not None:
            self.due_days.add((now["team_id"], now["person_id"], now["local_date"]))

    def _wishes_change(self, person: str, at: datetime) -> None:
        life, row = self.lives.get(person), self._rows.get(person)
        if life is None or row is None:
            return
        wishes = self._wishes(person, row)
        if life.spans and life.spans[-1][2] == wishes:
            return
        if life.spans:
            begins, _, before = life.spans.pop()
            if begins < at:
                life.spans.append((begins, at, before))
        life.spans.append((at, FAR, wishes))

    def _wishes(self, person: str, row: Row) -> Wishes:
        teams = {one["team_id"] for one in self.memberships[person].values() if one["role"] in ASKED_AS}
        free = sorted(
            (_date(one, "first_day"), _date(one, "last_day"), one["begins_at"], one["ends_at"])
            for one in self._absences[person].values()
        )
        return Wishes(
            zone=row["time_zone"],
            minute=row["asked_at"],
            working_days=row["working_days"],
            country=row["country"],
            paused_until=day_of(row["paused_until"]),
            joins=day_of(row["joins_on"]),
            leaves=day_of(row["leaves_on"]),
            here=row["left_at"] is None and row["greet_at"] is None and bool(teams),
            reached=any(self._open[person].values()),
            away=tuple((first, last) for first, last, begins, ends in free if _is_all_day(begins, ends)),
            off=tuple(one for one in free if not _is_all_day(*one[2:])),
            other_hours=row["other_hours"],
            quiet=row["quiet"],
            after=row["asked_after"],
            within=tuple(sorted(filter(None, (self._within.get(one, "") for one in teams)))),
        )

    # When somebody was there to act

    @cached_property
    def up(self) -> list[tuple[datetime, datetime]]:
        """The times in which one process at least was alive, with room on its disk and with the right time."""
        spans: list[tuple[datetime, datetime]] = []
        bad: dict[str, set[str]] = {}
        since: datetime | None = None
        for entry in self.entries:
            if not _of_machines(bad, entry):
                continue
            good = any(not faults for faults in bad.values())
            if good and since is None:
                # Whoever is started ticks at once: to have been away for a moment is no break.
                since = spans.pop()[0] if spans and entry.at - spans[-1][1] <= A_MOMENT else entry.at
            elif not good and since is not None:
                spans.append((since, entry.at))
                since = None
        return spans + ([(since, self.ends)] if since else [])

    @cached_property
    def wrong_clocks(self) -> list[tuple[datetime, datetime, timedelta]]:
        """The times in which a process that was alive had a wrong clock, and by how much."""
        began: dict[str, tuple[datetime, timedelta]] = {}
        spans: list[tuple[datetime, datetime, timedelta]] = []
        for entry in self.history.all("clock off", "clock right", "dies"):
            if entry.what == "clock off":
                began[entry.who] = (entry.at, timedelta(hours=entry.more["hours"]))
            elif entry.who in began:
                at, off = began.pop(entry.who)
                spans.append((at, entry.at, off))
        return spans

    def longest_up(self, begins: datetime, ends: datetime) -> timedelta:
        """The longest time without a break between two instants in which somebody could act."""
        within = [min(ends, last) - max(begins, first) for first, last in self.up if first < ends and last > begins]
        return max(within, default=timedelta(0))

    def clocks_were_wrong(self, first: datetime, last: datetime) -> bool:
        """Whether a process had a wrong clock at any time between two instants, or shortly before."""
        reach = timedelta(minutes=30)
        return any(begins - reach <= last and first - reach <= ends for begins, ends, _ in self.wrong_clocks)

    def clock_was_wrong(self, at: datetime) -> bool:
        """Whether a wrong clock can have made a difference to what is due at an instant."""
        for begins, ends, off in self.wrong_clocks:
            reach = abs(off) * 1.5 + timedelta(hours=6)
            if begins - reach <= at <= ends + reach:
                return True
        return False

    def around(self, person: str, at: datetime, many: int = 14) -> list[Entry]:
        """What happened to somebody around an instant."""
        life = self.lives.get(person)
        names = {person, life.handle} if life else {person}
        places = {id: one["external_id"] for id, one in self.places.items() if one["person_id"] == person}
        near = [
            one
            for one in self.entries
            if _concerns(one, names, {*places.values(), *map(_in_person, places.values())}, {*places})
        ]
        before = [one for one in near if one.at <= at][-many:]
        return before + [one for one in near if one.at > at][: many // 2]


def _date(row: Row, name: str) -> date:
    return date.fromisoformat(row[name])


def _is_all_day(begins: int, ends: int) -> bool:
    return begins <= 0 and ends >= A_DAY


def _of_machines(bad: dict[str, set[str]], entry: Entry) -> bool:
    """Take in what an entry says of a machine; gives whether it says anything."""
    match entry.what:
        case "starts":
            bad[entry.who] = set()
        case "dies":
            bad.pop(entry.who, None)
        case "disk full" | "clock off":
            bad.get(entry.who, set()).add(entry.what.split()[0])
        case "disk free" | "clock right":
            bad.get(entry.who, set()).discard(entry.what.split()[0])
        case _:
            return False
    return True


def _in_person(user: str) -> str:
    """The direct conversation with somebody at Slack, as the fake names it."""
    return f"D{user[1:]}"


def _concerns(entry: Entry, names: set[str], places: set[str], place_ids: set[str]) -> bool:
    if entry.what in ("starts", "dies", "away", "back", "clock off", "clock right", "disk full", "disk free"):
        return True
    if entry.who in names or entry.who in places:
        return True
    row = entry.more.get("now") or entry.more.get("was")
    return isinstance(row, dict) and (
        row.get("person_id") in names or row.get("id") in names or row.get("place_id") in place_ids
    )
