"""
Bidirectional recurrent networks on embedded chunks: LSTM (Hochreiter & Schmidhuber 1997, "Long Short-Term Memory",
doi:10.1162/neco.1997.9.8.1735) and GRU (Cho et al. 2014, arXiv:1406.1078).
"""

from __future__ import annotations

import torch
from torch import nn

from ecgspec_trainer.models.chunks import DROPOUT, ChunkNetwork, dimensions

_LAYERS = 2


class Recurrent(ChunkNetwork):
    """Two layers, each of both directions; what both say of a place is set side by side (2 D numbers)."""

    def __init__(self, kind: type[nn.LSTM] | type[nn.GRU], outputs: int, width: float) -> None:
        inside = dimensions(width)
        super().__init__(inside, 2 * inside, outputs)
        self.layers = kind(inside, inside, _LAYERS, batch_first=True, bidirectional=True, dropout=DROPOUT)

    def sequence(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)[0]


def lstm(outputs: int, width: float) -> Recurrent:
    return Recurrent(nn.LSTM, outputs, width)


def gru(outputs: int, width: float) -> Recurrent:
    return Recurrent(nn.GRU, outputs, width)
