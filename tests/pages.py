"""A browser without scripts, just enough of one to read a page and post its forms."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx
from starlette.types import ASGIApp, Message


@dataclass
class PostForm:
    """A form as it would be posted: where to, and its fields with what stands in them."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, value and label of each button."""
    radios: list[tuple[str, str]] = field(default_factory=list)
    """Name and value of each thing that can be chosen."""
    choices: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, value and label of each option, whether one of them is chosen or several."""


class Forms(HTMLParser):
    """Every form of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[PostForm] = []
        self._open: PostForm | None = None
        self._textarea: str | None = None
        self._select: str | None = None
        self._label: list[str] | None = None
        self._option: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in what a form would post."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = PostForm(given.get("action", ""))
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "input":
            self._input(self._open, given)
        elif tag == "textarea":
            self._textarea = given.get("name", "")
            self._open.fields[self._textarea] = ""
        elif tag in ("select", "option"):
            self._listed(self._open, tag, given)
        elif tag == "button":
            self._button(self._open, given)

    def _button(self, form: PostForm, given: Mapping[str, str]) -> None:
        if given.get("type", "submit") == "submit":
            self._label = []
            form.buttons.append((given.get("name", ""), given.get("value", ""), ""))

    def _listed(self, form: PostForm, tag: str, given: Mapping[str, str]) -> None:
        """A list that opens, or one of its options."""
        if tag == "select":
            self._select = given.get("name", "")
            form.fields[self._select] = ""
        elif self._select is not None:
            self._offered(form, self._select, given)
            if "selected" in given:
                form.fields[self._select] = given.get("value", "")

    def _offered(self, form: PostForm, name: str, given: Mapping[str, str]) -> None:
        self._option = []
        form.choices.append((name, given.get("value", ""), ""))

    def _input(self, form: PostForm, given: Mapping[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if kind in ("radio", "checkbox"):
            self._offered(form, name, given)
        if kind == "radio":
            form.radios.append((name, given.get("value", "")))
        if not name or (kind in ("radio", "checkbox") and "checked" not in given):
            return
        form.fields[name] = given.get("value", "on" if kind == "checkbox" else "")

    def handle_data(self, data: str) -> None:
        """Take in what stands in a text field or on a button."""
        if self._open is not None and self._textarea is not None:
            self._open.fields[self._textarea] += data
        for heard in (self._label, self._option):
            if heard is not None:
                heard.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "form":
            self._open = None
        elif tag == "textarea" and self._open is not None and self._textarea is not None:
            written = self._open.fields[self._textarea]
            self._open.fields[self._textarea] = written.removeprefix("\n")
            self._textarea = None
        elif tag == "select":
            self._select = None
        elif tag == "button" and self._open is not None and self._label is not None:
            name, value, _ = self._open.buttons[-1]
            self._open.buttons[-1] = (name, value, " ".join("".join(self._label).split()))
            self._label = None
        elif tag in ("label", "option") and self._open is not None and self._option is not None:
            name, value, _ = self._open.choices[-1]
            self._open.choices[-1] = (name, value, " ".join("".join(self._option).split()))
            self._option = None


class Page:
    """Somebody's browser at an application in this process."""

    def __init__(self, app: ASGIApp) -> None:
        transport = httpx.ASGITransport(app=app)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8642")

    async def get(self, path: str) -> httpx.Response:
        """Open a page."""
        return await self._client.get(path)

    async def post(
        self, path: str, fields: Mapping[str, str], *, fragment: bool = True, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Post a form, as the page's script does or as a browser without one."""
        extra = {"X-Fragment": "1"} if fragment else {}
        return await self._client.post(path, data=dict(fields), headers={**extra, **(headers or {})})

    async def submit(self, form: PostForm, button: int = 0, *, fragment: bool = True) -> httpx.Response:
        """Press one of a form's buttons."""
        fields = dict(form.fields)
        if form.buttons:
            name, value, _ = form.buttons[button]
            if name:
                fields[name] = value
        return await self.post(form.action, fields, fragment=fragment)

    async def close(self) -> None:
        """Close the browser."""
        await self._client.aclose()


class Listener:
    """An open stream of one page."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app, self.path = app, path
        self._chunks: asyncio.Queue[str] = asyncio.Queue()
        self._gone = asyncio.Event()
        where, _, query = path.partition("?")
        self._scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": where,
            "raw_path": where.encode(),
            "query_string": query.encode(),
            "headers": [(b"host", b"localhost")],
            "client": ("127.0.0.1", 9),
            "server": ("127.0.0.1", 8642),
        }
        self.status = 0

    async def __aenter__(self) -> "Listener":
        self._task = asyncio.ensure_future(self._app(self._scope, self._receive, self._send))
        assert await self.next()
        return self

    async def __aexit__(self, *problem: object) -> None:
        self._gone.set()
        await self._task

    async def _receive(self) -> Message:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message.get("body"):
            await self._chunks.put(message["body"].decode())

    async def next(self) -> str:
        """The next thing that is told."""
        self.last = await self._chunks.get()
        return self.last

    async def ended(self) -> None:
        """Wait for the other side to close the stream."""
        await self._task
