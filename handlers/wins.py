"""What was won, and what others say of it: well done, from one person to another."""

from collections.abc import Mapping

from handlers.cards import Card
from handlers.guards import need_teammates_win, reached
from handlers.turn import Answer, Gone, How, Reader, Refused, Reply, Turn, deliver
from handlers.views import wins as view
from score.attention import Occasion
from storage import checkins, digests, people, scores, wins
from storage.store import Store
from storage.tables import Praise, Wording


def praise(turn: Turn, store: Store, _: None = None) -> Reply:
    """Say well done for a win, and tell whose it is; a second time changes nothing."""
    win = need_teammates_win(turn, store, turn.value)
    about = {"win": win.id, "by": turn.person.id}
    answer = Answer(How.CARD, "wins.told", about)
    winner = people.here(store, win.workspace_id, win.person_id)
    if win.person_id == turn.person.id or winner is None:
        raise Refused("wins.not_to_be_told", **about)
    if wins.praised(store, win, turn.person) is not None:
        return Reply(answer)
    said = Praise(id=turn.id(), workspace_id=win.workspace_id, win_id=win.id, person_id=turn.person.id, said_at=turn.at)
    store.keep(said)
    checkin = checkins.checkin(store, win.workspace_id, win.checkin_id)
    if checkin is not None:
        digests.changed(store, win.workspace_id, digests.teams_of(store, checkin), checkin.local_date)
    hears = reached(store, winner, turn.at, Occasion.PRAISE)
    once = f"praise:{win.id}:{turn.person.id}"
    told = [deliver(turn, hears.place, "wins.praised", about, once=once, not_before=hears.at)] if hears else []
    return Reply(answer, deliveries=told)


def draw_praised(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To whose win it is: who says well done, and for what."""
    person = reader.person
    win = wins.win(store, person.workspace_id, about["win"]) if person else None
    by = people.person(store, win.workspace_id, about["by"]) if win else None
    if person is None or win is None or by is None or win.person_id != person.id:
        raise Gone(about["win"])
    if wins.praised(store, win, by) is None:
        raise Gone(about["by"])
    return view.praised(win, by, _line(store, win.workspace_id, win.checkin_id))


def _line(store: Store, workspace_id: str, checkin_id: str) -> Wording | None:
    """The line that all of the day's tied tasks play from, as it read last; None where they play from several."""
    lines = {line_id for _, line_id in digests.lines_of(store, workspace_id, [checkin_id])}
    found = scores.last_wordings(store, workspace_id, sorted(lines)) if len(lines) == 1 else []
    return found[0] if found else None


def draw_told(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To who said well done: it has come across."""
    win = wins.win(store, reader.place.workspace_id, about["win"])
    winner = people.person(store, win.workspace_id, win.person_id) if win else None
    if reader.person is None or reader.person.id != about["by"] or winner is None:
        raise Gone(about["win"])
    return view.told(winner)


def draw_not_to_be_told(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """It is one's own, or of somebody who is no longer here."""
    win = wins.win(store, reader.place.workspace_id, about["win"])
    winner = people.person(store, win.workspace_id, win.person_id) if win else None
    if reader.person is None or reader.person.id != about["by"] or winner is None:
        raise Gone(about["win"])
    return view.not_to_be_told(winner, own=winner.id == reader.person.id)
