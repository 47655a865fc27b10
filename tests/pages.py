"""A browser without scripts, just enough of one to read a page and post its forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx
from starlette.types import ASGIApp


@dataclass
class PostForm:
    """A form as it would be posted: where to, and its fields with what stands in them."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, value and label of each button."""
    radios: list[tuple[str, str]] = field(default_factory=list)
    """Name and value of each thing that can be chosen."""


class Forms(HTMLParser):
    """Every form of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[PostForm] = []
        self._open: PostForm | None = None
        self._textarea: str | None = None
        self._select: str | None = None
        self._label: list[str] | None = None
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
        elif tag == "select":
            self._select = given.get("name", "")
            self._open.fields[self._select] = ""
        elif tag == "option" and self._select is not None and "selected" in given:
            self._open.fields[self._select] = given.get("value", "")
        elif tag == "button" and given.get("type", "submit") == "submit":
            self._label = []
            self._open.buttons.append((given.get("name", ""), given.get("value", ""), ""))

    @staticmethod
    def _input(form: PostForm, given: Mapping[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if kind == "radio":
            form.radios.append((name, given.get("value", "")))
        if not name or (kind in ("radio", "checkbox") and "checked" not in given):
            return
        form.fields[name] = given.get("value", "on" if kind == "checkbox" else "")

    def handle_data(self, data: str) -> None:
        """Take in what stands in a text field or on a button."""
        if self._open is not None and self._textarea is not None:
            self._open.fields[self._textarea] += data
        if self._label is not None:
            self._label.append(data)

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
