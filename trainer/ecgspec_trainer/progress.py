"""Progress in words: whole lines, as they go to terminals, task panels and log files alike."""

from __future__ import annotations

import time


def say(text: str) -> None:
    print(text, flush=True)


def duration(seconds: float) -> str:
    """75 -> "1 min 15 s"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    return f"{minutes // 60} h {minutes % 60:02d} min"


class Pace:
    """Lets one through every `every` seconds, so that fast work does not flood the terminal."""

    def __init__(self, every: float) -> None:
        self._every = every
        self._last = time.monotonic()

    def due(self) -> bool:
        now = time.monotonic()
        if now - self._last < self._every:
            return False
        self._last = now
        return True
