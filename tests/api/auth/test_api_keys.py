"""API keys: made once, shown once, kept as a hash, revoked at once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from longhaul.mongo.driver import Database
from longhaul_api.auth.api_keys import KEYS_PER_OWNER, ApiKeys
from tests.api.auth.support import BOTH, bearer, guarded_api, signed_in
from tests.api.conftest import MakeSettings
from tests.api.support import RunningApi

OPERATOR = signed_in("ada", roles="operator", lifetime_s=86_400)


async def make(api: RunningApi, headers: dict[str, str] = OPERATOR, **body: Any) -> dict[str, Any]:
    answer = await api.http.post("/api-keys", json={"name": "ci", **body}, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_key_is_its_owner_with_the_roles_it_was_given(guarded: RunningApi) -> None:
    plain = await make(guarded)
    operator = await make(guarded, roles=["operator"], expires_in_days=90)

    who = [(await guarded.http.get("/me", headers=bearer(key["key"]))).json() for key in (plain, operator)]

    assert [("ada", "api-key")] * 2 == [(one["owner"], one["auth"]) for one in who]
    assert [["user"], ["user", "operator"]] == [one["roles"] for one in who]
    assert [None, operator["expires_at"]] == [plain["expires_at"], who[1]["expires_at"]]


async def test_the_text_of_a_key_is_shown_once_and_kept_nowhere(guarded: RunningApi, database: Database) -> None:
    made = await make(guarded)
    secret = made["key"].split("_", 2)[2]

    listed = await guarded.http.get("/api-keys", headers=OPERATOR)
    kept = await database.collection("api_keys").find_one({"_id": made["id"]})

    assert [{name: value for name, value in made.items() if name != "key"}] == listed.json()["items"]
    assert secret not in listed.text + str(kept)
    assert made["key"].startswith(f"lh_{made['id']}_")


@pytest.mark.parametrize("change", ["shorter", "longer", "other id", "other case"])
async def test_what_is_not_quite_the_key_is_refused(guarded: RunningApi, change: str) -> None:
    key: str = (await make(guarded))["key"]
    spoilt = {
        "shorter": key[:-1],
        "longer": f"{key}x",
        "other id": key.replace("lh_", "lh_0"),
        "other case": key.upper(),
    }

    assert 401 == (await guarded.http.get("/me", headers=bearer(spoilt[change]))).status_code


async def test_a_wrong_secret_and_an_unknown_key_are_told_apart_by_nobody(guarded: RunningApi) -> None:
    id_ = (await make(guarded))["id"]

    details = {
        (await guarded.http.get("/me", headers=bearer(f"lh_{one}_{'x' * 43}"))).json()["detail"]
        for one in (id_, "0123456789abcdef")
    }

    assert 1 == len(details)


async def test_nobody_gives_a_key_more_roles_than_they_have(guarded: RunningApi) -> None:
    body = {"name": "ci", "roles": ["operator"]}

    answer = await guarded.http.post("/api-keys", json=body, headers=signed_in("ada"))

    assert (403, "urn:longhaul:problem:forbidden") == (answer.status_code, answer.json()["type"])


async def test_a_key_makes_no_keys_and_revokes_none_but_itself(guarded: RunningApi) -> None:
    first, second = await make(guarded, roles=["operator"]), await make(guarded)
    holder = bearer(first["key"])

    answers = [
        await guarded.http.post("/api-keys", json={"name": "more"}, headers=holder),
        await guarded.http.delete(f"/api-keys/{second['id']}", headers=holder),
        await guarded.http.post("/me/sign-out", headers=holder),
        await guarded.http.delete(f"/api-keys/{first['id']}", headers=holder),
        await guarded.http.get("/me", headers=holder),
    ]

    assert [403, 403, 409, 204, 401] == [answer.status_code for answer in answers]


async def test_a_revoked_key_is_refused_and_forgotten(guarded: RunningApi) -> None:
    made = await make(guarded)

    gone = [(await guarded.http.delete(f"/api-keys/{made['id']}", headers=OPERATOR)).status_code for _ in range(2)]

    assert [204, 404] == gone
    assert 401 == (await guarded.http.get("/me", headers=bearer(made["key"]))).status_code
    assert [] == (await guarded.http.get("/api-keys", headers=OPERATOR)).json()["items"]


async def test_an_expired_key_says_so(guarded: RunningApi, database: Database) -> None:
    made = await make(guarded, expires_in_days=1)
    past = {"$set": {"expires_at": datetime.now(UTC) - timedelta(seconds=1)}}
    await database.collection("api_keys").update_one({"_id": made["id"]}, past)

    answer = await guarded.http.get("/me", headers=bearer(made["key"]))

    assert (401, "This API key has expired.") == (answer.status_code, answer.json()["detail"])


async def test_its_last_use_is_written_at_most_once_a_minute(guarded: RunningApi, database: Database) -> None:
    made, keys = await make(guarded), database.collection("api_keys")

    async def used_at() -> datetime:
        await guarded.http.get("/me", headers=bearer(made["key"]))
        return (await keys.find_one({"_id": made["id"]}) or {})["last_used_at"]

    first, second = await used_at(), await used_at()
    await keys.update_one({"_id": made["id"]}, {"$set": {"last_used_at": first - timedelta(seconds=61)}})

    assert first == second
    assert await used_at() >= first


async def test_an_owner_has_at_most_fifty_keys_however_many_ask_at_once(database: Database) -> None:
    keys = ApiKeys(database)
    for number in range(KEYS_PER_OWNER - 1):
        await keys.create("ada", str(number), ["user"], None)

    outcomes = await asyncio.gather(
        *[keys.create("ada", "more", ["user"], None) for _ in range(8)], return_exceptions=True
    )

    assert KEYS_PER_OWNER >= len(await keys.list("ada"))
    assert 7 <= sum(isinstance(outcome, Exception) for outcome in outcomes)


@pytest.mark.parametrize(
    "body", [{"name": ""}, {"name": "a\nb"}, {"expires_in_days": 0}, {"roles": ["emperor"]}, {"owner": "eve"}]
)
async def test_what_a_key_cannot_be_is_refused(guarded: RunningApi, body: dict[str, Any]) -> None:
    answer = await guarded.http.post("/api-keys", json={"name": "ci", **body}, headers=OPERATOR)

    assert 422 == answer.status_code


async def test_where_only_tokens_are_taken_no_key_is_made_or_accepted(
    make_settings: MakeSettings, database: Database
) -> None:
    _, key = await ApiKeys(database).create("ada", "ci", ["user"], None)
    async with guarded_api(make_settings(**{**BOTH, "auth": "jwt"})) as api:
        made = await api.http.post("/api-keys", json={"name": "ci"}, headers=OPERATOR)
        used = await api.http.get("/me", headers=bearer(key))

    assert [409, 401] == [made.status_code, used.status_code]


async def test_where_only_keys_are_taken_no_token_is_accepted(make_settings: MakeSettings, database: Database) -> None:
    _, key = await ApiKeys(database).create("ada", "ci", ["user"], None)
    async with guarded_api(make_settings(auth="api-key")) as api:
        by_key = await api.http.get("/me", headers=bearer(key))
        by_token = await api.http.get("/me", headers=signed_in())
        by_cookie = await api.http.get("/me", headers={"Cookie": f"longhaul_token={OPERATOR['Authorization'][7:]}"})

    assert [200, 401, 401] == [answer.status_code for answer in (by_key, by_token, by_cookie)]
