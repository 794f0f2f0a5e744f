"""The one training loop: batches in, the best weights out. Pre-training and fine-tuning both run it."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import nn

from ecgspec_trainer.runtime import Runtime

_EVALUATION_BATCH = 256
_WARM_UP = 0.2


class Objective(Protocol):
    """What a network is trained for; `objectives/` has those that there are."""

    def loss(
        self, model: nn.Module, strips: torch.Tensor, targets: torch.Tensor, generator: torch.Generator
    ) -> torch.Tensor:
        """
        Of one batch, a number to make small. strips: (B, T) as they are; what is changed at random about them is drawn
        from `generator`, which is on the CPU. Calls the model once.
        """

    def validate(
        self, model: nn.Module, strips: torch.Tensor, targets: torch.Tensor, runtime: Runtime
    ) -> tuple[float, torch.Tensor]:
        """
        The loss of all validation strips (n, T), which is compared from epoch to epoch, so nothing in it is by chance;
        and the model's outputs for them, (n, outputs) on the CPU.
        """


@dataclass(frozen=True)
class Settings:
    """epochs: at most; patience: epochs without a better validation loss before stopping; batch: strips."""

    epochs: int
    batch: int
    learning_rate: float
    patience: int
    seed: int
    schedule: str = "constant"
    """`constant`, or `one-cycle`: warm up, then anneal to nothing over all epochs."""
    steps_at_least: int = 1
    """Batches of an epoch; a smaller set is gone through several times."""
    weight_decay: float = 1e-4
    keep_start: bool = False
    """Whether the weights as given count as a candidate for the best."""


@dataclass(frozen=True)
class Step:
    """What there is to say after a batch. epoch: fraction of epochs gone through; rate: strips per second."""

    number: int
    total: int
    epoch: float
    loss: float
    learning_rate: float
    rate: float


@dataclass(frozen=True)
class Epoch:
    """What there is to say after an epoch; outputs: (n, outputs) of the validation strips, on the CPU."""

    number: int
    train_loss: float
    validation_loss: float
    outputs: torch.Tensor
    is_best: bool


@dataclass(frozen=True)
class Fit:
    """How it went. The model holds the best epoch's weights; best_epoch 0 = those it started with."""

    best_epoch: int
    epochs: int
    best_loss: float
    seconds: float


def fit(
    model: nn.Module,
    train: tuple[torch.Tensor, torch.Tensor],
    validation: tuple[torch.Tensor, torch.Tensor],
    objective: Objective,
    settings: Settings,
    runtime: Runtime,
    on_step: Callable[[Step], None] = lambda step: None,
    on_epoch: Callable[[Epoch], None] = lambda epoch: None,
) -> Fit:
    """
    Trains with Adam and stops early on the validation loss; the model keeps the weights of its best epoch.

    train, validation: (strips (n, T) float32, targets (n, ...)).
    Same settings, data, device and thread count: same weights.
    """
    started = time.monotonic()
    strips, targets = (part.to(runtime.device) for part in train)
    validation = (validation[0].to(runtime.device), validation[1].to(runtime.device))
    model.to(runtime.device)
    generator = torch.Generator().manual_seed(settings.seed)
    batch = min(settings.batch, len(strips))
    # A last batch of one strip would leave batch normalisation without a spread.
    steps = max(settings.steps_at_least, len(strips) // batch)
    total = steps * settings.epochs
    optimiser = torch.optim.AdamW(
        model.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay, fused=True
    )
    schedule = one_cycle(optimiser, settings.learning_rate, total) if settings.schedule == "one-cycle" else None
    best = math.inf
    best_epoch, best_state = 0, None
    if settings.keep_start:
        best, _ = objective.validate(model, *validation, runtime)
        best_state = copy.deepcopy(model.state_dict())
    number = done = 0
    for epoch in range(1, settings.epochs + 1):
        model.train()
        summed = torch.zeros((), device=runtime.device)
        for index in _batches(len(strips), batch, steps, generator):
            here = index.to(runtime.device)
            with runtime.autocast():
                value = objective.loss(model, strips[here], targets[here], generator)
            optimiser.zero_grad(set_to_none=True)
            value.backward()
            optimiser.step()
            rate_now = optimiser.param_groups[0]["lr"]
            summed += value.detach().float()
            number += 1
            if schedule is not None and number < total:
                schedule.step()
            done += len(index)
            elapsed = max(time.monotonic() - started, 1e-9)
            if number % 10 == 0 or number == total:
                on_step(Step(number, total, number / steps, float(value.detach()), rate_now, done / elapsed))
        validation_loss, outputs = objective.validate(model, *validation, runtime)
        better = validation_loss < best
        if better:
            best, best_epoch = validation_loss, epoch
            best_state = copy.deepcopy(model.state_dict())
        on_epoch(Epoch(epoch, float(summed) / steps, validation_loss, outputs, better))
        if epoch - best_epoch >= settings.patience:
            break
    if best_state is not None:
        model.load_state_dict(best_state)
    return Fit(best_epoch, epoch, best, time.monotonic() - started)


def one_cycle(
    optimiser: torch.optim.Optimizer, learning_rate: float, total: int
) -> torch.optim.lr_scheduler.OneCycleLR | None:
    """
    Warm up over a fifth of all `total` steps, then anneal to nothing; None where a step or two leave no room for it.
    The warm-up ends after step 2 at the earliest: PyTorch's own arithmetic divides by its length less one step.
    """
    if total < 3:
        return None
    share = max(_WARM_UP, 2 / total)
    return torch.optim.lr_scheduler.OneCycleLR(optimiser, learning_rate, total, pct_start=share)


def predict(model: nn.Module, strips: torch.Tensor, runtime: Runtime) -> torch.Tensor:
    """Outputs (n, outputs), float32 on the CPU, of strips (n, T)."""
    model.to(runtime.device).eval()
    parts = []
    with torch.inference_mode(), runtime.autocast():
        for part in strips.split(_EVALUATION_BATCH):
            parts.append(model(part.to(runtime.device).unsqueeze(1)).float().cpu())
    return torch.cat(parts)


def _batches(count: int, batch: int, steps: int, generator: torch.Generator) -> list[torch.Tensor]:
    """Row numbers for `steps` full batches: random orders of all rows, one after the other."""
    orders = [torch.randperm(count, generator=generator) for _ in range(-(-steps * batch // count))]
    return list(torch.cat(orders)[: steps * batch].split(batch))
