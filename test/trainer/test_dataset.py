import json
import shutil
import subprocess

import numpy as np
import pytest
from conftest import EXAMPLES, run_trainer, write_dataset

from ecgspec_trainer.dataset import open_dataset
from ecgspec_trainer.errors import UserError


@pytest.fixture
def copy(dataset, tmp_path):
    return shutil.copytree(dataset, tmp_path / "set")


def change(folder, edit):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    edit(manifest)
    path.write_text(json.dumps(manifest))


def test_reads_shards_memory_mapped_and_balanced(dataset):
    opened = open_dataset(dataset)
    assert opened.classes == ["NSR", "AF", "PVC"]
    [(signals, labels)] = opened.shards("train")
    assert isinstance(signals, np.memmap)
    assert signals.shape == (360, 1, 800)
    assert np.bincount(labels[:30, 0]).tolist() == [10, 10, 10]


def test_a_folder_that_does_not_exist(tmp_path, one_sentence):
    with pytest.raises(UserError, match="is no folder") as error:
        open_dataset(tmp_path / "nowhere")
    one_sentence(error.value)


def test_a_folder_that_is_something_else(tmp_path, one_sentence):
    with pytest.raises(UserError, match=r"no manifest\.json") as error:
        open_dataset(tmp_path)
    one_sentence(error.value)


def test_an_interrupted_generation_is_said_to_be_one(copy, one_sentence):
    (copy / "manifest.json").unlink()
    (copy / "INCOMPLETE.json").write_text("{}")
    with pytest.raises(UserError, match="interrupted; go on with it by the same command") as error:
        open_dataset(copy)
    one_sentence(error.value)


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda manifest: manifest.update(format="other"), 'format "other"'),
        (lambda manifest: manifest.update(version=2), "version 2"),
        (lambda manifest: manifest.pop("classes"), "'classes' is missing"),
        (lambda manifest: manifest.pop("recording"), "'recording' is missing"),
        (lambda manifest: manifest["recording"].update(rate=0), "says 0.0 where a positive number"),
        (lambda manifest: manifest["shards"].pop(0), "0 of 360 train strips"),
        (lambda manifest: manifest.update(classes=manifest["classes"][:1]), "at least two"),
        (lambda manifest: manifest["shards"][0]["signals"].update(file="../x.npy"), "not in it"),
        (lambda manifest: manifest["recording"].update(samples=799), "shape"),
        (lambda manifest: manifest.pop("training"), "'training' is missing"),
        (lambda manifest: manifest["training"].update(batch=0), r"training\.batch is 0 and must be from 1"),
        (lambda manifest: manifest["training"].update(width=1e6), r"training\.width is 1000000"),
        (lambda manifest: manifest["training"].update(epochs="many"), r"training\.epochs is 'many'"),
        (lambda manifest: manifest["training"].update(model=5), r"training\.model"),
        (lambda manifest: manifest.update(training=[]), "damaged"),
        (lambda manifest: manifest["classes"][0].update(train=-1), "-1 where a number of strips"),
        (lambda manifest: manifest["classes"][1].update(name="NSR"), "names of their own"),
        (lambda manifest: manifest.update(classes=["NSR", "AF"]), "damaged"),
        (lambda manifest: manifest["recording"].update(rate=1e400), "positive number"),
    ],
)
def test_a_manifest_that_does_not_fit(copy, edit, says, one_sentence):
    change(copy, edit)
    with pytest.raises(UserError, match=says) as error:
        open_dataset(copy).shards("train")
    one_sentence(error.value)


@pytest.mark.parametrize("text", ['{"format": ', "[]", "[" * 100_000, ""])
def test_a_manifest_that_is_no_json(copy, text, one_sentence):
    (copy / "manifest.json").write_text(text)
    with pytest.raises(UserError, match="damaged") as error:
        open_dataset(copy)
    one_sentence(error.value)


def test_labels_of_no_class_and_archives_in_disguise(copy, one_sentence):
    path = copy / "train-00000.labels.npy"
    labels = np.load(path)
    for wrong in (3, -1):
        labels[7, 0] = wrong
        np.save(path, labels)
        with pytest.raises(UserError, match="none of the 3 classes") as error:
            open_dataset(copy).shards("train")
        one_sentence(error.value)
    np.savez(path.with_suffix(".npz"), labels)
    path.with_suffix(".npz").rename(path)
    change(copy, lambda manifest: manifest["shards"][0]["labels"].update(bytes=path.stat().st_size))
    with pytest.raises(UserError, match="archive") as error:
        open_dataset(copy).shards("train")
    one_sentence(error.value)


def test_a_file_that_is_cut_short_or_missing(copy, one_sentence):
    path = copy / "train-00000.signals.npy"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(UserError, match=r"bytes and should have") as error:
        open_dataset(copy)
    one_sentence(error.value)
    path.unlink()
    with pytest.raises(UserError, match="the file is missing") as error:
        open_dataset(copy)
    one_sentence(error.value)


def test_a_pickle_in_disguise_is_never_loaded(copy, one_sentence):
    path = copy / "train-00000.signals.npy"
    np.save(path, np.array([{"an": "object"}], dtype=object), allow_pickle=True)
    change(copy, lambda manifest: manifest["shards"][0]["signals"].update(bytes=path.stat().st_size))
    with pytest.raises(UserError, match="damaged") as error:
        open_dataset(copy).shards("train")
    one_sentence(error.value)


def test_a_class_without_training_strips_is_left_out(tmp_path):
    folder = write_dataset(tmp_path / "set", ("NSR", "AF"), 5, 2)

    def empty(manifest):
        manifest["classes"].append({"name": "WPW", "train": 0, "validation": 0})

    change(folder, empty)
    assert open_dataset(folder).trained == ["NSR", "AF"]
    done = run_trainer("pretrain", "--data", folder, "--out", tmp_path / "model", "--epochs", "1", "--threads", "2")
    assert done.returncode == 0, done.stderr
    assert "no training strips of WPW" in done.stdout
    assert json.loads((tmp_path / "model/config.json").read_text())["classes"] == ["NSR", "AF"]


def test_one_class_alone_is_too_few(tmp_path, one_sentence):
    folder = write_dataset(tmp_path / "set", ("NSR",), 5, 2)
    with pytest.raises(UserError, match="training strips of 1 class; pre-training needs at least two") as error:
        open_dataset(folder)
    one_sentence(error.value)


SPEC = """ecgspec: 1
recording: { rate: 250 Hz, duration: 8 s }
beats:
  n:
    P: { amplitude: 0.15 mV, at: -160 ms, width: 18 ms }
    R: { amplitude: 0.8..1.4 mV, at: 0 ms, width: 10 ms }
    T: { amplitude: 0.3 mV, at: 260 ms, rise: 45 ms, fall: 32 ms }
classes:
  slow: { beat: n, rhythm: { type: sinus, rate: 50..60 bpm } }
  fast: { beat: n, rhythm: { type: sinus, rate: 90..120 bpm } }
dataset: { strips: 30, segments: true, parameters: true }
"""


@pytest.fixture(scope="module")
def telling(tmp_path_factory):
    """A data set of the command line's with all that it can tell."""
    folder = tmp_path_factory.mktemp("telling")
    (folder / "it.ecgspec").write_text(SPEC)
    command = ["node", str(EXAMPLES.parent / "dist" / "cli.js"), "generate", str(folder / "it.ecgspec")]
    done = subprocess.run([*command, "--out", str(folder / "set")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "set"


def test_segments_are_those_of_the_beats(telling):
    opened = open_dataset(telling)
    [segments] = opened.segments("train")
    assert segments.shape == (54, 2000) and isinstance(segments, np.memmap)
    names = opened.manifest["segments"]
    beats = np.load(telling / opened.manifest["shards"][0]["beats"]["file"])
    columns = opened.manifest["columns"]["beats"]
    for part in ("P", "QRS", "T"):
        for beat in beats:
            onset, offset = (beat[columns.index(f"{part.lower()}_{point}")] for point in ("onset", "offset"))
            if onset >= 0 and offset >= 0:
                assert (segments[beat[0], onset : offset + 1] == names.index(part)).all()


def test_waves_add_up_to_the_signals(telling):
    opened = open_dataset(telling)
    [(signals, _)] = opened.shards("train")
    [(waves, values)] = opened.parameters("train")
    time = np.arange(opened.samples) / opened.rate
    rebuilt = np.zeros((len(signals), opened.samples))
    columns = opened.manifest["columns"]["waves"]
    for wave in waves:
        of = dict(zip(columns, wave, strict=True))
        after = time - of["time"] - of["at"]
        width = np.where(after < 0, of["rise"], of["fall"])
        rebuilt[int(of["row"])] += of["amplitude"] * np.exp(-0.5 * (after / width) ** 2) / opened.scale
    assert np.abs(rebuilt - signals[:, 0]).max() < 0.6
    rates = {one["name"]: number for number, one in enumerate(opened.manifest["quantities"])}
    drawn = values[values[:, 1] == rates["rate"], 3]
    assert len(drawn) == 54 and drawn.min() >= 50 and drawn.max() <= 120


def test_a_set_that_tells_no_more_says_how_to_make_one_that_does(dataset, one_sentence):
    opened = open_dataset(dataset)
    for ask, key in ((opened.segments, "segments"), (opened.parameters, "parameters")):
        with pytest.raises(UserError, match=f'has no {key}; generate it from a spec that says "dataset') as error:
            ask("train")
        one_sentence(error.value)


@pytest.mark.parametrize("part", ["segments", "waves", "values"])
def test_what_a_set_tells_may_be_damaged(telling, tmp_path, part, one_sentence):
    folder = shutil.copytree(telling, tmp_path / "set")
    path = folder / f"train-00000.{part}.npy"
    whole = path.read_bytes()
    path.write_bytes(whole[:-8])
    with pytest.raises(UserError, match=f"{part}.npy.*bytes") as error:
        open_dataset(folder)
    one_sentence(error.value)
    # As many bytes of another shape.
    path.write_bytes(whole.replace(b"(", b"(1, ", 1).replace(b"   \n", b"\n", 1))
    with pytest.raises(UserError, match="of shape") as error:
        ask = open_dataset(folder)
        ask.segments("train") if part == "segments" else ask.parameters("train")
    one_sentence(error.value)
