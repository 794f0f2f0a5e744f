"""
Fine-tunes on real strips and compares four arms on the same test patients: `scratch` (random start), `scratch-long`
(random start, and as much compute as pre-training and fine-tuning together), `pretrained` (fine-tuned from the
pre-trained weights) and `synthetic` (the pre-trained network as it is, no real strip seen).
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from torch import nn

from ecgspec_trainer.errors import UserError
from ecgspec_trainer.events import EventLog
from ecgspec_trainer.finetune import Recipe, fine_tune, probabilities
from ecgspec_trainer.metrics import auprc, auroc, best_threshold, f1
from ecgspec_trainer.model_files import SavedModel, binary_from, load_model, start_from
from ecgspec_trainer.outputs import LOG, OutputFolder
from ecgspec_trainer.progress import duration, say
from ecgspec_trainer.recordings import Recordings, open_recordings
from ecgspec_trainer.report import (
    FORMAT,
    GAINS,
    PREDICTIONS,
    REPORT,
    RESULTS,
    Outcome,
    TestSet,
    build_report,
    gains_csv,
    predictions_csv,
    report_json,
    results_csv,
)
from ecgspec_trainer.runtime import Runtime, seed_everything, start_runtime
from ecgspec_trainer.signals import count_broken, count_flat, prepare
from ecgspec_trainer.splits import Split, split_by_patient, take_per_class
from ecgspec_trainer.tasks import Task, choose_tasks

__all__ = ["FORMAT", "KEY", "open_inputs", "produces", "run_job"]

KEY = REPORT
produces = (PREDICTIONS, RESULTS, GAINS, REPORT, "report.html", LOG)

ALL = math.inf
_SIZES, _QUICK_SIZES = [1, 2, 5, 10, 25, 50, 100, 250, ALL], [5, 25]
# A quick run leaves the arm out that takes longest.
_TRAINED, _QUICK_TRAINED = ("scratch", "scratch-long", "pretrained"), ("scratch", "pretrained")
_SEEDS = 3
_EPOCHS, _QUICK_EPOCHS = 60, 25
_PATIENCE, _QUICK_PATIENCE = 15, 8
_BATCH, _LEARNING_RATE = 32, 1e-3


@dataclass(frozen=True)
class Protocol:
    """
    What is run: strips per class, ascending, inf for all that there are; number of seeds; the arms that are trained;
    the strips that `scratch-long` is given beyond the recipe; how each of their networks is trained.
    """

    sizes: list[float]
    seeds: int
    trained: tuple[str, ...]
    compute: int
    recipe: Recipe
    quick: bool


@dataclass(frozen=True)
class Bench:
    """One task at one seed: its strips, split by patient. Arrays are over the task's strips."""

    task: Task
    seed: int
    strips: np.ndarray
    truth: np.ndarray
    names: list[str]
    split: Split

    def part(self, rows: list[int]) -> tuple[np.ndarray, np.ndarray]:
        return self.strips[rows], self.truth[rows]


@dataclass(frozen=True)
class Inputs:
    """What a run needs, opened and checked."""

    saved: SavedModel
    recordings: Recordings
    strips: np.ndarray
    """The used strips as the network sees them, (n, T) float32."""
    tasks: list[Task]
    left_out: list[tuple[str, str]]
    """Classes that cannot be asked for, with the reason."""
    sizes: dict[str, list[int]]
    """Strips per class, by the task's positive class."""
    notes: list[str]
    protocol: Protocol
    runtime: Runtime


def open_inputs(options: argparse.Namespace) -> Inputs:
    """Opens what the command line names. Raises UserError."""
    saved = load_model(options.model)
    recordings = open_recordings(options.real, vars(options), saved.classes)
    tasks, left_out = choose_tasks(
        saved.classes, options.normal, options.positive, recordings.labels, recordings.patients
    )
    runtime = start_runtime(options.device, options.threads)
    protocol = protocol_of(options, equal_compute(saved))
    sizes, notes = available_sizes(protocol, tasks, recordings)
    strips, remarks = prepared(recordings, saved.rate)
    return Inputs(saved, recordings, strips, tasks, left_out, sizes, [*notes, *remarks], protocol, runtime)


def prepared(recordings: Recordings, rate: float) -> tuple[np.ndarray, list[str]]:
    """The used strips at the model's rate, and what there is to say about them. Raises UserError if most are flat."""
    raw = recordings.strips()
    strips = prepare(raw, rate=recordings.rate, target=rate, scale=recordings.scale)
    flat, broken, count = count_flat(strips), count_broken(raw), len(strips)
    if 2 * flat > count:
        raise UserError(
            f"{flat:,} of the {count:,} strips in {recordings.folder} are flat lines when a unit of the file is "
            f"{recordings.scale:g} mV; give the right --unit (mV per unit), or look at the signal file."
        )
    remarks = []
    if flat:
        remarks.append(f"{flat:,} of the {count:,} strips are flat lines; they are used as they are.")
    if broken:
        remarks.append(f"{broken:,} of the {count:,} strips have samples that are not finite, which count as 0 mV.")
    return strips, remarks


def run_job(inputs: Inputs, folder: OutputFolder, log: EventLog) -> None:
    """The `evaluate` job. Raises UserError."""
    started = time.monotonic()
    saved, recordings, runtime, protocol = inputs.saved, inputs.recordings, inputs.runtime, inputs.protocol
    tasks, left_out, sizes, notes = inputs.tasks, inputs.left_out, inputs.sizes, inputs.notes
    runs = sum(len(sizes[task.positive]) for task in tasks) * protocol.seeds * len(protocol.trained)
    log.write(
        "start",
        job="evaluate",
        total={"runs": runs},
        device=runtime.name,
        classes=[task.positive for task in tasks],
        normal=tasks[0].normal,
        sizes=sorted({size for task in tasks for size in sizes[task.positive]}),
        seeds=protocol.seeds,
    )
    _say_what_is_used(recordings, tasks, left_out, notes, runs, runtime)
    outcomes: list[Outcome] = []
    tests: list[TestSet] = []
    progress = _Progress(runs)
    for task in tasks:
        for seed in range(protocol.seeds):
            bench, rows = bench_of(task, seed, inputs.strips, recordings)
            tests.append(_test_set(bench, rows, recordings))
            for outcome in compare(bench, sizes[task.positive], saved, protocol, runtime):
                outcomes.append(outcome)
                log.write(
                    "result",
                    **{"class": task.positive},
                    arm=outcome.arm,
                    size=outcome.size,
                    seed=seed,
                    auroc=outcome.auroc,
                    auprc=outcome.auprc,
                    f1=outcome.f1,
                )
                progress.tell(outcome, protocol.seeds)
    seconds = time.monotonic() - started
    report = build_report(saved, recordings, tasks, left_out, tests, outcomes, protocol, notes, runtime, seconds)
    folder.stage_text(PREDICTIONS, predictions_csv(tests, outcomes))
    folder.stage_text(RESULTS, results_csv(outcomes))
    folder.stage_text(GAINS, gains_csv(report))
    folder.stage_text(REPORT, report_json(report))
    folder.commit()
    log.forget_earlier()
    log.write("done", seconds=seconds, outputs=[REPORT, RESULTS, GAINS, PREDICTIONS])
    _say_gains(report)
    say(f"Evaluated in {duration(seconds)}. Results: {folder.path}")


def equal_compute(saved: SavedModel) -> int:
    """Strips that went through the network in pre-training, each as often as it did; 0 where the model does not say."""
    told = saved.config.get("pretraining") or {}
    return int(told.get("strips", 0)) * int(told.get("epochs", 0))


def protocol_of(options: argparse.Namespace, compute: int) -> Protocol:
    """What the command line says, with the defaults of the full or the quick run. compute: as `equal_compute`."""
    quick = options.quick
    return Protocol(
        sizes=options.sizes or (_QUICK_SIZES if quick else _SIZES),
        seeds=options.seeds or _SEEDS,
        trained=_QUICK_TRAINED if quick or compute == 0 else _TRAINED,
        compute=compute,
        recipe=Recipe(
            epochs=options.epochs or (_QUICK_EPOCHS if quick else _EPOCHS),
            patience=_QUICK_PATIENCE if quick else _PATIENCE,
            batch=options.batch or _BATCH,
            learning_rate=options.learning_rate or _LEARNING_RATE,
        ),
        quick=quick,
    )


def available_sizes(
    protocol: Protocol, tasks: list[Task], recordings: Recordings
) -> tuple[dict[str, list[int]], list[str]]:
    """Sizes per positive class that every seed's training patients can fill, and a remark for each that was cut."""
    sizes: dict[str, list[int]] = {}
    notes: list[str] = []
    for task in tasks:
        most = min(_smaller_class(bench_rows(task, recordings), recordings, seed) for seed in range(protocol.seeds))
        enough = {int(size) for size in protocol.sizes if size <= most}
        sizes[task.positive] = sorted(enough | {most} if ALL in protocol.sizes or not enough else enough)
        cut = [str(size) for size in protocol.sizes if most < size < ALL]
        if cut:
            notes.append(
                f"{task.positive}: {' and '.join(cut)} strips per class were asked for and are left out; once test and "
                f"validation patients are set apart, there are {most}{'' if enough else ', which are used'}."
            )
    return sizes, notes


def _smaller_class(rows: list[int], recordings: Recordings, seed: int) -> int:
    labels = [recordings.labels[row] for row in rows]
    split = split_by_patient([recordings.patients[row] for row in rows], labels, seed)
    counts = [sum(labels[row] == name for row in split.train) for name in sorted(set(labels))]
    if min(counts) < 1:
        raise UserError(
            f"The patients of {' and '.join(sorted(set(labels)))} are too few to give each class a training strip."
        )
    return min(counts)


def bench_rows(task: Task, recordings: Recordings) -> list[int]:
    """Positions, among the used strips, of those of the task's two classes."""
    wanted = (task.positive, task.normal)
    return [position for position, label in enumerate(recordings.labels) if label in wanted]


def bench_of(task: Task, seed: int, strips: np.ndarray, recordings: Recordings) -> tuple[Bench, list[int]]:
    """The task's strips with their split, and the positions they came from."""
    rows = bench_rows(task, recordings)
    labels = [recordings.labels[row] for row in rows]
    split = split_by_patient([recordings.patients[row] for row in rows], labels, seed)
    truth = np.array([label == task.positive for label in labels], np.int64)
    return Bench(task, seed, strips[rows], truth, labels, split), rows


def compare(
    bench: Bench, sizes: list[int], saved: SavedModel, protocol: Protocol, runtime: Runtime
) -> Iterator[Outcome]:
    """All arms at all sizes, on the same test strips and, at each size, the same training strips."""
    yield score(bench, "synthetic", 0, binary_from(saved, bench.task.positive, bench.task.normal), runtime)
    for size in sizes:
        train = bench.part(take_per_class(bench.split.train, bench.names, size))
        # No more real strips to choose the best epoch with than to train on: they are as dear.
        validation = bench.part(take_per_class(bench.split.validation, bench.names, size))
        for arm in protocol.trained:
            seed_everything(bench.seed)
            ours = arm == "pretrained"
            model = start_from(saved, bench.task.positive, bench.task.normal) if ours else saved.fresh(1)
            more = protocol.compute if arm == "scratch-long" else 0
            fine_tune(model, train, validation, protocol.recipe, bench.seed, runtime, more)
            threshold = best_threshold(validation[1], probabilities(model, validation[0], runtime))
            yield score(bench, arm, size, model, runtime, threshold)


def score(
    bench: Bench, arm: str, size: int, model: nn.Module, runtime: Runtime, threshold: float | None = None
) -> Outcome:
    """threshold: that of the highest F1 on the validation strips; None where no real strip was seen."""
    strips, truth = bench.part(bench.split.test)
    predicted = probabilities(model, strips, runtime)
    return Outcome(
        positive=bench.task.positive,
        arm=arm,
        size=size,
        seed=bench.seed,
        auroc=float(auroc(truth, predicted)),
        auprc=float(auprc(truth, predicted)),
        f1=float(f1(truth, predicted)),
        threshold=threshold,
        f1_tuned=None if threshold is None else float(f1(truth, predicted, threshold=threshold)),
        probabilities=predicted,
    )


def _test_set(bench: Bench, rows: list[int], recordings: Recordings) -> TestSet:
    positions = [rows[row] for row in bench.split.test]
    return TestSet(
        positive=bench.task.positive,
        seed=bench.seed,
        rows=recordings.rows[positions],
        patients=np.array([recordings.patients[position] for position in positions]),
        labels=[recordings.labels[position] for position in positions],
        truth=bench.truth[bench.split.test],
    )


class _Progress:
    """A line for each fine-tuned network, with the time left."""

    def __init__(self, runs: int) -> None:
        self._runs = runs
        self._done = 0
        self._began = time.monotonic()

    def tell(self, outcome: Outcome, seeds: int) -> None:
        name = {
            "scratch": "from scratch",
            "scratch-long": "from scratch at equal compute",
            "pretrained": "pre-trained",
            "synthetic": "synthetic only",
        }[outcome.arm]
        what = f"{outcome.positive}, {name}, seed {outcome.seed + 1} of {seeds}"
        if outcome.arm == "synthetic":
            say(f"{what}: AUROC {outcome.auroc:.3f}.")
            return
        self._done += 1
        left = (time.monotonic() - self._began) / self._done * (self._runs - self._done)
        say(
            f"{what}, {outcome.size} strips per class: AUROC {outcome.auroc:.3f} "
            f"({self._done} of {self._runs}, {duration(left)} left)."
        )


def _say_what_is_used(
    recordings: Recordings,
    tasks: list[Task],
    left_out: list[tuple[str, str]],
    notes: list[str],
    runs: int,
    runtime: Runtime,
) -> None:
    say(
        f"Using {len(recordings.labels):,} real strips of {len(set(recordings.patients)):,} patients from "
        f"{recordings.folder}."
    )
    if recordings.left_out:
        parts = [
            f'{count:,} labelled "{text}"' if text else f"{count:,} without a label"
            for text, count in recordings.left_out.items()
        ]
        say(f"Left out, as they are of no class of the model: {', '.join(parts)}.")
    for name, reason in left_out:
        say(f"Left out {name}: {reason}.")
    for note in notes:
        say(f"Note: {note}")
    names = ", ".join(task.positive for task in tasks)
    say(f"Fine-tuning {runs} networks to tell {names} from {tasks[0].normal}; {runtime.name}.")


def _say_gains(report: dict) -> None:
    for task in report["tasks"]:
        for gain in task["gains"]:
            if gain["metric"] != "auroc" or gain["against"] != "scratch":
                continue
            say(
                f"{task['class']} against {task['normal']}, {gain['size']} real strips per class: AUROC "
                f"{gain['before']:.3f} from scratch, {gain['after']:.3f} pre-trained; gain {gain['mean']:+.3f} "
                f"(95 % interval {gain['low']:+.3f} to {gain['high']:+.3f})."
            )
