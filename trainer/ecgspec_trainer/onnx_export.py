"""
A trained network as `model.onnx`, which reads strips in mV at the data set's own rate and says a probability for each
class. The editor runs it on the strips of its preview.

All that `signals.prepare` does to a strip is inside the graph, so that no reader can do it differently: the resampling
(SciPy's filter, as one convolution), the mean and the standard deviation. Every export is held against the network and
`prepare` on strips of the data set; where they differ there is no file.
"""

from __future__ import annotations

import copy
import hashlib
import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from scipy.signal import firwin
from torch import nn

from ecgspec_trainer.dataset import Dataset
from ecgspec_trainer.models import Network
from ecgspec_trainer.models.convolution import freeze_kernels
from ecgspec_trainer.outputs import OutputFolder
from ecgspec_trainer.progress import say
from ecgspec_trainer.signals import FLAT_MV, prepare, ratio, resampled_length

ONNX = "model.onnx"
INPUT, LOGITS, PROBABILITIES = "strip", "logits", "probabilities"
TOLERANCE = 1e-3
"""A logit may differ by this, or by this share of the largest of its kind where that is above 1."""
_OPSET = 17
_STRIPS = 16
_TAPS_EACH_SIDE = 10
_KAISER = 5.0


class ExportRefused(Exception):
    """A sentence that says why there is no `model.onnx`."""


@dataclass(frozen=True)
class Exported:
    """graph: the file; difference: the largest between a logit of it and of the network; strips: how many were read."""

    graph: bytes
    difference: float
    strips: int


class Resampling(nn.Module):
    """
    (N, T) at `source` Hz -> (N, T') at `target` Hz: `scipy.signal.resample_poly` with `padtype="line"`, for one length.

    Its output n is the sum over m of x[m] h[n down - m up + half]. Outputs k up + p of one phase p lie `down` inputs
    apart, so all phases together are one convolution with `up` channels and a stride of `down`.
    """

    def __init__(self, samples: int, source: float, target: float) -> None:
        super().__init__()
        up, down = ratio(source, target)
        half = _TAPS_EACH_SIDE * max(up, down)
        taps = up * firwin(2 * half + 1, 1 / max(up, down), window=("kaiser", _KAISER))
        first = -(half // up)
        last = ((up - 1) * down + half) // up
        index = np.arange(up)[:, None] * down - np.arange(first, last + 1) * up + half
        inside = (index >= 0) & (index <= 2 * half)
        kernel = np.where(inside, taps[np.clip(index, 0, 2 * half)], 0.0)
        self.length = resampled_length(samples, source, target)
        self.down = down
        self.blocks = -(-self.length // up)
        self.padding = (-first, max(0, (self.blocks - 1) * down + last - (samples - 1)))
        self.register_buffer("kernel", torch.from_numpy(kernel).float().unsqueeze(1))
        # The line through the first and the last sample goes on beyond both. It is taken away before, and what the
        # filter makes of it (of a constant, and of a slope) is added after.
        places = torch.arange(samples, dtype=torch.float32) / max(1, samples - 1)
        beyond = torch.arange(-self.padding[0], samples + self.padding[1], dtype=torch.float64) / max(1, samples - 1)
        lines = torch.stack((torch.ones_like(beyond), beyond)).unsqueeze(1)
        constant, slope = self._filtered(lines, torch.from_numpy(kernel).unsqueeze(1)).float()
        self.register_buffer("places", places)
        self.register_buffer("constant", constant)
        self.register_buffer("slope", slope)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        start = x[:, :1]
        rise = x[:, -1:] - start
        level = nn.functional.pad((x - start - rise * self.places).unsqueeze(1), self.padding)
        return self._filtered(level, self.kernel) + start * self.constant + rise * self.slope

    def _filtered(self, padded: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
        """(N, 1, padded T) -> (N, T')."""
        phases = nn.functional.conv1d(padded, kernel, stride=self.down)[:, :, : self.blocks]
        return phases.transpose(1, 2).flatten(1)[:, : self.length]


class StripReader(nn.Module):
    """
    (1, T) in mV at the data set's rate -> logits and probabilities, both (1, classes).

    outputs: the class of each of the network's outputs; a class without one is that which others are told from, with a
    logit of 0 (see `model_files.binary_from`).
    """

    def __init__(
        self, network: Network, samples: int, source: float, target: float, classes: list[str], outputs: list[str]
    ) -> None:
        super().__init__()
        up, down = ratio(source, target)
        self.resampling = nn.Identity() if up == down else Resampling(samples, source, target)
        self.network = network
        chosen = torch.zeros(len(outputs), len(classes))
        for row, name in enumerate(outputs):
            chosen[row, classes.index(name)] = 1
        self.register_buffer("chosen", chosen)

    def forward(self, strips: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x = self.resampling(strips)
        centred = x - x.mean(dim=-1, keepdim=True)
        spread = (centred * centred).mean(dim=-1, keepdim=True).sqrt()
        seen = torch.where(spread > FLAT_MV, centred / spread.clamp(min=FLAT_MV), torch.zeros_like(centred))
        logits = self.network(seen.unsqueeze(1)) @ self.chosen
        return logits, torch.softmax(logits, dim=-1)


def stage_onnx(folder: OutputFolder, model: Network, config: dict[str, Any], dataset: Dataset) -> dict[str, Any]:
    """
    Stages `model.onnx`, and returns what `config.json` says of it under "onnx"; nothing, and a note on the terminal,
    where it cannot be made. Never raises because of the export: what was trained is worth more.
    """
    try:
        made = export(model, config, sample_strips(dataset), dataset.rate)
    except ExportRefused as refusal:
        say(f"Note: {refusal}")
        return {}
    folder.stage(ONNX, lambda path: _write(path, made.graph))
    say(
        f"Exported {ONNX} for the editor ({len(made.graph) / 1e6:.1f} MB); on {made.strips} strips its logits are "
        f"within {made.difference:.1g} of the network's."
    )
    return {
        "onnx": {
            "file": ONNX,
            "sha256": hashlib.sha256(made.graph).hexdigest(),
            "rate": dataset.rate,
            "samples": dataset.samples,
            "unit": "mV",
            "checked": {"strips": made.strips, "largestDifference": made.difference, "tolerance": TOLERANCE},
        }
    }


def sample_strips(dataset: Dataset) -> np.ndarray:
    """(n, T) float32 mV, n <= 16: the first of the training strips, of all classes in turn."""
    signals, _ = dataset.shards("train")[0]
    return np.asarray(signals[:_STRIPS, 0], np.float32) * np.float32(dataset.scale)


def export(model: Network, config: dict[str, Any], strips: np.ndarray, source: float) -> Exported:
    """
    The network as ONNX, checked on `strips` ((n, T) mV at `source` Hz). Raises ExportRefused.

    config: rate, classes and outputs of `config.json`.
    """
    network = copy.deepcopy(model).cpu().float().eval()
    target = float(config["rate"])
    reader = StripReader(network, strips.shape[1], source, target, config["classes"], config["outputs"]).eval()
    try:
        # What the network makes of the strips as training saw them, not as the graph does.
        seen = torch.from_numpy(prepare(strips, rate=source, target=target, scale=1.0))
        with torch.no_grad():
            expected = (network(seen.unsqueeze(1)) @ reader.chosen).numpy()
        graph = _traced(reader, strips)
        logits, probabilities = _run(graph, strips)
    except ModuleNotFoundError as error:
        raise ExportRefused(
            f"No {ONNX} was written, because the environment lacks {error.name}; "
            'bring it up to date with "ecgspec setup".'
        ) from error
    except Exception as error:
        # Of all that exporter and runtime may stumble over, nothing may cost what was trained.
        reason = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
        raise ExportRefused(f"No {ONNX} was written, because the export failed: {reason}.") from error
    return Exported(graph, check_parity(logits, probabilities, expected), len(strips))


def check_parity(logits: np.ndarray, probabilities: np.ndarray, expected: np.ndarray) -> float:
    """
    The largest difference of the graph's logits from the expected, all (n, classes). Raises ExportRefused where it is
    above the tolerance, where a number is none, and where probabilities are not those of the logits.
    """
    difference = float(np.abs(logits - expected).max())
    allowed = TOLERANCE * max(1.0, float(np.abs(expected).max()))
    powers = np.exp(expected - expected.max(axis=-1, keepdims=True))
    unlike = float(np.abs(probabilities - powers / powers.sum(axis=-1, keepdims=True)).max())
    # Written so that a comparison with nan refuses.
    if not (difference <= allowed and unlike <= TOLERANCE):
        raise ExportRefused(
            f"No {ONNX} was written, because it reads strips differently from the network: a logit is "
            f"{difference:.3g} off and a probability {unlike:.3g}, and {allowed:.3g} and {TOLERANCE:g} are allowed."
        )
    return difference


def _write(path: Path, graph: bytes) -> None:
    path.write_bytes(graph)


def _traced(reader: StripReader, strips: np.ndarray) -> bytes:
    """For one strip at a time: attention and recurrent networks are traced with their number of strips."""
    file = io.BytesIO()
    one = torch.from_numpy(strips[:1])
    fast = torch.backends.mha.get_fastpath_enabled()
    # The fused kernels of attention have no counterpart in ONNX.
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        with warnings.catch_warnings(), torch.no_grad(), freeze_kernels(reader):
            # It warns of all that is fixed by tracing (the length is meant to be), and of its own age.
            warnings.simplefilter("ignore")
            # Makes the kernels, so that the trace meets their numbers only.
            reader(one)
            torch.onnx.export(
                reader,
                (one,),
                file,
                input_names=[INPUT],
                output_names=[LOGITS, PROBABILITIES],
                opset_version=_OPSET,
                # The newer exporter writes GRUs that are silently wrong (pytorch#189225).
                dynamo=False,
            )
    finally:
        torch.backends.mha.set_fastpath_enabled(fast)
    return file.getvalue()


def _run(graph: bytes, strips: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logits and probabilities of each strip, both (n, classes)."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    each = [session.run([LOGITS, PROBABILITIES], {INPUT: strip[None]}) for strip in strips]
    logits, probabilities = (np.concatenate(rows) for rows in zip(*each, strict=True))
    return logits, probabilities
