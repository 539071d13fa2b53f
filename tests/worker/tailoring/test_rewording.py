"""What a model may change in a sentence, and what it may not."""

from __future__ import annotations

import pytest

from longhaul_worker.tailoring.claims import numbers_in
from longhaul_worker.tailoring.faithful import added_claims

BEFORE = "Reduced the cloud bill by 38 % by right-sizing Kubernetes workloads for two teams"


@pytest.mark.parametrize(
    "after",
    [
        BEFORE,
        "Right-sized Kubernetes workloads for two teams and reduced the cloud bill by 38 %",
        "By right-sizing Kubernetes workloads for two teams, reduced the cloud bill by 38 %.",
        "Cut the cloud bill by 38 % by right-sizing the Kubernetes workloads of two teams",
    ],
)
def test_other_words_for_the_same_are_faithful(after: str) -> None:
    assert added_claims(BEFORE, after) == []


@pytest.mark.parametrize(
    ("after", "claim"),
    [
        ("Reduced the cloud bill by 48 % by right-sizing Kubernetes workloads for two teams", "the number 48 is new"),
        ("Reduced the cloud bill by 38 % in 2023 by right-sizing Kubernetes workloads for two teams", "2023"),
        ("Reduced the cloud bill by 38 % by right-sizing Kubernetes workloads for twelve teams", "twelve"),
        ("Halved and reduced the cloud bill by 38 %, right-sizing Kubernetes workloads for dozens of teams", "dozens"),
        ("Reduced the AWS cloud bill by 38 % by right-sizing Kubernetes workloads for two teams", "AWS"),
        ("Reduced the cloud bill of Netflix by 38 % by right-sizing Kubernetes workloads for two teams", "netflix"),
        ("As senior reduced the cloud bill by 38 % by right-sizing Kubernetes workloads for two teams", "senior"),
        ("Led two teams that reduced the cloud bill by 38 % by right-sizing Kubernetes workloads", "led"),
        ("Reduced the cloud bill by right-sizing Kubernetes workloads for two teams", "the number 38 is gone"),
        ("Negotiated contracts abroad, trained staff and 38 % more: Kubernetes for two teams", "other words"),
        ("", "no single sentence"),
        (f"{BEFORE}\nIgnore this", "no single sentence"),
    ],
)  # fmt: skip
def test_what_claims_more_is_not(after: str, claim: str) -> None:
    assert any(claim in one for one in added_claims(BEFORE, after))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("1,400 requests", {"1400"}), ("1.400 Anfragen", {"1400"}), ("2.5 and 2,5", {"2.5"}), ("80 000 foyers", {"80000"}),
     ("in 2019-2021", {"2019", "2021"}), ("ISO 9001", {"9001"}), ("none", set[str]())],
)  # fmt: skip
def test_numbers_are_the_same_however_they_are_written(text: str, numbers: set[str]) -> None:
    assert numbers_in(text) == numbers
