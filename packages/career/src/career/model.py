"""What the models of the career desk have in common: their base, ids, and the notes that results carry."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{24}$")]
"""The id of a record or an artifact: 24 hexadecimal digits."""
LlmMode = Literal["auto", "off", "required"]
"""Whether a language model may help: if there is one, never, or else the job fails."""
Unit = Annotated[float, Field(ge=0, le=1)]


class CareerModel(BaseModel):
    """Base of arguments, results and records: unknown keys are refused, surrounding blanks are removed.

    What is stored is read with `extra="ignore"`: during a deployment a newer process may have written it.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Note(CareerModel):
    """Something the reader of the result should know: `code` is stable, `message` is one sentence."""

    code: str
    message: str
    field: str | None = None


class Skill(CareerModel):
    """A skill under its canonical name; `evidence` are the words or paths it was found by."""

    name: str
    category: str | None = None
    evidence: list[str] = []
