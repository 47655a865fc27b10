"""How the problems of a file are said, in chat and in the terminal."""

import unicodedata

from handlers.cards import Theirs
from prompts import LANGUAGE, Filled, all_inputs, phrase, plain
from score.outline import lines_of
from score.problems import Problem, ScoreProblems, brief
from storage.tables import Privacy

SHOWN = 100
"""Characters of a source line that are shown at most."""

BEFORE = 60
"""Characters shown before the place of a problem, when its line is longer than `SHOWN`."""


ROSTER, LEAVE, READINGS, OKRS = "roster", "leavefile", "readingfile", "okrfile"
"""Where the problems are said of a roster, of days away, of readings, and of a list of objectives; what is left out
there is said as for a score.
"""


def wrong(problem: Problem, of: str = "language") -> Filled:
    """What is wrong: half a sentence, to stand after the place. `of` is the conversation for that sort of file."""
    return _said(problem.kind, problem, of)


def remedy(problem: Problem, of: str = "language") -> Filled:
    """What to do about it: one or two sentences."""
    return _said(f"{problem.kind}-remedy", problem, of)


def shown(problems: ScoreProblems, language: str = LANGUAGE, of: str = "language") -> str:
    """All that is wrong, as compilers print it: place and message, the line with a caret, the remedy."""
    lines = lines_of(problems.text)
    return "\n".join(_excerpt(problem, lines, language, of) for problem in problems.problems)


def _said(name: str, problem: Problem, of: str) -> Filled:
    known = all_inputs()
    id = f"{of}.{name}" if f"{of}.{name}" in known else f"language.{name}"
    values = {
        "file": _theirs(brief(problem.file)),
        "line": str(problem.line),
        "column": str(problem.column),
        "field": _theirs(problem.field or brief(problem.file)),
        "found": problem.found if isinstance(problem.found, int) else _theirs(problem.found),
        "wanted": problem.wanted if isinstance(problem.wanted, int) else _theirs(problem.wanted),
        "suggestion": _theirs(problem.suggestion),
        "near": int(bool(problem.suggestion)),
    }
    wanted = known[id]
    return phrase(id, **{name: value for name, value in values.items() if name in wanted})


def _theirs(value: str | tuple[str, ...]) -> Theirs | list[Theirs]:
    if isinstance(value, str):
        return Theirs(value, Privacy.PUBLIC)
    return [Theirs(one, Privacy.PUBLIC) for one in value]


def _whole(name: str) -> str:
    """A file's name in full, so that an editor finds it; what would move a cursor stands as a question mark."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _excerpt(problem: Problem, lines: list[str], language: str, of: str) -> str:
    said, help = (plain(one, language) for one in (wrong(problem, of), remedy(problem, of)))
    return excerpt(problem.file, problem.line, problem.column, said, lines, help)


def excerpt(file: str, line: int, column: int, said: str, lines: list[str], help: str) -> str:
    """What is said of one place of a file: place and message, the line with a caret, and the help."""
    source, before = _window(lines[line - 1] if line <= len(lines) else "", column - 1)
    number = f"{line:>5}"
    caret = f"{' ' * len(number)} | {' ' * _width(source[:before])}^"
    head = f"{_whole(file)}:{line}:{column}: {said}"
    return "\n".join([head, f"{number} | {source}", caret, f"{' ' * len(number)}   {help}", ""])


def _window(line: str, place: int) -> tuple[str, int]:
    """What is shown of a line, and how many characters of it come before `place`."""
    start = max(0, place - BEFORE) if len(line) > SHOWN else 0
    source = line[start : start + SHOWN]
    return "".join(character if character.isprintable() else " " for character in source), place - start


def _width(text: str) -> int:
    """The columns that `text` takes in a terminal."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
