"""No query gives or changes anything of another workspace, though both are filled alike.

Every public function of these modules is called with the ids of the one workspace and the name of the other. What
it gives and what it leaves behind must be what they were while the other workspace was not there at all.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import ModuleType
from typing import Any, TypeVar

import pytest
from sqlmodel import select

from storage import (
    absences,
    allowances,
    asks,
    attention,
    blockers,
    budgets,
    checkins,
    conditions,
    copies,
    crossings,
    decisions,
    deliveries,
    digests,
    due,
    editions,
    findings,
    hints,
    installations,
    learning,
    memos,
    mistakes,
    nominations,
    people,
    post_keys,
    questions,
    rates,
    remarks,
    same_jobs,
    scores,
    senses,
    sightings,
    sketches,
    steps,
    team_questions,
    tensions,
    wins,
    work,
)
from storage.store import Store, open_store
from storage.tables import (
    NOUNS,
    Absence,
    Acceptance,
    Account,
    Ask,
    Blocker,
    Cause,
    CheckIn,
    Connection,
    Crossing,
    CrossingState,
    DataKey,
    Delivery,
    DeliveryState,
    Detail,
    Door,
    Draft,
    DueDay,
    Edition,
    Evidence,
    EvidenceSide,
    Hand,
    Holding,
    HoldingState,
    Installation,
    JobAnswer,
    Line,
    LineAnswer,
    LineKind,
    Measure,
    Membership,
    Memo,
    Mistake,
    MistakeKind,
    Nomination,
    Noun,
    Nudge,
    Part,
    PartKind,
    Person,
    Place,
    PlaceKind,
    PostKey,
    Praise,
    Proposal,
    Proposed,
    QuestionKind,
    Rate,
    Reading,
    Reason,
    Received,
    Remark,
    RemarkKind,
    Report,
    Role,
    Sending,
    SendingState,
    Sense,
    Shown,
    Sighting,
    Silence,
    Sitting,
    SittingState,
    Sketch,
    Spent,
    Step,
    StepState,
    Task,
    TaskState,
    Team,
    TeamAnswer,
    TeamDay,
    TeamQuestion,
    Tension,
    Ticket,
    TicketKind,
    Tie,
    TieState,
    Verdict,
    Visible,
    Vote,
    Watch,
    Win,
    Wording,
    Workspace,
)
from tests.databases import Engines

N = TypeVar("N", bound=Noun)
MODULES = (
    people,
    post_keys,
    blockers,
    checkins,
    deliveries,
    questions,
    scores,
    digests,
    learning,
    absences,
    decisions,
    wins,
    nominations,
    steps,
    hints,
    remarks,
    conditions,
    allowances,
    team_questions,
    crossings,
    installations,
    rates,
    attention,
    copies,
    due,
    same_jobs,
    sightings,
    tensions,
    sketches,
    asks,
    work,
    editions,
    findings,
    senses,
    budgets,
    mistakes,
    memos,
)
AT = datetime(2027, 3, 9, 9, tzinfo=UTC)
BEFORE_ALL, LATER = AT - timedelta(days=9), AT + timedelta(days=1)
TODAY, BEFORE = AT.date(), date(2027, 3, 8)

FINDS_THE_WORKSPACE = {
    "people.workspaces",
    "people.countries",
    "due.workspaces",
    "people.workspace_of",
    "deliveries.to_serve",
    "deliveries.unsettled",
    "people.connection",
    "people.arrived",
    "people.known_as",
    "people.reached",
    "people.place_at",
    "people.is_linked",
    "installations.ticket",
    "installations.take_state",
    "post_keys.named",
    "senses.editions_in_force",
}
"""What is asked before the workspace is known, by the names that a platform gave; looked at by itself below."""

WRITES_WHAT_IT_IS_GIVEN = {"people.open_place", "scores.keep", "checkins.write_down", "budgets.ask", "asks.stop"}
"""Looks nothing up: the nouns that it is handed say where they belong."""


@dataclass(frozen=True)
class Town:
    """One workspace: the same handles, words, addresses and places as in any other, with ids of its own."""

    name: str
    door: Door
    late: timedelta = timedelta(0)
    loaded: int = 1
    """The second one's last is later than the first one's, so that who asks for the last of all gets the wrong one."""

    def id(self, of: str) -> str:
        """An id that nobody else has."""
        return f"{self.name}-{of}"

    def nouns(self) -> list[Noun]:
        """All that is kept of it."""
        ada, team = self.id("ada"), self.id("team")
        ours: Mapping[str, Any] = {"workspace_id": self.name}
        at: Mapping[str, Any] = {"connection_id": self.id("connection"), **ours}
        task: Mapping[str, Any] = {"person_id": ada, "checkin_id": self.id("today")}
        nouns: list[Noun] = [
            Workspace(id=self.name, name="Harbour Bread", created_at=AT),
            Connection(id=self.id("connection"), door=self.door, external_id="T1", **ours),
            Person(
                id=ada,
                handle="ada",
                name="Ada",
                is_strategy_owner=True,
                is_admin=True,
                email="ada@harbour.example",
                next_due_at=AT,
                remind_at=AT,
                greet_at=AT,
                leaves_on=BEFORE,
                **ours,
            ),
            Proposal(id=self.id("proposal"), team_id=team, proposer_id=ada, share=0.4, made_at=AT, **ours),
            Sighting(
                id=self.id("sighting"),
                person_id=ada,
                by_id=self.id("bo"),
                team_id=team,
                what=Detail.TASKS,
                first_day=BEFORE,
                last_day=TODAY,
                seen_at=AT,
                **ours,
            ),
            Vote(id=self.id("vote"), proposal_id=self.id("proposal"), person_id=ada, agrees=True, said_at=AT, **ours),
            Person(id=self.id("bo"), handle="bo", name="Bo", **ours),
            Account(id=self.id("bo-account"), person_id=self.id("bo"), external_id="U2", **at),
            Absence(id=self.id("absence"), person_id=ada, first_day=BEFORE, last_day=TODAY, said_at=AT, **ours),
            Absence(
                id=self.id("leave"),
                person_id=ada,
                first_day=BEFORE,
                last_day=TODAY,
                said_at=AT,
                event="e1",
                occurrence=BEFORE,
                **ours,
            ),
            Account(id=self.id("account"), person_id=ada, external_id="U1", **at),
            Team(
                id=team,
                handle="field",
                name="Field",
                part="field",
                next_digest_at=AT,
                next_week_at=AT + self.late,
                **ours,
            ),
            Membership(id=self.id("member"), team_id=team, person_id=ada, role=Role.MEMBER, **ours),
            Membership(id=self.id("leads"), team_id=team, person_id=ada, role=Role.MANAGER, **ours),
            Membership(id=self.id("coach"), team_id=team, person_id=ada, role=Role.COACH, **ours),
            Membership(id=self.id("observes"), team_id=team, person_id=self.id("bo"), role=Role.OBSERVER, **ours),
            Place(
                id=self.id("direct"),
                external_id="D1",
                kind=PlaceKind.DIRECT,
                name="Ada",
                person_id=ada,
                service="https://" + self.name,
                **at,
            ),
            Place(id=self.id("channel"), external_id="C1", kind=PlaceKind.CHANNEL, name="f", team_id=team, **at),
            Edition(
                id=self.id("edition"),
                number=self.loaded,
                name="Harbour",
                source="",
                loaded_at=AT,
                told_to="",
                **ours,
            ),
            Spent(id=f"{self.name}:{ada}:{TODAY}", person_id=ada, day=TODAY, used=3, **ours),
            Spent(id=f"{self.name}::{TODAY}", day=TODAY, used=300, **ours),
            Sense(id=self.id("sense"), model="m", digest="d", numbers="n", **ours),
            Proposed(id=self.id("proposed"), proposer_id=ada, name="score.yml", source="score: x", made_at=AT, **ours),
            Part(
                id=self.id("part"),
                edition_id=self.id("edition"),
                handle="field",
                kind=PartKind.TEAM,
                name="Field",
                position=0,
                visible=Visible.PART,
                **ours,
            ),
            Line(id=self.id("line"), since=self.id("edition"), **ours),
            Wording(
                id=self.id("wording"),
                edition_id=self.id("edition"),
                line_id=self.id("line"),
                part="field",
                address="field/P-1",
                kind=LineKind.PRIORITY,
                words="Call every harbour",
                position=0,
                **ours,
            ),
            Measure(id=self.id("measure"), edition_id=self.id("edition"), line_id=self.id("line"), unit="%", **ours),
            Reading(id=self.id("reading"), line_id=self.id("line"), day=TODAY, value=49.0, said_at=AT, **ours),
            Verdict(id=self.id("verdict"), line_id=self.id("line"), helped=3, said=5, **ours),
            Acceptance(
                id=self.id("acceptance"),
                about="C30-1",
                rule="C30",
                lines=[self.id("line")],
                reason="Later",
                until=TODAY,
                said_by=ada,
                said_at=AT,
                **ours,
            ),
            Watch(id=self.id("watch"), person_id=self.id("bo"), told=["C30-1"], next_at=AT, weekly_at=LATER, **ours),
            Silence(id=self.id("silence"), words="May we?", day=TODAY, nearest=self.id("line"), **ours),
            Mistake(
                id=self.id("mistake"),
                words="What may we?",
                kind=MistakeKind.ANOTHER_LINE,
                cited=[self.id("line")],
                right_id=self.id("line"),
                edition_id=self.id("edition"),
                day=TODAY,
                **ours,
            ),
            Memo(id=self.id("memo"), person_id=ada, words="I look after the quays", said_at=AT, **ours),
            CheckIn(id=self.id("before"), person_id=ada, local_date=BEFORE, handed_in_at=AT, **ours),
            CheckIn(id=self.id("today"), person_id=ada, local_date=TODAY, handed_in_at=AT, confidence=4, **ours),
            Draft(
                id=self.id("draft"), person_id=ada, local_date=BEFORE, fields={"task1": "Call"}, written_at=AT, **ours
            ),
            Ask(
                id=self.id("ask"),
                person_id=ada,
                place_id=self.id("direct"),
                brief="answer",
                brief_version=1,
                values={},
                then="coach.hear",
                about={},
                asked_at=AT,
                deadline=AT + timedelta(days=1),
                **ours,
            ),
            Sketch(id=self.id("sketch"), person_id=ada, said="{}", changed_at=AT, **ours),
            TeamDay(id=self.id("day"), team_id=team, local_date=TODAY, checkin_id=self.id("today"), **ours),
            DueDay(id=self.id("due"), team_id=team, person_id=ada, local_date=TODAY, **ours),
            Task(id=self.id("task"), local_date=TODAY, position=0, words="Call", **task, **ours),
            Tie(
                id=self.id("tie"),
                task_id=self.id("task"),
                edition_id=self.id("edition"),
                line_id=self.id("line"),
                state=TieState.CONFIRMED,
                said_at=AT,
                **ours,
            ),
            Blocker(
                id=self.id("blocker"),
                words="no van",
                told=True,
                raised_at=AT,
                line_id=self.id("line"),
                **task,
                **ours,
            ),
            Hand(id=self.id("hand"), blocker_id=self.id("blocker"), person_id=ada, offered_at=AT, **ours),
            TeamQuestion(
                id=self.id("question"),
                team_id=team,
                first_id=self.id("question"),
                position=0,
                words="What was missing?",
                kind=QuestionKind.LINE,
                changed_at=AT,
                **ours,
            ),
            TeamAnswer(
                id=self.id("answer"),
                question_id=self.id("question"),
                checkin_id=self.id("today"),
                said="Seals",
                **ours,
            ),
            Win(id=self.id("win"), words="Sold out", won_at=AT, **task, **ours),
            Praise(id=self.id("praise"), win_id=self.id("win"), person_id=ada, said_at=AT, **ours),
            LineAnswer(
                id=self.id("decision"),
                team_id=team,
                line_id=self.id("line"),
                person_id=ada,
                reason=Reason.PAUSED,
                day=TODAY,
                said_at=AT,
                **ours,
            ),
            Line(id=self.id("other-line"), since=self.id("edition"), **ours),
            Tension(
                id=self.id("tension"),
                one_id=self.id("line"),
                other_id=self.id("other-line"),
                began_at=AT,
                ask_at=AT + self.late,
                **ours,
            ),
            JobAnswer(id=self.id("job"), pair="p", person_id=ada, is_one=True, said_at=AT, **ours),
            Report(
                id=self.id("report"),
                tension_id=self.id("tension"),
                person_id=ada,
                words="No bread",
                named=False,
                said_at=AT,
                **ours,
            ),
            DataKey(id=self.id("datakey"), master="m", sealed="s", made_at=AT, **ours),
            PostKey(id=self.id("postkey"), key_id=self.id("datakey"), secret="s", made_at=AT, **ours),
            Installation(
                id=self.id("installation"),
                connection_id=self.id("connection"),
                key_id=self.id("datakey"),
                name="Harbour",
                token="sealed",
                bot_user="U0",
                installed_at=AT,
                **ours,
            ),
            Ticket(id=self.id("ticket"), kind=TicketKind.LINK, person_id=ada, made_at=BEFORE_ALL, until=AT, **ours),
            Received(id=self.id("key"), at=AT + self.late, digest="d", answer={}, **ours),
            Shown(
                id=self.id("digest"),
                place_id=self.id("channel"),
                subject=f"digest:{team}:{TODAY.isoformat()}",
                view="digest.day",
                about={},
                reference="ts-0",
                wanted=2,
                **ours,
            ),
            Shown(
                id=self.id("shown"),
                place_id=self.id("direct"),
                subject="subject",
                view="home.help",
                about={},
                wanted=2,
                shows=1,
                reference="ts-1",
                under=self.id("digest"),
                held_until=AT,
                opened_at=AT,
                **ours,
            ),
            Rate(id=f"{self.name}:{self.id('connection')}:chat.postMessage", free_at=AT, **ours),
            Delivery(
                id=self.id("posted"),
                place_id=self.id("channel"),
                kind="digest.day",
                once="posted",
                view="digest.day",
                about={},
                state=DeliveryState.SENT,
                planned_at=AT,
                not_before=AT,
                settled_at=AT + self.late,
                shown_id=self.id("digest"),
                **ours,
            ),
        ]
        past: Mapping[str, Any] = {"cleared_at": AT + self.late, "helped": "A bike", **task, **ours}
        nouns += [
            Blocker(id=self.id("cleared"), words="no bike", told=True, raised_at=AT, **past),
            Crossing(
                id=self.id("crossing"),
                person_id=ada,
                task_id=self.id("task"),
                edition_id=self.id("edition"),
                line_id=self.id("line"),
                asked_on=TODAY,
                **ours,
            ),
        ]
        of_line: Mapping[str, Any] = {"line_id": self.id("line"), "person_id": ada, **ours}
        nouns += [
            Remark(
                id=self.id("remark"),
                edition_id=self.id("edition"),
                kind=RemarkKind.QUESTION,
                words="By when?",
                holder_id=ada,
                asked_on=TODAY,
                batch="b",
                answer_by=TODAY,
                due_at=AT + self.late,
                answered_on=TODAY,
                **of_line,
            ),
            Evidence(
                id=self.id("evidence"),
                side=EvidenceSide.FOR,
                words="They buy",
                of_id="of",
                day=TODAY,
                said_at=AT + self.late,
                **of_line,
            ),
            Holding(id=self.id("holding"), state=HoldingState.HOLDS, day=TODAY, said_at=AT + self.late, **of_line),
        ]
        nouns += [
            Step(
                id=self.id(name),
                person_id=ada,
                task_id=self.id("task") if state is StepState.OPEN else None,
                day=BEFORE,
                cue="lunch is over",
                words="call",
                minute=660,
                zone="UTC",
                due_at=AT + self.late if state is StepState.OPEN else None,
                ask_on=TODAY,
                state=state,
                made_at=AT,
                **ours,
            )
            for name, state in (("step", StepState.OPEN), ("happened", StepState.KEPT))
        ]
        nouns += [
            Nomination(
                id=self.id("nomination"),
                asker_id=ada,
                person_id=ada,
                message="m",
                words="Sold out",
                asked_at=AT,
                ends_at=AT + self.late,
                **ours,
            )
        ]
        nouns += [
            Task(
                id=self.id("loose"),
                checkin_id=self.id("before"),
                person_id=ada,
                local_date=BEFORE,
                position=1,
                words="Sweep",
                **ours,
            ),
            Task(
                id=self.id("stopped"),
                checkin_id=self.id("before"),
                person_id=ada,
                local_date=BEFORE,
                position=0,
                words="Bake",
                state=TaskState.DROPPED,
                **ours,
            ),
            Crossing(
                id=self.id("stop"),
                person_id=ada,
                task_id=self.id("stopped"),
                edition_id=self.id("edition"),
                line_id=self.id("line"),
                asked_on=BEFORE,
                state=CrossingState.STOPPED,
                **ours,
            ),
            Crossing(
                id=self.id("handed"),
                person_id=ada,
                task_id=self.id("task"),
                edition_id=self.id("edition"),
                line_id=self.id("line"),
                asked_on=BEFORE,
                state=CrossingState.HANDED,
                other_id=ada,
                **ours,
            ),
        ]
        answer: Mapping[str, Any] = {"subject": f"checkin:{self.id('today')}", "view": "checkin.feedback", "about": {}}
        nouns += [Shown(id=self.id("answer"), place_id=self.id("direct"), **answer, **ours)]
        front: Mapping[str, Any] = {"subject": f"front:{ada}", "view": "home.front", "about": {}, "opened_at": AT}
        nouns += [Shown(id=self.id("front"), place_id=self.id("direct"), **front, **ours)]
        learned: Mapping[str, Any] = {"person_id": ada, "lesson": "promises", "version": 1, **ours}
        nouns += [
            Sending(id=self.id("sending"), sender_id=ada, lesson="promises", team_id=team, made_at=AT, **ours),
            Sitting(
                id=self.id("offered"),
                sending_id=self.id("sending"),
                state=SittingState.WAITING,
                due_at=AT + self.late,
                **learned,
            ),
            Sitting(
                id=self.id("sitting"),
                sending_id=self.id("sending"),
                state=SittingState.ANSWERED,
                right=True,
                answered_at=AT,
                due_at=AT,
                **learned,
            ),
            Nudge(
                id=self.id("nudge"),
                sitting_id=self.id("sitting"),
                person_id=ada,
                version=1,
                question=0,
                asked_on=TODAY,
                **ours,
            ),
        ]
        return nouns + [
            Delivery(
                id=self.id(state.value),
                place_id=self.id("direct"),
                kind="home.help",
                once=state.value,
                view="checkin.invite",
                about={},
                state=state,
                attempt=1,
                planned_at=AT,
                not_before=AT,
                sending_at=AT - timedelta(hours=1),
                settled_at=AT + self.late if state in (DeliveryState.SENT, DeliveryState.DEAD) else None,
                occasion="prompt",
                shown_id=self.id("shown") if state in (DeliveryState.SENT, DeliveryState.PLANNED) else None,
                **ours,
            )
            for state in (
                DeliveryState.PLANNED,
                DeliveryState.SENDING,
                DeliveryState.SENT,
                DeliveryState.UNCERTAIN,
                DeliveryState.DEAD,
            )
        ]


@dataclass(frozen=True)
class Mixed:
    """The name of one workspace, and the ids of one; each noun says that it belongs to the first."""

    workspace: str
    ids: Town

    def id(self, of: str) -> str:
        """An id of the second."""
        return self.ids.id(of)

    def noun(self, kind: type[N], of: str) -> N:
        """A noun with an id of the second, said to be of the first."""
        found = next(one for one in self.ids.nouns() if isinstance(one, kind) and one.model_dump()["id"] == self.id(of))
        return kind(**{**found.model_dump(), "workspace_id": self.workspace})

    @property
    def ada(self) -> Person:
        """A person of the second."""
        return self.noun(Person, "ada")

    @property
    def team(self) -> Team:
        """A team of the second."""
        return self.noun(Team, "team")

    @property
    def today(self) -> CheckIn:
        """A check-in of the second."""
        return self.noun(CheckIn, "today")

    @property
    def opening(self) -> sightings.Opening:
        """What somebody of the second opened."""
        return sightings.Opening(self.noun(Person, "bo"), self.team, Detail.TASKS, BEFORE, TODAY)

    def delivery(self, state: DeliveryState) -> Delivery:
        """A delivery of the second."""
        return self.noun(Delivery, state.value)


CALLS: Mapping[str, Callable[[Store, Mixed], object]] = {
    "people.person": lambda store, of: people.person(store, of.workspace, of.id("ada")),
    "people.here": lambda store, of: people.here(store, of.workspace, of.id("ada")),
    "people.everybody": lambda store, of: people.everybody(store, of.workspace),
    "people.due": lambda store, of: people.due(store, of.workspace, LATER, 9),
    "people.workspace": lambda store, of: people.workspace(store, of.workspace),
    "people.look_again": lambda store, of: people.look_again(store, of.team, BEFORE_ALL),
    "people.planned_later": lambda store, of: people.planned_later(store, of.workspace, BEFORE_ALL, "", 9),
    "people.next_due": lambda store, of: people.next_due(store, of.workspace, 9),
    "people.next_addressed": lambda store, of: people.next_addressed(store, of.workspace, BEFORE_ALL),
    "people.persons": lambda store, of: people.persons(store, of.workspace, [of.id("ada")]),
    "people.to_remind": lambda store, of: people.to_remind(store, of.workspace, LATER, 9),
    "people.team": lambda store, of: people.team(store, of.workspace, of.id("team")),
    "people.teams_by_person": lambda store, of: people.teams_by_person(store, of.workspace, [of.id("ada")]),
    "people.zones_of": lambda store, of: people.zones_of(store, of.team),
    "people.digests_due": lambda store, of: people.digests_due(store, of.workspace, LATER, 9),
    "people.weeks_due": lambda store, of: people.weeks_due(store, of.workspace, LATER, 9),
    "people.next_to_remind": lambda store, of: people.next_to_remind(store, of.workspace, BEFORE_ALL, 9),
    "people.next_to_greet": lambda store, of: people.next_to_greet(store, of.workspace, BEFORE_ALL, 9),
    "people.next_weeks": lambda store, of: people.next_weeks(store, of.workspace, BEFORE_ALL, 9),
    "people.next_digests": lambda store, of: people.next_digests(store, of.workspace, BEFORE_ALL, 9),
    "people.teams_of": lambda store, of: people.teams_of(store, of.ada),
    "people.teams_seen_by": lambda store, of: people.teams_seen_by(store, of.ada),
    "people.place": lambda store, of: people.place(store, of.workspace, of.id("direct")),
    "people.direct_place": lambda store, of: people.direct_place(store, of.ada),
    "people.direct_places": lambda store, of: people.direct_places(store, of.workspace, [of.ada]),
    "people.reached_by": lambda store, of: people.reached_by(store, of.workspace, [of.id("ada")]),
    "people.direct_place_on": lambda store, of: people.direct_place_on(store, of.ada, of.id("connection")),
    "people.waiting": lambda store, of: people.waiting(store, of.workspace, of.id("connection"), 9),
    "people.account_on": lambda store, of: people.account_on(store, of.workspace, of.id("connection"), of.id("ada")),
    "people.service_of": lambda store, of: people.service_of(store, of.workspace, of.id("connection")),
    "people.leads": lambda store, of: people.leads(store, of.workspace, of.id("team")),
    "people.admins": lambda store, of: people.admins(store, of.workspace),
    "people.channels_of": lambda store, of: people.channels_of(store, of.workspace, [of.team]),
    "people.may_read": lambda store, of: people.may_read(store, of.ada, of.noun(Place, "channel")),
    "blockers.open_of": lambda store, of: blockers.open_of(store, of.ada),
    "blockers.helpers": lambda store, of: blockers.helpers(store, of.noun(Blocker, "blocker")),
    "blockers.forget": lambda store, of: blockers.forget(store, of.noun(Blocker, "blocker")),
    "people.ever_here": lambda store, of: people.ever_here(store, of.workspace),
    "people.teams": lambda store, of: people.teams(store, of.workspace),
    "people.memberships": lambda store, of: people.memberships(store, of.workspace),
    "people.memberships_of": lambda store, of: people.memberships_of(store, of.ada),
    "people.connections": lambda store, of: people.connections(store, of.workspace),
    "people.accounts": lambda store, of: people.accounts(store, of.workspace),
    "people.places_of": lambda store, of: people.places_of(store, of.workspace, [of.id("ada")]),
    "people.to_greet": lambda store, of: people.to_greet(store, of.workspace, LATER, 9),
    "people.teams_as": lambda store, of: people.teams_as(store, of.ada, Role.COACH),
    "people.of_team": lambda store, of: people.of_team(store, of.team),
    "people.channels_for": lambda store, of: people.channels_for(store, of.team),
    "allowances.proposal": lambda store, of: allowances.proposal(store, of.workspace, of.id("proposal")),
    "allowances.open_of": lambda store, of: allowances.open_of(store, of.team),
    "allowances.vote_of": lambda store, of: allowances.vote_of(store, of.noun(Proposal, "proposal"), of.ada),
    "allowances.counts": lambda store, of: allowances.counts(store, of.noun(Proposal, "proposal")),
    "allowances.carried": lambda store, of: allowances.carried(store, of.workspace, 9),
    "people.named_by_email": lambda store, of: people.named_by_email(store, of.workspace, "ada@harbour.example"),
    "people.close_place": lambda store, of: people.close_place(store, of.noun(Place, "direct"), AT, "user_disabled"),
    "installations.of_workspace": lambda store, of: installations.of_workspace(store, of.workspace),
    "installations.of_connection": lambda store, of: installations.of_connection(
        store, of.workspace, of.id("connection")
    ),
    "installations.lease": lambda store, of: installations.lease(
        store, of.noun(Installation, "installation"), AT, LATER
    ),
    "installations.change_tokens": lambda store, of: installations.change_tokens(
        store, of.noun(Installation, "installation"), of.noun(Installation, "installation")
    ),
    "installations.data_keys": lambda store, of: installations.data_keys(store, of.workspace),
    "post_keys.of_workspace": lambda store, of: post_keys.of_workspace(store, of.workspace),
    "installations.use": lambda store, of: installations.use(store, of.workspace, of.id("ticket"), BEFORE_ALL),
    "installations.old_tickets": lambda store, of: installations.old_tickets(store, of.workspace, LATER),
    "deliveries.withdraw_all": lambda store, of: deliveries.withdraw_all(
        store, of.workspace, of.id("connection"), LATER, Cause.REMOVED, "why"
    ),
    "people.leaving": lambda store, of: people.leaving(store, of.workspace, TODAY, 9),
    "absences.of": lambda store, of: absences.of(store, of.ada, BEFORE),
    "absences.of_people": lambda store, of: absences.of_people(store, of.workspace, [of.id("ada")], BEFORE),
    "absences.of_events": lambda store, of: absences.of_events(store, of.workspace, ["e1"], BEFORE),
    "blockers.cleared_of": lambda store, of: blockers.cleared_of(store, of.ada, 9),
    "blockers.cleared_between": lambda store, of: blockers.cleared_between(store, of.ada, BEFORE_ALL, LATER),
    "blockers.cleared_in": lambda store, of: blockers.cleared_in(store, of.workspace, [of.team], BEFORE, 9),
    "same_jobs.open_tasks": lambda store, of: same_jobs.open_tasks(store, of.workspace, [of.team.id], BEFORE, TODAY),
    "same_jobs.answers": lambda store, of: same_jobs.answers(store, of.workspace, ["p"]),
    "same_jobs.answer_of": lambda store, of: same_jobs.answer_of(store, of.ada, "p"),
    "tensions.between": lambda store, of: tensions.between(store, of.workspace, of.id("line"), of.id("other-line")),
    "tensions.every": lambda store, of: tensions.every(store, of.workspace),
    "tensions.reports": lambda store, of: tensions.reports(store, of.workspace, [of.id("tension")]),
    "tensions.report_of": lambda store, of: tensions.report_of(store, of.ada, of.noun(Tension, "tension")),
    "tensions.due": lambda store, of: tensions.due(store, of.workspace, LATER, 9),
    "remarks.remark": lambda store, of: remarks.remark(store, of.workspace, of.id("remark")),
    "remarks.in_batch": lambda store, of: remarks.in_batch(store, of.workspace, "b"),
    "remarks.to_come": lambda store, of: remarks.to_come(store, of.noun(Place, "direct"), "checkin.invite", BEFORE_ALL),
    "remarks.count_on": lambda store, of: remarks.count_on(store, of.noun(Person, "ada"), of.id("line"), TODAY),
    "remarks.waiting_for": lambda store, of: remarks.waiting_for(store, of.noun(Person, "ada")),
    "remarks.held_by": lambda store, of: remarks.held_by(store, of.workspace, [of.id("ada")]),
    "remarks.answered_on": lambda store, of: remarks.answered_on(store, of.workspace, of.id("line"), TODAY),
    "remarks.due": lambda store, of: remarks.due(store, of.workspace, LATER, 9),
    "remarks.put_by": lambda store, of: remarks.put_by(store, of.noun(Person, "ada")),
    "conditions.counts": lambda store, of: conditions.counts(store, of.workspace, of.id("line"), BEFORE_ALL),
    "conditions.latest": lambda store, of: conditions.latest(store, of.workspace, of.id("line"), EvidenceSide.FOR),
    "conditions.of_line": lambda store, of: conditions.of_line(store, of.workspace, of.id("line"), 9, 0),
    "conditions.comes_from": lambda store, of: conditions.comes_from(store, of.workspace, of.id("line"), "of"),
    "conditions.count_on": lambda store, of: conditions.count_on(store, of.noun(Person, "ada"), of.id("line"), TODAY),
    "conditions.standing": lambda store, of: conditions.standing(store, of.workspace, [of.id("line")]),
    "conditions.settled": lambda store, of: conditions.settled(store, of.workspace, of.id("line")),
    "conditions.holding": lambda store, of: conditions.holding(store, of.workspace, of.id("holding")),
    "conditions.said_by": lambda store, of: conditions.said_by(store, of.noun(Person, "ada")),
    "findings.accepted": lambda store, of: findings.accepted(store, of.workspace, TODAY),
    "findings.acceptance": lambda store, of: findings.acceptance(store, of.workspace, of.id("acceptance")),
    "findings.about": lambda store, of: findings.about(store, of.workspace, "C30-1"),
    "findings.watches": lambda store, of: findings.watches(store, of.workspace),
    "findings.watches_due": lambda store, of: findings.watches_due(store, of.workspace, LATER, 9),
    "findings.unwatched": lambda store, of: findings.unwatched(store, of.workspace, 9),
    "findings.wake": lambda store, of: findings.wake(store, of.workspace, LATER),
    "budgets.has_room": lambda store, of: budgets.has_room(store, of.ada, TODAY, AT, budgets.Budget(4, 301)),
    "budgets.spend": lambda store, of: budgets.spend(store, of.workspace, AT, 5),
    "budgets.forget": lambda store, of: budgets.forget(store, of.workspace, AT + budgets.KEPT_FOR, 9),
    "senses.known": lambda store, of: senses.known(store, of.workspace, "m"),
    "senses.numbers": lambda store, of: senses.numbers(store, of.workspace, "m"),
    "senses.surplus": lambda store, of: senses.surplus(store, of.workspace, "m", frozenset()),
    "senses.forget": lambda store, of: senses.forget(store, of.workspace, [of.id("sense")]),
    "steps.own": lambda store, of: steps.own(store, of.ada, of.id("step")),
    "steps.for_task": lambda store, of: steps.for_task(store, of.noun(Task, "task")),
    "steps.between": lambda store, of: steps.between(store, of.ada, BEFORE, TODAY),
    "steps.to_ask": lambda store, of: steps.to_ask(store, of.ada, BEFORE, BEFORE, TODAY),
    "steps.answered": lambda store, of: steps.answered(store, of.ada, 9),
    "steps.last_day": lambda store, of: steps.last_day(store, of.ada),
    "steps.due": lambda store, of: steps.due(store, of.workspace, LATER, 9),
    "steps.next_due": lambda store, of: steps.next_due(store, of.workspace, BEFORE_ALL, 9),
    "hints.behind": lambda store, of: hints.behind(store, of.team, [of.id("line")], BEFORE, TODAY),
    "nominations.nomination": lambda store, of: nominations.nomination(store, of.workspace, of.id("nomination")),
    "nominations.about": lambda store, of: nominations.about(store, of.workspace, "m"),
    "nominations.over": lambda store, of: nominations.over(store, of.workspace, LATER, 9),
    "nominations.asked_of": lambda store, of: nominations.asked_of(store, of.workspace, [of.id("ada")]),
    "crossings.crossing": lambda store, of: crossings.crossing(store, of.workspace, of.id("crossing")),
    "crossings.of_checkin": lambda store, of: crossings.of_checkin(store, of.today),
    "crossings.taken_away": lambda store, of: crossings.taken_away(store, of.ada, BEFORE, TODAY),
    "crossings.handed_to": lambda store, of: crossings.handed_to(store, of.workspace, [of.id("ada")]),
    "crossings.since": lambda store, of: crossings.since(store, of.ada, BEFORE),
    "people.strategy_owners": lambda store, of: people.strategy_owners(store, of.workspace),
    "checkins.of_day": lambda store, of: checkins.of_day(store, of.ada, TODAY),
    "checkins.days_answered": lambda store, of: checkins.days_answered(
        store, of.workspace, [of.id("ada")], BEFORE, TODAY
    ),
    "checkins.draft": lambda store, of: checkins.draft(store, of.ada, TODAY, since=BEFORE),
    "checkins.checkin": lambda store, of: checkins.checkin(store, of.workspace, of.id("today")),
    "checkins.last_before": lambda store, of: checkins.last_before(store, of.ada, TODAY),
    "checkins.answers_beside": lambda store, of: checkins.answers_beside(store, of.ada, BEFORE, BEFORE, TODAY),
    "checkins.tasks_of": lambda store, of: checkins.tasks_of(store, of.today),
    "checkins.task_with_tie": lambda store, of: checkins.task_with_tie(store, of.workspace, of.id("task")),
    "checkins.blocker_of": lambda store, of: checkins.blocker_of(store, of.today),
    "checkins.blocker": lambda store, of: checkins.blocker(store, of.workspace, of.id("blocker")),
    "checkins.win_of": lambda store, of: checkins.win_of(store, of.today),
    "checkins.settled": lambda store, of: checkins.settled(store, of.workspace, BEFORE_ALL),
    "checkins.many_settled": lambda store, of: checkins.many_settled(store, of.workspace, BEFORE_ALL),
    "checkins.settled_before": lambda store, of: checkins.settled_before(store, of.workspace, 0),
    "checkins.tied_of": lambda store, of: checkins.tied_of(store, of.workspace, of.id("edition"), [of.id("task")]),
    "checkins.tied_by": lambda store, of: checkins.tied_by(store, of.ada, of.id("edition"), 9),
    "checkins.last_touched": lambda store, of: checkins.last_touched(
        store, of.workspace, [of.team], [of.id("line")], BEFORE
    ),
    "checkins.tasks_on": lambda store, of: checkins.tasks_on(store, of.ada, [of.id("line")], BEFORE, TODAY),
    "checkins.tasks_between": lambda store, of: checkins.tasks_between(store, of.ada, BEFORE, TODAY),
    "checkins.wins_between": lambda store, of: checkins.wins_between(store, of.ada, BEFORE, TODAY),
    "checkins.mark": lambda store, of: checkins.mark(store, of.workspace, [of.id("task")], TaskState.DONE, LATER),
    "checkins.forget_tasks": lambda store, of: checkins.forget_tasks(store, of.workspace, [of.id("task")]),
    "deliveries.answered": lambda store, of: deliveries.answered(store, of.workspace, of.id("key")),
    "deliveries.standing": lambda store, of: deliveries.standing(store, of.workspace, of.id("direct"), 9),
    "deliveries.message": lambda store, of: deliveries.message(store, of.workspace, of.id("sent")),
    "deliveries.is_in_doubt": lambda store, of: deliveries.is_in_doubt(store, of.workspace, of.id("uncertain")),
    "deliveries.message_of": lambda store, of: deliveries.message_of(store, of.workspace, of.id("shown")),
    "deliveries.shown": lambda store, of: deliveries.shown(store, of.workspace, of.id("direct"), "subject"),
    "deliveries.under": lambda store, of: deliveries.under(store, of.workspace, of.id("digest")),
    "deliveries.thread_of": lambda store, of: deliveries.thread_of(store, of.noun(Delivery, "sent")),
    "deliveries.amend": lambda store, of: deliveries.amend(store, of.workspace, "subject"),
    "deliveries.planned": lambda store, of: deliveries.planned(store, of.workspace, [of.id("connection")], LATER, 9),
    "deliveries.over": lambda store, of: deliveries.over(store, of.workspace, [of.id("connection")], LATER, LATER, 9),
    "deliveries.claim": lambda store, of: deliveries.claim(store, of.workspace, [of.id("planned")], LATER),
    "deliveries.settle": lambda store, of: deliveries.settle(
        store, of.delivery(DeliveryState.SENDING), DeliveryState.SENT, LATER
    ),
    "deliveries.release": lambda store, of: deliveries.release(
        store, of.delivery(DeliveryState.SENDING), LATER, Cause.PACE
    ),
    "deliveries.planned_once": lambda store, of: deliveries.planned_once(store, of.workspace, "sent"),
    "deliveries.uncertain": lambda store, of: deliveries.uncertain(
        store, of.workspace, [of.id("connection")], LATER, LATER, 9
    ),
    "deliveries.overdue": lambda store, of: deliveries.overdue(store, of.workspace, LATER, 9),
    "deliveries.stands": lambda store, of: deliveries.stands(store, of.workspace, of.id("shown"), "ts-2", 2),
    "deliveries.settle_sent": lambda store, of: deliveries.settle_sent(
        store, [of.delivery(DeliveryState.SENDING)], LATER
    ),
    "deliveries.addressees": lambda store, of: deliveries.addressees(
        store, of.workspace, of.id("connection"), [of.id("ada")]
    ),
    "deliveries.to_amend": lambda store, of: deliveries.to_amend(store, of.workspace, [of.id("connection")], LATER, 9),
    "deliveries.hold": lambda store, of: deliveries.hold(store, of.workspace, [of.id("shown")], LATER),
    "deliveries.amended": lambda store, of: deliveries.amended(store, of.noun(Shown, "shown")),
    "deliveries.put_off": lambda store, of: deliveries.put_off(store, of.noun(Shown, "shown"), LATER),
    "deliveries.still_planned": lambda store, of: deliveries.still_planned(store, of.workspace, [of.id("planned")]),
    "deliveries.postpone": lambda store, of: deliveries.postpone(store, of.delivery(DeliveryState.PLANNED), LATER),
    "deliveries.hold_over": lambda store, of: deliveries.hold_over(
        store, of.delivery(DeliveryState.PLANNED), LATER, LATER, Cause.OUTSIDE
    ),
    "deliveries.counted": lambda store, of: deliveries.counted(store, of.workspace, BEFORE_ALL),
    "deliveries.unsent": lambda store, of: deliveries.unsent(store, of.workspace, BEFORE_ALL, 9),
    "deliveries.planned_since": lambda store, of: (
        deliveries.planned_since(store, of.workspace, BEFORE_ALL, 9),
        deliveries.planned_since(store, of.workspace, BEFORE_ALL, 9, DeliveryState.SENT),
        deliveries.planned_since(store, of.workspace, BEFORE_ALL, 9, None, of.ada),
        deliveries.planned_since(store, of.workspace, BEFORE_ALL, 9, DeliveryState.DEAD, of.ada),
    ),
    "rates.used": lambda store, of: rates.used(store, of.workspace, of.id("connection"), ["chat.postMessage"]),
    "rates.use": lambda store, of: rates.use(store, of.workspace, of.id("connection"), {"chat.postMessage": LATER}),
    "rates.forget": lambda store, of: rates.forget(store, of.workspace, LATER),
    "deliveries.withdraw": lambda store, of: deliveries.withdraw(
        store, of.workspace, [of.id("direct")], LATER, Cause.LEFT
    ),
    "deliveries.last_instant": lambda store, of: deliveries.last_instant(store, of.workspace),
    "questions.measures": lambda store, of: questions.measures(store, of.workspace, of.id("edition"), [of.id("line")]),
    "questions.latest_reading": lambda store, of: questions.latest_reading(store, of.workspace, of.id("line"), TODAY),
    "questions.tasks_on": lambda store, of: questions.tasks_on(
        store, of.workspace, [of.team], of.id("line"), BEFORE, TODAY
    ),
    "questions.open_silences": lambda store, of: questions.open_silences(store, of.workspace, 9),
    "questions.count_open_silences": lambda store, of: questions.count_open_silences(store, of.workspace),
    "questions.same_silence": lambda store, of: questions.same_silence(store, of.workspace, "May we?"),
    "questions.verdict": lambda store, of: questions.verdict(store, of.workspace, of.id("line")),
    "questions.verdicts": lambda store, of: questions.verdicts(store, of.workspace, 9),
    "questions.silence": lambda store, of: questions.silence(store, of.workspace, of.id("silence")),
    "questions.silences": lambda store, of: questions.silences(store, of.workspace, [of.id("silence")]),
    "questions.names": lambda store, of: questions.names(store, of.workspace),
    "questions.names_ever": lambda store, of: questions.names_ever(store, of.workspace),
    "scores.current": lambda store, of: scores.current(store, of.workspace),
    "scores.edition": lambda store, of: scores.edition(store, of.workspace, of.id("edition")),
    "scores.parts": lambda store, of: scores.parts(store, of.workspace, of.id("edition")),
    "scores.closed": lambda store, of: scores.closed(store, of.workspace),
    "scores.wordings": lambda store, of: scores.wordings(store, of.workspace, of.id("edition")),
    "scores.wording": lambda store, of: scores.wording(store, of.workspace, of.id("edition"), of.id("line")),
    "scores.measures": lambda store, of: scores.measures(store, of.workspace, of.id("edition")),
    "scores.readings": lambda store, of: scores.readings(store, of.workspace, of.id("line"), TODAY, TODAY),
    "scores.readings_of": lambda store, of: scores.readings_of(store, of.workspace, [of.id("line")], TODAY, TODAY),
    "scores.lines": lambda store, of: scores.lines(store, of.workspace, [of.id("line")]),
    "scores.last_readings": lambda store, of: scores.last_readings(store, of.workspace, of.id("line"), 9),
    "scores.latest_readings": lambda store, of: scores.latest_readings(store, of.workspace, [of.id("line")]),
    "scores.wordings_of": lambda store, of: scores.wordings_of(store, of.workspace, of.id("edition"), [of.id("line")]),
    "scores.numbered": lambda store, of: scores.numbered(store, of.workspace, 1),
    "scores.in_force": lambda store, of: scores.in_force(store, of.workspace, LATER),
    "scores.lines_of_part": lambda store, of: scores.lines_of_part(store, of.workspace, of.id("edition"), "field"),
    "scores.last_wordings": lambda store, of: scores.last_wordings(store, of.workspace, [of.id("line")]),
    "digests.due": lambda store, of: digests.due(store, of.team, BEFORE, TODAY),
    "digests.work": lambda store, of: digests.work(store, of.team, BEFORE, TODAY),
    "digests.tasks": lambda store, of: digests.tasks(store, of.team, BEFORE, TODAY),
    "digests.blockers": lambda store, of: digests.blockers(store, of.team, TODAY, AT, LATER),
    "digests.lines_of": lambda store, of: digests.lines_of(store, of.workspace, [of.id("today")]),
    "digests.wins": lambda store, of: digests.wins(store, of.team, BEFORE, TODAY),
    "digests.teams_of": lambda store, of: digests.teams_of(store, of.today),
    "digests.posted": lambda store, of: digests.posted(store, of.workspace, [of.id("team")], TODAY),
    "digests.of_day": lambda store, of: digests.of_day(store, of.workspace, [of.id("team")], TODAY),
    "digests.came_since": lambda store, of: digests.came_since(store, of.team, TODAY, BEFORE_ALL),
    "work.on_lines": lambda store, of: work.on_lines(store, of.workspace, [of.id("ada")], BEFORE, BEFORE, TODAY),
    "work.confidence": lambda store, of: work.confidence(store, of.workspace, [of.id("ada")], BEFORE, 1, 1),
    "work.whirlwind": lambda store, of: work.whirlwind(store, of.workspace, [of.id("team")], BEFORE, 1, 1),
    "work.by_team": lambda store, of: work.by_team(store, of.workspace, [of.id("team")], BEFORE, TODAY),
    "work.untied": lambda store, of: work.untied(store, of.workspace, [of.id("ada")], BEFORE, TODAY),
    "work.stuck": lambda store, of: work.stuck(store, of.workspace, [of.id("ada")]),
    "decisions.decision": lambda store, of: decisions.decision(store, of.workspace, of.id("decision")),
    "decisions.of_line": lambda store, of: decisions.of_line(store, of.team, of.id("line"), BEFORE),
    "decisions.between": lambda store, of: decisions.between(store, of.team, BEFORE, TODAY),
    "decisions.log": lambda store, of: decisions.log(store, of.team, 0, 9),
    "decisions.count": lambda store, of: decisions.count(store, of.team),
    "wins.win": lambda store, of: wins.win(store, of.workspace, of.id("win")),
    "wins.praised": lambda store, of: wins.praised(store, of.noun(Win, "win"), of.ada),
    "wins.praise": lambda store, of: wins.praise(store, of.workspace, [of.id("win")]),
    "wins.forget": lambda store, of: wins.forget(store, of.noun(Win, "win")),
    "digests.changed": lambda store, of: digests.changed(store, of.workspace, [of.id("team")], TODAY),
    "learning.coached_by": lambda store, of: learning.coached_by(store, of.ada),
    "learning.people_of": lambda store, of: learning.people_of(store, of.workspace, [of.team], TODAY),
    "learning.sending": lambda store, of: learning.sending(store, of.workspace, of.id("sending")),
    "learning.sitting": lambda store, of: learning.sitting(store, of.workspace, of.id("sitting")),
    "learning.open_sittings": lambda store, of: learning.open_sittings(store, of.workspace, [of.id("ada")], "promises"),
    "learning.answers_of": lambda store, of: learning.answers_of(store, of.workspace, of.id("sending")),
    "learning.choices_of": lambda store, of: learning.choices_of(store, of.workspace, of.id("sending")),
    "learning.unoffered": lambda store, of: learning.unoffered(store, of.workspace, of.id("sending")),
    "learning.count_begun": lambda store, of: learning.count_begun(store, of.workspace, of.id("sending")),
    "learning.rest": lambda store, of: learning.rest(store, of.ada, "promises"),
    "learning.due": lambda store, of: learning.due(store, of.workspace, SittingState.ANSWERED, LATER, 9),
    "learning.next_due": lambda store, of: learning.next_due(store, of.workspace, 9),
    "attention.places": lambda store, of: attention.places(store, of.workspace, [of.id("direct")]),
    "attention.people_at": lambda store, of: attention.people_at(store, of.workspace, [of.id("direct")]),
    "attention.unasked": lambda store, of: attention.unasked(store, of.workspace, [of.id("ada")], BEFORE_ALL),
    "attention.last_unasked": lambda store, of: attention.last_unasked(store, of.ada),
    "attention.was_asked": lambda store, of: attention.was_asked(store, of.ada, BEFORE_ALL, BEFORE_ALL),
    "copies.rows_of": lambda store, of: copies.rows_of(
        store, of.workspace, [of.id("ada")], [of.id("team")], BEFORE_ALL
    ),
    "copies.planned_since": lambda store, of: copies.planned_since(store, of.workspace, BEFORE_ALL),
    "copies.next_sitting": lambda store, of: copies.next_sitting(store, of.workspace, BEFORE_ALL),
    "attention.withdraw_about": lambda store, of: attention.withdraw_about(
        store, of.workspace, "subject", AT, "no longer wanted"
    ),
    "attention.withdraw": lambda store, of: attention.withdraw(store, of.ada, ["prompt"], AT, "no longer wanted"),
    "learning.nudge": lambda store, of: learning.nudge(store, of.workspace, of.id("nudge")),
    "team_questions.of_team": lambda store, of: team_questions.of_team(store, of.team),
    "team_questions.asked_of": lambda store, of: team_questions.asked_of(store, of.ada),
    "team_questions.by_ids": lambda store, of: team_questions.by_ids(store, of.workspace, [of.id("question")]),
    "team_questions.answers_of": lambda store, of: team_questions.answers_of(store, of.today),
    "team_questions.answers_between": lambda store, of: team_questions.answers_between(store, of.ada, BEFORE, TODAY),
    "team_questions.answered_in": lambda store, of: team_questions.answered_in(store, of.team, BEFORE, TODAY),
    "team_questions.any_answered": lambda store, of: team_questions.any_answered(store, of.team, BEFORE, TODAY),
    "scores.since": lambda store, of: scores.since(store, of.workspace, [of.id("line")]),
    "blockers.count_told_open": lambda store, of: blockers.count_told_open(store, of.team),
    "checkins.days_of": lambda store, of: checkins.days_of(store, of.ada, BEFORE, TODAY),
    "deliveries.count_unsent": lambda store, of: deliveries.count_unsent(store, of.workspace, BEFORE_ALL),
    "deliveries.opened": lambda store, of: deliveries.opened(store, of.noun(Shown, "shown"), LATER),
    "deliveries.redraw": lambda store, of: deliveries.redraw(store, of.workspace, ["subject"], BEFORE_ALL),
    "deliveries.redraw_leads": lambda store, of: deliveries.redraw_leads(
        store, of.noun(Person, "bo"), "front:", BEFORE_ALL
    ),
    "deliveries.redraw_after": lambda store, of: deliveries.redraw_after(store, of.workspace, "", BEFORE_ALL, 1),
    "learning.count_by": lambda store, of: learning.count_by(store, of.ada, SendingState.PREVIEWED),
    "learning.coming": lambda store, of: learning.coming(store, of.ada, 9),
    "learning.sent_by": lambda store, of: learning.sent_by(store, of.ada, SendingState.PREVIEWED, 9),
    "sightings.again": lambda store, of: sightings.again(store, of.opening, [of.id("ada"), of.id("bo")], LATER),
    "sightings.of": lambda store, of: sightings.of(store, of.ada, AT, 9),
    "sightings.count": lambda store, of: sightings.count(store, of.ada, AT),
    "sightings.forget": lambda store, of: sightings.forget(store, of.workspace, AT + sightings.KEPT_FOR, 9),
    "editions.playing": lambda store, of: editions.playing(store, of.workspace),
    "editions.open_tasks": lambda store, of: [
        *editions.open_tasks(store, of.workspace, [of.id("line")], TODAY, [of.id("ada")]),
    ],
    "editions.proposed": lambda store, of: editions.proposed(store, of.workspace, of.id("proposed")),
    "editions.forget": lambda store, of: editions.forget(store, of.workspace, AT + editions.KEPT_FOR, 9),
    "editions.untold": lambda store, of: editions.untold(store, of.workspace),
    "editions.before": lambda store, of: editions.before(
        store, Edition(**{**of.noun(Edition, "edition").model_dump(), "number": 9})
    ),
    "editions.people_after": lambda store, of: editions.people_after(store, of.workspace, "", 9),
    "editions.told": lambda store, of: editions.told(
        store, of.workspace, [of.id("ada")], of.delivery(DeliveryState.SENT).view, BEFORE_ALL
    ),
    "asks.is_asking": lambda store, of: asks.is_asking(store, of.ada, AT),
    "asks.ask": lambda store, of: asks.ask(store, of.workspace, of.id("ask")),
    "asks.overdue": lambda store, of: asks.overdue(store, of.workspace, AT + timedelta(days=9), 9),
    "sketches.of": lambda store, of: sketches.of(store, of.ada),
    "sketches.forget": lambda store, of: sketches.forget(store, of.workspace, AT + sketches.KEPT_FOR, 9),
    "mistakes.open_ones": lambda store, of: mistakes.open_ones(store, of.workspace, 9),
    "mistakes.count_open": lambda store, of: mistakes.count_open(store, of.workspace),
    "mistakes.is_known": lambda store, of: mistakes.is_known(store, of.workspace, "What may we?"),
    "mistakes.mistake": lambda store, of: mistakes.mistake(store, of.workspace, of.id("mistake")),
    "mistakes.true_ones": lambda store, of: mistakes.true_ones(store, of.workspace),
    "memos.of": lambda store, of: memos.of(store, of.ada),
    "memos.forget": lambda store, of: memos.forget(store, of.workspace, [of.id("ada")]),
    "scores.stood": lambda store, of: scores.stood(store, of.workspace),
    "scores.stood_at": lambda store, of: scores.stood_at(store, of.workspace, of.noun(Wording, "wording").address),
}
"""How each function is called: with the name of one workspace, and the ids of one."""

EAST, WEST = Town("east", Door.WEB), Town("west", Door.CONSOLE, late=timedelta(hours=1), loaded=2)


def public(module: ModuleType) -> Iterator[str]:
    """The functions of a module that take a store first."""
    for name, one in vars(module).items():
        if inspect.isfunction(one) and one.__module__ == module.__name__ and not name.startswith("_"):
            first = next(iter(inspect.signature(one).parameters.values()), None)
            assert first is not None
            assert first.annotation is Store, f"{module.__name__}.{name} does not take a store first"
            yield f"{module.__name__.removeprefix('storage.')}.{name}"


def test_every_public_function_is_looked_at_for_leaks() -> None:
    known = {*CALLS, *FINDS_THE_WORKSPACE, *WRITES_WHAT_IT_IS_GIVEN}

    assert {name for module in MODULES for name in public(module)} == known


def _plain(found: object) -> object:
    """What a function gave, to be compared."""
    if isinstance(found, Noun):
        return found.model_dump(mode="json")
    if isinstance(found, Mapping):
        return {key: _plain(value) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [_plain(one) for one in found]
    return found


def _rows(store: Store, town: Town) -> dict[str, list[Any]]:
    """All that is kept of one workspace, past every query of ours."""
    rows = {}
    for noun in NOUNS:
        table = noun.__table__  # type: ignore[attr-defined]
        mine = table.c.id if noun is Workspace else table.c.workspace_id
        wanted = table.select().where(mine == town.name).order_by(table.c.id)
        rows[table.name] = [tuple(row) for row in store.connection.execute(wanted)]
    return rows


@dataclass
class Called:
    """What a call gave, and what it left behind of each workspace."""

    gave: object
    ours: dict[str, list[Any]]
    theirs: dict[str, list[Any]]


class _Enough(Exception):
    """Leaves a store without keeping anything."""


def _call(engines: Engines, name: str, workspace: Town, ids: Town, other: Town) -> Called:
    made: list[Called] = []
    with suppress(_Enough), open_store(engines.writer) as store:
        gave = _plain(CALLS[name](store, Mixed(workspace.name, ids)))
        made.append(Called(gave, _rows(store, workspace), _rows(store, other)))
        raise _Enough
    return made[0]


@pytest.mark.parametrize("module", sorted({name.partition(".")[0] for name in CALLS}))
def test_another_workspace_changes_nothing_and_nothing_is_seen_or_changed_of_it(engines: Engines, module: str) -> None:
    ours, theirs = EAST, WEST
    calls = [name for name in CALLS if name.partition(".")[0] == module]
    with open_store(engines.writer) as store:
        store.keep(*ours.nouns())
        untouched = _rows(store, ours)
    alone = {(name, ids.name): _call(engines, name, ours, ids, theirs) for name in calls for ids in (ours, theirs)}
    with open_store(engines.writer) as store:
        store.keep(*theirs.nouns())
        of_theirs = _rows(store, theirs)

    for name in calls:
        for ids in (ours, theirs):
            before, now = alone[name, ids.name], _call(engines, name, ours, ids, theirs)
            assert now.gave == before.gave, f"{name} gives something else since there is another workspace"
            assert now.ours == before.ours, f"{name} changes something else since there is another workspace"
            assert now.theirs == of_theirs, f"{name} changes another workspace"
        mine = alone[name, ours.name]
        assert mine.gave or mine.ours != untouched, f"{name} finds and changes nothing even of its own"


@pytest.mark.parametrize("town", [EAST, WEST], ids=["east", "west"])
def test_the_workspace_is_found_by_the_names_of_its_own_platform_alone(engines: Engines, town: Town) -> None:
    other = WEST if town is EAST else EAST
    with open_store(engines.writer) as store:
        store.keep(*EAST.nouns(), *WEST.nouns())
    with open_store(engines.reader) as store:
        assert [one.id for one in people.workspaces(store)] == ["east", "west"]
        assert due.workspaces(store, AT, TODAY, "") == ["east", "west"]
        assert people.countries(store) == []
        assert senses.editions_in_force(store) == [(one.name, one.id("edition")) for one in (EAST, WEST)]
        found = people.workspace_of(store, town.id("connection"))
        assert found is not None
        assert found.id == town.name
        connection = people.connection(store, town.door, "T1")
        assert connection is not None
        assert connection.workspace_id == town.name
        assert people.connection(store, Door.SLACK, "T1") is None
        key = post_keys.named(store, town.id("postkey"))
        assert key is not None
        assert key.workspace_id == town.name
        person, place = people.arrived(store, town.id("connection"), "U1", "D1")
        assert person is not None
        assert place is not None
        assert {person.workspace_id, place.workspace_id} == {town.name}
        assert people.known_as(store, town.id("connection"), "U1") == person
        assert people.reached(store, town.id("connection"), "U1") == (person, place)
        assert people.reached(store, town.id("connection"), "U9") == (None, None)
        assert people.place_at(store, town.id("connection"), "D1") == place
        assert people.known_as(store, town.id("connection"), "U9") is None
        assert not people.may_read(store, person, Mixed(other.name, other).noun(Place, "direct"))
        assert not people.may_read(store, person, Mixed(other.name, other).noun(Place, "channel"))


def test_what_is_kept_of_a_workspace_can_all_be_told_by_its_name(engines: Engines) -> None:
    """Every table but that of the workspaces says to which it belongs, and the two towns fill the tables alike."""
    with open_store(engines.writer) as store:
        store.keep(*EAST.nouns(), *WEST.nouns())
        rows = {town: _rows(store, town) for town in (EAST, WEST)}
        assert len(store.find(select(Person))) == 4

    assert {name: len(one) for name, one in rows[EAST].items()} == {name: len(one) for name, one in rows[WEST].items()}
    assert all(rows[EAST].values())
