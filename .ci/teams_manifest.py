#!/usr/bin/env python3
"""The package that `concertmaster teams package` writes, held to Microsoft's own schema (npm @microsoft/app-manifest).

    .venv/bin/python .ci/teams_manifest.py

It needs Node 20 or newer; what npm installs goes into a temporary folder. Exits 0 when all held.
"""

import json
import os
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("@microsoft/app-manifest@1.1.2", "ajv@8", "ajv-formats@3", "ajv-draft-04@1")
ICONS = {"color.png": 192, "outline.png": 32}

CHECK = """
const fs = require('fs'), path = require('path');
const Ajv = require('ajv-draft-04').default ?? require('ajv-draft-04');
const formats = require('ajv-formats').default ?? require('ajv-formats');
const [schemas, ...pairs] = process.argv.slice(2);
let found = 0;
for (const pair of pairs) {
  const [file, name] = pair.split('=');
  const said = JSON.parse(fs.readFileSync(file, 'utf8'));
  const version = /\\/(v[0-9.]+)\\//.exec(said.$schema)[1];
  const schema = JSON.parse(fs.readFileSync(path.join(schemas, version, name), 'utf8'));
  // Microsoft's patterns for other languages are no regular expressions where Unicode is on.
  const ajv = new Ajv({ allErrors: true, strict: false, logger: false, unicodeRegExp: false });
  formats(ajv);
  const holds = ajv.compile(schema);
  if (!holds(said)) for (const one of holds.errors) {
    found += 1;
    console.log(`${path.basename(file)}${one.instancePath}: ${one.message} ${JSON.stringify(one.params)}`);
  }
}
process.exit(found ? 1 : 0);
"""

SETTINGS = {
    "CONCERTMASTER_TEAMS__APP_ID": "00000000-0000-4000-8000-00000000000a",
    "CONCERTMASTER_SERVER__ADDRESS": "https://concertmaster.example",
}
SITE = "https://harbour.example"
OPTIONS = ("--developer", "Harbour Bread", "--website", SITE, "--privacy", f"{SITE}/p", "--terms", f"{SITE}/t")


def main() -> int:
    """Write the package, open it, and lay it beside the schema; gives the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        installed(home)
        unpacked = written(home)
        findings = [*icons(unpacked), *broken(home, unpacked)]
        findings += refused_when_it_should_be(home, unpacked)
    for one in findings:
        print(one)
    print(f"The Teams package: {len(findings)} findings.")
    return 1 if findings else 0


def installed(home: Path) -> None:
    """The schemas and what reads them."""
    (home / "package.json").write_text("{}")
    npm = ["npm", "install", "--prefix", str(home), "--no-audit", "--no-fund", "--silent", *PACKAGES]
    subprocess.run(npm, check=True)
    (home / "check.cjs").write_text(CHECK, "utf-8")


def written(home: Path) -> Path:
    """The folder with what stands in the package that the command writes."""
    made, unpacked = home / "app.zip", home / "app"
    command = [sys.executable, "-m", "bot", "teams", "package", *OPTIONS, "--out", str(made)]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **SETTINGS})
    with zipfile.ZipFile(made) as whole:
        whole.extractall(unpacked)
    return unpacked


def icons(unpacked: Path) -> list[str]:
    """Icons that are not there, or of another size than Teams wants."""
    found = []
    for name, side in ICONS.items():
        png = (unpacked / name).read_bytes()
        sides = struct.unpack(">II", png[16:24])
        if not png.startswith(b"\x89PNG") or sides != (side, side):
            found.append(f"{name}: {sides} and not {side} by {side}")
    return found


def broken(home: Path, unpacked: Path) -> list[str]:
    """Where the files are not what the schemas say."""
    said = json.loads((unpacked / "manifest.json").read_text("utf-8"))
    languages = [one["file"] for one in said["localizationInfo"]["additionalLanguages"]]
    pairs = [f"{unpacked / 'manifest.json'}=MicrosoftTeams.schema.json"]
    pairs += [f"{unpacked / name}=MicrosoftTeams.Localization.schema.json" for name in languages]
    pairs.append(f"{in_english(home)}=MicrosoftTeams.Localization.schema.json")
    schemas = home / "node_modules" / "@microsoft" / "app-manifest" / "build" / "json-schemas" / "teams"
    ran = subprocess.run(
        ["node", str(home / "check.cjs"), str(schemas), *pairs], cwd=home, capture_output=True, text=True, check=False
    )
    return [] if ran.returncode == 0 else (ran.stdout + ran.stderr).splitlines()


def in_english(home: Path) -> Path:
    """What a file of another language would be, so that its places are looked at where there is none yet."""
    sys.path.insert(0, str(ROOT))
    from bot.teams.package import in_language

    file = home / "in-english.json"
    file.write_text(json.dumps(in_language("en")), "utf-8")
    return file


def refused_when_it_should_be(home: Path, unpacked: Path) -> list[str]:
    """That what breaks the schemas is found: or all of this would say nothing."""
    file = unpacked / "manifest.json"
    said = json.loads(file.read_text("utf-8"))
    said["name"]["short"] = "x" * 31
    said["localizationInfo"]["additionalLanguages"] = [{"languageTag": "de", "file": "de.json"}]
    file.write_text(json.dumps(said), "utf-8")
    other = json.loads(in_english(home).read_text("utf-8"))
    other["bots[0].commandLists[0].commands[12].title"] = "a thirteenth"
    (unpacked / "de.json").write_text(json.dumps(other), "utf-8")
    found = broken(home, unpacked)
    wanted = ("manifest.json/name/short: must NOT have more than 30", "de.json: must NOT have additional properties")
    return [f"not found: {one}, but {found}" for one in wanted if not any(said.startswith(one) for said in found)]


if __name__ == "__main__":
    sys.exit(main())
