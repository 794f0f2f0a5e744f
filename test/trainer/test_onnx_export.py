"""Exported models: every architecture reads strips as the network behind it does, and what does not is no file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from conftest import beats, run_trainer, write_dataset
from scipy.signal import resample_poly

from ecgspec_trainer import onnx_export
from ecgspec_trainer.dataset import open_dataset
from ecgspec_trainer.model_files import load_model
from ecgspec_trainer.models import ARCHITECTURES, build_model
from ecgspec_trainer.onnx_export import ExportRefused, Resampling, check_parity, export, sample_strips
from ecgspec_trainer.signals import prepare, ratio

CONFIG = {"rate": 100, "classes": ["NSR", "AF", "PVC"], "outputs": ["AF", "PVC"]}


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def strips() -> np.ndarray:
    """Strips at 250 Hz, one of them flat; 5 s become 50 chunks of 10 samples at 100 Hz."""
    made = beats("PVC", 4, np.random.default_rng(5), 250, 5).astype(np.float32)
    made[1] = 0.3
    return made


def lively(architecture: str) -> torch.nn.Module:
    """A small network whose norms have seen strips, so that each does something."""
    torch.manual_seed(1)
    model = build_model(architecture, 2, 0.125)
    with torch.no_grad():
        for _ in range(8):
            model(torch.randn(4, 1, 500).cumsum(dim=-1) / 10)
    return model


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_architecture_is_exported_and_reads_as_the_network_does(architecture: str, strips: np.ndarray) -> None:
    model = lively(architecture)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    made = export(model, CONFIG, strips, 250)
    session = onnxruntime.InferenceSession(made.graph, providers=["CPUExecutionProvider"])
    model.eval()
    with torch.no_grad():
        logits = model(torch.from_numpy(prepare(strips, rate=250, target=100, scale=1)).unsqueeze(1))
        # NSR is what the others are told from: its logit is 0.
        expected = torch.softmax(torch.cat((torch.zeros(len(strips), 1), logits), dim=1), dim=1).numpy()
    assert np.ptp(expected[[0, 2, 3]], axis=0).max() > 1e-6
    for strip, wanted in zip(strips, expected, strict=True):
        (read,) = session.run(["probabilities"], {"strip": strip[None]})
        np.testing.assert_allclose(read[0], wanted, atol=1e-3)
    # The network itself can be trained on.
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())


@pytest.mark.parametrize(("source", "target"), [(500, 100), (250, 100), (360, 250), (100, 128), (125, 500)])
def test_the_graph_resamples_as_the_trainer_does(source: int, target: int) -> None:
    samples = np.random.default_rng(1).normal(0, 1, (3, 3 * source + 1)).cumsum(axis=1).astype(np.float32)
    up, down = ratio(source, target)
    expected = resample_poly(samples.astype(np.float64), up, down, axis=-1, padtype="line")
    resampled = Resampling(samples.shape[1], source, target)(torch.from_numpy(samples)).numpy()
    np.testing.assert_allclose(resampled, expected, atol=2e-6 * np.abs(samples).max())


def test_a_graph_that_reads_otherwise_is_refused(one_sentence: Callable[[BaseException | str], str]) -> None:
    logits = np.array([[0.0, 2.0, -1.0]])
    powers = np.exp(logits)
    probabilities = powers / powers.sum()
    assert check_parity(logits, probabilities, logits) == 0
    for wrong in (
        (logits + np.array([0, 0.003, 0]), probabilities),
        (logits * np.nan, probabilities),
        (logits, powers),
    ):
        with pytest.raises(ExportRefused) as refusal:
            check_parity(*wrong, logits)
        assert "reads strips differently" in one_sentence(refusal.value)


def test_a_trained_model_lies_beside_its_weights_with_all_that_reading_it_needs(model: Path, dataset: Path) -> None:
    config = json.loads((model / "config.json").read_text())
    about = config["onnx"]
    assert (about["file"], about["rate"], about["samples"], about["unit"]) == ("model.onnx", 100, 800, "mV")
    assert about["checked"]["strips"] == 16
    assert about["checked"]["largestDifference"] < about["checked"]["tolerance"]
    strips = sample_strips(open_dataset(dataset))
    saved = load_model(model)
    saved.model.eval()
    with torch.no_grad():
        seen = torch.from_numpy(prepare(strips, rate=100, target=50, scale=1)).unsqueeze(1)
        expected = torch.softmax(saved.model(seen), dim=1).numpy()
    session = onnxruntime.InferenceSession(model / "model.onnx", providers=["CPUExecutionProvider"])
    read = np.concatenate([session.run(["probabilities"], {"strip": strip[None]})[0] for strip in strips])
    np.testing.assert_allclose(read, expected, atol=1e-3)
    # It has learned something, so this compares more than three thirds with three thirds.
    assert (read.argmax(axis=1) == np.arange(len(strips)) % 3).mean() > 0.8


def test_what_was_trained_is_kept_when_the_export_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one_sentence: Callable[[BaseException | str], str]
) -> None:
    data = write_dataset(tmp_path / "set", ("NSR", "AF"), 4, 2)
    out = tmp_path / "model"
    arguments = ("pretrain", "--data", data, "--out", out, "--epochs", "1", "--threads", "1")
    assert run_trainer(*arguments).returncode == 0
    assert (out / "model.onnx").exists()

    def differs(*_: object) -> tuple[np.ndarray, np.ndarray]:
        return np.full((8, 2), 9.0), np.full((8, 2), 0.5)

    monkeypatch.setattr(onnx_export, "_run", differs)
    done = run_trainer(*arguments, "--overwrite")
    assert done.returncode == 0
    note = next(line for line in done.stdout.splitlines() if "No model.onnx" in line)
    assert "reads strips differently" in one_sentence(note)
    # Nor does an earlier run's file stand beside new weights.
    assert not (out / "model.onnx").exists()
    assert "onnx" not in json.loads((out / "config.json").read_text())
    assert load_model(out).classes == ["NSR", "AF"]
