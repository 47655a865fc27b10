"""A proxy that variables of the machine name, and to which nobody who sends what people wrote may go."""

import socket

import pytest


def through_a_proxy(monkeypatch: pytest.MonkeyPatch, proxy: socket.socket) -> None:
    """From now on the machine wants all that goes out to go by this one."""
    address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, address)
        monkeypatch.setenv(name.lower(), address)
    # It would except what listens on this machine, as everything in a test does.
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


def nobody_came(proxy: socket.socket) -> bool:
    """Whether nobody has so much as connected to it."""
    proxy.settimeout(0)
    try:
        proxy.accept()[0].close()
    except BlockingIOError:
        return True
    return False
