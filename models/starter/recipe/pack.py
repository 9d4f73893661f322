"""Makes the file that is to ship from a checkpoint: smaller weights, and its name.

Usage: python -m recipe.pack FROM.gguf TO.gguf
"""

import sys
from pathlib import Path

from .export import SHIPPED, write
from .llama import Llama

NAME = "Hearth Starter 135M"


def main(start: str, to: str) -> None:
    """Write the file and say how large it is."""
    write(Llama(Path(start)), Path(to), NAME, SHIPPED)
    print(f"{to}: {Path(to).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
