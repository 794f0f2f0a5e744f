"""Where the waves of an averaged beat begin, peak and end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, sosfiltfilt

from ecgspec_trainer.realism.beats import R_AT, RATE

_QRS_REACH = 0.13
_QRS_SLOPE = 0.06
_QUIET = 0.012
_T_FROM, _T_TO = 0.06, 0.40
_P_FROM = 0.30
_WAVE_HZ = 15.0
# A wave must rise this far above the straight line under it, mV, and this much above the beats' noise.
_SMALLEST, _ABOVE_NOISE = 0.03, 3.0


@dataclass(frozen=True)
class Fiducials:
    """Samples of the averaged beat (floats, since tangents meet between samples); None = no such wave was seen."""

    qrs_onset: float
    qrs_offset: float
    p_onset: float | None
    t_offset: float | None
    p_amplitude: float | None
    """mV above the line under the wave, signed; as `t_amplitude`."""
    t_amplitude: float | None
    level: float
    """mV just before the QRS: what the QRS's amplitudes are measured from."""


def find_fiducials(median: np.ndarray, noise: float, rr: float) -> Fiducials:
    """
    Fiducial points of an averaged beat (B,), mV, R at `R_AT`.

    noise: standard error of its samples, mV; rr: mean RR interval, s, beyond which the next beat's P wave is near.
    QRS: outwards from R until the slope stays below 6 % of the steepest for 12 ms. P onset and T offset: where the
    steepest tangent of the flank meets the line under the wave (Lepeschkin & Surawicz 1952, Circulation 6:378-388).
    """
    onset, offset = _qrs(median)
    smooth = sosfiltfilt(butter(2, _WAVE_HZ, fs=RATE, output="sos"), median)
    last = min(len(median), R_AT + round(min(0.55, max(0.25, 0.75 * rr - 0.04)) * RATE))
    t_start = round(offset + _T_FROM * RATE)
    t = _wave(smooth, t_start, min(last, round(offset + _T_TO * RATE)), noise, ends=True)
    p_start = max(R_AT - round(min(_P_FROM, 0.45 * rr) * RATE), 0)
    p = _wave(smooth, p_start, int(onset) - round(0.016 * RATE), noise, ends=False)
    return Fiducials(
        qrs_onset=onset,
        qrs_offset=offset,
        p_onset=None if p is None else p[1],
        p_amplitude=None if p is None else p[0],
        t_offset=None if t is None else t[1],
        t_amplitude=None if t is None else t[0],
        level=float(np.median(median[max(0, int(onset) - round(0.02 * RATE)) : int(onset) + 1])),
    )


def _qrs(median: np.ndarray) -> tuple[float, float]:
    slope = np.abs(np.gradient(median))
    reach = round(_QRS_REACH * RATE)
    start, end = R_AT - reach, R_AT + reach
    limit = _QRS_SLOPE * slope[start : end + 1].max()
    quiet = round(_QUIET * RATE)
    onset = _first_quiet(slope[start : R_AT + 1][::-1], limit, quiet)
    offset = _first_quiet(slope[R_AT : end + 1], limit, quiet)
    return R_AT - onset, R_AT + offset


def _first_quiet(slope: np.ndarray, limit: float, quiet: int) -> float:
    """
    Steps from R to where the slope falls below the limit, once it has passed it, and stays there for `quiet` steps;
    between the steps in a straight line.
    """
    begun, run = False, 0
    for step, value in enumerate(slope):
        run = run + 1 if value < limit else 0
        begun = begun or value >= limit
        # The top of R is flat too; it is over before a pause of this length.
        if begun and run >= quiet and step > quiet:
            first = step - quiet + 1
            before, after = slope[first - 1], slope[first]
            return first - 1 + (before - limit) / (before - after) if before > limit else first
    return len(slope) - 1


def _wave(smooth: np.ndarray, start: int, end: int, noise: float, *, ends: bool) -> tuple[float, float] | None:
    """
    The largest deflection of smooth[start:end] from the line between its ends: (amplitude, mV; onset, or offset if
    `ends`). None where it is too small, or lies at an end.
    """
    if end - start < round(0.06 * RATE):
        return None
    part = smooth[start:end]
    edge = max(2, round(0.012 * RATE))
    line = np.linspace(part[:edge].mean(), part[-edge:].mean(), len(part))
    above = part - line
    at = int(np.argmax(np.abs(above)))
    amplitude = float(above[at])
    if abs(amplitude) < max(_SMALLEST, _ABOVE_NOISE * noise) or not edge <= at < len(part) - edge:
        return None
    flank = np.gradient(above) * np.sign(amplitude)
    steepest = at + int(np.argmin(flank[at:])) if ends else int(np.argmax(flank[: at + 1]))
    slope = flank[steepest] * np.sign(amplitude)
    if slope == 0:
        return None
    meets = steepest - above[steepest] / slope
    return amplitude, start + float(np.clip(meets, 0, len(part) - 1))
