"""Writes single questions: about a topic the CV shows, a gap, a statement of the CV, a duty, or none of these."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from career.posting import Posting
from career.tasks.interview import Outline, QuestionKind
from longhaul_worker.interviews.bank import Entry
from longhaul_worker.interviews.candidate import Evidence
from longhaul_worker.interviews.drafts import Desk, Draft
from longhaul_worker.interviews.outline import outline_of, outline_of_gap, outline_of_proof
from longhaul_worker.interviews.phrases import phrases_of
from longhaul_worker.interviews.topics import Topic, shows
from longhaul_worker.interviews.wording import listed, named, quoted, sounds_like

LEVELS: Final = {1: "junior", 2: "mid", 3: "senior"}
_KINDS: Final[dict[str, QuestionKind]] = {
    "people": "behavioural",
    "condition": "logistics",
    "qualification": "experience",
}
_ADDED: Final = re.compile(r"\s*[(|,/]|\s+[-–—]\s+")  # noqa: RUF001 - titles have these dashes
_WHY_GENERAL: Final = "Asked in most interviews, whatever the post."


def about_topic(desk: Desk, topic: Topic, evidence: Evidence) -> Draft | None:
    """A question about something that the advert asks for and the CV shows."""
    values = {"topic": topic.name if topic.is_skill else quoted(topic.name, 12)}
    own = desk.bank.about(topic.name)
    written = desk.write(own, values) or desk.write(desk.bank.family(topic.family), values)
    if written is None:
        return None
    desk.cite(evidence)
    text, difficulty = written
    if topic.name.casefold() not in text.casefold() and topic.is_skill:
        text = f"{topic.name}: {text}"
    return Draft(
        kind=_KINDS.get(topic.family, "technical"),
        text=text,
        why=topic.line,
        difficulty=difficulty,
        topics=(topic.name,),
        evidence=evidence,
        outline=outline_of_proof(topic.name, evidence),
    )


def about_topics(desk: Desk, topics: Sequence[Topic], evidence: Evidence) -> Draft | None:
    """One question about several topics that the CV shows."""
    names = [named(topic.name, is_skill=topic.is_skill) for topic in topics]
    values = {"topics": listed(names), "topic": listed(names)}
    written = _first(desk, ["group_have", "practice", "phrase"], values)
    if written is None:
        return None
    desk.cite(evidence)
    return Draft(
        kind="technical",
        text=written[0],
        why=_lines(topics),
        difficulty=written[1],
        topics=tuple(topic.name for topic in topics),
        evidence=evidence,
        outline=outline_of_proof(listed(names), evidence),
    )


def about_gap(desk: Desk, topic: Topic) -> Draft | None:
    """A question about something that the advert asks for and the CV does not show."""
    if topic.family == "condition":
        return _about_condition(desk, topic)
    if topic.family in {"people", "qualification", "speech"}:
        return _about_person(desk, topic)
    name = named(topic.name, is_skill=topic.is_skill)
    near = desk.nearest(topic)
    values = {"topic": name, "quote": quoted(near.text) if near is not None else ""}
    families = ["gap_near", "gap_alone"] if near is not None else ["gap_alone"]
    written = _first(desk, families, values)
    if written is None:
        return None
    if near is not None:
        desk.cite(near)
    return Draft("gap", written[0], topic.line, written[1], (topic.name,), near, outline_of_gap(name, near))


def about_gaps(desk: Desk, topics: Sequence[Topic]) -> Draft | None:
    """One question about several things that the CV does not show."""
    names = listed([named(topic.name, is_skill=topic.is_skill) for topic in topics])
    near = desk.nearest(topics[0])
    values = {"topics": names, "topic": names, "quote": quoted(near.text) if near is not None else ""}
    written = _first(desk, ["group_gap", *(["gap_near"] if near is not None else []), "gap_alone"], values)
    if written is None:
        return None
    if near is not None:
        desk.cite(near)
    covered = tuple(topic.name for topic in topics)
    return Draft("gap", written[0], _lines(topics), written[1], covered, near, outline_of_gap(names, near))


def about_statement(desk: Desk, evidence: Evidence, topics: Sequence[Topic]) -> Draft | None:
    """A question that quotes the CV. It covers those of `topics` that the quoted words show."""
    quote = quoted(evidence.text)
    covered = [topic for topic in topics if shows(evidence, topic)]
    values = {"quote": quote, "where": evidence.where}
    written = None
    if evidence.kind == "statement":
        hidden = [topic for topic in covered if topic.name.casefold() not in quote.casefold()]
        if len(hidden) == 1:
            values["topic"] = named(hidden[0].name, is_skill=hidden[0].is_skill)
            written = desk.write(desk.bank.family("experience_topic"), values)
        written = written or desk.write(desk.bank.family("experience"), values, tags=sounds_like(evidence))
    else:
        values["quote"] = f"{quote}, {evidence.at}" if evidence.at else quote
        written = desk.write(desk.bank.family("experience_head"), values)
    if written is None:
        return None
    desk.cite(evidence)
    why = _lines(covered) or f"Your CV names it{f' ({evidence.where})' if evidence.where else ''}."
    names = tuple(topic.name for topic in covered)
    return Draft("experience", written[0], why, written[1], names, evidence, outline_of(evidence))


def about_duty(desk: Desk, duty: str) -> Draft | None:
    """A question about a duty that the advert describes, resting on the closest statement of the CV."""
    written = desk.write(desk.bank.family("duty"), {"duty": quoted(duty, 16)})
    if written is None:
        return None
    near = desk.nearest(Topic(duty, duty, "named", "phrase", is_skill=False))
    if near is not None:
        desk.cite(near)
    return Draft("technical", written[0], duty, written[1], (), near, outline_of(near) if near else Outline())


def behavioural(desk: Desk) -> Draft | None:
    """A question about how somebody acts, with the story of the CV that fewest other questions rest on."""
    entries = desk.bank.family("behavioural")
    written = desk.write(for_level(entries, desk.level), {}) or desk.write(entries, {})
    if written is None:
        return None
    story = next(iter(desk.least_cited(desk.stories)), None)
    if story is None:
        return Draft("behavioural", written[0], _WHY_GENERAL, written[1])
    desk.cite(story)
    told = outline_of(story)
    outline = told.model_copy(update={"situation": f"A story that may fit, if it does: {told.situation}"})
    return Draft("behavioural", written[0], _WHY_GENERAL, written[1], (), story, outline)


def behavioural_about(desk: Desk, evidence: Evidence) -> Draft | None:
    """A question about how somebody acted in what a statement of the CV tells."""
    written = desk.write(desk.bank.family("behavioural_cited"), {"quote": quoted(evidence.text)})
    if written is None:
        return None
    desk.cite(evidence)
    why = "Shows how you work with others and under pressure."
    return Draft("behavioural", written[0], why, written[1], (), evidence, outline_of(evidence))


def about_company(desk: Desk, posting: Posting) -> Draft | None:
    """A question about the company and the post."""
    values = {"company": company_of(posting), "title": plain_title(posting.title)}
    written = desk.write(desk.bank.family("company"), values)
    if written is None:
        return None
    outline = Outline(
        situation="Name two facts from the advert or the employer's pages.",
        task="Say what they have to do with the work you want to do.",
        action="Add one example from your CV that fits.",
        result="End with a question of your own.",
    )
    return Draft("company", written[0], f"The post: {posting.title}", written[1], (), None, outline)


def about_logistics(desk: Desk, posting: Posting) -> Draft | None:
    """A question about when, where and for how much."""
    entries: list[Entry] = []
    if posting.workplace in {"remote", "hybrid"}:
        entries += desk.bank.family(f"logistics_{posting.workplace}")
    elif posting.jobLocation:
        entries += desk.bank.family("logistics_place")
    place = posting.jobLocation[0].raw if posting.jobLocation else ""
    written = desk.write(entries, {"place": place}) or desk.write(desk.bank.family("logistics"), {})
    if written is None:
        return None
    return Draft("logistics", written[0], "Settles whether the post fits into your life.", written[1])


def opening(desk: Desk) -> Draft | None:
    """The question that most interviews begin with."""
    written = desk.write(desk.bank.family("opening"), {})
    label = desk.candidate.resume.basics.label
    evidence = next((one for one in desk.candidate.evidence if one.text == label), None)
    if written is None:
        return None
    outline = Outline(
        situation=f"Start from “{label}”." if evidence is not None else "Start from what you do today.",
        task="Name the two posts or trainings that led there.",
        action="Say which of it you want to use here.",
        result="End with why this post is the next step.",
    )
    return Draft("experience", written[0], "Most interviews begin with it.", written[1], (), evidence, outline)


def for_level(entries: Sequence[Entry], level: int) -> list[Entry]:
    """The entries that suit a seniority: those for it and those for everybody."""
    name = LEVELS[level]
    return [entry for entry in entries if not entry.tags or name in entry.tags]


def company_of(posting: Posting) -> str:
    """The company's name in the middle of a sentence."""
    return posting.hiringOrganization.name or "this employer"


def plain_title(title: str) -> str:
    """A title without what is added to it: "Nurse" for "Nurse (m/f/d) - Acute Medicine, Leeds"."""
    found = _ADDED.split(title, maxsplit=1)[0].strip()
    return quoted(found if len(found) > 2 else title, 10)


def _about_condition(desk: Desk, topic: Topic) -> Draft | None:
    said = next(iter(phrases_of(topic.line)), topic.name) if topic.is_skill else topic.name
    written = desk.write(desk.bank.family("condition"), {"topic": quoted(said, 12)})
    if written is None:
        return None
    outline = Outline(
        situation="Say whether it suits you, without detours.",
        task="Name what you need in order to be able to do it.",
        action="Give one example of having done it before, if there is one.",
        result="Name the date from which it is possible.",
    )
    return Draft("logistics", written[0], topic.line, written[1], (topic.name,), None, outline)


def _about_person(desk: Desk, topic: Topic) -> Draft | None:
    """About something that nobody can read off a CV for certain: a trait, a certificate, a language."""
    values = {"topic": topic.name if topic.is_skill else quoted(topic.name, 12)}
    written = desk.write(desk.bank.about(topic.name), values) or desk.write(desk.bank.family(topic.family), values)
    if written is None:
        return None
    near = desk.nearest(topic)
    if near is not None:
        desk.cite(near)
    if topic.family == "people":
        outline = outline_of(near) if near is not None else Outline()
        return Draft("behavioural", written[0], topic.line, written[1], (topic.name,), near, outline)
    name = named(topic.name, is_skill=topic.is_skill)
    return Draft("gap", written[0], topic.line, written[1], (topic.name,), near, outline_of_gap(name, near))


def _first(desk: Desk, families: Sequence[str], values: dict[str, str]) -> tuple[str, int] | None:
    """A question from the first of `families` that still has one."""
    for family in families:
        written = desk.write(desk.bank.family(family), values)
        if written is not None:
            return written
    return None


def _lines(topics: Sequence[Topic]) -> str:
    return " / ".join(dict.fromkeys(topic.line for topic in topics))[:600]
