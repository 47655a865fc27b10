"""Questions that want more than one line, as somebody asks them one after the other."""

import pytest

from handlers import coach
from handlers.basis import unpacked
from handlers.turn import Gone
from storage.tables import Place, Silence
from tests.asked import asker, asks, cited, lines_of
from tests.orchestra import Orchestra, Player


@pytest.fixture
def ada(day: Orchestra) -> Player:
    return asker(day)


# What follows from what was cited


def test_what_follows_is_about_what_was_cited(day: Orchestra, ada: Player) -> None:
    asks(ada, "Why do we call every harbour?")
    seen = cited(ada)
    assert "Ada owns Call every harbour before noon [1]; Bo [1] stands in." in asks(ada, "and who owns it?", **seen)
    assert "is in the score since 9 March." in asks(ada, "since when?", **seen)
    assert "These have to do with Call every harbour before noon" in asks(ada, "who could help with it?", **seen)
    assert "Call every harbour before noon [1]" in asks(ada, "how does it differ from office/P-1?", **seen)
    assert "Ada owns" in asks(ada, "which person owns it?", **seen)
    assert day.count(Silence) == 0


def test_of_two_the_other_one_is_the_second(ada: Player) -> None:
    asks(ada, "field/P-1 or office/P-1?")
    seen = cited(ada)
    assert asks(ada, "and the other one?", **seen).startswith("Halve the quoting time [1].")
    asks(ada, "how do they differ from the other one?", **seen)
    assert lines_of(ada)[:2] == ["field/P-1", "office/P-1"]
    assert coach.follows_up("and the other one", "en")


def test_of_another_part_the_line_is_told_that_comes_nearest_to_what_was_shown(ada: Player) -> None:
    asks(ada, "What is harbour/P-1?")
    seen = cited(ada)
    assert asks(ada, "and what about the field?", **seen).startswith("Call every harbour before noon [1].")
    assert lines_of(ada)[0] == "field/P-1"
    asks(ada, "What is harbour/N-1?")
    assert asks(ada, "what about the office?", **cited(ada)).startswith("Halve the quoting time [1] and Sort the")
    assert asks(ada, "what about the office?").startswith("Halve the quoting time [1] and Sort the")
    assert asks(ada, "what about telephones?", **seen).startswith("Sort the telephones [1].")


def test_without_anything_cited_it_is_asked_back(day: Orchestra, ada: Player) -> None:
    assert "About what?" in asks(ada, "and the other one?")
    assert "Since when what?" in asks(ada, "since when?")
    assert "Who for what?" in asks(ada, "who could help with it?")
    assert day.count(Silence) == 0


# What holds for all of them


@pytest.mark.parametrize(
    "question",
    [
        "Compare field/P-1 and office/P-1?",
        "Why harbour towns and not supermarkets?",
        "What changed since March?",
        "Who could help with calling harbours?",
    ],
)
def test_it_keeps_nothing_and_says_the_same_where_others_read_along(day: Orchestra, ada: Player, question: str) -> None:
    alone = asks(ada, question)
    ada.does("coach.ask", text=question, place="field")

    assert " ".join(ada.answer.split()) == alone
    assert day.count(Silence) == 0
    assert len(lines_of(ada)) <= 3


@pytest.mark.parametrize(
    "question",
    [
        "Compare field/P-1 and office/P-1?",
        "Why harbour towns and not supermarkets?",
        "Who could help with calling harbours?",
    ],
)
def test_who_is_not_helped_says_of_which_question(ada: Player, question: str) -> None:
    asks(ada, question)
    ada.presses("Did not")
    ada.presses("Say what was wrong")

    assert ada.said is not None
    assert unpacked(ada.said.answer.about["basis"]) is not None
    assert question.rstrip("?") in ada.said.answer.about["basis"]


def test_of_nothing_that_changed_nobody_is_asked_whether_it_helped(ada: Player) -> None:
    asks(ada, "What changed since March?")

    assert [one.action for one in ada.buttons() if one.action == "coach.judge"] == []


@pytest.mark.parametrize("question", ["Compare what I did for field/P-1 and office/P-1", "What changed in what I did?"])
def test_one_s_own_days_are_found_and_not_compared(ada: Player, question: str) -> None:
    asks(ada, question)

    assert ada.said is not None
    assert not ada.said.answer.view.startswith(("compared.", "changed."))


def test_what_somebody_keeps_private_is_not_compared(ada: Player) -> None:
    assert "keeps private stays with" in asks(ada, "How does the mood of Bo differ from that of Cy?")


def test_without_a_score_there_is_nothing_to_compare(day: Orchestra) -> None:
    eve = day.player("Eve")

    assert "There is no score yet." in asks(eve, "What changed since March?")
    place = next(one for one in day.all(Place) if one.person_id == eve.person.id)
    for view, about in {
        "compared.lines": {"one": "x", "other": "y"},
        "changed.since": {"since": "2027-03-01", "edition": "", "parts": "", "line": ""},
        "helping.of": {"line": "x"},
    }.items():
        with pytest.raises(Gone):
            day.draws(place, view, about)


@pytest.mark.parametrize(
    ("view", "about"),
    [
        ("compared.lines", {"one": "x", "other": "y"}),
        ("compared.rather", {"against": "x", "line": ""}),
        ("changed.since", {"since": "2027-03-01", "edition": "", "parts": "", "line": "x"}),
        ("helping.of", {"line": "x"}),
    ],
)
def test_a_line_that_is_gone_meanwhile_is_not_drawn(
    day: Orchestra, ada: Player, view: str, about: dict[str, str]
) -> None:
    place = next(one for one in day.all(Place) if one.person_id == ada.person.id)
    with pytest.raises(Gone):
        day.draws(place, view, about)
