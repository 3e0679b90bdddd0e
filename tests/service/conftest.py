"""Without the extra `service` there is no service to test, as beside the bare wheel."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("fastapi") else ["*"]
