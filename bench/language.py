"""How long hostile score files take to be refused, and an honest one to be read; each in a process of its own.

    python -m bench.language

The bars: no hostile file takes more than 1 second, or 100 MB above what an empty one takes. What can fail is the
memory, and the seconds as times the floor of the same process (`bench.floor.reading`).
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable

from bench import floor
from score.flat import from_flat
from score.language import read
from score.problems import ScoreProblems

MIB = 1024 * 1024
AT_MOST, MEMORY = 30, 100
"""Times the floor, and MB; measured at most 11 for a score, and 23 MB."""
FLAT_AT_MOST = 120
"""Times the floor for a flat file: 2,000 entries are read, built, and read three times again; measured 39 to 57."""

HEAD = "score: X\npart:\n  id: x\n  name: X\n  kind: company\n"


def honest() -> str:
    """A score of 1 MiB, such as a company of ten thousand people might have."""
    parts = []
    for unit in range(3200):
        parts.append(
            f"    - id: unit-{unit}\n      name: Unit {unit}\n      kind: unit\n      priorities:\n        P-1:\n"
        )
        parts.append(f"          words: {'Visit every oven sixty days before its agreement ends, ' * 4}and {unit}\n")
        parts.append(f"          owner: person-{unit}\n          until: 2027-06-30\n          serves: x/H\n")
    text = HEAD + "  choices:\n    how_to_win:\n      H: Bakes again\n  parts:\n" + "".join(parts)
    return text[: text.rindex("    - id", 0, MIB)]


def keys(line: Callable[[int], str], head: str = "") -> str:
    """As many keys as 2 MiB hold."""
    text, number = [head], 0
    size = len(head)
    while size < 2 * MIB - 200:
        text.append(line(number))
        size += len(text[-1].encode())
        number += 1
    return "".join(text)


def flat(line: Callable[[int], str]) -> bytes:
    """As many entries of a flat list as 2 MiB hold."""
    return keys(line, "lines:\n- {id: top, title: T}\n").encode()


FLAT: dict[str, Callable[[], bytes]] = {
    "flat: one beside the other": lambda: flat(lambda n: f"- {{id: {n}, parent: top, title: T}}\n"),
    "flat: one below the other": lambda: flat(lambda n: f"- {{id: {n}, parent: {n - 1 if n else 'top'}, title: T}}\n"),
    "flat: the same id again": lambda: flat(lambda n: "- {id: x, parent: top, title: T}\n"),
    "flat: all below nobody": lambda: flat(lambda n: f"- {{id: {n}, parent: nobody-{n}, title: T}}\n"),
    "flat: 2,000 honest entries": lambda: bytes(
        "lines:\n- {id: top, title: T}\n"
        + "".join(
            f"- {{id: {n}, parent: top, title: Line {n}, text: What it is, owner: Ada Ek, measure: null}}\n"
            for n in range(1999)
        ),
        "utf-8",
    ),
    "flat: one slug": lambda: flat(
        lambda n: f"- {{id: '{'.' * (n % 97)}x{'!' * (n // 97)}', parent: top, title: T}}\n"
    ),
}
"""Files for `score import`, which reads them, builds a score of them, and reads that three times."""

FILES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "honest, 1 MiB": lambda: honest().encode(),
    "unknown keys": lambda: keys(lambda n: f"k{n}: x\n").encode(),
    "unknown keys, long": lambda: keys(lambda n: f"{'priorities' * 9}{n}: x\n").encode(),
    "priorities that serve nothing": lambda: keys(
        lambda n: f"    P-{n}: {{words: x, serves: x/Q-{n}, nothing: x}}\n", HEAD + "  priorities:\n"
    ).encode(),
    "priorities in one long chain": lambda: keys(
        lambda n: f"    P-{n}:\n      words: {'x' * 300}\n      serves: x/P-{n + 1}\n", HEAD + "  priorities:\n"
    ).encode(),
    "one list of single letters": lambda: bytes("score: [" + "a," * (MIB - 10) + "]", "utf-8"),
    "one long text": lambda: bytes("score: " + "x" * (2 * MIB - 10), "utf-8"),
    "one long text with emoji": lambda: bytes("score: \U0001f600" + "x" * (2 * MIB - 20), "utf-8"),
    "one text on many lines": lambda: bytes("score: |\n" + "  x\n" * (MIB // 2 - 10), "utf-8"),
    "one quoted text of escapes": lambda: bytes('score: "' + "\\0" * (MIB - 10) + '"', "utf-8"),
    "a key that does not end": lambda: bytes("score: x\n" + "a" * (2 * MIB - 20), "utf-8"),
    "20,000 brackets": lambda: b"[" * 20_000,
    "2 MiB of brackets": lambda: b"[" * 2 * MIB,
    "2 MiB of braces": lambda: b"{a: " * (MIB // 2),
    "2 MiB of dashes": lambda: b"- " * MIB,
    "2 MiB of question marks": lambda: b"? " * MIB,
    "2 MiB of anchors": lambda: keys(lambda n: f"- &a{n} x\n").encode(),
    "2 MiB of aliases": lambda: b"- &a x\n" + b"- *a\n" * (2 * MIB // 5 - 10),
    "2 MiB of merge keys": lambda: b"a: &a {}\n" + b"<<: *a\n" * (2 * MIB // 7 - 10),
    "2 MiB of comments": lambda: b"#\n" * MIB,
    "2 MiB of line ends": lambda: b"\n" * 2 * MIB,
    "2 MiB of spaces": lambda: b" " * 2 * MIB,
    "2 MiB of NUL": lambda: b"\0" * 2 * MIB,
    "2 MiB of one key": lambda: b"a: x\n" * (2 * MIB // 5),
    "2 MiB of documents": lambda: b"---\n" * (MIB // 2),
    "2 MiB of tag directives": lambda: keys(lambda n: f"%TAG !a{n}! x\n").encode(),
    "2 MiB of quotes": lambda: b"a: '" + b"''" * (MIB - 10),
    "2 MiB of folded lines": lambda: b'a: "' + b" x\n" * (2 * MIB // 3 - 10),
    "2 MiB of blank lines in a text": lambda: b"a: >\n x\n" + b"\n" * (2 * MIB - 20) + b" x",
    "2 MiB of tags": lambda: b"- !!str x\n" * (2 * MIB // 10),
    "2 MiB of one anchor": lambda: b"&" + b"a" * (2 * MIB - 1),
    "2 MiB of one tag": lambda: b"!" + b"%41" * (2 * MIB // 3),
    "2 MiB of explicit keys": lambda: keys(lambda n: f"? k{n}\n: x\n").encode(),
    "2 MiB of tabs": lambda: b"a:" + b"\t" * (2 * MIB - 2),
    "2 MiB of random bytes": lambda: b"\xff" * 2 * MIB,
    "measures, every one with a mistake": lambda: keys(
        lambda n: f"      M-{n}: {{words: x, start: 5, target: 5, range: 9 to 1, every: never, typ: x}}\n",
        HEAD + "  priorities:\n   P:\n    words: x\n    measures:\n",
    ).encode(),
    "not-choices in priorities": lambda: keys(
        lambda n: f"    P-{n}: {{words: x, not: {{N-{n}: y, M-{n}: z}}, must_be_true: {{T-{n}: w}}}}\n",
        HEAD + "  priorities:\n",
    ).encode(),
    "promises to nobody": lambda: keys(
        lambda n: f"    P-{n}: {{words: x, to: nobody-{n}, serves: x/Q-{n}}}\n", HEAD + "  promises:\n"
    ).encode(),
    "kept, wide": lambda: keys(lambda n: f"  k{n}: {n}\n", "score: X\nkept:\n").encode(),
    "kept, deep": lambda: bytes("score: X\nkept: " + "{a: " * 48 + "x" + "}" * 48, "utf-8"),
    "a text of 2 MiB": lambda: bytes(HEAD + "  about: |\n" + "    x\n" * (MIB // 4), "utf-8"),
    "64 MiB": lambda: b"x" * 64 * MIB,
}


def measure(name: str) -> None:
    """Read one file; print seconds, peak memory in MB, and the kinds of problem."""
    source, reads = (FLAT[name](), from_flat) if name in FLAT else (FILES[name](), read)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    try:
        reads(source, "x.yml")
        said = "read"
    except ScoreProblems as problems:
        said = ", ".join(sorted({problem.kind.value for problem in problems.problems}))
    seconds = time.process_time() - began
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    times = seconds / floor.reading()
    print(f"{name:34} {seconds:7.3f} s {times:7.1f} x the floor {more:8.1f} MB  {said}")
    sys.exit(times > (FLAT_AT_MOST if name in FLAT else AT_MOST) or more > MEMORY)


def main() -> int:
    """All of them; 1 when any says that a bar is not met."""
    command = [sys.executable, "-m", "bench.language"]
    return max(subprocess.run([*command, name], check=False).returncode for name in (*FILES, *FLAT))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1])
    sys.exit(main())
