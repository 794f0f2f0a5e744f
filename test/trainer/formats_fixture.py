"""A data set with every kind of ground truth, and what NumPy reads of it: what all formats are held against."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from conftest import EXAMPLES

ROOT = EXAMPLES.parent

# Beats more than 1023 samples apart, P waves without beats, ectopic beats, episodes of another rhythm, a class whose
# rhythm has no WFDB name, and names that tables have to quote.
SPEC = """ecgspec: 1
title: Every kind of truth
seed: 7
recording: { rate: 1000 Hz, duration: 6 s }
beats:
  n:
    P: { amplitude: 0.15 mV ± 0.02 mV, at: -160 ms, width: 18 ms }
    R: { amplitude: 0.8..1.4 mV, at: 0 ms, width: 10 ms }
    T: { amplitude: 0.3 mV, at: 260 ms, rise: 45 ms, fall: 32 ms }
  v:
    symbol: V
    R: { amplitude: 1.5 mV, at: 0 ms, width: 35 ms }
    T: { amplitude: -0.4 mV, at: 300 ms, width: 50 ms }
classes:
  slow: { title: 'Slow, "regular"', beat: n, code: (SBR, rhythm: { type: sinus, rate: 38..42 bpm } }
  block: { beat: n, rhythm: { type: sinus, rate: 60..80 bpm }, conduction: { type: mobitz-2, cycle: 3 } }
  pvc:
    beat: n
    code: (N
    rhythm: { type: sinus, rate: 70..80 bpm }
    ectopy: { beat: v, burden: 20 %, coupling: 60..70 %, pause: full }
    episodes: { class: fast, burden: 50 %, duration: 2 s }
  fast: { beat: n, rhythm: { type: sinus, rate: 110..120 bpm } }
noise: [{ type: white, rms: 10 µV }]
dataset: { strips: 12, validation: 25 %, segments: true, parameters: true }
"""

# No beats, no fiducials, no parameters, one split.
BARE = """ecgspec: 1
title: No beats at all
recording: { rate: 250 Hz, duration: 2 s }
beats:
  n: { R: { amplitude: 1 mV, at: 0 ms, width: 10 ms } }
classes:
  VF: { beat: n, rhythm: { type: none }, ventricular: { type: fibrillation, rate: 240..360 bpm, amplitude: 0.4..1 mV } }
dataset: { strips: 3, validation: 0 % }
"""


def ecgspec(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the command line as it was built."""
    command = ["node", str(ROOT / "dist" / "cli.js"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@dataclass(frozen=True)
class Strip:
    """All that a set knows of one strip, in the set's own numbers."""

    shard: str
    row: int
    split: str
    label: int
    name: str
    index: int
    samples: np.ndarray
    """int16 (T,)."""
    beats: list[dict[str, int]]
    rhythms: list[dict[str, int]]
    segments: np.ndarray | None
    waves: list[dict[str, float]]
    values: list[dict[str, float]]


@dataclass(frozen=True)
class Truth:
    folder: Path
    manifest: dict
    strips: list[Strip]


def read_truth(folder: Path) -> Truth:
    """Reads a set with NumPy alone, by its manifest."""
    manifest = json.loads((folder / "manifest.json").read_text())
    strips = []
    for shard in manifest["shards"]:
        arrays = {part: np.load(folder / one["file"]) for part, one in shard.items() if isinstance(one, dict)}

        def rows(part: str, row: int, arrays: dict = arrays) -> list[dict]:
            columns = manifest["columns"][part]
            of_strip = arrays[part][arrays[part][:, 0] == row]
            return [dict(zip(columns, one.tolist(), strict=True)) for one in of_strip]

        for row, (label, index) in enumerate(arrays["labels"].tolist()):
            strips.append(
                Strip(
                    shard["signals"]["file"].split(".")[0],
                    row,
                    shard["split"],
                    label,
                    manifest["classes"][label]["name"],
                    index,
                    arrays["signals"][row, 0],
                    rows("beats", row),
                    rows("rhythms", row),
                    arrays["segments"][row] if "segments" in arrays else None,
                    rows("waves", row) if "waves" in arrays else [],
                    rows("values", row) if "values" in arrays else [],
                )
            )
    return Truth(folder, manifest, strips)
