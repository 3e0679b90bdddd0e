"""The documents of an archive, tar or zip, read where they are: nothing is unpacked."""

import os
import tarfile
import zipfile
import zlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from avrotower.errors import ProjectError
from avrotower.project.files import MAX_BYTES, SUFFIXES

_MOST_BYTES: Final = 1 << 30
"""Of an archive when it is unpacked: more is no archive of schemas."""
_MOST_MEMBERS: Final = 200_000
_DAMAGED: Final = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the two readers raise for a file that is cut off, encrypted or something else."""


class ArchiveTree:
    """The documents of an archive, below the directory that holds all of them."""

    def __init__(self, file: str) -> None:
        """Read the table of contents of *file*.

        Raises:
            ProjectError: If it is no archive, is damaged, too large, or has a path that
                leads out of it.
        """
        self.file = file
        self.label = f"archive:{file}"
        with _named(file):
            texts = dict(_from_zip(file) if _is_zip(file) else _from_tar(file))
        self._top = _top(list(texts))
        self._texts: Mapping[str, bytes] = {
            path.removeprefix(self._top): text for path, text in texts.items()
        }

    def paths(self) -> Sequence[str]:
        """Return the paths of the documents, relative to what holds all of them."""
        return tuple(self._texts)

    def name(self, path: str) -> str:
        """Return the name that reports give to *path*."""
        return f"{self.label}:{self._top}{path}"

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*.

        Raises:
            KeyError: If the archive has no such document.
        """
        return self._texts[path]


def _is_zip(file: str) -> bool:
    with open(file, "rb") as opened:
        return opened.read(4) in {b"PK\x03\x04", b"PK\x05\x06"}


def _from_zip(file: str) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        _check(file, len(members))
        for member in members:
            path = _inside(file, member.filename)
            if not member.is_dir() and path.endswith(SUFFIXES):
                with archive.open(member) as opened:
                    yield path, opened.read(MAX_BYTES)


def _from_tar(file: str) -> Iterator[tuple[str, bytes]]:
    count = 0
    with tarfile.open(file) as archive:
        for member in archive:
            count += 1
            _check(file, count, member.offset_data + member.size)
            path = _inside(file, member.name)
            if member.isfile() and path.endswith(SUFFIXES):
                opened = archive.extractfile(member)
                assert opened is not None  # noqa: S101  it is a file
                yield path, opened.read(MAX_BYTES)


def _check(file: str, members: int, size: int = 0) -> None:
    """Refuse an archive that would take the memory or the day.

    Raises:
        ProjectError: If there are too many *members*, or too many bytes up to this one.
    """
    if members > _MOST_MEMBERS:
        raise ProjectError(
            f"{file}: has more than {_MOST_MEMBERS:,} files; pack the schemas only"
        )
    if size > _MOST_BYTES:
        raise ProjectError(
            f"{file}: unpacks to more than {_MOST_BYTES >> 30} GiB; "
            "pack the schemas only"
        )


def _inside(file: str, name: str) -> str:
    """Return the path *name* of a member in its shortest form.

    Raises:
        ProjectError: If it leads out of the archive.
    """
    path = os.path.normpath(name.replace("\\", "/")).replace(os.sep, "/")
    if path.startswith("/") or path.split("/", 1)[0] == ".." or path[1:2] == ":":
        raise ProjectError(
            f"{file}: its member {name!r} leads out of the archive; pack it anew with "
            "relative paths"
        )
    return path


def _top(paths: Sequence[str]) -> str:
    """Return the directory that all *paths* lie in, with its slash, or nothing."""
    directories = [os.path.dirname(path) for path in paths]
    common = os.path.commonpath(directories) if directories else ""
    return f"{common.replace(os.sep, '/')}/" if common else ""


@contextmanager
def _named(file: str) -> Generator[None]:
    """Say of which *file* it is that something is wrong.

    Raises:
        ProjectError: In the place of what the readers raise.
    """
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error) or "it cannot be read").lower()
        raise ProjectError(f"{file}: {reason}; name a tar or zip file") from None
    except _DAMAGED as error:
        raise ProjectError(
            f"{file}: is no tar or zip file that can be read ({error}); pack it anew"
        ) from None
