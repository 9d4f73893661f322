"""A model goes into a GGUF file and comes back."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from gguf import GGMLQuantizationType, GGUFReader, GGUFWriter
from gguf.quants import dequantize, quantize

from recipe.export import SHIPPED, write
from recipe.llama import PARTS, Llama
from recipe.losses import HeadLoss
from recipe.vocabulary import field_of, sentinels_of

BASE_SENTINELS = (
    "<|endoftext|>",
    "<repo_name>",
    "<file_sep>",
    "<jupyter_code>",
    "<jupyter_output>",
    "<jupyter_script>",
    "<empty_output>",
)
WIDTH, FEED_FORWARD = 32, 64
SHAPES = {"q": (WIDTH, WIDTH), "k": (16, WIDTH), "v": (16, WIDTH), "o": (WIDTH, WIDTH)}
SHAPES |= {"gate": (FEED_FORWARD, WIDTH), "up": (FEED_FORWARD, WIDTH), "down": (WIDTH, FEED_FORWARD)}


def write_base(path: Path) -> None:
    """Write a model of one layer with the base's names for its tokens."""
    random = np.random.default_rng(7)
    writer = GGUFWriter(path, "llama")
    writer.add_block_count(1)
    writer.add_context_length(64)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(2)
    writer.add_head_count_kv(1)
    writer.add_layer_norm_rms_eps(1e-5)
    tokens = [*BASE_SENTINELS, *(chr(ord("a") + n) for n in range(25))]
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types([3] * len(BASE_SENTINELS) + [1] * 25)
    writer.add_token_merges(["a b"])

    def add(name: str, *shape: int) -> None:
        writer.add_tensor(name, random.standard_normal(shape).astype(np.float32) / 4)

    add("token_embd.weight", len(tokens), WIDTH)
    for name in ("output_norm", "blk.0.attn_norm", "blk.0.ffn_norm"):
        add(f"{name}.weight", WIDTH)
    for part, name in PARTS.items():
        add(f"blk.0.{name}.weight", *SHAPES[part])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


class Quantisation(unittest.TestCase):
    """The two ways in which the shipped file keeps numbers, against blocks worked out by hand."""

    def test_q5_0_keeps_the_steps_of_its_largest_value(self) -> None:
        # 32 values from -16 to 15 in steps of one: the largest, -16, gives the scale 1.
        values = np.arange(-16, 16, dtype=np.float32)
        block = quantize(values, GGMLQuantizationType.Q5_0)
        self.assertEqual(len(block), 22)
        self.assertEqual(np.frombuffer(block[:2].tobytes(), np.float16)[0], 1.0)
        self.assertEqual(dequantize(block, GGMLQuantizationType.Q5_0).tolist(), values.tolist())

    def test_q5_1_keeps_the_steps_between_its_ends(self) -> None:
        # From 3 to 3 + 31/2 in steps of a half: scale 0.5, minimum 3.
        values = 3 + np.arange(32, dtype=np.float32) / 2
        block = quantize(values, GGMLQuantizationType.Q5_1)
        self.assertEqual(len(block), 24)
        self.assertEqual(np.frombuffer(block[:4].tobytes(), np.float16).tolist(), [0.5, 3.0])
        self.assertEqual(dequantize(block, GGMLQuantizationType.Q5_1).tolist(), values.tolist())


class Export(unittest.TestCase):
    """Files of one small model."""

    def setUp(self) -> None:
        """Write the base, read it, and write what would ship."""
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        base, self.path = Path(temporary.name) / "base.gguf", Path(temporary.name) / "packed.gguf"
        write_base(base)
        self.model = Llama(base)
        write(self.model, self.path, "A name", SHIPPED)

    def test_names_the_sentinels_as_llama_cpp_finds_them(self) -> None:
        reader = GGUFReader(self.path)
        tokens = field_of(reader, "tokenizer.ggml.tokens")
        for part in ("pre", "suf", "mid", "pad", "rep", "sep"):
            self.assertIn(f"tokenizer.ggml.fim_{part}_token_id", reader.fields)
        self.assertEqual(tokens[field_of(reader, "tokenizer.ggml.fim_mid_token_id")], "<|fim_middle|>")
        self.assertEqual(tokens[field_of(reader, "tokenizer.ggml.fim_sep_token_id")], "<|file_sep|>")
        self.assertEqual(sentinels_of(tokens), sentinels_of(list(BASE_SENTINELS)))
        self.assertEqual(field_of(reader, "general.name"), "A name")

    def test_comes_back_within_the_steps_of_its_quantisation(self) -> None:
        again = Llama(self.path)
        self.assertEqual(again.sizes, self.model.sizes)
        for name, values in self.model.named_parameters():
            step = values.abs().max().item() / 15 if "norm" not in name else 0
            distance = (values - again.get_parameter(name)).abs().max().item()
            self.assertLessEqual(distance, step, name)

    def test_leaves_no_part_behind(self) -> None:
        self.assertEqual(
            sorted(path.name for path in self.path.parent.iterdir()), ["base.gguf", "packed.gguf"]
        )


class Loss(unittest.TestCase):
    """The loss in chunks is the loss."""

    def test_has_the_value_and_the_gradients_of_pytorchs_own(self) -> None:
        torch.manual_seed(1)
        hidden, head = torch.randn(600, 8, requires_grad=True), torch.randn(20, 8, requires_grad=True)
        targets, weights = torch.randint(20, (600,)), torch.rand(600)
        loss = HeadLoss.apply(hidden, head, targets, weights)
        loss.backward()
        found = hidden.grad.clone(), head.grad.clone()
        hidden.grad = head.grad = None
        each = torch.nn.functional.cross_entropy(hidden @ head.T, targets, reduction="none")
        expected = (each * weights).sum() / weights.sum()
        expected.backward()
        torch.testing.assert_close(loss, expected)
        torch.testing.assert_close(found, (hidden.grad, head.grad))
