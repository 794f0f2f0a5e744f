"""
Scores of binary predictions, with weights so that a bootstrap is one call. Equal to scikit-learn's on the same
weights (the tests compare them); our own because they take a whole matrix of weights at once.
"""

from __future__ import annotations

import numpy as np


def auroc(truth: np.ndarray, score: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """
    Area under the ROC curve, ties counted half (the Mann-Whitney statistic).

    truth: (n,) of 0 and 1; score: (n,); weights: (n,) or (B, n), default 1.
    Returns a number or (B,); nan where a class has no weight.
    """
    positive, negative = _grouped(truth, score, weights)
    below = np.cumsum(negative, axis=-1) - negative
    area = (positive * (below + 0.5 * negative)).sum(axis=-1)
    return _divide(area, positive.sum(axis=-1) * negative.sum(axis=-1))


def auprc(truth: np.ndarray, score: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Average precision: the sum over thresholds of precision times the step in recall. Arguments as `auroc`."""
    positive, negative = (side[..., ::-1] for side in _grouped(truth, score, weights))
    hits = np.cumsum(positive, axis=-1)
    called = hits + np.cumsum(negative, axis=-1)
    precision = np.divide(hits, called, out=np.zeros_like(hits), where=called > 0)
    return _divide((precision * positive).sum(axis=-1), positive.sum(axis=-1))


def f1(truth: np.ndarray, score: np.ndarray, weights: np.ndarray | None = None, threshold: float = 0.5) -> np.ndarray:
    """
    Harmonic mean of precision and recall of `score >= threshold`; 0 when nothing is right. Arguments as `auroc`; nan
    where there are no positives.
    """
    weight = np.ones(len(score)) if weights is None else np.asarray(weights, float)
    called, positive = score >= threshold, truth == 1
    hits = (weight * (called & positive)).sum(axis=-1)
    positives = (weight * positive).sum(axis=-1)
    found = 2 * hits / np.maximum((weight * called).sum(axis=-1) + positives, 1e-300)
    return np.where(positives > 0, found, np.nan)


def best_threshold(truth: np.ndarray, score: np.ndarray) -> float:
    """
    The threshold of the highest F1, in the middle of the gap between two scores; of several, the one nearest 0.5.
    truth: (n,) of 0 and 1; score: (n,) probabilities.
    """
    known = np.unique(score)
    candidates = np.concatenate([[known[0] / 2], (known[1:] + known[:-1]) / 2, [(1 + known[-1]) / 2]])
    reached = np.array([float(f1(truth, score, threshold=one)) for one in candidates])
    best = candidates[reached >= np.max(reached) - 1e-12]
    return float(best[np.argmin(np.abs(best - 0.5))])


def macro_auroc(truth: np.ndarray, scores: np.ndarray) -> float:
    """Mean over classes of one-against-the-rest AUROC. truth: (n,) class numbers; scores: (n, C)."""
    each = [float(auroc((truth == number).astype(int), scores[:, number])) for number in range(scores.shape[1])]
    return float(np.nanmean(each)) if not np.all(np.isnan(each)) else float("nan")


def _grouped(truth: np.ndarray, score: np.ndarray, weights: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Weight of positives and of negatives at each distinct score, ascending; (..., distinct)."""
    order = np.argsort(score, kind="stable")
    ranked = score[order]
    starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
    weight = np.ones(len(score)) if weights is None else np.asarray(weights, float)
    weight = weight[..., order]
    is_positive = truth[order] == 1
    return (
        np.add.reduceat(weight * is_positive, starts, axis=-1),
        np.add.reduceat(weight * ~is_positive, starts, axis=-1),
    )


def _divide(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    return np.divide(above, below, out=np.full_like(np.asarray(above, float), np.nan), where=below > 0)
