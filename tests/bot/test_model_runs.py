"""The coach's model as it is switched on: what `concertmaster check` says of it."""

from pathlib import Path

import pytest

from bot import cli
from bot.settings import ModelSettings
from prompts import Which, phrase, plain
from score.model import WhyNot
from tests.fakes.model import HTML, KEY, MODEL, FakeModel

IN = "CONCERTMASTER_MODEL__"


@pytest.fixture(autouse=True)
def _migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["migrate"]) == cli.CLEAN
    capsys.readouterr()


def checks(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], **settings: str) -> tuple[int, str]:
    for name, value in settings.items():
        monkeypatch.setenv(f"{IN}{name}", value)
    return cli.main(["check"]), capsys.readouterr().out


def test_where_nothing_is_set_there_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = checks(monkeypatch, capsys)
    assert code == cli.CLEAN
    assert "The coach has no model: the score answers by itself, and no question goes anywhere." in said


HALF = [
    ({"BASE_URL": "https://api.example/v1"}, f"It wants {IN}MODEL too"),
    ({"KEY": "sk-1", "DEADLINE": "5"}, f"It wants {IN}BASE_URL and {IN}MODEL too"),
    ({"BASE_URL": "https://api.example", "MODEL": "m", "AZURE_API_VERSION": "2024-10-21"}, f"It wants {IN}KEY too"),
    ({"BASE_URL": "https://api.example/v1", "MODEL": "m", "SECOND_KEY": "sk-1"}, f"{IN}SECOND_BASE_URL and"),
    ({"BASE_URL": "https://api.example/v1", "MODEL": "m", "SECOND_MODEL": "n"}, f"It wants {IN}SECOND_BASE_URL too"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "says"), HALF)
def test_what_is_half_set_is_said(
    settings: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = checks(monkeypatch, capsys, **settings)
    assert (code, says in said) == (cli.FOUND, True), said
    assert "sk-1" not in said


@pytest.mark.parametrize("name", ["DEADLINE", "BASE_URL", "AZURE_API_VERSION", "TOKENS_A_DAY", "UNHEARD_OF"])
def test_what_cannot_be_read_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"{IN}{name}", "never mind")
    with pytest.raises(SystemExit):
        cli.main(["check"])
    assert f"{IN}{name} cannot be read" in capsys.readouterr().err


def test_it_is_asked_once_and_what_came_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = FakeModel()
    with fake.serving() as address:
        code, said = checks(monkeypatch, capsys, BASE_URL=address, MODEL=MODEL, KEY=KEY)
        assert code == cli.CLEAN
        assert f"The coach has a model ({MODEL}). It answered a question of ours as it was asked to, in " in said
        assert " ms and for 150 tokens." in said
        assert fake.requests == 1

        fake.faults.append(HTML)
        code, said = checks(monkeypatch, capsys)
        assert code == cli.FOUND
        assert "did not answer a question of ours: what it said was no answer" in said

        code, said = checks(monkeypatch, capsys, KEY="sk-other")
        assert code == cli.FOUND
        assert "it refuses the key, or nobody pays for it any more. The score answers by itself" in said
        assert "sk-other" not in said


def test_each_silence_of_an_endpoint_has_words_of_its_own() -> None:
    of_endpoints = set(WhyNot) - {WhyNot.BUDGET, WhyNot.BREAKER}
    said = {plain(phrase("model.silent", model="m", why=Which(why))) for why in of_endpoints}
    assert len(said) == len(of_endpoints)


def test_settings_that_are_whole_want_nothing_more() -> None:
    whole = {"base_url": "https://api.example/v1", "model": "m"}
    assert ModelSettings(**whole).wrong() == []
    assert ModelSettings(**whole, second_base_url="http://second.example/v1", second_model="n").wrong() == []
