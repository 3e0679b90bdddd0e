"""Files of a registry, made such that none can be started on them."""

from pathlib import Path


def damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:9000] = b"x" * (9000 - 4096)
    path.write_bytes(data)


def newer(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[60:64] = (99).to_bytes(4, "big")
    path.write_bytes(data)
