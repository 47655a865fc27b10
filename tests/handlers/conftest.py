"""What the tests of the conversations share."""

from collections.abc import Iterator

import pytest

from tests.databases import Engines
from tests.orchestra import Orchestra, orchestra


@pytest.fixture
def day(sqlite_engines: Engines) -> Iterator[Orchestra]:
    with orchestra(sqlite_engines.writer.url) as made:
        yield made
