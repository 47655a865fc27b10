"""Every measurement, one after the other: `make bench`."""

import subprocess
import sys

BENCHES = (
    "bench.turns",
    "bench.render",
    "bench.language",
    "bench.rules",
    "bench.lessons",
    "bench.roster",
    "bench.readings",
    "bench.not_choices",
    "bench.slack",
    "bench.teams",
    "bench.teams_waits",
    "bench.many",
    "bench.delivering",
    "bench.planning",
    "bench.idle",
    "bench.home",
    "bench.model",
    "bench.sent",
)


def main() -> int:
    """Run them all; 1 when any says that a bar is not met."""
    worst = 0
    for name in BENCHES:
        print(f"\n== {name}", flush=True)
        worst = max(worst, subprocess.run([sys.executable, "-m", name], check=False).returncode)
    return min(worst, 1)


if __name__ == "__main__":
    sys.exit(main())
