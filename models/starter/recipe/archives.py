"""Reads the archives of all registries, and never writes outside the folder that it was given."""

import shutil
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

_TAR = frozenset({".tgz", ".crate"})

LARGEST_TEXT = 8_000_000
"""Bytes of a file that is read as text."""


class UnsafeArchiveError(Exception):
    """An archive names a file outside itself, or holds more of one than it should."""


@dataclass(frozen=True)
class Entry:
    """A regular file in an archive. `path` has `/` between folders and stays below where it is put."""

    path: str
    size: int
    open: Callable[[], IO[bytes]]

    def read(self) -> bytes:
        """Read a source file; raises UnsafeArchiveError where there is far more of it than of one."""
        with self.open() as file:
            data = file.read(LARGEST_TEXT + 1)
        if len(data) > LARGEST_TEXT:
            raise UnsafeArchiveError(
                f"{self.path} has more than {LARGEST_TEXT} bytes. The archive is not used."
            )
        return data

    def copy_to(self, target: IO[bytes]) -> None:
        """Write all of it, whatever its size."""
        with self.open() as file:
            shutil.copyfileobj(file, target)


def entries(archive: Path) -> Iterator[Entry]:
    """Go through the regular files of an archive. Links and devices are left out, not followed.

    The one folder that holds all files of a tarball or of a Go module is no part of the paths. Raises
    UnsafeArchiveError at a path that is absolute or climbs. An entry can be read until the next one is asked for.
    """
    for entry in _tar(archive) if archive.suffix in _TAR else _zip(archive):
        path = _without_root(archive, _safe(archive, entry.path))
        if path:
            yield Entry(path, entry.size, entry.open)


def read_text(archive: Path, path: str) -> str:
    """Read one file of an archive; raises KeyError where it has none of this path."""
    for entry in entries(archive):
        if entry.path == path:
            return entry.read().decode("utf8", "replace")
    raise KeyError(f"{archive.name} holds no {path}")


def copy_file(archive: Path, path: str, target: Path) -> None:
    """Write one file of an archive, whatever its size; raises KeyError where it has none of this path."""
    for entry in entries(archive):
        if entry.path == path:
            with target.open("wb") as file:
                return entry.copy_to(file)
    raise KeyError(f"{archive.name} holds no {path}")


def extract(archive: Path, folder: Path, wanted: Callable[[str, int], bool]) -> int:
    """Write the entries whose path and size are wanted below `folder`, and return how many these are."""
    count = 0
    for entry in entries(archive):
        if wanted(entry.path, entry.size):
            target = folder / entry.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(entry.read())
            count += 1
    return count


def _tar(archive: Path) -> Iterator[Entry]:
    with tarfile.open(archive, "r:gz") as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isreg() else None
            if file is not None:
                yield Entry(member.name, member.size, lambda file=file: file)


def _zip(archive: Path) -> Iterator[Entry]:
    with zipfile.ZipFile(archive) as bundle:
        for info in bundle.infolist():
            kind = stat.S_IFMT(info.external_attr >> 16)
            if not info.is_dir() and kind in {0, stat.S_IFREG}:
                yield Entry(info.filename, info.file_size, lambda info=info: bundle.open(info))


def _safe(archive: Path, name: str) -> str:
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or any(c in name for c in "\\:\0"):
        raise UnsafeArchiveError(
            f"{archive.name} holds {name!r}, which could be written elsewhere. The archive is not used."
        )
    return "/".join(parts)


def _without_root(archive: Path, path: str) -> str:
    if archive.suffix in _TAR:
        return path.partition("/")[2]
    # A Go module's root is its path, slashes included, with its version.
    return path.partition("@v")[2].partition("/")[2] if archive.suffix == ".zip" else path
