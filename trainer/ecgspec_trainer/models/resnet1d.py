"""
ResNets in one dimension: He et al. 2016, "Deep Residual Learning for Image Recognition" (arXiv:1512.03385), with every
2-D operation replaced by its 1-D counterpart. Strides are the original's, in the bottleneck on the middle convolution
(where He et al. later moved it, and where MONAI and torchvision have it).

A file of our own rather than MONAI's, whose networks have the same numbers of parameters (the tests hold them to that):
importing MONAI loads 2,000 modules and adds four seconds to every job.
"""

from __future__ import annotations

import torch
from torch import nn

from ecgspec_trainer.models.network import Network

_CHANNELS = (64, 128, 256, 512)
_KERNEL = 3
_STEM_KERNEL = 7


def _shortcut(inputs: int, outputs: int, stride: int) -> nn.Module:
    """What is added to a block's result: its input, or a projection of it where shapes differ (option B)."""
    if stride == 1 and inputs == outputs:
        return nn.Identity()
    return nn.Sequential(nn.Conv1d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm1d(outputs))


class BasicBlock(nn.Module):
    """Two convolutions and a shortcut; (B, C, T) -> (B, C', ceil(T / stride))."""

    expansion = 1

    def __init__(self, inputs: int, channels: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(inputs, channels, _KERNEL, stride, _KERNEL // 2, bias=False)
        self.norm1 = nn.BatchNorm1d(channels)
        self.conv2 = nn.Conv1d(channels, channels, _KERNEL, 1, _KERNEL // 2, bias=False)
        self.norm2 = nn.BatchNorm1d(channels)
        self.shortcut = _shortcut(inputs, channels, stride)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = torch.relu(self.norm1(self.conv1(x)))
        return torch.relu(self.norm2(self.conv2(y)) + self.shortcut(x))


class Bottleneck(nn.Module):
    """Down to `channels`, one convolution there, up to four times as many; (B, C, T) -> (B, 4 C', ceil(T / stride))."""

    expansion = 4

    def __init__(self, inputs: int, channels: int, stride: int) -> None:
        super().__init__()
        outputs = self.expansion * channels
        self.conv1 = nn.Conv1d(inputs, channels, 1, bias=False)
        self.norm1 = nn.BatchNorm1d(channels)
        self.conv2 = nn.Conv1d(channels, channels, _KERNEL, stride, _KERNEL // 2, bias=False)
        self.norm2 = nn.BatchNorm1d(channels)
        self.conv3 = nn.Conv1d(channels, outputs, 1, bias=False)
        self.norm3 = nn.BatchNorm1d(outputs)
        self.shortcut = _shortcut(inputs, outputs, stride)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = torch.relu(self.norm1(self.conv1(x)))
        y = torch.relu(self.norm2(self.conv2(y)))
        return torch.relu(self.norm3(self.conv3(y)) + self.shortcut(x))


class ResNet1d(Network):
    """blocks: residual blocks per stage; width: multiplier of the channel counts 64, 128, 256, 512."""

    hop = 32

    def __init__(
        self, block: type[BasicBlock] | type[Bottleneck], blocks: tuple[int, ...], outputs: int, width: float
    ) -> None:
        super().__init__()
        channels = [max(4, round(count * width)) for count in _CHANNELS]
        self.stem = nn.Sequential(
            nn.Conv1d(1, channels[0], _STEM_KERNEL, 2, _STEM_KERNEL // 2, bias=False),
            nn.BatchNorm1d(channels[0]),
            nn.ReLU(),
            nn.MaxPool1d(3, 2, 1),
        )
        layers: list[nn.Module] = []
        before = channels[0]
        for stage, (count, depth) in enumerate(zip(channels, blocks, strict=True)):
            for index in range(depth):
                layers.append(block(before, count, 2 if stage > 0 and index == 0 else 1))
                before = count * block.expansion
        self.layers = nn.Sequential(*layers)
        self.head = nn.Linear(before, outputs)
        for module in self.modules():
            if isinstance(module, nn.Conv1d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def positions(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(self.stem(x))


def resnet18(outputs: int, width: float) -> ResNet1d:
    return ResNet1d(BasicBlock, (2, 2, 2, 2), outputs, width)


def resnet34(outputs: int, width: float) -> ResNet1d:
    return ResNet1d(BasicBlock, (3, 4, 6, 3), outputs, width)


def resnet50(outputs: int, width: float) -> ResNet1d:
    return ResNet1d(Bottleneck, (3, 4, 6, 3), outputs, width)
