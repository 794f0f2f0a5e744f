import numpy as np
import pytest
import torch
from conftest import RATE, beats

from ecgspec_trainer.augment import Augmentation
from ecgspec_trainer.finetune import Recipe, fine_tune, probabilities
from ecgspec_trainer.loop import Settings, fit, predict
from ecgspec_trainer.model_files import binary_from, load_model
from ecgspec_trainer.models import build_model
from ecgspec_trainer.objectives.supervised import Supervised
from ecgspec_trainer.runtime import seed_everything, start_runtime
from ecgspec_trainer.signals import prepare

SETTINGS = Settings(epochs=6, batch=16, learning_rate=3e-3, patience=6, seed=1, schedule="one-cycle")


def strips_of(kinds, count, seed):
    rng = np.random.default_rng(seed)
    parts = [prepare(beats(kind, count, rng), rate=RATE, target=50, scale=1.0) for kind in kinds]
    return torch.from_numpy(np.concatenate(parts)), torch.arange(len(kinds)).repeat_interleave(count)


def train(seed=1, **changes):
    seed_everything(seed)
    model = build_model("resnet18", 3, 0.125)
    settings = Settings(**{**vars(SETTINGS), "seed": seed, **changes})
    fitted = fit(
        model,
        strips_of(("NSR", "AF", "PVC"), 100, 1),
        strips_of(("NSR", "AF", "PVC"), 20, 2),
        Supervised(torch.nn.functional.cross_entropy),
        settings,
        start_runtime("cpu", 2),
    )
    return model, fitted


def test_learns_an_easy_task():
    model, _ = train()
    strips, truth = strips_of(("NSR", "AF", "PVC"), 60, 3)
    outputs = predict(model, strips, start_runtime("cpu", 2))
    assert (outputs.argmax(1) == truth).float().mean() > 0.95


def test_the_same_seed_gives_the_same_weights_and_another_seed_others():
    first, again, other = (train(seed, epochs=1)[0].state_dict() for seed in (1, 1, 2))
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not all(torch.equal(first[name], other[name]) for name in first)


def test_the_best_epochs_weights_are_kept_and_training_stops_early():
    class Stuck:
        """A loss that gets better twice and then worse, whatever the network does."""

        def __init__(self):
            self.validations = [3.0, 2.0, 2.5, 2.6, 2.7, 2.8]

        def __call__(self, outputs, targets):
            if outputs.requires_grad:
                return outputs.square().mean()
            return torch.tensor(self.validations.pop(0))

    model = build_model("resnet18", 3, 0.125)
    kept = []
    data = strips_of(("NSR", "AF", "PVC"), 8, 1)
    fitted = fit(
        model,
        data,
        data,
        Supervised(Stuck()),
        Settings(**{**vars(SETTINGS), "epochs": 20, "patience": 3}),
        start_runtime("cpu", 2),
        on_epoch=lambda epoch: kept.append({name: value.clone() for name, value in model.state_dict().items()}),
    )
    assert (fitted.best_epoch, fitted.epochs, fitted.best_loss) == (2, 5, 2.0)
    assert all(torch.equal(value, kept[1][name]) for name, value in model.state_dict().items())


def test_a_pretrained_start_gives_the_difference_of_its_two_logits(model):
    saved = load_model(model)
    binary = binary_from(saved, "AF", "NSR")
    strips, _ = strips_of(("NSR", "AF"), 4, 9)
    runtime = start_runtime("cpu", 2)
    both = predict(saved.model, strips, runtime)
    one = predict(binary, strips, runtime)
    torch.testing.assert_close(one[:, 0], both[:, saved.classes.index("AF")] - both[:, saved.classes.index("NSR")])
    # What is pre-trained stays as it is, however often it is started from.
    fine_tune(
        binary, (strips.numpy(), np.repeat([0, 1], 4)), (strips.numpy(), np.repeat([0, 1], 4)), RECIPE, 0, runtime
    )
    torch.testing.assert_close(predict(saved.model, strips, runtime), both)


RECIPE = Recipe(epochs=3, patience=3, batch=8, learning_rate=1e-3)


def test_fine_tuning_never_ends_worse_than_it_began_on_the_validation_strips(model):
    saved = load_model(model)
    runtime = start_runtime("cpu", 2)
    strips, truth = (part.numpy() for part in strips_of(("NSR", "AF"), 10, 4))
    binary = binary_from(saved, "AF", "NSR")

    def loss():
        p = np.clip(probabilities(binary, strips, runtime), 1e-12, 1 - 1e-12)
        return -np.mean(truth * np.log(p) + (1 - truth) * np.log(1 - p))

    before = loss()
    # Wrong labels to train on: every step makes it worse.
    fitted = fine_tune(binary, (strips, 1 - truth), (strips, truth), RECIPE, 0, runtime)
    assert fitted.best_epoch == 0
    assert loss() <= before + 1e-6


@pytest.mark.parametrize("size", [2, 30])
def test_as_much_compute_as_was_asked_for_goes_through_the_network_however_early_it_stops_getting_better(size):
    class Counting(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = torch.nn.Parameter(torch.ones(1))
            self.passed = 0

        def forward(self, strips):
            self.passed += len(strips) if self.training else 0
            return strips.mean(dim=2) * self.scale

    part = (np.random.default_rng(1).normal(size=(2 * size, 40)).astype(np.float32), np.repeat([0, 1], size))
    recipe = Recipe(epochs=5, patience=1, batch=16, learning_rate=1e-9)

    def passed(more):
        network = Counting()
        fine_tune(network, part, part, recipe, 1, start_runtime("cpu", 2), more)
        return network.passed

    an_epoch = min(16, 2 * size) * max(recipe.steps_at_least, 2 * size // 16)
    assert passed(0) <= 2 * an_epoch
    # Steps are whole ones, the same number in every epoch, and of full batches.
    most = 5 * 16 * max(recipe.steps_at_least, 2 * size // 16)
    assert most + 1000 <= passed(1000) <= most + 1000 + 5 * 16


def test_a_single_strip_per_class_can_be_fine_tuned_on(model):
    strips, _ = strips_of(("NSR", "AF"), 1, 5)
    binary = binary_from(load_model(model), "AF", "NSR")
    part = (strips.numpy(), np.array([0, 1]))
    fine_tune(binary, part, part, RECIPE, 0, start_runtime("cpu", 2))
    assert np.isfinite(probabilities(binary, strips.numpy(), start_runtime("cpu", 2))).all()


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 5, 6, 10])
def test_the_learning_rate_warms_up_and_fades_however_few_the_steps(steps):
    model = build_model("resnet18", 3, 0.125)
    data = strips_of(("NSR", "AF", "PVC"), 6, 1)
    rates = []

    def loss(outputs, targets):
        return torch.nn.functional.cross_entropy(outputs, targets)

    settings = Settings(**{**vars(SETTINGS), "epochs": steps, "batch": 18, "patience": 99})
    original = torch.optim.AdamW.step

    def step(self, *arguments):
        rates.append(self.param_groups[0]["lr"])
        return original(self, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.optim.AdamW, "step", step)
        fit(model, data, data, Supervised(loss), settings, start_runtime("cpu", 2))
    assert len(rates) == steps
    assert max(rates) == pytest.approx(SETTINGS.learning_rate, rel=1e-6)
    assert steps < 3 or (rates[0] < 0.1 * max(rates) and rates[-1] < 0.1 * max(rates))


def test_no_augmentation_leaves_strips_as_they_are():
    strips = torch.randn(3, 50)
    assert torch.equal(Augmentation(shift=0, mask=0)(strips, torch.Generator()), strips)
