"""The corpus in the repository, and what the checker finds in others."""

import unittest
from dataclasses import replace

from recipe.manifest import CORPUS, LeftOut, load, problems, study_packages
from recipe.pin import parse, with_entry
from recipe.prepare import SHARES, Source, choose, is_validation


class Corpus(unittest.TestCase):
    """corpus.json as it is."""

    def test_may_be_used(self) -> None:
        self.assertEqual(problems(load(CORPUS), study_packages()), [])

    def test_holds_nothing_that_quality_is_measured_on(self) -> None:
        held_out = study_packages()
        self.assertGreater(len(held_out), 90)
        self.assertFalse({p.name for p in load().packages if p.registry == "npm"} & held_out)

    def test_has_packages_of_every_language_on_both_sides(self) -> None:
        sides = {(p.language, is_validation(p.name)) for p in load().packages}
        self.assertTrue({language for language, _ in sides} <= SHARES.keys())
        self.assertTrue(all((language, False) in sides for language in SHARES))
        self.assertTrue(("ts", True) in sides and ("py", True) in sides)


class Checker(unittest.TestCase):
    """Each fault is found."""

    def test_finds_faults(self) -> None:
        good = load()
        first = next(p for p in good.packages if p.registry == "npm")
        for change, words in (
            ({"version": "^1.2.3"}, "no exact version"),
            ({"version": "latest"}, "no exact version"),
            ({"licence": "MPL-2.0"}, "is not accepted"),
            ({"licence_from": ""}, "licence was read"),
            ({"sha256": "abc"}, "no SHA-256"),
            ({"registry": "somewhere"}, "none of"),
            ({"language": "cobol"}, "none of"),
            ({"bytes": 0}, "no archive"),
            ({"name": "postcss"}, "quality study"),
        ):
            bad = replace(good, packages=(replace(first, **change),))
            found = problems(bad, study_packages())
            self.assertEqual(len(found), 1, found)
            self.assertIn(words, found[0])

    def test_finds_a_package_twice_or_on_both_lists(self) -> None:
        good = load()
        first = good.packages[0]
        twice = replace(good, packages=(first, first))
        self.assertIn("is there 2 times", problems(twice, frozenset())[0])
        both = replace(good, left_out=(LeftOut(first.registry, first.name, "1", "why"),))
        self.assertIn("used and left out", problems(both, frozenset())[0])


class Pinning(unittest.TestCase):
    """Names and entries."""

    def test_splits_names_with_scopes_and_groups(self) -> None:
        self.assertEqual(parse("npm:@scope/name@1.2.3"), ("npm", "@scope/name", "1.2.3"))
        self.assertEqual(parse("npm:@scope/name"), ("npm", "@scope/name", None))
        self.assertEqual(parse("maven:g.h:a@1"), ("maven", "g.h:a", "1"))

    def test_replaces_the_entry_of_a_package(self) -> None:
        manifest = load()
        newer = replace(manifest.packages[0], version="9.9.9")
        changed = with_entry(manifest, newer)
        self.assertEqual(len(changed.packages), len(manifest.packages))
        self.assertIn(newer, changed.packages)
        out = LeftOut(newer.registry, newer.name, "9.9.9", "why")
        self.assertNotIn(newer, with_entry(changed, out).packages)


class Sides(unittest.TestCase):
    """Training and validation."""

    def test_no_package_is_on_both_sides(self) -> None:
        from random import Random

        sources = [Source(f"package {n % 60}", f"{n}.ts", "x" * 100) for n in range(600)]
        train, validation = choose(sources, 20_000, Random(1))
        self.assertFalse({s.package for s in train} & {s.package for s in validation})
        self.assertTrue(validation)
        self.assertLessEqual(sum(len(s.text) for s in train), 20_200)
