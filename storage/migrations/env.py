"""What Alembic runs for each migration; the open connection comes from `storage.migrate`."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from storage.tables import NOUNS


def plainly(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """A revision names SQLAlchemy's own types, so that it reads the same whatever SQLModel calls its own later."""
    if kind == "type" and isinstance(thing, AutoString):
        return f"sa.String({thing.length or ''})"
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=NOUNS[0].metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=plainly,
)
with context.begin_transaction():
    context.run_migrations()
