"""A store keeps all of what it was given or none of it, and gives instants back as they were."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection as Opened
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import col, select

from storage.store import Store, open_engine, open_store, open_within
from storage.tables import (
    NOUNS,
    CheckIn,
    Connection,
    Delivery,
    Door,
    Edition,
    Noun,
    Person,
    Place,
    PlaceKind,
    Shown,
    Task,
    Tie,
    TieState,
    Workspace,
)
from tests.databases import Engines, one_of_every_noun

AT = datetime(2027, 3, 9, 9, 30, 15, 123456, tzinfo=UTC)
INDIA = timezone(timedelta(hours=5, minutes=30))


def workspace(id: str = "ours") -> Workspace:
    """A workspace."""
    return Workspace(id=id, name="Harbour Bread", created_at=AT)


def person(id: str, **more: object) -> Person:
    """Somebody in it."""
    return Person(id=id, workspace_id="ours", handle=id, name=id, **more)  # type: ignore[arg-type]


def values(noun: Noun) -> dict[str, Any]:
    """Every value of a noun."""
    return {name: getattr(noun, name) for name in type(noun).model_fields}


def handles(engine: Engine) -> list[str]:
    """Who is kept."""
    with open_store(engine) as store:
        return sorted(store.find(select(Person.handle)))


def play(engine: Engine, work: Callable[[Store], object]) -> None:
    """Do something in a store of its own."""
    with open_store(engine) as store:
        work(store)


def fail(store: Store, *nouns: Noun) -> None:
    """Keep something, and fail."""
    store.keep(*nouns)
    raise ZeroDivisionError


@pytest.fixture
def filled(engines: Engines) -> Engines:
    """A database with one workspace and Ada in it."""
    with open_store(engines.writer) as store:
        store.keep(workspace(), person("ada"))
    return engines


# All or nothing


def test_what_is_kept_is_found_by_those_who_come_later(filled: Engines) -> None:
    assert handles(filled.writer) == handles(filled.reader) == ["ada"]


def test_nobody_sees_what_is_not_yet_kept(filled: Engines) -> None:
    with open_store(filled.writer) as store:
        store.keep(person("bo"))
        assert handles(filled.reader) == ["ada"]
    assert handles(filled.reader) == ["ada", "bo"]


def test_who_reads_sees_one_moment(filled: Engines) -> None:
    with open_store(filled.reader) as reader:
        assert reader.find(select(Person.handle)) == ["ada"]
        with open_store(filled.writer) as store:
            store.keep(person("bo"))
        assert reader.find(select(Person.handle)) == ["ada"]


def test_a_store_that_raises_keeps_nothing(filled: Engines) -> None:
    with pytest.raises(ZeroDivisionError):
        play(filled.writer, lambda store: (store.forget(Person, ["ada"]), fail(store, person("bo"))))  # type: ignore[func-returns-value]

    assert handles(filled.reader) == ["ada"]


def test_one_noun_that_is_refused_takes_the_others_with_it(filled: Engines) -> None:
    with pytest.raises(IntegrityError), open_store(filled.writer) as store:
        store.keep(person("bo"), person("cy"), Person(id="x", workspace_id="ours", handle="ada", name="Ada again"))

    assert handles(filled.reader) == ["ada"]


def test_what_names_a_missing_noun_is_refused(filled: Engines) -> None:
    with pytest.raises(IntegrityError), open_store(filled.writer) as store:
        store.keep(Person(id="x", workspace_id="missing", handle="x", name="x"))


# Keeping, changing, forgetting


def test_nouns_are_written_in_an_order_in_which_they_can_refer_to_each_other(engines: Engines) -> None:
    nouns = one_of_every_noun()
    with open_store(engines.writer) as store:
        store.keep(*reversed(nouns))
    with open_store(engines.reader) as store:
        for noun in nouns:
            (found,) = store.find(select(type(noun)))
            assert values(found) == values(noun)


def test_the_order_of_nouns_is_one_in_which_each_comes_after_what_it_names() -> None:
    later = {noun: NOUNS[place + 1 :] for place, noun in enumerate(NOUNS)}
    for noun, rest in later.items():
        named = {key.column.table.name for key in noun.__table__.foreign_keys}  # type: ignore[attr-defined]
        assert not named & {other.__table__.name for other in rest}, noun  # type: ignore[attr-defined]


def test_nouns_of_one_kind_keep_their_order(engines: Engines) -> None:
    """A task that is carried on names one of before: within a kind, what was given first is written first."""
    edition = Edition(id="e", workspace_id="ours", number=1, name="", source="", loaded_at=AT)
    checkin = CheckIn(id="c", workspace_id="ours", person_id="ada", local_date=AT.date(), handed_in_at=AT)
    shared = {"workspace_id": "ours", "checkin_id": "c", "person_id": "ada", "local_date": AT.date(), "position": 0}
    first = Task(id="z", words="first", **shared)  # type: ignore[arg-type]
    second = Task(id="a", words="second", carried_from="z", **shared)  # type: ignore[arg-type]
    with open_store(engines.writer) as store:
        store.keep(first, edition, second, checkin, person("ada"), workspace())

    with open_store(engines.reader) as store:
        assert [(one.id, one.carried_from) for one in store.find(select(Task).order_by(col(Task.id)))] == [
            ("a", "z"),
            ("z", None),
        ]


def test_keeping_nothing_is_nothing(filled: Engines) -> None:
    with open_store(filled.writer) as store:
        store.keep()
        store.forget(Person, [])
    assert handles(filled.reader) == ["ada"]


def test_many_nouns_of_a_kind_are_one_statement(filled: Engines) -> None:
    said: list[str] = []
    event.listen(filled.writer, "before_cursor_execute", lambda _c, _k, statement, *_: said.append(statement))
    with open_store(filled.writer) as store:
        store.keep(*[person(f"p{n}") for n in range(50)])

    assert len([one for one in said if one.startswith("INSERT")]) == 1
    assert len(handles(filled.reader)) == 51


def test_a_change_is_here_and_in_the_database_and_nowhere_else(filled: Engines) -> None:
    with open_store(filled.writer) as store:
        store.keep(person("bo"))
        (ada,) = store.find(select(Person).where(Person.id == "ada"))
        store.change(ada, name="Ada Quay", paused_until=date(2027, 4, 1), next_due_at=AT)
        assert (ada.name, ada.paused_until, ada.next_due_at) == ("Ada Quay", date(2027, 4, 1), AT)

    with open_store(filled.reader) as store:
        names = {one.handle: (one.name, one.paused_until, one.next_due_at) for one in store.find(select(Person))}
    assert names == {"ada": ("Ada Quay", date(2027, 4, 1), AT), "bo": ("bo", None, None)}


def test_a_change_can_take_a_value_away(filled: Engines) -> None:
    with open_store(filled.writer) as store:
        store.keep(person("bo", next_due_at=AT))
    with open_store(filled.writer) as store:
        (bo,) = store.find(select(Person).where(Person.id == "bo"))
        store.change(bo, next_due_at=None)
    with open_store(filled.reader) as store:
        assert store.first(select(Person.next_due_at).where(Person.id == "bo")) is None


def test_a_change_that_is_dropped_is_dropped_here_too(filled: Engines) -> None:
    cy = person("cy")
    play(filled.writer, lambda store: store.keep(cy))

    def dropped(store: Store) -> None:
        store.change(cy, asked_at=600)
        store.change(cy, asked_at=660, language="ga")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        play(filled.writer, dropped)

    assert (cy.asked_at, cy.language) == (540, "en")


def test_what_a_turn_within_a_transaction_drops_is_dropped_here_too(sqlite_engines: Engines) -> None:
    ours = workspace()
    play(sqlite_engines.writer, lambda store: store.keep(ours))

    def dropped(connection: Opened) -> None:
        with open_within(connection) as store:
            store.change(ours, name="Cove Bread")
            raise ZeroDivisionError

    with sqlite_engines.writer.begin() as connection, pytest.raises(ZeroDivisionError):
        dropped(connection)

    assert ours.name == "Harbour Bread"


def test_a_change_that_is_not_written_by_the_store_is_not_written_at_all(filled: Engines) -> None:
    """Nothing is flushed behind anybody's back."""
    with open_store(filled.writer) as store:
        (ada,) = store.find(select(Person))
        store.change(ada, name="Ada Quay")

    with open_store(filled.writer) as store:
        said: list[str] = []
        event.listen(filled.writer, "before_cursor_execute", lambda _c, _k, statement, *_: said.append(statement))
        (ada,) = store.find(select(Person))
        store.change(ada, name="Ada Cove")
    assert len([one for one in said if one.startswith("UPDATE")]) == 1


def test_what_is_forgotten_is_gone_and_the_rest_stays(filled: Engines) -> None:
    with open_store(filled.writer) as store:
        store.keep(person("bo"), person("cy"))
        store.forget(Person, ["ada", "cy", "missing"])
    assert handles(filled.reader) == ["bo"]


def test_what_is_named_by_others_cannot_be_forgotten(filled: Engines) -> None:
    with pytest.raises(IntegrityError), open_store(filled.writer) as store:
        store.forget(Workspace, ["ours"])
    assert handles(filled.reader) == ["ada"]


# What is found


def test_what_is_found_has_the_shape_of_what_was_selected(filled: Engines) -> None:
    together = (
        select(Workspace, Person.name, Place)
        .select_from(Workspace)
        .join(Person, col(Person.workspace_id) == Workspace.id)
        .outerjoin(Place, col(Place.person_id) == Person.id)
    )
    with open_store(filled.reader) as store:
        ((ours, name, nowhere),) = store.find(together)
        assert values(ours) == values(workspace())
        assert name == "ada"
        assert nowhere is None
        assert store.first(together) == (ours, name, nowhere)
        assert store.find(select(Person.name, Person.handle)) == [("ada", "ada")]
        assert [values(one) for one in store.find(select(Person))] == [values(person("ada"))]


def test_the_first_of_nothing_is_none(filled: Engines) -> None:
    nobody = select(Person).where(Person.id == "missing")
    with open_store(filled.reader) as store:
        assert store.first(nobody) is None
        assert store.find(nobody) == []


def test_what_was_found_before_a_change_is_left_as_it_was_found(filled: Engines) -> None:
    with open_store(filled.writer) as store:
        before, again = (store.find(select(Person))[0] for _ in range(2))
        store.change(again, name="Ada Quay")
        assert (before.name, again.name, store.find(select(Person))[0].name) == ("ada", "Ada Quay", "Ada Quay")


# Reading only


@pytest.mark.parametrize(
    "write",
    [
        lambda store: store.keep(person("bo")),
        lambda store: store.change(person("ada"), name="x"),
        lambda store: store.forget(Person, ["ada"]),
    ],
    ids=["keep", "change", "forget"],
)
def test_a_store_that_reads_refuses_to_write(filled: Engines, write: Callable[[Store], object]) -> None:
    with pytest.raises(DBAPIError):
        play(filled.reader, write)

    with open_store(filled.writer) as store:
        assert [(one.handle, one.name) for one in store.find(select(Person))] == [("ada", "ada")]


def test_who_reads_does_not_wait_for_who_writes(filled: Engines) -> None:
    with open_store(filled.writer) as store:
        store.connection.execute(text("UPDATE person SET name = 'held'"))
        with open_store(filled.reader) as reader:
            assert [one.name for one in reader.find(select(Person))] == ["ada"]


def test_an_acknowledged_commit_is_durable_on_sqlite(sqlite_engines: Engines) -> None:
    with sqlite_engines.writer.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only")
        }
    full = 2
    assert settings == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "query_only": 0,
    }


def test_postgresql_is_serializable_where_it_writes(postgres_engines: Engines) -> None:
    for engine, isolation in ((postgres_engines.writer, "serializable"), (postgres_engines.reader, "repeatable read")):
        with engine.connect() as connection:
            assert connection.execute(text("SHOW transaction_isolation")).scalar() == isolation


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/not/there/yet.db")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    engine.dispose()


# Savepoints


def test_what_one_turn_drops_leaves_the_others_of_its_commit(sqlite_engines: Engines) -> None:
    with sqlite_engines.writer.connect() as connection, connection.begin():
        with open_within(connection) as store:
            store.keep(workspace(), person("ada"))
        with pytest.raises(ZeroDivisionError), open_within(connection) as store:
            fail(store, person("bo"))
        with pytest.raises(IntegrityError), open_within(connection) as store:
            store.keep(person("cy"), person("ada"))
        with open_within(connection) as store:
            assert store.find(select(Person.handle)) == ["ada"]
            store.keep(person("di"))

    assert handles(sqlite_engines.reader) == ["ada", "di"]


def test_a_turn_within_a_transaction_that_fails_is_not_kept(sqlite_engines: Engines) -> None:
    def play_two() -> None:
        with sqlite_engines.writer.connect() as connection, connection.begin():
            with open_within(connection) as store:
                store.keep(workspace())
            with open_within(connection) as store:
                fail(store)

    with pytest.raises(ZeroDivisionError):
        play_two()

    with open_store(sqlite_engines.reader) as store:
        assert store.find(select(Workspace)) == []


def test_each_turn_reads_what_the_one_before_it_changed(sqlite_engines: Engines) -> None:
    with sqlite_engines.writer.connect() as connection, connection.begin():
        with open_within(connection) as store:
            store.keep(workspace(), person("ada"))
            (ada,) = store.find(select(Person))
            store.change(ada, name="first")
        with open_within(connection) as store:
            assert [one.name for one in store.find(select(Person))] == ["first"]


# Instants and days


SAID = (
    AT,
    AT.astimezone(INDIA),
    AT.astimezone(ZoneInfo("Pacific/Chatham")),
    datetime(2027, 10, 31, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")),
    datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")),
    datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
)
"""Instants as people say them in different zones, one of them said twice in a night."""


def test_an_instant_comes_back_as_the_same_instant_in_utc(filled: Engines) -> None:
    for n, said in enumerate(SAID):
        with open_store(filled.writer) as store:
            store.keep(person(f"p{n}", next_due_at=said))
            store.change(person("ada"), next_due_at=said)
        with open_store(filled.reader) as store:
            both = select(Person).where(col(Person.id).in_([f"p{n}", "ada"]))
            for found in store.find(both):
                assert found.next_due_at == said.astimezone(UTC)
                assert found.next_due_at is not None
                assert found.next_due_at.utcoffset() == timedelta(0)


def test_instants_are_compared_as_instants_whatever_zone_they_were_said_in(filled: Engines) -> None:
    with open_store(filled.writer) as store:
        store.keep(person("bo", next_due_at=AT), person("cy", next_due_at=AT.astimezone(INDIA) + timedelta(seconds=1)))
    with open_store(filled.reader) as store:
        due = select(Person.handle).where(col(Person.next_due_at) <= AT.astimezone(INDIA))
        assert store.find(due) == ["bo"]


NAIVE = datetime(2027, 3, 9, 9)  # noqa: DTZ001 - what must be refused


@pytest.mark.parametrize(
    "say",
    [
        lambda store: store.keep(person("bo", next_due_at=NAIVE)),
        lambda store: store.change(person("ada"), next_due_at=NAIVE),
        lambda store: store.find(select(Person).where(Person.next_due_at == NAIVE)),
    ],
    ids=["keep", "change", "ask"],
)
def test_an_instant_without_a_zone_is_refused(filled: Engines, say: Callable[[Store], object]) -> None:
    with pytest.raises((StatementError, ValueError), match="timezone"):
        play(filled.writer, say)


def test_a_day_is_a_day_whatever_the_zone(filled: Engines) -> None:
    day = date(2027, 3, 28)
    with open_store(filled.writer) as store:
        store.keep(CheckIn(id="c", workspace_id="ours", person_id="ada", local_date=day, handed_in_at=AT))
    with open_store(filled.reader) as store:
        assert [one.local_date for one in store.find(select(CheckIn))] == [day]


def test_hostile_words_come_back_as_they_were(filled: Engines) -> None:
    words = "'; DROP TABLE person; -- \u202eevil \U0001f9e8 " + "é" * 50
    with open_store(filled.writer) as store:
        store.keep(person("bo", role_words=words))
    with open_store(filled.reader) as store:
        assert store.first(select(Person.role_words).where(Person.id == "bo")) == words


# Nouns


def test_a_noun_refuses_a_name_that_it_does_not_have() -> None:
    with pytest.raises(TypeError, match=r"Workspace: surplus \['colour'\], missing \[\]"):
        Workspace(id="x", name="x", created_at=AT, colour="red")  # type: ignore[call-arg]


def test_a_noun_refuses_to_be_made_without_what_it_needs() -> None:
    with pytest.raises(TypeError, match=r"Workspace: surplus \[\], missing \['created_at', 'name'\]"):
        Workspace(id="x")


@pytest.mark.parametrize("kind", NOUNS, ids=lambda kind: kind.__name__)
def test_every_noun_refuses_surplus_and_missing_names(kind: type[Noun]) -> None:
    whole = values(next(noun for noun in one_of_every_noun() if type(noun) is kind))
    assert values(kind(**whole)) == whole
    with pytest.raises(TypeError, match="surplus \\['made_up'\\]"):
        kind(**whole, made_up=1)
    with pytest.raises(TypeError, match="missing \\['id'\\]"):
        kind(**{name: value for name, value in whole.items() if name != "id"})


def test_a_noun_shares_nothing_with_another() -> None:
    def tie() -> Tie:
        return Tie(id="t", workspace_id="w", task_id="t", edition_id="e", state=TieState.UNSURE, said_at=AT)

    first, second = tie(), tie()
    first.offered.append("line")
    assert second.offered == []


def test_a_value_that_is_none_of_its_kind_is_refused_by_the_database(filled: Engines) -> None:
    with pytest.raises((StatementError, IntegrityError)), open_store(filled.writer) as store:
        store.keep(Connection(id="c", workspace_id="ours", door="cellar", external_id="x"))  # type: ignore[arg-type]
    with open_store(filled.writer) as store:
        store.keep(Connection(id="c", workspace_id="ours", door=Door.WEB, external_id="x"))
    with pytest.raises(IntegrityError), open_store(filled.writer) as store:
        store.connection.execute(text("UPDATE connection SET door = 'cellar'"))


def test_what_is_kept_as_json_comes_back_as_it_was(filled: Engines) -> None:
    about = {"person": "ada", "words": "“é” \U0001f9e8", "empty": ""}
    with open_store(filled.writer) as store:
        store.keep(
            Connection(id="c", workspace_id="ours", door=Door.WEB, external_id="x"),
            Place(id="p", workspace_id="ours", connection_id="c", external_id="p", kind=PlaceKind.DIRECT, name="p"),
            Shown(id="s", workspace_id="ours", place_id="p", subject="s", view="v", about=about),
        )
        (shown,) = store.find(select(Shown))
        store.change(shown, about={**about, "more": "1"})
    with open_store(filled.reader) as store:
        assert store.find(select(Shown.about)) == [{**about, "more": "1"}]
        assert store.find(select(Delivery)) == []
