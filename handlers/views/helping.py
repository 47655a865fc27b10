"""How it looks who could help with a line of the score."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cards import Card, Citations, Claim, Facts, Piece, Text, theirs
from handlers.views import mistakes
from prompts import Filled, phrase
from storage.tables import Edition, Person, Team, Wording


@dataclass(frozen=True)
class Help:
    """A line, who owns it and who stands in, the teams that play from it with who leads them, and what was promised to
    it with who promised.
    """

    line: Wording
    owner: Person | None = None
    deputy: Person | None = None
    teams: Sequence[tuple[Team, Sequence[Person]]] = ()
    promises: Sequence[tuple[Wording, Person | None]] = ()

    @property
    def is_known(self) -> bool:
        """Whether anybody is known who could help."""
        return bool(self.owner or self.deputy or self.teams or any(who for _, who in self.promises))


def of(edition: Edition, loaded: date, help: Help, question: str = "") -> Card:
    """Who could help, each with what they are to the line."""
    cited = [help.line, *(line for line, _ in help.promises)]
    says = phrase("helping.known" if help.is_known else "helping.nobody", line=Claim(help.line))
    pieces: list[Piece] = [Facts(facts)] if (facts := list(_facts(help))) else []
    source = phrase("coach.source", number=edition.number, day=loaded)
    return Card(says, [*pieces, Citations(cited, source), mistakes.opinion(question, edition, cited)])


def _facts(help: Help) -> Iterator[tuple[Filled, Text]]:
    if help.owner is not None:
        yield phrase("coach.owner"), Claim(theirs(help.owner, "name"))
    if help.deputy is not None:
        yield phrase("coach.deputy"), Claim(theirs(help.deputy, "name"))
    for team, leads in help.teams:
        names = [theirs(one, "name") for one in leads]
        yield phrase("helping.team"), phrase("helping.led", team=theirs(team, "name"), names=names, count=len(names))
    for number, (line, who) in enumerate(help.promises, 2):
        if who is not None:
            promised = phrase("helping.says", who=theirs(who, "name"), promise=theirs(line, "words"))
            yield phrase("helping.promised"), Claim(promised, (number,))
