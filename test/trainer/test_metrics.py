from __future__ import annotations

import numpy as np
import pytest
from ecgspec_trainer import metrics
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score


@pytest.mark.parametrize("seed", range(20))
def test_scores_are_those_of_scikit_learn(seed: int) -> None:
    generator = np.random.default_rng(seed)
    truth = generator.integers(0, 2, 50)
    truth[:2] = 0, 1
    # Rounded, so that there are ties.
    score = np.round(generator.uniform(size=50), 1)
    assert float(metrics.auroc(truth, score)) == pytest.approx(roc_auc_score(truth, score))
    assert float(metrics.auprc(truth, score)) == pytest.approx(average_precision_score(truth, score))
    assert metrics.f1(truth, score) == pytest.approx(f1_score(truth, score >= 0.5, zero_division=0))
