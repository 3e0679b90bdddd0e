"""A trial: data are written with one schema and read with another."""

import json
from typing import Final

from avrotower.compat.witness.codec import Codec
from avrotower.compat.witness.generate import MOST_BYTES, Datum
from avrotower.compat.witness.resolution import Form
from avrotower.finding import Witness

_SHOWN_BYTES: Final = 64
_SHOWN_ERROR: Final = 300
_READ_ERROR: Final = 10_000
_PRIVATE: Final = ", '__fastavro_parsed': True, '__named_schemas': {"


class Trial:
    """One reader and one writer, with a *note* for the witness."""

    def __init__(self, reader: Form, writer: Form, note: str) -> None:
        self._codec = Codec(reader=reader.schema, writer=writer.schema)
        self._texts = json.dumps(reader.schema), json.dumps(writer.schema)
        self._note = note

    def witness(self, datum: Datum) -> Witness | None:
        """Return the witness that *datum* is, None where the reader reads it."""
        data = self._codec.encode(datum.avro)
        if len(data) > MOST_BYTES:
            return None
        refusal = self._codec.refusal(data)
        if refusal is None:
            return None
        return Witness(
            "found",
            json.dumps(datum.json, ensure_ascii=False),
            data[:_SHOWN_BYTES].hex(),
            _shortened(refusal),
            *self._texts,
            self._note,
        )


def _shortened(text: str) -> str:
    """Return *text* without what fastavro keeps in a schema for itself."""
    text = text[:_READ_ERROR]
    while (start := text.find(_PRIVATE)) >= 0:
        depth, end = 1, start + len(_PRIVATE)
        while depth and end < len(text):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        text = text[:start] + text[end:]
    return text if len(text) <= _SHOWN_ERROR else f"{text[: _SHOWN_ERROR - 1]}…"
