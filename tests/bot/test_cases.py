"""What was said to be wrong, printed as cases to try a coach with."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot import cli, demo
from bot.organised import organisation
from storage import scores
from storage.store import Store, open_engine, open_store
from storage.tables import Mistake, MistakeKind

from .test_cli_slack import OAUTH


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def mistake(store: Store) -> Mistake:
    workspace = organisation(store, "")
    edition = scores.current(store, workspace.id)
    assert edition is not None
    line = next(one for one in scores.wordings(store, workspace.id, edition.id) if one.address == "service/P-2")
    return Mistake(
        id="m",
        workspace_id=workspace.id,
        words="Why “every” oven?",
        kind=MistakeKind.OUT_OF_DATE,
        cited=[line.line_id],
        edition_id=edition.id,
        day=date(2027, 3, 9),
    )


@pytest.mark.usefixtures("a_demo_store")
def test_each_is_one_line_of_json_and_nothing_says_who(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["cases"]) == cli.CLEAN
    assert capsys.readouterr().out == ""
    engine = open_engine(f"sqlite:///{demo.STORE}")
    with open_store(engine) as store:
        store.keep(mistake(store))
    engine.dispose()

    assert cli.main(["cases"]) == cli.CLEAN
    said = capsys.readouterr().out
    assert "“every”" in said
    assert [json.loads(row) for row in said.splitlines()] == [
        {
            "question": "Why “every” oven?",
            "kind": "answerable",
            "lines": [],
            "was": ["service/P-2"],
            "why": "out_of_date",
            "edition": 1,
        }
    ]


def test_without_a_store_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["cases"]) == cli.UNREADABLE
    assert capsys.readouterr().err

    for name, value in OAUTH.items():
        monkeypatch.setenv(name, value)
    assert cli.main(["cases"]) == cli.UNREADABLE
    assert "`concertmaster migrate`" in capsys.readouterr().err
    cli.main(["migrate"])
    capsys.readouterr()
    assert cli.main(["cases", "--organisation", "Nobody"]) == cli.UNREADABLE
    assert "no organisation" in capsys.readouterr().err
