"""Did you mean …?"""

from collections.abc import Iterable


def alike(
    word: str, words: Iterable[str], most: int = 1, least: float = 0.6
) -> list[str]:
    """Return up to *most* of *words* that look like *word*, the nearest first.

    *least* says how alike, from 0 to 1.
    """
    from difflib import get_close_matches  # noqa: PLC0415  only on the way to an error

    return get_close_matches(word, list(words), n=most, cutoff=least)


def near(word: str, words: Iterable[str], most: int = 1, mark: str = '"') -> str:
    """Return `; did you mean "X"?` for the nearest of *words*, or nothing.

    *mark* stands around each word.
    """
    found = alike(word, words, most)
    told = " or ".join(f"{mark}{each}{mark}" for each in found)
    return f"; did you mean {told}?" if found else ""
