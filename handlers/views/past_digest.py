"""What is said where a digest was asked for and none is meant, or several are."""

from collections.abc import Sequence
from datetime import date

from handlers.cards import Buttons, Card
from handlers.views.digest import of_teams
from prompts import phrase
from storage.tables import Team


def unknown(said: str) -> Card:
    """No day and no team of that name."""
    return Card(phrase("past_digest.unknown", said=said))


def to_come() -> Card:
    """A day that is still to come has no digest."""
    return Card(phrase("past_digest.to-come"))


def which_team(teams: Sequence[Team], day: date, sort: str) -> Card:
    """Several teams have that name."""
    return Card(phrase("past_digest.which-team"), [Buttons(of_teams(teams, day, sort))])
