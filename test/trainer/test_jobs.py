"""The two jobs as a user runs them: as processes, by their exit codes, words and files."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

COMMAND = [sys.executable, "-m", "ecgspec_trainer"]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def events(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]


def test_the_chain_learns_an_easy_task_and_is_repeatable(
    dataset: Path, recordings: Path, tmp_path: Path
) -> None:
    model, again = tmp_path / "model", tmp_path / "again"
    for out in (model, again):
        made = run("pretrain", "--data", dataset, "--out", out, "--threads", 1)
        assert made.returncode == 0, made.stderr
    assert (model / "model.safetensors").read_bytes() == (again / "model.safetensors").read_bytes()
    config = json.loads((model / "config.json").read_text())
    assert config["classes"] == ["NSR", "AF"]
    log = events(model)
    assert [log[0]["event"], log[-1]["event"]] == ["start", "done"]
    assert max(event["validationAuroc"] for event in log if event["event"] == "epoch") > 0.95

    report = tmp_path / "report"
    made = run(
        *("evaluate", "--model", model, "--real", recordings, "--out", report),
        *("--quick", "--sizes", "3,5", "--seeds", 2, "--threads", 1),
    )
    assert made.returncode == 0, made.stderr
    page = json.loads((report / "report.json").read_text())
    (task,) = page["tasks"]
    scores = {(arm["arm"], arm["size"]): arm["auroc"]["mean"] for arm in task["arms"]}
    assert {arm for arm, _ in scores} == {"scratch", "pretrained", "synthetic"}
    assert scores["pretrained", 5] > 0.95
    rows = list(csv.DictReader((report / "predictions.csv").open()))
    by_side: dict[str, set[str]] = {}
    for row in rows:
        by_side.setdefault(row["seed"], set()).add(row["patient"])
    # All arms of a seed are tested on the same patients.
    for seed, patients in by_side.items():
        for arm in ("scratch", "pretrained"):
            assert {row["patient"] for row in rows if row["seed"] == seed and row["arm"] == arm} == patients


def test_one_sentence_for_what_is_wrong_and_nothing_that_looks_whole(
    dataset: Path, recordings: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    def fails(*arguments: object) -> str:
        made = run(*arguments, "--overwrite")
        assert made.returncode == 1, made.stdout
        assert "Traceback" not in made.stderr
        assert not (out / "config.json").exists()
        assert not (out / "report.json").exists()
        return made.stderr

    assert "manifest" in fails("pretrain", "--data", tmp_path, "--out", out)
    (dataset / "INCOMPLETE.json").write_text("{}")
    manifest = (dataset / "manifest.json").read_text()
    (dataset / "manifest.json").unlink()
    assert "INCOMPLETE" in fails("pretrain", "--data", dataset, "--out", out)
    (dataset / "INCOMPLETE.json").unlink()
    (dataset / "manifest.json").write_text(manifest)
    signals = dataset / "train-00000.signals.npy"
    signals.write_bytes(signals.read_bytes()[:-100])
    assert signals.name in fails("pretrain", "--data", dataset, "--out", out)
    assert "model" in fails("evaluate", "--model", tmp_path / "none", "--real", recordings, "--out", out)
    assert run("pretrain", "--data", dataset).returncode == 2


def test_labels_that_do_not_match_the_signals_are_refused(
    dataset: Path, recordings: Path, tmp_path: Path
) -> None:
    model = tmp_path / "model"
    assert run("pretrain", "--data", dataset, "--out", model, "--epochs", 1).returncode == 0
    strips = np.load(recordings / "strips.npy")
    np.save(recordings / "strips.npy", strips[:-3])
    made = run("evaluate", "--model", model, "--real", recordings, "--out", tmp_path / "report")
    assert made.returncode == 1
    assert "57" in made.stderr and "60" in made.stderr
    assert not (tmp_path / "report" / "report.json").exists()


def test_a_run_that_is_cancelled_or_killed_leaves_no_model(dataset: Path, tmp_path: Path) -> None:
    for number, expected in ((signal.SIGTERM, 130), (signal.SIGKILL, -signal.SIGKILL)):
        out = tmp_path / f"run-{number}"
        process = subprocess.Popen(
            [*COMMAND, "pretrain", "--data", str(dataset), "--out", str(out), "--epochs", "10000"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ,
        )
        log = out / "events.jsonl"
        while process.poll() is None and (not log.exists() or '"epoch"' not in log.read_text()):
            time.sleep(0.1)
        process.send_signal(number)
        assert process.wait() == expected
        assert not (out / "model.safetensors").exists()
        assert not (out / "config.json").exists()
