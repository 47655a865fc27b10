"""An organisation to ask about more than one line, and how it is asked."""

from collections.abc import Mapping

from handlers.cards import Card, Citations
from storage.tables import Role
from tests.orchestra import Orchestra, Player

SCORE = """
score: Harbour Bread
part:
  id: harbour
  name: Harbour Bread
  kind: company
  choices:
    aspiration: {A: Fresh bread within an hour of every quay}
    where_to_play:
      W:
        words: Harbour towns
        because: Their bakers retire.
        not: {N-1: "Supermarkets, which bake themselves"}
    how_to_win:
      H:
        words: Bread before the boats leave
        serves: harbour/W
        must_be_true:
          T-1: {words: Skippers buy before five, test: Ask twenty, owner: ada, until: 2027-04-30}
  priorities:
    P-1: {words: Win the harbour towns, serves: harbour/A}
  tensions:
    - words: Calls take the hours of quotes
      between: [field/P-1, office/P-1]
      owners: [ada, bo]
      measure: field/M-1
      review: 2027-05-01
  parts:
    - id: field
      name: The field
      kind: team
      priorities:
        P-1:
          words: Call every harbour before noon
          owner: ada
          deputy: bo
          until: 2027-06-30
          serves: harbour/P-1
          measures: {M-1: {words: Harbours that were called, unit: "%", start: 31, target: 80, every: week}}
    - id: office
      name: Office
      kind: team
      priorities:
        P-1: {words: Halve the quoting time, owner: bo, until: 2027-04-30, serves: harbour/P-1}
        P-2: {words: Sort the telephones, serves: harbour/H}
      promises:
        R-1: {words: A list of harbours each Friday, to: field, owner: cy, until: 2027-06-30, serves: field/P-1}
"""
LATER = SCORE.replace("Call every harbour before noon", "Call every harbour before ten").replace(
    "        P-2: {words: Sort the telephones, serves: harbour/H}\n", ""
)


def asker(day: Orchestra) -> Player:
    """Ada of the field asks; Bo and Cy of the office are there too, and Dee leads the field."""
    field, office = day.team("Field", part="field"), day.team("Office", part="office")
    made = day.player("Ada", team=field, strategy_owner=True)
    day.player("Bo", team=office)
    day.player("Cy", team=office)
    day.player("Dee", team=field, role=Role.MANAGER)
    day.plays_from(SCORE)
    return made


def asks(player: Player, question: str, **about: str) -> str:
    player.does("coach.ask", text=question, fields=about)
    return " ".join(player.answer.split())


def cited(player: Player) -> Mapping[str, str]:
    """What a door remembers of the last answer."""
    assert player.said is not None
    assert isinstance(player.said.drawn, Card)
    pieces = [piece for piece in player.said.drawn.pieces if isinstance(piece, Citations)]
    lines = [line.line_id for piece in pieces for line in piece.lines[: piece.first]]
    return {"cited": " ".join(lines), "cited_at": ""}


def lines_of(player: Player) -> list[str]:
    assert player.said is not None
    assert isinstance(player.said.drawn, Card)
    return [line.address for one in player.said.drawn.pieces if isinstance(one, Citations) for line in one.lines]
