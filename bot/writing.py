"""`concertmaster score new`: a score from a template, or from an interview in the terminal."""

import argparse
import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from bot.ports import WallClock
from handlers.against import staying_out
from handlers.views import interview as view
from prompts import LANGUAGE, Filled, Which, phrase, plain, spellings, template
from score import interview, roster
from score.interview import Interview
from score.question import Around, Question, Unfit
from score.rules import judge
from score.rules.finding import Finding
from score.rules.known import Everybody, Known, everybody_of
from score.rules.pairs import ours
from score.words import alike

STOPPED, WRITTEN, REFUSED = 1, 0, 2
"""Exit codes: what was said is kept for later, the file is there, nothing was begun."""

LISTED = 9
"""Findings that are listed at once; the next ones come when these are mended."""

Say = Callable[[str], None]
Hear = Callable[[], str]


def arguments(new: argparse.ArgumentParser) -> None:
    """What can be said after `concertmaster score new`."""
    new.add_argument("file", type=Path, nargs="?", default=Path("score.yml"), help="where to (default: %(default)s)")
    new.add_argument("--template", default="", metavar="NAME", help="take this one, with its people.yml beside it")
    new.add_argument("--list", action="store_true", help="which templates there are")
    new.add_argument("--people", type=Path, metavar="ROSTER", help="who can own a line; without, anybody")
    new.epilog = "Without --template it asks, question by question. Nothing that is there already is overwritten."


def run(given: argparse.Namespace, say: Say, refuse: Say, hear: Hear) -> int:
    """Do it; gives the exit code. Raises OSError and ScoreProblems for a roster that cannot be read."""
    if given.list:
        for name in template.names():
            say(plain(phrase("interview.templates", name=name, what=Which(name))))
        return WRITTEN
    today = WallClock().now().date()
    beside = given.file.with_name("people.yml")
    there = next((one for one in (given.file, *([beside] if given.template else [])) if one.exists()), None)
    if there is not None:
        refuse(plain(phrase("interview.exists", file=str(there))))
        return REFUSED
    if not given.template:
        return _asked(given, today, say, refuse, hear)
    if given.template not in template.names():
        refuse(plain(phrase("interview.no-template", name=given.template, names=list(template.names()))))
        return REFUSED
    _write(given.file, template.score(given.template, today))
    _write(beside, template.people(given.template))
    say(plain(phrase("interview.taken", score=str(given.file), people=str(beside))))
    return WRITTEN


def _asked(given: argparse.Namespace, today: date, say: Say, refuse: Say, hear: Hear) -> int:
    people = roster.read(given.people.read_bytes(), str(given.people)) if given.people else None
    around = Around(today, spellings("absence", LANGUAGE), people.people if people else None)
    asking = _Asking(given.file, around, everybody_of(people) if people else None, say, hear)
    try:
        asking.begin()
    except ValueError:
        refuse(plain(phrase("interview.not-an-interview", file=str(asking.kept))))
        return REFUSED
    return asking.run()


class _Asking:
    """One interview in a terminal; each answer is kept in a file beside the one that is to be written."""

    def __init__(self, file: Path, around: Around, people: Everybody | None, say: Say, hear: Hear) -> None:
        self.kept = file.with_name(f"{file.name}.interview")
        self._file, self._around, self._people, self._hear = file, around, people, hear
        self._say: Callable[[Filled], None] = lambda said: say(plain(said))
        self._print = say
        self._now = Interview()
        self._words = spellings("interviewing", LANGUAGE)

    def begin(self) -> None:
        """Go on with what is kept, if anything is. Raises ValueError when it is no interview."""
        if self.kept.exists():
            self._now = interview.of(self.kept.read_text("utf-8"))
            self._say(phrase("interview.goes-on", count=len(self._now.answers), file=str(self.kept)))
        self._say(phrase("interview.help"))

    def run(self) -> int:
        """Ask until the file is written, or until somebody stops."""
        try:
            while (code := self._once()) is None:
                pass
        except (KeyboardInterrupt, EOFError):
            code = STOPPED
        if code == STOPPED:
            self._print("")
            self._say(phrase("interview.stopped", file=str(self.kept)))
        return code

    def _once(self) -> int | None:
        """One question and what is answered to it; the exit code when that was the last."""
        asked = interview.question(self._now)
        between = interview.is_between(asked)
        found = self._found() if between else []
        self._ask(asked)
        said = self._hear().strip()
        word, _, rest = said.partition(" ")
        if between and self._words.get(alike(word)) == "mend" and (rest.isdecimal() or not rest):
            self._mend(found, int(rest or 1))
            return None
        meant = self._words.get(alike(said), "")
        if meant == "later":
            return STOPPED
        if meant == "show":
            self._show()
        elif meant == "back":
            self._keep(interview.back(self._now), asked)
        elif asked is None:
            return self._written()
        else:
            skips = meant == "skip" or not said
            after = interview.skip(self._now) if skips else interview.answer(self._now, said, self._around)
            self._keep(after, asked)
        return None

    def _ask(self, asked: Question | None) -> None:
        self._print("")
        if asked is None:
            self._say(phrase("interview.complete", file=str(self._file)))
            return
        self._say(view.asks(asked))
        for place, value in enumerate(asked.options, 1):
            said = view.option(asked, value)
            self._print(f"  {place}. {plain(said) if isinstance(said, Filled) else said}")
        self._print(f"  {plain(view.hint(asked))}")
        self._print(f"  {plain(view.before(asked) if asked.before else view.example(asked))}")

    def _keep(self, after: Interview | Unfit, asked: Question | None) -> None:
        if isinstance(after, Unfit):
            assert asked is not None, "what is not asked is not answered"
            self._say(view.unfit(asked, after))
            return
        self._now = after
        beside = self.kept.with_name(f"{self.kept.name}.new")
        beside.write_text(interview.told(after), "utf-8")
        os.replace(beside, self.kept)

    def _found(self) -> Sequence[Finding]:
        """What the rules find in the score so far, told; the heaviest first."""
        file = interview.score(self._now)
        assert file is not None, "a part has a name"
        found = judge(Known(file, self._around.today, self._people, None, ours(), staying_out(LANGUAGE), []))
        self._print("")
        self._say(phrase("interview.found", count=len(found)))
        for number, one in enumerate(found[:LISTED], 1):
            self._say(view.finding(number, one))
        return found

    def _mend(self, found: Sequence[Finding], number: int) -> None:
        if not 0 < number <= len(found):
            self._say(phrase("interview.no-such-finding"))
            return
        after = interview.mend(self._now, found[number - 1])
        if after is None:
            self._say(phrase("interview.not-mended"))
        else:
            self._keep(after, None)

    def _show(self) -> None:
        file = interview.score(self._now)
        self._print(file.text) if file else self._say(phrase("interview.nothing-yet"))

    def _written(self) -> int:
        file = interview.score(self._now)
        assert file is not None, "it has a name at its end"
        try:
            _write(self._file, file.text)
        except FileExistsError:
            self._say(phrase("interview.exists", file=str(self._file)))
            return STOPPED
        self.kept.unlink(missing_ok=True)
        lines, parts = len(file.lines), len(file.parts)
        self._say(phrase("interview.written", file=str(self._file), lines=lines, parts=parts))
        return WRITTEN


def _write(file: Path, text: str) -> None:
    """A new file. Raises FileExistsError where there is one."""
    with file.open("x", encoding="utf-8") as out:
        out.write(text)
