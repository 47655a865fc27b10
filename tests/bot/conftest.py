"""The example organisation, made once and copied for each test that wants it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest

from bot import demo
from bot.console.send import ConsoleOut
from bot.settings import demo_folder
from bot.web.send import WebOut
from storage.tables import Door

Copy = Callable[[str], Path]


def _made(folder: Path, name: str, door: Door) -> Path:
    out = WebOut() if door is Door.WEB else ConsoleOut()
    stage = asyncio.run(demo.set_up(folder / name, door, out, fresh=False))
    stage.database.close()
    return folder / name


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo's store as its first start makes it."""
    return _made(tmp_path_factory.mktemp("demo"), "demo.db", Door.WEB)


@pytest.fixture(scope="session")
def made_chat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A terminal's store as its first start makes it."""
    return _made(tmp_path_factory.mktemp("chat"), "chat.db", Door.CONSOLE)


def _put(made: Path) -> None:
    demo_folder().mkdir(exist_ok=True)
    copyfile(made, demo_folder() / made.name)


@pytest.fixture
def a_demo_store(made_demo: Path, _elsewhere: None) -> None:
    """The demo's store where the commands look for it."""
    _put(made_demo)


@pytest.fixture
def a_chat_store(made_chat: Path, _elsewhere: None) -> None:
    """The terminal's store where the commands look for it."""
    _put(made_chat)
