"""Any organisation as two files, its score and its people, for the demo to play."""

import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path

import yaml

from handlers.views import language
from prompts import Filled, phrase
from score import roster
from score.language import ScoreFile, read
from score.outline import normal
from score.problems import Gathering, ScoreProblems
from score.roster import Fault, Roster

YOU = "you"
"""Who plays a score that names nobody."""


@dataclass(frozen=True)
class Organisation:
    """What the demo needs of an organisation. `made_up` are people whom no file named: owners in the score."""

    score: ScoreFile
    roster: Roster
    made_up: tuple[str, ...]

    @property
    def key(self) -> str:
        """A name for its store: the same files have the same one."""
        said = f"{self.score.text}\0{self.roster.text}".encode()
        return hashlib.sha256(said).hexdigest()[:12]


class Unplayable(ValueError):
    """The files cannot be played; the message is all that is wrong, in words."""


def of_files(score_path: Path, people_path: Path | None) -> Organisation:
    """The organisation that two files describe; without people, that of the owners whom the score names.

    Raises OSError for a file that cannot be read, and Unplayable with all that is wrong in both.
    """
    score_source = score_path.read_bytes()
    if people_path is None:
        return _of_owners(score_source, str(score_path))
    wrong: list[str] = []
    people_source, people, parts = people_path.read_bytes(), None, None
    with contextlib.suppress(ScoreProblems):
        parts = [part.id for part in read(score_source, str(score_path)).parts]
    try:
        people = roster.read(people_source, str(people_path), parts)
    except ScoreProblems as problems:
        wrong.append(language.shown(problems, of=language.ROSTER))
    try:
        score = read(score_source, str(score_path), [one.handle for one in people.people] if people else None)
    except ScoreProblems as problems:
        wrong.insert(0, language.shown(problems))
    if wrong or people is None:
        raise Unplayable("\n".join(wrong))
    return Organisation(score, people, ())


def _of_owners(source: bytes, file: str) -> Organisation:
    try:
        score = read(source, file)
        people = _owners(score)
    except ScoreProblems as problems:
        raise Unplayable(language.shown(problems, of=language.ROSTER)) from None
    return Organisation(score, people, tuple(one.name for one in people.people))


def _owners(score: ScoreFile) -> Roster:
    """A roster of those who own lines, each in a team for every part in which they own one."""
    problems = Gathering(score.file)
    teams: dict[str, dict[str, None]] = {}
    for line in score.lines:
        if line.owner is not None:
            handle = normal(line.owner)
            if not roster.can_be_a_person(handle):
                at = line.places["owner"]
                problems.add(Fault.BAD_HANDLE, at, f"{line.path}.owner", found=line.owner)
            teams.setdefault(line.part, {})[handle] = None
    problems.refuse_any(score.text)
    if not teams:
        teams = {score.parts[0].id: {YOU: None}}
    names = {part.id: part.name for part in score.parts}
    handles = {handle for members in teams.values() for handle in members}
    said = {
        "people": {handle: {"name": _name(handle)} for handle in sorted(handles)},
        "teams": {
            _team(part, handles): {"name": names[part], "part": part, "members": list(members)}
            for part, members in teams.items()
        },
    }
    return roster.read(yaml.safe_dump(said, allow_unicode=True).encode(), score.file + ".people")


def _name(handle: str) -> str:
    return " ".join(word.capitalize() for word in handle.replace(".", " ").replace("-", " ").replace("_", " ").split())


def _team(part: str, people: set[str]) -> str:
    taken = part in people or not roster.can_be_a_team(part)
    return f"team-{part}"[: roster.HANDLE] if taken else part


def told(organisation: Organisation) -> Filled:
    """What is said of people whom no file named."""
    return phrase("command.made-up", count=len(organisation.made_up), people=list(organisation.made_up))
