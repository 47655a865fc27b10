"""Where a model of meaning is switched on, a task finds a line that shares no word with it."""

import pytest
from sqlmodel import select

from handlers import meant
from handlers.turn import Offer
from score.meaning import Meant
from storage import scores
from storage.store import Store
from storage.tables import Sense, TieState
from tests.fakes.meaning import Knows
from tests.orchestra import SCORE, Orchestra, Player

TASK = "Phone by lunch"
"""The line that is meant says "Call every harbour before noon"."""


@pytest.fixture
def ada(day: Orchestra) -> Player:
    day.plays_from()
    return day.player("Ada", team=day.team("Field"))


def edition_of(day: Orchestra) -> str:
    edition = day.ask(lambda store: scores.current(store, day.workspace.id))
    assert edition is not None
    return edition.id


def reads(day: Orchestra, model: Knows, *, but: int = 0) -> list[str]:
    """The lines of the edition in force are read to the model, but for the last few; gives the texts."""
    edition_id = edition_of(day)
    texts = day.ask(lambda store: meant.unread(store, day.workspace.id, edition_id, model.model))
    texts = texts[: len(texts) - but]
    said = model.of(texts)
    assert said is not None
    model.asked.clear()
    keeps(day, texts, said)
    return texts


def keeps(day: Orchestra, texts: list[str], said: Meant) -> None:
    news = meant.written(texts, said)
    day.database.writer.write(
        lambda store: meant.keep(day.moment(), store, day.workspace.id, said.model, news)
    ).result()


def ties(day: Orchestra, player: Player) -> list[TieState | None]:
    return [tie.state if tie else None for _, tie in day.tied(player)]


def test_by_words_alone_a_paraphrase_is_whirlwind_and_by_its_meaning_it_is_asked_about(
    day: Orchestra, ada: Player
) -> None:
    ada.hands_in([TASK])
    assert ties(day, ada) == [None]

    day.conductor.meaning = model = Knows()
    reads(day, model)
    bo = day.player("Bo", team=day.teams()[0])
    bo.hands_in([TASK, "Call every harbour before noon"])

    assert ties(day, bo) == [TieState.UNSURE, TieState.SUGGESTED]
    assert "Call every harbour before noon" in bo.answer
    assert model.asked == [TASK, "Call every harbour before noon"], "asked once for all tasks"


def test_until_every_line_has_been_read_words_alone_rank(day: Orchestra, ada: Player) -> None:
    day.conductor.meaning = model = Knows()
    reads(day, model, but=1)
    ada.hands_in([TASK])

    assert ties(day, ada) == [None]
    assert model.asked == [], "nothing of hers is shown to it for nothing"


@pytest.mark.parametrize("fault", ["silent", "other", "unread and unknown"])
def test_where_the_model_says_nothing_that_can_be_compared_words_alone_rank(
    day: Orchestra, ada: Player, fault: str
) -> None:
    day.conductor.meaning = model = Knows(model="" if fault == "unread and unknown" else "knows, 64")
    if fault != "unread and unknown":
        reads(day, model)
    model.silent = fault == "silent"
    model.size = 32 if fault == "other" else 64
    ada.hands_in([TASK, "Halve the quoting time"])

    assert ties(day, ada) == [None, TieState.SUGGESTED]
    assert model.asked == [TASK, "Halve the quoting time"]


def test_without_a_new_task_it_is_not_asked(day: Orchestra, ada: Player) -> None:
    day.conductor.meaning = model = Knows()
    reads(day, model)
    ada.hands_in([], blocker="no van")

    assert model.asked == []


def test_each_text_is_kept_once_and_what_another_process_has_kept_is_left(day: Orchestra, ada: Player) -> None:
    model = Knows()
    texts = reads(day, model)
    kept = day.all(Sense)
    assert len(kept) == len(texts) == 4, "three priorities and an aspiration"
    said = model.of(texts)
    assert said is not None

    keeps(day, texts, said)

    assert [one.id for one in day.all(Sense)] == [one.id for one in kept]
    assert day.ask(lambda store: meant.unread(store, day.workspace.id, edition_of(day), model.model)) == []


def test_what_is_not_in_the_edition_any_more_is_surplus_and_so_is_another_model(day: Orchestra, ada: Player) -> None:
    model = Knows()
    reads(day, model)
    day.plays_from(SCORE.replace("Halve the quoting time", "Quote within a day"))
    (new,) = reads(day, model)
    surplus = day.ask(lambda store: meant.surplus(store, day.workspace.id, edition_of(day), model.model))

    assert new == "Quote within a day"
    assert len(surplus) == 1
    assert len(day.ask(lambda store: meant.surplus(store, day.workspace.id, edition_of(day), "other, 64"))) == 5


def test_an_edition_is_read_once_and_kept_ready(day: Orchestra, ada: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meant, "READY", 1)
    day.conductor.meaning = model = Knows()
    reads(day, model)
    ada.hands_in([TASK])
    day.plays_from(SCORE.replace("Halve the quoting time", "Quote within a day"))
    reads(day, model)
    ada.hands_in(["Phone every quay by lunch"])

    assert len(meant._ready) == 1
    assert ((edition_of(day), frozenset()), "knows, 64") in meant._ready


def forgets_all(store: Store) -> None:
    store.forget(Sense, [one.id for one in store.find(select(Sense))])


def test_what_it_says_of_a_line_survives_a_restart(day: Orchestra, ada: Player) -> None:
    day.conductor.meaning = model = Knows()
    reads(day, model)
    meant._ready.clear()
    ada.hands_in([TASK])
    assert ties(day, ada) == [TieState.UNSURE]

    day.database.writer.write(forgets_all).result()
    ada.hands_in([TASK, "Ring by lunch"])
    assert ties(day, ada) == [TieState.UNSURE, TieState.UNSURE], "what is ready is not looked up again"


# The search for another line


def offered(player: Player, typed: str) -> list[str]:
    player.does("ties.offer", text=typed)
    drawn = player.said.drawn if player.said else None
    assert isinstance(drawn, Offer)
    return [line.address for line in drawn.lines]


def test_a_search_finds_by_meaning_what_no_word_finds_after_what_words_find(day: Orchestra, ada: Player) -> None:
    assert offered(ada, TASK) == []
    day.conductor.meaning = model = Knows(at_hand=True)
    reads(day, model)

    assert offered(ada, TASK) == ["field/P-1"]
    assert offered(ada, "halve") == ["field/P-2"]
    assert offered(ada, "quoting phone lunch") == ["field/P-2", "field/P-1"]
    assert len(offered(ada, " ")) == 4
    assert model.asked == [TASK, "halve", "quoting phone lunch"]


def test_what_is_still_being_typed_is_shown_to_no_model_elsewhere(day: Orchestra, ada: Player) -> None:
    day.conductor.meaning = model = Knows()
    reads(day, model)

    assert offered(ada, TASK) == []
    assert model.asked == []


def test_without_a_score_there_is_nothing_to_search(day: Orchestra) -> None:
    day.conductor.meaning = Knows(at_hand=True)
    assert offered(day.player("Ada"), "harbour") == []
