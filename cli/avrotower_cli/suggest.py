"""Did you mean …?"""

from collections.abc import Iterable


def near(word: str, words: Iterable[str]) -> str:
    """Return `; did you mean X?` for the nearest of *words*, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415  only on the way to an error

    found = get_close_matches(word, list(words), n=2, cutoff=0.6)
    return f"; did you mean {' or '.join(found)}?" if found else ""
