"""A claim with the words it rests on, and the check that a source really has these words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from career.tasks.research import Fact
from longhaul_worker.llm.grounding import normalised

Topic = Literal[
    "about", "legal_name", "industry", "size", "founded", "location", "product", "technology", "benefit", "pay", "role",
    "workplace", "customers", "money", "certificate", "news", "values", "social", "contact",
]  # fmt: skip
"""What a claim is about; the report is ordered by it."""

MAX_QUOTE: Final = 300


@dataclass(frozen=True)
class Claim:
    """`text` is said by `quote`, which stands in `source` (an address or `posting:<id>`). `value` is its gist."""

    topic: Topic
    text: str
    source: str
    quote: str
    retrieved_at: datetime
    value: str = ""

    def as_fact(self) -> Fact:
        """The claim as the result of the task has it."""
        return Fact(claim=self.text, source=self.source, quote=self.quote, retrieved_at=self.retrieved_at)


class Sources:
    """The texts that claims may rest on, by source."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def add(self, source: str, *texts: str | None) -> None:
        """Remember what a source says."""
        said = normalised(" ".join(text for text in texts if text))
        self._texts[source] = f"{self._texts.get(source, '')} {said}"

    def has(self, claim: Claim) -> bool:
        """Whether the claim's source has its quote."""
        quote = normalised(claim.quote)
        return bool(quote) and quote in self._texts.get(claim.source, "")

    def kept(self, claims: Iterable[Claim]) -> list[Claim]:
        """The claims whose source has their quote, each statement of a source once."""
        found: dict[tuple[str, str], Claim] = {}
        for claim in claims:
            if self.has(claim):
                found.setdefault((claim.topic, normalised(claim.value or claim.text)), claim)
        kept = list(found.values())
        abouts = [claim for claim in kept if claim.topic == "about"]
        return [claim for claim in kept if claim.topic != "about" or not _is_part(claim, abouts)]


def _is_part(claim: Claim, others: Sequence[Claim]) -> bool:
    """Whether another claim of the same source has the same words and more."""
    return any(
        claim.source == other.source and claim.quote != other.quote and claim.quote in other.quote for other in others
    )


def cut(text: str, around: tuple[int, int] = (0, 0), longest: int = MAX_QUOTE) -> str:
    """A run of whole words of `text`, at most `longest` characters, with the part `around` in it."""
    if len(text) <= longest:
        return text.strip()
    start = max(0, min(around[0] - longest // 3, len(text) - longest))
    if start:
        start = text.find(" ", start, around[0] + 1) + 1 or start
    end = min(len(text), start + longest)
    if end < len(text):
        end = max(text.rfind(" ", around[1], end), around[1]) if around[1] < end else end
    return text[start:end].strip()


def values_of(claims: Sequence[Claim], topic: Topic) -> list[str]:
    """The gists of the claims about a topic, each once, in their order."""
    found: dict[str, str] = {}
    for claim in claims:
        if claim.topic == topic and claim.value:
            found.setdefault(claim.value.casefold(), claim.value)
    return list(found.values())
