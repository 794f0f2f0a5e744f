"""The append-only record of a run that the dashboard reads: `events.jsonl`, one object a line."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path
from typing import Any

VERSION = 1


class EventLog:
    """Writes events; every line is flushed at once, so that a reader sees it and a kill loses none."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8", newline="\n")

    def write(self, event: str, **fields: Any) -> None:
        """Appends one event. Numbers that are not finite become null, as JSON has none of them."""
        record = {"v": VERSION, "time": round(time.time(), 3), "event": event, **fields}
        self._file.write(json.dumps(_finite(record), separators=(",", ":"), allow_nan=False) + "\n")
        self._file.flush()

    def error(self, message: str) -> None:
        """The last line of a run that failed; never fails itself, as there is a better message to print."""
        try:
            self.write("error", message=message)
        except OSError:
            return

    def close(self) -> None:
        self._file.close()


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value
