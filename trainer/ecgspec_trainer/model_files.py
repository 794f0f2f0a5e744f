"""Models on disk: `model.safetensors` with the weights, `config.json` with all that is needed to use them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

from ecgspec_trainer.errors import UserError
from ecgspec_trainer.models import build_model
from ecgspec_trainer.outputs import MARK, OutputFolder

FORMAT, VERSION = "ecgspec-model", 1
WEIGHTS, CONFIG = "model.safetensors", "config.json"


@dataclass(frozen=True)
class SavedModel:
    """config: see `pretrain.configuration`; model: with its weights, on the CPU."""

    config: dict[str, Any]
    model: nn.Module

    @property
    def classes(self) -> list[str]:
        return list(self.config["classes"])

    @property
    def rate(self) -> float:
        return float(self.config["rate"])

    def fresh(self, outputs: int) -> nn.Module:
        """The same architecture with new random weights."""
        return build_model(self.config["architecture"], outputs, float(self.config["width"]))


def stage_model(folder: OutputFolder, model: nn.Module, config: dict[str, Any]) -> None:
    """Writes both files, the configuration last, with the weights' checksum in it."""
    state = {name: value.detach().cpu().contiguous() for name, value in model.state_dict().items()}
    checksum = ""

    def write(path: Path) -> None:
        nonlocal checksum
        save_file(state, path, metadata={"format": "pt"})
        checksum = hashlib.sha256(path.read_bytes()).hexdigest()

    folder.stage(WEIGHTS, write)
    whole = {"format": FORMAT, "version": VERSION, **config, "weights": {"file": WEIGHTS, "sha256": checksum}}
    folder.stage_text(CONFIG, json.dumps(whole, indent=2) + "\n")


def load_model(folder: Path) -> SavedModel:
    """Opens a pre-trained model. Raises UserError with one sentence when it is none, or not whole."""
    folder = folder.absolute()
    path = folder / CONFIG
    if not folder.is_dir():
        raise UserError(f"{folder} is no folder; give --model the folder of a pre-trained model.")
    if not path.is_file():
        if (folder / MARK).exists():
            raise UserError(
                f"The model in {folder} is not whole, because its training was interrupted; "
                "pre-train again (with --overwrite)."
            )
        raise UserError(f'{folder} has no {CONFIG}, so it is no model; make one with "ecgspec pretrain".')
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
        if config["format"] != FORMAT or config["version"] != VERSION:
            raise UserError(
                f'{path} is "{config["format"]}" version {config["version"]} and this trainer reads "{FORMAT}" '
                f"version {VERSION}; pre-train again with this version of ecgspec."
            )
        weights = folder / config["weights"]["file"]
        if hashlib.sha256(weights.read_bytes()).hexdigest() != config["weights"]["sha256"]:
            raise UserError(f"{weights} is not the file that {CONFIG} describes; pre-train again.")
        model = build_model(config["architecture"], len(config["classes"]), float(config["width"]))
        model.load_state_dict(load_file(weights))
    except (ValueError, KeyError, TypeError, OSError, RuntimeError, SafetensorError) as error:
        raise UserError(f"The model in {folder} is damaged ({str(error).splitlines()[0]}); pre-train again.") from error
    return SavedModel(config, model)


def binary_from(saved: SavedModel, positive: str, normal: str) -> nn.Module:
    """
    The pre-trained network with one output, positive against normal, starting where pre-training ended: the
    difference of two logits of a softmax is the logit between those two classes. Classes that the model does not
    know leave it with a new random head.
    """
    model = saved.fresh(len(saved.classes))
    model.load_state_dict(saved.model.state_dict())
    head = model.head
    model.head = nn.Linear(head.in_features, 1)
    if positive in saved.classes and normal in saved.classes:
        up, down = saved.classes.index(positive), saved.classes.index(normal)
        with torch.no_grad():
            model.head.weight.copy_(head.weight[up : up + 1] - head.weight[down : down + 1])
            model.head.bias.copy_(head.bias[up : up + 1] - head.bias[down : down + 1])
    return model
