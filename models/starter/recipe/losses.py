"""The loss to train on, and the loss to report."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from .llama import Llama
from .targets import targets_of
from .vocabulary import Sentinels

_CHUNK = 256


class HeadLoss(torch.autograd.Function):
    """Weighted cross-entropy of chosen positions, in chunks, so that the logits of all never exist at once.

    The gradients are made on the way forward, since everything for them is at hand there.
    """

    @staticmethod
    def forward(ctx: Any, hidden: Tensor, head: Tensor, targets: Tensor, weights: Tensor) -> Tensor:  # noqa: ANN401
        """Return the mean by weight."""
        dtype = hidden.dtype
        narrow, total, loss = head.to(dtype), weights.sum(), 0.0
        of_hidden, of_head = torch.empty_like(hidden), torch.zeros_like(head)
        for start in range(0, len(hidden), _CHUNK):
            part = slice(start, start + _CHUNK)
            target, weight = targets[part], weights[part] / total
            logits = (hidden[part] @ narrow.T).float()
            scale = logits.logsumexp(-1)
            loss += float(((scale - logits.gather(1, target[:, None])[:, 0]) * weight).sum())
            slope = (logits - scale[:, None]).exp_()
            slope[torch.arange(len(target)), target] -= 1
            narrow_slope = (slope * weight[:, None]).to(dtype)
            of_hidden[part] = narrow_slope @ narrow
            of_head += (narrow_slope.T @ hidden[part]).float()
        ctx.save_for_backward(of_hidden, of_head)
        return torch.tensor(loss)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, Tensor, None, None]:  # noqa: ANN401
        """Hand out what forward made."""
        of_hidden, of_head = ctx.saved_tensors
        return of_hidden * gradient, of_head * gradient, None, None


def validation_loss(model: Llama, rows: np.ndarray, s: Sentinels) -> dict[str, float]:
    """Mean loss, in nats, of the first tokens of middles, of the rest of them, and of all other tokens."""
    found: dict[str, list[np.ndarray]] = {"first": [], "middle": [], "other": []}
    with torch.no_grad():
        for start in range(0, len(rows), 4):
            some = rows[start : start + 4].astype(np.int64)
            targets = targets_of(some, s.middle, s.end)
            logits = model.logits(model.hidden(torch.from_numpy(some[:, :-1]))).float()
            wanted = torch.from_numpy(some[:, 1:])
            loss = F.cross_entropy(logits.flatten(0, 1), wanted.flatten(), reduction="none").numpy()
            loss = loss.reshape(wanted.shape)
            found["first"].append(loss[targets.first])
            found["middle"].append(loss[targets.middle & ~targets.first])
            found["other"].append(loss[~targets.middle & ~targets.filling])
    return {kind: round(float(np.concatenate(losses).mean()), 3) for kind, losses in found.items()}


def read_rows(path: Path, length: int) -> np.ndarray:
    """Read rows as prepare.py writes them."""
    return np.fromfile(path, dtype=np.uint16).reshape(-1, length)
