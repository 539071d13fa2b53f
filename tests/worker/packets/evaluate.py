"""Every test CV for every test advert, tailored, written, set and read back: the figures the tests hold."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

from career.posting import Posting
from career.resume import Resume
from longhaul_worker.letters.check import letter_violations
from longhaul_worker.letters.wording import own_words
from longhaul_worker.letters.writing import safe_letter
from longhaul_worker.matching.requirements import requirements_of
from longhaul_worker.tailoring.needs import Relevance
from longhaul_worker.tailoring.running import tailor_pair
from longhaul_worker.tailoring.truth import violations
from longhaul_worker.typesetting.making import Setting, make_cv, make_document
from tests.worker.packets.adverts import ADVERTS
from tests.worker.packets.people import PEOPLE

MAX_PAGES = 2
DAY = date(2026, 11, 27)


class Tally:
    """Counts over packets, and what went wrong in words."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.seconds: list[float] = []
        self.problems: list[str] = []

    def add(self, resume: Resume, posting: Posting, setting: Setting, directory: Path) -> None:
        """Make one packet and look at what came of it."""
        label = f"{resume.basics.name}/{posting.title[:20]}/{setting.engine}/{setting.look}"
        cv = tailor_pair(resume, posting, None)
        relevance = Relevance.of_posting(posting, requirements_of(posting))
        began = time.perf_counter()
        made = make_cv(cv.resume, posting.title, relevance.needs, setting, str(directory))
        self.seconds.append(time.perf_counter() - began)
        letter = safe_letter(cv.resume, posting, relevance, DAY)
        page = setting.model_copy(update={"max_pages": 1})
        written = make_document("letter", "cover_letter", letter.model_dump(), page, str(directory))
        assert made.check is not None
        assert made.resume is not None
        check = made.check
        untrue = violations(resume, made.resume) + letter_violations(
            letter.paragraphs, resume, posting, own_words(letter.language)
        )
        self.counts.update(
            packets=1,
            names=check.name,
            emails=check.email,
            employers=check.employers_found,
            employers_of=check.employers_expected,
            skills=check.skills_found,
            skills_of=check.skills_expected,
            violations=len(untrue),
            too_long=made.pages > setting.max_pages,
            letters_too_long=written.pages > 1,
            other_layout=made.engine != setting.engine,
        )
        self.problems += [f"{label}: {problem}" for problem in (*untrue, *check.missing)]

    def figures(self) -> dict[str, float]:
        """Rates from 0 to 1, counts, and seconds for a CV with the reading back."""
        count = self.counts
        return {
            "packets": count["packets"],
            "name": count["names"] / count["packets"],
            "email": count["emails"] / count["packets"],
            "employers": count["employers"] / count["employers_of"],
            "skills": count["skills"] / count["skills_of"],
            "violations": count["violations"],
            "too_long": count["too_long"],
            "letters_too_long": count["letters_too_long"],
            "other_layout": count["other_layout"],
            "seconds_mean": sum(self.seconds) / len(self.seconds),
            "seconds_most": max(self.seconds),
        }


def tally(engine: str = "typst", every: int = 1) -> Tally:
    """All packets by one engine, the looks and papers in turn; with `every` only each so many-th."""
    found = Tally()
    with tempfile.TemporaryDirectory() as directory:
        for turn, (resume, posting) in enumerate((one, other) for one in PEOPLE for other in ADVERTS):
            if turn % every:
                continue
            look, page = ("classic", "modern")[turn % 2], ("a4", "letter")[turn // 2 % 2]
            setting = Setting.model_validate({"engine": engine, "look": look, "page": page, "max_pages": MAX_PAGES})
            found.add(resume, posting, setting, Path(directory))
    return found


def evaluate() -> dict[str, float]:
    """The figures of every packet set with Typst."""
    return tally().figures()
