"""The architectures, by the name that specs, configurations and the command line use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

from ecgspec_trainer.errors import UserError
from ecgspec_trainer.models.efficientnet1d import efficientnet_b0
from ecgspec_trainer.models.luna import luna
from ecgspec_trainer.models.mega import mega
from ecgspec_trainer.models.network import Network
from ecgspec_trainer.models.recurrent import gru, lstm
from ecgspec_trainer.models.resnet1d import resnet18, resnet34, resnet50
from ecgspec_trainer.models.s4d import s4d
from ecgspec_trainer.models.transformer import transformer


@dataclass(frozen=True)
class Architecture:
    """title, paper: for people; build(outputs, width): a freshly initialised network."""

    title: str
    paper: str
    build: Callable[[int, float], Network]


_RESNET = "He et al. 2016, arXiv:1512.03385"
ARCHITECTURES: dict[str, Architecture] = {
    "resnet18": Architecture("ResNet-18", _RESNET, resnet18),
    "resnet34": Architecture("ResNet-34", _RESNET, resnet34),
    "resnet50": Architecture("ResNet-50", _RESNET, resnet50),
    "efficientnet-b0": Architecture("EfficientNet-B0", "Tan & Le 2019, arXiv:1905.11946", efficientnet_b0),
    "s4d": Architecture("S4D", "Gu et al. 2022, arXiv:2206.11893", s4d),
    "mega": Architecture("Mega", "Ma et al. 2022, arXiv:2209.10655", mega),
    "luna": Architecture("Luna", "Ma et al. 2021, arXiv:2106.01540", luna),
    "transformer": Architecture("Transformer", "Vaswani et al. 2017, arXiv:1706.03762", transformer),
    "lstm": Architecture("LSTM", "Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735", lstm),
    "gru": Architecture("GRU", "Cho et al. 2014, arXiv:1406.1078", gru),
}


def check_architecture(name: str) -> str:
    """The name itself. Raises UserError for one that is none of `ARCHITECTURES`."""
    if name not in ARCHITECTURES:
        raise UserError(f'There is no architecture "{name}"; there is {", ".join(ARCHITECTURES)}.')
    return name


def build_model(architecture: str, outputs: int, width: float) -> Network:
    """A freshly initialised network. Raises UserError for a name that is none of `ARCHITECTURES`."""
    return ARCHITECTURES[check_architecture(architecture)].build(outputs, width)


def blueprint(architecture: str, outputs: int, width: float) -> Network:
    """A network of the right shapes without numbers: made in no time and no memory, whatever its size."""
    with torch.device("meta"):
        return build_model(architecture, outputs, width)


def parameter_count(model: nn.Module) -> int:
    """Trainable numbers."""
    return sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
