"""How a team's own questions look: in the check-in, to who sets them, and what was answered to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Checklist,
    Entry,
    Facts,
    Field,
    FieldKind,
    Form,
    Option,
    Piece,
    Prose,
    Quote,
    Text,
    Theirs,
    theirs,
)
from prompts import Filled, Which, phrase
from score.digest import FEWEST
from score.hours import WEEKDAYS
from score.team_questions import MOST, NO, YES, Once, Spread, counted, is_required, spread
from score.words import alike
from storage.tables import AskedWhen, Person, Privacy, QuestionKind, Team, TeamAnswer, TeamQuestion

WORDS, OPTION, SAID = 120, 60, 300
"""Characters of a question, of one of its options, and of what is answered to it, at most."""

TEAMS = 5
"""Other teams that have a button of their own on the list; admins set the questions of every team."""

EVERY_DAY = 0b1111111
A_MONDAY = date(2024, 1, 1)

_FIELDS = {
    QuestionKind.LINE: FieldKind.TEXT,
    QuestionKind.CHOICE: FieldKind.CHOICE,
    QuestionKind.YES_NO: FieldKind.CHOICE,
    QuestionKind.NUMBER: FieldKind.NUMBER,
}


# In the check-in


@dataclass(frozen=True)
class Asking:
    """One question as somebody is asked it: what it is to each team that it answers, and what stands there.

    `only` says when it is asked, where that can be taken back on the same form.
    """

    questions: Once
    teams: Sequence[Team]
    value: str = ""
    only: Filled | None = None

    @property
    def names(self) -> list[str]:
        """The names of the teams."""
        return [team.name for team in self.teams]


@dataclass(frozen=True)
class Section:
    """The teams' own questions on one form, and how many wait for another day."""

    asked: Sequence[Asking] = ()
    more: int = 0

    @property
    def about(self) -> Mapping[str, str]:
        """Which questions are on the form, as it says so when it comes back."""
        return {"asked": " ".join(one.questions[0].id for one in self.asked)} if self.asked else {}

    @property
    def fields(self) -> list[Field]:
        """A field for each."""
        return [question_field(one) for one in self.asked]


def question_field(asking: Asking) -> Field:
    """The field of one question."""
    question = asking.questions[0]
    return Field(
        f"q-{question.id}",
        phrase("team_questions.label", words=theirs(question, "words")),
        Audience(phrase("checkin.sees-team", teams=asking.names), Privacy.TEAM),
        _FIELDS[question.kind],
        options=options_of(question),
        value=Theirs(asking.value, Privacy.PERSON) if asking.value else None,
        hint=_hint(asking),
        optional=not is_required(asking.questions),
        longest=SAID,
        under=phrase("team_questions.asked-by", teams=asking.names, count=len(asking.teams)),
    )


def _hint(asking: Asking) -> Filled:
    if asking.only is not None:
        return phrase("team_questions.only-if", when=asking.only)
    if is_required(asking.questions):
        return phrase("team_questions.is-waited-for", teams=asking.names, count=len(asking.teams))
    return phrase("team_questions.may-stay-empty")


def options_of(question: TeamQuestion) -> list[Option]:
    """What can be chosen; none where something is written."""
    if question.kind is QuestionKind.YES_NO:
        return [Option(YES, phrase("team_questions.yes")), Option(NO, phrase("team_questions.no"))]
    return [Option(f"o{n}", Theirs(words, Privacy.TEAM)) for n, words in enumerate(question.options, 1)]


def as_value(question: TeamQuestion, said: str) -> str:
    """What was said, as the question's field has it."""
    if question.kind is not QuestionKind.CHOICE:
        return said
    return next((f"o{n}" for n, one in enumerate(question.options, 1) if alike(one) == alike(said)), "")


def asks_more(asked: Sequence[Asking], checkin_id: str) -> list[Piece]:
    """What is still to be asked after a check-in, with the button that opens it."""
    teams = list(dict.fromkeys(name for one in asked for name in one.names))
    words = [phrase("team_questions.quoted", words=theirs(one.questions[0], "words")) for one in asked]
    says = phrase("team_questions.asks-more", teams=teams, count=len(teams), questions=len(asked), words=words)
    answer = Button(phrase("team_questions.answer"), "team_questions.open_answers", checkin_id)
    return [Prose(says), Buttons([answer])]


def answer_form(checkin_id: str, section: Section) -> Form:
    """What is asked after a check-in."""
    return Form(
        phrase("team_questions.form-title", questions=len(section.asked)),
        "team_questions.answer",
        section.fields,
        phrase("team_questions.keep-answer"),
        about={"checkin": checkin_id, **section.about},
    )


def kept(day: date) -> Card:
    """The answers are kept."""
    return Card(phrase("team_questions.kept", day=day), [Audience(phrase("team_questions.you-see"), Privacy.PERSON)])


def nothing_open() -> Card:
    """There is nothing left to answer."""
    return Card(phrase("team_questions.nothing-open"))


# The team's list


def shelf(team: Team, questions: Sequence[TeamQuestion], others: Sequence[Team], said: Filled | None = None) -> Card:
    """A team's questions, to be added to, changed, moved and removed; `said` is why it is shown, if for a reason."""
    pieces: list[Piece] = []
    says = phrase("team_questions.shelf", team=theirs(team, "name"), count=len(questions))
    if said is not None:
        pieces.append(Prose(says))
    if questions:
        pieces.append(Checklist([_entry(n, questions) for n in range(len(questions))]))
    full = len(questions) >= MOST
    pieces.append(
        Prose(phrase("team_questions.shelf-full") if full else phrase("team_questions.shelf-why"), quiet=True)
    )
    buttons = [] if full else [Button(phrase("team_questions.add"), "team_questions.open_form", team.id, main=True)]
    if len(others) > TEAMS:
        buttons.append(Button(phrase("team_questions.other-teams"), "team_questions.open_teams"))
    else:
        buttons += [
            Button(phrase("team_questions.another-team", team=theirs(one, "name")), "team_questions.shelf", one.id)
            for one in others
        ]
    buttons.append(Button(phrase("setup.back"), "setup.open", team.id, quiet=True))
    pieces.append(Buttons(buttons))
    pieces.append(Audience(phrase("team_questions.who-sees", team=theirs(team, "name")), Privacy.TEAM))
    return Card(said or says, pieces)


def teams(led: Sequence[Team]) -> Form:
    """The teams whose questions somebody sets, where they are too many for buttons."""
    which = Field(
        "team",
        phrase("team_questions.which-team"),
        Audience(phrase("team_questions.you-see"), Privacy.PERSON),
        FieldKind.CHOICE,
        options=[Option(one.id, theirs(one, "name")) for one in led],
        optional=False,
    )
    return Form(
        phrase("team_questions.other-teams"), "team_questions.shelf", [which], phrase("team_questions.show-team")
    )


def _entry(place: int, questions: Sequence[TeamQuestion]) -> Entry:
    one = questions[place]
    choices = [Button(phrase("team_questions.change"), "team_questions.open_change", one.id)]
    if place > 0:
        choices.append(Button(phrase("team_questions.earlier"), "team_questions.move", f"{one.id} {place - 1}"))
    if place < len(questions) - 1:
        choices.append(Button(phrase("team_questions.later"), "team_questions.move", f"{one.id} {place + 1}"))
    choices.append(Button(phrase("team_questions.remove"), "team_questions.remove", one.id, quiet=True))
    return Entry(theirs(one, "words"), choices, note=what(one, {other.first_id: other for other in questions}))


def what(question: TeamQuestion, known: Mapping[str, TeamQuestion]) -> Filled:
    """How a question is answered and when it is asked; `known` are the team's questions by their first wordings."""
    return phrase(
        "team_questions.what",
        kind=_kind(question),
        when=asked_when(question, known),
        days=_days(question),
        required=Which("yes" if question.required else "no"),
    )


def _kind(question: TeamQuestion) -> Filled:
    if question.kind is QuestionKind.CHOICE:
        return phrase("team_questions.kind-choice", options=[Theirs(one, Privacy.TEAM) for one in question.options])
    if question.kind is QuestionKind.YES_NO:
        return phrase("team_questions.kind-yes_no")
    number = question.kind is QuestionKind.NUMBER
    return phrase("team_questions.kind-number") if number else phrase("team_questions.kind-line")


def asked_when(question: TeamQuestion, known: Mapping[str, TeamQuestion]) -> Filled:
    """When a question is asked, inside a sentence; `known` are questions by their first wordings."""
    before = known.get(question.after_id or "")
    if question.asked_when is AskedWhen.AFTER:
        words = theirs(before, "words") if before else phrase("team_questions.gone")
        return phrase("team_questions.when-after", words=words, said=after_said(question, before))
    if question.asked_when is AskedWhen.TOLD:
        return phrase("team_questions.when-told")
    if question.asked_when is AskedWhen.UNTIED:
        return phrase("team_questions.when-untied")
    back = question.asked_when is AskedWhen.BACK
    return phrase("team_questions.when-back") if back else phrase("team_questions.when-always")


def after_said(question: TeamQuestion, before: TeamQuestion | None) -> Text:
    """The answer after which a question is asked, in words."""
    if before is not None and before.kind is QuestionKind.YES_NO:
        return in_words(before, question.after_said)
    return theirs(question, "after_said")


def in_words(question: TeamQuestion, said: str) -> Text:
    """An answer as it is read."""
    if question.kind is QuestionKind.YES_NO:
        return phrase("team_questions.yes") if said == YES else phrase("team_questions.no")
    return Theirs(said, Privacy.TEAM)


def _days(question: TeamQuestion) -> Filled:
    if question.days & EVERY_DAY == EVERY_DAY:
        return phrase("team_questions.every-day")
    days = [_weekday(n) for n in range(len(WEEKDAYS)) if question.days >> n & 1]
    return phrase("team_questions.on-days", days=days)


def _weekday(number: int) -> Filled:
    return phrase("team_questions.weekday", day=A_MONDAY.replace(day=1 + number))


def removed(question: TeamQuestion, team: Team) -> Card:
    """A question is no longer asked, until it is."""
    buttons = [
        Button(phrase("team_questions.ask-again"), "team_questions.restore", question.id),
        Button(phrase("team_questions.back"), "team_questions.shelf", team.id, quiet=True),
    ]
    says = phrase("team_questions.removed", words=theirs(question, "words"))
    audience = Audience(phrase("team_questions.you-see"), Privacy.PERSON)
    return Card(says, [Buttons(buttons), audience])


def refused(question: TeamQuestion, team: Team, why: str) -> Card:
    """Why something cannot be done: `full`, or what is asked after another one."""
    words = theirs(question, "words")
    if why == "full":
        says = phrase("team_questions.full", team=theirs(team, "name"))
    elif why == "is-followed":
        says = phrase("team_questions.is-followed", words=words)
    else:
        says = phrase("team_questions.stays-after", words=words)
    back = Button(phrase("team_questions.back"), "team_questions.shelf", team.id)
    return Card(says, [Buttons([back]), Audience(phrase("team_questions.you-see"), Privacy.PERSON)])


def may_not() -> Card:
    """Who sets questions."""
    return Card(phrase("team_questions.may-not"))


# The form


def form(team: Team, question: TeamQuestion | None, standing: Sequence[TeamQuestion], seen: str = "") -> Form:
    """A new question of the team, or the one that stands there; `standing` are those that it can be asked after.

    `seen` is when that one had last been changed.
    """
    title = phrase("team_questions.title-add", team=theirs(team, "name"))
    about = {"team": team.id, "question": question.id if question else "", "seen": seen}
    if question is not None:
        title = phrase("team_questions.title-change", words=theirs(question, "words"))
    sees = Audience(phrase("team_questions.answers-seen-by", team=theirs(team, "name")), Privacy.TEAM)
    fields = [*_words_fields(question, sees), *_when_fields(question, standing, sees)]
    return Form(title, "team_questions.preview", fields, phrase("team_questions.look-first"), about=about)


def _words_fields(question: TeamQuestion | None, sees: Audience) -> list[Field]:
    options = Theirs("\n".join(question.options), Privacy.TEAM) if question and question.options else None
    return [
        Field(
            "words",
            phrase("team_questions.words"),
            sees,
            value=theirs(question, "words") if question else None,
            hint=phrase("team_questions.words-hint"),
            optional=False,
            longest=WORDS,
        ),
        Field(
            "kind",
            phrase("team_questions.kind"),
            sees,
            FieldKind.CHOICE,
            options=[
                Option(QuestionKind.LINE.value, phrase("team_questions.option-line")),
                Option(QuestionKind.CHOICE.value, phrase("team_questions.option-choice")),
                Option(QuestionKind.YES_NO.value, phrase("team_questions.option-yes_no")),
                Option(QuestionKind.NUMBER.value, phrase("team_questions.option-number")),
            ],
            value=theirs(question, "kind") if question else None,
            optional=False,
        ),
        Field(
            "options",
            phrase("team_questions.choices"),
            sees,
            FieldKind.LONG,
            value=options,
            hint=phrase("team_questions.choices-hint"),
        ),
    ]


def _when_fields(question: TeamQuestion | None, standing: Sequence[TeamQuestion], sees: Audience) -> list[Field]:
    days = question.days if question and question.days != EVERY_DAY else 0
    on = " ".join(name for n, name in enumerate(WEEKDAYS) if days >> n & 1)
    return [
        Field(
            "when",
            phrase("team_questions.when"),
            sees,
            FieldKind.CHOICE,
            options=[*_conditions(), *_answers(standing)],
            value=Theirs(when_value(question, standing), Privacy.TEAM),
        ),
        Field(
            "days",
            phrase("team_questions.days"),
            sees,
            FieldKind.CHOICES,
            options=[Option(name, _weekday(n)) for n, name in enumerate(WEEKDAYS)],
            value=Theirs(on, Privacy.TEAM) if on else None,
            hint=phrase("team_questions.days-hint"),
        ),
        Field(
            "must",
            phrase("team_questions.must"),
            sees,
            FieldKind.TICK,
            value=Theirs("yes", Privacy.TEAM) if question and question.required else None,
            hint=phrase("team_questions.must-hint"),
        ),
    ]


def _conditions() -> list[Option]:
    return [
        Option(AskedWhen.ALWAYS.value, phrase("team_questions.option-always")),
        Option(AskedWhen.TOLD.value, phrase("team_questions.option-told")),
        Option(AskedWhen.UNTIED.value, phrase("team_questions.option-untied")),
        Option(AskedWhen.BACK.value, phrase("team_questions.option-back")),
    ]


def _answers(standing: Sequence[TeamQuestion]) -> list[Option]:
    """Each answer after which a question can be asked."""
    return [
        Option(
            f"{AskedWhen.AFTER.value} {before.first_id} {option.value}",
            phrase("team_questions.option-after", said=option.label, words=theirs(before, "words")),
        )
        for before in standing
        for option in options_of(before)
    ]


def when_value(question: TeamQuestion | None, standing: Sequence[TeamQuestion]) -> str:
    """When a question is asked, as the form's field has it."""
    if question is None:
        return AskedWhen.ALWAYS.value
    before = next((one for one in standing if one.first_id == question.after_id), None)
    if question.asked_when is not AskedWhen.AFTER or before is None:
        return question.asked_when.value
    return f"{AskedWhen.AFTER.value} {before.first_id} {as_value(before, question.after_said)}"


def preview(team: Team, question: TeamQuestion, standing: Sequence[TeamQuestion], about: Mapping[str, str]) -> Form:
    """A question as the team will see it, before it is asked; `about` is all that was said of it."""
    when = asked_when(question, {one.first_id: one for one in standing})
    if question.asked_when.is_known_before:
        says = phrase("team_questions.preview-in-form", when=when, days=_days(question))
    else:
        says = phrase("team_questions.preview-after", when=when, days=_days(question))
    return Form(
        phrase("team_questions.title-preview", team=theirs(team, "name")),
        "team_questions.keep",
        [question_field(Asking((question,), [team]))],
        phrase("team_questions.ask-it"),
        about=about,
        says=says,
    )


# What was asked


Answered = tuple[TeamAnswer, TeamQuestion, Person, date]
"""What was said, to which question, by whom, for which day."""


def answers(team: Team, days: tuple[date, date], answered: Sequence[Answered], *, in_channel: bool) -> Card:
    """What was asked on these days and what was answered: words with their names, all else as counts."""
    first, last = days
    says = phrase(
        "team_questions.answers", team=theirs(team, "name"), first=first, last=last, days=(last - first).days + 1
    )
    pieces: list[Piece] = []
    for _, same in groupby(answered, key=lambda one: one[1].id):
        pieces += _answers_to(list(same))
    if not answered:
        pieces.append(Prose(phrase("team_questions.no-answers")))
    if in_channel:
        pieces.append(Audience(phrase("team_questions.channel-sees"), Privacy.TEAM))
    else:
        pieces.append(Audience(phrase("team_questions.you-see"), Privacy.PERSON))
    return Card(says, pieces)


def _answers_to(answered: Sequence[Answered]) -> list[Piece]:
    question = answered[0][1]
    words = theirs(question, "words")
    pieces: list[Piece] = [Prose(phrase("team_questions.question", words=words, answers=len(answered)))]
    if question.ended_at is not None:
        pieces.append(Prose(phrase("team_questions.no-longer", day=question.ended_at.date()), quiet=True))
    if question.kind is QuestionKind.LINE:
        return [*pieces, *(_quote(*one) for one in answered)]
    said = [(person.id, answer.said) for answer, _, person, _ in answered]
    if question.kind is QuestionKind.NUMBER:
        return [*pieces, _spread(spread(words for _, words in said))]
    return [*pieces, *_counts(question, said)]


def _quote(answer: TeamAnswer, _question: TeamQuestion, person: Person, day: date) -> Quote:
    return Quote(theirs(answer, "said"), phrase("team_questions.said-by", name=person.name, day=day))


def _spread(found: Spread) -> Facts:
    middle, lowest, highest = (
        Theirs(f"{one:.12g}", Privacy.TEAM) for one in (found.middle, found.lowest, found.highest)
    )
    return Facts(
        [
            (phrase("team_questions.middle"), middle),
            (phrase("team_questions.from-to"), phrase("team_questions.range", lowest=lowest, highest=highest)),
        ]
    )


def _counts(question: TeamQuestion, said: Sequence[tuple[str, str]]) -> list[Piece]:
    counts = counted(question, said)
    enough = counts.people >= FEWEST
    pairs = [
        (phrase("team_questions.label", words=in_words(question, option)), _count(n, counts.answers, share=enough))
        for option, n in counts.of.items()
    ]
    few = [] if enough else [Prose(phrase("team_questions.too-few"), quiet=True)]
    return [Facts(pairs), *few]


def _count(count: int, of: int, *, share: bool) -> Filled:
    if not share:
        return phrase("team_questions.count", count=count)
    return phrase("team_questions.count-share", count=count, of=of, percent=round(100 * count / of))
