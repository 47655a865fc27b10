"""Tasks find their lines, and whirlwind is left alone, in German and in Spanish as in English."""

from datetime import UTC, datetime
from random import Random

import pytest

from score.editions import Before, Loading, compose
from score.experience import Earlier, Experience, Told
from score.language import read
from score.stems import language_of
from score.ties import Index, judge, strangers

GERMAN = """
score: Brot
season: Frühjahr 2027
language: de
part:
  id: haus
  name: Haus
  kind: company
  priorities:
    P-1: {words: Neun von zehn Wartungsverträgen vor ihrem Ende verlängern}
    P-2: {words: Jeden Ofen sechzig Tage vor Ende des Vertrags besuchen}
    P-3: {words: Techniker im Backen schulen, also_called: Backkurs}
    P-4: {words: Anrufe von Bäckereien am selben Tag beantworten}
    P-5: {words: Neue Kunden nur im Umkreis einer Tagesfahrt gewinnen}
"""
SPANISH = """
score: Pan
season: Primavera 2027
language: es
part:
  id: casa
  name: Casa
  kind: company
  priorities:
    P-1: {words: Renovar nueve de cada diez contratos antes de que venzan}
    P-2: {words: Visitar cada horno sesenta días antes del final del contrato}
    P-3: {words: Enseñar a los técnicos a hacer pan, also_called: curso de panadería}
    P-4: {words: Contestar las llamadas de las panaderías el mismo día}
    P-5: {words: Ganar clientes nuevos solo donde llega una furgoneta}
"""
ENGLISH = """
score: Bread
season: Spring 2027
part:
  id: house
  name: House
  kind: company
  priorities:
    P-1: {words: Renew nine contracts in ten before they lapse}
    P-2: {words: Visit every oven sixty days before its contract ends}
    P-3: {words: Teach technicians to bake, also_called: baking course}
    P-4: {words: Answer calls from bakeries on the same day}
    P-5: {words: Win new customers only within a day's drive}
"""


def index(text: str) -> tuple[Index, dict[str, str]]:
    file = read(text.encode(), "score.yml")
    new = compose(file, Before({}), Loading("w", datetime(2027, 3, 1, tzinfo=UTC), Random(1)))
    assert new is not None
    found = Index(new.wordings, new.parts, language_of(new.edition.language))
    return found, {line.line_id: line.address.rpartition("/")[2] for line in new.wordings}


@pytest.mark.parametrize(
    ("text", "task", "line"),
    [
        (ENGLISH, "Visited both ovens at the harbour", "P-2"),
        (ENGLISH, "Renewing the contract of Mill Lane", "P-1"),
        (ENGLISH, "Baking course for two", "P-3"),
        (ENGLISH, "Call the bakery back that called", "P-4"),
        (GERMAN, "Einen Ofen am Hafen besuchen", "P-2"),
        (GERMAN, "Den Wartungsvertrag der Mühle verlängern", "P-1"),
        (GERMAN, "Backkurs für zwei vorbereiten", "P-3"),
        (GERMAN, "Anruf einer Bäckerei beantworten", "P-4"),
        (GERMAN, "Einen neuen Kunden gewinnen", "P-5"),
        (SPANISH, "Visité los dos hornos del puerto", "P-2"),
        (SPANISH, "Hablar de la renovación del contrato del molino", "P-1"),
        (SPANISH, "Preparar el curso de panadería", "P-3"),
        (SPANISH, "Contesté la llamada de una panadería", "P-4"),
        (SPANISH, "Ganar un cliente nuevo", "P-5"),
    ],
)
def test_other_forms_of_its_words_find_a_line(text: str, task: str, line: str) -> None:
    lines, names = index(text)
    ranking = lines.rank(task)

    assert names[ranking.lines[0].line_id] == line
    assert ranking.lines[0].line_id in judge(ranking).offered


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, SPANISH])
def test_what_people_do_on_any_day_is_left_alone(text: str) -> None:
    lines, _ = index(text)
    every = strangers()[lines.language]
    offered = [task for task in every if judge(lines.rank(task)).offered]

    assert len(every) >= 40
    assert len(offered) <= len(every) / 8


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, SPANISH])
def test_what_was_confirmed_is_known_again(text: str) -> None:
    lines, names = index(text)
    wanted = next(line_id for line_id, name in names.items() if name == "P-5")
    learned = Experience(Told([Earlier("t-1", "Zeppelin Rotterdam", wanted)], lines.language))

    assert not judge(lines.rank("Zeppelin Rotterdam")).offered
    assert judge(lines.rank("Zeppelin Rotterdam", learned=learned)).line_id == wanted
