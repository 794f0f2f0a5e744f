"""The library's rhythms without their noise, written by the command line: what tests that measure samples look at."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from conftest import EXAMPLES

CLI = EXAMPLES.parent / "dist" / "cli.js"
LIBRARY = EXAMPLES / "library"


@dataclass(frozen=True)
class CleanStrips:
    """The strips of one class."""

    # (n, T) mV.
    signals: np.ndarray
    # For each strip its rows of beats.npy.
    beats: list[np.ndarray]


def clean_strips(spec: Path, folder: Path, rate: int, seconds: int, count: int) -> dict[str, CleanStrips]:
    """`count` strips of every class of a spec of the library, by name; `folder` takes the data set."""
    node = shutil.which("node")
    assert node is not None and CLI.exists()
    text, cut = re.subn(r"\nnoise:\n(  .*\n)+", "\n", spec.read_text(encoding="utf-8"))
    assert cut == 1 and re.search(r"^recording:", text, re.MULTILINE) is None
    noiseless, out = folder / spec.name, folder / spec.stem
    noiseless.write_text(f"{text}\nrecording: {{ rate: {rate} Hz, duration: {seconds} s }}\n", encoding="utf-8")
    command = [node, str(CLI), "generate", str(noiseless), "--out", str(out), "--strips", str(count), "--workers", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return _read(out)


def _read(folder: Path) -> dict[str, CleanStrips]:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    scale, samples = manifest["recording"]["unit"]["mV"], manifest["recording"]["samples"]
    strips = {}
    for number, one in enumerate(manifest["classes"]):
        count = one["train"] + one["validation"]
        strips[number] = CleanStrips(np.zeros((count, samples)), [np.zeros((0, 0), int)] * count)
    for shard in manifest["shards"]:
        signals, labels, beats = (np.load(folder / shard[kind]["file"]) for kind in ("signals", "labels", "beats"))
        for row, (number, index) in enumerate(labels):
            strips[number].signals[index] = signals[row, 0] * scale
            strips[number].beats[index] = beats[beats[:, 0] == row]
    return {one["name"]: strips[number] for number, one in enumerate(manifest["classes"])}
