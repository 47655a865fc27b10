"""What the machine of this run does with a plain job of the standard library, to hold our own beside.

Seconds say as much of a machine and its neighbours as of the code: between two machines, or two hours on a shared
one, the same work has taken four times as long. A ratio of CPU in one run says what the code does.
"""

import csv
import io
import time

ROUNDS = 5
BYTES = 2 * 1024 * 1024
_ROW = "p{0},Person {0},p{0}@example.org,Europe/Dublin,mon-fri,IE,team-{1}\n"


def reading() -> float:
    """Seconds of CPU that `csv` takes to read 2 MiB of honest rows into dictionaries, the best of five rounds."""
    text = "".join(_ROW.format(n, n // 8) for n in range(BYTES // len(_ROW)))[:BYTES]
    head = ("handle", "name", "email", "zone", "days", "country", "team")
    return min(_seconds(text, head) for _ in range(ROUNDS))


def _seconds(text: str, head: tuple[str, ...]) -> float:
    began = time.process_time()
    rows = [dict(zip(head, row, strict=False)) for row in csv.reader(io.StringIO(text, newline=""))]
    took = time.process_time() - began
    assert len(rows[0]) == len(head)
    return took
