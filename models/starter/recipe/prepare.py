"""Makes rows of tokens from the code that fetch.py unpacked.

Usage: python -m recipe.prepare WORK [--megabytes 34]. Writes WORK/rows/{train-512,train-1536,val-512}.bin, tokens of
two bytes each.
"""

import argparse
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from tokenizers import Tokenizer

from .cleaning import clean, fingerprint, is_source, is_usable
from .clients import folder_name
from .holes import windows
from .manifest import Package, checked
from .rows import LONG, SHORT, Piece, Shape, Window, example, pack
from .vocabulary import Sentinels, sentinels_of, tokenizer_of, tokens_of

SHARES = {"ts": 34, "js": 12, "py": 20, "rs": 9, "go": 9, "java": 8}
"""Parts of the text by language. What a language has not is not made up for by others."""

_CHARACTERS_OF_ONE_PACKAGE = 1_500_000
_VALIDATION = 25
"""Of so many packages one is kept from training, to see the loss on."""

_EXAMPLES_AT_A_TIME = 3000


@dataclass(frozen=True)
class Source:
    """A cleaned file of a package."""

    package: str
    path: str
    text: str


def is_validation(package: str) -> bool:
    """Tell whether a package is kept from training.

    Its name alone decides, for Maven without its group, in the same way as when the shipped file was made: what is kept
    now was kept then, but for Go's modules.
    """
    name = folder_name(package.rsplit(":", 1)[-1])
    digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    return int(digest, 16) % _VALIDATION == 0


def read_package(package: Package, corpus: Path, seen: set[bytes]) -> list[Source]:
    """Read the usable files of a package in an order by chance, but for those seen before, up to a size."""
    folder = corpus / package.language / folder_name(package.name)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    Random(package.name).shuffle(files)
    sources: list[Source] = []
    for path in files:
        if sum(len(source.text) for source in sources) > _CHARACTERS_OF_ONE_PACKAGE:
            break
        relative = path.relative_to(folder).as_posix()
        if not is_source(relative, path.stat().st_size, package.language):
            continue
        text = clean(path.read_text("utf8", "ignore"), package.language)
        key = fingerprint(text)
        if key not in seen and is_usable(text):
            seen.add(key)
            sources.append(Source(package.name, relative, text))
    return sources


def choose(sources: list[Source], characters: float, random: Random) -> tuple[list[Source], list[Source]]:
    """Part the files of one language into those to train on, within a budget, and those to see the loss on."""
    shuffled = random.sample(sources, len(sources))
    train, used = [], 0
    for source in shuffled:
        if not is_validation(source.package) and used <= characters:
            train.append(source)
            used += len(source.text)
    return train, [source for source in shuffled if is_validation(source.package)]


def write_rows(sources: list[Source], shape: Shape, tokenizer: Tokenizer, s: Sentinels, path: Path) -> None:
    """Make one example of each window and write all of them as rows, in an order by chance."""
    random = Random(shape.tokens)
    by_package: dict[str, list[Window]] = {}
    for source in sources:
        cut = (Window(source.path, text) for text in windows(source.text, random, shape.windows))
        by_package.setdefault(source.package, []).extend(cut)
    places = [(package, at) for package, found in by_package.items() for at in range(len(found))]
    random.shuffle(places)
    examples = [example(package, at, by_package[package], shape, s, random) for package, at in places]
    rows = pack(_encoded(examples, tokenizer), shape.tokens)
    random.shuffle(rows)
    table = np.full((len(rows), shape.tokens), s.end, dtype=np.uint16)
    for at, row in enumerate(rows):
        table[at, : len(row)] = row
    table.tofile(path)
    middles = int((table == s.middle).sum())
    print(f"{path.name}: {len(rows)} rows, {middles} middles, {table.size / 1e6:.2f} M tokens", flush=True)


def _encoded(examples: list[list[Piece]], tokenizer: Tokenizer) -> Iterator[list[int]]:
    for start in range(0, len(examples), _EXAMPLES_AT_A_TIME):
        some = examples[start : start + _EXAMPLES_AT_A_TIME]
        texts = [piece for pieces in some for piece in pieces if isinstance(piece, str)]
        encodings = iter(tokenizer.encode_batch(texts, add_special_tokens=False))
        for pieces in some:
            yield [
                id_
                for piece in pieces
                for id_ in ([piece] if isinstance(piece, int) else next(encodings).ids)
            ]


def main() -> None:
    """Read the corpus, choose by language and write three files of rows."""
    parser = argparse.ArgumentParser(prog="python -m recipe.prepare", description="Makes rows of tokens.")
    parser.add_argument("work", type=Path)
    parser.add_argument("--megabytes", type=float, default=34, help="characters to train on, in millions")
    arguments = parser.parse_args()
    work: Path = arguments.work
    base = work / "base.gguf"
    tokenizer, s = tokenizer_of(base), sentinels_of(tokens_of(base))
    packages, random, seen = checked().packages, Random(3), set[bytes]()
    train: list[Source] = []
    validation: list[Source] = []
    for language, share in SHARES.items():
        of_language = [package for package in packages if package.language == language]
        sources = [
            source for package in of_language for source in read_package(package, work / "corpus", seen)
        ]
        chosen, kept = choose(sources, arguments.megabytes * 1e6 * share / 100, random)
        train += chosen
        validation += kept
        characters = sum(len(source.text) for source in chosen) / 1e6
        print(f"{language}: {len(chosen)} of {len(sources)} files, {characters:.1f} M characters", flush=True)
    rows = work / "rows"
    rows.mkdir(exist_ok=True)
    write_rows(validation, SHORT, tokenizer, s, rows / "val-512.bin")
    write_rows(train, SHORT, tokenizer, s, rows / "train-512.bin")
    write_rows(train, LONG, tokenizer, s, rows / "train-1536.bin")


if __name__ == "__main__":
    main()
