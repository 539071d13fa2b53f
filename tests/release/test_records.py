"""Records of the desk that a newer process wrote are read by this one, without what it does not know."""

from __future__ import annotations

from bson import ObjectId

from career.model import CareerModel, Skill
from career.posting import Organization, Posting
from career.records.owned import OwnedRecords
from career.records.postings import PostingStore
from longhaul.mongo.driver import Database


class Kept(CareerModel):
    """A record with a part."""

    title: str
    skills: list[Skill] = []


async def test_a_record_with_fields_of_a_later_version_is_read(database: Database) -> None:
    records = OwnedRecords(database, "kept", Kept)
    value = Kept(title="Engineer", skills=[Skill(name="Python")])
    id_ = await records.put("ada", "key", value)
    later = {"$set": {"value.since": "later", "value.skills.0.since": "later", "since": "later"}}
    await database.collection("kept").update_one({"_id": ObjectId(id_)}, later)

    stored = await records.get("ada", id_)

    assert stored is not None
    assert value == stored.value


async def test_an_advert_with_fields_of_a_later_version_is_read(database: Database) -> None:
    store = PostingStore(database)
    await store.ensure_indexes()
    company = Organization(name="Lantern Freight")
    posting = Posting(title="Engineer", hiringOrganization=company, posting_key="k", content_hash="h")
    await store.upsert("ada", [posting])
    later = {"$set": {"since": "later", "hiringOrganization.since": "later"}}
    await database.collection("postings").update_one({"owner": "ada"}, later)

    (stored,) = await store.list("ada")

    assert ("Engineer", "Lantern Freight") == (stored.title, stored.hiringOrganization.name)
