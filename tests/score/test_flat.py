"""Another tool's flat list becomes a score, and comes back as it was."""

import os
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import prompts
from handlers.views import language as view
from score import roster
from score.editions import Before, Loading, compose
from score.flat import ENTRIES, Imported, from_flat, to_flat
from score.language import ScoreFile, read
from score.problems import Kind, Problem, ScoreProblems
from score.writing import write, write_data
from score.written import WrittenLine
from storage.tables import LineKind, PartKind

# An invented harbour: no such organisation, and no such people.
HARBOUR = """\
org: harbour-1
name: The Invented Harbour
period: 2026-2027
kind_of_organisation: made up for this test
sources: [nowhere, {page: 4}]
lines:
- {id: harbour, parent: null, level: company, kind: aspiration, title: Mission, text: Ships that leave on time.}
- {id: theme-1, parent: harbour, level: theme, kind: theme, title: Quays, text: 'Quays, and what lies at them.'}
- {id: Q.1, parent: theme-1, level: goal, kind: priority, title: Load by night, text: 'Load by night, with lamps.',
   owner: 'Ada Łukasz, Bo Ek, Cy Ro', team: 'cranes, tugs', measure: Ships loaded before six, plan: 'Lamps first.',
   why: Nights are empty., target: true, status: Complete}
- {id: Q.1.1, parent: Q.1, level: sub-goal, kind: priority, title: Lamps on every crane, text: Lamps on every crane,
   owner: '@ada', team: null, measure: null, target: true}
- {id: tugs, parent: harbour, level: team, kind: priority, title: Tugs, text: Pull what has no wind., owner: Bo Ek,
   team: Tugs, in_scope: [Sailing ships, 'Barges, too'], out_of_scope: [Rowing boats, '  two  spaces  '], target: true}
- {id: inns, parent: harbour, level: goal, kind: declined, title: Run inns, text: Run inns for crews.}
- {id: late, parent: theme-1, level: goal, kind: priority, title: 'We commit to be early by', target: false,
   text: We commit to be early by a whole hour., owner: 'Office of Clocks, Bells, and Tide Tables', measure: [x, y]}
not_doing:
- {id: no-1, title: Build ships, text: 'Build ships, of wood.', source: minutes}
- {id: no-2, title: Fish}
"""


def imported(text: str) -> Imported:
    return from_flat(text.encode(), "flat.yml")


def line(score: ScoreFile, address: str) -> WrittenLine:
    return next(line for line in score.lines if line.address == address)


def back(text: str | bytes) -> Any:
    """What comes back of a flat file that was imported, written out, and read again."""
    score = from_flat(text.encode() if isinstance(text, str) else text, "flat.yml").score
    again = read(write(score).encode(), "score.yml")
    assert again == score
    return yaml.safe_load(write_data(to_flat(again)))


def becomes_an_edition(found: Imported) -> None:
    """What was imported can be put in force with the people that it names, and handed back says nothing new."""
    people = {handle: f"person-{handle}" for handle in found.people["people"]}
    loading = Loading("w", datetime(2027, 3, 1, tzinfo=UTC), Random(1))
    new = compose(found.score, Before(people), loading)
    assert new
    stood = [(line.address, line.line_id, 1) for line in new.wordings]
    before = Before(people, new.edition, new.parts, new.wordings, stood, new.measures)
    assert compose(read(write(found.score).encode(), "score.yml"), before, loading) is None
    assert compose(read(new.edition.source.encode(), "score.yml"), before, loading) is None


def test_what_was_imported_becomes_an_edition_and_handed_back_says_nothing_new() -> None:
    becomes_an_edition(imported(HARBOUR))


def test_a_flat_list_comes_back_as_it_was() -> None:
    assert back(HARBOUR) == yaml.safe_load(HARBOUR)


@pytest.mark.skipif("CONCERTMASTER_ORGANISATIONS" not in os.environ, reason="names no folder of organisations")
def test_real_organisations_come_back_as_they_were() -> None:
    files = sorted(Path(os.environ["CONCERTMASTER_ORGANISATIONS"]).glob("*/score.yml"))

    assert files
    for file in files:
        becomes_an_edition(from_flat(file.read_bytes(), file.name))
        can_be_a_roster(from_flat(file.read_bytes(), file.name))
        assert back(file.read_bytes()) == yaml.safe_load(file.read_bytes()), file.parent.name


def test_themes_and_teams_are_parts_and_the_rest_are_lines() -> None:
    score = imported(HARBOUR).score

    assert (score.name, score.season) == ("The Invented Harbour", "2026-2027")
    assert [(part.id, part.parent, part.kind, part.name) for part in score.parts] == [
        ("harbour", None, PartKind.COMPANY, "The Invented Harbour"),
        ("theme-1", "harbour", PartKind.UNIT, "Quays"),
        ("tugs", "harbour", PartKind.TEAM, "Tugs"),
    ]
    assert [(line.address, line.kind, line.serves) for line in score.lines if line.kind.is_played_from] == [
        ("harbour/harbour", LineKind.ASPIRATION, None),
        ("theme-1/Q-1", LineKind.PRIORITY, "harbour/harbour"),
        ("theme-1/Q-1-1", LineKind.PRIORITY, "theme-1/Q-1"),
        ("theme-1/late", LineKind.PRIORITY, "harbour/harbour"),
        ("tugs/tugs", LineKind.PRIORITY, "harbour/harbour"),
    ]


def test_a_line_reads_as_a_sentence_and_says_the_rest_beside_it() -> None:
    score = imported(HARBOUR).score

    assert line(score, "harbour/harbour").words == "Ships that leave on time."
    assert line(score, "theme-1/late").words == "We commit to be early by a whole hour."
    tugs = line(score, "tugs/tugs")
    assert (tugs.words, tugs.about) == ("Tugs", "Pull what has no wind.\n\n- Sailing ships\n- Barges, too")
    assert score.parts[1].about == "Quays, and what lies at them."
    loading = line(score, "theme-1/Q-1")
    assert (loading.because, loading.plan) == ("Nights are empty.", "Lamps first.")


def test_what_is_out_of_scope_or_declined_was_chosen_against() -> None:
    lines = imported(HARBOUR).score.lines

    assert [(line.address, line.words, line.serves) for line in lines if line.kind is LineKind.NOT_CHOICE] == [
        ("harbour/inns", "Run inns for crews.", None),
        ("harbour/no-1", "Build ships, of wood.", None),
        ("harbour/no-2", "Fish", None),
        ("tugs/N-1", "Rowing boats", "tugs/tugs"),
        ("tugs/N-2", "two spaces", "tugs/tugs"),
    ]
    measures = [line for line in lines if line.kind is LineKind.MEASURE]
    assert [(one.words, one.serves) for one in measures] == [
        ("Ships loaded before six", "theme-1/Q-1"),
        ("x", "theme-1/late"),
        ("y", "theme-1/late"),
    ]


def test_the_first_owner_is_the_owner_the_second_the_deputy_and_all_are_in_the_roster() -> None:
    found = imported(HARBOUR)
    loading = line(found.score, "theme-1/Q-1")

    assert (loading.owner, loading.deputy) == ("ada-lukasz", "bo-ek")
    assert loading.kept["owner"] == "Ada Łukasz, Bo Ek, Cy Ro"
    assert found.people == {
        "people": {
            "ada-lukasz": {"name": "Ada Łukasz"},
            "bo-ek": {"name": "Bo Ek"},
            "cy-ro": {"name": "Cy Ro"},
            "ada": {"name": "ada"},
            "office-of-clocks-bells-and-tide-tables": {"name": "Office of Clocks, Bells, and Tide Tables"},
        },
        "teams": {
            "cranes": {"name": "cranes", "part": "theme-1", "members": ["ada-lukasz", "bo-ek", "cy-ro"]},
            "tugs": {"name": "tugs", "part": "theme-1", "members": ["ada-lukasz", "bo-ek", "cy-ro"]},
            "tugs-2": {"name": "Tugs", "part": "tugs", "members": ["bo-ek"]},
        },
    }


def can_be_a_roster(found: Imported) -> None:
    """What stands in the roster is named, and people and teams share no handle."""
    if found.people["people"]:
        roster.read(write_data(found.people).encode(), "people.yml", [part.id for part in found.score.parts])


@pytest.mark.parametrize("nobody", ["@", "@ ", " @"])
def test_a_mark_without_a_name_is_nobody_and_no_team(nobody: str) -> None:
    text = HARBOUR.replace("owner: '@ada', team: null", f"owner: '{nobody}', team: '{nobody}'")
    assert text != HARBOUR
    found = imported(text)

    assert all(one["name"] for one in [*found.people["people"].values(), *found.people["teams"].values()])
    assert back(text) == yaml.safe_load(text)
    can_be_a_roster(found)


def test_who_is_named_by_an_address_has_it_once_and_what_is_no_address_is_a_name() -> None:
    text = HARBOUR.replace("owner: '@ada'", "owner: 'ada@harbour.example, Ada@harbour.example'")
    found = imported(text)

    said = [(one["name"], one.get("email")) for one in found.people["people"].values()]
    assert ("ada", "ada@harbour.example") in said
    assert ("Ada@harbour.example", None) in said
    can_be_a_roster(found)
    no_address = imported(HARBOUR.replace("'@ada'", "'0@'"))
    assert {"name": "0@"} in no_address.people["people"].values()
    can_be_a_roster(no_address)


def test_a_team_that_is_called_like_somebody_has_a_handle_of_its_own() -> None:
    text = HARBOUR.replace("team: Tugs", "team: Bo Ek").replace("team: 'cranes, tugs'", "team: press")
    found = imported(text)

    assert {"team-bo-ek", "press-2"} <= found.people["teams"].keys()
    can_be_a_roster(found)


def test_a_team_of_lines_in_several_parts_plays_from_the_part_around_them() -> None:
    text = HARBOUR.replace("team: Tugs", "team: cranes")

    assert imported(text).people["teams"]["cranes"]["part"] == "harbour"


def test_only_what_our_words_do_not_say_is_kept() -> None:
    score = imported(HARBOUR).score

    assert score.kept["org"] == "harbour-1"
    assert line(score, "theme-1/Q-1").kept == {
        "id": "Q.1",
        "level": "goal",
        "title": "Load by night",
        "owner": "Ada Łukasz, Bo Ek, Cy Ro",
        "team": "cranes, tugs",
        "status": "Complete",
    }


def test_a_score_of_our_own_can_be_handed_out_as_a_flat_list() -> None:
    score = read((Path(__file__).parents[2] / "examples" / "morrow" / "score.yml").read_bytes(), "score.yml")
    flat = to_flat(score)
    entries = {entry["id"]: entry for entry in flat["lines"]}

    assert (flat["org"], flat["name"], flat["period"]) == ("morrow", "Morrow Ovens", "Spring 2027")
    assert entries["service/P-2"] == {
        "id": "service/P-2",
        "parent": "service",
        "level": "unit",
        "kind": "priority",
        "title": "Visit every oven sixty days before its agreement ends",
        "text": "Visit every oven sixty days before its agreement ends",
        "owner": "mira",
        "measure": {
            "words": "Ovens visited sixty days before their agreement ends", "unit": "%", "start": 38.0, "target": 80.0,
        },
        "target": True,
    }  # fmt: skip
    assert entries["W"]["out_of_scope"][1].startswith("Single ovens abroad")
    assert (entries["service"]["parent"], entries["service"]["kind"]) == ("morrow", "theme")
    assert back(write_data(flat)) == yaml.safe_load(write_data(flat))


WRONG: list[tuple[Kind, str, int, str]] = [
    (Kind.NOT_A_MAPPING, "- x", 1, ""),
    (Kind.EMPTY_FILE, "", 1, ""),
    (Kind.MISSING, "name: x", 1, "lines"),
    (Kind.NOT_A_LIST, "lines: {a: b}", 1, "lines"),
    (Kind.EMPTY, "lines: []", 1, "lines"),
    (Kind.NOT_A_MAPPING, "lines: [{id: a, title: A}, b]", 1, "lines[1]"),
    (Kind.NOT_A_MAPPING, "lines: [{id: a, title: A}]\nnot_doing: [x]", 2, "not_doing[0]"),
    (Kind.MISSING, "lines:\n- {title: A}", 2, "lines[0].id"),
    (Kind.MISSING, "lines:\n- {id: a}", 2, "lines[0].title"),
    (Kind.TOO_MANY, "lines:\n" + "- {id: a, title: A}\n" * (ENTRIES + 1), ENTRIES + 2, f"lines[{ENTRIES}]"),
    (Kind.NO_TOP, "lines:\n- {id: a, title: A, parent: b}\n- {id: b, title: B, parent: a}", 2, "lines"),
    (Kind.SECOND_TOP, "lines:\n- {id: a, title: A}\n- {id: b, title: B, parent: null}", 3, "lines[1].id"),
    (
        Kind.SAME_FLAT_ID,
        "lines:\n- {id: a, title: A}\n- {id: b, title: B, parent: a}\n- {id: b, title: C, parent: a}",
        4,
        "lines[2].id",
    ),
    (Kind.NO_SUCH_PARENT, "lines:\n- {id: a, title: A}\n- {id: b, title: B, parent: c}", 3, "lines[1].parent"),
    (Kind.NO_SUCH_PARENT, "lines:\n- {id: a, title: A}\n- {id: b, title: B, parent: b}", 3, "lines[1].parent"),
    (Kind.FORBIDDEN_CHARACTER, 'lines:\n- {id: a, title: A, x: "\\u202e"}', 2, "lines[0].x"),
    (Kind.ALIAS, "lines: [*a , {id: a, title: A}]", 1, "lines[0]"),
    (Kind.NOT_UTF8, "\udcff", 1, ""),
]


def problems_of(text: str) -> list[Problem]:
    with pytest.raises(ScoreProblems) as caught:
        from_flat(text.encode("utf-8", "surrogateescape"), "flat.yml")
    return caught.value.problems


@pytest.mark.parametrize(("kind", "text", "number", "field"), WRONG)
def test_what_is_wrong_with_a_flat_list_is_said_with_its_place(kind: Kind, text: str, number: int, field: str) -> None:
    found = [one for one in problems_of(text) if one.kind is kind]

    assert [(one.line, one.field) for one in found] == [(number, field)]
    assert prompts.plain(view.wrong(found[0]))
    assert prompts.plain(view.remedy(found[0]))


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = problems_of(
        "lines:\n- {id: a, title: A}\n- {id: a, title: A}\n- {title: B}\n- {id: c, title: C, parent: x}"
    )

    assert [one.kind for one in found] == [Kind.SAME_FLAT_ID, Kind.MISSING, Kind.NO_SUCH_PARENT]


READABLE = st.characters(exclude_categories=["C"], exclude_characters="\u2028\u2029\ufeff")
SAID = st.text(READABLE, max_size=30)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | SAID
    | st.sampled_from(["no", "1e3", "null", "2027-01-01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=4,
)
KINDS = ["priority", "theme", "declined", "aspiration", "where_to_play", "goal", None]


@st.composite
def flat_lists(draw: st.DrawFn) -> dict[str, Any]:
    """A list in the shape, with whatever a tool may have put under its keys."""
    lines: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 6))):
        entry: dict[str, Any] = {"id": draw(st.sampled_from([f"line-{number}", f"L.{number}", number]))}
        entry["title"] = draw(st.one_of(SAID, VALUES))
        if lines or draw(st.sampled_from([True, False])):
            entry["parent"] = draw(st.sampled_from(lines))["id"] if lines else None
        if draw(st.booleans()):
            entry["kind"], entry["level"] = draw(st.sampled_from(KINDS)), draw(st.sampled_from(["team", "unit", "x"]))
        more = ["text", "owner", "team", "measure", "plan", "why", "in_scope", "out_of_scope", "target", "else"]
        entry |= draw(st.dictionaries(st.sampled_from(more), st.one_of(SAID, st.lists(SAID, max_size=3), VALUES)))
        lines.append(entry)
    flat: dict[str, Any] = {"lines": draw(st.permutations(lines))}
    keys = st.sampled_from(["org", "name", "period", "note", "not_doing"])
    flat |= draw(st.dictionaries(keys.filter(lambda key: key != "not_doing"), VALUES))
    if draw(st.booleans()):
        flat["not_doing"] = draw(
            st.lists(st.dictionaries(st.sampled_from(["id", "title", "text", "x"]), SAID), max_size=2)
        )
    return flat


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(flat_lists())
def test_any_flat_list_comes_back_as_it_was(flat: dict[str, Any]) -> None:
    assert back(write_data(flat)) == flat
    can_be_a_roster(imported(write_data(flat)))
