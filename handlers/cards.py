"""What is shown, said by meaning; each door's renderer decides how it looks.

Our words are `Filled` phrases. What people wrote is `Theirs`, which renderers show as it stands and never parse,
and which knows who may see it. A line of the score is its `Wording`. Nothing here is markup.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum

from prompts import Filled
from score.map import Chart
from storage.tables import Noun, PlaceKind, Privacy, Wording, privacy_here


@dataclass(frozen=True)
class Theirs:
    """A value that somebody gave us, with who may see it."""

    text: str
    privacy: Privacy

    def __str__(self) -> str:
        return self.text


def theirs(noun: Noun, column: str) -> Theirs:
    """The value of `column`, with the privacy that the schema gives it."""
    return Theirs(str(getattr(noun, column)), privacy_here(noun, column))


@dataclass(frozen=True)
class Claim:
    """What an answer says, and the numbers of the citations that it stands on, counted from 1.

    A line that is claimed is named by its words alone: its address stands with its number among the citations.
    """

    says: "Filled | Theirs | Wording"
    on: tuple[int, ...] = (1,)


def named(line: Wording) -> str:
    """The words of a line as they stand within a sentence: a full stop of their own would end it."""
    return line.words.removesuffix(".")


Text = Filled | Theirs | Wording | Claim
"""What can stand in a piece. A `Filled` may hold the others as values."""


class Tone(StrEnum):
    """What a quote is about."""

    PLAIN = "plain"
    STUCK = "stuck"
    WON = "won"


@dataclass(frozen=True)
class Prose:
    """A paragraph of ours, with other people's values in it. `quiet` is for second thoughts."""

    words: Filled
    quiet: bool = False


@dataclass(frozen=True)
class Heading:
    """What the pieces after it are about, up to the next one; for cards that are as long as a page."""

    words: Filled


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, and whose they are."""

    words: Theirs
    by: Filled
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Facts:
    """Labelled values, read as a short list."""

    pairs: Sequence[tuple[Filled, Text]]


@dataclass(frozen=True)
class Meter:
    """A share from 0.0 to 1.0 with the count behind it; `mark` is a share that somebody agreed on."""

    label: Filled
    share: float
    count: Filled
    mark: float | None = None


@dataclass(frozen=True)
class LineEntry:
    """A line of the score, and what there is to say about it."""

    line: Wording
    note: Filled | None = None


@dataclass(frozen=True)
class Lines:
    """Lines of the score, one below the other."""

    entries: Sequence[LineEntry]


@dataclass(frozen=True)
class Citations:
    """What an answer stands on: lines of the score by their numbers, from 1 on, and where they are taken from.

    `source` says which edition, and who put the answer into words; `more` that other lines would fit as well. It is
    about the `first` of them: the others are what it stands on besides. `by_model` is whether a model worded it.
    """

    lines: Sequence[Wording]
    source: Filled
    more: Filled | None = None
    first: int = 1
    by_model: bool = False


@dataclass(frozen=True)
class Bar:
    """How many tasks went to one thing: a line, or what is tied to none."""

    what: Text
    count: int
    value: Filled


@dataclass(frozen=True)
class Comparison:
    """How the work went to several lines and to none. `says` tells all of it in one sentence.

    `whirlwind` is what was tied to no line, and `mark` the share of it that somebody agreed on; `ends` says in words
    what share was tied and what was not. Without `ends` there are too few people for shares, and none is drawn.
    """

    says: Filled
    bars: Sequence[Bar]
    whirlwind: Bar
    ends: tuple[Filled, Filled] | None = None
    mark: float | None = None


@dataclass(frozen=True)
class Beat:
    """One day on the staff: its short name, and whether it is today."""

    name: Filled
    today: bool = False


@dataclass(frozen=True)
class Voice:
    """One row of the staff: how many tasks went to it on each day, and what that makes in all."""

    what: Text
    counts: Sequence[int]
    total: Filled


@dataclass(frozen=True)
class Staff:
    """The days as they were played: rows are lines and then whirlwind, columns are days. `says` tells it in words."""

    title: Filled
    says: Filled
    beats: Sequence[Beat]
    voices: Sequence[Voice]
    whirlwind: Voice


@dataclass(frozen=True)
class ScoreMap:
    """The score as a map: parts in parts with their lines, and what serves what. `says` tells in words what it shows.

    `kinds` says what each line is, and `notes` what is known of it, by its id; those of a part by its handle after
    `score.map.PART`. `for_all` is whether everybody in the workspace may see all that stands on it.
    """

    says: Filled
    chart: Chart
    kinds: Mapping[str, Filled]
    notes: Mapping[str, Filled]
    for_all: bool = False


@dataclass(frozen=True)
class Button:
    """Something to press. `action` names the handler that answers it, as `module.function`.

    `shorter` is a value that says less, for where a platform has no room for all of `value`; without one there is room.
    """

    label: Filled
    action: str
    value: str = ""
    main: bool = False
    quiet: bool = False
    shorter: str = ""


@dataclass(frozen=True)
class Buttons:
    """Things to press, side by side; one is the main one at most."""

    buttons: Sequence[Button]


@dataclass(frozen=True)
class Opinion:
    """Whether an answer helped, said with one press of two; a platform may have something of its own for that."""

    helped: Button
    not_helped: Button

    @property
    def buttons(self) -> Sequence[Button]:
        """The same as things to press."""
        return self.helped, self.not_helped


@dataclass(frozen=True)
class Entry:
    """One thing on a checklist: what it is, the line it plays from, and what can be said of it with one press.

    `chosen` is the value of the choice that holds now, None while nothing was said.
    """

    words: Theirs
    choices: Sequence[Button] = ()
    chosen: str | None = None
    line: Wording | None = None
    note: Filled | None = None


@dataclass(frozen=True)
class Checklist:
    """Things to be marked, one press each."""

    entries: Sequence[Entry]
    label: Filled | None = None


@dataclass(frozen=True)
class Audience:
    """Who will see what is written here, or who sees this card."""

    words: Filled
    sees: Privacy


Piece = (
    Prose
    | Heading
    | Quote
    | Facts
    | Meter
    | Lines
    | Citations
    | Comparison
    | Staff
    | ScoreMap
    | Buttons
    | Opinion
    | Checklist
    | Audience
)


@dataclass(frozen=True)
class Card:
    """One message: the sentence it could be cut down to, then its pieces."""

    says: Filled
    pieces: Sequence[Piece] = ()
    title: Filled | None = None


class FieldKind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    CHOICES = "choices"
    TICK = "tick"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    LINE = "line"
    FILE = "file"


@dataclass(frozen=True)
class Option:
    """One value that a field can take."""

    value: str
    label: Text


@dataclass(frozen=True)
class Field:
    """Something to fill in.

    `label` can be read by itself. `value` is what stands there already. `lines_from` names the look that offers
    lines for a line picker. A tick's value is "yes" or "". Values of `CHOICES` are parted by spaces.
    """

    name: str
    label: Filled
    audience: Audience
    kind: FieldKind = FieldKind.TEXT
    options: Sequence[Option] = ()
    value: Theirs | None = None
    hint: Filled | None = None
    optional: bool = True
    longest: int = 3000
    lines_from: str = ""
    under: Filled | None = None
    """The heading that this field begins or shares; fields in a row with the same one stand together."""


@dataclass(frozen=True)
class Form:
    """Fields handed in together. `action` names the handler that receives them; `about` comes back as it went out."""

    title: Filled
    action: str
    fields: Sequence[Field]
    submit: Filled
    about: Mapping[str, str] = field(default_factory=dict)
    note: Filled | None = None
    says: Filled | None = None


class PrivateShown(RuntimeError):
    """A card would have shown a person's private value where others read along."""


def values_in(shown: object) -> Iterator[Theirs]:
    """Everything in a card, form or piece that is somebody's."""
    if isinstance(shown, Theirs):
        yield shown
    elif isinstance(shown, Filled):
        for value in shown.values.values():
            yield from values_in(value)
    elif isinstance(shown, list | tuple):
        for one in shown:
            yield from values_in(one)
    elif is_dataclass(shown):
        for each in fields(shown):
            yield from values_in(getattr(shown, each.name))


def refuse_private(shown: Card | Form, where: PlaceKind) -> None:
    """Every renderer asks this first: raises PrivateShown for a private value outside a direct place."""
    if where is PlaceKind.DIRECT:
        return
    for value in values_in(shown):
        if value.privacy in (Privacy.PERSON, Privacy.OWNERS, Privacy.NOBODY):
            raise PrivateShown("a card with a private value was about to be shown where others read along")


def in_view(card: Card) -> Sequence[str]:
    """The ids of the lines that a card is about, where it answers from the score."""
    cited = [piece for piece in card.pieces if isinstance(piece, Citations)]
    return [line.line_id for piece in cited for line in piece.lines[: piece.first]]


def buttons_in(shown: object) -> Iterator[Button]:
    """Every button of a card, in the order in which they stand."""
    if isinstance(shown, Button):
        yield shown
    elif isinstance(shown, list | tuple):
        for one in shown:
            yield from buttons_in(one)
    elif is_dataclass(shown) and not isinstance(shown, Filled):
        for each in fields(shown):
            yield from buttons_in(getattr(shown, each.name))
