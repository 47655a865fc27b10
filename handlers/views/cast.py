"""The people, lines and tasks that the examples of all views share: an invented day at Morrow Ovens.

They fit together and can be written to a store, so that every button of every example can be pressed.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from handlers.views.checkin import Day
from score import interview
from storage.tables import (
    Acceptance,
    AskedWhen,
    Blocker,
    CheckIn,
    CheckInState,
    Crossing,
    CrossingState,
    Draft,
    Edition,
    Evidence,
    EvidenceSide,
    EvidenceSource,
    Holding,
    HoldingState,
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
    NudgeState,
    Part,
    PartKind,
    Person,
    Place,
    PlaceKind,
    Praise,
    Proposal,
    Proposed,
    QuestionKind,
    Reading,
    Reason,
    Remark,
    RemarkKind,
    RemarkState,
    Report,
    Role,
    Sending,
    SendingState,
    Silence,
    Sitting,
    SittingState,
    Sketch,
    Step,
    Task,
    TaskState,
    Team,
    TeamAnswer,
    TeamDay,
    TeamQuestion,
    Tension,
    TensionState,
    Tie,
    TieState,
    Verdict,
    Vote,
    Win,
    Wording,
    Workspace,
    make_id,
)

NOW = datetime(2027, 3, 9, 9, 2, tzinfo=UTC)
TODAY = date(2027, 3, 9)
YESTERDAY = date(2027, 3, 8)


_chance = Random(9)  # noqa: S311 - the same examples each time


def _id() -> str:
    return make_id(NOW - timedelta(days=30), _chance)


_WORKSPACE = Workspace(id=_id(), name="Morrow Ovens", example=True, created_at=NOW)


def _person(handle: str, name: str, role_words: str) -> Person:
    return Person(
        id=_id(),
        workspace_id=_WORKSPACE.id,
        handle=handle,
        name=name,
        role_words=role_words,
        time_zone="Europe/Dublin",
        asked_for=TODAY,
    )


MIRA = _person("mira", "Mira", "plans visits")
# One person presses every button of every example, those of whoever writes the score among them.
MIRA.is_strategy_owner = True
BRAM = _person("bram", "Bram", "repairs ovens")
EDITION = Edition(
    id=_id(),
    workspace_id=_WORKSPACE.id,
    number=4,
    name="Morrow Ovens",
    season="Spring season",
    source="""\
score: Morrow Ovens
part:
  id: morrow
  name: Morrow Ovens
  kind: company
  priorities:
    P-1: {words: Renew nine agreements in ten before they lapse, owner: mira, until: 2027-06-30}
  parts:
    - id: service
      name: Service
      kind: unit
      priorities:
        P-1: {words: An oven that went cold bakes again within four hours, owner: mira, until: 2027-06-30}
        P-2: {words: Visit every oven sixty days before its agreement ends, owner: mira, until: 2027-06-30}
        P-3: {words: Two technicians a month through the test bakery, owner: mira, until: 2027-06-30}
    - {id: sales, name: Sales, kind: unit}
""",
    loaded_at=NOW,
)

SKETCH = Sketch(
    id=_id(),
    workspace_id=_WORKSPACE.id,
    person_id=MIRA.id,
    said=interview.told(interview.Interview({"name": "Morrow Ovens"})),
    changed_at=NOW,
)


def _wording(address: str, words: str, position: int, kind: LineKind = LineKind.PRIORITY) -> Wording:
    return Wording(
        id=_id(),
        edition_id=EDITION.id,
        line_id=_id(),
        part=address.split("/", maxsplit=1)[0],
        address=address,
        kind=kind,
        words=words,
        position=position,
        owner_id=MIRA.id if address == "service/P-2" else None,
        serves="service/P-2" if kind is LineKind.MEASURE else None,
        until=date(2027, 6, 30) if kind is LineKind.PRIORITY else None,
        workspace_id=_WORKSPACE.id,
    )


def _task(checkin: CheckIn, position: int, words: str, state: TaskState = TaskState.OPEN) -> Task:
    return Task(
        id=_id(),
        checkin_id=checkin.id,
        person_id=checkin.person_id,
        local_date=checkin.local_date,
        position=position,
        words=words,
        state=state,
        workspace_id=_WORKSPACE.id,
    )


def _tie(task: Task, state: TieState, line: Wording | None, *offered: Wording) -> Tie:
    return Tie(
        id=_id(),
        task_id=task.id,
        edition_id=EDITION.id,
        line_id=line.line_id if line else None,
        state=state,
        offered=[one.line_id for one in offered],
        said_at=NOW,
        workspace_id=_WORKSPACE.id,
    )


def _checkin(day: date) -> CheckIn:
    return CheckIn(
        id=_id(), person_id=MIRA.id, local_date=day, confidence=4, handed_in_at=NOW, workspace_id=_WORKSPACE.id
    )


def _part(handle: str, parent: str | None, kind: PartKind, name: str, position: int) -> Part:
    return Part(
        id=_id(),
        workspace_id=_WORKSPACE.id,
        edition_id=EDITION.id,
        handle=handle,
        parent=parent,
        kind=kind,
        name=name,
        position=position,
    )


TEAM = Team(
    id=_id(),
    workspace_id=_WORKSPACE.id,
    handle="service-north",
    name="Service North",
    part="service",
    allowance=0.4,
    time_zone="Europe/Dublin",
)
COMPANY = _part("morrow", None, PartKind.COMPANY, "Morrow Ovens", 0)
SERVICE = _part("service", "morrow", PartKind.UNIT, "Service", 1)
SELLING = _part("sales", "morrow", PartKind.UNIT, "Sales", 2)
RENEW = _wording("morrow/P-1", "Renew nine agreements in ten before they lapse", 0)
FOUR_HOURS = _wording("service/P-1", "An oven that went cold bakes again within four hours", 1)
SIXTY_DAYS = _wording("service/P-2", "Visit every oven sixty days before its agreement ends", 2)
BAKERY = _wording("service/P-3", "Two technicians a month through the test bakery", 3)
ON_TIME = _wording("service/M-2", "Ovens visited sixty days before their agreement ends", 4, LineKind.MEASURE)
VISITED = Measure(
    id=_id(),
    workspace_id=_WORKSPACE.id,
    edition_id=EDITION.id,
    line_id=ON_TIME.line_id,
    unit="%",
    start=38,
    target=80,
)
HALF = Reading(
    id=_id(), workspace_id=_WORKSPACE.id, line_id=ON_TIME.line_id, day=TODAY, value=49, said_by=MIRA.id, said_at=NOW
)
BEFORE = _checkin(YESTERDAY)
ANSWERED = _checkin(TODAY)
LISTED = _task(BEFORE, 0, "List the agreements that end in May", TaskState.DONE)
BOOKED = _task(BEFORE, 1, "Book the Harbour Street visit")
VISITS = _task(ANSWERED, 0, "Book the March visits for Harbour Street and Mill Lane")
SEALS = _task(ANSWERED, 1, "Order door seals for the Fenwick oven")
VAN = _task(ANSWERED, 2, "Sort the van leasing papers")
TIES = {
    LISTED.id: _tie(LISTED, TieState.CONFIRMED, SIXTY_DAYS, SIXTY_DAYS),
    BOOKED.id: _tie(BOOKED, TieState.SUGGESTED, SIXTY_DAYS, SIXTY_DAYS),
    VISITS.id: _tie(VISITS, TieState.SUGGESTED, SIXTY_DAYS, SIXTY_DAYS),
    SEALS.id: _tie(SEALS, TieState.UNSURE, None, FOUR_HOURS, SIXTY_DAYS, BAKERY),
}
BLOCKER = Blocker(
    id=_id(),
    checkin_id=ANSWERED.id,
    person_id=MIRA.id,
    words="Keys to the Mill Lane bakery: nobody answers",
    told=True,
    raised_at=NOW,
    workspace_id=_WORKSPACE.id,
)
WIN = Win(
    id=_id(),
    checkin_id=ANSWERED.id,
    person_id=MIRA.id,
    words="Bakery on Cooper's Row was baking 2 h 50 after the call",
    won_at=NOW,
    workspace_id=_WORKSPACE.id,
)


def _draft(day: date, **fields: str) -> Draft:
    return Draft(id=_id(), person_id=MIRA.id, local_date=day, fields=fields, written_at=NOW, workspace_id=_WORKSPACE.id)


DRAFT = _draft(
    TODAY,
    task1="Ring Mill Lane before ten",
    task2="Order door seals for the Fenwick oven",
    blocker="Nobody answers at Mill Lane",
    win="Ashgrove bakes again",
    confidence="4",
)
NOTES = _draft(TODAY + timedelta(days=1), task1="Visit Harbour Street")
STUCK = _draft(TODAY, blocker="No parts price list for the DK-4")
GIVE_AWAY = Silence(
    id=_id(),
    workspace_id=_WORKSPACE.id,
    words="What may we give away to win a renewal?",
    day=YESTERDAY,
    nearest=RENEW.line_id,
)
PARKING = Silence(id=_id(), workspace_id=_WORKSPACE.id, words="Where do the vans park?", day=TODAY)


def _question(position: int, words: str, kind: QuestionKind, **more: Any) -> TeamQuestion:
    id = _id()
    return TeamQuestion(
        id=id,
        workspace_id=_WORKSPACE.id,
        team_id=TEAM.id,
        first_id=id,
        position=position,
        words=words,
        kind=kind,
        changed_at=NOW - timedelta(days=20),
        **more,
    )


def _said(question: TeamQuestion, checkin: CheckIn, said: str) -> TeamAnswer:
    ours = {"workspace_id": _WORKSPACE.id, "question_id": question.id, "checkin_id": checkin.id}
    return TeamAnswer(id=_id(), said=said, **ours)


LOADED = _question(0, "Is every part for tomorrow in the van?", QuestionKind.YES_NO, days=0b0010010)
WAITED = _question(
    1,
    "What do you wait for?",
    QuestionKind.CHOICE,
    options=["Door seals", "Burners", "Something else"],
    asked_when=AskedWhen.AFTER,
    after_id=LOADED.first_id,
    after_said="no",
    required=True,
)
COLD = _question(2, "How many ovens are cold?", QuestionKind.NUMBER)
HELP = _question(3, "Who could help?", QuestionKind.LINE, asked_when=AskedWhen.TOLD)
OLDER = _question(4, "What kept you?", QuestionKind.LINE, ended_at=NOW - timedelta(days=2))
QUESTIONS = [LOADED, WAITED, COLD, HELP]
ANSWERS = [_said(LOADED, ANSWERED, "no"), _said(OLDER, BEFORE, "The key"), _said(COLD, BEFORE, "2")]
NO_CHAINS = _wording("morrow/N-1", "Chains of more than five shops", 5, LineKind.NOT_CHOICE)
NO_CHAINS.because = "A chain has its own technicians."
PRICES = Blocker(
    id=_id(),
    checkin_id=BEFORE.id,
    person_id=BRAM.id,
    words="No parts price list for the DK-4 since the supplier changed",
    told=True,
    raised_at=NOW - timedelta(days=8),
    # Whoever presses every button has it in the store; a digest says so only where it is given who has it.
    taken_by=MIRA.id,
    taken_at=NOW,
    workspace_id=_WORKSPACE.id,
)
FOUND = Blocker(
    id=_id(),
    checkin_id=ANSWERED.id,
    person_id=MIRA.id,
    words="The Fenwick seals were not in the store",
    told=True,
    raised_at=NOW,
    cleared_at=NOW,
    workspace_id=_WORKSPACE.id,
)
BAKES = Win(
    id=_id(),
    checkin_id=BEFORE.id,
    person_id=BRAM.id,
    words="The bakery on Ashgrove bakes again",
    won_at=NOW,
    workspace_id=_WORKSPACE.id,
)
PRAISE = Praise(id=_id(), win_id=WIN.id, person_id=BRAM.id, said_at=NOW, workspace_id=_WORKSPACE.id)
CHAIN = _task(ANSWERED, 3, "Quote two ovens for the supermarket chain in Leeds")
NO_SUPERMARKETS = _wording("morrow/N-2", "Supermarket chains, which buy the cheapest oven", 6, LineKind.NOT_CHOICE)
PRICE_LIST = _wording("sales/R-1", "The price list of the DK-4 parts", 7, LineKind.PROMISE)
PRICE_LIST.to_part, PRICE_LIST.until = "service", TODAY + timedelta(days=3)


def _crossing(state: CrossingState, person: Person = MIRA, other: Person | None = None, **more: Any) -> Crossing:
    return Crossing(
        id=_id(),
        workspace_id=_WORKSPACE.id,
        person_id=person.id,
        task_id=CHAIN.id,
        edition_id=EDITION.id,
        line_id=NO_SUPERMARKETS.line_id,
        asked_on=TODAY,
        state=state,
        other_id=other.id if other else None,
        **more,
    )


ENTERS = _crossing(CrossingState.ASKED)
STOPPED = _crossing(CrossingState.STOPPED)
HANDED = _crossing(CrossingState.HANDED, other=BRAM)
TO_MIRA = _crossing(CrossingState.HANDED, BRAM, MIRA)
ARGUED = _crossing(CrossingState.ARGUED, words="Forty shops, and they ask for a van in the morning.")
FROM_BRAM = _crossing(CrossingState.ARGUED, BRAM, words="Forty shops, and they ask for a van in the morning.")
WROTE_BACK = _crossing(
    CrossingState.ANSWERED, other=BRAM, words="Forty shops.", answer="Bring me the numbers on Friday."
)
WORDINGS = {one.line_id: one for one in (RENEW, FOUR_HOURS, SIXTY_DAYS, BAKERY)}


def _decision(line: Wording, reason: Reason, words: str = "") -> LineAnswer:
    return LineAnswer(
        id=_id(),
        workspace_id=_WORKSPACE.id,
        team_id=TEAM.id,
        line_id=line.line_id,
        person_id=BRAM.id,
        reason=reason,
        words=words,
        day=TODAY,
        said_at=NOW,
    )


UNCLEAR = _decision(SIXTY_DAYS, Reason.UNCLEAR, "Which ovens count, and who has the list?")
PAUSED = _decision(BAKERY, Reason.PAUSED)
# Ruth coaches Service North; Mira coaches Sales, so that she can send a lesson too.
RUTH = _person("ruth", "Ruth", "coach")
SALES = Team(id=_id(), workspace_id=_WORKSPACE.id, handle="sales", name="Sales", part="sales")
SENDING = Sending(
    id=_id(),
    workspace_id=_WORKSPACE.id,
    sender_id=MIRA.id,
    lesson="promises",
    team_id=SALES.id,
    made_at=NOW,
)
FROM_RUTH = Sending(
    id=_id(),
    workspace_id=_WORKSPACE.id,
    sender_id=RUTH.id,
    lesson="promises",
    team_id=TEAM.id,
    state=SendingState.SENT,
    receivers=7,
    made_at=NOW,
    sent_at=NOW,
)


def _sitting(state: SittingState, card: int = 0, chosen: int | None = None) -> Sitting:
    answered = state is SittingState.ANSWERED
    return Sitting(
        id=_id(),
        workspace_id=_WORKSPACE.id,
        person_id=MIRA.id,
        sending_id=FROM_RUTH.id,
        lesson="promises",
        version=1,
        edition_id=EDITION.id,
        line_id=SIXTY_DAYS.line_id,
        state=state,
        card=card,
        chosen=chosen,
        right=None if chosen is None else chosen == 1,
        offers=1,
        due_at=NOW + timedelta(days=14 if answered else 0, hours=0 if answered else 5),
        answered_at=NOW if answered else None,
        remember_until=TODAY + timedelta(days=90) if answered else None,
    )


OFFERED = _sitting(SittingState.OFFERED)
READING = _sitting(SittingState.READING, 1)
AT_QUESTION = _sitting(SittingState.READING, 3)
TAKEN = _sitting(SittingState.ANSWERED, 3, chosen=0)
TAKEN_RIGHT = _sitting(SittingState.ANSWERED, 3, chosen=1)
PUT_OFF = _sitting(SittingState.WAITING)
DECLINED = _sitting(SittingState.DECLINED)


def _nudge(on: date, state: NudgeState = NudgeState.ASKED, chosen: int | None = None) -> Nudge:
    return Nudge(
        id=_id(),
        workspace_id=_WORKSPACE.id,
        sitting_id=TAKEN.id,
        person_id=MIRA.id,
        version=1,
        question=0,
        asked_on=on,
        state=state,
        chosen=chosen,
        right=None if chosen is None else chosen == 1,
    )


NUDGE = _nudge(TODAY + timedelta(days=14))
NUDGE_ANSWERED = _nudge(TODAY + timedelta(days=28), NudgeState.ANSWERED, 0)
NUDGE_LET_GO = _nudge(TODAY + timedelta(days=42), NudgeState.LET_GO)


# Tomas leads Service North; so does Mira, so that she can press what he can.
TOMAS = _person("tomas", "Tomas", "leads Service North")
NEW_PLACE = Place(
    id=_id(), workspace_id=_WORKSPACE.id, connection_id="", external_id="", kind=PlaceKind.CHANNEL, name="service-north"
)
PROPOSAL = Proposal(id=_id(), workspace_id=_WORKSPACE.id, team_id=TEAM.id, proposer_id=TOMAS.id, share=0.3, made_at=NOW)
VOTE = Vote(id=_id(), workspace_id=_WORKSPACE.id, proposal_id=PROPOSAL.id, person_id=MIRA.id, agrees=True, said_at=NOW)

AT_SLACK, AT_TEAMS = "01a0f2c7b5d07e5c9a1b2c3d4e5f6a8b", "01a0f2c7b5d07e5c9a1b2c3d4e5f6a9b"
"""Connections on which Mira is reached besides."""


def _membership(team: Team, person: Person, role: Role) -> Membership:
    return Membership(id=_id(), workspace_id=_WORKSPACE.id, team_id=team.id, person_id=person.id, role=role)


MEMBERSHIPS = (
    (_membership(TEAM, BRAM, Role.MEMBER), BRAM),
    (_membership(TEAM, MIRA, Role.MANAGER), MIRA),
    (_membership(TEAM, TOMAS, Role.MANAGER), TOMAS),
)


def _set_up() -> list[Noun]:
    leads_sales = _membership(SALES, MIRA, Role.MANAGER)
    return [TOMAS, PROPOSAL, leads_sales, *(membership for membership, person in MEMBERSHIPS if person is not BRAM)]


def _learning() -> list[Noun]:
    roles = ((SALES, MIRA, Role.COACH), (SALES, BRAM, Role.MEMBER), (TEAM, RUTH, Role.COACH))
    memberships = [_membership(*one) for one in roles]
    sittings = [OFFERED, READING, AT_QUESTION, TAKEN, TAKEN_RIGHT, PUT_OFF, DECLINED]
    nudges = [NUDGE, NUDGE_ANSWERED, NUDGE_LET_GO]
    return [RUTH, SALES, *memberships, SENDING, FROM_RUTH, FROM_MIRA, *sittings, *nudges]


NOMINATED = Nomination(
    id=_id(),
    workspace_id=_WORKSPACE.id,
    asker_id=BRAM.id,
    person_id=MIRA.id,
    message="m",
    words="Weir Road bakes again, after one visit",
    asked_at=NOW,
    ends_at=NOW + timedelta(days=7),
)


ACCEPTED = Acceptance(
    id=_id(),
    workspace_id=EDITION.workspace_id,
    about="C30-1",
    rule="C30",
    lines=[SIXTY_DAYS.line_id],
    reason="The renewal talks of spring come first.",
    until=TODAY + timedelta(days=30),
    said_by=MIRA.id,
    said_at=NOW,
)


def nouns() -> list[Noun]:
    """All of it, to be written to a store."""
    wordings = [*WORDINGS.values(), NO_CHAINS]
    lines = [Line(id=one.line_id, workspace_id=_WORKSPACE.id, since=EDITION.id) for one in wordings]
    days = [
        TeamDay(id=_id(), workspace_id=_WORKSPACE.id, team_id=TEAM.id, local_date=one.local_date, checkin_id=one.id)
        for one in (BEFORE, ANSWERED)
    ]
    return [
        *(
            _WORKSPACE,
            MIRA,
            BRAM,
            TEAM,
            EDITION,
            SKETCH,
            ACCEPTED,
            COMPANY,
            SERVICE,
            SELLING,
            *wordings,
            *lines,
            BEFORE,
            ANSWERED,
            *days,
        ),
        *(
            LISTED,
            BOOKED,
            VISITS,
            SEALS,
            VAN,
            PROPOSED,
            WRONG,
            NORTHERN,
            EASTER,
            *TIES.values(),
            BLOCKER,
            PRICES,
            FOUND,
            WIN,
            BAKES,
            PRAISE,
            NOMINATED,
            STEP,
            STEP_BEFORE,
            UNCLEAR,
            DRAFT,
            NOTES,
            GIVE_AWAY,
            PARKING,
            *QUESTIONS,
            OLDER,
            *ANSWERS,
        ),
        *(Line(id=ON_TIME.line_id, workspace_id=_WORKSPACE.id, since=EDITION.id), ON_TIME, VISITED, HALF),
        *_learning(),
        *_set_up(),
        *(Line(id=one.line_id, workspace_id=_WORKSPACE.id, since=EDITION.id) for one in (NO_SUPERMARKETS, PRICE_LIST)),
        *(Line(id=BY_PHONE.line_id, workspace_id=_WORKSPACE.id, since=EDITION.id), BY_PHONE),
        *(ASKED, OBJECTED, FOUND_BY_RULE, ANSWERED_TO_MIRA, OF_CONDITION, *SPEAKS.values(), BROKEN, LOOKED_INTO),
        *(NO_SUPERMARKETS, PRICE_LIST, CHAIN),
        *(REPORTED, TAKEN_UP, VOICE),
        *(OF_SALES, SEALS_TOO, SALES_DAY),
        *(ENTERS, STOPPED, HANDED, TO_MIRA, ARGUED, FROM_BRAM, WROTE_BACK),
    ]


def morning() -> Day:
    """Mira's day before she has answered."""
    return Day(MIRA, [TEAM], TODAY, NOW, earlier=[LISTED, BOOKED], earlier_day=YESTERDAY)


def answered(*, waived: bool = False) -> Day:
    """Mira's day with its three tasks, or waived."""
    state = CheckInState.NOT_TODAY if waived else CheckInState.HANDED_IN
    checkin = CheckIn(**{**ANSWERED.model_dump(), "state": state})
    return Day(
        MIRA,
        [TEAM],
        TODAY,
        NOW,
        checkin=checkin,
        tasks=[] if waived else [(task, TIES.get(task.id)) for task in (VISITS, SEALS, VAN)],
        earlier=[LISTED, BOOKED],
        earlier_day=YESTERDAY,
        blocker=BLOCKER,
        win=WIN,
        wordings=WORDINGS,
    )


VERDICT = Verdict(id=_id(), workspace_id=_WORKSPACE.id, line_id=RENEW.line_id, helped=7, said=10)
FROM_MIRA = Sending(**{**FROM_RUTH.model_dump(), "id": _id(), "sender_id": MIRA.id, "team_id": SALES.id})


# What is asked of lines, and a condition with what speaks for it and against it


def _remark(kind: RemarkKind, words: str, person: Person, holder: Person, line: Wording, **more: Any) -> Remark:
    return Remark(
        id=_id(),
        workspace_id=_WORKSPACE.id,
        line_id=line.line_id,
        edition_id=EDITION.id,
        kind=kind,
        words=words,
        person_id=person.id,
        holder_id=holder.id,
        asked_on=TODAY,
        batch="of-the-morning",
        answer_by=date(2027, 3, 16),
        **more,
    )


BY_PHONE = Wording(
    **{
        **_wording("service/K-1", "Bakers answer the phone before noon", 31, LineKind.CONDITION).model_dump(),
        "serves": "service/P-2",
        "owner_id": MIRA.id,
        "test": "Nine of ten calls before noon are answered",
    }
)
ASKED = _remark(RemarkKind.QUESTION, "Does a visit by video count?", BRAM, MIRA, SIXTY_DAYS)
OBJECTED = _remark(RemarkKind.OBJECTION, "Sixty days is too early for small shops", BRAM, MIRA, SIXTY_DAYS, named=False)
FOUND_BY_RULE = _remark(RemarkKind.FINDING, "No measure tells whether it moves", BRAM, MIRA, SIXTY_DAYS, finding="C20")
ANSWERED_TO_MIRA = _remark(RemarkKind.QUESTION, "Which ovens come first?", MIRA, BRAM, SIXTY_DAYS)
OF_CONDITION = _remark(
    RemarkKind.QUESTION,
    "Do those with two shops answer?",
    BRAM,
    MIRA,
    BY_PHONE,
    state=RemarkState.ANSWERED,
    answer="Hardly any of them before ten",
    answered_by=MIRA.id,
    answered_on=TODAY,
)


def _evidence(side: EvidenceSide, words: str, source: EvidenceSource, person: Person) -> Evidence:
    return Evidence(
        id=_id(),
        workspace_id=_WORKSPACE.id,
        line_id=BY_PHONE.line_id,
        person_id=person.id,
        side=side,
        words=words,
        source=source,
        day=TODAY,
        said_at=NOW,
    )


SPEAKS = {
    EvidenceSide.FOR: _evidence(EvidenceSide.FOR, "Eleven of twelve picked up", EvidenceSource.SAID, MIRA),
    EvidenceSide.AGAINST: _evidence(
        EvidenceSide.AGAINST, "Two shops only answer after lunch", EvidenceSource.BLOCKER, BRAM
    ),
}


def _holding(state: HoldingState, words: str) -> Holding:
    return Holding(
        id=_id(),
        workspace_id=_WORKSPACE.id,
        line_id=BY_PHONE.line_id,
        person_id=MIRA.id,
        state=state,
        words=words,
        day=TODAY,
        said_at=NOW,
    )


LOOKED_INTO = _holding(HoldingState.LOOKED_INTO, "")
BROKEN = _holding(HoldingState.BROKEN, "Half of them bake until noon and let it ring")


def _tension(one: Wording, other: Wording, state: TensionState, **more: Any) -> Tension:
    first, second = sorted((one.line_id, other.line_id))
    workspace_id = _WORKSPACE.id
    return Tension(
        id=_id(), workspace_id=workspace_id, one_id=first, other_id=second, state=state, began_at=NOW, **more
    )


REPORTED = _tension(FOUR_HOURS, SIXTY_DAYS, TensionState.REPORTED)
TAKEN_UP = _tension(
    RENEW,
    BAKERY,
    TensionState.TAKEN_UP,
    owner_id=MIRA.id,
    second_id=BRAM.id,
    measure_id=ON_TIME.line_id,
    review=TODAY,
)
VOICE = Report(
    id=_id(),
    workspace_id=_WORKSPACE.id,
    tension_id=REPORTED.id,
    person_id=BRAM.id,
    words="Whoever drives to a cold oven does not visit a warm one that day",
    named=True,
    said_at=NOW,
)

# Sales plans what Mira does.
OF_SALES = CheckIn(
    id=_id(), person_id=TOMAS.id, local_date=TODAY, confidence=4, handed_in_at=NOW, workspace_id=_WORKSPACE.id
)
SEALS_TOO = _task(OF_SALES, 0, "Door seals for the Fenwick oven, order")
SALES_DAY = TeamDay(id=_id(), workspace_id=_WORKSPACE.id, team_id=SALES.id, local_date=TODAY, checkin_id=OF_SALES.id)
PROPOSED = Proposed(
    id=_id(),
    workspace_id=_WORKSPACE.id,
    proposer_id=MIRA.id,
    name="autumn.yml",
    source="",
    seen=EDITION.id,
    made_at=NOW,
)

# Somebody said of an answer that it was wrong; and what Mira asked to be remembered.
WRONG = Mistake(
    id=_id(),
    workspace_id=_WORKSPACE.id,
    words="Whom do we visit before an agreement ends?",
    kind=MistakeKind.ANOTHER_LINE,
    cited=[RENEW.line_id],
    right_id=SIXTY_DAYS.line_id,
    edition_id=EDITION.id,
    day=YESTERDAY,
)
NORTHERN = Memo(
    id=_id(), workspace_id=_WORKSPACE.id, person_id=MIRA.id, words="I look after the northern ovens", said_at=NOW
)
EASTER = Memo(
    id=_id(), workspace_id=_WORKSPACE.id, person_id=MIRA.id, words="Renewals are mine until Easter", said_at=NOW
)


# Last, so that the ids of all others are what they were.
def _step(day: date, task: Task, cue: str, words: str, minute: int | None = None) -> Step:
    return Step(
        id=_id(),
        workspace_id=_WORKSPACE.id,
        person_id=MIRA.id,
        task_id=task.id,
        day=day,
        cue=cue,
        words=words,
        minute=minute,
        zone=MIRA.time_zone,
        due_at=NOW + timedelta(hours=2) if minute is not None else None,
        ask_on=day + timedelta(days=1),
        made_at=NOW,
    )


STEP = _step(TODAY, VISITS, "the dispatch call ends", "ring Mill Lane", 690)
STEP_BEFORE = _step(YESTERDAY, BOOKED, "After lunch", "write down who has the keys")
