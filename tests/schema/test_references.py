"""Names: what they are resolved against, and what other documents define."""

import pytest

from avrotower.schema.canonical import canonical_text
from avrotower.schema.document import NO_REFERENCES, Document, Mode, References
from avrotower.schema.model import Named, Record, Union
from avrotower.schema.parse import parse


def names(document: Document) -> list[str]:
    """Return the full names of the definitions, in document order."""
    return [node.fullname for node in document.schema.nodes if isinstance(node, Named)]


def fixed(name: str, rest: str = "") -> str:
    return f'{{"type":"fixed","name":"{name}","size":1{rest}}}'


def record(name: str, *types: str, rest: str = "") -> str:
    fields = ",".join(
        f'{{"name":"f{index}","type":{text}}}' for index, text in enumerate(types)
    )
    return f'{{"type":"record","name":"{name}","fields":[{fields}]{rest}}}'


@pytest.mark.parametrize(
    ("text", "fullname", "namespace"),
    [
        (fixed("F"), "F", ""),
        (fixed("F", ',"namespace":"n.m"'), "n.m.F", "n.m"),
        (fixed("n.F"), "n.F", "n"),
        (fixed("n.F", ',"namespace":"m"'), "n.F", "n"),
        (fixed(".F", ',"namespace":"m"'), "F", ""),
        (fixed("F", ',"namespace":""'), "F", ""),
        (fixed("F", ',"namespace":null'), "F", ""),
    ],
)
def test_a_dotted_name_carries_its_namespace(
    text: str, fullname: str, namespace: str
) -> None:
    root = parse(text).schema.root

    assert isinstance(root, Named)
    assert (root.fullname, root.namespace) == (fullname, namespace)
    assert (root.label, root.path) == (fullname, fullname)


@pytest.mark.parametrize(
    ("inner", "fullname"),
    [
        (fixed("F"), "n.F"),
        (fixed("F", ',"namespace":"m"'), "m.F"),
        (fixed("F", ',"namespace":""'), "F"),
        (fixed(".F"), "F"),
        (record(".G", fixed("F")), "F"),
        (record("G", fixed("F"), rest=',"namespace":""'), "F"),
        (record("m.G", fixed("F")), "m.F"),
        (f'{{"type":"array","items":{fixed("F")}}}', "n.F"),
    ],
)
def test_without_a_namespace_the_nearest_enclosing_one_applies(
    inner: str, fullname: str
) -> None:
    assert names(parse(record("n.R", inner)))[-1] == fullname


@pytest.mark.parametrize(
    ("types", "bound"),
    [
        pytest.param((fixed("F"), '"F"'), "n.F", id="enclosing namespace"),
        pytest.param((fixed("F"), '"n.F"'), "n.F", id="full name"),
        pytest.param((fixed(".F"), '"F"'), "F", id="null namespace, when complete"),
        pytest.param((fixed(".F"), fixed("F"), '"F"'), "n.F", id="enclosing one first"),
        pytest.param(('"F"', fixed("F")), "n.F", id="defined later"),
        pytest.param(('"n.F"', fixed("F")), "n.F", id="defined later, full name"),
        pytest.param(('"R"',), "n.R", id="a type inside itself"),
        pytest.param(
            (record("A", '{"type":"array","items":"R"}'),),
            "n.R",
            id="deep inside itself",
        ),
    ],
)
def test_a_name_is_bound_to_what_is_complete_or_at_the_end(
    types: tuple[str, ...], bound: str
) -> None:
    document = parse(record("n.R", *types))

    assert document.errors == ()
    assert document.schema.uses[-1].definition.fullname == bound


@pytest.mark.parametrize(
    "types",
    [
        pytest.param(('"F"', fixed(".F")), id="defined later in the null namespace"),
        pytest.param((fixed("m.F"), '"F"'), id="defined in another namespace"),
        pytest.param((fixed("F"), '".F"'), id="asked for without namespace"),
    ],
)
def test_a_name_bound_at_the_end_never_falls_back(types: tuple[str, ...]) -> None:
    (error,) = parse(record("n.R", *types)).errors

    assert error.reason == "type-undefined"


def test_a_type_in_the_null_namespace_is_not_found_inside_itself() -> None:
    text = record("n.R", record("A", '"A"', rest=',"namespace":""'))

    assert parse(text).errors == ()
    assert parse(record("n.R", record(".A", record("n.B", '"A"')))).errors != ()


def test_uses_know_where_they_stand_and_how_they_were_bound() -> None:
    text = record("n.R", fixed("F"), '"F"', '{"type":"n.F"}', '["null","R"]')

    uses = parse(text).schema.uses

    assert [(use.name, use.pointer, use.is_forward) for use in uses] == [
        ("F", "/fields/1/type", False),
        ("n.F", "/fields/2/type", False),
        ("R", "/fields/3/type/1", True),
    ]


# Redefinition


SAME = {
    "a doc": (',"doc":"x"', ""),
    "aliases": (',"aliases":["x"]', ""),
    "the namespace written otherwise": (',"namespace":"n"', ""),
    "an attribute": (',"x":1', ',"x":1'),
    "the order of attributes": (',"x":1,"y":2', ',"y":2,"x":1'),
}
OTHER = {
    "an attribute more": (',"x":1', ""),
    "another value": (',"x":1', ',"x":2'),
    "a number of another kind": (',"x":1', ',"x":1.0'),
    "true and one": (',"x":1', ',"x":true'),
    "a logical type": (',"logicalType":"x"', ""),
}


@pytest.mark.parametrize("rests", SAME.values(), ids=SAME)
def test_an_equal_definition_may_stand_twice(rests: tuple[str, str]) -> None:
    one, other = (fixed("F", rest) for rest in rests)

    assert parse(record("n.R", one, other)).errors == ()


@pytest.mark.parametrize("rests", OTHER.values(), ids=OTHER)
def test_another_definition_may_not(rests: tuple[str, str]) -> None:
    one, other = (fixed("F", rest) for rest in rests)

    (error,) = parse(record("n.R", one, other)).errors

    assert error.reason == "type-redefined"
    assert (error.pointer, error.related) == (
        "/fields/1/type/name",
        "/fields/0/type/name",
    )


def enum(*symbols: str, rest: str = "") -> str:
    return f'{{"type":"enum","name":"E","symbols":{list(symbols)}{rest}}}'.replace(
        "'", '"'
    )


def one_field(rest: str, kind: str = "record") -> str:
    return f'{{"type":"{kind}","name":"A","fields":[{{"name":"a",{rest}}}]}}'


@pytest.mark.parametrize(
    ("one", "other", "is_equal"),
    [
        pytest.param(enum("A"), enum("A"), True, id="enums"),
        pytest.param(enum("A"), enum("A", rest=',"default":"A"'), True, id="its default"),
        pytest.param(enum("A", "B"), enum("B", "A"), False, id="order of symbols"),
        pytest.param(enum("A"), enum("A", rest=',"x":1'), False, id="enum's attribute"),
        pytest.param(fixed("E"), enum("A"), False, id="another type"),
        pytest.param(fixed("A"), '{"type":"fixed","name":"A","size":2}', False, id="size"),
        pytest.param(
            one_field('"type":"int"'), one_field('"type":"int"', "error"), True, id="error"
        ),
        pytest.param(
            one_field('"type":"int"'), one_field('"type":"int","doc":"x"'), True, id="doc"
        ),
        pytest.param(
            one_field('"type":"int"'),
            one_field('"type":"int","aliases":["b"]'),
            True,
            id="aliases of a field",
        ),
        pytest.param(
            one_field('"type":"int"'), one_field('"type":"long"'), False, id="type"
        ),
        pytest.param(
            one_field('"type":"int"'),
            one_field('"type":{"type":"int"}'),
            True,
            id="an object around a primitive",
        ),
        pytest.param(
            one_field('"type":"int"'),
            one_field('"type":{"type":"int","logicalType":"date"}'),
            False,
            id="logical type of a field",
        ),
        pytest.param(
            one_field('"type":"int"'), one_field('"type":"int","x":1'), False, id="attribute"
        ),
        pytest.param(
            one_field('"type":"int"'), one_field('"type":"int","default":1'), False,
            id="a default more",
        ),
        pytest.param(
            one_field('"type":"int","default":1'),
            one_field('"type":"int","default":2'),
            False,
            id="another default",
        ),
        pytest.param(
            one_field('"type":"float","default":1.5'),
            one_field('"type":"float","default":" 1.5f"'),
            True,
            id="a default in text",
        ),
        pytest.param(
            one_field('"type":"int"'),
            one_field('"type":"int","order":"ignore"'),
            False,
            id="order",
        ),
        pytest.param(
            one_field('"type":"int"'),
            one_field('"type":"int","order":"ASCENDING"'),
            True,
            id="the default order",
        ),
        pytest.param(
            one_field('"type":["null","int"]'),
            one_field('"type":["null","int"]'),
            True,
            id="unions",
        ),
        pytest.param(
            one_field('"type":["null","int"]'),
            one_field('"type":["int","null"]'),
            False,
            id="order of branches",
        ),
        pytest.param(
            one_field('"type":["null","int"]'),
            one_field('"type":["null"]'),
            False,
            id="number of branches",
        ),
        pytest.param(
            one_field('"type":{"type":"array","items":"int"}'),
            one_field('"type":{"type":"array","items":"int"}'),
            True,
            id="arrays",
        ),
        pytest.param(
            one_field('"type":{"type":"array","items":"int"}'),
            one_field('"type":{"type":"map","values":"int"}'),
            False,
            id="array and map",
        ),
        pytest.param(
            one_field('"type":{"type":"map","values":"int"}'),
            one_field('"type":{"type":"map","values":"long"}'),
            False,
            id="values",
        ),
        pytest.param(
            one_field(f'"type":{fixed("F")}'), one_field('"type":"F"'), True, id="by name"
        ),
        pytest.param(
            one_field(f'"type":{fixed("F")}'), one_field('"type":"int"'), False,
            id="named and not",
        ),
        pytest.param(
            one_field('"type":"A"'), one_field('"type":"A"'), False,
            id="a type inside itself equals nothing",
        ),
        pytest.param(
            record("A"), record("A", '"int"'), False, id="number of fields"
        ),
    ],
)  # fmt: skip
def test_definitions_are_compared_as_java_does(
    one: str, other: str, *, is_equal: bool
) -> None:
    errors = parse(record("R", one, other)).errors

    assert [error.reason for error in errors] == ["type-redefined"] * (not is_equal)


def test_an_equal_redefinition_is_a_node_of_its_own() -> None:
    schema = parse(record("R", fixed("F"), fixed("F"), '"F"')).schema

    root = schema.root
    assert isinstance(root, Record)
    first, second, third = (field.type for field in root.fields)
    assert first is not second
    assert third is first


# References between documents


def referring(*texts: str) -> References:
    """Return what the documents *texts* define, each for those after it too."""
    known: dict[str, Named] = {}
    roots: set[str] = set()
    for index, text in enumerate(texts):
        document = parse(text, references=References(known, frozenset(roots)),
                         name=f"{index}.avsc")  # fmt: skip
        known = {**document.schema.names, **known}
        root = document.schema.root
        roots |= {root.fullname} if isinstance(root, Named) else set()
    return References(known, frozenset(roots))


@pytest.mark.parametrize("mode", ["strict", "lenient"])
def test_a_name_of_another_document_may_be_used(mode: Mode) -> None:
    references = referring(fixed("n.F"))

    document = parse(record("n.R", '"F"', '"n.F"'), mode, references)

    assert document.errors == ()
    assert {use.definition.document for use in document.schema.uses} == {"0.avsc"}
    assert list(document.schema.names) == ["n.R"]


def test_a_simple_name_is_looked_for_in_the_enclosing_namespace_first() -> None:
    references = referring(fixed("n.F"), fixed("F"))

    uses = parse(record("n.R", '"F"'), references=references).schema.uses
    others = parse(record("m.R", '"F"'), references=references).schema.uses

    assert [use.definition.fullname for use in uses] == ["n.F"]
    assert [use.definition.fullname for use in others] == ["F"]


def test_a_type_may_be_defined_again_with_equal_content_only() -> None:
    references = referring(fixed("n.F"))

    equal = parse(record("n.R", fixed("F"), '"F"'), references=references)
    other = parse(record("n.R", fixed("F", ',"x":1')), references=references)

    assert equal.errors == ()
    assert equal.schema.uses[0].definition is references.names["n.F"]
    (error,) = other.errors
    assert (error.reason, error.pointer) == ("type-redefined", "/fields/0/type/name")
    assert error.related is None
    assert "0.avsc" in error.message


def test_root_types_of_references_are_written_by_name_and_no_others() -> None:
    references = referring(record("n.Outer", fixed("Inner")))

    document = parse(record("n.R", '"Outer"', '"Inner"'), references=references)

    assert canonical_text(document) == (
        '{"type":"record","name":"R","namespace":"n","fields":[{"name":"f0",'
        '"type":"Outer"},{"name":"f1","type":{"type":"fixed","name":"Inner","size":1}}]}'
    )


def test_a_chain_of_documents_is_followed() -> None:
    references = referring(fixed("n.F"), record("n.G", '"F"'))

    document = parse(record("n.R", '"G"'), references=references)

    root = document.schema.root
    assert isinstance(root, Record)
    inner = root.fields[0].type
    assert isinstance(inner, Record)
    assert inner.fields[0].type is references.names["n.F"]


def test_lenient_mode_tests_the_names_that_the_document_reaches() -> None:
    bad_record = record("n.A", '["null",{"type":"enum","name":"É","symbols":["x-y"]}]')
    found = parse(bad_record, "lenient", name="a.avsc").schema.names
    references = References(found, frozenset(["n.A"]))

    reached = parse(record("n.R", '"A"', '"A"'), "lenient", references)
    apart = parse(record("n.R", '"int"'), "lenient", references)

    (error,) = reached.errors
    assert (error.reason, error.pointer) == ("name-invalid", "/fields/0/type")
    assert error.java == "Illegal character in: x-y"
    assert apart.errors == ()


def test_lenient_mode_tests_each_name_of_a_reference_once() -> None:
    found = parse(record("n.A", '"n.A"', '"int"').replace("f1", "f-1"), "lenient")
    references = References(found.schema.names, NO_REFERENCES.roots)

    document = parse(record("n.R", '"A"'), "lenient", references)

    assert [error.detail for error in document.errors] == [("f-1",)]


def test_a_union_may_hold_types_of_other_documents() -> None:
    references = referring(fixed("n.F"), fixed("m.F"))

    document = parse('["n.F","m.F","n.F"]', references=references)

    (error,) = document.errors
    assert (error.reason, error.pointer) == ("union-duplicate", "/2")
    assert isinstance(document.schema.root, Union)


def test_a_namespace_is_blamed_where_it_is_written() -> None:
    unnamed = record("A", f'{{"type":"array","items":{fixed("F")}}}')
    unnamed = unnamed.replace('"name":"A"', '"namespace":"a-b"')

    errors = parse(record("m-n.R", unnamed, fixed("G"))).errors

    assert [(error.reason, error.pointer) for error in errors] == [
        ("name-missing", "/fields/0/type"),
        ("namespace-invalid", "/name"),
    ]
