"""The score, shown to those who play from it."""

from datetime import date

import pytest

from handlers.turn import Gone
from score.problems import Kind, ScoreProblems
from storage.tables import Place, Reading, TieState, Wording
from tests.orchestra import SCORE, Orchestra, Player


def part_of(player: Player) -> str:
    player.writes("my part")
    return player.answer


def test_without_a_score_it_says_so(day: Orchestra) -> None:
    assert "There is no score yet." in part_of(day.player("Ada"))


def test_my_part_is_the_priorities_of_my_teams(day: Orchestra) -> None:
    day.plays_from()
    ada = day.player("Ada", team=day.team("Field"))

    assert "field/P-1" in part_of(ada)
    assert "harbour/P-1" not in ada.answer


def test_what_i_own_comes_first_wherever_it_stands(day: Orchestra) -> None:
    ada = day.player("Ada", team=day.team("Field"))
    owned = "P-1: {words: Win the harbour towns, owner: ada, until: 2027-06-30}"
    day.plays_from(SCORE.replace("P-1: {words: Win the harbour towns}", owned))

    said = part_of(ada)

    assert "Yours, until 30 June." in said
    assert said.index("harbour/P-1") < said.index("field/P-1")


def test_without_a_part_it_says_so(day: Orchestra) -> None:
    day.plays_from()

    assert "Your teams have no part in the score yet." in part_of(day.player("Ada"))


def test_the_same_file_twice_is_one_edition(day: Orchestra) -> None:
    day.plays_from()
    day.plays_from()
    ada = day.player("Ada", team=day.team("Field"))

    assert "edition 1" in part_of(ada).casefold()


def test_a_line_keeps_its_ties_through_an_edition_that_words_it_anew(day: Orchestra) -> None:
    day.plays_from()
    ada = day.player("Ada", team=day.team("Field"))
    ada.hands_in(["Call every harbour about bread"])
    ada.presses("That is it")
    line = day.tied(ada)[0][1]
    assert line is not None

    day.plays_from(SCORE.replace("Call every harbour before noon", "Call every harbour by ten"))
    ada.hands_in(["Call every harbour about bread", "Write the quote"])

    assert "Call every harbour before noon" in ada.answer
    assert "harbour by ten" in part_of(ada)


def test_an_owner_whom_nobody_knows_is_refused_and_nothing_changes(day: Orchestra) -> None:
    day.plays_from()
    with pytest.raises(ScoreProblems) as refused:
        day.plays_from(SCORE.replace("Win the harbour towns", "Win the harbour towns, owner: nobody"))

    assert [one.kind for one in refused.value.problems] == [Kind.UNKNOWN_OWNER]
    assert "edition 1" in part_of(day.player("Ada", team=day.team("Field"))).casefold()


MEASURED = """\
score: Harbour
part:
  id: harbour
  name: Harbour
  kind: company
  priorities:
    P-1:
      words: Win the harbour towns
      owner: bo
      until: 2027-06-30
      measures:
        M-1: {words: Towns won, unit: towns, start: 2, target: 9}
        M-2: {words: Bread sold, start: 100}
        M-3: Smiles
    P-2: {words: Sweep the quay, owner: ada}
    P-3: {words: Paint the boat, state: done}
    P-4: {words: Feed the gulls, owner: bo}
"""


def test_my_part_says_whose_a_line_is_and_how_far_its_measure_has_come(day: Orchestra) -> None:
    ada = day.player("Ada", team=day.team("Field", part="harbour"))
    day.player("Bo")
    day.plays_from(MEASURED)

    said = " ".join(part_of(ada).split())

    assert "Bo’s, until 30 June. Towns won: 2 towns at the start and 9 towns wanted." in said
    assert "Bread sold: 100 at the start. Known by: Smiles" in said
    assert "Sweep the quay" in said
    assert "Bo’s." in said
    assert "Paint the boat" not in said


def test_my_part_says_what_was_read_last(day: Orchestra) -> None:
    ada = day.player("Ada", team=day.team("Field", part="harbour"))
    day.player("Bo")
    day.plays_from(MEASURED)
    for number, value in ((5, 4), (8, 6)):
        day.keep(
            Reading(
                id=f"reading-{number}",
                workspace_id=day.workspace.id,
                line_id=next(one.line_id for one in day.all(Wording) if one.address == "harbour/M-1"),
                day=date(2027, 3, number),
                value=value,
                said_at=day.clock.now(),
            )
        )

    assert "2 towns at the start, 6 towns on 8 March and 9 towns wanted." in " ".join(part_of(ada).split())


def test_a_line_that_is_done_is_offered_and_never_suggested(day: Orchestra) -> None:
    ada = day.player("Ada", team=day.team("Field", part="harbour"))
    day.player("Bo")
    day.plays_from(MEASURED)
    ada.hands_in(["Paint the boat"])
    task, tie = day.tied(ada)[0]

    assert tie is not None
    assert tie.state is TieState.UNSURE
    ada.does("ties.pick", fields={"task": task.id, "line": "harbour/P-3"})
    tie = day.tied(ada)[0][1]
    assert tie is not None
    assert tie.state is TieState.CHOSEN


@pytest.mark.parametrize(("address", "asks"), [("harbour/P-1", True), ("harbour/M-1", False)])
def test_what_is_not_played_from_is_shown_without_my_part(day: Orchestra, address: str, asks: bool) -> None:
    ada = day.player("Ada", team=day.team("Field", part="harbour"))
    day.player("Bo")
    day.plays_from(MEASURED)
    ada.does("score.find", text=address)
    actions = {one.action for one in ada.buttons()}

    assert "coach.about" in actions
    assert ("score.my_part" in actions) is asks


def test_a_task_is_not_tied_to_a_measure(day: Orchestra) -> None:
    ada = day.player("Ada", team=day.team("Field", part="harbour"))
    day.player("Bo")
    day.plays_from(MEASURED)
    ada.hands_in(["Sort the papers"])
    task, tie = day.tied(ada)[0]
    assert tie is None

    ada.does("ties.pick", fields={"task": task.id, "line": "harbour/M-1"})

    assert ada.said is not None
    assert list(ada.said.notes) == ["line"]
    assert day.tied(ada)[0][1] is None


def test_a_line_that_cannot_be_read_or_is_gone_is_not_shown(day: Orchestra) -> None:
    day.plays_from()
    ada = day.player("Ada", team=day.team("Field", part="field"))
    ada.does("score.find", text="score \u2060")
    assert ada.answer
    ada.does("score.find", text="\u2060")
    assert ada.answer
    place = next(one for one in day.all(Place) if one.person_id == ada.person.id)
    with pytest.raises(Gone):
        day.draws(place, "score.line", {"line": "gone", "said": ""})


def test_a_linked_line_is_told_by_the_day_of_who_reads(day: Orchestra) -> None:
    """At noon in Dublin it is the next day already on Kiritimati."""
    far, near = day.team("Far", time_zone="Pacific/Kiritimati"), day.team("Near")
    ada = day.player("Ada", team=far, time_zone="Pacific/Kiritimati")
    day.clock.at = day.clock.at.replace(hour=12)
    day.plays_from()
    channels = {one.team_id: one for one in day.all(Place) if one.team_id}
    own = next(one for one in day.all(Place) if one.person_id == ada.person.id)
    nobodys = Place(**{**channels[near.id].model_dump(), "id": day.moment().id(), "external_id": "x", "team_id": None})

    said = {
        name: day.draws(place, "score.linked", {"address": "field/P-1"})
        for name, place in {"far": channels[far.id], "near": channels[near.id], "own": own, "no": nobodys}.items()
    }

    assert [name for name, words in said.items() if "of 10 March" in words] == ["far", "own"]
    assert all("of 9 March" in said[name] for name in ("near", "no"))


def test_without_a_score_a_link_leads_to_nothing(day: Orchestra) -> None:
    ada = day.player("Ada")
    place = next(one for one in day.all(Place) if one.person_id == ada.person.id)
    with pytest.raises(Gone):
        day.draws(place, "score.linked", {"address": "field/P-1"})
    day.plays_from()
    with pytest.raises(Gone):
        day.draws(place, "score.linked", {"address": "field/P-7"})


def test_a_line_has_its_link_where_the_door_says_that_lines_have_one(day: Orchestra) -> None:
    day.plays_from()
    ada = day.player("Ada", team=day.team("Field", part="field"))
    ada.does("score.find", text="score field/P-1", fields={"web": "https://morrow.example/lines/"})
    assert "https://morrow.example/lines/field/P-1" in ada.answer
    line = next(one.line_id for one in day.all(Wording) if one.address == "field/P-1")
    ada.does("score.find", value=line, fields={"web": "https://morrow.example/lines/"})
    assert "https://morrow.example/lines/field/P-1" in ada.answer
    ada.does("score.find", value=line)
    assert "/lines/" not in ada.answer
