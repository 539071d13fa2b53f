"""A result too large for its job is cut where its artifacts have the whole."""

from __future__ import annotations

from career.tasks.optimize import ResumeOptimizeResult
from longhaul_worker.tailoring.bounding import bounded
from longhaul_worker.tailoring.markdown import markdown_of
from longhaul_worker.tailoring.running import tailor_pair
from tests.worker.packets.adverts import BACKEND as ADVERT
from tests.worker.packets.building import person, post


def result_of(posts: int, points: int) -> ResumeOptimizeResult:
    """The result for a CV with this many posts, each with this many points."""
    texts = [
        f"Kept ledger {n} of the harbour in Python and wrote down what every ship paid for it" for n in range(points)
    ]
    work = [post(f"Firm {chr(65 + n)}", "Clerk", "2001", "2002", *texts) for n in range(posts)]
    cv = tailor_pair(person("Ada Byron", "ada@example.org", work=work), ADVERT, 2)
    return ResumeOptimizeResult(
        document_id="0" * 24,
        tailored=cv.resume,
        changes=cv.changes,
        keyword_coverage=cv.coverage,
        score_before=1,
        score_after=1,
        markdown=markdown_of(cv.resume),
    )


def test_an_ordinary_result_stays_whole() -> None:
    result = result_of(3, 5)

    assert bounded(result, 200_000) is result


def test_a_large_result_is_cut_and_says_so() -> None:
    result = result_of(40, 60)

    cut = bounded(result, 200_000)

    assert len(result.model_dump_json()) > 200_000 > len(cut.model_dump_json())
    assert cut.tailored == result.tailored
    assert [note.code for note in cut.warnings] == ["RESULT_SHORTENED"]
    assert cut.changes[0].before[-1] == "and 57 more"
