"""The Python of the README, run as it stands there."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
from formats_fixture import ROOT, SPEC, ecgspec, read_truth

BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def workplace(tmp_path_factory):
    """A folder with `my-dataset` in it, in every format."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "my.ecgspec").write_text(SPEC)
    formats = ["--format", "npy,wfdb,parquet,hdf5,csv", "--signals"]
    done = ecgspec("generate", folder / "my.ecgspec", *formats, "--out", folder / "my-dataset")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def run(workplace, monkeypatch):
    def run_block(word: str) -> dict:
        [block] = [block for block in BLOCKS if word in block]
        monkeypatch.chdir(workplace)
        names: dict = {}
        exec(compile(block, "README.md", "exec"), names)
        return names

    return run_block


def test_every_block_is_run_here():
    words = ["torch.utils.data.Dataset", "load_dataset", "mlcroissant"]
    assert sorted(BLOCKS) == sorted(next(block for block in BLOCKS if word in block) for word in words)


def test_a_dataset_of_pytorch(run, workplace):
    names = run("torch.utils.data.Dataset")
    truth = read_truth(workplace / "my-dataset")
    for split in ("train", "validation"):
        strips = [strip for strip in truth.strips if strip.split == split]
        dataset = names["Strips"]("my-dataset", split)
        assert len(dataset) == len(strips)
        for (signal, label), strip in zip((dataset[row] for row in range(len(dataset))), strips, strict=True):
            assert label == strip.label
            assert (signal.shape, signal.dtype) == ((1, 6000), torch.float32)
            np.testing.assert_array_equal(signal[0].numpy(), strip.samples * np.float32(0.001))
    batch, labels = next(iter(names["loader"]))
    assert batch.shape == (36, 1, 6000) and sorted(labels.tolist()) == sorted([0, 1, 2, 3] * 9)


def test_a_dataset_of_hugging_face(run, workplace, tmp_path, monkeypatch):
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("datasets.config.HF_HUB_OFFLINE", True)
    names = run("load_dataset")
    truth = read_truth(workplace / "my-dataset")
    assert set(names["strips"]) == {"train", "validation"}
    for split, rows in names["strips"].items():
        strips = [strip for strip in truth.strips if strip.split == split]
        assert rows["label"][:].tolist() == [strip.label for strip in strips]
        for row, strip in zip(rows, strips, strict=True):
            np.testing.assert_array_equal(row["signal"].numpy(), strip.samples)
    assert names["label"] == truth.strips[0].label
    assert len(names["beats"]) == sum(len(strip.beats) for strip in truth.strips if strip.split == "train")
    assert 0 < len(names["slow"]) < 36


def test_a_description_in_croissant(run, workplace):
    assert run("mlcroissant")["classes"] == [
        one["title"] for one in read_truth(workplace / "my-dataset").manifest["classes"]
    ]
