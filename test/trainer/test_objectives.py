"""What networks are pre-trained for: that each can be learned, and that fine-tuning starts from it."""

import json
import math
import re

import numpy as np
import pytest
import torch
from conftest import TRAINER, run_trainer
from sklearn.metrics import log_loss

from ecgspec_trainer.loop import Settings, fit, predict
from ecgspec_trainer.model_files import binary_from, load_model, start_from
from ecgspec_trainer.models import ARCHITECTURES, build_model
from ecgspec_trainer.objectives import OBJECTIVES, SELF_SUPERVISED
from ecgspec_trainer.objectives.contrastive import Projection, contrast
from ecgspec_trainer.objectives.goal import goal_of, outputs_of
from ecgspec_trainer.objectives.masked import Masked, Reconstruction
from ecgspec_trainer.objectives.probe import fit_probe
from ecgspec_trainer.objectives.supervised import against_normal_auroc, against_normal_loss, class_auroc
from ecgspec_trainer.runtime import seed_everything, start_runtime

RATE, SAMPLES = 50, 400
BATCH = 32


def rhythms(count, seed):
    """Standardised sines of 0.5 to 4 Hz in noise: (count, 400) at 50 Hz, of which half a strip tells the other."""
    rng = np.random.default_rng(seed)
    frequency = 0.5 * 8 ** rng.random((count, 1))
    angle = 2 * np.pi * (frequency * np.arange(SAMPLES) / RATE + rng.random((count, 1)))
    strips = math.sqrt(2) * np.sin(angle) + rng.normal(0, 0.05, angle.shape)
    fast = (frequency[:, 0] > math.sqrt(2)).astype(np.int64)
    return torch.from_numpy(strips.astype(np.float32)), torch.from_numpy(fast)


def train(objective, epochs):
    """A network trained for an objective on `rhythms`, and the validation loss before and after."""
    runtime = start_runtime("cpu", 2)
    seed_everything(1)
    network = build_model("resnet18", 2, 0.125)
    data, held = rhythms(400, 1), rhythms(96, 2)
    goal = goal_of(objective, network, data[1], 2, RATE, BATCH)
    before, _ = goal.objective.validate(goal.module, *held, runtime)
    settings = Settings(epochs, BATCH, learning_rate=3e-3, patience=epochs, seed=1, schedule="one-cycle")
    return network, before, fit(goal.module, data, held, goal.objective, settings, runtime).best_loss


def test_blanked_samples_are_learned_from_the_others():
    _, before, after = train("masked", 6)
    # An answer of 0 everywhere gives 1.
    assert before > 0.9
    assert after < 0.75


def test_views_of_a_strip_are_learned_to_be_alike():
    network, before, after = train("simclr", 6)
    blind = math.log(2 * BATCH - 1)
    assert before > 0.8 * blind
    assert after < 0.6 * blind
    # The classes, which it was not told, lie in what it learned.
    runtime = start_runtime("cpu", 2)
    fit_probe(network, *rhythms(400, 1), runtime)
    strips, fast = rhythms(200, 3)
    assert class_auroc(fast.numpy(), predict(network, strips, runtime).numpy()) > 0.95


def test_the_probe_fits_the_head_and_nothing_else():
    seed_everything(1)
    network = build_model("gru", 2, 0.125)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    strips, fast = rhythms(200, 1)
    fit_probe(network, strips, fast, start_runtime("cpu", 2))
    changed = {name for name, value in network.state_dict().items() if not torch.equal(value, before[name])}
    assert changed == {"head.weight", "head.bias"}
    outputs = predict(network, strips, start_runtime("cpu", 2))
    assert (outputs.argmax(1) == fast).float().mean() > 0.9


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("samples", [23, 901])
def test_every_architecture_says_a_sample_for_a_sample(architecture, samples):
    network = build_model(architecture, 2, 0.0625)
    strips = torch.randn(3, samples)
    assert Reconstruction(network)(strips.unsqueeze(1)).shape == (3, samples)
    assert Projection(network)(strips.unsqueeze(1)).shape == (3, 64)


def test_half_of_a_strip_is_blanked_in_whole_cells_and_only_that_counts():
    masked = Masked(rate=100)
    generator = torch.Generator().manual_seed(3)
    blanked = masked.blanks(torch.zeros(50, 1000), generator)
    assert (blanked.float().mean(dim=1) == 0.5).all()
    cells = blanked.unflatten(1, (40, 25))
    assert torch.equal(cells.any(dim=2), cells.all(dim=2))
    assert len({tuple(row.tolist()) for row in cells[:, :, 0]}) > 45

    class Right(torch.nn.Module):
        """Knows every sample that is blanked, and says nonsense elsewhere."""

        def __init__(self, strips):
            super().__init__()
            self.strips = strips

        def forward(self, x):
            return torch.where(x[:, 0] == 0, self.strips, 99.0)

    strips = torch.randn(8, 1000)
    runtime = start_runtime("cpu", 2)
    loss, _ = masked.validate(Right(strips), strips, torch.zeros(8), runtime)
    assert loss == 0
    assert masked.validate(Right(strips + 2), strips, torch.zeros(8), runtime)[0] == pytest.approx(4, rel=1e-5)


def test_a_strip_shorter_than_a_cell_is_blanked_whole():
    assert Masked(rate=1000).blanks(torch.zeros(2, 23), torch.Generator()).all()


def test_contrast_is_the_cross_entropy_of_finding_the_other_view():
    rng = np.random.default_rng(0)
    one, other = rng.normal(size=(5, 8)), rng.normal(size=(5, 8))
    views = np.concatenate([one, other])
    views /= np.linalg.norm(views, axis=1, keepdims=True)
    likeness = np.exp(views @ views.T / 0.1)
    np.fill_diagonal(likeness, 0)
    partner = [(row + 5) % 10 for row in range(10)]
    expected = -np.mean([np.log(likeness[row, partner[row]] / likeness[row].sum()) for row in range(10)])
    assert float(contrast(torch.tensor(one), torch.tensor(other))) == pytest.approx(expected, rel=1e-5)
    same = torch.ones(5, 8)
    assert float(contrast(same, same)) == pytest.approx(math.log(9), rel=1e-5)


def test_each_output_hears_of_its_class_and_of_normal_only():
    labels = torch.tensor([0, 0, 0, 1, 2, 2])
    outputs = torch.randn(6, 2, requires_grad=True, generator=torch.Generator().manual_seed(1))
    loss = against_normal_loss(labels, 3)(outputs, labels)
    loss.backward()
    assert (outputs.grad[labels == 2, 0] == 0).all() and (outputs.grad[labels == 1, 1] == 0).all()
    assert (outputs.grad[labels == 0] != 0).all()
    total = 0.0
    for number, weight in ((1, 3.0), (2, 1.5)):
        asked = (labels == 0) | (labels == number)
        truth = (labels[asked] == number).numpy().astype(int)
        probability = torch.sigmoid(outputs[asked, number - 1]).detach().double().numpy()
        weights = np.where(truth == 1, weight, 1.0)
        total += log_loss(truth, probability, sample_weight=weights, normalize=False, labels=[0, 1])
    assert float(loss.detach()) == pytest.approx(total / (4 + 5), rel=1e-5)
    scores = np.array([[0.1, 0.9], [0.2, 0.1], [0.3, 0.2], [0.9, 0.9], [0.0, 0.8], [0.0, 0.0]])
    assert against_normal_auroc(labels.numpy(), scores) == pytest.approx((1 + 1 / 3) / 2)


def test_the_command_line_offers_the_objectives_that_there_are():
    text = (TRAINER.parent / "src/training/objectives.ts").read_text()
    assert tuple(re.findall("'([a-z-]+)'", text)) == OBJECTIVES


@pytest.fixture(scope="module", params=[name for name in OBJECTIVES if name != "multiclass"])
def trained(request, dataset, tmp_path_factory):
    """A model of each kind; that of several classes is `conftest.model`."""
    out = tmp_path_factory.mktemp("objectives") / request.param
    arguments = ("--objective", request.param, "--epochs", "5", "--threads", "2")
    done = run_trainer("pretrain", "--data", dataset, "--out", out, *arguments)
    assert done.returncode == 0, done.stderr
    return request.param, out, done.stdout


def test_a_model_says_what_it_was_trained_for_and_can_be_fine_tuned(trained, recordings, tmp_path):
    objective, out, printed = trained
    config = json.loads((out / "config.json").read_text())
    assert config["objective"] == objective
    assert config["outputs"] == outputs_of(objective, ["NSR", "AF", "PVC"])
    assert config["pretraining"]["validationAuroc"] > 0.9
    assert ("A linear layer tells the classes" in printed) == (objective in SELF_SUPERVISED)
    epochs = [json.loads(line) for line in (out / "events.jsonl").read_text().splitlines() if '"epoch","epoch"' in line]
    assert all((one["validationAuroc"] is None) == (objective in SELF_SUPERVISED) for one in epochs)
    arguments = ("--real", recordings, "--epochs", "8", "--sizes", "12", "--seeds", "1", "--threads", "2")
    done = run_trainer("evaluate", "--model", out, "--out", tmp_path / "report", *arguments)
    assert done.returncode == 0, done.stderr
    [task] = json.loads((tmp_path / "report/report.json").read_text())["tasks"]
    scores = {arm["arm"]: arm["auroc"]["mean"] for arm in task["arms"]}
    assert scores["synthetic"] > 0.8
    assert scores["pretrained"] > 0.9


def test_fine_tuning_starts_from_what_was_learned_and_from_labels_only_where_they_were_used(trained):
    objective, out, _ = trained
    saved = load_model(out)
    strips = torch.randn(4, SAMPLES)
    runtime = start_runtime("cpu", 2)
    outputs = predict(saved.model, strips, runtime)
    logit = {name: outputs[:, saved.outputs.index(name)] for name in saved.outputs}
    logit.setdefault("NSR", torch.zeros(4))
    for positive, normal in (("AF", "NSR"), ("AF", "PVC"), ("NSR", "PVC")):
        binary = predict(binary_from(saved, positive, normal), strips, runtime)[:, 0]
        torch.testing.assert_close(binary, logit[positive] - logit[normal], rtol=1e-4, atol=1e-4)
    start = start_from(saved, "AF", "NSR")
    features = {name: value for name, value in start.state_dict().items() if not name.startswith("head.")}
    assert all(torch.equal(value, saved.model.state_dict()[name]) for name, value in features.items())
    head = binary_from(saved, "AF", "NSR").head.weight
    assert torch.equal(start.head.weight, head) == (objective not in SELF_SUPERVISED)


def test_two_classes_of_many_can_be_chosen(dataset, recordings, tmp_path, one_sentence):
    def pretrain(out, *arguments):
        return run_trainer(
            "pretrain", "--data", dataset, "--out", tmp_path / out, "--epochs", "1", "--threads", "2", *arguments
        )

    against = ("--objective", "each-against-normal")
    done = pretrain("one", *against, "--positive", "NSR", "--normal", "PVC")
    assert done.returncode == 0, done.stderr
    config = json.loads((tmp_path / "one/config.json").read_text())
    assert (config["classes"], config["outputs"], config["pretraining"]["strips"]) == (["PVC", "NSR"], ["NSR"], 240)
    for arguments, says in (
        ((*against, "--positive", "VT"), '"VT" is no class'),
        ((*against, "--positive", "AF,NSR"), "cannot be told from itself"),
        (("--normal", "AF"), "give that --objective"),
    ):
        done = pretrain("none", *arguments)
        assert done.returncode == 1
        assert says in one_sentence(done.stderr)
        assert not (tmp_path / "none").exists()
