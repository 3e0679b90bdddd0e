"""An array of JSON values, written one by one."""

from avrotower.report.json import as_text
from avrotower.report.paint import Out


class Array:
    """Writes `[`, values a line each, `]`."""

    def __init__(self, out: Out) -> None:
        self._out = out
        self._separator = "[\n"

    def add(self, value: object) -> None:
        """Write *value* behind those that are there."""
        self._out.write(self._separator + as_text(value))
        self._separator = ",\n"

    def close(self) -> None:
        """Write the end of the array."""
        self._out.write("[]" if self._separator == "[\n" else "\n]")
