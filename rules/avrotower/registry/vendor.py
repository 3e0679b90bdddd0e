"""What each vendor's Schema Registry can do: one table, for command and service.

REGISTRY, B.19 tells the same for people.
`tests/integration/test_registry_vendors.py` asks real servers for every cell of the
vendors that can be started; Redpanda's column is from its documentation.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

Vendor: TypeAlias = Literal[
    "confluent", "karapace", "axonops", "apicurio", "redpanda", "embedded", "unknown"
]
VENDORS: Final[tuple[Vendor, ...]] = get_args(Vendor)
Release: TypeAlias = tuple[int, ...]
"""Major, minor; empty where the registry does not say."""


class Capabilities(NamedTuple):
    """What can be asked of a registry; the defaults are what all of them can."""

    contexts: bool = False
    """Whether `:.ctx:` names a context; elsewhere it is a part of the name."""
    context_fallback: bool = False
    """Whether an unqualified name is looked for in other contexts too."""
    lists_contexts: bool = False
    """Whether lists tell of all contexts, with qualified names; elsewhere each context
    is asked below its path, and gives plain names."""
    lists_schemas: Literal["paged", "whole", "no"] = "no"
    """Whether `GET /schemas` gives the schemas of many subjects: in pages sorted by
    subject, only all at once, or not in a way that helps."""
    tells_deleted: bool = False
    """Whether a schema says itself that it is soft-deleted."""
    tells_inherited: bool = True
    """Whether the configuration that a subject inherits can be told from its own."""
    pages_lists: bool = False
    """Whether subjects and versions can be had in pages."""
    id_text: bool = False
    """`GET /schemas/ids/{id}/schema`."""
    id_subjects: bool = False
    """`GET /schemas/ids/{id}/subjects`."""
    guids: bool = False
    """`GET /schemas/guids/{guid}`."""
    deployment: bool = False
    """`GET /v1/metadata/deployment`."""
    metadata_routes: bool = False
    """`GET /v1/metadata/id` and `/version`."""
    associations: bool = False
    """`/associations/…`."""
    tags: bool = False
    """`POST /subjects/{s}/versions/{v}/tags`."""
    aliases: bool = False
    """Whether `alias` in a configuration makes another subject answer."""
    subject_metadata: bool = False
    """`GET /subjects/{s}/metadata`."""
    metadata: Literal["stored", "properties", "dropped"] = "dropped"
    """What becomes of `metadata` in a registration."""
    compatibility_of_all: bool = False
    """`POST /compatibility/subjects/{s}/versions`, without a version."""
    messages: Literal["verbose", "always", "never"] = "verbose"
    """When a compatibility answer says why."""
    deletes_global_config: bool = False
    """`DELETE /config`."""
    writes_modes: Literal["all", "subject", "no"] = "no"
    """Whose mode can be written."""
    imports: bool = False
    """Whether mode IMPORT takes `id` and `version` of a registration."""
    infers_type: bool = False
    """Whether a registration without `schemaType` may become something else than AVRO."""
    incompatible_code: Literal[409, 40901] = 409
    """`error_code` of a registration that is not compatible."""
    raw: str = ""
    """Special characters that must not be encoded in a path."""
    health: str = "/"
    """A path that answers 200 when the registry is well."""


_CONFLUENT: Final = Capabilities(
    contexts=True,
    context_fallback=True,
    lists_contexts=True,
    lists_schemas="paged",
    tells_deleted=True,
    pages_lists=True,
    id_text=True,
    id_subjects=True,
    guids=True,
    deployment=True,
    metadata_routes=True,
    associations=True,
    tags=True,
    aliases=True,
    subject_metadata=True,
    metadata="stored",
    compatibility_of_all=True,
    deletes_global_config=True,
    writes_modes="all",
    imports=True,
    incompatible_code=40901,
)

CAPABILITIES: Final[Mapping[Vendor, Capabilities]] = {
    "confluent": _CONFLUENT,
    "karapace": Capabilities(
        lists_schemas="whole", messages="always", health="/_health"
    ),
    "axonops": Capabilities(
        contexts=True,
        # Its pages are sorted by id, and by chance below one id.
        lists_schemas="whole",
        pages_lists=True,
        id_text=True,
        id_subjects=True,
        metadata_routes=True,
        aliases=True,
        subject_metadata=True,
        metadata="stored",
        compatibility_of_all=True,
        deletes_global_config=True,
        writes_modes="all",
        imports=True,
        # It decodes a path only if Go would have encoded it in the same way.
        raw="$&+,:;=@",
        health="/health/ready",
    ),
    "apicurio": Capabilities(
        # Its list has texts alone, and says of none where it belongs.
        lists_schemas="no",
        tells_inherited=False,
        pages_lists=True,
        id_text=True,
        id_subjects=True,
        compatibility_of_all=True,
        messages="never",
        deletes_global_config=True,
        writes_modes="all",
        infers_type=True,
    ),
    "redpanda": Capabilities(
        id_subjects=True,
        metadata="properties",
        writes_modes="subject",
        health="/status/ready",
    ),
    "embedded": _CONFLUENT._replace(associations=False),
    "unknown": Capabilities(),
}
"""By vendor, in its newest release."""

_SINCE: Final[Mapping[str, Release]] = {
    "tags": (7, 5),
    "aliases": (7, 5),
    "subject_metadata": (7, 4),
    "metadata": (7, 4),
    "guids": (8, 0),
    "tells_deleted": (8, 0),
    "deployment": (8, 1),
    "associations": (8, 2),
    "incompatible_code": (8, 2),
}
"""Confluent's releases that brought something."""


def capabilities(vendor: Vendor, release: Release = ()) -> Capabilities:
    """Return what *vendor* can do; a *release* that nobody knows counts as the newest."""
    found = CAPABILITIES[vendor]
    if vendor != "confluent" or not release:
        return found
    least = CAPABILITIES["unknown"]
    missing = {
        name: getattr(least, name) for name, since in _SINCE.items() if release < since
    }
    return found._replace(**missing)
