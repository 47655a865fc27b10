"""How an interview about a score looks: its questions, what is wrong with an answer, and how it stands."""

from handlers.cards import Theirs
from handlers.views import findings
from prompts import Filled, Which, phrase
from score.language import WORDS
from score.question import LONGEST, Asked, Question, Sort, Unfit
from score.rules.finding import Finding
from storage.tables import Privacy

OURS = frozenset({Asked.OPPOSITE, Asked.KIND, Asked.EVERY, Asked.TYPE, Asked.DIRECTION, Asked.OWN_CHOICES, Asked.UNTIL})
"""Questions whose options are words of ours; those of the others are lines and parts."""


def asks(question: Question) -> Filled:
    """The question."""
    return phrase("interview.asks", what=_what(question), of=_theirs(question.of), count=question.count)


def hint(question: Question) -> Filled:
    """What makes a good answer."""
    return phrase("interview.hint", what=_what(question))


def example(question: Question) -> Filled:
    """An answer that somebody could give."""
    return phrase("interview.example-says", example=phrase("interview.example", what=_what(question)))


def before(question: Question) -> Filled:
    """What was answered earlier."""
    answer = question.before
    return phrase(
        "interview.before", answer=option(question, answer) if answer in question.options else _theirs(answer)
    )


def option(question: Question, value: str) -> Filled | Theirs:
    """One of its options."""
    if question.asks in OURS:
        return phrase("interview.option", value=Which(value.replace("2 weeks", "twoweeks")))
    return _theirs(question.options[value])


def unfit(question: Question, why: Unfit) -> Filled:
    """Why an answer cannot be taken."""
    return phrase("interview.unfit", why=Which(why.value), most=LONGEST.get(question.asks, WORDS))


def finding(number: int, one: Finding) -> Filled:
    """Something that the rules find in the score so far, by the number with which it is mended."""
    return phrase(
        "interview.finding",
        number=number,
        severity=phrase("rules.finding", severity=Which(one.severity.value)),
        rule=_theirs(one.rule),
        line=_theirs(one.lines[0]),
        reason=findings.reason(one),
        remedy=findings.remedy(one),
    )


def is_one_of(question: Question) -> bool:
    """Whether nothing but one of the options can be answered."""
    return question.sort is Sort.OPTION


def _what(question: Question) -> Which:
    return Which(question.asks.value)


def _theirs(words: str) -> Theirs:
    return Theirs(words, Privacy.PERSON)
