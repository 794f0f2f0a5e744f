import json

import numpy as np
import pytest
from conftest import EXAMPLES, write_recordings

from ecgspec_trainer.errors import UserError
from ecgspec_trainer.recordings import open_recordings

CLASSES = ["NSR", "AF", "AFLT", "PVC", "WPW"]


@pytest.fixture
def folder(tmp_path):
    return write_recordings(tmp_path / "strips", {"NORM": 6, "AFIB": 4, "OTHER": 2}, per_patient=2)


def test_reads_labels_patients_and_crop(folder):
    found = open_recordings(folder, {}, CLASSES)
    assert found.labels == ["NSR"] * 6 + ["AF"] * 4
    assert len(set(found.patients)) == 5
    assert found.left_out == {"OTHER": 2}
    assert found.strips().shape == (10, 770)
    assert (found.rate, found.scale) == (100, 0.001)


def test_flags_take_the_place_of_the_description(folder):
    (folder / "recordings.json").unlink()
    flags = {"rate": 200.0, "crop": 1.0, "unit": 0.005, "map": ["OTHER=PVC"], "where": ["patient=OTHER-0"]}
    found = open_recordings(folder, flags, CLASSES)
    assert found.labels == ["PVC", "PVC"]
    assert (found.rate, found.scale, found.samples, found.filtered) == (200, 0.005, 600, 10)


def test_raw_int16_is_the_same_as_numpy(folder):
    array = np.load(folder / "strips.npy")
    array.astype("<i2").tofile(folder / "other.i16")
    raw = open_recordings(folder, {"signals": "other.i16", "samples": 800}, CLASSES)
    np.testing.assert_array_equal(raw.strips(), open_recordings(folder, {}, CLASSES).strips())


def test_float_millivolts_and_a_channel_axis(folder):
    array = np.load(folder / "strips.npy")
    np.save(folder / "strips.npy", (array / 1000).astype(np.float32)[:, None, :])
    found = open_recordings(folder, {}, CLASSES)
    assert found.scale == 1.0
    assert found.strips().shape == (10, 770)


def test_a_table_with_quotes_semicolons_and_a_byte_order_mark(folder):
    rows = (folder / "strips.csv").read_text().splitlines()
    text = "\n".join(
        row.replace(",", ";") + (";note" if index == 0 else ';"a; ""b""\nc"') for index, row in enumerate(rows)
    )
    (folder / "strips.csv").write_text(text, encoding="utf-8-sig")
    assert len(open_recordings(folder, {}, CLASSES).labels) == 10


def test_the_description_maps_labels(folder):
    (folder / "recordings.json").write_text(json.dumps({"rate": 100, "classes": {"OTHER": "WPW", "AFIB": "unused"}}))
    found = open_recordings(folder, {}, CLASSES)
    assert found.labels == ["NSR"] * 6 + ["WPW"] * 2
    assert found.left_out == {"AFIB": 4}


def test_labels_that_differ_only_in_case_are_told_apart_where_the_classes_are(folder):
    text = (folder / "strips.csv").read_text()
    (folder / "strips.csv").write_text(text.replace("NORM,", "st,").replace("AFIB,", "ST,"))
    found = open_recordings(folder, {}, ["st", "ST"])
    assert found.labels == ["st"] * 6 + ["ST"] * 4
    assert open_recordings(folder, {}, ["ST"]).labels == ["ST"] * 10
    assert open_recordings(folder, {"map": ["st=NSR", "ST=AF"]}, CLASSES).labels == ["NSR"] * 6 + ["AF"] * 4
    assert open_recordings(folder, {"map": ["st=NSR"]}, CLASSES).labels == ["NSR"] * 10


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        ({"signals": "none.npy"}, r"none\.npy does not exist.*--signals"),
        ({"labels": "none.csv"}, r"none\.csv does not exist.*--labels"),
        ({"label": "rhythm"}, 'no column "rhythm"; it has primary, patient.*--label'),
        ({"patient": "id"}, 'no column "id"'),
        ({"crop": 9.0}, "leaves less than a second"),
        ({"map": ["AFIB"]}, "must be LABEL=CLASS"),
        ({"map": ["AFIB=VT"]}, "no class of the model"),
        ({"where": ["age=3"]}, "COLUMN=VALUE"),
        ({"where": ["patient=nobody"]}, "No strip"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(folder, flags, says, one_sentence):
    with pytest.raises(UserError, match=says) as error:
        open_recordings(folder, flags, CLASSES)
    one_sentence(error.value)


def test_a_table_of_another_length_names_both_counts(folder, one_sentence):
    path = folder / "strips.csv"
    path.write_text("\n".join(path.read_text().splitlines()[:-3]) + "\n")
    with pytest.raises(UserError, match="9 rows and the signal file has 12 strips") as error:
        open_recordings(folder, {}, CLASSES)
    one_sentence(error.value)


def test_broken_files(folder, one_sentence):
    def message(says):
        with pytest.raises(UserError, match=says) as error:
            open_recordings(folder, {}, CLASSES)
        one_sentence(error.value)

    good = (folder / "strips.csv").read_text()
    (folder / "strips.csv").write_text(good.replace("AFIB,AFIB-0", "AFIB", 1))
    message("Row 8 .* has 1 columns and the header has 2")
    (folder / "strips.csv").write_text(good.replace("NORM,NORM-0", "NORM,", 1))
    message("Row 2 .* has no patient")
    (folder / "strips.csv").write_text("")
    message("is empty")
    (folder / "strips.csv").write_bytes(b"primary,patient\n\xff\xfe")
    message("no UTF-8 text")
    (folder / "strips.csv").write_text(good)
    (folder / "recordings.json").write_text("{")
    message("is no JSON")
    (folder / "recordings.json").write_text("[" * 100_000)
    message("is no JSON")
    (folder / "recordings.json").write_text("{}")
    message("sampling rate .* is not said.*--rate")
    for field, value, says in (
        ("crop", "abc", "no number of seconds"),
        ("crop", 1e400, "no number of seconds"),
        ("crop", [], None),
        ("signals", 5, '"signals" .* must be a text'),
        ("labels", ["a"], '"labels" .* must be a text'),
        ("columns", {"label": 5}, r'"columns\.label" .* must be a text'),
        ("classes", {"AFIB": ["AF"]}, r'"classes\.AFIB" .* must be a text'),
    ):
        (folder / "recordings.json").write_text(json.dumps({"rate": 100, field: value}))
        if says is not None:
            message(says)
    (folder / "recordings.json").write_text('{"rate": 100}')
    (folder / "strips.csv").write_text(good + 'NORM,"never closed')
    message("cannot be read as a table.*quote")
    (folder / "strips.csv").write_text(good + f"NORM,{'x' * 200_000}")
    message("cannot be read as a table.*field limit")
    (folder / "strips.csv").write_text(good)
    np.savez(folder / "strips.npz", np.zeros((12, 800), np.int16))
    (folder / "strips.npz").rename(folder / "strips.npy")
    message("archive")
    (folder / "recordings.json").write_text('{"rate": 100}')
    (folder / "strips.npy").write_bytes(b"not an array")
    message("cannot be read as a NumPy array")
    np.save(folder / "strips.npy", np.zeros((12, 800), np.int64))
    message("holds int64")
    (folder / "strips.npy").unlink()
    message("has no signal file")


def test_a_raw_file_that_is_no_whole_number_of_strips(folder, one_sentence):
    (folder / "strips.i16").write_bytes(b"\0" * 1001)
    with pytest.raises(UserError, match=r"1001 bytes.*--samples") as error:
        open_recordings(folder, {"signals": "strips.i16", "samples": 800}, CLASSES)
    one_sentence(error.value)


def test_the_shipped_excerpt_is_of_one_source_and_has_three_classes():
    found = open_recordings(EXAMPLES / "real", {}, CLASSES)
    counts = {name: found.labels.count(name) for name in set(found.labels)}
    assert counts == {"NSR": 183, "AF": 130, "PVC": 87}
    assert all(patient.startswith("ptbxl_") for patient in found.patients)
    assert found.left_out == {}
    assert "CC BY 4.0" in found.attribution
    # Most PTB-XL strips end in a constant stretch of some 0.1 s: what is left after the crop must not. A shorter look
    # would also find TP segments that are flat at the recorder's 5 µV steps.
    tail = -round(0.08 * found.rate)
    assert (np.ptp(found.strips()[:, tail:].astype(int), axis=1) == 0).mean() == 0
    assert (np.ptp(found.signals[:, tail:].astype(int), axis=1) == 0).mean() > 0.9
