"""Strips as sequences of linearly embedded chunks, as all architectures but the convolutional ones take them."""

from __future__ import annotations

import math

import torch
from torch import nn

from ecgspec_trainer.models.network import Network

CHUNK = 10
"""Samples of a chunk: a tenth of a second at 100 Hz, about a QRS complex, so that 10 s are 100 places."""
DROPOUT = 0.1
_DIMENSIONS = 256
_MULTIPLE = 8
_LONGEST_WAVE = 10_000.0


def dimensions(width: float) -> int:
    """Numbers of an embedded chunk: 256 at width 1, a multiple of 8 (for the heads of attention), at least 8."""
    return max(_MULTIPLE, round(_DIMENSIONS * width / _MULTIPLE) * _MULTIPLE)


class ChunkNetwork(Network):
    """
    Chunks -> embedding (D) -> `sequence` -> a norm -> head. The last chunk is filled up with 0, the strip's mean.

    inside: D; outside: numbers of each place that `sequence` gives.
    """

    hop = CHUNK

    def __init__(self, inside: int, outside: int, outputs: int) -> None:
        super().__init__()
        self.embedding = nn.Linear(CHUNK, inside)
        self.norm = nn.LayerNorm(outside)
        self.head = nn.Linear(outside, outputs)

    def sequence(self, x: torch.Tensor) -> torch.Tensor:
        """(B, L, inside) -> (B, L, outside)."""
        raise NotImplementedError

    def positions(self, x: torch.Tensor) -> torch.Tensor:
        filled = nn.functional.pad(x[:, 0], (0, -x.shape[-1] % CHUNK))
        chunks = filled.unflatten(-1, (-1, CHUNK))
        return self.norm(self.sequence(self.embedding(chunks))).transpose(1, 2)


def sinusoids(length: int, dimension: int, like: torch.Tensor) -> torch.Tensor:
    """
    (L, D) of places as sines and cosines of wavelengths from 2 pi to 20,000 pi chunks, on the device of `like`:
    Vaswani et al. 2017, "Attention Is All You Need" (arXiv:1706.03762), section 3.5. Right for any length.
    """
    at = torch.arange(length, device=like.device, dtype=torch.float32).unsqueeze(1)
    step = -math.log(_LONGEST_WAVE) / dimension
    angles = at * torch.exp(torch.arange(0, dimension, 2, device=like.device, dtype=torch.float32) * step)
    return torch.stack((torch.sin(angles), torch.cos(angles)), dim=-1).flatten(1)


class FeedForward(nn.Sequential):
    """The two linear layers that follow attention, the inner one four times as wide; keeps the shape (B, L, D)."""

    def __init__(self, dimension: int, factor: int = 4) -> None:
        super().__init__(
            nn.Linear(dimension, factor * dimension),
            nn.GELU(),
            nn.Dropout(DROPOUT),
            nn.Linear(factor * dimension, dimension),
            nn.Dropout(DROPOUT),
        )
