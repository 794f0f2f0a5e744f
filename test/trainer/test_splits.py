import numpy as np
import pytest

from ecgspec_trainer.errors import UserError
from ecgspec_trainer.splits import Split, assert_disjoint, split_by_patient, take_per_class
from ecgspec_trainer.tasks import choose_tasks


def random_table(seed):
    """Strips of patients that may have any number of strips of any classes."""
    rng = np.random.default_rng(seed)
    patients, labels = [], []
    for patient in range(int(rng.integers(12, 60))):
        own = rng.choice(["NSR", "AF", "PVC"], size=int(rng.integers(1, 4)))
        for _ in range(int(rng.integers(1, 8))):
            patients.append(f"p{patient}")
            labels.append(str(rng.choice(own)))
    # Enough patients with one class each, so that every class can be split.
    for name in ("NSR", "AF", "PVC"):
        for index in range(3):
            patients.append(f"{name}{index}")
            labels.append(name)
    order = rng.permutation(len(patients))
    return [patients[index] for index in order], [labels[index] for index in order]


@pytest.mark.parametrize("seed", range(50))
def test_no_patient_is_on_two_sides_and_no_strip_is_lost(seed):
    patients, labels = random_table(seed)
    split = split_by_patient(patients, labels, seed)
    sides = [{patients[row] for row in side} for side in (split.train, split.validation, split.test)]
    assert not sides[0] & sides[1] and not sides[0] & sides[2] and not sides[1] & sides[2]
    assert sorted(split.train + split.validation + split.test) == list(range(len(patients)))


def test_the_same_seed_gives_the_same_split_and_another_seed_another():
    patients, labels = random_table(1)
    assert split_by_patient(patients, labels, 3) == split_by_patient(patients, labels, 3)
    assert split_by_patient(patients, labels, 3).test != split_by_patient(patients, labels, 4).test


def test_a_split_that_shares_a_patient_is_refused():
    with pytest.raises(UserError, match='"anna" is both in train and in test'):
        assert_disjoint(Split(train=[0], validation=[1], test=[2]), ["anna", "ben", "anna"])


def test_too_few_patients_are_refused():
    patients = ["a", "b", *(f"n{index}" for index in range(9))]
    with pytest.raises(UserError, match="AF has strips of 2 patient"):
        split_by_patient(patients, ["AF", "AF", *["NSR"] * 9], 0)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("both", "af", "normal"), [(11, 0, 2), (3, 0, 2), (3, 0, 0), (1, 2, 2), (2, 1, 9), (1, 9, 2)])
def test_patients_with_both_classes_serve_both(both, af, normal, seed):
    """Wherever each class has three patients there is a split with both classes on each side."""
    kinds = [("AF", "NSR")] * both + [("AF",)] * af + [("NSR",)] * normal
    patients = [f"p{index}" for index, kind in enumerate(kinds) for _ in kind]
    labels = [name for kind in kinds for name in kind]
    split = split_by_patient(patients, labels, seed)
    assert_disjoint(split, patients)
    for side in (split.train, split.validation, split.test):
        assert {labels[row] for row in side} == {"AF", "NSR"}


def test_a_thin_class_is_left_out_with_its_reason_and_the_others_go_on():
    labels = ["NSR"] * 5 + ["AF"] * 4 + ["PVC"] * 2
    patients = [f"p{index}" for index in range(len(labels))]
    for positive in (None, ["PVC", "AF"]):
        tasks, left_out = choose_tasks(["NSR", "AF", "PVC"], None, positive, labels, patients)
        assert [task.positive for task in tasks] == ["AF"]
        assert left_out == [("PVC", "the PVC strips are of 2 patients, and at least 3 are needed")]
    with pytest.raises(UserError, match="no comparison with NSR: the PVC strips are of 2"):
        choose_tasks(["NSR", "AF", "PVC"], None, ["PVC"], labels, patients)


def test_small_sizes_are_part_of_large_ones_and_spread_over_patients():
    patients = [f"p{index // 10}" for index in range(200)]
    labels = ["AF" if index < 100 else "NSR" for index in range(200)]
    split = split_by_patient(patients, labels, 0)
    five = take_per_class(split.train, labels, 5)
    assert set(five) <= set(take_per_class(split.train, labels, 20))
    assert [labels[row] for row in five].count("AF") == 5
    # Ten strips of each patient are there, yet five strips are of five patients where there are as many.
    available = {patients[row] for row in split.train if labels[row] == "AF"}
    taken = {patients[row] for row in five if labels[row] == "AF"}
    assert len(taken) == min(5, len(available))
