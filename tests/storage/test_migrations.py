"""The tables can be made, changed and taken away again, on both databases, and nobody's words get lost on the way."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree
from threading import Timer

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, inspect, text
from sqlmodel import SQLModel

from storage import migrate, store
from storage.migrate import BrokenLinks, NewerDatabase, downgrade, is_current, upgrade
from storage.migrations.revise import revise
from storage.store import open_engine, open_store
from storage.tables import NOUNS, Noun, Privacy, privacy_of
from tests.databases import Postgres, one_of_every_noun

LATER = """
import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = {head!r}
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("nickname", sa.String(), nullable=False, server_default="none"))
        person.alter_column("name", new_column_name="called")


def downgrade():
    with op.batch_alter_table("person") as person:
        person.alter_column("called", new_column_name="name")
        person.drop_column("nickname")
"""
"""A migration that nobody wrote yet: a new column, and another name for an old one, in a table that many refer to."""

FORGETFUL = LATER.replace("def upgrade():", "def upgrade():\n    op.execute('DELETE FROM person')")


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with nothing at all in it."""
    if request.param == "sqlite":
        yield from _opened(f"sqlite:///{tmp_path}/new/concertmaster.db")
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        with postgres.database(empty=True) as url:
            yield from _opened(url.render_as_string(hide_password=False))


def _opened(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The revisions, and one more that this release does not know."""
    return _with_one_more(LATER, tmp_path, monkeypatch)


def _with_one_more(revision: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    revisions = copytree(migrate.HERE, folder / "migrations")
    (revisions / "versions" / "later.py").write_text(revision.format(head=_head()))
    monkeypatch.setattr(migrate, "HERE", revisions)
    return revisions


def _head() -> str | None:
    return ScriptDirectory.from_config(migrate.config()).get_current_head()


def _tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def _rows(engine: Engine) -> dict[str, list[dict[str, object]]]:
    found = MetaData()
    found.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
            for table in found.tables.values()
            if table.name != "alembic_version"
        }


def test_the_tables_go_up_and_down_to_nothing_and_up_again(empty: Engine) -> None:
    for _ in range(2):
        upgrade(empty)
        assert _tables(empty) == {noun.__tablename__ for noun in NOUNS}
        assert is_current(empty)

        downgrade(empty, "base")
        assert _tables(empty) == set()
        assert not is_current(empty)


def test_every_step_down_can_be_taken_up_again(empty: Engine) -> None:
    for revision in reversed(list(ScriptDirectory.from_config(migrate.config()).walk_revisions())):
        upgrade(empty, revision.revision)
        downgrade(empty, "-1")
        upgrade(empty, revision.revision)

    assert is_current(empty)


def test_an_upgrade_of_what_is_current_does_nothing(engine: Engine) -> None:
    with open_store(engine) as store:
        store.keep(*one_of_every_noun())
    before = _rows(engine)

    upgrade(engine)

    assert _rows(engine) == before


def test_the_revisions_make_exactly_the_tables_that_the_code_describes(engine: Engine) -> None:
    """When this fails: make revision m="What is true now"."""
    with engine.connect() as connection:
        command.check(migrate.config(connection))


def test_the_revisions_know_the_same_checks_as_the_code(empty: Engine) -> None:
    """A new value of an enumeration changes a CHECK, which Alembic does not compare."""
    upgrade(empty)
    migrated = _checks(empty)
    downgrade(empty, "base")
    SQLModel.metadata.create_all(empty)

    assert migrated == _checks(empty)


def _checks(engine: Engine) -> dict[str, list[tuple[str | None, str]]]:
    found = inspect(engine)
    return {
        str(noun.__tablename__): sorted(
            (check["name"], check["sqltext"]) for check in found.get_check_constraints(str(noun.__tablename__))
        )
        for noun in NOUNS
    }


def test_what_was_kept_survives_the_next_migration_and_the_way_back(engine: Engine, next_release: Path) -> None:
    with open_store(engine) as store:
        store.keep(*one_of_every_noun())
    before = _rows(engine)
    assert all(before.values())

    upgrade(engine)
    (person,) = _rows(engine)["person"]
    assert person["called"] == "name"
    assert person["nickname"] == "none"

    downgrade(engine, "-1")
    assert _rows(engine) == before


def test_what_was_kept_survives_the_last_migration(engine: Engine) -> None:
    """With every migration that will be written: what stood in columns that stay is still there afterwards."""
    previous = ScriptDirectory.from_config(migrate.config()).get_revision("head").down_revision
    if previous is None:
        return
    with open_store(engine) as store:
        store.keep(*one_of_every_noun())
    downgrade(engine, "-1")
    before = _rows(engine)

    upgrade(engine)

    after = _rows(engine)
    for table in before.keys() & after.keys():
        stays = [set(old) & set(new) for old, new in zip(before[table], after[table], strict=True)]
        assert [{name: row[name] for name in names} for row, names in zip(before[table], stays, strict=True)] == [
            {name: row[name] for name in names} for row, names in zip(after[table], stays, strict=True)
        ]


def test_a_migration_that_breaks_links_changes_nothing(
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(sqlite_engine) as store:
        store.keep(*one_of_every_noun())
    before = _rows(sqlite_engine)
    _with_one_more(FORGETFUL, tmp_path, monkeypatch)

    with pytest.raises(BrokenLinks, match="account"):
        upgrade(sqlite_engine)

    assert _rows(sqlite_engine) == before


def test_foreign_keys_hold_again_after_a_migration(sqlite_engine: Engine, next_release: Path) -> None:
    upgrade(sqlite_engine)

    with sqlite_engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_database_of_a_newer_release_is_refused(
    engine: Engine, next_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(engine)
    monkeypatch.undo()
    before = _rows(engine)

    for attempt in (upgrade, is_current, lambda engine: downgrade(engine, "base")):
        with pytest.raises(NewerDatabase, match="Nothing was changed"):
            attempt(engine)

    assert _rows(engine) == before


def test_two_processes_may_migrate_at_once(empty: Engine) -> None:
    with ThreadPoolExecutor(2) as both:
        list(both.map(upgrade, [empty, empty]))

    assert is_current(empty)


def test_the_files_are_named_by_their_revisions_and_the_highest_is_the_head() -> None:
    scripts = ScriptDirectory.from_config(migrate.config())
    assert migrate.revisions() == {known.revision for known in scripts.walk_revisions()}
    assert max(migrate.revisions()) == scripts.get_current_head()


def test_who_finds_another_one_migrating_waits_longer_than_a_turn_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY_FOR", 20)
    engine = open_engine(f"sqlite:///{tmp_path}/held.db")
    with engine.connect() as other:
        held = other.begin()
        letting_go = Timer(0.5, held.commit)
        letting_go.start()
        upgrade(engine)
        letting_go.join()

    assert is_current(engine)
    engine.dispose()


def test_the_next_revision_is_written_from_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    revisions = copytree(migrate.HERE, tmp_path / "migrations")
    for known in (revisions / "versions").glob("0*.py"):
        known.unlink()
    monkeypatch.setattr(migrate, "HERE", revisions)

    written = revise("All there is")

    assert written.name == "0001_all_there_is.py"
    assert "sqlmodel" not in written.read_text()
    assert _head() == "0001"


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_column_says_who_may_see_it(noun: type[Noun]) -> None:
    for column in inspect(noun).columns:
        assert privacy_of(noun, column.name) in Privacy


def test_every_table_is_among_the_nouns() -> None:
    assert {noun.__tablename__ for noun in NOUNS} == set(SQLModel.metadata.tables)


def test_the_address_of_the_revisions_may_have_a_percent_sign(
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "HERE", copytree(migrate.HERE, tmp_path / "100% ours"))

    assert is_current(sqlite_engine)


def test_a_database_that_nobody_migrated_is_not_current(empty: Engine) -> None:
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE somebody (words VARCHAR)"))

    assert not is_current(empty)
