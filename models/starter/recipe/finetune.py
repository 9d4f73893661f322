"""Teaches a GGUF file to fill in the middle.

Usage: python -m recipe.finetune WORK FROM.gguf TO.gguf [--tokens 1750000] [--seed 0]; --help has more. The seed says
in which order rows are read: give each round one of its own. TO.gguf is written every 250,000 tokens, so that a run
that was cut can go on from it.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from .export import CHECKPOINT, write
from .llama import Llama
from .losses import HeadLoss, read_rows, validation_loss
from .targets import targets_of, weights_of
from .vocabulary import Sentinels, sentinels_of

LENGTHS = (512, 1536)
"""Tokens of the rows that prepare.py makes."""

_SHARE_OF_SHORT = 0.9
_STEPS_TO_WARM_UP = 30
_LEAST_RATE = 0.03
_TOKENS_BETWEEN_CHECKPOINTS = 250_000


class RowOrder:
    """Deals rows of one length in an order by chance, and begins again when all were dealt."""

    def __init__(self, rows: np.ndarray, random: np.random.Generator) -> None:
        """Shuffle once."""
        self._rows = rows
        self._order = random.permutation(len(rows))
        self._at = 0

    def deal(self, count: int) -> np.ndarray:
        """Return the next rows."""
        picked = [self._order[(self._at + i) % len(self._order)] for i in range(count)]
        self._at += count
        return self._rows[picked].astype(np.int64)


class Trainer:
    """A model with its optimiser."""

    def __init__(
        self, model: Llama, sentinels: Sentinels, random: np.random.Generator, rate: float, bfloat16: bool
    ) -> None:
        """Begin with no step made. With `bfloat16` the multiplications of the model are done in it."""
        self.model = model
        self._bfloat16 = bfloat16
        self._sentinels = sentinels
        self._rate = rate
        self._random = random
        self._optimiser = torch.optim.AdamW(model.parameters(), lr=rate, betas=(0.9, 0.95), weight_decay=0.0)
        self._steps = 0

    def step(self, rows: np.ndarray, progress: float) -> float:
        """Learn from some rows, `progress` from 0 to 1 through the round, and return their loss."""
        targets = targets_of(rows, self._sentinels.middle, self._sentinels.end)
        weights = weights_of(targets, self._random).ravel()
        picked = torch.from_numpy(np.flatnonzero(weights))
        wanted = torch.from_numpy(rows[:, 1:]).flatten()[picked]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._bfloat16):
            hidden = self.model.hidden(torch.from_numpy(rows[:, :-1])).flatten(0, 1)[picked]
        loss = HeadLoss.apply(hidden, self.model.embedding, wanted, torch.from_numpy(weights)[picked])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for group in self._optimiser.param_groups:
            group["lr"] = self._rate * factor(self._steps, progress)
        self._optimiser.step()
        self._optimiser.zero_grad(set_to_none=True)
        self._steps += 1
        return loss.item()


def factor(steps: int, progress: float) -> float:
    """Scale the learning rate: up over the first steps, level to the half, then down in a line."""
    warm = min(1.0, (steps + 1) / _STEPS_TO_WARM_UP)
    return warm * (1.0 if progress < 0.5 else max(_LEAST_RATE, (1 - progress) / 0.5))


@dataclass(frozen=True)
class Round:
    """How much to train on, in all and in one step, in tokens."""

    tokens: int
    step_tokens: int


def train(
    trainer: Trainer, orders: dict[int, RowOrder], plan: Round, random: np.random.Generator, to: Path
) -> None:
    """Train for a round, saying how it goes, and write what came of it."""
    step, seen, saved, average, began = 0, 0, 0, 0.0, time.monotonic()
    while seen < plan.tokens:
        length = LENGTHS[0] if random.random() < _SHARE_OF_SHORT else LENGTHS[1]
        rows = orders[length].deal(max(1, plan.step_tokens // length))
        loss = trainer.step(rows, seen / plan.tokens)
        seen += rows.size
        step += 1
        average = loss if step == 1 else 0.96 * average + 0.04 * loss
        speed = seen / (time.monotonic() - began)
        print(f"step {step}: {seen:,} tokens, loss {average:.3f}, {speed:.0f} tokens/s", flush=True)
        if seen - saved >= _TOKENS_BETWEEN_CHECKPOINTS:
            saved = seen
            write(trainer.model, to, "Hearth Starter, in training", CHECKPOINT)
    write(trainer.model, to, "Hearth Starter, trained", CHECKPOINT)


def main() -> None:
    """Read the model and its rows, train, and show the loss before and behind."""
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    random = np.random.default_rng(arguments.seed)
    folder = arguments.work / "rows"
    orders = {
        length: RowOrder(read_rows(folder / f"train-{length}.bin", length), random) for length in LENGTHS
    }
    validation = read_rows(folder / "val-512.bin", 512)[: arguments.validation_rows]
    model = Llama(arguments.start)
    sentinels = sentinels_of(model.vocabulary.tokens)
    trainer = Trainer(model, sentinels, random, arguments.rate, arguments.bfloat16)
    print("Loss before:", validation_loss(model, validation, sentinels), flush=True)
    train(trainer, orders, Round(arguments.tokens, arguments.step_tokens), random, arguments.to)
    print("Loss behind:", validation_loss(model, validation, sentinels), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m recipe.finetune", description="Trains a model further.")
    parser.add_argument("work", type=Path)
    parser.add_argument("start", type=Path, metavar="FROM.gguf")
    parser.add_argument("to", type=Path, metavar="TO.gguf")
    parser.add_argument("--tokens", type=int, default=1_750_000, help="how many to train on")
    parser.add_argument("--step-tokens", type=int, default=4096, help="how many of them in one step")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rate", type=float, default=2e-4, help="the learning rate")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--bfloat16", action="store_true", help="for processors that have it: AVX-512 BF16 or AMX"
    )
    parser.add_argument("--validation-rows", type=int, default=48, help="rows to see the loss on")
    return parser.parse_args()


if __name__ == "__main__":
    main()
