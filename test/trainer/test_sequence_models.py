"""The sequence models' own parts, held to the recurrences and sums that their papers define them by."""

import numpy as np
import pytest
import torch

from ecgspec_trainer.models.chunks import sinusoids
from ecgspec_trainer.models.convolution import both_ways, long_convolution
from ecgspec_trainer.models.luna import LunaLayer
from ecgspec_trainer.models.mega import MegaLayer, MovingAverage
from ecgspec_trainer.models.s4d import StateSpace


@pytest.fixture(autouse=True)
def seeded():
    torch.manual_seed(0)


@pytest.mark.parametrize(("length", "taps"), [(1, 1), (7, 3), (50, 50)])
def test_a_long_convolution_is_the_sum_that_defines_it(length, taps):
    x, kernel = torch.randn(2, 3, length), torch.randn(3, taps)
    expected = np.array([[np.convolve(x[b, d], kernel[d])[:length] for d in range(3)] for b in range(2)])
    np.testing.assert_allclose(long_convolution(x, kernel).numpy(), expected, rtol=1e-4, atol=1e-4)
    # An impulse goes ahead in time by one kernel and back by the other.
    impulse = torch.zeros(1, 1, 9)
    impulse[0, 0, 4] = 1
    said = both_ways(impulse, torch.full((1, 9), 2.0), torch.full((1, 9), 3.0))[0, 0]
    torch.testing.assert_close(said, torch.tensor([3.0, 3, 3, 3, 5, 2, 2, 2, 2]), rtol=1e-5, atol=1e-5)


def test_the_state_space_answers_an_impulse_as_its_discretised_system_does():
    system = StateSpace(3)
    kernel = system(20).detach().numpy()
    a = (-system.log_decay.exp() + 1j * system.frequency).detach().numpy().astype(complex)
    step = system.log_step.exp().detach().numpy().astype(float)[:, None]
    c = torch.view_as_complex(system.readout.detach()).numpy()
    # Zero-order hold of x' = A x + u.
    kept, taken = np.exp(a * step), (np.exp(a * step) - 1) / a
    state = taken.copy()
    for time in range(20):
        np.testing.assert_allclose(kernel[:, time], 2 * (c * state).sum(axis=1).real, rtol=1e-3, atol=1e-5)
        state = kept * state
    # S4D-Lin.
    np.testing.assert_allclose(a[0], -0.5 + 1j * np.pi * np.arange(32), rtol=1e-6)


def test_the_moving_average_answers_an_impulse_as_its_recurrence_does():
    average = MovingAverage(3)
    kernel = average(20).detach().numpy()
    alpha, delta = (torch.sigmoid(one).detach().numpy() for one in (average.alpha, average.delta))
    beta, eta = average.beta.detach().numpy(), average.eta.detach().numpy()
    state = np.zeros_like(alpha)
    for time in range(20):
        state = alpha * beta * (time == 0) + (1 - alpha * delta) * state
        np.testing.assert_allclose(kernel[:, time], (eta * state).sum(axis=1) / 4, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("length", [5, 128, 300])
def test_megas_attention_is_a_softmax_within_windows_with_a_bias_for_the_distance(length):
    layer = MegaLayer(16)
    torch.nn.init.normal_(layer.distance_bias)
    query, key, value = torch.randn(2, length, 8), torch.randn(2, length, 8), torch.randn(2, length, 32)
    expected = torch.empty(2, length, 32)
    bias = layer.distance_bias
    for start in range(0, length, 128):
        part = slice(start, min(start + 128, length))
        size = part.stop - start
        # Where the key lies less where the query lies, from -127 to 127.
        distances = torch.stack([bias[127 - place : 127 - place + size] for place in range(size)])
        scores = query[:, part] @ key[:, part].transpose(1, 2) / 8**0.5 + distances
        expected[:, part] = scores.softmax(dim=-1) @ value[:, part]
    torch.testing.assert_close(layer._attend(query, key, value), expected, rtol=1e-4, atol=1e-5)


def test_luna_sees_the_strip_through_what_it_packs():
    layer = LunaLayer(16, hands_on=True).eval()
    strip, packed = torch.randn(2, 30, 16), torch.randn(2, 4, 16)
    with torch.no_grad():
        x, handed_on = layer(strip, packed)
        # The order of the places is told by their embedding alone, so that theirs is kept and nothing else changes.
        order = torch.randperm(30)
        turned, same = layer(strip[:, order], packed)
    torch.testing.assert_close(turned, x[:, order], rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(same, handed_on, rtol=1e-4, atol=1e-5)
    assert (x.shape, handed_on.shape) == (strip.shape, packed.shape)


def test_places_are_told_by_sines_and_cosines():
    places = sinusoids(50, 8, torch.zeros(1))
    assert places.shape == (50, 8)
    torch.testing.assert_close(places[0], torch.tensor([0.0, 1, 0, 1, 0, 1, 0, 1]))
    expected = [
        np.sin(7),
        np.cos(7),
        np.sin(0.7),
        np.cos(0.7),
        np.sin(0.07),
        np.cos(0.07),
        np.sin(0.007),
        np.cos(0.007),
    ]
    np.testing.assert_allclose(places[7].numpy(), expected, rtol=1e-4, atol=1e-6)
