"""Layouts of well-known tracking systems and boards, as far as their markup can be told, with the test adverts."""
# ruff: noqa: RUF001 - adverts are full of these dashes

from __future__ import annotations

from tests.worker.postings.adverts import Advert
from tests.worker.postings.building import (
    ALL,
    FOOTER,
    NAV,
    RELATED,
    Head,
    Sample,
    described,
    described_bold,
    e,
    expected_of,
    ld,
    page,
)


def hiring_in(a: Advert) -> Sample:
    """A network's public page: "Company hiring Title in Place", criteria under headings, "3 weeks ago"."""
    criteria = (
        ("Seniority level", "Mid-Senior level"),
        ("Employment type", a.employment_text),
        ("Job function", "Engineering"),
        ("Industries", "Software"),
    )
    listed = "".join(
        (
            f"<li class='description__job-criteria-item'><h3 class='description__job-criteria-subheader'>{k}</h3>"
            f"<span class='description__job-criteria-text'>{e(v)}</span></li>"
        )
        for k, v in criteria
    )
    body = (
        "<nav><a>Jobs</a><a>Sign in</a></nav><main><section class='top-card-layout'>"
        f"<h1 class='top-card-layout__title topcard__title'>{e(a.title)}</h1><h4>"
        "<div class='topcard__flavor-row'><span class='topcard__flavor'>"
        f"<a class='topcard__org-name-link'>{e(a.company)}</a></span>"
        f"<span class='topcard__flavor topcard__flavor--bullet'>{e(a.place)}</span></div><div>"
        "<span class='posted-time-ago__text'>3 weeks ago</span><figcaption>Over 200 applicants</figcaption>"
        "</div></h4></section>"
        f"<div class='show-more-less-html__markup'>{described_bold(a)}</div><ul>{listed}</ul></main>"
        "<section class='similar-jobs'><h2>Similar jobs</h2><ul><li><a href='/1'><h3>Data Analyst</h3>"
        "<h4>Other Corp</h4><span>Leeds</span></a></li></ul></section>"
    )
    sample = expected_of(a, frozenset({"title", "company", "place", "employment"})) | {"posted": "2026-08-01"}
    return Sample(
        "hiring_in",
        page(Head(f"{a.company} hiring {a.title} in {a.place} | LinkedIn"), body, "en"),
        sample,
        "https://www.linkedin.com/jobs/view/4312761599",
    )


def hosted_board(a: Advert) -> Sample:
    """A hosted tracking system: company in the address and the title, place under the heading, pay at the end."""
    low, high, currency, _ = a.salary
    body = (
        f"<div id='wrapper'><img class='logo' alt='{e(a.company)} Logo'><div class='job__title'>"
        f"<h1>{e(a.title)}</h1><div class='job__location'><div>{e(a.place)}</div></div></div>"
        f"<div class='job__description'>{described(a, 'h2')}<p>The pay range for this role is:</p>"
        f"<p>{low:,.0f} - {high:,.0f} {currency} "
        f"{'per year' if a.salary[3] == 'YEAR' else 'per month' if a.salary[3] == 'MONTH' else 'per hour'}</p>"
        "</div><h2>Apply for this job</h2><form><label>First Name</label><input></form></div>"
    )
    salary = (round(low), round(high), currency, a.salary[3])
    expected = expected_of(a, frozenset({"title", "company", "place"})) | (
        {"salary": salary} if low == round(low) else {"salary": (24, 28, "USD", "HOUR")}
    )
    return Sample(
        "hosted_board",
        page(Head(f"Job Application for {a.title} at {a.company}"), body, "en"),
        expected,
        f"https://job-boards.greenhouse.io/{a.company.split()[0].lower()}/jobs/5512098",
    )


def posting_headline(a: Advert) -> Sample:
    """Another hosted system: title in h2, categories in divs, company only in title and address."""
    slug = a.company.lower().replace(" ", "")
    body = (
        f"<a class='main-header-logo'><img alt='{e(a.company)} logo'></a><div class='posting-headline'>"
        f"<h2>{e(a.title)}</h2><div class='posting-categories'>"
        f"<div class='sort-by-time posting-category location'>{e(a.place)} /</div>"
        "<div class='posting-category department'>Product – Core /</div>"
        f"<div class='posting-category commitment'>{e(a.employment_text)} /</div>"
        f"<div class='posting-category workplaceTypes'>{e(a.workplace_text)}</div></div></div>"
        f"<div class='section-wrapper page-full-width'><div class='section'>{described(a)}</div></div>"
        "<a class='postings-btn'>Apply for this job</a>"
    )
    return Sample(
        "posting_headline",
        page(Head(f"{a.company} - {a.title}"), body, a.lang),
        expected_of(a, frozenset({"title", "company", "place", "employment", "workplace"})),
        f"https://jobs.lever.co/{slug}/43534df4-1d0d-4a85-884d-b367342c06f3",
    )


def automation_ids(a: Advert) -> Sample:
    """An enterprise system: labels and values with ids for tests, "Posted 5 Days Ago"."""
    body = (
        f"<div data-automation-id='jobPostingPage'><h2 data-automation-id='jobPostingHeader'>{e(a.title)}</h2>"
        f"<div data-automation-id='locations'><dl><dt>locations</dt><dd>{e(a.place)}</dd></dl></div>"
        f"<div data-automation-id='time'><dl><dt>time type</dt><dd>{e(a.employment_text)}</dd></dl></div>"
        "<div data-automation-id='postedOn'><dl><dt>posted on</dt><dd>Posted 5 Days Ago</dd></dl></div>"
        "<div data-automation-id='requisitionId'><dl><dt>job requisition id</dt><dd>R-104422</dd></dl></div>"
        f"<div data-automation-id='jobPostingDescription'>{described_bold(a)}<p>{e(a.company)} is an equal "
        "opportunity employer.</p></div></div>"
    )
    expected = expected_of(a, frozenset({"title", "company", "place", "employment"})) | {"posted": "2026-08-17"}
    slug = a.company.lower().split()[0]
    return Sample(
        "automation_ids",
        page(Head(a.title), body, a.lang),
        expected,
        f"https://{slug}.wd3.myworkdayjobs.com/en-US/Careers/job/x/{a.slug}_R-104422",
    )


def header_list(a: Advert) -> Sample:
    """A plugin of a blog system: a list of facts above the text, company box beside it."""
    body = (
        f"{NAV}<article><h1 class='entry-title'>{e(a.title)}</h1><div class='single_job_listing'>"
        f"<ul class='job-listing-meta meta'><li class='job-type full-time'>{e(a.employment_text)}</li>"
        f"<li class='location'><a>{e(a.place)}</a></li><li class='date-posted'>"
        f"<time datetime='{a.posted}'>Posted 2 weeks ago</time></li></ul><div class='company'><img alt='x'>"
        f"<p class='name'><a class='website'>Website</a><strong>{e(a.company)}</strong></p>"
        f"<p class='tagline'>We care</p></div><div class='job_description'>{described(a)}</div>"
        "<div class='job_application'><input type='button' value='Apply for job'></div></div>"
        f"</article>{RELATED}{FOOTER}"
    )
    return Sample(
        "header_list",
        page(Head(f"{a.title} - Makers Weekly Jobs"), body, a.lang),
        expected_of(a, frozenset({"title", "company", "place", "employment", "posted"})),
        f"https://makers.example/job/{a.slug}/",
    )


def side_card(a: Advert) -> Sample:
    """The facts in a card beside the text, each with an icon and its label above the value."""
    rows = (
        (a.labels["posted"], a.posted_text if a.key != "coral" else "2 days ago"),
        (a.labels["place"], a.place),
        (a.labels["employment"], a.employment_text),
        (a.labels["salary"], a.salary_text),
        (a.labels["expires"], a.expires_text),
    )
    card = "".join(
        f"<div class='item'><i class='icon'></i><div><p class='l'>{e(k)}</p><p class='v'>{e(v)}</p></div></div>"
        for k, v in rows
    )
    body = (
        f"{NAV}<div class='hero'><h1>{e(a.title)}</h1><p>{e(a.company)}</p></div><div class='row'>"
        f"<div class='col-8'><h2>Job description</h2>{described(a)}</div><aside class='sidebar'>"
        f"<h4>Job overview</h4>{card}<a class='btn'>{a.apply}</a></aside></div>{FOOTER}"
    )
    return Sample(
        "side_card",
        page(Head(f"{a.title} | {a.company} | Jobs"), body, a.lang),
        expected_of(a, ALL - {"workplace"}),
        f"https://cards.example/offer/{a.slug}",
    )


def own_site(a: Advert) -> Sample:
    """A company's own site: no facts marked, company in the site's name, place and pay in sentences."""
    low, high, currency, unit = a.salary
    each = {"YEAR": "per year", "MONTH": "per month", "HOUR": "per hour"}[unit]
    body = (
        f"<header><a href='/'>{e(a.company)}</a><nav><a>Products</a><a>Careers</a></nav></header><main><p>"
        f"<a href='/careers'>Back to careers</a></p><h1>{e(a.title)}</h1>"
        f"<p>{e(a.place)} · {e(a.employment_text)}</p>{described(a, 'h2')}<p>The salary for this position is "
        f"{low:,.2f} to {high:,.2f} {currency} {each}, depending on experience.</p><h2>How to apply</h2>"
        f"<p>Send your CV to jobs@example.org by {a.expires.strftime('%d %B %Y')}.</p></main>"
        f"<footer>© {e(a.company)} 2026</footer>"
    )
    domain = "".join(char for char in a.company.lower() if char.isalnum() and char.isascii())
    return Sample(
        "own_site",
        page(Head(f"{a.title} – Careers – {a.company}", {"og:site_name": a.company}), body, a.lang),
        expected_of(a, frozenset({"title", "company", "place", "employment", "expires", "salary"})),
        f"https://www.{domain}.example/careers/{a.slug}",
    )


def misleading_ld(a: Advert) -> Sample:
    """JSON-LD without a company's own words: escaped description, country only; the page says the rest."""
    item = {"@context": "http://schema.org/", "@type": ["JobPosting"], "title": a.title,
    "description": e(described(a)), "datePosted": f"{a.posted}T10:00:00.000Z", "hiringOrganization": a.company,
            "jobLocation": [{"@type": "Place",
            "address": {"addressLocality": a.place.split(",")[0], "addressRegion": None,
            "addressCountry": {"@type": "Country", "name": "X" if False else a.place.split(", ")[-1]}}}],
            "employmentType": a.employment[0].lower().replace("_", "-")}  # fmt: skip
    body = (
        f"{NAV}<div><h2>{e(a.title)}</h2><p>{e(a.salary_text)} "
        f"| {e(a.workplace_text)}</p>{described_bold(a)}</div>{FOOTER}"
    )
    return Sample(
        "misleading_ld",
        page(Head("Job details", extra=ld([item])), body, a.lang),
        expected_of(a, ALL - {"expires"}),
        f"https://agency.example/jobs/show?id={a.slug}-1",
    )


MORE_LAYOUTS = (hiring_in, hosted_board, posting_headline, automation_ids, header_list, side_card, own_site,
misleading_ld)  # fmt: skip
