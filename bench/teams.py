"""The door to Teams under load, beside a bare handler that verifies the same token and parses the same JSON:
`bench/teams_servers.py`.

Bars: at least half of the bare handler's throughput; alone, half of all answers within 10 ms; 200 a second for 60 s
(60 % presses, 30 % hand-ins, 10 % looks) with p99 under 500 ms and none over 3 s; 400 a second for 10 s; a form is the
answer to its press within 1 s while 50 presses a second go on. Each is printed as met or not; what fails the run is
what was lost, doubled or answered with an error, and far more CPU beside the bare handler than was measured.
"""

import sys
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from bench import town
from bench.posts import Post, Signs
from bench.slack import SHARE, Bench, Server, main, met, started
from bench.teams_servers import known_to
from bench.teams_town import NAMED, morning, signed
from tests.fakes.teams import FakeTeams

SERVERS = "bench.teams_servers"

AT_MOST = 60
"""Times the CPU of the bare handler that one of the mix may cost, the outbox and what it shows included: about 25."""


@dataclass
class TeamsBench(Bench):
    """The same at Teams."""

    beside: str = "a bare handler"
    leaves_a_key: Collection[str] = ("press", "hand-in", "look")
    teams: FakeTeams = field(default_factory=FakeTeams)

    def signs(self, _server: Server) -> Signs:
        """Each with a token of Microsoft's."""

        def request(post: Post) -> bytes:
            return signed(self.teams, post)

        return request


async def measure(folder: Path, seconds: int) -> list[str]:
    """Print the figures; gives what is not as it has to be."""
    size = NAMED + 100 + (200 * seconds + 400 * 10) * 3 // 10
    teams = FakeTeams()
    known_to(teams, town.handles(size))
    async with teams.serving(), started("bare", teams.address, of=SERVERS) as bare:
        url, doings = await morning(folder, size, teams)
        async with started("ours", url, teams.address, of=SERVERS) as ours:
            bench = TeamsBench(ours, bare, doings, folder / "teams.db", [], teams=teams)
            await bench.alone()
            share, floor = await bench.throughput()
            print(f"  share of the bare handler's throughput: {share:.2f} (bar: {SHARE}, {met(share >= SHARE)})")
            await bench.forms(10)
            each = await bench.steady(200, seconds)
            print(f"  CPU beside the bare handler's for one press or look: ratio {each / floor:.1f}")
            if each / floor > AT_MOST:
                bench.failed.append(f"{each / floor:.0f} times the CPU of the bare handler")
            await bench.steady(400, 10)
            return bench.failed


if __name__ == "__main__":
    sys.exit(main(measure))
