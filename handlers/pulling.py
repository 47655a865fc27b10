"""Which lines pull against each other: as the score declares, as rules find, and as people say."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from handlers.guards import READY, ScoreNow
from handlers.views.tensions import Pull
from score.language import read_beside
from score.outline import normal
from score.problems import ScoreProblems
from score.pulling import Declared, FoundApart, Two, covers, declared, found_apart, is_near, two
from score.rules.structure import is_finding
from score.search import visible_lines
from storage import people, tensions
from storage.store import Store
from storage.tables import Edition, Person, Tension, TensionState, Wording

_found: OrderedDict[tuple[str, date], tuple[FoundApart, ...]] = OrderedDict()
"""What rules find in as many editions, by the day: what is accepted ends on one."""

FIRST = ("declared", TensionState.TAKEN_UP, TensionState.REPORTED, "found", TensionState.SETTLED, TensionState.NOT_ONE)
"""In which order tensions are listed."""


def by_rules(edition: Edition, day: date) -> tuple[FoundApart, ...]:
    """What the rules find to pull apart in an edition on a day."""
    key = edition.id, day
    ready = _found.get(key)
    if ready is None:
        ready = _found[key] = _read(edition, day)
        while len(_found) > READY:
            _found.popitem(last=False)
    return ready


def _read(edition: Edition, day: date) -> tuple[FoundApart, ...]:
    """The same from the edition's file; nothing where a later release can read it no longer, as `score check` says."""
    try:
        file, _problems = read_beside(edition.source.encode(), edition.id, is_finding)
    except ScoreProblems:
        return ()
    return found_apart(file, day)


def every(store: Store, now: ScoreNow, reader: Person | None, day: date) -> list[Pull]:
    """All of which both lines may be seen by who reads, None for all who read in a channel: first what is looked after,
    then what was reported, found, and at last what is over.
    """
    lines = {line.line_id: line for line in visible_lines(now.wordings.values(), reader)}
    here = people.everybody(store, now.edition.workspace_id)
    kept = {two(one.one_id, one.other_id): one for one in tensions.every(store, now.edition.workspace_id)}
    written = {two(one.lines[0].line_id, one.lines[1].line_id): one for one in declared(now.parts, lines)}
    whole = _Whole(store, lines, {one.id: one for one in here}, kept)
    pulls = [whole.of(pair, written.get(pair)) for pair in dict.fromkeys((*written, *kept)) if whole.shows(pair)]
    known = _with_rules(pulls, by_rules(now.edition, day), lines, whole)
    return sorted(known, key=lambda one: (FIRST.index(one.state), one.rule, one.lines[0].position))


def between(store: Store, now: ScoreNow, reader: Person | None, day: date, lines: Sequence[str]) -> Pull | None:
    """What is known of these two lines; None where nothing speaks for a tension."""
    return next(
        (one for one in every(store, now, reader, day) if {line.line_id for line in one.lines} == {*lines}), None
    )


def open_near(pulls: Iterable[Pull], *lines: Wording) -> Pull | None:
    """The first open tension of one of these lines or of their measures, of as many of them as there is one of."""
    found = [one for one in pulls if one.is_open and one.is_sure and _near(one, lines)]
    return max(found, key=lambda one: _near(one, lines), default=None)


def _near(pull: Pull, lines: Sequence[Wording]) -> int:
    """Of how many of its two sides one of these lines is."""
    return sum(any(is_near(line, side) for line in lines) for side in pull.lines)


class _Whole:
    """Puts together what is known of two lines."""

    def __init__(
        self, store: Store, lines: Mapping[str, Wording], here: Mapping[str, Person], kept: Mapping[Two, Tension]
    ) -> None:
        self._lines, self._here, self._kept = lines, here, kept
        self._handles = {normal(one.handle): one for one in here.values()}
        shown = [one for pair, one in kept.items() if self.shows(pair)]
        self._reports = tensions.reports(store, shown[0].workspace_id, [one.id for one in shown]) if shown else []

    def shows(self, pair: Two) -> bool:
        """Whether both lines stand in the score and may be seen."""
        return all(line in self._lines for line in pair)

    def of(self, pair: Two, written: Declared | None = None, found: FoundApart | None = None) -> Pull:
        """What the score declares of two lines, a rule finds, and people say."""
        first, second = sorted((self._lines[id] for id in pair), key=lambda line: line.position)
        kept = self._kept.get(pair)
        owners, measure, review = self._looked_after(kept, written)
        return Pull(
            lines=(first, second),
            owners=owners or self._owners((first, second)),
            measure=measure,
            review=review,
            declared=written is not None,
            words=written.words if written else "",
            rule=found.rule if found else "",
            shared=found.shared if found else "",
            kept=kept,
            reports=[one for one in self._reports if kept is not None and one[0].tension_id == kept.id],
            said_by=self._here.get((kept and kept.said_by) or ""),
        )

    def _looked_after(
        self, kept: Tension | None, written: Declared | None
    ) -> tuple[list[Person], Wording | None, date | None]:
        if written is not None:
            named = [self._handles.get(handle) for handle in written.owners]
            return [one for one in named if one], written.measure, written.review
        if kept is None:
            return [], None, None
        taken = [self._here.get(id) for id in (kept.owner_id, kept.second_id) if id]
        return [one for one in taken if one], self._lines.get(kept.measure_id or ""), kept.review

    def _owners(self, lines: Iterable[Wording]) -> list[Person]:
        owners = dict.fromkeys(line.owner_id for line in lines if line.owner_id)
        return [self._here[id] for id in owners if id in self._here]


def _with_rules(
    pulls: Sequence[Pull], found: Iterable[FoundApart], lines: Mapping[str, Wording], whole: _Whole
) -> list[Pull]:
    """The same with what rules find: said of a tension that covers it, else a tension by itself."""
    known, at = list(pulls), {line.address: line for line in lines.values()}
    for one in found:
        first, second = at.get(one.one), at.get(one.other)
        if first is None or second is None:
            continue
        covering = next((n for n, pull in enumerate(pulls) if covers(pull.lines, (first, second))), None)
        if covering is None:
            known.append(whole.of(two(first.line_id, second.line_id), found=one))
        elif not known[covering].rule:
            known[covering] = replace(known[covering], rule=one.rule, shared=one.shared)
    return known
