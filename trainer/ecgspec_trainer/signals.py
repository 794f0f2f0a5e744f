"""Strips as the network sees them: resampled to one rate, each with mean 0 and standard deviation 1."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from scipy.signal import resample_poly

# Below this standard deviation (in the unit of the file times its scale, mV) a strip is a flat line.
_FLAT_MV = 1e-4
_CHUNK = 512


def ratio(source: float, target: float) -> tuple[int, int]:
    """Smallest whole numbers (up, down) with target = source * up / down, to within one part in a million."""
    fraction = (Fraction(target) / Fraction(source)).limit_denominator(1000)
    return fraction.numerator, fraction.denominator


def resampled_length(samples: int, source: float, target: float) -> int:
    """Samples of a strip after `prepare`."""
    up, down = ratio(source, target)
    return -(-samples * up // down)


def prepare(
    strips: np.ndarray,
    *,
    rate: float,
    target: float,
    scale: float,
    on_progress: Callable[[int], None] = lambda done: None,
) -> np.ndarray:
    """
    Resamples and normalises strips.

    strips: (n, T) or (n, 1, T), any number type; rate, target: Hz; scale: mV per unit.
    Returns float32 (n, T'). Flat strips become zeros, samples that are not finite become 0 mV.
    The low-pass of the resampling is scipy's Kaiser-windowed FIR filter; edges continue in a straight line.
    """
    flat = strips.reshape(strips.shape[0], strips.shape[-1])
    up, down = ratio(rate, target)
    out = np.empty((flat.shape[0], resampled_length(flat.shape[1], rate, target)), np.float32)
    for start in range(0, flat.shape[0], _CHUNK):
        part = np.asarray(flat[start : start + _CHUNK], np.float32) * np.float32(scale)
        part = np.nan_to_num(part, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
        if up != down:
            part = resample_poly(part, up, down, axis=-1, padtype="line").astype(np.float32)
        out[start : start + _CHUNK] = standardise(part)
        on_progress(min(start + _CHUNK, flat.shape[0]))
    return out


def standardise(strips: np.ndarray) -> np.ndarray:
    """(n, T) in mV -> mean 0, standard deviation 1 per strip; flat strips become zeros."""
    centred = strips - strips.mean(axis=-1, keepdims=True, dtype=np.float64)
    spread = centred.std(axis=-1, keepdims=True, dtype=np.float64)
    return np.where(spread > _FLAT_MV, centred / np.maximum(spread, _FLAT_MV), 0.0).astype(np.float32)
