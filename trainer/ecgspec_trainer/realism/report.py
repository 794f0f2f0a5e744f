"""The comparison as files: `realism.json` for the page, two CSVs for everybody else."""

from __future__ import annotations

import json
import math
import platform
import time
from collections.abc import Iterable
from typing import Any

import numpy as np
import scipy

from ecgspec_trainer import __version__
from ecgspec_trainer.dataset import Dataset
from ecgspec_trainer.realism.beats import BEFORE, RATE
from ecgspec_trainer.realism.compare import BeatShapes, Comparison, MeasureComparison
from ecgspec_trainer.realism.group import Group
from ecgspec_trainer.realism.measures import MEASURES
from ecgspec_trainer.recordings import Recordings
from ecgspec_trainer.tables import csv_text

FORMAT, VERSION = "ecgspec-realism", 1
_QUANTILES = {"p5": 0.05, "p25": 0.25, "median": 0.5, "p75": 0.75, "p95": 0.95}


def build_report(
    dataset: Dataset,
    recordings: Recordings,
    strip_seconds: float,
    comparisons: list[Comparison],
    left_out: list[tuple[str, str]],
    seconds: float,
) -> dict[str, Any]:
    """All that the page needs, plain data. strip_seconds: length of the strips that were compared."""
    manifest = dataset.manifest
    return {
        "format": FORMAT,
        "version": VERSION,
        "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "dataset": {
            "name": dataset.folder.name,
            "title": manifest.get("title"),
            "seed": manifest.get("seed"),
            "spec": (manifest.get("spec") or {}).get("sha256"),
        },
        "real": {"name": recordings.folder.name, "attribution": recordings.attribution or None},
        "measuredAt": RATE,
        "stripSeconds": strip_seconds,
        "classes": [_class(one) for one in comparisons],
        "leftOut": [{"class": name, "reason": reason} for name, reason in left_out],
        "environment": {
            "trainer": __version__,
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
        "seconds": seconds,
    }


def report_json(report: dict[str, Any]) -> str:
    """JSON, numbers rounded to six significant digits, those that are not finite as null."""
    return json.dumps(_plain(report), ensure_ascii=False, allow_nan=False) + "\n"


def distances_csv(comparisons: list[Comparison]) -> str:
    """One row per class and distance."""
    header = ["class", "what", "unit", "distance", "value", "real_against_real"]

    def rows() -> Iterable[list[object]]:
        for one in comparisons:
            for got in one.measures:
                key = got.measure.key
                yield [one.name, key, "", "ks", _cell(got.ks), _cell(got.floor_ks)]
                unit = got.measure.unit
                yield [one.name, key, unit, "wasserstein", _cell(got.wasserstein), _cell(got.floor_wasserstein)]
            spectrum, beats = one.spectrum, one.beats
            yield [one.name, "spectrum", "bit", "jensen_shannon", _cell(spectrum.divergence), _cell(spectrum.floor)]
            if beats is not None:
                yield [one.name, "beat", "", "mmd", _cell(beats.mmd), _cell(beats.floor)]
                yield [one.name, "beat", "mV", "nearest_rms", _cell(beats.nearest), _cell(beats.nearest_real)]

    return csv_text(header, rows())


def measures_csv(groups: list[Group]) -> str:
    """One row per strip: enough to make any other comparison. Empty where a measure could not be taken."""
    header = ["side", "class", "row", "patient", *(f"{one.key} ({one.unit})" for one in MEASURES)]

    def rows() -> Iterable[list[object]]:
        for group in groups:
            for place, row in enumerate(group.rows):
                patient = group.patients[place] if group.side == "real" else ""
                values = [_cell(float(group.values[one.key][place])) for one in MEASURES]
                yield [group.side, group.name, row, patient, *values]

    return csv_text(header, rows())


def _class(one: Comparison) -> dict[str, Any]:
    spectrum = one.spectrum
    return {
        "class": one.name,
        "synthetic": {"strips": len(one.synthetic.rows)},
        "real": {"strips": len(one.real.rows), "patients": len(set(one.real.patients))},
        "measures": [_measure(got, one) for got in one.measures],
        "spectrum": {
            "hz": spectrum.hz,
            "synthetic": spectrum.synthetic,
            "real": spectrum.real,
            "divergence": spectrum.divergence,
            "floor": spectrum.floor,
        },
        "beats": None if one.beats is None else _beats(one.beats),
    }


def _measure(got: MeasureComparison, one: Comparison) -> dict[str, Any]:
    sides = {}
    for side, values, group in (("synthetic", got.synthetic, one.synthetic), ("real", got.real, one.real)):
        inside = np.histogram(values, got.edges)[0] if len(got.edges) else np.empty(0)
        sides[side] = {
            "strips": len(values),
            "share": len(values) / len(group.rows),
            **{name: float(np.quantile(values, q)) if len(values) else None for name, q in _QUANTILES.items()},
            "bins": inside / max(1, len(values)),
        }
    return {
        "key": got.measure.key,
        "title": got.measure.title,
        "unit": got.measure.unit,
        **sides,
        "edges": got.edges,
        "ks": got.ks,
        "wasserstein": got.wasserstein,
        "floor": None if got.floor_ks is None else {"ks": got.floor_ks, "wasserstein": got.floor_wasserstein},
    }


def _beats(beats: BeatShapes) -> dict[str, Any]:
    bands = {
        side: dict(zip(("p5", "median", "p95"), band, strict=True))
        for side, band in (("synthetic", beats.synthetic), ("real", beats.real))
    }
    return {
        "ms": (np.arange(beats.real.shape[1]) / RATE - BEFORE) * 1000,
        **bands,
        "mmd": beats.mmd,
        "floor": beats.floor,
        "nearest": beats.nearest,
        "nearestReal": beats.nearest_real,
        "examples": [
            {
                "quantile": example.quantile,
                "distance": example.distance,
                "real": example.real,
                "synthetic": example.synthetic,
                "realRow": example.real_row,
                "syntheticIndex": example.synthetic_index,
            }
            for example in beats.examples
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    return value


def _cell(value: float | None) -> str:
    return "" if value is None or not math.isfinite(value) else f"{value:.6g}"
