"""Reads a finished CV as a screening program does, and says what came back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from career.resume import Resume
from career.tasks.packet import AtsCheck
from longhaul_worker.resume.errors import ResumeError
from longhaul_worker.resume.parse import parse_resume
from longhaul_worker.skills.lexicon import load_lexicon

LEAST_EMPLOYERS: Final = 0.98
LEAST_SKILLS: Final = 0.95
LEAST_WORDS: Final = 0.8
MAX_MISSING: Final = 50


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The check, and whether (nearly) all words are at least somewhere in the text of the PDF (`is_legible`)."""

    check: AtsCheck
    is_legible: bool


def read_back(pdf: bytes, expected: Resume) -> ReadBack:
    """Parse the PDF with our own parser and compare it with the CV it was made of."""
    try:
        parsed = parse_resume(pdf, "cv.pdf")
    except ResumeError:
        return ReadBack(_nothing(expected), is_legible=False)
    found, text = parsed.resume, plain(parsed.text)
    first_line = next(iter(parsed.text.strip().splitlines()), "")
    name, email = expected.basics.name, expected.basics.email
    name_ok = not name or plain(name) in {plain(found.basics.name or ""), plain(first_line)}
    email_ok = not email or (found.basics.email or "").casefold() == email.casefold()
    employers = [post.name for post in expected.work if post.name]
    missing_employers = _missing(employers, [post.name or "" for post in found.work])
    skills = [keyword for group in expected.skills for keyword in group.keywords]
    missing_skills = _missing_skills(skills, found)
    missing = [
        *([] if name_ok else [f"name: {name}"]),
        *([] if email_ok else [f"e-mail: {email}"]),
        *(f"employer: {one}" for one in missing_employers),
        *(f"skill: {one}" for one in missing_skills),
    ]
    check = AtsCheck(
        parsed_back_ok=name_ok
        and email_ok
        and _share(employers, missing_employers) >= LEAST_EMPLOYERS
        and _share(skills, missing_skills) >= LEAST_SKILLS,
        name=name_ok,
        email=email_ok,
        employers_found=len(employers) - len(missing_employers),
        employers_expected=len(employers),
        skills_found=len(skills) - len(missing_skills),
        skills_expected=len(skills),
        text_layer=True,
        missing=missing[:MAX_MISSING],
    )
    values = [value for value in (name, email, *employers, *skills) if value]
    return ReadBack(check, is_legible=_share_of_words(values, text) >= LEAST_WORDS)


def plain(text: str) -> str:
    """`text` in lower case without accents, and everything but letters, digits, + and # as blanks."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(re.findall(r"[\w+#]+", kept.replace("_", " ")))


def _share_of_words(values: list[str], text: str) -> float:
    """How many of the words of `values` are in `text`, which a line's end or another direction may have torn apart."""
    words = {word for value in values for word in plain(value).split()}
    squeezed = _squeezed(text)
    return sum(word in squeezed for word in words) / len(words) if words else 1.0


def _squeezed(text: str) -> str:
    return plain(text).replace(" ", "")


def _missing(wanted: list[str], found: list[str]) -> list[str]:
    left = [plain(value) for value in found]
    missing: list[str] = []
    for value in wanted:
        if plain(value) in left:
            left.remove(plain(value))
        elif plain(value):
            missing.append(value)
    return missing


def _missing_skills(wanted: list[str], found: Resume) -> list[str]:
    lexicon = load_lexicon()
    written = {plain(keyword) for group in found.skills for keyword in group.keywords}
    known = {skill.name for skill in found.skills_canonical}
    return [
        keyword
        for keyword in wanted
        if plain(keyword) not in written
        and plain(keyword)
        and not ((skill := lexicon.canonical(keyword)) is not None and skill.name in known)
    ]


def _share(wanted: list[str], missing: list[str]) -> float:
    return 1 - len(missing) / len(wanted) if wanted else 1.0


def _nothing(expected: Resume) -> AtsCheck:
    return AtsCheck(
        parsed_back_ok=False,
        name=False,
        email=False,
        employers_found=0,
        employers_expected=sum(1 for post in expected.work if post.name),
        skills_found=0,
        skills_expected=sum(len(group.keywords) for group in expected.skills),
        text_layer=False,
    )
