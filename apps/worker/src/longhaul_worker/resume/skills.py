"""Skills: the groups a CV gives them in, and their canonical names."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re

from career.model import Skill
from career.resume import SkillGroup
from longhaul_worker.resume.document import ICON, Line
from longhaul_worker.resume.textnorm import join_wrapped, starts_with_bullet, tidy, without_bullet
from longhaul_worker.skills.lexicon import Lexicon

_LABEL = re.compile(r"^([^:,;|]{2,45}?)\s*:\s*(.*)$")
_DASHED = re.compile(r"^([A-ZÄÖÜ][^,;|:]{2,38}?)\s+[–—-]\s+(.+,.+)$")
_SPLIT = re.compile(rf"[,;|•●·▪◦{ICON}\n\t]|\s[–—/]\s|\s{{3,}}")
_LEVEL = re.compile(
    r"\s*[(\[–—:-]*\s*\b(?:expert|advanced|intermediate|beginner|basic|proficient|novice|fluent|familiar"
    r"|experienced|fortgeschritten|grundkenntnisse|experte|sehr gut|gut"
    r"|avancé|intermédiaire|débutant|avanzado|intermedio|básico|good|excellent|strong|skilled|competent"
    r"|professional|expertenkenntnisse"
    r"|\d{1,3}\s?%|\d+\+?\s*(?:years?|yrs?|jahre|ans|años)|\d\s?/\s?\d{1,2})\b(?:\s+(?:knowledge|level"
    r"|kenntnisse))?\s*[)\]]?$",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^(?:proficient (?:in|with)|experienced? (?:in|with)|skilled in|familiar(?:ity)? with|knowledge of"
    r"|strong knowledge of|expert in|working knowledge of"
    r"|basic knowledge of|expertise in|including|such as|e\.g\.|and|und|et|y)\s+",
    re.IGNORECASE,
)
_MAX_WORDS = 7


def find_groups(lines: list[Line], lexicon: Lexicon) -> list[SkillGroup]:
    """The skill groups of a skill section; keywords as the CV writes them, each once."""
    groups: list[SkillGroup] = []
    seen: set[str] = set()
    for label, text in _labelled(lines):
        if label or not groups:
            groups.append(SkillGroup(name=label))
        for keyword in _keywords(text, lexicon):
            if keyword.lower() not in seen:
                seen.add(keyword.lower())
                groups[-1].keywords.append(keyword)
    return [group for group in groups if group.keywords]


def _labelled(lines: list[Line]) -> list[tuple[str, str]]:
    """Label and text of each group; lines that go on with a list are joined to it."""
    parts: list[tuple[str, list[str]]] = []
    for index, line in enumerate(lines):
        for piece in _columns(line):
            text = without_bullet(piece)
            found = _LABEL.match(text) or _DASHED.match(text)
            above = lines[index - 1] if index else None
            if found is not None and not text.lower().startswith("http"):
                parts.append((tidy(found[1]), [found[2]]))
            elif _is_label_line(lines, index):
                parts.append((tidy(text), []))
            elif (parts and above is not None and _goes_on(line, above, parts[-1][1])) or (parts and not parts[-1][1]):
                parts[-1][1].append(text)
            else:
                parts.append(("", [text]))
    return [(label, join_wrapped_list(texts)) for label, texts in parts]


def _columns(line: Line) -> list[str]:
    """The pieces of a line: a label in the margin stays with its list, skills in columns are apart."""
    texts = [segment.text for segment in line.segments]
    labels, lists = texts[0::2], texts[1::2]
    if (
        len(texts) >= 4
        and len(labels) == len(lists)
        and "," not in "".join(labels)
        and all("," in part for part in lists)
    ):
        return [f"{label}: {part}" for label, part in zip(labels, lists, strict=True)]
    if len(texts) == 2 and "," in texts[1] and "," not in texts[0] and not texts[0].rstrip().endswith(":"):
        return [f"{texts[0]}: {texts[1]}"] if not starts_with_bullet(texts[1]) else texts
    if len(texts) >= 2 and texts[0].rstrip().endswith(":"):
        return [f"{texts[0]} {', '.join(texts[1:])}"]
    return texts


def _is_label_line(lines: list[Line], index: int) -> bool:
    """Whether the line is a bold or lone label above a list of skills."""
    line = lines[index]
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below is None or len(line.segments) > 1 or line.bullet or starts_with_bullet(line.text):
        return False
    text = tidy(line.text)
    if len(text.split()) > 5 or "," in text or _SPLIT.search(text):
        return False
    listed = (
        "," in below.text or "•" in below.text or "|" in below.text or starts_with_bullet(below.text) or below.bullet
    )
    return (line.bold and not below.bold) or (
        listed and line.space >= 0.3 and not starts_with_bullet(lines[index - 1].text)
    )


def _goes_on(line: Line, above: Line, texts: list[str]) -> bool:
    """Whether the line continues the list of the line above: that one ends in a comma or this one is its wrap."""
    if (
        line.bullet
        or starts_with_bullet(line.text)
        or line.space > 0.45
        or not texts
        or line.bold
        or len(line.segments) > 1
    ):
        return False
    ends = above.text.rstrip()
    if line.source == "docx":
        return False
    if ends.endswith((",", ";", "/", "&", "-", "\u00ad", " and")):
        return True
    is_list = _SPLIT.search(ends) is not None
    if tidy(line.text)[:1].islower() and (is_list or len(ends) > 30):
        return True
    if line.source == "text":
        return len(ends) > 70 and is_list
    word = line.first.text.partition(" ")[0]
    return is_list and above.tells_wraps and above.x1 + 0.6 * above.size * len(word) > line.edge


def join_wrapped_list(texts: list[str]) -> str:
    """Wrapped lines of a list as one; a skill cut by the end of the line is put together."""
    return join_wrapped([text.replace("\t", ", ") if index else text for index, text in enumerate(texts)])


def _keywords(text: str, lexicon: Lexicon) -> list[str]:
    keywords: list[str] = []
    for part in _split_outside_brackets(text):
        bare = _cleaned(part)
        if not bare:
            continue
        words = bare.split()
        if len(words) > _MAX_WORDS or (bare.endswith(".") and len(words) > 4):
            keywords += [found for _, found in lexicon.find(bare, in_list=False)]
        elif len(words) >= 3 and not lexicon.canonical(bare):
            keywords += _by_blanks(bare, lexicon)
        else:
            keywords.append(bare)
    return keywords


def _split_outside_brackets(text: str) -> list[str]:
    """The parts between separators; "AWS (S3, EC2)" gives "AWS", "S3" and "EC2"."""
    opened = re.sub(r"\s*\(([^()]*,[^()]*)\)", r", \1,", text)
    parts = [part for part in _SPLIT.split(opened) if part.strip()]
    return [piece for part in parts for piece in _conjunction(part)]


def _conjunction(part: str) -> list[str]:
    """ "HTML and CSS" as two where both are short names; "Research and Development" stays whole."""
    found = re.fullmatch(r"\s*(?:and|und|et|y|&)?\s*(\S+)\s+(?:and|und|et|y)\s+(\S+)\s*", part)
    if found and (found[1].isupper() or found[2].isupper() or any(char in found[1] + found[2] for char in ".#+")):
        return [found[1], found[2]]
    return [part]


def _cleaned(part: str) -> str:
    bare = _LEAD_IN.sub("", tidy(part).strip(" .,;:–—-*•()[]\"'★☆●○■□◆◇▮▯")).strip()
    if part.rstrip().endswith("+") or bare.endswith("+"):
        bare = bare.rstrip()
    without_level = _LEVEL.sub("", bare).strip(" (–—-:")
    bare = without_level or bare
    if bare.count("(") > bare.count(")"):
        bare += ")"
    if bare.count(")") > bare.count("("):
        bare = bare.replace(")", "")
    return bare if re.search(r"[^\W_]", bare) and not re.fullmatch(r"[\d\s.,/%+-]+", bare) else ""


def _by_blanks(text: str, lexicon: Lexicon) -> list[str]:
    """A list whose only separator is a blank, where the lexicon knows (nearly) all of its parts; else `text` whole."""
    words = text.split()
    parts: list[str] = []
    known = 0
    index = 0
    while index < len(words):
        for size in (3, 2, 1):
            candidate = " ".join(words[index : index + size])
            if size == 1 or lexicon.canonical(candidate) is not None:
                known += lexicon.canonical(candidate) is not None
                parts.append(candidate)
                index += size
                break
    return parts if len(parts) >= 3 and known >= 0.7 * len(parts) else [text]


def canonical_skills(groups: list[SkillGroup], texts: list[str], lexicon: Lexicon) -> list[Skill]:
    """Canonical skills of the groups, then those of the running `texts`, each once with its evidence."""
    found: dict[str, Skill] = {}
    listed = [keyword for group in groups for keyword in group.keywords]
    for keyword in listed:
        skill = lexicon.canonical(keyword)
        pairs = [(skill, keyword)] if skill is not None else lexicon.find(keyword, in_list=True)
        for known, words in pairs:
            entry = found.setdefault(known.name, Skill(name=known.name, category=known.category))
            if words not in entry.evidence:
                entry.evidence.append(words)
    for text in texts:
        for known, _ in lexicon.find(text, in_list=False):
            entry = found.setdefault(known.name, Skill(name=known.name, category=known.category))
            if len(entry.evidence) < 3:
                entry.evidence.append(text[:200])
    return list(found.values())


def groups_of_text(texts: list[str], lexicon: Lexicon) -> list[SkillGroup]:
    """Where a CV has no skill section: the skills its text names, as one group."""
    names = dict.fromkeys(words for text in texts for _, words in lexicon.find(text, in_list=False))
    return [SkillGroup(keywords=list(names))] if names else []
