"""Templates of paths and subjects: they match, and they are filled (CONFIG, 5)."""

from __future__ import annotations

from functools import lru_cache

from avrotower.forms import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final, TypeAlias


Values: TypeAlias = "Mapping[str, str]"
"""What the placeholders of a template stand for."""

_ANYWHERE: Final = "**/*"
_SPECIAL: Final = frozenset("*{}/")
_PART: Final = r"\*\*/|\*\*|\*|\{[a-z][a-z0-9_-]*\}"
_WORDS: Final = {
    "role": "key|value",
    "kind": (
        "event|command|entity|cdc|changelog|repartition|fk-join|shared|dlq|unknown"
    ),
}
"""Placeholders that take certain words only."""


class Template:
    """A text with `*`, `**` and placeholders such as `{topic}`."""

    __slots__ = ("_form", "names", "text")

    def __init__(self, text: str) -> None:
        import re  # noqa: PLC0415  starts slowly

        self.text = text
        self.names: tuple[str, ...] = tuple(
            dict.fromkeys(name[1:-1] for name in re.findall(r"\{[^}]*\}", text))
        )
        """The placeholders, in their order."""
        self._form = re.compile(_pattern(text))

    def match(self, text: str) -> dict[str, str] | None:
        """Return what the placeholders stand for in *text*, None where it differs."""
        found = self._form.fullmatch(text)
        if found is None:
            return None
        return {name: found[_group(name)] for name in self.names}

    def fill(self, values: Values) -> str | None:
        """Return the text with *values* in it, None where one is missing."""
        text = self.text
        for name in self.names:
            value = values.get(name)
            if value is None:
                return None
            text = text.replace(f"{{{name}}}", value)
        return text


def _group(name: str) -> str:
    return name.replace("-", "__")


def _pattern(text: str) -> str:
    import re  # noqa: PLC0415  as above

    pattern = ""
    seen: set[str] = set()
    rest = 0
    for part in re.finditer(_PART, text):
        pattern += re.escape(text[rest : part.start()])
        rest = part.end()
        word = part[0]
        if word == "**/":
            pattern += "(?:.*/)?"
        elif word == "**":
            pattern += ".*"
        elif word == "*":
            pattern += "[^/]*"
        else:
            name = word[1:-1]
            if name in seen:
                pattern += f"(?P={_group(name)})"
            else:
                pattern += f"(?P<{_group(name)}>{_WORDS.get(name, '[^/]+?')})"
            seen.add(name)
    return pattern + re.escape(text[rest:])


def matches_path(pattern: str, path: str) -> bool:
    """Whether the glob *pattern* fits *path*: `*` within a segment, `**` over several."""
    ending = pattern.removeprefix(_ANYWHERE)
    if ending != pattern and _SPECIAL.isdisjoint(ending):
        return path.endswith(ending)  # as most do, and no regular expression is needed
    return _template(pattern).match(path) is not None


@lru_cache(maxsize=256)
def _template(text: str) -> Template:
    return Template(text)


def matches_name(pattern: str, name: str) -> bool:
    """Whether the glob *pattern* fits *name*; `*` matches dots and slashes too."""
    if "*" not in pattern:
        return name == pattern
    import re  # noqa: PLC0415  as above

    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), name) is not None
