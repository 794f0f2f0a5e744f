"""The networks. `registry.py` lists them; each family has a file of its own."""

from ecgspec_trainer.models.network import Network
from ecgspec_trainer.models.registry import (
    ARCHITECTURES,
    Architecture,
    blueprint,
    build_model,
    check_architecture,
    parameter_count,
)

__all__ = [
    "ARCHITECTURES",
    "Architecture",
    "Network",
    "blueprint",
    "build_model",
    "check_architecture",
    "parameter_count",
]
