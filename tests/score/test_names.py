"""Names that somebody wrote, and who is meant by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score.names import SHOWN, find
from storage.tables import Person

HERE = [
    Person(id=handle, workspace_id="w", handle=handle, name=name)
    for handle, name in [
        ("ada", "Ada Lovelace"),
        ("ada2", "Ada Byron"),
        ("bo", "Bo"),
        ("jose", "José Ñandú"),
        ("bo.li", "Li Bo"),
    ]
]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("", []),
        (" , ;\n", []),
        ("bo", ["bo"]),
        ("@bo.li", ["bo.li"]),
        ("Ada Lovelace, BO", ["ada", "bo"]),
        ("ada lovelace;bo\nAda Byron", ["ada", "bo", "ada2"]),
        ("bo, Bo, @bo", ["bo"]),
        ("jose\u0301", ["jose"]),
        ("José\u3001bo", ["jose", "bo"]),
        ("ada", ["ada"]),
        ("Li", ["bo.li"]),
    ],
)
def test_people_are_found_by_handle_name_or_first_name(said: str, found: list[str]) -> None:
    names = find(said, HERE)

    assert [one.handle for one in names.found] == found
    assert not names.unknown
    assert not names.several


def test_what_is_not_known_or_means_several_is_said() -> None:
    names = find(
        "Zoe, Ada B, Ada Byron, x" + "y" * 99 + ",\u202e", [*HERE, Person(**{**HERE[2].model_dump(), "id": "9"})]
    )
    again = find("Bo", [HERE[2], Person(**{**HERE[2].model_dump(), "id": "9", "handle": "bo9"})][::-1])
    both = find(
        "Ada",
        [one for one in HERE if one.name.startswith("Ada") and one.handle != "ada"]
        + [Person(id="z", workspace_id="w", handle="zed", name="Ada Zed")],
    )

    assert [one.handle for one in names.found] == ["ada2"]
    assert list(names.unknown) == ["Zoe", "Ada B", ("x" + "y" * 99)[:SHOWN], "?"]
    assert [one.handle for one in again.found] == ["bo"]
    assert {name: [one.handle for one in several] for name, several in both.several.items()} == {"Ada": ["ada2", "zed"]}


@given(st.text())
def test_whatever_is_written_is_answered(said: str) -> None:
    names = find(said, HERE)

    assert len({one.id for one in names.found}) == len(names.found)
