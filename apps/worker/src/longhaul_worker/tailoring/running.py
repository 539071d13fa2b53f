"""Tailoring inside a job: reads the CV and the advert, tailors, lets a model reword, and verifies the outcome."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Final, Protocol

from pydantic import BaseModel

from career.model import Note
from career.posting import Posting
from career.records.owned import OwnedRecords
from career.records.postings import PostingStore
from career.records.resumes import ResumeRecord
from career.resume import Resume
from career.tasks.optimize import Change, Coverage
from longhaul.engine.context import Context
from longhaul.model.control import Fail
from longhaul_worker.llm.models import Assistant
from longhaul_worker.matching.requirements import requirements_of
from longhaul_worker.skills.lexicon import load_lexicon
from longhaul_worker.tailoring.coverage import coverage, gaps
from longhaul_worker.tailoring.needs import Relevance
from longhaul_worker.tailoring.rephrase import MAX_ENTRIES, reword_post
from longhaul_worker.tailoring.tailor import tailor
from longhaul_worker.tailoring.truth import violations

TRUTH_CHECK: Final = "TRUTH_CHECK"
MEMORY_MB: Final = 512
SECONDS: Final = 60.0


class Say(Protocol):
    """Reports progress within a step, `fraction` of it (0 to 1) being done."""

    async def __call__(self, step: str, fraction: float, message: str, code: str, **counters: int) -> None:
        """Say it."""
        ...


@dataclass(frozen=True, slots=True)
class Pair:
    """A CV and an advert of one owner; `digest` changes when either does."""

    resume: Resume
    posting: Posting
    digest: str


class TailoredCv(BaseModel):
    """A tailored CV that was found true to the original, and what there is to say of it."""

    resume: Resume
    changes: list[Change] = []
    coverage: Coverage
    unattainable: list[str] = []
    warnings: list[Note] = []


class _Reworded(BaseModel):
    """What a model changed in one post."""

    points: list[str]
    changes: list[Change] = []
    originals: dict[str, str] = {}
    refused: int = 0
    warnings: list[Note] = []


async def load_pair(
    owner: str,
    resumes: OwnedRecords[ResumeRecord],
    postings: PostingStore,
    resume_id: str,
    posting_id: str,
) -> Pair:
    """The owner's CV and advert. Raises `Fail` where either is absent or somebody else's."""
    stored = await resumes.get(owner, resume_id)
    if stored is None:
        raise Fail(
            f"There is no CV {resume_id} of yours.",
            code="RESUME_NOT_FOUND",
            hint="Parse the CV with resume.parse and use the resume_id of its result.",
        )
    found = await postings.get(owner, posting_id)
    if found is None:
        raise Fail(
            f"There is no advert {posting_id} of yours.",
            code="POSTING_NOT_FOUND",
            hint="Bring the advert with posting.extract or feed.ingest and use its posting_id.",
        )
    posting = Posting.model_validate(found.model_dump(include=set(Posting.model_fields)))
    resume = stored.value.resume
    text = f"{resume.model_dump_json()}\n{posting.model_dump_json()}"
    return Pair(resume, posting, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def tailor_pair(resume: Resume, posting: Posting, max_pages: int | None) -> TailoredCv:
    """Tailor and verify, without a model. What is not found true is not done: then the CV is given as it was."""
    requirements = requirements_of(posting)
    tailored = tailor(resume, posting, Relevance.of_posting(posting, requirements), max_pages)
    warnings: list[Note] = []
    problems = violations(resume, tailored.resume)
    if problems:
        warnings.append(Note(code=TRUTH_CHECK, message=f"The CV was left as it was: {problems[0]}."))
    chosen, changes = (resume, []) if problems else (tailored.resume, tailored.changes)
    if not requirements.required_skills and not requirements.nice_skills:
        warnings.append(Note(code="NO_REQUIREMENTS", message="The advert names no skill that is known."))
    return TailoredCv(
        resume=chosen,
        changes=changes,
        coverage=Coverage(before=coverage_of(resume, posting), after=coverage_of(chosen, posting)),
        unattainable=gaps(resume, requirements),
        warnings=warnings,
    )


def coverage_of(resume: Resume, posting: Posting) -> float:
    """The share of the advert's skills that the CV has in the advert's own spelling, 0 to 1."""
    return coverage(resume, requirements_of(posting), _spellings(posting))


async def tailored_for(
    ctx: Context, pair: Pair, max_pages: int | None, assistant: Assistant | None, say: Say
) -> TailoredCv:
    """The pair's tailored CV, reworded by `assistant` where there is one. Raises what `Assistant.ask` raises."""
    await say("requirements", 0, "Reading what the advert asks for", "REQUIREMENTS")
    made = await ctx.in_child(tailor_pair, pair.resume, pair.posting, max_pages, memory_mb=MEMORY_MB, seconds=SECONDS)
    cv = TailoredCv.model_validate(made)
    await say("select", 1, f"Made {len(cv.changes)} changes", "SELECTED", changes=len(cv.changes))
    if assistant is not None and assistant.is_available:
        cv = await _reworded(ctx, pair, cv, assistant, say)
    before, after = round(cv.coverage.before * 100), round(cv.coverage.after * 100)
    missing = len(cv.unattainable)
    message = f"Coverage {before} % -> {after} %; {missing} requirements have no evidence"
    await say("verify", 1, message, "COVERAGE", before=before, after=after, unattainable=missing)
    return cv


async def _reworded(ctx: Context, pair: Pair, cv: TailoredCv, assistant: Assistant, say: Say) -> TailoredCv:
    """The CV with points reworded, post by post; as it was where the whole is not found true."""
    relevance = Relevance.of_posting(pair.posting, requirements_of(pair.posting))
    resume = cv.resume.model_copy(deep=True)
    changes: list[Change] = []
    originals: dict[str, str] = {}
    refused = 0
    warnings = list(cv.warnings)
    posts = range(min(len(resume.work), MAX_ENTRIES))
    for number in posts:

        async def reword(number: int = number) -> dict[str, object]:
            result = await reword_post(resume, number, relevance, assistant)
            return _Reworded(
                points=resume.work[number].highlights,
                changes=result.changes,
                originals=result.originals,
                refused=result.refused,
                warnings=assistant.warnings,
            ).model_dump(mode="json")

        await ctx.raise_if_cancelled()
        memo = await ctx.step(f"rephrase-{number}", reword, inputs=[pair.digest, cv.resume.work[number].highlights])
        reworded = _Reworded.model_validate(memo)
        resume.work[number].highlights = reworded.points
        changes += reworded.changes
        originals |= reworded.originals
        refused += reworded.refused
        warnings += [note for note in reworded.warnings if note not in warnings]
        message = f"Reworded {len(changes)} points"
        await say("rephrase", (number + 1) / len(posts), message, "REPHRASED", changed=len(changes), refused=refused)
    if refused:
        message = f"{refused} wordings of the language model said more than the CV and were not used."
        warnings.append(Note(code="REPHRASE_REFUSED", message=message))
    problems = await asyncio.to_thread(violations, pair.resume, resume, originals)
    if problems:
        warnings.append(Note(code=TRUTH_CHECK, message=f"No wording of the model was used: {problems[0]}."))
        return cv.model_copy(update={"warnings": warnings})
    return cv.model_copy(update={"resume": resume, "changes": [*cv.changes, *changes], "warnings": warnings})


def _spellings(posting: Posting) -> dict[str, str]:
    """How the advert writes each skill it names."""
    text = f"{posting.title}\n{posting.description_text}\n" + "\n".join(posting.qualifications)
    return {skill.name: words for skill, words in load_lexicon().find(text, in_list=True)}
