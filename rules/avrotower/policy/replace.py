"""Files of the policy that we write: whole, or not at all."""

import os
import stat
from contextlib import suppress

from avrotower.errors import PolicyError


def replace(path: str, text: str) -> None:
    """Make *text* the content of the file *path*; its old text stays until then.

    A link is followed, and the file keeps its rights.

    Raises:
        PolicyError: If it cannot be written; nothing has changed then.
    """
    goal = os.path.realpath(path)
    beside = f"{goal}.part-{os.getpid()}"
    try:
        with open(beside, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            with suppress(FileNotFoundError):
                os.fchmod(file.fileno(), stat.S_IMODE(os.stat(goal).st_mode))
        os.replace(beside, goal)
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise PolicyError(f"{path} cannot be written: {reason}") from None
    finally:
        with suppress(OSError):
            os.unlink(beside)
