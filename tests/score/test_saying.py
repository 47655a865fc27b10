"""Ways of saying: which stand in a text, however it is typed."""

import sys

import pytest

from score.saying import Sayings, words_of
from score.words import clean_line


def sayings(*ways: str, ordinary: tuple[str, ...] = ()) -> Sayings:
    classes = {"boss": "chef boss", "hit": "belästigt harassed"}
    return Sayings(classes, ordinary, {"told": ways})


def test_who_is_understood_wrote_something_readable() -> None:
    """What is searched for besides, when somebody may need help, cannot fail then: `clean_line` raises for none."""
    understood = [one for one in map(chr, range(sys.maxunicode + 1)) if words_of(one)]
    assert {"a", "é", "ｆ"} <= {*understood}
    assert all(clean_line(one) for one in understood)


def tells(sayings: Sayings, text: str, names: tuple[str, ...] = (), *, loosely: bool = True) -> bool:
    return sayings.found(sayings.read(words_of(text), names), loosely=loosely) != []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I CAN’T, don't!", ["i", "cant", "dont"]),
        ("J'ai", ["j", "ai"]),
        ("Straße, cœur, ÄRGER", ["strasse", "coeur", "arger"]),
        ("soooo  tired", ["so", "tired"]),
        ("ｆｕｌｌ width", ["full", "width"]),
        ("🙃 \u202e", []),
    ],
)
def test_words_are_compared_without_what_typing_changes(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("way", "text", "stands"),
    [
        ("a b", "a b", True),
        ("a b", "a x b", False),
        ("a .. b", "a b", True),
        ("a .. b", "a x x x b", True),
        ("a .. b", "a x x x x b", False),
        ("a ... b", "a x x x x x x b", True),
        ("a ... b", "a x x x x x x x b", False),
        ("a .... b", "a " + "x " * 12 + "b", True),
        ("a .... b", "a " + "x " * 13 + "b", False),
        ("a|c b", "c b", True),
        ("a|c b", "b c", False),
        ("touch* me", "touching me", True),
        ("touch* me", "touch me", True),
        ("touch* me", "touc me", False),
        ("<boss> <hit>", "Chef belaestigt", True),
        ("<boss> <hit>", "CHEF BELASTIGT", True),
        ("a .. a b", "a x a x a b", True),
        ("a <end>", "b a", True),
        ("a <end>", "a b", False),
    ],
)
def test_a_way_stands_where_its_words_do(way: str, text: str, stands: bool) -> None:
    assert tells(sayings(way), text) is stands


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        ("harrassed", True),
        ("harased", True),
        ("haarssed", True),
        ("harasted", True),
        ("harassedx", True),
        ("arassed", False),
        ("hbrastsed", False),
        ("hraased", False),
        ("chff", False),
    ],
)
def test_one_slip_is_forgiven_in_a_long_word(text: str, is_it: bool) -> None:
    assert tells(sayings("<hit>|<boss>"), text) is is_it


def test_two_letters_that_changed_places_are_one_slip_and_two_others_are_not() -> None:
    assert tells(sayings("<hit>"), "hrassaed") is False
    assert tells(sayings("abcdefg"), "abdcefg") is True
    assert tells(sayings("abcdefg"), "abdxefg") is False


def test_names_are_whoever_they_are_said_to_be() -> None:
    way = sayings("how is <name>")

    assert tells(way, "How is José?", ("jose",)) is True
    assert tells(way, "How is José?") is False


def test_what_is_ordinary_is_nothing_else_besides() -> None:
    way = sayings("<boss> .. kills me", ordinary=("deadline .. kills",))

    assert tells(way, "boss kills me") is True
    assert tells(way, "boss deadline kills me") is False


def test_what_stands_anywhere_counts_only_loosely() -> None:
    way = sayings("a .... b", "c .. b")

    assert tells(way, "a x b", loosely=False) is False
    assert tells(way, "c x b", loosely=False) is True


@pytest.mark.parametrize("way", ["", "..", ".. a", "a ..", "<nobody> a"])
def test_a_way_that_cannot_be_read_is_refused(way: str) -> None:
    with pytest.raises(ValueError, match=r"way of saying|no class"):
        sayings(way)


def test_how_much_of_a_text_is_known() -> None:
    assert sayings("a b").known(words_of("a c boss")) == 2
