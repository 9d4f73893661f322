"""Which tokens of a row a model is to predict. NumPy only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Targets:
    """Of each token but a row's first: whether it is of a middle, a middle's first, or filling behind the end."""

    middle: Mask
    first: Mask
    filling: Mask


def targets_of(rows: Rows, middle: int, end: int) -> Targets:
    """Find the middles in rows of tokens. The token that ends a middle belongs to it: knowing when to stop is half."""
    previous, target = rows[:, :-1], rows[:, 1:]
    inside = np.zeros(target.shape, dtype=bool)
    on = np.zeros(len(rows), dtype=bool)
    for at in range(target.shape[1]):
        on = (on | (previous[:, at] == middle)) & (previous[:, at] != end)
        inside[:, at] = on
    return Targets(inside, previous == middle, (previous == end) & (target == end))


def weights_of(targets: Targets, random: np.random.Generator) -> NDArray[np.float32]:
    """Weigh the middles fully and half of one in twelve other tokens, so that nothing is forgotten."""
    others = np.where(random.random(targets.middle.shape) < 0.08, 0.5, 0.0)
    return np.where(targets.middle, 1.0, np.where(targets.filling, 0.0, others)).astype(np.float32)
