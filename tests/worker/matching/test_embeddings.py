"""Sentence embeddings: comparing them, and, where the model is installed, what it says."""

from __future__ import annotations

import struct

import pytest

from longhaul_worker.matching import embeddings
from longhaul_worker.matching.embeddings import as_text, closeness, embed, of_text

needs_model = pytest.mark.skipif(not embeddings.is_installed(), reason="the extra `semantic` is not installed")


def vector(*numbers: float) -> bytes:
    """An embedding that begins with `numbers` and goes on with zeros."""
    return struct.pack("<384e", *numbers, *([0.0] * (384 - len(numbers))))


def test_closeness_is_the_cosine() -> None:
    assert pytest.approx(1.0) == closeness(vector(2.0), vector(0.5))
    assert 0.0 == closeness(vector(1.0), vector(0.0, 1.0))
    assert pytest.approx(-1.0) == closeness(vector(1.0), vector(-3.0))
    assert 0.0 == closeness(vector(), vector(1.0))


def test_an_embedding_goes_through_json() -> None:
    assert vector(0.25, -1.0) == of_text(as_text(vector(0.25, -1.0)))


@needs_model
def test_an_embedding_is_that_of_the_published_model() -> None:
    numbers = struct.unpack("<384e", embed(["This is an example sentence"])[0])

    assert pytest.approx([0.0677, 0.0635, 0.0487], abs=5e-4) == list(numbers[:3])


@needs_model
def test_an_embedding_does_not_depend_on_its_neighbours() -> None:
    alone = embed(["Nurse"])[0]

    assert alone == embed(["A much longer sentence about something else altogether", "Nurse"])[1]


@needs_model
def test_titles_for_the_same_work_are_near() -> None:
    nurse, carer, developer = embed(["Registered nurse", "Hospital care nurse", "Software developer"])

    assert closeness(nurse, carer) > 0.6 > 0.4 > closeness(nurse, developer)


@needs_model
def test_an_empty_text_has_an_embedding_too() -> None:
    assert 768 == len(embed([""])[0])
