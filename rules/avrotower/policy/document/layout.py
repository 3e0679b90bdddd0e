"""`[format]`: how `avrotower format` lays documents out."""

from typing import Annotated

from pydantic import Field

from avrotower.policy.document.table import Table


class Format(Table):
    """The layout that `avrotower format` writes."""

    indent: Annotated[int, Field(ge=0, le=8)] = 2
    """Spaces by which what is inside brackets is indented."""
    line_length: Annotated[int, Field(ge=20, le=320)] = 80
    """Up to so many characters an object or a list stands on one line."""
