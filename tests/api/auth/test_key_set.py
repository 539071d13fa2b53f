"""Keys of a login service: fetched once, again when they must be, and never as often as strangers like."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm
from scripts.demo.serving import Quiet, served

from longhaul_api.auth.errors import LoginsUnavailable, Unauthenticated
from longhaul_api.auth.jwks import read_key_set
from longhaul_api.auth.jwks_fetch import FetchFailed, fetch_json
from longhaul_api.auth.key_sources import FRESH_S, KEPT_S, PAUSE_S, KeySet
from tests.api.auth.support import AUDIENCE, ISSUER, bearer, claims, guarded_api
from tests.api.conftest import MakeSettings
from tests.support.waiting import eventually


def public(kid: str | None, key: Any, **more: Any) -> dict[str, Any]:
    """The public half of `key` as a key set has it."""
    algorithm: dict[type, Any] = {
        ed25519.Ed25519PrivateKey: OKPAlgorithm,
        ec.EllipticCurvePrivateKey: ECAlgorithm,
        rsa.RSAPrivateKey: RSAAlgorithm,
    }
    reader = next(reader for kind, reader in algorithm.items() if isinstance(key, kind))
    return {**json.loads(reader.to_jwk(key.public_key())), "kid": kid, "use": "sig", **more}


class Service:
    """A login service whose clock and answers a test sets."""

    def __init__(self, *keys: dict[str, Any]) -> None:
        self.keys = list(keys)
        self.fetches = 0
        self.is_down = False
        self.at = 1000.0
        self.key_set = KeySet(self._fetch, now=lambda: self.at)

    def _fetch(self) -> Any:
        self.fetches += 1
        if self.is_down:
            raise FetchFailed("down")
        return {"keys": list(self.keys)}

    async def knows(self, kid: str | None, algorithm: str = "EdDSA") -> bool:
        try:
            await self.key_set.key(kid, algorithm)
        except Unauthenticated:
            return False
        return True


@pytest.fixture
def ed() -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.generate()


async def test_many_requests_share_one_fetch(ed: ed25519.Ed25519PrivateKey) -> None:
    service = Service(public("a", ed))

    known = await asyncio.gather(*[service.knows("a") for _ in range(20)])

    assert ([True] * 20, 1) == (known, service.fetches)


async def test_invented_keys_cause_one_fetch_in_ten_seconds(ed: ed25519.Ed25519PrivateKey) -> None:
    service = Service(public("a", ed))

    for number in range(50):
        await service.knows(f"invented-{number}")
    within = service.fetches
    service.at += PAUSE_S
    await asyncio.gather(*[service.knows(f"more-{number}") for number in range(50)])

    assert (1, 2) == (within, service.fetches)


async def test_a_new_key_is_learnt_when_a_token_names_it(ed: ed25519.Ed25519PrivateKey) -> None:
    service = Service(public("a", ed))
    await service.knows("a")
    service.keys.append(public("b", ed25519.Ed25519PrivateKey.generate()))

    too_soon = await service.knows("b")
    service.at += PAUSE_S

    assert (False, True) == (too_soon, await service.knows("b"))


async def test_a_key_that_was_taken_away_is_refused_once_the_set_is_stale(ed: ed25519.Ed25519PrivateKey) -> None:
    service = Service(public("a", ed))
    await service.knows("a")
    service.keys.clear()

    service.at += FRESH_S + 1
    await service.knows("a")  # this one begins the fetch
    await service.key_set.close()

    assert not await service.knows("a")


async def test_known_keys_hold_for_a_day_while_the_service_is_down(ed: ed25519.Ed25519PrivateKey) -> None:
    service = Service(public("a", ed))
    await service.knows("a")
    service.is_down = True

    service.at += KEPT_S - 1
    within = await service.knows("a")
    await service.key_set.close()
    service.at += PAUSE_S

    assert within
    with pytest.raises(LoginsUnavailable):
        await service.knows("a")


async def test_while_the_service_is_down_an_unknown_key_is_no_refusal(ed: ed25519.Ed25519PrivateKey) -> None:
    service = Service(public("a", ed))
    service.is_down = True

    with pytest.raises(LoginsUnavailable):
        await service.knows("a")
    service.is_down = False
    service.at += PAUSE_S

    assert await service.knows("a")


async def test_a_token_without_a_key_id_fits_only_where_there_is_one_key(ed: ed25519.Ed25519PrivateKey) -> None:
    one = Service(public("a", ed))
    two = Service(public("a", ed), public("b", ed25519.Ed25519PrivateKey.generate()))

    assert (True, False) == (await one.knows(None), await two.knows(None))


def test_only_public_keys_for_signatures_are_used(ed: ed25519.Ed25519PrivateKey) -> None:
    curve, small = ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 1024)  # noqa: S505 - too small on purpose
    big = rsa.generate_private_key(65537, 2048)
    private = json.loads(OKPAlgorithm.to_jwk(ed))
    keys = [
        public("ed", ed),
        public("ec", curve),
        public("rsa", big, alg="RS256"),
        public("encrypts", big, use="enc"),
        public("signs", ed, key_ops=["sign"]),
        public("rs512", big, alg="RS512"),
        public("small", small),
        public("p384", ec.generate_private_key(ec.SECP384R1())),
        {"kty": "oct", "kid": "secret", "k": "c2VjcmV0"},
        {"kty": "RSA", "kid": "broken", "n": "x"},
        {**private, "kid": "private"},
        {"kty": 7},
        "nothing",
    ]

    read = read_key_set({"keys": keys})

    assert [("ed", "EdDSA"), ("ec", "ES256"), ("rsa", "RS256"), ("private", "EdDSA")] == [
        (key.kid, key.algorithm) for key in read
    ]
    assert isinstance(read[-1].key, ed25519.Ed25519PublicKey)


@dataclass
class Login:
    """A login service on loopback; `answer` is the status, headers and body of what it answers."""

    url: str = ""
    answer: tuple[int, dict[str, str], bytes] = (200, {}, b'{"keys": []}')


@contextmanager
def serving() -> Generator[Login]:
    """A running service."""
    login = Login()

    class Handler(Quiet):
        def do_GET(self) -> None:  # noqa: N802 - the base class names it so
            status, headers, body = login.answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    with served(Handler) as url:
        login.url = f"{url}/jwks"
        yield login


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b"{}"),
        (302, {"Location": "http://127.0.0.1:1/"}, b""),
        (200, {}, b"<html>"),
        (200, {}, b"[" * 10_000),
        (200, {}, b" " * 300_000),
    ],
)
def test_an_answer_that_is_no_key_set_is_a_failed_fetch(answer: tuple[int, dict[str, str], bytes]) -> None:
    with serving() as server:
        server.answer = answer

        with pytest.raises(FetchFailed):
            fetch_json(server.url, direct=True)


async def test_logins_go_on_across_a_rotation_and_an_outage_of_the_service(
    make_settings: MakeSettings, ed: ed25519.Ed25519PrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("longhaul_api.auth.key_sources.PAUSE_S", 0.0)
    monkeypatch.setattr("longhaul_api.auth.jwks_fetch.FETCH_S", 60.0)  # this service is as slow as the machine is busy
    new = ed25519.Ed25519PrivateKey.generate()
    old_token, new_token = (
        bearer(jwt.encode(claims(), key, "EdDSA", {"kid": kid})) for kid, key in (("old", ed), ("new", new))
    )
    with serving() as server:
        server.answer = (200, {}, json.dumps({"keys": [public("old", ed)]}).encode())
        login = {"auth": "jwt", "auth_jwks_url": server.url, "auth_issuer": ISSUER, "auth_audience": AUDIENCE}
        async with guarded_api(make_settings(**login)) as api:
            statuses = [(await api.http.get("/me", headers=one)).status_code for one in (old_token, new_token)]
            server.answer = (200, {}, json.dumps({"keys": [public("old", ed), public("new", new)]}).encode())
            statuses += [(await api.http.get("/me", headers=one)).status_code for one in (old_token, new_token)]
            server.answer = (503, {}, b"")
            statuses += [(await api.http.get("/me", headers=one)).status_code for one in (old_token, new_token)]
            unknown = bearer(jwt.encode(claims(), new, "EdDSA", {"kid": "newest"}))
            outage = [await api.http.get(path, headers=unknown) for path in ("/me", "/events/stream")]
            by_secret = bearer(jwt.encode(claims(), "x" * 40, "HS256", {"kid": "old"}))
            statuses.append((await api.http.get("/me", headers=by_secret)).status_code)
            await eventually(lambda: api.state.streams.open == 0, description="no stream is left")

    assert [200, 401, 200, 200, 200, 200, 401] == statuses
    assert [503, 200] == [answer.status_code for answer in outage]
    assert outage[1].text.startswith("retry: ")
