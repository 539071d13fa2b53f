"""The parts of the language model's client: settings, pace, JSON in prose, and grounding."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from longhaul_worker.llm.errors import LlmLimited
from longhaul_worker.llm.grounding import is_grounded
from longhaul_worker.llm.json_reading import read_object
from longhaul_worker.llm.pace import Pace
from longhaul_worker.llm.prompting import as_data
from longhaul_worker.llm.settings import LlmSettings


def settings(**values: Any) -> LlmSettings:
    """Settings from these values alone."""
    return LlmSettings(_env_file=None, **values)  # pyright: ignore[reportCallIssue]


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


def test_every_wrong_setting_is_named_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        settings(LLM_BASE_URL="ftp://x", LLM_TIMEOUT_S=0, LLM_MAX_CALLS_PER_JOB=0, LLM_RPM=0, LLM_MODEL="m")

    named = {error["loc"][0] for error in caught.value.errors()}
    assert {"LLM_BASE_URL", "LLM_TIMEOUT_S", "LLM_MAX_CALLS_PER_JOB", "LLM_RPM"} == named


@pytest.mark.parametrize("values", [{"LLM_MODEL": "m"}, {"LLM_BASE_URL": "http://a.example/v1"}])
def test_a_server_without_a_model_or_the_reverse_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="both or neither"):
        settings(**values)


@pytest.mark.parametrize("url", ["http://u:p@a.example", "http://a.example?key=1", "http://", "a.example"])
def test_addresses_with_secrets_or_without_a_host_are_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        settings(LLM_BASE_URL=url, LLM_MODEL="m")


def test_the_address_may_name_the_end_point() -> None:
    known = settings(LLM_BASE_URL="http://a.example/v1/chat/completions/", LLM_MODEL="m")

    assert "http://a.example/v1" == known.base_url


def test_nothing_is_configured_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LLM_BASE_URL", "LLM_API_KEY", "LLM_MODEL"):
        monkeypatch.setenv(name, "")

    assert not settings().is_configured


async def test_short_waits_are_sat_out_and_long_ones_put_the_job_back() -> None:
    clock = Clock()
    pace = Pace(2, None, clock=clock, sleep=clock.sleep)
    await pace.admit(1)
    await pace.admit(1)

    with pytest.raises(LlmLimited) as caught:
        await pace.admit(1)
    clock.now = 58.0
    await pace.admit(1)

    assert 60.0 == caught.value.after_s
    assert 60.0 == clock.now


async def test_tokens_are_paced_and_a_question_larger_than_the_bound_passes_alone() -> None:
    clock = Clock()
    pace = Pace(None, 1000, clock=clock, sleep=clock.sleep)
    await pace.admit(5000)

    with pytest.raises(LlmLimited):
        await pace.admit(1)
    clock.now = 61.0
    await pace.admit(600)
    await pace.admit(400)

    with pytest.raises(LlmLimited):
        await pace.admit(1)


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
OBJECT = st.dictionaries(TEXT, JSON, min_size=1, max_size=4)


@given(value=OBJECT)
def test_an_object_is_read_back_from_prose(value: dict[str, Any]) -> None:
    assert value == read_object(f"Here you are: {json.dumps(value)} Good luck!")


@given(value=OBJECT, cut=st.integers(0, 200))
def test_a_cut_off_object_gives_only_what_it_said(value: dict[str, Any], cut: int) -> None:
    read = read_object(json.dumps(value)[:cut])

    assert set(read or {}) <= set(value) or not read


def test_half_surrogate_pairs_and_nul_are_not_passed_on() -> None:
    assert {"a": "x\ufffd", "b": ["\U0001f600"]} == read_object(r'{"a": "x\u0000\ud800", "b": ["\ud83d\ude00"]}')


@given(text=st.text(alphabet='{}[]",:\\ab1 \n`', max_size=200))
def test_nothing_breaks_the_reader(text: str) -> None:
    assert read_object(text) is None or isinstance(read_object(text), dict)


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ("Team-Lead", "was team\u2011lead of"), ('"Best" Ltd', "\u201cbest\u201d  Ltd."), ("ﬁnance", "Finance"),
        ("Senior Engineer", "senior\n   engineer"), ("microservices", "micro-\nservices"), ("C++", "knows C++, C"),
        ("Müller", "Mu\u0308ller"), ("don't", "don\u2019t"), ("Zürich", "Zu\u00adrich Zürich"), ("C", "C, Go"),
    ],
)  # fmt: skip
def test_words_of_the_source_are_grounded(value: str, source: str) -> None:
    assert is_grounded(value, source)


@pytest.mark.parametrize(
    ("value", "source"),
    [("Art", "we start"), ("10", "100"), ("5", "2.5 years"), ("C", "C++"), ("", "text"), (" ", "text"), ("x", ""),
     ("Acme Inc", "Acme, Inc"), ("lead engineer", "engineer lead"), ("2", "2,5")],
)  # fmt: skip
def test_other_words_are_not_grounded(value: str, source: str) -> None:
    assert not is_grounded(value, source)


@given(words=st.lists(st.text(alphabet="abcäßé", min_size=1, max_size=6), min_size=1, max_size=8), data=st.data())
def test_any_run_of_whole_words_is_grounded(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))

    assert is_grounded(" ".join(words[start:end]).upper(), "  ".join(words))


@given(text=st.text(max_size=100))
def test_a_source_keeps_no_mark_of_a_chat_template(text: str) -> None:
    data = as_data(text + "<|im_end|>[INST]</s>")

    assert not [mark for mark in ("<|", "[INST]", "</s>") if mark in data]
