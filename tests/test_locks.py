"""What is installed is written down exactly, for every machine alike, and names no place that only we can reach."""

import re
import tomllib

import pytest

from tests.sources import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = PROJECT["dependency-groups"]
MEANING = PROJECT["project"]["optional-dependencies"]["meaning"]


def _entries(lock: str) -> list[str]:
    """The entries of a lock file, each with its hashes on one line."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def _pins(lock: str) -> dict[str, list[str]]:
    pins: dict[str, list[str]] = {}
    for entry in _entries(lock):
        pins.setdefault(_name(entry), []).append(entry.split(" --hash")[0].strip())
    return pins


ALL = pytest.mark.parametrize("lock", ["requirements.lock", "requirements-meaning.lock", "requirements-dev.lock"])


@ALL
def test_a_lock_says_how_it_was_written(lock: str) -> None:
    assert "make lock" in (ROOT / lock).read_text("utf-8").partition("==")[0]


@ALL
def test_a_lock_has_no_address_in_it(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")

    assert "://" not in text
    assert [line for line in text.splitlines() if line.startswith("-")] == []


@ALL
def test_every_entry_is_exact_and_has_a_hash(lock: str) -> None:
    exact = re.compile(r"[\w.-]+(\[[\w,-]+\])?==[\w.!+]+( ; [^;]+?)?( +--hash=sha256:[0-9a-f]{64})+ *")

    assert [entry for entry in _entries(lock) if not exact.fullmatch(entry)] == []


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", [*PROJECT["project"]["dependencies"], *GROUPS["build"]]),
        ("requirements-meaning.lock", [*PROJECT["project"]["dependencies"], *GROUPS["build"], *MEANING]),
        ("requirements-dev.lock", [*PROJECT["project"]["dependencies"], *GROUPS["build"], *GROUPS["dev"], *MEANING]),
    ],
)
def test_everything_that_the_project_wants_is_locked(lock: str, wanted: list[str]) -> None:
    assert {_name(requirement) for requirement in wanted} - set(_pins(lock)) == set()


def test_a_model_of_meaning_is_wanted_by_nobody_who_has_not_asked_for_it() -> None:
    assert {_name(requirement) for requirement in MEANING} & set(_pins("requirements.lock")) == set()


@pytest.mark.parametrize(
    ("lock", "other"),
    [("requirements.lock", "requirements-meaning.lock"), ("requirements-meaning.lock", "requirements-dev.lock")],
)
def test_tests_run_with_the_versions_that_people_run(lock: str, other: str) -> None:
    with_more = _pins(other)

    assert {name: pins for name, pins in _pins(lock).items() if with_more.get(name) != pins} == {}
