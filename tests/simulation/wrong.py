"""Ways to build it wrong: each is one function of the product, replaced as long as a year is simulated.

The checker has to find every one of them, or it would not find it in the product either.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import bot.outbox
import bot.writer
import handlers.checkin
import score.cadence
from score.cadence import Decision, Due, Rhythm
from storage.store import Store
from storage.tables import DeliveryState


@dataclass(frozen=True)
class Wrong:
    """One way: what is replaced, by what, and which check says so."""

    where: object
    name: str
    instead: object
    found_by: frozenset[str]
    days: int = 8
    """Days in which it shows itself, with one of a few seeds."""

    @contextmanager
    def built(self) -> Iterator[None]:
        """Built wrong, as long as this lasts."""
        with patch.object(self.where, self.name, self.instead):
            yield


def _again(delivery: Any, _door: object) -> DeliveryState:
    return DeliveryState.PLANNED if delivery.attempt < bot.outbox.ATTEMPTS else DeliveryState.DEAD


def _claims_nothing(store: Store, workspace_id: str, ids: Sequence[str], _now: datetime) -> list[Any]:
    from storage import deliveries

    return list(store.find(deliveries._CLAIMED, {"workspace": workspace_id, "ids": ids}))


def _says_so_first(writer: Any, first: Any) -> None:
    """Whoever waits is told before it is durable; that it never became so is nobody's concern.

    While a disk is full only the first is told so: a duty that is told of each would go on for hours.
    """
    if getattr(writer, "is_full", False):
        _commit(writer, first)
        writer.is_full = first.done.exception() is not None
        return
    try:
        with writer._engine.connect() as connection, connection.begin():
            value, raised = bot.writer._play(connection, first.play)
            if raised is not None:
                first.done.set_exception(raised)
            else:
                first.done.set_result(value)
    except Exception:  # noqa: BLE001 - that is what is wrong with it
        writer.is_full = True


def _keeps_no_record(rhythm: Any, now: datetime) -> Decision:
    decision = _decide(rhythm, now)
    return replace(decision, due=Due.WAIT) if decision.due is Due.SKIP else decision


def _is_never_free(_country: str, _day: date) -> bool:
    return False


_commit: Callable[[Any, Any], None] = bot.writer.OneWriter._commit
_decide: Callable[[Any, datetime], Decision] = score.cadence.decide
WRONG: dict[str, Wrong] = {
    "what is in doubt is sent again": Wrong(bot.outbox, "_after_failure", _again, frozenset({"visible_once"})),
    "what is in doubt is looked for at once": Wrong(
        bot.outbox, "QUARANTINE", timedelta(0), frozenset({"visible_once"})
    ),
    "a message goes out before its claim is kept": Wrong(
        bot.outbox.deliveries, "claim", _claims_nothing, frozenset({"visible_once", "only_listed_edges"})
    ),
    "what is kept is acknowledged before it is durable": Wrong(
        bot.writer.OneWriter,
        "_commit",
        _says_so_first,
        frozenset({"sent_stands", "nothing_acknowledged_is_lost", "visible_once"}),
        days=21,
    ),
    "how late it is does not matter": Wrong(
        score.cadence, "GRACE", timedelta(hours=30), frozenset({"prompts_are_due"})
    ),
    "nobody remembers for which date somebody was asked": Wrong(
        Rhythm,
        "asked_for",
        property(lambda _: None, lambda _, __: None),
        frozenset({"every_slot_is_accounted_for", "missed_days_are_recorded", "asked_once"}),
        days=14,
    ),
    "a day that is let go leaves no record": Wrong(
        handlers.checkin,
        "decide",
        _keeps_no_record,
        frozenset({"every_slot_is_accounted_for", "missed_days_are_recorded"}),
    ),
    "holidays are days like others": Wrong(score.cadence, "is_free", _is_never_free, frozenset({"prompts_are_due"})),
}
"""Each is found by one of the checks named; which, depends on what goes wrong first."""
