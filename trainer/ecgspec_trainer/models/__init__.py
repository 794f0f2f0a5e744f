"""The architectures, by the name that specs and configurations use."""

from __future__ import annotations

from collections.abc import Callable

from torch import nn

from ecgspec_trainer.errors import UserError
from ecgspec_trainer.models.resnet1d import resnet18

# name -> build(outputs, width) -> module with forward (B, 1, T) -> (B, outputs) and a linear `head`
ARCHITECTURES: dict[str, Callable[[int, float], nn.Module]] = {"resnet18": resnet18}


def build_model(architecture: str, outputs: int, width: float) -> nn.Module:
    """A freshly initialised network. Raises UserError for a name that is none of `ARCHITECTURES`."""
    if architecture not in ARCHITECTURES:
        raise UserError(f'There is no architecture "{architecture}"; there is {", ".join(ARCHITECTURES)}.')
    return ARCHITECTURES[architecture](outputs, width)


def parameter_count(model: nn.Module) -> int:
    """Trainable numbers."""
    return sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
