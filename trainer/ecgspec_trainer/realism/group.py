"""The strips of one class from one side, measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ecgspec_trainer.realism.beats import clean, strip_beats
from ecgspec_trainer.realism.measures import MEASURES, measure


@dataclass(frozen=True)
class Group:
    """Strips of one class from one side."""

    side: str
    """"synthetic" or "real"."""
    name: str
    """The class."""
    strips: np.ndarray
    """(n, T) mV, cleaned, at `beats.RATE`."""
    rows: list[int]
    """Indices within the synthetic class, or rows of the signal file."""
    patients: list[str]
    """Whose each strip is; synthetic strips are all of somebody else."""
    values: dict[str, np.ndarray]
    """For each measure (n,), nan where it cannot be taken."""
    beats: np.ndarray
    """(m, B) mV: each strip's averaged beat, where there is one."""
    beat_strips: np.ndarray
    """(m,) the strip of each beat."""


def measure_group(
    side: str, name: str, strips: np.ndarray, rate: float, scale: float, rows: list[int], patients: list[str]
) -> Group:
    """strips: (n, T) as they are in the file; rate: Hz; scale: mV per unit. Raises UserError for an absurd rate."""
    cleaned = clean(strips, rate, scale)
    found = [strip_beats(strip) for strip in cleaned]
    measured = [measure(strip, beats) for strip, beats in zip(cleaned, found, strict=True)]
    medians = [(place, beats.median) for place, beats in enumerate(found) if beats.median is not None]
    return Group(
        side=side,
        name=name,
        strips=cleaned,
        rows=rows,
        patients=patients,
        values={one.key: np.array([values.get(one.key, np.nan) for values in measured]) for one in MEASURES},
        beats=np.array([median for _, median in medians]),
        beat_strips=np.array([place for place, _ in medians], np.int64),
    )
