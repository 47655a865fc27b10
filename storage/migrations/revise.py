"""The next revision, from what the tables say now: `make revision m="People have a nickname"`.

Read what it wrote: new names look to it like one column gone and another come. To make the last one anew, delete
its file first.
"""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.script import ScriptDirectory

from storage import migrate
from storage.store import open_engine


def revise(message: str) -> Path:
    """Write the revision between the last one and the tables, and return its file."""
    scripts = ScriptDirectory.from_config(migrate.config())
    number = int(scripts.get_current_head() or "0") + 1
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/until-now.db")
        try:
            migrate.upgrade(engine)
            with engine.begin() as connection:
                made = command.revision(migrate.config(connection), message, autogenerate=True, rev_id=f"{number:04d}")
        finally:
            engine.dispose()
    assert made is not None
    assert not isinstance(made, list)
    path = Path(made.path)
    path.write_text(re.sub(r"^ +# ### .*\n", "", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    return path


if __name__ == "__main__":
    message = " ".join(sys.argv[1:]).strip().rstrip(".")
    if not re.search(r"\w", message):
        raise SystemExit('Say what will be true: make revision m="People have a nickname"')
    revise(message)
