"""What passes between the stages of a search: CVs that were found, CVs that were scored, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from career.model import Id, Note
from career.tasks.candidates import SourceKind
from longhaul.model.control import Fail, Retry
from longhaul_worker.candidates.identity import Person
from longhaul_worker.candidates.ranking import Scored

MAX_NOTES = 50


@dataclass(frozen=True, slots=True)
class Item:
    """A CV that a source has. One of `resume_id` (it is kept already), `url`, `login` (of GitHub) or `entry` (of the
    archive `artifact_id`) says where it is.
    """

    source: int
    kind: SourceKind
    resume_id: Id | None = None
    url: str | None = None
    login: str | None = None
    artifact_id: Id | None = None
    entry: int | None = None
    sha256: str | None = None
    filename: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A CV that was scored, with what the report says of it."""

    resume_id: Id
    person: Person
    scored: Scored
    name: str | None
    headline: str | None
    email: str | None
    phone: str | None
    place: str | None
    years: float | None
    source: str
    source_url: str | None
    source_id: Id | None


@dataclass
class Troubles:
    """What went wrong: a source or a CV that fails costs no other. `last` is what a search fails with that has nothing
    at all.
    """

    notes: list[Note] = field(default_factory=list[Note])
    failed: int = 0
    last: Fail | Retry | None = None
    failed_sources: set[int] = field(default_factory=set[int])
    left_out: int = 0

    def source_failed(self, number: int, kind: str, error: Fail | Retry) -> None:
        """A source brought nothing."""
        self.last = error
        self.failed_sources.add(number)
        self.note("SOURCE_FAILED", f"Source {number + 1} ({kind}): {error.message}", f"sources.{number}")

    def cv_failed(self, name: str, message: str, error: Fail | Retry) -> None:
        """One CV could not be had or read."""
        self.failed += 1
        self.last = error
        self.note(error.code, f"{name}: {message}")

    def note(self, code: str, message: str, name: str | None = None) -> None:
        """Tell the reader of the result; beyond some number only how many more there are."""
        if len(self.notes) < MAX_NOTES:
            self.notes.append(Note(code=code, message=message[:300], field=name))
        else:
            self.left_out += 1

    def as_warnings(self) -> list[Note]:
        """All that was noted."""
        if not self.left_out:
            return self.notes
        return [*self.notes, Note(code="MORE_WARNINGS", message=f"There are {self.left_out} more warnings.")]


def hint_for(kind: SourceKind) -> str:
    """What a person can do about an address that was not fetched."""
    if kind == "github":
        return "GitHub answers few requests an hour without a token: try later, or have GITHUB_TOKEN set."
    return "Check the addresses, or upload the CVs as a zip file."
