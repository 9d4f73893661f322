"""Code that people wrote is kept, and nothing else."""

import unittest

from recipe.cleaning import clean, fingerprint, is_source, is_usable

CODE = "".join(f"const value{c} = compute({c!r}, other);\n" for c in "abcdefghijklmnop")


class Cleaning(unittest.TestCase):
    """By path, then by text."""

    def test_takes_source_files_of_the_language(self) -> None:
        self.assertTrue(is_source("src/a.ts", 1000, "ts"))
        for path in ("src/a.d.ts", "src/a.js", "dist/a.min.ts", "test/fixtures/a.ts"):
            self.assertFalse(is_source(path, 1000, "ts"), path)
        self.assertFalse(is_source("src/a.ts", 200_000, "ts"))

    def test_leaves_out_copies_of_other_packages(self) -> None:
        for path in ("node_modules/semver/index.js", "pkg/vendor/x.js", "pip/_vendor/x.js"):
            self.assertFalse(is_source(path, 1000, "js"), path)

    def test_takes_out_headers_and_keeps_short_comments(self) -> None:
        header = "/*\n" + " * Licensed to everybody.\n" * 5 + " */\n"
        short = "/** The sum. */\n"
        self.assertEqual(clean(header + short + CODE, "ts"), short + CODE)
        self.assertEqual(clean("# Copyright\n" * 6 + "x = 1\n", "py"), "x = 1\n")

    def test_takes_rusts_attributes_for_code(self) -> None:
        attributes = "#[test]\n" * 6
        self.assertEqual(clean(attributes, "rs"), attributes)

    def test_uses_no_output_of_programs(self) -> None:
        self.assertTrue(is_usable(CODE))
        for text in (CODE[:200], CODE + "// @generated\n", "f(1);\n" * 100, CODE + "x" * 400):
            self.assertFalse(is_usable(text))

    def test_knows_a_text_again_whatever_its_spacing(self) -> None:
        self.assertEqual(fingerprint("a = b;\n"), fingerprint("a=b"))
        self.assertNotEqual(fingerprint("a = b"), fingerprint("a = c"))
