"""The words of a text that tell something, each as its stem."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from importlib import import_module

_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ENGLISH = (
    "a about after again all also am an and any are as at be been before being both but by can could did do does doing "
    "done down during each few for from further get had has have having he her here hers him his how i if in into is "
    "it its just let may me might more most must my no nor not now of off on once only or other our ours out over own "
    "same shall she should so some such than that the their them then there these they this those through to today "
    "tomorrow too until up upon us very via was we were what when where which while who whom whose why will with would "
    "yet you your"
)
_GERMAN = (
    "ab aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus "
    "bei beim bin bis bist da damit dann darf das dass dein deine dem den denn der des dessen dich die dies diese "
    "diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer eure "
    "für gegen gehen geht gerade gibt hab habe haben hast hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre "
    "ihrem ihren ihrer im immer in ins ist ja jede jedem jeden jeder jedes jetzt kann kein keine keinem keinen keiner "
    "kommen kommt können könnte lassen lässt machen macht man mehr mein meine meinem meinen meiner mich mir mit "
    "morgen muss müssen nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seit "
    "sich sie sind so soll sollen sollte sondern sonst über um und uns unser unsere unserem unseren unserer unter "
    "viel vom von vor wann war waren warum was weil weiter welche welchem welchen welcher welches wem wen wenn wer "
    "werde werden wessen wie wieder wieso wir wird wo worden wurde wurden während würde zu zum zur zwischen"
)
_SPANISH = (
    "a al algo algunas alguno algunos ante antes aquel aquella aquello así aún cada casi como cómo con contra cual "
    "cuál cuales cuáles cuando cuándo cuánta cuántas cuánto cuántos cuya cuyo da dan de debe deben del desde donde "
    "dónde durante e el él ella ellas ellos en entre era eran es esa esas ese eso esos esta está están estas este "
    "esto estos fue fueron ha haber había hace hacen hacer hacia han hasta hice hicieron hicimos hizo hay hemos hoy "
    "la las le les lo los mañana más me mi mis mucho muy nada ni no nos nosotros nuestra nuestras nuestro nuestros o "
    "os otra otras otro otros para pero poco por porque pues puede pueden que qué quien quién quienes quiénes se sea "
    "sean ser si sí sido sin sobre solo sólo somos son su sus suya suyo tal también tan tanto te tenemos tener ti "
    "tiene tienen todo todos tu tú tus un una unas uno unos va van vosotros vuestra vuestro y ya yo"
)
_SPELT = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: str(number) for number, word in enumerate(_SPELT.split())}
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"})
_MARKS = re.compile("[\u0300-\u036f]")
_UMLAUTS = re.compile("([aou])e")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
"""How umlauts are spelt out."""


def folded(word: str) -> str:
    """A word in small letters without its accents: `café` as `cafe`."""
    if word.isascii():
        return word
    # The marks come off first: `ǣ` is an `æ` then.
    bare = _MARKS.sub("", unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", bare.translate(_LETTERS))


def spelt_out(word: str) -> str:
    """The same where umlauts may be spelt out as well: `müller`, `mueller` and `muller` alike."""
    return _UMLAUTS.sub(r"\1", folded(word))


def _stop(words: str) -> frozenset[str]:
    """Words that tell nothing, however their accents are written."""
    return frozenset(form for word in words.split() for form in (word, folded(word), word.translate(UMLAUTS)))


_STOP = {"english": _stop(_ENGLISH), "german": _stop(_GERMAN), "spanish": _stop(_SPANISH)}
_COMMON = frozenset[str]().union(*_STOP.values())


class Language(StrEnum):
    """The languages that a score can be in, as a file names them."""

    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"

    @property
    def stemmed_as(self) -> str:
        """The name of what makes its stems, which is what `stems` wants."""
        return self.name.casefold()


def language_of(said: str) -> str:
    """By which language the words of a score are read that says it is in `said`; English where it does not say."""
    return Language(said or Language.ENGLISH).stemmed_as


def words(text: str) -> list[str]:
    """All words of `text` in small letters; `SelfLink` is two words, and possessives are none."""
    plain = _HUMP.sub(" ", unicodedata.normalize("NFKC", text)).casefold().replace("’", "'")
    return _WORD.findall(plain.replace("'s", ""))


def tells(word: str, language: str) -> bool:
    """Whether a word tells anything of what it is about: it is no letter by itself, and none that any sentence has."""
    return len(word) > 1 and word not in _STOP[language]


def is_common(word: str) -> bool:
    """Whether a word tells nothing in one of the languages at least."""
    return len(word) < 2 or word in _COMMON


@lru_cache(maxsize=20_000)
def telling(text: str, language: str) -> tuple[str, ...]:
    """The words of `text` that tell something, in small letters."""
    return tuple(word for word in words(text) if tells(word, language))


@lru_cache(maxsize=20_000)
def stems(text: str, language: str) -> tuple[str, ...]:
    """The stems of the words of `text` that tell something."""
    return tuple(stem(word, language) for word in telling(text, language))


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem of one word in small letters."""
    # Not imported at the top: it brings thirty languages, of which nobody needs any until something is read.
    return str(import_module("snowballstemmer").stemmer(language).stemWord(word))


def number(term: str) -> str:
    """The same number however it is written, `ten`, `10` and `10th` alike; any other stem as it is."""
    if term in _NUMBERS:
        return _NUMBERS[term]
    ordinal = _ORDINAL.fullmatch(term) if term[:1].isdigit() else None
    return ordinal[1] if ordinal else term
