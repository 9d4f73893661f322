"""Holes, the order of a row's parts, and rows."""

import unittest
from random import Random

from recipe.holes import hole_from_anywhere, hole_from_line_start, windows
from recipe.rows import SHORT, Window, example, fill_in_the_middle, pack
from recipe.vocabulary import Sentinels

S = Sentinels(prefix=1, suffix=2, middle=3, pad=4, repository=5, file=6, end=0)
TEXT = "".join(f"    line {n} of a text {{\n" for n in range(40))


class Holes(unittest.TestCase):
    """Of many random ones each keeps the rules."""

    def test_windows_are_whole_lines_and_all_of_the_text(self) -> None:
        found = list(windows(TEXT, Random(1), (300, 500)))
        self.assertEqual("".join(found), TEXT)
        self.assertTrue(all(window.endswith("\n") for window in found))

    def test_a_hole_from_a_line_start_has_one_to_eight_whole_lines(self) -> None:
        for seed in range(500):
            start, end = hole_from_line_start(TEXT, Random(seed))
            self.assertTrue(start == 0 or TEXT[start - 1] == "\n")
            self.assertIn(TEXT[start:end].count("\n"), range(8))
            self.assertTrue(end == len(TEXT) or TEXT[end] == "\n")

    def test_a_hole_from_anywhere_begins_behind_the_indentation(self) -> None:
        within = 0
        for seed in range(500):
            start, end = hole_from_anywhere(TEXT, Random(seed))
            line_start = TEXT.rfind("\n", 0, start) + 1
            self.assertGreaterEqual(start - line_start, 4)
            self.assertLess(start, end)
            within += start - line_start > 4
        self.assertGreater(within, 200)


class Order(unittest.TestCase):
    """What stands where in a row."""

    def test_parts_come_in_one_of_two_orders_and_make_the_window(self) -> None:
        orders = {(1, 2, 3): 0, (2, 1, 3): 0}
        for seed in range(1000):
            pieces = fill_in_the_middle(TEXT, S, Random(seed))
            sentinels = tuple(piece for piece in pieces if isinstance(piece, int))
            orders[sentinels] += 1
            parts = dict(zip(pieces[0::2], pieces[1::2], strict=True))
            self.assertTrue(TEXT.startswith(parts[1] + parts[3] + parts[2]))
            if sentinels == (1, 2, 3):
                self.assertTrue(parts[1] == "" or parts[1].endswith("\n"))
        self.assertAlmostEqual(orders[1, 2, 3] / 1000, 0.65, delta=0.05)

    def test_an_example_names_its_file_and_ends(self) -> None:
        cut = [Window("a.py", TEXT)]
        made = [example("package", 0, cut, SHORT, S, Random(seed)) for seed in range(200)]
        self.assertTrue(all(pieces[-1] == S.end for pieces in made))
        named = sum(pieces[:2] == [S.file, "a.py\n"] for pieces in made)
        self.assertAlmostEqual(named / 200, 0.85, delta=0.08)

    def test_snippets_are_of_other_files_of_the_package(self) -> None:
        cut = [Window(f"{n}.py", f"# File {n}.\n{TEXT}") for n in range(8)]
        made = [example("package", 3, cut, SHORT, S, Random(seed)) for seed in range(300)]
        with_snippets = [pieces for pieces in made if pieces[:2] == [S.repository, "package\n"]]
        self.assertGreater(len(with_snippets), 30)
        for pieces in with_snippets:
            self.assertEqual(pieces[2], S.file)
            self.assertFalse(str(pieces[3]).startswith("3.py"))


class Packing(unittest.TestCase):
    """Examples into rows."""

    def test_keeps_every_example_that_fits_whole(self) -> None:
        random = Random(5)
        lengths = [random.randint(10, 120) for _ in range(400)]
        examples = [[at + 1] * length for at, length in enumerate(lengths)]
        rows = pack(examples, 100)
        self.assertTrue(all(len(row) <= 100 for row in rows))
        tokens = [token for row in rows for token in row]
        for at, length in enumerate(lengths):
            self.assertEqual(tokens.count(at + 1), length if length <= 100 else 0)
            runs = sum(
                row[i] == at + 1 and (i == 0 or row[i - 1] != at + 1) for row in rows for i in range(len(row))
            )
            self.assertLessEqual(runs, 1)
