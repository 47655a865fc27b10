"""Each template can be loaded as it is, whenever it is taken, and the rules find nothing worth a warning."""

import re
from dataclasses import replace
from datetime import date

import pytest

from handlers.against import staying_out
from prompts import PromptError, template
from score import roster
from score.language import read
from score.rules import judge
from score.rules.finding import Severity
from score.rules.known import Known, everybody_of
from score.rules.pairs import ours
from storage.tables import LineKind

DAYS = [date(2026, 11, 28), date(2027, 1, 1), date(2028, 2, 29), date(2031, 8, 31)]
ASKED_FOR = ("company", "pricing", "public-body", "sales-support-service", "talent", "team")


def _known(name: str, day: date) -> Known:
    file = read(template.score(name, day).encode(), "score.yml")
    people = roster.read(template.people(name).encode(), "people.yml", [part.id for part in file.parts])
    return Known(file, day, everybody_of(people), None, ours(), staying_out("en"), [])


def test_there_are_those_that_were_asked_for() -> None:
    assert template.names() == ASKED_FOR


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("name", ASKED_FOR)
def test_the_rules_find_nothing_above_information(name: str, day: date) -> None:
    found = judge(_known(name, day))

    assert [(one.rule, one.lines) for one in found if one.severity is not Severity.INFORMATION] == []


@pytest.mark.parametrize("name", ASKED_FOR)
def test_it_says_what_each_question_asks_for_and_that_it_is_an_example(name: str) -> None:
    text, file = template.score(name, DAYS[0]), _known(name, DAYS[0]).file
    top = {line.kind for line in file.lines if line.part == file.parts[0].id}

    assert "to be overwritten" in text.split("\n\n", 1)[0].replace("\n# ", " ")
    assert file.name.startswith("Example")
    assert {kind for kind in LineKind if kind.is_choice} <= top
    assert {LineKind.NOT_CHOICE, LineKind.CONDITION, LineKind.PRIORITY, LineKind.MEASURE} <= top
    for question in ("aspiration", "where_to_play", "how_to_win"):
        assert re.search(rf"    # [^\n]+\n    {question}:", text), question


@pytest.mark.parametrize("name", ASKED_FOR)
def test_nobody_in_it_looks_like_somebody(name: str) -> None:
    people = roster.read(template.people(name).encode(), "people.yml")

    assert [person.name for person in people.people if not person.name.endswith("(who?)")] == []


def test_what_pulls_apart_in_sales_support_and_service_would_be_found_if_nobody_looked_after_it() -> None:
    known = _known("sales-support-service", DAYS[0])
    parts = tuple(replace(part, tensions=()) for part in known.file.parts)

    found = judge(replace(known, file=replace(known.file, parts=parts)))

    apart = {one.lines for one in found if one.rule == "C50"}
    assert {("customers/M-1", "service/M-1"), ("support/M-1", "support/M-2")} <= apart
    for tension in known.file.parts[0].tensions:
        assert len(set(tension.owners)) == 2
        assert tension.measure
        assert tension.review > DAYS[0]
    shared = {line.serves for line in known.file.lines if line.kind is LineKind.PRIORITY and line.part != "customers"}
    assert shared == {"customers/P-1"}


def test_its_days_move_by_whole_months_and_the_last_of_a_month_stays_the_last() -> None:
    assert "season: 2027-12-01 to 2028-05-31" in template.score("company", date(2027, 11, 2))
    assert "until: 2028-01-31" in template.score("company", date(2027, 11, 2))
    assert template.score("company", template.BEGINS) == template.score("company", date(2026, 12, 2))


def test_another_name_is_refused() -> None:
    with pytest.raises(PromptError, match=r"no template \.\./company"):
        template.score("../company", DAYS[0])
