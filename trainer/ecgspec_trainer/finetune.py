"""Fine-tuning: one binary network on a few real strips."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from ecgspec_trainer.loop import Fit, Settings, fit, predict
from ecgspec_trainer.objectives.supervised import Supervised
from ecgspec_trainer.runtime import Runtime


@dataclass(frozen=True)
class Recipe:
    """The same for every arm, so that only the starting weights differ."""

    epochs: int
    patience: int
    batch: int
    learning_rate: float
    steps_at_least: int = 4


def fine_tune(
    model: nn.Module,
    train: tuple[np.ndarray, np.ndarray],
    validation: tuple[np.ndarray, np.ndarray],
    recipe: Recipe,
    seed: int,
    runtime: Runtime,
    more: int = 0,
) -> Fit:
    """
    Trains `model` (one output) in place. train, validation: (strips (n, T) float32, truth (n,) of 0 and 1).
    The starting weights count as a candidate for the best epoch: fine-tuning cannot end worse on the validation
    strips than it began.

    more: strips that go through the network beyond the recipe, each as often as it is drawn, for the arm that is
    given as much compute as pre-training had. It goes through all of them; its best epoch is kept all the same.
    """
    if more:
        # Full batches, in which a strip comes several times, each augmented anew: small ones take many times longer.
        copies = math.ceil(recipe.batch / len(train[0]))
        train = np.tile(train[0], (copies, 1)), np.tile(train[1], copies)
    batch = min(recipe.batch, len(train[0]))
    steps = max(recipe.steps_at_least, len(train[0]) // batch) + math.ceil(more / (batch * recipe.epochs))
    settings = Settings(
        epochs=recipe.epochs,
        batch=recipe.batch,
        learning_rate=recipe.learning_rate,
        patience=recipe.epochs if more else recipe.patience,
        seed=seed,
        steps_at_least=steps,
        keep_start=True,
    )
    return fit(model, _tensors(train), _tensors(validation), Supervised(_binary_loss), settings, runtime)


def probabilities(model: nn.Module, strips: np.ndarray, runtime: Runtime) -> np.ndarray:
    """Probability of the positive class, (n,) float64, of strips (n, T)."""
    return torch.sigmoid(predict(model, torch.from_numpy(strips), runtime)[:, 0].double()).numpy()


def _binary_loss(outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return nn.functional.binary_cross_entropy_with_logits(outputs[:, 0].float(), targets)


def _tensors(part: tuple[np.ndarray, np.ndarray]) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.from_numpy(part[0]), torch.from_numpy(part[1].astype(np.float32))
