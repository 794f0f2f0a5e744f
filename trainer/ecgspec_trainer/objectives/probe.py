"""
The linear probe: what a network that was trained without classes knows of them, read off by a linear layer alone while
the network stays as it is (Alain & Bengio 2016, arXiv:1610.01644).
"""

from __future__ import annotations

import torch
from torch import nn

from ecgspec_trainer.loop import predict
from ecgspec_trainer.models import Network
from ecgspec_trainer.objectives.supervised import class_loss
from ecgspec_trainer.runtime import Runtime

_STEPS = 200
_DECAY = 1e-3
_SPREAD_AT_LEAST = 1e-6


class _Features(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.network.features(x)


def fit_probe(network: Network, strips: torch.Tensor, labels: torch.Tensor, runtime: Runtime) -> None:
    """
    Fits the head, and nothing else, by logistic regression on standardised features. strips: (n, T); labels: (n,) class
    numbers. What standardises the features is folded into the head.
    """
    features = predict(_Features(network), strips, runtime)
    mean = features.mean(dim=0)
    spread = features.std(dim=0, correction=0).clamp(min=_SPREAD_AT_LEAST)
    standard = (features - mean) / spread
    classes = network.head.out_features
    head = nn.Linear(standard.shape[1], classes)
    nn.init.zeros_(head.weight)
    nn.init.zeros_(head.bias)
    loss = class_loss(labels, classes)
    optimiser = torch.optim.LBFGS(head.parameters(), max_iter=_STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        value = loss(head(standard), labels) + _DECAY * head.weight.square().sum()
        value.backward()
        return value

    optimiser.step(closure)
    with torch.no_grad():
        weight = head.weight / spread
        network.head.weight.copy_(weight)
        network.head.bias.copy_(head.bias - weight @ mean)
