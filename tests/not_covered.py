"""What the tests do not reach, held to the list in not_covered.txt, which may only get shorter.

Run after the tests, on what coverage has measured: `make test` does. Lines are counted for each function, so that
the list stays true when code moves. `python tests/not_covered.py --write` writes down what is so now.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence, Set
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KNOWN = ROOT / "tests" / "not_covered.txt"
LEFT_OUT = ROOT / "build" / "left-out.txt"

HEAD = """\
# What no test reaches: the file, the function, and how many of its lines and branches. This list may only get
# shorter: `make test` fails on what is new, and on what is covered by now. It is written by
# .venv/bin/python tests/not_covered.py --write
# A ~ before the number: threads that race, or text drawn at random, decide how many of these lines are reached, so it
# may be fewer.
"""

CHANCE = "~"


def measured() -> dict[str, int]:
    """How many lines and branches of each function were not reached, by `file function`."""
    coverage = [sys.executable, "-m", "coverage", "json", "--quiet", "-o", "-"]
    report = json.loads(subprocess.run(coverage, check=True, capture_output=True, cwd=ROOT).stdout)
    return {
        f"{Path(file).as_posix()} {name or '(module)'}": missing
        for file, found in sorted(report["files"].items())
        for name, of in found["functions"].items()
        if (missing := of["summary"]["missing_lines"] + of["summary"]["missing_branches"])
    }


def known() -> tuple[dict[str, int], set[str]]:
    """What the list says, and for which functions the number is a matter of chance."""
    if not KNOWN.exists():
        return {}, set()
    lines = [line for line in KNOWN.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    parts = [(name, missing) for name, _, missing in (line.rpartition(" ") for line in lines)]
    by_chance = {name for name, missing in parts if missing.startswith(CHANCE)}
    return {name: int(missing.removeprefix(CHANCE)) for name, missing in parts}, by_chance


def write(now: Mapping[str, int]) -> None:
    """Make the list say what is so; what is a matter of chance stays one, with the highest number seen."""
    before, by_chance = known()
    most = {name: max(before[name], now.get(name, 0)) for name in by_chance}
    lines = {name: str(missing) for name, missing in now.items()}
    lines |= {name: f"{CHANCE}{missing}" for name, missing in most.items()}
    KNOWN.write_text(HEAD + "".join(f"{name} {lines[name]}\n" for name in sorted(lines)), "utf-8")


def problems(now: Mapping[str, int], before: Mapping[str, int], by_chance: Set[str]) -> list[str]:
    """What the list does not know, and what it says that is not so any more."""
    new = [
        f"not covered: {name}, {now[name]} lines and branches ({before.get(name, 0)} are known)"
        for name in now
        if now[name] > before.get(name, 0)
    ]
    gone = [
        f"covered by now: {name}, {before[name] - now.get(name, 0)} of {before[name]}; take it off the list"
        for name in before
        if now.get(name, 0) < before[name] and name not in by_chance
    ]
    return new + gone


def main(arguments: Sequence[str]) -> int:
    """Compare, or write."""
    now = measured()
    if arguments == ["--write"]:
        write(now)
        print(f"{sum(now.values())} lines and branches are not covered: {KNOWN.relative_to(ROOT)}")
        return 0
    if os.environ.get("CI") != "true" and LEFT_OUT.exists() and LEFT_OUT.read_text():
        print("What the tests cover was not compared, since some were left out.")
        return 0
    found = problems(now, *known())
    print("\n".join(found) or f"{sum(now.values())} lines and branches are not covered, all of them known.")
    if found:
        print(
            f"\nWrite a test, or {Path(sys.executable).name} tests/not_covered.py --write, and say why in the commit."
        )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
