"""Measures the loss of a GGUF file on the middles of packages that were kept from training.

Usage: python -m recipe.evaluate WORK FILE.gguf [--rows 48]. In nats; the lower the better.
"""

import argparse
from pathlib import Path

from .llama import Llama
from .losses import read_rows, validation_loss
from .vocabulary import sentinels_of


def main() -> None:
    """Print the loss by kind of token."""
    parser = argparse.ArgumentParser(
        prog="python -m recipe.evaluate", description="Measures the loss of a model."
    )
    parser.add_argument("work", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--rows", type=int, default=48)
    arguments = parser.parse_args()
    model = Llama(arguments.model)
    rows = read_rows(arguments.work / "rows" / "val-512.bin", 512)[: arguments.rows]
    loss = validation_loss(model, rows, sentinels_of(model.vocabulary.tokens))
    print(f"{arguments.model.name}, {len(rows)} rows: {loss}")


if __name__ == "__main__":
    main()
