"""Finds beats in strips and averages them, for synthetic and real strips alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, find_peaks, resample_poly, sosfiltfilt

from ecgspec_trainer.signals import ratio

RATE = 250
"""Hz at which everything is measured."""
BEFORE, AFTER = 0.35, 0.55
"""Seconds around the R peak that make a beat."""

_BASELINE_HZ, _TOP_HZ = 0.5, 40.0
# QRS energy lies here (Pan & Tompkins 1985, IEEE Trans Biomed Eng 32:230-236, sections II.B to II.E).
_QRS_BAND = (5.0, 18.0)
_INTEGRATION, _REFRACTORY, _REFINE = 0.12, 0.24, 0.06
_ALIKE = 0.8
_FEWEST = 3


@dataclass(frozen=True)
class StripBeats:
    """What was found in one strip."""

    r_peaks: np.ndarray
    """Samples at RATE, ascending, those of beats cut by the strip's ends included."""
    beats: np.ndarray
    """(n, B) mV: the whole beats that look alike, R at `R_AT`; the strip's most common kind of beat."""
    median: np.ndarray | None
    """(B,) mV: their median; None where fewer than three look alike."""


R_AT = round(BEFORE * RATE)


def clean(strips: np.ndarray, rate: float, scale: float) -> np.ndarray:
    """
    Strips (n, T) of any number type at `rate` Hz, `scale` mV a unit -> float64 (n, T') in mV at RATE, between 0.5 and
    40 Hz, without phase shift. Samples that are not finite become 0 mV. Raises UserError for an absurd rate.
    """
    signals = np.nan_to_num(np.asarray(strips, np.float64) * scale, nan=0.0, posinf=0.0, neginf=0.0)
    up, down = ratio(rate, RATE)
    if up != down:
        signals = resample_poly(signals, up, down, axis=-1, padtype="line")
    band = butter(2, (_BASELINE_HZ, _TOP_HZ), "bandpass", fs=RATE, output="sos")
    return sosfiltfilt(band, signals, axis=-1)


def find_r_peaks(signal: np.ndarray) -> np.ndarray:
    """
    R peaks of one cleaned strip (T,), as samples: band-pass, slope, square and moving average after Pan & Tompkins
    (1985), with a threshold that follows the strip's own peaks; then the largest deflection near each.
    """
    band = sosfiltfilt(butter(2, _QRS_BAND, "bandpass", fs=RATE, output="sos"), signal)
    width = round(_INTEGRATION * RATE)
    energy = np.convolve(np.gradient(band) ** 2, np.full(width, 1 / width), "same")
    apart = round(_REFRACTORY * RATE)
    candidates, _ = find_peaks(energy, distance=apart)
    if len(candidates) == 0 or energy.max() <= 0:
        return np.empty(0, np.int64)
    heights = energy[candidates]
    # Half of the larger peaks are QRS in any rhythm; small QRS among large ectopic ones must not be lost.
    typical = np.median(heights[heights > 0.1 * np.quantile(heights, 0.9)])
    found = []
    reach = round(_REFINE * RATE)
    for at in candidates[heights > 0.2 * typical]:
        start = max(0, at - reach)
        found.append(start + int(np.argmax(np.abs(signal[start : at + reach + 1]))))
    peaks = np.unique(found)
    keep = np.ones(len(peaks), bool)
    for i in range(1, len(peaks)):
        keep[i] = peaks[i] - peaks[i - 1] >= apart // 2
    return peaks[keep]


def strip_beats(signal: np.ndarray) -> StripBeats:
    """Beats of one cleaned strip (T,)."""
    peaks = find_r_peaks(signal)
    after = round(AFTER * RATE)
    whole = [at for at in peaks if at >= R_AT and at + after <= len(signal)]
    beats = np.array([signal[at - R_AT : at + after] for at in whole]).reshape(len(whole), R_AT + after)
    if len(beats) < _FEWEST:
        return StripBeats(peaks, beats[:0], None)
    # The beat that most others look like stands for the kind; ectopic beats fall away.
    centred = beats - beats.mean(axis=1, keepdims=True)
    norms = np.linalg.norm(centred, axis=1)
    unit = centred / np.where(norms > 0, norms, 1)[:, None]
    alike = unit @ unit.T >= _ALIKE
    group = alike[np.argmax(alike.sum(axis=1))]
    if group.sum() < _FEWEST:
        return StripBeats(peaks, beats[:0], None)
    return StripBeats(peaks, beats[group], np.median(beats[group], axis=0))
