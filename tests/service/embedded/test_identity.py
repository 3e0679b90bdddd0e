"""Identity of contents; the guids are those of Confluent 8.2.3."""

import pytest

from avrotower_service.embedded.registry.metadata import metadata_of
from avrotower_service.embedded.registry.value import Content, Reference

METADATA = metadata_of({"properties": {"confluent:version": "2"}})


@pytest.mark.parametrize(
    ("content", "guid"),
    [
        (Content('"int"'), "ef524ea1-b91e-7317-3d93-8ade36c1db32"),
        (Content('"long"'), "e1dd9a1e-f98b-451b-5369-0370b393966b"),
        (Content('"int"', metadata=METADATA), "75b38dc3-3cb5-df5a-463e-26bc6ac19a23"),
        (
            Content('"int"', (Reference("x", "nope", 1),)),
            "c3836491-7fe5-6b4b-75b2-7f60bc48fe83",
        ),
        (Content(""), "d41d8cd9-8f00-b204-e980-0998ecf8427e"),
    ],
    ids=["text", "another text", "metadata", "a reference", "nothing"],
)
def test_a_guid_is_the_one_of_confluent(content: Content, guid: str) -> None:
    assert content.guid == guid


def test_half_a_surrogate_pair_has_an_identity() -> None:
    assert Content("\ud800").digest() == Content("?").digest()


def test_no_metadata_and_empty_metadata_are_two_things() -> None:
    assert Content('"int"').guid != Content('"int"', metadata=metadata_of({})).guid
