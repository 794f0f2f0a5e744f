import numpy as np
import pytest

from ecgspec_trainer.augment import Augmentation
from ecgspec_trainer.errors import UserError
from ecgspec_trainer.signals import count_broken, count_flat, prepare, ratio, resampled_length


def sine(hertz, rate, seconds=10):
    return np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)


@pytest.mark.parametrize(("source", "target"), [(500, 100), (360, 100), (250, 100), (100, 100), (100, 250), (128, 100)])
def test_resampling_keeps_a_slow_wave_and_its_time(source, target):
    out = prepare(sine(3, source)[None], rate=source, target=target, scale=1.0)
    assert out.shape == (1, resampled_length(source * 10, source, target))
    expected = sine(3, target)[: out.shape[1]] * np.sqrt(2)
    middle = slice(target // 2, -target // 2)
    np.testing.assert_allclose(out[0][middle], expected[middle], atol=0.02)


def test_what_the_new_rate_cannot_hold_is_filtered_out_instead_of_folded():
    out = prepare((sine(3, 500) + sine(97, 500))[None], rate=500, target=100, scale=1.0)
    spectrum = np.abs(np.fft.rfft(out[0]))
    assert spectrum.argmax() == 30
    assert np.delete(spectrum, range(28, 33)).max() < 0.05 * spectrum[30]


def test_strips_have_mean_0_and_spread_1_whatever_their_offset_and_gain():
    strip = sine(2, 100)
    both = prepare(np.stack([strip, 7 * strip + 300]), rate=100, target=100, scale=1.0)
    np.testing.assert_allclose(both[0], both[1], atol=1e-4)
    assert both.mean(axis=1) == pytest.approx([0, 0], abs=1e-6)
    assert both.std(axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_flat_and_broken_strips_become_finite():
    broken = sine(2, 100)
    broken[5], broken[6] = np.nan, np.inf
    out = prepare(np.stack([np.full(1000, 4.0), broken]), rate=100, target=50, scale=1.0)
    assert np.isfinite(out).all()
    assert (out[0] == 0).all()
    assert count_flat(out) == 1
    assert count_broken(np.stack([np.full(1000, 4.0), broken])) == 1


@pytest.mark.parametrize(
    ("source", "target"),
    [(250, 100), (360, 100), (100_000, 33), (128.5, 100), (999.7, 100), (100, 99_999), (1, 100_000), (2000, 1)],
)
def test_the_ratio_of_two_rates_is_right_to_a_millionth(source, target):
    up, down = ratio(source, target)
    assert source * up / down == pytest.approx(target, rel=1e-6)


def test_rates_too_far_apart_are_refused(one_sentence):
    for rates in ((1e9, 100), (100, 1e9)):
        with pytest.raises(UserError, match="no ratio of small whole numbers") as error:
            ratio(*rates)
        one_sentence(error.value)


def test_augmentation_shifts_masks_and_repeats_with_its_seed():
    import torch

    strips = torch.arange(1, 1001).float().expand(64, 1000)
    out = Augmentation()(strips, torch.Generator().manual_seed(1))
    assert out.shape == (64, 900)
    kept = out[:, 1:][(out[:, 1:] != 0) & (out[:, :-1] != 0)] - out[:, :-1][(out[:, 1:] != 0) & (out[:, :-1] != 0)]
    assert (kept == 1).all()
    assert len({float(row[row != 0][0]) for row in out}) > 10
    assert 0 < (out == 0).float().mean() < 0.1
    assert torch.equal(out, Augmentation()(strips, torch.Generator().manual_seed(1)))
