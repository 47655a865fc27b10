"""Why nobody works on a line: answered by those whose part it is, once, and not asked again for a while."""

from datetime import date, time, timedelta

import pytest

from handlers.cards import Form
from handlers.views.decisions import LONGEST, ON_A_PAGE
from storage.tables import Delivery, LineAnswer, Place, Reason, Role, Shown, Team, Wording
from tests.orchestra import SCORE, Orchestra, Player, Said

OWNED = SCORE.replace("words: Halve the quoting time,", "words: Halve the quoting time, owner: olga,")
CALL, QUOTE = "Call every harbour before noon", "Halve the quoting time"
WEDNESDAY = date(2027, 3, 17)
"""The day on which the line has been untouched for a week."""


@pytest.fixture
def field(day: Orchestra) -> Team:
    day.player("Olga")
    day.plays_from(OWNED)
    return day.team("Field", digest_at=990)


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    """Ada has worked on one line for a week, and on the other not at all."""
    ada = day.player("Ada", team=field, role=Role.MANAGER)
    day.player("Bo", team=field)
    for ago in range(9):
        day.local(ada, time(9), days=bool(ago))
        if day.today(ada).weekday() < 5:
            ada.hands_in([CALL])
    day.local(ada, time(16, 30))
    return ada


def digests(day: Orchestra, field: Team) -> list[Said]:
    return [one for one in day.in_channel(field) if "17 MARCH" in one.text]


def posted(day: Orchestra, field: Team, of: date = WEDNESDAY) -> str:
    """What the digest of a day says now."""
    place = next(one for one in day.all(Place) if one.team_id == field.id)
    return flat(day.draws(place, "digest.day", {"team": field.id, "day": of.isoformat()}))


def quote(day: Orchestra) -> str:
    """The id of the line that waits."""
    return next(one.line_id for one in day.all(Wording) if one.words == QUOTE)


def value(day: Orchestra, field: Team, reason: str = "paused", of: date = WEDNESDAY) -> str:
    return f"{field.id} {quote(day)} {of.isoformat()} {reason}"


def flat(text: str) -> str:
    return " ".join(text.split())


def test_it_is_pressed_in_the_digest_and_stands_beside_the_line(day: Orchestra, field: Team, ada: Player) -> None:
    said = digests(day, field)[-1]
    assert "Untouched for seven working days. Why is that?" in flat(said.text)
    ada.presses("No capacity", on=said.card)

    assert "Field has answered, and is not asked again for two weeks" in flat(ada.answer)
    now = flat(day.changed_in(field)[-1].text)
    assert "Untouched for seven working days. No capacity, Ada said on 17 March." in now
    assert "Why is that?" not in now
    assert "Paused" not in now
    assert len(digests(day, field)) == 1


def test_the_same_again_changes_nothing_and_another_joins_the_log(day: Orchestra, field: Team, ada: Player) -> None:
    bo = Player(day, "bo")
    for who in (ada, ada, bo):
        who.does("decisions.answer", value=value(day, field))
    assert [one.reason for one in day.all(LineAnswer)] == [Reason.PAUSED]

    day.goes_on(minutes=1)
    bo.does("decisions.answer", value=value(day, field, "unclear"))
    assert day.count(LineAnswer) == 2
    bo.presses("Decisions", on=day.changed_in(field)[-1].card)
    log = flat(bo.answer)
    assert log.index("Unclear, Bo said on 17 March.") < log.index("Paused, Ada said on 17 March.")
    assert "Unclear, Bo said" in posted(day, field)


def test_a_sentence_joins_the_answer_and_is_shown_as_it_stands(day: Orchestra, field: Team, ada: Player) -> None:
    ada.does("decisions.answer", value=value(day, field))
    ada.presses("Add a sentence")
    assert ada.said is not None
    assert isinstance(ada.said.drawn, Form)
    ada.fills("Paused", "until <!channel> May")

    assert [one.words for one in day.all(LineAnswer)] == ["until <!channel> May"]
    assert "Paused, Ada said on 17 March. “until <!channel> May”" in posted(day, field)


@pytest.mark.parametrize(
    ("reason", "words", "note"),
    [
        ("", "x", "Choose one of the four"),
        ("whatever", "x", "Choose one of the four"),
        ("paused", "x" * (LONGEST + 1), "301"),
    ],
)
def test_what_cannot_be_kept_is_mended_in_the_form(
    day: Orchestra, field: Team, ada: Player, reason: str, words: str, note: str
) -> None:
    fields = {"team": field.id, "line": quote(day), "day": WEDNESDAY.isoformat(), "reason": reason, "words": words}
    ada.does("decisions.hand_in", fields=fields)
    assert ada.said is not None
    assert ada.said.notes
    assert note in ada.answer
    assert day.count(LineAnswer) == 0


@pytest.mark.parametrize(("reason", "says"), [("unclear", "is unclear to Field"), ("not_ours", "for theirs")])
def test_the_owner_is_told_once_of_what_only_they_can_do_something_about(
    day: Orchestra, field: Team, ada: Player, reason: str, says: str
) -> None:
    olga, bo = Player(day, "olga"), Player(day, "bo")
    ada.does("decisions.answer", value=value(day, field, reason))
    assert "Olga, who owns the line, reads it." in flat(ada.answer)
    assert says in olga.last().says
    assert QUOTE in olga.last().text

    for said in ("paused", reason):
        day.goes_on(minutes=1)
        bo.does("decisions.answer", value=value(day, field, said))
    assert len([one for one in olga.got() if "that you own" in one.says]) == 1


def test_the_owner_reads_a_sentence_that_comes_later_and_that_it_is_said_no_more(
    day: Orchestra, field: Team, ada: Player
) -> None:
    ada.does("decisions.answer", value=value(day, field, "unclear"))
    ada.presses("Add a sentence")
    ada.fills("Unclear", "Which quotes?")
    of_olga = [one for one in day.mouth.amended if one.to.external_id == "olga"]
    assert "Which quotes?" in of_olga[-1].text

    day.goes_on(minutes=1)
    ada.does("decisions.answer", value=value(day, field, "paused"))
    of_olga = [one for one in day.mouth.amended if one.to.external_id == "olga"]
    assert "Field no longer says so of your line." in of_olga[-1].says


@pytest.mark.parametrize("reason", ["paused", "no_capacity"])
def test_the_owner_is_not_bothered_with_what_the_team_decides(
    day: Orchestra, field: Team, ada: Player, reason: str
) -> None:
    ada.does("decisions.answer", value=value(day, field, reason))
    assert not [one for one in day.all(Delivery) if one.view == "decisions.asked"]


def test_nobody_is_told_where_nobody_owns_it_or_the_owner_has_left(day: Orchestra, field: Team, ada: Player) -> None:
    person = Player(day, "olga").person
    day.database.writer.write(lambda store: store.change(person, left_at=day.clock.at)).result()
    ada.does("decisions.answer", value=value(day, field, "unclear"))

    assert "Nobody owns that line yet" in flat(ada.answer)
    assert not [one for one in day.all(Delivery) if one.view == "decisions.asked"]


def test_it_is_asked_again_after_two_weeks(day: Orchestra, field: Team, ada: Player) -> None:
    ada.does("decisions.answer", value=value(day, field))

    assert "Paused, Ada said on 17 March." in posted(day, field, WEDNESDAY + timedelta(days=13))
    assert "Paused, Ada said" not in posted(day, field, WEDNESDAY + timedelta(days=14))


def test_it_is_asked_again_once_somebody_worked_on_it_and_left_it_alone(
    day: Orchestra, field: Team, ada: Player
) -> None:
    ada.does("decisions.answer", value=value(day, field))
    day.local(ada, time(9), days=1)
    ada.hands_in([QUOTE])

    eight_days = WEDNESDAY + timedelta(days=8)
    day.local(ada, time(16, 30), days=7)
    assert f"{QUOTE} Untouched for five working days." in posted(day, field, eight_days)
    assert "Paused, Ada said" not in posted(day, field, eight_days)


def test_an_answer_of_the_next_morning_stands_in_the_digest_that_was_pressed(
    day: Orchestra, field: Team, ada: Player
) -> None:
    day.local(ada, time(8), days=1)
    ada.does("decisions.answer", value=value(day, field))
    assert "Paused, Ada said on 18 March." in posted(day, field)


def test_a_line_that_is_worked_on_by_now_needs_no_answer(day: Orchestra, field: Team, ada: Player) -> None:
    day.local(ada, time(9), days=1)
    ada.hands_in([QUOTE])
    ada.does("decisions.answer", value=value(day, field))
    assert "Somebody works on that line by now" in ada.answer
    assert day.count(LineAnswer) == 0


def test_only_those_whose_part_it_is_answer(day: Orchestra, field: Team, ada: Player) -> None:
    ruth = day.player("Ruth", team=field, role=Role.COACH)
    zoe = day.player("Zoe", team=day.team("Sales"))
    ruth.does("decisions.answer", value=value(day, field))
    assert "Those who share the team's work say why a line waits." in flat(ruth.answer)
    ruth.does("decisions.log", value=field.id)
    assert "Field has not answered for a line yet." in ruth.answer

    for action, said in (
        ("decisions.answer", value(day, field)),
        ("decisions.open_form", value(day, field)),
        ("decisions.log", field.id),
    ):
        zoe.does(action, value=said)
        assert "There is no such thing here" in zoe.answer
    assert day.count(LineAnswer) == 0


@pytest.mark.parametrize(
    "made_up",
    [
        "",
        "x",
        "{team}",
        "{team} {line}",
        "{team} {line} x paused",
        "{team} {line} 2027-03-17 x",
        "{team} x 2027-03-17 paused",
    ],
)
def test_a_made_up_value_leads_nowhere(day: Orchestra, field: Team, ada: Player, made_up: str) -> None:
    ada.does("decisions.answer", value=made_up.format(team=field.id, line=quote(day)))
    assert "There is no such thing here" in ada.answer
    assert day.count(LineAnswer) == 0


def test_a_line_of_another_part_is_not_theirs_to_answer_for(day: Orchestra, field: Team, ada: Player) -> None:
    other = next(one.line_id for one in day.all(Wording) if one.address == "harbour/P-1")
    ada.does("decisions.answer", value=f"{field.id} {other} 2027-03-17 paused")
    assert "There is no such thing here" in ada.answer


def test_the_log_is_read_a_page_at_a_time(day: Orchestra, field: Team, ada: Player) -> None:
    for n in range(ON_A_PAGE + 2):
        day.goes_on(minutes=1)
        ada.does("decisions.answer", value=value(day, field, ("paused", "no_capacity")[n % 2]))
    ada.does("decisions.log", value=field.id)
    assert ada.answer.count("Ada said") == ON_A_PAGE

    ada.presses("2 earlier")
    assert ada.answer.count("Ada said") == 2
    for odd in ("-1", "x", "9" * 30, "\u0663"):
        ada.does("decisions.log", value=f"{field.id} {odd}")
        assert ada.answer.count("Ada said") == ON_A_PAGE


def test_every_line_that_waits_can_be_answered_for_behind_the_button(day: Orchestra, field: Team, ada: Player) -> None:
    ada.presses("Stuck, untouched, won", on=digests(day, field)[-1].card)
    ada.presses("Say why")
    ada.fills("Not ours")
    assert [one.reason for one in day.all(LineAnswer)] == [Reason.NOT_OURS]
    assert [one.subject for one in day.all(Shown) if one.view == "decisions.asked"]


def test_the_owner_reads_why_it_came_of_whom_and_by_which_line(day: Orchestra, field: Team, ada: Player) -> None:
    olga = Player(day, "olga")
    ada.does("decisions.answer", value=value(day, field, "unclear"))
    olga.presses("Why this?", on=olga.last().card)

    assert "Ada" in olga.answer
    assert QUOTE in flat(olga.answer)
