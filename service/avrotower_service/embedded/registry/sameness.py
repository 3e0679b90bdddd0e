"""Whether a lookup takes two contents as the same (REGISTRY, A.8)."""

from avrotower_service.embedded.registry.metadata import EMPTY, Metadata
from avrotower_service.embedded.registry.resolve import Read
from avrotower_service.embedded.registry.text import Texts


def finds(texts: Texts, asked: Read, old: Read, version: int) -> bool:
    """Whether asking for *asked* finds *old*, stored as *version*."""
    is_written_out = not asked.content.references and bool(old.content.references)
    if not is_written_out and asked.content.references != old.content.references:
        return False
    pair = _comparable(asked.content.metadata, old.content.metadata, version)
    return (
        pair is not None
        and pair[0] == pair[1]
        and asked.content.rule_set == old.content.rule_set
        and texts.sameness(asked.source) == texts.sameness(old.source)
    )


def _comparable(
    asked: Metadata | None, old: Metadata | None, version: int
) -> tuple[Metadata | None, Metadata | None] | None:
    """Return both without the version that only one names; None where it is another."""
    named = None if asked is None else asked.version
    kept = None if old is None else old.version
    if named is None and old is not None and kept is not None:
        return EMPTY if asked is None else asked, old.without_version()
    if asked is not None and named is not None and kept is None:
        if named != version:
            return None
        return asked.without_version(), EMPTY if old is None else old
    return asked, old
