"""Archives are read without trusting them."""

import io
import stat
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path

from recipe.archives import UnsafeArchiveError, entries, extract, read_text


def tar_of(folder: Path, files: dict[str, bytes], links: dict[str, str] | None = None) -> Path:
    """Make a tarball as npm does."""
    path = folder / "package.tgz"
    with tarfile.open(path, "w:gz") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
        for name, target in (links or {}).items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, target
            tar.addfile(member)
    return path


def zip_of(folder: Path, files: dict[str, bytes], suffix: str = ".whl") -> Path:
    """Make a wheel, or an archive of another suffix."""
    path = folder / f"package{suffix}"
    with zipfile.ZipFile(path, "w") as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    return path


class Archives(unittest.TestCase):
    """Each in a folder of its own."""

    def setUp(self) -> None:
        """Make the folder."""
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def test_leaves_off_the_one_folder_of_a_tarball_or_a_module(self) -> None:
        tar = tar_of(self.folder, {"package/src/a.ts": b"a"})
        module = zip_of(self.folder, {"example.org/x/y@v1.2.3/z/b.go": b"b"}, ".zip")
        wheel = zip_of(self.folder, {"rich/c.py": b"c"})
        paths = [[entry.path for entry in entries(archive)] for archive in (tar, module, wheel)]
        self.assertEqual(paths, [["src/a.ts"], ["z/b.go"], ["rich/c.py"]])

    def test_refuses_paths_that_lead_elsewhere(self) -> None:
        for name in ("package/../../x.py", "/etc/x.py", "package/..\\x.py", "package/c:x.py"):
            with self.subTest(name), self.assertRaises(UnsafeArchiveError):
                list(entries(tar_of(self.folder, {name: b""})))
        for name in ("../x.py", "/x.py", "a/../../x.py"):
            with self.subTest(name), self.assertRaises(UnsafeArchiveError):
                list(entries(zip_of(self.folder, {name: b""})))

    def test_follows_no_links(self) -> None:
        tar = tar_of(self.folder, {"package/a.ts": b"a"}, {"package/b.ts": "/etc/passwd"})
        self.assertEqual([entry.path for entry in entries(tar)], ["a.ts"])
        wheel = self.folder / "links.whl"
        with zipfile.ZipFile(wheel, "w") as bundle:
            link = zipfile.ZipInfo("b.py")
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            bundle.writestr(link, "/etc/passwd")
        self.assertEqual(list(entries(wheel)), [])

    def test_reads_no_more_than_a_source_file_may_have(self) -> None:
        wheel = zip_of(self.folder, {"bomb.py": b" " * 9_000_000})
        with self.assertRaises(UnsafeArchiveError):
            extract(wheel, self.folder / "out", lambda path, size: True)

    def test_extracts_what_is_wanted(self) -> None:
        tar = tar_of(self.folder, {"package/src/a.ts": b"a", "package/b.md": b"b"})
        count = extract(tar, self.folder / "out", lambda path, size: path.endswith(".ts"))
        written = [path.relative_to(self.folder / "out") for path in (self.folder / "out").rglob("*.*")]
        self.assertEqual((count, written), (1, [Path("src/a.ts")]))
        self.assertEqual(read_text(tar, "b.md"), "b")
        with self.assertRaises(KeyError):
            read_text(tar, "c.md")
