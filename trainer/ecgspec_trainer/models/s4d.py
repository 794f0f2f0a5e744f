"""
S4D: Gu et al. 2022, "On the Parameterization and Initialization of Diagonal State Space Models" (arXiv:2206.11893), on
embedded chunks. A linear system with a diagonal state for each channel, whose impulse response is computed whole
and applied as one long convolution.
"""

from __future__ import annotations

import math

import torch
from torch import nn

from ecgspec_trainer.models.chunks import DROPOUT, ChunkNetwork, dimensions
from ecgspec_trainer.models.convolution import Kernels, both_ways

_LAYERS = 4
_PAIRS = 32
"""Pairs of conjugate states: a state of 64, as in the paper."""
_STEPS = (1e-3, 1e-1)


class StateSpace(Kernels):
    """
    The impulse responses of D systems: `forward(L)` -> (D, L) float32.

    x' = A x + B u, y = C x with A diagonal and B = 1, discretised with zero-order hold at a step of its own for each
    channel, A begun as S4D-Lin: -1/2 + i pi n.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        low, high = (math.log(step) for step in _STEPS)
        self.log_step = nn.Parameter(low + torch.rand(channels) * (high - low))
        self.log_decay = nn.Parameter(torch.full((channels, _PAIRS), math.log(0.5)))
        self.frequency = nn.Parameter(math.pi * torch.arange(_PAIRS, dtype=torch.float32).repeat(channels, 1))
        # Real and imaginary part, as neither optimisers nor files like complex numbers. Variance 1 together.
        self.readout = nn.Parameter(torch.randn(channels, _PAIRS, 2) * math.sqrt(0.5))

    def forward(self, length: int) -> torch.Tensor:
        poles = torch.complex(-self.log_decay.float().exp(), self.frequency.float())
        steps = poles * self.log_step.float().exp().unsqueeze(-1)
        weights = torch.view_as_complex(self.readout.float()) * (torch.exp(steps) - 1) / poles
        powers = torch.exp(steps.unsqueeze(-1) * torch.arange(length, device=steps.device))
        # Each pair is twice the real part of one of them.
        return 2 * (weights.unsqueeze(-1) * powers).sum(dim=1).real


class S4DLayer(nn.Module):
    """Norm, systems in both directions, a gated linear layer, and the input added; keeps (B, L, D)."""

    def __init__(self, dimension: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(dimension)
        self.ahead = StateSpace(dimension)
        self.back = StateSpace(dimension)
        self.through = nn.Parameter(torch.randn(dimension))
        self.dropout = nn.Dropout(DROPOUT)
        self.mix = nn.Linear(dimension, 2 * dimension)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        u = self.norm(x).transpose(1, 2)
        length = u.shape[-1]
        y = both_ways(u, self.ahead(length), self.back(length)) + u * self.through.unsqueeze(-1)
        y = self.dropout(nn.functional.gelu(y)).transpose(1, 2)
        return x + nn.functional.glu(self.mix(y), dim=-1)


class S4D(ChunkNetwork):
    """Four layers."""

    def __init__(self, outputs: int, width: float) -> None:
        inside = dimensions(width)
        super().__init__(inside, inside, outputs)
        self.layers = nn.Sequential(*(S4DLayer(inside) for _ in range(_LAYERS)))

    def sequence(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)


def s4d(outputs: int, width: float) -> S4D:
    return S4D(outputs, width)
