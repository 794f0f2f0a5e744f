"""
The library of rhythms, measured on its samples by software that knows nothing of how they were made: R peaks by
SleepECG's and NeuroKit2's detectors, levels and spectra by NumPy. What the strips' ground truth says is tested where
the strips are made (test/unit/library); here the samples are held against that truth.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import neurokit2
import numpy as np
import pytest
import sleepecg
from clean_strips import LIBRARY, CleanStrips, clean_strips
from scipy.signal import butter, sosfiltfilt

STRIPS, RATE, SECONDS = 500, 250, 10
# A detected peak is the beat's when it is this near, s; wide complexes have no sharp summit.
NEAR = 0.1
# The detector sees too little of a beat this near to an end of the strip, s.
EDGE = 0.4
WAVE = 24  # the annotation code of a P wave that no beat follows from

# There is no beat to be found in these, or no definite one, as that is what they are.
NOT_FOUND = {
    "VF coarse",
    "VF fine",
    "VF pulses",
    "VF paroxysmal",
    "torsades",
    "torsades paroxysmal",
    "hyperkalaemia severe",
}
# SleepECG's detector learns the slopes and intervals of a beat as it goes. Among narrow beats it takes some wide ones
# for T waves, and after an interval of more than 1.66 times the usual it takes the best there is for a beat that it
# missed. So where beats differ or pause, NeuroKit2's finds them: it looks for what is steeper than the second around.
UNEVEN = {
    "PVC",
    "PVC bigeminy",
    "PVC trigeminy",
    "PVC couplets",
    "PVC interpolated",
    "PVC multiform",
    "NSVT",
    "AF",
    "AF coarse",
    "AF fine",
    "AF fast",
    "AF slow",
    "PAC bigeminy",
    "AFLT alternating",
    "sinus bradycardia",
}
# That in turn takes lone P waves for beats. The wavelets of Martinez et al. (IEEE Trans Biomed Eng 2004;51:570) do not.
LONE_P = {"AV block 3", "AV block 3 ventricular"}


@dataclass(frozen=True)
class Strips:
    """
    The strips of one class, mV, and the R peaks of each, by truth and as they were found (none where none are to be),
    as sample numbers.
    """

    signals: np.ndarray
    truth: list[np.ndarray]
    found: list[np.ndarray]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Strips]:
    """All classes by name, without noise."""
    folder = tmp_path_factory.mktemp("library")
    specs = sorted(LIBRARY.glob("*.ecgspec"))
    with ThreadPoolExecutor(max_workers=2) as pool:
        sets = list(pool.map(lambda path: clean_strips(path, folder, RATE, SECONDS, STRIPS), specs))
    return {name: look(name, strips) for one in sets for name, strips in one.items()}


def look(name: str, strips: CleanStrips) -> Strips:
    find = slopes if name in UNEVEN else wavelets if name in LONE_P else pan_tompkins
    truth = [beats[(beats[:, 1] != WAVE) & (beats[:, 2] >= 0), 2] for beats in strips.beats]
    found = [np.zeros(0, int)] * STRIPS if name in NOT_FOUND else find(strips.signals)
    return Strips(strips.signals, truth, found)


def slopes(signals: np.ndarray) -> list[np.ndarray]:
    return [neurokit2.ecg_findpeaks(one, RATE, method="neurokit")["ECG_R_Peaks"] for one in signals]


def wavelets(signals: np.ndarray) -> list[np.ndarray]:
    return [np.asarray(neurokit2.ecg_findpeaks(one, RATE, method="martinez")["ECG_R_Peaks"], int) for one in signals]


def pan_tompkins(signals: np.ndarray) -> list[np.ndarray]:
    """
    SleepECG's R peaks of each strip, as sample numbers, in the signal above 8 Hz: after a long interval the detector
    looks for a beat that it must have missed and takes a T wave, which this leaves out. For the same reason nothing
    counts that is not nearly as steep as the rest.
    """
    heard = sosfiltfilt(butter(2, 8, "highpass", fs=RATE, output="sos"), signals, axis=1)
    reach = round(0.08 * RATE)
    peaks = []
    for signal, step in zip(heard, np.diff(signals, axis=1), strict=True):
        found = sleepecg.detect_heartbeats(signal, RATE)
        steepness = np.array([np.ptp(step[max(0, one - reach) : one + reach]) for one in found])
        peaks.append(found[steepness > 0.3 * np.median(steepness)] if len(found) else found)
    return peaks


def matched(these: np.ndarray, those: np.ndarray) -> tuple[int, int]:
    """How many of `these`, away from the strip's ends, lie near one of `those`; and how many there are."""
    inside = these[(these > EDGE * RATE) & (these < (SECONDS - EDGE) * RATE)]
    if len(those) == 0:
        return 0, len(inside)
    apart = np.abs(inside[:, None] - those[None, :]).min(axis=1) if len(inside) else np.zeros(0)
    return int((apart <= NEAR * RATE).sum()), len(inside)


def share_matched(these: list[np.ndarray], those: list[np.ndarray]) -> float:
    counts = np.array([matched(a, b) for a, b in zip(these, those, strict=True)])
    return counts[:, 0].sum() / counts[:, 1].sum()


def variation(peaks: np.ndarray) -> float:
    """Standard deviation of the RR intervals over their mean."""
    rr = np.diff(peaks)
    return rr.std() / rr.mean() if len(rr) > 1 else np.nan


def test_beats_are_where_the_truth_says(library: dict[str, Strips]) -> None:
    wrong = {}
    for name, strips in library.items():
        if name in NOT_FOUND:
            continue
        sensitivity, precision = share_matched(strips.truth, strips.found), share_matched(strips.found, strips.truth)
        if sensitivity < 0.99 or precision < 0.99:
            wrong[name] = sensitivity, precision
    assert wrong == {}


def rate(peaks: np.ndarray) -> float:
    """Beats per minute, from the mean interval."""
    return 60 * RATE / np.diff(peaks).mean() if len(peaks) > 1 else np.nan


def between(true: np.ndarray, found: np.ndarray) -> np.ndarray:
    """The true beats from the first that was found to the last: at the strip's ends the detectors miss some."""
    return true[(true >= found[0] - NEAR * RATE) & (true <= found[-1] + NEAR * RATE)]


def test_rates_read_off_the_samples_are_those_of_the_truth(library: dict[str, Strips]) -> None:
    wrong = {}
    for name, strips in library.items():
        if name in NOT_FOUND:
            continue
        pairs = zip(strips.truth, strips.found, strict=True)
        true = np.array(
            [rate(true[(true >= found[0] - NEAR * RATE) & (true <= found[-1] + NEAR * RATE)]) for true, found in pairs]
        )
        found = np.array([rate(found) for found in strips.found])
        right = (np.abs(found / true - 1) < 0.02).mean()
        if right < 0.9 or abs(found.mean() / true.mean() - 1) > 0.02:
            wrong[name] = right, found.mean(), true.mean()
    assert wrong == {}


# What was asked for in the specs, bpm.
ASKED = {
    "NSR": (60, 100),
    "sinus bradycardia": (35, 60),
    "sinus tachycardia": (100, 160),
    "AFLT 2-1": (115, 175),
    "AFLT 4-1": (58, 90),
    "AVNRT": (140, 220),
    "VT": (120, 200),
    "junctional": (40, 60),
    "AV block 3": (35, 55),
    "paced": (59, 81),
}


@pytest.mark.parametrize(("name", "low", "high"), [(name, *bounds) for name, bounds in ASKED.items()])
def test_rates_are_what_was_asked_for(library: dict[str, Strips], name: str, low: float, high: float) -> None:
    rates = np.array([60 * RATE / np.median(np.diff(found)) for found in library[name].found])
    assert ((rates > 0.98 * low) & (rates < 1.02 * high)).mean() > 0.97


def test_fibrillation_is_irregular_and_sinus_rhythm_is_not(library: dict[str, Strips]) -> None:
    def of(name: str) -> np.ndarray:
        return np.array([variation(found) for found in library[name].found])

    for name in ("AF", "AF coarse", "AF fine"):
        assert (of(name) > 0.1).mean() > 0.99, name
    for name in ("NSR", "AFLT 2-1", "AVNRT", "paced"):
        assert (of(name) < 0.1).mean() > 0.99, name


def level(strips: Strips, seconds: float) -> np.ndarray:
    """Per strip: the median over its beats of the level `seconds` after R, over that before P ends at R - 70 ms, mV."""
    levels = []
    for signal, peaks in zip(strips.signals, strips.truth, strict=True):
        inside = peaks[(peaks > 0.2 * RATE) & (peaks + seconds * RATE < len(signal) - 1)]
        at = inside + round(seconds * RATE)
        levels.append(np.median(signal[at] - signal[inside - round(0.055 * RATE)]))
    return np.array(levels)


def test_st_segments_stand_where_their_names_say(library: dict[str, Strips]) -> None:
    assert (level(library["ST elevation"], 0.1) > 0.1).all()
    assert (level(library["ST depression"], 0.1) < -0.05).all()
    assert (np.abs(level(library["NSR"], 0.1)) < 0.06).all()


def test_paced_beats_have_spikes_and_no_other_beats_do(library: dict[str, Strips]) -> None:
    """A spike goes up and down again between three samples; no QRS does."""

    def sharpest(strips: Strips) -> np.ndarray:
        return np.abs(np.diff(strips.signals, n=2)).max(axis=1)

    assert sharpest(library["paced"]).min() > 2 * sharpest(library["PVC"]).max()


def dominant(signals: np.ndarray) -> np.ndarray:
    """The frequency with the most power between 1 and 15 Hz, Hz."""
    window = np.hanning(signals.shape[1])
    power = np.abs(np.fft.rfft((signals - signals.mean(axis=1, keepdims=True)) * window, axis=1)) ** 2
    frequencies = np.fft.rfftfreq(signals.shape[1], 1 / RATE)
    power[:, (frequencies < 1) | (frequencies > 15)] = 0
    return frequencies[power.argmax(axis=1)]


def test_ventricular_oscillations_have_their_rates(library: dict[str, Strips]) -> None:
    for name, low, high in (("VF coarse", 150, 550), ("VF fine", 150, 550), ("torsades", 150, 250)):
        rates = 60 * dominant(library[name].signals)
        assert ((rates >= low) & (rates <= high)).mean() > 0.9, name


def test_torsades_swells_and_wanes_and_coarse_fibrillation_is_taller_than_fine(library: dict[str, Strips]) -> None:
    # Peak to peak in windows of 0.5 s: in torsades it falls to a waist again and again.
    heights = np.ptp(library["torsades"].signals.reshape(STRIPS, 20, -1), axis=2)
    assert (heights.min(axis=1) < 0.6 * heights.max(axis=1)).mean() > 0.95
    assert np.ptp(library["VF coarse"].signals, axis=1).min() > np.ptp(library["VF fine"].signals, axis=1).max()
