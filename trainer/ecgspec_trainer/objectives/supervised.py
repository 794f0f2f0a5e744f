"""Training on what the strips are: by the synthetic classes in pre-training, by the doctors' labels in fine-tuning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import nn

from ecgspec_trainer.augment import Augmentation
from ecgspec_trainer.loop import predict
from ecgspec_trainer.metrics import auroc, macro_auroc
from ecgspec_trainer.runtime import Runtime

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
"""(outputs (n, outputs), targets (n, ...)) -> mean."""


@dataclass(frozen=True)
class Supervised:
    """An `Objective` that compares the network's outputs with targets."""

    compare: Loss
    augmentation: Augmentation = field(default_factory=Augmentation)

    def loss(
        self, model: nn.Module, strips: torch.Tensor, targets: torch.Tensor, generator: torch.Generator
    ) -> torch.Tensor:
        return self.compare(model(self.augmentation(strips, generator).unsqueeze(1)), targets)

    def validate(
        self, model: nn.Module, strips: torch.Tensor, targets: torch.Tensor, runtime: Runtime
    ) -> tuple[float, torch.Tensor]:
        outputs = predict(model, strips, runtime)
        return float(self.compare(outputs, targets.cpu())), outputs


def class_loss(labels: torch.Tensor, classes: int) -> Loss:
    """Cross-entropy in which rare classes weigh more, so that each class counts the same in total."""
    counts = torch.bincount(labels, minlength=classes).float()
    weights = torch.where(counts > 0, len(labels) / (classes * counts.clamp(min=1)), 0.0)

    def loss(outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        return nn.functional.cross_entropy(outputs.float(), targets, weight=weights.to(outputs.device))

    return loss


def class_auroc(truth: np.ndarray, outputs: np.ndarray) -> float:
    """
    Mean over classes of the AUROC of one against the rest. truth: (n,) class numbers; outputs: (n, C) logits, which
    only as probabilities say how much likelier one class is than all others together.
    """
    return macro_auroc(truth, torch.from_numpy(outputs).double().softmax(dim=1).numpy())


def against_normal_loss(labels: torch.Tensor, classes: int) -> Loss:
    """
    For each class but the first, normal, an output of its own, which sees its strips and the normal ones and no others:
    binary cross-entropy whose positive strips weigh as much in total as the normal ones. With two classes this is
    the protocol of Nonaka & Seita (arXiv:2606.10802), with more it trains one network for all of their questions.
    """
    counts = torch.bincount(labels, minlength=classes).float()
    weights = counts[0] / counts[1:].clamp(min=1)

    def loss(outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        truth = nn.functional.one_hot(targets, classes)[:, 1:].float()
        asked = truth + (targets == 0).float().unsqueeze(1)
        each = nn.functional.binary_cross_entropy_with_logits(
            outputs.float(), truth, pos_weight=weights.to(outputs.device), reduction="none"
        )
        return (each * asked).sum() / asked.sum()

    return loss


def against_normal_auroc(truth: np.ndarray, outputs: np.ndarray) -> float:
    """Mean over outputs of the AUROC of one class against normal. truth: (n,) class numbers; outputs: (n, C - 1)."""
    each = []
    for number in range(1, outputs.shape[1] + 1):
        asked = (truth == 0) | (truth == number)
        each.append(float(auroc((truth[asked] == number).astype(int), outputs[asked, number - 1])))
    return float(np.nanmean(each)) if not np.all(np.isnan(each)) else float("nan")
