"""What the code does not say by itself, for `docs/reference/tasks.md`: the files a task leaves, and its errors."""

from __future__ import annotations

from typing import Final

Row = tuple[str, str, str]
"""Code, what it means, and what becomes of the job."""

ARTIFACTS: Final[dict[str, dict[str, str]]] = {
    "resume.parse": {
        "resume_source": "what was read",
        "resume_text": "its text in reading order",
        "resume_json": "JSON Resume",
    },
    "posting.extract": {
        "page_html": "the page as it was fetched, gzip",
        "page_text": "its text",
        "posting_json": "the advert",
    },
    "feed.ingest": {"feed_source": "the feed as it was fetched"},
    "match.score": {},
    "match.recompute": {},
    "resume.optimize": {
        "resume_tailored": "JSON Resume",
        "resume_markdown": "the same to read",
        "resume_diff": "HTML with every change and its reason",
    },
    "company.research": {"company_report": "the report, Markdown"},
    "packet.generate": {
        "cv": "PDF; its source stands beside it, and so for the parts below",
        "cover_letter": "PDF",
        "resume_json": "the tailored CV",
        "packet": "all of it, zip",
    },
    "interview.generate": {
        "interview_markdown": "questions, outlines and plan",
        "interview_pdf": "the same, typeset",
        "interview_cards": "question and answer, CSV for flash-card programs",
    },
    "project.refresh": {},
    "candidates.search": {
        "report_md": "the ranking, Markdown",
        "report_html": "the same for a browser",
        "report_csv": "the same for a table",
    },
}
"""The kinds of files that a job of each task always leaves, and what they hold."""

FETCHING: Final[tuple[Row, ...]] = (
    ("SSRF_BLOCKED", "the address is not on the public internet, or its port or scheme is not fetched", "permanent"),
    ("INVALID_URL, HOST_NOT_FOUND, BAD_REDIRECT, TOO_MANY_REDIRECTS", "the address leads nowhere", "permanent"),
    ("NOT_FOUND, GONE, FORBIDDEN", "the server says so", "permanent"),
    ("BAD_CERTIFICATE, BROKEN_BODY, SUSPICIOUS_ENCODING", "the answer cannot be trusted or read", "permanent"),
    ("TIMEOUT, CONNECTION_FAILED, DNS_UNAVAILABLE, SERVER_ERROR", "the other side is in trouble", "transient"),
    ("RATE_LIMITED", "the other side asks to come back later", "rate limited: waits as long as it was told"),
)
MODEL: Final[tuple[Row, ...]] = (
    ("LLM_NOT_CONFIGURED", "`llm` is `required`, and the worker has no model", "permanent"),
    ("LLM_FAILED", "`llm` is `required`, and the model gave no usable answer", "permanent, transient for its outages"),
    ("LLM_RATE_LIMITED", "the model's server asks to wait; later jobs go on without it", "rate limited"),
)
PAIR: Final[tuple[Row, ...]] = (
    ("RESUME_NOT_FOUND", "there is no such CV of the owner", "permanent"),
    ("POSTING_NOT_FOUND", "there is no such advert of the owner", "permanent"),
)
UPLOAD: Final[tuple[Row, ...]] = (("ARTIFACT_NOT_FOUND", "there is no such file of the owner", "permanent"),)

ERRORS: Final[dict[str, tuple[Row, ...]]] = {
    "resume.parse": (
        ("UNSUPPORTED_TYPE", "neither PDF nor DOCX nor text, whatever its name says", "permanent"),
        ("ENCRYPTED_PDF", "protected by a password", "permanent"),
        ("NO_TEXT", "a scan, or empty", "permanent"),
        ("CORRUPT", "damaged", "permanent"),
        ("TOO_LARGE, TOO_MANY_PAGES", "over 10 MB, 200,000 characters or 30 pages", "permanent"),
        ("SUSPICIOUS_ARCHIVE", "a DOCX that unpacks to far more than it should", "permanent"),
        ("OUT_OF_MEMORY, TIMED_OUT", "the child process met its limits", "tried once more"),
        *UPLOAD,
        *MODEL,
    ),
    "posting.extract": (
        ("NOT_A_POSTING", "a list of adverts, an article, or something else", "permanent"),
        ("EXPIRED", "the advert says that it is closed", "permanent"),
        ("LOGIN_REQUIRED, CAPTCHA", "the page is behind a login or a test: send the text instead", "permanent"),
        ("UNSUPPORTED_CONTENT, TOO_LARGE, NO_TEXT", "no page that can be read", "permanent"),
        *FETCHING,
        *UPLOAD,
        *MODEL,
    ),
    "feed.ingest": (
        ("NOT_A_FEED", "neither RSS nor Atom nor another list of adverts", "permanent"),
        ("TOO_LARGE, UNSUPPORTED_CONTENT", "over 10 MB, or of a type that is no feed", "permanent"),
        *FETCHING,
        *UPLOAD,
    ),
    "match.score": (
        ("NOT_PARSED_YET", "the id is that of a file whose `resume.parse` has not ended", "transient"),
        *PAIR,
        *MODEL,
    ),
    "match.recompute": (PAIR[0],),
    "resume.optimize": (*PAIR, *MODEL),
    "company.research": (
        ("COMPANY_AMBIGUOUS", "several companies have this name: give its address or an advert", "permanent"),
        *PAIR,
        *MODEL,
    ),
    "packet.generate": (
        ("TEX_ERROR", "LaTeX refused the document; its log is an artifact", "permanent"),
        ("TEX_TIMEOUT", "LaTeX took too long", "tried once more"),
        ("UNREADABLE_PDF", "less than four fifths of the words came back from what was set", "permanent"),
        *PAIR,
        *MODEL,
    ),
    "interview.generate": (*PAIR, *MODEL),
    "project.refresh": (
        ("REPO_NOT_FOUND, AUTH_REQUIRED", "there is none, or it is not public", "permanent"),
        ("REF_NOT_FOUND, REPO_EMPTY", "no such branch or tag, or no commit at all", "permanent"),
        ("HOST_NOT_ALLOWED, PROTOCOL_FORBIDDEN", "not https, or a host that is not on the list", "permanent"),
        ("TOO_LARGE", "over 200 MB", "permanent"),
        ("GIT_MISSING", "the worker has no git", "permanent"),
        ("MOVED_ON, GIT_FAILED, WORKER_FULL", "the branch moved while it was read, or git had no room", "transient"),
        *FETCHING,
        *MODEL,
    ),
    "candidates.search": (
        ("RECIPIENT_NOT_ALLOWED", "an address that is not in `MAIL_ALLOWED`", "permanent"),
        ("NO_CVS", "no source had one", "permanent"),
        ("NOT_AN_ARCHIVE, SUSPICIOUS_ARCHIVE, NESTED_ARCHIVE, ARCHIVE_TOO_LARGE", "no zip of CVs", "permanent"),
        ("EMAIL_DEFERRED", "the mail server asks to come back later", "transient"),
        *FETCHING,
        *UPLOAD,
        *MODEL,
    ),
}
