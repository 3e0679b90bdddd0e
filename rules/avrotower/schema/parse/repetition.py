"""Whether an object of a text has a key twice, found out from what the text became."""

from avrotower.schema.model import ENUM, UNION, Schema
from avrotower.schema.parse.naming import Naming
from avrotower.schema.read import Reading, repeats_key


def has_repeated_keys(reading: Reading, builder: Naming) -> bool:
    """Whether an object of the text has a key twice; `Scan.duplicates` says where.

    To be told of every key while decoding costs half as much again, so colons are
    counted first: nearly always there are as many as the objects of the model have keys.
    """
    if reading.scan is not None:
        return bool(reading.scan.duplicates)
    if not builder.count and _has_all_keys(reading, builder.schema):
        return False
    return repeats_key(reading.text)


def _has_all_keys(reading: Reading, schema: Schema) -> bool:
    """Whether the value certainly has every key that the text writes.

    *schema* is without errors, so no object and no array of the text is in it twice.
    """
    text = reading.text
    fields, nodes = schema.fields, schema.nodes
    members = sum([len(field.raw) for field in fields])
    items = len(fields)
    for node in nodes:
        count = len(node.raw)
        if node.type == UNION:
            items += count
        else:
            members += count
            if node.type == ENUM:
                items += len(node.raw["symbols"])
    if members + items != reading.parts:
        return False  # some object is not in the model
    # Each key has a colon of its own, also one that a later one has replaced.
    colons = text.count(":") - members
    if colons and "\\u003" not in text:
        # The only escape of a colon is its number, 003a; all others stand in the text.
        docs = [field.doc for field in fields] + [node.doc for node in nodes]
        colons -= sum(doc.count(":") for doc in docs if doc)
    return not colons
