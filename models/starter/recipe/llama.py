"""A GGUF file of the architecture `llama` as a model that PyTorch can train.

The rows of Q and K stay in the order that GGML keeps them in, with neighbours for pairs, so that nothing has to be
permuted on the way in or out.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  As everybody calls it.
from gguf import GGUFReader
from gguf.quants import dequantize
from torch import Tensor, nn

from .vocabulary import field_of

PARTS = {
    "q": "attn_q",
    "k": "attn_k",
    "v": "attn_v",
    "o": "attn_output",
    "gate": "ffn_gate",
    "up": "ffn_up",
    "down": "ffn_down",
}
"""The matrices of a block, by the names that GGUF has for them."""


@dataclass(frozen=True)
class Sizes:
    """What the metadata of a file says of its model."""

    layers: int
    width: int
    heads: int
    kv_heads: int
    feed_forward: int
    context: int
    vocabulary: int
    rope_base: float
    epsilon: float

    @property
    def head_width(self) -> int:
        """Values of one head."""
        return self.width // self.heads


@dataclass
class Vocabulary:
    """The tokens of a file as they stand in its metadata."""

    tokens: list[str]
    types: list[int]
    merges: list[str]
    pre: str


class RmsNorm(nn.Module):
    """Root mean square normalisation."""

    def __init__(self, weight: Tensor, epsilon: float) -> None:
        """Take the weights as the start of training."""
        super().__init__()
        self.weight = nn.Parameter(weight)
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        """Normalise the last dimension."""
        return F.rms_norm(x, (x.shape[-1],), self.weight.to(x.dtype), self.epsilon)


class Block(nn.Module):
    """One layer: attention, then the feed-forward part."""

    def __init__(self, tensors: dict[str, Tensor], index: int, sizes: Sizes) -> None:
        """Take the tensors of the layer `index`."""
        super().__init__()
        self.sizes = sizes
        prefix = f"blk.{index}."
        self.attn_norm = RmsNorm(tensors[f"{prefix}attn_norm.weight"], sizes.epsilon)
        self.ffn_norm = RmsNorm(tensors[f"{prefix}ffn_norm.weight"], sizes.epsilon)
        for part, name in PARTS.items():
            setattr(self, part, nn.Parameter(tensors[f"{prefix}{name}.weight"]))

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """Read the hidden states of [rows, tokens, width]."""
        rows, length, width = x.shape
        head = self.sizes.head_width
        h = self.attn_norm(x)

        def heads(weight: Tensor) -> Tensor:
            return F.linear(h, weight).view(rows, length, -1, head).transpose(1, 2)

        q, k, v = rotated(heads(self.q), cos, sin), rotated(heads(self.k), cos, sin), heads(self.v)
        group = q.shape[1] // k.shape[1]
        k, v = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
        attended = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + F.linear(attended.transpose(1, 2).reshape(rows, length, width), self.o)
        h = self.ffn_norm(x)
        return x + F.linear(F.silu(F.linear(h, self.gate)) * F.linear(h, self.up), self.down)


class Llama(nn.Module):
    """A model whose embedding is its head, too."""

    def __init__(self, path: Path) -> None:
        """Read a GGUF file; raises ValueError where it is of another architecture."""
        super().__init__()
        reader = GGUFReader(path)
        if field_of(reader, "general.architecture") != "llama":
            raise ValueError(f"{path} is of another architecture than llama.")
        tensors = {
            tensor.name: torch.from_numpy(
                np.array(dequantize(tensor.data, tensor.tensor_type), dtype=np.float32).reshape(
                    *(int(size) for size in reversed(tensor.shape))
                )
            )
            for tensor in reader.tensors
        }
        if "output.weight" in tensors:
            raise ValueError(f"{path} has a head of its own; this recipe knows models without one.")
        self.sizes = _sizes_of(reader, vocabulary=tensors["token_embd.weight"].shape[0])
        self.vocabulary = _vocabulary_of(reader)
        self.embedding = nn.Parameter(tensors["token_embd.weight"])
        self.blocks = nn.ModuleList(Block(tensors, index, self.sizes) for index in range(self.sizes.layers))
        self.norm = RmsNorm(tensors["output_norm.weight"], self.sizes.epsilon)

    def hidden(self, ids: Tensor) -> Tensor:
        """Read tokens of [rows, tokens] and return what the head reads."""
        x = F.embedding(ids, self.embedding)
        if torch.is_autocast_enabled("cpu"):
            x = x.to(torch.get_autocast_dtype("cpu"))
        cos, sin = (angle.to(x.dtype) for angle in self._angles(ids.shape[1]))
        for block in self.blocks:
            x = block(x, cos, sin)
        return self.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        """Weigh every token of the vocabulary."""
        return F.linear(hidden, self.embedding.to(hidden.dtype))

    def _angles(self, length: int) -> tuple[Tensor, Tensor]:
        head = self.sizes.head_width
        frequencies = self.sizes.rope_base ** -(torch.arange(0, head, 2).float() / head)
        angles = torch.outer(torch.arange(length).float(), frequencies)
        return angles.cos(), angles.sin()


def rotated(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turn pairs of neighbours by the angle of their place."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)


def _sizes_of(reader: GGUFReader, vocabulary: int) -> Sizes:
    def value(key: str) -> int:
        return field_of(reader, f"llama.{key}")  # type: ignore[return-value]

    return Sizes(
        layers=value("block_count"),
        width=value("embedding_length"),
        heads=value("attention.head_count"),
        kv_heads=value("attention.head_count_kv"),
        feed_forward=value("feed_forward_length"),
        context=value("context_length"),
        vocabulary=vocabulary,
        rope_base=value("rope.freq_base") or 10_000.0,
        epsilon=value("attention.layer_norm_rms_epsilon"),
    )


def _vocabulary_of(reader: GGUFReader) -> Vocabulary:
    def value(key: str) -> list[str]:
        return field_of(reader, f"tokenizer.ggml.{key}")  # type: ignore[return-value]

    types = [int(kind) for kind in value("token_type")]
    return Vocabulary(
        list(value("tokens")), types, list(value("merges")), str(field_of(reader, "tokenizer.ggml.pre"))
    )
