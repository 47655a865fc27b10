"""What each rule says, when it is silent, and on which day that turns; docs/rules.yml has two examples of each more."""

import textwrap
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.against import staying_out
from handlers.views import findings as view
from prompts import all_inputs, plain
from score import roster
from score.language import read_beside
from score.problems import Kind, ScoreProblems
from score.rules import RULES, judge, pairs
from score.rules.finding import Finding, Severity
from score.rules.known import Everybody, Known, TeamThere, TeamWeeks, Work, everybody_of, with_owners
from score.rules.same import copies, same_measure, says_nothing, wish
from score.rules.structure import is_finding

ROOT = Path(__file__).parents[3]
DAY = date(2026, 10, 1)
HEAD = "score: X\npart:\n  id: x\n  name: X\n  kind: company\n"
MORROW = ROOT / "examples" / "morrow"


def known(text: str, *, day: date = DAY, people: Everybody | None = None, work: Work | None = None) -> Known:
    source = (HEAD + textwrap.indent(textwrap.dedent(text).strip("\n"), "  ")).encode()
    file, problems = read_beside(source, "score.yml", is_finding)
    return Known(file, day, people, work, pairs.ours(), staying_out("en"), problems)


def found(text: str, rule: str, **more: Any) -> list[tuple[str, tuple[str, ...]]]:
    """What a rule says of a score: the name of each sentence, and the lines that it is about."""
    return [(one.says, one.lines) for one in judge(known(text, **more), RULES.keys() - {rule})]


def everything(text: str, **more: Any) -> list[Finding]:
    return judge(known(text, **more))


# Structure


def test_a_parent_that_is_not_there_is_named_with_the_one_that_was_meant() -> None:
    (one,) = judge(known("priorities: {P-1: {words: a}, P-2: {words: b, serves: x/P-11}}"), RULES.keys() - {"C01"})

    assert (one.lines, one.values["found"], one.values["meant"]) == (("x/P-2",), "x/P-11", "x/P-1")
    assert "“x/P-1”" in plain(view.remedy(one))


def test_a_ring_is_said_once_and_nothing_else_about_how_it_hangs_together() -> None:
    text = """
    choices: {how_to_win: {H: {words: Warm, serves: x/P-1}}}
    priorities:
      P-1: {words: Bake warm bread, serves: x/P-2, until: 2026-12-31, horizon: 6 months}
      P-2: {words: Bake the warm bread, serves: x/H, until: 2026-11-30, horizon: 3 months}
    """
    (ring,) = [one for one in everything(text) if one.rule == "C02"]

    assert ring.lines == ("x/H", "x/P-1", "x/P-2")
    assert ring.values["ring"] == "x/H → x/P-1 → x/P-2 → x/H"
    assert {one.rule for one in everything(text)}.isdisjoint({"C01", "C04", "C06", "C07", "C31", "C32", "C40", "C42"})


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("priorities: {P: {words: a}, p: {words: b}}", ("x/P",)),
        ("priorities: {P: {words: a, measures: {M: a, m: b}}}", ("x/M",)),
        ("choices: {systems: {A: a}}\npriorities: {A: {words: a}}", ("x/A",)),
        ("parts: [{id: x, name: y, kind: unit}]", ("x",)),
        ("parts: [{id: a, name: y, kind: unit}, {id: a, name: z, kind: unit}]", ("a",)),
    ],
)
def test_one_id_for_two_is_said_of_the_first(text: str, lines: tuple[str, ...]) -> None:
    assert found(text, "C03") == [("c03", lines)]


def test_a_key_that_stands_twice_is_no_line_and_cannot_be_read() -> None:
    with pytest.raises(ScoreProblems) as refused:
        known("name: Again")

    assert [one.kind for one in refused.value.problems] == [Kind.DUPLICATE_KEY]


SHOP = """
choices: {how_to_win: {H: Warm}}
parts:
  - id: shop
    name: Shop
    kind: unit
    priorities: {P-1: {words: Open late, serves: x/H}}
    parts:
      - id: counter
        name: Counter
        kind: team
        priorities: {P-1: {words: Know them, SERVES}}
"""


@pytest.mark.parametrize(
    ("serves", "rule", "says"),
    [
        ("about: a", "C04", [("c04", ("counter/P-1",))]),
        ("serves: x/H", "C04", []),
        ("serves: x/nowhere", "C04", []),
        ("state: done", "C04", []),
        ("serves: x/H", "C06", [("c06", ("counter/P-1",)), ("c06", ("counter/P-1",))][:1]),
        ("serves: shop/P-1", "C06", []),
        ("about: a", "C06", []),
        ("serves: x/nowhere", "C06", []),
    ],
)
def test_what_a_priority_of_a_team_is_there_for(serves: str, rule: str, says: list[Any]) -> None:
    assert found(SHOP.replace("SERVES", serves), rule) == says


def test_a_part_that_holds_nothing_to_serve_is_looked_through() -> None:
    text = SHOP.replace("SERVES", "serves: x/H").replace(
        "priorities: {P-1: {words: Open late, serves: x/H}}", "about: a"
    )

    assert found(text, "C06") == []


@pytest.mark.parametrize("kind", ["OUTSIDE", "NOT"])
def test_what_cannot_be_served_is_no_line_of_the_part_above(kind: str) -> None:
    outside = """
    priorities: {P: {words: a, serves: a/P}}
    parts: [{id: a, name: a, kind: unit, priorities: {P: {words: b, serves: x/P}}}]
    """
    within = "priorities: {P: {words: a, not: {N: b}}, Q: {words: c, serves: x/N}}"

    assert [says for says, _ in found(outside if kind == "OUTSIDE" else within, "C06")][:1] == ["c06-nowhere"]


def test_a_part_in_which_nothing_serves_what_is_above_is_said_of_the_part() -> None:
    text = """
    choices: {how_to_win: {H: Warm}}
    parts:
      - id: a
        name: A
        kind: unit
        choices: {how_to_win: {H: Warmer}}
        priorities: {P: {words: Bake, serves: a/H}}
    """

    assert found(text, "C06") == [("c06-part", ("a",))]
    assert found(text.replace("H: Warmer", "H: {words: Warmer, serves: x/H}"), "C06") == []
    assert found(text.replace("words: Bake, serves: a/H", "words: Bake"), "C06") == []


def test_each_part_that_answers_one_question_answers_all() -> None:
    text = "parts: [{id: a, name: A, kind: unit, choices: {aspiration: {A: First}, systems: {S: tbd}}}]"

    assert found(text, "C05") == [("c05", ("x",)), ("c05", ("a",))]
    assert found(text.replace("choices", "kept"), "C05") == [("c05", ("x",))]


@pytest.mark.parametrize(
    ("mine", "theirs", "is_copy"),
    [
        ("Renew nine agreements in ten", "Renew nine agreements in ten.", True),
        ("We will renew nine of ten contracts", "Renew nine agreements in ten", True),
        ("Ensure that every cold oven bakes again within 4 hours", "A cold oven bakes again within four hours", True),
        ("Cold ovens bake again within four hours", "A cold oven bakes again within four hours", True),
        ("Reduce the waiting time of clients at the counter", "Cut customers' waiting time at the counter", True),
        ("Renew agreements", "Renew nine agreements in ten", False),
        ("A cold oven in the north bakes again within four hours", "A cold oven bakes again within four hours", False),
        ("A cold oven bakes again within three hours", "A cold oven bakes again within four hours", False),
        ("Win bakeries of one to five shops in Cork", "Win bakeries of one to five shops in Ireland", False),
        ("Bake", "Bake at four", False),
        ("Open the renewal talk ninety days ahead", "Renew nine agreements in ten before they lapse", False),
        (
            "Visit each oven sixty days before its warranty ends",
            "Visit ovens sixty days until the warranty is over",
            False,
        ),
        ("Show each baker of Cork how ovens stay warm by hand", "Show bakers of Cork how ovens stay hot by hand", True),
    ],
)
def test_what_says_the_same_in_hardly_other_words_is_a_copy(mine: str, theirs: str, is_copy: bool) -> None:
    assert copies(mine, theirs) is is_copy


def test_a_copy_of_another_line_of_the_part_above_is_one_too() -> None:
    text = """
    priorities: {P-1: {words: Renew nine agreements in ten}, P-2: {words: Sell where a van can reach}}
    parts: [{id: a, name: A, kind: unit, priorities: {P-1: {words: Sell where vans reach, serves: x/P-1}}}]
    """

    assert found(text, "C07") == [("c07", ("a/P-1", "x/P-2"))]


def test_a_name_that_two_lines_have_tells_nothing_apart() -> None:
    one = "P-1: {words: Bake warm bread, also_called: second loaf}"
    other = "P-2: {words: Hire a baker, also_called: 'a baker, Second Loaf'}"
    assert found(f"priorities: {{{one}, {other}}}", "C09") == [("c09-said", ("x/P-2",)), ("c09", ("x/P-2", "x/P-1"))]
    assert found(f"priorities: {{{one}, {other[:-1]}, state: dropped}}}}", "C09") == []
    assert found("same_words: ['loaf, bread', 'bun, roll']", "C09") == []
    assert found("same_words: ['loaf, bread', 'bun, Loaf']", "C09") == [("c09-twice", ("x",))]


def _many(count: int, more: str = "") -> str:
    rows = [f"P-{n}: {{words: number {n}, until: 2026-12-31{more}}}" for n in range(count)]
    return "priorities:\n" + textwrap.indent("\n".join(rows), "  ")


def test_more_than_five_in_a_part_and_more_than_twelve_on_the_map() -> None:
    assert found(_many(5), "C08") == []
    assert found(_many(6), "C08") == [("c08", ("x",))]
    assert [says for says, _ in found(_many(12), "C08")] == ["c08"]
    assert [says for says, _ in found(_many(13), "C08")] == ["c08", "c08-map"]
    assert [one.severity for one in judge(known(_many(13)), RULES.keys() - {"C08"})] == [
        Severity.WARNING,
        Severity.INFORMATION,
    ]


# Owners

PEOPLE = Everybody(
    frozenset({"ada", "bo", "cy", "di"}),
    {"bo": date(2026, 9, 30)},
    (
        TeamThere("shop", "shop", frozenset({"ada", "cy"}), frozenset({"cy"})),
        TeamThere("counter", "counter", frozenset({"di"})),
        TeamThere("gone", "nowhere", frozenset({"di"})),
    ),
)


@pytest.mark.parametrize("owner", ["TBD", "n/a", "'?'", "nobody", "To be decided."])
def test_a_placeholder_owns_nothing(owner: str) -> None:
    assert found(f"priorities: {{P: {{words: a, owner: {owner}}}}}", "C10") == [("c10", ("x/P",))]
    assert found(f"priorities: {{P: {{words: a, owner: {owner}}}}}", "C11", people=PEOPLE) == []


@pytest.mark.parametrize(
    ("owner", "day", "says"),
    [
        ("bo", date(2026, 9, 30), []),
        ("bo", date(2026, 10, 1), ["c11-left"]),
        ("BO", date(2026, 10, 1), ["c11-left"]),
        ("zed", DAY, ["c11"]),
        ("Ada", DAY, []),
    ],
)
def test_who_left_owns_nothing_from_the_day_after_their_last(owner: str, day: date, says: list[str]) -> None:
    text = f"priorities: {{P: {{words: a, owner: {owner}}}}}"

    assert [one for one, _ in found(text, "C11", day=day, people=PEOPLE)] == says
    assert found(text, "C11", day=day) == []


def test_eight_open_priorities_are_too_many_for_one() -> None:
    (one,) = judge(known(_many(8, ", owner: ada")), RULES.keys() - {"C12"})

    assert (len(one.lines), one.ask, one.values["count"]) == (8, "ada", 8)
    assert found(_many(7, ", owner: ada"), "C12") == []


@pytest.mark.parametrize(
    ("where", "owner", "speaks"),
    [
        ("counter", "ada", True),
        ("counter", "di", False),
        ("counter", "cy", False),
        ("shop", "di", False),
        ("oven", "ada", False),
        ("counter", "bo", False),
    ],
)
def test_an_owner_is_of_the_part_or_leads_above_it(where: str, owner: str, speaks: bool) -> None:
    text = f"""
    parts:
      - {{id: oven, name: O, kind: unit, priorities: {{P: {{words: a, owner: {owner if where == "oven" else "cy"}}}}}}}
      - id: shop
        name: S
        kind: unit
        priorities: {{P: {{words: a, owner: {owner if where == "shop" else "cy"}}}}}
        parts:
          - id: counter
            name: C
            kind: team
            priorities: {{P: {{words: a, owner: {owner if where == "counter" else "di"}}}}}
    """

    assert [one for _, one in found(text, "C13", people=PEOPLE)] == ([(f"{where}/P",)] if speaks else [])
    assert found(text, "C13") == []


def test_the_roster_of_the_example_owns_what_it_should() -> None:
    people = everybody_of(roster.read((MORROW / "people.yml").read_bytes(), "people.yml"))
    file, problems = read_beside((MORROW / "score.yml").read_bytes(), "score.yml", is_finding)
    all_of_it = judge(Known(file, date(2027, 3, 9), people, None, pairs.ours(), staying_out("en"), problems))

    assert [one for one in all_of_it if one.severity is not Severity.INFORMATION] == []
    assert people.teams[0].managers == {"tomas"}


@pytest.mark.parametrize(
    ("deputy", "says"), [("ADA", "c14-same"), ("n/a", "c14"), ("zed", "c14-gone"), ("cy", None), ("bo", "c14-gone")]
)
def test_who_stands_in_is_somebody_else_who_is_here(deputy: str, says: str | None) -> None:
    text = f"priorities: {{P: {{words: a, owner: ada, deputy: {deputy}}}}}"

    assert [one for one, _ in found(text, "C14", people=PEOPLE)] == ([says] if says else [])
    assert found("priorities: {P: {words: a}}", "C14") == []


# Measures


def measured(more: str) -> str:
    return f"priorities: {{P: {{words: a, until: 2026-12-31, measures: {{M: {{words: Loaves{more}}}}}}}}}"


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        (", unit: a day, start: 0, target: 60", None),
        (", unit: a day, target: 60, direction: up", None),
        (", unit: a day, start: 0", ("target", "direction")),
        (", unit: TBD, start: 0, target: 60", ("unit",)),
        (", start: 0, target: 60", ("unit",)),
        (", unit: a day, target: 60", ("direction",)),
        ("", ("target", "unit", "direction")),
    ],
)
def test_a_measure_has_a_number_a_unit_and_a_direction(more: str, missing: tuple[str, ...] | None) -> None:
    one = judge(known(measured(more)), RULES.keys() - {"C21"})

    assert [each.values["missing"] for each in one] == ([missing] if missing else [])


@pytest.mark.parametrize(
    ("words", "wished"),
    [
        ("Significantly better service", "significantly"),
        ("Answer as soon as possible", "as soon as possible"),
        ("Improve satisfaction", "improve"),
        ("World-class support", "world class"),
        ("Loaves sold warm", ""),
        ("Improve by 5 points", ""),
    ],
)
def test_a_wish_is_no_number(words: str, wished: str) -> None:
    assert wish(words) == wished


def test_a_wish_is_said_where_a_number_should_be() -> None:
    assert found("priorities: {P: {words: a, measures: {M: Improve it asap}}}", "C21") == [("c21-wish", ("x/M",))]


def test_a_wish_under_a_number_is_half_a_number_and_no_file_that_cannot_be_read() -> None:
    text = "priorities: {P: {words: a, measures: {M: {words: Loaves, unit: loaves, start: 2, target: a lot more}}}}"
    (one,) = judge(known(text), RULES.keys() - {"C21"})

    assert (one.says, one.lines, one.values["wish"]) == ("c21-wish", ("x/M",), "a lot more")
    unread = text.replace("start: 2, target: a lot more", "start: not yet, target: 9")
    assert found(unread, "C22") == [("c22", ("x/M",))]
    with pytest.raises(ScoreProblems):
        known(text.replace("words: a,", "words: a, until: soon,"))


@pytest.mark.parametrize(
    ("more", "says"),
    [("unit: loaves", ["c22-neither"]), ("direction: up", []), ("target: 9", ["c22"]), ("start: 1, target: 9", [])],
)
def test_a_baseline_is_wanted_of_what_is_counted(more: str, says: list[str]) -> None:
    text = f"priorities: {{P: {{words: a, measures: {{M: {{words: Loaves, {more}}}}}}}}}"

    assert [one for one, _ in found(text, "C22")] == says


def test_a_baseline_is_wanted_where_there_is_a_target() -> None:
    assert found(measured(", target: 60"), "C22") == [("c22", ("x/M",))]
    assert found(measured(""), "C22") == []


def test_a_priority_with_placeholders_alone_has_no_measure() -> None:
    assert found("priorities: {P: {words: a, measures: {M: TBD}}}", "C20") == [("c20", ("x/P",))]
    assert found("priorities: {P: {words: a, state: done}}", "C20") == []


@pytest.mark.parametrize(
    ("read", "begins", "day", "says"),
    [
        (date(2026, 9, 24), None, DAY, []),
        (date(2026, 9, 23), None, DAY, ["c24"]),
        (None, date(2026, 9, 24), DAY, []),
        (None, date(2026, 9, 23), DAY, ["c24-never"]),
        (None, date(2026, 10, 2), DAY, []),
        (None, None, DAY, ["c24-never"]),
    ],
)
def test_a_value_is_late_when_its_cadence_is_over(read: date | None, begins: date | None, day: date, says: Any) -> None:
    begun = f", begins: {begins}" if begins else ""
    text = f"priorities: {{P: {{words: a{begun}, measures: {{M: {{words: L, every: week}}}}}}}}"
    work = Work(read={"x/M": read} if read else {}, since={"x/M": date(2026, 8, 1)})

    assert [one for one, _ in found(text, "C24", day=day, work=work)] == says
    assert found(text.replace("words: a", "words: a, state: done"), "C24", day=day, work=work) == []
    assert found(text, "C24", day=day) == []


def two(one: str, other: str, until: str = "2026-12-31") -> str:
    return f"""
    priorities:
      P-1: {{words: a, until: 2026-12-31, measures: {{M-1: {{{one}}}}}}}
      P-2: {{words: b, until: {until}, measures: {{M-2: {{{other}}}}}}}
    """


CHURN = "words: Churn rate of customers, unit: '%', start: 20, target: 10"


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ("words: Client churn, unit: percent, start: 20, target: 15", ["c25-targets"]),
        ("words: Client churn, unit: percent, start: 20, target: 10", []),
        ("words: Client churn, unit: percent, start: 10, target: 20", ["c25-ways"]),
        ("words: Client churn, unit: clients, start: 20, target: 15", []),
        ("words: Client churn, start: 20, target: 15, scope: the north", []),
        ("words: Client churn, start: 20, target: 15, subtotal: yes", []),
        ("words: Warm loaves, unit: '%', start: 20, target: 15", []),
        ("words: Client churn", []),
    ],
)
def test_one_measure_under_two_names_has_one_target(other: str, says: list[str]) -> None:
    assert [one for one, _ in found(two(CHURN, other), "C25")] == says


def test_two_targets_for_two_days_are_steps() -> None:
    assert found(two(CHURN, CHURN.replace("10", "5"), "2027-03-31"), "C25") == []
    assert found(two(CHURN, CHURN.replace("10", "15"), "2027-03-31"), "C25") == [("c25-targets", ("x/M-2", "x/M-1"))]
    up = CHURN.replace("20", "60").replace("10", "80")
    assert found(two(up, up.replace("80", "90"), "2027-03-31"), "C25") == []
    assert found(two(up, up.replace("80", "70"), "2027-03-31"), "C25") == [("c25-targets", ("x/M-2", "x/M-1"))]


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        (("NPS", "points", ""), ("Net promoter score", "points", ""), True),
        (("CSAT", "%", ""), ("Customer satisfaction", "%", ""), True),
        (("Share of agreements renewed", "%", ""), ("Renewal rate", "percent", ""), True),
        (("Visits sixty days ahead", "%", "list"), ("Visits thirty days ahead", "%", "list"), False),
        (("Calls passed on to sales", "a month", "list"), ("Calls passed on to sales weekly", "a month", "list"), True),
        (("Cold ovens baking by noon", "%", "list"), ("Cold ovens baking by noon twice", "%", "list"), True),
        (("Cold ovens baking by noon", "%", "list"), ("Cold ovens baking by noon twice", "%", "other"), False),
        (("数", "%", ""), ("数", "%", ""), True),
        (("The", "%", ""), ("Of", "%", ""), False),
    ],
)
def test_when_two_measures_count_the_same(mine: Any, theirs: Any, same: bool) -> None:
    assert same_measure(mine, theirs) is same
    assert same_measure(theirs, mine) is same


LETTERS = "words: Discharge letters sent on the day, unit: '%', start: 52, target: 90, source: the queue"


@pytest.mark.parametrize(
    ("words", "more", "speaks"),
    [
        ("that go out the same day", "unit: '%', start: 52, source: the queue", True),
        ("out of the house on the same day", "unit: '%', start: 50, source: the queue", False),
        ("out of the house on the same day", "unit: '%', start: 52, source: the queue", True),
        ("that go out the same day", "unit: '%', start: 52, source: the post", False),
        ("that go out the same day", "unit: letters, start: 52, source: the queue", False),
        ("to Anfield on the day", "unit: '%', start: 52, source: the queue", False),
        ("sent within 3 days", "unit: '%', start: 52, source: the queue", False),
    ],
)
def test_one_start_and_source_tell_a_measure_in_rather_other_words(words: str, more: str, speaks: bool) -> None:
    other = f"words: Discharge letters {words}, {more}, target: 70"

    assert bool(found(two(LETTERS, other), "C25")) is speaks


@pytest.mark.parametrize(
    ("start", "speaks"), [("50", False), ("5", False), ("0", False), ("0.5", False), ("2100", True)]
)
def test_a_round_or_a_small_start_tells_no_measure_from_another(start: str, speaks: bool) -> None:
    other = LETTERS.replace("sent on the day", "out of the house on the same day").replace("90", "70")

    assert bool(found(two(LETTERS.replace("52", start), other.replace("52", start)), "C25")) is speaks


@pytest.mark.parametrize(
    ("words", "more", "speaks"),
    [
        ("Flat swaps agreed", "start: 2, source: the office", True),
        ("Flat swaps agreed", "start: 3, source: the office", False),
        ("Flat swaps agreed", "start: 2, source: the porter", False),
        ("Swaps agreed within 9 days", "start: 2, source: the office", False),
        ("Swaps", "start: 2, source: the office", False),
    ],
)
def test_a_word_more_makes_no_other_measure_where_all_else_is_one(words: str, more: str, speaks: bool) -> None:
    mine = "words: Swaps agreed, unit: swaps, start: 2, target: 9, source: the office"

    assert bool(found(two(mine, f"words: {words}, unit: swaps, {more}, target: 14"), "C25")) is speaks


# Time


@pytest.mark.parametrize(
    "text",
    [
        "priorities: {P: {words: a, until: 2026-09-30}}",
        "promises: {P: {words: a, to: b, until: 2026-09-30}}\nparts: [{id: b, name: B, kind: unit}]",
        "choices: {systems: {S: {words: a, must_be_true: {P: {words: a, until: 2026-09-30}}}}}",
    ],
)
def test_what_is_open_on_the_day_after_its_last_is_over(text: str) -> None:
    assert found(text, "C30") == [("c30", ("x/P",))]
    assert found(text, "C30", day=date(2026, 9, 30)) == []


THREE = """
priorities:
  P-1: {words: a, ONE}
  P-2: {words: b, serves: x/P-1, TWO}
  P-3: {words: c, serves: x/P-2, THREE}
"""


@pytest.mark.parametrize(
    ("rule", "one", "two", "three", "lines"),
    [
        ("C31", "until: 2026-11-30", "about: b", "until: 2026-12-31", ("x/P-3", "x/P-1")),
        ("C31", "until: 2026-12-31", "about: b", "until: 2026-12-31", None),
        ("C31", "about: b", "standing: yes", "until: 2026-12-31", None),
        ("C31", "until: 2027-12-31", "until: 2026-11-30", "until: 2026-12-31", ("x/P-3", "x/P-2")),
        ("C31", "until: 2026-11-30", "about: b", "until: 2026-12-31, state: done", None),
        ("C31", "until: 2026-11-30, state: done", "about: b", "until: 2026-12-31", None),
        ("C32", "horizon: 6 months", "about: b", "horizon: 1 year", ("x/P-3", "x/P-1")),
        ("C32", "horizon: 1 year", "about: b", "horizon: 12 months", None),
        ("C32", "horizon: 6 months, standing: yes", "about: b", "horizon: 1 year", None),
        ("C32", "horizon: 1 year", "horizon: 6 months", "horizon: 7 months", ("x/P-3", "x/P-2")),
    ],
)
def test_nothing_outlasts_what_it_serves(rule: str, one: str, two: str, three: str, lines: Any) -> None:
    text = THREE.replace("ONE", one).replace("TWO", two).replace("THREE", three)

    assert [each for _, each in found(text, rule)] == ([lines] if lines else [])


@pytest.mark.parametrize(
    ("said", "speaks"),
    [
        ("horizon: 6 years", False),
        ("horizon: 73 months", True),
        ("horizon: 8 months", False),
        ("horizon: 7 months", True),
        ("begins: 2026-09-01, until: 2026-12-31", False),
        ("begins: 2026-09-01, until: 2033-12-31", True),
        ("until: 2033-12-31", False),
    ],
)
def test_a_horizon_is_far_from_the_usual_beyond_three_times(said: str, speaks: bool) -> None:
    assert bool(found(f"priorities: {{P: {{words: a, {said}}}}}", "C33")) is speaks
    assert bool(found(f"choices: {{aspiration: {{A: {{words: a, {said}}}}}}}", "C33")) is speaks


# Logic


def test_a_way_to_win_may_win_where_another_one_does() -> None:
    text = """
    choices: {where_to_play: {W: Here}, how_to_win: {H: {words: Warm, serves: x/W}}}
    parts: [{id: a, name: A, kind: unit, choices: {how_to_win: {H: {words: Warmer, serves: x/H}}}}]
    """

    assert found(text, "C40") == []
    assert found(text.replace("serves: x/W", "about: b"), "C40") == [("c40", ("x/H",)), ("c40", ("a/H",))]


def test_what_is_dropped_keeps_nothing_up() -> None:
    text = "choices: {capabilities: {C: Bakers}, systems: {S: {words: The plan, serves: x/C, state: dropped}}}"

    assert found(text, "C41") == [("c41", ("x/C",))]


@pytest.mark.parametrize(
    ("more", "missing"), [("owner: n/a, test: Ask", ("owner",)), ("owner: bo, test: TBD", ("test",))]
)
def test_a_condition_wants_a_test_and_an_owner(more: str, missing: tuple[str, ...]) -> None:
    text = f"choices: {{systems: {{S: {{words: a, must_be_true: {{T: {{words: b, {more}}}}}}}}}}}"

    assert [one.values["missing"] for one in judge(known(text), RULES.keys() - {"C43"})] == [missing]


@pytest.mark.parametrize(
    ("words", "speaks"),
    [
        ("Win two supermarket chains", True),
        ("Turn down supermarket chains kindly", False),
        ("Bake for the street", False),
        ("Roll out rolls for hotels", True),
        ("Say no to hotels", False),
        ("Win supermarket chains that cannot bake", True),
        ("Turn down buyers who are supermarket chains", False),
        ("Give up the supermarket chains and bake for the street", False),
        ("Send whoever asks for supermarket chains to the mill", False),
        ("Hand supermarket chains on to the mill", False),
        ("Hand supermarket chains back at the gate", False),
        ("Keep the receipts of a night", True),
        ("Acquire supermarket chains", True),
        ("Build a second bakehouse", True),
    ],
)
def test_what_was_chosen_against_binds_below(words: str, speaks: bool) -> None:
    text = f"""
    not: {{N-1: "Supermarket chains, which buy the cheapest", N-2: "Hotels, who want rolls at five",
      N-3: "Create a second bakehouse", N-4: Receiving at night}}
    parts: [{{id: a, name: A, kind: unit, priorities: {{P: {{words: {words}, serves: x/N}}}}}}]
    """.replace(", serves: x/N", "")

    assert bool(found(text, "C44")) is speaks


def test_one_word_that_other_lines_have_too_forbids_nothing() -> None:
    text = "not: {N: Hotels}\npriorities: {P: {words: Sell to hotels}, Q: {words: Ask hotels nearby}}"

    assert found(text, "C44") == []
    assert found(text.replace("Ask hotels nearby", "Ask"), "C44") == [("c44", ("x/P", "x/N"))]


def test_what_leads_into_a_ring_is_followed_to_it_and_no_further() -> None:
    text = """
    priorities:
      P-1: {words: a, serves: x/P-2}
      P-2: {words: b, serves: x/P-1}
      P-3: {words: c, serves: x/P-1, until: 2026-12-31}
    """

    assert {one.rule for one in everything(text) if "x/P-3" in one.lines} == {"C10", "C20"}


def test_what_a_line_itself_leaves_out_does_not_speak_against_it() -> None:
    text = "priorities: {P: {words: Bake wedding cakes twice, not: {N: Wedding cakes abroad}}}"

    assert found(text, "C44") == []


def test_a_plan_may_enter_what_the_words_do_not() -> None:
    text = "not: {N: Wedding cakes}\npriorities: {P: {words: Grow, plan: First wedding cakes and then rolls}}"

    assert found(text, "C44") == [("c44", ("x/P", "x/N"))]


# Between parts

HIRE = "words: Days to hire, unit: days, start: 60, target: 20"
QUALITY = "words: Quality of hire, unit: points, start: 3, target: 4"


def test_which_way_is_better_is_read_of_each() -> None:
    assert [one for one, _ in found(two(HIRE, QUALITY), "C54")] == ["c54"]
    assert found(two(HIRE.replace("60, target: 20", "20, target: 60"), QUALITY), "C54") == []
    assert found(two(HIRE.replace("Days to hire, unit: days", "People hired, unit: people"), QUALITY), "C54") == []
    assert found(two("words: Days to hire, target: 20", QUALITY), "C54") == []


def test_a_pair_over_something_shared_is_more_than_known() -> None:
    shared = two(f"{HIRE}, customer: Bakeries", f"{QUALITY}, customer: the bakery")

    assert [one for one, _ in found(shared, "C50")] == ["c50"]
    assert found(shared, "C54") == []
    assert found(two(f"{HIRE}, customer: bakeries", f"{QUALITY}, customer: hotels"), "C50") == []


@pytest.mark.parametrize("between", ["x/M-1, x/M-2", "x/P-1, x/P-2", "X/m-2, x/P-1"])
def test_a_tension_looks_after_a_pair(between: str) -> None:
    tension = f"tensions: [{{between: [{between}], owners: [a, b], measure: x/M-2, review: 2026-12-01}}]"
    text = f"{textwrap.dedent(two(HIRE, QUALITY))}\n{tension}"

    assert found(text, "C54") == []
    assert found(text, "C55", day=date(2026, 12, 1)) == []
    assert [one for one, _ in found(text, "C55", day=date(2026, 12, 2))] == ["c55"]


@pytest.mark.parametrize("shared", ["", ", customer: bakeries"])
def test_a_tension_without_a_measure_is_owned_and_unguarded(shared: str) -> None:
    tension = "tensions: [{between: [x/M-1, x/M-2], owners: [a, b], review: 2026-12-01}]"
    text = f"{textwrap.dedent(two(HIRE + shared, QUALITY + shared))}\n{tension}"

    assert found(text, "C50") == []
    assert [one for one, _ in found(text, "C54")] == ["c54"]


def test_a_file_of_their_own_has_more_pairs() -> None:
    theirs = pairs.read(
        b"pairs: [{id: a, why: b, one: {up: [warm loaves]}, other: {down: [minutes queueing]}}]", "pairs.yml"
    )
    of = known(two("words: Warm loaves, start: 1, target: 2", "words: Minutes queueing, start: 9, target: 2"))

    assert [one.rule for one in judge(of, RULES.keys() - {"C54"})] == []
    of = Known(of.file, of.day, pairs=theirs)
    assert [one.values["pair"] for one in judge(of, RULES.keys() - {"C54"})] == ["a"]


@pytest.mark.parametrize(
    "source",
    [b"", b"[]", b"pairs: x", b"pairs: [x]", b"pairs: [{id: a, why: b, one: {}, other: x}]", b"pears: []", b"\xff"],
)
def test_a_file_of_pairs_that_is_wrong_is_refused(source: bytes) -> None:
    with pytest.raises(ScoreProblems):
        pairs.read(source, "pairs.yml")


@pytest.mark.parametrize(("hours", "speaks"), [("40", False), ("39.5", True), ("0", True)])
def test_hours_are_asked_of_the_part_that_has_them(hours: str, speaks: bool) -> None:
    text = f"""
    hours: {hours}
    priorities:
      P-1: {{words: a, hours: 30}}
      P-2: {{words: b, hours: 99, begins: 2026-10-02}}
      P-3: {{words: c, hours: 99, state: done}}
    parts:
      - {{id: a, name: A, kind: unit, promises: {{R: {{words: a, to: x, hours: 10}}}}}}
      - {{id: b, name: B, kind: unit, hours: 5, priorities: {{P: {{words: a, hours: 5}}}}}}
    """

    assert [one for _, one in found(text, "C51")] == ([("x", "x/P-1", "a/R")] if speaks else [])
    assert found("priorities: {P-1: {words: a, hours: 30}}", "C51") == []


def needing(need: str, promise: str) -> str:
    return f"""
    choices: {{aspiration: {{A: Bread}}}}
    priorities:
      P: {{words: Bake, until: 2026-12-31, serves: x/A, needs: [{{from: mill, {need}}}]}}
      Q: {{words: Sell, until: 2026-12-31}}
    parts: [{{id: mill, name: M, kind: partner, promises: {{R: {{words: Flour by noon, to: x, {promise}}}}}}}]
    """


@pytest.mark.parametrize(
    ("need", "promise", "says"),
    [
        ("words: Flour", "serves: x/P", []),
        ("words: Flour by noon", "about: a", []),
        ("words: Sugar", "about: a", [("c52", ("x/P",))]),
        ("by: 2026-10-15", "about: a", [("c52", ("x/P",))]),
        ("words: Flour", "serves: x/P, accepted: no", [("c52-asked", ("x/P", "mill/R"))]),
        ("words: Flour", "serves: x/P, state: dropped", [("c52", ("x/P",))]),
        ("words: Sugar", "accepted: no", [("c52", ("x/P",)), ("c52-promise", ("mill/R",))]),
        ("words: Flour by noon", "serves: x/Q", [("c52", ("x/P",))]),
        ("words: Flour by noon", "serves: x/A", []),
    ],
)
def test_a_need_wants_a_promise_that_is_accepted(need: str, promise: str, says: list[Any]) -> None:
    assert found(needing(need, promise), "C52") == says


@pytest.mark.parametrize(
    ("need", "promise", "speaks"),
    [
        ("by: 2026-10-15", "serves: x/P, until: 2026-10-15", False),
        ("by: 2026-10-15", "serves: x/P, until: 2026-10-16", True),
        ("words: Flour", "serves: x/P, until: 2027-01-01", True),
        ("words: Flour", "serves: x/P, until: 2027-01-01, state: done", False),
        ("words: Sugar", "about: a, until: 2027-01-01", False),
    ],
)
def test_a_promise_is_due_when_it_is_needed(need: str, promise: str, speaks: bool) -> None:
    assert bool(found(needing(need, promise), "C53")) is speaks


def test_a_promise_is_due_with_the_line_that_it_serves() -> None:
    text = needing("words: Flour", "serves: x/P, until: 2027-01-01").replace(
        ", needs: [{from: mill, words: Flour}]", ""
    )

    assert found(text, "C53") == [("c53", ("mill/R", "x/P"))]
    assert found(text.replace("2027-01-01", "2026-12-31"), "C53") == []
    assert found(text.replace("words: Bake", "words: Bake, state: done"), "C53") == []


# Work


@pytest.mark.parametrize(
    ("more", "touched", "day", "says"),
    [
        ("about: b", {}, date(2026, 9, 29), []),
        ("about: b", {}, date(2026, 9, 30), ["c60-never"]),
        ("about: b", {"x/P": date(2026, 9, 3)}, DAY, []),
        ("about: b", {"x/P": date(2026, 9, 2)}, DAY, ["c60"]),
        ("about: b", {"x/Q": date(2026, 9, 3)}, DAY, []),
        ("about: b", {"x/gone": date(2026, 9, 3)}, DAY, ["c60-never"]),
        ("begins: 2026-09-10", {}, DAY, []),
        ("begins: 2026-10-10", {}, DAY, []),
        ("state: done", {}, DAY, []),
        ("horizon: 2 years", {}, DAY, []),
        ("horizon: 2 years", {}, date(2026, 11, 3), ["c60-never"]),
    ],
)
def test_a_line_is_untouched_after_four_weeks(more: str, touched: Any, day: date, says: list[str]) -> None:
    text = f"priorities: {{P: {{words: a, {more}}}, Q: {{words: c, serves: x/P, state: done}}}}"
    work = Work(since={"x/P": date(2026, 9, 1)}, touched=touched)

    assert [one for one, _ in found(text, "C60", day=day, work=work)] == says


def test_of_four_falls_the_last_three_count() -> None:
    text = "priorities: {P: {words: a}}"

    assert found(text, "C62", work=Work(confidence={"x/P": [2.0, 4.0, 3.0, 2.0, 1.0]})) == [("c62", ("x/P",))]
    assert found(text, "C62", work=Work(confidence={"x/P": [4.0, 3.0, 2.0]})) == []


@pytest.mark.parametrize("shares", [[0.5, None], [0.5], [0.4, 0.4], []])
def test_whirlwind_is_above_in_both_weeks_or_not_at_all(shares: list[float | None]) -> None:
    assert found("about: a", "C63", work=Work(teams=[TeamWeeks("X", "x", 0.4, shares)])) == []


@pytest.mark.parametrize("rule", [rule.id for rule in RULES.values() if rule.needs == "work"])
def test_nothing_is_said_of_work_that_is_not_known(rule: str) -> None:
    assert found(_many(3), rule) == []


def test_a_word_of_few_people_is_no_line_to_be() -> None:
    tasks = [(f"Ring the miller {n}", f"p{n % 4}") for n in range(12)]

    assert found("about: a", "C64", work=Work(untied=tasks)) == []
    assert found("about: a", "C64", work=Work(untied=[*tasks, ("Miller", "p9")])) == [("c64", ("x",))]


# All of them


def test_whom_to_ask_is_the_owner_or_whoever_is_next_above() -> None:
    text = """
    priorities: {P-1: {words: a, owner: ada}, P-2: {words: b, owner: TBD, serves: x/P-1}, P-3: {words: c}}
    parts: [{id: a, name: A, kind: unit, priorities: {P: {words: d, owner: bo}}}]
    """
    ask = {one.lines[0]: one.ask for one in judge(known(text), RULES.keys() - {"C34"})}

    assert ask == {"x/P-1": "ada", "x/P-2": "ada", "x/P-3": "ada", "a/P": "bo"}
    assert {one.ask for one in judge(known(text, people=PEOPLE), RULES.keys() - {"C34"})} == {"ada"}
    assert [one.ask for one in judge(known("about: a"))] == [None]


ACCEPT = """
priorities:
  P-1: {words: Renew nine of ten, owner: ada}
  P-2: {words: Sell, owner: ada, accept: [{rule: C34, reason: b, until: 2026-10-01}]}
  P-3: {words: Ring, owner: ada}
accept:
  - {rule: C34, lines: [x/p-3], reason: c, until: 2026-10-01}
  - {rule: C05, reason: c, until: 2026-10-01}
parts: [{id: a, name: A, kind: unit, priorities: {P: {words: Renew nine in ten, serves: x/P-1, MORE}}}]
"""


def test_what_is_accepted_is_silent_through_its_last_day_for_its_lines_alone() -> None:
    text = ACCEPT.replace("MORE", "standing: yes")

    assert [one for _, one in found(text, "C34")] == [("x/P-1",)]
    assert [one for _, one in found(text, "C34", day=date(2026, 10, 2))] == [("x/P-1",), ("x/P-2",), ("x/P-3",)]
    assert found(text, "C05") == []
    assert found(text, "C05", day=date(2026, 10, 2)) == [("c05", ("x",))]


@pytest.mark.parametrize(
    ("lines", "is_silent"), [("", True), ("lines: [a/P], ", False), ("lines: [a/P, x/P-1, x/P-2], ", True)]
)
def test_a_finding_of_two_lines_is_accepted_for_both(lines: str, is_silent: bool) -> None:
    text = ACCEPT.replace("MORE", f"accept: [{{rule: C07, {lines}reason: b, until: 2026-10-01}}]")

    assert (found(text, "C07") == []) is is_silent


def test_an_edition_has_the_handles_of_today() -> None:
    of = known("priorities: {P: {words: a, owner: ada}, Q: {words: b, owner: bo}}")
    file = with_owners(of.file, {"x/P": ("ada.ek", "cy")})

    assert [(line.owner, line.deputy) for line in file.lines] == [("ada.ek", "cy"), ("bo", None)]


def test_every_rule_has_its_name_and_remedy_and_every_sentence_a_rule() -> None:
    names = {id.removeprefix("rules.") for id in all_inputs() if id.startswith("rules.c")}

    assert {f"{rule.casefold()}-{what}" for rule in RULES for what in ("name", "remedy")} <= names
    assert {name[:3].upper() for name in names} == set(RULES)


@pytest.mark.parametrize("text", ["", " ", "TBD", "n/a", "(tbd)", "—", "...", "To Be Decided"])
def test_placeholders_say_nothing(text: str) -> None:
    assert says_nothing(text)


def test_what_is_said_of_a_hostile_score_cannot_steer_a_terminal() -> None:
    text = 'priorities: {P: {words: "\\u200f[x](y) {0} %s $line \\u202d"}, Q: {words: "<!channel>", serves: x/P}}'
    with pytest.raises(ScoreProblems):
        known(text)
    of = known(text.replace("\\u202d", "").replace("\\u200f", "\\u200b"))

    said = view.shown(judge(of), of.file)
    assert "\u200b" not in said.replace("\n", "")
    assert "“x/P”" in said


# Properties

SAID = [
    "bake",
    "renew",
    "agreements",
    "ten",
    "customers",
    "oven",
    "cold",
    "warm",
    "sell",
    "north",
    "hotels",
    "improve",
    "5",
]
WORDS = st.lists(
    st.sampled_from(SAID),
    min_size=1, max_size=6,
).map(" ".join)  # fmt: skip
LINES = st.fixed_dictionaries(
    {"words": WORDS},
    optional={
        "owner": st.sampled_from(["ada", "bo", "zed", "TBD"]),
        "until": st.sampled_from(["2026-09-30", "2026-12-31", "2027-06-30"]),
        "horizon": st.sampled_from(["3 months", "2 years"]),
        "serves": st.sampled_from(["x/H", "x/W"]),
        "measures": st.just({}),
    },
)
FAMILIES = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]), st.dictionaries(st.sampled_from(["P", "Q"]), LINES, min_size=1), min_size=2
)


def scored(parts: dict[str, dict[str, dict[str, Any]]], order: Collection[str], names: dict[str, str]) -> Known:
    """A score of these parts, in an order and under other ids."""
    import json

    def line(of: dict[str, Any], part: str, id: str) -> dict[str, Any]:
        measure = {f"M{id}": {"words": of["words"], "unit": "%", "target": len(of["words"])}}
        return {**of, "measures": measure} if "measures" in of else of

    inner = [
        {
            "id": names.get(part, part),
            "name": "N",
            "kind": "unit",
            "priorities": {id: line(of, part, id) for id, of in parts[part].items()},
        }
        for part in order
    ]
    data = {
        "score": "X",
        "part": {
            "id": "x", "name": "X", "kind": "company",
            "choices": {"where_to_play": {"W": "Here"}, "how_to_win": {"H": "Warm bread"}},
            "not": {"N": "Hotels in the north"},
            "parts": inner,
        },
    }  # fmt: skip
    file, problems = read_beside(json.dumps(data).encode(), "score.yml", is_finding)
    return Known(file, DAY, PEOPLE, None, pairs.ours(), staying_out("en"), problems)


def told(of: Known, names: dict[str, str] | None = None) -> set[tuple[str, frozenset[str]]]:
    back = {new: old for old, new in (names or {}).items()}

    def named(address: str) -> str:
        part, slash, line = address.partition("/")
        return f"{back.get(part, part)}{slash}{line}"

    return {(one.rule, frozenset(map(named, one.lines))) for one in judge(of)}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(FAMILIES, st.randoms(use_true_random=False))
def test_the_order_of_parts_and_their_ids_change_no_finding(parts: Any, chance: Any) -> None:
    order = list(parts)
    chance.shuffle(order)
    names = {"a": "north", "b": "south", "c": "east", "d": "west"}

    assert told(scored(parts, order, {})) == told(scored(parts, list(parts), {}))
    assert told(scored(parts, list(parts), names), names) == told(scored(parts, list(parts), {}))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(FAMILIES)
def test_a_sound_part_more_adds_no_finding_of_its_own(parts: Any) -> None:
    sound = {"P": {"words": "Quietly tend lavender", "owner": "di", "until": "2026-12-31", "serves": "x/H"}}
    before, after = told(scored(parts, list(parts), {})), told(scored({**parts, "z": sound}, [*parts, "z"], {}))

    assert {one for one in after - before if one[0] not in ("C08", "C14", "C20", "C23")} == set()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_are_compared(one: str, other: str) -> None:
    assert copies(one, one)
    assert same_measure((one, other, ""), (one, other, ""))
    assert isinstance(copies(one, other), bool)
    assert isinstance(wish(one), str)
