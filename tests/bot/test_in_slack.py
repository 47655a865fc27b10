"""Everything can be done in Slack, and the table that says where is what the code does."""

import pytest

from docs import in_slack
from handlers import ROUTES


def test_the_table_is_what_the_code_does() -> None:
    """After a change that is meant: `python -m docs.in_slack`."""
    text = in_slack.TABLE.read_text("utf-8")

    assert text == in_slack.written(text)


@pytest.mark.parametrize(("action", "does", "ways"), in_slack.rows())
def test_every_action_has_a_way_to_it_and_says_what_it_does(action: str, does: str, ways: list[str]) -> None:
    assert does
    assert ways


def test_no_action_is_left_out() -> None:
    assert [action for action, _, _ in in_slack.rows()] == list(ROUTES)
