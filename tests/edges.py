"""The ways that a delivery can go, each with its reason: one list, for all tests that look at deliveries.

Those of the machine as it was designed come first; the others are what people and admins do meanwhile, and what a
process learns late.
"""

from collections.abc import Mapping

from storage.tables import DeliveryState

PLANNED, SENDING, UNCERTAIN = DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.UNCERTAIN
SENT, EXPIRED = DeliveryState.SENT, DeliveryState.EXPIRED
SKIPPED, DEAD = DeliveryState.SKIPPED, DeliveryState.DEAD

FIRST = frozenset({PLANNED, SKIPPED})
"""How a delivery begins: to be sent, or left with its reason at once."""

LAST = frozenset({SENT, EXPIRED, SKIPPED, DEAD})
"""How it ends; what is sent or expired is so for good."""

DESIGNED: Mapping[tuple[DeliveryState, DeliveryState], str] = {
    (PLANNED, SENDING): "it was claimed, and that is kept before any byte goes out",
    (PLANNED, EXPIRED): "it was of no more use when its turn came",
    (SENDING, SENT): "the platform said so, or somebody pressed it",
    (SENDING, PLANNED): "nothing went out, and it is tried again: a pace, an outage, a door that shut, a stop",
    (SENDING, DEAD): "nothing went out, and nothing ever will: refused, nobody there, or not to be drawn",
    (SENDING, UNCERTAIN): "nobody knows whether it went out: the answer was lost, or its sender",
    (UNCERTAIN, SENT): "it was found, somebody pressed it, or its sender came back with the answer to that attempt",
    (UNCERTAIN, PLANNED): "it was looked for once it must have stood, and does not",
    (UNCERTAIN, DEAD): "nobody could tell for a day, it was absent after the last attempt, or we were removed",
}

ADDED: Mapping[tuple[DeliveryState, DeliveryState], str] = {
    (PLANNED, SKIPPED): "it is left: no more wanted, nobody reached there, away, settled, or we were removed",
    (SENDING, SKIPPED): "the same became known once it was claimed, and nothing had gone out",
    (PLANNED, DEAD): "its door is nowhere open for a week, or its sender came back with a refusal of that attempt",
}

OF_AN_ATTEMPT: Mapping[tuple[DeliveryState, DeliveryState], str] = {
    (PLANNED, SENT): "it was looked for and absent, and then its sender came back with the answer to that attempt",
    (PLANNED, UNCERTAIN): "it was looked for and absent, and then its sender came back and does not know",
}
"""What only that goes which was claimed before, by the attempt that it has still: it was paused, and is late."""

OF_ONES_PAGE: Mapping[tuple[DeliveryState, DeliveryState], str] = {
    (DEAD, PLANNED): "whoever opens their page asks for it, and to show it twice shows it once",
    (SKIPPED, PLANNED): "the same, where it was left",
}
"""What only the page goes that a platform keeps for one person."""


def may_go(was: str, becomes: str, *, view: str, attempt: int) -> bool:
    """Whether a delivery of a view, with so many attempts, may go from one state to the other in one step."""
    edge = DeliveryState(was), DeliveryState(becomes)
    if edge in OF_AN_ATTEMPT:
        return attempt > 0
    return edge in DESIGNED or edge in ADDED or (edge in OF_ONES_PAGE and view == "home.front")
