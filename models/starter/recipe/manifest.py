"""The corpus as data: which archives the rows are made from, and what each of them must be.

`python -m recipe.manifest` says what is wrong with corpus.json, without a network.
"""

import json
import re
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from .licences import is_accepted

CORPUS = Path(__file__).with_name("corpus.json")
STUDY = Path(__file__).parents[3] / "bench" / "quality" / "packages.ts"
"""Names the packages that quality is measured on."""

LANGUAGES = ("ts", "js", "py", "rs", "go", "java")
REGISTRIES = ("npm", "pypi", "crates", "go", "maven")

_EXACT_VERSION = re.compile(r"v?\d+(\.\w+)+([.+-][\w.+-]+)?|v?\d+")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Package:
    """An archive that rows are made from. `repository` is known of npm's only: `owner/name`, or empty."""

    language: str
    registry: str
    name: str
    version: str
    licence: str
    licence_from: str
    repository: str
    bytes: int
    sha256: str

    @property
    def title(self) -> str:
        """The package as people write it."""
        return f"{self.registry}:{self.name}@{self.version}"


@dataclass(frozen=True)
class Base:
    """The archive with the model that training starts from, and the file in it."""

    registry: str
    name: str
    version: str
    licence: str
    bytes: int
    sha256: str
    file: str
    file_sha256: str


@dataclass(frozen=True)
class LeftOut:
    """A package that was wanted and may not be used, or is none."""

    registry: str
    name: str
    version: str
    reason: str


@dataclass(frozen=True)
class Manifest:
    """All of corpus.json."""

    pinned: str
    base: Base
    packages: tuple[Package, ...]
    left_out: tuple[LeftOut, ...]


def load(path: Path = CORPUS) -> Manifest:
    """Read a manifest; raises KeyError or TypeError where a field is missing or unknown."""
    data = json.loads(path.read_text("utf8"))
    return Manifest(
        pinned=data["pinned"],
        base=Base(**data["base"]),
        packages=tuple(Package(**item) for item in data["packages"]),
        left_out=tuple(LeftOut(**item) for item in data["left_out"]),
    )


def save(manifest: Manifest, path: Path = CORPUS) -> None:
    """Write a manifest in a fixed order, so that a change shows as one."""
    ordered = Manifest(
        manifest.pinned,
        manifest.base,
        tuple(sorted(manifest.packages, key=lambda p: (LANGUAGES.index(p.language), p.registry, p.name))),
        tuple(sorted(manifest.left_out, key=lambda p: (p.registry, p.name))),
    )
    path.write_text(json.dumps(asdict(ordered), indent=2, ensure_ascii=False) + "\n", "utf8")


def study_packages(path: Path = STUDY) -> frozenset[str]:
    """The npm packages that the quality study completes. No row may come from them."""
    return frozenset(re.findall(r"\{ name: '([^']+)'", path.read_text("utf8")))


def problems(manifest: Manifest, held_out: frozenset[str]) -> list[str]:
    """Say all that is wrong with a manifest; empty where it may be used."""
    found = [fault for package in manifest.packages for fault in _faults(package, held_out)]
    names = Counter((package.registry, package.name) for package in manifest.packages)
    found += [f"{registry}:{name} is there {n} times." for (registry, name), n in names.items() if n > 1]
    used = {(package.registry, package.name) for package in manifest.packages}
    found += [
        f"{p.registry}:{p.name} is used and left out."
        for p in manifest.left_out
        if (p.registry, p.name) in used
    ]
    for sum_ in (manifest.base.sha256, manifest.base.file_sha256):
        if not _SHA256.fullmatch(sum_):
            found.append(f"The base's {sum_!r} is no SHA-256.")
    if not is_accepted(manifest.base.licence):
        found.append(f"The base's licence, {manifest.base.licence!r}, is not accepted.")
    return found


def _faults(package: Package, held_out: frozenset[str]) -> list[str]:
    checks = {
        f"the language {package.language!r} is none of {', '.join(LANGUAGES)}": package.language in LANGUAGES,
        f"the registry {package.registry!r} is none of {', '.join(REGISTRIES)}": package.registry
        in REGISTRIES,
        f"{package.version!r} is no exact version": _EXACT_VERSION.fullmatch(package.version),
        f"the licence {package.licence!r} is not accepted": is_accepted(package.licence),
        "where its licence was read is missing": package.licence_from,
        f"{package.sha256!r} is no SHA-256": _SHA256.fullmatch(package.sha256),
        f"{package.bytes} bytes are no archive": package.bytes > 0,
        "the quality study completes it": package.registry != "npm" or package.name not in held_out,
    }
    return [f"{package.title}: {text}." for text, holds in checks.items() if not holds]


def checked(path: Path = CORPUS) -> Manifest:
    """Read a manifest that may be used; exits with what is wrong with it otherwise."""
    manifest = load(path)
    found = problems(manifest, study_packages())
    if found:
        sys.exit("\n".join([f"{path.name} may not be used:", *found]))
    return manifest


if __name__ == "__main__":
    corpus = checked()
    print(
        f"{len(corpus.packages)} packages, {sum(p.bytes for p in corpus.packages) / 1e6:.0f} MB of archives."
    )
    print("By language:", dict(Counter(p.language for p in corpus.packages)))
    print("By licence:", dict(Counter(p.licence for p in corpus.packages).most_common()))
