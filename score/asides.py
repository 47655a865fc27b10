"""What we say beside an answer, and what of it somebody wants none of."""

from enum import StrEnum

from storage.tables import Person


class Aside(StrEnum):
    """Something said beside an answer that nobody asked for; each of them can be switched off."""

    STEP = "step"
    PICTURE = "picture"
    HINT = "hint"


def is_wanted(person: Person, aside: Aside) -> bool:
    """Whether somebody wants to read it."""
    return aside not in person.unsaid.split()


def unsaid_with(person: Person, aside: Aside, *, wanted: bool) -> str:
    """What somebody wants none of, as it is kept, once they want this one or do not."""
    others = {one for one in person.unsaid.split() if one != aside}
    return " ".join(sorted(others | (set() if wanted else {aside.value})))
