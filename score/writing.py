"""A score file written out, as somebody would write it by hand: what `score.language` reads again as the same."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import yaml

from score.bonds import ACCEPT, NEEDS, TENSIONS
from score.language import ALSO_CALLED, LAG, LEAD, MUST_BE_TRUE, NOT, SAME_WORDS
from score.values import UNITS, plain_scalar
from score.written import Accepted, Need, ScoreFile, WrittenLine, WrittenMeasure, WrittenPart, WrittenTension
from storage.tables import LineKind, LineState, Visible

WIDTH = 110
"""Columns after which a long sentence goes on in the next line."""


class _Writer(yaml.SafeDumper):
    """YAML in blocks; a text that could be read as something else stands in quotes, one of several lines as a block."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists stand further in than the key that they are under."""
        super().increase_indent(flow, False)


def _text(writer: _Writer, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else "'" if plain_scalar(text) != text else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(str, _text)


def write_data(data: Mapping[str, Any]) -> str:
    """Mappings, lists, texts, numbers, true, false and null as YAML that says the same."""
    return yaml.dump(data, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=WIDTH)


def write(score: ScoreFile) -> str:
    """The file that says what `score` says; comments and the manner in which it was written are not in it."""
    return write_data(data_of(score))


def data_of(score: ScoreFile) -> dict[str, Any]:
    """The same as data: what stands under each key."""
    tree = _Tree(score)
    said = {"score": score.name, "season": score.season, "language": score.language, "kept": dict(score.kept)}
    return {**_without_nothing(said), "part": tree.part(score.parts[0])}


class _Tree:
    """The parts and lines of a file, each found by what it stands in."""

    def __init__(self, score: ScoreFile) -> None:
        self._within: dict[str | None, list[WrittenPart]] = {}
        for part in score.parts:
            self._within.setdefault(part.parent, []).append(part)
        self._lines: dict[tuple[str, LineKind, str | None], list[WrittenLine]] = {}
        for line in score.lines:
            inside = line.serves if "serves" not in line.places else None
            self._lines.setdefault((line.part, line.kind, inside), []).append(line)

    def part(self, part: WrittenPart) -> dict[str, Any]:
        """What stands under a part, with the parts in it."""
        kinds = [kind for kind in LineKind if kind.is_choice]
        choices = _without_nothing({kind.value: self._under(part.id, kind) for kind in kinds})
        return _without_nothing({
            "id": part.id,
            "name": part.name,
            "kind": part.kind.value,
            "visible": part.visible.value if part.visible is not Visible.ALL else None,
            "about": part.about,
            "allowance": None if part.allowance is None else _number(part.allowance),
            "hours": None if part.hours is None else _number(part.hours),
            "choices": choices,
            "priorities": self._under(part.id, LineKind.PRIORITY),
            "promises": self._under(part.id, LineKind.PROMISE),
            NOT: self._under(part.id, LineKind.NOT_CHOICE),
            TENSIONS: _told(part.tensions),
            ACCEPT: _told(part.accept),
            SAME_WORDS: [", ".join(one) for one in part.same_words],
            "kept": dict(part.kept),
            "parts": [self.part(inner) for inner in self._within.get(part.id, [])],
        })  # fmt: skip

    def _under(self, part: str, kind: LineKind, within: str | None = None) -> dict[str, Any]:
        return {line.id: self._line(line) for line in self._lines.get((part, kind, within), [])}

    def _line(self, line: WrittenLine) -> str | dict[str, Any]:
        said = _without_nothing(_said(line))
        inner = {
            "measures": self._under(line.part, LineKind.MEASURE, line.address),
            NOT: self._under(line.part, LineKind.NOT_CHOICE, line.address),
            MUST_BE_TRUE: self._under(line.part, LineKind.CONDITION, line.address),
            ACCEPT: _told(line.accept),
            "was": line.was,
            "kept": dict(line.kept),
        }
        whole = {**said, **_without_nothing(inner)}
        short = line.kind not in (LineKind.PRIORITY, LineKind.PROMISE)
        return line.words if short and list(whole) == ["words"] else whole


def _said(line: WrittenLine) -> dict[str, Any]:
    return {
        "words": line.words,
        "owner": line.owner,
        "deputy": line.deputy,
        "to": line.to,
        "begins": line.begins,
        "until": line.until,
        "standing": line.standing or None,
        "horizon": f"{line.horizon} months" if line.horizon else None,
        "serves": line.serves if "serves" in line.places else None,
        "state": line.state.value if line.state is not LineState.OPEN else None,
        "test": line.test,
        "accepted": None if line.accepted else "no",
        "customer": line.customer,
        "resource": line.resource,
        "hours": None if line.hours is None else _number(line.hours),
        NEEDS: _told(line.needs),
        **(dict(_measured(line.measure, "direction" in line.places)) if line.measure else {}),
        "about": line.about,
        "because": line.because,
        "plan": line.plan,
        ALSO_CALLED: ", ".join(line.also_called),
    }


def _measured(measure: WrittenMeasure, says_direction: bool) -> Iterator[tuple[str, Any]]:
    yield "unit", measure.unit
    yield "start", None if measure.start is None else _number(measure.start)
    yield "target", None if measure.target is None else _number(measure.target)
    # Start and target say it already, and where nothing says it nothing is made up.
    if says_direction and (measure.start is None or measure.target is None):
        yield "direction", measure.direction.value
    if measure.lowest is not None and measure.highest is not None:
        yield "range", f"{_number(measure.lowest)} to {_number(measure.highest)}"
    yield "source", measure.source
    yield "every", _every(measure.cadence) if measure.cadence else None
    yield "type", LEAD if measure.leads else LAG
    yield "scope", measure.scope
    yield "subtotal", "yes" if measure.subtotal else None


def _told(several: Sequence[Need | WrittenTension | Accepted]) -> list[dict[str, Any]]:
    return [_without_nothing(one.told()) for one in several]


def _every(days: int) -> str:
    unit = next((name for name, length in UNITS.items() if length == days), None)
    return unit or f"{days} days"


def _number(value: float) -> Any:
    """A whole number without its point; others without an exponent."""
    return int(value) if value.is_integer() else _Plain(format(Decimal(repr(value)), "f"))


class _Plain(str):
    """Figures that are to stand without quotes."""


def _plain(writer: _Writer, text: _Plain) -> yaml.ScalarNode:
    return writer.represent_scalar("tag:yaml.org,2002:float", str(text))


_Writer.add_representer(_Plain, _plain)


def _without_nothing(said: Mapping[str, Any]) -> dict[str, Any]:
    empty: Sequence[Any] = (None, "", {}, [])
    return {key: value for key, value in said.items() if value not in empty}
