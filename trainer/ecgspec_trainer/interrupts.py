"""Turns signals and a vanished parent into `Cancelled`, once."""

from __future__ import annotations

import os
import signal
import sys
import threading

from ecgspec_trainer.errors import Cancelled

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


def cancel_on_signals() -> None:
    """The first signal cancels; later ones are ignored, so that the tidying up is not cut short."""
    signals = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]

    def cancel(_number: int, _frame: object) -> None:
        for one in signals:
            signal.signal(one, signal.SIG_IGN)
        raise Cancelled

    for one in signals:
        signal.signal(one, cancel)


def cancel_when_parent_ends() -> None:
    """Cancels when standard input closes: a killed parent must not leave a trainer running."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        # raise_signal acts on this thread's process, and Python runs handlers in the main thread.
        signal.raise_signal(signal.SIGINT)

    threading.Thread(target=wait, daemon=True).start()
