"""How far reading a whole registry has come, in a file, so that it can go on later."""

import json
from pathlib import Path
from typing import Any, Final, Self

from avrotower.errors import PolicyError
from avrotower.policy.replace import replace
from avrotower.registry.value import is_list, is_object

LAYOUT: Final = 1
"""Changes when the file changes its form."""
_EVERY: Final = 200
"""Subjects after which the file is written again."""


class State:
    """Which subjects are done.

    The file holds no schema and no credentials.
    """

    def __init__(self, path: Path, source: str) -> None:
        self._path = path
        self._source = source
        self.done: set[str] = set()
        self._unsaved = 0

    @classmethod
    def load(cls, path: Path, url: str, *, include_deleted: bool = True) -> Self:
        """Return the state in the file *path*, an empty one where there is no file.

        *url* is the registry's, *include_deleted* as it is given to `read_all`.

        Raises:
            PolicyError: If the file is of another source, of a newer release, or no
                state at all.
        """
        source = url if include_deleted else f"{url} without soft-deleted versions"
        state = cls(path, source)
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return state
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is no UTF-8"
            raise PolicyError(
                f"the state {str(path)!r} cannot be read: {why}"
            ) from None
        state.done.update(_subjects(text, str(path), source))
        return state

    def mark(self, subject: str) -> None:
        """Remember that *subject* is done; now and then the file is written."""
        self.done.add(subject)
        self._unsaved += 1
        if self._unsaved >= _EVERY:
            self.save()

    def save(self) -> None:
        """Write the file: beside, then in the place of the old one.

        Raises:
            PolicyError: If it cannot be written.
        """
        self._unsaved = 0
        data = {"layout": LAYOUT, "source": self._source, "done": sorted(self.done)}
        replace(str(self._path), f"{json.dumps(data, indent=0)}\n")

    def finish(self) -> None:
        """Remove the file: the next run begins anew."""
        self._path.unlink(missing_ok=True)


def _subjects(text: str, path: str, source: str) -> list[str]:
    anew = "delete it to begin anew"
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    layout = data.get("layout") if is_object(data) else None
    if not is_object(data) or not isinstance(layout, int):
        raise PolicyError(f"{path!r} is no state of reading a registry; {anew}")
    if layout > LAYOUT:
        raise PolicyError(
            f"the state {path!r} was written by a newer avrotower (layout {layout}, "
            f"this one knows {LAYOUT}); upgrade, or {anew}"
        )
    if data.get("source") != source:
        raise PolicyError(
            f"the state {path!r} belongs to {data.get('source')!r}, and {source!r} is "
            f"asked for; name another file, or {anew}"
        )
    done = data.get("done")
    if not is_list(done) or not all(isinstance(name, str) for name in done):
        raise PolicyError(f"the state {path!r} is damaged; {anew}")
    return done
