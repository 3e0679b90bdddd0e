"""Requests that cannot even be asked."""

from avrotower_service.embedded.registry.refusal import RefusedError


def bad_request(message: str) -> RefusedError:
    """Return the refusal of a request that says nothing, or two things."""
    return RefusedError(400, message)


def not_found() -> RefusedError:
    """Return the refusal of a path that nobody answers for."""
    return RefusedError(404, "HTTP 404 Not Found")
