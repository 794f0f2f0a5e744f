"""
SimCLR: Chen et al. 2020, "A Simple Framework for Contrastive Learning of Visual Representations" (arXiv:2002.05709).
Two random views of each strip shall be more alike than those of different strips.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

from ecgspec_trainer.augment import Augmentation
from ecgspec_trainer.loop import predict
from ecgspec_trainer.models import Network
from ecgspec_trainer.runtime import Runtime

_PROJECTED = 64
_TEMPERATURE = 0.1
# Of a view: factors of the amplitude, and the most white noise, in standard deviations of the strip.
_GAIN = (0.7, 1.4)
_NOISE = 0.2
_WINDOW = Augmentation(shift=0.3, mask=0.2)


class Projection(nn.Module):
    """forward: (B, 1, T) -> (B, 64): the head of two layers that is thrown away after pre-training."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        features = network.head.in_features
        self.project = nn.Sequential(nn.Linear(features, features), nn.ReLU(), nn.Linear(features, _PROJECTED))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.project(self.network.features(x))


@dataclass(frozen=True)
class Contrastive:
    """
    An `Objective` for `Projection`. batch: strips that are told apart in validation, as many as in a step: the loss
    depends on their number. Targets are not looked at.
    """

    batch: int

    def loss(
        self, model: nn.Module, strips: torch.Tensor, targets: torch.Tensor, generator: torch.Generator
    ) -> torch.Tensor:
        views = torch.cat((self.view(strips, generator), self.view(strips, generator)))
        return contrast(*model(views.unsqueeze(1)).chunk(2))

    def validate(
        self, model: nn.Module, strips: torch.Tensor, targets: torch.Tensor, runtime: Runtime
    ) -> tuple[float, torch.Tensor]:
        generator = torch.Generator().manual_seed(0)
        one, other = (predict(model, self.view(strips, generator), runtime) for _ in range(2))
        # In parts of equal size, or all together where they are fewer.
        parts = max(1, len(one) // self.batch)
        losses = [contrast(a, b) for a, b in zip(one.tensor_split(parts), other.tensor_split(parts), strict=True)]
        return float(torch.stack(losses).mean()), one

    def view(self, strips: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        """(B, T) -> (B, 0.7 T): shifted, partly blanked, louder or softer, and noisier."""
        windows = _WINDOW(strips, generator)
        low, high = _GAIN
        gain = low + (high - low) * torch.rand(len(windows), 1, generator=generator)
        level = _NOISE * torch.rand(len(windows), 1, generator=generator)
        noise = level * torch.randn(windows.shape, generator=generator)
        return windows * gain.to(strips.device) + noise.to(strips.device)


def contrast(one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """
    NT-Xent, the paper's equation 1, of two views (n, P) of n strips: cross-entropy of finding the other view among all
    2 n - 1 others by cosine. log(2 n - 1) for a network that cannot tell; 0 for a single strip.
    """
    views = nn.functional.normalize(torch.cat((one, other)).float(), dim=1)
    # In bfloat16, divided by the temperature, cosines would be off by several hundredths.
    with torch.autocast(views.device.type, enabled=False):
        likeness = views @ views.T / _TEMPERATURE
    likeness = likeness.masked_fill(torch.eye(len(views), dtype=torch.bool, device=views.device), float("-inf"))
    partners = torch.arange(len(views), device=views.device).roll(len(one))
    return nn.functional.cross_entropy(likeness, partners)
