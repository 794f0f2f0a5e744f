"""
Every format that a data set is written in, opened with what its own field opens it with, and held against the samples
and the ground truth of the set's own shards, number by number.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import h5py
import mlcroissant
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import wfdb
from ecgen_eval.data.loader import load_ecg_npy, load_ecg_wfdb
from formats_fixture import BARE, SPEC, Strip, Truth, ecgspec, read_truth
from huggingface_hub import DatasetCard


@pytest.fixture(scope="module")
def truth(tmp_path_factory) -> Truth:
    folder = tmp_path_factory.mktemp("formats")
    (folder / "it.ecgspec").write_text(SPEC)
    done = ecgspec("generate", folder / "it.ecgspec", "--out", folder / "set")
    assert done.returncode == 0, done.stderr
    found = read_truth(folder / "set")
    # What is compared below is not compared with nothing.
    codes = {beat["code"] for strip in found.strips for beat in strip.beats}
    assert codes == {1, 5, 24}
    assert any(len(strip.rhythms) > 1 for strip in found.strips)
    assert max(np.diff([beat["r"] for beat in found.strips[0].beats if beat["r"] >= 0])) > 1023
    return found


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Truth:
    """A set in which there is next to nothing to tell."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "it.ecgspec").write_text(BARE)
    done = ecgspec("generate", folder / "it.ecgspec", "--out", folder / "set")
    assert done.returncode == 0, done.stderr
    return read_truth(folder / "set")


def export(truth: Truth, name: str, *flags: str):
    out = truth.folder.parent / f"out-{name}"
    done = ecgspec("export", truth.folder, "--format", name, "--out", out, *flags)
    assert done.returncode == 0, done.stderr
    return out


def assert_sums_are_right(folder) -> None:
    """SHA256SUMS.txt lists every file, with what it holds, but those that say what the others are."""
    lines = (folder / "SHA256SUMS.txt").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    telling = {"SHA256SUMS.txt", "export.json", "README.md", "croissant.json"}
    assert {name for name in files if name not in telling and not name.startswith("pictures/")} == set(listed)
    for name, digest in listed.items():
        assert hashlib.sha256(files[name].read_bytes()).hexdigest() == digest, name


SYMBOLS = {1: "N", 5: "V", 24: "p"}


@pytest.fixture(scope="module")
def records(truth):
    return export(truth, "wfdb")


class TestWfdb:
    @staticmethod
    def record(strip: Strip) -> str:
        return f"{strip.shard}/{strip.shard}-{strip.row:04d}"

    def test_records_are_listed_and_summed(self, truth, records):
        assert (records / "RECORDS").read_text().splitlines() == [self.record(strip) for strip in truth.strips]
        assert [line.split("\t")[0] for line in (records / "ANNOTATORS").read_text().splitlines()] == ["atr", "fid"]
        assert_sums_are_right(records)
        note = json.loads((records / "export.json").read_text())
        assert (note["kind"], note["strips"]) == ("wfdb", len(truth.strips))
        assert note["spec"]["sha256"] == truth.manifest["spec"]["sha256"]

    def test_samples_and_header(self, truth, records):
        for strip in truth.strips:
            record = wfdb.rdrecord(str(records / self.record(strip)), physical=False)
            assert (record.fs, record.n_sig, record.sig_len) == (1000, 1, 6000)
            assert (record.sig_name, record.units, record.adc_gain, record.baseline) == (["II"], ["mV"], [1000], [0])
            np.testing.assert_array_equal(record.d_signal[:, 0], strip.samples)
            # WFDB's own sum over the signal, in 16 bits.
            assert (record.checksum[0] - int(strip.samples.sum())) % 65536 == 0
            assert record.init_value == [strip.samples[0]]
            said = dict(comment.split(": ", 1) for comment in record.comments)
            assert said["class"] == strip.name
            assert said["title"] == truth.manifest["classes"][strip.label]["title"]
            assert (int(said["label"]), int(said["index"]), said["split"]) == (strip.label, strip.index, strip.split)
            assert said["spec sha256"] == truth.manifest["spec"]["sha256"]

    def test_physical_units(self, truth, records):
        strip = truth.strips[0]
        record = wfdb.rdrecord(str(records / self.record(strip)))
        np.testing.assert_allclose(record.p_signal[:, 0], strip.samples * 0.001, rtol=0, atol=1e-12)

    def test_reference_annotations(self, truth, records):
        for strip in truth.strips:
            read = wfdb.rdann(str(records / self.record(strip)), "atr")
            found = sorted(zip(read.sample.tolist(), read.symbol, read.aux_note, strict=True))
            wanted = [(beat["r"], SYMBOLS[beat["code"]], "") for beat in strip.beats if beat["r"] >= 0]
            wanted += [(beat["p_peak"], "p", "") for beat in strip.beats if beat["p_peak"] >= 0]
            for rhythm in strip.rhythms:
                entry = truth.manifest["rhythms"][rhythm["rhythm"]]
                wanted.append((rhythm["start"], "+", entry["code"] or f"({entry['class']}"))
            assert found == sorted(wanted)

    def test_fiducial_annotations(self, truth, records):
        for strip in truth.strips:
            read = wfdb.rdann(str(records / self.record(strip)), "fid")
            found = sorted(zip(read.sample.tolist(), read.symbol, read.num.tolist(), strict=True))
            wanted = []
            for beat in strip.beats:
                points = {**beat, "qrs_peak": beat["r"]}
                peaks = {"p": "p", "qrs": SYMBOLS[beat["code"]], "t": "t"}
                for number, (wave, peak) in enumerate(peaks.items()):
                    wanted.append((points[f"{wave}_onset"], "(", number))
                    wanted.append((points[f"{wave}_peak"], peak, 0))
                    wanted.append((points[f"{wave}_offset"], ")", number))
            assert found == sorted(one for one in wanted if one[0] >= 0)

    def test_a_strip_without_beats(self, bare):
        folder = export(bare, "wfdb")
        for strip in bare.strips:
            record = wfdb.rdrecord(str(folder / self.record(strip)), physical=False)
            np.testing.assert_array_equal(record.d_signal[:, 0], strip.samples)
            read = wfdb.rdann(str(folder / self.record(strip)), "atr")
            assert (read.symbol, read.aux_note) == (["+"], ["(VF"])
            assert len(wfdb.rdann(str(folder / self.record(strip)), "fid").sample) == 0

    def test_table_of_records(self, truth, records):
        table = pd.read_csv(records / "records.csv")
        assert table["record"].tolist() == [self.record(strip) for strip in truth.strips]
        assert table["class"].tolist() == [strip.name for strip in truth.strips]
        assert table["index"].tolist() == [strip.index for strip in truth.strips]


@pytest.fixture(scope="module")
def described(truth):
    return mlcroissant.Dataset(jsonld=truth.folder / "croissant.json")


class TestCroissant:
    def test_is_valid_without_a_remark_but_on_what_only_its_author_can_say(self, described):
        issues = described.metadata.ctx.issues
        assert not issues.errors
        # Nobody but the author can give a licence, or say how to cite.
        assert all("license" in one or "citeAs" in one for one in issues.warnings), issues.warnings

    def test_names_files_with_their_checksums(self, truth, described):
        files = {one.content_url: one for one in described.metadata.file_objects}
        assert set(files) == {"manifest.json", "spec.ecgspec"}
        for name, one in files.items():
            assert one.sha256 == hashlib.sha256((truth.folder / name).read_bytes()).hexdigest()
        arrays = {glob for one in described.metadata.file_sets for glob in one.includes}
        parts = {path.name.split(".", 1)[1] for path in truth.folder.glob("*.npy")}
        assert arrays == {f"*.{part}" for part in parts}

    def test_gives_the_classes_and_the_shards(self, truth, described):
        classes = [plain(one) for one in described.records("classes")]
        assert [
            {key: one[f"classes/{key}"] for key in ("name", "title", "train", "validation")} for one in classes
        ] == truth.manifest["classes"]
        shards = [plain(one) for one in described.records("shards")]
        assert [(one["shards/split"], one["shards/strips"]) for one in shards] == [
            (one["split"], one["strips"]) for one in truth.manifest["shards"]
        ]
        for one, shard in zip(shards, truth.manifest["shards"], strict=True):
            for part in ("signals", "labels", "beats", "rhythms"):
                assert one[f"shards/{part}"] == shard[part]["file"]
                assert one[f"shards/{part}_sha256"] == shard[part]["sha256"]


def plain(record: dict) -> dict:
    """What mlcroissant gives, with its bytes as text."""
    return {key: value.decode() if isinstance(value, bytes) else value for key, value in record.items()}


class TestCard:
    def test_says_what_how_and_how_many_and_shows_every_class(self, truth):
        card = (truth.folder / "README.md").read_text()
        assert truth.manifest["generator"] in card
        assert truth.manifest["spec"]["sha256"] in card
        assert "seed **7**" in card
        assert "## Known limits" in card
        for one in truth.manifest["classes"]:
            assert f"| {one['name']} | {one['title']} |" in card
            assert f"| {one['train']} | {one['validation']} |" in card
        pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", card)
        assert len(pictures) == len(truth.manifest["classes"])
        for picture in pictures:
            assert (truth.folder / picture).read_text().startswith("<svg ")

    def test_its_front_matter_is_what_the_hub_reads(self, truth):
        data = DatasetCard.load(truth.folder / "README.md").data.to_dict()
        assert data["pretty_name"] == "Every kind of truth"
        assert data["size_categories"] == ["n<1K"]


class TestHdf5:
    def test_every_array_and_what_its_numbers_mean(self, truth):
        folder = export(truth, "hdf5")
        assert_sums_are_right(folder)
        recording = truth.manifest["recording"]
        for shard in truth.manifest["shards"]:
            name = shard["signals"]["file"].split(".")[0]
            with h5py.File(folder / f"{name}.h5") as file:
                parts = [part for part, one in shard.items() if isinstance(one, dict)]
                assert sorted(file) == sorted(parts)
                for part in parts:
                    array = np.load(truth.folder / shard[part]["file"])
                    assert file[part].dtype == array.dtype, part
                    assert file[part].shape == array.shape, part
                    np.testing.assert_array_equal(file[part][...], array)
                for part, columns in truth.manifest["columns"].items():
                    assert file[part].attrs["columns"].tolist() == columns
                assert file["segments"].attrs["names"].tolist() == truth.manifest["segments"]
                assert file.attrs["title"] == truth.manifest["title"]
                assert file.attrs["split"] == shard["split"]
                assert file.attrs["rate"] == recording["rate"]
                assert file.attrs["unit_mV"] == recording["unit"]["mV"]
                assert file.attrs["seed"] == 7
                assert file.attrs["classes"].tolist() == [one["name"] for one in truth.manifest["classes"]]
                assert file.attrs["rhythm_codes"].tolist() == [one["code"] or "" for one in truth.manifest["rhythms"]]
                said = json.loads(file.attrs["manifest"])
                assert said == {key: value for key, value in truth.manifest.items() if key != "shards"}

    def test_arrays_without_rows(self, bare):
        with h5py.File(export(bare, "hdf5") / "train-00000.h5") as file:
            assert sorted(file) == ["beats", "labels", "rhythms", "signals"]
            assert file["beats"].shape == (0, 13)
            assert file["beats"][...].tolist() == []
            np.testing.assert_array_equal(file["signals"][:, 0], [strip.samples for strip in bare.strips])


@pytest.fixture(scope="module")
def tables(truth) -> dict[str, Path]:
    """The folder of each format of tables."""
    return {"parquet": export(truth, "parquet", "--signals"), "csv": export(truth, "csv")}


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """A table of all shards, in their order, as pandas reads it."""
    if (folder / name).is_dir():
        parts = sorted((folder / name).glob("*.parquet"))
        return pq.ParquetDataset(parts).read().to_pandas()
    # pandas' usual way to read numbers is quick and wrong in the last digit.
    options = {"keep_default_na": False, "na_values": [""], "float_precision": "round_trip"}
    return pd.concat([pd.read_csv(path, **options) for path in sorted(folder.glob(f"*.{name}.csv"))])


def record_of(strip: Strip) -> str:
    return f"{strip.shard}-{strip.row:04d}"


def plain_rows(table: pd.DataFrame, columns: list[str]) -> list[tuple]:
    """Rows in an order of their own, with None for what is not there."""
    rows = table[columns].astype(object).where(table[columns].notna(), None).itertuples(index=False, name=None)
    return sorted((tuple(row) for row in rows), key=repr)


@pytest.mark.parametrize("kind", ["parquet", "csv"])
class TestTables:
    def test_files_are_summed(self, tables, kind):
        assert_sums_are_right(tables[kind])

    def test_strips(self, truth, tables, kind):
        table = read_table(tables[kind], "strips").set_index("record")
        assert len(table) == len(truth.strips)
        rates = {one["name"]: number for number, one in enumerate(truth.manifest["quantities"])}
        for strip in truth.strips:
            row = table.loc[record_of(strip)]
            assert (row["split"], row["class"], row["label"], row["index"]) == (
                strip.split,
                strip.name,
                strip.label,
                strip.index,
            )
            r = [beat["r"] for beat in strip.beats if beat["r"] >= 0]
            assert row["beats"] == len(r)
            assert row["rr_ms"] == pytest.approx(np.diff(r).mean(), rel=1e-12)
            assert row["heart_rate_bpm"] == pytest.approx(60_000 / np.diff(r).mean(), rel=1e-12)
            [rate] = [one["value"] for one in strip.values if one["quantity"] == rates["rate"] and one["number"] == 0]
            assert row["drawn_rate"] == rate

    def test_beats(self, truth, tables, kind):
        points = [one for one in truth.manifest["columns"]["beats"] if one.endswith(("_onset", "_peak", "_offset"))]
        found = plain_rows(
            read_table(tables[kind], "beats"), ["record", "symbol", "beat_type", "ectopic", "r", *points]
        )
        types = truth.manifest["beatTypes"]

        def at(sample: int) -> int | None:
            return None if sample < 0 else sample

        wanted = [
            (
                record_of(strip),
                SYMBOLS[beat["code"]],
                None if beat["beat_type"] < 0 else types[beat["beat_type"]],
                beat["ectopic"] == 1,
                at(beat["r"]),
                *(at(beat[point]) for point in points),
            )
            for strip in truth.strips
            for beat in strip.beats
        ]
        assert same(found, wanted)

    def test_rhythms(self, truth, tables, kind):
        found = plain_rows(read_table(tables[kind], "rhythms"), ["record", "start", "end", "class", "code"])
        rhythms = truth.manifest["rhythms"]
        wanted = [
            (
                record_of(strip),
                one["start"],
                one["end"],
                rhythms[one["rhythm"]]["class"],
                rhythms[one["rhythm"]]["code"],
            )
            for strip in truth.strips
            for one in strip.rhythms
        ]
        assert same(found, wanted)

    def test_waves_and_values(self, truth, tables, kind):
        numbers = ["time", "amplitude", "at", "rise", "fall"]
        found = plain_rows(
            read_table(tables[kind], "waves"), ["record", "beat_type", "wave", "part", "shape", "r", "length", *numbers]
        )
        waves = truth.manifest["waves"]
        wanted = []
        for strip in truth.strips:
            for one in strip.waves:
                about = waves[int(one["wave"])]
                named = [about[key] for key in ("beatType", "name", "part", "shape")]
                r = None if one["r"] < 0 else one["r"]
                length = None if np.isinf(one["length"]) else one["length"]
                wanted.append((record_of(strip), *named, r, length, *(one[key] for key in numbers)))
        assert same(found, wanted)
        quantities = truth.manifest["quantities"]
        found = plain_rows(read_table(tables[kind], "values"), ["record", "quantity", "unit", "number", "value"])
        wanted = [
            (record_of(strip), about["name"], about["unit"], one["number"], one["value"])
            for strip in truth.strips
            for one in strip.values
            for about in [quantities[int(one["quantity"])]]
        ]
        # The unit 1 reads as a number from CSV.
        assert same([(a, b, str(c), d, e) for a, b, c, d, e in found], wanted)


def same(found: list[tuple], wanted: list[tuple]) -> bool:
    """Whether they are the same rows, whatever their order; 1 and 1.0 are the same number."""

    def plain(row: tuple) -> tuple:
        return tuple(float(one) if isinstance(one, int | float | np.number) else one for one in row)

    assert wanted
    assert sorted(map(plain, found), key=repr) == sorted(map(plain, wanted), key=repr)
    return True


class TestSamplesInTables:
    def test_parquet_has_them_as_lists_of_int16(self, truth, tables):
        table = pq.ParquetDataset(sorted((tables["parquet"] / "strips").glob("*.parquet"))).read()
        assert table.schema.field("signal").type == pa.list_(pa.field("element", pa.int16(), nullable=False))
        signals = dict(zip(table["record"].to_pylist(), table["signal"].to_pylist(), strict=True))
        for strip in truth.strips:
            np.testing.assert_array_equal(signals[record_of(strip)], strip.samples)

    def test_parquet_leaves_them_out_unless_asked(self, bare):
        folder = export(bare, "parquet")
        table = pq.read_table(folder / "strips" / "train-00000.parquet")
        assert table.num_rows == 3 and "signal" not in table.column_names
        assert pq.read_table(folder / "beats" / "train-00000.parquet").num_rows == 0
        said = json.loads(table.schema.metadata[b"ecgspec"])
        assert said["seed"] == bare.manifest["seed"]

    def test_csv_has_them_in_millivolts(self, truth, tables):
        table = pd.concat([pd.read_csv(path, index_col="record") for path in tables["csv"].glob("*.signals.csv")])
        assert table.columns.tolist() == [str(number) for number in range(6000)]
        for strip in truth.strips:
            row = table.loc[record_of(strip)].to_numpy()
            np.testing.assert_array_equal(np.round(row / 0.001), strip.samples)
            np.testing.assert_allclose(row, strip.samples * 0.001, rtol=0, atol=1e-12)

    def test_csv_of_a_large_set_is_refused_in_a_sentence(self, tmp_path, one_sentence):
        (tmp_path / "it.ecgspec").write_text(SPEC)
        done = ecgspec(
            "generate", tmp_path / "it.ecgspec", "--strips", "1000", "--format", "csv", "--out", tmp_path / "s"
        )
        assert done.returncode == 1
        assert "at most 20 million samples; choose the format parquet or hdf5" in one_sentence(done.stderr)
        assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_croissant_gives_the_rows_of_every_table(truth, tables, kind):
    described = mlcroissant.Dataset(jsonld=tables[kind] / "croissant.json")
    assert not described.metadata.ctx.issues.errors
    strips = [plain(one) for one in described.records("strips")]
    assert [one["strips/record"] for one in strips] == [record_of(strip) for strip in truth.strips]
    assert [one["strips/class"] for one in strips] == [strip.name for strip in truth.strips]
    assert [one["strips/label"] for one in strips] == [strip.label for strip in truth.strips]
    if kind == "parquet":
        for one, strip in zip(strips, truth.strips, strict=True):
            np.testing.assert_array_equal(one["strips/signal"], strip.samples)
    for name in ("beats", "rhythms", "waves", "values"):
        wanted = sum(len(getattr(strip, name)) for strip in truth.strips)
        assert sum(1 for _ in described.records(name)) == wanted


def test_croissant_of_wfdb_gives_the_records(truth, records):
    described = mlcroissant.Dataset(jsonld=records / "croissant.json")
    found = [plain(one) for one in described.records("records")]
    assert [one["records/class"] for one in found] == [strip.name for strip in truth.strips]


class TestEcgenEval:
    """The field's evaluation of generated ECGs opens the shards themselves and the records."""

    def test_opens_shards(self, truth):
        opened = load_ecg_npy(truth.folder / "train-00000.signals.npy", fs=1000, lead_names=["II"])
        strips = [strip for strip in truth.strips if strip.split == "train"]
        assert (opened.n_samples, opened.n_leads, opened.n_timepoints) == (len(strips), 1, 6000)
        np.testing.assert_array_equal(opened.data[:, 0], [strip.samples for strip in strips])

    def test_opens_records(self, truth, records):
        opened = load_ecg_wfdb(records / "validation-00000")
        strips = [strip for strip in truth.strips if strip.split == "validation"]
        assert (opened.fs, opened.lead_names) == (1000, ["II"])
        np.testing.assert_allclose(opened.data[:, 0], [strip.samples * 0.001 for strip in strips], rtol=1e-6, atol=0)
