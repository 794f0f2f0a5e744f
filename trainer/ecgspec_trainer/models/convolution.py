"""Convolutions as long as the sequence, which S4D and Mega are made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn


def long_convolution(x: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
    """
    Causal convolution of each channel with a kernel of its own, by the fast Fourier transform.

    x: (B, D, L); kernel: (D, K), K <= L, what comes of an impulse after 0, 1, ... steps. Returns (B, D, L), of x's
    type; computed in float32, as transforms know no bfloat16.
    """
    length = x.shape[-1]
    # Room for the end of one not to come around to the beginning of the other.
    size = length + kernel.shape[-1]
    spectrum = torch.fft.rfft(x.float(), n=size) * torch.fft.rfft(kernel.float(), n=size)
    return torch.fft.irfft(spectrum, n=size)[..., :length].to(x.dtype)


def both_ways(x: torch.Tensor, forward: torch.Tensor, backward: torch.Tensor) -> torch.Tensor:
    """x (B, D, L) convolved with `forward` (D, L), plus x convolved from its end to its beginning with `backward`."""
    if torch.onnx.is_in_onnx_export():
        return _both_ways_plainly(x, forward, backward)
    return long_convolution(x, forward) + long_convolution(x.flip(-1), backward).flip(-1)


def _both_ways_plainly(x: torch.Tensor, forward: torch.Tensor, backward: torch.Tensor) -> torch.Tensor:
    """The same as one convolution, for runtimes without transforms; both kernels as long as the sequence."""
    length = forward.shape[-1]
    # Output t takes x[t + j] with weight backward[j] for j >= 0 and forward[-j] for j <= 0.
    whole = torch.cat((forward.flip(-1)[:, :-1], (forward[:, :1] + backward[:, :1]), backward[:, 1:]), dim=-1)
    return nn.functional.conv1d(x, whole.unsqueeze(1), padding=length - 1, groups=len(forward))


class Kernels(nn.Module):
    """Makes the impulse responses of D channels from parameters: `forward(L)` -> (D, L) float32."""


class _Frozen(nn.Module):
    """Kernels as the numbers that they are, for the first length that is asked for."""

    def __init__(self, kernels: Kernels) -> None:
        super().__init__()
        self.kernels = kernels
        self.known: torch.Tensor | None = None

    def forward(self, length: int) -> torch.Tensor:
        if self.known is None:
            self.known = self.kernels(int(length)).detach()
        return self.known


@contextmanager
def freeze_kernels(module: nn.Module) -> Iterator[None]:
    """While it lasts, an export of `module` finds constants in place of what computes its kernels."""
    found = [
        (parent, name, child)
        for parent in module.modules()
        for name, child in parent.named_children()
        if isinstance(child, Kernels)
    ]
    for parent, name, child in found:
        setattr(parent, name, _Frozen(child))
    try:
        yield
    finally:
        for parent, name, child in found:
            setattr(parent, name, child)
