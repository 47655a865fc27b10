"""What became of lines: nobody at them, nothing done, confidence that falls, whirlwind, work without one, blockers."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from score.horizons import LONG_AFTER
from score.rules.finding import Found, Rule, Severity
from score.rules.known import Known
from score.rules.same import ENGLISH
from score.stems import stems
from storage.tables import LineKind

UNTOUCHED, LONG_UNTOUCHED = timedelta(days=28), timedelta(days=62)
"""How long nobody need work on a line: a short one, and one that looks so far that it is asked about once a month."""

PLANNED = 5
"""Tasks of four weeks of which one should be done by now."""

FALLS = 3
"""How often in a row confidence falls before it is said."""

STUCK = timedelta(days=14)
"""How long something may be in the way of a line."""

CLUSTER, PEOPLE = 6, 5
"""Tasks that have a word in common, and people who wrote them, before they could be a line of their own."""


def untouched(known: Known) -> Iterator[Found]:
    """Nobody has worked on a priority, nor on anything that serves it, for weeks."""
    work = known.work
    if work is None:
        return
    touched: dict[str, date] = {}
    for address, day in work.touched.items():
        line = known.lines.get(address)
        for one in (line, *known.above(line)) if line is not None else ():
            touched[one.address] = max(day, touched.get(one.address, day))
    for line in known.open(LineKind.PRIORITY):
        begun = max(filter(None, (line.begins, work.since.get(line.address))), default=None)
        last = touched.get(line.address)
        since = max(filter(None, (begun, last)), default=None)
        patience = LONG_UNTOUCHED if (line.horizon or 0) > LONG_AFTER else UNTOUCHED
        if since is not None and known.has_begun(line) and known.day - since > patience:
            yield Found(line, "" if last else "never", {"days": (known.day - since).days}, "state")


def never_done(known: Known) -> Iterator[Found]:
    """Tasks were planned for a line, and none of them was done."""
    if known.work is not None:
        for line in known.open(LineKind.PRIORITY):
            planned = known.work.planned.get(line.address, 0)
            if planned >= PLANNED and not known.work.done.get(line.address, 0):
                yield Found(line, values={"count": planned})


def falling(known: Known) -> Iterator[Found]:
    """The confidence of those who work on a line has fallen three weeks in a row."""
    if known.work is not None:
        for line in known.open(LineKind.PRIORITY):
            last = list(known.work.confidence.get(line.address, ()))[-FALLS - 1 :]
            if len(last) > FALLS and all(after < before for before, after in pairwise(last)):
                # That it falls is said, and no figure: of two of them one could work out what one person said.
                yield Found(line)


def whirlwind(known: Known) -> Iterator[Found]:
    """A team had more whirlwind than it has agreed on, in both of the last two weeks."""
    if known.work is not None:
        for team in known.work.teams:
            above = [share for share in team.shares if share is not None and share > team.allowance]
            if len(above) == 2 and team.part in known.parts:
                values = {"team": team.name, "percent": round(min(above) * 100), "allowed": round(team.allowance * 100)}
                yield Found(known.parts[team.part], values=values, key="allowance")


def clusters(known: Known) -> Iterator[Found]:
    """Work that plays from no line has a word in common, among tasks of several people."""
    if known.work is None:
        return
    on_lines = {stem for line in known.file.lines for stem in stems(line.words, ENGLISH)}
    by: dict[str, set[str]] = defaultdict(set)
    tasks: dict[str, int] = defaultdict(int)
    for words, person in known.work.untied:
        for stem in set(stems(words, ENGLISH)) - on_lines:
            by[stem].add(person)
            tasks[stem] += 1
    found = [stem for stem in tasks if tasks[stem] >= CLUSTER and len(by[stem]) >= PEOPLE and not stem.isdigit()]
    for stem in sorted(found, key=lambda one: (-tasks[one], one))[:3]:
        yield Found(known.file.parts[0], values={"word": stem, "count": tasks[stem]})


def stuck(known: Known) -> Iterator[Found]:
    """Something has been in the way of a line for too long."""
    if known.work is not None:
        for line in known.open(LineKind.PRIORITY, *(kind for kind in LineKind if kind.is_choice)):
            old = [day for day in known.work.stuck.get(line.address, ()) if known.day - day > STUCK]
            if old:
                yield Found(line, values={"count": len(old), "days": (known.day - min(old)).days})


RULES = (
    Rule("C60", Severity.WARNING, untouched, needs="work"),
    Rule("C61", Severity.WARNING, never_done, needs="work"),
    Rule("C62", Severity.WARNING, falling, needs="work"),
    Rule("C63", Severity.WARNING, whirlwind, needs="work"),
    Rule("C64", Severity.INFORMATION, clusters, taste=True, needs="work"),
    Rule("C65", Severity.WARNING, stuck, needs="work"),
)
