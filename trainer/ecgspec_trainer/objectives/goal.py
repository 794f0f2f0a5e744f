"""From the name of an objective to all that training for it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from ecgspec_trainer.loop import Objective
from ecgspec_trainer.models import Network
from ecgspec_trainer.objectives.contrastive import Contrastive, Projection
from ecgspec_trainer.objectives.masked import Masked, Reconstruction
from ecgspec_trainer.objectives.supervised import (
    Supervised,
    against_normal_auroc,
    against_normal_loss,
    class_auroc,
    class_loss,
)


@dataclass(frozen=True)
class Goal:
    """
    module: what is trained, the network itself or the network and what is thrown away after; auroc: of class numbers
    (n,) and the module's outputs, None where these are no classes.
    """

    module: nn.Module
    objective: Objective
    auroc: Callable[[np.ndarray, np.ndarray], float] | None

    @property
    def needs_probe(self) -> bool:
        """Whether the network's head is untrained by it."""
        return self.auroc is None


def outputs_of(objective: str, classes: Sequence[str]) -> list[str]:
    """What the outputs of a network say: the logit of each class, or of each class against the first, normal."""
    return list(classes[1:] if objective == "each-against-normal" else classes)


def goal_of(objective: str, network: Network, labels: torch.Tensor, classes: int, rate: float, batch: int) -> Goal:
    """labels: (n,) class numbers of the training strips; rate: of the strips, Hz; batch: strips of a step."""
    if objective == "masked":
        return Goal(Reconstruction(network), Masked(rate), None)
    if objective == "simclr":
        return Goal(Projection(network), Contrastive(batch), None)
    if objective == "each-against-normal":
        return Goal(network, Supervised(against_normal_loss(labels, classes)), against_normal_auroc)
    return Goal(network, Supervised(class_loss(labels, classes)), class_auroc)
