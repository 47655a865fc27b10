"""Editions are kept whole, found again, and seen by nobody else."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, select

from score.editions import Before, Loading, NewEdition, compose
from score.language import read
from storage import scores
from storage.store import Store, open_engine, open_store
from storage.tables import Edition, Line, LineKind, Person, Reading, Workspace

START = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
OPEN = (Path(__file__).parent.parent.parent / "examples" / "morrow" / "score.yml").read_text("utf-8")
MORROW = OPEN.replace("name: Service\n", "name: Service\n      visible: part\n", 1)
HANDLES = ("ines", "otto", "selma", "tomas", "mira")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'scores.db'}")
    SQLModel.metadata.create_all(engine)
    with open_store(engine) as store:
        for workspace in ("ours", "theirs"):
            store.keep(Workspace(id=workspace, name=workspace, created_at=START))
            people = [Person(id=f"{workspace}-{one}", workspace_id=workspace, handle=one, name=one) for one in HANDLES]
            store.keep(*people)
    yield engine
    engine.dispose()


def before(store: Store, workspace_id: str) -> Before:
    """What a workspace knows before a file is loaded."""
    people = {handle: f"{workspace_id}-{handle}" for handle in HANDLES}
    edition = scores.current(store, workspace_id)
    if edition is None:
        return Before(people)
    return Before(
        people,
        edition,
        scores.parts(store, workspace_id, edition.id),
        scores.wordings(store, workspace_id, edition.id),
        scores.stood(store, workspace_id),
        scores.measures(store, workspace_id, edition.id),
    )


def load(store: Store, text: str, workspace_id: str = "ours", days: int = 0) -> NewEdition | None:
    """Load a file as a handler does."""
    loading = Loading(workspace_id, START + timedelta(days=days), Random(f"{workspace_id} {days}"))
    new = compose(read(text.encode(), "score.yml"), before(store, workspace_id), loading)
    if new:
        scores.keep(store, new.edition, new.parts, new.lines, new.wordings, new.measures)
    return new


def test_what_was_loaded_is_found_again(engine: Engine) -> None:
    with open_store(engine) as store:
        kept = load(store, MORROW)
    with open_store(engine) as store:
        found = scores.current(store, "ours")
        assert found
        assert kept
        assert found == scores.edition(store, "ours", found.id)
        assert (found.number, found.name, found.source) == (1, "Morrow Ovens", MORROW)
        assert [part.handle for part in scores.parts(store, "ours", found.id)] == [
            "morrow",
            "sales",
            "support",
            "service",
        ]
        lines = scores.wordings(store, "ours", found.id)
        assert [line.address for line in lines] == [line.address for line in kept.wordings]
        assert [line.position for line in lines] == list(range(27))
        visits = next(line for line in lines if line.address == "service/P-2")
        assert (visits.owner_id, visits.serves) == ("ours-mira", "morrow/P-1")
        assert scores.wording(store, "ours", found.id, visits.line_id) == visits
        two = [visits.line_id, lines[0].line_id, "nobody"]
        assert scores.wordings_of(store, "ours", found.id, two) == [lines[0], visits]


def test_before_the_first_loading_there_is_nothing(engine: Engine) -> None:
    with open_store(engine) as store:
        assert scores.current(store, "ours") is None
        assert scores.stood(store, "ours") == []


def test_lines_keep_their_identity_through_the_database(engine: Engine) -> None:
    moved = MORROW.replace("id: support", "id: help").replace(
        "Save the oven", "was: support/P-1\n          words: Save it"
    )
    moved = moved.replace("          words: was:", "          was:")
    without = MORROW[: MORROW.index("        P-3:")]
    with open_store(engine) as store:
        load(store, MORROW)
        assert load(store, MORROW, days=1) is None
        load(store, moved, days=2)
        load(store, without, days=3)
        load(store, MORROW, days=4)
        identities: dict[str, list[str]] = {}
        for line_id in {line_id for _, line_id, _ in scores.stood(store, "ours")}:
            identities[line_id] = sorted(
                {address for address, other, _ in scores.stood(store, "ours") if other == line_id}
            )

    stood = sorted(identities.values())
    assert ["help/P-1", "support/P-1"] in stood
    assert stood.count(["service/P-3"]) == 1
    assert stood.count(["morrow/A"]) == 1


def test_the_edition_in_force_is_the_last_and_the_others_stay(engine: Engine) -> None:
    with open_store(engine) as store:
        first = load(store, MORROW)
        second = load(store, MORROW.replace("ten years on", "in ten years"), days=1)
        assert first
        assert second
        assert scores.current(store, "ours") == second.edition
        assert second.edition.number == 2
        line_id = first.wordings[0].line_id
        old, new = (scores.wording(store, "ours", one.edition.id, line_id) for one in (first, second))
        assert old
        assert new
        assert old.words.endswith("ten years on")
        assert new.words.endswith("in ten years")


def test_every_line_is_kept_once(engine: Engine) -> None:
    with open_store(engine) as store:
        for day in range(3):
            load(store, MORROW.replace("ten years on", f"year {day}"), days=day)
        assert len(store.find(select(Line))) == 27


def test_measures_and_their_readings_are_found_again(engine: Engine) -> None:
    with open_store(engine) as store:
        new = load(store, MORROW)
        assert new
        addresses = {line.line_id: line.address for line in new.wordings}
        measures = scores.measures(store, "ours", new.edition.id)
        assert [addresses[one.line_id] for one in measures][:3] == ["morrow/M-1", "sales/M-1", "sales/M-2"]
        assert measures == new.measures
        renewed, opened = measures[0].line_id, measures[1].line_id
        store.keep(*[reading("ours", renewed, day, 78 + day) for day in (3, 1, 2)])

        found = scores.readings(store, "ours", renewed, START.date(), date(2027, 3, 2))
        assert [one.value for one in found] == [79, 80]
        latest = scores.latest_readings(store, "ours", [renewed, opened])
        assert {line_id: one.value for line_id, one in latest.items()} == {renewed: 81}
        assert scores.latest_readings(store, "ours", []) == {}
        assert scores.latest_readings(store, "theirs", [renewed]) == {}


def reading(workspace: str, line_id: str, day: int, value: float) -> Reading:
    return Reading(
        id=f"{line_id[:20]}-{day}",
        workspace_id=workspace,
        line_id=line_id,
        day=date(2027, 3, day),
        value=value,
        said_at=START,
    )


def test_two_editions_of_one_number_cannot_both_be_kept(engine: Engine) -> None:
    with open_store(engine) as store:
        load(store, MORROW)
        rival = Edition(id="rival", workspace_id="ours", number=1, name="x", source="", loaded_at=START)
        with pytest.raises(IntegrityError):
            scores.keep(store, rival, [], [], [])


QUERIES: dict[str, Callable[[Store, str, NewEdition], object]] = {
    "current": lambda store, workspace, of: [one for one in [scores.current(store, workspace)] if one == of.edition],
    "edition": lambda store, workspace, of: scores.edition(store, workspace, of.edition.id),
    "parts": lambda store, workspace, of: scores.parts(store, workspace, of.edition.id),
    "wordings": lambda store, workspace, of: scores.wordings(store, workspace, of.edition.id),
    "wording": lambda store, workspace, of: scores.wording(store, workspace, of.edition.id, of.wordings[0].line_id),
    "wordings_of": lambda store, workspace, of: scores.wordings_of(
        store, workspace, of.edition.id, [line.line_id for line in of.wordings]
    ),
    "numbered": lambda store, workspace, of: [
        one for one in [scores.numbered(store, workspace, of.edition.number)] if one == of.edition
    ],
    "closed": lambda store, workspace, of: (
        {of.edition.id} & {edition for edition, _ in scores.closed(store, workspace)}
    ),
    "measures": lambda store, workspace, of: scores.measures(store, workspace, of.edition.id),
    "readings": lambda store, workspace, of: scores.readings(
        store, workspace, of.measures[0].line_id, date(2027, 3, 1), date(2027, 3, 1)
    ),
    "readings_of": lambda store, workspace, of: scores.readings_of(
        store, workspace, [one.line_id for one in of.measures], date(2027, 3, 1), date(2027, 3, 1)
    ),
    "lines": lambda store, workspace, of: scores.lines(store, workspace, [one.id for one in of.lines]),
    "last_readings": lambda store, workspace, of: scores.last_readings(store, workspace, of.measures[0].line_id, 9),
    "latest_readings": lambda store, workspace, of: scores.latest_readings(store, workspace, [of.measures[0].line_id]),
    "in_force": lambda store, workspace, of: [
        one for one in [scores.in_force(store, workspace, START + timedelta(days=9))] if one == of.edition
    ],
    "lines_of_part": lambda store, workspace, of: scores.lines_of_part(
        store, workspace, of.edition.id, of.wordings[0].part
    ),
    "last_wordings": lambda store, workspace, of: scores.last_wordings(
        store, workspace, [line.line_id for line in of.wordings]
    ),
    "since": lambda store, workspace, of: scores.since(store, workspace, [one.id for one in of.lines]),
    "stood_at": lambda store, workspace, of: [
        one
        for one in [scores.stood_at(store, workspace, of.wordings[0].address)]
        if one and one[0].line_id == of.wordings[0].line_id
    ],
    "stood": lambda store, workspace, of: [
        one for one in scores.stood(store, workspace) if one[1] == of.wordings[0].line_id
    ],
}


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_crosses_a_workspace(engine: Engine, name: str) -> None:
    with open_store(engine) as store:
        ours, theirs = load(store, MORROW, "ours"), load(store, MORROW, "theirs")
        assert ours
        assert theirs
        for workspace, new in (("ours", ours), ("theirs", theirs)):
            store.keep(reading(workspace, new.measures[0].line_id, 1, 1))
        assert QUERIES[name](store, "ours", ours)
        assert not QUERIES[name](store, "ours", theirs)


def test_every_query_is_looked_at_for_leaks() -> None:
    own = {name for name, one in vars(scores).items() if callable(one) and one.__module__ == scores.__name__}
    public = {name for name in own if not name.startswith("_")}

    assert public - {"keep"} == set(QUERIES)


def test_tasks_play_from_choices_and_priorities_alone() -> None:
    assert [kind.value for kind in LineKind if not kind.is_played_from] == [
        "not_choice",
        "condition",
        "measure",
        "promise",
    ]
    assert [kind for kind in LineKind if kind.is_played_from and not kind.is_choice] == [LineKind.PRIORITY]
