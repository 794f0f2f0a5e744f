"""Random changes to training strips that leave their class as it is."""

from __future__ import annotations

from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Augmentation:
    """Shares of the strip's length: how far a strip may be shifted, and how much of it be blanked at most."""

    shift: float = 0.1
    mask: float = 0.1

    def __call__(self, strips: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        """
        strips: (B, T) -> (B, T'), T' = T less the largest shift: a window at a random place of each strip, in which
        a random stretch is set to 0, the strip's mean.
        generator: on the CPU, so that the same seed gives the same strips on every device.
        """
        count, length = strips.shape
        slack = int(length * self.shift)
        kept = length - slack
        starts = torch.randint(0, slack + 1, (count, 1), generator=generator)
        positions = torch.arange(kept)
        windows = strips.gather(1, (starts + positions).to(strips.device))
        longest = int(length * self.mask)
        if longest == 0:
            return windows
        lengths = torch.randint(0, longest + 1, (count, 1), generator=generator)
        firsts = torch.randint(-longest, kept, (count, 1), generator=generator)
        masked = (positions >= firsts) & (positions < firsts + lengths)
        return windows.masked_fill(masked.to(strips.device), 0.0)
