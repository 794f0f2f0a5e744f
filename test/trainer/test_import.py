"""What `ecgspec import` writes, opened by the reader of fine-tuning and held against what wrote the recordings."""

from __future__ import annotations

import json
from pathlib import Path

import h5py
import numpy as np
import pytest
import scipy.signal
import wfdb
from conftest import EXAMPLES, run_trainer
from formats_fixture import ecgspec

from ecgspec_trainer.errors import UserError
from ecgspec_trainer.recordings import open_recordings

CLASSES = ["NSR", "AF", "PVC"]
SECONDS, RATE, NEW_RATE = 11, 500, 250


def signal(seed: int, rate: int = RATE) -> np.ndarray:
    """(T,) mV: beats with a QRS of 80 ms, and noise up to 60 Hz, which every rate here can show."""
    rng = np.random.default_rng(seed)
    time = np.arange(SECONDS * rate) / rate
    out = sum(rng.normal(0, 0.01) * np.sin(2 * np.pi * hz * time + rng.uniform(0, 6)) for hz in range(1, 60))
    for at in np.arange(rng.uniform(0.2, 0.8), SECONDS, rng.uniform(0.7, 1.1)):
        out += np.exp(-0.5 * ((time - at) / 0.012) ** 2) + 0.2 * np.exp(-0.5 * ((time - at - 0.25) / 0.05) ** 2)
    return out


def write_wfdb(folder: Path, name: str, mv: np.ndarray, leads: list[str], rate: int, fmt: str = "16") -> None:
    """mv: (leads, T). The baseline is not 0, so that whoever forgets it is found out."""
    wfdb.wrsamp(
        name, fs=rate, units=["mV"] * len(leads), sig_name=leads, p_signal=mv.T, fmt=[fmt] * len(leads),
        adc_gain=[200.0] * len(leads), baseline=[-300] * len(leads), write_dir=str(folder),
    )  # fmt: skip


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    return folder


def imported(source: Path, table: str, *flags: str) -> Path:
    out = source.parent / "strips"
    (source.parent / "labels.csv").write_text(table)
    done = ecgspec("import", source, "--labels", source.parent / "labels.csv", "--out", out, *flags)
    assert done.returncode == 0, done.stderr
    return out


def test_fine_tuning_opens_what_was_imported_from_records_of_wfdb(source):
    mv = {f"r{n}": np.stack([0 * signal(n), signal(n)]) for n in range(6)}
    for name, values in mv.items():
        write_wfdb(source, name, values, ["I", "II"], RATE, "212" if name == "r1" else "16")
    labels = ["{'NORM': 100.0, 'SR': 0.0}", "{'AFIB': 50.0}", "{'PVC': 100.0}"] * 2
    rows = "\n".join(f'{name},"{label}",p{n // 2}' for n, (name, label) in enumerate(zip(mv, labels, strict=True)))
    out = imported(
        source,
        f"filename,scp_codes,patient_id\n{rows}\n",
        *("--label-column", "scp_codes", "--patient-column", "patient_id"),
        *("--map", "NORM=NSR,AFIB=AF,PVC=PVC", "--crop", "0.3"),
    )
    found = open_recordings(out, {}, CLASSES)
    assert found.labels == ["NSR", "AF", "PVC", "NSR", "AF", "PVC"]
    assert found.patients == ["p0", "p0", "p1", "p1", "p2", "p2"]
    assert (found.rate, found.scale, found.crop, found.left_out) == (NEW_RATE, 0.001, 0.3, {})
    assert found.strips().shape == (6, round(9.7 * NEW_RATE))
    for strip, name in zip(found.strips() * found.scale, mv, strict=True):
        wanted = scipy.signal.resample_poly(mv[name][1], NEW_RATE, RATE)[: len(strip)]
        # Half a step of the recording's converter, 2.5 µV, and the ends, where the filters differ.
        np.testing.assert_allclose(strip[100:], wanted[100:], atol=0.006)


@pytest.mark.parametrize("rate", [257, 360, 1000])
def test_resampling_is_that_of_scipy_where_both_keep_everything(source, rate):
    mv = signal(7, rate)
    np.save(source / "one.npy", mv.astype(np.float32))
    out = imported(
        source,
        "file,label,patient\none,AF,1\n",
        *("--label-column", "label", "--patient-column", "patient", "--source-rate", str(rate), "--unit", "mV"),
    )
    strip = open_recordings(out, {}, CLASSES).strips()[0] * 0.001
    wanted = scipy.signal.resample_poly(mv, NEW_RATE, rate, window=("kaiser", 8.0))[: len(strip)]
    np.testing.assert_allclose(strip[250:-250], wanted[250:-250], atol=0.002)


def test_resampling_keeps_out_what_the_new_rate_cannot_show(source):
    time = np.arange(SECONDS * 1000) / 1000
    # 200 Hz would come back as 50 at 250 Hz, where it would pass for mains hum.
    mv = np.sin(2 * np.pi * 10 * time) + np.sin(2 * np.pi * 200 * time)
    np.save(source / "one.npy", mv.astype(np.float32))
    flags = ("--label-column", "label", "--each-own-patient", "--source-rate", "1000", "--unit", "mV")
    strip = open_recordings(imported(source, "file,label\none,AF\n", *flags), {}, CLASSES).strips()[0]
    hz, power = scipy.signal.periodogram(strip / 1000, NEW_RATE, window="hann", scaling="spectrum")
    assert power[np.argmin(abs(hz - 10))] == pytest.approx(0.5, rel=0.01)
    # 60 dB under the sine that was there; whole microvolts have a noise of their own at about 70.
    assert power[abs(hz - 50) < 2].max() < 0.5e-6


def test_arrays_of_hdf5_are_read_in_the_order_of_the_rows(source):
    mv = np.stack([np.stack([signal(n), -signal(n)], axis=1) for n in range(4)])
    with h5py.File(source / "all.h5", "w") as file:
        file.create_dataset("tracings", data=(mv * 1000).astype(np.int16), chunks=(1, 500, 2), compression="gzip")
        file.create_dataset("ids", data=np.arange(4))
        file["tracings"].attrs["unit"] = "uV"
        file["tracings"].attrs["fs"] = RATE
    out = imported(
        source,
        "label,patient\nAF,1\nNSR,2\nAF,3\nNSR,4\n",
        *("--label-column", "label", "--patient-column", "patient", "--lead", "1", "--rate", str(RATE)),
    )
    found = open_recordings(out, {}, CLASSES)
    np.testing.assert_array_equal(found.strips(), -(mv[:, : 10 * RATE, 0] * 1000).astype(np.int16))


def test_an_interrupted_import_is_refused(source):
    np.save(source / "one.npy", signal(1).astype(np.float32))
    flags = ("--label-column", "label", "--each-own-patient", "--source-rate", "500", "--unit", "mV")
    out = imported(source, "file,label\none,AF\n", *flags)
    (out / "INCOMPLETE.json").write_text(json.dumps({"format": "ecgspec-recordings"}))
    with pytest.raises(UserError, match="interrupted"):
        open_recordings(out, {}, CLASSES)


def test_an_import_that_does_not_say_who_the_patients_are_is_refused(source):
    np.save(source / "one.npy", signal(1).astype(np.float32))
    (source.parent / "labels.csv").write_text("file,label\none,AF\n")
    done = ecgspec("import", source, "--labels", source.parent / "labels.csv", "--label-column", "label")
    assert done.returncode == 2
    assert "--each-own-patient" in done.stderr


def test_the_excerpt_comes_through_an_import_as_it_is(tmp_path):
    real = EXAMPLES / "real"
    out = tmp_path / "strips"
    done = ecgspec(
        *("import", real, "--labels", real / "strips.csv", "--array", "strips.npy", "--out", out),
        *("--label-column", "primary", "--patient-column", "patient", "--map", "NORM=NSR,AFIB=AF,PVC=PVC"),
        *("--source-rate", "250", "--unit", "uV", "--crop", "0.3", "--keep", "sex"),
    )
    assert done.returncode == 0, done.stderr
    before, after = open_recordings(real, {}, CLASSES), open_recordings(out, {}, CLASSES)
    np.testing.assert_array_equal(after.strips(), before.strips())
    assert (after.labels, after.patients, after.scale) == (before.labels, before.patients, before.scale)
    women = open_recordings(out, {"where": ["sex=F"]}, CLASSES)
    assert len(women.labels) == len(open_recordings(real, {"where": ["sex=F"]}, CLASSES).labels) > 0


def test_an_import_is_fine_tuned_on_at_once(model, recordings, tmp_path):
    out = tmp_path / "strips"
    done = ecgspec(
        *("import", recordings, "--labels", recordings / "strips.csv", "--array", "strips.npy", "--out", out),
        *("--label-column", "primary", "--patient-column", "patient", "--map", "NORM=NSR,AFIB=AF,PVC=PVC"),
        *("--source-rate", "100", "--unit", "uV", "--rate", "100", "--duration", "8"),
    )
    assert done.returncode == 0, done.stderr
    flags = ("--quick", "--epochs", "1", "--sizes", "2", "--seeds", "1", "--threads", "2")
    done = run_trainer("evaluate", "--model", model, "--real", out, "--out", tmp_path / "report", *flags)
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "report" / "report.json").read_text())
    assert {task["class"] for task in report["tasks"]} == {"AF"}
    assert report["data"]["leftOut"] == []
