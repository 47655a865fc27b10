"""Databases for the tests: a fresh one for each, with the tables of this release, of both kinds."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import count
from pathlib import Path
from shutil import copyfile
from typing import Any

from sqlalchemy import URL, Column, Engine, Enum, TypeDecorator, make_url, text
from sqlmodel import create_engine

from storage import migrate
from storage.store import open_engine
from storage.tables import NOUNS, Noun
from tests.postgres import one_at_a_time

FIRST = datetime(2026, 3, 9, 9, tzinfo=UTC)
"""A Monday on which the examples happen."""


@dataclass(frozen=True)
class Engines:
    """One database: an engine that writes, and one that only reads."""

    writer: Engine
    reader: Engine


@contextmanager
def engines_for(url: str | URL) -> Iterator[Engines]:
    """Both engines of one database; afterwards no connection is left open."""
    engines = Engines(open_engine(url), open_engine(url, read_only=True))
    try:
        yield engines
    finally:
        engines.reader.dispose()
        engines.writer.dispose()


@contextmanager
def migrated(url: str | URL) -> Iterator[Engine]:
    """An engine for an empty database, which then has the tables."""
    engine = open_engine(url)
    try:
        migrate.upgrade(engine)
        yield engine
    finally:
        engine.dispose()


def make_sqlite(path: Path) -> Path:
    """A file with the tables and nothing in them, to be copied."""
    with migrated(f"sqlite:///{path}"):
        return path


def copied(template: Path, path: Path) -> str:
    """The URL of a copy of `template`."""
    copyfile(template, path)
    return f"sqlite:///{path}"


class Postgres:
    """A server on which each test gets a database of its own."""

    def __init__(self, url: str, folder: Path, worker: str) -> None:
        self.url = make_url(url)
        self.folder, self.worker = folder, worker
        self.template = f"{folder.name}_template".replace("-", "_")
        self._admin = create_engine(self.url, isolation_level="AUTOCOMMIT")
        self._count = count(1)

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[URL]:
        """A database for one test; with the tables, or with nothing at all."""
        name = f"{self.template}_{self.worker}_{next(self._count)}"
        if not empty:
            self._have_template()
        self._do(f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else self.template}")
        try:
            yield self.url.set(database=name)
        finally:
            self.drop(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def close(self) -> None:
        """Leave the server."""
        self._admin.dispose()

    def _have_template(self) -> None:
        made = self.folder / "template"
        if made.exists():
            return
        with one_at_a_time(self.folder):
            if made.exists():
                return
            self._do(f"CREATE DATABASE {self.template} TEMPLATE template0")
            with migrated(self.url.set(database=self.template)):
                made.touch()

    def _do(self, command: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(command))


def one_of_every_noun() -> list[Noun]:
    """A noun of every kind, each referring to those before it, with a value in every column that can have one."""
    nouns: list[Noun] = []
    for kind in NOUNS:
        earlier = {str(type(noun).__tablename__): noun.id for noun in nouns}  # type: ignore[attr-defined]
        columns: Mapping[str, Column[Any]] = kind.__table__.columns  # type: ignore[attr-defined]
        nouns.append(kind(**{name: _example(column, earlier) for name, column in columns.items()}))
    return nouns


def _example(column: Column[Any], earlier: Mapping[str, str]) -> object:
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return earlier.get(key.target_fullname.split(".")[0])
    if column.primary_key:
        return f"{column.table.name}-1"
    if isinstance(column.type, Enum):
        kind: type[StrEnum] = column.type.enum_class  # type: ignore[assignment]
        return next(iter(kind))
    stored = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    examples: Mapping[type, object] = {
        str: column.name,
        int: 3,
        float: 0.25,
        bool: True,
        datetime: FIRST,
        date: FIRST.date(),
        object: {"json": column.name},
    }
    return examples[stored.python_type]
