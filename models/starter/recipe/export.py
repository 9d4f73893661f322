"""Writes a model as a GGUF file, its sentinels by the names that llama.cpp finds them by."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter, LlamaFileType
from gguf.quants import quantize

from .llama import PARTS, Llama
from .vocabulary import CONTROL, sentinels_of

_FILE_TYPES = {
    GGMLQuantizationType.Q8_0: LlamaFileType.MOSTLY_Q8_0,
    GGMLQuantizationType.Q5_0: LlamaFileType.MOSTLY_Q5_0,
}
_FIM_KEYS = {
    "prefix": "pre",
    "suffix": "suf",
    "middle": "mid",
    "pad": "pad",
    "repository": "rep",
    "file": "sep",
}
"""Parts of the metadata's keys by which llama.cpp finds the sentinels."""


@dataclass(frozen=True)
class Quantisation:
    """How the matrices of the blocks, and the embedding, are written. Norms stay whole."""

    blocks: GGMLQuantizationType
    embedding: GGMLQuantizationType


CHECKPOINT = Quantisation(GGMLQuantizationType.Q8_0, GGMLQuantizationType.Q8_0)
"""Nearly what was trained, to go on from."""

SHIPPED = Quantisation(GGMLQuantizationType.Q5_0, GGMLQuantizationType.Q5_1)
"""The embedding is the head, too, and loses most by it."""


def write(model: Llama, path: Path, name: str, quantisation: Quantisation) -> None:
    """Write a model; the file is in its place only when it is whole."""
    part = path.with_suffix(".part")
    writer = GGUFWriter(part, "llama")
    _write_sizes(writer, model, name, _FILE_TYPES[quantisation.blocks])
    _write_vocabulary(writer, model)
    _write_tensors(writer, model, quantisation)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    part.replace(path)


def _write_sizes(writer: GGUFWriter, model: Llama, name: str, file_type: LlamaFileType) -> None:
    sizes = model.sizes
    writer.add_name(name)
    writer.add_file_type(file_type)
    writer.add_block_count(sizes.layers)
    writer.add_context_length(sizes.context)
    writer.add_embedding_length(sizes.width)
    writer.add_feed_forward_length(sizes.feed_forward)
    writer.add_head_count(sizes.heads)
    writer.add_head_count_kv(sizes.kv_heads)
    writer.add_rope_freq_base(sizes.rope_base)
    writer.add_rope_dimension_count(sizes.head_width)
    writer.add_layer_norm_rms_eps(sizes.epsilon)
    writer.add_vocab_size(sizes.vocabulary)


def _write_vocabulary(writer: GGUFWriter, model: Llama) -> None:
    vocabulary = model.vocabulary
    sentinels = sentinels_of(vocabulary.tokens)
    tokens, types = list(vocabulary.tokens), list(vocabulary.types)
    for id_, token in sentinels.names().items():
        tokens[id_], types[id_] = token, CONTROL
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(vocabulary.pre)
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_merges(vocabulary.merges)
    writer.add_eos_token_id(sentinels.end)
    writer.add_eot_token_id(sentinels.end)
    writer.add_bos_token_id(sentinels.end)
    writer.add_pad_token_id(sentinels.end)
    writer.add_add_bos_token(False)
    for part, name in _FIM_KEYS.items():
        writer.add_uint32(f"tokenizer.ggml.fim_{name}_token_id", getattr(sentinels, part))


def _write_tensors(writer: GGUFWriter, model: Llama, quantisation: Quantisation) -> None:
    def add(name: str, values: np.ndarray, kind: GGMLQuantizationType | None) -> None:
        writer.add_tensor(name, values if kind is None else quantize(values, kind), raw_dtype=kind)

    add("token_embd.weight", model.embedding.detach().numpy(), quantisation.embedding)
    add("output_norm.weight", model.norm.weight.detach().numpy(), None)
    for index, block in enumerate(model.blocks):
        prefix = f"blk.{index}."
        add(f"{prefix}attn_norm.weight", block.attn_norm.weight.detach().numpy(), None)
        add(f"{prefix}ffn_norm.weight", block.ffn_norm.weight.detach().numpy(), None)
        for part, name in PARTS.items():
            add(f"{prefix}{name}.weight", getattr(block, part).detach().numpy(), quantisation.blocks)
