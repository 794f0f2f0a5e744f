"""The `realism` job: opens both sides, measures them, and writes the report."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

import numpy as np

from ecgspec_trainer.dataset import Dataset, open_dataset
from ecgspec_trainer.errors import UserError
from ecgspec_trainer.events import EventLog
from ecgspec_trainer.outputs import LOG, OutputFolder
from ecgspec_trainer.progress import duration, say
from ecgspec_trainer.realism.compare import compare
from ecgspec_trainer.realism.group import Group, measure_group
from ecgspec_trainer.realism.report import FORMAT, build_report, distances_csv, measures_csv, report_json
from ecgspec_trainer.recordings import Recordings, open_recordings

__all__ = ["FORMAT", "KEY", "open_inputs", "produces", "run_job"]

REPORT, DISTANCES, MEASURES_FILE = "realism.json", "distances.csv", "measures.csv"
KEY = REPORT
produces = (MEASURES_FILE, DISTANCES, REPORT, "realism.html", LOG)

_STRIPS, _QUICK_STRIPS = 500, 150
_FEWEST = 5


@dataclass(frozen=True)
class Inputs:
    """What a run needs, opened and checked."""

    dataset: Dataset
    recordings: Recordings
    classes: list[str]
    """Those that both sides have, in the order of the data set."""
    left_out: list[tuple[str, str]]
    """Classes that cannot be compared, with the reason."""
    strips: int


def open_inputs(options: argparse.Namespace) -> Inputs:
    """Opens what the command line names. Raises UserError."""
    dataset = open_dataset(options.data, for_training=False)
    recordings = open_recordings(options.real, vars(options), dataset.classes)
    strips = options.strips or (_QUICK_STRIPS if options.quick else _STRIPS)
    if strips < _FEWEST:
        raise UserError(f"--strips {strips} is too few to compare; give at least {_FEWEST}.")
    classes, left_out = [], []
    for one in dataset.manifest["classes"]:
        name = one["name"]
        counts = {"synthetic": one["train"] + one["validation"], "real": recordings.labels.count(name)}
        side = min(counts, key=lambda side: counts[side])
        if counts[side] >= _FEWEST:
            classes.append(name)
            continue
        few = (
            f"only {counts[side]} {side} strip{'s' if counts[side] > 1 else ''}" if counts[side] else f"no {side} strip"
        )
        left_out.append((name, f"{name} is left out: {few}; a comparison needs at least {_FEWEST}."))
    if not classes:
        raise UserError(
            f"No class has {_FEWEST} strips both in {dataset.folder} and in {recordings.folder}; "
            "add recordings, or say with --map what their labels stand for."
        )
    return Inputs(dataset, recordings, classes, left_out, strips)


def run_job(inputs: Inputs, folder: OutputFolder, log: EventLog) -> None:
    """Raises UserError."""
    started = time.monotonic()
    dataset, recordings = inputs.dataset, inputs.recordings
    names = inputs.classes
    log.write("start", job="realism", total={"classes": len(names)}, device="cpu", classes=names)
    say(f"Comparing {dataset.folder.name} with {recordings.folder.name}: {', '.join(names)}.")
    for _, reason in inputs.left_out:
        say(reason)
    # Both sides are as long as the shorter one, since the range of a strip grows with its length.
    seconds = min(dataset.samples / dataset.rate, recordings.samples / recordings.rate)
    comparisons, groups = [], []
    for number, name in enumerate(names, start=1):
        synthetic = synthetic_group(dataset, name, inputs.strips, seconds)
        real = real_group(recordings, name, inputs.strips, seconds)
        groups += [synthetic, real]
        comparisons.append(compare(name, synthetic, real))
        log.write("step", step=number, epoch=number / len(names))
        say(
            f"[{number}/{len(names)}] {name}: {len(synthetic.rows)} synthetic and {len(real.rows)} real strips of "
            f"{len(set(real.patients))} patients measured."
        )
    took = time.monotonic() - started
    report = build_report(dataset, recordings, seconds, comparisons, inputs.left_out, took)
    folder.stage_text(MEASURES_FILE, measures_csv(groups))
    folder.stage_text(DISTANCES, distances_csv(comparisons))
    folder.stage_text(REPORT, report_json(report))
    folder.commit()
    log.forget_earlier()
    log.write("done", seconds=took, outputs=[REPORT, DISTANCES, MEASURES_FILE])
    say(f"Compared in {duration(took)}. Results: {folder.path}")


def synthetic_group(dataset: Dataset, name: str, most: int, seconds: float) -> Group:
    """The first strips of a class, of either split: of a generated set any part is as good as any other."""
    number = dataset.classes.index(name)
    length = round(seconds * dataset.rate)
    taken: list[np.ndarray] = []
    rows: list[int] = []
    for split in ("train", "validation"):
        for signals, labels in dataset.shards(split):
            here = np.flatnonzero(labels[:, 0] == number)[: most - len(rows)]
            taken.append(np.asarray(signals[here, 0, :length]))
            rows += labels[here, 1].tolist()
    strips = np.concatenate(taken)
    return measure_group("synthetic", name, strips, dataset.rate, dataset.scale, rows, [str(row) for row in rows])


def real_group(recordings: Recordings, name: str, most: int, seconds: float) -> Group:
    """Strips of a class, as many of each patient as of any other if they have them, so that nobody speaks for all."""
    places_of: dict[str, list[int]] = {}
    for place, (label, patient) in enumerate(zip(recordings.labels, recordings.patients, strict=True)):
        if label == name:
            places_of.setdefault(patient, []).append(place)
    each = -(-most // len(places_of))
    # Turn by turn, so that whoever is cut off by `most` is cut off alike.
    turns = sorted((turn, place) for places in places_of.values() for turn, place in enumerate(places[:each]))
    places = sorted(place for _, place in turns[:most])
    length = round(seconds * recordings.rate)
    strips = np.asarray(recordings.signals[recordings.rows[places], :length])
    rows = recordings.rows[places].tolist()
    patients = [recordings.patients[place] for place in places]
    return measure_group("real", name, strips, recordings.rate, recordings.scale, rows, patients)
