"""The four forms of a schema, and fingerprints (COMPATIBILITY, 3)."""

from avrotower.schema.canonical.effect import NormalizedEffect
from avrotower.schema.canonical.encoding import encoding_form
from avrotower.schema.canonical.fingerprint import fingerprint64, md5, sha256
from avrotower.schema.canonical.normalized import (
    Normalized,
    normalize,
    normalized_text,
)
from avrotower.schema.canonical.pcf import parsing_form
from avrotower.schema.canonical.text import canonical_text, canonical_text_of

__all__ = [
    "Normalized",
    "NormalizedEffect",
    "canonical_text",
    "canonical_text_of",
    "encoding_form",
    "fingerprint64",
    "md5",
    "normalize",
    "normalized_text",
    "parsing_form",
    "sha256",
]
