"""The `models` command: which architectures there are, how large each is, and what goes in and comes out."""

from __future__ import annotations

import argparse
import json
from typing import Any

from ecgspec_trainer.models import ARCHITECTURES, blueprint, parameter_count
from ecgspec_trainer.progress import say

__all__ = ["describe_models", "run"]


def run(options: argparse.Namespace) -> None:
    """Prints the list as a table, or with `--json` as one JSON array."""
    rows = describe_models(options.width, options.classes)
    if options.json:
        say(json.dumps(rows, indent=2))
        return
    say(
        f"Architectures at width {options.width:g} for {options.classes} classes. All take (strips, 1, samples): "
        "one lead, any number of samples, at the rate that training asks for."
    )
    say(f"{'name':<16}  {'parameters':>11}  {'one place for':<13}  source")
    for row in rows:
        place = f"{row['input']['hop']} samples"
        say(f"{row['name']:<16}  {row['parameters']:>11,}  {place:<13}  {row['title']}, {row['paper']}")


def describe_models(width: float, classes: int) -> list[dict[str, Any]]:
    """
    One entry for each architecture: `parameters` at this width with this many outputs; `input.shape` and
    `output.shape` with names for sizes that are free; `input.hop`: samples from one place that the network looks at to
    the next; `features`: numbers that its head takes.
    """
    rows = []
    for name, architecture in ARCHITECTURES.items():
        model = blueprint(name, classes, width)
        rows.append(
            {
                "name": name,
                "title": architecture.title,
                "paper": architecture.paper,
                "width": width,
                "parameters": parameter_count(model),
                "features": model.head.in_features,
                "input": {"shape": ["strips", 1, "samples"], "hop": model.hop},
                "output": {"shape": ["strips", classes]},
            }
        )
    return rows
