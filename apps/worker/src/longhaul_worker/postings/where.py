"""Finds places, workplace and employment type that labels, titles and sentences name."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from career.posting import EmploymentType, JobPlace, Workplace
from longhaul_worker.feeds.places import is_place, split_place
from longhaul_worker.postings.draft import Draft
from longhaul_worker.postings.heads import heads_of
from longhaul_worker.postings.kinds import kinds_of
from longhaul_worker.postings.labels import Fact
from longhaul_worker.postings.page import Page
from longhaul_worker.postings.spots import is_spot, place_of, workplace_in
from longhaul_worker.postings.when import fold

_PLACE_SENTENCES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        (
            r"\b(?:based|located|situated|position is|role is|office is|job is|working|work) (?:\w+ ){0,2}?(?:in|at"
            r"|out of"
            r"|from) (?:our )?(?:the )?(?:offices? in )?(?P<place>[A-Z][\w.'\u00c0-\u017f-]+(?:["
            r" -][A-Z][\w.'\u00c0-\u017f-]+){0,2}(?:, [A-Z][\w.\u00c0-\u017f-]+(?: [A-Z]\w+)?){0,2})"
        ),
        (
            r"\b(?:in"
            r"|at) our (?P<place>[A-Z][\w.\u00c0-\u017f-]+(?: [A-Z][\w.\u00c0-\u017f-]+){0,2}(?:, [A-Z]\w+)?)"
            r" (?:office|hq|headquarters|studio|site|hub|campus|store|location)"
        ),
        (
            r"\b(?:[Ss]tandort|[Aa]m Standort|f\u00fcr unseren Standort"
            r"|[Bb]\u00fcro) (?:in )?(?P<place>[A-Z\u00c4\u00d6\u00dc][\w\u00c0-\u017f-]+(?: (?:am|an der) [A-Z]\w+)?)"
        ),
        (
            r"\b(?:bas\u00e9e?s?|situ\u00e9e?|poste est) (?:\u00e0"
            r"|en) (?P<place>[A-Z][\w\u00c0-\u017f-]+(?:[ -][A-Z]\w+)?)"
        ),
        r"\b(?:ubicad[oa]|con sede|sede) (?:en|in|a) (?P<place>[A-Z][\w\u00c0-\u017f-]+(?: [A-Z]\w+)?)",
        (
            r"\b(?:[Ww]e are hiring|[Rr]emote|[Hh]ybrid|[Oo]n-?site|[Ff]ull-time|[Pp]osition|[Rr]ole|[Jj]ob|[Oo]pening"
            r"|team) in (?P<place>[A-Z][\w.\u00c0-\u017f-]+(?: [A-Z][\w.\u00c0-\u017f-]+){0,2}(?:, [A-Z]\w+)?)"
        ),
        (
            r"\b(?:in|from|near) (?P<place>[A-Z][\w.'\u00c0-\u017f-]+(?: [A-Z][\w.'-]+){0,2}, (?:[A-Z]{2}"
            r"|[A-Z]\w+(?: [A-Z]\w+)?))(?![\w])"
        ),
        (
            r"\b(?:office|offices|headquarters|HQ"
            r"|studio) in (?P<place>[A-Z][\w.\u00c0-\u017f-]+(?: [A-Z][\w.\u00c0-\u017f-]+){0,2}(?:, [A-Z]\w+)?)"
        ),
    )
)  # fmt: skip
_IN_TOWN: Final = re.compile(
    r"\b(?:in|en|em|at|\u00e0) ([A-Z\u00c0-\u00dd][\w\u00c0-\u017f-]+(?: [A-Z][\w\u00c0-\u017f-]+)?)(?![\w-])"
)
_ABOUT_HOME: Final = re.compile(r"teletravail|home ?office|remote|teletrabajo|mobil|thuiswerk|smart ?working")
_SOME: Final = re.compile(
    r"ponctuel|autoris|occasion|partiel|parcial|possible|moglich|\d+ ?(?:jours?|days?|tage?|dias|dagen|%)"
    r"|teilweise|partly"
)
_YES: Final = frozenset({"yes", "ja", "oui", "si", "true"})
_NO: Final = frozenset({"no", "nein", "non", "false", "none"})
_EMPLOYER_IN: Final = re.compile(
    r"[A-Z][\w.]+ in (?P<place>[A-Z][\w\u00c0-\u017f-]+(?: [A-Z][\w\u00c0-\u017f-]+)?(?:, [A-Z]\w+)?) (?:is"
    r"|are) (?:\w+ )?(?:looking|hiring|seeking|recruiting)"
)
_MODE_WORDS: Final[tuple[tuple[Workplace, float, str], ...]] = (
        ("onsite", 0.66, (
            r"\b(?:no telecommuting|no remote work|telecommuting is not|this is not a remote|not a remote (?:role"
            r"|position|job)|no remote|remote work is not|cannot be (?:done|performed) remotely|kein home ?office"
            r"|fully on-?site|100 ?% (?:on-?site|in.office)|5 days (?:a|per) week (?:in|on|at|from)|five days (?:a"
            r"|per) week (?:in|on|at|from)|on-?site (?:5|five) days|in-?(?:office|person) (?:5|five) days"
            r"|100 ?% presencial|in[- ]person in \w+|(?:5|five) days (?:a|per) week in[- ]person)"
        )),
        ("hybrid", 0.66, (
            r"\bis (?:a )?hybrid\b|\bhybrid with\b|\bhybrid(?:es?|e[sn]? )?[ -]?(?:work|role|position|model|policy"
                r"|set-?up|schedule|environment|arrangement"
            r"|job|office|remote|approach|team|first|basis|way|friendly|arbeit|modell)|\bhybrides? arbeit|\(hybrid\b"
            r"|\bhybrid\)|(?:\d|one|two|three|four|1-2|2-3) (?:or \w+ |- ?\d )?days?(?: (?:a|per|each"
            r"|every) week)? (?:in|at|from|on) (?:the|our|an) ?\w* ?(?:office|home|hub|studio|site)|\d+ (?:tage?n?"
            r"|jours?|dias|giorni|dagen) (?:die woche |pro woche |par semaine |a la semana )?(?:im (?:buro|homeoffice"
            r"|home office|office)|de teletravail|en teletravail|home ?office|homeoffice|mobil|de teletrabajo|thuis"
            r"|in smart working)|teilweise (?:im )?home ?office|(?:mix|combination|balance|blend) of (?:remote|office"
            r"|home|in-?(?:person|office))|teletravail (?:partiel|possible|hybride)|modalidad hibrida|modelo hibrido"
            r"|trabajo hibrido|lavoro ibrido|home ?office (?:moglich|option|nach absprache|tage)|mobiles? arbeiten"
            r"|remote[- ]friendly|partially remote|flexible (?:office|hybrid)"
        )),
        ("remote", 0.62, (
            r"\b(?:fully|100 ?%|completely|entirely) remote|remote[- ](?:first|only)\b|\bremote (?:role|position|job"
            r"|opportunity|work(?:er|ing)? (?:role|position|is)|team|company|contract|within|in|from|across|anywhere"
            r"|based|\()|\bwork(?:ing)? from anywhere|(?:role|position|job|opportunity|team) (?:is|can be|will be"
            r"|may be) (?:\w+ )?(?:remote|performed remotely|done remotely)|\bwork(?:ing)? remotely\b|remote \((?:eu"
            r"|us|uk|europe|global|worldwide)|vollstandig remote|komplett remote|100 ?% home ?office|full remote"
            r"|100 ?% teletravail|teletravail (?:total|complet|a 100)|100 ?% remoto|trabajo remoto|teletrabajo 100"
            r"|completamente da remoto|work from home (?:role|position|job)|praca zdalna|volledig remote"
        )),
        ("onsite", 0.5, (
            r"\bon-?site (?:role|position|job|work|only|presence|in)|\b(?:is|be|work|working|role:?"
            r"|position:?) (?:fully )?on-?site\b|\bin-?(?:office|person) (?:role|position|job|only)|work(?:ing)? (?:at"
            r"|from|in) our (?:\w+ ){0,2}(?:office|site|plant|warehouse|store|facility|restaurant|kitchen|hospital"
            r"|clinic)|vor ort (?:in|bei|arbeit)"
        )),
)  # fmt: skip
_MODES: Final[tuple[tuple[Workplace, float, re.Pattern[str]], ...]] = tuple(
    (mode, sure, re.compile(pattern)) for mode, sure, pattern in _MODE_WORDS
)
_KINDS: Final[tuple[tuple[EmploymentType, re.Pattern[str]], ...]] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (EmploymentType.FULL_TIME, (
            r"\bfull[ -]?time\b(?! (?:equivalent|student|degree|education|mba|parent))|\bvollzeit\b|\btemps plein\b"
            r"|\btemps complet\b|jornada completa|tiempo completo|tempo pieno|\bvoltijd|\bfulltime\b|\bheltid"
            r"|pelny etat|pelen etat|\bpermanent (?:role|position|contract|full|job|employment)|unbefristete"
            r"|festanstellung|\bcdi\b|contrato indefinido|tempo indeterminato"
        )),
        (EmploymentType.PART_TIME, (
            r"(?:looking for|seeking|hiring|need|join us as|recruiting) (?:an? |our )?part[ -]?time"
            r"|\b0[.,][1-9]\d? ?fte\b|\b(?:[1-9]|[12]\d|3[0-2]) ?(?:hours?|hrs?|h|stunden|heures|horas|uur)(?: ?/ ?"
            r"| per | a | pro | par | a la | por )(?:week|woche|semaine|semana)"
            r"|\b(?:[1-9]|[12]\d|3[0-2]) (?:timer om ugen|timmar i veckan|uur per week|godzin tygodniowo)"
                r"|\bpart[ -]?time (?:role|position|job"
            r"|work|basis|contract|hours|employee)|\bor part[ -]?time\b|\bteilzeit\b|temps partiel|media jornada"
            r"|tiempo parcial|jornada parcial|\bdeeltijd|\bparttime\b|part[ -]?time\)|minijob"
        )),
        (EmploymentType.CONTRACTOR, (
            r"\bcontract (?:role|position|job|basis|assignment|opportunity)|\bcontract[ -]to[ -]hire"
            r"|freelance(?:r)? (?:role|position|basis|project|contract|mission)|\d+[ -]month contract"
            r"|independent contractor|auf freiberuflicher|mission freelance|\bb2b\b|contractor (?:role|position|basis)"
        )),
        (EmploymentType.TEMPORARY, (
            r"\btemporary (?:role|position|job|contract|basis|assignment)|\bfixed[ -]term\b|\bbefristet(?:e[rns]?)? "
            r"|maternity cover|\bcdd\b|seasonal (?:role|position|job|work)|contrato temporal|tempo determinato"
        )),
        (EmploymentType.INTERN, (
            r"\b(?:this|our|paid|summer|the|an?) (?:\w+ )?internship\b|internship (?:program|position|role"
            r"|opportunity)|\bpraktikum\b|werkstudent|working student|\bstage de (?:\d|fin)|\balternance\b"
            r"|\bapprenticeship|\bbecari[oa]|\btirocinio|stage \("
        )),
        (EmploymentType.VOLUNTEER, r"\bvolunteer (?:role|position|opportunity)|\bunpaid volunteer|ehrenamtlich"),
    )
)  # fmt: skip
_NOT_A_KIND: Final = re.compile(
    r"(?:prefer|previous|convert|leading to|possibility of|years? of|following the|after the|into an?"
    r"|could become|opportunity for)[\w ,]{0,24}$"
)
_TITLE_KINDS: Final = re.compile(
    (
        r"\b(?:intern(?:ship)?|working student|werkstudent\w*|praktik\w+|stagiaire|stage|alternan\w+|apprentice\w*"
        r"|trainee|azubi|ausbildung|part[ -]?time|full[ -]?time|teilzeit|vollzeit|freelance\w*|contract(?:or)?"
        r"|temporary|temp|fixed[ -]term|volunteer|cdi|cdd|becari\w+|minijob|seasonal|maternity)\b"
    ),
    re.IGNORECASE,
)
_IN_TITLE: Final = re.compile(
    r"(?:[(\[]|\s[-\u2013\u2014|,]\s|,\s|\s[-\u2013\u2014]\s?)(?P<place>[^()\[\]|]{2,60}?)[)\]]?$"
)
_TITLE_IN: Final = re.compile(r"\s(?:in|\u00e0|en)\s(?P<place>[A-Z\u00c0-\u00dd][\w\u00c0-\u017f .,-]{1,50})$")


def find_places(page: Page, draft: Draft, facts: list[Fact]) -> None:
    """Add the places that labels, class names, titles and sentences name."""
    for fact in facts:
        is_mode = not is_place(fact.value) and workplace_in(fact.value) is not None and len(fact.value.split()) <= 2
        if fact.name == "place" and _is_plausible(fact.value) and not is_mode:
            sure = (0.84 if fact.is_labelled else 0.7) if is_spot(fact.value) else (0.78 if fact.is_labelled else 0.58)
            draft.places.add(_places(fact.value), "heuristic", sure, f"{fact.label}: {fact.value}")
    towns = {
        found[1] for found in _IN_TOWN.finditer(page.text[:8000]) if split_place(found[1])[0] and is_place(found[1])
    }
    if len(towns) == 1:
        draft.places.add([place_of(towns.copy().pop())], "heuristic", 0.4, f"in {min(towns)}")
    if found := _EMPLOYER_IN.search(page.text[:5000]):
        draft.places.add([place_of(found["place"])], "heuristic", 0.44, found.group())
    title = draft.title.value or ""
    for head in heads_of(page, title or None):
        if head.place and is_spot(head.place):
            draft.places.add([place_of(head.place)], "heuristic", 0.7 if head.is_sure else 0.62, head.place)
    for pattern in (_IN_TITLE, _TITLE_IN):
        found = pattern.search(title)
        if (
            found
            and is_place(found["place"].strip())
            and not re.fullmatch(r"(?:fully )?remote|hybrid|on-?site", found["place"].strip(), re.IGNORECASE)
        ):
            draft.places.add([place_of(found["place"])], "heuristic", 0.56, title)
    for pattern in _PLACE_SENTENCES:
        for found in list(pattern.finditer(page.text[:20_000]))[:6]:
            place = found["place"].strip(" .,")
            if is_place(place):
                draft.places.add([place_of(place)], "heuristic", 0.5, found.group())
                break


def find_workplace(page: Page, draft: Draft, facts: list[Fact]) -> None:
    """Add whether the work is remote, hybrid or on site."""
    for fact in facts:
        if fact.name in {"workplace", "place", "employment"}:
            sure = {"workplace": 0.86, "place": 0.74, "employment": 0.7}[fact.name] - (
                0.0 if fact.is_labelled else 0.06
            )
            mode = workplace_in(fact.value)
            if fact.name == "workplace" and mode is None and fact.is_labelled and "remote" in fold(fact.label):
                answer = fold(fact.value).strip()
                mode = "remote" if answer in _YES else "onsite" if answer in _NO else None
            if mode is None and _ABOUT_HOME.search(fold(fact.label)) and _SOME.search(fold(fact.value)):
                mode = "hybrid"
            draft.workplace.add(mode, "heuristic", sure, f"{fact.label}: {fact.value}")
    draft.workplace.add(workplace_in(draft.title.value or ""), "heuristic", 0.64, draft.title.value)
    if re.search(
        r"\bremote\b", f"{page.title} {page.metas.get('og:title', '')} {urlsplit(page.url or '').path}", re.IGNORECASE
    ):
        draft.workplace.add("remote", "heuristic", 0.56, page.title)
    for head in heads_of(page, draft.title.value):
        draft.workplace.add(workplace_in(head.place or ""), "heuristic", 0.6, head.place)
    text = fold(page.text[:30_000])
    for mode, sure, pattern in _MODES:
        if found := pattern.search(text):
            draft.workplace.add(mode, "heuristic", sure, text[max(0, found.start() - 30) : found.end() + 40])
    best = draft.places.best
    if best is not None:
        raws = " / ".join(place.raw for place in best.value)
        draft.workplace.add(workplace_in(raws), "heuristic", 0.58, raws)


def find_employment(page: Page, draft: Draft, facts: list[Fact]) -> None:
    """Add the employment types that labels, the title and sentences name."""
    for is_labelled, sure in ((True, 0.84), (False, 0.72)):
        said = [
            fact
            for fact in facts
            if fact.name in {"employment", "workplace"} and fact.is_labelled == is_labelled and len(fact.value) <= 100
        ]
        evidence = "; ".join(f"{fact.label}: {fact.value}" for fact in said)
        draft.employment.add(kinds_of(dict.fromkeys(fact.value for fact in said)), "heuristic", sure, evidence)
    title = draft.title.value or ""
    named = kinds_of(_TITLE_KINDS.findall(title))
    draft.employment.add(named, "heuristic", 0.68, title)
    text = fold(page.text[:30_000])
    kinds: list[EmploymentType] = []
    evidence = ""
    for kind, pattern in _KINDS:
        for found in pattern.finditer(text):
            if not _NOT_A_KIND.search(text[max(0, found.start() - 60) : found.start()]):
                kinds.append(kind)
                evidence = evidence or text[max(0, found.start() - 40) : found.end() + 40]
                break
    draft.employment.add(kinds, "heuristic", 0.52, evidence)


def _is_plausible(value: str) -> bool:
    return (
        1 < len(value) <= 140
        and any(char.isalpha() for char in value)
        and len(value.split()) <= 16
        and "@" not in value
        and "http" not in value
    )


def _places(value: str) -> list[JobPlace]:
    """One place, or several where they are listed with signs that do not stand inside a place."""
    pieces = [piece.strip() for piece in re.split(r"\s*[;|\u2022\u00b7]\s*|\s+/\s+", value) if piece.strip()]
    if len(pieces) > 1 and all(is_place(piece) for piece in pieces):
        return [place_of(piece) for piece in pieces[:10]]
    return [place_of(value)]
