"""The package of the Teams app: what Teams is told, within what Teams takes, the same for the same settings."""

import io
import json
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import prompts
from bot import cli
from bot.teams import icons
from bot.teams.package import SCHEMA, Publisher, Unpacked, in_language, package, this_release
from handlers import ROUTES, understand
from prompts import languages
from tests.manifest_rules import YES_NO, Rule, breaches, list_of, object_of, text
from tests.sources import ROOT

APP = "00000000-0000-4000-8000-00000000000a"
ADDRESS = "https://concertmaster.example"
US = Publisher("Harbour Bread", "https://harbour.example", "https://harbour.example/p", "https://harbour.example/t")

GUID: Rule = {"type": "string", "pattern": r"^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$"}
HTTPS: Rule = {**text(2048), "pattern": r"^https://[^/]+\."}
SCOPES: Rule = list_of({"enum": ["personal", "team", "groupChat"]}, 3)
MANIFEST: Rule = object_of(
    "$schema manifestVersion version id developer localizationInfo name description icons accentColor "
    "defaultInstallScope defaultGroupCapability bots composeExtensions validDomains",
    **{"$schema": {"type": "string", "pattern": rf"/v{SCHEMA}/MicrosoftTeams\.schema\.json$"}},
    manifestVersion={"enum": [SCHEMA]},
    version={"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
    id=GUID,
    developer=object_of(
        "name websiteUrl privacyUrl termsOfUseUrl",
        name=text(32),
        websiteUrl=HTTPS,
        privacyUrl=HTTPS,
        termsOfUseUrl=HTTPS,
    ),
    localizationInfo=object_of(
        "defaultLanguageTag additionalLanguages",
        defaultLanguageTag={"enum": ["en"]},
        additionalLanguages={
            "type": "array",
            "uniqueItems": True,
            "items": object_of("languageTag file", languageTag=text(26), file=text(2048)),
        },
    ),
    name=object_of("short full", short=text(30), full=text(100)),
    description=object_of("short full", short=text(80), full=text(4000)),
    icons=object_of("color outline", color={"enum": ["color.png"]}, outline={"enum": ["outline.png"]}),
    accentColor={"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"},
    defaultInstallScope={"enum": ["personal"]},
    defaultGroupCapability=object_of("team groupchat", team={"enum": ["bot"]}, groupchat={"enum": ["bot"]}),
    bots=list_of(
        object_of(
            "botId scopes supportsFiles commandLists",
            botId=GUID,
            scopes=SCOPES,
            supportsFiles=YES_NO,
            commandLists=list_of(
                object_of(
                    "scopes commands",
                    scopes=SCOPES,
                    commands=list_of(
                        object_of(
                            "title description",
                            # New clients take 128; those who took the old schema show no more than this.
                            title=text(32),
                            description=text(128),
                            type={"enum": ["prompt"]},
                            prompt=text(4000),
                        ),
                        # Microsoft's schema takes twelve; ten are shown by every client.
                        10,
                    ),
                ),
                3,
            ),
        ),
        1,
    ),
    composeExtensions=list_of(
        object_of(
            "botId commands",
            botId=GUID,
            commands=list_of(
                object_of(
                    "id type context title description fetchTask",
                    id=text(64),
                    type={"enum": ["action"]},
                    context=list_of({"enum": ["message"]}, 1),
                    title=text(32),
                    description=text(128),
                    fetchTask=YES_NO,
                ),
                10,
            ),
        ),
        1,
    ),
    validDomains=list_of({**text(2048), "pattern": r"^[a-z0-9.-]+$"}, 1),
)
"""What Microsoft's schema allows, and no part that we do not use; .ci/teams_manifest.py asks the schema itself."""


def _files(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as whole:
        assert whole.testzip() is None
        return {name: whole.read(name) for name in whole.namelist()}


def _manifest(*, by: Publisher = US, address: str = ADDRESS, release: str = "1.0.0") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_files(package(APP, address, by, release))["manifest.json"])
    return found


def _commands(place: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _manifest()["bots"][0]["commandLists"][place]["commands"]
    return found


def test_everything_is_within_what_teams_takes() -> None:
    assert list(breaches(_manifest(), MANIFEST, MANIFEST)) == []


def test_the_zip_holds_the_manifest_and_two_icons_of_the_sizes_that_teams_wants() -> None:
    files = _files(package(APP, ADDRESS, US, "1.0.0"))

    assert list(files) == ["manifest.json", "color.png", "outline.png"]
    assert _sides(files["color.png"]) == (192, 192)
    assert _sides(files["outline.png"]) == (32, 32)


def _sides(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_the_icons_are_the_mark_of_the_house() -> None:
    mark = (ROOT / "bot/web/pages/mark.svg").read_text("utf-8")

    for shape in (icons.COLOUR, icons.STAFF, icons.HEAD, icons.STEM):
        assert shape in mark


def test_the_same_settings_give_the_same_bytes_and_others_give_others() -> None:
    made = package(APP, ADDRESS, US, "1.0.0")

    assert package(APP, ADDRESS, US, "1.0.0") == made
    assert package(APP, ADDRESS, US, "1.0.1") != made


def test_it_says_whose_bot_it_is_where_it_is_reached_and_who_answers_for_it() -> None:
    manifest = _manifest(address="https://concertmaster.example:8443/", release="2.3.4")

    assert manifest["id"] == manifest["bots"][0]["botId"] == manifest["composeExtensions"][0]["botId"] == APP
    assert manifest["validDomains"] == ["concertmaster.example"]
    assert manifest["developer"]["name"] == US.name
    assert [manifest["developer"][name] for name in ("websiteUrl", "privacyUrl", "termsOfUseUrl")] == [
        US.website,
        US.privacy,
        US.terms,
    ]
    assert manifest["version"] == "2.3.4"


def test_every_command_is_understood_as_it_stands() -> None:
    alone = [understand(one["title"], "en") for one in _commands(0)]

    assert alone == [
        "checkin.open_form",
        "score.my_part",
        "coach.ask",
        "home.help",
        "checkin.same_again",
        "digest.today",
        "score_map.mine",
        "lessons.shelf",
        "leave.open_form",
        "preferences.open_form",
    ]
    assert [understand(one["title"], "en") for one in _commands(1)] == [
        "digest.today",
        "digest.this_week",
        "score_map.mine",
        "home.help",
    ]


def test_a_sentence_to_begin_with_sends_what_it_shows() -> None:
    begun = [one for one in _commands(0) if one.get("type") == "prompt"]

    assert len(begun) == 4
    assert all(one["prompt"] == one["title"] for one in begun)


def test_nothing_is_offered_twice_in_one_list() -> None:
    for place in (0, 1):
        titles = [one["title"].lower() for one in _commands(place)]
        assert len(set(titles)) == len(titles)


def test_what_is_made_of_a_message_is_what_it_is_in_slack() -> None:
    slack = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))["features"]["shortcuts"]
    here = _manifest()["composeExtensions"][0]["commands"]

    assert {one["id"] for one in here} <= set(ROUTES)
    assert all(one["fetchTask"] for one in here)
    assert [(one["id"], one["title"], one["description"]) for one in here] == [
        (one["callback_id"], one["name"], one["description"]) for one in slack if one["type"] == "message"
    ]


# Languages


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English, and a German of two files."""
    for path in prompts.HERE.glob("*.en.ftl"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (tmp_path / "packaged.de.ftl").write_text("short = Fragt nach den Aufgaben des Tages.\n", "utf-8")
    (tmp_path / "understood.de.ftl").write_text("digest-today = heute | der tag\n", "utf-8")
    monkeypatch.setattr(prompts, "HERE", tmp_path)
    prompts._in_language.cache_clear()
    yield
    monkeypatch.undo()
    prompts._in_language.cache_clear()


def test_english_alone_has_no_file_of_another_language() -> None:
    assert languages() == ["en"]
    assert _manifest()["localizationInfo"] == {"defaultLanguageTag": "en", "additionalLanguages": []}


@pytest.mark.usefixtures("german")
def test_another_language_has_a_file_of_its_own() -> None:
    files = _files(package(APP, ADDRESS, US, "1.0.0"))
    said = json.loads(files["de.json"])

    assert json.loads(files["manifest.json"])["localizationInfo"]["additionalLanguages"] == [
        {"languageTag": "de", "file": "de.json"}
    ]
    assert said["description.short"] == "Fragt nach den Aufgaben des Tages."
    assert said["bots[0].commandLists[1].commands[0].title"] == "heute"
    assert said["bots[0].commandLists[1].commands[3].title"] == "help", "what has no German is English"


def test_another_language_says_each_text_at_its_place_in_the_manifest() -> None:
    """In English it says what the manifest says: so that each place that is named is there."""
    manifest = _manifest()
    said = in_language("en")
    assert said.pop("$schema").endswith(f"/v{SCHEMA}/MicrosoftTeams.Localization.schema.json")

    assert {place: _at(manifest, place) for place in said} == said
    texts = 4 + sum(len(one) - 1 for one in _commands(0) if "type" in one)
    texts += sum(len(one) for one in [*_commands(0), *_commands(1)] if "type" not in one)
    assert len(said) == texts + 2 * 3


def _at(whole: Any, place: str) -> Any:
    for step in re.findall(r"[^.\[\]]+", place):
        whole = whole[int(step) if step.isdigit() else step]
    return whole


# What Teams would not take


@pytest.mark.parametrize("app_id", ["", "concertmaster", APP[:-1], APP + "0", APP.replace("0", "g"), f"{APP}\n"])
def test_an_app_id_that_is_none_is_refused(app_id: str) -> None:
    with pytest.raises(Unpacked, match="an app id looks like"):
        package(app_id, ADDRESS, US, "1.0.0")


@pytest.mark.parametrize(
    "release", ["", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.0-rc1", "1.0.x", "1.0.0\n", "1.0.1000000000"]
)
def test_a_release_that_is_not_three_numbers_is_refused(release: str) -> None:
    with pytest.raises(Unpacked, match="counts releases as three numbers"):
        package(APP, ADDRESS, US, release)


@pytest.mark.parametrize(
    "url", ["http://a.example", "a.example", "https://", "https://localhost", "https://[", "ftp://a.b"]
)
def test_an_address_that_teams_does_not_open_is_refused_by_its_name(url: str) -> None:
    with pytest.raises(Unpacked, match=r"CONCERTMASTER_SERVER__ADDRESS is"):
        package(APP, url, US, "1.0.0")
    for place, name in enumerate(("website", "privacy", "terms"), 1):
        given = [US.name, US.website, US.privacy, US.terms]
        given[place] = url
        with pytest.raises(Unpacked, match=f"--{name} is"):
            package(APP, ADDRESS, Publisher(*given), "1.0.0")


def test_names_and_addresses_are_as_long_as_teams_takes_and_no_longer() -> None:
    whole = "https://harbour.example/".ljust(2048, "x")
    longest = Publisher("H" * 32, whole, whole, whole)
    assert list(breaches(_manifest(by=longest), MANIFEST, MANIFEST)) == []

    with pytest.raises(Unpacked, match="32 characters for --developer"):
        _manifest(by=Publisher("H" * 33, US.website, US.privacy, US.terms))
    with pytest.raises(Unpacked, match="characters for --terms"):
        _manifest(by=Publisher(US.name, US.website, US.privacy, whole + "x"))


# The command

OPTIONS = ["--developer", US.name, "--website", US.website, "--privacy", US.privacy, "--terms", US.terms]
COMMAND = ["teams", "package", *OPTIONS]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONCERTMASTER_TEAMS__APP_ID", APP)
    monkeypatch.setenv("CONCERTMASTER_SERVER__ADDRESS", ADDRESS)


@pytest.mark.usefixtures("settings")
def test_the_command_writes_the_package_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(COMMAND) == cli.CLEAN
    assert f"concertmaster-teams.zip is the package for Teams, release {this_release()}" in capsys.readouterr().out
    assert Path("concertmaster-teams.zip").read_bytes() == package(APP, ADDRESS, US, this_release())

    assert cli.main([*COMMAND, "--release", "9.0.0"]) == cli.UNREADABLE
    assert "concertmaster-teams.zip is there already, and was left as it is" in capsys.readouterr().err
    assert Path("concertmaster-teams.zip").read_bytes() == package(APP, ADDRESS, US, this_release())

    assert cli.main([*COMMAND, "--release", "9.0.0", "--force"]) == cli.CLEAN
    assert Path("concertmaster-teams.zip").read_bytes() == package(APP, ADDRESS, US, "9.0.0")


@pytest.mark.usefixtures("settings")
def test_a_refused_package_leaves_the_one_before_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    Path("old.zip").write_bytes(b"before")

    assert cli.main([*COMMAND, "--out", "old.zip", "--force", "--release", "one"]) == cli.UNREADABLE
    assert "Teams counts releases as three numbers" in capsys.readouterr().err
    assert Path("old.zip").read_bytes() == b"before"


@pytest.mark.usefixtures("settings")
def test_a_folder_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*COMMAND, "--out", "nowhere/app.zip"]) == cli.UNREADABLE
    assert "nowhere/app.zip cannot be written: No such file or directory" in capsys.readouterr().err


def test_all_that_is_missing_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert cli.main(["teams", "package", "--website", " ", "--terms", US.terms]) == cli.UNREADABLE
    said = capsys.readouterr().err
    assert "No package was written, and nothing was changed" in said
    wanted = ["CONCERTMASTER_TEAMS__APP_ID", "CONCERTMASTER_SERVER__ADDRESS", "--developer", "--website", "--privacy"]
    assert all(name in said for name in wanted)
    assert "--terms" not in said
    assert list(tmp_path.iterdir()) == []
