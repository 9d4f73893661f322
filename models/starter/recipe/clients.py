"""Gets one archive from a registry, by that registry's own client, so that mirrors and proxies set up for it hold.

Nothing of what is downloaded is run: no install script, no build.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .archives import read_text

# Wheels as pip picks them for one system, whichever this one is: the same file everywhere.
_WHEEL_OF = [
    *("--python-version", "3.12", "--implementation", "cp"),
    *("--abi", "cp312", "--abi", "abi3", "--abi", "none"),
    *("--platform", "any", "--platform", "manylinux2014_x86_64"),
    *("--platform", "manylinux_2_17_x86_64", "--platform", "manylinux_2_28_x86_64"),
]


class DownloadError(Exception):
    """A registry's client is missing or did not give the archive."""


@dataclass(frozen=True)
class Download:
    """An archive, and the version that it is of."""

    path: Path
    version: str


def download(registry: str, name: str, version: str | None, folder: Path) -> Download:
    """Put the archive of a package into `folder`; without a version, that of the newest.

    Raises DownloadError, with what the client said.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        got = _CLIENTS[registry](name, version, Path(temporary))
        target = folder / archive_name(registry, name, got.version)
        return Download(got.path.replace(target), got.version)


def archive_name(registry: str, name: str, version: str) -> str:
    """Name a package's archive in the folder of all archives."""
    return f"{registry}-{folder_name(name)}-{version}{_SUFFIXES[registry]}"


def folder_name(name: str) -> str:
    """Turn a package's name, which may have slashes and colons, into one part of a path."""
    return "".join(c if c.isalnum() or c in "._-" else "_" for c in name)


def maven(artifact: str, folder: Path) -> None:
    """Copy an artifact, such as `group:name:version:pom`, into `folder`."""
    options = ["-Dmdep.useBaseVersion=true", f"-DoutputDirectory={folder}", f"-Dartifact={artifact}"]
    _run(["mvn", "--quiet", "--batch-mode", "dependency:copy", *options], folder)


def _npm(name: str, version: str | None, folder: Path) -> Download:
    _run(["npm", "pack", f"{name}@{version or 'latest'}", "--ignore-scripts", "--silent"], folder)
    archive = _only(folder, "*.tgz")
    return Download(archive, json.loads(read_text(archive, "package.json"))["version"])


def _pypi(name: str, version: str | None, folder: Path) -> Download:
    wanted = name if version is None else f"{name}=={version}"
    options = ["--no-deps", "--only-binary=:all:", "--disable-pip-version-check", "--quiet", "--dest", "."]
    _run([sys.executable, "-m", "pip", "download", *options, *_WHEEL_OF, wanted], folder)
    archive = _only(folder, "*.whl")
    return Download(archive, archive.name.split("-")[1])


def _crates(name: str, version: str | None, folder: Path) -> Download:
    # The one command of cargo's that downloads a crate without those it depends on.
    said = _run(["cargo", "info", "--quiet", name if version is None else f"{name}@{version}"], folder)
    told = version or next(line.split()[1] for line in said.splitlines() if line.startswith("version: "))
    home = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))
    file = f"{name}-{told}.crate"
    cached = next(home.glob(f"registry/cache/*/{file}"), None)
    if cached is None:
        raise DownloadError(f"cargo did not leave {file} below {home / 'registry' / 'cache'}.")
    return Download(Path(shutil.copyfile(cached, folder / file)), told)


def _go(name: str, version: str | None, folder: Path) -> Download:
    said = json.loads(_run(["go", "mod", "download", "-json", f"{name}@{version or 'latest'}"], folder))
    return Download(Path(shutil.copyfile(said["Zip"], folder / "module.zip")), said["Version"])


def _maven(name: str, version: str | None, folder: Path) -> Download:
    if version is None:
        raise DownloadError(f"{name}: name a version, since Maven has no word for the newest.")
    maven(f"{name}:{version}:jar:sources", folder)
    return Download(_only(folder, "*.jar"), version)


_CLIENTS: dict[str, Callable[[str, str | None, Path], Download]] = {
    "npm": _npm,
    "pypi": _pypi,
    "crates": _crates,
    "go": _go,
    "maven": _maven,
}
_SUFFIXES = {"npm": ".tgz", "pypi": ".whl", "crates": ".crate", "go": ".zip", "maven": ".jar"}


def _run(command: Sequence[str], folder: Path) -> str:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise DownloadError(
            f"{command[0]} is not installed. README.md lists what the recipe needs."
        ) from None
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip())[-600:]
        raise DownloadError(f"{' '.join(command[:3])} … ended with {done.returncode}: {said}")
    return done.stdout


def _only(folder: Path, pattern: str) -> Path:
    found = list(folder.glob(pattern))
    if len(found) != 1:
        raise DownloadError(f"{len(found)} files {pattern} where the client should have left one.")
    return found[0]
