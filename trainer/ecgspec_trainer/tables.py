"""Tables as CSV. Apart from the reports, which load PyTorch."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable


def csv_text(header: list[str], rows: Iterable[list[object]]) -> str:
    """A table as text: the header, and one line a row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
