"""
Luna: Ma et al. 2021, "Luna: Linear Unified Nested Attention" (arXiv:2106.01540), on embedded chunks. Attention in two
steps: a short learned sequence packs the strip, and the strip unpacks it, so that the cost grows with the length
and not with its square.
"""

from __future__ import annotations

import torch
from torch import nn

from ecgspec_trainer.models.chunks import DROPOUT, ChunkNetwork, FeedForward, dimensions, sinusoids

_LAYERS, _HEADS = 4, 4
_PACKED = 16


class LunaLayer(nn.Module):
    """
    x (B, L, D), packed (B, 16, D) -> both anew: norms after the sums and the feed-forward part on x alone, as in the
    paper. hands_on: whether a layer follows that takes the packed sequence.
    """

    def __init__(self, dimension: int, *, hands_on: bool) -> None:
        super().__init__()
        self.pack = nn.MultiheadAttention(dimension, _HEADS, DROPOUT, batch_first=True)
        self.unpack = nn.MultiheadAttention(dimension, _HEADS, DROPOUT, batch_first=True)
        self.norm_packed = nn.LayerNorm(dimension) if hands_on else None
        self.norm_attended = nn.LayerNorm(dimension)
        self.feed_forward = FeedForward(dimension)
        self.norm = nn.LayerNorm(dimension)

    def forward(self, x: torch.Tensor, packed: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        context, _ = self.pack(packed, x, x, need_weights=False)
        unpacked, _ = self.unpack(x, context, context, need_weights=False)
        x = self.norm_attended(x + unpacked)
        x = self.norm(x + self.feed_forward(x))
        return x, packed if self.norm_packed is None else self.norm_packed(packed + context)


class Luna(ChunkNetwork):
    """Four layers of four heads, with 16 packed places."""

    def __init__(self, outputs: int, width: float) -> None:
        inside = dimensions(width)
        super().__init__(inside, inside, outputs)
        self.packed = nn.Parameter(torch.empty(_PACKED, inside))
        nn.init.normal_(self.packed, std=inside**-0.5)
        self.layers = nn.ModuleList(LunaLayer(inside, hands_on=index < _LAYERS - 1) for index in range(_LAYERS))

    def sequence(self, x: torch.Tensor) -> torch.Tensor:
        x = x + sinusoids(x.shape[1], x.shape[2], x).to(x.dtype)
        packed = self.packed.expand(x.shape[0], -1, -1)
        for layer in self.layers:
            x, packed = layer(x, packed)
        return x


def luna(outputs: int, width: float) -> Luna:
    return Luna(outputs, width)
