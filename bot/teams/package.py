"""The package of the Teams app: a zip with what Teams is told of the app, in each language, and its two icons."""

import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from bot.teams import icons
from prompts import LANGUAGE, Filled, languages, phrase, plain, spellings

SCHEMA = "1.30"
"""The version of Microsoft's schema; .ci/teams_manifest.py holds the manifest to it."""

SCHEMAS = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}/MicrosoftTeams"

LONGEST_DEVELOPER = 32
LONGEST_URL = 2048
"""Characters that Microsoft's schema allows."""

GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
RELEASE = re.compile(r"(0|[1-9]\d{0,8})(\.(0|[1-9]\d{0,8})){2}")

MADE = (1980, 1, 1, 0, 0, 0)
"""The day on every file of the zip, the first that a zip can say: the same settings give the same bytes."""

OPENERS = (
    (phrase("openers.check-in"), phrase("packaged.check-in")),
    (phrase("openers.my-part"), phrase("packaged.my-part")),
    (phrase("packaged.behind-say"), phrase("packaged.behind")),
    (phrase("openers.help"), phrase("packaged.can-do")),
)
"""The sentences that Teams offers to begin with, and what each does; a press sends the sentence as it stands."""

ALONE: Mapping[str, Filled] = {
    "checkin-same_again": phrase("packaged.same-again"),
    "digest-today": phrase("packaged.digest"),
    "score_map-mine": phrase("packaged.map"),
    "lessons-shelf": phrase("packaged.lessons"),
    "leave-open_form": phrase("packaged.away"),
    "preferences-open_form": phrase("packaged.hours"),
}
"""The commands of a direct conversation, by their names in `understood`, and what each does."""

AMONG_OTHERS: Mapping[str, Filled] = {
    "digest-today": phrase("packaged.digest"),
    "digest-this_week": phrase("packaged.week"),
    "score_map-mine": phrase("packaged.map"),
    "home-help": phrase("packaged.help"),
}
"""The commands where others read along: what is a team's, and nothing that is somebody's own."""

FROM_A_MESSAGE: Mapping[str, tuple[Filled, Filled]] = {
    "checkin.open_form_with": (phrase("packaged.as-task"), phrase("packaged.as-task-what")),
    "checkin.open_form_stuck": (phrase("packaged.as-blocker"), phrase("packaged.as-blocker-what")),
    "nominations.ask": (phrase("packaged.as-win"), phrase("packaged.as-win-what")),
}
"""What can be made of somebody's message: the action, its name, and what it does."""

NAME, FULL_NAME = phrase("packaged.name"), phrase("packaged.full-name")
SHORT, FULL = phrase("packaged.short"), phrase("packaged.full")


class Unpacked(Exception):
    """A package cannot be made; `why` says what is wrong, and what to do about it."""

    def __init__(self, why: Filled) -> None:
        super().__init__(plain(why))
        self.why = why


@dataclass(frozen=True)
class Publisher:
    """Whom Teams names as answering for the app, and where people read about that: three https addresses."""

    name: str
    website: str
    privacy: str
    terms: str


def this_release() -> str:
    """The release of Concertmaster that runs, as three numbers."""
    return version("concertmaster")


def package(app_id: str, address: str, by: Publisher, release: str) -> bytes:
    """The zip to be uploaded, for a bot of that `app_id` that is reached at `address`; equal arguments, equal bytes.

    `release` is three numbers; Teams takes a package in place of another only with a higher one. Raises Unpacked
    where Teams would not take what is given.
    """
    host = _checked(app_id, address, by, release)
    others = [language for language in languages() if language != LANGUAGE]
    files = {
        "manifest.json": _as_json(_manifest(app_id, host, by, release, others)),
        "color.png": icons.colour(),
        "outline.png": icons.outline(),
        **{_file_of(language): _as_json(in_language(language)) for language in others},
    }
    return _zipped(files)


def _checked(app_id: str, address: str, by: Publisher, release: str) -> str:
    """The name of the host at `address`, once all is seen to be what Teams takes."""
    if not GUID.fullmatch(app_id):
        raise Unpacked(phrase("packaged.no-guid", said=app_id))
    if not RELEASE.fullmatch(release):
        raise Unpacked(phrase("packaged.no-release", said=release))
    _short_enough("--developer", by.name, LONGEST_DEVELOPER)
    for name, url in (("--website", by.website), ("--privacy", by.privacy), ("--terms", by.terms)):
        _short_enough(name, url, LONGEST_URL)
        _host_of(name, url)
    return _host_of("CONCERTMASTER_SERVER__ADDRESS", address)


def _short_enough(name: str, said: str, most: int) -> None:
    if len(said) > most:
        raise Unpacked(phrase("packaged.too-long", name=name, said=said, most=most))


def _host_of(name: str, url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise Unpacked(phrase("packaged.no-https", name=name, said=url)) from None
    if parts.scheme != "https" or "." not in host:
        raise Unpacked(phrase("packaged.no-https", name=name, said=url))
    return host


def _manifest(app_id: str, host: str, by: Publisher, release: str, others: Sequence[str]) -> dict[str, Any]:
    return {
        "$schema": f"{SCHEMAS}.schema.json",
        "manifestVersion": SCHEMA,
        "version": release,
        "id": app_id,
        "developer": {
            "name": by.name,
            "websiteUrl": by.website,
            "privacyUrl": by.privacy,
            "termsOfUseUrl": by.terms,
        },
        "localizationInfo": {
            "defaultLanguageTag": LANGUAGE,
            "additionalLanguages": [{"languageTag": language, "file": _file_of(language)} for language in others],
        },
        "name": {"short": plain(NAME), "full": plain(FULL_NAME)},
        "description": {"short": plain(SHORT), "full": plain(FULL)},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": icons.COLOUR,
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        "bots": [_bot(app_id)],
        "composeExtensions": [{"botId": app_id, "commands": _from_a_message(LANGUAGE)}],
        "validDomains": [host],
    }


def _bot(app_id: str) -> dict[str, Any]:
    return {
        "botId": app_id,
        "scopes": ["personal", "team", "groupChat"],
        # A new edition of the score comes as a file.
        "supportsFiles": True,
        "commandLists": [
            {"scopes": ["personal"], "commands": _alone(LANGUAGE)},
            {"scopes": ["team", "groupChat"], "commands": _commands(AMONG_OTHERS, LANGUAGE)},
        ],
    }


def _alone(language: str) -> list[dict[str, Any]]:
    """What can be begun with in a direct conversation, then the other commands there."""
    begun = [
        {
            "type": "prompt",
            "title": plain(said, language),
            "description": plain(what, language),
            "prompt": plain(said, language),
        }
        for said, what in OPENERS
    ]
    return begun + _commands(ALONE, language)


def _commands(known: Mapping[str, Filled], language: str) -> list[dict[str, Any]]:
    """Each command by the first of its spellings: Teams writes that for who presses it, and it is understood."""
    spelt: dict[str, str] = {}
    for spoken in (language, LANGUAGE):
        for spelling, action in spellings("understood", spoken).items():
            spelt.setdefault(action, spelling)
    return [{"title": spelt[action], "description": plain(what, language)} for action, what in known.items()]


def _from_a_message(language: str) -> list[dict[str, Any]]:
    """What stands behind the three dots of a message; we are asked what to show (`fetchTask`) with the message."""
    return [
        {
            "id": action,
            "type": "action",
            "context": ["message"],
            "title": plain(title, language),
            "description": plain(what, language),
            "fetchTask": True,
        }
        for action, (title, what) in FROM_A_MESSAGE.items()
    ]


def in_language(language: str) -> dict[str, str]:
    """What the manifest says, in another language, each text by the place at which it stands there."""
    lists = [_alone(language), _commands(AMONG_OTHERS, language)]
    return {
        "$schema": f"{SCHEMAS}.Localization.schema.json",
        "name.short": plain(NAME, language),
        "name.full": plain(FULL_NAME, language),
        "description.short": plain(SHORT, language),
        "description.full": plain(FULL, language),
        **{
            f"bots[0].commandLists[{number}].commands[{place}].{key}": command[key]
            for number, commands in enumerate(lists)
            for place, command in enumerate(commands)
            for key in ("title", "description", "prompt")
            if key in command
        },
        **{
            f"composeExtensions[0].commands[{place}].{key}": command[key]
            for place, command in enumerate(_from_a_message(language))
            for key in ("title", "description")
        },
    }


def _file_of(language: str) -> str:
    return f"{language}.json"


def _as_json(said: Mapping[str, Any]) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip. Nothing is pressed together: how that is done differs from machine to machine."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as whole:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, MADE)
            # Otherwise the zip says on which kind of machine it was made.
            entry.create_system = 0
            whole.writestr(entry, content)
    return made.getvalue()
