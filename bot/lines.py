"""Where a line of the score is on the web: one link each, the same for everybody, behind which nothing of it stands."""

from urllib.parse import urlsplit

from score.language import is_address

PATH = "/lines/"
"""What stands before the address of a line; nothing else of ours begins so."""

PORTS = {"http": 80, "https": 443}
"""The port that is meant where none is named."""

LONGEST = 300
"""Characters of a link that is looked at; ours have 97 after the address of the installation."""


def before(address: str) -> str:
    """What stands before the address of every line, where the installation is at `address`; empty where it has none."""
    return address.rstrip("/") + PATH if address else ""


def line_at(address: str, url: str) -> str:
    """The address of the line that `url` is the link to, where the installation is at `address`; empty for all else.

    Whether there is such a line is not looked at. Nothing but the link itself counts: not one with a name, a query or
    a fragment in it, none at another port, and none that is written in other signs.
    """
    if not address or len(url) > len(address) + LONGEST or not url.isascii():
        return ""
    try:
        ours, theirs = urlsplit(address), urlsplit(url)
        same = _door(ours.scheme, ours.hostname, ours.port) == _door(theirs.scheme, theirs.hostname, theirs.port)
    except ValueError:
        return ""
    if not same or "@" in theirs.netloc or set(url) & set("?#") or not theirs.path.startswith(PATH):
        return ""
    found = theirs.path.removeprefix(PATH)
    return found if is_address(found) else ""


def _door(scheme: str, host: str | None, port: int | None) -> tuple[str, str | None, int | None]:
    return scheme, host, port or PORTS.get(scheme)
