"""The command line: arguments in, exit code out."""

from __future__ import annotations

import argparse
import errno
import importlib
import math
import os
import re
import sys
import traceback
from pathlib import Path
from types import ModuleType

from ecgspec_trainer import __version__
from ecgspec_trainer.errors import Cancelled, UserError
from ecgspec_trainer.events import EventLog
from ecgspec_trainer.interrupts import cancel_on_signals, cancel_when_parent_ends
from ecgspec_trainer.objectives import OBJECTIVES
from ecgspec_trainer.outputs import OutputFolder

DONE, FAILED, WRONG_USAGE, CANCELLED = 0, 1, 2, 130


def run(arguments: list[str]) -> int:
    """Runs one job. Returns 0 done, 1 failed, 2 wrong usage, 130 cancelled; prints why it failed."""
    try:
        options = parser().parse_args(arguments)
    except SystemExit as end:
        return WRONG_USAGE if end.code else DONE
    cancel_on_signals()
    if options.watch_parent:
        cancel_when_parent_ends()
    try:
        if options.job == "models":
            _load("listing").run(options)
        else:
            _job(options)
    except Cancelled:
        print("Cancelled; nothing that looks whole was left behind by this run.", file=sys.stderr)
        return CANCELLED
    except Exception as error:
        if os.environ.get("ECGSPEC_DEBUG"):
            traceback.print_exc()
        folder = options.out.absolute() if "out" in options else Path.cwd()
        print(f"Error: {explain(error, folder)}", file=sys.stderr)
        return FAILED
    return DONE


def _job(options: argparse.Namespace) -> None:
    job = _load(options.job)
    folder = OutputFolder(options.out, job.FORMAT, job.KEY, job.produces, overwrite=options.overwrite)
    folder.check()
    # Whatever is wrong with what the user named shows here, before anything is written.
    inputs = job.open_inputs(options)
    with folder:
        log = EventLog(folder.log)
        try:
            job.run_job(inputs, folder, log)
        except Cancelled:
            log.error("Cancelled.")
            raise
        except Exception as error:
            log.error(explain(error, folder.path))
            raise
        finally:
            log.close()


def _load(job: str) -> ModuleType:
    """The job's module. Raises UserError when the packages that it needs do not load."""
    try:
        return importlib.import_module(f"ecgspec_trainer.{job}")
    except Exception as error:
        # Packages that do not fit each other raise whatever they happen to stumble over.
        raise UserError(broken_environment(error)) from error


def broken_environment(error: Exception) -> str:
    """The sentence for an environment whose packages do not load."""
    reason = _first_line(error)
    if (Path(sys.prefix) / "ecgspec-environment.json").exists():
        mend = 'run "ecgspec setup --repair" to make it anew'
    else:
        lock = Path(__file__).resolve().parents[1] / "requirements.cpu.lock"
        mend = (
            "it is one of your own, so install what the trainer needs with "
            f'"{sys.executable} -m pip install -r {lock}", or leave --env and ECGSPEC_ENV out to have one made'
        )
    return f"The training environment at {sys.prefix} is broken ({reason}); {mend}."


def explain(error: Exception, folder: Path) -> str:
    """One sentence for anything that a job may raise; folder: where it writes."""
    if isinstance(error, UserError):
        return str(error)
    text = _first_line(error)
    if isinstance(error, MemoryError) or re.search(r"out of memory|can't allocate memory", text, re.IGNORECASE):
        return "Memory ran out; use --quick, a smaller --batch, a smaller --width or a smaller data set."
    if _errno(error, text) in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk filled up while writing {folder}; free some space or choose another folder with --out."
    if isinstance(error, OSError):
        return f"{error.filename or folder} failed: {error.strerror or text}; mend that and run again."
    return (
        f"The trainer failed unexpectedly ({type(error).__name__}: {text}); set ECGSPEC_DEBUG=1 to see where, "
        "and report it."
    )


def _errno(error: Exception, text: str) -> int | None:
    if isinstance(error, OSError):
        return error.errno
    # Libraries written in Rust, such as safetensors, have it in their words only.
    found = re.search(r"\(os error (\d+)\)", text)
    return int(found.group(1)) if found else None


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")


def parser() -> argparse.ArgumentParser:
    """The options of all jobs."""
    top = argparse.ArgumentParser(prog="ecgspec_trainer", description=__import__("ecgspec_trainer").__doc__)
    top.add_argument("--version", action="version", version=__version__)
    jobs = top.add_subparsers(dest="job", required=True, metavar="models|pretrain|evaluate|realism")

    watched = argparse.ArgumentParser(add_help=False)
    watched.add_argument("--watch-parent", action="store_true", help="end when standard input closes")

    output = argparse.ArgumentParser(add_help=False, parents=[watched])
    output.add_argument("--out", type=Path, required=True, help="output folder")
    output.add_argument("--overwrite", action="store_true", help="replace an earlier run in --out")
    output.add_argument("--quick", action="store_true", help="smaller and faster; minutes on two cores")

    common = argparse.ArgumentParser(add_help=False, parents=[output])
    common.add_argument("--device", default="auto", choices=["auto", "cpu", "cuda"])
    common.add_argument("--threads", type=positive_int, help="CPU threads; default: all cores")
    common.add_argument("--epochs", type=positive_int)
    common.add_argument("--batch", type=positive_int)
    common.add_argument("--learning-rate", type=positive_float)

    recordings = argparse.ArgumentParser(add_help=False)
    recordings.add_argument("--real", type=Path, required=True, help="folder of real recordings")
    recordings.add_argument("--signals", help="signal file in --real")
    recordings.add_argument("--labels", help="label CSV in --real")
    recordings.add_argument("--rate", type=positive_float, help="sampling rate of the recordings, Hz")
    recordings.add_argument("--samples", type=positive_int, help="samples per strip (raw .i16 files)")
    recordings.add_argument("--unit", type=positive_float, help="mV per unit of the signal file")
    recordings.add_argument("--label", help="label column")
    recordings.add_argument("--patient", help="patient column")
    recordings.add_argument("--crop", type=float, help="seconds to cut from the end of every strip")
    recordings.add_argument("--map", action="append", metavar="LABEL=CLASS", help="what a label stands for")
    recordings.add_argument("--where", action="append", metavar="COLUMN=VALUE", help="use only such rows")

    models = jobs.add_parser("models", parents=[watched], help="list the architectures with their sizes")
    models.add_argument("--width", type=positive_float, default=1.0, help="multiplier of the channels; default: 1")
    models.add_argument("--classes", type=positive_int, default=2, help="outputs; default: 2")
    models.add_argument("--json", action="store_true", help="print one JSON array")

    pretrain = jobs.add_parser("pretrain", parents=[common], help="train on a generated data set")
    pretrain.add_argument("--data", type=Path, required=True, help="folder of the data set")
    pretrain.add_argument("--model", help='architecture; default: what the data set asks for; "models" lists them')
    pretrain.add_argument("--objective", choices=OBJECTIVES, help=f"what to train for; default: {OBJECTIVES[0]}")
    pretrain.add_argument("--positive", type=name_list, help="classes that each-against-normal tells from normal")
    pretrain.add_argument("--normal", help="the normal class of each-against-normal; default: the data set's first")
    pretrain.add_argument("--seed", type=int, default=0)
    pretrain.add_argument("--width", type=positive_float, help="multiplier of the network's channels")
    pretrain.add_argument("--training-rate", type=positive_float, help="rate to resample to, Hz")

    evaluate = jobs.add_parser("evaluate", parents=[common, recordings], help="fine-tune on real strips and compare")
    evaluate.add_argument("--model", type=Path, required=True, help="folder of a pre-trained model")
    evaluate.add_argument("--sizes", type=size_list, help="real strips per class, e.g. 5,25,100,all")
    evaluate.add_argument("--seeds", type=positive_int, help="splits and initialisations")
    evaluate.add_argument("--positive", type=name_list, help="classes to tell from normal, e.g. AF,PVC")
    evaluate.add_argument("--normal", help="the normal class; default: the model's first")

    realism = jobs.add_parser("realism", parents=[output, recordings], help="compare synthetic strips with real ones")
    realism.add_argument("--data", type=Path, required=True, help="folder of the data set")
    realism.add_argument("--strips", type=positive_int, help="strips of each class and side; default: 500")
    return top


def positive_int(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError
    return value


def positive_float(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise ValueError
    return value


def size_list(text: str) -> list[float]:
    """Ascending; `all`, as many as there are, is inf."""
    return sorted({math.inf if part.strip() == "all" else positive_int(part) for part in text.split(",")})


def name_list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


for _type, _name in (
    (positive_int, "whole number above 0"),
    (positive_float, "number above 0"),
    (size_list, "list of whole numbers and 'all'"),
    (name_list, "list of names"),
):
    _type.__name__ = _name  # argparse says "invalid <name> value"
