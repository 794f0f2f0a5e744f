"""Splits of real recordings in which no patient is on two sides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ecgspec_trainer.errors import UserError

SIDES = ("test", "validation", "train")
TEST_SHARE = 0.3
# Of what is not tested on.
VALIDATION_SHARE = 0.3


@dataclass(frozen=True)
class Split:
    """Row numbers, in an order of which every prefix goes through as many patients as there are."""

    train: list[int]
    validation: list[int]
    test: list[int]


def split_by_patient(patients: Sequence[str], labels: Sequence[str], seed: int) -> Split:
    """
    Splits strips into test, validation and training so that the patients of the three are disjoint.

    Each class is shared out by its own patients; a patient with strips of several classes counts for the rarest.
    Where that leaves a class fewer than three patients of its own they are shared out with the others, and patients
    are moved until each side has strips of every class.
    Raises UserError when a class has fewer than three patients, when no split has every class on each side, or,
    should the rule ever be broken, when a patient is on two sides.
    """
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, patient in enumerate(patients):
        rows_of[patient].append(row)
    # A patient with several classes counts once for each when asking how rare a class is.
    patients_with: Counter[str] = Counter(name for _, name in set(zip(patients, labels, strict=True)))
    groups: dict[str, list[str]] = defaultdict(list)
    for patient, rows in sorted(rows_of.items()):
        groups[min({labels[row] for row in rows}, key=lambda name: (patients_with[name], name))].append(patient)
    for name, count in sorted(patients_with.items()):
        if count < len(SIDES):
            raise UserError(
                f"Class {name} has strips of {count} {'patient' if count == 1 else 'patients'}; training, "
                "validation and test need one "
                "each, so at least 3."
            )
    _merge_thin(groups)
    generator = np.random.default_rng([seed, 0x5EED])
    sides: dict[str, list[str]] = {name: [] for name in SIDES}
    for name in sorted(groups):
        shuffled = [groups[name][index] for index in generator.permutation(len(groups[name]))]
        tested = max(1, round(len(shuffled) * TEST_SHARE))
        validated = max(1, round((len(shuffled) - tested) * VALIDATION_SHARE))
        sides["test"] += shuffled[:tested]
        sides["validation"] += shuffled[tested : tested + validated]
        sides["train"] += shuffled[tested + validated :]
    _fill_gaps(sides, {patient: {labels[row] for row in rows} for patient, rows in rows_of.items()})
    split = Split(
        train=_spread(sides["train"], rows_of, generator),
        validation=_spread(sides["validation"], rows_of, generator),
        test=sorted(row for patient in sides["test"] for row in rows_of[patient]),
    )
    assert_disjoint(split, patients)
    return split


def _merge_thin(groups: dict[str, list[str]]) -> None:
    """Puts groups of fewer than three patients, which cannot be shared out alone, into the largest one."""
    largest = max(sorted(groups), key=lambda name: len(groups[name]))
    for name in sorted(groups):
        if name != largest and len(groups[name]) < len(SIDES):
            groups[largest] += groups.pop(name)


def _fill_gaps(sides: dict[str, list[str]], classes: dict[str, set[str]]) -> None:
    """
    Moves patients, one by one, to sides that lack a class, as long as that leaves fewer gaps than there were. For two
    classes with three patients each there is always such a move. classes: of each patient.
    """
    every = set().union(*classes.values())

    def gaps(side: list[str]) -> set[str]:
        return every - set().union(*(classes[patient] for patient in side))

    def next_move() -> tuple[str, str, str] | None:
        for needy in SIDES:
            for wanted in sorted(gaps(sides[needy])):
                for donor in sorted(SIDES, key=lambda name: -len(sides[name])):
                    for patient in sides[donor]:
                        rest = [one for one in sides[donor] if one != patient]
                        if donor != needy and wanted in classes[patient] and gaps(rest) == gaps(sides[donor]):
                            return patient, donor, needy
        return None

    while (move := next_move()) is not None:
        patient, donor, needy = move
        sides[donor].remove(patient)
        sides[needy].append(patient)
    for name in SIDES:
        for lacking in sorted(gaps(sides[name])):
            raise UserError(
                f"The patients cannot be shared out so that training, validation and test each have strips of class "
                f"{lacking}; add patients."
            )


def assert_disjoint(split: Split, patients: Sequence[str]) -> None:
    """Refuses a split in which a patient is on two sides. Raises UserError."""
    seen: dict[str, str] = {}
    for side in ("train", "validation", "test"):
        for row in getattr(split, side):
            other = seen.setdefault(patients[row], side)
            if other != side:
                raise UserError(f'Patient "{patients[row]}" is both in {other} and in {side}; nothing was measured.')


def take_per_class(rows: Sequence[int], labels: Sequence[str], count: int) -> list[int]:
    """The first `count` rows of each class, or all where there are fewer; smaller counts are prefixes of larger."""
    taken: list[int] = []
    have: Counter[str] = Counter()
    for row in rows:
        if have[labels[row]] < count:
            have[labels[row]] += 1
            taken.append(row)
    return taken


def _spread(patients: list[str], rows_of: dict[str, list[int]], generator: np.random.Generator) -> list[int]:
    """Strips of the patients in turn: first one of each, then a second of each, ..."""
    order = [patients[index] for index in generator.permutation(len(patients))]
    queues = [[rows_of[one][index] for index in generator.permutation(len(rows_of[one]))] for one in order]
    longest = max((len(queue) for queue in queues), default=0)
    return [queue[turn] for turn in range(longest) for queue in queues if turn < len(queue)]
