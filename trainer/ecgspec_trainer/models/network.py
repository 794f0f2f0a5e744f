"""What all architectures have in common: features along the strip, their mean, and a linear head."""

from __future__ import annotations

import torch
from torch import nn


class Network(nn.Module):
    """
    forward: (B, 1, T) -> (B, outputs), any T from 1 sample up.

    Subclasses make a `head` (linear, with `in_features` F) and `positions`. All of pre-training but the supervised kind
    asks for less than the outputs: `features`, or what lies along the strip.

    hop: samples from one position to the next; a strip of T samples has ceil(T / hop) positions.
    """

    hop: int
    head: nn.Linear

    def positions(self, x: torch.Tensor) -> torch.Tensor:
        """(B, 1, T) -> (B, F, ceil(T / hop)): what the network makes of each place of the strip."""
        raise NotImplementedError

    def features(self, x: torch.Tensor) -> torch.Tensor:
        """(B, 1, T) -> (B, F): the mean over the places."""
        return self.positions(x).mean(dim=-1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.features(x))
