"""A protocol (`.avpr`) becomes a document that holds its types."""

from __future__ import annotations

from typing import Final

from avrotower.schema.damage import DAMAGED, is_damaged, is_excused
from avrotower.schema.document import NO_REFERENCES, Document, Mode, References
from avrotower.schema.model import (
    DOUBLE,
    FLOAT,
    HOLE,
    JSON,
    NULL,
    PRIMITIVES,
    RECORD,
    Named,
    Node,
    Parameter,
    Record,
    escape,
    is_array,
    is_object,
    place,
    place_field,
)
from avrotower.schema.names import is_name
from avrotower.schema.parse import document_of, start
from avrotower.schema.parse.binding import bind
from avrotower.schema.parse.build import Builder
from avrotower.schema.parse.ledger import at, quote, shown
from avrotower.schema.parse.pending import nameless
from avrotower.schema.read import read

_NO_PARAMETERS: Final = 'write "request": [], or the parameters in it'


def parse_protocol(
    data: str | bytes,
    mode: Mode = "strict",
    references: References = NO_REFERENCES,
    *,
    name: str = "-",
) -> Document:
    """Return what *data* says as an Avro protocol, and all that is wrong with it.

    `document.types` holds its types. The root of the model is a hole, and the lists of
    the model hold what all types and messages write.
    Bad input never raises, as in `avrotower.schema.parse.parse`.

    Source: Avro 1.12.1, `Protocol.java`.
    """
    reading = read(data)
    builder = _ProtocolBuilder(name, mode, references)
    start(builder, reading)
    types: tuple[Named, ...] = ()
    if reading.value is not DAMAGED:
        types = builder.protocol(reading.value)
    return document_of(reading, builder, name, mode, references, types)


class _ProtocolBuilder(Builder):
    """Builds the types and the messages of one protocol."""

    __slots__ = ("_space",)

    def protocol(self, raw: JSON) -> tuple[Named, ...]:
        """Build what *raw* defines; return its types in document order."""
        self._name_protocol(raw)
        if not is_object(raw):
            return ()
        types = self._types(raw.get("types", []))
        messages = raw.get("messages")
        if is_object(messages):  # Java ignores anything else.
            for name, message in messages.items():
                self._message(f"messages/{escape(name)}", name, message)
        if self.pending or self.touched:
            bind(self)
        self.finish()
        return types

    def _complain(  # noqa: PLR0913, PLR0917  what an error consists of
        self, reason: str, pointer: str, message: str, words: str, raw: JSON, key: str
    ) -> None:
        place = at(pointer, raw, key) if is_object(raw) else pointer
        java = self.faults.java(f"{words}: ", raw)
        self.faults.add(reason, place, message, java=java)

    # The head

    def _name_protocol(self, raw: JSON) -> None:
        """Find the namespace that the types stand in; it may be part of the name."""
        self._space = ""
        self._namespace_at = "/namespace"
        name = raw.get("protocol") if is_object(raw) else None
        if not isinstance(name, str):
            if not is_object(raw) or not is_excused(raw, "protocol"):
                self._complain(
                    "protocol-name-missing",
                    "",
                    'the protocol has no name; add "protocol": "Name"'
                    if is_object(raw)
                    else f"a protocol is an object, not {shown(raw)}",
                    "No protocol name specified",
                    raw,
                    "protocol",
                )
            return
        space = raw.get("namespace")
        if "." in name:
            space = name.rpartition(".")[0]
            self._namespace_at = "/protocol"
        self._space = space if isinstance(space, str) else ""

    def _types(self, raw: JSON) -> tuple[Named, ...]:
        if is_damaged(raw):
            return ()
        if not is_array(raw):
            self.faults.add(
                "protocol-types-invalid",
                "/types",
                f'"types" must be an array of definitions, not {shown(raw)}',
                java=self.faults.java("Types not an array: ", raw),
            )
            return ()
        found: list[Named] = []
        for index, item in enumerate(raw):
            if is_object(item):
                node = self.node(item, self._space, None, f"types/{index}")
                if isinstance(node, Named) and node.type != HOLE and node.raw is item:
                    found.append(node)
            elif not is_damaged(item):
                self.faults.add(
                    "protocol-types-invalid",
                    f"/types/{index}",
                    f"a type of a protocol is an object, not {shown(item)}",
                    java=self.faults.java("Type not an object: ", item),
                )
        return tuple(found)

    # Messages

    def _message(self, step: str, name: str, raw: JSON) -> None:
        if is_damaged(raw):
            return
        pointer = f"/{step}"
        what = f"message {quote(name)}"
        members = raw if is_object(raw) else {}
        if is_array(members.get("request")):
            self._request(f"{step}/request", members["request"])
        elif not is_object(raw) or not is_excused(raw, "request"):
            self._complain(
                "message-request-invalid",
                pointer,
                f"{what} has no parameters; {_NO_PARAMETERS}",
                "No request specified",
                raw,
                "request",
            )
        if not is_object(raw):
            return
        one_way = raw.get("one-way", False)
        if not isinstance(one_way, bool) and not is_damaged(one_way):
            self._complain(
                "message-response-invalid",
                pointer,
                f'"one-way" of {what} must be true or false',
                "one-way must be boolean",
                raw,
                "one-way",
            )
        self._answer(step, what, raw, is_one_way=one_way is True)

    def _request(self, step: str, items: list[JSON]) -> None:
        record = nameless({"type": "record"}, step)
        record.document = self._document
        for index, item in enumerate(items):
            if not is_damaged(item):
                self._parameter(record, index, item)
        if len({field.name for field in record.fields}) != len(record.fields):
            self._duplicate_fields(record)

    def _parameter(self, record: Record, index: int, raw: JSON) -> None:
        pointer = f"{record.pointer}/{index}"
        members = raw if is_object(raw) else {}
        for key in ("name", "type"):
            is_due = not is_object(raw) or not is_excused(raw, key)
            if key not in members and is_due:
                self._complain(
                    "message-request-invalid",
                    pointer,
                    f'a parameter needs a "{key}"; write {{"name": …, "type": …}}',
                    f"No param {key}",
                    raw,
                    key,
                )
        if not members:
            return
        name = members.get("name")
        called = name if isinstance(name, str) else ""
        field = place_field(Parameter(), called, record, index, members)
        field.type = (
            self.node(members["type"], self._space, field, "type")
            if "type" in members
            else place(Node(), HOLE, None, field, "type")
        )
        if isinstance(name, str):
            record.fields.append(field)
            self.schema.fields.append(field)
            if not is_name(name):
                self._odd_name("the name of the parameter", name, field, "name")
        elif "name" in members and not is_damaged(name):
            self.faults.name_invalid(
                f"{pointer}/name", "the name of the parameter", name
            )
        if field.has_default and not self._lenient:
            # Java makes no number of a text here, other than for fields.
            if isinstance(field.default, str) and field.type.type in (FLOAT, DOUBLE):
                self.faults.default_invalid(field, field.default)
            else:
                self._default(field)
        if "aliases" in members:
            self._field_aliases(field)

    def _answer(
        self, step: str, what: str, raw: dict[str, JSON], *, is_one_way: bool
    ) -> None:
        """Build the response and the errors of a message."""
        if is_one_way and "errors" in raw:
            self._complain(
                "message-errors-invalid",
                f"/{step}",
                f"{what} goes one way, so it has no errors; remove one of the two",
                "one-way can't have errors",
                raw,
                "errors",
            )
            return
        if "response" in raw:
            node = self.node(raw["response"], self._space, None, f"{step}/response")
            if is_one_way and node.type not in (NULL, HOLE):
                self._complain(
                    "message-response-invalid",
                    f"/{step}",
                    f'{what} goes one way, so its response is "null"',
                    "One way response must be null",
                    raw,
                    "response",
                )
        elif not is_one_way and not is_excused(raw, "response"):
            self._complain(
                "message-response-invalid",
                f"/{step}",
                f'{what} has no response; add "response", or "one-way": true',
                "No response specified",
                raw,
                "response",
            )
        errors = raw.get("errors", [])
        if is_array(errors):
            self._errors_of(f"{step}/errors", errors)
        elif not is_damaged(errors):
            self._complain(
                "message-errors-invalid",
                f"/{step}",
                f'"errors" of {what} must be an array of names',
                "Errors not an array",
                raw,
                "errors",
            )

    def _errors_of(self, step: str, items: list[JSON]) -> None:
        """Look up the errors of a message; Java puts them into a union."""
        places: dict[str, str] = {}
        for index, raw in enumerate(items):
            pointer = f"/{step}/{index}"
            if is_damaged(raw):
                continue
            if not isinstance(raw, str):
                self.faults.add(
                    "message-errors-invalid",
                    pointer,
                    f"an error is named, not written as {shown(raw)}; "
                    'define it in "types"',
                    java=None,
                )
                continue
            found = self._error(f"{step}/{index}", raw)
            if found is not None:
                first = places.setdefault(found.fullname, pointer)
                if first != pointer:
                    self.faults.union_duplicate(pointer, first, found, found.fullname)

    def _error(self, step: str, name: str) -> Record | None:
        """Return the error *name*; Java looks among what is complete here."""
        found = self._local.get(self._space, {}).get(name) or self.known.get(name)
        node: Node | None = found or PRIMITIVES.get(name)
        if found is not None:
            self.schema.plain_uses.append((name, None, step, found, name, False))
            if isinstance(found, Record) and found.is_error:
                return found
        elif node is None and self.is_torn:
            return None
        self.faults.add(
            "message-errors-invalid",
            f"/{step}",
            f"{quote(name)} is no error; "
            + ('define it with "type": "error"' if found else "define it as one"),
            java=f"Not an error: {name}"
            if node is None or node.type == RECORD
            else self.faults.about("Not a record: ", node),
            detail=(name,),
        )
        return None
