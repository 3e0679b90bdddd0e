"""Where values of a policy are written, for findings about what it declares."""

import os
from typing import TYPE_CHECKING

from avrotower.finding import Location
from avrotower.schema.model import escape
from avrotower.topology import Keys

if TYPE_CHECKING:  # to show findings only
    from avrotower.policy.load import Loaded
    from avrotower.policy.load.origin import Origins


class Written:
    """The places of one policy; its files are read again when the first one is wanted.

    What is kept of a policy (docs/adr/0010) knows no places, and few runs need them.
    """

    def __init__(self, loaded: "Loaded", config: str | None) -> None:
        self._loaded = loaded
        self._config = config
        self._origins: Origins | None = None

    def __call__(self, at: Keys) -> Location:
        """Return the place of the value at *at*, or of what is around it."""
        from avrotower.errors import PolicyError  # noqa: PLC0415  with findings only
        from avrotower.policy.accepted import shown  # noqa: PLC0415  as above

        pointer = "".join(f"/{escape(str(key))}" for key in at)
        own = os.path.join(self._loaded.root, self._loaded.name)
        try:
            found = self._read().written(at)
        except PolicyError:
            found = None  # the file was changed after it was read
        if found is None:
            return Location(shown(own), pointer)
        from avrotower.policy.load.place import line_span, place  # noqa: PLC0415  as above

        layer, path = found
        span = line_span(layer.text, place(layer.text, (*layer.prefix, *path)))
        return Location(shown(layer.path), pointer, span=span)

    def _read(self) -> "Origins":
        if self._origins is None:
            from avrotower.catalogue import RULES  # noqa: PLC0415  as above
            from avrotower.errors import PolicyError  # noqa: PLC0415  as above
            from avrotower.policy.date import date_now  # noqa: PLC0415  as above
            from avrotower.policy.load import inspect  # noqa: PLC0415  as above

            root = self._loaded.root
            seen = inspect(root, RULES, config=self._config, today=date_now())
            if seen is None:
                raise PolicyError(f"the policy in {root} is gone")
            self._origins = seen.origins
        return self._origins
