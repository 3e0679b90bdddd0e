"""What is wrong with types, in words: records, enums, fixed, arrays, maps, unions."""

from collections.abc import Iterable
from typing import Final

from avrotower.schema.damage import is_damaged
from avrotower.schema.model import JSON, Named, Node, is_array
from avrotower.schema.names import complaint, repaired
from avrotower.schema.parse.ledger import Ledger, at, cut, quote, shown

_OF_PRIMITIVES: Final = "Schemas may not be named after primitives: "


def _an(word: str) -> str:
    return f"an {word}" if word[:1] in "aeiou" else f"a {word}"


class TypeFaults(Ledger):
    """Reports the errors of types.

    Every method reports one kind; *pointer* is the place of the object that is
    concerned, unless the method says otherwise.
    """

    __slots__ = ()

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
        if "protocol" in raw:
            message = 'the object has no "type"; a protocol needs a file called .avpr'
        elif "type" not in raw:
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
            message = (
                f"{shown(text)} is not an Avro name: {what} must be text; "
                "write it in quotes"
            )
        elif text == "":
            message = f'"" is not an Avro name: {what} is empty; name it'
        else:
            rule = (
                "a letter or _, then letters, digits and _"
                if lenient
                else "ASCII letters, _, and digits after the first"
            )
            message = (
                f"{quote(text)} is not an Avro name: {what} takes {rule}; "
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
            f"{quote(namespace)} is not an Avro name: the namespace has an empty part; "
            f"write {quote(legal)}"
            if part == ""
            else f"{quote(part)} is not an Avro name: a part of the namespace "
            f"{quote(namespace)} takes ASCII letters, _, and digits after the first; "
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
            f"{quote(fullname)} is not an Avro name: it is a primitive type; "
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
        what = raw["type"]
        if isinstance(raw.get("name"), str):
            what += f" {cut(raw['name'])}"
        if key in raw:
            wrong = f"must be {form}, not {shown(raw[key])}; correct it"
            message = f'"{key}" of {what} {wrong}'
        else:
            message = f'{what} has no "{key}"; add {form}'
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
            else "Cannot read arrays longer than 2147483639 bytes in Java library",
        )

    def aliases_invalid(self, pointer: str, raw: JSON) -> None:
        """Report `aliases` that is no array, or each of its items that is no text."""
        aliases = raw["aliases"]
        if not is_array(aliases):
            self.add(
                "aliases-invalid",
                f"{pointer}/aliases",
                f'"aliases" must be an array of names, not {shown(aliases)}; '
                "put it in brackets",
                java=self.java("aliases not an array: ", raw),
            )
            return
        for index, alias in enumerate(aliases):
            if not isinstance(alias, str) and not is_damaged(alias):
                self.add(
                    "aliases-invalid",
                    f"{pointer}/aliases/{index}",
                    f"an alias must be text, not {shown(alias)}; write a name",
                    java=self.java("alias not a string: ", alias),
                )

    def type_redefined(self, node: Named, first: Named, *, here: bool) -> None:
        """Report a second definition that differs from the first."""
        where = f"in {first.document}"
        if here:
            # A type is known by its name once all of it is read, so an inner one is first.
            is_inner = first.pointer.startswith(f"{node.pointer}/")
            where = "inside it" if is_inner else "above"
        self.add(
            "type-redefined",
            f"{node.pointer}/name",
            f"type {cut(node.fullname)} is defined twice, with different content "
            f"(first {where}); use it by name, or name this one differently",
            java=f"Can't redefine: {node.fullname}",
            related=f"{first.pointer}/name" if here else None,
            detail=(node.fullname,),
        )

    def symbol_duplicate(
        self, pointer: str, symbol: str, index: int, first: int
    ) -> None:
        """Report the second of two equal symbols."""
        self.add(
            "symbol-duplicate",
            f"{pointer}/symbols/{index}",
            f"symbol {quote(symbol)} appears twice in the enum; remove one",
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
            f"default {quote(default)} is not one of {cut(names)}; "
            "choose a symbol of the enum",
            java=f"The Enum Default: {default} is not in the enum symbol set: [{names}]",
            detail=(default,),
        )

    def union_nested(self, pointer: str, outer: Node) -> None:
        """Report a union directly in the union *outer*."""
        self.add(
            "union-nested",
            pointer,
            "a union stands directly in a union; put its branches into the outer one",
            java=self.about("Nested union: ", outer),
        )

    def union_duplicate(
        self, pointer: str, related: str, branch: Node, name: str
    ) -> None:
        """Report a branch that the reader of a union cannot tell from an earlier one."""
        note = "" if branch.label == name else f" (an earlier branch is named {name})"
        self.add(
            "union-duplicate",
            pointer,
            f"branch {quote(name)} appears twice in the union{note}; "
            "remove one, or wrap it in a record",
            java=f"Duplicate in union:{name}",
            related=related,
            detail=(name,),
        )
