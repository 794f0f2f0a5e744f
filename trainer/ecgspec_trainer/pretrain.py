"""Pre-training on synthetic strips, by their classes or without them (see `objectives/`)."""

from __future__ import annotations

import argparse
import math
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from ecgspec_trainer.dataset import Dataset, open_dataset
from ecgspec_trainer.errors import UserError
from ecgspec_trainer.events import EventLog
from ecgspec_trainer.loop import Epoch, Fit, Settings, Step, fit, predict
from ecgspec_trainer.model_files import CONFIG, FORMAT, WEIGHTS, stage_model
from ecgspec_trainer.models import Network, build_model, check_architecture, parameter_count
from ecgspec_trainer.objectives import OBJECTIVES
from ecgspec_trainer.objectives.goal import Goal, goal_of, outputs_of
from ecgspec_trainer.objectives.probe import fit_probe
from ecgspec_trainer.objectives.supervised import class_auroc
from ecgspec_trainer.onnx_export import ONNX, stage_onnx
from ecgspec_trainer.outputs import LOG, OutputFolder
from ecgspec_trainer.progress import Pace, duration, say
from ecgspec_trainer.runtime import Runtime, seed_everything, start_runtime
from ecgspec_trainer.signals import count_flat, prepare, ratio

__all__ = ["FORMAT", "KEY", "open_inputs", "produces", "run_job"]

KEY = CONFIG
produces = (WEIGHTS, ONNX, CONFIG, LOG)

# Where a data set has no validation split, this share of each class's training strips stands in.
_HELD_OUT = 0.1
_PATIENCE = 5
# 64 times the channels of the first stage's 64: a network of 700 million numbers.
_WIDEST = 8
# --quick: at most so much of everything.
_QUICK = {"strips": 5000, "epochs": 6, "width": 0.25, "rate": 100.0}


@dataclass(frozen=True)
class Plan:
    """What is trained on what: the data set's own wishes, the command line's, and --quick's limits."""

    architecture: str
    objective: str
    classes: list[str]
    """Those of the data set that are trained on; for `each-against-normal` the first is normal."""
    width: float
    rate: float
    epochs: int
    batch: int
    learning_rate: float
    seed: int
    strips: int | None
    """At most so many training strips; None = all."""


@dataclass(frozen=True)
class Inputs:
    """What a run needs, opened and checked."""

    dataset: Dataset
    plan: Plan
    runtime: Runtime


def open_inputs(options: argparse.Namespace) -> Inputs:
    """Opens what the command line names. Raises UserError."""
    dataset = open_dataset(options.data)
    plan = plan_of(dataset, options)
    if plan.width > _WIDEST:
        raise UserError(f"A width of {plan.width:g} makes too large a network; give --width of at most {_WIDEST}.")
    ratio(dataset.rate, plan.rate)
    return Inputs(dataset, plan, start_runtime(options.device, options.threads))


def run_job(inputs: Inputs, folder: OutputFolder, log: EventLog) -> None:
    """The `pretrain` job. Raises UserError."""
    started = time.monotonic()
    dataset, plan, runtime = inputs.dataset, inputs.plan, inputs.runtime
    train, validation = load_splits(dataset, plan)
    seed_everything(plan.seed)
    outputs = outputs_of(plan.objective, plan.classes)
    model = build_model(plan.architecture, len(outputs), plan.width)
    log.write(
        "start",
        job="pretrain",
        total={"epochs": plan.epochs},
        device=runtime.name,
        classes=plan.classes,
        architecture=plan.architecture,
        objective=plan.objective,
    )
    unused = [name for name in dataset.classes if name not in dataset.trained]
    if unused:
        say(f"Note: the data set has no training strips of {', '.join(unused)}.")
    say(
        f"Pre-training {plan.architecture} at width {plan.width:g} ({parameter_count(model):,} parameters) on "
        f"{len(train[0]):,} strips of {', '.join(plan.classes)} at {plan.rate:g} Hz; {plan.objective}; {runtime.name}."
    )
    goal = goal_of(plan.objective, model, train[1], len(plan.classes), plan.rate, plan.batch)
    result, auroc = train_network(goal, train, validation, plan, runtime, log)
    if goal.needs_probe:
        fit_probe(model, *train, runtime)
        auroc = class_auroc(validation[1].numpy(), predict(model, validation[0], runtime).numpy())
        say(f"A linear layer tells the classes from what was learned without them: validation AUROC {auroc:.3f}.")
    seconds = time.monotonic() - started
    config = configuration(dataset, plan, model, train, result, auroc, runtime, seconds)
    stage_model(folder, model, config | stage_onnx(folder, model, config, dataset))
    folder.commit()
    log.forget_earlier()
    log.write("done", seconds=seconds, outputs=[WEIGHTS, CONFIG])
    say(f"Pre-trained in {duration(seconds)}; validation AUROC {auroc:.3f}. Model: {folder.path}")


def plan_of(dataset: Dataset, options: argparse.Namespace) -> Plan:
    """The command line wins over the data set; --quick caps what the command line does not say."""
    asked = dataset.manifest["training"]
    quick = options.quick

    def limited(given: float | None, wanted: float, limit: float) -> float:
        return given if given is not None else min(wanted, limit) if quick else wanted

    objective = options.objective or OBJECTIVES[0]
    return Plan(
        objective=objective,
        classes=chosen_classes(dataset, objective, options.normal, options.positive),
        architecture=check_architecture(options.model or str(asked["model"])),
        width=float(limited(options.width, float(asked["width"]), _QUICK["width"])),
        rate=float(limited(options.training_rate, float(asked["rate"]), _QUICK["rate"])),
        epochs=int(limited(options.epochs, int(asked["epochs"]), _QUICK["epochs"])),
        batch=options.batch or int(asked["batch"]),
        learning_rate=options.learning_rate or float(asked["learningRate"]),
        seed=options.seed,
        strips=int(_QUICK["strips"]) if quick else None,
    )


def chosen_classes(dataset: Dataset, objective: str, normal: str | None, positive: list[str] | None) -> list[str]:
    """
    All classes that have strips to train on, or for `each-against-normal` normal and those that are told from it.
    Raises UserError.
    """
    classes = dataset.trained
    if objective != "each-against-normal":
        if normal or positive:
            raise UserError("--normal and --positive say what each-against-normal compares; give that --objective.")
        return classes
    reference = normal or classes[0]
    others = positive or [name for name in classes if name != reference]
    for name in (reference, *others):
        if name not in classes:
            raise UserError(f'"{name}" is no class of the data set with training strips; it has {", ".join(classes)}.')
    if reference in others:
        raise UserError(f'"{reference}" cannot be told from itself; name another class with --normal or --positive.')
    return [reference, *dict.fromkeys(others)]


def load_splits(
    dataset: Dataset, plan: Plan
) -> tuple[tuple[torch.Tensor, torch.Tensor], tuple[torch.Tensor, torch.Tensor]]:
    """Training and validation strips, (n, T) float32 as the network sees them, with class numbers (n,)."""
    strips, labels = _of_classes(plan, dataset, *_load(dataset, "train", plan, plan.strips))
    held_strips, held_labels = _of_classes(plan, dataset, *_load(dataset, "validation", plan, plan.strips))
    if len(held_labels) == 0:
        for number, count in enumerate(np.bincount(labels, minlength=len(plan.classes))):
            if count == 1:
                raise UserError(
                    f"The data set in {dataset.folder} has no validation strips and only one training strip of class "
                    f"{plan.classes[number]}, so none can be set apart; generate more strips."
                )
        say(f"The data set has no validation strips; {_HELD_OUT:.0%} of the training strips stand in.")
        held = _every_tenth(labels)
        held_strips, held_labels = strips[held], labels[held]
        strips, labels = strips[~held], labels[~held]
    return (
        (torch.from_numpy(strips), torch.from_numpy(labels)),
        (torch.from_numpy(held_strips), torch.from_numpy(held_labels)),
    )


def _load(dataset: Dataset, split: str, plan: Plan, limit: int | None) -> tuple[np.ndarray, np.ndarray]:
    pace = Pace(2.0)
    parts: list[np.ndarray] = []
    numbers: list[np.ndarray] = []
    have = 0
    shards = dataset.shards(split)
    total = min(sum(len(labels) for _, labels in shards), limit or 2**62)
    for signals, labels in shards:
        # Any prefix of a split is balanced, so a limit just stops early.
        count = min(len(labels), total - have)
        if count <= 0:
            break

        def tell(done: int, before: int = have) -> None:
            if pace.due():
                say(f"Reading {split} strips: {before + done:,} of {total:,}.")

        parts.append(
            prepare(signals[:count], rate=dataset.rate, target=plan.rate, scale=dataset.scale, on_progress=tell)
        )
        numbers.append(np.asarray(labels[:count, 0], np.int64))
        have += count
    if not parts:
        return np.empty((0, 1), np.float32), np.empty(0, np.int64)
    strips = np.concatenate(parts)
    flat = count_flat(strips)
    if flat:
        say(f"Note: {flat:,} of {len(strips):,} {split} strips are flat lines.")
    return strips, np.concatenate(numbers)


def _of_classes(plan: Plan, dataset: Dataset, strips: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The strips of the plan's classes, numbered as the plan does."""
    if plan.classes == dataset.classes:
        return strips, labels
    numbers = np.array([plan.classes.index(name) if name in plan.classes else -1 for name in dataset.classes])
    here = numbers[labels] >= 0
    return strips[here], numbers[labels[here]]


def _every_tenth(labels: np.ndarray) -> np.ndarray:
    """Marks the last tenth of each class."""
    held = np.zeros(len(labels), bool)
    for number in np.unique(labels):
        rows = np.flatnonzero(labels == number)
        held[rows[len(rows) - max(1, round(len(rows) * _HELD_OUT)) :]] = True
    return held


def train_network(
    goal: Goal,
    train: tuple[torch.Tensor, torch.Tensor],
    validation: tuple[torch.Tensor, torch.Tensor],
    plan: Plan,
    runtime: Runtime,
    log: EventLog,
) -> tuple[Fit, float]:
    """
    Trains, tells log and terminal how it goes, and returns how it went and the best epoch's validation AUROC, nan where
    the goal knows none.
    """
    pace, began = Pace(3.0), time.monotonic()
    truth = validation[1].numpy()
    best = float("nan")

    def on_step(step: Step) -> None:
        log.write(
            "step",
            step=step.number,
            epoch=step.epoch,
            loss=step.loss,
            lr=step.learning_rate,
            stripsPerSecond=step.rate,
        )
        if pace.due():
            left = (time.monotonic() - began) / step.number * (step.total - step.number)
            say(
                f"Epoch {math.ceil(step.epoch)} of {plan.epochs}: loss {step.loss:.3f}, "
                f"{step.rate:,.0f} strips/s, {duration(left)} left."
            )

    def on_epoch(epoch: Epoch) -> None:
        nonlocal best
        auroc = goal.auroc(truth, epoch.outputs.numpy()) if goal.auroc else float("nan")
        if epoch.is_best:
            best = auroc
        log.write(
            "epoch",
            epoch=epoch.number,
            trainLoss=epoch.train_loss,
            validationLoss=epoch.validation_loss,
            validationAuroc=auroc,
        )
        say(
            f"Epoch {epoch.number} of {plan.epochs} done: training loss {epoch.train_loss:.3f}, "
            f"validation loss {epoch.validation_loss:.3f}" + (f", validation AUROC {auroc:.3f}." if goal.auroc else ".")
        )

    settings = Settings(
        epochs=plan.epochs,
        batch=plan.batch,
        learning_rate=plan.learning_rate,
        patience=_PATIENCE,
        seed=plan.seed,
        schedule="one-cycle",
    )
    result = fit(goal.module, train, validation, goal.objective, settings, runtime, on_step, on_epoch)
    return result, best


def configuration(
    dataset: Dataset,
    plan: Plan,
    model: Network,
    train: tuple[torch.Tensor, torch.Tensor],
    result: Fit,
    auroc: float,
    runtime: Runtime,
    seconds: float,
) -> dict[str, Any]:
    """What `config.json` says: all that is needed to use the model, and where it comes from."""
    manifest = dataset.manifest
    return {
        "architecture": plan.architecture,
        "objective": plan.objective,
        "width": plan.width,
        "parameters": parameter_count(model),
        "rate": plan.rate,
        "samples": train[0].shape[1],
        "normalisation": "per strip: mean 0, standard deviation 1",
        "classes": plan.classes,
        "outputs": outputs_of(plan.objective, plan.classes),
        "classTitles": {
            one["name"]: one.get("title", one["name"]) for one in manifest["classes"] if one["name"] in plan.classes
        },
        "dataset": {
            "title": manifest.get("title", ""),
            "manifestSha256": dataset.manifest_sha256,
            "specSha256": manifest["spec"]["sha256"],
            "seed": manifest.get("seed"),
        },
        "pretraining": {
            "strips": len(train[0]),
            "seed": plan.seed,
            "epochs": result.epochs,
            "bestEpoch": result.best_epoch,
            "batch": plan.batch,
            "learningRate": plan.learning_rate,
            "validationLoss": round(result.best_loss, 6),
            "validationAuroc": round(auroc, 6),
            "seconds": round(seconds, 1),
        },
        "environment": runtime.describe(),
    }
