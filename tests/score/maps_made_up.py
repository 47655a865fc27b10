"""Scores made up for maps: parts in parts to any depth, lines that serve each other, and what came of them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from handlers.cards import ScoreMap
from handlers.views.score_map import piece_of
from score.map import WITHIN, Came, TeamWork, chart
from storage.tables import LineKind, LineState, Part, PartKind, Wording

TODAY = date(2027, 3, 9)
WORDS = ("Halve", "the", "quoting", "time", "for", "harbours", "שלום", "العربية", "漢字仮名", "naïve", "👩‍🔧")
HOSTILE = "</text><script>alert(1)</script>\u202e \u2066\x07&<!--" + "x" * 80


def part(handle: str, parent: str | None = None, kind: PartKind = PartKind.UNIT, **more: Any) -> Part:
    return Part(
        **{
            "id": f"part-{handle}",
            "workspace_id": "w",
            "edition_id": "e",
            "handle": handle,
            "parent": parent,
            "kind": kind,
            "name": handle.title(),
            "position": 0,
            **more,
        }
    )


def line(address: str, kind: LineKind = LineKind.PRIORITY, **more: Any) -> Wording:
    return Wording(
        **{
            "id": f"wording-{address}",
            "workspace_id": "w",
            "edition_id": "e",
            "line_id": address.replace("/", "-"),
            "part": address.partition("/")[0],
            "address": address,
            "kind": kind,
            "words": f"Words of {address}",
            "position": 0,
            **more,
        }
    )


class MadeUp:
    """A score of any shape, the same for the same seed."""

    def __init__(self, seed: int, lines: int = 60) -> None:
        chance = Random(seed)
        count = chance.randint(1, max(2, lines // 6))
        self.parts = [part("p0", None, PartKind.COMPANY)]
        for n in range(1, count):
            above = chance.choice(self.parts).handle if chance.random() < 0.95 else None
            kind = chance.choice([PartKind.UNIT, PartKind.TEAM, PartKind.PERSON])
            self.parts.append(part(f"p{n}", above, kind, name=self._words(chance, 12)))
        self.lines: list[Wording] = []
        for n in range(lines):
            self.lines.append(self._line(chance, n))
        pulling = [one.address for one in self.lines if one.kind not in WITHIN]
        if len(pulling) > 1:
            tensions = [{"between": chance.sample(pulling, 2), "words": self._words(chance, 9)} for _ in range(3)]
            self.parts[0] = part("p0", None, PartKind.COMPANY, tensions=tensions, name=HOSTILE)
        self.came = self._came(chance)
        self.open = [one.handle for one in self.parts if chance.random() < 0.7]

    @staticmethod
    def _words(chance: Random, most: int) -> str:
        return HOSTILE if chance.random() < 0.05 else " ".join(chance.choices(WORDS, k=chance.randint(1, most)))

    def _line(self, chance: Random, n: int) -> Wording:
        kind = chance.choice(list(LineKind))
        above = chance.choice(self.lines).address if self.lines and chance.random() < 0.8 else None
        return line(
            f"{chance.choice(self.parts).handle}/L-{n}",
            kind,
            words=self._words(chance, 40),
            serves=above,
            state=chance.choice(list(LineState)),
            until=TODAY + timedelta(days=chance.randint(-90, 90)) if chance.random() < 0.5 else None,
        )

    def _came(self, chance: Random) -> Came:
        ids = [one.line_id for one in self.lines]
        teams = [
            TeamWork(
                chance.choice(self.parts).handle,
                chance.randint(1, 9),
                dict.fromkeys(chance.sample(ids, min(3, len(ids))), chance.randint(0, 9))
                | {None: chance.randint(0, 9)},
            )
            for _ in range(6)
        ]
        days: Mapping[str, date] = {one: TODAY - timedelta(days=chance.randint(0, 80)) for one in ids}
        return Came(teams, {one: day for one, day in days.items() if chance.random() < 0.5}, days)


def large(lines: int = 500) -> tuple[Sequence[Part], Sequence[Wording]]:
    """An organisation of a company, eight units of four teams each, and so many lines, each of which serves another."""
    parts = [part("company", None, PartKind.COMPANY)]
    for unit in range(8):
        parts.append(part(f"unit{unit}", "company"))
        parts += [part(f"team{unit}{team}", f"unit{unit}", PartKind.TEAM) for team in range(4)]
    above = {one.handle: one.parent for one in parts}
    made: list[Wording] = []
    for n in range(lines):
        here = parts[n % len(parts)].handle
        serves = [one.address for one in made if one.part == above[here]]
        made.append(line(f"{here}/P-{n}", serves=serves[n % len(serves)] if serves else None))
    return parts, made


def written_all_over(text: str) -> ScoreMap:
    """A map with `text` wherever somebody's words can stand."""
    tension = {"between": ["p/L-1", "p/L-2"], "words": text}
    parts = [part("p", None, PartKind.COMPANY, name=text, tensions=[tension]), part("q", "p", name=text)]
    lines = [
        line("p/L-1", words=text),
        line("p/L-2", LineKind.PROMISE, words=text, serves="p/L-1", to_part="q"),
        line("q/L-3", words=text, serves="p/L-1"),
    ]
    return piece_of(chart(parts, lines, TODAY, open=["p"]), for_all=True)
