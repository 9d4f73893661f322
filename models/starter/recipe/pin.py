"""Adds packages to corpus.json: downloads them, reads their licences and takes their sums.

Usage: python -m recipe.pin WORK REGISTRY:NAME[@VERSION]…; names from the standard input where none are given. Without
a version the newest is pinned. A package that may not be used is written down as left out, with the reason.
"""

import hashlib
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from .clients import Download, DownloadError, download
from .licences import is_accepted
from .manifest import CORPUS, LeftOut, Manifest, Package, load, save
from .metadata import language_of, licence_of, repository_of


def parse(wanted: str) -> tuple[str, str, str | None]:
    """Split `npm:@scope/name@1.2.3` into its registry, name and version."""
    registry, _, rest = wanted.partition(":")
    at = rest.find("@", 1)
    return (registry, rest, None) if at < 0 else (registry, rest[:at], rest[at + 1 :])


def sha256_of(path: Path) -> str:
    """Take the SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe(registry: str, name: str, got: Download) -> Package | LeftOut:
    """Tell what the manifest has to say of an archive."""
    licence = licence_of(registry, name, got.version, got.path)
    if not licence.expression:
        return LeftOut(registry, name, got.version, "Its metadata and licence files name no one licence.")
    if not is_accepted(licence.expression):
        return LeftOut(registry, name, got.version, f"Its licence, {licence.expression}, is not accepted.")
    return Package(
        language=language_of(registry, got.path),
        registry=registry,
        name=name,
        version=got.version,
        licence=licence.expression,
        licence_from=licence.place,
        repository=repository_of(got.path) if registry == "npm" else "",
        bytes=got.path.stat().st_size,
        sha256=sha256_of(got.path),
    )


def with_entry(manifest: Manifest, entry: Package | LeftOut) -> Manifest:
    """Add an entry in place of what a manifest has of the same package."""
    key = (entry.registry, entry.name)
    packages = tuple(p for p in manifest.packages if (p.registry, p.name) != key)
    left_out = tuple(p for p in manifest.left_out if (p.registry, p.name) != key)
    if isinstance(entry, Package):
        packages += (entry,)
    else:
        left_out += (entry,)
    return replace(manifest, packages=packages, left_out=left_out)


def main(work: str, *wanted: str) -> None:
    """Pin each package and save after each, so that a run that was cut goes on."""
    archives = Path(work) / "archives"
    for item in wanted or sys.stdin.read().split():
        registry, name, version = parse(item)
        try:
            got = download(registry, name, version, archives)
        except DownloadError as error:
            print(f"{item}: {error}", file=sys.stderr)
            continue
        entry = describe(registry, name, got)
        today = datetime.now(UTC).date().isoformat()
        save(with_entry(replace(load(), pinned=today), entry), CORPUS)
        said = entry.licence if isinstance(entry, Package) else f"left out. {entry.reason}"
        print(f"{registry}:{name}@{got.version}: {said}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
