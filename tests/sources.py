"""The project's own code as Python reads it, for the tests that hold it to the drawings."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "handlers", "score", "prompts", "storage")


@dataclass(frozen=True)
class Module:
    """One file of ours."""

    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        """Its path from the root of the project."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def imported(self) -> Mapping[str, str]:
        """What each imported name stands for, in full: `{"dt": "datetime.datetime"}`."""
        names: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    outermost = alias.name.split(".")[0]
                    names[alias.asname or outermost] = alias.name if alias.asname else outermost
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        return names

    def called(self, node: ast.expr) -> str:
        """What an expression such as `dt.now` names, in full; empty when it names nothing that was imported."""
        if isinstance(node, ast.Name):
            return self.imported.get(node.id, "")
        if isinstance(node, ast.Attribute) and (of := self.called(node.value)):
            return f"{of}.{node.attr}"
        return ""

    def calls(self) -> Iterator[ast.Call]:
        """Every call in the file."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def public(self) -> set[str]:
        """The classes and aliases that others may use."""
        names = {node.name for node in self.tree.body if isinstance(node, ast.ClassDef)}
        for node in self.tree.body:
            if isinstance(node, ast.Assign):
                names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        return {name for name in names if name[0].isupper() and not name.isupper()}


@cache
def modules(*rooms: str) -> tuple[Module, ...]:
    """Every file of these rooms, or of all five; revisions of the database are not read."""
    paths = sorted(path for room in rooms or ROOMS for path in (ROOT / room).rglob("*.py"))
    return tuple(Module(path, ast.parse(path.read_text("utf-8"))) for path in paths if path.parent.name != "versions")


def module(name: str) -> Module:
    """The file at this path from the root of the project."""
    return next(found for found in modules() if found.name == name)
