"""The one module of resolution that calls fastavro, which encodes and decodes."""

import io
from typing import Any

from fastavro import parse_schema
from fastavro.read import SchemaResolutionError
from fastavro.read import schemaless_reader as _read  # pyright: ignore[reportUnknownVariableType]  IO without its parameter
from fastavro.write import schemaless_writer as _write  # pyright: ignore[reportUnknownVariableType]  as above

from avrotower.schema.model import JSON


class Codec:
    """A writer and a reader, both in the resolution form."""

    def __init__(self, *, reader: JSON, writer: JSON) -> None:
        self._reader = parse_schema(reader)
        self._writer = parse_schema(writer)

    def encode(self, datum: Any) -> bytes:
        """Return *datum* as the writer encodes it."""
        buffer = io.BytesIO()
        _write(buffer, self._writer, datum)
        return buffer.getvalue()

    def refusal(self, data: bytes) -> str | None:
        """Return what the reader says against *data*, None where it reads them."""
        try:
            self.decode(data)
        except SchemaResolutionError as error:
            return str(error)
        return None

    def decode(self, data: bytes) -> Any:
        """Return what the reader makes of *data*."""
        return _read(io.BytesIO(data), self._writer, self._reader)
