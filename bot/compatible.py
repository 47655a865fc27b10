"""The client by which what people wrote goes to an OpenAI-compatible endpoint, whichever of them it is.

It goes to the address that somebody has named and to nobody else; and of what comes back no more is read than an
answer can be.
"""

import logging
from collections.abc import AsyncIterator
from typing import Any, cast

import httpx2
from openai import AsyncAzureOpenAI, AsyncOpenAI, DefaultAsyncHttpxClient
from pydantic import SecretStr

for _noisy in ("openai", "httpx2", "httpcore2"):
    # They know our key, and tell of each request when somebody debugs.
    logging.getLogger(_noisy).setLevel(logging.WARNING)

AT_ONCE = 64
"""Connections to one endpoint; who comes while all are in use waits for one, within the deadline."""

BYTES_BESIDE = 16_384
"""What may stand around an answer."""


class Unread(Exception):
    """What comes is left unread: it is too much, or packed, so that nobody knows how much it is."""

    def __init__(self, status: int, *, is_packed: bool) -> None:
        super().__init__(status)
        self.status, self.is_packed = status, is_packed


def client_of(
    base_url: str,
    key: SecretStr | None,
    *,
    most: int,
    timeout: httpx2.Timeout,
    retries: int = 0,
    azure_api_version: str = "",
) -> AsyncOpenAI:
    """A client for this address, which reads so many bytes of a reply at most; beyond that it raises Unread."""
    limits = httpx2.Limits(max_connections=AT_ONCE, max_keepalive_connections=8, keepalive_expiry=30)
    # What people wrote goes to the address that somebody has named: neither to another one that answers there, nor by
    # way of a proxy that some variable of the machine names.
    stays = DefaultAsyncHttpxClient(follow_redirects=False, trust_env=False, transport=_Capped(most, limits))
    common: dict[str, Any] = {
        # An endpoint that wants no key is not told one that it might log.
        "api_key": key.get_secret_value() if key else "none",
        "max_retries": retries,
        "timeout": timeout,
        "http_client": stays,
        "default_headers": {"Accept-Encoding": "identity"},
    }
    client = (
        AsyncAzureOpenAI(azure_endpoint=base_url, api_version=azure_api_version, **common)
        if azure_api_version
        else AsyncOpenAI(base_url=base_url, **common)
    )
    # Variables of the machine may name an organisation at OpenAI's, which is nobody else's business.
    client.organization = client.project = None
    return client


class _Capped(httpx2.AsyncHTTPTransport):
    """Reads so many bytes of each reply, of whatever status, and no more."""

    def __init__(self, most: int, limits: httpx2.Limits) -> None:
        super().__init__(limits=limits)
        self._most = most

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await super().handle_async_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise Unread(response.status_code, is_packed=True)
        response.stream = _Counted(cast(httpx2.AsyncByteStream, response.stream), self._most, response.status_code)
        return response


class _Counted(httpx2.AsyncByteStream):
    """A body that ends in an error where it goes on for too long."""

    def __init__(self, body: httpx2.AsyncByteStream, most: int, status: int) -> None:
        self._body, self._most, self._status = body, most, status

    async def __aiter__(self) -> AsyncIterator[bytes]:
        count = 0
        async for chunk in self._body:
            count += len(chunk)
            if count > self._most:
                raise Unread(self._status, is_packed=False)
            yield chunk

    async def aclose(self) -> None:
        await self._body.aclose()
