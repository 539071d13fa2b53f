"""A metric as a process declares it; the documents and the rules for alerts are checked against these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Declared:
    """Its name as a query writes it, but for the suffixes of a histogram; labels are names, not values."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    labels: tuple[str, ...]
    documentation: str
