"""What a team's day and week add up to: posted once, amended in place, and shown to who asks."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers import sightings
from handlers.cards import Card
from handlers.doubled import doubled
from handlers.guards import score_now
from handlers.pulling import every
from handlers.sightings import Opens, need_opening, opens
from handlers.turn import Answer, Gone, How, Moment, Reader, Refused, Reply, Turn, stand
from handlers.views import digest as view
from handlers.views.decisions import Answered
from handlers.views.tensions import Pull
from score import readings
from score.cadence import Rhythm, common_zone, day_ends, last_of_week, last_slot, local, local_day, slot_after
from score.digest import ANSWER_HOLDS, LOOK_BACK, Span, Stuck, Summary, add_up, answer_holds, waiting_lines
from score.horizons import long_lines
from storage import decisions, deliveries, digests, people, questions, scores, team_questions, wins
from storage.store import Store
from storage.tables import (
    NOT_YET,
    Blocker,
    CheckInState,
    Delivery,
    Detail,
    LineKind,
    LineState,
    Noun,
    Person,
    PlaceKind,
    Role,
    Shown,
    Team,
    Wording,
)

TRY_AGAIN = timedelta(days=1)
"""When it is looked again for a team that has no hour in the next year: somebody may have given it one."""

OF_NOW = timedelta(days=7)
"""How long after its week a digest still says what pulls apart now."""

# What falls due


def day(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Post the digest of the day to each team whose hour has come, once for each of its days."""
    due = people.digests_due(store, workspace_id, moment.at, limit)
    return _reply([one for team in due for one in _post_day(moment, store, team)], len(due))


def week(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Post the digest of the week at the same hour of the last working day."""
    due = people.weeks_due(store, workspace_id, moment.at, limit)
    return _reply([one for team in due for one in _post_week(moment, store, team)], len(due))


def _reply(planned: Sequence[Noun], served: int) -> Reply:
    return Reply(
        deliveries=[one for one in planned if isinstance(one, Delivery)],
        shown=[one for one in planned if isinstance(one, Shown)],
        served=served,
    )


def _post_day(moment: Moment, store: Store, team: Team) -> list[Noun]:
    begins = team.next_digest_at <= NOT_YET
    _settle_zone(store, team)
    rhythm = Rhythm(team.time_zone, team.digest_at or 0, team.working_days)
    store.change(team, next_digest_at=slot_after(rhythm, moment.at) or moment.at + TRY_AGAIN)
    of = None if begins else last_slot(rhythm, moment.at)
    if of is None:
        return []
    return _post(moment, store, team, "digest.day", of, (of, of), digests.DAY)


def _post_week(moment: Moment, store: Store, team: Team) -> list[Noun]:
    begins = team.next_week_at <= NOT_YET
    _settle_zone(store, team)
    rhythm = Rhythm(team.time_zone, team.digest_at or 0, last_of_week(team.working_days))
    store.change(team, next_week_at=slot_after(rhythm, moment.at) or moment.at + TRY_AGAIN)
    of = None if begins else last_slot(rhythm, moment.at)
    if of is None:
        return []
    return _post(moment, store, team, "digest.week", of, _week_of(of), digests.WEEK)


def _settle_zone(store: Store, team: Team) -> None:
    if not team.time_zone:
        store.change(team, time_zone=common_zone(people.zones_of(store, team)))


def _post(
    moment: Moment, store: Store, team: Team, shows: str, of: date, days: tuple[date, date], subject: str
) -> list[Noun]:
    """One message, and in its thread what it has no room for, if there is any."""
    first, last = days
    subject = subject.format(team=team.id, day=first.isoformat())
    about = {"team": team.id, "day": of.isoformat()}
    posted: list[Noun] = []
    for place in people.channels_of(store, team.workspace_id, [team]):
        if deliveries.shown(store, team.workspace_id, place.id, subject) is None:
            shown, delivery = stand(moment, place, shows, about, subject=subject)
            posted += [shown, delivery]
            if _has_more(store, team, days):
                behind = {"team": team.id, "first": first.isoformat(), "last": last.isoformat()}
                details = digests.DETAILS.format(digest=subject)
                posted += stand(moment, place, "digest.details", behind, subject=details, under=shown)
    return posted


def _has_more(store: Store, team: Team, days: tuple[date, date]) -> bool:
    """Whether there is more to be said of these days than their digest has room for."""
    first, last = days
    work = digests.work(store, team, first, last)
    lines = {line for _, line, state, _ in work if line and state and state.counts}
    begins, ends = (day_ends(day, team.time_zone) for day in (first - timedelta(days=1), last))
    stuck, won = digests.blockers(store, team, last, begins, ends), digests.wins(store, team, first, last)
    fits = view.fits(weekly=first != last)
    return len(lines) > fits.lines or len(stuck) > fits.blockers or len(won) > fits.wins


# What is drawn


def draw_day(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The digest of a team's day as it adds up now."""
    of = date.fromisoformat(about["day"])
    return _drawn(store, reader, about["team"], (of, of), view.daily)


def draw_week(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The digest of the ISO week in which a day lies, as it adds up now."""
    return _drawn(store, reader, about["team"], _week_of(date.fromisoformat(about["day"])), view.weekly)


def _drawn(
    store: Store, reader: Reader, team_id: str, days: tuple[date, date], whole: Callable[[view.Digest], Card]
) -> Card:
    """A digest for who sees the team; its figures alone for who runs Concertmaster and does not."""
    if _is_figures_only(store, reader, team_id):
        team = people.team(store, reader.place.workspace_id, team_id)
        if team is None:
            raise Gone(team_id)
        return view.figures(gather(store, reader, _where_it_is(store, team), days))
    team = _team(store, reader, team_id)
    return _with_others(store, reader, team, days, whole(gather(store, reader, team, days)))


def _is_figures_only(store: Store, reader: Reader, team_id: str) -> bool:
    if reader.person is None or not reader.person.is_admin or reader.place.kind is PlaceKind.CHANNEL:
        return False
    return team_id not in {one.id for one in people.teams_seen_by(store, reader.person)}


def draw_tasks(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Every task of a team's days, by line."""
    team = _team(store, reader, about["team"])
    first, last = date.fromisoformat(about["first"]), date.fromisoformat(about["last"])
    return view.all_tasks(gather(store, reader, team, (first, last)), digests.tasks(store, team, first, last))


def draw_blockers(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Everything that is stuck in a team's days, every line that waits, and every win."""
    team = _team(store, reader, about["team"])
    first, last = date.fromisoformat(about["first"]), date.fromisoformat(about["last"])
    return view.all_blockers(gather(store, reader, team, (first, last)))


def draw_details(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """In the thread of a digest: every line that was played, and all that is stuck, untouched or won."""
    team = _team(store, reader, about["team"])
    first, last = date.fromisoformat(about["first"]), date.fromisoformat(about["last"])
    return view.details(gather(store, reader, team, (first, last)))


def draw_took_part(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Who took part in a team's days, of those who were due. Who did not is in no list of ours."""
    team = _team(store, reader, about["team"])
    first, last = date.fromisoformat(about["first"]), date.fromisoformat(about["last"])
    came = people.persons(store, team.workspace_id, _came(store, team, (first, last)))
    return view.took_part(team, (first, last), came)


def _came(store: Store, team: Team, days: tuple[date, date]) -> list[str]:
    return sorted({person for _, person, state in digests.due(store, team, *days) if state is CheckInState.HANDED_IN})


def draw_since(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Under a digest: whom it counts since it was posted."""
    team = _team(store, reader, about["team"])
    since = datetime.fromisoformat(about["since"])
    early = about.get("early", "").split()
    came = digests.came_since(store, team, date.fromisoformat(about["day"]), since, early)
    if not came:
        raise Gone(about["since"])
    return view.since(local(since, team.time_zone), came)


def draw_none(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """There is no team whose digest could be shown."""
    return view.none()


def _week_of(of: date) -> tuple[date, date]:
    monday = of - timedelta(days=of.weekday())
    return monday, monday + timedelta(days=6)


def _team(store: Store, reader: Reader, team_id: str) -> Team:
    """The team, if its digest is for who reads here: in its channel, or alone for somebody who sees the team."""
    team = people.team(store, reader.place.workspace_id, team_id)
    if team is None or not _may_see(store, reader, team):
        raise Gone(team_id)
    return _where_it_is(store, team)


def _where_it_is(store: Store, team: Team) -> Team:
    """The team in its zone. Nobody may have said yet where it is; until then it is where its people are."""
    return _in_zone(team, common_zone(people.zones_of(store, team))) if not team.time_zone else team


def _in_zone(team: Team, time_zone: str) -> Team:
    """The same team in a zone; nothing is kept."""
    return Team(**{**team.model_dump(), "time_zone": time_zone})


def _may_see(store: Store, reader: Reader, team: Team) -> bool:
    if reader.place.kind is PlaceKind.CHANNEL:
        return reader.place.team_id == team.id
    return reader.person is not None and team.id in {one.id for one in people.teams_seen_by(store, reader.person)}


def _with_others(store: Store, reader: Reader, team: Team, days: tuple[date, date], card: Card) -> Card:
    """The same with a button for the digest of these days of each other team that the reader sees."""
    if reader.person is None or reader.place.kind is PlaceKind.CHANNEL:
        return card
    others = [one for one in people.teams_seen_by(store, reader.person) if one.id != team.id]
    return view.with_others(card, others, days)


Away = Collection[tuple[str, date]]
"""People, and days on which they were away."""


def gather(store: Store, reader: Reader, team: Team, days: tuple[date, date], away: Away = frozenset()) -> view.Digest:
    """All that a digest of a team's days shows, both included, as it was on the evening of the last of them, or is."""
    first, last = days
    span = Span(first, last, team.working_days, team.allowance)
    today = local_day(reader.at, team.time_zone)
    until = max(first, min(last, today))
    since = min(span.week_before[0], last - LOOK_BACK)
    blockers = _blockers(store, team, days, today)
    stuck = _stuck(store, team, blockers, until)
    won = digests.wins(store, team, first, last)
    lines, long = _lines(store, team, until)
    summary = add_up(
        replace(span, last=until),
        digests.due(store, team, since, last),
        digests.work(store, team, since, last),
        lines=waiting_lines(lines, until),
        long=long,
        stuck=stuck,
        wins=len(won),
        away=away,
    )
    shown = [*(line for line, _ in summary.by_line), *(line for line, _ in summary.untouched)]
    wordings = _wordings(store, team, [*shown, *(one.line_id for one in stuck if one.line_id)])
    now = scores.current(store, team.workspace_id)
    played = [wordings[line] for line, _ in summary.by_line if line in wordings]
    owners = sorted({line.owner_id for line in wordings.values() if line.owner_id})
    return view.Digest(
        team=team,
        summary=replace(summary, span=span),
        wordings=wordings,
        gone=[line for line in played if now is not None and line.edition_id != now.id],
        blockers={blocker.id: (blocker, person) for blocker, person, _ in blockers},
        wins=won,
        praise=wins.praise(store, team.workspace_id, [win.id for win, _ in won]),
        takers={one.id: one for one in people.persons(store, team.workspace_id, _takers(blockers)) if not one.left_at},
        answered=_answered(store, team, summary),
        decided=decisions.count(store, team) > 0,
        owners={one.id: one for one in people.persons(store, team.workspace_id, owners)},
        in_channel=reader.place.kind is PlaceKind.CHANNEL,
        today=today,
        asked=team_questions.any_answered(store, team, first, last),
        tensions=_tensions(store, reader, team, days, today),
        same_jobs=_same_jobs(store, reader, team, days, today),
        late=_late(store, team, lines, until) if first != last else (),
    )


def _same_jobs(store: Store, reader: Reader, team: Team, days: tuple[date, date], today: date) -> int:
    """How many jobs of the team look like another's; only in the digest of a week that runs, for the channel and for
    who leads the team.
    """
    first, last = days
    if first == last or not first <= today <= last + OF_NOW:
        return 0
    if reader.place.kind is PlaceKind.DIRECT:
        led = people.teams_as(store, reader.person, Role.MANAGER) if reader.person else []
        if team.id not in {one.id for one in led}:
            return 0
    return sum(not one.is_none and not one.is_agreed for one in doubled(store, team, today))


def _tensions(store: Store, reader: Reader, team: Team, days: tuple[date, date], today: date) -> list[Pull]:
    """What the lines of the team's part pull against now; only in the digest of a week that is not long over."""
    first, last = days
    now = score_now(store, team.workspace_id) if first != last and today <= last + OF_NOW else None
    if now is None:
        return []
    person = reader.person if reader.place.kind is PlaceKind.DIRECT else None
    pulls = [one for one in every(store, now, person, today) if one.is_open and one.is_sure]
    return [one for one in pulls if team.part in {line.part for line in one.lines}]


def _blockers(store: Store, team: Team, days: tuple[date, date], today: date) -> list[tuple[Blocker, Person, date]]:
    """What a digest of these days says of blockers, as of the evening of the last of them, or as of now."""
    first, last = days
    begins = day_ends(first - timedelta(days=1), team.time_zone)
    ends = day_ends(max(first, min(last, today)), team.time_zone)
    return digests.blockers(store, team, last, begins, ends)


def _lines(store: Store, team: Team, until: date) -> tuple[list[tuple[Wording, date]], frozenset[str]]:
    """The lines of the team's part as they read on the evening of that day, with the day since which each stands.

    Beside them the ids of the long ones.
    """
    edition = scores.in_force(store, team.workspace_id, day_ends(until, team.time_zone))
    if edition is None or team.part is None:
        return [], frozenset()
    found = scores.lines_of_part(store, team.workspace_id, edition.id, team.part)
    long = long_lines([line for line, _ in found], scores.parts(store, team.workspace_id, edition.id), until)
    return [(line, local_day(since, team.time_zone)) for line, since in found], long


def _late(store: Store, team: Team, lines: Sequence[tuple[Wording, date]], until: date) -> list[Wording]:
    """Which measures of the team's part were older than their cadence on that day; those of what is closed are not."""
    closed = {line.address for line, _ in lines if line.state is not LineState.OPEN}
    own = {line.line_id: (line, since) for line, since in lines if line.serves not in closed}
    ids = [id for id, (line, _) in own.items() if line.kind is LineKind.MEASURE]
    measures = questions.measures(store, team.workspace_id, lines[0][0].edition_id, ids) if ids else []
    latest = scores.latest_readings(store, team.workspace_id, ids, until)
    found = []
    for measure in measures:
        line, since = own[measure.line_id]
        last = latest.get(measure.line_id)
        if readings.days_late(readings.due(measure, last.day if last else None, since), until):
            found.append(line)
    return found


def _stuck(store: Store, team: Team, blockers: Sequence[tuple[Blocker, Person, date]], last: date) -> list[Stuck]:
    """Each blocker as it stood on the evening of the last day, with the line that its check-in plays from, if one."""
    lines: dict[str, set[str]] = {}
    for checkin_id, line_id in digests.lines_of(store, team.workspace_id, [one.checkin_id for one, _, _ in blockers]):
        lines.setdefault(checkin_id, set()).add(line_id)
    evening = day_ends(last, team.time_zone)
    return [
        Stuck(
            blocker.id,
            person.id,
            raised,
            line_id=_only(lines.get(blocker.checkin_id, set())),
            cleared=blocker.cleared_at is not None and blocker.cleared_at < evening,
        )
        for blocker, person, raised in blockers
    ]


def _takers(blockers: Sequence[tuple[Blocker, Person, date]]) -> list[str]:
    return sorted({blocker.taken_by for blocker, _, _ in blockers if blocker.taken_by})


def _answered(store: Store, team: Team, summary: Summary) -> dict[str, Answered]:
    """What the team has answered for each of these untouched lines, as long as it holds."""
    if not summary.untouched:
        return {}
    last = summary.span.last
    holds: dict[str, Answered] = {}
    waited = dict(summary.untouched)
    for decision, person in reversed(decisions.between(store, team, last - ANSWER_HOLDS, last + ANSWER_HOLDS)):
        if answer_holds(summary.span, decision.day, waited.get(decision.line_id, 0)):
            holds[decision.line_id] = Answered(decision, person)
    return holds


def _only(lines: set[str]) -> str | None:
    return next(iter(lines)) if len(lines) == 1 else None


def _wordings(store: Store, team: Team, line_ids: Sequence[str]) -> dict[str, Wording]:
    """These lines as they read now; one that is no longer in the score, as it read last."""
    return {line.line_id: line for line in scores.last_wordings(store, team.workspace_id, sorted(set(line_ids)))}


# What is asked for


def today(turn: Turn, store: Store) -> Reply:
    """Show the digest of today as it adds up so far, of the team that is named or the first that the person sees."""
    return _asked(turn, store, "digest.day")


def this_week(turn: Turn, store: Store) -> Reply:
    """Show the digest of this week as it adds up so far."""
    return _asked(turn, store, "digest.week")


def _asked(turn: Turn, store: Store, shows: str) -> Reply:
    seen = people.teams_seen_by(store, turn.person)
    team = next((one for one in seen if turn.value in ("", one.id)), None)
    if team is None:
        if turn.value:
            raise Refused("home.not_there")
        return Reply(Answer(How.CARD, "digest.none"))
    zone = team.time_zone or common_zone(people.zones_of(store, team))
    about = {"team": team.id, "day": local_day(turn.at, zone).isoformat()}
    return Reply(Answer(How.CARD, shows, about))


def consider_tasks(turn: Turn, store: Store) -> Opens | Answer:
    """Every task behind a digest, and whose they are."""
    opening = need_opening(turn, store, Detail.TASKS)
    found = digests.tasks(store, opening.team, opening.first, opening.last)
    return opens(opening, "digest.tasks", [person.id for _, _, person in found])


def tasks(turn: Turn, store: Store, found: Opens) -> Reply:
    """Show every task behind a digest."""
    return sightings.keep(turn, store, found)


def consider_blockers(turn: Turn, store: Store) -> Opens | Answer:
    """Everything that is stuck, waits or was won behind a digest, and whose it is."""
    opening = need_opening(turn, store, Detail.BLOCKERS)
    team, days = _where_it_is(store, opening.team), (opening.first, opening.last)
    stuck = _blockers(store, team, days, local_day(turn.at, team.time_zone))
    won = digests.wins(store, team, *days)
    return opens(opening, "digest.blockers", [*(one.id for _, one, _ in stuck), *(one.id for _, one in won)])


def blockers(turn: Turn, store: Store, found: Opens) -> Reply:
    """Show everything that is stuck, waits or was won behind a digest."""
    return sightings.keep(turn, store, found)


def consider_took_part(turn: Turn, store: Store) -> Opens | Answer:
    """Who took part."""
    opening = need_opening(turn, store, Detail.TOOK_PART)
    return opens(opening, "digest.took_part", _came(store, opening.team, (opening.first, opening.last)))


def took_part(turn: Turn, store: Store, found: Opens) -> Reply:
    """Show who took part."""
    return sightings.keep(turn, store, found)
