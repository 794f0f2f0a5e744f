"""What is measured of a strip, in the units that people read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ecgspec_trainer.realism.beats import R_AT, RATE, StripBeats
from ecgspec_trainer.realism.fiducials import find_fiducials


@dataclass(frozen=True)
class Measure:
    """One number of a strip."""

    key: str
    title: str
    unit: str


MEASURES = (
    Measure("rate", "Heart rate", "/min"),
    Measure("rr_spread", "Spread of RR intervals (SD / mean)", "%"),
    Measure("pr", "PR interval", "ms"),
    Measure("qrs", "QRS duration", "ms"),
    Measure("qt", "QT interval", "ms"),
    Measure("p_amplitude", "P amplitude", "mV"),
    Measure("r_amplitude", "R amplitude", "mV"),
    Measure("s_amplitude", "S amplitude", "mV"),
    Measure("t_amplitude", "T amplitude", "mV"),
    Measure("peak_to_peak", "Peak to peak of the strip", "mV"),
)
_LIKELY_QRS_MS = (40, 240)


def measure(signal: np.ndarray, found: StripBeats) -> dict[str, float]:
    """
    The measures of one cleaned strip (T,), by key; those that cannot be taken are absent. Intervals and amplitudes are
    those of the median of the strip's most common kind of beat.
    """
    values = {"peak_to_peak": float(np.ptp(signal))}
    rr = np.diff(found.r_peaks) / RATE
    if len(rr) >= 2:
        values["rate"] = float(60 / rr.mean())
        values["rr_spread"] = float(100 * rr.std() / rr.mean())
    if found.median is None:
        return values
    scatter = float(np.median(found.beats.std(axis=0, ddof=1)))
    mean_rr = float(rr.mean()) if len(rr) else 1.0
    points = find_fiducials(found.median, scatter / np.sqrt(len(found.beats)), mean_rr)
    onset, offset = points.qrs_onset, points.qrs_offset
    qrs = (offset - onset) * 1000 / RATE
    if not _LIKELY_QRS_MS[0] <= qrs <= _LIKELY_QRS_MS[1]:
        # No bounds that can be trusted, as in fibrillation.
        return values
    complex_ = found.median[int(onset) : int(offset) + 1] - points.level
    values["qrs"] = qrs
    values["r_amplitude"] = float(max(0.0, complex_.max()))
    values["s_amplitude"] = float(min(0.0, complex_[R_AT - int(onset) :].min()))
    if points.p_onset is not None and points.p_amplitude is not None:
        values["pr"] = (onset - points.p_onset) * 1000 / RATE
        values["p_amplitude"] = points.p_amplitude
    if points.t_offset is not None and points.t_amplitude is not None:
        values["qt"] = (points.t_offset - onset) * 1000 / RATE
        values["t_amplitude"] = points.t_amplitude
    return values
