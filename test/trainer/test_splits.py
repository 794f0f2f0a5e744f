from __future__ import annotations

import numpy as np
import pytest
from ecgspec_trainer.errors import UserError
from ecgspec_trainer.splits import Split, assert_disjoint, split_by_patient, take_per_class


@pytest.mark.parametrize("seed", range(50))
def test_no_patient_is_on_two_sides_and_no_strip_is_lost(seed: int) -> None:
    generator = np.random.default_rng(seed)
    count = int(generator.integers(30, 200))
    patients = [f"p{number}" for number in generator.integers(0, max(8, count // 3), count)]
    labels = [str(name) for name in generator.choice(["NSR", "AF"], count)]
    split = split_by_patient(patients, labels, seed)
    sides = [{patients[row] for row in rows} for rows in (split.train, split.validation, split.test)]
    assert not (sides[0] & sides[1] or sides[0] & sides[2] or sides[1] & sides[2])
    assert sorted(split.train + split.validation + split.test) == list(range(count))
    assert split == split_by_patient(patients, labels, seed)


def test_a_leaking_split_is_refused() -> None:
    with pytest.raises(UserError, match='Patient "a" is both in train and in test'):
        assert_disjoint(Split(train=[0], validation=[], test=[1]), ["a", "a"])


def test_too_few_patients_are_refused() -> None:
    with pytest.raises(UserError, match=r"Class AF has strips of 2 patient\(s\)"):
        split_by_patient(["a", "b", "c", "d", "e"], ["NSR", "NSR", "NSR", "AF", "AF"], 0)


def test_smaller_sizes_are_parts_of_larger_ones() -> None:
    labels = ["NSR", "AF"] * 20
    assert take_per_class(range(40), labels, 5) == take_per_class(range(40), labels, 10)[:10]
