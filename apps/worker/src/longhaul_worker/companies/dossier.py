"""Puts the claims about a company together: what it is, what is open, what no source says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from career.records.postings import StoredPosting
from career.resume import Resume
from career.tasks.research import Company
from longhaul_worker.companies.advert_claims import claims_of as claims_of_advert
from longhaul_worker.companies.advert_claims import said_by as said_by_advert
from longhaul_worker.companies.advert_claims import source_of
from longhaul_worker.companies.claims import Claim, Sources, Topic, values_of
from longhaul_worker.companies.page import Page
from longhaul_worker.companies.site import careers_page
from longhaul_worker.companies.site_claims import claims_of as claims_of_page
from longhaul_worker.companies.site_claims import said_by as said_by_page
from longhaul_worker.companies.statements import introduces
from longhaul_worker.companies.visits import Visit

MAX_FACTS: Final = 120
UNKNOWN: Final[list[tuple[Topic, str, str]]] = [
    ("about", "what the company does", "How would you describe what the company does to somebody from outside?"),
    (
        "size",
        "how many people work there",
        "How many people work here, and how has that changed in the last two years?",
    ),
    ("founded", "when it was founded", "How did the company come about, and who owns it today?"),
    ("legal_name", "its legal name", "With which legal entity would the contract be made?"),
    ("industry", "its industry", "Whom do you see as your competitors?"),
    ("location", "where it works", "Where would I work, and with which other places?"),
    ("pay", "what it pays", "Which pay is planned for this post, and how often is it reviewed?"),
    (
        "technology",
        "which technologies it uses",
        "Which tools and technologies does the team work with from day to day?",
    ),
    ("benefit", "what it offers besides pay", "What do you offer besides pay, and from which day on?"),
    ("workplace", "whether work is on site or remote", "How much of the work may be done from elsewhere?"),
    ("product", "its products", "Which product or service brings in most of the money today?"),
    ("customers", "whom it serves", "Who are the most important customers, and what do they value?"),
    ("money", "how it is financed", "How is the company financed, and until when is that secured?"),
    ("values", "what it stands for", "Which decision of the last year shows best what the company stands for?"),
]
"""What one wants to know: the topic, how the report names it, and the question for the interview."""
_ALWAYS: Final = (
    "Why is this post open now?",
    "What would have to happen within a year for you to call the choice a good one?",
    "What do people who left give as their reason?",
)
_MAX_QUESTIONS: Final = 8
_MAX_TECHNOLOGIES: Final = 40


@dataclass(frozen=True)
class Dossier:
    """Everything found out about a company."""

    company: Company
    claims: list[Claim]
    postings: Sequence[StoredPosting]
    visits: Sequence[Visit]
    fit_notes: list[str]
    questions: list[str]
    unknown: list[str]


def gather(
    name: str, postings: Sequence[StoredPosting], visits: Sequence[Visit], url: str | None, resume: Resume | None
) -> Dossier:
    """The dossier of a company. A claim whose words are not in its source is dropped.

    What the company's own pages say stands before what its adverts say.
    """
    sources = Sources()
    claims: list[Claim] = []
    for visit in visits:
        sources.add(visit.page.url, *said_by_page(visit.page))
        claims += claims_of_page(visit.page, name, visit.at)
    for posting in postings:
        sources.add(source_of(posting), *said_by_advert(posting))
        claims += claims_of_advert(posting, name)
    kept = sources.kept(claims)[:MAX_FACTS]
    known = {claim.topic for claim in kept}
    missing = [entry for entry in UNKNOWN if entry[0] not in known]
    return Dossier(
        company=_company(name, kept, postings, [visit.page for visit in visits], url),
        claims=kept,
        postings=postings,
        visits=visits,
        fit_notes=fit_notes(resume, postings) if resume is not None else [],
        questions=_questions(missing, kept),
        unknown=[label for _, label, _ in missing],
    )


def fit_notes(resume: Resume, postings: Sequence[StoredPosting]) -> list[str]:
    """Where the CV and the company's adverts meet, and what the adverts ask for most that the CV does not show."""
    asked: Counter[str] = Counter()
    for posting in postings:
        text = f"{posting.title}\n{posting.description_text}"
        named = {claim.value for claim in claims_of_advert(posting, "") if claim.topic == "technology"}
        # One set of both: an advert counts once for a skill, however it was found in it.
        asked.update(named | {skill.name for skill in posting.skills if skill.name.casefold() in text.casefold()})
    own = {skill.name.casefold() for skill in resume.skills_canonical}
    own |= {word.casefold() for group in resume.skills for word in group.keywords}
    adverts = "1 advert" if len(postings) == 1 else f"{len(postings)} adverts"
    shared = [(skill, count) for skill, count in asked.most_common() if skill.casefold() in own]
    absent = [(skill, count) for skill, count in asked.most_common() if skill.casefold() not in own]
    notes = [f"{skill} is in your CV and in {count} of {adverts}." for skill, count in shared[:6]]
    notes += [f"{skill} is in {count} of {adverts} and not in your CV." for skill, count in absent[:4]]
    titles = {post.position.casefold() for post in resume.work if post.position}
    notes += [f"You have held the title “{one.title}”." for one in postings if one.title.casefold() in titles][:2]
    return notes


def _company(
    name: str, claims: Sequence[Claim], postings: Sequence[StoredPosting], pages: Sequence[Page], url: str | None
) -> Company:
    def first(topic: Topic) -> str | None:
        return next(iter(values_of(claims, topic)), None)

    abouts = values_of(claims, "about")
    named = [posting.hiringOrganization.name for posting in postings if posting.hiringOrganization.name]
    return Company(
        name=Counter(named).most_common(1)[0][0] if named else name,
        legal_name=first("legal_name"),
        url=url,
        description=next((text for text in abouts if introduces(text, name)), next(iter(abouts), None)),
        industry=first("industry"),
        size_hint=first("size"),
        founded=first("founded"),
        locations=values_of(claims, "location")[:20],
        products=values_of(claims, "product")[:20],
        tech_stack=values_of(claims, "technology")[:_MAX_TECHNOLOGIES],
        socials=values_of(claims, "social")[:10],
        careers_url=careers_page((page.url, page.title) for page in pages) or _careers_link(pages),
    )


def _careers_link(pages: Sequence[Page]) -> str | None:
    """Where the pages link to as their page on careers, though it was not read."""
    return careers_page((link.url, link.text) for page in pages for link in page.links)


def _questions(missing: Sequence[tuple[Topic, str, str]], claims: Sequence[Claim]) -> list[str]:
    asked: list[str] = []
    values = next((claim for claim in claims if claim.topic == "values"), None)
    if values is not None:
        asked.append(f"You write “{values.quote}”. Where does one notice that in daily work?")
    news = next((claim for claim in claims if claim.topic == "news"), None)
    if news is not None:
        asked.append(f"I read “{news.quote}”. What does that change for this team?")
    return [*asked, *(question for _, _, question in missing), *_ALWAYS][:_MAX_QUESTIONS]
