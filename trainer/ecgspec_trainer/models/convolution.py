"""Convolutions as long as the sequence, which S4D and Mega are made of."""

from __future__ import annotations

import torch


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
    return long_convolution(x, forward) + long_convolution(x.flip(-1), backward).flip(-1)
