"""Random schemas, and random changes to them, for the properties of resolution."""

import copy
import json
from typing import Any, TypeAlias

from hypothesis import strategies as st

PRIMITIVES = ("null", "boolean", "int", "long", "float", "double", "bytes", "string")
NAMESPACES = ("n", "m", "n.o")
NAMES = ("A", "B", "C", "D", "E")
FIELDS = ("a", "b", "c", "d", "e")
SYMBOLS = ("P", "Q", "R", "S", "UNKNOWN")

Draw: TypeAlias = st.DrawFn
Type: TypeAlias = Any
"""A primitive's name; `["array", T]`, `["map", T]`, `["union", T…]`, `["use", key]`."""

Definition: TypeAlias = dict[str, Any]


class Shape:
    """A schema before it is written: a root, and definitions by key."""

    def __init__(self) -> None:
        self.root: Type = "null"
        self.definitions: dict[str, Definition] = {}

    @property
    def text(self) -> str:
        """The JSON; each definition stands where it is used first."""
        return json.dumps(_Writer(self).write(self.root))

    def types(self) -> list[Type]:
        """Every type below the root and the definitions that is no plain text."""
        found: list[Type] = []
        fields = [f for d in self.definitions.values() for f in d.get("fields", ())]
        rest = [self.root, *(field["type"] for field in fields)]
        while rest:
            part = rest.pop()
            if part not in PRIMITIVES:
                found.append(part)
                if part[0] != "use":
                    rest.extend(part[1:])
        return found


class _Writer:
    def __init__(self, shape: Shape) -> None:
        self._definitions = shape.definitions
        self._written: set[str] = set()

    def write(self, part: Type) -> Any:
        if isinstance(part, str):
            return part
        kind, *below = part
        if kind == "use":
            return self._use(below[0])
        if kind == "union":
            return [self.write(branch) for branch in below]
        key = "items" if kind == "array" else "values"
        return {"type": kind, key: self.write(below[0])}

    def _use(self, key: str) -> Any:
        definition = self._definitions[key]
        name = f"{definition['namespace']}.{definition['name']}"
        if key in self._written:
            return name
        self._written.add(key)
        written = {
            key: value
            for key, value in definition.items()
            if key != "fields" and value not in ([], None)
        }
        if "fields" in definition:
            written["fields"] = [self._field(f) for f in definition["fields"]]
        return written

    def _field(self, field: dict[str, Any]) -> Any:
        written: dict[str, Any] = {
            "name": field["name"],
            "type": self.write(field["type"]),
        }
        if field["default"]:
            written["default"] = self._default(field["type"])
        if field["aliases"]:
            written["aliases"] = field["aliases"]
        return written

    def _default(self, part: Type) -> Any:
        if isinstance(part, str):
            plain = {"null": None, "boolean": False, "bytes": "", "string": ""}
            return plain.get(part, 0)
        kind, *below = part
        if kind == "union":
            return self._default(below[0]) if below else None
        if kind != "use":
            return [] if kind == "array" else {}
        definition = self._definitions[below[0]]
        if definition["type"] == "record":
            return {}
        return definition.get("symbols", ["\u0000"])[0]


class _Maker:
    def __init__(self, draw: Draw, *, aliases: bool) -> None:
        self._draw = draw
        self._aliases = aliases
        self.shape = Shape()

    def type(self, depth: int, *, in_union: bool = False) -> Type:
        draw = self._draw
        kinds = ["plain", "plain", "use"]
        if depth:
            kinds += ["new", "new", "array", "map"] + ["union"] * (not in_union)
        kind = draw(st.sampled_from(kinds))
        if kind == "use" and self.shape.definitions:
            return ["use", draw(st.sampled_from(sorted(self.shape.definitions)))]
        if kind == "new" and len(self.shape.definitions) < len(NAMES):
            return ["use", self._define(depth - 1)]
        if kind in {"array", "map"}:
            return [kind, self.type(depth - 1)]
        if kind == "union":
            size = draw(st.integers(0, 3))
            branches = [self.type(depth - 1, in_union=True) for _ in range(size)]
            return ["union", *distinct(branches)]
        return draw(st.sampled_from(PRIMITIVES))

    def _define(self, depth: int) -> str:
        draw = self._draw
        taken = {d["name"] for d in self.shape.definitions.values()}
        name = draw(st.sampled_from([n for n in NAMES if n not in taken]))
        kind = draw(st.sampled_from(("record", "record", "enum", "fixed")))
        key = f"{name}#{kind}"
        fields: list[dict[str, Any]] = []
        definition: Definition = {
            "type": kind,
            "name": name,
            "namespace": draw(st.sampled_from(NAMESPACES)),
            "aliases": [],
        }
        # Known before its body is made, so that it can contain itself.
        self.shape.definitions[key] = definition
        if kind == "enum":
            symbols = st.lists(st.sampled_from(SYMBOLS), min_size=1, unique=True)
            definition["symbols"] = draw(symbols)
            definition["default"] = (
                definition["symbols"][0] if draw(st.booleans()) else None
            )
        elif kind == "fixed":
            definition["size"] = draw(st.integers(0, 2))
        else:
            definition["fields"] = fields
            names = st.lists(st.sampled_from(FIELDS), max_size=3, unique=True)
            fields.extend(self.field(name, depth) for name in draw(names))
        return key

    def field(self, name: str, depth: int) -> dict[str, Any]:
        draw = self._draw
        aliases: list[str] = []
        if self._aliases and draw(st.integers(0, 5)) == 0:
            aliases.append(draw(st.sampled_from(FIELDS)))
        return {
            "name": name,
            "type": self.type(depth),
            "default": draw(st.booleans()),
            "aliases": aliases,
        }


def distinct(branches: list[Type]) -> list[Type]:
    """Return *branches* without those that a union may not hold beside another."""
    kept: dict[str, Type] = {}
    for branch in branches:
        key = branch if isinstance(branch, str) else branch[0]
        if key == "use":
            key = f"use {branch[1]}"
        if key != "union":
            kept.setdefault(key, branch)
    return list(kept.values())


@st.composite
def shapes(draw: Draw, *, aliases: bool = True) -> Shape:
    """Make a schema: recursive ones, unions, aliases, namespaces."""
    maker = _Maker(draw, aliases=aliases)
    maker.shape.root = maker.type(4)
    return maker.shape


@st.composite
def changed(draw: Draw, shape: Shape, *, aliases: bool = True) -> Shape:
    """Make a copy of *shape* with none to three changes."""
    result = copy.deepcopy(shape)
    for _ in range(draw(st.integers(0, 3))):
        _change(draw, result, aliases=aliases)
    return result


@st.composite
def pairs(draw: Draw, *, aliases: bool = True) -> tuple[Shape, Shape]:
    """Make two schemas of which one came from the other."""
    before = draw(shapes(aliases=aliases))
    after = draw(changed(before, aliases=aliases))
    return (before, after) if draw(st.booleans()) else (after, before)


def texts(*, aliases: bool = True) -> st.SearchStrategy[str]:
    """Make the text of one schema."""
    return shapes(aliases=aliases).map(lambda shape: shape.text)


def text_pairs(*, aliases: bool = True) -> st.SearchStrategy[tuple[str, str]]:
    """Make the texts of a reader and a writer."""
    return pairs(aliases=aliases).map(lambda pair: (pair[0].text, pair[1].text))


def _change(draw: Draw, shape: Shape, *, aliases: bool) -> None:
    definitions = [d for _, d in sorted(shape.definitions.items())]
    choices = ["type", "root"]
    if definitions:
        choices += ["definition", "definition", "definition"]
    choice = draw(st.sampled_from(choices))
    if choice == "root":
        plain = draw(st.sampled_from(PRIMITIVES))
        union = ["union", *distinct(["null", *_branches(shape.root)])]
        shape.root = draw(st.sampled_from([["array", shape.root], union, plain]))
    elif choice == "definition":
        definition = draw(st.sampled_from(definitions))
        _change_definition(draw, definition, shape, aliases=aliases)
    else:
        _change_type(draw, shape)


def _branches(part: Type) -> list[Type]:
    return list(part[1:]) if part[0] == "union" else [part]


def _change_type(draw: Draw, shape: Shape) -> None:
    parts = [part for part in shape.types() if part[0] != "use"]
    if not parts:
        return
    part = draw(st.sampled_from(parts))
    other = draw(st.sampled_from((*PRIMITIVES, "reversed")))
    if part[0] != "union":
        part[1] = "int" if other == "reversed" else other
    elif other == "reversed":
        part[1:] = part[:0:-1]
    else:
        part[1:] = distinct([*part[1:], other])


def _change_definition(
    draw: Draw, definition: Definition, shape: Shape, *, aliases: bool
) -> None:
    way = draw(st.sampled_from(("rename", "move", "body", "body", "body")))
    old = f"{definition['namespace']}.{definition['name']}"
    if way == "rename":
        taken = {d["name"] for d in shape.definitions.values()}
        definition["name"] = next(n for n in (*NAMES, "F") if n not in taken)
        if draw(st.booleans()):
            definition["aliases"] = [old]
    elif way == "move":
        definition["namespace"] = draw(st.sampled_from(NAMESPACES))
    elif definition["type"] == "enum":
        symbols = st.lists(st.sampled_from(SYMBOLS), min_size=1, unique=True)
        definition["symbols"] = draw(symbols)
        definition["default"] = (
            definition["symbols"][0] if draw(st.booleans()) else None
        )
    elif definition["type"] == "fixed":
        definition["size"] = draw(st.integers(0, 2))
    else:
        _change_fields(draw, definition["fields"], aliases=aliases)


def _change_fields(draw: Draw, fields: list[dict[str, Any]], *, aliases: bool) -> None:
    free = [name for name in FIELDS if name not in {f["name"] for f in fields}]
    ways = ["add"] if free else []
    if fields:
        ways += ["remove", "default", "type", "reverse"] + ["rename"] * bool(free)
    way = draw(st.sampled_from(ways))
    at = draw(st.integers(0, max(0, len(fields) - 1)))
    if way == "add":
        made = _Maker(draw, aliases=aliases).field(free[0], 0)
        fields.insert(at, made)
    elif way == "remove":
        del fields[at]
    elif way == "reverse":
        fields.reverse()
    elif way == "default":
        fields[at]["default"] = not fields[at]["default"]
    elif way == "type":
        fields[at]["type"] = draw(st.sampled_from(PRIMITIVES))
    else:
        old = fields[at]["name"]
        fields[at]["name"] = free[0]
        if aliases and draw(st.booleans()):
            fields[at]["aliases"] = [old]
