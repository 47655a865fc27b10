"""Hostile files change nothing: one clear message, the right exit code, and never a traceback."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import cli, demo
from bot.example import FOLDER

SCORE = (FOLDER / "score.yml").read_bytes()
BOMB = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n" % (n, n, *[n - 1] * 8) for n in range(ord("b"), ord("j"))
)
CONTENTS = {
    "empty": b"",
    "spaces": b" \n\n\t\n",
    "bomb": BOMB,
    "alias of itself": b"score: &a [*a]\npart: *a\n",
    "duplicate keys": b"score: A\nscore: B\npart: {id: a}\npeople: {}\npeople: {}\n",
    "huge number": b"score: " + b"9" * 6000 + b"\npart: {id: 1e999, position: 0x" + b"f" * 5000 + b"}\n",
    "not a number": b"score: .nan\npart: {id: .inf, allowance: .nan}\n",
    "no such day": b"score: A\npart: {id: a, name: A, kind: team, priorities: {P-1: {words: B, until: 2027-02-30}}}\n",
    "far day": b"score: A\npart: {id: a, name: A, kind: team, priorities: {P-1: {words: B, until: 99999-01-01}}}\n",
    "utf-16": "score: A".encode("utf-16"),
    "latin": b"score: caf\xe9\n",
    "mark": b"\xef\xbb\xbfscore: A\n",
    "surrogates": b'score: "\\ud800"\n"\\udfff": x\n',
    "nul": b"score: a\x00b\n",
    "controls": b"score: \x1b[2J\x07\n",
    "tabs": b"score:\tA\n\tpart:\t{}\n",
    "deep": b"score: " + b"[" * 20_000,
    "deep pairs": b"{a: " * 5000,
    "code": b"!!python/object/apply:os.system ['echo pwned']\n",
    "tag": b"score: !!binary aGVsbG8=\npart: !x y\n",
    "two documents": b"score: A\n---\nscore: B\n",
    "json": b'{"question": ' + b"[" * 9000,
    "rows": b'{"question": 5}\n[1]\nnull\n{"text": NaN}\n"x"\n{\n{"question": "\\ud800?"}\n',
    "table": b'handle,name\n"a,b\n' + b"," * 5000,
    "front matter": b"---\nversion: " + b"9" * 5000 + b"\n---\n# <script>\n",
    "binary": bytes(range(256)) * 40,
}
COMMANDS: dict[str, Callable[[str], list[str]]] = {
    "score check": lambda file: ["score", "check", file],
    "score check with pairs": lambda file: ["score", "check", "score.yml", "--pairs", file],
    "score check with people": lambda file: ["score", "check", "score.yml", "--people", file],
    "score show": lambda file: ["score", "show", file],
    "score diff": lambda file: ["score", "diff", file],
    "score load": lambda file: ["score", "load", "--yes", file],
    "score import": lambda file: ["score", "import", file],
    "score export": lambda file: ["score", "export", file],
    "score tie": lambda file: ["score", "tie", file],
    "score tie of": lambda file: ["score", "tie", "rows.jsonl", "--score", file],
    "ask": lambda file: ["ask", file],
    "ask of": lambda file: ["ask", "rows.jsonl", "--score", file],
    "people check": lambda file: ["people", "check", file],
    "people import": lambda file: ["people", "import", "--yes", file],
    "people leave": lambda file: ["people", "leave", "--yes", file],
    "measures take-in": lambda file: ["measures", "take-in", "--yes", file],
    "lessons check": lambda file: ["lessons", "check", str(Path(file).parent)],
}
NAMES = {"people check": ("f.yml", "f.csv"), "people import": ("f.yml", "f.csv"), "lessons check": ("f.en.md",)}
NAMES["people leave"] = ("f.csv", "f.ics")
NAMES["measures take-in"] = ("f.csv",)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.jsonl").write_text('{"question": "Why?", "text": "Ring"}\n')


def kept() -> str:
    """What the demo's store holds."""
    with demo.STORE.open("rb") as store:
        return hashlib.sha256(store.read()).hexdigest()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_hostile_file_changes_nothing_and_is_said_in_words(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], a_demo_store: None
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    before = kept()
    for what, content in CONTENTS.items():
        for name in NAMES.get(command, ("f.yml",)):
            file = folder / name
            file.write_bytes(content)
            code = cli.main(COMMANDS[command](str(file)))
            said = capsys.readouterr()
            assert code in (cli.FOUND, cli.UNREADABLE) or is_well(command, what), (what, name, said.out[:200])
            assert said.err or code == cli.CLEAN or "nothing" in said.out.casefold(), (what, name)
            assert "Traceback" not in said.err + said.out
            assert not {mark for mark in said.err if mark < " " and mark not in "\n\t"}, (what, said.err[:300])
            (said.err + said.out).encode()
            assert len(said.err) < 60_000, (what, len(said.err))
            file.unlink()
    assert kept() == before


def is_well(command: str, what: str) -> bool:
    """Where a file of that kind holds nothing, nothing is wrong with it."""
    of_rows = command in ("ask", "score tie")
    return (of_rows and what in ("empty", "spaces")) or (command == "lessons check" and what in ("empty",))


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_file_is_said_in_words(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], a_demo_store: None
) -> None:
    before = kept()
    (tmp_path / "folder.yml").mkdir()
    (tmp_path / "loop.yml").symlink_to(tmp_path / "loop.yml")
    (tmp_path / "dangling.yml").symlink_to(tmp_path / "nowhere")
    names = ["missing.yml", "folder.yml", "loop.yml", "dangling.yml", "x" * 300, ""]
    if command == "lessons check":
        names = ["missing/f", "loop.yml/f", "dangling.yml/f", "rows.jsonl/f"]
    for name in names:
        assert cli.main(COMMANDS[command](name)) == cli.UNREADABLE, name
        said = capsys.readouterr()
        assert "cannot be read" in said.err, (name, said.err)
        assert "Traceback" not in said.err
    assert kept() == before


def test_the_files_that_are_hostile_would_be_read_if_they_were_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], a_demo_store: None
) -> None:
    (tmp_path / "f.yml").write_bytes(SCORE)
    assert cli.main(["score", "check", "f.yml", "--as-of", "2027-03-09"]) == cli.CLEAN
    assert cli.main(["ask", "rows.jsonl", "--score", "f.yml"]) == cli.CLEAN
