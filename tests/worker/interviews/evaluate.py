"""Figures for `interview.generate` over many adverts, CVs and lengths: `python -m tests.worker.interviews.evaluate`."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from career.tasks.interview import Question
from longhaul_worker.interviews.prepare import case_of, coverage, prepare
from longhaul_worker.interviews.similarity import cosine, word_counts
from longhaul_worker.llm.grounding import normalised
from tests.worker.interviews.cases import Example, examples

LENGTHS = (5, 8, 12, 20, 35, 60)
_STOP = frozenset({
    "a", "an", "and", "as", "at", "by", "did", "do", "does", "for", "from", "had", "have", "how", "in", "is", "it",
    "of", "on", "or", "that", "the", "to", "was", "what", "when", "which", "who", "with", "you", "your",
})  # fmt: skip


def evaluate() -> dict[str, float]:
    """The worst and mean figures over every example and length."""
    covered: list[float] = []
    own: list[float] = []
    cited: list[float] = []
    closest: list[float] = []
    counts: list[float] = []
    for example in examples():
        case = case_of(example.posting, example.resume, example.text)
        for n in LENGTHS:
            questions = prepare(case, n).questions
            counts.append(len(questions) / n)
            closest.append(closest_pair(questions))
            own.append(coverage(case, questions))
            if example.required:
                covered.append(share_covered(example, questions))
            if len(case.candidate.evidence) > 2:
                cited.append(share_cited(example, questions))
    return {
        "coverage_mean": mean(covered),
        "coverage_worst": min(covered),
        "coverage_reported_worst": min(own),
        "cited_mean": mean(cited),
        "cited_worst": min(cited),
        "closest_pair": max(closest),
        "complete_worst": min(counts),
    }


def share_covered(example: Example, questions: Sequence[Question]) -> float:
    """How much of what the example's author wants asked is named by some question or its topics."""
    said = [normalised(" ".join([question.text, *question.topics])) for question in questions]
    found = sum(any(normalised(wanted) in text for text in said) for wanted in example.required)
    return found / len(example.required)


def share_cited(example: Example, questions: Sequence[Question]) -> float:
    """How many questions rest on words that stand in the CV's text."""
    text = normalised(example.text)
    good = sum(question.evidence is not None and normalised(question.evidence) in text for question in questions)
    return good / max(len(questions), 1)


def closest_pair(questions: Sequence[Question]) -> float:
    """The largest cosine between two questions, of all words or of those that carry meaning."""
    full = [word_counts(question.text) for question in questions]
    bare = [Counter({word: n for word, n in counts.items() if word not in _STOP}) for counts in full]
    pairs = [(at, then) for at in range(len(full)) for then in range(at)]
    return max((max(cosine(full[a], full[b]), cosine(bare[a], bare[b])) for a, b in pairs), default=0.0)


def mean(values: Sequence[float]) -> float:
    """The mean; not a number for none."""
    return sum(values) / len(values) if values else math.nan


def sentences_end(questions: Sequence[Question]) -> bool:
    """Whether every question is a sentence: a capital or quote first, a full stop or question mark last."""
    return all(re.match(r"[A-ZÄÖÜ“\d{]", question.text) and question.text[-1] in ".?!" for question in questions)


if __name__ == "__main__":
    for name, figure in evaluate().items():
        print(f"{name:24} {figure:.3f}")  # noqa: T201 - a report for people
