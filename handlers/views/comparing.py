"""How it looks when several things are put in order: what goes first and why, and what follows it."""

from collections.abc import Mapping

from handlers.cards import Claim, Facts, Piece, Prose, Text, Theirs
from prompts import Filled, Which, phrase
from score.order import Agreed, Ground, Order, Side
from storage.tables import Privacy, Wording

PAIR = 2
"""Things of which the first sentence says all."""


def says(order: Order) -> Filled:
    """What goes first and why, or that nothing tells."""
    on = {line.line_id: number for number, line in enumerate(order.cited, 1)}
    first, other, reason = order.first, order.other, order.reason
    what, beside = (_claim(side, _cited(side, on)) for side in (first, other))
    if first.promised is not None and reason in (Ground.OVERDUE, Ground.PROMISED):
        promise = Claim(_side(first), (on[first.promised.line.line_id],))
        promised = first.promised
        how = Which(reason.value)
        return phrase("comparing.promised", how=how, what=promise, to=promised.to, day=promised.until)
    if order.room is not None and reason in (Ground.USED_UP, Ground.ROOM):
        used, whose = Which(reason.value), Which("own" if order.room.is_own else "team")
        return phrase("comparing.whirlwind", used=used, whose=whose, what=what, team=order.room.team)
    return _by_lines(order, what, beside, on)


def _by_lines(order: Order, what: Text, beside: Text, on: Mapping[str, int]) -> Filled:
    first, other, reason = order.first, order.other, order.reason
    count, others = (_count(side, on) for side in (first, other))
    if reason is Ground.BOTH:
        return phrase("coach.first-both", what=what, count=count)
    if reason is Ground.LINES:
        return phrase("coach.first-lines", what=what, count=count, others=others)
    if reason is Ground.DAY and first.until is not None:
        return phrase("coach.first-day", what=what, day=first.until)
    if reason is Ground.SPLIT and len(first.lines) > len(other.lines):
        return phrase("coach.first-split", what=what, other=beside)
    return phrase("coach.first-alike")


def _claim(side: Side, on: tuple[int, ...]) -> Text:
    return Claim(_side(side), on) if on else _side(side)


def _cited(side: Side, on: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(on[line.line_id] for line in side.lines[:1] if line.line_id in on)


def _count(side: Side, on: Mapping[str, int]) -> Claim | Filled:
    """How many lines something serves, and the numbers of those that are cited."""
    served = tuple(on[line.line_id] for line in side.lines if line.line_id in on)
    count = phrase("coach.count-lines", count=len(side.lines))
    return Claim(count, served) if served else count


def _side(side: Side) -> Theirs | Wording:
    """One of several things as it was written: somebody's task, else the line that was meant."""
    return Theirs(side.task, Privacy.TEAM) if side.task else side.lines[0]


def beside(order: Order) -> list[Piece]:
    """What follows the first, and the figures of the whirlwind where those decide."""
    return [*_following(order), *_figures(order)]


def _following(order: Order) -> list[Piece]:
    """Of three and more those after the first, each with whether anything puts it after the one before.

    Where nothing puts the first one first, only those are told that come after.
    """
    pieces: list[Piece] = []
    for place, side in enumerate(order.sides):
        tells = place > 0 and order.before(place).tells
        if len(order.sides) > PAIR and place > 0 and (tells or order.reason.tells):
            pieces.append(Prose(phrase("comparing.then", what=_side(side), tells=Which("yes" if tells else "no"))))
    return pieces


def _figures(order: Order) -> list[Piece]:
    room: Agreed | None = order.room
    if room is None or order.reason not in (Ground.USED_UP, Ground.ROOM):
        return []
    so_far = phrase("comparing.so-far", whirlwind=room.whirlwind, tasks=room.tasks)
    agreed = phrase("comparing.share", share=round(100 * room.allowance))
    this_week = phrase("comparing.this-week", whose=Which("own" if room.is_own else "team"))
    return [Facts([(phrase("comparing.agreed", team=room.team), agreed), (this_week, so_far)])]


def all_whirlwind() -> Filled:
    """Of things that play from no line nothing tells which comes first."""
    return phrase("comparing.all-whirlwind")


def nothing(count: int | None) -> Filled:
    """There is nothing to put in order: so few tasks are left of today, or others read along, for None."""
    return phrase("comparing.not-here") if count is None else phrase("comparing.nothing", count=count)
