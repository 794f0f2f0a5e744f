"""
Cuts `examples/real` out of a larger folder of labelled strips (strips.i16 and strips.csv, 250 Hz, int16 microvolts).

    python trainer/tools/cut_excerpt.py FOLDER examples/real

Only PTB-XL: with a second source in it, a network could tell the classes by the source. All of its single-label AFIB
and PVC strips, and normal ones drawn at random (fixed seed) to fill up to 400, one strip per patient.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import numpy as np

SAMPLES, RATE = 2500, 250
TOTAL = 400
SEED = 20261123
COLUMNS = ("record", "patient", "lead", "primary", "codes", "age", "sex", "strat_fold")

RECORDINGS = {
    "signals": "strips.npy",
    "rate": RATE,
    "unit": {"mV": 0.001},
    "labels": "strips.csv",
    "columns": {"label": "primary", "patient": "patient"},
    "classes": {"NORM": "NSR", "AFIB": "AF", "PVC": "PVC"},
    "crop": 0.3,
    "attribution": (
        "PTB-XL 1.0.3, Wagner et al. 2020, PhysioNet, CC BY 4.0 "
        "(lead II, resampled to 250 Hz, int16 microvolts; see ATTRIBUTION.md)."
    ),
}


def main(source: Path, target: Path) -> None:
    with (source / "strips.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["source"] == "ptbxl"]
    chosen = [row for row in rows if row["primary"] in ("AFIB", "PVC")]
    taken = {row["patient"] for row in chosen}
    normal: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["primary"] == "NORM" and row["human_validated"] == "True" and row["patient"] not in taken:
            normal.setdefault(row["patient"], row)
    order = np.random.default_rng(SEED).permutation(len(normal))[: TOTAL - len(chosen)]
    candidates = list(normal.values())
    chosen += [candidates[index] for index in order]
    chosen.sort(key=lambda row: int(row["idx"]))

    signals = np.memmap(source / "strips.i16", dtype="<i2", mode="r").reshape(-1, SAMPLES)
    target.mkdir(parents=True, exist_ok=True)
    np.save(target / "strips.npy", signals[[int(row["idx"]) for row in chosen]])
    with (target / "strips.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(chosen)
    (target / "recordings.json").write_text(json.dumps(RECORDINGS, indent=2) + "\n", encoding="utf-8")
    for label in ("NORM", "AFIB", "PVC"):
        ours = [row for row in chosen if row["primary"] == label]
        print(f"{label}: {len(ours)} strips, {len({row['patient'] for row in ours})} patients")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
