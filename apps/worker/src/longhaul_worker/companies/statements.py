"""Finds statements about a company in sentences: when it was founded, how large it is, where it works."""
# ruff: noqa: RUF001 - texts of companies are full of these dashes and quotes

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from career.records.reposts import company_key
from longhaul_worker.companies.claims import Claim, Topic, cut
from longhaul_worker.llm.grounding import normalised

_SENTENCE: Final = re.compile(r"(?:(?<=[^\W\d_][.!?])|(?<=\d\d\d[.!?]))\s+(?=[A-ZÄÖÜÉÀÈ¿¡“\"])")
_NUMBER: Final = r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+|\d{1,6}"
_FOUNDED: Final = re.compile(
    r"\b(?:founded|established|set up|started|incorporated|launched|since|gegründet|gründung|seit|bestehen seit|"
    r"fondée?|créée?|"
    r"depuis|fundada|fundado|desde|fondata|nata nel|opgericht|sinds)\b[^.\d]{0,40}?\b((?:1[5-9]|20)\d\d)\b",
    re.IGNORECASE,
)
_WHEN: Final = re.compile(
    r"\b((?:1[5-9]|20)\d\d)\b[^.\d]{0,20}\b(?:gegründet|founded|fondée?|established)\b", re.IGNORECASE
)
_SIZE: Final = re.compile(
    rf"(?:(?:more than|over|about|around|some|nearly|almost|approximately|rund|über|knapp|etwa|mehr als|plus de|"
    rf"environ|más de|"
    rf"oltre|circa|meer dan)\s+)?(?:{_NUMBER})\s*\+?\s*(?:[\w-]+\s){{0,2}}?(?:employees|people|colleagues|staff|"
    rf"team members|"
    r"specialists|experts|professionals|mitarbeiter\w*|mitarbeitenden?|beschäftigten?|kolleg\w+|menschen|köpfe|"
    r"collaborateurs|"
    r"salariés|personnes|empleados|personas|profesionales|dipendenti|persone|medewerkers|collega['’]?s)\b",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"\b(?:headquarter(?:s|ed)?(?: is| are)?(?: located)? in|head office (?:is )?in|based in|offices? (?:is |"
    r"are )?in|located in|"
    r"sites? in|branches in|mit sitz in|hauptsitz (?:ist |befindet sich )?in|sitz in|standorten? (?:in|sind)|büros? in|"
    r"basée? à|siège(?: social)?(?: est)? (?:situé )?à|bureaux à|con sede en|oficinas en|con sede a|sede a|uffici a|"
    r"gevestigd in)\s+"
    r"((?-i:[A-ZÄÖÜÉ])[\w.'’-]*(?:(?:\s|,\s|,?\s(?:and|und|et|y|e|en|the|de|am|an|der|la|le)\s|"
    r"\s?[/&-]\s?)(?-i:[A-ZÄÖÜÉ])[\w.'’-]*){0,9})",
    re.IGNORECASE,
)
_PLACES: Final = re.compile(r",?\s+(?:and|und|et|y|e|en)\s+(?=[A-ZÄÖÜÉ])")
_CUSTOMERS: Final = re.compile(
    rf"(?:{_NUMBER})(?:[.,]\d)?\s*(?:\+|k\b|m\b|million|millionen|mio\.?|thousand|tausend|millions?|"
    rf"milliones)?\s*(?:de\s)?(?:[\w-]+\s)?"
    r"(?:customers|users|clients|patients|pupils|students|members|guests|kunden|nutzer\w*|patient\w*|mitglieder\w*|"
    r"schüler\w*|clientes|"
    r"utilisateurs|usuarios|clienti)\b",
    re.IGNORECASE,
)
_MONEY: Final = re.compile(
    r"(?:\b(?:raised|funding|series [a-e]\b|revenues?|turnover|umsatz|chiffre d['’]affaires|facturaci[oó]n|"
    r"fatturato)\b[^.]{0,60}?"
    r"[$€£]?\s?\d[\d.,]*\s?(?:m\b|bn\b|million|billion|mio|mrd|k\b|millionen|milliarden|€|eur|usd|gbp)?)|"
    r"(?:[$€£]\s?\d[\d.,]*\s?(?:m|bn|million|billion)\b[^.]{0,40}\b(?:raised|funding|series [a-e]|revenue|turnover))",
    re.IGNORECASE,
)
_CERTIFICATE: Final = re.compile(
    r"\b(?:ISO[ /-]?(?:IEC )?\d{4,5}(?:[:-]\d{4})?|B[ -]?Corp(?:oration)?|SOC ?2|Great Place to Work|"
    r"Investors in People|"
    r"Top Employer|EMAS|Fairtrade|Disability Confident|kununu Top Company)\b"
)
_VALUES: Final = re.compile(
    r"\b(?:our (?:mission|vision|purpose|values|goal)|we believe|we stand for|unsere? (?:mission|vision|werte|ziel)|"
    r"wir glauben|wir stehen für|"
    r"notre (?:mission|vision|ambition)|nuestr[ao] (?:misi[oó]n|visi[oó]n)|la nostra missione|onze missie)\b",
    re.IGNORECASE,
)
_DOES: Final = (
    r"(?:is|are|was|has been|builds?|makes?|helps?|provides?|offers?|develops?|produces?|sells?|runs?|operates?|"
    r"delivers?|"
    r"designs?|supplies|supply|connects?|creates?|treats?|advises?|insures?|ist|sind|entwickelt|entwickeln|bietet|"
    r"bieten|"
    r"produziert|produzieren|betreibt|betreiben|baut|bauen|est|sommes|développe|développons|propose|proposons|aide|"
    r"aidons|"
    r"es|somos|desarrolla|ofrece|ofrecemos|è|siamo|sviluppa|is een)\b"
)
_SELF: Final = re.compile(
    r"^(?:we(?!['’](?:d|ll)\b)(?:['’]re|['’]ve)?|wir|nous)\s+(?!(?:are |'re )?(?:look(?:ing)?|seek(?:ing)?"
    r"|hiring|offer|want|need|expect|encourage|"
    r"welcome|would|will|can|may|do not|don|collect|process|use cookies|reserve|thank|suchen|bieten|freuen|erwarten|"
    r"verwenden|cherchons|recherchons|offrons|proposons))\w+|^(?:somos|siamo)\b",
    re.IGNORECASE,
)
_LEGAL: Final = re.compile(
    r"\b((?:[A-ZÄÖÜ0-9][\w&.,'’+-]*\s){1,6}(?:GmbH(?: & Co\. KG(?:aA)?)?|AG|SE|KG|UG|e\.V\.|Ltd\.?|Limited|LLC|LLP|"
    r"Inc\.?|plc|PLC|"
    r"S\.A\.S?\.?|SAS|SARL|S\.r\.l\.|S\.p\.A\.|S\.L\.|B\.V\.|N\.V\.|BV|AB|Oy|ApS|A/S|Pty Ltd))(?![\w])"
)
_ASKS: Final = re.compile(
    r"[?]$|\b(?:years? (?:of )?experience|jahre erfahrung|ans d['’]expérience|apply now|you will|"
    r"you have)\b",
    re.IGNORECASE,
)
_BOILERPLATE: Final = re.compile(
    r"\b(?:equal[- ]opportunit\w+|discriminat\w+|diskriminierung\w*|hiring|is looking for|applications?"
    r"|applicants?|candidates?|"
    r"interview\w*|suspicious|bewerb\w+|candidatures?|cookies?|privacy|accommodations?|inclusive|gender|imposter)\b",
    re.IGNORECASE,
)
_SINCE: Final = re.compile(r"\b(?:since|seit|depuis|desde|sinds)\s+(?:\w+\s)?\d{4}", re.IGNORECASE)
_TRADE: Final = re.compile(
    r"^(?:since|seit|depuis|desde|sinds)\b|\b(?:trading|serving|in business|family|exist\w*|besteh\w*|gibt es"
    r"|tradition\w*|"
    r"backen|bauen|fertigen|produ[czk]\w+|making|building|independent|owned)\b",
    re.IGNORECASE,
)
_TEAM: Final = re.compile(
    r"\b(?:teams?|groups?|équipe|gruppe|equipo|lead|manage|supervise)\s+(?:of|von|de|mit|with|aus)?\s*$", re.IGNORECASE
)
_FEW: Final = 3
_MIN: Final = 20
_NAMED: Final[tuple[tuple[Topic, re.Pattern[str], str], ...]] = (
    ("customers", _CUSTOMERS, "Whom it serves"),
    ("money", _MONEY, "Money"),
    ("certificate", _CERTIFICATE, "Certificate or award"),
)


def sentences(lines: Iterable[str]) -> Iterator[str]:
    """The sentences of lines of text."""
    for line in lines:
        yield from (part.strip() for part in _SENTENCE.split(line) if part.strip())


def stated(lines: Iterable[str], company: str, source: str, at: datetime) -> Iterator[Claim]:
    """What sentences of a text say of `company`, each with the sentence as its quote."""
    for sentence in sentences(lines):
        yield from _of_sentence(sentence, company, source, at)


def legal_names(text: str, company: str) -> Iterator[tuple[str, str]]:
    """Names with a legal form in `text` that are of `company`, as written."""
    known = company_key(company).split()
    for found in _LEGAL.finditer(text):
        words = found[1].split()
        for start in range(len(words) - 1):
            name = " ".join(words[start:]).strip(" ,;")
            key = company_key(name).split()
            # "Bakery Sonnenkorn" may be "Sonnenkorn GmbH" in law.
            if key == known or (key == known[-len(key) :] and len(key[-1]) > _FEW):
                yield name, found[1]
                break


def _of_sentence(sentence: str, company: str, source: str, at: datetime) -> Iterator[Claim]:
    if _ASKS.search(sentence):
        return

    def claim(topic: Topic, text: str, value: str, found: re.Match[str]) -> Claim:
        return Claim(topic, text, source, cut(sentence, found.span()), at, value)

    if _is_about_itself(sentence, company):
        founded = _FOUNDED.search(sentence) or _WHEN.search(sentence)
        if founded is not None and (_SINCE.search(sentence) is None or _TRADE.search(sentence) is not None):
            yield claim("founded", f"Founded in {founded[1]}.", founded[1], founded)
        size = _SIZE.search(sentence)
        if size is not None and _is_whole_company(sentence, size):
            yield claim("size", f"Size: {_bare(size)}.", _bare(size), size)
    place = _PLACE.search(sentence)
    if place is not None:
        names = [name.strip(" ,.-") for name in _PLACES.split(place[1])]
        yield from (claim("location", f"Works in {name}.", name, place) for name in names if name)
    for topic, pattern, label in _NAMED:
        found = pattern.search(sentence)
        if found is not None:
            yield claim(topic, f"{label}: {_bare(found)}.", _bare(found), found)
    if len(sentence) >= _MIN and not _BOILERPLATE.search(sentence):
        yield from _said_of_itself(sentence, company, source, at)


def _said_of_itself(sentence: str, company: str, source: str, at: datetime) -> Iterator[Claim]:
    values = _VALUES.search(sentence)
    if values is not None:
        quote = cut(sentence, values.span())
        yield Claim("values", f"Says of its aims: “{quote}”", source, quote, at)
    about = _SELF.search(sentence) or introduces(sentence, company)
    if about is not None:
        quote = cut(sentence, about.span())
        yield Claim("about", f"Says of itself: “{quote}”", source, quote, at, quote)


def _bare(found: re.Match[str]) -> str:
    return found[0].strip(" .,;:")


def _is_whole_company(sentence: str, size: re.Match[str]) -> bool:
    """Whether a number of people is that of the company and not that of one team."""
    digits = re.sub(r"\D", "", size[0])
    is_team = _TEAM.search(sentence[: size.start()]) is not None and _SELF.match(sentence) is None
    return int(digits or 0) >= _FEW and not is_team


def introduces(sentence: str, company: str) -> re.Match[str] | None:
    """A sentence such as `Acme builds lifts.`"""
    key = company_key(company)
    name = "".join(rf"\W*{re.escape(word)}" for word in key.split())
    if not key:
        return None
    return re.match(
        rf"(?:at |the |die |la |le )?{name}(?:\W+(?:gmbh|ag|inc|ltd|limited|sas|se|llc|plc))?\W+(?:\w+\s)?{_DOES}",
        sentence,
        re.IGNORECASE,
    )


def _is_about_itself(sentence: str, company: str) -> bool:
    """Whether a sentence speaks of the company: by its name, as "we", or without any other subject."""
    plain = normalised(sentence)
    if re.search(
        r"\b(?:we|our|us|wir|uns|unser\w*|nous|notre|nos|nuestr\w+|somos|noi|nostr\w+|wij|ons|onze|team|company|"
        r"unternehmen|entreprise|empresa)\b",
        plain,
    ):
        return True
    if company_key(company) in " ".join(plain.replace(",", " ").split()):
        return True
    return (
        re.match(r"(?:founded|established|since|gegründet|seit|fondée?|more than|over|rund|über|plus de|\d)", plain)
        is not None
    )
