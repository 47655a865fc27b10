"""Two lines pull against each other: anybody says so, two people look after it, and both sides read the same."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from handlers import pulling, tensions, understand
from handlers.cards import Card, Form
from handlers.guards import READY, score_now
from handlers.turn import Gone, Offer, Reader, Turn
from storage.store import Store
from storage.tables import Delivery, Edition, Place, Report, Role, Tension, TensionState, Wording
from tests.orchestra import Orchestra, Player

SCORE = """
score: Harbour Bread
part:
  id: harbour
  name: Harbour Bread
  kind: company
  priorities:
    P-1: {words: Win the harbour towns, standing: yes}
  parts:
    - id: field
      name: Field
      kind: team
      priorities:
        P-1:
          words: Call every harbour before noon
          owner: ada
          standing: yes
          serves: harbour/P-1
          measures: {M-1: {words: Harbours called, unit: a week, start: 1, target: 9}}
        P-2: {words: Halve the quoting time, serves: harbour/P-1, owner: ada, standing: yes}
    - id: ovens
      name: Ovens
      kind: team
      priorities:
        P-1:
          words: Bake without a night shift
          owner: zoe
          standing: yes
          serves: harbour/P-1
          measures: {M-1: {words: Nights without a shift, unit: a week, start: 1, target: 5}}
"""
OPPOSED = SCORE.replace(
    "{words: Harbours called, unit: a week, start: 1, target: 9}",
    "{words: Renewal rate, unit: percent, start: 60, target: 80, customer: bakeries}",
).replace(
    "{words: Nights without a shift, unit: a week, start: 1, target: 5}",
    "{words: Billable utilisation, unit: percent, start: 60, target: 80, customer: bakeries}",
)
DECLARED = SCORE.replace(
    "      name: Field\n",
    "      name: Field\n      tensions:\n        - words: Early bread, and no night shift\n"
    "          between: [field/P-1, ovens/P-1]\n"
    "          owners: [ada, zoe]\n          measure: ovens/M-1\n          review: 2027-04-01\n",
)
WHY = "Bread by noon wants a night shift"


@pytest.fixture
def bo(day: Orchestra) -> Player:
    """Of Field; Ada owns its lines, Zoe that of Ovens, and Otto answers for the strategy."""
    field, ovens = day.team("Field", part="field"), day.team("Ovens", part="ovens")
    day.player("Ada", team=field)
    day.player("Zoe", team=ovens)
    day.player("Otto", strategy_owner=True)
    bo = day.player("Bo", team=field)
    day.plays_from(SCORE)
    day.local(bo, time(9))
    return bo


def of(day: Orchestra, name: str) -> Player:
    return Player(day, name)


def says(who: Player, why: str = WHY, *, named: str = "", one: str = "field/P-1", other: str = "ovens/P-1") -> str:
    """Somebody reports it in the form."""
    who.does("tensions.report", fields={"first": one, "line": other, "words": why, "named": named})
    return " ".join(who.answer.split())


def pair(day: Orchestra, one: str = "field/P-1", other: str = "ovens/P-1") -> str:
    at = {line.address: line for line in sorted(day.all(Wording), key=lambda line: line.edition_id)}
    return f"{at[one].line_id} {at[other].line_id}"


def kept(day: Orchestra) -> Tension:
    (found,) = day.all(Tension)
    return found


def told(day: Orchestra, view: str = "tensions.reported") -> list[Delivery]:
    return [one for one in day.all(Delivery) if one.view == view]


def takes_up(
    who: Player, day: Orchestra, *, owners: str = "Ada, Zoe", review: str = "2027-03-31", line: str = ""
) -> str:
    fields = {"pair": pair(day), "owners": owners, "review": review, "line": line}
    who.does("tensions.take_up", fields=fields)
    return " ".join(who.answer.split())


def reads(who: Player, action: str, value: str) -> str:
    who.does(action, value=value)
    return " ".join(who.answer.split())


# What is typed


@pytest.mark.parametrize(
    "text",
    [
        "these two pull against each other",
        "They pull against each other.",
        "field/P-1 pulls against ovens/P-1",
        "Field/P-1 works against ovens/M-1!",
        "field/P-1  pulls against ovens/P-1 because the vans cannot do both.",
        "field/P-1 pulls against ovens/P-1: one van",
    ],
)
def test_it_is_understood(text: str) -> None:
    assert understand(text, "en") == "tensions.open_form"


@pytest.mark.parametrize(
    "text",
    [
        "Why do field/P-1 and ovens/P-1 pull against each other?",
        "today: see what pulls against us",
        "a pulls against b",
        "field/P-1 pulls against ovens/P-1 again today",
        "field/P-1 pulls against ovens/P-1 because",
    ],
)
def test_and_what_only_sounds_alike_is_something_else(text: str) -> None:
    assert understand(text, "en") != "tensions.open_form"


def standing_in(form: object) -> list[str]:
    assert isinstance(form, Form)
    return [str(field.value or "") for field in form.fields]


def test_two_addresses_stand_in_the_form(bo: Player) -> None:
    assert standing_in(bo.writes("field/P-1 pulls against ovens/p-1").drawn) == ["field/P-1", "ovens/P-1", "", ""]
    assert standing_in(bo.writes("field/P-9 pulls against ovens/P-1").drawn) == ["", "ovens/P-1", "", ""]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("because the Vans: cannot do both!", "the Vans: cannot do both"),
        (", since there is one van.", "there is one van"),
        (":  one van", "one van"),
        ("because <!channel> *x*\nand y", "<!channel> *x* and y"),
    ],
)
def test_a_reason_beside_two_addresses_stands_in_the_form_too(bo: Player, said: str, why: str) -> None:
    written = f"field/P-1 pulls against ovens/P-1 {said}".replace(" ,", ",").replace(" :", ":")
    assert standing_in(bo.writes(written).drawn) == ["field/P-1", "ovens/P-1", why, ""]


def test_a_reason_that_is_too_long_stands_in_the_form_whole(bo: Player) -> None:
    long = "x" * 301
    assert standing_in(bo.writes(f"field/P-1 pulls against ovens/P-1 because {long}").drawn)[2] == long


def test_these_two_are_the_lines_that_were_cited_last(day: Orchestra, bo: Player) -> None:
    cited = {"cited": pair(day), "cited_at": day.clock.at.isoformat()}
    bo.does("tensions.open_form", text="these two pull against each other", fields=cited)
    assert bo.said is not None
    assert standing_in(bo.said.drawn) == ["field/P-1", "ovens/P-1", "", ""]


def test_on_the_card_of_a_line_a_button_opens_the_form_with_it(bo: Player) -> None:
    bo.writes("score field/P-1")
    assert standing_in(bo.presses("It pulls against another line").drawn) == ["field/P-1", "", "", ""]


# A report


def test_a_report_is_told_to_both_owners_and_the_strategy_once(day: Orchestra, bo: Player) -> None:
    answer = says(bo)
    assert "Three people are told of it, once." in answer
    assert f"> {WHY} somebody" in answer
    for who in ("ada", "zoe", "otto"):
        assert "Somebody says that two lines pull against each other" in of(day, who).last().says
    assert {one.occasion for one in told(day)} == {"between"}

    more = says(of(day, "ada"), "We start at three already", named="yes", one="ovens/P-1", other="field/P-1")
    assert "reported by two people" in more
    assert "We start at three already Ada" in more
    assert len(told(day)) == 3
    assert len(day.all(Tension)) == 1


def test_whose_voice_it_is_without_a_name_is_read_nowhere(day: Orchestra, bo: Player) -> None:
    says(bo)
    for who in ("ada", "zoe", "otto", "bo"):
        read = reads(of(day, who), "tensions.one", pair(day))
        assert "> Bread by noon wants a night shift somebody" in read
        assert "Bo" not in read
    reads(of(day, "ada"), "attention.why", next(one for one in told(day)).id)


def test_each_has_one_voice_and_its_last_words_hold(day: Orchestra, bo: Player) -> None:
    says(bo)
    assert standing_in(bo.does("tensions.open_form", value=pair(day)).drawn)[2:] == [WHY, ""]
    says(bo, "The night shift costs us two bakers", named="yes")
    (voice,) = day.all(Report)
    assert (voice.words, voice.named) == ("The night shift costs us two bakers", True)
    assert len(told(day)) == 3


def test_who_reports_a_line_of_theirs_is_not_told_of_it(day: Orchestra, bo: Player) -> None:
    assert "Two people are told" in says(of(day, "ada"))
    assert {one.about["person"] for one in told(day)} == {of(day, "zoe").person.id, of(day, "otto").person.id}


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"line": "nowhere/P-1"}, "I find no line of the score there"),
        ({"line": "field/P-1"}, "That is the same line twice"),
        ({"words": ""}, "Write in one sentence why"),
        ({"words": "x" * 301}, "301"),
        ({"words": "\u202e"}, "Nothing of this can be read"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(day: Orchestra, bo: Player, fields: dict[str, str], note: str) -> None:
    bo.does("tensions.report", fields={"first": "field/P-1", "line": "ovens/P-1", "words": WHY, **fields})
    assert note in " ".join(bo.answer.split())
    assert day.all(Tension) == []


def test_hostile_words_stay_words(day: Orchestra, bo: Player) -> None:
    says(bo, "<!channel> *now* [x](http://e)")
    assert "<!channel> *now* [x](http://e)" in reads(of(day, "ada"), "tensions.one", pair(day))


# Taking it up


def test_two_owners_a_measure_and_a_day(day: Orchestra, bo: Player) -> None:
    says(bo)
    ada = of(day, "ada")
    form = ada.does("tensions.open_take_up", value=pair(day)).drawn
    assert standing_in(form) == ["Ada, Zoe", "", (day.today(ada) + timedelta(days=28)).isoformat()]
    answer = takes_up(ada, day, line="ovens/M-1")
    assert "Whose it is Ada and Zoe Held by Nights without a shift (ovens/M-1) Looked at again 31 March" in answer
    assert kept(day).state is TensionState.TAKEN_UP
    day.goes_on(minutes=1)
    assert "This is how it stands" in " ".join(of(day, "zoe").last().text.split()) or day.mouth.amended


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"owners": "Ada"}, "Name two people"),
        ({"owners": "Ada, Nobody"}, "Nobody"),
        ({"review": "2027-03-09"}, "Choose a day after today"),
        ({"review": "soon"}, "Choose a day after today"),
        ({"line": "field/P-2"}, "I find no measure"),
    ],
)
def test_it_is_not_taken_up_by_halves(day: Orchestra, bo: Player, fields: dict[str, str], note: str) -> None:
    says(bo)
    assert note in takes_up(of(day, "otto"), day, **fields)
    assert kept(day).state is TensionState.REPORTED


def test_a_name_that_several_have_is_asked_back(day: Orchestra, bo: Player) -> None:
    for _ in range(2):
        day.player(f"Kim {'ab'[_]}")
    says(bo)
    assert "Kim" in takes_up(of(day, "otto"), day, owners="Ada, Kim")
    assert kept(day).state is TensionState.REPORTED


def test_whoever_has_nothing_to_do_with_it_reads_it_and_decides_nothing(day: Orchestra, bo: Player) -> None:
    says(bo)
    labels = [str(button.action) for button in bo.buttons()]
    assert labels == ["tensions.open_form"]
    for action, value in (("open_take_up", pair(day)), ("open_close", f"{pair(day)} settled")):
        assert "no such thing here" in reads(bo, f"tensions.{action}", value)
    assert "no such thing here" in takes_up(bo, day)
    assert kept(day).state is TensionState.REPORTED


def test_measures_are_offered_by_their_words_and_addresses(day: Orchestra, bo: Player) -> None:
    def offered(typed: str) -> list[str]:
        drawn = bo.does("tensions.offer", text=typed).drawn
        assert isinstance(drawn, Offer)
        return [line.address for line in drawn.lines]

    assert offered("") == ["field/M-1", "ovens/M-1"]
    assert offered("NIGHTS") == ["ovens/M-1"]
    assert offered("field/") == ["field/M-1"]
    assert offered("P-1") == []


# Its end


def test_it_is_settled_with_a_sentence(day: Orchestra, bo: Player) -> None:
    says(bo)
    zoe = of(day, "zoe")
    takes_up(zoe, day)
    reads(zoe, "tensions.open_close", f"{pair(day)} settled")
    zoe.fills("A second oven came")
    assert "A second oven came Zoe, who settled it" in " ".join(zoe.answer.split())
    assert (kept(day).state, kept(day).ask_at) == (TensionState.SETTLED, None)
    bo.writes("tensions")
    assert "No two lines pull against each other" in " ".join(bo.answer.split())
    bo.presses("One that is settled")
    assert "Settled." in bo.answer
    assert "Ada, Zoe" in standing_in(zoe.does("tensions.open_take_up", value=pair(day)).drawn)
    takes_up(zoe, day)
    assert "before it was taken up again" in zoe.answer.replace("\n", " ")


def test_an_end_wants_a_reason_and_is_one_of_two(day: Orchestra, bo: Player) -> None:
    says(bo)
    ada = of(day, "ada")
    assert "no such thing" in reads(ada, "tensions.open_close", f"{pair(day)} forgotten")
    ada.does("tensions.close", fields={"pair": pair(day), "state": "forgotten", "words": "x"})
    assert "no such thing" in ada.answer
    ada.does("tensions.close", fields={"pair": pair(day), "state": "settled", "words": " "})
    assert "Write in one sentence why" in ada.answer
    assert kept(day).state is TensionState.REPORTED


# What a rule finds


def test_what_a_rule_finds_is_listed_and_silent_once_it_is_none(day: Orchestra, bo: Player) -> None:
    day.plays_from(OPPOSED)
    bo.writes("tensions")
    assert "field/M-1 Renewal rate pulls against ovens/M-1 Billable utilisation Found by rule" in " ".join(
        bo.answer.split()
    )
    measures = pair(day, "field/M-1", "ovens/M-1")
    assert "by rule C50, over bakeries" in reads(bo, "tensions.one", measures)
    otto = of(day, "otto")
    reads(otto, "tensions.open_close", f"{measures} not_one")
    otto.fills("They are other bakeries")
    assert "They are other bakeries Otto, who decided so" in " ".join(otto.answer.split())
    bo.writes("tensions")
    assert "No two lines pull against each other" in " ".join(bo.answer.split())
    assert kept(day).state is TensionState.NOT_ONE


def test_the_first_report_of_what_was_only_decided_on_is_told_too(day: Orchestra, bo: Player) -> None:
    day.plays_from(OPPOSED)
    otto = of(day, "otto")
    measures = {"one": "field/M-1", "other": "ovens/M-1"}
    both = pair(day, *measures.values())
    otto.does("tensions.close", fields={"pair": both, "state": "not_one", "words": "They are other bakeries"})
    assert told(day) == []
    says(bo, **measures)
    before = len(told(day))
    assert otto.person.id in {one.about["person"] for one in told(day)}
    says(of(day, "zoe"), **measures)
    assert len(told(day)) == before
    assert kept(day).state is TensionState.NOT_ONE


def test_a_report_of_the_lines_whose_measures_a_rule_found_is_one_tension(day: Orchestra, bo: Player) -> None:
    day.plays_from(OPPOSED)
    assert "Found by rule C50, over bakeries and reported by one person" in says(bo)
    bo.writes("tensions")
    assert "Two lines pull against each other, or may." in " ".join(bo.answer.split())


def test_what_is_only_known_to_pull_apart_is_listed_and_nothing_more(day: Orchestra, bo: Player) -> None:
    day.plays_from(OPPOSED.replace(", customer: bakeries", ""))
    bo.writes("tensions")
    assert "Renewal rate" in bo.answer
    bo.writes("who owns field/P-1?")
    assert "pull against" not in bo.answer


# What the score declares


def test_what_the_score_declares_is_the_scores(day: Orchestra, bo: Player) -> None:
    day.plays_from(DECLARED)
    otto = of(day, "otto")
    read = reads(otto, "tensions.one", pair(day))
    assert "> Early bread, and no night shift the score" in read
    assert "Found it stands in the score Whose it is Ada and Zoe Held by Nights without a shift" in read
    assert [button.action for button in otto.buttons()] == ["tensions.open_form"]
    assert "no such thing" in reads(otto, "tensions.open_take_up", pair(day))
    assert "it stands in the score and reported by one person" in says(bo)
    assert len(told(day)) == 3
    assert "no such thing" in takes_up(otto, day)


def test_of_a_line_that_is_gone_nothing_is_shown(day: Orchestra, bo: Player) -> None:
    says(bo)
    both = pair(day)
    day.plays_from(
        SCORE.replace("        P-1:\n          words: Bake without", "        P-7:\n          words: Rest without")
    )
    assert "no such thing" in reads(bo, "tensions.one", both)
    bo.writes("tensions")
    assert "No two lines" in bo.answer
    assert told(day)


def test_without_a_score_there_is_nothing_to_say(day: Orchestra) -> None:
    lone = day.player("Lone")
    for action in ("tensions.listed", "tensions.open_form", "tensions.report"):
        lone.does(action)
        assert "There is no score yet" in lone.answer


# What both sides read


def test_both_sides_read_the_same_from_the_coach(day: Orchestra, bo: Player) -> None:
    says(bo)
    takes_up(of(day, "ada"), day, line="ovens/M-1")

    def of_the_tension(who: str, asks: str) -> list[str]:
        player = of(day, who)
        player.writes(asks)
        assert player.said is not None
        card = player.said.drawn
        assert isinstance(card, Card)
        text = " ".join(player.answer.split())
        assert "pull against each other." in text, text
        whole = text[text.index("pull against each other.") :]
        assert "field/P-1 Call every harbour before noon" in whole
        assert "ovens/P-1 Bake without a night shift" in whole
        assert "ovens/M-1 Nights without a shift" in whole
        return [word for word in whole.split("[", 1)[0].split()]

    said = of_the_tension("bo", "who owns field/P-1?")
    assert said == of_the_tension("zoe", "who owns ovens/P-1?")
    assert said == of_the_tension("zoe", "What about field/P-1 and ovens/P-1?")
    assert said == of_the_tension("bo", "Which comes first, calling every harbour or baking without a night shift?")
    assert " ".join(said).startswith(
        "pull against each other. Ada and Zoe look after it, held by Nights without a shift"
    )


def test_a_line_shows_what_it_pulls_against(day: Orchestra, bo: Player) -> None:
    says(bo)
    bo.writes("score ovens/P-1")
    bo.presses("Pulls against field/P-1")
    assert WHY in bo.answer


# The digest of the week


def test_the_digests_of_both_teams_say_it(day: Orchestra, bo: Player) -> None:
    says(bo)
    bo.hands_in(["Call every harbour before noon"])
    of(day, "zoe").hands_in(["Bake without a night shift"])
    for who, own, other in (("bo", "field/P-1", "ovens/P-1"), ("zoe", "ovens/P-1", "field/P-1")):
        player = of(day, who)
        player.writes("week")
        text = " ".join(player.answer.split())
        assert "Reported by one person; nobody has taken it up." in text, text
        assert own in text
        assert other in text
        player.presses("The tension")
        assert "One tension has to do with" in player.answer
    bo.writes("day")
    assert "Reported by one person" not in bo.answer


def test_a_digest_of_long_ago_says_nothing_of_now(day: Orchestra, bo: Player) -> None:
    says(bo)
    bo.hands_in(["Call every harbour before noon"])
    day.goes_on(days=21)
    bo.writes("week of 9 March")
    assert "The one task played from the score" in bo.answer
    assert "Reported by" not in bo.answer


# Its day


def test_on_its_day_both_owners_are_asked_once(day: Orchestra, bo: Player) -> None:
    says(bo)
    ada, zoe = of(day, "ada"), of(day, "zoe")
    takes_up(ada, day)
    takes_up_more(day, zoe)
    day.local(bo, time(12), days=(date(2027, 3, 30) - day.today(bo)).days)
    assert told(day, "tensions.review") == []
    for _ in range(3):
        day.goes_on(hours=12)
    asked = told(day, "tensions.review")
    assert len(asked) == 2
    assert {one.occasion for one in asked} == {"between"}
    text = " ".join(ada.last().text.split())
    assert "two tensions again. Do they still pull?" in text
    before = len(day.mouth.amended)
    ada.presses("Look at it again later", on=ada.last().card)
    ada.fills("Ada, Zoe", "", "2027-04-30")
    assert kept_of(day, pair(day)).review == date(2027, 4, 30)
    day.goes_on(minutes=5)
    # What stood is amended everywhere; in which order is nobody's.
    since = [" ".join(one.text.split()) for one in day.mouth.amended[before:]]
    assert sum("look at a tension again" in one for one in since) == 2


def takes_up_more(day: Orchestra, who: Player) -> None:
    says(who, one="field/P-2")
    fields = {"pair": pair(day, "field/P-2"), "owners": "Ada, Zoe", "review": "2027-03-31", "line": ""}
    who.does("tensions.take_up", fields=fields)


def kept_of(day: Orchestra, both: str) -> Tension:
    return next(one for one in day.all(Tension) if {one.one_id, one.other_id} == {*both.split()})


def test_whoever_wants_none_of_it_is_not_asked(day: Orchestra, bo: Player) -> None:
    ada, zoe = of(day, "ada"), of(day, "zoe")
    zoe.does("attention.stop", value="between")
    says(bo)
    assert len(told(day)) == 2
    takes_up(ada, day)
    day.local(bo, time(12), days=(date(2027, 4, 1) - day.today(bo)).days)
    (asked,) = told(day, "tensions.review")
    assert asked.about["person"] == ada.person.id


def test_what_was_settled_before_its_day_asks_nobody(day: Orchestra, bo: Player) -> None:
    says(bo)
    ada = of(day, "ada")
    takes_up(ada, day)
    ada.does("tensions.close", fields={"pair": pair(day), "state": "settled", "words": "Done"})
    day.local(bo, time(12), days=(date(2027, 4, 1) - day.today(bo)).days)
    assert told(day, "tensions.review") == []


def test_in_a_channel_nothing_can_be_decided(day: Orchestra, bo: Player) -> None:
    says(bo)
    lead = day.player("Mia", team=[team for team in day.teams() if team.name == "Field"], role=Role.MANAGER)
    lead.does("tensions.one", value=pair(day), place="field")
    assert isinstance(lead.said and lead.said.drawn, Card)
    assert lead.buttons() == []


# What is put together


def test_of_several_that_rules_find_between_two_lines_one_tension_speaks(day: Orchestra, bo: Player) -> None:
    day.plays_from(
        OPPOSED.replace(
            "customer: bakeries}}",
            "customer: bakeries}, M-2: {words: Retention, unit: points, start: 1, target: 2, customer: bakeries}}",
            1,
        )
    )
    says(bo)
    bo.writes("tensions")
    assert "Two lines pull against each other, or may." in " ".join(bo.answer.split())


def test_lines_that_may_not_be_seen_are_in_no_tension(day: Orchestra, bo: Player) -> None:
    day.plays_from(OPPOSED)
    says(bo, one="harbour/P-1", other="ovens/P-1")

    def seen(*addresses: str) -> list[set[str]]:
        def found(store: Store) -> list[set[str]]:
            now = score_now(store, day.workspace.id)
            assert now is not None
            lines = {id: line for id, line in now.wordings.items() if line.address in addresses}
            pulls = pulling.every(store, replace(now, wordings=lines), None, day.today(bo))
            return [{line.address for line in pull.lines} for pull in pulls]

        return day.ask(found)

    assert seen("harbour/P-1", "ovens/P-1", "field/M-1", "ovens/M-1") == [
        {"harbour/P-1", "ovens/P-1"},
        {"field/M-1", "ovens/M-1"},
    ]
    assert seen("harbour/P-1", "field/M-1") == []
    day.plays_from(DECLARED)
    assert seen("field/P-1", "ovens/P-1") == [{"field/P-1", "ovens/P-1"}]
    assert seen("field/P-1") == []


def test_in_an_edition_that_can_be_read_no_longer_no_rule_finds_anything(day: Orchestra) -> None:
    old = Edition(id="e", workspace_id="w", number=1, name="Old", source="score: [", loaded_at=day.clock.at)
    assert pulling.by_rules(old, date(2027, 3, 9)) == ()


def test_what_rules_find_is_kept_ready_for_so_many_days(day: Orchestra, bo: Player) -> None:
    day.plays_from(OPPOSED)
    edition = max(day.all(Edition), key=lambda one: one.number)
    first = pulling.by_rules(edition, date(2027, 3, 9))
    assert pulling.by_rules(edition, date(2027, 3, 9)) is first
    for n in range(1, READY + 1):
        pulling.by_rules(edition, date(2027, 3, 9) + timedelta(days=n))
    again = pulling.by_rules(edition, date(2027, 3, 9))
    assert again is not first
    assert again == first


def test_a_tension_that_is_gone_is_drawn_for_nobody(day: Orchestra, bo: Player) -> None:
    place = next(one for one in day.all(Place) if one.person_id == bo.person.id)
    reader = Reader(bo.person, place, day.clock.at)
    with pytest.raises(Gone):
        day.ask(lambda store: tensions.draw_one(store, reader, {"pair": pair(day)}))


def test_without_a_score_no_tension_is_drawn(day: Orchestra) -> None:
    lone = day.player("Lone")
    place = next(one for one in day.all(Place) if one.person_id == lone.person.id)
    reader = Reader(lone.person, place, day.clock.at)
    with pytest.raises(Gone):
        day.ask(lambda store: tensions.draw_listed(store, reader, {"over": "", "part": ""}))
    drawn = day.ask(lambda store: tensions.draw_offer(store, reader, {"typed": ""}))
    assert drawn.lines == []


def test_who_reports_at_once_with_another_adds_a_voice(day: Orchestra, bo: Player) -> None:
    def turn(who: str) -> Turn:
        person = of(day, who).person
        place = next(one for one in day.all(Place) if one.person_id == person.id)
        fields = {"first": "field/P-1", "line": "ovens/P-1", "words": WHY}
        return Turn(day.clock.at, day.chance, person, place, "tensions.report", fields=fields)

    turns = [turn(who) for who in ("bo", "ada")]

    def both(store: Store) -> list[int]:
        found = [tensions.consider_report(one, store) for one in turns]
        replies = [tensions.report(one, store, said) for one, said in zip(turns, found, strict=True)]
        return [len(one.deliveries) for one in replies]

    assert day.database.writer.write(both).result() == [3, 0]
    assert (day.count(Tension), day.count(Report)) == (1, 2)
