"""The command line: exit codes, files, and, in processes of its own, what is left after a kill."""

import csv
import json
import re
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from conftest import TRAINER, command, environment, run_trainer, write_recordings
from safetensors import SafetensorError
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

from ecgspec_trainer.models import ARCHITECTURES, build_model, parameter_count

# Long enough for any machine, however busy; nothing here waits that long unless it hangs.
WAIT_S = 300
FAST = ("--epochs", "2", "--sizes", "2,500,all", "--seeds", "2", "--threads", "2")


def events(folder):
    return [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def short(model, tmp_path_factory):
    """`model`, which says that little went through it in pre-training, so that equal compute does not take long."""
    copy = shutil.copytree(model, tmp_path_factory.mktemp("models") / "short")
    config = json.loads((copy / "config.json").read_text())
    config["pretraining"] |= {"strips": 40, "epochs": 2}
    (copy / "config.json").write_text(json.dumps(config))
    return copy


@pytest.fixture(scope="module")
def report(short, recordings, tmp_path_factory):
    out = tmp_path_factory.mktemp("reports") / "report"
    done = run_trainer("evaluate", "--model", short, "--real", recordings, "--out", out, *FAST)
    assert done.returncode == 0, done.stderr
    return out, done.stdout


def test_pretraining_leaves_a_model_its_description_and_its_course(model, dataset):
    assert sorted(path.name for path in model.iterdir()) == [
        "config.json",
        "events.jsonl",
        "model.onnx",
        "model.safetensors",
    ]
    config = json.loads((model / "config.json").read_text())
    assert config["classes"] == ["NSR", "AF", "PVC"]
    assert (config["architecture"], config["rate"], config["samples"]) == ("resnet18", 50, 400)
    assert config["pretraining"]["validationAuroc"] > 0.95
    kinds = [event["event"] for event in events(model)]
    assert kinds[0] == "start" and kinds[-1] == "done"
    assert kinds.count("epoch") == 8 and kinds.count("step") >= 8
    assert all(event["v"] == 1 and event["time"] > 0 for event in events(model))


def test_any_architecture_that_the_command_line_names_is_trained_recorded_and_fine_tuned(
    dataset, recordings, tmp_path, one_sentence
):
    def pretrain(name):
        return run_trainer(
            "pretrain", "--data", dataset, "--out", tmp_path / name, "--model", name, "--epochs", "1", "--threads", "2"
        )

    # One that is made of convolutions was there before; this one takes strips in chunks.
    done = pretrain("gru")
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "gru/config.json").read_text())["architecture"] == "gru"
    assert events(tmp_path / "gru")[0]["architecture"] == "gru"
    arguments = ("--real", recordings, "--epochs", "1", "--sizes", "4", "--seeds", "1", "--threads", "2")
    done = run_trainer("evaluate", "--model", tmp_path / "gru", "--out", tmp_path / "report", *arguments)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "report/report.json").read_text())["model"]["architecture"] == "gru"
    said = failed(pretrain("resnet99"), one_sentence)
    assert '"resnet99"' in said and "efficientnet-b0" in said
    assert not (tmp_path / "resnet99").exists()


def test_models_are_listed_with_their_sizes_for_people_and_for_programs(one_sentence):
    listed = json.loads(run_trainer("models", "--json", "--width", "0.25", "--classes", "5").stdout)
    assert [one["name"] for one in listed] == list(ARCHITECTURES)
    for one in listed:
        model = build_model(one["name"], 5, 0.25)
        assert one["parameters"] == parameter_count(model)
        assert one["features"] == model.head.in_features
        assert one["input"] == {"shape": ["strips", 1, "samples"], "hop": model.hop}
        assert one["output"] == {"shape": ["strips", 5]}
    lines = run_trainer("models").stdout.splitlines()
    assert len(lines) == 2 + len(ARCHITECTURES)
    assert re.match(r"resnet18 +3,844,930 +32 samples +ResNet-18, He et al\. 2016", lines[2])


def test_the_schema_offers_the_architectures_that_there_are():
    schema = json.loads((TRAINER.parent / "schemas/ecgspec.schema.json").read_text())
    assert schema["$defs"]["training"]["properties"]["model"]["enum"] == list(ARCHITECTURES)


def test_pretraining_again_gives_the_same_weights(model, dataset, tmp_path):
    for name in ("a", "b"):
        done = run_trainer("pretrain", "--data", dataset, "--out", tmp_path / name, "--epochs", "1", "--threads", "2")
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "a/model.safetensors").read_bytes() == (tmp_path / "b/model.safetensors").read_bytes()


def test_the_report_holds_every_arm_and_what_was_cut_and_left_out(report):
    out, printed = report
    whole = json.loads((out / "report.json").read_text())
    [task] = whole["tasks"]
    most = max(arm["size"] for arm in task["arms"])
    scores = {(arm["arm"], arm["size"]): arm["auroc"]["mean"] for arm in task["arms"]}
    assert scores["pretrained", most] > 0.95
    assert {(arm["arm"], arm["size"]) for arm in task["arms"]} == {
        ("synthetic", 0),
        *((arm, size) for arm in ("scratch", "scratch-long", "pretrained") for size in (2, most)),
    }
    assert most < 36
    assert "500 strips per class were asked for and are left out" in whole["notes"][0]
    assert whole["protocol"]["sizes"] == [2, 500, "all"]
    assert [one["class"] for one in whole["leftOut"]] == ["PVC"]
    assert whole["data"]["leftOut"] == [{"label": "OTHER", "strips": 3}]
    assert '3 labelled "OTHER"' in printed
    for gain in task["gains"]:
        assert gain["low"] <= gain["mean"] <= gain["high"]
        assert gain["mean"] == pytest.approx(gain["after"] - gain["before"], abs=2e-6)
    assert {(gain["size"], gain["against"], gain["metric"]) for gain in task["gains"]} == {
        (size, against, metric)
        for size in (2, most)
        for against in ("scratch", "scratch-long")
        for metric in ("auroc", "auprc", "f1", "f1Tuned")
    }
    with (out / "gains.csv").open() as file:
        rows = list(csv.DictReader(file))
    for row, gain in zip(rows, task["gains"], strict=True):
        assert (row["size"], row["against"], row["metric"]) == (str(gain["size"]), gain["against"], gain["metric"])
        assert float(row["low"]) == gain["low"]
    assert not (out / "INCOMPLETE.json").exists()


def test_results_follow_from_the_raw_predictions(report):
    out, _ = report
    with (out / "predictions.csv").open() as file:
        predictions = list(csv.DictReader(file))
    with (out / "results.csv").open() as file:
        for row in csv.DictReader(file):
            mine = [p for p in predictions if all(p[key] == row[key] for key in ("class", "arm", "size", "seed"))]
            truth, score = [int(p["truth"]) for p in mine], [float(p["probability"]) for p in mine]
            assert float(row["auroc"]) == pytest.approx(roc_auc_score(truth, score), abs=1e-4)
            assert float(row["auprc"]) == pytest.approx(average_precision_score(truth, score), abs=1e-4)
            assert float(row["f1"]) == pytest.approx(f1_score(truth, np.array(score) >= 0.5), abs=1e-6)
            if row["arm"] == "synthetic":
                # No real strip was seen, so there was none to choose a threshold with.
                assert row["threshold"] == row["f1_tuned"] == ""
                continue
            called = np.array(score) >= float(row["threshold"])
            assert float(row["f1_tuned"]) == pytest.approx(f1_score(truth, called), abs=1e-6)


def test_all_arms_of_a_seed_are_tested_on_the_same_strips(report):
    out, _ = report
    with (out / "predictions.csv").open() as file:
        predictions = list(csv.DictReader(file))
    tested = {}
    for row in predictions:
        tested.setdefault((row["seed"], row["arm"], row["size"]), []).append(row["strip"])
    for seed in "01":
        strips = [value for key, value in tested.items() if key[0] == seed]
        assert len(strips) == 7
        assert all(one == strips[0] for one in strips)
    assert tested["0", "synthetic", "0"] != tested["1", "synthetic", "0"]


def test_evaluating_again_gives_the_same_predictions(report, short, recordings, tmp_path):
    out, _ = report
    done = run_trainer("evaluate", "--model", short, "--real", recordings, "--out", tmp_path / "again", *FAST)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "again/predictions.csv").read_text() == (out / "predictions.csv").read_text()


def failed(done, one_sentence, code=1):
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    return one_sentence(done.stderr)


def test_a_folder_in_use_is_refused_and_replaced_only_when_it_is_ours(model, dataset, tmp_path, one_sentence):
    copy = shutil.copytree(model, tmp_path / "model")
    arguments = ("pretrain", "--data", dataset, "--out", copy, "--epochs", "1", "--threads", "2")
    assert "--overwrite" in failed(run_trainer(*arguments), one_sentence)
    (copy / "thesis.txt").write_text("years of work")
    assert '"thesis.txt"' in failed(run_trainer(*arguments, "--overwrite"), one_sentence)
    assert (copy / "config.json").exists() and (copy / "thesis.txt").exists()
    (copy / "thesis.txt").unlink()
    assert run_trainer(*arguments, "--overwrite").returncode == 0
    assert [event["event"] for event in events(copy)].count("start") == 1


def test_wrong_usage_is_2(tmp_path):
    for arguments in ((), ("dance",), ("pretrain",), ("pretrain", "--data", "x", "--out", "y", "--epochs", "0")):
        done = run_trainer(*arguments)
        assert done.returncode == 2
        assert "usage" in done.stderr


def test_a_broken_model_is_said_to_be_one(model, recordings, tmp_path, one_sentence):
    def evaluate(folder):
        return run_trainer(
            "evaluate", "--model", folder, "--real", recordings, "--out", tmp_path / "out", "--overwrite", *FAST
        )

    copy = shutil.copytree(model, tmp_path / "model")
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    assert "not the file that config.json describes" in failed(evaluate(copy), one_sentence)
    (copy / "config.json").write_text("{}")
    assert "damaged" in failed(evaluate(copy), one_sentence)
    (copy / "config.json").unlink()
    assert "it is no model" in failed(evaluate(copy), one_sentence)
    assert "is no folder" in failed(evaluate(tmp_path / "none"), one_sentence)
    assert not (tmp_path / "out").exists()


def test_recordings_with_too_few_patients_are_refused(model, tmp_path, one_sentence):
    few = write_recordings(tmp_path / "few", {"NORM": 20, "AFIB": 20}, per_patient=10)
    done = run_trainer("evaluate", "--model", model, "--real", few, "--out", tmp_path / "out", *FAST)
    assert "at least 3 are needed" in failed(done, one_sentence)


def test_inputs_are_looked_at_before_an_earlier_run_is_touched(model, dataset, tmp_path, one_sentence):
    copy = shutil.copytree(model, tmp_path / "model")
    before = {path.name: path.read_bytes() for path in copy.iterdir()}
    again = ("--out", copy, "--overwrite", "--threads", "2")
    assert "is no folder" in failed(run_trainer("pretrain", "--data", tmp_path / "none", *again), one_sentence)
    assert "too large" in failed(run_trainer("pretrain", "--data", dataset, "--width", "9", *again), one_sentence)
    damaged = shutil.copytree(dataset, tmp_path / "set")
    labels = np.load(damaged / "train-00000.labels.npy")
    labels[5, 0] = 7
    np.save(damaged / "train-00000.labels.npy", labels)
    assert "class numbers" in failed(run_trainer("pretrain", "--data", damaged, *again), one_sentence)
    assert {path.name: path.read_bytes() for path in copy.iterdir()} == before
    done = run_trainer("evaluate", "--model", model, "--real", "typo", "--out", tmp_path / "report")
    assert "is no folder" in failed(done, one_sentence)
    assert not (tmp_path / "report").exists()


def test_a_disk_that_fills_up_while_the_model_is_saved_is_said(model, dataset, tmp_path, one_sentence, monkeypatch):
    def full(*_arguments, **_options):
        raise SafetensorError("Error while serializing: I/O error: No space left on device (os error 28)")

    monkeypatch.setattr("ecgspec_trainer.model_files.save_file", full)
    copy = shutil.copytree(model, tmp_path / "model")
    arguments = ("pretrain", "--data", dataset, "--epochs", "1", "--threads", "2", "--overwrite", "--out")
    assert "The disk filled up" in failed(run_trainer(*arguments, copy), one_sentence)
    assert (copy / "model.safetensors").read_bytes() == (model / "model.safetensors").read_bytes()
    assert not (copy / "INCOMPLETE.json").exists()


def test_whatever_else_happens_becomes_one_sentence(dataset, tmp_path, one_sentence, monkeypatch):
    def broken(_options):
        raise RuntimeError("a mistake\nof ours")

    monkeypatch.setattr("ecgspec_trainer.pretrain.open_inputs", broken)
    arguments = ("pretrain", "--data", dataset, "--out", tmp_path / "model")
    assert "unexpectedly (RuntimeError: a mistake)" in failed(run_trainer(*arguments), one_sentence)
    monkeypatch.setenv("ECGSPEC_DEBUG", "1")
    assert "Traceback" in run_trainer(*arguments).stderr


def test_packages_that_do_not_load_are_said_with_the_mend_for_whose_they_are(tmp_path, one_sentence, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, "ecgspec_trainer.pretrain", raising=False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    arguments = ("pretrain", "--data", tmp_path, "--out", tmp_path / "model")
    assert "pip install -r" in failed(run_trainer(*arguments), one_sentence)
    (tmp_path / "ecgspec-environment.json").write_text("{}")
    assert "ecgspec setup --repair" in failed(run_trainer(*arguments), one_sentence)


def test_flat_strips_are_counted_and_mostly_flat_ones_are_a_wrong_unit(short, tmp_path, one_sentence):
    folder = write_recordings(tmp_path / "strips", {"NORM": 20, "AFIB": 20})
    strips = np.load(folder / "strips.npy").astype(np.float32) / 1000
    strips[3], strips[4, 5], strips[5, 5] = 0.7, np.nan, np.inf
    np.save(folder / "strips.npy", strips)
    arguments = ("evaluate", "--model", short, "--real", folder, "--epochs", "1", "--sizes", "2", "--seeds", "1")
    done = run_trainer(*arguments, "--threads", "2", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    notes = json.loads((tmp_path / "out/report.json").read_text())["notes"]
    assert [note.split(" are flat")[0].split(" have")[0] for note in notes] == [
        "1 of the 40 strips",
        "2 of the 40 strips",
    ]
    assert all(f"Note: {note}" in done.stdout for note in notes)
    done = run_trainer(*arguments, "--unit", "1e-6", "--out", tmp_path / "none")
    assert re.search("flat lines .* --unit", failed(done, one_sentence))
    assert not (tmp_path / "none").exists()


def test_an_unwritable_place_is_said(dataset, tmp_path, one_sentence):
    (tmp_path / "file").write_text("")
    done = run_trainer("pretrain", "--data", dataset, "--out", tmp_path / "file" / "model")
    assert "cannot be written" in failed(done, one_sentence)


def start_long_run(dataset, out, *arguments):
    """Starts a run that would take minutes and waits until it trains."""
    child = subprocess.Popen(
        command("pretrain", "--data", dataset, "--out", out, "--epochs", "5000", "--threads", "1", *arguments),
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + WAIT_S
    while not (out / "events.jsonl").exists() or '"step"' not in (out / "events.jsonl").read_text():
        assert child.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
    return child


def assert_plainly_unfinished(out):
    names = {path.name for path in out.iterdir()}
    assert "INCOMPLETE.json" in names
    assert not names & {"config.json", "model.safetensors"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_cancels_with_130(dataset, tmp_path, number):
    out = tmp_path / "model"
    child = start_long_run(dataset, out)
    child.send_signal(number)
    _, stderr = child.communicate(timeout=WAIT_S)
    assert child.returncode == 130
    assert stderr.startswith("Cancelled") and "Traceback" not in stderr
    assert events(out)[-1]["event"] == "error"
    assert_plainly_unfinished(out)


def test_a_kill_leaves_nothing_that_looks_whole_and_can_be_started_over(
    dataset, model, recordings, tmp_path, one_sentence
):
    out = tmp_path / "model"
    child = start_long_run(dataset, out)
    child.kill()
    child.communicate(timeout=WAIT_S)
    assert_plainly_unfinished(out)
    done = run_trainer("evaluate", "--model", out, "--real", recordings, "--out", tmp_path / "report", *FAST)
    assert "interrupted" in failed(done, one_sentence)
    again = run_trainer("pretrain", "--data", dataset, "--out", out, "--overwrite", "--epochs", "1", "--threads", "2")
    assert again.returncode == 0
    assert not (out / "INCOMPLETE.json").exists()


def test_the_trainer_ends_with_its_parent(dataset, tmp_path):
    out = tmp_path / "model"
    child = start_long_run(dataset, out, "--watch-parent")
    child.stdin.close()
    child.stdin = None
    child.communicate(timeout=WAIT_S)
    assert child.returncode == 130
    assert_plainly_unfinished(out)


def test_pretraining_without_validation_strips_sets_some_apart(tmp_path):
    from conftest import write_dataset

    folder = write_dataset(tmp_path / "set", ("NSR", "AF"), 20, 0)
    done = run_trainer("pretrain", "--data", folder, "--out", tmp_path / "model", "--epochs", "1", "--threads", "2")
    assert done.returncode == 0, done.stderr
    assert "no validation strips; 10% of the training strips stand in" in done.stdout
    config = json.loads((tmp_path / "model/config.json").read_text())
    assert config["pretraining"]["strips"] == 36


def test_one_strip_of_a_class_and_no_validation_is_said(tmp_path, one_sentence):
    from conftest import write_dataset

    folder = write_dataset(tmp_path / "set", ("NSR", "AF"), 1, 0)
    done = run_trainer("pretrain", "--data", folder, "--out", tmp_path / "model", "--threads", "2")
    assert "only one training strip of class NSR" in failed(done, one_sentence)
    assert not (tmp_path / "model").exists()


def test_strips_of_any_rate_and_length_can_be_evaluated(short, recordings, tmp_path):
    """A recorder with another rate and longer strips."""
    folder = shutil.copytree(recordings, tmp_path / "strips")
    strips = np.load(folder / "strips.npy")
    np.save(folder / "strips.npy", np.repeat(strips, 2, axis=1)[:, :1400])
    done = run_trainer(
        "evaluate", "--model", short, "--real", folder, "--out", tmp_path / "out", "--rate", "200", *FAST
    )
    assert done.returncode == 0, done.stderr
