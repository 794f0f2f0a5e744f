"""
Masked modelling: half of a strip is blanked and the network says what was there. The blanked input goes through the
whole network and a single linear layer reads the samples off, as in SimMIM (Xie et al. 2022, arXiv:2111.09886), so that
any architecture can do it; the loss is on what was blanked alone, as in masked autoencoders (He et al. 2022,
arXiv:2111.06377).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

from ecgspec_trainer.augment import Augmentation
from ecgspec_trainer.loop import predict
from ecgspec_trainer.models import Network
from ecgspec_trainer.runtime import Runtime

_SHARE = 0.5
# About the length of a QRS complex with its surroundings, s: shorter gaps can be bridged without knowing any ECG.
_CELL = 0.25
_WINDOW = Augmentation(mask=0)


class Reconstruction(nn.Module):
    """forward: (B, 1, T) -> (B, T): samples as the network's places along the strip tell them."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.read_off = nn.Conv1d(network.head.in_features, network.hop, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.read_off(self.network.positions(x)).transpose(1, 2).flatten(1)[:, : x.shape[-1]]


@dataclass(frozen=True)
class Masked:
    """An `Objective` for `Reconstruction`; rate: of the strips, Hz. Targets are not looked at."""

    rate: float

    def loss(
        self, model: nn.Module, strips: torch.Tensor, targets: torch.Tensor, generator: torch.Generator
    ) -> torch.Tensor:
        windows = _WINDOW(strips, generator)
        blanked = self.blanks(windows, generator)
        return _error(model(windows.masked_fill(blanked, 0.0).unsqueeze(1)), windows, blanked)

    def validate(
        self, model: nn.Module, strips: torch.Tensor, targets: torch.Tensor, runtime: Runtime
    ) -> tuple[float, torch.Tensor]:
        blanked = self.blanks(strips, torch.Generator().manual_seed(0))
        outputs = predict(model, strips.masked_fill(blanked, 0.0), runtime)
        return float(_error(outputs, strips.cpu(), blanked.cpu())), outputs

    def blanks(self, strips: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        """(B, T) of whether a sample is blanked: half of the cells of a quarter second, one at least, at random."""
        count, length = strips.shape
        cell = max(1, round(_CELL * self.rate))
        cells = -(-length // cell)
        order = torch.rand(count, cells, generator=generator).argsort(dim=1).argsort(dim=1)
        chosen = order < max(1, round(cells * _SHARE))
        return chosen.repeat_interleave(cell, dim=1)[:, :length].to(strips.device)


def _error(outputs: torch.Tensor, strips: torch.Tensor, blanked: torch.Tensor) -> torch.Tensor:
    """Mean squared error of the blanked samples; about 1 for answers of 0, as strips are standardised."""
    return ((outputs.float() - strips).square() * blanked).sum() / blanked.sum()
