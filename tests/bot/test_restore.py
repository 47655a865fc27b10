"""Started on a backup, nobody is asked for a day that is over: the steps of docs/operate.md."""

import sqlite3
from collections import Counter
from datetime import timedelta
from pathlib import Path

from storage.tables import Delivery, DeliveryState
from tests.databases import Engines
from tests.orchestra import orchestra


def test_on_a_backup_of_yesterday_today_is_asked_for_once_and_yesterday_is_over(
    sqlite_engines: Engines, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    with orchestra(sqlite_engines.writer.url) as day:
        day.player("Ada")
        day.clock.at += timedelta(hours=3, minutes=1)
        day.run(day.conductor.tick())
        # While it runs, and before anything was sent.
        with sqlite3.connect(sqlite_engines.writer.url.database or "") as backing_up:
            backing_up.execute("VACUUM INTO ?", (str(copy),))
        backing_up.close()
        day.send()
        asked, day.mouth.sent[:] = len(day.mouth.sent), []

        with sqlite3.connect(copy) as looking:
            assert looking.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        looking.close()
        day.starts_on(f"sqlite:///{copy}")
        day.goes_on(days=1)

        states = Counter(one.state for one in day.all(Delivery))
        assert asked == len(day.mouth.sent) == 1
        assert states == {DeliveryState.EXPIRED: 1, DeliveryState.SENT: 1}
