"""The tokens of a GGUF file: a tokenizer, and which tokens mark the parts of a row."""

from dataclasses import dataclass, fields
from pathlib import Path

from gguf import GGUFReader
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

CONTROL = 3
"""GGUF's type of a token that stands for no text."""

_NAMES = {
    "prefix": ("<jupyter_code>", "<|fim_prefix|>"),
    "suffix": ("<jupyter_output>", "<|fim_suffix|>"),
    "middle": ("<jupyter_script>", "<|fim_middle|>"),
    "pad": ("<empty_output>", "<|fim_pad|>"),
    "repository": ("<repo_name>", "<|repo_name|>"),
    "file": ("<file_sep>", "<|file_sep|>"),
    "end": ("<|endoftext|>", "<|endoftext|>"),
}
"""Reserved tokens as the base calls them, which never stand for what they are called, and their names here."""


@dataclass(frozen=True)
class Sentinels:
    """Ids of the tokens that mark the parts of a row."""

    prefix: int
    suffix: int
    middle: int
    pad: int
    repository: int
    file: int
    end: int

    def names(self) -> dict[int, str]:
        """Name each of them as llama.cpp and its users know it."""
        return {getattr(self, field.name): _NAMES[field.name][1] for field in fields(self)}


def field_of(reader: GGUFReader, key: str) -> object:
    """Read a value of a GGUF file's metadata; None where it has none."""
    field = reader.fields.get(key)
    return None if field is None else field.contents()


def sentinels_of(tokens: list[str]) -> Sentinels:
    """Find the sentinels among the tokens of the base or of a file made from it; raises KeyError."""
    ids = {token: at for at, token in enumerate(tokens)}
    found = {}
    for part, (base, own) in _NAMES.items():
        found[part] = ids[base] if base in ids else ids[own]
    return Sentinels(**found)


def tokens_of(path: Path) -> list[str]:
    """Read the tokens of a GGUF file, by their ids."""
    return list(field_of(GGUFReader(path), "tokenizer.ggml.tokens"))  # type: ignore[call-overload]


def tokenizer_of(path: Path) -> Tokenizer:
    """Make the tokenizer of a GGUF file that has SmolLM's; raises ValueError for any other."""
    reader = GGUFReader(path)
    kind = field_of(reader, "tokenizer.ggml.pre")
    if kind != "smollm":
        raise ValueError(f"{path} has the pre-tokeniser {kind!r}; this recipe knows 'smollm' only.")
    tokens: list[str] = field_of(reader, "tokenizer.ggml.tokens")  # type: ignore[assignment]
    types: list[int] = field_of(reader, "tokenizer.ggml.token_type")  # type: ignore[assignment]
    merges: list[str] = field_of(reader, "tokenizer.ggml.merges")  # type: ignore[assignment]
    vocabulary = {token: at for at, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[tuple(merge.split(" ")) for merge in merges]))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    control = [token for token, kind in zip(tokens, types, strict=True) if kind == CONTROL]
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in control])
    return tokenizer
