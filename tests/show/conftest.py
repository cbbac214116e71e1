"""What tests of markup share."""

from __future__ import annotations

import pytest

from calculator.door import Knowledge
from calculator.show.site import Site


@pytest.fixture(scope="session")
def site(known: Knowledge) -> Site:
    return Site(known.catalog)
