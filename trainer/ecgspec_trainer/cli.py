"""The command line: arguments in, exit code out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ecgspec_trainer import __version__
from ecgspec_trainer.errors import Cancelled, UserError
from ecgspec_trainer.events import EventLog
from ecgspec_trainer.interrupts import cancel_on_signals, cancel_when_parent_ends
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
        return _job(options)
    except Cancelled:
        print("Cancelled; nothing that looks whole was left behind.", file=sys.stderr)
        return CANCELLED
    except UserError as error:
        print(f"Error: {error}", file=sys.stderr)
        return FAILED
    except MemoryError:
        print("Error: memory ran out; use --quick, a smaller --batch or a smaller data set.", file=sys.stderr)
        return FAILED


def _job(options: argparse.Namespace) -> int:
    if options.job == "pretrain":
        from ecgspec_trainer.pretrain import produces, run_job
    else:
        from ecgspec_trainer.evaluate import produces, run_job
    with OutputFolder(options.out, produces, overwrite=options.overwrite) as folder:
        log = EventLog(folder.path / "events.jsonl")
        try:
            run_job(options, folder, log)
        except Cancelled:
            log.error("Cancelled.")
            raise
        except UserError as error:
            log.error(str(error))
            raise
        except OSError as error:
            message = _system_message(error, folder.path)
            log.error(message)
            raise UserError(message) from error
        except Exception as error:
            log.error(f"The trainer failed unexpectedly: {type(error).__name__}: {error}")
            raise
        finally:
            log.close()
    return DONE


def _system_message(error: OSError, folder: Path) -> str:
    if error.errno in (28, 122):
        return f"The disk filled up while writing {folder}; free some space or choose another folder with --out."
    return f"{error.filename or folder} failed: {error.strerror or error}; mend that and run again."


def parser() -> argparse.ArgumentParser:
    """The options of both jobs."""
    top = argparse.ArgumentParser(prog="ecgspec_trainer", description=__import__("ecgspec_trainer").__doc__)
    top.add_argument("--version", action="version", version=__version__)
    jobs = top.add_subparsers(dest="job", required=True, metavar="pretrain|evaluate")

    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--out", type=Path, required=True, help="output folder")
    common.add_argument("--overwrite", action="store_true", help="replace an earlier run in --out")
    common.add_argument("--quick", action="store_true", help="smaller and faster; minutes on two cores")
    common.add_argument("--device", default="auto", choices=["auto", "cpu", "cuda"])
    common.add_argument("--threads", type=positive_int, help="CPU threads; default: all cores")
    common.add_argument("--epochs", type=positive_int)
    common.add_argument("--batch", type=positive_int)
    common.add_argument("--learning-rate", type=positive_float)
    common.add_argument("--watch-parent", action="store_true", help="end when standard input closes")

    pretrain = jobs.add_parser("pretrain", parents=[common], help="train on a generated data set")
    pretrain.add_argument("--data", type=Path, required=True, help="folder of the data set")
    pretrain.add_argument("--seed", type=int, default=0)
    pretrain.add_argument("--width", type=positive_float, help="multiplier of the network's channels")
    pretrain.add_argument("--training-rate", type=positive_float, help="rate to resample to, Hz")

    evaluate = jobs.add_parser("evaluate", parents=[common], help="fine-tune on real strips and compare")
    evaluate.add_argument("--model", type=Path, required=True, help="folder of a pre-trained model")
    evaluate.add_argument("--real", type=Path, required=True, help="folder of real recordings")
    evaluate.add_argument("--sizes", type=int_list, help="real strips per class, e.g. 5,25,100")
    evaluate.add_argument("--seeds", type=positive_int, help="splits and initialisations")
    evaluate.add_argument("--positive", type=name_list, help="classes to tell from normal, e.g. AF,PVC")
    evaluate.add_argument("--normal", help="the normal class; default: the model's first")
    evaluate.add_argument("--signals", help="signal file in --real")
    evaluate.add_argument("--labels", help="label CSV in --real")
    evaluate.add_argument("--rate", type=positive_float, help="sampling rate of the recordings, Hz")
    evaluate.add_argument("--samples", type=positive_int, help="samples per strip (raw .i16 files)")
    evaluate.add_argument("--unit", type=positive_float, help="mV per unit of the signal file")
    evaluate.add_argument("--label", help="label column")
    evaluate.add_argument("--patient", help="patient column")
    evaluate.add_argument("--crop", type=float, help="seconds to cut from the end of every strip")
    evaluate.add_argument("--map", action="append", metavar="LABEL=CLASS", help="what a label stands for")
    evaluate.add_argument("--where", action="append", metavar="COLUMN=VALUE", help="use only such rows")
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


def int_list(text: str) -> list[int]:
    return sorted({positive_int(part) for part in text.split(",")})


def name_list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


for _type, _name in (
    (positive_int, "whole number above 0"),
    (positive_float, "number above 0"),
    (int_list, "list of whole numbers"),
    (name_list, "list of names"),
):
    _type.__name__ = _name  # argparse says "invalid <name> value"
