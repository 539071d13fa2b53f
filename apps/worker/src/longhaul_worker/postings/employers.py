"""Finds who hires: in titles, bylines, labels, addresses, and the sentences in which companies speak of themselves."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final
from urllib.parse import urlsplit

from career.records.reposts import company_key
from longhaul_worker.feeds.companies import (
    can_be_company,
    is_department,
    of_career_site,
    of_tenant,
    prettified,
    registered_domain,
)
from longhaul_worker.feeds.places import is_place
from longhaul_worker.feeds.roles import likeness
from longhaul_worker.postings.draft import Draft
from longhaul_worker.postings.heads import ABOUT_WORK, SEPARATOR, Head, first_sentence, heads_of, is_site
from longhaul_worker.postings.labels import Fact
from longhaul_worker.postings.page import Page
from longhaul_worker.postings.when import fold

_NAME: Final = (
    r"(?P<name>[A-Z0-9\u00c0-\u00dd][\w&.'+-]*(?:[ ](?:[A-Z0-9\u00c0-\u00dd&][\w&.'+-]*|of|de|der|f\u00fcr|and"
    r"|und|et|the)){0,4}(?: e\.V\.)?)"
)
_BYLINE: Final = re.compile(
    (
        r"^(?:posted(?: \d{1,2} \w+| on [\w ,]+?| [\w ]{3,20} ago)? by|published by|hiring company|offered by|by"
        r"|von|publi\u00e9 par|publicado por|ein angebot von|job by"
        r"|advertised by)\s*:?\s+(?P<name>.{2,80}?)(?:\s+(?:on|am|le|el|in)\s+.*)?$"
    ),
    re.IGNORECASE,
)
_SENTENCES: Final = tuple(
    (re.compile(pattern), sure)
    for pattern, sure in (
        (rf"(?:^|[.!?\n]\s*|\bHere )[Aa]t {_NAME},? (?:we|you|our|everyone|it|the)\b", 0.58),
        ((
            rf"(?:^|[.!?\n]\s*|\b(?:the|die|der|das) ){_NAME}(?: in [A-Z][\w-]+(?: [A-Z][\w-]+)?|, [^.,\n]{{3,60}},"
            rf"| \([^)\n]{{2,40}}\))? (?:is|are) (?:now |currently |actively |also |once again )?(?:inviting|hiring"
                rf"|looking for"
            rf"|seeking|recruiting|searching for|growing|expanding|on the lookout)"
        ), 0.56),
        ((
            rf"(?:^|[.!?\n]\s*){_NAME} (?:sucht|sucht ab sofort|recrute|recherche|busca|cerca|zoekt|szuka|s\u00f6ker"
            rf"|s\u00f8ger)\b"
        ), 0.56),
        ((
            rf"(?:^|[.!?\n]\s*)(?:[Bb]ei|[Cc]hez|[Ii]n|[Aa] ) ?{_NAME},? (?:bist|arbeit|erwart|entwickel|nous|vous|tu "
            rf"|trabaj|lavor|werk)"
        ), 0.5),
        (
            (
                rf"(?:^|[.!?\n]\s*){_NAME} (?:invites|is inviting|seeks|wishes to appoint|has an opening|has a vacancy"
                r"|requires|has an opportunity)\b"
            ),
            0.54,
        ),
        (rf"\b[Jj]oin {_NAME}(?: as| and| in|!|,|\.| to )", 0.46),
        ((
            rf"(?:^|\n)(?:About|Why|Working at|Life at|Who is|\u00dcber|About us:|Why join|\u00c0 propos de"
            rf"|Sobre) (?:die |the )?{_NAME}\s*[:?]?(?=\n|$)"
        ), 0.55),
        ((
            rf"(?:^|[.!?\n]\s*){_NAME} is (?:an?|the|one of) (?:\w+[ -]){{0,6}}(?:company|startup|start-up|provider"
            rf"|platform|leader|bank|agency|consultancy|firm|organi[sz]ation|charity|manufacturer|team|studio|business"
            rf"|retailer|group|university|hospital|school|nonprofit|supplier|producer|operator|employer|brand|maker"
            rf"|marketplace|app|fintech|scale-?up)"
        ), 0.56),
        (rf"(?:^|[.!?\n]\s*){_NAME} (?:ist|est|es|\u00e8) (?:ein|eine|une?|una?|der|die|das|la|le|el|l')\b", 0.42),
        ((
            rf"(?:role|position|opportunity|career|job|working|team|life|here|work|us) (?:at|with"
            rf"|for) {_NAME}(?=[\s.,!:;)])"
        ), 0.38),
        (rf"\b(?:on behalf of|our client,) {_NAME}(?=[,.\s])", 0.5),
        ((
            rf"(?:\u00a9|\(c\)"
            rf"|[Cc]opyright)\s*(?:\u00a9\s*)?(?:\d{{4}}(?:\s*[-\u2013]\s*\d{{4}})?\s*)?,?\s*(?:by )?{_NAME}"
        ), 0.34),
        (rf"{_NAME} (?:is|are) (?:proud to be )?an? (?:[Ee]qual|EEO|[Ee]qual-)", 0.52),
    )
)  # fmt: skip
_NOT_NAMES: Final = frozenset({
    "we", "our", "the", "this", "you", "it", "as", "us", "your", "they", "here", "team", "company", "join", "about",
    "if", "in", "all", "what",
    "who", "there", "he", "she", "a", "an", "role", "job", "position", "apply", "wir", "nous", "work", "life",
    "client", "which", "that", "and",
    "today", "currently", "candidates", "germany", "europe", "least", "home", "scale", "times", "first", "llc",
    "inc", "one", "these", "this role",
    "monday", "english", "all rights reserved", "responsibilities", "benefits", "experience", "sie", "du", "ihr",
    "unser", "unsere", "what you",
    "the team", "the company", "the role", "the job", "requirements", "the position", "this position", "this job",
    "our team", "our client", "equal", "hi", "hello", "hey", "dear", "hi all", "hello all", "dear all", "thanks",
    "vi", "noi", "nos", "wij", "my", "ons", "ni", "nosotros", "oss", "man",
})  # fmt: skip
_LEGAL: Final = re.compile(
    r"^(?P<name>[A-Z\u00c0-\u00dd][\w&.'+\u00c0-\u017f-]*(?: [\w&.'+\u00c0-\u017f-]+){0,4} (?:GmbH(?: & Co\."
    r" KG)?|AG|SE|Inc\.?|LLC|Ltd\.?|S\.?A\.?S?|B\.?V\.?|plc|PLC|Pty Ltd|S\.?r\.?l\.?|AB|ApS|A/S|Oy|KG|e\.V\."
    r"|Limited|Corporation|Corp\.?|Sp\. z o\.o\.|S\.L\.U?\.?|s\.r\.o\.|a\.s\.|Kft\.?|Lda\.?|EIRL|mbH))(?=$"
    r"|[\s,.|-])"
)
_LEGAL_INSIDE: Final = re.compile(
    r"(?<![\w-])(?P<name>(?:[A-Z\u00c0-\u00dd][\w&.'\u00c0-\u017f-]* (?:& )?){1,4}(?:GmbH(?: & Co\. KG)?|AG|SE"
    r"|Inc\.?|LLC|Ltd|S\.A\.S?|B\.V\.|plc|Pty Ltd|S\.r\.l\.|AB|ApS|A/S|Oy|KG|Sp\. z o\.o\.|S\.L\.))(?![\w])"
)
_ENDED: Final = re.compile(r"^.*[^\W\d_]{4,}\.\s+(?=\S)")  #: a sentence that ends before the name
_TRUSTED: Final = 0.7
_LOGO: Final = re.compile(
    r"^(?:logo(?: of| von| de)?\s+)?(?P<name>.+?)(?:'s)?(?:\s+(?:company )?logo)?$", re.IGNORECASE
)


def find_company(page: Page, draft: Draft, facts: list[Fact]) -> None:
    """Add the names that may be the employer's, each as sure as its source is."""
    title = draft.title.value
    for fact in facts:
        if fact.name == "company" and is_name(fact.value) and not _is_action(fact.value) and fact.value != title:
            draft.company.add(
                tidied(fact.value), "heuristic", 0.84 if fact.is_labelled else 0.72, f"{fact.label}: {fact.value}"
            )
    for head in heads_of(page, title):
        _from_head(draft, head)
    for block in page.main[:40]:
        found = _BYLINE.match(block.text) if len(block.text) <= 140 else None
        if found and is_name(found["name"]) and not is_place(found["name"]):
            draft.company.add(tidied(found["name"]), "heuristic", 0.8, block.text)
    _from_first_line(page, draft)
    _from_site(page, draft)
    trusted = len(draft.company.all)
    _from_sentences(page, draft)
    _in_one_spelling(draft, trusted)


def _in_one_spelling(draft: Draft, trusted: int) -> None:
    """Write a name that sentences give as a heading or label does: `Acme Ltd` for `Acme`."""
    best = draft.company.best
    if best is None or best.confidence > _TRUSTED:
        return
    key = company_key(best.value)
    alike = [found for found in draft.company.all if f"{company_key(found.value)} ".startswith(f"{key} ")]
    spelling = max(
        alike, key=lambda found: (draft.company.all.index(found) < trusted and found.confidence > 0.3, len(found.value))
    )
    longer = [found for found in alike if len(found.value) > len(best.value) and found.confidence > 0.4]
    if longer and len(spelling.value) <= len(best.value):
        spelling = max(longer, key=lambda found: found.confidence)
    if spelling.value != best.value and len(spelling.value.split()) <= 6:
        draft.company.add(spelling.value, spelling.method, min(best.confidence + 0.05, 0.8), spelling.evidence)


def is_name(text: str) -> bool:
    """Whether `text` could be a company's name and is none of the words that stand in its place."""
    plain = fold(text).strip(" .,:;-")
    if ABOUT_WORK.match(plain):
        return False
    return can_be_company(text) and plain not in _NOT_NAMES and len(text) <= 80 and not is_place(text)


def tidied(name: str) -> str:
    """A name without what surrounds it: "at", an address, the word for its site."""
    name = re.sub(r"^(?:at|by|bei|chez|@|employer details)\s+", "", name, flags=re.IGNORECASE)
    bare = re.sub(r"\s*[-\u2013(]?\s*(?:https?://|www\.)\S+.*$", "", name)
    bare = re.sub(r"\s+(?:Handbook|Careers?|Jobs|Blog|Website|Career Site|Karriere)$", "", bare)
    return " ".join((bare or name).split()).strip(" ,;:|-\u2013\u2014")


def _is_action(text: str) -> bool:
    return bool(re.match(r"(?:view|see|follow|visit|more|all|about|apply|read|show)\b", text, re.IGNORECASE))


def _from_first_line(page: Page, draft: Draft) -> None:
    """ "Acme | Cook | Berlin": the piece in front, where the title is one of the others."""
    pieces = re.split(r"\s+[|\u2022\u00b7]\s+", page.main[0].text) if page.is_text and page.main else []
    title = fold(draft.title.value or "-")
    second = page.main[1].text if page.is_text and len(page.main) > 1 else ""
    if len(pieces) == 1 and second and fold(second).startswith(title) and is_name(pieces[0]) and len(pieces[0]) <= 60:
        draft.company.add(tidied(pieces[0]), "heuristic", 0.56, page.main[0].text)
    for line in page.main[:3] if page.is_text else []:
        found = re.match(r"(?P<title>.{3,90}?)\s+[-\u2013\u2014]\s+(?P<name>[^|]{2,60})$", first_sentence(line.text))
        if found and fold(found["title"]) == title and is_name(found["name"]):
            draft.company.add(tidied(found["name"]), "heuristic", 0.6, line.text)
    if len(pieces) >= 3 and is_name(pieces[0]) and any(title in fold(piece) for piece in pieces[1:]):
        draft.company.add(
            tidied(re.sub(r"\s*\((?:https?|www)[^)]*\)", "", pieces[0])), "heuristic", 0.74, page.main[0].text
        )


def _from_head(draft: Draft, head: Head) -> None:
    if head.company and is_name(head.company):
        draft.company.add(tidied(head.company), "heuristic", 0.82 if head.is_sure else 0.56, head.company)


def _from_site(page: Page, draft: Draft) -> None:
    address = page.url or page.canonical
    text = page.all_text
    slug = of_tenant(address)
    if slug:
        squeezed = re.sub(r"[^a-z0-9]", "", slug)
        shown = next((word for word in _spellings(text, squeezed)), None)
        draft.company.add(shown or prettified(slug), "heuristic", 0.62 if shown else 0.5, address)
    site = page.metas.get("og:site_name", "")
    for name in (site, *(piece.strip() for piece in SEPARATOR.split(page.title) if piece)):
        own = of_career_site(name)
        if own and is_name(own):
            draft.company.add(own, "heuristic", 0.64, name)
    if site and is_name(site) and not is_site(site, page):
        draft.company.add(tidied(site), "heuristic", 0.54, site)
    label = registered_domain(urlsplit(address or "").hostname or "").split(".", 1)[0].replace("-", "")
    last = re.sub(r"[^a-z0-9]", "", fold(SEPARATOR.split(page.title)[-1])) if SEPARATOR.search(page.title) else ""
    is_last = last.startswith(label) and len(SEPARATOR.split(page.title)) > 2
    if len(label) > 3 and not is_site(label, page) and not is_last:
        shown = next((word for word in _spellings(text, label)), None)
        draft.company.add(shown, "heuristic", 0.5, address)
    for logo in page.logos[:6]:
        found = _LOGO.match(logo)
        if (
            found
            and is_name(found["name"])
            and not is_site(found["name"], page)
            and "logo" in logo.lower()
            and len(found["name"].split()) <= 5
        ):
            draft.company.add(tidied(found["name"]), "heuristic", 0.44, logo)


def _spellings(text: str, squeezed: str) -> list[str]:
    """How the text writes the name that an address gives as `squeezed`, the most frequent first."""
    spaced = r"[\s.&-]?".join(re.escape(char) for char in squeezed[:40])
    found = Counter(
        match.strip() for match in re.findall(rf"(?<!\w)(?<![@./]){spaced}(?![\w@]|\.\w)", text[:60_000], re.IGNORECASE)
    )
    written = [name for name, _ in found.most_common() if name != name.lower()]
    return written or [name for name, _ in found.most_common()]


def _from_sentences(page: Page, draft: Draft) -> None:
    votes: Counter[str] = Counter()
    best: dict[str, tuple[float, str, str]] = {}
    text = page.text[:30_000]
    whole = f"{text}\n{page.all_text[-2000:]}" if not page.is_text else text
    for pattern, sure in _SENTENCES:
        for found in list(pattern.finditer(whole))[:12]:
            name = tidied(re.sub(r"(?:'s|\u2019s)$", "", _ENDED.sub("", found["name"])).rstrip("."))
            name = (
                re.sub(r"^(?:The|Die|Der|Das|La|Le|At|Join) (?=[A-Z])", "", name)
                if not name.lower().startswith("the ")
                else name
            )
            if not is_name(name) or is_department(name) or likeness(name) == 1 or topic_word(name):
                continue
            key = fold(name)
            votes[key] += 1
            if key not in best or best[key][0] < sure:
                best[key] = (sure, name, found.group())
    for line in page.main[:30]:
        found = _LEGAL.match(line.text)
        if found and len(line.text) <= 120 and likeness(found["name"]) < 1:
            best.setdefault(fold(found["name"]), (0.6, found["name"], line.text))
    for found in list(_LEGAL_INSIDE.finditer(text))[:8]:
        name = _ENDED.sub("", found["name"])
        best.setdefault(fold(name), (0.5, name, found.group()))
    for key, (sure, name, evidence) in best.items():
        mentions = min(len(re.findall(rf"(?<!\w){re.escape(key)}(?!\w)", fold(text))), 6)
        draft.company.add(name, "heuristic", sure + 0.03 * min(votes[key], 3) + 0.01 * mentions, evidence)


def topic_word(name: str) -> bool:
    """Whether a name begins with a word that begins sentences and never a company's name."""
    return fold(name).split(" ", 1)[0] in {
        "we",
        "our",
        "you",
        "this",
        "if",
        "what",
        "who",
        "as",
        "it",
        "your",
        "wir",
        "nous",
        "sie",
        "du",
        "you'll",
        "we're",
        "when",
        "while",
        "applicants",
        "candidates",
    }
