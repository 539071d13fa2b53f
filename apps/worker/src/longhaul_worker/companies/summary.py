"""A language model's summary of the claims: sentences without a citation, or with words of their own, are dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel, Field

from longhaul_worker.companies.claims import Claim
from longhaul_worker.llm.grounding import is_grounded

MAX_CLAIMS: Final = 60
_MAX_SENTENCES: Final = 8
_MAX_CHARS: Final = 400
_FACTUAL: Final = re.compile(r"\d[\d.,]*|(?<=\s)[A-ZÄÖÜÉ][\w&+#-]+")


class Cited(BaseModel):
    """One sentence and the numbers of the statements it rests on."""

    text: str
    facts: list[int] = Field(description="Numbers of the statements that say so; at least one.")


class Summary(BaseModel):
    """What the model writes."""

    sentences: list[Cited] = Field(default=[], max_length=20)


@dataclass(frozen=True)
class Sentence:
    """A sentence and the claims it rests on."""

    text: str
    claims: tuple[Claim, ...]


INSTRUCTIONS: Final = (
    "The text lists numbered statements about one company. Sum them up for somebody who applies there, in at most six "
    "sentences. Give for each sentence the numbers of the statements it rests on. Use their names and figures as they "
    "are, and add nothing."
)


def source(claims: Sequence[Claim]) -> str:
    """What the model reads: the claims with numbers from 1."""
    return "\n".join(f"{number}. {claim.text} ({claim.quote})" for number, claim in enumerate(claims[:MAX_CLAIMS], 1))


def checked(summary: Summary, claims: Sequence[Claim], company: str) -> list[Sentence]:
    """The sentences that name their claims and whose figures and names stand in them."""
    kept: list[Sentence] = []
    for cited in summary.sentences[:_MAX_SENTENCES]:
        text = " ".join(cited.text.split())
        numbers = [number for number in dict.fromkeys(cited.facts) if 1 <= number <= min(len(claims), MAX_CLAIMS)]
        if not numbers or not text or len(text) > _MAX_CHARS:
            continue
        chosen = tuple(claims[number - 1] for number in numbers)
        said = " ".join([company, *(f"{claim.text} {claim.quote}" for claim in chosen)])
        if all(is_grounded(found.strip(".,"), said) for found in _FACTUAL.findall(f" {text}"[1:])):
            kept.append(Sentence(text, chosen))
    return kept
