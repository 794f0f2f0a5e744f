"""Small data sets and recordings, in the layout that ARCHITECTURE.md fixes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

CLASSES = ("NSR", "AF")
RATE, SECONDS = 100, 4


def beats(count: int, irregular: bool, generator: np.random.Generator) -> np.ndarray:
    """Narrow beats in µV, regular or not: (count, samples) int16. Easy to tell apart, and nothing else."""
    samples = RATE * SECONDS
    time = np.arange(samples) / RATE
    out = np.zeros((count, samples))
    for strip in out:
        at = generator.uniform(0, 0.5)
        while at < SECONDS:
            strip += 1000 * np.exp(-((time - at) ** 2) / (2 * 0.02**2))
            at += generator.choice([0.35, 0.6, 1.0]) if irregular else 0.7
    return (out + generator.normal(0, 20, out.shape)).astype(np.int16)


def write_dataset(folder: Path, per_class: int = 60, validation: int = 12) -> Path:
    folder.mkdir(parents=True)
    generator = np.random.default_rng(1)
    shards = []
    for split, count in (("train", per_class), ("validation", validation)):
        signals = np.stack([beats(count, name == "AF", generator) for name in CLASSES], axis=1)
        signals = signals.reshape(2 * count, 1, -1)
        labels = np.stack([np.tile([0, 1], count), np.repeat(np.arange(count), 2)], axis=1).astype(np.int32)
        shard: dict = {"split": split, "strips": 2 * count}
        for kind, array in (("signals", signals), ("labels", labels), ("beats", np.zeros((0, 12), np.int32))):
            file = folder / f"{split}-00000.{kind}.npy"
            np.save(file, array)
            data = file.read_bytes()
            shard[kind] = {"file": file.name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        shards.append(shard)
    (folder / "spec.ecgspec").write_text("ecgspec: 1\n")
    manifest = {
        "format": "ecgspec-dataset",
        "version": 1,
        "generator": "test",
        "created": "2026-01-01T00:00:00Z",
        "title": "test",
        "spec": {"file": "spec.ecgspec", "sha256": hashlib.sha256(b"ecgspec: 1\n").hexdigest()},
        "seed": 1,
        "recording": {
            "rate": RATE,
            "duration": SECONDS,
            "samples": RATE * SECONDS,
            "lead": "II",
            "unit": {"mV": 0.001},
        },
        "classes": [
            {"name": name, "title": name, "train": per_class, "validation": validation} for name in CLASSES
        ],
        "beatTypes": ["normal"],
        "columns": {"labels": ["class", "index"], "beats": []},
        "shards": shards,
        "training": {
            "model": "resnet18",
            "width": 0.125,
            "rate": 100,
            "epochs": 6,
            "batch": 16,
            "learningRate": 0.003,
        },
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def write_recordings(folder: Path, per_class: int = 30) -> Path:
    """Two strips a patient, labels as PTB-XL names them."""
    folder.mkdir(parents=True)
    generator = np.random.default_rng(2)
    strips = np.concatenate([beats(per_class, name == "AF", generator) for name in CLASSES])
    np.save(folder / "strips.npy", strips)
    rows = ["patient,label"]
    for index in range(2 * per_class):
        rows.append(f"p{index // 2},{'NORM' if index < per_class else 'AFIB'}")
    (folder / "strips.csv").write_text("\n".join(rows) + "\n")
    (folder / "recordings.json").write_text(
        json.dumps({"signals": "strips.npy", "rate": RATE, "labels": "strips.csv", "unit": {"mV": 0.001}})
    )
    return folder


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return write_dataset(tmp_path / "set")


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    return write_recordings(tmp_path / "real")
