"""
Which questions can be asked of a folder of recordings: each class against normal, where there
are enough patients.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ecgspec_trainer.errors import UserError

# One each for training, validation and test.
_PATIENTS_AT_LEAST = 3


@dataclass(frozen=True)
class Task:
    """Tell `positive` from `normal`."""

    positive: str
    normal: str


def choose_tasks(
    classes: Sequence[str],
    normal: str | None,
    positive: Sequence[str] | None,
    labels: Sequence[str],
    patients: Sequence[str],
) -> tuple[list[Task], list[tuple[str, str]]]:
    """
    classes: the model's; normal, positive: as asked, None = the first class, and all others; labels, patients: of
    the usable strips.

    Returns the tasks, and (class, reason) for each class that must be left out.
    Raises UserError when a class that was asked for is none of the model's, or nothing is left.
    """
    reference = normal or classes[0]
    for name in (reference, *(positive or ())):
        if name not in classes:
            raise UserError(f'"{name}" is no class of the model; it has {", ".join(classes)}.')
    who: dict[str, set[str]] = defaultdict(set)
    for label, patient in zip(labels, patients, strict=True):
        who[label].add(patient)
    reason = _lack(reference, who)
    if reason:
        raise UserError(f"Nothing can be compared with normal: {reason}; name another class with --normal.")
    tasks, left_out = [], []
    for name in positive or [one for one in classes if one != reference]:
        lack = "it is the normal class" if name == reference else _lack(name, who)
        if lack is None:
            tasks.append(Task(name, reference))
        else:
            left_out.append((name, lack))
    if not tasks:
        reasons = "; ".join(reason for _, reason in left_out)
        raise UserError(f"The recordings allow no comparison with {reference}: {reasons}.")
    return tasks, left_out


def _lack(name: str, who: dict[str, set[str]]) -> str | None:
    count = len(who.get(name, ()))
    if count >= _PATIENTS_AT_LEAST:
        return None
    if count == 0:
        return f"these recordings have no {name} strips"
    patients = "1 patient" if count == 1 else f"{count} patients"
    return f"the {name} strips are of {patients}, and at least {_PATIENTS_AT_LEAST} are needed"
