"""The comparison of synthetic with real strips."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import EXAMPLES, write_dataset, write_recordings

from ecgspec_trainer import cli
from ecgspec_trainer.dataset import open_dataset
from ecgspec_trainer.realism.beats import RATE, clean, find_r_peaks, strip_beats
from ecgspec_trainer.realism.compare import halves
from ecgspec_trainer.realism.distances import jensen_shannon, kernel_width, ks, mmd, nearest, spectra, wasserstein
from ecgspec_trainer.realism.measures import measure


def gaussian_strip(rate: float, seconds: float = 10, rr: float = 0.8, noise: float = 0.0) -> np.ndarray:
    """(T,) mV with P, QRS and T of known places: PR 160 ms, QRS 80 ms, QT 380 ms or so."""
    time = np.arange(round(rate * seconds)) / rate
    strip = np.random.default_rng(3).normal(0, noise, len(time)) if noise else np.zeros_like(time)
    for at in np.arange(0.4, seconds, rr):
        for amplitude, centre, width in (
            (0.15, -0.16, 0.02),
            (-0.15, -0.025, 0.008),
            (1.0, 0, 0.012),
            (-0.2, 0.028, 0.008),
            (0.3, 0.26, 0.04),
        ):
            strip += amplitude * np.exp(-0.5 * ((time - at - centre) / width) ** 2)
    return strip


def measures_of(strip: np.ndarray, rate: float) -> dict[str, float]:
    signal = clean(strip[None], rate, 1.0)[0]
    return measure(signal, strip_beats(signal))


@pytest.mark.parametrize("rate", [125, 250, 500, 360])
def test_measures_are_those_of_the_waves_at_any_rate(rate: int) -> None:
    got = measures_of(gaussian_strip(rate, noise=0.01), rate)
    assert got["rate"] == pytest.approx(75, abs=0.5)
    assert got["rr_spread"] < 1.5
    assert got["r_amplitude"] == pytest.approx(0.98, abs=0.15)
    assert got["p_amplitude"] == pytest.approx(0.15, abs=0.05)
    assert got["t_amplitude"] == pytest.approx(0.3, abs=0.08)
    # A Gaussian's tangent meets the line at two widths from its centre; Q and S reach two to three widths.
    assert got["qrs"] == pytest.approx(95, abs=15)
    assert got["pr"] == pytest.approx((0.16 + 2 * 0.02 - 0.045) * 1000, abs=15)
    assert got["qt"] == pytest.approx((0.045 + 0.26 + 2 * 0.04) * 1000, abs=15)


def test_measures_are_the_ground_truth_of_noisy_generated_strips(tmp_path: Path) -> None:
    spec = EXAMPLES / "four-arrhythmias.ecgspec"
    ecgspec("generate", spec, "--strips", "40", "--class", "NSR", "--class", "WPW", "--out", tmp_path / "set")
    dataset = open_dataset(tmp_path / "set", for_training=False)
    per_ms, step = 1000 / dataset.rate, RATE / dataset.rate
    for number, name in enumerate(dataset.classes):
        errors: dict[str, list[float]] = {"pr": [], "qrs": [], "qt": []}
        there, found_there = 0, 0
        for shard in dataset.manifest["shards"]:
            signals, labels, beats = (
                np.load(dataset.folder / shard[kind]["file"]) for kind in ("signals", "labels", "beats")
            )
            for row in np.flatnonzero(labels[:, 0] == number):
                own = beats[(beats[:, 0] == row) & (beats[:, 1] != 24)]
                signal = clean(signals[row], dataset.rate, dataset.scale)[0]
                found = strip_beats(signal)
                r_peaks = own[:, 2] * step
                there += len(r_peaks)
                found_there += sum(np.abs(found.r_peaks - at).min() <= 0.05 * RATE for at in r_peaks)
                whole = own[(own[:, 3:] >= 0).all(axis=1)]
                truth = {"pr": (3, 6), "qrs": (6, 7), "qt": (6, 10)}
                got = measure(signal, found)
                for key, (start, end) in truth.items():
                    if key in got:
                        errors[key].append(got[key] - float(np.median(whole[:, end] - whole[:, start])) * per_ms)
        if name not in ("NSR", "WPW"):
            assert there == 0
            continue
        assert found_there >= 0.98 * there, name
        for key, limit in {"pr": 12, "qrs": 12, "qt": 22}.items():
            assert len(errors[key]) >= 32, (name, key)
            assert abs(float(np.median(errors[key]))) <= limit, (name, key)


def test_amplitudes_follow_the_unit_and_the_sign() -> None:
    strip = gaussian_strip(250)
    upright, inverted = measures_of(strip, 250), measures_of(-strip, 250)
    assert inverted["t_amplitude"] == pytest.approx(-upright["t_amplitude"], abs=1e-6)
    assert inverted["s_amplitude"] < -0.8 < upright["s_amplitude"]
    signal = clean((strip * 1000).astype(np.int16)[None], 250, 0.001)[0]
    assert measure(signal, strip_beats(signal))["r_amplitude"] == pytest.approx(upright["r_amplitude"], abs=0.005)


def test_strips_without_beats_have_few_measures_and_no_error() -> None:
    flat = measures_of(np.zeros(2500), 250)
    assert flat == {"peak_to_peak": 0}
    broken = measures_of(np.full(2500, np.nan), 250)
    assert broken == {"peak_to_peak": 0}
    noise = measures_of(np.random.default_rng(0).normal(0, 0.05, 2500), 250)
    assert "pr" not in noise and noise["peak_to_peak"] > 0


def test_wide_ectopic_beats_do_not_change_the_common_beat() -> None:
    plain = gaussian_strip(250)
    mixed = plain.copy()
    time = np.arange(2500) / 250
    mixed += 1.5 * np.exp(-0.5 * ((time - 3.15) / 0.05) ** 2)
    assert measures_of(mixed, 250)["qrs"] == pytest.approx(measures_of(plain, 250)["qrs"], abs=4)


def test_small_beats_are_found_beside_large_ectopic_ones() -> None:
    time = np.arange(2500) / 250
    strip = sum(0.4 * np.exp(-0.5 * ((time - at) / 0.012) ** 2) for at in np.arange(0.5, 10, 0.9))
    strip += sum(2.0 * np.exp(-0.5 * ((time - at) / 0.045) ** 2) for at in (2.75, 6.35))
    peaks = find_r_peaks(clean(strip[None], 250, 1.0)[0]) / RATE
    assert len(peaks) == 13
    for at in (0.5, 2.75, 5.0, 9.5):
        assert np.abs(peaks - at).min() < 0.02


def test_distances_are_zero_for_the_same_and_grow_with_the_difference() -> None:
    rng = np.random.default_rng(4)
    a, b = rng.normal(0, 1, 800), rng.normal(0.5, 1, 800)
    assert ks(a, a) == wasserstein(a, a) == 0
    assert wasserstein(a, b) == pytest.approx(0.5, abs=0.12)
    # Two normals half a deviation apart: 2 Φ(1/4) - 1.
    assert ks(a, b) == pytest.approx(0.197, abs=0.06)
    hz, shares = spectra(rng.normal(size=(5, 2500)))
    assert shares.sum(axis=1) == pytest.approx(1) and hz[0] >= 0.5 and hz[-1] <= 40
    tones = np.sin(2 * np.pi * np.arange(2500) / 250 * np.array([[5.0], [20.0]]))
    _, tone = spectra(tones)
    assert jensen_shannon(tone[:1], tone[:1]) == pytest.approx(0, abs=1e-9)
    assert jensen_shannon(tone[:1], tone[1:]) > 0.9


def test_mmd_tells_shifted_beats_from_beats_of_the_same_kind() -> None:
    rng = np.random.default_rng(5)
    first, second = rng.normal(size=(2, 150, 20))
    width = kernel_width(first)
    assert mmd(first, second, width) < 0.06 < 0.2 < mmd(first, second + 1, width)


def test_nearest_obeys_what_is_forbidden() -> None:
    beats = np.array([[0.0, 0.0], [3.0, 4.0], [0.1, 0.0]])
    best, distance = nearest(beats, beats, np.eye(3, dtype=bool))
    assert best.tolist() == [2, 2, 0]
    assert distance[0] == pytest.approx(0.1 / np.sqrt(2))


def test_halves_never_split_a_patient() -> None:
    patients = np.array([f"p{n % 9}" for n in range(40)])
    for first, second in halves(patients):
        assert not set(patients[first]) & set(patients[second])
        assert (first ^ second).all()
    assert list(halves(patients[:5])) == []


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_recordings(
        tmp_path_factory.mktemp("real") / "strips", {"NORM": 30, "AFIB": 20, "PVC": 3}, per_patient=2
    )


def compare(dataset: Path, real: Path, out: Path, *more: str) -> int:
    return cli.run(["realism", "--data", str(dataset), "--real", str(real), "--out", str(out), *more])


def test_the_report_tells_one_kind_of_strips_from_another(dataset: Path, real: Path, tmp_path: Path) -> None:
    """Both sides come from one generator here, so they must be near until the labels are swapped."""
    assert compare(dataset, real, tmp_path / "out") == 0
    report = json.loads((tmp_path / "out" / "realism.json").read_text())
    assert report["format"] == "ecgspec-realism"
    assert [one["class"] for one in report["classes"]] == ["NSR", "AF"]
    assert report["leftOut"][0]["class"] == "PVC"
    # The data set's strips last 8 s and the real ones 7.7.
    assert report["stripSeconds"] == pytest.approx(7.7)
    for one in report["classes"]:
        assert one["real"]["patients"] == (15 if one["class"] == "NSR" else 10)
        rate = next(got for got in one["measures"] if got["key"] == "rate")
        assert rate["ks"] < 0.45 and rate["floor"]["ks"] > 0
        assert sum(rate["real"]["bins"]) == pytest.approx(1, abs=0.05)
        assert one["spectrum"]["divergence"] < 0.05
    mislabelled = tmp_path / "mislabelled"
    swap = ["--map", "AFIB=NSR", "--map", "NORM=AF"]
    assert compare(dataset, real, mislabelled, *swap) == 0
    wrong = json.loads((mislabelled / "realism.json").read_text())

    def spread(report: dict, name: str) -> float:
        one = next(one for one in report["classes"] if one["class"] == name)
        return next(got["ks"] for got in one["measures"] if got["key"] == "rr_spread")

    for name in ("NSR", "AF"):
        assert spread(wrong, name) > 0.9 > spread(report, name) + 0.3


def test_the_csvs_hold_every_strip_and_every_distance(dataset: Path, real: Path, tmp_path: Path) -> None:
    assert compare(dataset, real, tmp_path / "out", "--strips", "12") == 0
    strips = list(csv.DictReader((tmp_path / "out" / "measures.csv").open()))
    assert len(strips) == 4 * 12
    assert {row["side"] for row in strips} == {"synthetic", "real"}
    assert all(row["patient"] for row in strips if row["side"] == "real")
    distances = list(csv.DictReader((tmp_path / "out" / "distances.csv").open()))
    assert {row["distance"] for row in distances} == {"ks", "wasserstein", "jensen_shannon", "mmd", "nearest_rms"}


def test_the_same_report_comes_again(dataset: Path, real: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert compare(dataset, real, tmp_path / name, "--strips", "20") == 0
    for name in ("distances.csv", "measures.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_one_class_is_enough_to_compare(real: Path, tmp_path: Path) -> None:
    dataset = write_dataset(tmp_path / "one", ("AF",), 20, 0)
    assert compare(dataset, real, tmp_path / "out") == 0


def test_a_class_that_was_not_generated_is_left_out(dataset: Path, real: Path, tmp_path: Path) -> None:
    copy = tmp_path / "set"
    shutil.copytree(dataset, copy)
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["classes"].append({"name": "WPW", "title": "WPW", "train": 0, "validation": 0})
    (copy / "manifest.json").write_text(json.dumps(manifest))
    assert compare(copy, real, tmp_path / "out", "--map", "PVC=WPW", "--strips", "5") == 0
    report = json.loads((tmp_path / "out" / "realism.json").read_text())
    assert "WPW is left out: no synthetic strip" in report["leftOut"][-1]["reason"]


def test_what_cannot_be_compared_is_said(
    dataset: Path, real: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = write_recordings(tmp_path / "few", {"NORM": 3})
    assert compare(dataset, few, tmp_path / "out") == 1
    assert "No class has 5 strips both in" in capsys.readouterr().err
    assert compare(dataset, real, tmp_path / "out", "--strips", "2") == 1
    assert "--strips 2 is too few" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_command_line_makes_the_page(real: Path, tmp_path: Path) -> None:
    """The program that people run, with this Python: what the trainer writes is what the page reads."""
    spec = EXAMPLES / "four-arrhythmias.ecgspec"
    ecgspec("generate", spec, "--strips", "10", "--class", "NSR", "--out", tmp_path / "set")
    out = tmp_path / "out"
    ecgspec("realism", tmp_path / "set", "--real", real, "--strips", "10", "--out", out, "--env", sys.prefix)
    page = (out / "realism.html").read_text(encoding="utf-8")
    assert "How near the synthetic strips are to real ones" in page and "NaN" not in page.split("<script>")[0]


def ecgspec(*arguments: str | Path) -> None:
    command = ["node", EXAMPLES.parent / "dist" / "cli.js", *arguments]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
