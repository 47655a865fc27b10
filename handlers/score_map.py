"""The score as a map, with the rights of who looks: one's own cascade open, any part opened by its name."""

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache

from handlers.cards import Card
from handlers.guards import READY, ScoreNow, Seen, score_now
from handlers.turn import Answer, Gone, How, Reader, Refused, Reply, Turn
from handlers.views import score as score_view
from handlers.views import score_map as view
from prompts import spellings
from score.cadence import local_day
from score.digest import LOOK_BACK
from score.map import Came, Chart, TeamWork, cascade, chart, opened
from score.search import visible_lines
from score.words import Unreadable, alike, clean_line
from storage import people, scores, work
from storage.store import Store
from storage.tables import Person, Visible, Wording

LONGEST = 200
"""Characters by which a part is looked for; what is longer is no name of one."""

WITHIN = timedelta(days=27)
"""How far back tasks are counted: 28 days with today."""

KEPT_FOR = timedelta(minutes=10)
"""How long figures are kept for whoever looks next: of eight hundred people they take 0.2 s to look up."""

WHOLE = "*"
"""What stands for all parts where it is said which are open."""


def mine(_turn: Turn, _store: Store) -> Reply:
    """Show the map with one's own cascade open; all of it where it can be read at a glance."""
    return Reply(Answer(How.CARD, "score_map.card", {"open": ""}))


def whole(_turn: Turn, _store: Store) -> Reply:
    """Show the map with every part open."""
    return Reply(Answer(How.CARD, "score_map.card", {"open": WHOLE}))


def of(turn: Turn, store: Store) -> Reply:
    """Show the map with one part open and all that it stands in: the one that a button names, or that was written."""
    now = score_now(store, turn.person.workspace_id)
    if now is None:
        return Reply(Answer(How.CARD, "score.none"))
    if turn.value:
        if turn.value not in {part.handle for part in now.parts}:
            raise Refused("home.not_there")
        return Reply(Answer(How.CARD, "score_map.card", {"open": turn.value}))
    said = _said(turn)
    found = _called(store, now, said, turn.person.language)
    if not found:
        return Reply(Answer(How.CARD, "score_map.unknown", {"said": said}))
    return Reply(Answer(How.CARD, "score_map.card", {"open": " ".join(found)}))


def reads_as_map(text: str, language: str) -> bool:
    """Whether somebody asks for the map of a part."""
    return len(text) <= LONGEST and _named(alike(text), language) != ""


def _said(turn: Turn) -> str:
    try:
        return _named(alike(clean_line(turn.text)), turn.person.language)[:LONGEST]
    except Unreadable:
        return ""


def _named(said: str, language: str) -> str:
    """What stands behind the words that ask for a map, empty for a sentence about anything else."""
    begins = next((one for one in _beginnings(language) if said.startswith(f"{one} ")), None)
    return said.removeprefix(begins).strip(" \"'“”‘’.!?") if begins else ""


@cache
def _beginnings(language: str) -> Sequence[str]:
    return _spelt("begins", language)


def _spelt(id: str, language: str) -> Sequence[str]:
    """How one thing is said, the longest first."""
    known = [said for said, meant in spellings("mapping", language).items() if meant == id]
    return sorted(known, key=len, reverse=True)


def _called(store: Store, now: ScoreNow, said: str, language: str) -> list[str]:
    """The handles of the parts that are called so, or that a team of that name plays from."""
    before = next((one for one in _spelt("article", language) if said.startswith(f"{one} ")), "")
    names = {said, said.removeprefix(before).strip(" \"'“”‘’")}
    found = [part.handle for part in now.parts if names & {alike(part.name), alike(part.handle)}]
    if found:
        return found
    teams = people.teams(store, now.edition.workspace_id)
    played = {team.part for team in teams if names & {alike(team.name), alike(team.handle)}}
    return [part.handle for part in now.parts if part.handle in played]


def draw_card(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The map as it is now: `open` are the handles of parts, `WHOLE`, or nothing for one's own cascade."""
    now = score_now(store, reader.place.workspace_id)
    if now is None:
        return score_view.none()
    zone = reader.person.time_zone if reader.person else "UTC"
    day = local_day(reader.at, zone)
    wanted = about["open"].split()
    seen = visible_lines(now.wordings.values(), reader.person)
    drawn = chart(
        now.parts,
        seen,
        day,
        open=_open(store, now, seen, reader.person, wanted),
        came=_came(store, now, day, reader.at),
    )
    # A part within a closed one is only there where that is.
    for_all = not any(part.visible is Visible.PART for part in now.parts)
    edition = score_view.edition_said(now.edition, local_day(now.edition.loaded_at, zone))
    return view.card(drawn, edition, for_all=for_all)


def _open(
    store: Store, now: ScoreNow, seen: Sequence[Wording], person: Person | None, wanted: Sequence[str]
) -> Collection[str]:
    known = {part.handle for part in now.parts}
    if WHOLE in wanted:
        return known
    if wanted:
        return cascade(now.parts, [one for one in wanted if one in known])
    teams = people.teams_of(store, person) if person is not None else []
    return opened(now.parts, seen, [team.part for team in teams if team.part is not None])


def in_force(store: Store, workspace_id: str, at: datetime) -> tuple[Chart, ScoreNow] | None:
    """The whole map of the edition in force, on the day in UTC, for who runs this; None where there is no edition."""
    now = score_now(store, workspace_id)
    if now is None:
        return None
    known, day = [part.handle for part in now.parts], at.date()
    return chart(now.parts, list(now.wordings.values()), day, open=known, came=_came(store, now, day, at)), now


_figures: OrderedDict[tuple[Seen, date, int], Came] = OrderedDict()
"""What came of the lines of as many editions, by the day and by which ten minutes it was."""


def _came(store: Store, now: ScoreNow, day: date, at: datetime) -> Came:
    """What came of the lines, at most ten minutes ago: it is looked up over all who work here, for all who look."""
    key = now.seen, day, int(at.timestamp() // KEPT_FOR.total_seconds())
    found = _figures.get(key)
    if found is None:
        found = _figures[key] = _came_now(store, now, day)
        while len(_figures) > READY:
            _figures.popitem(last=False)
    return found


def _came_now(store: Store, now: ScoreNow, day: date) -> Came:
    workspace_id = now.edition.workspace_id
    parts = {team.id: team.part for team in people.teams(store, workspace_id) if team.part is not None}
    played = work.by_team(store, workspace_id, list(parts), day - WITHIN, day)
    everybody = [one.id for one in people.ever_here(store, workspace_id)]
    lately = work.on_lines(store, workspace_id, everybody, day - LOOK_BACK, day - WITHIN, day)
    return Came(
        [TeamWork(parts[team_id], one.people, one.tasks) for team_id, one in played.items()],
        {line_id: one.last for line_id, one in lately.items()},
        {line_id: at.date() for line_id, at in scores.since(store, workspace_id, list(now.wordings)).items()},
    )


def draw_unknown(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """No part is called so."""
    now = score_now(store, reader.place.workspace_id)
    if now is None:
        raise Gone("the score")
    return view.unknown(now.parts, about["said"])
