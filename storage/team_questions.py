"""The questions that teams ask in the check-in besides ours, and what was answered to them."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from storage.store import Store, given, given_list
from storage.tables import CheckIn, Membership, Person, Role, Team, TeamAnswer, TeamDay, TeamQuestion

_ORDER = (col(TeamQuestion.position), col(TeamQuestion.id))

_OF_TEAM = (
    select(TeamQuestion)
    .where(
        TeamQuestion.workspace_id == given("workspace"),
        TeamQuestion.team_id == given("team"),
        col(TeamQuestion.ended_at).is_(None),
    )
    .order_by(*_ORDER)
)


def of_team(store: Store, team: Team) -> list[TeamQuestion]:
    """The questions that the team asks now, in their order."""
    return store.find(_OF_TEAM, {"workspace": team.workspace_id, "team": team.id})


_ASKED_OF = (
    select(TeamQuestion, Team)
    .join(Team, col(Team.id) == TeamQuestion.team_id)
    .join(Membership, col(Membership.team_id) == TeamQuestion.team_id)
    .where(
        Membership.workspace_id == given("workspace"),
        Membership.person_id == given("person"),
        col(Membership.role).in_([Role.MEMBER, Role.MANAGER]),
        TeamQuestion.workspace_id == given("workspace"),
        col(TeamQuestion.ended_at).is_(None),
    )
    .order_by(col(Team.name), col(Team.id), *_ORDER)
)


def asked_of(store: Store, person: Person) -> list[tuple[TeamQuestion, Team]]:
    """What the teams whose work `person` shares ask now, and which team does: by team, in the order of each."""
    wanted = {"workspace": person.workspace_id, "person": person.id}
    # Who does a team's work and leads it too is in it twice.
    found = {question.id: (question, team) for question, team in store.find(_ASKED_OF, wanted)}
    return list(found.values())


_BY_IDS = (
    select(TeamQuestion, Team)
    .join(Team, col(Team.id) == TeamQuestion.team_id)
    .where(TeamQuestion.workspace_id == given("workspace"), col(TeamQuestion.id).in_(given_list("questions")))
    .order_by(col(Team.name), col(Team.id), *_ORDER)
)


def by_ids(store: Store, workspace_id: str, question_ids: Sequence[str]) -> list[tuple[TeamQuestion, Team]]:
    """These questions of the workspace, whether or not they are still asked, and which team asks each."""
    found = store.find(_BY_IDS, {"workspace": workspace_id, "questions": question_ids})
    return [(question, team) for question, team in found]


_ANSWERS_OF = (
    select(TeamAnswer, TeamQuestion, Team)
    .join(TeamQuestion, col(TeamQuestion.id) == TeamAnswer.question_id)
    .join(Team, col(Team.id) == TeamQuestion.team_id)
    .where(TeamAnswer.workspace_id == given("workspace"), TeamAnswer.checkin_id == given("checkin"))
    .order_by(col(Team.name), col(Team.id), *_ORDER)
)


def answers_of(store: Store, checkin: CheckIn) -> list[tuple[TeamAnswer, TeamQuestion, Team]]:
    """What was answered in a check-in, to which question of which team."""
    wanted = {"workspace": checkin.workspace_id, "checkin": checkin.id}
    return [(answer, question, team) for answer, question, team in store.find(_ANSWERS_OF, wanted)]


_ANSWERS_BETWEEN = (
    select(TeamAnswer, TeamQuestion, col(CheckIn.local_date))
    .join(CheckIn, col(CheckIn.id) == TeamAnswer.checkin_id)
    .join(TeamQuestion, col(TeamQuestion.id) == TeamAnswer.question_id)
    .where(
        CheckIn.workspace_id == given("workspace"),
        CheckIn.person_id == given("person"),
        col(CheckIn.local_date).between(given("first"), given("last")),
    )
    .order_by(col(CheckIn.local_date), *_ORDER)
)


def answers_between(
    store: Store, person: Person, first: date, last: date
) -> list[tuple[TeamAnswer, TeamQuestion, date]]:
    """What `person` answered in the check-ins from `first` to `last`, both included, in their order."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "first": first, "last": last}
    return [(answer, question, day) for answer, question, day in store.find(_ANSWERS_BETWEEN, wanted)]


_OF_DAYS = (
    TeamDay.workspace_id == given("workspace"),
    TeamDay.team_id == given("team"),
    col(TeamDay.local_date).between(given("first"), given("last")),
    TeamQuestion.team_id == given("team"),
)

_ANSWERED_IN = (
    select(TeamAnswer, TeamQuestion, Person, col(TeamDay.local_date))
    .join(TeamDay, col(TeamDay.checkin_id) == TeamAnswer.checkin_id)
    .join(TeamQuestion, col(TeamQuestion.id) == TeamAnswer.question_id)
    .join(CheckIn, col(CheckIn.id) == TeamAnswer.checkin_id)
    .join(Person, col(Person.id) == CheckIn.person_id)
    .where(*_OF_DAYS)
    .order_by(*_ORDER, col(TeamDay.local_date), col(Person.name), col(TeamAnswer.id))
)


def answered_in(
    store: Store, team: Team, first: date, last: date
) -> list[tuple[TeamAnswer, TeamQuestion, Person, date]]:
    """What the team's people answered from `first` to `last`, both included, by question, then by day and name."""
    wanted = {"workspace": team.workspace_id, "team": team.id, "first": first, "last": last}
    found = store.find(_ANSWERED_IN, wanted)
    return [(answer, question, person, day) for answer, question, person, day in found]


_ANY_ANSWERED = (
    select(TeamAnswer.id)
    .join(TeamDay, col(TeamDay.checkin_id) == TeamAnswer.checkin_id)
    .join(TeamQuestion, col(TeamQuestion.id) == TeamAnswer.question_id)
    .where(*_OF_DAYS)
    .limit(1)
)


def any_answered(store: Store, team: Team, first: date, last: date) -> bool:
    """Whether anything was answered to the team's questions from `first` to `last`, both included."""
    wanted = {"workspace": team.workspace_id, "team": team.id, "first": first, "last": last}
    return store.first(_ANY_ANSWERED, wanted) is not None
