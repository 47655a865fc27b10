"""Which words each brief had at its version: what was answered notes a version, and it must say what was asked.

    python -m bench.brief_versions      writes prompts/briefs/versions.yml anew

A brief whose words changed and whose version did not is refused: raise it in its front matter.
"""

import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from prompts.brief import FOLDER, Brief, brief, names

FILE = FOLDER / "versions.yml"


class NotRaised(ValueError):
    """A brief says something else under the same version."""


def digest(of: Brief) -> str:
    """What tells the words of a brief from any others."""
    return hashlib.sha256(f"{of.expects}\n\n{of.text}".encode()).hexdigest()


def known(file: Path = FILE) -> Mapping[str, Mapping[str, Any]]:
    """The version and the digest of each brief as they were written down last."""
    return yaml.safe_load(file.read_text("utf-8")) or {} if file.exists() else {}


def renewed(before: Mapping[str, Mapping[str, Any]], briefs: Mapping[str, Brief]) -> Mapping[str, Mapping[str, Any]]:
    """The same for the briefs as they are now. Raises NotRaised."""
    for name, one in briefs.items():
        was = before.get(name)
        if was is not None and was["digest"] != digest(one) and one.version <= was["version"]:
            raise NotRaised(f"{name}.md says something else than version {was['version']} did: raise its version")
    return {name: {"version": one.version, "digest": digest(one)} for name, one in briefs.items()}


def main(file: Path = FILE) -> int:
    """Write them down; 1 where a version has to be raised first."""
    try:
        found = renewed(known(file), {name: brief(name) for name in names()})
    except NotRaised as problem:
        print(problem, file=sys.stderr)
        return 1
    head = "# What each brief said at its version; written by `make brief-versions`, never by hand.\n"
    file.write_text(head + yaml.safe_dump(found, sort_keys=True), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
