"""What the work runs on: device, number type, threads, seeds."""

from __future__ import annotations

import os
import platform
import random
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
import torch

from ecgspec_trainer import __version__
from ecgspec_trainer.errors import UserError


@dataclass(frozen=True)
class Runtime:
    """Device and precision of a job. The training loop asks this and nothing else where things run."""

    device: torch.device
    bf16: bool

    @property
    def name(self) -> str:
        return torch.cuda.get_device_name(self.device) if self.device.type == "cuda" else "cpu"

    def autocast(self) -> AbstractContextManager[Any]:
        """bfloat16 where the device has it in hardware; plain float32 on CPUs, where it does not pay."""
        if not self.bf16:
            return nullcontext()
        return torch.autocast(self.device.type, dtype=torch.bfloat16)

    def describe(self) -> dict[str, Any]:
        """For the records: what a result depends on besides the data."""
        return {
            "device": self.name,
            "precision": "bf16" if self.bf16 else "float32",
            "threads": torch.get_num_threads(),
            "trainer": __version__,
            "python": platform.python_version(),
            "torch": torch.__version__,
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "platform": f"{platform.system()} {platform.machine()}",
        }


def start_runtime(device: str, threads: int | None) -> Runtime:
    """device: auto, cpu or cuda. Raises UserError when cuda is asked for and is not there."""
    if threads is not None:
        torch.set_num_threads(threads)
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cuda" and not torch.cuda.is_available():
        why = "is the CPU one" if torch.version.cuda is None else "sees no GPU"
        raise UserError(f"This environment's PyTorch {why}, so --device cuda cannot be; use --device cpu.")
    chosen = torch.device(device)
    if device == "cuda":
        # On CPUs the operations used are deterministic as they are.
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        torch.use_deterministic_algorithms(True, warn_only=True)
        torch.utils.deterministic.fill_uninitialized_memory = False
    else:
        # Adam's averages fade into numbers so small that CPUs slow down on them.
        torch.set_flush_denormal(True)
    return Runtime(chosen, bf16=device == "cuda" and torch.cuda.is_bf16_supported())


def seed_everything(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)
