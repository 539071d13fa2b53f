"""What the log says of one request, on lines that share its id."""

from __future__ import annotations

from typing import Any, cast

import pytest

from tests.api.auth.support import BOTH, guarded_api, signed_in
from tests.api.conftest import MakeSettings
from tests.api.support import RunningApi


def lines_of(caplog: pytest.LogCaptureFixture, request_id: str) -> list[dict[str, Any]]:
    """The lines of a request, in their order."""
    said = [cast("dict[str, Any]", record.msg) for record in caplog.records if isinstance(record.msg, dict)]
    return [line for line in said if line.get("request_id") == request_id]


async def test_all_lines_of_a_request_carry_its_id_and_that_of_its_job(
    make_settings: MakeSettings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with guarded_api(make_settings(**BOTH)) as api:
        answer = await api.http.post(
            "/background-jobs",
            params={"owner": "grace"},
            json={"type": "demo.echo", "args": {"text": "nobody's business"}},
            headers={**signed_in("ada", roles="operator"), "X-Request-ID": "deploy-42:7"},
        )

    deed, request = lines_of(caplog, "deploy-42:7")
    assert ("operator acts for another", "request") == (deed["event"], request["event"])
    assert (answer.json()["job_id"], 202) == (request["job_id"], request["status"])
    assert "nobody's business" not in caplog.text


async def test_a_batch_names_its_first_jobs_and_says_how_many_there_are(
    api: RunningApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    jobs = [{"type": "demo.echo", "args": {"text": str(n)}} for n in range(25)]

    answer = await api.http.post("/background-jobs/batch", json={"jobs": jobs}, headers={"X-Request-ID": "batch-0001"})

    ids = [job["job_id"] for job in answer.json()["jobs"]]
    (line,) = lines_of(caplog, "batch-0001")
    assert (25, ids[:20]) == (line["jobs"], line["job_ids"])
