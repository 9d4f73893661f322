"""The file in the repository is what the recipe's packing makes of its weights."""

import hashlib
import tempfile
import unittest
from pathlib import Path

from recipe.export import SHIPPED, write
from recipe.llama import Llama
from recipe.pack import NAME

FILE = Path(__file__).parents[2] / "hearth-starter-135m.gguf"


class Shipped(unittest.TestCase):
    """Some seconds, and 1.4 GB of memory."""

    def test_comes_out_as_it_is_when_it_is_read_and_packed_again(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            again = Path(folder) / "again.gguf"
            write(Llama(FILE), again, NAME, SHIPPED)
            self.assertEqual(again.stat().st_size, FILE.stat().st_size)
            sums = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (again, FILE)]
        self.assertEqual(sums[0], sums[1])
