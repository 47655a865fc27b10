"""docs/rules.md is what the rules say, and both examples of every rule do what it says of them."""

import pytest

from docs import rules as page
from score.rules import RULES


def test_the_page_is_made_of_the_rules() -> None:
    """When this fails: .venv/bin/python -m docs.rules."""
    assert page.PAGE.read_text("utf-8") == page.page()


def test_every_rule_has_its_text_and_every_text_a_rule() -> None:
    assert list(page.texts()) == list(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_the_one_example_speaks_and_the_other_is_silent(rule: str) -> None:
    said = page.texts()[rule]

    assert [one.rule for one in page.found_in(said["speaks"], said, rule)] == [rule]
    assert page.found_in(said["silent"], said, rule) == []
