from __future__ import annotations

import pytest
import torch
from ecgspec_trainer.models import build_model, parameter_count


@pytest.mark.parametrize("samples", [400, 970, 1000])
def test_resnet18_goes_forward_and_back(samples: int) -> None:
    model = build_model("resnet18", 5, 0.25)
    outputs = model(torch.randn(3, 1, samples))
    assert outputs.shape == (3, 5)
    outputs.sum().backward()
    assert all(parameter.grad is not None for parameter in model.parameters())


def test_width_multiplies_the_channels() -> None:
    # A 1-D ResNet-18 with 5 outputs has 3.8 million weights at full width.
    full = parameter_count(build_model("resnet18", 5, 1.0))
    quarter = parameter_count(build_model("resnet18", 5, 0.25))
    assert 3_500_000 < full < 4_200_000
    assert 12 < full / quarter < 17
