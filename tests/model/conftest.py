"""The ground that the machines of this folder play on."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from longhaul.testing.mongod import Mongod

from .ground import Ground
from .ground import ground as prepared


@pytest.fixture(scope="module")
def ground(replica_set: Mongod) -> Iterator[Ground]:
    """A database of the module's own."""
    with prepared(replica_set.uri, f"test_{uuid4().hex[:16]}") as ready:
        yield ready
