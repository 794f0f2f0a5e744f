"""Results as files: `report.json` for the report page, CSVs for everybody else."""

from __future__ import annotations

import json
import math
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ecgspec_trainer.bootstrap import TestScores, paired_gain
from ecgspec_trainer.model_files import SavedModel
from ecgspec_trainer.recordings import Recordings
from ecgspec_trainer.runtime import Runtime
from ecgspec_trainer.splits import TEST_SHARE, VALIDATION_SHARE
from ecgspec_trainer.tables import csv_text
from ecgspec_trainer.tasks import Task

if TYPE_CHECKING:
    from ecgspec_trainer.evaluate import Protocol

FORMAT, VERSION = "ecgspec-report", 2
REPORT, RESULTS, GAINS, PREDICTIONS = "report.json", "results.csv", "gains.csv", "predictions.csv"
_BASELINES = ("scratch", "scratch-long")
_REPLICATES, _LEVEL = 1000, 0.95
_SCORES = {"auroc": "auroc", "auprc": "auprc", "f1": "f1", "f1Tuned": "f1_tuned"}
"""What `report.json` calls them, and their fields in `Outcome`."""


@dataclass(frozen=True)
class Outcome:
    """One network's scores on its test set; size: real strips per class it was fine-tuned on, 0 = none."""

    positive: str
    arm: str
    size: int
    seed: int
    auroc: float
    auprc: float
    f1: float
    """At 0.5."""
    threshold: float | None
    """Of the highest F1 on the validation strips; None where no real strip was seen."""
    f1_tuned: float | None
    """At that threshold."""
    probabilities: np.ndarray
    """Of the positive class, one per test strip."""


@dataclass(frozen=True)
class TestSet:
    """The test strips of one task at one seed, in the order of `Outcome.probabilities`."""

    positive: str
    seed: int
    rows: np.ndarray
    """Rows of the signal file, from 0."""
    patients: np.ndarray
    labels: list[str]
    truth: np.ndarray


def build_report(
    saved: SavedModel,
    recordings: Recordings,
    tasks: list[Task],
    left_out: list[tuple[str, str]],
    tests: list[TestSet],
    outcomes: list[Outcome],
    protocol: Protocol,
    notes: list[str],
    runtime: Runtime,
    seconds: float,
) -> dict[str, Any]:
    """All that the report page needs, plain data."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "quick": protocol.quick,
        "model": {
            name: saved.config.get(name)
            for name in (
                "architecture",
                "objective",
                "width",
                "parameters",
                "rate",
                "classes",
                "dataset",
                "pretraining",
                "weights",
            )
        },
        "data": _data(recordings, tasks),
        "protocol": {
            "sizes": ["all" if math.isinf(size) else size for size in protocol.sizes],
            "arms": ["synthetic", *protocol.trained],
            "seeds": protocol.seeds,
            "testShare": TEST_SHARE,
            "validationShare": VALIDATION_SHARE,
            **asdict(protocol.recipe),
            "bootstrap": {"replicates": _REPLICATES, "level": _LEVEL, "unit": "patient"},
        },
        "tasks": [_task(task, tests, outcomes, protocol) for task in tasks],
        "leftOut": [{"class": name, "reason": reason} for name, reason in left_out],
        "notes": notes,
        "environment": runtime.describe(),
        "seconds": round(seconds, 1),
    }


def report_json(report: dict[str, Any]) -> str:
    """JSON, numbers that are not finite as null."""
    return json.dumps(_finite(report), indent=2, allow_nan=False, ensure_ascii=False) + "\n"


def results_csv(outcomes: list[Outcome]) -> str:
    """One row per fine-tuned network."""
    fields = (*_SCORES.values(), "threshold")
    header = ["class", "arm", "size", "seed", *fields]
    return csv_text(
        header,
        (
            [one.positive, one.arm, one.size, one.seed, *(_decimals(getattr(one, name)) for name in fields)]
            for one in outcomes
        ),
    )


def gains_csv(report: dict[str, Any]) -> str:
    """One row per class, size, baseline and score: pre-trained less the baseline, with its interval."""
    numbers = ("before", "after", "mean", "low", "high")
    header = ["class", "normal", "size", "against", "metric", *numbers, "wins", "seeds"]
    rows = (
        [task["class"], task["normal"], gain["size"], gain["against"], gain["metric"]]
        + [_decimals(gain[name]) for name in numbers]
        + [gain["wins"], gain["seeds"]]
        for task in report["tasks"]
        for gain in task["gains"]
    )
    return csv_text(header, rows)


def predictions_csv(tests: list[TestSet], outcomes: list[Outcome]) -> str:
    """One row per test strip and network: enough to compute any other score."""
    sets = {(test.positive, test.seed): test for test in tests}

    def rows():
        for one in outcomes:
            test = sets[one.positive, one.seed]
            for index, probability in enumerate(one.probabilities):
                strip = (int(test.rows[index]), test.patients[index], test.labels[index], int(test.truth[index]))
                yield [one.positive, one.arm, one.size, one.seed, *strip, f"{probability:.6f}"]

    header = ["class", "arm", "size", "seed", "strip", "patient", "label", "truth", "probability"]
    return csv_text(header, rows())


def _data(recordings: Recordings, tasks: list[Task]) -> dict[str, Any]:
    used = [tasks[0].normal, *(task.positive for task in tasks)]
    classes = []
    for name in used:
        rows = [row for row, label in enumerate(recordings.labels) if label == name]
        patients = {recordings.patients[row] for row in rows}
        classes.append({"class": name, "strips": len(rows), "patients": len(patients)})
    return {
        "name": recordings.folder.name,
        "strips": len(recordings.labels),
        "patients": len(set(recordings.patients)),
        "classes": classes,
        "leftOut": [{"label": text, "strips": count} for text, count in recordings.left_out.items()],
        "filtered": recordings.filtered,
        "rate": recordings.rate,
        "seconds": round(recordings.samples / recordings.rate, 3),
        "crop": recordings.crop,
        "attribution": recordings.attribution,
    }


def _decimals(value: float | None) -> str:
    return "" if value is None or not math.isfinite(value) else f"{value:.6f}"


def _task(task: Task, tests: list[TestSet], outcomes: list[Outcome], protocol: Protocol) -> dict[str, Any]:
    mine = [one for one in outcomes if one.positive == task.positive]
    sizes = sorted({one.size for one in mine if one.size})
    return {
        "class": task.positive,
        "normal": task.normal,
        "test": [
            {
                "seed": test.seed,
                "strips": len(test.truth),
                "positives": int(test.truth.sum()),
                "patients": len(set(test.patients)),
            }
            for test in tests
            if test.positive == task.positive
        ],
        "arms": [
            _arm(arm, size, [one for one in mine if (one.arm, one.size) == (arm, size)])
            for arm in (*protocol.trained, "synthetic")
            for size in ([0] if arm == "synthetic" else sizes)
        ],
        "gains": [
            _gain(size, against, metric, [test for test in tests if test.positive == task.positive], mine)
            for size in sizes
            for against in _BASELINES
            if against in protocol.trained
            for metric in _SCORES
        ],
    }


def _arm(arm: str, size: int, ours: list[Outcome]) -> dict[str, Any]:
    scores = {}
    for name, attribute in {**_SCORES, "threshold": "threshold"}.items():
        values = [getattr(one, attribute) for one in ours]
        known = [value for value in values if value is not None]
        scores[name] = {
            "mean": float(np.mean(known)) if known else None,
            "sd": float(np.std(known, ddof=1)) if len(known) > 1 else None,
            "values": values,
        }
    return {"arm": arm, "size": size, **scores}


def _gain(size: int, against: str, metric: str, tests: list[TestSet], ours: list[Outcome]) -> dict[str, Any]:
    arms = {(one.arm, one.seed): one for one in ours if one.size == size}
    pairs = [(arms[against, test.seed], arms["pretrained", test.seed]) for test in tests]
    scores = [
        TestScores(
            test.patients, test.truth, *(_calls(one) if metric == "f1Tuned" else one.probabilities for one in pair)
        )
        for test, pair in zip(tests, pairs, strict=True)
    ]
    measure = "f1" if metric == "f1Tuned" else metric
    gain = paired_gain(scores, measure, replicates=_REPLICATES, level=_LEVEL)
    before, after = (float(np.mean([getattr(pair[side], _SCORES[metric]) for pair in pairs])) for side in range(2))
    return {"size": size, "against": against, "metric": metric, "before": before, "after": after, **asdict(gain)}


def _calls(outcome: Outcome) -> np.ndarray:
    """1 where a strip is called positive at the network's own threshold, else 0."""
    assert outcome.threshold is not None, "every network that was trained has one"
    return (outcome.probabilities >= outcome.threshold).astype(float)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value
