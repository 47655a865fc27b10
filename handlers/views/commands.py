"""How it looks when somebody asks what can be written to one part of this."""

from collections.abc import Mapping

from handlers.cards import Audience, Button, Buttons, Card, Piece, Prose, Theirs
from prompts import Filled, phrase
from storage.tables import Privacy

WRITTEN: Mapping[str, Filled] = {
    "checkin": phrase("commands.checkin"),
    "score": phrase("commands.score"),
    "coach": phrase("commands.coach"),
    "lesson": phrase("commands.lesson"),
    "digest": phrase("commands.digest"),
}

BEGINS: Mapping[str, Button] = {
    "checkin": Button(phrase("checkin.check-in"), "checkin.open_form", main=True),
    "score": Button(phrase("home.my-part"), "score.my_part", main=True),
    "coach": Button(phrase("commands.for-me"), "coach.suggest", main=True),
    "lesson": Button(phrase("lessons.shelf-button"), "lessons.shelf", main=True),
    "digest": Button(phrase("commands.todays"), "digest.today", main=True),
}


def help(part: str, unread: str) -> Card:
    """What can be written to a part; `unread` is what was written there and could not be read."""
    pieces: list[Piece] = [Buttons([BEGINS[part]]), Audience(phrase("home.only-you"), Privacy.PERSON)]
    if not unread:
        return Card(WRITTEN[part], pieces)
    return Card(phrase("commands.unread", said=Theirs(unread, Privacy.PERSON)), [Prose(WRITTEN[part]), *pieces])
