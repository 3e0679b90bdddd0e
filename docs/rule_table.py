"""Writes `avrotower/catalogue/table.py`: one row for each module that has a rule."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from pkgutil import iter_modules
from typing import Final, cast

import avrotower.catalogue
from avrotower.catalogue.listed import Row, loaded
from avrotower.finding import Severity
from avrotower.rule import Rule
from avrotower.subject import ALL_KINDS, VALUE_KINDS

FAMILIES: Final = (
    *("specification", "key", "value", "evolution", "naming", "documentation", "types"),
    *("structure", "streams", "registry_state", "hygiene"),
)
"""The packages of the catalogue, in the order of the documentation."""
HEAD: Final = '''"""All rules, one row each; `make docs` writes this file from their modules."""

from __future__ import annotations

from avrotower.catalogue.listed import Row
from avrotower.finding import Severity
from avrotower.forms import TYPE_CHECKING
from avrotower.subject import ALL_KINDS, VALUE_KINDS

if TYPE_CHECKING:
    from typing import Final

    from avrotower.subject import Kind, Role

BUT_DLQ: Final[frozenset[Kind]] = ALL_KINDS - {"dlq"}
NO_ROLE: Final[frozenset[Role]] = frozenset()

# fmt: off
ROWS: Final = (
'''
CONSTANTS: Final[dict[frozenset[str], str]] = {
    frozenset(VALUE_KINDS): "VALUE_KINDS",
    frozenset(ALL_KINDS - {"dlq"}): "BUT_DLQ",
    frozenset(): "NO_ROLE",
}
"""What rows call the sets that many rules share."""


def table() -> str:
    """Return the text of the module."""
    rows = "".join(_row(module, rule) for module, rule in rules())
    return f"{HEAD}{rows})\n"


def rules() -> Iterator[tuple[str, Rule]]:
    """Yield every module below the catalogue that has a rule, by families and codes."""
    home = Path(avrotower.catalogue.__file__).parent
    for family in FAMILIES:
        found = [
            (f"{family}.{module.name}", loaded(f"{family}.{module.name}"))
            for module in iter_modules([str(home / family)])
            if "\nRULE" in (home / family / f"{module.name}.py").read_text("utf-8")
        ]
        yield from sorted(found, key=lambda item: item[1].code)


def _row(module: str, rule: Rule) -> str:
    given = [*map(_written, (module, rule.code, rule.name, rule.inputs))]
    for name, default in Row._field_defaults.items():
        value = getattr(rule, name)
        if value != default:
            given.append(f"{name}={_written(value)}")
    return f"    Row({', '.join(given)}),\n"


def _written(value: object) -> str:
    """Return *value* as Python has it; sets in order, so that the text is always the same."""
    if isinstance(value, Severity):
        return f"Severity.{value.name}"
    if isinstance(value, AbstractSet):
        words = sorted(map(str, cast("AbstractSet[object]", value)))
        known = CONSTANTS.get(frozenset(words))
        return known or f"{{{', '.join(map(_written, words))}}}"
    return f'"{value}"' if isinstance(value, str) else str(value)
