"""Reading a roster: what it says, what is wrong with it, and that nothing in it can hurt."""

import csv
import io
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

import prompts
from bot.web.receive import RESERVED, Pages
from handlers.views import language as view
from score import hours, roster, sheet
from score.problems import Kind, Problem, ScoreProblems
from score.roster import Fault, Rhythms, read
from storage.tables import Door, Role

ROOT = Path(__file__).parent.parent.parent

FOUND_LATER = {Fault.NOT_HERE_BEFORE, Fault.CLAIMED_TWICE, Fault.NO_CONNECTION, Fault.TAKEN_ACCOUNT, Fault.NEVER_ASKED}
"""What only an organisation's own people can tell: tests/score/test_roster_changes.py."""


def read_text(text: str, file: str = "people.yml") -> roster.Roster:
    return read(text.encode(), file)


def problems_of(text: str | bytes, file: str = "people.yml") -> list[Problem]:
    with pytest.raises(ScoreProblems) as caught:
        read(text.encode() if isinstance(text, str) else text, file, ["field"])
    return caught.value.problems


def one_of(key: str, value: str) -> str:
    """A file of one person of whom one thing is said."""
    return f"people:\n  ada: {{name: Ada, {key}: {value}}}\n"


# What a file says


def test_a_roster_says_who_is_here_and_what_they_are() -> None:
    found = read_text("""
zone: Europe/Dublin
people:
  ada: {name: Ada  Byron, email: ada@example.org, zone: Asia/Kathmandu, asked_at: '8:30', days: sun-thu, country: de-by,
    language: de, joins: 2027-03-01, leaves: 2027-06-30, role_words: bakes, accounts: {slack: U1, teams: 29:x}}
  bo: {name: Bo, days: [mon, wed]}
teams:
  field: {name: Field, part: field, manager: bo, members: [ada, bo], allowance: 0.4, digest_at: 17:00}
  harbour: {coaches: [ada], observers: [bo]}
admins: [bo]
strategy_owners: ada
""")
    ada, bo = found.people

    assert (ada.handle, ada.name, ada.email, ada.role_words) == ("ada", "Ada Byron", "ada@example.org", "bakes")
    assert ada.says == Rhythms("Asia/Kathmandu", 510, 0b1001111, "DE-BY", "de")
    assert (ada.joins, ada.leaves) == (date(2027, 3, 1), date(2027, 6, 30))
    assert ada.accounts == ((Door.SLACK, "U1"), (Door.TEAMS, "29:x"))
    assert bo.says == Rhythms(days=0b101)
    field, harbour = found.teams
    # Who leads a team may stand among its members, and is not counted twice.
    assert field.people == {Role.MANAGER: ("bo",), Role.MEMBER: ("ada",)}
    assert (field.name, field.part, field.allowance, field.digest_at) == ("Field", "field", 0.4, 1020)
    assert harbour.people == {Role.COACH: ("ada",), Role.OBSERVER: ("bo",)}
    assert (set(found.admins), set(found.strategy_owners)) == ({"bo"}, {"ada"})
    assert found.defaults == Rhythms(zone="Europe/Dublin")


@pytest.mark.parametrize(
    ("said", "minutes"), [("spread: 45\n", 45), ("spread: 0\n", 0), ("spread: 120\n", 120), ("", None)]
)
def test_a_roster_says_over_how_many_minutes_a_morning_is_spread(said: str, minutes: int | None) -> None:
    assert read_text(said + one_of("days", "mon")).spread == minutes


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("", None),
        ("contacts: {}\n", {}),
        ("contacts: {danger: []}\n", {}),
        (
            "contacts:\n  harassment: ['Works council:  extension 210', Dr. Byrne]\n  any: [HR]\n",
            {"harassment": ["Works council: extension 210", "Dr. Byrne"], "any": ["HR"]},
        ),
    ],
)
def test_a_roster_names_whom_to_turn_to(said: str, named: dict[str, list[str]] | None) -> None:
    assert read_text(said + one_of("days", "mon")).contacts == named


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("contacts: HR", Kind.NOT_A_MAPPING),
        ("contacts: {mood: [HR]}", Kind.UNKNOWN_KEY),
        ("contacts: {danger: HR}", Kind.NOT_A_LIST),
        ("contacts: {danger: [{who: HR}]}", Kind.NOT_A_TEXT),
        (f"contacts: {{danger: [{'x' * 201}]}}", Kind.TOO_LONG),
    ],
)
def test_contacts_that_cannot_be_read_are_named(said: str, kind: Kind) -> None:
    assert [one.kind for one in problems_of(f"{said}\n{one_of('days', 'mon')}")] == [kind]


def test_the_example_organisation_is_a_roster_that_can_be_imported() -> None:
    found = read(
        (ROOT / "examples" / "morrow" / "people.yml").read_bytes(), "people.yml", ["service", "sales", "support"]
    )

    assert (len(found.people), len(found.teams)) == (16, 3)
    assert found.unasked == ["ines", "ruth", "idris", "astrid"]


@pytest.mark.parametrize("kind", ["yaml", "csv"])
def test_the_page_that_teaches_rosters_shows_ones_that_can_be_imported(kind: str) -> None:
    page = (ROOT / "docs" / "roster.md").read_text("utf-8")
    example = page.split(f"```{kind}\n")[1].split("```")[0]
    found = read_text(example, "people.csv" if kind == "csv" else "people.yml")

    assert len(found.people) >= 3
    assert found.teams


TABLE = """handle,name,email,teams,leads,roles,accounts,days
ada,"Byron, Ada",ada@example.org,field;harbour,,admin;strategy_owner,slack:U1;teams:29:x,mon-wed
bo,Bo,,,field,,,
"""


@pytest.mark.parametrize(
    "source",
    [
        TABLE.encode(),
        b"\xef\xbb\xbf" + TABLE.encode(),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace('"Byron, Ada"', "\0").replace(";", "|").replace(",", ";").replace("\0", '"Byron, Ada"').replace(
            "field|harbour", '"field;harbour"').replace("admin|strategy_owner", '"admin;strategy_owner"').replace(
            "slack:U1|teams", '"slack:U1;teams').replace("29:x", '29:x"').encode(),
    ],
    ids=["plain", "byte order mark", "windows", "semicolons"],
)  # fmt: skip
def test_a_table_says_the_same(source: bytes) -> None:
    found = read(source, "people.CSV")

    assert [(one.handle, one.name, one.email) for one in found.people] == [
        ("ada", "Byron, Ada", "ada@example.org"),
        ("bo", "Bo", ""),
    ]
    assert found.people[0].says == Rhythms(days=0b111)
    assert found.people[0].accounts == ((Door.SLACK, "U1"), (Door.TEAMS, "29:x"))
    assert {one.handle: one.people for one in found.teams} == {
        "field": {Role.MEMBER: ("ada",), Role.MANAGER: ("bo",)},
        "harbour": {Role.MEMBER: ("ada",)},
    }
    assert (set(found.admins), set(found.strategy_owners)) == ({"ada"}, {"ada"})
    assert found.speaks_of == {
        "name", "email", "members", "manager", "admins", "strategy_owners", "accounts", "days"
    }  # fmt: skip


def test_an_id_of_entra_is_in_small_letters_and_one_of_slack_as_it_is() -> None:
    (ada,) = read_text(one_of("accounts", "{slack: U1, teams: 8F1C-0A}")).people
    assert ada.accounts == ((Door.SLACK, "U1"), (Door.TEAMS, "8f1c-0a"))


# What is wrong with it

WRONG: list[tuple[Fault, str, int, int, str]] = [
    (Fault.BAD_HANDLE, "people:\n  Ada: {name: Ada}", 2, 3, "people.Ada"),
    (Fault.BAD_HANDLE, one_of("was", "A B"), 2, 25, "people.ada.was"),
    (Fault.RESERVED_HANDLE, "people:\n  clock: {name: Ada}", 2, 3, "people.clock"),
    (Fault.RESERVED_HANDLE, one_of("email", "a@b.co") + "teams:\n  events: {}", 4, 3, "teams.events"),
    (Fault.SAME_HANDLE, one_of("days", "mon") + "teams:\n  ada: {}", 4, 3, "teams.ada"),
    (Fault.BAD_ZONE, one_of("zone", "Europe/Dublni"), 2, 26, "people.ada.zone"),
    (Fault.BAD_ZONE, one_of("zone", "../../etc/passwd"), 2, 26, "people.ada.zone"),
    (Fault.BAD_TIME, one_of("asked_at", "'25:00'"), 2, 30, "people.ada.asked_at"),
    (Fault.BAD_DAYS, one_of("days", "mon-fry"), 2, 26, "people.ada.days"),
    (Fault.BAD_OTHER_HOURS, one_of("other_hours", "fri"), 2, 33, "people.ada.other_hours"),
    (Fault.BAD_SPAN, one_of("quiet", "evenings"), 2, 27, "people.ada.quiet"),
    *(
        (Fault.BAD_SPREAD, f"spread: '{said}'\n{one_of('days', 'mon')}", 1, 9, "spread")
        for said in ("121", "-1", "4.5", "045", "an hour", "9" * 200)
    ),
    (
        Fault.MANY_CONTACTS,
        f"contacts: {{danger: [a, b, c, d, e, f]}}\n{one_of('days', 'mon')}",
        1,
        20,
        "contacts.danger",
    ),
    (Fault.BAD_COUNTRY, one_of("country", "Ireland"), 2, 29, "people.ada.country"),
    (Fault.BAD_LANGUAGE, one_of("language", "English"), 2, 30, "people.ada.language"),
    (
        Fault.BAD_MODEL,
        "people:\n  ada: {name: Ada, zone: Europe/Berlin}\nteams:\n  field: {name: Field, manager: ada, model: some}\n",
        4,
        45,
        "teams.field.model",
    ),
    (Fault.BAD_EMAIL, one_of("email", "ada at home"), 2, 27, "people.ada.email"),
    (
        Fault.SAME_EMAIL,
        one_of("email", "a@b.co") + "  bo: {name: Bo, email: A@B.co}",
        3,
        25,
        "people.bo.email",
    ),
    (Fault.BAD_SHARE, one_of("days", "mon") + "teams:\n  t: {allowance: 40}", 4, 18, "teams.t.allowance"),
    (
        Fault.BAD_WINDOW,
        one_of("days", "mon") + "teams:\n  t: {asked_within: '11:00-08:00'}",
        4,
        21,
        "teams.t.asked_within",
    ),
    (Fault.BAD_DOOR, one_of("accounts", "{slak: U1}"), 2, 31, "people.ada.accounts.slak"),
    (
        Fault.SAME_ACCOUNT,
        one_of("accounts", "{slack: U1}") + "  bo: {name: Bo, accounts: {slack: U1}}",
        3,
        36,
        "people.bo.accounts.slack",
    ),
    (
        Fault.SAME_ACCOUNT,
        one_of("accounts", "{teams: 8F1C}") + "  bo: {name: Bo, accounts: {teams: 8f1c}}",
        3,
        36,
        "people.bo.accounts.teams",
    ),
    (Fault.LEAVES_FIRST, one_of("joins", "2027-03-02, leaves: 2027-03-01"), 2, 47, "people.ada.leaves"),
    (Fault.UNKNOWN_PERSON, one_of("days", "mon") + "admins: [adda]", 3, 10, "admins[0]"),
    (
        Fault.NAMED_TWICE,
        one_of("days", "mon") + "teams:\n  t: {members: [ada], observers: [ada]}",
        4,
        34,
        "teams.t.observers",
    ),
    (Fault.NO_SUCH_PART, one_of("days", "mon") + "teams:\n  t: {part: feld}", 4, 13, "teams.t.part"),
    (Fault.NOBODY, "people: {}", 1, 9, "people"),
]


@pytest.mark.parametrize(("fault", "text", "line", "column", "field"), WRONG)
def test_a_problem_says_what_and_where_and_what_to_do(
    fault: Fault, text: str, line: int, column: int, field: str
) -> None:
    found = [one for one in problems_of(text) if one.kind is fault]

    assert [(one.line, one.column, one.field) for one in found] == [(line, column, field)]
    assert prompts.plain(view.wrong(found[0], view.ROSTER))
    assert prompts.plain(view.remedy(found[0], view.ROSTER))


def test_every_fault_has_an_example_and_its_two_phrases() -> None:
    assert {fault for fault, *_ in WRONG} | FOUND_LATER == set(Fault)
    phrases = {id for id in prompts.all_inputs() if id.startswith("roster.")}
    own = {f"roster.{name}{more}" for name in Fault for more in ("", "-remedy")}
    assert own <= phrases
    assert phrases - own <= {f"roster.{kind}{more}" for kind in Kind for more in ("", "-remedy")}


TABLES: list[tuple[str | bytes, Kind | Fault, int, int]] = [
    ("", Kind.EMPTY_FILE, 1, 1),
    ("\r\n\r\n", Kind.EMPTY_FILE, 1, 1),
    ("handle,nam\nada,Ada\n", Kind.UNKNOWN_KEY, 1, 8),
    ("handle,name,name\nada,Ada,x\n", Kind.DUPLICATE_KEY, 1, 13),
    ("name\nAda\n", Kind.MISSING, 1, 1),
    ("handle,name\n,Ada\n", Kind.MISSING, 2, 1),
    ("handle,name\nada,Ada\nada,Bo\n", Kind.DUPLICATE_KEY, 3, 1),
    ("handle,name\nada,Ada,more\n", Kind.UNKNOWN_KEY, 2, 9),
    ('handle,name\nada,"Ada\n', Kind.UNREADABLE, 2, 1),
    ('handle,name\nada,"A"d"a"\n', Kind.UNREADABLE, 2, 1),
    ("handle,name\nada,\n", Kind.MISSING, 2, 1),
    ("handle,name\n" + "ada,Ada" + "," * 200 + "\n", Kind.TOO_MANY, 2, 1),
    ("handle,name,roles\nada,Ada,boss\n", Kind.UNKNOWN_KEY, 2, 9),
    ("handle,name,accounts\nada,Ada,U1\n", Fault.BAD_DOOR, 2, 9),
    ("handle,name,zone\nada,Ada,Europe/Nowhere\n", Fault.BAD_ZONE, 2, 9),
    ("handle\n", Fault.NOBODY, 1, 1),
    ("handle,name,teams\nada,Ada," + "x;" * 30_001 + "\nbo,Bo,\n", Kind.TOO_MANY, 3, 1),
    ("handle,name\n" + "".join(f"p{n},P\n" for n in range(sheet.ROWS + 1)), Kind.TOO_MANY, sheet.ROWS + 2, 1),
    (b"handle,name\nada,\xe9\n", Kind.NOT_UTF8, 2, 5),
    ("handle,name\nada,A\u202eda\n", Kind.FORBIDDEN_CHARACTER, 2, 6),
]


@pytest.mark.parametrize(("text", "kind", "line", "column"), TABLES)
def test_a_table_that_is_wrong_says_where(text: str | bytes, kind: Kind | Fault, line: int, column: int) -> None:
    found = [one for one in problems_of(text, "people.csv") if one.kind is kind]

    assert [(one.line, one.column) for one in found] == [(line, column)]


def test_all_that_is_wrong_is_said_at_once_in_the_words_for_rosters() -> None:
    with pytest.raises(ScoreProblems) as caught:
        read_text("people:\n  ada: {name: Ada, zone: Europe/Dublni, days: x}\nadmins: [adda]\n")

    said = view.shown(caught.value, of=view.ROSTER)
    assert said.count("people.yml:") == 3
    assert "Did you mean `Europe/Dublin`?" in said
    assert "Did you mean `ada`?" in said


def test_what_is_of_another_shape_is_said_and_the_rest_is_read() -> None:
    found = problems_of(
        "people:\n  ada: x\n  bo: {name: Bo, accounts: {slack: ''}, joins: 2027-02-30}\n"
        "teams:\n  t: x\n  u: {members: ['', [bo]]}\n"
    )

    assert [(one.line, one.kind) for one in found] == [
        (2, Kind.NOT_A_MAPPING),
        (3, Kind.EMPTY),
        (3, Kind.BAD_DATE),
        (5, Kind.NOT_A_MAPPING),
        (6, Kind.EMPTY),
        (6, Kind.NOT_A_TEXT),
    ]


# Handles and addresses


def test_what_our_own_pages_are_called_nobody_is_called() -> None:
    # Only their addresses are asked for: nothing stands behind these pages.
    nothing: Any = SimpleNamespace(conductor=SimpleNamespace(database=SimpleNamespace(read=None)))
    routes = [one.path.strip("/").split("/") for one in Pages(nothing).routes()]
    first = {path[0] for path in routes if path[0] and not path[0].startswith("{")}
    second = {path[1] for path in routes if len(path) > 1 and path[0] == "{me}" and not path[1].startswith("{")}

    assert first | set(RESERVED) | {"healthz", "demo"} == roster.NOT_FOR_PEOPLE
    assert second == roster.NOT_FOR_TEAMS


# Tables that others open


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30))
def test_no_cell_is_calculated_and_each_comes_back_as_it_was(words: str) -> None:
    table = sheet.written([{"handle": "ada", "name": "Ada", "role_words": words}])
    (row,) = csv.DictReader(io.StringIO(table, newline=""))

    assert not row["role_words"].startswith(("=", "+", "-", "@", "\t", "\r"))
    found = refused_or(table.encode(), "x.csv")
    assert isinstance(found, str) or found.people[0].role_words == normalize("NFC", " ".join(words.split()))


def refused_or(source: bytes, file: str) -> roster.Roster | str:
    """What a file says, or what is said of it."""
    try:
        return read(source, file)
    except ScoreProblems as problems:
        return view.shown(problems, of=view.ROSTER)


@pytest.mark.parametrize("words", ["=1+1", "'=1", "''=1", "'a", "-2", "@x", "+4", "'", "a=1"])
def test_what_looks_like_a_formula_survives_the_way_there_and_back(words: str) -> None:
    found = read(sheet.written([{"handle": "ada", "name": "Ada", "role_words": words}]).encode(), "x.csv")

    assert found.people[0].role_words == words


@pytest.mark.parametrize(("said", "bits"), [("mon-fri", 31), ("fri-mon", 0b1110001), ("Mon, Wed;sun", 0b1000101)])
def test_working_days_are_read_and_written(said: str, bits: int) -> None:
    assert hours.days(said) == bits
    assert hours.days(hours.days_said(bits)) == bits


@given(st.binary(max_size=400))
def test_nothing_in_a_table_or_a_file_can_hurt(source: bytes) -> None:
    assert all(refused_or(source, file) for file in ("x.yml", "x.csv"))
