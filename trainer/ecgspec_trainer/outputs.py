"""Output folders that are whole or are seen not to be."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from ecgspec_trainer.errors import UserError

MARK = "INCOMPLETE.json"


class OutputFolder:
    """
    The folder of one run. Holds `INCOMPLETE.json` while the run goes on. Files are put in place under their
    final names only by `commit`, after the job is through: an interrupted run leaves the mark and no result.

    Raises UserError when the folder has something in it (unless `overwrite` and all of it is an earlier run's)
    or cannot be written.
    """

    def __init__(self, path: Path, produces: tuple[str, ...], *, overwrite: bool) -> None:
        self.path = path.absolute()
        self._produces = produces
        self._overwrite = overwrite
        self._pending: list[tuple[Path, Path]] = []

    def __enter__(self) -> OutputFolder:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._clear()
            # The mark comes first: nothing is ever in the folder without it that is not whole.
            about = {"produces": list(self._produces), "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
            (self.path / MARK).write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise UserError(
                f"{self.path} cannot be written ({error.strerror}); choose another folder with --out "
                "or change its permissions."
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for partial, _ in self._pending:
            partial.unlink(missing_ok=True)

    def stage(self, name: str, write: Callable[[Path], None]) -> None:
        """Has `write` write a file that gets its name at `commit`."""
        partial = self.path / f"{name}.partial"
        self._pending.append((partial, self.path / name))
        write(partial)
        with partial.open("rb") as file:
            os.fsync(file.fileno())

    def stage_text(self, name: str, text: str) -> None:
        self.stage(name, lambda path: _write_text(path, text))

    def commit(self) -> None:
        """Puts all staged files in place, in the order in which they were staged, and removes the mark."""
        for partial, final in self._pending:
            partial.replace(final)
        self._pending.clear()
        (self.path / MARK).unlink(missing_ok=True)

    def _clear(self) -> None:
        present = sorted(item.name for item in self.path.iterdir())
        if not present:
            return
        if not self._overwrite:
            raise UserError(
                f"{self.path} is not empty; choose another folder with --out, or replace what is there "
                "with --overwrite."
            )
        ours = {*self._produces, MARK, *(f"{name}.partial" for name in (*self._produces, MARK))}
        foreign = [name for name in present if name not in ours]
        if foreign:
            raise UserError(
                f'{self.path} holds "{foreign[0]}", which is not from an earlier run of this kind, so nothing '
                "was overwritten; choose another folder with --out."
            )
        # What makes a run look whole goes first, in case this is cut short.
        for name in sorted(present, key=lambda name: (name not in ("config.json", "report.json"), name)):
            (self.path / name).unlink()


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
