"""The map in chat: what is open for whom, whose work is told, and what is asked for by name."""

from datetime import time, timedelta

import pytest

from bot.conductor import draw
from handlers import score_map, understand, understand_command
from handlers.cards import Card, ScoreMap, buttons_in
from handlers.guards import READY
from handlers.score_map import KEPT_FOR
from handlers.turn import Gone, How, Reader
from score.map import AT_A_GLANCE, PART, Chart
from storage.tables import Place, PlaceKind, Team, Wording
from tests.orchestra import Orchestra, Player

SCORE = """\
score: Harbour Bread
part:
  id: harbour
  name: Harbour Bread
  kind: company
  choices:
    aspiration: {A: Fresh bread within an hour of every quay}
  priorities:
    P-1: {words: Win the harbour towns, serves: harbour/A}
  parts:
    - id: field
      name: The Field
      kind: team
      priorities:
        P-1: {words: Call every harbour before noon, serves: harbour/P-1, until: 2027-03-01}
        P-2: {words: Halve the quoting time, serves: harbour/P-1, measures: {M-1: Days to a quote}}
    - id: bakery
      name: Bakery
      kind: team
      priorities:
        P-1: {words: Bake at four, serves: harbour/P-1}
"""


def large() -> str:
    """The same with more lines than can be read at a glance."""
    more = "".join(f"        P-{n}: {{words: Oven {n}, serves: harbour/P-1}}\n" for n in range(2, AT_A_GLANCE))
    return SCORE + more


@pytest.fixture
def field(day: Orchestra) -> Team:
    return day.team("Field", part="field", time_zone="Europe/Dublin")


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    return day.player("Ada", team=field)


def five(day: Orchestra, team: Team, count: int = 5) -> list[Player]:
    """As many people of a team, each with one task that plays from its first line, and one from none."""
    players = [day.player(f"P{n}{team.handle}", team=team) for n in range(count)]
    line = next(one for one in day.all(Wording) if one.address == "field/P-2").line_id
    for one in players:
        day.local(one, time(9))
        one.hands_in(["Write the quote", "Sweep the yard"], {"line1": line, "line2": "none"})
    return players


def drawn(player: Player) -> ScoreMap:
    """The map that was answered."""
    assert player.said is not None
    assert isinstance(player.said.drawn, Card)
    return next(one for one in player.said.drawn.pieces if isinstance(one, ScoreMap))


def opened(chart: Chart) -> list[str]:
    return [one.part.handle for one in chart.all_parts() if one.folded is None]


def labels(player: Player) -> list[tuple[str, str]]:
    return [(one.action, one.value) for one in player.buttons()]


def test_a_small_score_is_shown_whole_to_anybody(day: Orchestra, ada: Player) -> None:
    day.plays_from(SCORE)

    ada.writes("map")

    assert opened(drawn(ada).chart) == ["harbour", "field", "bakery"]
    assert "6 lines in 3 parts." in ada.answer
    assert "Halve the quoting time" in ada.answer
    assert "open, and wanted by 1 March" in ada.answer
    assert labels(ada) == []


def test_of_a_large_score_ones_own_cascade_is_open_and_the_rest_is_folded(day: Orchestra, ada: Player) -> None:
    day.plays_from(large())

    ada.writes("The map!")

    assert opened(drawn(ada).chart) == ["harbour", "field"]
    assert "folded: 39 lines" in ada.answer
    assert labels(ada) == [("score_map.of", "bakery"), ("score_map.whole", "")]

    ada.presses("Open Bakery")
    assert opened(drawn(ada).chart) == ["harbour", "bakery"]

    ada.presses("The whole map")
    assert opened(drawn(ada).chart) == ["harbour", "field", "bakery"]


def test_who_has_no_part_sees_the_outermost(day: Orchestra, ada: Player) -> None:
    day.plays_from(large())
    bo = day.player("Bo", team=day.team("Guests"))

    bo.writes("map")

    assert opened(drawn(bo).chart) == ["harbour"]


@pytest.mark.parametrize("said", ["map of Bakery", "Map of the bakery.", "show me the map of “Bakery”", "map of Ovens"])
def test_a_part_is_opened_by_its_name_its_id_or_the_name_of_a_team(day: Orchestra, ada: Player, said: str) -> None:
    day.plays_from(large())
    day.team("Ovens", part="bakery")

    ada.writes(said)

    assert opened(drawn(ada).chart) == ["harbour", "bakery"]


def test_a_part_that_is_not_there_is_said_with_those_that_are(day: Orchestra, ada: Player) -> None:
    day.plays_from(SCORE)

    ada.writes("map of the moon")

    assert "There is no part “the moon” in the score." in ada.answer
    assert labels(ada) == [*(("score_map.of", one) for one in ("harbour", "field", "bakery")), ("score_map.mine", "")]


def test_hostile_words_for_a_part_are_said_back_as_they_stand(day: Orchestra, ada: Player) -> None:
    day.plays_from(SCORE)

    ada.does("score_map.of", text="map of <!channel> *x*")
    assert "There is no part “<!channel> *x*” in the score." in ada.answer

    ada.does("score_map.of", text="\u202e\u2066")
    assert "There is no part “” in the score." in ada.answer


def test_a_button_that_names_no_part_is_refused(day: Orchestra, ada: Player) -> None:
    day.plays_from(SCORE)

    ada.does("score_map.of", value="moon")

    assert "There is no such thing here" in ada.answer


@pytest.mark.parametrize("action", ["score_map.mine", "score_map.whole", "score_map.of"])
def test_without_a_score_there_is_no_map(day: Orchestra, ada: Player, action: str) -> None:
    ada.does(action, text="map of Bakery")

    assert ada.said is not None
    assert ada.said.answer.how is How.CARD
    assert "There is no score yet." in ada.answer


def test_without_a_score_nothing_is_said_of_its_parts(day: Orchestra, ada: Player) -> None:
    place = next(one for one in day.all(Place) if one.person_id == ada.person.id)

    with pytest.raises(Gone):
        day.ask(lambda store: draw(store, "score_map.unknown", {"said": "x"}, Reader(ada.person, place, day.clock.at)))


def test_the_work_of_five_is_told_to_everybody_and_that_of_four_to_nobody(day: Orchestra, field: Team) -> None:
    day.plays_from(SCORE)
    bakers = day.team("Bakers", part="bakery", time_zone="Europe/Dublin")
    five(day, field)
    four = five(day, bakers, 4)

    four[0].writes("map")

    notes = drawn(four[0]).notes
    assert PART + "field" in notes
    assert PART + "bakery" not in notes
    assert "5 of 10 tasks tied, 50 %" in four[0].answer
    # The tasks of the four are in no figure: not in their part's, nor in the company's.
    assert "of 18 tasks" not in four[0].answer
    assert "in teams of which five people or more took part" in " ".join(four[0].answer.split())


def test_figures_are_those_of_the_last_ten_minutes(day: Orchestra, field: Team) -> None:
    day.plays_from(SCORE)
    players = five(day, field)
    players[0].writes("map")

    day.clock.at += timedelta(minutes=1)
    players[0].hands_in(["Sweep the yard"])
    players[0].writes("map")
    assert "5 of 10 tasks tied" in players[0].answer

    day.clock.at += timedelta(minutes=10)
    players[0].writes("map")
    assert "4 of 9 tasks tied" in players[0].answer


def test_of_no_more_editions_than_others_are_ready_are_figures_kept(day: Orchestra, ada: Player) -> None:
    day.plays_from(SCORE)

    for _ in range(READY + 3):
        day.clock.at += KEPT_FOR
        ada.writes("map")

    assert len(score_map._figures) == READY


def test_of_too_few_it_is_said_that_nothing_is_told(day: Orchestra, field: Team) -> None:
    day.plays_from(SCORE)
    four = five(day, field, 4)

    four[0].writes("map")

    assert "tasks tied" not in four[0].answer
    assert "in no team did five people take part" in " ".join(four[0].answer.split())


def test_a_line_is_untouched_after_weeks_without_a_task(day: Orchestra, field: Team) -> None:
    day.plays_from(SCORE)
    day.clock.at += timedelta(days=20)
    players = five(day, field)

    players[0].writes("map")

    assert "untouched for 2 weeks" in players[0].answer
    # Of the bakery, in which nobody is, nothing is told; that the company's line is served by one that is played is.
    assert "One open priority is untouched." in players[0].answer


def test_a_channel_sees_the_map_without_anybodys_own_part(day: Orchestra, ada: Player, field: Team) -> None:
    day.plays_from(large())
    channel = Place(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        connection_id=day.connection.id,
        external_id="c",
        kind=PlaceKind.CHANNEL,
        name="field",
    )

    shown = day.ask(lambda store: draw(store, "score_map.card", {"open": ""}, Reader(None, channel, day.clock.at)))

    assert isinstance(shown, Card)
    piece = next(one for one in shown.pieces if isinstance(one, ScoreMap))
    assert opened(piece.chart) == ["harbour"]
    assert piece.for_all
    assert len(list(buttons_in(shown))) == 3


def test_a_part_that_has_left_the_score_meanwhile_is_left_out(day: Orchestra, ada: Player) -> None:
    day.plays_from(large())
    place = next(one for one in day.all(Place) if one.person_id == ada.person.id)
    reader = Reader(ada.person, place, day.clock.at)

    shown = day.ask(lambda store: draw(store, "score_map.card", {"open": "gone field"}, reader))

    assert isinstance(shown, Card)
    piece = next(one for one in shown.pieces if isinstance(one, ScoreMap))
    assert opened(piece.chart) == ["harbour", "field"]


@pytest.mark.parametrize(
    ("written", "action"),
    [
        ("map", "score_map.mine"),
        ("score map", "score_map.mine"),
        ("the whole map", "score_map.whole"),
        ("map of Sales", "score_map.of"),
        ("score map of Sales", "score_map.of"),
        ("map of", "home.unclear"),
        ("map of " + "x" * 300, "home.unclear"),
        ("Map the market", "home.unclear"),
    ],
)
def test_what_is_written_means(written: str, action: str) -> None:
    assert understand(written, "en") == action


@pytest.mark.parametrize(
    ("behind", "action"),
    [("map", "score_map.mine"), ("whole map", "score_map.whole"), ("map of Sales", "score_map.of")],
)
def test_behind_the_command_for_the_score_it_means_the_same(behind: str, action: str) -> None:
    assert understand_command("score", behind, "en") == (action, behind)
