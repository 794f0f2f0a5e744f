"""Compares the synthetic and the real strips of a class, and the real ones with themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ecgspec_trainer.realism.distances import jensen_shannon, kernel_width, ks, mmd, nearest, spectra, wasserstein
from ecgspec_trainer.realism.group import Group
from ecgspec_trainer.realism.measures import MEASURES, Measure

_HALVINGS, _FEWEST_PATIENTS = 20, 8
_FEWEST_VALUES = 5
_EXAMPLES = (0.1, 0.5, 0.9)
_BINS = 30


@dataclass(frozen=True)
class MeasureComparison:
    """One measure on both sides. `floor_*`: the same between two halves of the real patients; None = too few."""

    measure: Measure
    synthetic: np.ndarray
    real: np.ndarray
    ks: float | None
    wasserstein: float | None
    floor_ks: float | None
    floor_wasserstein: float | None
    edges: np.ndarray
    """Bins that hold all but the outermost values of both sides."""


@dataclass(frozen=True)
class Spectrum:
    hz: np.ndarray
    synthetic: np.ndarray
    """Mean share of power at each frequency."""
    real: np.ndarray
    divergence: float
    floor: float | None


@dataclass(frozen=True)
class Neighbours:
    """A real beat and the synthetic beat that is nearest to it."""

    quantile: float
    """How many of the real beats have a neighbour at least as near."""
    distance: float
    """Root mean square, mV."""
    real: np.ndarray
    synthetic: np.ndarray
    real_row: int
    synthetic_index: int


@dataclass(frozen=True)
class BeatShapes:
    synthetic: np.ndarray
    """(3, B) mV: the 5 %, 50 % and 95 % quantile at each sample."""
    real: np.ndarray
    mmd: float
    floor: float | None
    nearest: float
    """Median distance of a real beat to the nearest synthetic one, mV."""
    nearest_real: float | None
    """The same to the nearest beat of another real patient."""
    examples: list[Neighbours]


@dataclass(frozen=True)
class Comparison:
    name: str
    synthetic: Group
    real: Group
    measures: list[MeasureComparison]
    spectrum: Spectrum
    beats: BeatShapes | None
    """None where a side has no averaged beats, as in fibrillation."""


def compare(name: str, synthetic: Group, real: Group) -> Comparison:
    """All comparisons of one class. Random halvings come from a fixed seed, so that a report can be made again."""
    return Comparison(
        name,
        synthetic,
        real,
        [_measure(one, synthetic, real) for one in MEASURES],
        _spectrum(synthetic, real),
        _beats(synthetic, real),
    )


def halves(patients: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Random halvings of the patients as masks over their strips (n,); none where there are too few patients."""
    people = np.unique(patients)
    if len(people) < _FEWEST_PATIENTS:
        return
    rng = np.random.default_rng(0)
    for _ in range(_HALVINGS):
        first = np.isin(patients, rng.permutation(people)[: len(people) // 2])
        yield first, ~first


def _floor(
    distance: Callable[[np.ndarray, np.ndarray], float], items: np.ndarray, patients: np.ndarray
) -> float | None:
    distances = [
        distance(items[first], items[second])
        for first, second in halves(patients)
        if min(first.sum(), second.sum()) >= 2
    ]
    return float(np.mean(distances)) if distances else None


def _measure(one: Measure, synthetic: Group, real: Group) -> MeasureComparison:
    drawn, seen = (group.values[one.key] for group in (synthetic, real))
    there = np.isfinite(seen)
    drawn, seen, patients = drawn[np.isfinite(drawn)], seen[there], np.array(real.patients)[there]
    if min(len(drawn), len(seen)) < _FEWEST_VALUES:
        return MeasureComparison(one, drawn, seen, None, None, None, None, np.empty(0))
    pooled = np.concatenate([drawn, seen])
    low, high = np.quantile(pooled, [0.005, 0.995])
    if high <= low:
        low, high = low - 0.5, high + 0.5
    return MeasureComparison(
        one,
        drawn,
        seen,
        ks(drawn, seen),
        wasserstein(drawn, seen),
        _floor(ks, seen, patients),
        _floor(wasserstein, seen, patients),
        np.linspace(low, high, _BINS + 1),
    )


def _spectrum(synthetic: Group, real: Group) -> Spectrum:
    hz, drawn = spectra(synthetic.strips)
    _, seen = spectra(real.strips)
    floor = _floor(jensen_shannon, seen, np.array(real.patients))
    return Spectrum(hz, drawn.mean(axis=0), seen.mean(axis=0), jensen_shannon(drawn, seen), floor)


def _beats(synthetic: Group, real: Group) -> BeatShapes | None:
    drawn, seen = synthetic.beats, real.beats
    if min(len(drawn), len(seen)) < _FEWEST_VALUES:
        return None
    patients = np.array(real.patients)[real.beat_strips]
    # The width comes from the real side alone, so that different data sets are measured with the same kernel.
    width = kernel_width(seen)
    best, distances = nearest(seen, drawn)
    same = patients[:, None] == patients[None, :]
    others = None if same.all() else nearest(seen, seen, same)[1]
    order = np.argsort(distances, kind="stable")
    examples = []
    for quantile in _EXAMPLES:
        at = order[min(len(order) - 1, int(quantile * len(order)))]
        examples.append(
            Neighbours(
                quantile,
                float(distances[at]),
                seen[at],
                drawn[best[at]],
                real.rows[real.beat_strips[at]],
                synthetic.rows[synthetic.beat_strips[best[at]]],
            )
        )
    return BeatShapes(
        np.quantile(drawn, [0.05, 0.5, 0.95], axis=0),
        np.quantile(seen, [0.05, 0.5, 0.95], axis=0),
        mmd(drawn, seen, width),
        _floor(lambda a, b: mmd(a, b, width), seen, patients),
        float(np.median(distances)),
        None if others is None else float(np.median(others[np.isfinite(others)])),
        examples,
    )
