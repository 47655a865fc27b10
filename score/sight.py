"""Which parts of a score somebody does not see: those that say `visible: part`, to who is not of them."""

from collections.abc import Collection, Iterable, Mapping

Parents = Mapping[str, str | None]
"""The part in which each part stands, by their handles."""


def hidden(
    parents: Parents, closed: Iterable[str], standing: Collection[str], owning: Collection[str]
) -> frozenset[str]:
    """The parts that are hidden from somebody, with all that is within them.

    `standing` are the parts of their teams: who stands in a closed part, within it or above it sees it. `owning` are
    those in which they own a line or stand in for its owner: who does so in it or within it sees it too.
    """
    above = {one: cascade(parents, one) for one in (*standing, *owning)}
    shut = {
        one
        for one in closed
        if not any(one in above[mine] for mine in above) and not set(standing) & cascade(parents, one)
    }
    return frozenset(one for one in parents if shut & cascade(parents, one)) if shut else frozenset()


def cascade(parents: Parents, part: str) -> frozenset[str]:
    """A part and all that it stands in; a part that is not there stands in nothing."""
    found: set[str] = set()
    here: str | None = part if part in parents else None
    while here is not None:
        found.add(here)
        here = parents.get(here)
    return frozenset(found)
