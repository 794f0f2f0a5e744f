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
from ecgspec_trainer.models import Network, build_model
from ecgspec_trainer.objectives import OBJECTIVES, SELF_SUPERVISED
from ecgspec_trainer.outputs import MARK, OutputFolder

FORMAT, VERSION = "ecgspec-model", 1
WEIGHTS, CONFIG = "model.safetensors", "config.json"


@dataclass(frozen=True)
class SavedModel:
    """config: see `pretrain.configuration`; model: with its weights, on the CPU."""

    config: dict[str, Any]
    model: Network

    @property
    def classes(self) -> list[str]:
        return list(self.config["classes"])

    @property
    def rate(self) -> float:
        return float(self.config["rate"])

    @property
    def objective(self) -> str:
        """What it was trained for."""
        return str(self.config.get("objective", OBJECTIVES[0]))

    @property
    def outputs(self) -> list[str]:
        """The class whose logit each output is; models of earlier versions have one for each class."""
        return list(self.config.get("outputs", self.classes))

    def fresh(self, outputs: int) -> Network:
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
        outputs = config.get("outputs", config["classes"])
        model = build_model(config["architecture"], len(outputs), float(config["width"]))
        model.load_state_dict(load_file(weights))
    except (ValueError, KeyError, TypeError, OSError, RuntimeError, SafetensorError) as error:
        raise UserError(f"The model in {folder} is damaged ({str(error).splitlines()[0]}); pre-train again.") from error
    return SavedModel(config, model)


def start_from(saved: SavedModel, positive: str, normal: str) -> Network:
    """
    Where fine-tuning starts: `binary_from`, or, after pre-training without classes, the network with a new random head,
    so that fine-tuning knows nothing of the synthetic labels either.
    """
    if saved.objective not in SELF_SUPERVISED:
        return binary_from(saved, positive, normal)
    return _with_one_output(saved)


def binary_from(saved: SavedModel, positive: str, normal: str) -> Network:
    """
    The pre-trained network with one output, positive against normal, as pre-training left it: the difference of their
    two logits is the logit between those two classes, for a softmax and for logits of each class against one that
    has none itself, whose logit is 0. Classes that the model does not know leave it with a new random head.
    """
    model = _with_one_output(saved)
    if positive in saved.classes and normal in saved.classes:
        up, down = (_logit(saved, name) for name in (positive, normal))
        with torch.no_grad():
            model.head.weight.copy_(up[0] - down[0])
            model.head.bias.copy_(up[1] - down[1])
    return model


def _with_one_output(saved: SavedModel) -> Network:
    model = saved.fresh(len(saved.outputs))
    model.load_state_dict(saved.model.state_dict())
    model.head = nn.Linear(model.head.in_features, 1)
    return model


def _logit(saved: SavedModel, name: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Weights (1, F) and bias (1,) of a class's logit; zeros for the class that all others are told from."""
    head = saved.model.head
    if name not in saved.outputs:
        return torch.zeros_like(head.weight[:1]), torch.zeros_like(head.bias[:1])
    row = saved.outputs.index(name)
    return head.weight[row : row + 1], head.bias[row : row + 1]
