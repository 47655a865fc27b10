"""An answer that did not help: whoever wants to says what was wrong with it, and those who write the score read it."""

import json
from datetime import date

import pytest

from handlers import mistaken
from handlers.basis import BRIEF, LINES, LONGEST, MODEL, Basis, unpacked
from handlers.cards import Card, Form
from handlers.turn import How, Offer
from storage.tables import Edition, Mistake, MistakeKind, MistakeState, Received, Verdict, Wording
from tests.handlers.test_briefed import TRUE, asks, with_model
from tests.orchestra import SCORE, Orchestra, Player, orchestra, shown, words

WHY = "Why do we call every harbour?"
HOSTILE = "Why </script><!channel> *call* every harbour & <https://evil.example|here>?"


@pytest.fixture
def ada(day: Orchestra) -> Player:
    return day.player("Ada", team=day.team("Field"), strategy_owner=True)


@pytest.fixture
def bo(day: Orchestra, ada: Player) -> Player:
    day.plays_from(SCORE)
    return day.player("Bo", team=day.teams()[0])


def address(day: Orchestra, line_id: str | None) -> str:
    return next(one.address for one in day.all(Wording) if one.line_id == line_id)


def says_no(player: Player, question: str = WHY, place: str = "") -> None:
    """Ask, and say that the answer did not help."""
    player.does("coach.ask", text=question, place=place)
    did_not = next(one for one in player.buttons() if one.value.startswith("not_helped"))
    player.does(did_not.action, value=did_not.value, place=place)


def opens(player: Player, question: str = WHY, place: str = "") -> Form:
    """The same, and open the form for why."""
    says_no(player, question, place)
    (why,) = player.buttons()
    player.does(why.action, value=why.value, place=place)
    return form_of(player)


def form_of(player: Player) -> Form:
    form = player.said.drawn if player.said else None
    assert isinstance(form, Form), player.answer
    return form


def hands_in(player: Player, place: str = "", **fields: str) -> str:
    """Hand the form in as it stands, but for these fields."""
    form = form_of(player)
    stands = {one.name: str(one.value) if one.value else "" for one in form.fields}
    player.does(form.action, fields={**form.about, **stands, "kind": "else", **fields}, place=place)
    return " ".join(player.answer.split())


# Saying it


def test_who_says_that_it_did_not_help_may_say_why_and_need_not(day: Orchestra, bo: Player) -> None:
    says_no(bo)

    assert "If you like, say what was wrong with it. Nobody has to." in bo.answer
    assert "not who asked." in " ".join(bo.answer.split())
    assert [one.said_since for one in day.all(Verdict)] == [1]
    assert (day.all(Mistake), day.all(Received)) == ([], [])

    bo.writes(WHY)
    bo.presses("Helped")
    assert "say what was wrong" not in bo.answer


def test_what_was_wrong_is_kept_without_who_said_so_and_can_be_taken_back(day: Orchestra, bo: Player) -> None:
    form = opens(bo)
    assert [str(one.value or "") for one in form.fields] == ["", "", WHY]
    (sees,) = {words(one.audience.words) for one in form.fields}
    assert sees.startswith("Those who write the score see the question as it stands here")
    assert sees.endswith("not who asked.")

    said = hands_in(bo, kind="another_line", line="field/P-2")

    assert "Thank you. Those who write the score will look into it." in said
    (one,) = day.all(Mistake)
    assert (one.words, one.kind, one.day) == (WHY, MistakeKind.ANOTHER_LINE, date(2027, 3, 9))
    assert [address(day, id) for id in one.cited] == ["field/P-1", "harbour/P-1"]
    assert address(day, one.right_id) == "field/P-2"
    assert (one.model, one.brief, one.edition_id) == ("", "", day.all(Edition)[0].id)
    assert bo.person.id not in repr(one.model_dump())
    assert one.id[:8] != day.moment().id()[:8], "its id tells no instant"
    assert day.all(Received) == []

    bo.presses("Take it back")
    assert "Taken back." in bo.answer
    assert day.all(Mistake) == []
    bo.does("mistakes.take_back", value=one.id)
    assert "Taken back." in bo.answer


def test_what_was_settled_is_not_taken_back(day: Orchestra, ada: Player, bo: Player) -> None:
    opens(bo)
    hands_in(bo)
    ada.writes("open questions")
    ada.presses("Mended")

    bo.presses("Take it back")

    assert [one.state for one in day.all(Mistake)] == [MistakeState.MENDED]


def test_the_words_can_be_changed_and_the_same_words_are_kept_once(day: Orchestra, ada: Player, bo: Player) -> None:
    for who in (bo, ada):
        opens(who)
        said = hands_in(who, words="  Why do we\ncall? ")
    assert "They know about this question already." in said
    assert [one.words for one in day.all(Mistake)] == ["Why do we call?"]

    ada.writes("open questions")
    ada.presses("No mistake")
    opens(bo)
    assert "Thank you. Those who write" in hands_in(bo, words="Why do we call?")
    assert {one.state for one in day.all(Mistake)} == {MistakeState.NONE, MistakeState.OPEN}


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"kind": ""}, "Choose one of these."),
        ({"kind": "moon"}, "Choose one of these."),
        ({"line": "field/P-9"}, "Choose one of the lines that are offered, or leave this empty."),
        ({"kind": "not_said", "line": "field/P-2"}, "Leave this empty if the score does not say it"),
        ({"words": " "}, "Without the question nobody can look into it."),
        ({"words": "\u202e"}, "Without the question nobody can look into it."),
        ({"words": "x" * (LONGEST + 1)}, "501"),
        ({"words": "Why does Ada call every harbour?"}, "This names Ada, and it is passed on without names"),
        ({"words": "May Bo call a harbour?"}, "This names Bo, and it is passed on without names"),
    ],
)
def test_what_cannot_be_passed_on_so_is_said_beside_its_field(
    day: Orchestra, bo: Player, fields: dict[str, str], note: str
) -> None:
    opens(bo)

    assert note in hands_in(bo, **fields)
    assert bo.said is not None
    assert bo.said.answer.how is How.FORM
    assert day.all(Mistake) == []

    assert "Thank you." in hands_in(bo, words="Why do we call?")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "{}",
        "[1]",
        '["a"]',
        '["a","b","c","d",5]',
        "[" * 9000,
        Basis("Why?", "e", ["x"]).packed(),
        '["\u202e","e","x","",""]',
    ],
)
def test_a_button_that_is_none_of_ours_opens_nothing(day: Orchestra, bo: Player, value: str) -> None:
    bo.does("mistakes.open_form", value=value)
    assert "There is no such thing here" in bo.answer
    bo.does("mistakes.hand_in", fields={"basis": value, "kind": "else", "words": "Why?"})
    assert "There is no such thing here" in bo.answer
    assert day.all(Mistake) == []


def test_a_line_that_is_gone_was_cited_no_more(day: Orchestra, bo: Player) -> None:
    edition, line = day.all(Edition)[0].id, day.all(Wording)[0].line_id
    bo.does("mistakes.open_form", value=Basis(WHY, edition, ["gone", line]).packed())
    hands_in(bo)

    assert [one.cited for one in day.all(Mistake)] == [[line]]


def test_buttons_of_earlier_releases_count_and_ask_nothing(day: Orchestra, bo: Player) -> None:
    line = day.all(Wording)[-1].line_id
    bo.does("coach.judge", value=f"not_helped {line}")

    assert "Thank you, that is counted for this line." in bo.answer
    assert bo.buttons(bo.said.drawn if bo.said else None) == []


def test_in_a_channel_the_form_shows_what_all_have_read(day: Orchestra, bo: Player) -> None:
    form = opens(bo, place="field")
    assert str(form.fields[2].value) == WHY

    assert "Thank you." in hands_in(bo, place="field")
    (one,) = day.all(Mistake)
    bo.does("mistakes.take_back", value=one.id, place="field")
    assert day.all(Mistake) == []


def test_hostile_words_stay_words(day: Orchestra, ada: Player, bo: Player) -> None:
    form = opens(bo, WHY + HOSTILE[:30])
    assert str(form.fields[2].value) == WHY + HOSTILE[:30]
    hands_in(bo, words=HOSTILE)

    ada.writes("open questions")
    assert [one.words for one in day.all(Mistake)] == [HOSTILE]
    assert HOSTILE in " ".join(ada.answer.split())


def test_who_put_it_into_words_is_kept_with_it(day: Orchestra, ada: Player, bo: Player) -> None:
    _, asking = with_model(day, TRUE)
    asks(bo, asking, WHY)
    assert bo.said is not None
    assert isinstance(bo.said.drawn, Card)
    bo.presses("Did not")
    bo.presses("Say what was wrong")
    hands_in(bo, kind="out_of_date")

    assert [(one.model, one.brief) for one in day.all(Mistake)] == [("small-model", "answer 1")]
    ada.writes("open questions")
    assert "A model, small-model, put it into words (brief answer 1)." in " ".join(ada.answer.split())


def test_which_of_two_comes_first_can_be_wrong_too(day: Orchestra, bo: Player) -> None:
    opens(bo, "What comes first, calling every harbour or halving the quoting time?")
    hands_in(bo)

    assert [len(one.cited) for one in day.all(Mistake)] == [3]


# Which line answers


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("harbour towns", ["harbour/P-1", "field/P-1"]),
        ("quot", ["field/P-2"]),
        ("FIELD/P-1", ["field/P-1"]),
        ("moon", []),
        ("", ["harbour/A", "harbour/P-1", "field/P-1", "field/P-2"]),
    ],
)
def test_lines_of_any_kind_are_offered(day: Orchestra, bo: Player, typed: str, found: list[str]) -> None:
    played = bo.does("mistakes.offer", text=typed)

    assert isinstance(played.drawn, Offer)
    assert [line.address for line in played.drawn.lines][: len(found)] == found
    assert played.drawn.more == 0


def test_without_a_score_nothing_is_offered(day: Orchestra) -> None:
    ada = day.player("Ada", team=day.team("Field"))
    played = ada.does("mistakes.offer", text="x")

    assert played.drawn == Offer([])


# Those who write the score


def test_those_who_write_the_score_read_what_was_wrong_and_settle_it(day: Orchestra, ada: Player, bo: Player) -> None:
    opens(bo)
    hands_in(bo, kind="another_line", line="field/P-2")
    opens(bo, "Who owns the quoting time?")
    hands_in(bo, kind="not_said")

    ada.writes("open questions")
    read = " ".join(ada.answer.split())
    assert "Two answers that somebody said were wrong:" in read
    assert "field/P-2 Halve the quoting time 9 March: another line answers. Edition 1, on field/P-1 and" in read
    assert "9 March: the score does not say this. Edition 1, on field/P-2." in read
    assert "Bo" not in read

    ada.presses("Mended")
    assert "One answer that somebody said was wrong:" in ada.answer
    ada.presses("No mistake")
    assert "No question waits" in ada.answer
    assert {one.state for one in day.all(Mistake)} == {MistakeState.MENDED, MistakeState.NONE}


def test_what_was_settled_stays_so(day: Orchestra, ada: Player, bo: Player) -> None:
    opens(bo)
    hands_in(bo)
    (one,) = day.all(Mistake)
    for said in ("mended", "none", "mended"):
        ada.does("mistakes.settle", value=f"{one.id} {said}")

    assert [one.state for one in day.all(Mistake)] == [MistakeState.MENDED]


def test_nobody_else_settles_anything(day: Orchestra, ada: Player, bo: Player) -> None:
    opens(bo)
    hands_in(bo)
    (one,) = day.all(Mistake)
    for who, value, place in (
        (bo, f"{one.id} none", ""),
        (ada, f"{one.id} none", "field"),
        (ada, f"{one.id} open", ""),
        (ada, "x none", ""),
        (ada, "", ""),
    ):
        who.does("mistakes.settle", value=value, place=place)
        assert "There is no such thing here" in who.answer

    assert [one.state for one in day.all(Mistake)] == [MistakeState.OPEN]


def test_more_than_a_list_holds_are_counted(day: Orchestra, ada: Player, bo: Player) -> None:
    for number in range(12):
        opens(bo)
        hands_in(bo, words=f"Why do we call {number} harbours?")

    ada.writes("open questions")

    assert "Twelve answers that somebody said were wrong:" in ada.answer
    assert "And two more, once these are settled." in ada.answer


# As cases


def test_each_becomes_a_case_but_those_that_are_none(day: Orchestra, ada: Player, bo: Player) -> None:
    for number, (kind, line) in enumerate((("another_line", "field/P-2"), ("not_said", ""), ("else", ""))):
        opens(bo)
        hands_in(bo, kind=kind, line=line, words=f"Why {number}?")
    (third,) = (one for one in day.all(Mistake) if one.words == "Why 2?")
    ada.does("mistakes.settle", value=f"{third.id} none")

    cases = day.ask(lambda store: mistaken.cases(store, day.workspace.id))

    was = ["field/P-1", "harbour/P-1"]
    ours = {"was": was, "edition": 1}
    assert sorted(cases, key=lambda one: str(one["question"])) == [
        {"question": "Why 0?", "kind": "answerable", "lines": ["field/P-2"], "why": "another_line", **ours},
        {"question": "Why 1?", "kind": "unanswerable", "lines": [], "why": "not_said", **ours},
    ]


def test_of_what_was_mended_and_is_wrong_again_the_last_holds(day: Orchestra, ada: Player, bo: Player) -> None:
    opens(bo)
    hands_in(bo, kind="else")
    (one,) = day.all(Mistake)
    ada.does("mistakes.settle", value=f"{one.id} mended")
    day.goes_on(days=1)
    opens(bo)
    hands_in(bo, kind="not_said", words=WHY.upper())

    cases = day.ask(lambda store: mistaken.cases(store, day.workspace.id))

    assert [(one["question"], one["kind"]) for one in cases] == [(WHY.upper(), "unanswerable")]


def test_another_organisation_has_none_of_it(day: Orchestra, ada: Player, bo: Player) -> None:
    opens(bo)
    packed = form_of(bo).about["basis"]
    hands_in(bo)
    (one,) = day.all(Mistake)
    with orchestra(day.database.engine.url) as other:
        pat = other.player("Pat", team=other.team("Field"), strategy_owner=True)
        other.plays_from(SCORE)
        for action, value in (("mistakes.open_form", packed), ("mistakes.settle", f"{one.id} none")):
            pat.does(action, value=value)
            assert "There is no such thing here" in pat.answer
        pat.does("mistakes.take_back", value=one.id)
        assert other.ask(lambda store: mistaken.cases(store, other.workspace.id)) == []

    assert [one.state for one in day.all(Mistake)] == [MistakeState.OPEN]


# What a button carries


def test_what_is_packed_is_unpacked() -> None:
    basis = Basis("“Why” & <b>?", "e" * 32, ["a", "b"], "small-model", "answer 1")

    assert unpacked(basis.packed()) == basis
    assert "\\u" not in basis.packed()


@pytest.mark.parametrize(
    "said",
    [
        ["x" * (LONGEST + 1), "e", "a", "", ""],
        ["x", "e", " ".join("abcdefg"[: LINES + 1]), "", ""],
        ["x", "e", "a", "m" * (MODEL + 1), ""],
        ["x", "e", "a", "", "b" * (BRIEF + 1)],
        ["x", "e", "", "", ""],
    ],
)
def test_what_nobody_packed_is_not(said: list[str]) -> None:
    assert unpacked(json.dumps(said)) is None


def test_a_form_that_was_opened_says_what_it_is(bo: Player) -> None:
    opens(bo)

    assert bo.said is not None
    assert shown(bo.said).startswith("What was wrong with it")
