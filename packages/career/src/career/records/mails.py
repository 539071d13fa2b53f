"""The collection `mails`: what became of each mail, so that no crash sends one twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from longhaul.mongo.driver import Collection, Database

MAILS: Final = "mails"
RETENTION: Final = timedelta(days=180)


class MailState(StrEnum):
    """How far a mail has come.

    `prepared` to `sending` is the point of no return: it is passed once, by one sender, before the first byte of the
    content. What stays `sending` may or may not have arrived.
    """

    PREPARED = "prepared"  #: certainly not sent
    SENDING = "sending"  #: somebody is sending it, or was when its worker died
    ACCEPTED = "accepted"  #: the server took it
    REFUSED = "refused"  #: the server will never take it


@dataclass(frozen=True, slots=True)
class MailRecord:
    """A mail as kept: the recipient is not, only what the key was made of. `reply` is the server's last word."""

    key: str
    message_id: str
    state: MailState
    reply: str | None = None


class MailStore:
    """Keeps an owner's mails by key, one for each message and recipient."""

    def __init__(self, database: Database) -> None:
        self._mails: Collection = database.collection(MAILS)

    async def ensure_indexes(self) -> None:
        """Create the indexes, among them the unique one that lets a mail exist once. May be called again."""
        await self._mails.create_indexes(
            [
                IndexModel([("owner", ASCENDING), ("key", ASCENDING)], unique=True),
                IndexModel([("expires_at", ASCENDING)], expireAfterSeconds=0),
            ]
        )

    async def prepare(self, owner: str, key: str, message_id: str) -> MailRecord:
        """The mail under `key`, new or as an earlier attempt left it."""
        now = datetime.now(UTC)
        new: dict[str, Any] = {
            "message_id": message_id,
            "state": MailState.PREPARED.value,
            "created_at": now,
            "expires_at": now + RETENTION,
        }
        try:
            document = await self._mails.find_one_and_update(
                {"owner": owner, "key": key},
                {"$setOnInsert": new},
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        except DuplicateKeyError:  # another worker has just prepared it
            document = await self._mails.find_one({"owner": owner, "key": key})
        return _record(document)

    async def begin(self, owner: str, key: str, sender: str) -> bool:
        """Pass the point of no return as `sender`; False where another sender has passed it."""
        answer = await self._mails.update_one(
            {"owner": owner, "key": key, "state": MailState.PREPARED.value},
            {"$set": {"state": MailState.SENDING.value, "sender": sender, "began_at": datetime.now(UTC)}},
        )
        return answer.modified_count == 1

    async def settle(self, owner: str, key: str, sender: str | None, state: MailState, reply: str) -> None:
        """Write what the server said: to the `sender` that passed the point of no return, or None before it.

        With `prepared` the mail was certainly not taken and may be sent again.
        """
        expected = MailState.PREPARED if sender is None else MailState.SENDING
        held: dict[str, Any] = {"owner": owner, "key": key, "state": expected.value}
        if sender is not None:
            held["sender"] = sender
        await self._mails.update_one(
            held, {"$set": {"state": state.value, "reply": reply[:500], "settled_at": datetime.now(UTC)}}
        )

    async def get(self, owner: str, key: str) -> MailRecord | None:
        """The mail under `key`, or None."""
        document = await self._mails.find_one({"owner": owner, "key": key})
        return _record(document) if document is not None else None


def _record(document: dict[str, Any] | None) -> MailRecord:
    if document is None:
        raise LookupError("the mail is gone")
    return MailRecord(document["key"], document["message_id"], MailState(document["state"]), document.get("reply"))
