"""What somebody did, read from what Slack sent: one function for each kind of payload, none of which asks anybody."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from bot.signed import NotTaken
from bot.slack import render
from bot.slack.edge import Payload
from score.words import storable

WRITTEN = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes of messages that somebody wrote; all others tell of something that happened."""

SHORTCUT_VALUE = 3000
"""Characters of a message that something is made of; no field has room for more."""


class Kind(Enum):
    """In what manner something was done, and so how it can be answered."""

    SAID = auto()
    PRESSED = auto()
    HANDED_IN = auto()
    COMMANDED = auto()
    CHOSEN = auto()
    SOUGHT = auto()
    CAME = auto()


@dataclass(frozen=True)
class Deed:
    """One thing that somebody did. Without a `channel` it was done where nobody else reads."""

    kind: Kind
    key: str
    team: str
    user: str
    channel: str = ""
    action: str = ""
    """Empty for what was written: what that means depends on the language of who wrote it."""

    command: str = ""
    """The name of a command, without its slash."""

    text: str = ""
    value: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, render.Handed] = field(default_factory=dict)
    """Files of a form by the names of their fields; they are at Slack still."""

    trigger: str = ""
    respond: str = ""
    """Where an answer goes that stands beside what was pressed, for the one who pressed alone: Slack's address."""

    ts: str = ""
    """What was written, by its own name there."""

    thread: str = ""
    """The message in whose thread it was written, empty where it stands by itself."""

    shared: bool = False
    """Whether another organisation reads along there."""

    once: str = ""
    """Of a press: the same each time the same person presses the same thing there."""

    message: Payload = field(default_factory=dict)
    view: Payload = field(default_factory=dict)


def _key(kind: str, *parts: str) -> str:
    """A dedupe key of bounded length, the same each time the same is delivered."""
    return f"{kind}:{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:40]}"


def _id(payload: Payload, name: str) -> str:
    found = payload.get(name) or payload.get(f"{name}_id") or ""
    said = found.get("id") if isinstance(found, Mapping) else found
    return said if isinstance(said, str) else ""


def _words(payload: Payload, name: str) -> str:
    return payload.get(name) or ""


def team_of(payload: Payload) -> str:
    """The workspace that a payload is for: the one that the app is installed in, whoever else is in the channel."""
    installed = _words(payload.get("view") or {}, "app_installed_team_id")
    for authorization in payload.get("authorizations") or ():
        installed = installed or _words(authorization, "team_id")
    return installed or _id(payload, "team") or _id(payload.get("user") or {}, "team")


def installed_in(payload: Payload) -> Iterator[str]:
    """Where we may be installed for whom it is, the likeliest first: in all of an enterprise, or in one workspace."""
    authorizations = payload.get("authorizations") or ()
    whole = [one for one in (payload, *authorizations) if one.get("is_enterprise_install") in (True, "true")]
    for one in whole:
        yield _words(one, "enterprise_id") or _id(payload, "enterprise")
    yield team_of(payload)
    # A removal names its workspace, and whoever removed it is no longer among those who installed.
    yield _id(payload, "team")
    yield _id(payload, "enterprise")


def is_private(channel: str) -> bool:
    """Whether it is somebody's direct conversation with us."""
    return channel == "" or channel.startswith("D")


# What happened (Events API)


def said(payload: Payload, bot: str) -> Deed | None:
    """A message to us; None for one that is not, or that no person wrote."""
    event: Payload = payload["event"]
    user, text = _id(event, "user"), _words(event, "text")
    # A post in a channel that names us comes as a mention, and where messages are subscribed to as a message too.
    ours = event["type"] == "app_mention" or event.get("channel_type") == "im"
    if not ours or not user or event.get("bot_id") or user == bot or event.get("subtype") not in WRITTEN:
        return None
    team = team_of(payload)
    channel = _id(event, "channel")
    return Deed(
        Kind.SAID,
        _key("said", channel, _words(event, "ts"), user),
        team,
        user,
        channel,
        text=re.sub(rf"<@{re.escape(bot)}(\|[^>]*)?>", " ", text).strip(),
        ts=_words(event, "ts"),
        thread=_words(event, "thread_ts"),
        shared=payload.get("is_ext_shared_channel") is True,
    )


def came(payload: Payload) -> Deed | None:
    """Somebody opened our page; None for another tab of it."""
    event: Payload = payload["event"]
    if event.get("tab", "home") != "home":
        return None
    key = _key("came", _words(payload, "event_id") or _words(event, "event_ts"))
    return Deed(Kind.CAME, key, team_of(payload), _id(event, "user"), action="home.opened")


def entered(payload: Payload) -> Deed | None:
    """Somebody opened their conversation with us; None for another tab of it."""
    event: Payload = payload["event"]
    channel = _id(event, "channel")
    if event.get("tab") != "messages" or not channel.startswith("D"):
        return None
    return Deed(Kind.CAME, "", team_of(payload), _id(event, "user"), channel)


def session(payload: Payload) -> Deed:
    """Somebody said something of a thread in which they talk with us: to stop, or what it is called."""
    event: Payload = payload["event"]
    user, channel, thread = _id(event, "user"), _id(event, "channel"), _words(event, "thread_ts")
    return Deed(Kind.CAME, "", team_of(payload), user, channel, thread=thread)


POSTED = "conversations_history"
"""Where a link is that stands in a message. While somebody writes one, Slack does not say where that will be."""

LINKS = 20
"""Links of one message that are looked at."""


@dataclass(frozen=True)
class Linked:
    """A message in which links of ours stand, where we read along."""

    key: str
    team: str
    user: str
    channel: str
    ts: str
    urls: Sequence[str]
    shared: bool
    """Whether another organisation reads along there."""


def linked(payload: Payload) -> Linked | None:
    """A message with links of ours in it; None for what was not posted yet, and for where we do not read along."""
    event: Payload = payload["event"]
    channel, ts, user = _id(event, "channel"), _words(event, "message_ts"), _id(event, "user")
    posted = _words(event, "source") in ("", POSTED)
    if not (posted and channel and ts and event.get("is_bot_user_member") is True):
        return None
    named = [url for one in event.get("links") or () if isinstance(url := one.get("url"), str)]
    urls = list(dict.fromkeys(named))[:LINKS]
    # Where somebody mends a message, its links come anew, under the same name.
    key = _key("linked", channel, ts, *urls)
    return Linked(key, team_of(payload), user, channel, ts, urls, payload.get("is_ext_shared_channel") is True)


def channel_of(payload: Payload) -> str:
    """The channel that something happened to."""
    return _id(payload["event"], "channel")


def user_of(payload: Payload) -> str:
    """The person to whom something happened."""
    return _id(payload["event"], "user")


def bot_tokens_revoked(payload: Payload) -> bool:
    """Whether the bot's own token no longer holds."""
    tokens = payload["event"].get("tokens")
    return bool(isinstance(tokens, Mapping) and tokens.get("bot"))


# What somebody did with what we showed


def pressed(payload: Payload) -> Deed:
    """A button, or whatever else stands in a message and is pressed."""
    action: Payload = payload["actions"][0]
    container: Payload = payload.get("container") or {}
    user, stood = _id(payload, "user"), _words(container, "message_ts") or _words(container, "view_id")
    action_id = _words(action, "action_id")
    # What one person alone can see stands in no channel for us, wherever Slack shows it.
    alone = container.get("is_ephemeral") is True
    return Deed(
        Kind.PRESSED,
        _key("pressed", stood, _words(action, "action_ts"), user, action_id),
        team_of(payload),
        user,
        "" if alone else _id(payload, "channel"),
        action_id.split("#")[0],
        value=_chosen(action),
        trigger=_words(payload, "trigger_id"),
        respond=_words(payload, "response_url") if alone else "",
        once=_key("once", stood, user, action_id.split("#")[0]),
        thread="" if alone else _words(payload.get("message") or {}, "thread_ts"),
        message=payload.get("message") or {},
        view=payload.get("view") or {},
    )


def _chosen(action: Payload) -> str:
    option = action.get("selected_option")
    found = option.get("value") if isinstance(option, Mapping) else action.get("value")
    return found if isinstance(found, str) else ""


@dataclass(frozen=True)
class Opened:
    """What a form knows of itself while it is open: what it is handed in to, about what, and where it was opened."""

    action: str
    about: Mapping[str, str]
    channel: str

    def as_text(self) -> str:
        """As it travels with the form."""
        return json.dumps([self.action, dict(self.about), self.channel], ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Again:
    """What the button knows behind which the rest of a card stands: what is drawn again, and where it was shown."""

    view: str
    about: Mapping[str, str]
    place: str
    alone: bool
    """Whether it was drawn for who pressed it, and not for everybody who reads there."""

    def as_text(self) -> str:
        """As it travels with the button, and with the modal that it opens."""
        found = [self.view, dict(self.about), self.place, self.alone]
        return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def again(deed: Deed) -> Again | None:
    """What is drawn again; None where the button does not say, as in a message that is found by its delivery."""
    _, _, carried = deed.value.partition(" ")
    try:
        view, about, place, alone = json.loads(carried or _words(deed.view, "private_metadata"))
        return Again(str(view), {str(name): str(value) for name, value in about.items()}, str(place), bool(alone))
    except (ValueError, TypeError, AttributeError):
        return None


def opened(view: Payload) -> Opened:
    """What an open form knows of itself; nothing for one that is not ours."""
    try:
        action, about, channel = json.loads(_words(view, "private_metadata"))
        known = {str(name): str(value) for name, value in about.items()}
        return Opened(str(action), known, str(channel))
    except (ValueError, TypeError, AttributeError):
        return Opened("", {}, "")


def handed_in(payload: Payload) -> Deed:
    """A form."""
    view: Payload = payload["view"]
    form = opened(view)
    try:
        typed, files = render.typed(view), render.handed(view)
    except (LookupError, TypeError, AttributeError, ValueError):
        raise NotTaken(400, "a form that cannot be read") from None
    return Deed(
        Kind.HANDED_IN,
        _key("form", _words(view, "id"), _words(view, "hash")),
        team_of(payload),
        _id(payload, "user"),
        form.channel,
        form.action,
        fields={**typed, **form.about},
        files=files,
        view=view,
    )


def sought(payload: Payload) -> Deed:
    """Something was typed into a line picker."""
    form = opened(payload.get("view") or {})
    return Deed(
        Kind.SOUGHT,
        "",
        team_of(payload),
        _id(payload, "user"),
        form.channel or _id(payload, "channel"),
        _words(payload, "action_id").split("#")[0],
        text=_words(payload, "value"),
    )


def commanded(payload: Payload) -> Deed:
    """A slash command; what is answered is seen by who wrote it alone, so that it is said in no channel."""
    trigger = _words(payload, "trigger_id")
    return Deed(
        Kind.COMMANDED,
        _key("command", trigger, _id(payload, "user")),
        _id(payload, "team"),
        _id(payload, "user"),
        command=_words(payload, "command").removeprefix("/"),
        text=_words(payload, "text").strip(),
        trigger=trigger,
    )


def _of_message(payload: Payload, message: Payload) -> Mapping[str, str]:
    """The name of the message that something is made of."""
    name = message_key(_id(payload, "channel"), message)
    return {"message": name} if name else {}


def chosen(payload: Payload) -> Deed:
    """A shortcut, of everywhere or of one message; its name is the action."""
    trigger, message = _words(payload, "trigger_id"), payload.get("message") or {}
    return Deed(
        Kind.CHOSEN,
        _key("shortcut", trigger, _id(payload, "user"), _words(payload, "action_ts")),
        team_of(payload),
        _id(payload, "user"),
        action=_words(payload, "callback_id"),
        value=_words(message, "text"),
        fields=_of_message(payload, message),
        trigger=trigger,
        message=message,
    )


def thread_of(deed: Deed) -> tuple[str, str]:
    """The thread of a message in which something was pressed, or that it may begin."""
    return deed.channel, _words(deed.message, "thread_ts") or _words(deed.message, "ts")


def author_of(message: Payload) -> str:
    """Whose account wrote a message; empty for one that no person wrote."""
    return "" if message.get("bot_id") or message.get("subtype") not in WRITTEN else _id(message, "user")


def message_key(payload_channel: str, message: Payload) -> str:
    """A name of one message that tells nothing of it, the same for everybody; empty where Slack does not name it."""
    ts = _words(message, "ts")
    return _key("message", payload_channel, ts) if ts else ""


# What people write

_MARKUP = re.compile(r"<([^<>]*)>")


def people_in(text: str) -> list[str]:
    """The ids of those who are named in something written."""
    return [found[2:].split("|")[0] for found in re.findall(r"<@[UW][^<>]*>", text) for found in [found.strip(">")]]


def plain(text: str, names: Mapping[str, str]) -> str:
    """What somebody wrote, without Slack's markup: `names` are those of the people it may mention."""

    def said(found: re.Match[str]) -> str:
        inside, _, label = found[1].partition("|")
        if inside.startswith(("@", "#")):
            return inside[0] + (label or names.get(inside[1:], inside[1:]))
        if inside.startswith("!"):
            return label or f"@{inside[1:].split('^')[0]}"
        address = inside.removeprefix("mailto:").removeprefix("tel:")
        if not label or _is_same(label, address):
            return label or address
        return f"{label} ({address})"

    return _MARKUP.sub(said, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _is_same(label: str, address: str) -> bool:
    """Whether a label says no less than the address that it stands for, as where Slack made the link by itself."""
    bare = [re.sub(r"^[a-z]+://|/$", "", one.casefold().strip()) for one in (label, address)]
    return bare[0] == bare[1]


def delivery_in(message: Payload) -> str:
    """The delivery that a message of ours is, if Slack says so."""
    metadata = message.get("metadata")
    about = metadata.get("event_payload") if isinstance(metadata, Mapping) else None
    found = about.get("delivery") if isinstance(about, Mapping) else None
    return storable(found) if isinstance(found, str) else ""


def first_field(view: Payload) -> str:
    """The first field of an open form."""
    return next(_fields(view), "")


def fields_of(view: Payload) -> set[str]:
    """The fields of an open form, beside which something can be said."""
    return set(_fields(view))


def _fields(view: Payload) -> Iterator[str]:
    blocks = view.get("blocks")
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, Mapping) and block.get("type") == "input" and isinstance(block.get("block_id"), str):
            yield block["block_id"]
