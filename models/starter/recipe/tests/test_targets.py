"""Which tokens are learnt."""

import unittest

import numpy as np

from recipe.targets import targets_of, weights_of

# PRE p SUF s MID m m END PRE p MID m END END END
ROW = np.array([[1, 50, 2, 51, 3, 52, 53, 0, 1, 54, 3, 55, 0, 0, 0]])


class Targets(unittest.TestCase):
    """Middles with their ends."""

    def test_finds_middles_to_their_ends(self) -> None:
        found = targets_of(ROW, middle=3, end=0)
        targets = ROW[0, 1:]
        self.assertEqual(targets[found.middle[0]].tolist(), [52, 53, 0, 55, 0])
        self.assertEqual(targets[found.first[0]].tolist(), [52, 55])
        self.assertEqual(found.filling[0].tolist(), [False] * 12 + [True, True])

    def test_weighs_middles_fully_and_filling_not_at_all(self) -> None:
        found = targets_of(np.repeat(ROW, 200, 0), middle=3, end=0)
        weights = weights_of(found, np.random.default_rng(1))
        self.assertTrue((weights[found.middle] == 1).all())
        self.assertTrue((weights[found.filling] == 0).all())
        others = weights[~found.middle & ~found.filling]
        self.assertAlmostEqual(float((others > 0).mean()), 0.08, delta=0.02)
