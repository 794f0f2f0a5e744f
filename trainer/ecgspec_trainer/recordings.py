"""Reads folders of real recordings: a signal file and a label CSV (ARCHITECTURE.md, "Real recordings")."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from ecgspec_trainer.errors import UserError

# What labels of common databases stand for, beside the names of the classes themselves.
ALIASES = {
    "NORM": "NSR", "NORMAL": "NSR", "SR": "NSR", "SINUS": "NSR", "N": "NSR",
    "AFIB": "AF", "(AFIB": "AF",
    "AFL": "AFLT", "FLUTTER": "AFLT", "(AFL": "AFLT",
    "VPB": "PVC", "VPC": "PVC", "VEB": "PVC",
    "PREEXCITATION": "WPW", "(PREX": "WPW",
}  # fmt: skip
LABEL_COLUMNS = ("label", "class", "primary", "rhythm", "diagnosis")
PATIENT_COLUMNS = ("patient", "patient_id", "subject", "subject_id")
# In a folder that "ecgspec import" has not finished writing.
INCOMPLETE = "INCOMPLETE.json"
CSV_NAMES = ("strips.csv", "labels.csv", "recordings.csv")
SIGNAL_NAMES = ("strips.npy", "signals.npy", "recordings.npy", "strips.i16", "signals.i16")
# Units in which ECG files come, when nothing is said: int16 in microvolts, float in mV.
DEFAULT_UNIT = {"i": 0.001, "f": 1.0}


@dataclass(frozen=True)
class Recordings:
    """The strips of a folder whose label is one of the wanted classes."""

    folder: Path
    signals: np.ndarray
    """All strips of the file, memory-mapped, (n, T)."""
    rows: np.ndarray
    """Rows of `signals` that are used, ascending."""
    labels: list[str]
    """The class of each used row."""
    patients: list[str]
    """The patient of each used row."""
    rate: float
    scale: float
    """mV per unit."""
    crop: float
    """Seconds to leave out at the end of every strip."""
    attribution: str
    left_out: dict[str, int] = field(default_factory=dict)
    """Rows not used, counted by their label ("" = none)."""
    filtered: int = 0
    """Rows left out by --where."""

    @property
    def samples(self) -> int:
        """Samples of a strip once the crop is off."""
        return self.signals.shape[1] - round(self.crop * self.rate)

    def strips(self) -> np.ndarray:
        """The used strips without the cropped end, (n, samples), in the file's number type."""
        return self.signals[self.rows, : self.samples]


def open_recordings(folder: Path, flags: Mapping[str, Any], classes: list[str]) -> Recordings:
    """
    Opens a folder of recordings.

    flags: what the command line says in place of `recordings.json`: signals, labels, rate, samples, unit, label,
    patient, crop, map (list of LABEL=CLASS), where (list of COLUMN=VALUE); None or absent = not said.
    classes: names that labels are mapped to; rows of other labels are left out, and counted.

    Raises UserError with one sentence for whatever does not fit.
    """
    folder = folder.absolute()
    if not folder.is_dir():
        raise UserError(f"{folder} is no folder; give --real a folder with a signal file and a label CSV.")
    if (folder / INCOMPLETE).is_file():
        raise UserError(f"{folder} holds an import that was interrupted; run the same import again with --overwrite.")
    about = _describe(folder, flags)
    signals = _signals(folder, about)
    header, table = _table(_file(folder, about.get("labels"), CSV_NAMES, "label CSV", "--labels"))
    csv_path = _file(folder, about.get("labels"), CSV_NAMES, "label CSV", "--labels")
    if len(table) != len(signals):
        raise UserError(
            f"{csv_path.name} has {len(table)} rows and the signal file has {len(signals)} strips in {folder}; "
            "they must have one row per strip in the same order."
        )
    columns = about.get("columns") or {}
    label_column = _column(header, columns.get("label"), LABEL_COLUMNS, "label", csv_path)
    patient_column = _column(header, columns.get("patient"), PATIENT_COLUMNS, "patient", csv_path)
    conditions = [_condition(text, header, csv_path) for text in flags.get("where") or []]
    meaning = _meaning(about.get("classes") or {}, flags.get("map") or [], classes)

    rows, labels, patients = [], [], []
    left_out: Counter[str] = Counter()
    filtered = 0
    for number, row in enumerate(table):
        if any(row[column] != value for column, value in conditions):
            filtered += 1
            continue
        text = row[label_column].strip()
        name = meaning[text] if text in meaning else meaning.get(text.upper())
        if name is None:
            left_out[text] += 1
            continue
        patient = row[patient_column].strip()
        if not patient:
            raise UserError(
                f'Row {number + 2} of {csv_path} has no patient in column "{header[patient_column]}"; every used '
                "strip needs one, because strips of one patient must not be both trained and tested on."
            )
        rows.append(number)
        labels.append(name)
        patients.append(patient)
    if not rows:
        common = ", ".join(f'"{text}"' for text, _ in left_out.most_common(6) if text) or "none"
        raise UserError(
            f"No strip in {folder} has a class of the model ({', '.join(classes)}): column "
            f'"{header[label_column]}" has {common}; say what they stand for with --map LABEL=CLASS.'
        )
    crop = _number(about.get("crop") or 0)
    rate = _positive(about.get("rate"), "sampling rate", "rate (Hz)", "--rate", folder)
    if not 0 <= crop < float("inf"):
        raise UserError(f"The crop of the recordings in {folder} is no number of seconds; correct --crop.")
    if signals.shape[1] - round(crop * rate) < rate:
        raise UserError(
            f"A crop of {crop:g} s leaves less than a second of the {signals.shape[1] / rate:g} s strips in "
            f"{folder}; correct --crop."
        )
    default_unit = DEFAULT_UNIT["f" if signals.dtype.kind == "f" else "i"]
    unit = (about.get("unit") or {}).get("mV") or default_unit
    return Recordings(
        folder=folder,
        signals=signals,
        rows=np.asarray(rows),
        labels=labels,
        patients=patients,
        rate=rate,
        scale=_positive(unit, "unit", "unit.mV (mV per unit)", "--unit", folder),
        crop=crop,
        attribution=str(about.get("attribution") or ""),
        left_out=dict(left_out.most_common()),
        filtered=filtered,
    )


def _describe(folder: Path, flags: Mapping[str, Any]) -> dict[str, Any]:
    """recordings.json, if there is one, with the flags in place of its fields."""
    path = folder / "recordings.json"
    about: dict[str, Any] = {}
    if path.is_file():
        try:
            about = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, RecursionError) as error:
            raise UserError(f"{path} is no JSON ({error}); mend it.") from error
        if not isinstance(about, dict):
            raise UserError(f"{path} holds no object; it must be like the one in the documentation.")
    for name in ("signals", "labels", "rate", "samples", "crop"):
        if flags.get(name) is not None:
            about[name] = flags[name]
    if flags.get("unit") is not None:
        about["unit"] = {"mV": flags["unit"]}
    for name in ("columns", "classes", "unit"):
        if not isinstance(about.get(name) or {}, dict):
            raise UserError(f'"{name}" in {path} must be an object; mend it.')
    names = {name: about.get(name) for name in ("signals", "labels", "attribution")}
    for part in ("columns", "classes"):
        names.update({f"{part}.{name}": value for name, value in (about.get(part) or {}).items()})
    for name, value in names.items():
        if value is not None and not isinstance(value, str):
            raise UserError(f'"{name}" in {path} must be a text; mend it.')
    columns = dict(about.get("columns") or {})
    for name in ("label", "patient"):
        if flags.get(name) is not None:
            columns[name] = flags[name]
    about["columns"] = columns
    return about


def _file(folder: Path, name: str | None, usual: tuple[str, ...], what: str, flag: str) -> Path:
    if name:
        path = folder / name
        if not path.is_file():
            raise UserError(f"{path} does not exist; name the {what} with {flag}.")
        return path
    found = [folder / one for one in usual if (folder / one).is_file()]
    if not found:
        raise UserError(
            f"{folder} has no {what} under a usual name ({', '.join(usual)}); name it with {flag} "
            "or in recordings.json."
        )
    return found[0]


def _signals(folder: Path, about: Mapping[str, Any]) -> np.ndarray:
    path = _file(folder, about.get("signals"), SIGNAL_NAMES, "signal file", "--signals")
    if path.suffix == ".npy":
        try:
            array = np.load(path, mmap_mode="r", allow_pickle=False)
        except (ValueError, OSError, EOFError, SyntaxError, OverflowError, BadZipFile) as error:
            raise UserError(f"{path} cannot be read as a NumPy array ({_first_line(error)}).") from error
        if not isinstance(array, np.ndarray):
            raise UserError(f"{path} is an archive of arrays (.npz); save the array alone, with numpy.save.")
        if array.ndim == 3 and array.shape[1] == 1:
            array = array[:, 0, :]
        if array.ndim != 2 or array.dtype.newbyteorder("=") not in (np.int16, np.float32, np.float64):
            raise UserError(
                f"{path} holds {array.dtype} of shape {array.shape}; it must be int16 or float32 of shape "
                "(strips, samples) or (strips, 1, samples)."
            )
        return array
    samples = int(_positive(about.get("samples"), "number of samples per strip", "samples", "--samples", folder))
    size = path.stat().st_size
    if samples < 1 or size == 0 or size % (2 * samples):
        raise UserError(
            f"{path} has {size} bytes, which is no whole number of strips of {samples} int16 samples; "
            "correct --samples."
        )
    return np.memmap(path, dtype="<i2", mode="r", shape=(size // (2 * samples), samples))


def _table(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows, all rows as long as the header."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is no UTF-8 text; save it as UTF-8.") from error
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [row for row in reader if row]
    except csv.Error as error:
        raise UserError(
            f"{path} cannot be read as a table: {error} at line {reader.line_num}; look for a quote that is not closed."
        ) from error
    if not rows:
        raise UserError(f"{path} is empty; it must have a header and one row per strip.")
    header = [name.strip() for name in rows[0]]
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise UserError(f"Row {number} of {path} has {len(row)} columns and the header has {len(header)}.")
    return header, rows[1:]


def _column(header: list[str], name: str | None, usual: tuple[str, ...], what: str, path: Path) -> int:
    if name is not None:
        if name not in header:
            raise UserError(f'{path} has no column "{name}"; it has {", ".join(header)}; choose one with --{what}.')
        return header.index(name)
    lower = [one.lower() for one in header]
    for one in usual:
        if one in lower:
            return lower.index(one)
    raise UserError(
        f"{path} has no column under a usual name for the {what} ({', '.join(usual)}); "
        f"choose one of {', '.join(header)} with --{what}."
    )


def _condition(text: str, header: list[str], path: Path) -> tuple[int, str]:
    column, sign, value = text.partition("=")
    if not sign or column not in header:
        raise UserError(f'--where "{text}" must be COLUMN=VALUE with a column of {path}: {", ".join(header)}.')
    return header.index(column), value


def _meaning(given: Mapping[str, str], flags: list[str], classes: list[str]) -> dict[str, str | None]:
    """
    Label -> class, None = left out: the usual aliases, the classes' own names, then what was said explicitly.
    Labels are looked up as they are and then in upper case, under which each stands too unless two classes differ
    in nothing else.
    """
    meaning: dict[str, str | None] = {alias: name for alias, name in ALIASES.items() if name in classes}
    shared = Counter(name.upper() for name in classes)
    meaning.update({name.upper(): name for name in classes if shared[name.upper()] == 1})
    meaning.update({name: name for name in classes})
    said = dict(given)
    for text in flags:
        label, sign, name = text.partition("=")
        if not sign:
            raise UserError(f'--map "{text}" must be LABEL=CLASS, for example --map AFIB=AF.')
        if name not in classes:
            raise UserError(f'--map "{text}" names no class of the model; it has {", ".join(classes)}.')
        said[label] = name
    # A file may map labels to classes that this model does not know; those rows are left out.
    for label, name in said.items():
        text = label.strip()
        alike = [other for other in said if other.strip().upper() == text.upper()]
        for key in {text} if len(alike) > 1 else {text, text.upper()}:
            meaning[key] = name if name in classes else None
    return meaning


def _number(value: Any) -> float:
    """As a number; what is none becomes nan."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return float("nan")


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")


def _positive(value: Any, what: str, name: str, flag: str, folder: Path) -> float:
    number = _number(value)
    if not 0 < number < float("inf"):
        raise UserError(
            f"The {what} of the recordings in {folder} is not said; give {flag}, or {name} in recordings.json."
        )
    return number
