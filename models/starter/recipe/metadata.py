"""Reads what a package says of itself: its licence, where that is written, its repository and its language."""

import json
import re
import tempfile
import tomllib
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from email import message_from_string
from pathlib import Path

from .archives import entries, read_text
from .clients import maven
from .licences import ACCEPTED, licence_of_text, normalised

_LICENCE_FILE = re.compile(r"(.*\.dist-info/(licenses/)?)?(LICEN[CS]E|COPYING)([-.](txt|md|rst|MIT))?", re.I)
_TYPESCRIPT_BYTES = 60_000
"""With so much TypeScript, a package of npm's counts as TypeScript; what JavaScript it has is compiled."""

_MAVEN_NAMES = {
    "mit": "MIT",
    "mit license": "MIT",
    "the mit license": "MIT",
    "apache-2.0": "Apache-2.0",
}


@dataclass(frozen=True)
class Licence:
    """An SPDX expression and the place it was read from; empty where the package says nothing usable."""

    expression: str
    place: str


def licence_of(registry: str, name: str, version: str, archive: Path) -> Licence:
    """Read a package's licence from its own metadata, and from its licence file where that has none."""
    match registry:
        case "npm":
            said = json.loads(read_text(archive, "package.json")).get("license", "")
            stated = Licence(said if isinstance(said, str) else "", "package.json")
        case "crates":
            said = tomllib.loads(read_text(archive, "Cargo.toml"))["package"].get("license", "")
            stated = Licence(normalised(said), "Cargo.toml")
        case "pypi":
            stated = _of_wheel(archive)
        case "maven":
            return _of_pom(name, version)
        case _:
            stated = Licence("", "")
    return stated if stated.expression else _of_file(archive)


def repository_of(archive: Path) -> str:
    """Read the `owner/name` of the repository that a package of npm's is from; empty where it says none."""
    said = json.loads(read_text(archive, "package.json")).get("repository", "")
    url = said.get("url", "") if isinstance(said, dict) else said
    match = re.search(r"([\w.-]+/[\w.-]+?)(\.git)?(#.*)?$", url.split("/tree/")[0])
    return match.group(1).lower() if match else ""


def language_of(registry: str, archive: Path) -> str:
    """Tell which language rows of a package are made of."""
    if registry != "npm":
        return {"pypi": "py", "crates": "rs", "go": "go", "maven": "java"}[registry]
    typescript = re.compile(r"(?<!\.d)\.[mc]?tsx?$")
    size = sum(entry.size for entry in entries(archive) if typescript.search(entry.path))
    return "ts" if size >= _TYPESCRIPT_BYTES else "js"


def _of_wheel(archive: Path) -> Licence:
    path = next(entry.path for entry in entries(archive) if entry.path.endswith(".dist-info/METADATA"))
    said = message_from_string(read_text(archive, path))
    if said["License-Expression"]:
        return Licence(said["License-Expression"], "License-Expression")
    # The older field may hold anything; it is believed where it is an identifier.
    return Licence(said["License"], "License") if said["License"] in ACCEPTED else Licence("", "")


def _of_file(archive: Path) -> Licence:
    found = sorted(
        (entry.path.count("/"), entry.path, entry.read().decode("utf8", "replace"))
        for entry in entries(archive)
        if _LICENCE_FILE.fullmatch(entry.path)
    )
    # All of them must be understood: a second one may take back what the first one permits.
    told = [licence_of_text(text) for _, _, text in found]
    if not told or None in told:
        return Licence("", "")
    return Licence(" AND ".join(sorted(set(filter(None, told)))), ", ".join(path for _, path, _ in found))


def _of_pom(name: str, version: str) -> Licence:
    group, artifact = name.split(":")
    while group:
        with tempfile.TemporaryDirectory() as folder:
            maven(f"{group}:{artifact}:{version}:pom", Path(folder))
            pom = ElementTree.parse(next(Path(folder).glob("*.pom"))).getroot()  # noqa: S314
        stated = [_of_element(element) for element in pom.findall("{*}licenses/{*}license")]
        if stated:
            expression = "" if "" in stated else " OR ".join(stated)
            return Licence(expression, f"{artifact}-{version}.pom")
        group, artifact, version = (
            pom.findtext(f"{{*}}parent/{{*}}{field}", "") for field in ("groupId", "artifactId", "version")
        )
    return Licence("", "")


def _of_element(element: ElementTree.Element) -> str:
    name, url = (element.findtext(f"{{*}}{field}", "").strip().lower() for field in ("name", "url"))
    if re.search(r"apache\.org/licenses/license-2\.0", url):
        return "Apache-2.0"
    return _MAVEN_NAMES.get(name, "")
