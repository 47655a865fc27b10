"""`concertmaster deliveries`: what was sent and what was not, as a table and as JSON."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import cli, deliveries
from handlers.turn import deliver
from storage import people
from storage.tables import Cause, DeliveryState
from tests.databases import Engines
from tests.orchestra import Orchestra, orchestra


@pytest.fixture
def day(sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch) -> Orchestra:
    """An organisation with one message that was given up and one that was sent, an hour ago."""
    url = sqlite_engines.writer.url.render_as_string(hide_password=False)
    monkeypatch.setenv("CONCERTMASTER_STORE__URL", url)
    with orchestra(url, at=datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)) as day:
        for name, state in (("Ada", DeliveryState.DEAD), ("Bo", DeliveryState.SENT)):
            person = day.player(name).person
            place = day.ask(lambda store, person=person: people.direct_place(store, person))  # type: ignore[misc]
            assert place is not None
            one = deliver(day.moment(), place, "checkin.invite", {"words": "SECRET"}, once="a")
            one.state, one.settled_at = state, day.clock.at
            if state is DeliveryState.DEAD:
                one.reason, one.said, one.attempt = Cause.NOT_NOW, "service_unavailable", 5
            day.keep(one)
        return day


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """What the command says to these words."""
    capsys.readouterr()
    code = cli.main(["deliveries", *words])
    found = capsys.readouterr()
    return code, found.out, found.err


def test_they_are_listed_with_their_reasons_and_never_with_what_they_said(
    day: Orchestra, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capsys)

    assert (code, err) == (cli.CLEAN, "")
    assert "the check-in’s prompt: 1 sent, 0 to be sent, 0 of no more use, 0 left out, 1 not possible" in out
    assert "the check-in’s prompt for Ada could not be sent." in out
    assert "  The platform could not take it; it said: service_unavailable." in out
    assert "  See whether the platform says that it is down." in out
    assert "the check-in’s prompt for Bo was sent." in out
    assert "SECRET" not in out


def test_a_state_a_person_and_a_day_leave_others_out(day: Orchestra, capsys: pytest.CaptureFixture[str]) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    for words, names in {
        ("--state", "dead"): {"Ada"},
        ("--state", "sent"): {"Bo"},
        ("--person", "ADA"): {"Ada"},
        ("--person", "bo", "--state", "sent"): {"Bo"},
        ("--person", "bo", "--state", "dead"): set(),
        ("--since", tomorrow): set(),
        ("--since", "2020-01-01"): {"Ada", "Bo"},
    }.items():
        code, out, _ = said(capsys, *words)
        assert {name for name in ("Ada", "Bo") if f"for {name} " in out} == names, words
        assert code == (cli.CLEAN if names else deliveries.FOUND), words
    assert "Nothing of that kind was planned since" in said(capsys, "--since", tomorrow)[1]


def test_programs_read_the_same(day: Orchestra, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "--format", "json", "--state", "dead")

    assert code == cli.CLEAN
    found = json.loads(out)
    assert found["counts"] == {"prompt": {"dead": 1, "sent": 1}}
    (one,) = found["deliveries"]
    assert one == {
        "kind": "prompt",
        "to": "Ada",
        "handle": "ada",
        "state": "dead",
        "planned_at": day.clock.at.isoformat(),
        "settled_at": day.clock.at.isoformat(),
        "attempts": 5,
        "cause": "not-now",
        "said": "service_unavailable",
        "why": "The platform could not take it; it said: service_unavailable.",
        "do": "See whether the platform says that it is down.",
    }
    assert json.loads(said(capsys, "--format", "json", "--person", "bo", "--state", "dead")[1])["deliveries"] == []


def test_the_newest_are_shown_where_there_are_many(
    day: Orchestra, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "SHOWN", 1)
    assert "These are the newest 1;" in said(capsys)[1]


def test_whom_nobody_knows_and_what_is_not_there_is_refused(
    day: Orchestra, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code, out, err = said(capsys, "--person", "zoe")
    assert (code, out) == (cli.UNREADABLE, "")
    assert "Nobody here goes by the handle zoe" in err
    assert said(capsys, "--organisation", "Other")[0] == cli.UNREADABLE
    monkeypatch.setenv("CONCERTMASTER_STORE__URL", f"sqlite:///{tmp_path}/nowhere.db")
    assert said(capsys)[0] == cli.UNREADABLE


def test_the_states_that_can_be_asked_for_are_all_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["deliveries", "--state", "none"])
    refused = capsys.readouterr().err
    assert [one.value for one in DeliveryState if one.value not in refused] == []
