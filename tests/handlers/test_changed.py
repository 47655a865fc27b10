"""What changed in the score since a day or an edition."""

from datetime import UTC, date, datetime

import pytest

from storage.tables import Reading, Wording
from tests.asked import LATER, asker, asks, lines_of
from tests.orchestra import Orchestra, Player


@pytest.fixture
def ada(day: Orchestra) -> Player:
    return asker(day)


# What changed


def test_what_changed_is_told_line_by_line(day: Orchestra, ada: Player) -> None:
    day.goes_on(days=2)
    day.plays_from(LATER)
    said = asks(ada, "What changed since edition 1?")

    assert said.startswith("Since edition 1 two things are not what they were.")
    assert "Call every harbour before ten [1]. Changed. It read: “Call every harbour before noon”" in said
    assert "Sort the telephones. It is not in the score any more." in said
    assert lines_of(ada) == ["field/P-1"]
    assert "Edition 2 of 11 March" in said


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("What changed?", "Since 11 February two things"),
        ("What changed since last week?", "Since 1 March two things"),
        ("What changed since March?", "Since 1 March two things"),
        ("What changed since 3 March?", "Since 3 March two things"),
        ("What has changed in the field since March?", "Since 1 March one thing"),
        ("What changed on telephones?", "The score does not say."),
        ("What changed on calling every harbour since March?", "Since 1 March one thing"),
        ("What changed on quoting?", "Since 11 February nothing of this has changed."),
        ("What changed since today?", "Since 11 March two things"),
        ("What changed since edition 9?", "There is no edition 9."),
        ("What changed since edition 2?", "Since edition 2 nothing"),
        ("What changed on mushrooms?", "The score does not say."),
    ],
)
def test_it_may_be_asked_from_when_on_and_of_what(day: Orchestra, ada: Player, question: str, says: str) -> None:
    day.goes_on(days=2)
    day.plays_from(LATER)

    assert says in asks(ada, question)


def test_measures_that_moved_are_told_with_it(day: Orchestra, ada: Player) -> None:
    measure = next(one for one in day.all(Wording) if one.address == "field/M-1")

    def read(on: date, value: float) -> None:
        said_at = datetime(2027, 3, 2, tzinfo=UTC)
        id, of = day.moment().id(), day.workspace.id
        day.keep(Reading(id=id, workspace_id=of, line_id=measure.line_id, day=on, value=value, said_at=said_at))

    read(date(2027, 2, 1), 31.0)
    assert "nothing of this has changed" in asks(ada, "What changed since March?")
    read(date(2027, 3, 2), 45.0)
    assert "Harbours that were called [1]. From 31 to 45 % on 2 March." in asks(ada, "What changed since March?")
    assert "First read: 45 % on 2 March." in asks(ada, "What changed since January?")
    read(date(2027, 3, 8), 31.0)
    assert "nothing of this has changed" in asks(ada, "What changed since March?")
