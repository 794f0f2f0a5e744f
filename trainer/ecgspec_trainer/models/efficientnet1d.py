"""
EfficientNet-B0 in one dimension: Tan & Le 2019, "EfficientNet: Rethinking Model Scaling for Convolutional Neural
Networks" (arXiv:1905.11946), table 1, with 1-D operations. Without its drop-connect and dropout, which the augmentation
and the early stop of the training loop take the place of.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import nn

from ecgspec_trainer.models.network import Network


@dataclass(frozen=True)
class _Stage:
    expansion: int
    channels: int
    blocks: int
    stride: int
    kernel: int


_STAGES = (
    _Stage(1, 16, 1, 1, 3),
    _Stage(6, 24, 2, 2, 3),
    _Stage(6, 40, 2, 2, 5),
    _Stage(6, 80, 3, 2, 3),
    _Stage(6, 112, 3, 1, 5),
    _Stage(6, 192, 4, 2, 5),
    _Stage(6, 320, 1, 1, 3),
)
_STEM, _TOP = 32, 1280
_DIVISOR = 8
_EPSILON = 1e-3


def _scaled(channels: int, width: float) -> int:
    """Channels at a width: the nearest multiple of 8 that is at least 8 and not below nine tenths of what is wanted."""
    wanted = channels * width
    rounded = max(_DIVISOR, int(wanted + _DIVISOR / 2) // _DIVISOR * _DIVISOR)
    return rounded if rounded >= 0.9 * wanted else rounded + _DIVISOR


def _convolution(inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> list[nn.Module]:
    return [
        nn.Conv1d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm1d(outputs, eps=_EPSILON),
    ]


class SqueezeExcite(nn.Module):
    """Scales each channel by what the whole strip says of it (Hu et al. 2018, arXiv:1709.01507); keeps the shape."""

    def __init__(self, channels: int, squeezed: int) -> None:
        super().__init__()
        self.down = nn.Conv1d(channels, squeezed, 1)
        self.up = nn.Conv1d(squeezed, channels, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = nn.functional.silu(self.down(x.mean(dim=-1, keepdim=True)))
        return x * torch.sigmoid(self.up(y))


class InvertedResidual(nn.Module):
    """Widen, convolve each channel alone, weigh channels, narrow; (B, C, T) -> (B, C', ceil(T / stride))."""

    def __init__(self, inputs: int, outputs: int, stage: _Stage, stride: int) -> None:
        super().__init__()
        wide = inputs * stage.expansion
        widen = [*_convolution(inputs, wide, 1), nn.SiLU()] if stage.expansion > 1 else []
        self.body = nn.Sequential(
            *widen,
            *_convolution(wide, wide, stage.kernel, stride, groups=wide),
            nn.SiLU(),
            SqueezeExcite(wide, max(1, inputs // 4)),
            *_convolution(wide, outputs, 1),
        )
        self.keeps_shape = stride == 1 and inputs == outputs

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.body(x)
        return x + y if self.keeps_shape else y


class EfficientNet1d(Network):
    """width: multiplier of all channel counts."""

    hop = 32

    def __init__(self, outputs: int, width: float) -> None:
        super().__init__()
        before = _scaled(_STEM, width)
        self.stem = nn.Sequential(*_convolution(1, before, 3, 2), nn.SiLU())
        blocks: list[nn.Module] = []
        for stage in _STAGES:
            channels = _scaled(stage.channels, width)
            for index in range(stage.blocks):
                blocks.append(InvertedResidual(before, channels, stage, stage.stride if index == 0 else 1))
                before = channels
        self.blocks = nn.Sequential(*blocks)
        top = _scaled(_TOP, width)
        self.top = nn.Sequential(*_convolution(before, top, 1), nn.SiLU())
        self.head = nn.Linear(top, outputs)
        for module in self.modules():
            if isinstance(module, nn.Conv1d):
                # Kaiming's, where PyTorch's own would take all groups for the outputs of one.
                fan_out = module.kernel_size[0] * module.out_channels // module.groups
                nn.init.normal_(module.weight, std=math.sqrt(2 / fan_out))
                if module.bias is not None:
                    nn.init.zeros_(module.bias)

    def positions(self, x: torch.Tensor) -> torch.Tensor:
        return self.top(self.blocks(self.stem(x)))


def efficientnet_b0(outputs: int, width: float) -> EfficientNet1d:
    return EfficientNet1d(outputs, width)
