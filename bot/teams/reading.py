"""What somebody did, read from an activity of Teams: one function for each kind, none of which asks anybody."""

import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

from bot.teams import render

Activity = Mapping[str, Any]

CHOSEN_VALUE = 3000
"""Characters of a message that something is made of; no field has room for more."""

FILE = "application/vnd.microsoft.teams.file.download.info"
"""What a file is called that somebody sends as a message."""

PAGE = "text/html"
"""What it is called that shows how a message stood before who wrote it."""

ENTITY = re.compile(r"&(#?[0-9A-Za-z]{1,31};)")
ESCAPED_TWICE = re.compile(r"&amp;(#?[0-9A-Za-z]{1,31};)")
"""What stands for a character, and what stands for what does."""

NEW_EDITION = "editions.hand_in"
"""What is done with a file: there is one form that takes one."""

AMONG_PEOPLE = "19:"
"""How the names of chats of people and of channels begin; that of two people is called personal like that with us."""

LONGEST = 255
"""Characters of a name of Teams' that are kept; one that is longer is nobody's."""


class Kind(Enum):
    """In what manner something was done, and so how it can be answered."""

    SAID = auto()
    PRESSED = auto()
    HANDED_IN = auto()
    CHOSEN = auto()
    JUDGED = auto()
    CAME = auto()
    LEFT = auto()
    CHANGED = auto()


@dataclass(frozen=True)
class Deed:
    """One thing that somebody did."""

    kind: Kind
    key: str
    tenant: str
    user: str
    """Whose it was, by their id in Entra, in small letters: the same wherever they write."""

    conversation: str
    service: str
    """The address at which Teams takes what is said there."""

    is_private: bool
    """Whether it is somebody's own conversation with us."""

    account: str = ""
    """The same person by the id that the conversation knows them by."""

    action: str = ""
    """Empty for what was written: what that means depends on the language of who wrote it."""

    command: str = ""
    """The name of a command that was typed, without its slash."""

    text: str = ""
    value: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    waits: bool = False
    """Whether Teams waits for an answer in the body, as it does for whatever it invokes."""

    in_dialog: bool = False
    """Whether what answers it is shown in a dialog, which only who did it sees, wherever it was opened."""

    activity: str = ""
    """What was written, by its own name there."""

    message: str = ""
    """Our own message that was pressed or judged, by its name there."""

    delivery: str = ""
    """The delivery that what was pressed says it is."""

    thread: str = ""
    """The message of a channel in whose thread it was done; empty where it stands by itself."""

    team: str = ""
    """The team of Teams' whose channel it is, by its id there; empty in a chat."""

    zone: str = ""
    """The time zone of the device that it was done on, as Teams says: it may be none."""

    named: str = ""
    """What the chat or channel is called, where that was said."""

    file: tuple[str, str] | None = None
    """A file that was sent in somebody's own conversation: what it is called, and where it can be had."""


def _key(kind: str, *parts: str) -> str:
    """A dedupe key of bounded length, the same each time the same is delivered."""
    return f"{kind}:{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:40]}"


def _of(found: object, *names: str) -> Any:
    """What stands there under these names, one within the other; None where nothing does."""
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _words(found: object, *names: str) -> str:
    said = _of(found, *names)
    return said if isinstance(said, str) else ""


def _name(found: object, *names: str) -> str:
    said = _words(found, *names)
    return said if len(said) <= LONGEST else ""


def tenant_of(activity: Activity) -> str:
    """The tenant that an activity says it is from."""
    return _name(activity, "channelData", "tenant", "id") or _name(activity, "conversation", "tenantId")


def conversation_of(activity: Activity) -> tuple[str, str]:
    """Where it was done, and in the thread of which message of that channel."""
    name, _, thread = _name(activity, "conversation", "id").partition(";messageid=")
    return name, thread


def deed(activity: Activity) -> Deed | None:
    """What somebody did; None for what is nobody's deed, or nothing that we know.

    What is read here was verified, and may still be of any shape: what is not as it should be is not there.
    """
    readings = {
        "message": _message,
        "invoke": _invoke,
        "installationUpdate": _installation,
        "conversationUpdate": _conversation,
    }
    reads = readings.get(_words(activity, "type"))
    found = _begun(activity)
    if reads is None or not found.conversation or not found.tenant:
        return None
    return reads(activity, found)


def _begun(activity: Activity) -> Deed:
    """What all kinds have in common."""
    conversation, thread = conversation_of(activity)
    channel, name = _name(activity, "channelId"), _name(activity, "id")
    return Deed(
        Kind.CHANGED,
        _key(_words(activity, "type"), channel, conversation, name or _unnumbered(activity)),
        tenant_of(activity),
        _name(activity, "from", "aadObjectId").lower(),
        conversation,
        _name(activity, "serviceUrl"),
        _words(activity, "conversation", "conversationType") == "personal"
        and not conversation.startswith(AMONG_PEOPLE),
        account=_name(activity, "from", "id"),
        activity=name,
        message=_name(activity, "replyToId"),
        thread=thread,
        team=_name(activity, "channelData", "team", "id"),
        zone=_zone(activity),
        named=_name(activity, "channelData", "channel", "name") or _name(activity, "conversation", "name"),
    )


def _unnumbered(activity: Activity) -> str:
    """What has no number is known again by when it was done, and by whom."""
    told = [activity.get("timestamp"), _of(activity, "from", "id"), activity.get("value")]
    try:
        return json.dumps(told, default=str)
    except RecursionError:
        return ""


def _zone(activity: Activity) -> str:
    told = [one for one in _listed(activity, "entities") if _words(one, "type") == "clientInfo"]
    said = [_name(activity, "localTimezone"), *(_name(one, "timezone") for one in told)]
    return next((one for one in said if one), "")


def _with(deed: Deed, kind: Kind, **more: Any) -> Deed:
    return replace(deed, kind=kind, **more)


# What was written, and what was pressed


def _message(activity: Activity, begun: Deed) -> Deed | None:
    if not begun.user:
        return None
    value, text = activity.get("value"), plain(activity)
    if isinstance(value, Mapping):
        found = _submitted(value, begun)
        if found is not None or not text:
            # Without words it was a button, ours or somebody else's.
            return found
    if begun.is_private and (files := list(_files(activity))):
        return _with(begun, Kind.SAID, action=NEW_EDITION, file=files[0])
    command, _, rest = text[1:].partition(" ") if re.match(r"/\w", text) else ("", "", text)
    return _with(begun, Kind.SAID, command=command, text=rest.strip() if command else text)


def _submitted(data: Activity, begun: Deed) -> Deed | None:
    """What a card carried with the button that was pressed: a form's fields, or an action with what it is about."""
    form, action, delivery = _words(data, "form"), _words(data, "action"), _name(data, "delivery")
    if form:
        about = data.get("about")
        told = about.items() if isinstance(about, Mapping) else ()
        known = {name: said for name, said in told if isinstance(said, str)}
        filled = {name: said for name, said in data.items() if _is_filled(said) and name != "delivery"}
        fields = {**render.typed(filled), **known}
        return _with(begun, Kind.HANDED_IN, action=form, fields=fields, delivery=delivery)
    if action:
        return _with(begun, Kind.PRESSED, action=action, value=_words(data, "value"), delivery=delivery)
    return None


def _files(activity: Activity) -> Iterator[tuple[str, str]]:
    for one in _listed(activity, "attachments"):
        url = _words(one, "content", "downloadUrl")
        if _words(one, "contentType") == FILE and url:
            yield _name(one, "name"), url


def _is_filled(said: object) -> bool:
    """Whether it is what comes back from a field, or the names of several; some clients send numbers as numbers."""
    if isinstance(said, list):
        return all(isinstance(one, str) for one in said)
    return isinstance(said, str | int | float) and not isinstance(said, bool)


def plain(activity: Activity) -> str:
    """What somebody wrote, without what names us, and with the names of others as they stand there."""
    text = _words(activity, "text")
    us = _name(activity, "recipient", "id")
    for one in _listed(activity, "entities"):
        if _words(one, "type") == "mention" and _name(one, "mentioned", "id") == us and us:
            text = text.replace(_words(one, "text") or "<at></at>", " ")
    text = _unescaped(re.sub(r"</?at\b[^<>]*>", "", text), activity)
    return " ".join(re.split(r"[ \t\u00a0]+", text)).strip()


def _unescaped(text: str, activity: Activity) -> str:
    """A text with the characters that its entities stand for, but those that somebody typed as they are.

    Teams says that a text is plain whether it is escaped or not. The page beside it always is: what was typed as an
    entity is escaped once more there, and not in the text. Nothing is one without its semicolon, as in an address.
    """
    listed = _listed(activity, "attachments")
    pages = " ".join(_words(one, "content") for one in listed if _words(one, "contentType") == PAGE)
    typed = {*ESCAPED_TWICE.findall(pages)} - {*ESCAPED_TWICE.findall(text)}
    return ENTITY.sub(lambda found: found[0] if found[1] in typed else html.unescape(found[0]), text)


def _listed(found: object, name: str) -> Sequence[object]:
    said = _of(found, name)
    return said if isinstance(said, list) else ()


# What Teams invokes, and waits for


def _invoke(activity: Activity, begun: Deed) -> Deed | None:
    if not begun.user:
        return None
    value, waiting = activity.get("value"), _with(begun, begun.kind, waits=True)
    name = _words(activity, "name")
    if name == "adaptiveCard/action":
        data = _of(value, "action", "data")
        return _submitted(data, waiting) if isinstance(data, Mapping) else None
    if name == "message/submitAction":
        return _judged(value, waiting)
    if name == "composeExtension/fetchTask":
        return _chosen(value, waiting)
    if name in ("composeExtension/submitAction", "task/submit"):
        data = _of(value, "data")
        found = _submitted(_of(data, "action", "data") or data, waiting) if isinstance(data, Mapping) else None
        return _with(found, found.kind, in_dialog=True) if found is not None else None
    return None


def _judged(value: object, begun: Deed) -> Deed | None:
    """Whether an answer helped, and in which words; the words come as JSON, or as they were typed."""
    verdict = {"like": "helped", "dislike": "not_helped"}.get(_words(value, "actionValue", "reaction"))
    if _words(value, "actionName") != "feedback" or verdict is None:
        return None
    return _with(begun, Kind.JUDGED, value=verdict, text=_feedback(_of(value, "actionValue", "feedback")))


def _feedback(said: object) -> str:
    if isinstance(said, str):
        try:
            read = json.loads(said)
        except (ValueError, RecursionError):
            return said.strip()
        said = read if isinstance(read, Mapping) else {"feedbackText": said}
    return _words(said, "feedbackText").strip()


def _chosen(value: object, begun: Deed) -> Deed | None:
    """Something is to be made of a message; the name of the command is the action."""
    action, message = _words(value, "commandId"), _of(value, "messagePayload")
    if not action:
        return None
    fields: dict[str, str] = {}
    if isinstance(message, Mapping):
        author, name = _name(message, "from", "user", "id").lower(), _name(message, "id")
        fields |= {"author": author} if author else {"author_is": "bot"}
        fields |= {"message": _key("message", begun.conversation, name)} if name else {}
    text = _written(message)[:CHOSEN_VALUE]
    return _with(begun, Kind.CHOSEN, action=action, value=text, fields=fields, in_dialog=True)


def _written(message: object) -> str:
    """The words of a message, which Teams gives as HTML."""
    content = _words(message, "body", "content")
    if _words(message, "body", "contentType") == "html":
        content = re.sub(r"<(br|/p|/div|/li)\b[^<>]*>", "\n", content)
        content = html.unescape(re.sub(r"<[^<>]*>", "", content))
    return content.strip()


# What Teams tells of itself


def _installation(activity: Activity, begun: Deed) -> Deed | None:
    kind = {"add": Kind.CAME, "add-upgrade": Kind.CHANGED, "remove": Kind.LEFT, "remove-upgrade": Kind.CHANGED}.get(
        _words(activity, "action")
    )
    return _with(begun, kind) if kind is not None else None


def _conversation(_activity: Activity, begun: Deed) -> Deed:
    """Who is in a conversation has changed, or what it is called: it is looked up anew."""
    return begun
