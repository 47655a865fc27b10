"""What a roster would change, beside who is here already."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

import prompts
from handlers.views import language
from handlers.views import people as view
from score.problems import ScoreProblems
from score.roster import Fault, Roster, read
from score.roster_changes import Difference, Present, compare
from storage.tables import Account, Connection, Door, Membership, Person, Role, Team, Workspace

NOW = datetime(2027, 3, 9, 9, tzinfo=UTC)
WEB = Connection(id="web", workspace_id="w", door=Door.WEB, external_id="demo")
SLACK = Connection(id="slack", workspace_id="w", door=Door.SLACK, external_id="T1")


def person(handle: str, **more: Any) -> Person:
    return Person(**{"id": handle, "workspace_id": "w", "handle": handle, "name": handle.capitalize(), **more})


def account(of: str, connection: Connection, external: str) -> Account:
    return Account(
        id=f"{connection.id}-{of}", workspace_id="w", connection_id=connection.id, person_id=of, external_id=external
    )


def member(of: str, team: str, role: Role = Role.MEMBER) -> Membership:
    return Membership(id=f"{of}-{team}-{role}", workspace_id="w", team_id=team, person_id=of, role=role)


FIELD = Team(id="field", workspace_id="w", handle="field", name="Field", part="field")
HERE = Present(
    people=[person("ada"), person("bo", asked_at=600)],
    teams=[FIELD],
    memberships=[member("ada", "field"), member("bo", "field", Role.MANAGER)],
    accounts=[account("ada", WEB, "ada"), account("bo", WEB, "bo")],
    connections=[WEB],
    owned={"bo": ["field/P-1"]},
)
AS_IT_IS = """
people:
  ada: {name: Ada}
  bo: {name: Bo}
teams:
  field: {name: Field, part: field, manager: bo, members: [ada]}
"""


def written(text: str, file: str = "people.yml") -> Roster:
    return read(text.encode(), file)


def changes(text: str, present: Present = HERE, file: str = "people.yml") -> Difference:
    return compare(written(text, file), present)


def faults(text: str, present: Present = HERE) -> list[tuple[object, int]]:
    with pytest.raises(ScoreProblems) as caught:
        changes(text, present)
    for one in caught.value.problems:
        assert prompts.plain(language.wrong(one, language.ROSTER))
        assert prompts.plain(language.remedy(one, language.ROSTER))
    return [(one.kind, one.line) for one in caught.value.problems]


def test_what_is_here_already_changes_nothing() -> None:
    found = changes(AS_IT_IS)

    assert not found
    assert view.difference(found) == "The roster says what is here already, so there is nothing to change."


def test_an_hour_that_somebody_chose_stays_unless_the_file_says_it_beside_their_name() -> None:
    assert not changes("asked_at: 07:00\n" + AS_IT_IS)
    (changed,) = changes(AS_IT_IS.replace("{name: Bo}", "{name: Bo, asked_at: 07:00}")).changed
    assert (changed.noun.handle, changed.values) == ("bo", {"asked_at": 420})


@pytest.mark.parametrize(
    ("before", "written", "named"),
    [
        (
            0,
            "spread: 45",
            "everybody is asked up to 45 minutes after their hour, always as long after it, and no longer",
        ),
        (
            45,
            "spread: 1",
            "everybody is asked up to 1 minute after their hour, always as long after it, where it was 45",
        ),
        (45, "spread: 0", "everybody is asked at their hour, and no longer up to 45 minutes after it"),
        (45, "spread: 45", ""),
        (45, "", ""),
        (0, "spread: 0", ""),
    ],
)
def test_a_spread_that_changes_is_named(before: int, written: str, named: str) -> None:
    workspace = Workspace(id="w", name="Bakery", created_at=NOW, spread=before)
    found = changes(f"{written}\n{AS_IT_IS}", replace(HERE, workspace=workspace))

    assert bool(found) is bool(named)
    if named:
        assert view.difference(found).startswith(f"The hours of a morning change:\n  {named}")


@pytest.mark.parametrize(
    ("before", "written", "named"),
    [
        ({}, "contacts: {danger: [Security, Dr. Byrne]}", "danger: from nothing to Security and Dr. Byrne"),
        ({"danger": ["Security"]}, "contacts: {danger: [Police]}", "danger: from Security to Police"),
        ({"any": ["HR"]}, "contacts: {}", "anything else: from HR to nothing"),
        ({"any": ["HR"]}, "contacts: {any: [HR]}", ""),
        ({"any": ["HR"]}, "", ""),
    ],
)
def test_contacts_that_change_are_named(before: dict[str, list[str]], written: str, named: str) -> None:
    workspace = Workspace(id="w", name="Bakery", created_at=NOW, contacts=before)
    found = changes(f"{written}\n{AS_IT_IS}", replace(HERE, workspace=workspace))

    assert bool(found) is bool(named)
    if named:
        assert view.difference(found) == f"Whom somebody is shown who needs help changes:\n  {named}"


def test_what_holds_for_all_holds_for_who_is_new() -> None:
    found = changes("zone: Asia/Kathmandu\ncountry: IE\n" + AS_IT_IS.replace("teams:", "  cy: {name: Cy}\nteams:"))

    ((one, values),) = found.new
    assert one.handle == "cy"
    assert (values["time_zone"], values["country"], values["is_admin"]) == ("Asia/Kathmandu", "IE", False)
    assert found.accounts == [("cy", WEB, "cy")]


def test_who_is_no_longer_there_leaves_and_their_lines_are_named() -> None:
    found = changes(AS_IT_IS.replace("  bo: {name: Bo}\n", "").replace("manager: bo, ", ""))

    assert [(one.person.handle, one.owned) for one in found.leaving] == [("bo", ["field/P-1"])]
    assert [said for said, _ in found.ends] == [("bo", "field", Role.MANAGER)]
    assert "Bo (bo) owns field/P-1; it wants another owner" in view.difference(found)


def test_a_new_handle_keeps_the_person() -> None:
    renamed = AS_IT_IS.replace("ada: {name: Ada}", "ada.b: {name: Ada, was: ada}").replace("[ada]", "[ada.b]")
    found = changes(renamed)

    ((changed,)) = found.changed
    assert (changed.noun.id, changed.values) == ("ada", {"handle": "ada.b"})
    assert not any((found.new, found.leaving, found.joins, found.ends, found.accounts))


def test_who_left_comes_back_as_who_they_were() -> None:
    left = Present(people=[person("ada", left_at=NOW), person("bo")], teams=[FIELD], connections=[WEB])
    found = changes(AS_IT_IS, left)

    ((back,)) = found.back
    assert (back.noun.id, back.values) == ("ada", {"left_at": None})
    assert not found.new


def test_who_left_on_the_day_that_the_file_names_does_not_come_back() -> None:
    left = Present(people=[person("ada", left_at=NOW), person("bo")], teams=[FIELD], connections=[])
    found = changes(AS_IT_IS.replace("{name: Ada}", "{name: Ada, leaves: 2027-03-08}"), left)

    assert not any((found.back, found.changed, found.leaving))
    assert [said[0] for said in found.joins] == ["bo"]


def test_a_table_without_a_column_leaves_what_it_does_not_speak_of() -> None:
    found = changes("handle,name\nada,Ada\nbo,Bo\n", file="people.csv")

    assert not found
    moved = changes("handle,name,teams\nada,Ada,sales\nbo,Bo,\n", file="people.csv")
    assert moved.joins == [("ada", "sales", Role.MEMBER)]
    assert [said for said, _ in moved.ends] == [("ada", "field", Role.MEMBER)]
    assert [one.handle for one, _ in moved.new_teams] == ["sales"]
    assert not moved.changed_teams


def test_everything_that_changes_can_be_read() -> None:
    text = """
people:
  ada: {name: Ada Byron, email: a@b.co, days: mon, joins: 2027-03-01, zone: Europe/Dublin, accounts: {slack: U1}}
  cy: {name: Cy}
teams:
  field: {name: The field, manager: ada, digest_at: 17:00}
  sales: {coaches: [cy], observers: [ada]}
admins: [ada]
"""
    present = Present(
        people=[*HERE.people, person("dee", left_at=NOW)],
        teams=HERE.teams,
        memberships=HERE.memberships,
        accounts=HERE.accounts,
        connections=[WEB, SLACK],
    )
    said = view.difference(changes(text + "", present))

    assert "Cy (cy)" in said
    for words in (
        "name from Ada to Ada Byron",
        "e-mail from nothing to a@b.co",
        "working days from mon-fri to mon",
        "admin from no to yes",
        "part of the score from field to nothing",
        "hour of the digest from 16:30 to 17:00",
        "ada in field, as the one who leads",
        "cy in sales, as coach",
        "Bo (bo)",
    ):
        assert words in said


def test_a_long_list_is_counted_rather_than_printed() -> None:
    many = "people:\n" + "".join(f"  p{n}: {{name: P{n}}}\n" for n in range(50))
    said = view.difference(changes(many, Present()))

    assert "50 people are new:" in said
    assert "and 30 more" in said


def test_what_does_not_fit_the_workspace_is_refused_all_at_once() -> None:
    text = """people:
  ada: {name: Ada}
  x1: {name: X, was: nobody}
  x2: {name: X, was: ada}
  x3: {name: X, was: bo}
  x4: {name: X, was: bo}
  x5: {name: X, accounts: {teams: '29:x'}}
  x6: {name: X, accounts: {slack: U1}}
"""
    present = Present(people=HERE.people, accounts=[account("ada", SLACK, "U1")], connections=[SLACK])

    assert faults(text, present) == [
        (Fault.NOT_HERE_BEFORE, 3),
        (Fault.CLAIMED_TWICE, 4),
        (Fault.CLAIMED_TWICE, 6),
        (Fault.NO_CONNECTION, 7),
        (Fault.TAKEN_ACCOUNT, 8),
    ]


@pytest.mark.parametrize(
    ("head", "says", "before", "refused"),
    [
        ("", "quiet: '08:00-18:00'", None, True),
        ("quiet: '08:00-18:00'\n", "days: mon", None, True),
        ("quiet: '08:00-18:00'\n", "asked_at: '07:00'", None, False),
        ("", "quiet: '08:00-13:00'", None, False),
        ("", "quiet: '08:00-18:00', other_hours: 'fri 07:30'", None, False),
        ("", "quiet: '08:00-18:00', other_hours: 'fri 07:30', days: mon-thu", None, True),
        # Quiet hours of one's own are read by nobody.
        ("", "asked_at: '09:00'", {"asked_at": 420, "quiet": "08:00-18:00"}, False),
        ("", "quiet: none", {"asked_at": 540, "quiet": "08:00-18:00"}, False),
        # What a file says nothing of is not its fault.
        ("", "zone: Europe/Dublin", {"asked_at": 540, "quiet": "08:00-18:00"}, False),
        ("quiet: '08:00-18:00'\n", "zone: Europe/Dublin", {"asked_at": 540}, False),
    ],
)
def test_hours_by_which_somebody_would_never_be_asked_are_refused(
    head: str, says: str, before: dict[str, Any] | None, refused: bool
) -> None:
    text = f"{head}people:\n  ada: {{name: Ada, {says}}}\n"
    present = Present(people=[person("ada", **before)] if before else [])
    if not refused:
        assert changes(text, present)
        return
    with pytest.raises(ScoreProblems) as raised:
        changes(text, present)
    (problem,) = raised.value.problems
    assert (problem.kind, problem.found, problem.wanted) == (Fault.NEVER_ASKED, "08:00-18:00", "09:00")
    assert "their hour is 09:00, and the quiet hours" in prompts.plain(language.wrong(problem, language.ROSTER))


def test_an_account_of_ones_own_is_not_taken() -> None:
    present = Present(people=HERE.people, accounts=[account("ada", SLACK, "U1")], connections=[SLACK])

    assert not changes("people:\n  ada: {name: Ada, accounts: {slack: U1}}\n  bo: {name: Bo}\n", present).accounts
    new = changes("people:\n  ada: {name: Ada}\n  bo: {name: Bo, accounts: {slack: U2}}\n", present).accounts
    assert new == [("bo", SLACK, "U2")]


def test_a_team_that_is_no_longer_there_has_nobody_in_it() -> None:
    found = changes("people:\n  ada: {name: Ada}\n  bo: {name: Bo}\nteams:\n  sales: {members: [ada]}\n")

    assert sorted(said for said, _ in found.ends) == [("ada", "field", Role.MEMBER), ("bo", "field", Role.MANAGER)]
    assert not found.changed_teams
