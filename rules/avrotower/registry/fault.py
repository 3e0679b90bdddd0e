"""What can happen to a question on its way, in words."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import httpx

from avrotower.errors import RegistryUnreachableError
from avrotower.registry.connection import PREFIX, Connection

NOWHERE: Final = (
    f"is it running, and is {PREFIX}URL, or `url` in [registry], its address?"
)
_LOG: Final = "look into its log, and ask again"
_TIMEOUT: Final = "raise `timeout` in [registry], or look at its load"


@contextmanager
def told(asked: str, connection: Connection) -> Generator[None]:
    """Turn what httpx raises into our errors.

    Their words go along, since httpx never puts credentials into them; its exceptions
    do not, since they hold the request.
    """
    try:
        yield
    except httpx.TimeoutException as error:
        is_connect = isinstance(error, httpx.ConnectTimeout)
        what = "cannot be connected to" if is_connect else "did not answer"
        raise RegistryUnreachableError(
            asked,
            f"{what} within {connection.timeout_s:g} s",
            NOWHERE if is_connect else _TIMEOUT,
            kind="down" if is_connect else "slow",
        ) from None
    except httpx.DecodingError:
        raise RegistryUnreachableError(asked, "sent a body that is damaged") from None
    except httpx.ConnectError as error:
        said = f"cannot be connected to: {error}"
        if "CERTIFICATE" in said.upper():
            remedy = f"name the authority of its certificate in {PREFIX}CA_FILE"
            raise RegistryUnreachableError(asked, said, remedy) from None
        raise RegistryUnreachableError(asked, said, NOWHERE, kind="down") from None
    except httpx.ProxyError as error:
        raise RegistryUnreachableError(
            asked,
            f"is behind an HTTP proxy that says {str(error)!r}",
            "look at HTTPS_PROXY",
        ) from None
    except httpx.TransportError as error:
        said = f"went away in the middle of an answer: {error}"
        said = connection.credentials.hide(said)
        raise RegistryUnreachableError(asked, said, _LOG, kind="cut") from None
