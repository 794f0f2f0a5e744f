"""
Mega: Ma et al. 2022, "Mega: Moving Average Equipped Gated Attention" (arXiv:2209.10655), on embedded chunks: a damped
moving average in many dimensions, and attention of one head with gates on what it finds. In its linear form,
"Mega-chunk": attention stays within windows of 128 places, which for strips of up to 12.8 s at 100 Hz is all of them.
"""

from __future__ import annotations

import torch
from torch import nn

from ecgspec_trainer.models.chunks import DROPOUT, ChunkNetwork, FeedForward, dimensions
from ecgspec_trainer.models.convolution import Kernels, both_ways

_LAYERS = 4
_AVERAGES = 16
_WINDOW = 128


class MovingAverage(Kernels):
    """
    The impulse responses of D channels, each a sum of 16 damped exponential averages:
    `forward(L)` -> (D, L) float32, sum over h of eta beta alpha (1 - alpha delta)^t / sqrt(h).
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        # Logits of alpha and delta, which lie between 0 and 1.
        self.alpha = nn.Parameter(torch.randn(channels, _AVERAGES) * 0.2)
        self.delta = nn.Parameter(torch.randn(channels, _AVERAGES) * 0.2)
        signs = torch.ones(_AVERAGES)
        signs[1::2] = -1
        self.beta = nn.Parameter(signs + torch.randn(channels, _AVERAGES) * 0.02)
        self.eta = nn.Parameter(torch.randn(channels, _AVERAGES))

    def forward(self, length: int) -> torch.Tensor:
        alpha = torch.sigmoid(self.alpha.float())
        kept = 1 - alpha * torch.sigmoid(self.delta.float())
        weights = self.eta.float() * self.beta.float() * alpha * _AVERAGES**-0.5
        times = torch.arange(length, device=alpha.device)
        return (weights.unsqueeze(-1) * torch.exp(torch.log(kept).unsqueeze(-1) * times)).sum(dim=1)


class MegaLayer(nn.Module):
    """Moving average, gated attention and a feed-forward part, norms first; keeps (B, L, D)."""

    def __init__(self, dimension: int) -> None:
        super().__init__()
        self.shared, self.values = dimension // 2, 2 * dimension
        self.norm = nn.LayerNorm(dimension)
        self.ahead = MovingAverage(dimension)
        self.back = MovingAverage(dimension)
        self.through = nn.Parameter(torch.randn(dimension))
        self.to_shared = nn.Linear(dimension, self.shared)
        self.query_scale = nn.Parameter(torch.ones(self.shared))
        self.query_shift = nn.Parameter(torch.zeros(self.shared))
        self.key_scale = nn.Parameter(torch.ones(self.shared))
        self.key_shift = nn.Parameter(torch.zeros(self.shared))
        self.distance_bias = nn.Parameter(torch.zeros(2 * _WINDOW - 1))
        self.to_values = nn.Linear(dimension, self.values)
        self.to_reset = nn.Linear(dimension, self.values)
        self.to_update = nn.Linear(dimension, dimension)
        self.to_candidate = nn.Linear(dimension, dimension)
        self.from_attended = nn.Linear(self.values, dimension, bias=False)
        self.dropout = nn.Dropout(DROPOUT)
        self.norm_feed = nn.LayerNorm(dimension)
        self.feed_forward = FeedForward(dimension, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.norm(x)
        u = y.transpose(1, 2)
        length = u.shape[-1]
        averaged = both_ways(u, self.ahead(length), self.back(length)) + u * self.through.unsqueeze(-1)
        averaged = nn.functional.silu(averaged).transpose(1, 2)
        shared = nn.functional.silu(self.to_shared(averaged))
        attended = self._attend(
            shared * self.query_scale + self.query_shift,
            shared * self.key_scale + self.key_shift,
            nn.functional.silu(self.to_values(y)),
        )
        reset = nn.functional.silu(self.to_reset(averaged))
        update = torch.sigmoid(self.to_update(averaged))
        candidate = nn.functional.silu(self.to_candidate(averaged) + self.from_attended(reset * attended))
        x = x + update * (self.dropout(candidate) - x)
        return x + self.feed_forward(self.norm_feed(x))

    def _attend(self, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
        """Attention within windows, with a learned bias for each distance. query, key: (B, L, Z); value: (B, L, V)."""
        length = query.shape[1]
        window = min(length, _WINDOW)
        missing = -length % window
        query, key, value = (
            nn.functional.pad(one, (0, 0, 0, missing)).unflatten(1, (-1, window)) for one in (query, key, value)
        )
        places = torch.arange(window, device=query.device)
        bias = self.distance_bias[places - places.unsqueeze(1) + _WINDOW - 1].to(query.dtype)
        if missing:
            there = (torch.arange(length + missing, device=query.device) < length).unflatten(0, (-1, 1, window))
            bias = bias.masked_fill(~there, float("-inf"))
        attended = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        return attended.flatten(1, 2)[:, :length]


class Mega(ChunkNetwork):
    """Four layers."""

    def __init__(self, outputs: int, width: float) -> None:
        inside = dimensions(width)
        super().__init__(inside, inside, outputs)
        self.layers = nn.Sequential(*(MegaLayer(inside) for _ in range(_LAYERS)))

    def sequence(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)


def mega(outputs: int, width: float) -> Mega:
    return Mega(outputs, width)
