"""The bigger picture is kept in one text, said now and then, and never the same twice in a week."""

from datetime import date

import pytest

from score.asides import Aside, is_wanted, unsaid_with
from score.picture import BiggerPicture, Picture, is_mostly_whirlwind, is_within, left_to_say
from storage.tables import Person

MOVED = BiggerPicture(Picture.MOVED, "line", 2, date(2027, 3, 5))
SMALL, WITHIN = BiggerPicture(Picture.SMALL, "line", 3), BiggerPicture(Picture.WITHIN, "team")


@pytest.mark.parametrize("drawn", [MOVED, SMALL, WITHIN])
def test_what_is_kept_is_read_again(drawn: BiggerPicture) -> None:
    assert BiggerPicture.read(drawn.kept()) == drawn
    assert BiggerPicture.read("") is None


def test_more_than_half_is_mostly_and_the_agreed_share_is_within() -> None:
    assert not is_mostly_whirlwind(2, 1)
    assert is_mostly_whirlwind(3, 2)
    assert is_within(10, 3, 0.3)
    assert not is_within(10, 4, 0.3)


def test_none_is_said_after_one_nor_a_third_in_a_week_nor_the_same_again() -> None:
    every = [MOVED, SMALL, WITHIN]
    assert left_to_say(every, [], was_last=False) == every
    assert left_to_say(every, [], was_last=True) == ()
    assert left_to_say(every, ["moved 1 x 2027-03-01"], was_last=False) == [SMALL, WITHIN]
    assert left_to_say(every, ["moved 1 x 2027-03-01", "small 1 x"], was_last=False) == ()


def test_each_is_switched_off_by_itself_and_on_again() -> None:
    person = Person(id="p", workspace_id="w", handle="ada", name="Ada")
    for aside in Aside:
        assert is_wanted(person, aside)
        person.unsaid = unsaid_with(person, aside, wanted=False)
        assert not is_wanted(person, aside)
    assert person.unsaid == "hint picture step"
    person.unsaid = unsaid_with(person, Aside.PICTURE, wanted=True)
    assert person.unsaid == "hint step"
