"""The append-only record of a run that the dashboard reads: `events.jsonl`, one object a line."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path
from typing import IO, Any

VERSION = 1


class EventLog:
    """
    Writes events; every line is flushed at once, so that a reader sees it and a kill loses none.

    The file is made by the first event. An earlier run's events stay before this run's until `forget_earlier`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None
        self._start = 0

    def write(self, event: str, **fields: Any) -> None:
        """Appends one event. Numbers that are not finite become null, as JSON has none of them."""
        record = {"v": VERSION, "time": round(time.time(), 3), "event": event, **fields}
        file = self._file or self._open()
        file.write(json.dumps(_finite(record), separators=(",", ":"), allow_nan=False) + "\n")
        file.flush()

    def error(self, message: str) -> None:
        """The last line of a run that failed, if it had begun; never fails, as there is a better message to print."""
        if self._file is None:
            return
        try:
            self.write("error", message=message)
        except OSError:
            return

    def forget_earlier(self) -> None:
        """Takes the earlier runs' events away, once their results are replaced."""
        if self._file is None or self._start == 0:
            return
        partial = self._path.with_name(f"{self._path.name}.partial")
        try:
            partial.write_bytes(self._path.read_bytes()[self._start :])
            self.close()
            partial.replace(self._path)
        except OSError:
            # Then there is more in it than need be; readers go by the last run.
            partial.unlink(missing_ok=True)

    def close(self) -> None:
        """Never fails: each line was flushed when it was written, or its failure was told."""
        try:
            if self._file is not None:
                self._file.close()
        except OSError:
            pass
        self._file = None

    def _open(self) -> IO[str]:
        earlier = self._path.read_bytes() if self._path.exists() else b""
        self._file = self._path.open("a", encoding="utf-8", newline="\n")
        if earlier and not earlier.endswith(b"\n"):
            # A killed run may have left half a line.
            self._file.write("\n")
            self._file.flush()
        self._start = self._path.stat().st_size
        return self._file


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value
