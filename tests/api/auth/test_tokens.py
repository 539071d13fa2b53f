"""Tokens: what makes one good, and every way in which it is not."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_private_key_on_curve
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from jwt.algorithms import ECAlgorithm, HMACAlgorithm, RSAAlgorithm

from longhaul_api.auth.caller import Caller
from longhaul_api.auth.errors import Unauthenticated
from longhaul_api.auth.key_sources import KeySet, SharedSecret
from longhaul_api.auth.tokens import TokenReader, TokenRules
from tests.api.auth.support import AUDIENCE, ISSUER, SECRET, claims, signed_in, token
from tests.api.support import RunningApi

LEEWAY_S = 30
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256."""
RULES = TokenRules(ISSUER, AUDIENCE, LEEWAY_S, "sub", "roles")


async def read(text: str, rules: TokenRules = RULES) -> Caller:
    return await TokenReader(SharedSecret(SECRET), rules).read(text)


async def refusal(text: str, rules: TokenRules = RULES) -> str:
    with pytest.raises(Unauthenticated) as refused:
        await read(text, rules)
    return str(refused.value)


def encoded(part: dict[str, Any] | str) -> str:
    text = part if isinstance(part, str) else json.dumps(part)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


async def test_a_good_token_says_owner_roles_and_until_when() -> None:
    caller = await read(token("ada", roles=["operator", "emperor"]))

    assert ("ada", ("user", "operator"), "jwt") == (caller.owner, caller.roles, caller.method)
    assert caller.expires_at is not None
    assert 540 < caller.expires_at.timestamp() - time.time() <= 600
    assert caller.ends_at == caller.expires_at


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        (None, ("user",)),
        ("operator", ("user", "operator")),
        ("user, operator", ("user", "operator")),
        (["Operator"], ("user",)),
        ({"operator": True}, ("user",)),
        ([["operator"]], ("user",)),
        (7, ("user",)),
    ],
)
async def test_roles_are_a_list_or_a_text_and_unknown_ones_give_nothing(said: Any, roles: tuple[str, ...]) -> None:
    assert roles == (await read(token(roles=said))).roles


async def test_owner_and_roles_come_from_the_claims_that_were_set() -> None:
    rules = TokenRules(ISSUER, AUDIENCE, LEEWAY_S, "email", "https://example.com/roles")

    caller = await read(
        jwt.encode(
            {**claims("x", email="ada@example.org"), "https://example.com/roles": ["operator"]}, SECRET, "HS256"
        ),
        rules,
    )

    assert ("ada@example.org", ("user", "operator")) == (caller.owner, caller.roles)


@pytest.mark.parametrize("owner", ["system", "local", "", " ada", "a\nb", "a\x00b", "x" * 129, "$owner", "\u202eada"])
async def test_an_owner_that_cannot_be_one_is_refused(owner: str) -> None:
    assert "claim sub" in await refusal(token(owner))


@pytest.mark.parametrize("owner", ["x" * 128, "auth0|5f7c8ec7", "Zoë", "a b"])
async def test_printable_owners_are_taken_as_they_are(owner: str) -> None:
    assert owner == (await read(token(owner))).owner


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"exp": None}, "no claim exp"),
        ({"iss": None}, "no claim iss"),
        ({"aud": None}, "no claim aud"),
        ({"aud": "another"}, "another audience"),
        ({"iss": "https://evil.example"}, "another issuer"),
        ({"lifetime_s": -LEEWAY_S - 2}, "has expired"),
        ({"nbf": time.time() + 86_400}, "not valid yet"),  # said when the tests are collected, and read much later
        ({"iat": time.time() + 86_400}, "not valid yet"),
        ({"exp": "soon"}, "malformed"),
        ({"exp": 1e300}, "no time"),
        ({"exp": [1]}, "malformed"),
        ({"sub": 7}, "malformed"),
    ],
)
async def test_a_token_that_says_something_wrong_is_refused_in_plain_words(wrong: dict[str, Any], told: str) -> None:
    assert told in await refusal(token(**wrong))


@pytest.mark.parametrize(
    "times", [{"lifetime_s": 25 - LEEWAY_S}, {"nbf": time.time() + 5}, {"iat": int(time.time()) + 5}]
)
async def test_clocks_may_differ_by_the_leeway(times: dict[str, Any]) -> None:
    assert "ada" == (await read(token(**times))).owner


async def test_a_login_in_its_leeway_has_streams_until_the_leeway_is_over() -> None:
    caller = await read(token(lifetime_s=-5))

    assert caller.expires_at is not None
    assert caller.ends_at is not None
    assert LEEWAY_S == (caller.ends_at - caller.expires_at).total_seconds()


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "HS512", "HS384", "", None, 7])
async def test_no_other_algorithm_is_accepted(algorithm: Any) -> None:
    unsigned = f"{encoded({'alg': algorithm, 'typ': 'JWT'})}.{encoded(claims())}."

    assert "algorithm" in await refusal(unsigned)


async def test_a_token_without_its_signature_is_refused() -> None:
    assert "signature" in await refusal(token().rpartition(".")[0] + ".")


async def test_a_token_of_another_secret_is_refused() -> None:
    assert "signature" in await refusal(jwt.encode(claims(), "x" * 40, "HS256"))


async def test_a_public_key_is_no_shared_secret() -> None:
    private = generate_private_key(65537, 2048)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    jwk = json.loads(RSAAlgorithm.to_jwk(private.public_key())) | {"kid": "a"}
    signing = f"{encoded({'alg': 'HS256', 'kid': 'a'})}.{encoded(claims())}"
    signature = HMACAlgorithm(HMACAlgorithm.SHA256)
    forged = f"{signing}.{base64.urlsafe_b64encode(signature.sign(signing.encode(), public)).rstrip(b'=').decode()}"
    reader = TokenReader(KeySet(lambda: {"keys": [jwk]}), RULES)

    with pytest.raises(Unauthenticated) as refused:
        await reader.read(forged)

    assert "HS256" in str(refused.value)
    assert "ada" == (await reader.read(jwt.encode(claims(), private, "RS256", {"kid": "a"}))).owner


async def test_a_token_of_a_key_is_none_of_a_secret() -> None:
    forged = jwt.encode(claims(), generate_private_key(65537, 2048), "RS256")

    assert "RS256" in await refusal(forged)


@pytest.mark.parametrize(
    "header",
    [
        {"kid": "x" * 300},
        {"kid": 7},
        {"kid": {"$ne": None}},
        {"crit": ["b64"], "b64": False},
        {"crit": ["exp"]},
    ],
)
async def test_a_header_that_asks_for_more_is_refused(header: dict[str, Any]) -> None:
    text = f"{encoded({'alg': 'HS256', **header})}.{encoded(claims())}.{encoded('x')}"

    assert "malformed" in await refusal(text)


async def test_keys_that_a_token_brings_along_are_not_used() -> None:
    mine = "my own secret of more than thirty-two bytes"
    header = {"jwk": {"kty": "oct", "k": encoded(mine)}, "jku": "https://evil.example/jwks", "kid": "../../dev/null"}

    assert "signature" in await refusal(jwt.encode(claims(), mine, "HS256", header))


@pytest.mark.parametrize(
    "text", ["a", "a.b", "a.b.c", "....", encoded("[" * 5000) + ".e30.x", "e30.e30.e30", "é.e30.x", "W10.e30.x"]
)
async def test_what_is_no_token_is_malformed(text: str) -> None:
    assert await refusal(text) in {
        "The token is malformed.",
        "The token is not signed with an algorithm that is accepted.",
    }


async def test_one_login_has_one_name_however_its_signature_is_written() -> None:
    private = generate_private_key_on_curve(SECP256R1())
    jwk = json.loads(ECAlgorithm.to_jwk(private.public_key())) | {"kid": "a"}
    reader = TokenReader(KeySet(lambda: {"keys": [jwk]}), RULES)
    text = jwt.encode(claims(jti=None), private, "ES256", {"kid": "a"})
    signed, _, signature = text.rpartition(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    mirrored = raw[:32] + (ORDER - int.from_bytes(raw[32:])).to_bytes(32)
    other = f"{signed}.{base64.urlsafe_b64encode(mirrored).rstrip(b'=').decode()}"

    assert text != other
    assert (await reader.read(text)).credential == (await reader.read(other)).credential


async def test_logins_of_one_id_and_different_owners_are_different_logins() -> None:
    assert (await read(token("ada", jti="1"))).credential != (await read(token("eve", jti="1"))).credential


async def test_who_the_caller_is_can_be_read(guarded: RunningApi) -> None:
    answer = (await guarded.http.get("/me", headers=signed_in("ada", roles="operator"))).json()

    assert ("ada", ["user", "operator"], "jwt") == (answer["owner"], answer["roles"], answer["auth"])
    assert answer["expires_at"].endswith("Z")


async def test_without_authentication_everybody_is_local_and_may_everything(api: RunningApi) -> None:
    answer = (await api.http.get("/me")).json()

    assert {"owner": "local", "roles": ["user", "operator"], "auth": "none", "expires_at": None} == answer
    assert 204 == (await api.http.post("/me/sign-out")).status_code


@pytest.mark.parametrize(
    "headers",
    [
        [("Authorization", "Bearer")],
        [("Authorization", "Basic YWRhOng=")],
        [("Authorization", f"Token {token()}")],
        [("Authorization", f"Bearer {token()}x" + "y" * 9000)],
        [("Authorization", f"Bearer {token()}"), ("Authorization", f"Bearer {token()}")],
        [("X-Api-Key", "lh_0123456789abcdef_" + "x" * 43)],
    ],
)
async def test_what_shows_no_single_token_is_refused(guarded: RunningApi, headers: list[tuple[str, str]]) -> None:
    answer = await guarded.http.get("/me", headers=headers)

    assert (401, "Bearer") == (answer.status_code, answer.headers["WWW-Authenticate"])
    assert "urn:longhaul:problem:unauthenticated" == answer.json()["type"]


@pytest.mark.parametrize("name", ["access_token", "token", "key", "api_key", "ticket"])
async def test_a_token_in_the_query_is_no_token(guarded: RunningApi, name: str) -> None:
    answers = [await guarded.http.get(path, params={name: token()}) for path in ("/me", "/events")]

    assert [401, 401] == [answer.status_code for answer in answers]


async def test_a_stranger_is_refused_before_the_body_is_looked_at(guarded: RunningApi) -> None:
    answer = await guarded.http.post("/background-jobs", content=b"{", headers={"Content-Type": "application/json"})

    assert 401 == answer.status_code


async def test_with_authentication_any_host_name_may_be_used(guarded: RunningApi) -> None:
    answer = await guarded.http.get("/me", headers={**signed_in(), "Host": "api.example.org"})

    assert 200 == answer.status_code


async def test_who_signed_out_is_refused_everywhere_and_a_new_login_is_not(guarded: RunningApi) -> None:
    headers = signed_in()

    done = await guarded.http.post("/me/sign-out", headers=headers)
    after = [await guarded.http.get(path, headers=headers) for path in ("/me", "/events/stream", "/background-jobs")]

    assert 204 == done.status_code
    assert [401, 401, 401] == [answer.status_code for answer in after]
    assert "signed out" in after[0].json()["detail"]
    assert 200 == (await guarded.http.get("/me", headers=signed_in())).status_code


async def test_signing_out_of_a_session_refuses_every_token_of_it_and_of_no_other(guarded: RunningApi) -> None:
    one, other = signed_in("ada", sid="s1"), signed_in("ada", sid="s1")
    elsewhere, stranger = signed_in("ada", sid="s2"), signed_in("eve", sid="s1")

    await guarded.http.post("/me/sign-out", headers=one)

    answers = [await guarded.http.get("/me", headers=headers) for headers in (one, other, elsewhere, stranger)]
    assert [401, 401, 200, 200] == [answer.status_code for answer in answers]
