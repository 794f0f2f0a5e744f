"""
The encoder of Vaswani et al. 2017, "Attention Is All You Need" (arXiv:1706.03762), on embedded chunks, with norms
before the sublayers (Xiong et al. 2020, arXiv:2002.04745), which needs no warm-up of its own.
"""

from __future__ import annotations

import torch
from torch import nn

from ecgspec_trainer.models.chunks import DROPOUT, ChunkNetwork, dimensions, sinusoids

_LAYERS, _HEADS, _FEED_FORWARD = 4, 4, 4


class Transformer(ChunkNetwork):
    """Four layers of four heads; the feed-forward part is four times as wide as a place."""

    def __init__(self, outputs: int, width: float) -> None:
        inside = dimensions(width)
        super().__init__(inside, inside, outputs)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(
                inside,
                _HEADS,
                _FEED_FORWARD * inside,
                DROPOUT,
                activation="gelu",
                batch_first=True,
                norm_first=True,
            )
            for _ in range(_LAYERS)
        )

    def sequence(self, x: torch.Tensor) -> torch.Tensor:
        x = x + sinusoids(x.shape[1], x.shape[2], x).to(x.dtype)
        for layer in self.layers:
            x = layer(x)
        return x


def transformer(outputs: int, width: float) -> Transformer:
    return Transformer(outputs, width)
