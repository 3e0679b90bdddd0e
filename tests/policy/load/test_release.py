"""A policy may say which releases can read it."""

import pytest

from avrotower.policy.load.release import allows


@pytest.mark.parametrize(
    ("wanted", "release", "fits"),
    [
        (">=1.0,<2", "1.5.3", True),
        (">=1.0,<2", "2.0.0", False),
        (">=1.0,<2", "0.9", False),
        ("==1.2", "1.2.0", True),
        ("!=1.2", "1.2.0", False),
        ("> 1", "1.0.0", False),
        ("> 1", "1.0.1", True),
        ("<=1.2.3", "1.2.3", True),
        ("1.0", "1.0", None),
        (">=x", "1.0", None),
        ("", "1.0", None),
    ],
)
def test_a_list_of_versions_allows_a_release(
    wanted: str, release: str, *, fits: bool | None
) -> None:
    assert allows(wanted, release) is fits
