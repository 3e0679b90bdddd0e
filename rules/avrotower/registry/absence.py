"""Goes on where one answer fails, and stops where all of them would."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from avrotower.errors import RegistryError, RegistryRefusedError

Asked = TypeVar("Asked")
Given = TypeVar("Given")

_PATIENCE: Final = 3
"""Answers in a row that find nobody there; then nobody is."""


def while_there(
    answers: Iterable[Given], error_of: Callable[[Given], object]
) -> Iterator[Given]:
    """Pass *answers* on until nobody is there any more.

    *error_of* gives the error that an answer holds, or anything else where it holds none.

    Raises:
        RegistryError: If several in a row found nobody there.
    """
    in_vain = 0
    for given in answers:
        error = error_of(given)
        if isinstance(error, RegistryError) and error.concerns_all:
            in_vain += 1
            if in_vain == _PATIENCE:
                raise error
        else:
            in_vain = 0
        yield given


def kept(ask: Callable[[Asked], Given]) -> Callable[[Asked], Given | RegistryError]:
    """Return *ask* with its errors as values, but for those that concern all alike."""

    def safely(thing: Asked) -> Given | RegistryError:
        try:
            return ask(thing)
        except RegistryRefusedError as error:
            if error.concerns_all:
                raise
            return error
        except RegistryError as error:
            return error

    return safely
