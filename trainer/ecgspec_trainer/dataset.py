"""Reads generated data sets: the layout of ARCHITECTURE.md, "Data set on disk"."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from ecgspec_trainer.errors import UserError

FORMAT, VERSION = "ecgspec-dataset", 1
# What the command line takes, too.
_TRAINING = {
    "width": (0.01, 8),
    "rate": (1, 100_000),
    "epochs": (1, 100_000),
    "batch": (1, 65_536),
    "learningRate": (1e-12, 10),
}


@dataclass(frozen=True)
class Dataset:
    """A whole data set, its arrays memory-mapped."""

    folder: Path
    manifest: dict[str, Any]
    manifest_sha256: str

    @property
    def classes(self) -> list[str]:
        return [one["name"] for one in self.manifest["classes"]]

    @property
    def trained(self) -> list[str]:
        """The classes that have training strips: a set may be made of some of its spec's only."""
        return [one["name"] for one in self.manifest["classes"] if one["train"] > 0]

    @property
    def rate(self) -> float:
        return float(self.manifest["recording"]["rate"])

    @property
    def scale(self) -> float:
        """mV per unit."""
        return float(self.manifest["recording"]["unit"]["mV"])

    @property
    def samples(self) -> int:
        return int(self.manifest["recording"]["samples"])

    def shards(self, split: str) -> list[tuple[np.ndarray, np.ndarray]]:
        """Memory-mapped (signals int16 (n, 1, T), labels int32 (n, 2)) of a split, in order."""
        found = []
        for shard in self.manifest["shards"]:
            if shard["split"] != split:
                continue
            signals = _array(self.folder, shard["signals"])
            labels = _array(self.folder, shard["labels"])
            if signals.shape != (shard["strips"], 1, self.samples) or signals.dtype != np.int16:
                raise UserError(_damaged(self.folder / shard["signals"]["file"], "its shape is not the manifest's"))
            if labels.ndim != 2 or labels.dtype.kind != "i" or labels.shape != (shard["strips"], 2):
                raise UserError(
                    _damaged(
                        self.folder / shard["labels"]["file"],
                        f"it holds {labels.dtype} of shape {labels.shape} and the signals have {shard['strips']} rows",
                    )
                )
            if len(labels) and not (labels[:, 0].min() >= 0 and labels[:, 0].max() < len(self.classes)):
                raise UserError(
                    _damaged(
                        self.folder / shard["labels"]["file"],
                        f"it has class numbers that are none of the {len(self.classes)} classes'",
                    )
                )
            found.append((signals, labels))
        return found

    def segments(self, split: str) -> list[np.ndarray]:
        """
        For each shard of a split what every sample belongs to, memory-mapped: uint8 (n, T), positions in
        `manifest["segments"]`.

        Raises UserError when the set has none.
        """
        return [self._table(shard, "segments", np.uint8, self.samples) for shard in self._telling(split, "segments")]

    def parameters(self, split: str) -> list[tuple[np.ndarray, np.ndarray]]:
        """
        For each shard of a split the waves of its beats and the values of its strips as they were drawn,
        memory-mapped: float64, with the columns of `manifest["columns"]["waves"]` and `["values"]`.

        Raises UserError when the set has none.
        """
        return [
            (
                self._table(shard, "waves", np.float64, self._width("waves")),
                self._table(shard, "values", np.float64, self._width("values")),
            )
            for shard in self._telling(split, "waves")
        ]

    def _width(self, kind: str) -> int:
        return len(self.manifest["columns"][kind])

    def _telling(self, split: str, kind: str) -> list[dict[str, Any]]:
        shards = [shard for shard in self.manifest["shards"] if shard["split"] == split]
        if not all(kind in shard for shard in shards):
            key = "segments" if kind == "segments" else "parameters"
            raise UserError(
                f"The data set in {self.folder} has no {key}; "
                f'generate it from a spec that says "dataset: {{ {key}: true }}".'
            )
        return shards

    def _table(self, shard: dict[str, Any], kind: str, dtype: type, width: int) -> np.ndarray:
        table = _array(self.folder, shard[kind])
        rows = shard["strips"] if kind == "segments" else len(table) if table.ndim else -1
        if table.shape != (rows, width) or table.dtype != dtype:
            raise UserError(
                _damaged(self.folder / shard[kind]["file"], f"it holds {table.dtype} of shape {table.shape}")
            )
        return table


def open_dataset(folder: Path, *, for_training: bool = True) -> Dataset:
    """
    Opens a data set and checks that it is whole: manifest, version, and the size of every file. for_training: it must
    have two classes at least, each with training strips.

    Raises UserError with one sentence when it is not.
    """
    folder = folder.absolute()
    path = folder / "manifest.json"
    if not folder.is_dir():
        raise UserError(f"{folder} is no folder; give --data the folder of a generated data set.")
    if not path.is_file():
        if (folder / "INCOMPLETE.json").exists():
            raise UserError(
                f"The data set in {folder} is not whole, because its generation was interrupted; "
                "go on with it by the same command, ecgspec generate."
            )
        raise UserError(
            f"{folder} has no manifest.json, so it is no generated data set; make one with "
            '"ecgspec generate", or name its folder with --data.'
        )
    text = path.read_bytes()
    try:
        manifest = json.loads(text)
        if manifest["format"] != FORMAT:
            raise UserError(f'{path} says format "{manifest["format"]}"; the trainer reads "{FORMAT}".')
        if manifest["version"] != VERSION:
            raise UserError(
                f"{path} has version {manifest['version']} and this trainer reads version {VERSION}; "
                "generate the data set with this version of ecgspec."
            )
        dataset = Dataset(folder, manifest, hashlib.sha256(text).hexdigest())
        if for_training:
            _check_classes(dataset)
        _check(dataset)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise UserError(f"{path} is damaged ({_reason(error)}); generate the data set again.") from error
    return dataset


def _check(dataset: Dataset) -> None:
    for value in (dataset.rate, dataset.scale, dataset.samples):
        if not (value > 0 and math.isfinite(value)):
            raise ValueError(f"the recording says {value} where a positive number should be")
    _check_training(dataset.manifest["training"])
    classes = dataset.manifest["classes"]
    for one in (*classes, *dataset.manifest["shards"]):
        for name in ("train", "validation", "strips"):
            if not isinstance(one.get(name, 0), int) or one.get(name, 0) < 0:
                raise ValueError(f'"{name}" is {one[name]!r} where a number of strips should be')
    names = [one["name"] for one in classes]
    if not all(isinstance(name, str) and name for name in names) or len(set(names)) < len(names):
        raise ValueError("the classes have no names of their own")
    for split in ("train", "validation"):
        expected = sum(one[split] for one in classes)
        listed = sum(one["strips"] for one in dataset.manifest["shards"] if one["split"] == split)
        if expected != listed:
            raise UserError(_damaged(dataset.folder, f"{listed} of {expected} {split} strips are listed"))
    for shard in dataset.manifest["shards"]:
        for kind in ("signals", "labels", *(kind for kind in ("segments", "waves", "values") if kind in shard)):
            entry = shard[kind]
            path = _inside(dataset.folder, entry["file"])
            if not path.is_file():
                raise UserError(_damaged(path, "the file is missing"))
            if path.stat().st_size != entry["bytes"]:
                raise UserError(_damaged(path, f"it has {path.stat().st_size} bytes and should have {entry['bytes']}"))


def _check_classes(dataset: Dataset) -> None:
    count = len(dataset.trained)
    if count < 2:
        raise UserError(
            f"The data set in {dataset.folder} has training strips of {count or 'no'} class{'' if count else 'es'}; "
            "pre-training needs at least two, so generate strips of more."
        )


def _check_training(training: dict[str, Any]) -> None:
    """What the spec wishes for the training. Raises ValueError, KeyError or TypeError when it cannot be followed."""
    if not isinstance(training["model"], str):
        raise ValueError("training.model is no name")
    for name, (least, most) in _TRAINING.items():
        value = training[name]
        whole = name in ("epochs", "batch")
        if not isinstance(value, int if whole else int | float) or not least <= value <= most:
            raise ValueError(f"training.{name} is {value!r} and must be from {least:g} to {most:g}")


def _array(folder: Path, entry: dict[str, Any]) -> np.ndarray:
    path = _inside(folder, entry["file"])
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, OSError, EOFError, SyntaxError, OverflowError, BadZipFile) as error:
        raise UserError(_damaged(path, _reason(error))) from error
    if not isinstance(array, np.ndarray):
        raise UserError(_damaged(path, "it is an archive of arrays"))
    return array


def _inside(folder: Path, name: str) -> Path:
    if Path(name).name != name:
        raise UserError(_damaged(folder, f'the manifest names "{name}", which is not in it'))
    return folder / name


def _damaged(path: Path, why: str) -> str:
    return f"The data set is damaged at {path} ({why}); generate it again."


def _reason(error: BaseException) -> str:
    return (
        f"{error.args[0]!r} is missing"
        if isinstance(error, KeyError)
        else (str(error).strip() or type(error).__name__).splitlines()[0]
    )
