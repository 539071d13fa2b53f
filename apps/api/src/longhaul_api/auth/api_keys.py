"""The collection `api_keys`: credentials for programs, of which only a hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from longhaul.model.errors import Conflict
from longhaul.mongo.driver import Collection, Database, translating
from longhaul_api.auth.caller import Caller, Role, owner_fault, with_user
from longhaul_api.auth.errors import Unauthenticated
from longhaul_api.auth.revocations import Revocations

API_KEYS: Final = "api_keys"
PREFIX: Final = "lh_"
KEYS_PER_OWNER: Final = 50
NAME_LENGTH: Final = 100
DAYS: Final = 3650
_KEY: Final = re.compile(r"^lh_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$", re.ASCII)
_USED_EVERY: Final = timedelta(minutes=1)
_KEPT_EXPIRED_S: Final = 7 * 86_400
_STREAMS_LEARN_WITHIN: Final = timedelta(hours=1)
_UNKNOWN: Final = "This API key is not known: it is mistyped, or was revoked."
_NO_HASH: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret."""

    id: str
    owner: str
    name: str
    roles: tuple[Role, ...]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None

    @classmethod
    def of(cls, document: dict[str, Any]) -> ApiKey:
        """The key that `document` keeps."""
        return cls(
            id=document["_id"],
            owner=document["owner"],
            name=document["name"],
            roles=with_user(document["roles"]),
            created_at=document["created_at"],
            expires_at=document["expires_at"],
            last_used_at=document["last_used_at"],
        )

    @property
    def credential(self) -> str:
        """How streams and revocations call it."""
        return f"key:{self.id}"


class ApiKeys:
    """Makes, finds and revokes keys."""

    def __init__(self, database: Database) -> None:
        self._keys: Collection = database.collection(API_KEYS)
        self._settled = database.settled
        self._revocations = Revocations(database)

    async def ensure_indexes(self) -> None:
        """Create the indexes. May be called again."""
        with translating():
            await self._keys.create_index([("owner", 1), ("_id", 1)])
            await self._keys.create_index([("expires_at", 1)], expireAfterSeconds=_KEPT_EXPIRED_S)

    async def create(self, owner: str, name: str, roles: Iterable[Role], days: int | None) -> tuple[ApiKey, str]:
        """A new key and its text, which nobody can read again. Raises `Conflict` where the owner has 50."""
        id_, secret, now = secrets.token_hex(8), secrets.token_urlsafe(32), _now()
        document: dict[str, Any] = {
            "_id": id_,
            "owner": owner,
            "name": name,
            "roles": list(with_user(roles)),
            "hash": _hash(secret),
            "created_at": now,
            "expires_at": now + timedelta(days=days) if days is not None else None,
            "last_used_at": None,
        }
        with translating():
            await self._keys.insert_one(document)
            # Counted afterwards: of requests side by side none sees fewer than there are.
            if await self._keys.count_documents({"owner": owner}) > KEYS_PER_OWNER:
                await self._keys.delete_one({"_id": id_})
                raise Conflict(f"there are {KEYS_PER_OWNER} API keys already; revoke one first")
        return ApiKey.of(document), f"{PREFIX}{id_}_{secret}"

    async def list(self, owner: str) -> list[ApiKey]:
        """The owner's keys, newest first; expired ones for a week."""
        with translating():
            found = await self._keys.find({"owner": owner}).sort("created_at", -1).to_list(None)
        return [ApiKey.of(document) for document in found]

    async def revoke(self, key_id: str, *, owner: str | None = None) -> ApiKey | None:
        """Refuse the key from now on and end its streams; None where there is none (of `owner`)."""
        which = {"_id": key_id} if owner is None else {"_id": key_id, "owner": owner}
        with translating():
            found = await self._keys.find_one(which)
        if found is None:
            return None
        key = ApiKey.of(found)
        # First what tells the streams: cut off between the two, revoking again finds the key.
        await self._revocations.add(key.credential, datetime.now(UTC) + _STREAMS_LEARN_WITHIN)
        with translating():
            await self._keys.delete_one(which)
        return key

    async def caller(self, text: str) -> Caller:
        """Who holds the key `text`. Raises `Unauthenticated`."""
        match = _KEY.match(text)
        if match is None:
            raise Unauthenticated("This is not an API key: one is `lh_`, 16 and 43 characters, joined by `_`.")
        document = await self._find(match[1])
        kept = document["hash"] if document is not None else _NO_HASH
        if not hmac.compare_digest(kept, _hash(match[2])) or document is None:
            raise Unauthenticated(_UNKNOWN)
        return await self._used(ApiKey.of(document))

    async def still(self, credential: str) -> bool:
        """Whether the key called so would still be accepted."""
        document = await self._find(credential.removeprefix("key:"))
        return document is not None and not _is_over(ApiKey.of(document), datetime.now(UTC))

    async def _find(self, key_id: str) -> dict[str, Any] | None:
        with translating():
            # No older than what was confirmed before an election: a revoked key stays revoked.
            return await self._settled(lambda: self._keys.find_one({"_id": key_id}))

    async def _used(self, key: ApiKey) -> Caller:
        now = datetime.now(UTC)
        if _is_over(key, now):
            raise Unauthenticated("This API key has expired.")
        if owner_fault(key.owner) is not None:
            raise Unauthenticated(_UNKNOWN)
        if key.last_used_at is None or key.last_used_at < now - _USED_EVERY:
            with translating():
                await self._keys.update_one(
                    {"_id": key.id, "last_used_at": key.last_used_at}, {"$set": {"last_used_at": now}}
                )
        return Caller(key.owner, key.roles, "api-key", key.credential, key.expires_at, key.expires_at)


def _is_over(key: ApiKey, now: datetime) -> bool:
    return key.expires_at is not None and key.expires_at <= now


def _now() -> datetime:
    """The present moment as the database keeps it, to the millisecond."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
