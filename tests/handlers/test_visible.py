"""Parts that not everybody sees: who sees them, and that nobody else is shown a word of them anywhere."""

import json
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from handlers import DRAWINGS
from handlers import sight as eyes
from handlers.findings import sight
from handlers.guards import score_now
from handlers.sight import seen_by
from handlers.turn import Gone, Reader, Scribe
from storage import people
from storage.budgets import Budget
from storage.hidden import NOTHING_HIDDEN
from storage.store import Store
from storage.tables import Ask, Membership, Place, PlaceKind, Remark, Role, Wording
from tests.databases import copied
from tests.handlers.test_drawings import drawn, of_everything, place_of
from tests.orchestra import Orchestra, Player, orchestra

SECRET = "Zanzibar"

SCORE = """\
score: Harbour Bread
part:
  id: harbour
  name: Harbour Bread
  kind: company
  choices:
    aspiration: {A: {words: Fresh bread within an hour of every quay, owner: ada}}
  priorities:
    P-1: {words: Win the harbour towns, serves: harbour/A, owner: ada}
  tensions:
    - words: Zanzibar pulls at the quay
      between: [estate/P-1, field/P-1]
      owners: [gus, mira]
      review: 2027-06-01
  parts:
    - id: field
      name: Field
      kind: team
      priorities:
        P-1: {words: Call every harbour before noon, serves: harbour/P-1, owner: mira}
        P-2:
          words: Halve the quoting time
          serves: harbour/P-1
          needs: [{words: Rooms to quote in, from: estate, by: 2027-04-01}]
      promises:
        R-1: {words: Clear the old sheds, to: estate, serves: estate/P-1, owner: mira, until: 2027-05-01}
    - id: estate
      name: Estate Zanzibar
      kind: team
      visible: part
      about: Houses of Zanzibar
      priorities:
        P-1:
          words: Sell the Zanzibar bakery
          serves: harbour/P-1
          owner: gus
          deputy: olga
          until: 2027-03-12
          about: It is called Zanzibar
          because: Zanzibar is too large
          plan: Ask for Zanzibar bids
          measures: {M-1: {words: Zanzibar bids, unit: Zanzibar bids, start: 0, target: 5, every: week, owner: gus}}
          not: {N-1: {words: No renting of Zanzibar, because: Zanzibar rents are low}}
          must_be_true: {C-1: {words: Someone wants Zanzibar, test: Zanzibar offers, owner: gus}}
      promises:
        R-1: {words: Zanzibar rooms for the field, to: field, serves: field/P-1, owner: gus, until: 2027-03-20}
      parts:
        - id: legal
          name: Zanzibar papers
          kind: team
          priorities:
            P-1: {words: Zanzibar deeds are found, serves: estate/P-1}
"""


@pytest.fixture
def crew(day: Orchestra) -> Orchestra:
    """An organisation with a closed part: some are of it, some above it, some beside it."""
    board, field = day.team("Board", part="harbour"), day.team("Field")
    estate, legal = day.team("Estate"), day.team("Legal")
    day.player("Ada")
    day.player("Bea", team=board)
    day.player("Mira", team=field)
    day.player("Sam", team=field, role=Role.MANAGER)
    day.player("Gus", team=estate)
    day.player("Lena", team=estate, role=Role.OBSERVER)
    day.player("Leo", team=legal)
    day.player("Olga", team=field)
    day.player("Ines", strategy_owner=True)
    day.player("Root", admin=True)
    day.plays_from(SCORE)
    return day


SEE_IT = ("bea", "gus", "lena", "leo", "olga", "ines")
"""Who is above it, of it, looks on there, is within it, stands in for who owns a line in it, and writes all of it."""

DO_NOT = ("ada", "mira", "sam", "root")
"""Who owns a line above it and is of no team, is beside it, leads what is beside it, and runs the organisation."""


SAID = {
    "the part": "my part",
    "a line by its address": "score estate/P-1",
    "a line within by its address": "score legal/P-1",
    "lines by words": "score zanzibar",
    "the map": "map",
    "the map of it by its name": "map estate zanzibar",
    "the coach, of a line": "Why do we sell the Zanzibar bakery?",
    "the coach, of a number": "How many Zanzibar bids do we want?",
    "the coach, of an owner": "What does Gus own?",
    "the coach, of what was chosen against": "What did we choose against in Zanzibar?",
    "the coach, of promises to us": "What was promised to the field?",
    "the coach, of what ends": "Which priorities end in March?",
    "the coach, of what changed": "What changed since January?",
    "the coach, of two lines": "What is the difference between estate/P-1 and field/P-1?",
    "the coach, of who could help": "Who could help me with estate/P-1?",
    "tensions": "tensions",
    "measures": "measures",
    "a remark": "ask estate/P-1: Why?",
    "home": "help",
}


@pytest.mark.parametrize("what", sorted(SAID))
def test_whatever_is_asked_tells_nothing_of_it_to_who_does_not_see_it(crew: Orchestra, what: str) -> None:
    for who in DO_NOT:
        found = Player(crew, who).writes(SAID[what])

        # What they wrote themselves is theirs.
        answer = repr(found.drawn)
        for own in (SAID[what], "Zanzibar bakery", "zanzibar"):
            answer = answer.replace(own, "") if own in SAID[what] else answer
        assert SECRET not in answer, who
        assert "P-1" in SAID[what] or "estate/" not in answer, who


@pytest.mark.parametrize("who", SEE_IT)
def test_who_is_of_it_or_above_it_or_owns_a_line_in_it_sees_it(crew: Orchestra, who: str) -> None:
    player = Player(crew, who)

    player.writes("score estate/P-1")
    assert "Sell the Zanzibar bakery" in player.answer
    player.writes("Why do we sell the Zanzibar bakery?")
    assert "Zanzibar is too large" in player.answer


@pytest.mark.parametrize("who", DO_NOT)
def test_an_address_in_it_reads_as_one_that_does_not_exist(crew: Orchestra, who: str) -> None:
    player = Player(crew, who)

    player.writes("score estate/P-1")
    told = player.answer
    player.writes("score estate/P-7")

    assert told == player.answer.replace("P-7", "P-1")


def test_who_is_within_a_closed_part_within_it_sees_both(crew: Orchestra) -> None:
    named = "          name: Zanzibar papers\n"
    crew.plays_from(SCORE.replace(named, f"{named}          visible: part\n"))

    for who, sees_within in (("leo", True), ("gus", True), ("bea", True), ("mira", False)):
        player = Player(crew, who)
        player.writes("score legal/P-1")
        assert ("Zanzibar deeds" in player.answer) is sees_within, who


def test_a_task_is_never_tied_to_what_who_wrote_it_does_not_see(crew: Orchestra) -> None:
    gus, mira = Player(crew, "gus"), Player(crew, "mira")
    crew.local(gus, time(9))
    line = next(one for one in crew.all(Wording) if one.address == "estate/P-1")
    for _ in range(3):
        gus.hands_in(["Show the bakery to a buyer"])
        ties(crew, gus, line.line_id)
        crew.local(gus, time(9), days=1)

    answer = mira.hands_in(["Show the bakery to a buyer"])

    assert SECRET not in repr(answer.drawn)
    assert all(tie is None or line.line_id not in (tie.line_id, *tie.offered) for _, tie in crew.tied(mira))
    ties(crew, mira, line.line_id)
    assert all(tie is None or tie.line_id != line.line_id for _, tie in crew.tied(mira))
    told = gus.hands_in(["Show the bakery to a buyer"])
    assert SECRET in repr(told.drawn)


def test_the_digest_of_another_team_has_not_a_word_of_it_and_its_own_has(crew: Orchestra) -> None:
    olga, gus = Player(crew, "olga"), Player(crew, "gus")
    line = next(one for one in crew.all(Wording) if one.address == "estate/P-1").line_id
    crew.local(olga, time(9))
    for player in (olga, gus):
        player.hands_in(["Show the house"], blocker="no key", tell="yes")
        ties(crew, player, line)
    field, estate = (next(one for one in crew.teams() if one.handle == name) for name in ("field", "estate"))

    for team, tells in ((field, False), (estate, True)):
        place = next(one for one in crew.all(Place) if one.team_id == team.id)
        for view in ("digest.day", "digest.week", "digest.tasks", "digest.blockers", "digest.details"):
            day = crew.today(olga).isoformat()
            about = {"team": team.id, "day": day, "first": day, "last": day}
            reader = Reader(None, place, crew.clock.now())
            assert tells or SECRET not in repr(drawn(crew, view, about, reader)), view
        assert (SECRET in crew.draws(place, "digest.week", {"team": team.id, "day": day})) is tells


def test_in_a_channel_nobody_reads_along_what_they_do_not_see(crew: Orchestra) -> None:
    """Bea may see it alone, Gus in the channel of his team too, and Root is in that channel to keep it running."""
    channels = {one.external_id: one for one in crew.all(Place) if one.kind is PlaceKind.CHANNEL}
    line = next(one for one in crew.all(Wording) if one.address == "estate/P-1").line_id
    for who, channel, sees_it in (
        ("bea", "board", False),
        ("gus", "estate", True),
        ("leo", "legal", True),
        ("root", "estate", False),
    ):
        reader = Reader(Player(crew, who).person, channels[channel], crew.clock.now())
        if sees_it:
            assert SECRET in repr(drawn(crew, "score.line", {"line": line, "said": ""}, reader))
        else:
            with pytest.raises(Gone):
                drawn(crew, "score.line", {"line": line, "said": ""}, reader)


def test_no_model_is_sent_a_word_of_it_for_who_does_not_see_it(crew: Orchestra) -> None:
    crew.conductor.scribe = Scribe(timedelta(seconds=9), Budget(questions=20, tokens=10_000))
    asked = "Why do we win the harbour towns?"
    for who in ("mira", "gus"):
        Player(crew, who).writes(asked)

    for_mira, for_gus = (json.dumps(one.values) for one in crew.all(Ask))

    assert "Win the harbour towns" in for_mira
    assert SECRET not in for_mira
    assert "estate" not in for_mira
    assert "Win the harbour towns" in for_gus


def test_a_model_that_cites_it_is_not_believed(crew: Orchestra) -> None:
    claims = [["We sell the Zanzibar bakery.", "estate/P-1", "Sell the Zanzibar bakery"]]
    lines = " ".join(line.line_id for line in crew.all(Wording))
    about = {"question": "What do we sell?", "said": json.dumps(claims), "lines": lines, "model": "m", "brief": "a 1"}

    for who, believed in (("gus", True), ("mira", False)):
        reader = Reader(Player(crew, who).person, direct(crew, who), crew.clock.now())
        try:
            found = repr(drawn(crew, "coach.worded", about, reader))
        except Gone:
            found = ""
        assert (SECRET in found) is believed, who


def test_a_finding_that_names_it_is_for_who_writes_the_score_alone(crew: Orchestra) -> None:
    """Mira owns lines of which something is found; nothing is that names a line that she does not see."""

    def found(store: Store, who: str) -> list[str]:
        place = direct(crew, who)
        person = people.person(store, place.workspace_id, place.person_id or "")
        assert person is not None
        with seen_by(store, person, place):
            seen = sight(store, person, crew.clock.now())
        return [at for one in (seen.found.values() if seen else ()) for at in one.lines]

    of_mira, of_ines = (crew.ask(lambda store, who=who: found(store, who)) for who in ("mira", "ines"))  # type: ignore[misc]

    assert of_mira
    assert not any(at.startswith("estate") for at in of_mira)
    assert any(at.startswith("estate") for at in of_ines)


def test_a_finding_that_names_it_is_put_to_nobody_who_does_not_see_it(crew: Orchestra) -> None:
    """A promise of the field ends after the line of the estate that it serves; Mira owns it, and does not see that."""
    ines = Player(crew, "ines")
    crew.local(ines, time(10))

    def late(store: Store) -> str:
        seen = sight(store, ines.person, crew.clock.now())
        assert seen is not None
        return next(short for short, one in seen.found.items() if {*one.lines} == {"field/R-1", "estate/P-1"})

    ines.does("findings.ask", value=f"{crew.ask(late)} 1")

    assert "remarks.nobody" in repr(ines.said)
    assert crew.all(Remark) == []


def test_what_is_hidden_is_kept_ready_for_a_few_who_read(crew: Orchestra, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eyes, "READY", 1)
    for who in ("mira", "gus"):
        Player(crew, who).writes("score estate/P-1")
    crew.plays_from(SCORE.replace("Win the harbour towns", "Win the towns"))

    for who, sees_it in (("gus", True), ("mira", False)):
        player = Player(crew, who)
        player.writes("score estate/P-1")
        assert ("Sell the Zanzibar bakery" in player.answer) is sees_it
    assert (len(eyes._closed), len(eyes._hidden)) == (1, 1)


def test_where_there_is_no_score_nothing_is_hidden(day: Orchestra) -> None:
    ada = day.player("Ada")

    def hidden(store: Store) -> object:
        with seen_by(store, ada.person, direct(day, "ada")):
            return store.hidden

    assert day.ask(hidden) is NOTHING_HIDDEN


def test_a_question_to_a_line_of_it_goes_on_to_nobody_who_does_not_see_it(crew: Orchestra) -> None:
    """Ada owns what the line serves, and would be offered: she does not see the line."""
    lena, gus = Player(crew, "lena"), Player(crew, "gus")
    crew.local(gus, time(10))
    lena.writes("ask estate/P-1: By when?")
    assert lena.said is not None
    lena.does("remarks.ask", fields={"line": line_at(crew, "estate/P-1"), "kind": "question", "words": "By when?"})
    (remark,) = crew.all(Remark)
    assert remark.holder_id == gus.person.id

    gus.does("remarks.open_pass", value=remark.id)

    assert "Olga" in repr(gus.said)
    assert "Ada" not in repr(gus.said)
    # Once it is closed to who asked, it is not there for them.
    crew.database.writer.write(lambda store: store.forget(Membership, [membership_of(crew, lena).id])).result()
    lena.does("remarks.mine")
    assert SECRET not in repr(lena.said)
    gone = lena.does("remarks.open_answer", value=remark.id)
    assert SECRET not in repr(gone)
    # Nor for who has it and is neither of the part nor owns anything there any more.
    crew.plays_from(SCORE.replace("owner: gus", "owner: leo"))
    crew.database.writer.write(lambda store: store.forget(Membership, [membership_of(crew, gus).id])).result()
    gus.does("remarks.open_answer", value=remark.id)
    assert "no such thing here" in gus.answer
    assert SECRET not in repr(gus.said)


def line_at(day: Orchestra, address: str) -> str:
    """The id of the line at an address."""
    return next(one for one in day.all(Wording) if one.address == address).line_id


def membership_of(day: Orchestra, player: Player) -> Membership:
    """What somebody is to their team."""
    return next(one for one in day.all(Membership) if one.person_id == player.person.id)


def test_what_an_open_line_says_of_a_closed_one_is_left_out(crew: Orchestra) -> None:
    player = Player(crew, "mira")

    player.writes("score field/R-1")

    assert "Clear the old sheds" in player.answer
    assert "estate" not in player.answer.casefold()
    player.writes("score field/P-2")
    assert "Win the harbour" in player.answer
    assert "Rooms to quote in" not in player.answer


def test_what_was_tied_stays_with_who_tied_it_when_the_part_is_closed(crew: Orchestra) -> None:
    mira = Player(crew, "mira")
    crew.plays_from(SCORE.replace("      visible: part\n", ""))
    crew.local(mira, time(9))
    line = next(one for one in crew.all(Wording) if one.address == "estate/P-1").line_id
    mira.hands_in(["Show the house"])
    ties(crew, mira, line)
    crew.plays_from(SCORE)

    mira.writes("my week")

    assert "Show the house" in mira.answer
    assert SECRET not in repr(mira.said)
    (tied,) = crew.tied(mira)
    assert tied[1] is not None
    assert tied[1].line_id == line


def test_how_a_line_read_while_its_part_was_closed_stays_closed(crew: Orchestra) -> None:
    crew.plays_from(SCORE.replace("      visible: part\n", "").replace(SECRET, "Madeira"))
    mira = Player(crew, "mira")

    mira.writes("score estate/P-1")
    assert "Sell the Madeira bakery" in mira.answer
    mira.writes("What changed since January?")

    assert SECRET not in repr(mira.said)


def test_where_nothing_is_closed_the_score_is_one_for_all(crew: Orchestra) -> None:
    crew.plays_from(SCORE.replace("      visible: part\n", ""))
    Player(crew, "mira").writes("score field/P-1")

    def seen(store: Store) -> set[int]:
        found = set()
        for who in (*SEE_IT, *DO_NOT):
            place = direct(crew, who)
            with seen_by(store, people.person(store, place.workspace_id, place.person_id or ""), place):
                found.add(id(score_now(store, place.workspace_id)))
        return found

    # An edition before was closed: what it said then is hidden still, and this one is whole for each of them.
    assert len(crew.ask(seen)) == 1


def ties(day: Orchestra, player: Player, line_id: str) -> None:
    """Somebody picks a line for the first task of the day."""
    player.does("ties.pick", fields={"task": day.tied(player)[0][0].id, "line": line_id})


def direct(day: Orchestra, who: str) -> Place:
    """Where somebody is alone."""
    return next(one for one in day.all(Place) if one.kind is PlaceKind.DIRECT and one.external_id == who)


# Nothing of it is in anything that is drawn

PLANTED = """\
score: Harbour Bread
part:
  id: harbour
  name: Harbour Bread
  kind: company
  AROUND
  choices:
    aspiration: {A: Fresh bread ROUND}
  priorities:
    P-1: {words: Win the harbour towns ROUND, must_be_true: {K-1: They want bread ROUND}}
  tensions:
    - words: Zanzibar pulls
      between: [field/P-1, harbour/P-1]
      owners: [ada, bo]
      measure: field/M-1
      review: 2027-06-01
  parts:
    - id: field
      name: Field Zanzibar
      kind: team
      visible: part
      about: Zanzibar
      same_words: ["Zanzibar, spice"]
      priorities:
        P-1:
          words: Call every harbour before noon in Zanzibar
          serves: harbour/P-1
          until: 2027-03-12
          about: Zanzibar
          because: Zanzibar
          plan: Zanzibar
          also_called: Zanzibar
          customer: Zanzibar
          not: {N-1: {words: No tractors of Zanzibar, because: Zanzibar}}
          must_be_true: {K-2: {words: They want Zanzibar, test: Zanzibar}}
        P-2:
          words: Halve the quoting time of Zanzibar
          serves: harbour/P-1
          measures: {M-1: {words: Days to Zanzibar, unit: Zanzibars, source: Zanzibar, every: day}}
      promises:
        R-1: {words: Rooms in Zanzibar, to: sales, serves: harbour/P-1, until: 2027-03-12}
    - id: sales
      name: Sales
      kind: team
      priorities:
        P-1: {words: Sell to every quay ROUND, serves: harbour/P-1}
      promises:
        R-1: {words: Old sheds ROUND, to: field, serves: field/P-1, until: 2027-03-12}
"""
PART = PLANTED.replace("  AROUND\n", "").replace(" ROUND", "")
WHOLE = PLANTED.replace("AROUND", "visible: part").replace("ROUND", SECRET)


@pytest.fixture(scope="module", params=[PART, WHOLE], ids=["a part", "the whole score"])
def lost(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Orchestra, dict[str, dict[str, str]]]]:
    """Ada did something of everything in a part, and is of it no more; all that she did then is there."""
    with orchestra(copied(sqlite_template, tmp_path_factory.mktemp("visible") / "day.db")) as day:
        # Ada, who owns what is hidden, is here before she has a team.
        day.plays_from(request.param)
        about = of_everything(day)
        field = next(team for team in day.teams() if team.handle == "field")
        bo = Player(day, "bo").person

        def leaves(store: Store) -> None:
            ada = next(one for one in people.everybody(store, day.workspace.id) if one.handle == "ada")
            store.forget(Membership, [one.id for one in people.memberships_of(store, ada)])
            store.change(ada, is_strategy_owner=False)
            for line in store.find(select(Wording)):
                store.change(line, owner_id=bo.id, deputy_id=None)

        day.database.writer.write(leaves).result()
        assert field.part == "field"
        yield day, about


@pytest.mark.parametrize("view", sorted(DRAWINGS))
def test_no_view_has_a_word_of_it(lost: tuple[Orchestra, dict[str, dict[str, str]]], view: str) -> None:
    day, about = lost
    zoe, ada = Player(day, "zoe"), Player(day, "ada")
    sales = next(one for one in day.all(Place) if one.team_id and one.external_id == "sales")
    elsewhere = Place(**{**sales.model_dump(), "team_id": None})
    for reader in (
        Reader(ada.person, place_of(day, ada), day.clock.now()),
        Reader(ada.person, elsewhere, day.clock.now()),
        Reader(None, elsewhere, day.clock.now()),
    ):
        try:
            found = drawn(day, view, about.get(view, {"said": "x"}), reader)
        except Gone:
            continue
        assert SECRET not in repr(found)
    assert zoe
