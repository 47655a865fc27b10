"""Findings in chat: one at a time, mended, accepted, and told of once; by whoever answers for the strategy."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.conductor import draw
from handlers import ROUTES, findings
from handlers.cards import Form
from handlers.findings import Sight, sight
from handlers.judged import known_of
from handlers.turn import Change, Drawn, Gone, How, Reader
from handlers.views.findings import MENDABLE
from score.language import read
from score.rules import judge
from storage.store import Store
from storage.tables import (
    Acceptance,
    Delivery,
    DeliveryState,
    Edition,
    LineState,
    Place,
    Reading,
    Remark,
    RemarkKind,
    Role,
    Team,
    Watch,
    Wording,
)
from tests.orchestra import Orchestra, Player

SCORE = """\
score: Harbour # what we play from
part:
  id: harbour
  name: Harbour
  kind: company
  hours: 10
  choices:
    aspiration: {A: Bread within an hour}
    where_to_play: {W: The harbour towns}
    how_to_win: {H: {words: Be there before noon, serves: harbour/W}}
    capabilities: {C: {words: Bakers who can sell, serves: harbour/H}}
    systems: {S: {words: A list read every Monday, serves: harbour/C}}
  priorities:
    P-1:
      words: Win the harbour towns
      owner: ada
      deputy: bo
      until: 2027-01-31
      hours: 5
      # The number that counts.
      measures:
        M-1: {words: Towns won, start: 2, target: 9, source: the list, type: lead, unit: towns}
    P-2:
      words: Sweep the quay
      owner: ada
      until: 2027-12-31
      serves: harbour/A
      measures:
        M-2: {words: Quays swept, unit: quays, start: 1, target: 4, source: the list, type: lead}
"""


@pytest.fixture
def team(day: Orchestra) -> Team:
    return day.team("Harbour", part="harbour", allowance=0.3)


@pytest.fixture
def otto(day: Orchestra, team: Team) -> Player:
    """He answers for the strategy; Ada owns its lines, Bo stands in for one of them."""
    otto = day.player("Otto", strategy_owner=True)
    day.player("Ada", team=team)
    day.player("Bo", team=team)
    day.plays_from(SCORE)
    return otto


def loads(day: Orchestra, text: str) -> None:
    day.plays_from(text)


def reads(player: Player) -> str:
    return " ".join(player.answer.split())


def writes(player: Player, text: str = "findings") -> str:
    player.writes(text)
    return reads(player)


def presses(player: Player, label: str) -> str:
    player.presses(label)
    return reads(player)


def labels(player: Player) -> list[str]:
    return [one.action for one in player.buttons()]


def source(day: Orchestra) -> str:
    return max(day.all(Edition), key=lambda one: one.number).source


def line(day: Orchestra, address: str) -> Wording:
    newest = max(day.all(Edition), key=lambda one: one.number).id
    return next(one for one in day.all(Wording) if one.edition_id == newest and one.address == address)


def drawn(player: Player) -> Drawn | None:
    """What was answered last."""
    return player.said.drawn if player.said else None


def changes(day: Orchestra, player: Player, **values: Any) -> None:
    person = player.person
    day.database.writer.write(lambda store: store.change(person, **values)).result()


def found(day: Orchestra) -> list[str]:
    """What the rules find today, as the command would."""

    def question(store: Store) -> list[str]:
        known = known_of(store, day.workspace.id, day.clock.at.date())
        return [f"{one.rule} {one.lines[0]}" for one in judge(known)] if known else []

    return day.ask(question)


# One at a time


def test_they_are_gone_through_one_at_a_time_the_worst_first(day: Orchestra, otto: Player) -> None:
    assert found(day) == ["C30 harbour/P-1", "C14 harbour/P-2"]

    said = writes(otto)
    assert "FINDING 1 OF 2" in said
    assert "Error: Over, and open." in said
    assert "harbour/P-1 Win the harbour towns" in said
    assert "Why: “harbour/P-1” was due on 2027-01-31, 37 days ago, and is open." in said
    assert "Write “state: done” or “state: dropped”, or agree on another day." in said
    assert "Whom to ask Ada" in said.replace(":", "")
    assert "line 18" in said
    said = presses(otto, "Next")
    assert "FINDING 2 OF 2 For information: Nobody stands in for its owner." in said
    assert "a matter of taste" in said
    assert "Next" not in [label for label in said.split("[")]
    assert "FINDING 1 OF 2" in presses(otto, "Back")
    assert "Back" not in " ".join(labels(otto))


def test_nothing_found_is_said_in_a_sentence(day: Orchestra, otto: Player) -> None:
    loads(
        day,
        SCORE.replace("until: 2027-01-31", "until: 2027-12-31")
        .replace("owner: ada", "owner: ada\n      deputy: bo", 2)
        .replace("      deputy: bo\n      deputy: bo", "      deputy: bo"),
    )

    assert found(day) == []
    assert writes(otto, "check the score") == (
        "Nothing to mend: the score holds together, and people work on it. Well kept."
    )


def test_without_a_score_that_is_said(day: Orchestra) -> None:
    otto = day.player("Otto", strategy_owner=True)

    assert "no such thing here" in writes(otto)
    otto.does("findings.open_mend", value="C30-x 1 until")
    assert "There is no score" in reads(otto)


def test_who_owns_a_line_sees_what_is_about_it_and_can_do_nothing(day: Orchestra, otto: Player) -> None:
    loads(day, SCORE.replace("      owner: ada\n      until: 2027-12-31", "      owner: bo\n      until: 2027-12-31"))
    ada, bo = Player(day, "ada"), Player(day, "bo")

    assert "FINDING 1 OF 1 Error: Over, and open." in writes(ada)
    assert labels(ada) == []
    assert "lines that you own" in reads(ada)
    assert "FINDING 1 OF 1 For information" in writes(bo)
    loads(day, SCORE.replace("until: 2027-01-31", "until: 2027-12-31").replace("deputy: bo", "deputy: ada"))
    loads(day, source(day).replace("deputy: ada", "deputy: bo").replace("owner: ada", "owner: bo", 1))
    assert "Nothing to mend about the lines that you own." in writes(bo) or "Nobody stands" in reads(bo)


@pytest.mark.parametrize("who", ["member", "admin", "lead"])
def test_nobody_else_sees_any(day: Orchestra, team: Team, otto: Player, who: str) -> None:
    role = Role.MANAGER if who == "lead" else Role.MEMBER
    player = day.player("Mo", team=team, admin=who == "admin", role=role)
    short = day.ask(lambda store: list(seen(store, otto, day).found))[0]

    assert "are for whoever answers for the strategy" in writes(player)
    for action, value in (("show", f"{short} 1"), ("open_mend", f"{short} 1 until"), ("open_accept", f"{short} 1")):
        player.does(f"findings.{action}", value=value)
        assert "are for whoever answers for the strategy" in reads(player)
    fields = {"line": line(day, "harbour/P-1").line_id, "key": "until", "value": "2027-12-31", "finding": f"{short} 1"}
    for action in ("mend", "accept", "accepted", "take_back"):
        player.does(f"findings.{action}", fields={**fields, "edition": day.all(Edition)[0].id})
        assert "are for whoever answers for the strategy" in reads(player)
    assert len(day.all(Edition)) == 1
    assert day.all(Acceptance) == []


def seen(store: Store, player: Player, day: Orchestra) -> Sight:
    looked = sight(store, player.person, day.clock.at)
    assert looked is not None
    return looked


def test_where_others_read_along_none_is_shown(day: Orchestra, team: Team, otto: Player) -> None:
    day.player("Olga", team=team, strategy_owner=True)
    olga = Player(day, "olga")
    olga.does("findings.mine", place="harbour")

    assert "Write “findings” to me directly." in reads(olga)
    channel = next(one for one in day.all(Place) if one.team_id == team.id)
    reader = Reader(olga.person, channel, day.clock.at)
    for view, about in (
        ("one", {"person": olga.person.id, "finding": ""}),
        ("mend_form", {"line": line(day, "harbour/P-1").line_id, "key": "until", "edition": "x"}),
        ("accepted", {"person": olga.person.id}),
        ("mended", {"line": line(day, "harbour/P-1").line_id, "key": "until", "edition": day.all(Edition)[0].id}),
        ("same", {"line": line(day, "harbour/P-1").line_id, "place": "1"}),
    ):
        with pytest.raises(Gone):
            day.ask(partial(shows, view=view, about=about, reader=reader))


def shows(store: Store, view: str, about: dict[str, str], reader: Reader) -> Drawn:
    return draw(store, f"findings.{view}", about, reader)


def test_one_that_is_there_no_more_says_so_and_shows_what_stands_in_its_place(day: Orchestra, otto: Player) -> None:
    writes(otto)
    card = drawn(otto)
    loads(day, SCORE.replace("until: 2027-01-31", "until: 2027-12-31"))
    otto.presses("Mend it", on=card)
    assert "there no more" in reads(otto)
    said = presses(otto, "Go on")
    assert "FINDING 1 OF 1 For information" in said
    assert "there no more" not in said

    writes(otto)
    otto.does("findings.show", value="C30-nothing 7")
    assert "there no more" in reads(otto)
    assert "FINDING 1 OF 1" in reads(otto)
    loads(day, source(day).replace("owner: ada\n      until", "owner: ada\n      deputy: bo\n      until"))
    otto.does("findings.show", value="C30-nothing 7")
    assert reads(otto) == (
        "Nothing to mend: the score holds together, and people work on it. Well kept."
        " The one that you looked for is there no more: somebody mended it, or it is accepted."
    )


def test_two_findings_of_one_rule_about_one_line_are_two(day: Orchestra, otto: Player) -> None:
    needs = "\n      needs:\n        - {words: A van, from: sales}\n        - {words: A driver, from: sales}"
    sales = "  parts:\n    - {id: sales, name: Sales, kind: team}\n"
    loads(day, SCORE.replace("\n      hours: 5", f"\n      hours: 5{needs}") + sales)

    writes(otto)
    said = presses(otto, "Next"), presses(otto, "Next")
    assert ["A van" in one for one in said] == [True, False]
    assert ["A driver" in one for one in said] == [False, True]
    assert [("findings.open_mend" in labels(otto))] == [False]


def test_a_part_is_named_and_its_value_can_be_mended(day: Orchestra, otto: Player) -> None:
    loads(day, SCORE.replace("hours: 5", "hours: 50"))
    writes(otto)
    said = presses(otto, "Next")
    assert "About Harbour as a whole." in said
    otto.presses("Mend it")
    otto.fills("60")
    assert "Edition 3 is in force. What is other in it: the hours of this part. About Harbour as a whole." in reads(
        otto
    )
    assert "  hours: 60\n" in source(day)


def test_a_measure_that_is_to_be_read_can_be_read_at_once(day: Orchestra, otto: Player) -> None:
    loads(day, SCORE.replace("type: lead, unit: towns", "type: lead, unit: towns, every: week"))
    day.clock.at += timedelta(days=8)
    writes(otto)
    assert "Half" not in presses(otto, "Next")
    assert "A value is older than its cadence" in reads(otto)
    otto.presses("New reading")
    otto.fills("4")
    assert len(day.all(Reading)) == 1
    assert "C24 harbour/M-1" not in found(day)


# Asked of the owner


def test_who_owns_a_line_is_asked_about_a_finding(day: Orchestra, otto: Player) -> None:
    writes(otto)

    otto.presses("Ask the owner")

    (remark,) = day.all(Remark)
    assert (remark.kind, remark.finding, remark.holder_id) == (RemarkKind.FINDING, "C30", Player(day, "ada").person.id)
    assert "Why: " in remark.words
    assert "`" not in remark.words


def test_of_ones_own_lines_and_of_a_part_nobody_is_asked(day: Orchestra, otto: Player) -> None:
    systems = "    systems: {S: {words: A list read every Monday, serves: harbour/C}}\n"
    loads(day, SCORE.replace("owner: ada", "owner: otto").replace(systems, ""))
    writes(otto)
    assert "findings.ask" not in labels(otto)
    looked = day.ask(lambda store: seen(store, otto, day))
    of_part = next(short for short, one in looked.found.items() if one.lines[0] == "harbour" and len(one.lines) == 1)
    otto.does("findings.ask", value=f"{of_part} 1")
    assert "no such thing here" in reads(otto)


# Mended


def test_a_value_is_mended_in_a_form_and_makes_the_next_edition(day: Orchestra, otto: Player) -> None:
    writes(otto)
    form = otto.presses("Mend it")
    assert form.answer.how is How.FORM
    assert isinstance(form.drawn, Form)
    assert [str(one.value) for one in form.drawn.fields] == ["2027-01-31"]
    otto.fills("2027-12-31")

    assert "Edition 2 is in force. What is other in it: the last day of this. harbour/P-1" in reads(otto)
    assert source(day) == SCORE.replace("2027-01-31", "2027-12-31")
    assert {(one.number, one.loaded_by) for one in day.all(Edition)} == {(1, None), (2, otto.person.id)}
    assert line(day, "harbour/P-1").until == date(2027, 12, 31)
    assert len({one.line_id for one in day.all(Wording) if one.address == "harbour/P-1"}) == 1
    assert "FINDING 1 OF 1 For information" in presses(otto, "Go on")


@pytest.mark.parametrize("state", [LineState.DONE, LineState.DROPPED])
def test_a_line_that_is_over_is_done_or_dropped(day: Orchestra, otto: Player, state: LineState) -> None:
    writes(otto)
    otto.presses("Done, or dropped")
    otto.fills(state.value)

    assert line(day, "harbour/P-1").state is state
    assert f"      words: Win the harbour towns\n      state: {state.value}\n" in source(day)
    assert "C30 harbour/P-1" not in found(day)


@pytest.mark.parametrize("said", ["bo", "Bo", "@bo", " BO "])
def test_a_person_goes_by_name_or_handle(day: Orchestra, otto: Player, said: str) -> None:
    writes(otto)
    presses(otto, "Next")
    otto.presses("Mend it")
    otto.fills(said)

    assert line(day, "harbour/P-2").deputy_id == Player(day, "bo").person.id
    assert source(day).count("deputy: bo\n") == 2


def test_who_goes_by_the_handle_is_meant_before_who_goes_by_the_name(day: Orchestra, otto: Player) -> None:
    ona = day.player("Ona")
    changes(day, day.player("Una"), name="Ona")
    writes(otto)
    presses(otto, "Next")
    otto.presses("Mend it")
    otto.fills("zed")
    assert "Nobody here goes by that name" in reads(otto)
    otto.fills("ona")

    assert line(day, "harbour/P-2").deputy_id == ona.person.id


def test_two_of_one_name_are_nobody(day: Orchestra, otto: Player) -> None:
    for name in ("Una", "Uwe"):
        changes(day, day.player(name), name="Sam")
    writes(otto)
    presses(otto, "Next")
    otto.presses("Mend it")
    otto.fills("Sam")

    assert "or several do" in reads(otto)
    assert len(day.all(Edition)) == 1


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("soon", "`soon` is not a day"),
        ("2027-02-30", "is not a day"),
        ("", "Write what is to stand there"),
        ("   ", "Write what is to stand there"),
        ("a\u202eb", "U+202E"),
        ("<!channel> *x*", "is not a day"),
        ("2027-12-31\n      owner: otto", "is not a day"),
        ("2027-12-31, owner: otto", "is not a day"),
    ],
)
def test_what_the_language_refuses_is_said_beside_the_field(day: Orchestra, otto: Player, value: str, why: str) -> None:
    writes(otto)
    otto.presses("Mend it")
    played = otto.fills(value)

    assert set(played.notes) == {"value"}
    assert why in reads(otto)
    assert isinstance(played.drawn, Form)
    assert source(day) == SCORE


@pytest.mark.parametrize(
    "value", ["x\n      owner: otto", 'x", owner: "otto', "<!channel> *x* `y`", "x # y", "- x: {y", "🥖"]
)
def test_whatever_is_written_stays_words_of_the_line(day: Orchestra, otto: Player, value: str) -> None:
    fields = {"line": line(day, "harbour/P-1").line_id, "key": "words", "edition": day.all(Edition)[0].id, "place": "1"}
    otto.does("findings.mend", fields={**fields, "value": value})

    now = line(day, "harbour/P-1")
    assert now.words == " ".join(value.split())
    assert now.owner_id == Player(day, "ada").person.id
    assert len(read(source(day).encode(), "score.yml").lines) == len(read(SCORE.encode(), "score.yml").lines)


def test_what_stood_there_when_the_form_was_opened_and_another_edition_since_is_looked_at_again(
    day: Orchestra, otto: Player
) -> None:
    writes(otto)
    otto.presses("Mend it")
    form = otto.said and otto.said.drawn
    assert isinstance(form, Form)
    loads(day, SCORE.replace("Sweep", "Clean"))
    played = otto.fills("2027-12-31")

    assert "has changed since this form was opened" in reads(otto)
    assert len(day.all(Edition)) == 2
    assert isinstance(played.drawn, Form)
    otto.fills("2027-12-31")
    assert "Edition 3 is in force." in reads(otto)
    assert source(day) == SCORE.replace("Sweep", "Clean").replace("2027-01-31", "2027-12-31")
    otto.does("findings.mend", fields={**form.about, "value": "2027-12-31"})
    assert "Edition 3 says that already. Nothing was changed." in reads(otto)


def test_pressed_twice_it_is_mended_once(day: Orchestra, otto: Player) -> None:
    writes(otto)
    form = otto.presses("Mend it").drawn
    assert isinstance(form, Form)
    fields = {**form.about, "value": "2027-12-31"}
    for key in ("once", "once", "twice"):
        otto.does("findings.mend", key=key, fields=fields)

    assert len(day.all(Edition)) == 2


def test_another_edition_in_the_very_moment_is_not_overwritten(
    day: Orchestra, otto: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes(otto)
    form = otto.presses("Mend it").drawn
    assert isinstance(form, Form)
    before = findings.consider_mend

    def late(turn: Any, store: Store) -> Any:
        considered = before(turn, store)
        loads(day, SCORE.replace("Sweep", "Clean"))
        return considered

    monkeypatch.setitem(ROUTES, "findings.mend", Change(findings.mend, late))
    otto.does("findings.mend", fields={**form.about, "value": "2027-12-31"})

    assert "has changed since" in reads(otto)
    assert source(day) == SCORE.replace("Sweep", "Clean")


def test_who_has_left_keeps_their_other_lines_until_those_are_mended_too(day: Orchestra, otto: Player) -> None:
    ada = Player(day, "ada").person
    changes(day, Player(day, "ada"), left_at=day.clock.at - timedelta(days=2))
    assert "Its owner is not there" in writes(otto) + presses(otto, "Next") + presses(otto, "Next")
    writes(otto)
    while "Its owner is not there" not in reads(otto):
        presses(otto, "Next")
    address = "harbour/P-1" if "harbour/P-1 Win" in reads(otto) else "harbour/P-2"
    otto.presses("Mend it")
    otto.fills("ada")
    assert "Nobody here goes by that name" in reads(otto)
    otto.fills("bo")

    assert line(day, address).owner_id == Player(day, "bo").person.id
    other = "harbour/P-2" if address == "harbour/P-1" else "harbour/P-1"
    assert line(day, other).owner_id == ada.id


def test_a_handle_that_was_somebody_elses_in_the_file_is_not_given_away(day: Orchestra, otto: Player) -> None:
    ada, bo = Player(day, "ada").person, Player(day, "bo").person
    changes(day, Player(day, "ada"), handle="ada-2")
    changes(day, Player(day, "bo"), handle="ada")
    fields = {"line": line(day, "harbour/P-2").line_id, "edition": day.all(Edition)[0].id, "place": "1"}
    otto.does("findings.mend", fields={**fields, "key": "deputy", "value": "ada"})
    assert "Nobody here goes by that name" in reads(otto)
    otto.does("findings.mend", fields={**fields, "key": "deputy", "value": "otto"})

    assert {line(day, f"harbour/P-{n}").owner_id for n in (1, 2)} == {ada.id}
    assert line(day, "harbour/P-1").deputy_id == bo.id


def test_what_cannot_be_put_there_alone_is_refused(
    day: Orchestra, otto: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {"line": line(day, "harbour/P-1").line_id, "edition": day.all(Edition)[0].id, "place": "1"}
    monkeypatch.setattr("score.mending._escaped", lambda character: character)
    otto.does("findings.mend", fields={**fields, "key": "words", "value": 'x"'})

    assert "cannot be put there without changing more of the file" in reads(otto)
    assert source(day) == SCORE


def test_a_key_that_such_a_line_does_not_have_is_refused(day: Orchestra, otto: Player) -> None:
    fields = {"line": line(day, "harbour/P-1").line_id, "edition": day.all(Edition)[0].id, "place": "1"}
    otto.does("findings.mend", fields={**fields, "key": "test", "value": "Ask"})

    assert "is not a key that we know" in reads(otto)
    assert source(day) == SCORE


@pytest.mark.parametrize(
    "fields",
    [
        {"key": "measures"},
        {"key": "id"},
        {"key": ""},
        {"line": "nowhere"},
        {"line": "strategy nowhere"},
        {"line": ""},
    ],
)
def test_what_cannot_be_mended_is_not_there(day: Orchestra, otto: Player, fields: dict[str, str]) -> None:
    given = {"line": line(day, "harbour/P-1").line_id, "key": "until", "value": "2027-12-31", "place": "1"}
    otto.does("findings.mend", fields={**given, "edition": day.all(Edition)[0].id, **fields})

    assert "no such thing here" in reads(otto)
    assert len(day.all(Edition)) == 1


def test_only_known_keys_are_opened(day: Orchestra, otto: Player) -> None:
    writes(otto)
    value = next(one.value for one in otto.buttons() if one.action == "findings.open_mend")
    otto.does("findings.open_mend", value=value.replace(" until", " measures"))

    assert "no such thing here" in reads(otto)
    assert "until" in MENDABLE


# Accepted


def accepts(player: Player, reason: str = "The quay is closed", until: str = "2027-04-30") -> str:
    player.presses("Accept it until")
    player.fills(reason, until)
    return reads(player)


def test_what_is_accepted_is_found_no_more_through_that_day(day: Orchestra, otto: Player) -> None:
    writes(otto)
    said = accepts(otto)
    assert "Accepted through Friday 30 April: Over, and open." in said
    assert found(day) == ["C14 harbour/P-2"]
    (one,) = day.all(Acceptance)
    assert (one.rule, one.lines, one.parts, one.said_by) == (
        "C30",
        [line(day, "harbour/P-1").line_id],
        [],
        otto.person.id,
    )
    assert "FINDING 1 OF 1 For information" in presses(otto, "Go on")
    day.clock.at = datetime(2027, 4, 30, 20, tzinfo=day.clock.at.tzinfo)
    assert "C30 harbour/P-1" not in found(day)
    day.clock.at += timedelta(days=1)
    assert "C30 harbour/P-1" in found(day)
    assert "No finding is accepted in chat" in writes(otto, "accepted findings")


def test_it_stays_accepted_in_other_editions_and_not_about_other_lines(day: Orchestra, otto: Player) -> None:
    loads(day, SCORE.replace("hours: 5", "hours: 50"))
    writes(otto)
    presses(otto, "Next")
    assert "Accepted through Friday 30 April: More hours asked for than there are." in accepts(otto)
    assert "C51 harbour" not in found(day)
    loads(day, SCORE.replace("hours: 5", "hours: 51"))
    assert "C51 harbour" not in found(day)
    loads(day, SCORE.replace("hours: 5", "hours: 51").replace("Sweep the quay", "Sweep the quay\n      hours: 2"))
    assert "C51 harbour" in found(day)


def test_a_line_that_left_takes_its_acceptance_along(day: Orchestra, otto: Player) -> None:
    writes(otto)
    accepts(otto)
    loads(day, SCORE.replace("    P-1:\n", "    P-9:\n", 1))

    assert "C30 harbour/P-9" in found(day)
    assert "Win the harbour towns" in writes(otto, "accepted findings")


def test_it_is_listed_and_taken_back(day: Orchestra, otto: Player) -> None:
    writes(otto)
    accepts(otto)
    presses(otto, "Go on")
    accepts(otto, "Nobody is free", "2027-03-31")

    said = writes(otto, "accepted findings")
    assert "2 findings are accepted." in said
    first, second = (
        "nobody stands in for its owner, through wednesday 31 march",
        "over, and open, through friday 30 april",
    )
    assert said.casefold().index(first) < said.casefold().index(second)
    assert "Nobody is free" in said
    assert "Otto, Tuesday 9 March" in said
    assert "2 findings are accepted for now." in writes(otto)
    presses(otto, "What is accepted")
    value = next(one for one in otto.buttons() if one.action == "findings.take_back").value
    assert "That finding counts again." in presses(otto, "Take C14 back")
    otto.does("findings.take_back", value=value)
    assert "That finding counts again." in reads(otto)
    ended = next(one for one in day.all(Acceptance) if one.id == value)
    assert ended.until < day.clock.at.date()
    assert found(day) == ["C14 harbour/P-2"]
    assert "FINDING 1 OF 1" in writes(otto)


def test_accepted_again_it_holds_as_said_last(day: Orchestra, otto: Player) -> None:
    writes(otto)
    card = drawn(otto)
    accepts(otto)
    day.clock.at += timedelta(days=60)
    otto.presses("Accept it until", on=card)
    otto.fills("Still closed", "2027-06-30")

    (one,) = day.all(Acceptance)
    assert (one.reason, one.until) == ("Still closed", date(2027, 6, 30))


@pytest.mark.parametrize(
    ("reason", "until", "wrong"),
    [
        ("", "2027-04-30", {"reason"}),
        ("x" * 501, "2027-04-30", {"reason"}),
        ("\x1b\x1b", "2027-04-30", {"reason"}),
        ("Closed", "2027-03-08", {"until"}),
        ("Closed", "soon", {"until"}),
        ("", "", {"reason", "until"}),
    ],
)
def test_an_acceptance_wants_a_reason_and_a_day(
    day: Orchestra, otto: Player, reason: str, until: str, wrong: set[str]
) -> None:
    writes(otto)
    form = otto.presses("Accept it until").drawn
    assert isinstance(form, Form)
    played = otto.does("findings.accept", fields={**form.about, "reason": reason, "until": until})

    assert set(played.notes) == wrong
    assert day.all(Acceptance) == []


def test_what_was_mended_meanwhile_is_not_accepted(day: Orchestra, otto: Player) -> None:
    writes(otto)
    form = otto.presses("Accept it until").drawn
    assert isinstance(form, Form)
    loads(day, SCORE.replace("2027-01-31", "2027-12-31"))
    otto.does("findings.accept", fields={**form.about, "reason": "Closed", "until": "2027-04-30"})

    assert "there no more" in reads(otto)
    assert day.all(Acceptance) == []
    with pytest.raises(Gone):
        day.ask(lambda store: draw(store, "findings.accept_form", {"finding": "C30-x 1"}, reader(day, otto)))
    with pytest.raises(Gone):
        day.ask(lambda store: draw(store, "findings.accepted_now", {"acceptance": "x"}, reader(day, otto)))


def reader(day: Orchestra, player: Player) -> Reader:
    place = next(one for one in day.all(Place) if one.person_id == player.person.id)
    return Reader(player.person, place, day.clock.at)


@pytest.mark.parametrize(
    ("view", "about"),
    [
        ("mend_form", {"line": "nowhere", "key": "until", "edition": "x"}),
        ("mend_form", {"line": "strategy harbour", "key": "measures", "edition": "x"}),
        ("mended", {"line": "strategy harbour", "key": "hours", "edition": "x", "place": "1"}),
        ("same", {"line": "nowhere", "place": "1"}),
        ("told", {"person": "somebody", "worst": "C30-x", "weights": "1 0 0", "gone": "0"}),
    ],
)
def test_what_is_not_there_is_not_drawn(day: Orchestra, otto: Player, view: str, about: dict[str, str]) -> None:
    with pytest.raises(Gone):
        day.ask(lambda store: draw(store, f"findings.{view}", about, reader(day, otto)))


def test_what_a_part_says_already_is_said(day: Orchestra, otto: Player) -> None:
    fields = {
        "line": "strategy harbour",
        "key": "hours",
        "edition": day.all(Edition)[0].id,
        "place": "1",
        "value": "10",
    }
    otto.does("findings.mend", fields=fields)

    assert "Edition 1 says that already. Nothing was changed. About Harbour as a whole." in reads(otto)
    otto.does("findings.mend", fields={**fields, "value": "10.0"})
    assert "Edition 1 says that already." in reads(otto)


# Told


def goes_to_monday(day: Orchestra, *, short_of: timedelta = timedelta(0)) -> None:
    """From the Tuesday at six, when a day of these begins, to the Monday at ten."""
    begins = day.clock.at
    day.goes_on(minutes=1)
    day.goes_to(begins + timedelta(days=6, hours=4) - short_of)


def told(player: Player) -> list[str]:
    return [" ".join(one.text.split()) for one in player.got() if "New in the score" in one.says]


def test_what_is_found_in_the_first_edition_is_told_on_monday_and_once(day: Orchestra, otto: Player) -> None:
    goes_to_monday(day, short_of=timedelta(hours=2))
    assert told(otto) == []
    day.goes_on(hours=2)

    (message,) = told(otto)
    assert "New in the score: 1 error, no warnings, 1 for information." in message
    assert message.index("Error: Over, and open.") < message.index("For information: Nobody stands in")
    assert "were gone" not in message
    assert "FINDING 1 OF 2" in presses(otto, "Go through them")
    for _ in range(3):
        day.goes_on(days=7)
    assert len(told(otto)) == 1
    assert told(Player(day, "ada")) == []


def test_a_new_edition_is_told_of_once_it_has_settled_and_only_where_it_brings_something_new(
    day: Orchestra, otto: Player
) -> None:
    goes_to_monday(day)
    loads(day, SCORE.replace("2027-01-31", "2027-12-31").replace("source: the list, ", "", 1))
    day.goes_on(minutes=5)
    loads(day, SCORE.replace("2027-01-31", "2027-12-31").replace("start: 2, ", "", 1))
    day.goes_on(minutes=9)
    assert len(told(otto)) == 1
    day.goes_on(minutes=2)

    assert "New in the score: no errors, 2 warnings, nothing for information. Warning: Half a number." in told(otto)[1]
    assert "One that you were told of before is gone." in told(otto)[1]
    loads(day, SCORE.replace("2027-01-31", "2027-12-31"))
    day.goes_on(minutes=11)
    assert len(told(otto)) == 2


def test_nobody_is_sought_out_for_what_is_only_for_information(day: Orchestra, otto: Player) -> None:
    loads(day, SCORE.replace("2027-01-31", "2027-12-31"))
    goes_to_monday(day)

    assert found(day) == ["C14 harbour/P-2"]
    assert told(otto) == []


def test_when_the_work_changes_it_is_told_on_monday(day: Orchestra, otto: Player) -> None:
    loads(day, SCORE.replace("2027-01-31", "2027-03-17"))
    goes_to_monday(day)
    day.goes_on(days=3)
    assert "C30 harbour/P-1" in found(day)
    assert told(otto) == []
    day.goes_on(days=4)

    assert "New in the score: 1 error, no warnings, 1 for information." in told(otto)[0]


def test_what_is_accepted_is_new_again_once_it_is_over(day: Orchestra, otto: Player) -> None:
    goes_to_monday(day)
    writes(otto)
    accepts(otto, "Closed", "2027-03-19")
    day.goes_on(days=7)

    assert "New in the score: 1 error" in told(otto)[1]


def test_who_wants_none_of_it_is_not_told_and_hears_all_of_it_later(day: Orchestra, otto: Player) -> None:
    otto.does("attention.stop", value="findings")
    assert "“findings” shows it" in reads(otto)
    goes_to_monday(day)
    assert told(otto) == []
    otto.does("attention.undo", value="findings all")
    day.goes_on(days=7)

    assert "New in the score: 1 error" in told(otto)[0]
    otto.presses("Why this?", on=otto.last().card)
    assert "You answer for the strategy, and more is found in the score" in reads(otto)


def test_what_was_mended_before_it_could_be_told_is_not_told(day: Orchestra, otto: Player) -> None:
    day.mouth.fails = 1
    goes_to_monday(day)
    loads(
        day,
        SCORE.replace("2027-01-31", "2027-12-31").replace(
            "owner: ada\n      until: 2027-12", "owner: ada\n      deputy: bo\n      until: 2027-12"
        ),
    )
    assert found(day) == []
    (planned,) = [one for one in day.all(Delivery) if one.view == "findings.told"]
    with pytest.raises(Gone):
        day.ask(lambda store: draw(store, "findings.told", planned.about, reader(day, otto)))
    assert planned.state in (DeliveryState.PLANNED, DeliveryState.SENT)


def test_who_no_longer_answers_for_the_strategy_is_watched_for_no_more(day: Orchestra, otto: Player) -> None:
    day.goes_on(minutes=1)
    assert [one.person_id for one in day.all(Watch)] == [otto.person.id]
    changes(day, otto, is_strategy_owner=False)
    goes_to_monday(day)

    assert day.all(Watch) == []
    assert told(otto) == []


def test_without_a_score_nothing_is_told(day: Orchestra) -> None:
    otto = day.player("Otto", strategy_owner=True)
    day.goes_on(days=7)

    assert len(day.all(Watch)) == 1
    assert told(otto) == []


def test_what_became_due_since_it_was_looked_waits_for_the_next_look(day: Orchestra, otto: Player) -> None:
    day.goes_on(minutes=1)
    now = day.clock.at + timedelta(days=7)
    day.clock.at = now

    def play(store: Store) -> int:
        return findings._tell(day.moment(), store, day.workspace.id, 10, found={}).served

    assert day.database.writer.write(play).result() == 0
    day.goes_on(hours=4)
    assert len(told(otto)) == 1
