"""No question reads more of SQLite than it is about, however much has been kept.

SQLite keeps no statistics here, so that what it plans for an empty database is what it plans for a full one: a
question that is planned badly costs nothing in a test, and seconds after a year.
"""

import re
from typing import Any

import pytest
from sqlalchemy import ClauseElement, UniqueConstraint, event

from storage import due, findings, learning, people, prepared
from storage.store import open_store
from storage.tables import NOUNS, Blocker, Task, Tie, Win
from tests.databases import Engines
from tests.storage.test_leaks import CALLS, EAST, Mixed

READS_A_WORKSPACE = {
    "people.everybody": {"person"},
    "people.strategy_owners": {"person"},  # when somebody argues with a line that nobody owns
    "questions.names": {"person"},  # where a question is private or the score is silent
    "questions.names_ever": {"person"},  # the same, and where a model words an answer
    "people.ever_here": {"person"},  # these when a roster is read beside all that is known
    "people.teams": {"team"},
    "people.memberships": {"team"},
    "people.connections": {"connection"},
    "people.accounts": {"connection"},
    "people.admins": {"person"},  # when somebody cannot be reached
    "people.named_by_email": {"person"},  # when an account that nobody linked asks whose it is
    "installations.of_workspace": {"installation"},  # when keys are changed, and when we were removed
    "installations.data_keys": {"datakey"},  # one or two
    "installations.old_tickets": {"ticket"},  # when one is made; those that are over are forgotten then
    "deliveries.withdraw_all": {"delivery"},  # an index of those alone that are planned, or in doubt
    "deliveries.last_instant": {"delivery"},  # once, when a demo is opened anew
    "checkins.settled_before": {"tie"},  # an index of those alone that somebody said; from the last one back
    "scores.current": {"edition"},  # from the last one back, and no further
    "scores.in_force": {"edition"},  # the same
    "scores.closed": {"edition"},  # once for each edition that comes into force
    "scores.stood": {"edition"},
    "scores.stood_at": {"edition"},  # from the last one back until a line is found
    "copies.rows_of": {"connection", "sitting"},  # when somebody looks ahead; an index of those alone that come due
    "copies.planned_since": {"delivery"},  # in a store that holds nothing else and is thrown away
    "copies.next_sitting": {"sitting"},  # the same
    "findings.watches": {"watch"},  # one for each who answers for the strategy
    "findings.wake": {"watch"},  # the same
    "allowances.carried": {"proposal"},  # an index of those alone that are open
    "tensions.every": {"tension"},  # those of one organisation are few
    "post_keys.of_workspace": {"postkey"},  # one or two
    "editions.untold": {"edition"},  # an index of those alone of which not everybody was told
    "editions.playing": {"team"},  # when somebody weighs a new edition
    "senses.surplus": {"sense"},  # once for each edition, when all its lines have been read to a model
    "deliveries.to_amend": {"shown"},  # an index of those alone that wait to be drawn again
}
"""What is about all that a workspace has of one noun, and of which."""

READS_FROM_AN_END = {"deliveries.last_instant": {"received"}}
"""What goes through a table in an order until it has found what it wants."""

WHOLE_WORKSPACE = re.compile(r"^SEARCH (\w+) .*\(workspace_id=\?\)$")
WHOLE_TABLE = re.compile(r"^SCAN (\w+)")


def plans(engines: Engines, name: str) -> list[str]:
    """How SQLite goes about each statement of one function."""
    said: list[tuple[str, Any]] = []
    with open_store(engines.writer) as store:
        store.keep(*EAST.nouns())
        event.listen(engines.writer, "before_cursor_execute", lambda _c, _k, sql, given, *_: said.append((sql, given)))
        CALLS[name](store, Mixed(EAST.name, EAST))
        explained = [store.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given) for sql, given in [*said]]
        return [step.detail for steps in explained for step in steps]


@pytest.mark.parametrize("name", CALLS)
def test_a_question_reads_what_it_is_about_and_no_more(sqlite_engines: Engines, name: str) -> None:
    steps = plans(sqlite_engines, name)

    assert steps
    workspaces = {found[1] for step in steps if (found := WHOLE_WORKSPACE.match(step))}
    tables = {found[1] for step in steps if (found := WHOLE_TABLE.match(step))}
    assert workspaces == READS_A_WORKSPACE.get(name, set()), steps
    assert tables == READS_FROM_AN_END.get(name, set()), steps


@pytest.mark.parametrize("name", CALLS)
def test_nor_does_one_that_is_given_many_ids(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """For more than three ids SQLite takes an index of the workspace to be the shorter way, unless told otherwise."""
    monkeypatch.setattr(prepared, "_padded", lambda values: [*values, *values[-1:] * 60])
    steps = plans(sqlite_engines, name)

    workspaces = {found[1] for step in steps if (found := WHOLE_WORKSPACE.match(step))}
    assert workspaces == READS_A_WORKSPACE.get(name, set()), steps


@pytest.mark.parametrize("question", [people._ARRIVED, people._REACHED], ids=["arrived", "reached"])
def test_who_arrives_is_found_without_looking_at_others(sqlite_engines: Engines, question: ClauseElement) -> None:
    with open_store(sqlite_engines.writer) as store:
        sql = str(question.compile(sqlite_engines.writer))
        given = (None,) * sql.count("?")
        steps = [step.detail for step in store.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)]

    assert not [step for step in steps if WHOLE_TABLE.match(step) or WHOLE_WORKSPACE.match(step)], steps


def test_what_has_fallen_due_is_looked_for_in_indexes_alone(sqlite_engines: Engines) -> None:
    with open_store(sqlite_engines.writer) as store:
        sql = str(due._WORKSPACES.compile(sqlite_engines.writer))
        steps = [
            step.detail
            for step in store.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?"))
        ]

    assert [step for step in steps if WHOLE_TABLE.match(step)] == ["SCAN workspace"], steps
    # Of editions an index of those alone of which not everybody was told, of proposals of those that are open; and of
    # people one of those who answer for the strategy, whatever order the indexes were made in.
    read = [found[1] for step in steps if (found := WHOLE_WORKSPACE.match(step))]
    assert read == ["edition", "proposal"], steps
    assert [step for step in steps if "ix_person_answers_for_strategy" in step], steps


IN_ORDER = {
    "due": people._DUE,
    "to_remind": people._TO_REMIND,
    "to_greet": people._TO_GREET,
    "digests_due": people._DIGESTS_DUE,
    "weeks_due": people._WEEKS_DUE,
    "lessons_due": learning._DUE,
    "watches_due": findings._DUE,
}


@pytest.mark.parametrize("question", IN_ORDER.values(), ids=IN_ORDER)
def test_a_batch_of_what_is_due_is_read_in_its_order(sqlite_engines: Engines, question: ClauseElement) -> None:
    """All who are asked at nine are due at once: who sorts them reads all of them for each batch."""
    with open_store(sqlite_engines.writer) as store:
        sql = str(question.compile(sqlite_engines.writer))
        steps = [
            step.detail
            for step in store.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?"))
        ]

    assert not [step for step in steps if "TEMP B-TREE" in step], steps


@pytest.mark.parametrize("forgotten", [Task, Tie, Blocker, Win], ids=lambda noun: noun.__name__)
def test_what_names_something_that_can_be_forgotten_is_found_by_an_index(forgotten: Any) -> None:
    """Before a row is deleted, the database looks for those that name it."""
    for noun in NOUNS:
        table = noun.__table__  # type: ignore[attr-defined]
        begins = {next(iter(index.columns)).name for index in table.indexes}
        begins |= {next(iter(rule.columns)).name for rule in table.constraints if isinstance(rule, UniqueConstraint)}
        for key in table.foreign_keys:
            if key.column.table is forgotten.__table__:
                assert key.parent.name in begins, f"{table.name}.{key.parent.name}"
