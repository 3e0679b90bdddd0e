"""What is wrong with a text: the schema errors of COMPATIBILITY, 1.4, in words."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from avrotower.schema import java
from avrotower.schema.cap import MAX_ERRORS
from avrotower.schema.document import SchemaError
from avrotower.schema.model import (
    JSON,
    TYPE_NAMES,
    Field,
    Named,
    Node,
    Union,
    slot_pointer,
)
from avrotower.schema.names import complaint, repaired
from avrotower.schema.pending import Pending

_JAVA_TOTAL: Final = 65_536
"""Characters of Java's texts in one document: only the first error needs its own."""
_SHOWN: Final = 60
"""Characters of a name or a value in a message."""

_OF_PRIMITIVES: Final = "Schemas may not be named after primitives: "
_NULL_ORDER: Final = (
    'Cannot invoke "String.toUpperCase(java.util.Locale)" because the return value of '
    '"com.fasterxml.jackson.databind.JsonNode.textValue()" is null'
)


def shown(value: JSON) -> str:
    """Return *value* as compact JSON, without its parts and cut where it is long."""
    if isinstance(value, (dict, list)) and value:
        return "{…}" if isinstance(value, dict) else "[…]"
    text = java.write(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def quote(name: str) -> str:
    """Return *name* in backticks, cut where it is long."""
    return f"`{name}`" if len(name) <= _SHOWN else f"`{name[:_SHOWN]}…`"


def _an(word: str) -> str:
    return f"an {word}" if word[:1] in "aeiou" else f"a {word}"


def _described(node: Node) -> str:
    if isinstance(node, Named):
        return f"{TYPE_NAMES[node.type]} {quote(node.fullname)}"
    if isinstance(node, Union):
        return " or ".join(_described(branch) for branch in node.branches) or "value"
    return node.label


def at(pointer: str, raw: JSON, key: str) -> str:
    """Return the place of what is wrong about *key*: its value, else the object."""
    return f"{pointer}/{key}" if key in raw else pointer


class Faults:
    """The schema errors of one document, in the order in which Java meets them.

    Every method reports one kind; *pointer* is the place of the object that is
    concerned, unless the method says otherwise.
    """

    __slots__ = ("_java_left", "count", "errors")

    def __init__(self) -> None:
        self.errors: list[SchemaError] = []
        """Up to the cap, and one more."""
        self.count = 0
        self._java_left = _JAVA_TOTAL

    @property
    def are_full(self) -> bool:
        """Whether further errors are only counted."""
        return self.count > MAX_ERRORS

    def add(  # noqa: PLR0913  what an error consists of
        self,
        reason: str,
        pointer: str,
        message: str,
        *,
        java: str | None,
        on: Literal["value", "key"] = "value",
        related: str | None = None,
        detail: tuple[str, ...] = (),
        nearest: tuple[str, ...] = (),
    ) -> None:
        """Report one error."""
        self.count += 1
        if len(self.errors) > MAX_ERRORS:
            return
        self.errors.append(
            SchemaError(
                reason, message, pointer, on, java, related, None, detail, nearest
            )
        )

    def java(self, words: str, value: JSON) -> str | None:
        """Return *words* and *value* as JSON, None once there was too much of it."""
        if self._java_left <= 0 or self.are_full:
            return None
        text = f"{words}{java.write(value)}"
        self._java_left -= len(text)
        return text

    def _about(self, words: str, node: Node) -> str | None:
        """Return *words* and the canonical text of *node*."""
        if self._java_left <= 0 or self.are_full:
            return None
        from avrotower.schema.canonical.text import (  # noqa: PLC0415  errors only
            canonical_text_of,
        )

        text = f"{words}{canonical_text_of(node)}"
        self._java_left -= len(text)
        return text

    # Types

    def schema_type(self, pointer: str, raw: JSON) -> None:
        """Report a number, a truth value or null in the place of a schema."""
        self.add(
            "schema-type",
            pointer,
            f"{shown(raw)} is no schema; write the name of a type, an object or a union",
            java=self.java("Schema not yet supported: ", raw),
        )

    def type_missing(self, pointer: str, raw: JSON) -> None:
        """Report an object without a text as `type`."""
        found = raw.get("type")
        if "type" not in raw:
            message = 'the object has no "type"; add it, or write the schema itself'
        elif isinstance(found, (dict, list)):
            message = (
                '"type" must be text; write the inner schema in the place of the '
                "object around it"
            )
        else:
            message = f'"type" must be text, not {shown(found)}; name a type'
        self.add(
            "type-missing",
            at(pointer, raw, "type"),
            message,
            java=self.java("No type: ", raw),
        )

    def name_missing(self, pointer: str, raw: JSON) -> None:
        """Report a record, an enum or a fixed without a text as `name`."""
        word = raw["type"]
        if "name" in raw:
            message = f"the name of {_an(word)} must be text, not {shown(raw['name'])}; name it"
        else:
            message = f'the {word} has no name; add "name"'
        self.add(
            "name-missing",
            at(pointer, raw, "name"),
            message,
            java=self.java("No name in schema: ", raw),
        )

    def name_invalid(
        self, pointer: str, what: str, text: JSON, *, lenient: bool = False
    ) -> None:
        """Report a name that is none; *pointer* is the place of the name itself."""
        said = complaint(text, lenient=lenient)
        if not isinstance(text, str):
            message = f"{what} must be text, not {shown(text)}; write it in quotes"
        elif text == "":
            message = f"{what} is empty; name it"
        else:
            rule = (
                "a letter or `_`, then letters, digits and `_`"
                if lenient
                else "ASCII letters, `_`, and digits after the first"
            )
            message = (
                f"{what} {quote(text)} is no legal name ({rule}); "
                f"write {quote(repaired(text))}"
            )
        self.add(
            "name-invalid",
            pointer,
            message,
            java=said,
            detail=(text,) if isinstance(text, str) else (),
        )

    def namespace_invalid(self, pointer: str, namespace: str, part: str) -> None:
        """Report a part of a namespace; *pointer* is where the namespace stands."""
        legal = ".".join(repaired(one) for one in namespace.split(".") if one)
        message = (
            f"the namespace {quote(namespace)} has an empty part; write {quote(legal)}"
            if part == ""
            else f"part {quote(part)} of the namespace {quote(namespace)} is no legal "
            f"name (ASCII letters, `_`, and digits after the first); "
            f"write {quote(legal)}"
        )
        self.add(
            "namespace-invalid",
            pointer,
            message,
            java=f'Namespace part "{part}" is invalid: {complaint(part)}',
            detail=(namespace, part),
        )

    def name_primitive(self, pointer: str, fullname: str) -> None:
        """Report a type called like a primitive."""
        self.add(
            "name-primitive",
            f"{pointer}/name",
            f"{quote(fullname)} is the name of a primitive type; "
            "choose another name or give it a namespace",
            java=f"{_OF_PRIMITIVES}{fullname}",
            detail=(fullname,),
        )

    def part_missing(  # noqa: PLR0913  one method for the five rows of one form
        self,
        reason: str,
        pointer: str,
        raw: JSON,
        key: str,
        *,
        words: str,
        form: str = "",
    ) -> None:
        """Report that *key* is absent, or not of the *form* that is needed."""
        what = raw.get("name") if isinstance(raw.get("name"), str) else raw.get("type")
        if key in raw:
            message = f'"{key}" must be {form}, not {shown(raw[key])}; correct it'
        else:
            message = f'{quote(str(what))} has no "{key}"; add {form}'
        self.add(
            reason, at(pointer, raw, key), message, java=self.java(f"{words}: ", raw)
        )

    def size_range(self, pointer: str, size: int) -> None:
        """Report a size that Java has no array for."""
        word = "is negative" if size < 0 else "exceeds 2,147,483,639"
        self.add(
            "size-range",
            f"{pointer}/size",
            f"size {size} {word}; write the number of bytes",
            java=f"Malformed data. Length is negative: {size}"
            if size < 0
            else f"Cannot read arrays longer than 2147483639 bytes in Java library",
        )

    def aliases_invalid(self, pointer: str, raw: JSON) -> None:
        """Report `aliases` that is no array, or the first of its items that is no text."""
        aliases = raw["aliases"]
        if not isinstance(aliases, list):
            self.add(
                "aliases-invalid",
                f"{pointer}/aliases",
                f'"aliases" must be an array of names, not {shown(aliases)}; '
                "put it in brackets",
                java=self.java("aliases not an array: ", raw),
            )
            return
        for index, alias in enumerate(aliases):
            if not isinstance(alias, str):
                self.add(
                    "aliases-invalid",
                    f"{pointer}/aliases/{index}",
                    f"an alias must be text, not {shown(alias)}; write a name",
                    java=self.java("alias not a string: ", alias),
                )

    def type_redefined(self, node: Named, first: Named, *, here: bool) -> None:
        """Report a second definition that differs from the first."""
        where = "above" if here else f"in {first.document}"
        self.add(
            "type-redefined",
            f"{node.pointer}/name",
            f"{quote(node.fullname)} is defined {where} with different content; "
            "use it by name, or name this one differently",
            java=f"Can't redefine: {node.fullname}",
            related=f"{first.pointer}/name" if here else None,
            detail=(node.fullname,),
        )

    # Fields

    def field_name_missing(self, pointer: str, raw: JSON) -> None:
        """Report a field that is no object, or has no text as `name`."""
        if not isinstance(raw, dict):
            message = (
                f"a field must be an object, not {shown(raw)}; "
                'write {"name": …, "type": …}'
            )
        elif "name" in raw:
            message = (
                f"the name of a field must be text, not {shown(raw['name'])}; name it"
            )
        else:
            message = 'the field has no name; add "name"'
        place = at(pointer, raw, "name") if isinstance(raw, dict) else pointer
        self.add(
            "field-name-missing", place, message, java=self.java("No field name: ", raw)
        )

    def field_type_missing(self, pointer: str, raw: JSON) -> None:
        """Report a field without `type`."""
        name = raw.get("name")
        what = f"field {quote(name)}" if isinstance(name, str) else "the field"
        self.add(
            "field-type-missing",
            pointer,
            f'{what} has no type; add "type"',
            java=self.java("No field type: ", raw),
            detail=(name,) if isinstance(name, str) else (),
        )

    def field_duplicate(self, field: Field, first: Field, record: str) -> None:
        """Report the second of two fields of one name."""
        one, other = (
            f"{each.name} type:{TYPE_NAMES[each.type.type].upper()} pos:{each.index}"
            for each in (field, first)
        )
        self.add(
            "field-duplicate",
            f"{field.pointer}/name",
            f"{quote(record)} has two fields {quote(field.name)}; "
            "remove one or rename it",
            java=f"Duplicate field {field.name} in record {record}: {one} and {other}.",
            related=f"{first.pointer}/name",
            detail=(field.name,),
        )

    def order_invalid(self, pointer: str, order: JSON) -> None:
        """Report an `order` that is none of the three."""
        said = _NULL_ORDER
        if isinstance(order, str):
            said = (
                f"No enum constant org.apache.avro.Schema.Field.Order.{order.upper()}"
            )
        self.add(
            "order-invalid",
            f"{pointer}/order",
            f"{shown(order)} is no order; "
            'write "ascending", "descending" or "ignore", or leave it out',
            java=said,
        )

    def default_invalid(
        self, field: Field, value: JSON, *, is_late: bool = False
    ) -> None:
        """Report a default that the type of its field does not accept.

        *is_late* says that a name in the type is not bound yet, which leaves objects.
        """
        name = field.name
        wrong = (
            "meets a type that is not complete here, which takes objects only; "
            "define the type first"
            if is_late
            else f"is no {_described(field.type)}; correct it, or remove it"
        )
        said = f"Invalid default for field {name}: "
        self.add(
            "default-invalid",
            f"{field.pointer}/default",
            f"default {shown(value)} of field {quote(name)} {wrong}",
            java=None
            if is_late
            else self._about(f"{said}{java.write(value)} not a ", field.type),
            detail=(name,),
        )

    def default_number(self, field: Field, value: str) -> None:
        """Report a text that is no number as default of a float or a double."""
        said = value.strip("".join(map(chr, range(33))))
        self.add(
            "default-number",
            f"{field.pointer}/default",
            f"default {shown(value)} of field {quote(field.name)} is no number; "
            "write a number without quotes",
            java=f'For input string: "{said}"' if said else "empty String",
            detail=(field.name,),
        )

    def default_cyclic(self, field: Field) -> None:
        """Report an object as default that needs a record which is not complete."""
        self.add(
            "default-cyclic",
            f"{field.pointer}/default",
            f"the default of field {quote(field.name)} is an object of a type that "
            "contains the field itself; remove it, or let the field be null",
            java="Schema fields not set yet",
            detail=(field.name,),
        )

    # Enums and unions

    def symbol_duplicate(
        self, pointer: str, symbol: str, index: int, first: int
    ) -> None:
        """Report the second of two equal symbols."""
        self.add(
            "symbol-duplicate",
            f"{pointer}/symbols/{index}",
            f"symbol {quote(symbol)} stands here twice; remove one",
            java=f"Duplicate enum symbol: {symbol}",
            related=f"{pointer}/symbols/{first}",
            detail=(symbol,),
        )

    def enum_default_unknown(
        self, pointer: str, default: str, symbols: Iterable[str]
    ) -> None:
        """Report the default of an enum that is none of its symbols."""
        names = ", ".join(symbols)
        self.add(
            "enum-default-unknown",
            f"{pointer}/default",
            f"default {quote(default)} is no symbol of the enum; "
            f"choose one of {quote(names)}",
            java=f"The Enum Default: {default} is not in the enum symbol set: [{names}]",
            detail=(default,),
        )

    def union_nested(self, pointer: str, outer: Node) -> None:
        """Report a union directly in the union *outer*."""
        self.add(
            "union-nested",
            pointer,
            "a union stands directly in a union; put its branches into the outer one",
            java=self._about("Nested union: ", outer),
        )

    def union_duplicate(
        self, pointer: str, related: str, branch: Node, name: str
    ) -> None:
        """Report a branch that the reader of a union cannot tell from an earlier one."""
        note = "" if branch.label == name else f" (an earlier branch is named {name})"
        self.add(
            "union-duplicate",
            pointer,
            f"the union has two branches {quote(name)}{note}; "
            "remove one, or wrap it in a record",
            java=f"Duplicate in union:{name}",
            related=related,
            detail=(name,),
        )

    # Names

    def type_undefined(self, late: Pending, known: Mapping[str, Named]) -> None:
        """Report a name that nothing defines."""
        pointer = slot_pointer(late.owner, late.step)
        if isinstance(late.raw, dict):
            pointer += "/type"
        self.add(
            "type-undefined",
            pointer,
            f"nothing defines {quote(late.name)}",
            java=f"Undefined schema: {late.qualified}",
            detail=(late.name, late.qualified),
        )
