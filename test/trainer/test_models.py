import math

import numpy as np
import pytest
import torch
from conftest import RATE, beats

from ecgspec_trainer.errors import UserError
from ecgspec_trainer.loop import Settings, fit, predict
from ecgspec_trainer.models import ARCHITECTURES, blueprint, build_model, parameter_count
from ecgspec_trainer.objectives.supervised import Supervised
from ecgspec_trainer.runtime import seed_everything, start_runtime
from ecgspec_trainer.signals import prepare

# The shortest strip that a spec admits (1 s, trained at 25 Hz), less what the augmentation takes, is 23 samples.
LENGTHS = [1, 23, 900, 1001]


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("samples", LENGTHS)
def test_any_length_goes_forward_and_every_parameter_learns(architecture, samples):
    seed_everything(0)
    model = build_model(architecture, 5, 0.25)
    strips = torch.randn(3, 1, samples)
    outputs = model(strips)
    assert outputs.shape == (3, 5)
    outputs.square().sum().backward()
    for name, one in model.named_parameters():
        assert one.grad is not None and torch.isfinite(one.grad).all(), name
        # A strip of one place leaves nothing that relates places to each other to learn.
        assert samples < 900 or one.grad.abs().max() > 0, name


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("samples", LENGTHS)
def test_positions_lie_a_hop_apart_and_their_mean_goes_into_the_head(architecture, samples):
    model = build_model(architecture, 2, 0.125).eval()
    strips = torch.randn(2, 1, samples)
    with torch.no_grad():
        positions = model.positions(strips)
        assert positions.shape == (2, model.head.in_features, math.ceil(samples / model.hop))
        torch.testing.assert_close(model(strips), model.head(positions.mean(dim=-1)))


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_strip_is_judged_alike_alone_and_in_company(architecture):
    seed_everything(1)
    model = build_model(architecture, 2, 0.125).eval()
    strips = torch.randn(4, 1, 333)
    with torch.no_grad():
        torch.testing.assert_close(model(strips)[2:3], model(strips[2:3]), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_bfloat16_as_on_gpus_says_what_float32_says(architecture):
    seed_everything(1)
    model = build_model(architecture, 2, 0.125)
    strips = torch.randn(4, 1, 1501)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        torch.nn.functional.cross_entropy(model(strips).float(), torch.tensor([0, 1, 0, 1])).backward()
    assert all(torch.isfinite(one.grad).all() for one in model.parameters())
    model.eval()
    with torch.no_grad():
        exact = model(strips)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            near = model(strips).float()
    torch.testing.assert_close(near, exact, rtol=0.05, atol=0.05 * float(exact.abs().max()))


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_width_scales_the_size_and_a_blueprint_tells_it(architecture):
    counts = [parameter_count(blueprint(architecture, 2, width)) for width in (0.0625, 0.25, 1.0, 4.0)]
    assert counts == sorted(set(counts))
    # Four times the channels make a layer 16 times as large, and what each channel has for itself 4 times.
    assert 10 < counts[3] / counts[2] < 16.5
    assert counts[1] == parameter_count(build_model(architecture, 2, 0.25))


# EfficientNetBN and resnet of MONAI 1.6.1 with spatial_dims=1, conv1_t_stride=2 and no bias in the projections.
@pytest.mark.parametrize(
    ("architecture", "count"),
    [("resnet18", 3_846_469), ("resnet34", 7_220_805), ("resnet50", 15_964_485), ("efficientnet-b0", 3_870_721)],
)
def test_convolutional_networks_have_the_size_of_monais(architecture, count):
    assert parameter_count(blueprint(architecture, 5, 1.0)) == count


def test_a_resnet18_that_an_earlier_version_saved_computes_what_it_did():
    """Names and shapes of its numbers, and what it makes of them, as version 0.1.0 had them."""
    model = build_model("resnet18", 3, 0.0625).eval()
    state = model.state_dict()
    for number, (name, value) in enumerate(state.items()):
        if value.dtype.is_floating_point:
            wave = torch.sin(torch.arange(value.numel(), dtype=torch.float64) * 0.7 + number)
            wave = wave.float().reshape(value.shape)
            state[name] = wave.abs() + 0.5 if name.endswith("running_var") else wave * 0.5
    model.load_state_dict(state)
    strip = torch.sin(torch.arange(100) * 0.3).reshape(1, 1, -1)
    expected = [[-6.583469867706299, 5.528865337371826, -2.330343723297119]]
    with torch.no_grad():
        torch.testing.assert_close(model(strip), torch.tensor(expected), rtol=1e-4, atol=1e-4)
    assert (len(state), next(iter(state)), list(state)[-1]) == (122, "stem.0.weight", "head.bias")


def test_an_unknown_architecture_is_named_with_the_known_ones():
    with pytest.raises(UserError, match=r'"resnet99".*resnet18'):
        build_model("resnet99", 2, 1.0)


# Width and epochs that are enough for it: as few as let each one learn the task with something to spare.
EASY = {
    "resnet18": (0.125, 3),
    "resnet34": (0.125, 3),
    "resnet50": (0.125, 4),
    "efficientnet-b0": (0.125, 4),
    "s4d": (0.125, 7),
    "mega": (0.25, 6),
    "luna": (0.25, 4),
    "transformer": (0.25, 4),
    "lstm": (0.25, 4),
    "gru": (0.25, 3),
}


@pytest.fixture(scope="module")
def easy():
    """Beats that anyone tells apart at a glance: strips to train on, to choose the epoch with and to test."""

    def strips(count, seed):
        rng = np.random.default_rng(seed)
        kinds = ("NSR", "PVC")
        parts = [prepare(beats(kind, count, rng), rate=RATE, target=50, scale=1.0) for kind in kinds]
        return torch.from_numpy(np.concatenate(parts)), torch.arange(len(kinds)).repeat_interleave(count)

    return strips(160, 1), strips(20, 2), strips(100, 3)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_architecture_learns_an_easy_task(architecture, easy):
    train, validation, test = easy
    width, epochs = EASY[architecture]
    runtime = start_runtime("cpu", 2)
    seed_everything(1)
    model = build_model(architecture, 2, width)
    settings = Settings(epochs, batch=20, learning_rate=3e-3, patience=epochs, seed=1, schedule="one-cycle")
    fit(model, train, validation, Supervised(torch.nn.functional.cross_entropy), settings, runtime)
    accuracy = (predict(model, test[0], runtime).argmax(1) == test[1]).float().mean()
    assert accuracy > 0.95
