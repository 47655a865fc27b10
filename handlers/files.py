"""A file that somebody hands in by a form, as the value of its field: at every door alike."""

from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass

LARGEST = 1024 * 1024
"""Bytes of a file that is handed in at most; a score of 500 lines has a tenth of it."""

NAME = 200
"""Characters of a file's name that are kept."""


@dataclass(frozen=True)
class File:
    """What was handed in: what it is called where it comes from, and what is in it."""

    name: str
    content: bytes


def packed(file: File) -> str:
    """A file as the value of a field."""
    return f"{b64encode(file.content).decode()} {file.name[:NAME]}"


def unpacked(value: str) -> File | None:
    """The file that a field holds; None where it holds none."""
    content, _, name = value.partition(" ")
    try:
        return File(name, b64decode(content, validate=True)) if value else None
    except (Error, ValueError):
        return None
