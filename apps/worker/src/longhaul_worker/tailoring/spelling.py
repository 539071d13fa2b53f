"""Two names of one skill: "Postgres" and "PostgreSQL" are, "Docker Compose" and "Docker" are not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from career.posting import Posting
from longhaul_worker.skills.lexicon import Lexicon, load_lexicon

_VENDORS: Final = frozenset({"apache", "microsoft", "ms", "amazon", "google", "adobe", "hashicorp", "atlassian"})
_ENDINGS: Final = ("sql", "db", "js", ".js", "lang")
_SHORT: Final = {
    "js": "javascript", "ts": "typescript", "gcp": "google cloud", "google cloud platform": "google cloud",
    "svn": "subversion", "sklearn": "scikit-learn", "postgres": "postgresql", "rhel": "red hat enterprise linux",
}  # fmt: skip


def advert_spelling(keyword: str, posting: Posting, lexicon: Lexicon | None = None) -> str | None:
    """How the advert writes the skill that `keyword` names; None where it does not, or writes it just so.

    Only another spelling of the very same name counts: the canonical name or an alias of it that says no more.
    """
    lexicon = lexicon or load_lexicon()
    skill = lexicon.canonical(keyword)
    if skill is None or re.search(r"\s\d", keyword):
        return None
    text = f"{posting.title}\n{posting.description_text}\n" + "\n".join(posting.qualifications)
    written = {words for found, words in lexicon.find(text, in_list=False) if found.name == skill.name}
    if not written or _stands_in(keyword, text):
        return None
    # The lexicon's own capitals are right where an advert's are an accident ("POSTGRESQL", "kubernetes").
    for words in sorted(written):
        spelling = skill.name if words.casefold() == skill.name.casefold() else words
        has_new_digits = not set(re.findall(r"\d", spelling)) <= set(keyword)
        if spelling != keyword and not has_new_digits and is_same_name(keyword, spelling):
            return spelling
    return None


def written(text: str, names: Iterable[str], lexicon: Lexicon | None = None) -> dict[str, str]:
    """How `text` writes the skills with the canonical `names`, as far as it names them."""
    found = {skill.name: words for skill, words in (lexicon or load_lexicon()).find(text, in_list=True)}
    return {name: found[name] for name in names if name in found}


def is_same_name(one: str, other: str) -> bool:
    """Whether the two are spellings of one name: short form, initials, vendor before it, or punctuation."""
    first, second = sorted((_bare(one), _bare(other)), key=len)
    if not first:
        return False
    if _squeezed(first) == _squeezed(second) or _SHORT.get(first) == second:
        return True
    if any(_squeezed(first) + _squeezed(ending) == _squeezed(second) for ending in _ENDINGS):
        return True
    return (
        _is_numeronym(first, second)
        or _are_initials(first, second)
        or _are_initials(*sorted((one.casefold(), other.casefold()), key=len))
    )


def _stands_in(keyword: str, text: str) -> bool:
    return re.search(rf"(?<![\w+#]){re.escape(keyword)}(?![\w+#])", text, re.IGNORECASE) is not None


def _bare(name: str) -> str:
    words = name.casefold().split()
    while len(words) > 1 and words[0] in _VENDORS and " ".join(words) != "google cloud":
        words = words[1:]
    return " ".join(words)


def _squeezed(name: str) -> str:
    return re.sub(r"[\s./_-]", "", name)


def _is_numeronym(short: str, whole: str) -> bool:
    """ "k8s" for "kubernetes"."""
    found = re.fullmatch(r"([a-z])(\d+)([a-z])", short)
    return found is not None and whole[:1] == found[1] and whole[-1:] == found[3] and len(whole) == int(found[2]) + 2


def _are_initials(short: str, whole: str) -> bool:
    words = [word for word in re.split(r"[\s/-]+", whole) if word not in {"and", "of", "for", "the"}]
    return (
        len(short) >= 3
        and short.isalpha()
        and len(words) == len(short)
        and all(word.startswith(letter) for word, letter in zip(words, short, strict=True))
    )
