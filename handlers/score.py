"""The score, shown to those who play from it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from handlers import asking, evidence
from handlers.addressed import addressed
from handlers.cards import Card
from handlers.guards import KeepsUp, ScoreNow, concordance_of, score_now
from handlers.of_lines import known_of_lines, measures_at
from handlers.pulling import every
from handlers.turn import Answer, Gone, How, Reader, Refused, Reply, Turn
from handlers.views import score as view
from score.cadence import local_day
from score.search import BESIDE, SILENT, is_addressed, read_question, visible_lines
from score.words import Unreadable, clean_line
from storage import people, questions, scores
from storage.store import Store
from storage.tables import Edition, Person, PlaceKind, Wording

_Here = tuple[date, str]
"""On which day and in which time zone it is read."""


def my_part(turn: Turn, _store: Store) -> Reply:
    """Show the lines that the person's teams play from."""
    return Reply(Answer(How.CARD, "score.my_part", {"person": turn.person.id}))


def draw_my_part(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The open priorities that the person owns, then the others of their parts."""
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    now = score_now(store, reader.person.workspace_id)
    if now is None:
        return view.none()
    parts = {team.part for team in people.teams_of(store, reader.person)}
    mine = [line for line in now.index.priorities if line.part in parts or line.owner_id == reader.person.id]
    mine.sort(key=lambda line: (line.owner_id != reader.person.id if reader.person else True, line.position))
    loaded = local_day(now.edition.loaded_at, reader.person.time_zone)
    return view.my_part(now.edition, loaded, known_of_lines(store, now, mine, _here(store, reader)), reader.person)


LONGEST = 200
"""Characters by which a line is looked for; what is longer is no name of one."""

LISTED = 5
"""Lines of which somebody who looked for one may choose."""

WEB = "web"
"""The field in which a door says what stands before the address of a line in its link."""

WITHIN = timedelta(days=27)
"""How far back tasks are counted that played from a line: 28 days with today."""


def find(turn: Turn, store: Store) -> Reply:
    """Show the line that a button names, or those that were written for: by their address, else by their words."""
    now = score_now(store, turn.person.workspace_id)
    if now is None:
        return Reply(Answer(How.CARD, "score.none"))
    lines = {line.line_id: line for line in visible_lines(now.wordings.values(), turn.person)}
    if turn.value:
        if turn.value not in lines:
            raise Refused("home.not_there")
        return Reply(Answer(How.CARD, "score.line", {"line": turn.value, "said": "", **_web(turn)}))
    said, whole = _said(turn)
    found = _meant(store, now, said, lines)
    if not found:
        return Reply(Answer(How.CARD, "score.not_found", {"said": said, "whole": whole}))
    if len(found) > 1:
        return Reply(Answer(How.CARD, "score.lines", {"lines": " ".join(found), "said": said}))
    by_words = "" if is_addressed(lines[found[0]], {said.casefold()}) else said
    return Reply(Answer(How.CARD, "score.line", {"line": found[0], "said": by_words, **_web(turn)}))


def _web(turn: Turn) -> Mapping[str, str]:
    """What stands before the address of a line in its link, where the door says that lines have one."""
    return {WEB: turn.fields[WEB]} if turn.fields.get(WEB) else {}


def _said(turn: Turn) -> tuple[str, str]:
    """By what a line was looked for, without the word that says it is one; and all that was written."""
    try:
        whole = clean_line(turn.text)
    except Unreadable:
        return "", ""
    _, rest = addressed(whole, turn.person.language) or ("", whole)
    return (rest, whole) if len(rest) <= LONGEST else ("", "")


def _meant(store: Store, now: ScoreNow, said: str, lines: Mapping[str, Wording]) -> list[str]:
    """The ids of the lines at an address, else of those that are about these words, the nearest first."""
    addressed_so = [id for id, line in lines.items() if is_addressed(line, {said.strip("“”\"'").casefold()})]
    if addressed_so or not said:
        return addressed_so[:LISTED]
    hits = concordance_of(store, now).find(read_question(said, {}, language=now.language), lines)
    near = [hit for hit in hits if hit.worth >= max(SILENT, BESIDE * hits[0].worth)]
    return [hit.line.line_id for hit in near[:LISTED]]


def draw_line(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A line with all that is known of it; how many tasks played from it is not told where others read along."""
    person, now, lines = _to_see(store, reader)
    line = lines.get(about["line"])
    if line is None:
        raise Gone(about["line"])
    loaded = local_day(now.edition.loaded_at, person.time_zone)
    one = replace(
        _whole(store, now, lines.values(), line, _here(store, reader)),
        tasks=_tasks(store, reader, person, line),
        keeps_up=_keeps_up(store, reader, person, now, line),
        held=evidence.held(store, reader, now, line),
        stands_on=evidence.standing_under(store, now, line),
        answered=asking.answered(store, person.workspace_id, line.line_id, reader.at),
        pulls=_pulls(store, reader, person, now, line),
    )
    link = about[WEB] + line.address if WEB in about else ""
    return view.line(now.edition, loaded, one, person, about["said"], link)


def _whole(store: Store, now: ScoreNow, seen: Iterable[Wording], line: Wording, here: _Here) -> view.One:
    """A line of the edition in force with all that is known of it; `seen` are the lines that may be shown with it."""
    return view.One(
        known=known_of_lines(store, now, [line], here)[0],
        part=next((part.name for part in now.parts if part.handle == line.part), line.part),
        deputy=people.person(store, now.edition.workspace_id, line.deputy_id) if line.deputy_id else None,
        serves=next((one for one in seen if one.address == line.serves), None),
    )


def draw_linked(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The line that a link leads to, in short, for whoever reads there; one that has moved since where it stands now,
    and one that is there no longer as it read last.

    Raises Gone where no line ever stood at that address that all who read there may see.
    """
    now = score_now(store, reader.place.workspace_id)
    found = _stood(store, now, about["address"]) if now else None
    if now is None or found is None or not visible_lines([found[0]], reader.person):
        raise Gone(about["address"])
    line, edition = found
    loaded = local_day(edition.loaded_at, _zone(store, reader))
    if edition.id != now.edition.id:
        return view.linked_before(edition, loaded, line)
    one = _whole(store, now, visible_lines(now.wordings.values(), reader.person), line, _here(store, reader))
    was = "" if line.address == about["address"] else about["address"]
    return view.linked(edition, loaded, one, reader.person, was)


def _stood(store: Store, now: ScoreNow, address: str) -> tuple[Wording, Edition] | None:
    """The line at an address as it reads now, else that which stood there last as it read, with the edition of that."""
    line = now.at(address)
    stood = scores.stood_at(store, now.edition.workspace_id, address) if line is None else None
    if stood is not None:
        line = now.wordings.get(stood[0].line_id)
    return (line, now.edition) if line else stood


def _here(store: Store, reader: Reader) -> _Here:
    zone = _zone(store, reader)
    return local_day(reader.at, zone), zone


def _zone(store: Store, reader: Reader) -> str:
    """The time zone by which a day is told: of who reads, else of the team whose channel it is."""
    if reader.person is not None:
        return reader.person.time_zone
    place = reader.place
    team = people.team(store, place.workspace_id, place.team_id) if place.team_id else None
    return (team and team.time_zone) or "UTC"


def _keeps_up(store: Store, reader: Reader, person: Person, now: ScoreNow, line: Wording) -> list[Wording]:
    """Which measures of a line, or whether the line itself, the person keeps up; none where others read along."""
    if reader.place.kind is not PlaceKind.DIRECT:
        return []
    own = KeepsUp(store, now, person)
    return [wording for wording, _ in measures_at(now, line) if own.includes(wording)]


def _pulls(store: Store, reader: Reader, person: Person, now: ScoreNow, line: Wording) -> list[tuple[Wording, str]]:
    """What a line pulls against, with the tension as a button says it; none where others read along."""
    if reader.place.kind is not PlaceKind.DIRECT:
        return []
    pulls = every(store, now, person, local_day(reader.at, person.time_zone))
    return [(other, one.value) for one in pulls if one.is_open for other in one.against(line)]


def _to_see(store: Store, reader: Reader) -> tuple[Person, ScoreNow, Mapping[str, Wording]]:
    """Who reads, the edition in force, and its lines that they may see, by their ids."""
    now = score_now(store, reader.person.workspace_id) if reader.person else None
    if reader.person is None or now is None:
        raise Gone("nobody reads, or there is no score any more")
    return reader.person, now, {line.line_id: line for line in visible_lines(now.wordings.values(), reader.person)}


def _tasks(store: Store, reader: Reader, person: Person, line: Wording) -> int | None:
    if reader.place.kind is not PlaceKind.DIRECT or not line.kind.is_played_from:
        return None
    today, teams = local_day(reader.at, person.time_zone), people.teams_seen_by(store, person)
    return questions.tasks_on(store, person.workspace_id, teams, line.line_id, today - WITHIN, today)


def draw_lines(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Several lines that may have been meant."""
    _person, _now, lines = _to_see(store, reader)
    return view.lines([lines[id] for id in about["lines"].split() if id in lines], about["said"])


def draw_not_found(_store: Store, _reader: Reader, about: Mapping[str, str]) -> Card:
    """No line is at that address or about these words."""
    return view.not_found(about["said"], about["whole"])


def draw_none(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """There is no score yet."""
    return view.none()
