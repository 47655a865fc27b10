"""How a hint for who leads a team looks, on their own page."""

from dataclasses import dataclass

from handlers.cards import Button, Buttons, Heading, LineEntry, Lines, Piece, Prose, Quote, Tone, theirs
from handlers.views import wins
from prompts import Filled, Which, phrase
from score.hints import Hint
from storage.tables import Blocker, Person, Team, Win, Wording


@dataclass(frozen=True)
class Hinted:
    """What a hint is about, of which team; `days` are working days."""

    kind: Hint
    team: Team
    line: Wording | None = None
    days: int = 0
    blocker: Blocker | None = None
    win: Win | None = None
    winner: Person | None = None


def hint(hinted: Hinted) -> list[Piece]:
    """The hint, what can be done about it with one press, and a way to have none."""
    pieces: list[Piece] = [Heading(phrase("hinting.hint")), Prose(_says(hinted))]
    if hinted.win is not None and hinted.winner is not None:
        pieces.append(Quote(theirs(hinted.win, "words"), wins.by(hinted.winner, ()), Tone.WON))
    if hinted.blocker is not None:
        pieces.append(
            Quote(
                theirs(hinted.blocker, "words"),
                phrase("hinting.told-to-team", team=theirs(hinted.team, "name")),
                Tone.STUCK,
            )
        )
    if hinted.line is not None:
        pieces.append(Lines([LineEntry(hinted.line)]))
    none = Button(phrase("asides.not-again", aside=Which("hint")), "asides.stop", "hint", quiet=True)
    return [*pieces, Buttons([*_buttons(hinted), none])]


def _says(hinted: Hinted) -> Filled:
    return phrase("hinting.says", kind=Which(hinted.kind.value), days=hinted.days)


def _buttons(hinted: Hinted) -> list[Button]:
    if hinted.win is not None:
        return [wins.praise(hinted.win)]
    if hinted.blocker is not None:
        return [Button(phrase("blockers.can-help"), "blockers.offer", hinted.blocker.id)]
    line_id = hinted.line.line_id if hinted.line is not None else ""
    return [Button(phrase("hinting.own-step"), "steps.open_own", line_id)]
