"""What is wrong with a text: the schema errors of COMPATIBILITY, 1.4, in words."""

from collections.abc import Mapping
from typing import Final

from avrotower.schema import java
from avrotower.schema.cap import MAX_DEPTH
from avrotower.schema.logical import BASES
from avrotower.schema.model import (
    JSON,
    PRIMITIVES,
    TYPE_NAMES,
    Field,
    Named,
    Node,
    Union,
    slot_pointer,
)
from avrotower.schema.names import nearest
from avrotower.schema.parse.ledger import at, cut, quote, shown
from avrotower.schema.parse.pending import Pending
from avrotower.schema.parse.type_faults import TypeFaults

_SUGGESTED: Final = 20
"""Names of one document for which others are suggested."""
_OTHERWISE: Final = {
    "bool": "boolean",
    "byte": "bytes",
    "char": "string",
    "integer": "int",
    "int32": "int",
    "int64": "long",
    "float32": "float",
    "float64": "double",
    "number": "double",
    "str": "string",
    "text": "string",
    "utf8": "string",
}
"""What other languages call Avro's primitives."""
_WORDS: Final = frozenset({"array", "enum", "error", "fixed", "map", "record"})
"""Words for kinds of types, which are no types themselves."""
_NULL_ORDER: Final = (
    'Cannot invoke "String.toUpperCase(java.util.Locale)" because the return value of '
    '"com.fasterxml.jackson.databind.JsonNode.textValue()" is null'
)


def _described(node: Node) -> str:
    if isinstance(node, Named):
        return f"{TYPE_NAMES[node.type]} {quote(node.fullname)}"
    if isinstance(node, Union):
        return " or ".join(_described(branch) for branch in node.branches) or "value"
    return node.label


class Faults(TypeFaults):
    """Reports the errors of fields and those that show when the document ends.

    Every method reports one kind; *pointer* is the place of the object that is
    concerned.
    """

    __slots__ = ("_suggested",)

    def __init__(self) -> None:
        super().__init__()
        self._suggested: dict[str, tuple[str, ...]] = {}

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
            f"field {quote(field.name)} appears twice in {cut(record) or 'the request'}; "
            "remove one or rename it",
            java=f"Duplicate field {field.name} in record {record or 'null'}: "
            f"{one} and {other}.",
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
            else f"is not {_described(field.type)}; correct it, or remove it"
        )
        said = f"Invalid default for field {name}: "
        self.add(
            "default-invalid",
            f"{field.pointer}/default",
            f"default {shown(value)} of field {quote(name)} {wrong}",
            java=None
            if is_late
            else self.about(f"{said}{java.write(value)} not a ", field.type),
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

    def type_undefined(self, late: Pending, known: Mapping[str, Named]) -> None:
        """Report a name that nothing defines; *known* are those that something does."""
        pointer = slot_pointer(late.owner, late.step)
        if isinstance(late.raw, dict):
            pointer += "/type"
        meant = self._meant(late, known)
        advice = "define it, or refer to the document that does"
        if late.name != late.qualified:
            advice = f"nor is {quote(late.qualified)}; {advice}"
        if late.name in _WORDS:
            advice = f'write the {late.name} as an object: "type": {{"type": "{late.name}", …}}'
        elif late.name in BASES:
            base = TYPE_NAMES[BASES[late.name][0]]
            advice = (
                "it is a logical type; "
                f'write {{"type": "{base}", "logicalType": "{late.name}"}}'
            )
        elif meant:
            first = known.get(meant[0])
            where = f", defined in {first.document}" if first else ""
            advice = f"did you mean {quote(meant[0])}{where}?"
        self.add(
            "type-undefined",
            pointer,
            f"type {quote(late.name)} is not defined; {advice}",
            # Java's stand-in has a number that counts on from start to start.
            java="Unknown schema: org.apache.avro.compiler.UnresolvedSchema_0"
            if late.owner is None
            else f"Undefined schema: {late.qualified}",
            detail=tuple(dict.fromkeys((late.name, late.qualified))),
            meant=meant,
        )

    def _meant(self, late: Pending, known: Mapping[str, Named]) -> tuple[str, ...]:
        if late.qualified not in self._suggested:
            if self.are_full or len(self._suggested) >= _SUGGESTED:
                return ()
            usual = _OTHERWISE.get(late.name.lower())
            self._suggested[late.qualified] = (
                (usual,) if usual else nearest(late.qualified, [*known, *PRIMITIVES])
            )
        return self._suggested[late.qualified]

    def too_deep(self, late: Pending) -> None:
        """Report a use whose definition stands later and would nest too deep here."""
        self.add(
            "json-too-deep",
            slot_pointer(late.owner, late.step),
            f"{quote(late.qualified)} is defined later; the canonical text defines it "
            f"here, where its parts nest deeper than {MAX_DEPTH} levels; "
            "define it before its first use",
            java=None,
            detail=(late.qualified,),
        )
