import numpy as np
import pytest
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

from ecgspec_trainer.bootstrap import TestScores, paired_gain
from ecgspec_trainer.metrics import auprc, auroc, best_threshold, f1, macro_auroc


@pytest.mark.parametrize("seed", range(20))
def test_scores_equal_scikit_learns_ties_and_weights_included(seed):
    rng = np.random.default_rng(seed)
    count = int(rng.integers(4, 80))
    truth = np.r_[0, 1, rng.integers(0, 2, count)]
    # Few distinct values: many ties.
    score = np.round(rng.random(count + 2) * (3 if seed % 2 else 1000)) / 3
    weights = rng.integers(0, 4, count + 2)
    weights[:2] = 1
    assert auroc(truth, score) == pytest.approx(roc_auc_score(truth, score))
    assert auprc(truth, score) == pytest.approx(average_precision_score(truth, score))
    assert auroc(truth, score, weights) == pytest.approx(roc_auc_score(truth, score, sample_weight=weights))
    assert auprc(truth, score, weights) == pytest.approx(average_precision_score(truth, score, sample_weight=weights))
    probability = rng.random(count + 2)
    assert f1(truth, probability) == pytest.approx(f1_score(truth, probability >= 0.5))
    weighted = f1_score(truth, probability >= 0.3, sample_weight=weights)
    assert f1(truth, probability, weights, threshold=0.3) == pytest.approx(weighted)


def test_a_matrix_of_weights_gives_what_its_rows_give():
    rng = np.random.default_rng(0)
    truth, score = rng.integers(0, 2, 50), rng.random(50)
    weights = rng.integers(0, 3, (7, 50))
    np.testing.assert_allclose(auroc(truth, score, weights), [auroc(truth, score, row) for row in weights])
    np.testing.assert_allclose(auprc(truth, score, weights), [auprc(truth, score, row) for row in weights])
    np.testing.assert_allclose(f1(truth, score, weights), [f1(truth, score, row) for row in weights])


@pytest.mark.parametrize("seed", range(20))
def test_no_threshold_has_a_higher_f1_than_the_best_and_it_lies_between_scores(seed):
    rng = np.random.default_rng(seed)
    truth = np.r_[1, rng.integers(0, 2, 12)]
    score = np.round(0.05 + 0.9 * rng.random(13), 1 if seed % 2 else 6)
    best = best_threshold(truth, score)
    assert 0 < best < 1 and best not in score
    tried = [f1_score(truth, score >= one) for one in np.linspace(0, 1, 201)]
    assert f1_score(truth, score >= best) >= max(tried) - 1e-12


def test_the_best_threshold_of_scores_that_no_threshold_mends_is_the_nearest_to_a_half():
    assert best_threshold(np.array([0, 0, 1, 1]), np.array([0.1, 0.2, 0.8, 0.9])) == pytest.approx(0.5)
    assert best_threshold(np.array([0, 1]), np.array([0.7, 0.9])) == pytest.approx(0.8)


def test_one_class_alone_has_no_auroc():
    assert np.isnan(auroc(np.ones(4), np.arange(4.0)))
    assert np.isnan(auroc(np.zeros(4), np.arange(4.0)))
    assert np.isnan(f1(np.zeros(4), np.zeros(4)))
    assert f1(np.ones(4), np.zeros(4)) == 0


def test_macro_auroc_is_the_mean_over_classes():
    rng = np.random.default_rng(3)
    truth, scores = rng.integers(0, 3, 60), rng.random((60, 3))
    expected = np.mean([roc_auc_score(truth == number, scores[:, number]) for number in range(3)])
    assert macro_auroc(truth, scores) == pytest.approx(expected)


def scores(rng, count, lift, patients=None):
    truth = rng.integers(0, 2, count)
    return TestScores(
        patients=np.array([f"p{index}" for index in range(count)]) if patients is None else patients,
        truth=truth,
        before=rng.random(count),
        after=rng.random(count) + lift * truth,
    )


def test_the_gain_is_the_mean_difference_and_its_interval_holds_it():
    rng = np.random.default_rng(5)
    seeds = [scores(rng, 120, 0.8) for _ in range(3)]
    gain = paired_gain(seeds, "auroc")
    differences = [roc_auc_score(one.truth, one.after) - roc_auc_score(one.truth, one.before) for one in seeds]
    assert gain.mean == pytest.approx(np.mean(differences))
    assert 0 < gain.low < gain.mean < gain.high
    assert (gain.wins, gain.seeds) == (3, 3)


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(6)
    covered = 0
    for trial in range(100):
        gain = paired_gain([scores(rng, 100, 0.0)], "auroc", replicates=300, seed=trial)
        covered += gain.low <= 0 <= gain.high
    assert 86 <= covered <= 100


def test_strips_of_one_patient_move_together():
    rng = np.random.default_rng(7)
    alone = scores(rng, 60, 0.5)
    repeated = TestScores(*(np.repeat(part, 10, axis=0) for part in vars(alone).values()))
    narrow = paired_gain(
        [TestScores(np.arange(600).astype(str), repeated.truth, repeated.before, repeated.after)], "auroc"
    )
    wide, reference = paired_gain([repeated], "auroc"), paired_gain([alone], "auroc")
    # Copies of the same strips say nothing new, so the interval must not shrink.
    assert wide.high - wide.low == pytest.approx(reference.high - reference.low, rel=0.05)
    assert narrow.high - narrow.low < 0.6 * (wide.high - wide.low)
