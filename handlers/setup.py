"""A team's set-up in chat: one card that says where each thing stands, and can be left and taken up again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers import coming_back
from handlers.cards import Card, Form
from handlers.guards import arranged_by, need_led_team, read_led_team, rhythm_now
from handlers.turn import Answer, Corrections, Gone, How, Reader, Refused, Reply, Turn, agreement, stand
from handlers.views import checkin as checkin_view
from handlers.views import digest as digest_view
from handlers.views import setup as view
from prompts import Filled, phrase
from score import hours, roster
from score.cadence import (
    Rhythm,
    common_zone,
    last_of_week,
    local,
    local_day,
    moved,
    next_prompts,
    slot_after,
)
from score.digest import waiting_lines
from storage import allowances, blockers, checkins, deliveries, people, scores, team_questions
from storage.store import Store
from storage.tables import NOT_YET, Place, Team, Wording


def open(turn: Turn, store: Store) -> Reply:
    """Show the set-up of the team that is named, or of the only one that the person arranges; else ask which."""
    if turn.value:
        return _card(need_led_team(turn, store, turn.value))
    arranged = arranged_by(store, turn.person)
    if not arranged:
        raise Refused("home.not_there")
    if len(arranged) > 1:
        return Reply(Answer(How.CARD, "setup.teams", {"person": turn.person.id}))
    return _card(arranged[0])


def _card(team: Team) -> Reply:
    return Reply(Answer(How.CARD, "setup.card", {"team": team.id}))


def draw_teams(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Which of the teams that somebody arranges shall it be?"""
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    return view.teams(arranged_by(store, reader.person))


def draw_card(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Where each thing of a team stands now."""
    team = _in_zone(store, read_led_team(store, reader, about["team"]))
    proposal = allowances.open_of(store, team)
    return view.card(
        view.Standing(
            team=team,
            channels=people.channels_of(store, team.workspace_id, [team]),
            people=people.of_team(store, team),
            next_digest=_next_digest(team, reader.at),
            proposal=proposal,
            counts=allowances.counts(store, proposal) if proposal else (0, 0),
            questions=len(team_questions.of_team(store, team)),
        )
    )


def _in_zone(store: Store, team: Team) -> Team:
    """The team as it is, in the zone that most of its people live in where nobody has said another."""
    zone = team.time_zone or common_zone(people.zones_of(store, team))
    return Team(**{**team.model_dump(), "time_zone": zone})


def _next_digest(team: Team, now: datetime) -> datetime | None:
    """When the next digest comes, on the team's own clock."""
    if team.digest_at is None:
        return None
    planned = team.next_digest_at if team.next_digest_at > now else slot_after(_rhythm(team), now)
    return local(planned, team.time_zone) if planned else None


def _rhythm(team: Team) -> Rhythm:
    return Rhythm(team.time_zone, team.digest_at or 0, team.working_days)


# The model


def model(turn: Turn, store: Store, _: None = None) -> Reply:
    """Do without a model that puts answers into words, or with it, for everybody in a team."""
    which, team_id = turn.value.partition(" ")[::2]
    team = need_led_team(turn, store, team_id)
    if which not in ("with", "without"):
        raise Refused("home.not_there")
    store.change(team, without_model=which == "without")
    return _card(team)


# The channel


def open_channel(turn: Turn, store: Store) -> Reply:
    """Open the choice of the channel that gets the digest."""
    return Reply(Answer(How.FORM, "setup.channel", {"team": need_led_team(turn, store, turn.value).id}))


def draw_channel(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The channels that the team can have; one of another team is not among them."""
    team = read_led_team(store, reader, about["team"])
    return view.channel(team, people.channels_for(store, team))


def take_channel(turn: Turn, store: Store, _: None = None) -> Reply:
    """Give the team the channel that was chosen, in place of the one that it had on the same connection."""
    team = need_led_team(turn, store, turn.fields.get("team", ""))
    offered = people.channels_for(store, team)
    chosen = _chosen(offered, turn.fields.get("channel", ""))
    if chosen is None:
        note = phrase("setup.no-such-channel") if offered else phrase("setup.no-channel-hint")
        raise Corrections("setup.channel", {"team": team.id}, {"channel": note})
    for place in offered:
        if place.team_id == team.id and place.connection_id == chosen.connection_id and place.id != chosen.id:
            store.change(place, team_id=None)
    store.change(chosen, team_id=team.id, closed_at=None, closed_why="")
    return _asked_there(turn, store, team, chosen)


def _asked_there(turn: Turn, store: Store, team: Team, place: Place) -> Reply:
    """What the team is asked to agree on goes with it to its new channel."""
    answer = _card(team).answer
    proposal = allowances.open_of(store, team)
    subject = agreement(proposal.id) if proposal else ""
    if proposal is None or deliveries.shown(store, team.workspace_id, place.id, subject) is not None:
        return Reply(answer)
    shown, delivery = stand(turn, place, "allowance.asked", {"proposal": proposal.id}, subject=subject)
    return Reply(answer, [delivery], [shown])


def _chosen(offered: Sequence[Place], said: str) -> Place | None:
    """The channel of that id, or else the only one of that name."""
    name = said.strip().removeprefix("#")
    named = [place for place in offered if place.name == name]
    return next((place for place in offered if place.id == said), named[0] if len(named) == 1 else None)


# The hour


NEXT = 3
"""Prompts of their own that whoever sets the hours is told of."""


@dataclass(frozen=True)
class Hours:
    """When a team's digest is to come: minutes after midnight or never, on days with bit 0 for Monday, in a zone.

    `within` are the hours in which its people are asked, empty for any.
    """

    at: int | None
    days: int
    zone: str
    within: str


def open_hours(turn: Turn, store: Store) -> Reply:
    """Open the form for the hour, the days and the zone of the digest."""
    return Reply(Answer(How.FORM, "setup.hours", {"team": need_led_team(turn, store, turn.value).id}))


def draw_hours(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The hour, the days and the zone of the digest and the hours of the prompts, as they are."""
    team = _in_zone(store, read_led_team(store, reader, about["team"]))
    person = reader.person
    is_asked = person is not None and person.next_due_at is not None
    coming = next_prompts(rhythm_now(store, person, reader.at), reader.at, NEXT) if person and is_asked else []
    return view.hours(team, coming)


def consider_take_hours(turn: Turn, store: Store) -> Hours:
    """The hours that were filled in; whatever is wrong with them is said at once."""
    team = need_led_team(turn, store, turn.fields.get("team", ""))
    said, zone = turn.fields.get("at", "").strip(), turn.fields.get("zone", "").strip()
    minute, days = hours.minute(said) if said else None, hours.days(turn.fields.get("days", ""))
    notes: dict[str, Filled] = {}
    if said and minute is None:
        notes["at"] = phrase("preferences.bad-time")
    if days is None:
        notes["days"] = phrase("setup.no-days")
    if zone not in roster.zones():
        notes["zone"] = phrase("preferences.bad-zone")
    within = turn.fields.get("within", team.asked_within if turn.fields.get("asks_within") != "yes" else "").strip()
    if within and hours.window(within) is None:
        notes["within"] = phrase("setup.bad-within")
    if days is None or notes:
        raise Corrections("setup.hours", {"team": team.id}, notes)
    within = hours.span_said(window) if (window := hours.window(within)) else ""
    return Hours(minute, days, zone, within)


def take_hours(turn: Turn, store: Store, chosen: Hours) -> Reply:
    """Keep the hours; a digest that was to come today still does, where the new hour of today is over."""
    team = need_led_team(turn, store, turn.fields.get("team", ""))
    had = team.digest_at is not None
    planned_day = team.next_digest_at if had and team.next_digest_at > NOT_YET else None
    planned_week = team.next_week_at if had and team.next_week_at > NOT_YET else None
    if chosen.within != team.asked_within:
        # Each of its people is asked by other hours from now on: the next tick says when.
        people.look_again(store, team, turn.at)
    store.change(team, digest_at=chosen.at, working_days=chosen.days, time_zone=chosen.zone, asked_within=chosen.within)
    if chosen.at is not None:
        day = _rhythm(team)
        week = Rhythm(day.time_zone, day.minute, last_of_week(day.working_days))
        # Without an hour in sight, the next tick looks for one, and then once a day.
        store.change(
            team,
            next_digest_at=moved(day, planned_day, turn.at) or NOT_YET,
            next_week_at=moved(week, planned_week, turn.at) or NOT_YET,
        )
    return _card(team)


# What it will look like


def preview_prompt(turn: Turn, store: Store) -> Reply:
    """Show the next morning prompt as it would come."""
    return Reply(Answer(How.CARD, "setup.prompt", {"team": need_led_team(turn, store, turn.value).id}))


def draw_prompt(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The next morning prompt, as it comes to who reads, or would if they were asked."""
    team = _in_zone(store, read_led_team(store, reader, about["team"]))
    person = reader.person
    if person is None:
        raise Gone(about["team"])
    shared = people.teams_of(store, person)
    rhythm = rhythm_now(store, person, reader.at, back=coming_back.BACK_FROM)
    at = slot_after(rhythm, reader.at) or reader.at
    day = local_day(at, person.time_zone)
    before = checkins.last_before(store, person, day)
    shown = checkin_view.Day(
        person=person,
        teams=shared or [team],
        day=day,
        now=local(at, person.time_zone),
        earlier=[task for task, _ in checkins.tasks_of(store, before)] if before else (),
        earlier_day=before.local_date if before else None,
        stuck=blockers.open_of(store, person),
    )
    since = coming_back.owed(store, person, rhythm, day, reader.at)
    away = coming_back.since(store, person, since, reader.at) if since else None
    prompt = checkin_view.invite(shown, open_for_answers=True, is_back=since is not None, away=away)
    return view.prompt(prompt, team, shown.now, is_asked=bool(shared))


def preview_digest(turn: Turn, store: Store) -> Reply:
    """Show what a digest looks like, with the team's own lines and made-up figures."""
    return Reply(Answer(How.CARD, "setup.digest", {"team": need_led_team(turn, store, turn.value).id}))


def draw_digest(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A sample digest; nothing of it is kept."""
    team = _in_zone(store, read_led_team(store, reader, about["team"]))
    today = local_day(reader.at, team.time_zone)
    lines = _lines(store, team, today)
    language = reader.person.language if reader.person else ""
    return view.sample(digest_view.daily(view.made_up(team, today, lines, language)), team, has_lines=bool(lines))


def _lines(store: Store, team: Team, today: date) -> list[Wording]:
    """The open priorities of the team's part."""
    edition = scores.current(store, team.workspace_id)
    if edition is None or team.part is None:
        return []
    found = scores.lines_of_part(store, team.workspace_id, edition.id, team.part)
    waiting = waiting_lines([(line, today - timedelta(days=view.SINCE)) for line, _ in found], today)
    return [line for line, _ in found if line.line_id in waiting]


def only_preview(turn: Turn, store: Store) -> Reply:
    """Say that a button of a preview does nothing."""
    return Reply(Answer(How.CARD, "setup.still", {"team": need_led_team(turn, store, turn.value.split(" ")[0]).id}))


def draw_still(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """That was a preview."""
    return view.still(read_led_team(store, reader, about["team"]))


def unseen(turn: Turn, store: Store) -> Reply:
    """Say what who leads a team will not see."""
    return Reply(Answer(How.CARD, "setup.unseen", {"team": need_led_team(turn, store, turn.value).id}))


def draw_unseen(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What they will not see."""
    return view.unseen(read_led_team(store, reader, about["team"]))
