"""Strips as the network sees them: resampled to one rate, each with mean 0 and standard deviation 1."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from scipy.signal import resample_poly

from ecgspec_trainer.errors import UserError

# Below this standard deviation (in the unit of the file times its scale, mV) a strip is a flat line.
FLAT_MV = 1e-4
_CHUNK = 512
_RATIO_TOLERANCE = Fraction(1, 1_000_000)
# The filter of the resampling has 20 taps for each of these.
_RATIO_TERMS = (1000, 10_000, 100_000)


def ratio(source: float, target: float) -> tuple[int, int]:
    """
    Small whole numbers (up, down) with target = source * up / down, to within one part in a million.

    Raises UserError when there are none below 100,000.
    """
    exact = Fraction(target) / Fraction(source)
    for most in _RATIO_TERMS:
        # limit_denominator bounds the denominator, so the larger of the two numbers has to be it.
        near = min(exact, 1 / exact).limit_denominator(most)
        if abs(near - min(exact, 1 / exact)) <= near * _RATIO_TOLERANCE:
            terms = (near.numerator, near.denominator)
            return terms if exact <= 1 else terms[::-1]
    raise UserError(
        f"Strips of {source:g} Hz cannot be brought to {target:g} Hz, as the two rates have no ratio of small whole "
        "numbers; resample them to a rate nearer by, or correct the rates."
    )


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


def count_flat(strips: np.ndarray) -> int:
    """How many of the strips (n, T) that `prepare` returned were flat lines."""
    return int((~strips.any(axis=-1)).sum())


def count_broken(strips: np.ndarray) -> int:
    """How many strips (n, T), as they come from a file, have samples that are not finite."""
    return 0 if strips.dtype.kind != "f" else int((~np.isfinite(strips).all(axis=-1)).sum())


def standardise(strips: np.ndarray) -> np.ndarray:
    """(n, T) in mV -> mean 0, standard deviation 1 per strip; flat strips become zeros."""
    centred = strips - strips.mean(axis=-1, keepdims=True, dtype=np.float64)
    spread = centred.std(axis=-1, keepdims=True, dtype=np.float64)
    return np.where(spread > FLAT_MV, centred / np.maximum(spread, FLAT_MV), 0.0).astype(np.float32)
