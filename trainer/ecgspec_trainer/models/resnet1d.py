"""
ResNet in one dimension: He et al. 2016, "Deep Residual Learning for Image Recognition", with every 2-D operation
replaced by its 1-D counterpart, strides as in the original.

A file of our own rather than MONAI's, which does the same: importing that adds seconds to every job.
"""

from __future__ import annotations

import torch
from torch import nn

_CHANNELS = (64, 128, 256, 512)
_KERNEL = 3
_STEM_KERNEL = 7


class BasicBlock(nn.Module):
    """Two convolutions and a shortcut; (B, C, T) -> (B, C', ceil(T / stride))."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(inputs, outputs, _KERNEL, stride, _KERNEL // 2, bias=False)
        self.norm1 = nn.BatchNorm1d(outputs)
        self.conv2 = nn.Conv1d(outputs, outputs, _KERNEL, 1, _KERNEL // 2, bias=False)
        self.norm2 = nn.BatchNorm1d(outputs)
        self.shortcut = (
            nn.Identity()
            if stride == 1 and inputs == outputs
            else nn.Sequential(nn.Conv1d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm1d(outputs))
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = torch.relu(self.norm1(self.conv1(x)))
        return torch.relu(self.norm2(self.conv2(y)) + self.shortcut(x))


class ResNet1d(nn.Module):
    """
    forward: (B, 1, T) -> (B, outputs), any T from 32 samples up.

    blocks: residual blocks per stage; width: multiplier of the channel counts 64, 128, 256, 512.
    """

    def __init__(self, blocks: tuple[int, ...], outputs: int, width: float) -> None:
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
                layers.append(BasicBlock(before, count, 2 if stage > 0 and index == 0 else 1))
                before = count
        self.layers = nn.Sequential(*layers)
        self.head = nn.Linear(before, outputs)
        for module in self.modules():
            if isinstance(module, nn.Conv1d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.layers(self.stem(x)).mean(dim=-1))


def resnet18(outputs: int, width: float) -> ResNet1d:
    return ResNet1d((2, 2, 2, 2), outputs, width)
