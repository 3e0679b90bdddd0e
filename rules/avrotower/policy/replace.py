"""Files of the policy that we write: whole, or not at all."""

from avrotower import replacement
from avrotower.errors import PolicyError


def replace(path: str, text: str) -> None:
    """Make *text* the content of the file *path*; its old text stays until then.

    Raises:
        PolicyError: If it cannot be written; nothing has changed then.
    """
    try:
        replacement.replace(path, text.encode())
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise PolicyError(f"{path} cannot be written: {reason}") from None
