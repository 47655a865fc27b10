"""The database brought to the tables that this release knows, and back.

One set of revisions serves SQLite and PostgreSQL. All that a call does is one transaction: it stays, or nothing
does. Several processes may call at once; the first one works and the others find it done.

Alembic is only imported to change tables: a server that finds them as they should be saves its 8 MB.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from storage.store import BUSY_FOR

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent / "migrations"

QUEUE = 7011992
"""The PostgreSQL advisory lock behind which migrations wait for each other; any number that nobody else uses."""


WAITS_FOR = 60_000
"""Milliseconds for which a process waits on SQLite while another one migrates; PostgreSQL's queue knows no limit."""


class NewerDatabase(RuntimeError):
    """The database was written by a release that is newer than this one."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database is at revision {revision}, which this release does not know. Nothing was changed. "
            "Start the newer release, or restore a backup from before it."
        )
        self.revision = revision


class BrokenLinks(RuntimeError):
    """A migration would have left rows that name what is no longer there; nothing was changed."""

    def __init__(self, tables: list[str]) -> None:
        super().__init__(f"rows of {', '.join(tables)} would name what is no longer there; nothing was changed")
        self.tables = tables


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database up to `revision`. Raises NewerDatabase when it is beyond this release."""
    with migrating(engine) as connection:
        upgrade_within(connection, revision)


def upgrade_within(connection: Connection, revision: str = "head") -> None:
    """The same in a transaction that `migrating` has begun."""
    from alembic import command

    _refuse_newer(connection)
    command.upgrade(config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to `revision`; `base` is the empty database. What only later tables hold is lost."""
    from alembic import command

    with migrating(engine) as connection:
        _refuse_newer(connection)
        command.downgrade(config(connection), revision)


def is_current(engine: Engine) -> bool:
    """Whether the database has exactly the tables of this release. Raises NewerDatabase when it is beyond it."""
    with engine.connect() as connection:
        return is_current_within(connection)


def is_current_within(connection: Connection) -> bool:
    """The same in a transaction that is open already."""
    _refuse_newer(connection)
    return _revision(connection) == max(revisions())


def config(connection: Connection | None = None) -> "Config":
    """What Alembic needs to know; there is no alembic.ini."""
    from alembic.config import Config

    made = Config(attributes={"connection": connection})
    made.set_main_option("script_location", str(HERE).replace("%", "%%"))
    return made


def revisions() -> set[str]:
    """The revisions that this release knows, by the files that make them; the highest is its own."""
    return {file.stem.partition("_")[0] for file in (HERE / "versions").glob("*.py")}


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _refuse_newer(connection: Connection) -> None:
    revision = _revision(connection)
    if revision and revision not in revisions():
        raise NewerDatabase(revision)


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables may be changed, while nobody else does so."""
    if engine.dialect.name == "sqlite":
        with _without_foreign_keys(engine) as connection:
            yield connection
        return
    # A stricter isolation would go on seeing the database as it was before it waited in the queue.
    with engine.connect().execution_options(isolation_level="READ COMMITTED") as connection, connection.begin():
        connection.execute(text("SELECT pg_advisory_xact_lock(:queue)"), {"queue": QUEUE})
        yield connection


@contextmanager
def _without_foreign_keys(engine: Engine) -> Iterator[Connection]:
    """A transaction in which SQLite lets a table be copied and dropped although others refer to it."""
    with engine.connect() as connection:
        # The setting is deaf inside a transaction, so it goes past SQLAlchemy, which would begin one.
        cursor = connection.connection.cursor()
        try:
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute(f"PRAGMA busy_timeout={WAITS_FOR}")
            with connection.begin():
                yield connection
                broken = {str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
                if broken:
                    raise BrokenLinks(sorted(broken))
        finally:
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.execute(f"PRAGMA busy_timeout={BUSY_FOR}")
            cursor.close()
