"""The four forms of a schema, and fingerprints (COMPATIBILITY, 3)."""

from avrotower.schema.canonical.fingerprint import fingerprint64, md5, sha256
from avrotower.schema.canonical.pcf import parsing_form
from avrotower.schema.canonical.text import canonical_text, canonical_text_of

__all__ = [
    "canonical_text",
    "canonical_text_of",
    "fingerprint64",
    "md5",
    "parsing_form",
    "sha256",
]
