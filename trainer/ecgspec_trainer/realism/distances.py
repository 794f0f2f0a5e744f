"""Distances between two groups of strips."""

from __future__ import annotations

import numpy as np
from scipy.signal import welch
from scipy.spatial.distance import cdist, jensenshannon
from scipy.stats import ks_2samp, wasserstein_distance

from ecgspec_trainer.realism.beats import RATE

SPECTRUM_HZ = (0.5, 40.0)


def ks(a: np.ndarray, b: np.ndarray) -> float:
    """Kolmogorov-Smirnov statistic of two samples: the largest gap between their distributions, 0 to 1."""
    return float(ks_2samp(a, b, method="asymp").statistic)


def wasserstein(a: np.ndarray, b: np.ndarray) -> float:
    """First Wasserstein distance, in the unit of the samples: how far a value has to be moved on average."""
    return float(wasserstein_distance(a, b))


def spectra(strips: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """
    Frequencies (F,), Hz, and each strip's share of power at them (n, F), which adds up to 1 (Welch's method, windows of
    2 s). strips: cleaned, (n, T). A flat strip has the same share everywhere.
    """
    window = min(2 * RATE, strips.shape[-1])
    frequencies, power = welch(strips, fs=RATE, nperseg=window, axis=-1)
    inside = (frequencies >= SPECTRUM_HZ[0]) & (frequencies <= SPECTRUM_HZ[1])
    power = power[..., inside] + np.finfo(np.float64).tiny
    return frequencies[inside], power / power.sum(axis=-1, keepdims=True)


def jensen_shannon(a: np.ndarray, b: np.ndarray) -> float:
    """Jensen-Shannon divergence of the mean spectra of two groups (n, F), (m, F): 0 = equal, 1 bit = nothing shared."""
    return float(jensenshannon(a.mean(axis=0), b.mean(axis=0), base=2) ** 2)


def mmd(a: np.ndarray, b: np.ndarray, width: float) -> float:
    """
    Maximum mean discrepancy of two groups of beats (n, B), (m, B) with a Gaussian kernel of this width: the root of the
    unbiased estimate (Gretton et al. 2012, JMLR 13:723-773, equation 3), 0 where that is negative.
    """

    def kernel(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.exp(-cdist(x, y, "sqeuclidean") / (2 * width**2))

    def within(x: np.ndarray) -> float:
        count = len(x)
        return float((kernel(x, x).sum() - count) / (count * (count - 1)))

    return float(np.sqrt(max(0.0, within(a) + within(b) - 2 * float(kernel(a, b).mean()))))


def kernel_width(beats: np.ndarray) -> float:
    """The median distance between beats (n, B), the usual width for the kernel of `mmd`."""
    distances = cdist(beats, beats)
    return float(np.median(distances[np.triu_indices(len(beats), 1)])) or 1.0


def nearest(beats: np.ndarray, among: np.ndarray, forbidden: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """
    For each beat (n, B) the number of the nearest among others (m, B), and how far it is: root mean square, mV.
    forbidden: (n, m), pairs that do not count.
    """
    distances = cdist(beats, among) / np.sqrt(beats.shape[1])
    if forbidden is not None:
        distances = np.where(forbidden, np.inf, distances)
    best = distances.argmin(axis=1)
    return best, distances[np.arange(len(beats)), best]
