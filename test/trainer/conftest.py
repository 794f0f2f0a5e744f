"""Shared by all tests of the trainer: small data sets and recordings in the layouts of ARCHITECTURE.md."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

# Read once, when PyTorch loads; see ecgspec_trainer/__main__.py.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import pytest

from ecgspec_trainer import cli

TRAINER = Path(__file__).resolve().parents[2] / "trainer"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

RATE, SECONDS = 100, 8


def beats(kind: str, count: int, rng: np.random.Generator, rate: int = RATE, seconds: float = SECONDS) -> np.ndarray:
    """
    (count, T) mV: Gaussian beats. "NSR" comes regularly and has P waves, "AF" comes irregularly without them, "PVC" has
    wide beats between the regular ones.
    """
    time = np.arange(round(rate * seconds)) / rate
    strips = rng.normal(0, 0.02, (count, len(time)))
    for strip in strips:
        mean_rr = rng.uniform(0.7, 1.1)
        at = rng.uniform(0, mean_rr)
        while at < seconds:
            wide = kind == "PVC" and rng.random() < 0.4
            strip += (1.5 if wide else 1.0) * np.exp(-0.5 * ((time - at) / (0.05 if wide else 0.015)) ** 2)
            if kind != "AF" and not wide:
                strip += 0.2 * np.exp(-0.5 * ((time - at + 0.16) / 0.025) ** 2)
            at += mean_rr * (rng.uniform(0.5, 1.6) if kind == "AF" else rng.normal(1, 0.01))
    return strips


def entry(path: Path) -> dict[str, object]:
    return {"file": path.name, "bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def write_dataset(folder: Path, classes: tuple[str, ...], train: int, validation: int, **training: object) -> Path:
    """A data set as `ecgspec generate` writes it, less the beats; counts are per class."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(1)
    (folder / "spec.ecgspec").write_text("ecgspec: 1\n")
    shards = []
    for split, count in (("train", train), ("validation", validation)):
        if count == 0:
            continue
        by_class = np.stack([beats(name, count, rng) for name in classes], axis=1)
        signals = np.clip(by_class.reshape(count * len(classes), 1, -1) * 1000, -32767, 32767).astype("<i2")
        labels = np.array([[number, index] for index in range(count) for number in range(len(classes))], "<i4")
        shard: dict[str, object] = {"split": split, "strips": len(labels)}
        for kind, array in (("signals", signals), ("labels", labels)):
            path = folder / f"{split}-00000.{kind}.npy"
            np.save(path, array)
            shard[kind] = entry(path)
        shards.append(shard)
    manifest = {
        "format": "ecgspec-dataset",
        "version": 1,
        "title": "Test",
        "spec": {"file": "spec.ecgspec", "sha256": "0" * 64},
        "seed": 1,
        "recording": {
            "rate": RATE,
            "duration": SECONDS,
            "samples": RATE * SECONDS,
            "lead": "II",
            "unit": {"mV": 0.001},
        },
        "classes": [{"name": name, "title": name, "train": train, "validation": validation} for name in classes],
        "shards": shards,
        "training": {
            "model": "resnet18",
            "width": 0.125,
            "rate": 50,
            "epochs": 4,
            "batch": 16,
            "learningRate": 0.003,
            **training,
        },
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def write_recordings(folder: Path, counts: dict[str, int], per_patient: int = 1, **about: object) -> Path:
    """Real recordings with labels as databases have them (NORM, AFIB, PVC); counts are strips per label."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(2)
    kinds = {"NORM": "NSR", "AFIB": "AF"}
    parts, rows = [], []
    for label, count in counts.items():
        parts.append(beats(kinds.get(label, label), count, rng))
        rows += [f"{label},{label}-{index // per_patient}" for index in range(count)]
    np.save(folder / "strips.npy", (np.concatenate(parts) * 1000).astype("<i2"))
    (folder / "strips.csv").write_text("primary,patient\n" + "\n".join(rows) + "\n")
    (folder / "recordings.json").write_text(json.dumps({"rate": RATE, "crop": 0.3, **about}))
    return folder


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three classes that are easy to tell apart."""
    return write_dataset(tmp_path_factory.mktemp("data") / "set", ("NSR", "AF", "PVC"), 120, 30)


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_recordings(tmp_path_factory.mktemp("real") / "strips", {"NORM": 40, "AFIB": 36, "OTHER": 3})


@dataclass(frozen=True)
class Ended:
    """What a run left on the terminal."""

    returncode: int
    stdout: str
    stderr: str


def run_trainer(*arguments: str | Path) -> Ended:
    """Runs the command line in this process: loading PyTorch takes longer than most of these runs."""
    out, err = io.StringIO(), io.StringIO()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = cli.run([str(one) for one in arguments])
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    return Ended(code, out.getvalue(), err.getvalue())


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-u", "-m", "ecgspec_trainer", *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(TRAINER), "PYTHONUTF8": "1"}


@pytest.fixture(scope="session")
def model(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network pre-trained on `dataset` through the command line."""
    out = tmp_path_factory.mktemp("models") / "model"
    done = run_trainer("pretrain", "--data", dataset, "--out", out, "--epochs", "8", "--threads", "2")
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture
def one_sentence() -> Callable[[BaseException | str], str]:
    """Checks that a message reads like one: a single line that ends like a sentence; returns it."""

    def check(error: BaseException | str) -> str:
        text = str(error).strip()
        assert text and "\n" not in text
        assert text.endswith(".")
        assert "Traceback" not in text
        return text

    return check
