"""Intervals for the gain between two arms, by resampling patients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ecgspec_trainer.metrics import auprc, auroc, f1


@dataclass(frozen=True)
class TestScores:
    """
    Predictions of both arms for one seed's test set; all arrays (n,). For F1 at thresholds of their own, before and
    after are 1 where an arm calls a strip positive, else 0.
    """

    patients: np.ndarray
    truth: np.ndarray
    before: np.ndarray
    after: np.ndarray


@dataclass(frozen=True)
class Gain:
    """after - before, averaged over seeds, with a percentile interval; wins: seeds in which it is above 0."""

    mean: float
    low: float
    high: float
    wins: int
    seeds: int


METRICS = {"auroc": auroc, "auprc": auprc, "f1": f1}


def paired_gain(
    seeds: list[TestScores], metric: str, *, replicates: int = 1000, level: float = 0.95, seed: int = 0
) -> Gain:
    """
    Paired bootstrap over patients (Efron & Tibshirani 1993, percentile interval): each replicate draws patients with
    replacement, the same draw for both arms and for every seed a patient is tested in, and averages the difference
    over seeds.
    """
    measure = METRICS[metric]
    observed = [float(measure(one.truth, one.after) - measure(one.truth, one.before)) for one in seeds]
    patients, positions = np.unique(np.concatenate([one.patients for one in seeds]), return_inverse=True)
    draws = np.random.default_rng(seed).multinomial(
        len(patients), np.full(len(patients), 1 / len(patients)), size=replicates
    )
    bounds = np.cumsum([0, *(len(one.patients) for one in seeds)])
    differences = []
    for one, start, end in zip(seeds, bounds[:-1], bounds[1:], strict=True):
        weights = draws[:, positions[start:end]]
        differences.append(measure(one.truth, one.after, weights) - measure(one.truth, one.before, weights))
    stacked = np.stack(differences)
    valid = ~np.isnan(stacked).all(axis=0)
    means = np.nanmean(stacked[:, valid], axis=0)
    tail = (1 - level) / 2
    low, high = np.quantile(means, [tail, 1 - tail]) if means.size else (np.nan, np.nan)
    return Gain(
        mean=float(np.nanmean(observed)),
        low=float(low),
        high=float(high),
        wins=sum(difference > 0 for difference in observed),
        seeds=len(observed),
    )
