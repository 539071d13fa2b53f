"""What to do before the interview: what to study, for how long, and what to ask in return."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from career.posting import Posting
from career.tasks.interview import StudyItem
from longhaul_worker.interviews.bank import Bank
from longhaul_worker.interviews.candidate import Candidate
from longhaul_worker.interviews.drafts import filled
from longhaul_worker.interviews.questions import company_of
from longhaul_worker.interviews.topics import Topic, shown_by
from longhaul_worker.interviews.wording import named, quoted

MAX_STUDY: Final = 15
MAX_TO_ASK: Final = 10

_HOURS: Final = {"required": 8, "nice": 4, "named": 4}
_LISTED_HOURS: Final = 2
_FRESH_HOURS: Final = 1
_REFRESHED: Final = 3


def study_plan(bank: Bank, topics: Sequence[Topic], candidate: Candidate) -> list[StudyItem]:
    """What to brush up, what is missing and required first; at most 15 items.

    What the CV only lists gets a refresher. Where nothing is missing, the first three requirements do.
    """
    missing: list[StudyItem] = []
    listed: list[StudyItem] = []
    fresh: list[StudyItem] = []
    for topic in topics:
        shown = shown_by(topic, candidate)
        name = named(topic.name, is_skill=topic.is_skill)
        verb = {"required": "requires", "nice": "welcomes", "named": "names"}[topic.rank]
        if shown is None:
            gap = f"The advert {verb} {name}; the CV does not show it."
            missing.append(_item(bank, topic, gap, _hours(topic)))
        elif shown.kind == "listed":
            gap = f"The advert {verb} {name}; the CV lists it without saying what was done with it."
            listed.append(_item(bank, topic, gap, _LISTED_HOURS))
        elif topic.rank == "required":
            gap = f"The CV shows {name} by “{quoted(shown.text, 14)}”; expect to be asked for the details."
            fresh.append(_item(bank, topic, gap, _FRESH_HOURS))
    chosen = [*sorted(missing, key=lambda item: -item.hours), *listed]
    return [*chosen, *fresh[: max(_REFRESHED - len(chosen), 0)]][:MAX_STUDY]


def questions_to_ask(bank: Bank, posting: Posting, topics: Sequence[Topic], candidate: Candidate) -> list[str]:
    """What to ask the employer: first what this advert leaves open, then what is always worth asking; at most 10."""
    return list(dict.fromkeys(_to_ask(bank, posting, topics, candidate)))[:MAX_TO_ASK]


def _to_ask(bank: Bank, posting: Posting, topics: Sequence[Topic], candidate: Candidate) -> Iterator[str]:
    for template, duty in zip(bank.family("to_ask_duty"), posting.responsibilities, strict=False):
        yield filled(template.text, {"duty": quoted(duty, 14)})
    shown = next((topic for topic in topics if topic.is_skill and shown_by(topic, candidate) is not None), None)
    missing = next((topic for topic in topics if topic.is_skill and shown_by(topic, candidate) is None), None)
    if shown is not None and shown.family != "people":
        yield filled(bank.family("to_ask_topic")[0].text, {"topic": shown.name})
    if missing is not None and missing.family != "people":
        yield filled(bank.family("to_ask_gap")[0].text, {"topic": missing.name})
    if posting.baseSalary is None:
        yield bank.family("to_ask_salary")[0].text
    if posting.workplace is None:
        yield bank.family("to_ask_place")[0].text
    if posting.hiringOrganization.name:
        yield filled(bank.family("to_ask_company")[0].text, {"company": company_of(posting)})
    for entry in bank.family("to_ask"):
        yield entry.text


def _item(bank: Bank, topic: Topic, gap: str, hours: int) -> StudyItem:
    values = {"topic": topic.name}
    steps = [filled(entry.text, values) for entry in bank.family(f"study_{topic.family}")]
    own = bank.about(topic.name)
    if own:
        hardest = max(own, key=lambda entry: entry.difficulty)
        steps.append(f"Answer this one aloud: {hardest.text}")
    return StudyItem(skill=topic.name, gap=gap, hours=hours, steps=steps)


def _hours(topic: Topic) -> int:
    if topic.family in {"condition", "qualification"}:
        return 1
    return 2 if topic.family == "people" else _HOURS[topic.rank]
