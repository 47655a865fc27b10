"""SQLite's full text search as a matcher, with its Porter stemmer: what comes with every Python and costs nothing."""

import re
import sqlite3
from collections.abc import Sequence

from storage.tables import Wording

_WORD = re.compile(r"\w+")


class FullText:
    """Some lines, ready to be ranked by all that they say."""

    def __init__(self, lines: Sequence[Wording]) -> None:
        self._ids = [line.line_id for line in lines]
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE line USING fts5(words, tokenize = 'porter unicode61')")
        rows = [(" ".join((line.words, line.about, line.because, line.plan)),) for line in lines]
        self._base.executemany("INSERT INTO line (words) VALUES (?)", rows)

    def rank(self, text: str) -> list[str]:
        """The ids of all lines, those that share most with `text` first (BM25), the others in their order."""
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(_WORD.findall(text)))
        found = self._base.execute("SELECT rowid FROM line WHERE line MATCH ? ORDER BY rank", (asked,)) if asked else ()
        first = [self._ids[rowid - 1] for (rowid,) in found]
        return [*first, *(id for id in self._ids if id not in set(first))]
