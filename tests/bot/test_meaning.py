"""Whoever says what texts mean may be away, slow, wrong or insulted: nobody waits for it, and words alone rank."""

import gzip
import itertools
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import pytest

from bot import meaning
from bot.embeddings import MOST_NUMBERS, PACKED, TOO_LONG, Endpoint
from bot.meaning import AT_ONCE, FAULTS, REST, TRIED, Bounded, LinesRead, Unanswered
from bot.settings import MeaningSettings
from score.meaning import MOST
from storage import senses
from storage.tables import Sense, TieState
from tests.databases import Engines
from tests.fakes.embeddings import CUT, HTML, KEY, MODEL, OVERLOADED, SIZE, FakeEmbeddings, Fault, vector
from tests.fakes.proxy import nobody_came, through_a_proxy
from tests.orchestra import SCORE, Orchestra, Player, orchestra
from tests.sources import ROOT

TASK = "Phone by lunch"
LIMIT = 0.4
BUSY = 2.0
"""Seconds that a busy machine may add to anything; what fails here without a limit takes five or thirty."""

ONE_TEXT = 400_000
"""Bytes that no answer for one text has."""


class Seconds:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def fake() -> FakeEmbeddings:
    return FakeEmbeddings()


@contextmanager
def asking(fake: FakeEmbeddings, seconds: Callable[[], float] = time.monotonic, **more: Any) -> Iterator[Bounded]:
    """The endpoint as the settings name it."""
    with fake.serving() as address:
        known = MeaningSettings(**{"base_url": address, "model": MODEL, "key": KEY, "time_limit": LIMIT, **more})
        with closing(Bounded(Endpoint(known), known.time_limit, seconds)) as model:
            yield model


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.name == "concertmaster"]


# The wire


def test_each_text_gets_numbers_in_its_order_and_of_length_one(fake: FakeEmbeddings) -> None:
    fake.faults.append(Fault(change=lambda rows: rows.reverse()))
    with asking(fake, texts_per_request=2) as model:
        assert (model.model, model.at_hand) == ("", False)
        said = model.of([TASK, "Bake", "Sell"])

    assert said is not None
    assert said.model == model.model == f"{MODEL}, {SIZE}"
    for text, found in zip((TASK, "Bake", "Sell"), said.vectors, strict=True):
        assert list(found) == pytest.approx(vector(text))
    assert fake.asked == [[TASK, "Bake"], ["Sell"]]


def test_a_text_that_is_too_long_for_it_is_shown_from_its_beginning(fake: FakeEmbeddings) -> None:
    with asking(fake) as model:
        assert model.of(["far too long " * 10_000]) is not None
    assert [len(text) for text in fake.texts] == [MOST]


def test_it_can_be_asked_for_fewer_numbers_and_needs_no_key_where_it_wants_none(fake: FakeEmbeddings) -> None:
    fake.key = None
    with asking(fake, dimensions=16, key=None) as model:
        said = model.of([TASK])
    assert said is not None
    assert said.model == f"{MODEL}, 16"


REFUSALS = [
    ({"key": "sk-other"}, [TASK], "HTTP status 401"),
    ({"model": "large"}, [TASK], "HTTP status 404"),
    ({"texts_per_request": 2048, "time_limit": 3}, [TASK, ""], "HTTP status 400"),
    ({"dimensions": SIZE + 1}, [TASK], "HTTP status 400"),
]


@pytest.mark.parametrize(("more", "texts", "why"), REFUSALS)
def test_what_it_refuses_is_told_once_and_without_a_word_of_the_text(
    fake: FakeEmbeddings, more: dict[str, Any], texts: list[str], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    with asking(fake, **more) as model:
        found = [model.of(texts) for _ in range(FAULTS + 2)]

    assert found == [None] * (FAULTS + 2)
    assert logged(caplog) == [f"meaning: {why}; words alone rank"]
    assert TASK not in caplog.text
    assert KEY not in caplog.text
    assert fake.requests == (1 if why in ("HTTP status 401", "HTTP status 404") else FAULTS)


def put(**fields: Any) -> Callable[[list[dict[str, Any]]], object]:
    return lambda rows: rows[0].update(fields)


RUBBISH = [
    (HTML, "no JSON"),
    (Fault(200, '{"data": [{"index": 0, "embed'), "no JSON"),
    (Fault(200, b"\xff\xfe\x00"), "no JSON"),
    (Fault(200, b"[" * 100_000), "no JSON"),
    (Fault(200, "[]"), "no list of embeddings"),
    (Fault(200, "{}"), "no list of embeddings"),
    (Fault(200, '{"data": [5]}'), "no list of embeddings"),
    (Fault(200, '{"data": []}'), "0 answers for 2 texts"),
    (Fault(change=lambda rows: rows.pop()), "no list of embeddings"),
    (Fault(change=lambda rows: rows[:1]), "1 answers for 2 texts"),
    (Fault(change=lambda rows: [*rows, {**rows[0], "index": 2}]), "3 answers for 2 texts"),
    (Fault(change=lambda rows: [rows[0], rows[0]]), "embeddings that do not say of which text"),
    (Fault(change=put(index=None)), "embeddings that do not say of which text"),
    (Fault(change=put(index="x")), "embeddings that do not say of which text"),
    (Fault(change=put(embedding=None)), "no numbers"),
    (Fault(change=put(embedding="AAAA")), "no numbers"),
    (Fault(change=put(embedding=["a"] * SIZE)), "no numbers"),
    (Fault(change=put(embedding=[None] * SIZE)), "no numbers"),
    (Fault(change=put(embedding=[10**400] * SIZE)), "no numbers"),
    (Fault(change=put(embedding=[])), "no numbers that could be compared"),
    (Fault(change=put(embedding=[0.0] * SIZE)), "no numbers that could be compared"),
    (Fault(change=put(embedding=[float("nan")] * SIZE)), "no numbers that could be compared"),
    (Fault(change=put(embedding=[float("inf")] * SIZE)), "no numbers that could be compared"),
    (Fault(change=put(embedding=[1.0] * (SIZE - 1))), "answers of different sizes"),
    (Fault(418, '{"error": {"message": "' + TASK + '"}}'), "HTTP status 418"),
    (Fault(418, b"[" * 100_000), "HTTP status 418"),
]


@pytest.mark.parametrize(("fault", "why"), RUBBISH, ids=[str(n) for n in range(len(RUBBISH))])
def test_rubbish_is_no_answer(fake: FakeEmbeddings, fault: Fault, why: str, caplog: pytest.LogCaptureFixture) -> None:
    with asking(fake, time_limit=3) as model:
        fake.faults.append(fault)
        assert model.of([TASK, "Bake"]) is None
        assert model.of([TASK, "Bake"]) is not None, "one fault is no reason to stop asking"
    assert logged(caplog) == [f"meaning: {why}; words alone rank"]


def test_numbers_of_another_size_than_before_are_no_answer_until_it_has_rested(
    fake: FakeEmbeddings, caplog: pytest.LogCaptureFixture
) -> None:
    seconds = Seconds()
    with asking(fake, seconds) as model:
        assert model.of([TASK]) is not None
        fake.size = 32
        assert [model.of([TASK]) for _ in range(FAULTS)] == [None] * FAULTS
        assert model.model == f"{MODEL}, {SIZE}"
        seconds.now += REST
        assert model.of([TASK]) is not None
        assert model.model == f"{MODEL}, 32"
    assert logged(caplog) == ["meaning: answers of different sizes; words alone rank", "meaning: it answers again"]


@pytest.mark.parametrize("fault", [OVERLOADED, Fault(429, "{}", headers={"Retry-After": "0"}), CUT])
def test_what_passes_is_asked_again_within_the_time_limit(fake: FakeEmbeddings, fault: Fault) -> None:
    fake.faults.append(fault)
    with asking(fake, time_limit=3) as model:
        assert model.of([TASK]) is not None
    assert fake.requests == 2


LONG = json.dumps({"data": [{"index": 0, "embedding": [0.1] * SIZE}]})


@pytest.mark.parametrize(
    "fault",
    [Fault(slow=5), Fault(body=LONG, drip=0.02), OVERLOADED, Fault(429, "{}", headers={"Retry-After": "100"}), CUT],
    ids=["silent", "dripping", "overloaded", "busy", "cut"],
)
def test_nobody_waits_longer_than_the_time_limit(
    fake: FakeEmbeddings, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    with asking(fake) as model:
        assert model.of([TASK]) is not None
        fake.down = fault
        began = time.monotonic()
        assert model.of([TASK]) is None
        took = time.monotonic() - began
    assert took < LIMIT + BUSY
    (said,) = logged(caplog)
    assert said == "meaning: no answer within 0.4 seconds; words alone rank"


def test_where_nobody_listens_there_is_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    with FakeEmbeddings().serving() as address:
        pass
    with closing(Bounded(Endpoint(MeaningSettings(base_url=address, model=MODEL)), 3)) as model:
        assert model.of([TASK]) is None
    assert logged(caplog) == ["meaning: APIConnectionError; words alone rank"]


def test_it_is_not_followed_to_another_address(fake: FakeEmbeddings, caplog: pytest.LogCaptureFixture) -> None:
    other = FakeEmbeddings()
    with other.serving() as there, asking(fake) as model:
        fake.faults.append(Fault(307, "moved", headers={"Location": f"{there}/embeddings"}))
        assert model.of([TASK]) is None
    assert other.requests == 0
    assert logged(caplog) == ["meaning: HTTP status 307; words alone rank"]


def test_neither_a_proxy_nor_an_account_that_variables_name_comes_into_it(
    fake: FakeEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        through_a_proxy(monkeypatch, proxy)
        for name in ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
            monkeypatch.setenv(name, "canary")
        with asking(fake, time_limit=3) as model:
            assert model.of([TASK]) is not None
        assert nobody_came(proxy)
    assert fake.requests == 1
    assert "canary" not in repr(fake.headers)


def test_the_longest_answer_that_is_one_is_read(fake: FakeEmbeddings) -> None:
    numbers = [-1.2345678901234567e-05] * MOST_NUMBERS
    fake.faults.append(Fault(change=lambda rows: [{**row, "embedding": numbers} for row in rows]))
    with asking(fake, time_limit=3, texts_per_request=1) as model:
        assert model.of([TASK]) is not None


SHORT = json.dumps({"data": [{"index": 0, "embedding": [0.1]}]})


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Fault(body=SHORT + " " * ONE_TEXT), TOO_LONG),
        (Fault(418, "<html>" + " " * ONE_TEXT, "text/html"), "HTTP status 418"),
        (Fault(body=gzip.compress(b" " * 50_000_000), headers={"Content-Encoding": "gzip"}), PACKED),
    ],
    ids=["endless", "a refusal without end", "packed"],
)
def test_of_what_comes_no_more_is_read_than_an_answer_can_be(
    fake: FakeEmbeddings, fault: Fault, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    fake.faults.append(fault)
    with asking(fake, time_limit=3, texts_per_request=1) as model:
        assert model.of([TASK]) is None
    assert logged(caplog) == [f"meaning: {why}; words alone rank"]
    assert fake.requests == 1, "it would be as long again"


DEBUGGED = """
import logging, sys
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout)
from bot.embeddings import Endpoint
from bot.settings import MeaningSettings
endpoint = Endpoint(MeaningSettings(base_url=sys.argv[1], model="fake-small", key="sk-fake-key"))
print(len(endpoint.read(["canary"], 30)), "read")
endpoint.close()
"""
"""What else is imported may not matter, so that it is a process of its own."""


def test_whoever_debugs_reads_nothing_of_what_its_client_does(fake: FakeEmbeddings) -> None:
    with fake.serving() as address:
        said = subprocess.run(
            [sys.executable, "-c", DEBUGGED, address],
            cwd=ROOT,
            env={**os.environ, "OPENAI_LOG": "debug"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert "1 read" in said.stdout, said.stderr
    assert fake.texts == ["canary"]
    for word in ("canary", KEY, "openai", "httpx2", "httpcore2"):
        assert word not in said.stdout + said.stderr


def test_whoever_waits_while_it_is_closed_gets_no_answer_at_once(fake: FakeEmbeddings) -> None:
    fake.down = Fault(slow=30)
    found: list[object] = []
    with fake.serving() as address:
        model = Bounded(Endpoint(MeaningSettings(base_url=address, model=MODEL, key=KEY)), 20)
        waiting = threading.Thread(target=lambda: found.append(model.of([TASK])))
        waiting.start()
        while not fake.requests:
            time.sleep(0.01)
        model.close()
        waiting.join(BUSY)
        assert found == [None]
        assert model.of([TASK]) is None, "nor does who comes later"


# Left alone for a while


def test_after_some_faults_it_is_left_alone_and_then_asked_once(
    fake: FakeEmbeddings, caplog: pytest.LogCaptureFixture
) -> None:
    seconds = Seconds()
    with asking(fake, seconds, time_limit=3) as model:
        fake.down = HTML
        for _ in range(FAULTS + 5):
            assert model.of([TASK]) is None
        assert fake.requests == FAULTS
        assert model.of_lines([TASK]) is None, "nor for lines"
        seconds.now += REST
        assert [model.of([TASK]) for _ in range(3)] == [None] * 3
        assert fake.requests == FAULTS + 1, "one fault more, and it rests again"
        fake.down = None
        seconds.now += REST
        assert model.of([TASK]) is not None
        fake.faults.append(HTML)
        assert [model.of([TASK]) is None for _ in range(2)] == [True, False]
    assert logged(caplog) == [
        "meaning: no JSON; words alone rank",
        "meaning: it answers again",
        "meaning: no JSON; words alone rank",
    ]


class Held:
    """A source that answers once it is let go."""

    name, at_hand = "held", True

    def __init__(self) -> None:
        self.inside, self.go = threading.Semaphore(0), threading.Event()

    def read(self, texts: Sequence[str], _within: float) -> Sequence[Sequence[float]]:
        self.inside.release()
        self.go.wait(10)
        return [[1.0] for _ in texts]

    def close(self) -> None:
        return


def test_who_comes_while_as_many_wait_as_may_is_not_kept_waiting() -> None:
    source = Held()
    model, found = Bounded(source, LIMIT), list[object]()
    waiting = [threading.Thread(target=lambda: found.append(model.of([TASK]))) for _ in range(AT_ONCE)]
    for one in waiting:
        one.start()
        assert source.inside.acquire(timeout=10)
    assert model.of([TASK]) is None
    source.go.set()
    for one in waiting:
        one.join()

    assert None not in found
    assert model.of([TASK]) is not None


def test_an_attempt_says_what_is_wrong_and_how_long_it_took(fake: FakeEmbeddings) -> None:
    with asking(fake, key="sk-other") as model, pytest.raises(Unanswered, match="HTTP status 401"):
        meaning.timed(model)
    with asking(fake) as model:
        said, took = meaning.timed(model)
    assert (said.model, fake.texts) == (f"{MODEL}, {SIZE}", [TRIED])
    assert 0 < took < 10


# The lines of the scores, and a check-in


@pytest.fixture
def day(engines: Engines) -> Iterator[Orchestra]:
    with orchestra(engines.writer.url) as made:
        made.plays_from()
        yield made


def lines_of(day: Orchestra, model: Bounded, seconds: Callable[[], float] = time.monotonic) -> LinesRead:
    day.conductor.meaning = model
    return LinesRead(day.database, day.clock, day.chance, model, seconds)


def ties(day: Orchestra, player: Player) -> list[TieState | None]:
    return [tie.state if tie else None for _, tie in day.tied(player)]


def test_lines_are_read_once_for_each_text_whatever_starts_anew(day: Orchestra, fake: FakeEmbeddings) -> None:
    ada = day.player("Ada", team=day.team("Field"))
    with asking(fake) as model:
        lines = lines_of(day, model)
        day.run(lines.look())
        asked = len(fake.texts)
        assert (asked, fake.texts[0], day.count(Sense)) == (5, TRIED, 4)
        day.run(lines.look())
        day.run(lines_of(day, model).look())
        assert len(fake.texts) == asked

        ada.hands_in([TASK])
        assert ties(day, ada) == [TieState.UNSURE]
        assert fake.texts[asked:] == [TASK]

        day.plays_from(SCORE.replace("Halve the quoting time", "Quote within a day"))
        day.run(lines.look())
        assert fake.texts[asked + 1 :] == ["Quote within a day"]
        assert day.count(Sense) == 4, "what is not in force any more is forgotten"


def test_while_the_endpoint_is_down_everything_goes_on_and_lines_are_read_once_it_is_back(
    day: Orchestra, fake: FakeEmbeddings, caplog: pytest.LogCaptureFixture
) -> None:
    ada = day.player("Ada", team=day.team("Field"))
    seconds = Seconds()
    with asking(fake, seconds) as model:
        lines = lines_of(day, model, seconds)
        fake.down = Fault(401, "{}")
        day.run(lines.look())
        ada.hands_in([TASK, "Halve the quoting time"])
        assert ties(day, ada) == [None, TieState.SUGGESTED]
        assert fake.requests == 2, "once for the lines, and once for the tasks"
        day.run(lines.look())
        assert fake.requests == 2

        fake.down = None
        seconds.now += REST
        fake.faults.extend([Fault(), Fault(403, "{}")])
        day.run(lines.look())
        assert day.count(Sense) == 0
        day.run(lines.look())
        assert day.count(Sense) == 0
        seconds.now += REST
        day.run(lines.look())
        assert day.count(Sense) == 4
        assert model.of([TASK]) is not None
    assert logged(caplog) == [
        "meaning: HTTP status 401; words alone rank",
        "meaning: HTTP status 403; words alone rank",
        "meaning: it answers again",
    ]


@pytest.mark.parametrize("status", [400, 403])
def test_an_edition_of_which_a_line_is_refused_holds_up_neither_the_others_nor_a_check_in(
    day: Orchestra, fake: FakeEmbeddings, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    seconds = Seconds()
    with orchestra(day.database.engine.url) as other, asking(fake, seconds) as model:
        other.plays_from()
        first, second = sorted([day, other], key=lambda one: one.workspace.id)
        first.plays_from(SCORE.replace("Halve the quoting time", "Quote within a day"))
        bob = second.player("Bob", team=second.team("Field"))
        fake.refuses["Quote within a day"] = status
        lines = lines_of(second, model, seconds)
        for asked in (4, 6, 8, 10):
            for _ in range(FAULTS):
                second.run(lines.look())
            assert {one.workspace_id for one in second.all(Sense)} == {second.workspace.id}
            assert fake.requests == asked, "it is tried again after a while, with a sentence of ours"
            seconds.now += REST
        bob.hands_in([TASK])
        assert ties(second, bob) == [TieState.UNSURE]

        fake.refuses.clear()
        second.run(lines.look())
        assert second.count(Sense) == 8
    assert logged(caplog) == [f"meaning: HTTP status {status}; words alone rank"]


@pytest.mark.parametrize("down", [HTML, Fault(401, "{}")])
def test_an_endpoint_that_is_down_is_left_alone_by_lines_and_no_check_in_pays_for_it(
    day: Orchestra, fake: FakeEmbeddings, down: Fault
) -> None:
    seconds = Seconds()
    with orchestra(day.database.engine.url) as other, asking(fake, seconds, time_limit=3) as model:
        other.plays_from()
        lines = lines_of(day, model, seconds)
        assert model.of([TASK]) is not None
        fake.down = down
        for _ in range(FAULTS + 2):
            day.run(lines.look())
        assert fake.requests == 1 + FAULTS
        fake.down = None
        assert model.of([TASK]) is not None
        day.run(lines.look())
        assert day.count(Sense) == 0
        seconds.now += REST
        day.run(lines.look())
        assert day.count(Sense) == 8


def test_a_slow_endpoint_holds_a_check_in_up_for_no_longer_than_the_limit(day: Orchestra, fake: FakeEmbeddings) -> None:
    ada = day.player("Ada", team=day.team("Field"))
    ada.hands_in(["Call every harbour before noon"])
    with asking(fake) as model:
        day.run(lines_of(day, model).look())
        fake.down = Fault(slow=30)
        for limit in [LIMIT] * FAULTS + [0.0]:
            began = time.monotonic()
            ada.hands_in([f"{TASK} {began}"])
            assert time.monotonic() - began < limit + BUSY
    assert ties(day, ada) == [None]


def test_many_lines_are_read_over_several_looks(
    day: Orchestra, fake: FakeEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning, "TOGETHER", 1)
    # Each question takes three seconds, and one of them asks whether there is time still.
    times = itertools.count(step=3)
    with asking(fake) as model:
        day.conductor.meaning = model
        lines = LinesRead(day.database, day.clock, day.chance, model, lambda: next(times))
        kept = []
        for _ in range(3):
            day.run(lines.look())
            kept.append(day.count(Sense))
    assert kept == [2, 4, 4]
    assert len(fake.texts) == 5


def test_what_becomes_another_model_is_read_to_anew(day: Orchestra, fake: FakeEmbeddings) -> None:
    seconds = Seconds()
    with asking(fake, seconds) as model:
        lines = lines_of(day, model)
        day.run(lines.look())
        day.plays_from(SCORE.replace("Halve the quoting time", "Quote within a day"))
        fake.size = 32
        for _ in range(FAULTS):
            day.run(lines.look())
        seconds.now += REST
        day.run(lines.look())
        day.run(lines.look())

    assert {one.model for one in day.all(Sense)} == {f"{MODEL}, 32"}
    assert day.count(Sense) == 4


def test_what_goes_back_to_an_earlier_model_is_read_to_anew(day: Orchestra, fake: FakeEmbeddings) -> None:
    seconds = Seconds()
    with asking(fake, seconds, time_limit=3) as model:
        lines = lines_of(day, model, seconds)
        day.run(lines.look())
        for size in (32, SIZE, 32):
            fake.size = size
            assert [model.of([TASK]) for _ in range(FAULTS)] == [None] * FAULTS
            seconds.now += REST
            assert model.of([TASK]) is not None
            day.run(lines.look())
            assert [one.model for one in day.all(Sense)] == [f"{MODEL}, {size}"] * 4


@pytest.mark.parametrize("gone", [1, 4])
def test_what_was_taken_out_of_the_table_is_read_again(day: Orchestra, fake: FakeEmbeddings, gone: int) -> None:
    with asking(fake) as model:
        lines = lines_of(day, model)
        day.run(lines.look())
        ids = [one.id for one in day.all(Sense)][:gone]
        day.run(day.database.write(lambda store: senses.forget(store, day.workspace.id, ids)))
        assert day.count(Sense) == 4 - gone
        asked = len(fake.texts)
        day.run(lines.look())
        day.run(lines.look())
    assert (day.count(Sense), len(fake.texts)) == (4, asked + gone)


def test_two_organisations_pay_for_their_own_lines_each(day: Orchestra, fake: FakeEmbeddings) -> None:
    with orchestra(day.database.engine.url) as other:
        other.plays_from()
        with asking(fake) as model:
            day.run(lines_of(day, model).look())
    assert len(fake.texts) == 9
    assert sorted(one.workspace_id for one in day.all(Sense)) == sorted([day.workspace.id, other.workspace.id] * 4)
