"""Who does not see which part: as the rule says it of each part, for any tree and whoever reads."""

from hypothesis import given
from hypothesis import strategies as st

from score.sight import cascade, hidden

PARENTS = {"company": None, "unit": "company", "team": "unit", "desk": "team", "other": "company"}


def test_a_closed_part_is_seen_from_within_it_and_from_above_it_and_from_nowhere_else() -> None:
    closed = {"team"}

    for mine in ("team", "desk", "unit", "company"):
        assert hidden(PARENTS, closed, {mine}, ()) == frozenset()
    assert hidden(PARENTS, closed, {"other"}, ()) == {"team", "desk"}
    assert hidden(PARENTS, closed, (), ()) == {"team", "desk"}
    assert hidden(PARENTS, closed, {"nowhere"}, ()) == {"team", "desk"}


def test_who_owns_a_line_sees_what_it_stands_in_and_nothing_below_it() -> None:
    assert hidden(PARENTS, {"team"}, (), {"desk"}) == frozenset()
    assert hidden(PARENTS, {"team"}, (), {"unit"}) == {"team", "desk"}


def test_within_a_closed_part_there_may_be_another() -> None:
    assert hidden(PARENTS, {"unit", "desk"}, {"team"}, ()) == frozenset()
    assert hidden(PARENTS, {"unit", "desk"}, (), {"team"}) == {"desk"}


def test_a_part_that_is_not_there_stands_in_nothing() -> None:
    assert cascade(PARENTS, "desk") == {"desk", "team", "unit", "company"}
    assert cascade(PARENTS, "nowhere") == frozenset()


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str | None]:
    names = [f"p{n}" for n in range(draw(st.integers(1, 8)))]
    return {name: draw(st.sampled_from(names[:n])) if n else None for n, name in enumerate(names)}


@given(st.data())
def test_a_part_is_hidden_where_it_or_one_above_it_is_closed_to_who_reads(data: st.DataObject) -> None:
    parents = data.draw(trees())
    some = st.sets(st.sampled_from(sorted(parents)))
    closed, standing, owning = data.draw(some), data.draw(some), data.draw(some)

    def within(one: str | None, other: str) -> bool:
        return one is not None and (one == other or within(parents[one], other))

    def opens(part: str) -> bool:
        return any(within(one, part) or within(part, one) for one in standing) or any(
            within(one, part) for one in owning
        )

    found = hidden(parents, closed, standing, owning)

    assert found == {one for one in parents if any(within(one, part) and not opens(part) for part in closed)}
