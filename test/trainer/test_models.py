import pytest
import torch

from ecgspec_trainer.errors import UserError
from ecgspec_trainer.models import ARCHITECTURES, build_model, parameter_count


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("samples", [32, 900, 1001])
def test_any_length_goes_forward_and_every_parameter_learns(architecture, samples):
    model = build_model(architecture, 5, 0.25)
    outputs = model(torch.randn(3, 1, samples))
    assert outputs.shape == (3, 5)
    outputs.square().sum().backward()
    assert all(one.grad is not None and torch.isfinite(one.grad).all() for one in model.parameters())


def test_resnet18_at_full_width_has_the_size_of_the_original_less_its_2d_kernels():
    # 8 blocks of two convolutions with kernel 3, three projections, stem and head, counted by hand.
    channels = [64, 128, 256, 512]
    expected = 64 * 7 + 2 * 64
    before = 64
    for count in channels:
        expected += before * count * 3 + 3 * count * count * 3 + 4 * 2 * count
        expected += (before * count + 2 * count) if before != count else 0
        before = count
    expected += 512 * 5 + 5
    assert parameter_count(build_model("resnet18", 5, 1.0)) == expected


def test_width_multiplies_channels():
    assert build_model("resnet18", 2, 0.25).head.in_features == 128
    assert build_model("resnet18", 2, 1.0).head.in_features == 512


def test_an_unknown_architecture_is_named_with_the_known_ones():
    with pytest.raises(UserError, match=r'"resnet99".*resnet18'):
        build_model("resnet99", 2, 1.0)
