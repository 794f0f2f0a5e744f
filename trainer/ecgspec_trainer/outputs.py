"""Output folders that are whole or are seen not to be."""

from __future__ import annotations

import json
import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from ecgspec_trainer.errors import UserError
from ecgspec_trainer.file_lock import try_lock

MARK = "INCOMPLETE.json"
LOG = "events.jsonl"


class OutputFolder:
    """
    The folder of one run.

    While the run goes on the folder holds `INCOMPLETE.json`, which is locked and carries the run's random id.
    Results are written beside their final names and put in place only by `commit`: until then an earlier run's
    results stay as they are. When the run ends without `commit`,

    - what it made is taken away again if its log was not begun (nothing was computed);
    - the mark goes if an earlier run's results are there, as they are whole;
    - the mark and the log stay otherwise.

    format: what the run's own JSON says ("ecgspec-model"); produces: the files it may leave, `key` among them;
    key: the JSON file that says `format`, the last to be put in place.
    """

    def __init__(self, path: Path, format_: str, key: str, produces: tuple[str, ...], *, overwrite: bool) -> None:
        self.path = path.absolute()
        self._format = format_
        self._key = key
        self._produces = produces
        self._overwrite = overwrite
        self._run = uuid.uuid4().hex
        self._pending: list[tuple[Path, Path]] = []
        self._mark: int | None = None
        self._made = False
        self._committed = False

    @property
    def log(self) -> Path:
        return self.path / LOG

    @property
    def holds_results(self) -> bool:
        """Whether there are results of an earlier run, whole."""
        return _says(self.path / self._key, self._format)

    def check(self) -> None:
        """
        Looks without touching. Raises UserError when another run is writing the folder, or when it has something in
        it (unless `overwrite` and all of it is an earlier run's).
        """
        try:
            present = sorted(item.name for item in self.path.iterdir())
            self._refuse_live()
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._unwritable(error) from error
        self._refuse(present)

    def __enter__(self) -> OutputFolder:
        try:
            self._made = not self.path.exists()
            self.path.mkdir(parents=True, exist_ok=True)
            self._claim()
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for partial, _ in self._pending:
                partial.unlink(missing_ok=True)
            if not self._committed and self._is_mine():
                if self.holds_results or not self.log.exists():
                    self._unmark()
                if self._made and not any(self.path.iterdir()):
                    self.path.rmdir()
        except OSError:
            # What stays is marked, and there is a better message to print.
            pass
        finally:
            self._release()

    def stage(self, name: str, write: Callable[[Path], None]) -> None:
        """Has `write` write a file that gets its name at `commit`."""
        partial = self.path / f"{name}.partial"
        self._pending.append((partial, self.path / name))
        write(partial)
        with partial.open("rb+") as file:
            os.fsync(file.fileno())

    def stage_text(self, name: str, text: str) -> None:
        self.stage(name, lambda path: _write_text(path, text))

    def commit(self) -> None:
        """
        Puts all staged files in place of an earlier run's, in the order in which they were staged (the key last),
        and removes the mark. Raises UserError when another run took the folder over meanwhile.
        """
        if not self._is_mine():
            raise UserError(
                f"{self.path} was taken over by another run meanwhile; run again with a folder of its own (--out)."
            )
        staged = {final.name for _, final in self._pending}
        # What makes the earlier run look whole goes first, in case this is cut short.
        for name in (self._key, *(name for name in self._produces if name not in (*staged, LOG))):
            (self.path / name).unlink(missing_ok=True)
        for partial, final in self._pending:
            partial.replace(final)
        self._pending.clear()
        self._committed = True
        self._unmark()

    def _claim(self) -> None:
        """Makes the mark, or takes over one whose run is gone; of several that try, one succeeds."""
        path = self.path / MARK
        while True:
            made = True
            try:
                handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
            except FileExistsError:
                made = False
                try:
                    handle = os.open(path, os.O_RDWR)
                except FileNotFoundError:
                    continue
            if not try_lock(handle):
                os.close(handle)
                raise self._busy()
            if _is_at(handle, path):
                break
            # Its run ended between the two steps and took it away.
            os.close(handle)
        self._mark = handle
        try:
            self._refuse(sorted(item.name for item in self.path.iterdir() if not (made and item.name == MARK)))
        except UserError:
            if made:
                self._unmark()
            self._release()
            raise
        about = {
            "format": self._format,
            "version": 1,
            "incomplete": "A run is writing here, or was interrupted. Results beside this file are an earlier run's.",
            "run": self._run,
            "produces": list(self._produces),
            "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        }
        os.ftruncate(handle, 0)
        os.write(handle, (json.dumps(about, indent=2) + "\n").encode())
        os.fsync(handle)
        for name in self._produces:
            (self.path / f"{name}.partial").unlink(missing_ok=True)

    def _refuse(self, present: list[str]) -> None:
        if not present:
            return
        if not self._overwrite:
            raise UserError(
                f"{self.path} is not empty; choose another folder with --out, or replace what is there "
                "with --overwrite."
            )
        ours = {*self._produces, MARK, *(f"{name}.partial" for name in self._produces)}
        foreign = [name for name in present if name not in ours or not _is_plain(self.path / name)]
        # Names alone prove nothing: others call their files config.json and results.csv, too.
        known = any(_says(self.path / name, self._format) for name in (self._key, MARK))
        if foreign or not known:
            named = f'"{foreign[0]}"' if foreign else f"no {self._key} of ours but " + f'"{present[0]}"'
            raise UserError(
                f"{self.path} holds {named}, which is not from an earlier run of this kind, so nothing "
                "was overwritten; choose another folder with --out."
            )

    def _refuse_live(self) -> None:
        try:
            handle = os.open(self.path / MARK, os.O_RDWR)
        except FileNotFoundError:
            return
        try:
            if not try_lock(handle):
                raise self._busy()
        finally:
            os.close(handle)

    def _is_mine(self) -> bool:
        try:
            return json.loads((self.path / MARK).read_text(encoding="utf-8"))["run"] == self._run
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def _unmark(self) -> None:
        if os.name == "nt":
            # An open file cannot be removed there.
            self._release()
        (self.path / MARK).unlink(missing_ok=True)

    def _release(self) -> None:
        if self._mark is not None:
            os.close(self._mark)
        self._mark = None

    def _busy(self) -> UserError:
        return UserError(f"Another run is writing {self.path} now; wait for it, or choose another folder with --out.")

    def _unwritable(self, error: OSError) -> UserError:
        return UserError(
            f"{self.path} cannot be written ({error.strerror}); choose another folder with --out "
            "or change its permissions."
        )


def _says(path: Path, format_: str) -> bool:
    """Whether a JSON file says that it is of this format."""
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(about, dict) and about.get("format") == format_


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
