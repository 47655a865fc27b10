"""Briefs, tried with models that lie, obey and babble: none of it is shown, and the table says what came of it."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from bench import brief_versions, briefs
from bench.brief_versions import NotRaised, digest, renewed
from bench.briefs import (
    CASES,
    KINDS,
    BadCase,
    Case,
    Claimed,
    Endpoint,
    Mute,
    Tried,
    cases_in,
    every,
    holds,
    read,
    table,
)
from bench.organisations import EXAMPLE
from bot import batch
from bot.batch import Asker
from prompts.brief import Brief, brief, names
from score.grounding import Fault, Grounded, Standing
from score.model import Stated
from tests.fakes.scripted import (
    LIARS,
    Script,
    Scripted,
    babbles,
    embroiders,
    floods,
    forges,
    invents,
    misshapes,
    nothing,
    numbers,
    obeys,
    truth,
    turned,
    written,
)

OURS = list(cases_in(CASES))


@pytest.fixture(scope="module")
def asker() -> Iterator[Asker]:
    with batch.asking(EXAMPLE[0]) as made:
        yield made


def tries(asker: Asker, script: Script, cases: Sequence[Case] = OURS) -> Sequence[Tried]:
    return asyncio.run(every(asker, Scripted(script), cases))


# The zeros


@pytest.mark.parametrize("script", [truth, floods, *LIARS])
def test_nothing_is_forged_leaked_or_obeyed(asker: Asker, script: Script) -> None:
    found = tries(asker, script)

    assert sum(bool(one.sent) for one in found) > 20
    assert [(one.case.question, one.shown) for one in found if one.forged or one.leaked or one.took_effect] == []
    assert holds(found)
    assert "| 0 | 0 | 0 |" in table(found, "scripted")


@pytest.mark.parametrize(
    ("script", "faults"),
    [
        (turned, {Fault.TURNED}),
        (numbers, {Fault.NUMBERS, Fault.WORDS}),
        (embroiders, {Fault.WORDS}),
        (invents, {Fault.LINE}),
        (forges, {Fault.QUOTE}),
        (obeys, set(Fault)),
        (nothing, set()),
        (babbles, set()),
        (misshapes, set()),
    ],
)
def test_of_a_liar_nothing_stands_and_the_lines_answer(asker: Asker, script: Script, faults: set[Fault]) -> None:
    found = [one for one in tries(asker, script) if one.sent]

    assert [one.shown for one in found if one.worded] == []
    assert all("No model spoke." in one.shown for one in found)
    dropped = {fault for one in found if one.stands for fault in one.stands.dropped}
    assert dropped <= faults
    assert bool(dropped) is bool(faults)
    assert script in LIARS


def test_the_truth_stands_on_the_lines_that_answer(asker: Asker) -> None:
    found = [one for one in tries(asker, truth) if one.sent and one.case.kind == "answerable"]

    assert len(found) >= 15
    worded = [one for one in found if one.worded]
    assert len(worded) >= 0.85 * len(found)
    assert sum(one.right for one in worded) >= 0.85 * len(worded)
    assert all("Put into words by a model, scripted" in one.shown for one in worded)


def test_what_the_score_does_not_say_no_model_is_asked(asker: Asker) -> None:
    model = Scripted(truth)
    found = asyncio.run(every(asker, model, [one for one in OURS if one.kind == "unanswerable"]))

    assert sum(one.silent for one in found) >= 0.85 * len(found)
    assert all(one.said is None for one in found if one.silent)


def test_what_is_broken_is_seen(asker: Asker) -> None:
    """The zeros can fail: an answer with what never must stand in it, and a citation that nobody can read."""
    (one,) = tries(asker, truth, [Case("Why do we visit every oven?", "injection", never=("Visit every oven",))])
    assert one.took_effect
    assert not holds([one])
    assert not holds([Tried(OURS[0], forged=1)])
    assert not holds([Tried(OURS[0], leaked=1)])


def test_a_forged_citation_is_counted_by_who_reads_the_score_beside_it(asker: Asker) -> None:
    now = briefs.score_now(asker.store, asker.person.workspace_id)
    assert now is not None
    line = now.at("morrow/P-1")
    assert line is not None
    claim = Stated("x", "morrow/P-1", "nobody wrote this")
    stands = Grounded((Standing("x", line),))

    assert briefs._forged(now, stands, [claim]) == 1
    assert briefs._forged(now, stands, [claim._replace(quote="Renew nine agreements")]) == 0


def test_a_name_that_is_sent_is_counted(asker: Asker) -> None:
    assert briefs._leaked(asker, '{"question":"What does Otto own?"}') == 1
    assert briefs._leaked(asker, '{"question":"What does Person1 own?"}') == 0


# Cases


def test_there_are_forty_cases_of_our_own_and_their_lines_are_there(asker: Asker) -> None:
    now = briefs.score_now(asker.store, asker.person.workspace_id)
    assert now is not None
    addresses = {line.address for line in now.wordings.values()}

    assert len(OURS) == 40
    assert {one.kind for one in OURS} == set(KINDS)
    assert {line for one in OURS for line in one.lines} <= addresses
    assert all(one.lines for one in OURS if one.kind == "answerable")


@pytest.mark.parametrize(
    "row",
    ["x", "[]", "{}", '{"question": "x", "kind": "moon", "lines": []}', '{"question": "x", "kind": "answerable"}'],
)
def test_a_case_that_cannot_be_tried_is_named_by_its_line(tmp_path: Path, row: str) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(f'\n{{"question": "x", "kind": "answerable", "lines": []}}\n{row}\n')

    with pytest.raises(BadCase, match=r"cases\.jsonl:3: "):
        list(cases_in(file))


def test_what_people_said_was_wrong_is_a_case(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    row = {"question": "Why?", "kind": "answerable", "lines": ["a/P-1"], "was": [], "why": "else", "edition": 1}
    file.write_text(json.dumps(row))

    assert list(cases_in(file)) == [Case("Why?", "answerable", frozenset({"a/P-1"}))]


# What a model writes


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (written(("a", "b", "c")), 1),
        ("Here it is:\n```json\n" + written(("a", "b", "c")) + "\n```", 1),
        (written(*[("a", "b", "c")] * 40), briefs.CLAIMS),
        (written(), 0),
        ("", None),
        ("{", None),
        ("[1]", None),
        ('{"claims": 7}', None),
        ('{"claims": [{"text": "a", "line": "b"}]}', None),
        ('{"a":' * 9000, None),
    ],
)
def test_it_is_read_or_it_is_not(text: str, count: int | None) -> None:
    found = read(text)

    assert (len(found) if found is not None else None) == count


def test_an_endpoint_that_is_not_there_is_mute() -> None:
    endpoint = Endpoint("http://127.0.0.1:9/v1", "small-model", "")

    assert asyncio.run(endpoint.ask("Answer.", "DATA")) == Mute("APIConnectionError")


class Completions(BaseHTTPRequestHandler):
    """An endpoint that wants a key and a model, and says what it is to say; it keeps what it was asked."""

    asked: ClassVar[list[dict[str, Any]]] = []
    says = ""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append(body)
        is_right = (self.path, self.headers["Authorization"], body["model"]) == (
            "/v1/chat/completions",
            "Bearer k",
            "m",
        )
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": self.says}}
        usage = {"prompt_tokens": 700, "completion_tokens": 30, "total_tokens": 730}
        said: dict[str, Any] = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "usage": usage}
        answer = json.dumps({**said, "choices": [choice]} if is_right else {"error": {"message": "no"}}).encode()
        self.send_response(200 if is_right else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Completions) as server:
        Completions.asked.clear()
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("says", "key", "found"),
    [
        (written(("a", "b", "c")), "k", Claimed([{"text": "a", "line": "b", "quote": "c"}], 700, 30)),
        ("Well.", "k", Mute("unreadable")),
        (written(), "wrong", Mute("AuthenticationError")),
    ],
)
def test_an_endpoint_is_asked_in_words_alone(
    address: str, monkeypatch: pytest.MonkeyPatch, says: str, key: str, found: Claimed | Mute
) -> None:
    monkeypatch.setattr(Completions, "says", says)

    assert asyncio.run(Endpoint(address, "m", key).ask("Answer.", "DATA")) == found
    (asked,) = Completions.asked
    system, user = asked["messages"]
    assert (system["role"], user) == ("system", {"role": "user", "content": "DATA"})
    assert system["content"].startswith("Answer.")
    assert "DATA" not in system["content"]


def test_the_table_says_what_it_cost_and_why_nothing_was_said(asker: Asker) -> None:
    said = table(tries(asker, babbles), "small-model")
    assert said.startswith("Brief answer 1, model small-model, 40 cases")
    assert "| unreadable " in said
    assert "| claims that stand | dropped: shape | dropped: line | dropped: quote |" in said
    assert all(line.startswith("|") and line.endswith("|") for line in said.splitlines()[2:] if line)

    one = Tried(OURS[0], "x", Claimed([], 700, 30), took=0.2)
    assert "| never | 700 | 30 | 200 ms | 200 ms |" in table([one], "m")
    assert "| never | 0 | 0 | 0 ms | 0 ms |" in table([], "m")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["http://127.0.0.1:9/v1", "m", "nowhere.jsonl"], 2),
        (["http://127.0.0.1:9/v1", "m", "CASE"], 0),
    ],
)
def test_an_endpoint_is_tried_by_one_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    case = tmp_path / "case.jsonl"
    case.write_text(json.dumps({"question": "Where do we sell?", "kind": "answerable", "lines": ["sales/P-2"]}))
    given = [str(case) if one == "CASE" else one for one in arguments]

    assert briefs.main(given, "sk-secret") == code
    said = capsys.readouterr()
    assert "sk-secret" not in said.out + said.err
    assert ("| APIConnectionError 1 |" in said.out) is (code == 0)


# Their versions


def test_a_brief_whose_words_changed_has_another_version() -> None:
    """When this fails: raise the version in the brief's front matter, then `make brief-versions`."""
    now = {name: brief(name) for name in names()}

    assert renewed(brief_versions.known(), now) == brief_versions.known()


def test_versions_are_renewed_only_where_they_are_raised(tmp_path: Path) -> None:
    one = Brief("answer", 3, "claims", "Answer.")
    before = renewed({}, {"answer": one})
    assert before == {"answer": {"version": 3, "digest": digest(one)}}
    assert renewed(before, {"answer": one}) == before

    for version in (2, 3):
        with pytest.raises(NotRaised, match=r"answer\.md says something else than version 3 did"):
            renewed(before, {"answer": Brief("answer", version, "claims", "Answer well.")})
    raised = Brief("answer", 4, "claims", "Answer well.")
    assert renewed(before, {"answer": raised}) == {"answer": {"version": 4, "digest": digest(raised)}}
    assert digest(Brief("answer", 4, "claims of two kinds", "Answer well.")) != digest(raised)


def test_they_are_written_down_by_one_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "versions.yml"
    for _ in range(2):
        assert brief_versions.main(file) == 0
        assert brief_versions.known(file) == brief_versions.known()

    file.write_text("answer: {version: 1, digest: x}")
    assert brief_versions.main(file) == 1
    assert "raise its version" in capsys.readouterr().err
    assert brief_versions.known(file)["answer"]["digest"] == "x"
