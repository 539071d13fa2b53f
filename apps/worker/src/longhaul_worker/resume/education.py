"""Education: school, degree, subject, dates and grade of each entry."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re
from dataclasses import dataclass, field

from career.resume import Education
from longhaul_worker.resume.dates import Span
from longhaul_worker.resume.document import ICON, Line
from longhaul_worker.resume.labels import read_label
from longhaul_worker.resume.places import is_area, is_place, split_place
from longhaul_worker.resume.rows import Row, rows_of
from longhaul_worker.resume.textnorm import key, tidy, without_bullet
from longhaul_worker.resume.titles import degree_span, school_score

_SCORE = re.compile(
    r"\(?\b(?:c?gpa|grade|note|abschlussnote|score|average|notendurchschnitt|durchschnitt|final mark|mention"
    r"|nota(?: media)?|moyenne|result|percentage|gesamtnote)\b\s*(?:of\s|is\s)?[:=]?\s*"
    r"(\d+(?:[.,]\d+)?(?:\s*(?:/|von|out of)\s*\d+(?:[.,]\d+)?)?\s?%?|[A-F][+-]?|very good|good|distinction"
    r"|sehr gut|gut|très bien|bien|sobresaliente|notable)(?!\w)\)?",
    re.IGNORECASE,
)
_PLAIN_SCORE = re.compile(
    r"\(?\b(\d[.,]\d{1,2}\s*/\s*(?:4(?:[.,]0+)?|5(?:[.,]0+)?|10(?:[.,]0+)?|20)|[0-4][.,]\d{1,2}(?=\s*c?gpa))\b\s*(?:c?gpa)?\)?",
    re.IGNORECASE,
)
_COURSES = re.compile(
    r"^(?:relevant |selected |key )?(?:course ?work|courses|modules|kurse|schwerpunkte|cours"
    r"|asignaturas)\b[^:]{0,20}:\s*(.+)$",
    re.IGNORECASE,
)
_CUT = re.compile(
    rf"\t|(?<=[a-zà-ü]{{3}})\.\s+(?=[A-Z])|\s*[|•●·{ICON};]\s*|\s+@\s+|\s+[–—]\s+|\s+-{{1,3}}\s+|\s*::\s*"
)
_FROM = re.compile(r"\s+(?:at|from|an der|am|à l['’]|à la|en la|@)\s*(?=\S)", re.IGNORECASE)
_AREA = re.compile(
    r"\s+(?:in|of|en|im fach|fach|with a (?:major|focus) in|em|de)\s+(?=\S)|\s+d['’](?=\w)|\s*[:–—(-]\s*|,\s*",
    re.IGNORECASE,
)
_NOT_AREA = re.compile(
    r"\b(?:gpa|grade|honou?rs|cum laude|with distinction|thesis|minor|first class|second class|magna|summa)\b",
    re.IGNORECASE,
)
#: What the columns of a table of degrees are called: its first row is no degree.
_COLUMN_NAMES = frozenset(
    [
        "degree",
        "course",
        "qualification",
        "examination",
        "exam",
        "institute",
        "institution",
        "university",
        "board",
        "college",
        "school",
        "year",
        "percentage",
        "cgpa",
        "gpa",
        "grade",
        "marks",
        "score",
        "specialization",
        "subject",
        "duration",
        "passing",
    ]
) | {"year of passing", "board university", "name of institute", "school college"}
_CLASS = re.compile(
    r"[,;]?\s*\(?(?:(?:first|upper second|lower second|second|third)[- ]class(?: (?:upper|lower))?"
    r"(?: honou?rs)?(?: division)?"
    r"|(?:hons?|honou?rs)"
    r"|2[:.][12]|1st|1:1"
    r"|(?:summa |magna )?cum laude|with (?:high(?:est)? )?(?:distinction|honou?rs)|mention .*)\)?$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\s+(?:of|en|de)\s+(?:science|arts?|engineering|business administration|technology|fine arts|laws?"
    r"|philosophy|education|commerce|music|medicine|design|applied science"
    r"|computer applications|ciencias|architecture|public health|social work|applied arts)\b(?:\s*\((?:b"
    r"|m)\.?\s?[a-z.]{1,6}\))?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Draft:
    schools: list[str] = field(default_factory=list[str])
    degrees: list[str] = field(default_factory=list[str])
    others: list[str] = field(default_factory=list[str])
    spans: list[Span] = field(default_factory=list[Span])
    place: str | None = None
    score: str | None = None
    courses: list[str] = field(default_factory=list[str])


def find_education(lines: list[Line]) -> list[Education]:
    """The entries of an education section, in the order of the CV."""
    drafts: list[_Draft] = []
    for row in rows_of(lines):
        if row.role == "head" or (row.role == "prose" and _names_school(row.line.text) and len(row.line.text) < 140):
            _read_head(drafts, row)
        elif row.role in {"bullet", "prose"} and _is_entry_bullet(drafts, row):
            _read_head(drafts, _as_head(row))
        elif drafts:
            _read_detail(drafts[-1], tidy(without_bullet(row.line.text)))
    return [entry for draft in drafts if (entry := _finished(draft)) is not None]


def _names_school(text: str) -> bool:
    return school_score(text) > 0 and degree_span(text) is not None


def _is_entry_bullet(drafts: list[_Draft], row: Row) -> bool:
    text = row.line.text
    return row.role == "bullet" and _names_school(text) and (not drafts or bool(drafts[-1].schools))


def _as_head(row: Row) -> Row:
    return rows_of([row.line])[0]


def _read_head(drafts: list[_Draft], row: Row) -> None:
    label = read_label(row.rest)
    text = label[1] if label else row.rest
    if label is not None and label[0] == "dates":
        text = ""
    found = _SCORE.search(text) or _PLAIN_SCORE.search(text)
    if found is not None:
        text = f"{text[: found.start()]}\t{text[found.end() :]}"
    pieces = _pieces(text, row)
    if not row.spans and len(pieces) > 1 and all(key(piece) in _COLUMN_NAMES for piece in pieces):
        return
    places = [piece for piece in pieces if is_place(piece)]
    schools = [piece for piece in pieces if piece not in places and _is_school(piece)]
    degrees = [piece for piece in pieces if piece not in schools + places and degree_span(piece) is not None]
    others = [piece for piece in pieces if piece not in schools + degrees]
    if not drafts or _begins(drafts[-1], schools, degrees, others, row):
        drafts.append(_Draft())
    draft = drafts[-1]
    if found is not None:
        draft.score = draft.score or tidy(found[1]).strip(" ,.")
    courses = _COURSES.match(tidy(text))
    if courses is not None:
        draft.courses += _listed(courses[1])
        return
    draft.schools += schools
    draft.degrees += degrees
    draft.spans += row.spans
    for piece in others:
        if piece in places:
            draft.place = draft.place or piece
        else:
            draft.others.append(piece)


def _begins(draft: _Draft, schools: list[str], degrees: list[str], others: list[str], row: Row) -> bool:
    """Whether a row with these pieces begins a new entry."""
    space = row.line.space
    if schools and draft.schools:
        return True
    if degrees and draft.degrees and (draft.schools or draft.spans or space > 0.3):
        return not all(re.search(r"\bminor\b", degree, re.IGNORECASE) for degree in degrees) or bool(row.spans)
    if row.spans and draft.spans and any(not span.single for span in row.spans):
        return True
    if row.spans and draft.spans and (schools or degrees) and len(schools + degrees + others) > 1:
        return True
    complete = bool((draft.schools or draft.degrees) and draft.spans)
    if space > 0.6 and complete and (schools or degrees or row.spans):
        return True
    return space > 0.6 and complete and bool(draft.schools and draft.degrees) and bool(others) and row.line.bold


def _pieces(text: str, row: Row) -> list[str]:
    lead = row.line.segments[0].lead
    before = row.line.text[:lead].rstrip()
    parts = [text]
    if (
        lead
        and text.startswith(before)
        and len(before) > 2
        and (before[-1] in ",|–—-:" or row.line.text[lead - 1] == " ")
    ):
        parts = [before, text[len(before) :]]
    pieces: list[str] = []
    for part in parts:
        for cut in _CUT.split(part):
            bare = tidy(cut).strip(" ,;:–—-|")
            if bare.startswith("(") and bare.endswith(")"):
                bare = bare[1:-1]
            if len(bare) > 1 and re.search(r"[^\W\d_]", bare):
                pieces += _split_school(bare)
    return pieces


def _split_school(text: str) -> list[str]:
    """ "BSc in Physics, MIT" and "MIT, BSc in Physics" become two pieces."""
    if is_place(text):
        return [text]
    bare, place = _school_and_place(text)
    tail = [place] if place else []
    if not (school_score(bare) and degree_span(bare) is not None):
        if school_score(bare) or degree_span(bare) is not None:
            return [*_before_school(bare), *tail]
        return [text]
    joined = _FROM.search(bare)
    if joined and school_score(bare[joined.end() :]) and degree_span(bare[: joined.start()]):
        return [bare[: joined.start()], bare[joined.end() :], *tail]
    parts = [part.strip() for part in bare.split(",")]
    kinds = [
        "school" if school_score(part) and not _leads_with_degree(part) else "degree" if degree_span(part) else ""
        for part in parts
    ]
    if "school" not in kinds or "degree" not in kinds:
        return [bare, *tail]
    cut = max(kinds.index("school"), kinds.index("degree"))
    return [", ".join(parts[:cut]), ", ".join(parts[cut:]), *tail]


def _school_and_place(text: str) -> tuple[str, str | None]:
    """The school without its town, except where the town tells it from others: "University of California, Davis"."""
    school, place = split_place(text)
    if place and "," not in place and re.search(r"\b(?:University|Universidad|College) of [A-Z][a-z]+$", school):
        state = school.rpartition(" of ")[2]
        if is_area(state) and not is_area(place):
            return text, None
    return school, place


def _before_school(text: str) -> list[str]:
    """ "Preparatory classes, Lycée X" as two pieces, where what comes first names neither school nor degree."""
    first, comma, rest = text.partition(", ")
    if comma and not school_score(first) and degree_span(first) is None and school_score(rest) and not is_place(first):
        return [first, rest]
    return [text]


def _is_school(text: str) -> bool:
    return school_score(text) > 0 and not _leads_with_degree(text)


def _leads_with_degree(text: str) -> bool:
    """Whether a degree stands at the beginning, as in "Master of Business, Management School"."""
    span = degree_span(text)
    return (
        span is not None
        and span[0] <= 2
        and not re.match(r"^(?:high school|mit|tu|fh)\b(?!\s+diploma)", text, re.IGNORECASE)
    )


def _read_detail(draft: _Draft, text: str) -> None:
    found = _SCORE.search(text) or _PLAIN_SCORE.search(text)
    if found is not None and draft.score is None:
        draft.score = tidy(found[1]).strip(" ,.")
    courses = _COURSES.match(text)
    if courses is not None:
        draft.courses += _listed(courses[1])


def _listed(text: str) -> list[str]:
    return [bare for part in re.split(r"[,;•]", text) if (bare := part.strip(" ."))]


def _finished(draft: _Draft) -> Education | None:
    school = draft.schools[0] if draft.schools else None
    others = [other for other in draft.others if not _NOT_AREA.search(other)]
    degree = draft.degrees[0] if draft.degrees else None
    if school is None and others and (degree or draft.spans):
        school = others.pop(0)
    if school is None and degree is None:
        return None
    degree = _CLASS.sub("", degree).strip() if degree else None
    study, area = _degree_and_area(degree) if degree else (None, None)
    if area is None and others and len(others[0].split()) <= 8:
        area = others[0]
    if school is None and area and ", " in area:
        area, _, school = area.rpartition(", ")
    span = next((span for span in draft.spans if not span.single), draft.spans[0] if draft.spans else None)
    school, place = _school_and_place(school) if school else (None, None)
    return Education(
        institution=school,
        studyType=study,
        area=area,
        location=draft.place or place,
        startDate=None if span is None or span.single else span.start,
        endDate=span.end if span else None,
        score=draft.score,
        courses=draft.courses,
    )


def _degree_and_area(text: str) -> tuple[str, str | None]:
    """ "Bachelor of Science in Physics" gives "Bachelor of Science", "Physics"."""
    span = degree_span(text)
    if span is None:
        return text, None
    end = span[1]
    more = re.compile(r"(?:['’]s)?\s+(?:degree|diploma|programme?|hons?)\b(?!\s*$)|\s*\([A-Z][\w. ]{1,7}\)").match(
        text, end
    )
    if more is not None:
        end = more.end()
    of = _OF.match(text, end)
    if of is not None:
        end = of.end()
    joint = _AREA.match(text, end)
    if joint is None:
        rest = text[end:].strip(" .,")
        if not rest:
            before = text[: span[0]].strip(" ,–-(")
            return (text[span[0] :].strip(), before or None)
        return text[:end].strip(" ,"), rest.strip("()") if not _NOT_AREA.search(rest) else None
    area = re.sub(r"\s*\([A-Z][\w.& ]{1,8}\)$", "", tidy(text[joint.end() :])).strip(" ,.")
    if area.count("(") != area.count(")"):
        area = area.strip("()")
    area = re.sub(r"^(?:in|of)\s+", "", area)
    if not area or (_NOT_AREA.search(area) and "," not in area):
        return text[: joint.start()].strip(" ,"), None
    return text[: joint.start()].strip(" ,"), area
