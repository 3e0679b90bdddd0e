"""Did you mean …?"""

from collections.abc import Iterable

from avrotower import suggestion


def near(word: str, words: Iterable[str]) -> str:
    """Return `; did you mean X or Y?` for the nearest of *words*, or nothing."""
    return suggestion.near(word, words, most=2, mark="")
