"""Output folders: what is ours, what stays of an earlier run, and who writes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import environment

from ecgspec_trainer.errors import Cancelled, UserError
from ecgspec_trainer.events import EventLog
from ecgspec_trainer.outputs import MARK, OutputFolder

KEY, OTHER = "config.json", "model.safetensors"


def folder(path, overwrite=False):
    return OutputFolder(path, "ecgspec-model", KEY, (OTHER, KEY, "report.html", "events.jsonl"), overwrite=overwrite)


def write(path, text, overwrite=False, event="start"):
    """A whole run."""
    with folder(path, overwrite) as out:
        log = EventLog(out.log)
        log.write(event)
        out.stage_text(OTHER, text)
        out.stage_text(KEY, json.dumps({"format": "ecgspec-model", "text": text}))
        out.commit()
        log.forget_earlier()
        log.close()


def names(path):
    return sorted(item.name for item in path.iterdir())


@pytest.mark.parametrize("error", [UserError("no"), OSError(28, "full"), Cancelled(), ZeroDivisionError()])
def test_what_an_earlier_run_left_stays_until_the_new_one_is_whole(tmp_path, error):
    write(tmp_path, "old")
    (tmp_path / "report.html").write_text("old page")
    with pytest.raises(type(error)), folder(tmp_path, overwrite=True) as out:
        log = EventLog(out.log)
        log.write("again")
        log.close()
        out.stage_text(OTHER, "new")
        raise error
    assert names(tmp_path) == [KEY, "events.jsonl", OTHER, "report.html"]
    assert (tmp_path / OTHER).read_text() == "old"
    write(tmp_path, "new", overwrite=True, event="third")
    assert names(tmp_path) == [KEY, "events.jsonl", OTHER]
    assert json.loads((tmp_path / "events.jsonl").read_text())["event"] == "third"


def test_a_run_that_failed_before_it_did_anything_leaves_nothing(tmp_path):
    with pytest.raises(UserError), folder(tmp_path / "a" / "out"):
        raise UserError("no")
    assert not (tmp_path / "a" / "out").exists()
    (tmp_path / "there").mkdir()
    with pytest.raises(UserError), folder(tmp_path / "there"):
        raise UserError("no")
    assert names(tmp_path / "there") == []


def test_a_run_that_failed_at_work_leaves_its_log_and_its_mark(tmp_path):
    with pytest.raises(UserError), folder(tmp_path / "out") as out:
        EventLog(out.log).write("start")
        raise UserError("no")
    assert names(tmp_path / "out") == [MARK, "events.jsonl"]
    write(tmp_path / "out", "new", overwrite=True)


@pytest.mark.parametrize(
    "files",
    [
        {KEY: '{"architectures": ["BertModel"]}', OTHER: "weights"},
        {OTHER: "weights"},
        {KEY: "{", OTHER: "weights"},
        {MARK: '{"format": "ecgspec-dataset"}'},
        {MARK: "", OTHER: "weights"},
        {KEY: '{"format": "ecgspec-model"}', "thesis.txt": "years of work"},
    ],
)
def test_files_of_others_are_never_replaced_whatever_their_names(tmp_path, files, one_sentence):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(UserError, match="not from an earlier run") as error:
        folder(tmp_path, overwrite=True).check()
    one_sentence(error.value)
    with pytest.raises(UserError, match="not from an earlier run"), folder(tmp_path, overwrite=True):
        pass
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == files


def test_two_runs_never_write_one_folder(tmp_path, one_sentence):
    """The second one in a process of its own, as locks belong to processes."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path; from test_outputs import folder\n"
        "try:\n  folder(Path(sys.argv[1]), True).check()\nexcept Exception as e: print(e)\n"
        "try:\n  with folder(Path(sys.argv[1]), True): pass\nexcept Exception as e: print(e)\n"
    )
    for claimed in (True, False):
        if claimed:
            first = folder(tmp_path / "out")
            first.__enter__()
        done = subprocess.run(
            [sys.executable, "-c", code, tmp_path / "out", Path(__file__).parent],
            env=environment(),
            capture_output=True,
            text=True,
        )
        said = done.stdout.splitlines()
        assert len(said) == (2 if claimed else 0), done.stderr
        for line in said:
            assert "Another run is writing" in one_sentence(line)
        if claimed:
            first.__exit__(None, None, None)


def test_a_run_that_lost_its_folder_does_not_say_success(tmp_path):
    with folder(tmp_path / "out") as out:
        out.stage_text(OTHER, "mine")
        # As on a disk that knows no locks.
        (tmp_path / "out" / MARK).write_text('{"format": "ecgspec-model", "run": "another"}')
        with pytest.raises(UserError, match="taken over"):
            out.commit()
    assert names(tmp_path / "out") == [MARK]


def test_a_killed_run_leaves_half_a_line_and_the_next_starts_a_new_one(tmp_path):
    path = tmp_path / "events.jsonl"
    path.write_text('{"v":1}\n{"v":')
    log = EventLog(path)
    log.write("start")
    assert len(path.read_text().splitlines()) == 3
    log.forget_earlier()
    log.write("done")
    assert [json.loads(line)["event"] for line in path.read_text().splitlines()] == ["start", "done"]
