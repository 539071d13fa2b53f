"""Typesetting the test CVs as PDF in layouts that people really use."""
# ruff: noqa: E501, RUF001 - the lines of a template and the dashes of real CVs

from __future__ import annotations

from collections.abc import Callable

import typst
from tests.worker.resume.people import Job, Person, Study
from tests.worker.resume.wording import heading, period

Layout = Callable[[Person], str]


def to_pdf(source: str) -> bytes:
    """The PDF of a Typst source."""
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made


def text(value: str) -> str:
    """`value` as Typst code that shows exactly these characters."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'#text("{escaped}")'


def bold(value: str) -> str:
    """`value` in bold."""
    return f"#strong[{text(value)}]"


def bullets(points: tuple[str, ...]) -> str:
    """A bulleted list."""
    return "\n".join(f"- {text(point)}" for point in points) + "\n"


def skills_lines(person: Person) -> str:
    """One line a group: a bold label and its list."""
    return "\n\n".join(f"{bold(label + ':')} {text(', '.join(names))}" for label, names in person.skills.items())


def head(person: Person, key: str, form: str = "= {}") -> str:
    """A section heading."""
    return form.format(text(heading(person.language, key)))


def contact(person: Person, separator: str = " | ") -> str:
    """Place, e-mail, phone and link on one line."""
    return text(separator.join((person.place, person.email, person.phone, person.link)))


def when(person: Person, job: Job, style: str = "words", dash: str = "–") -> str:
    """The dates of a post in the person's language."""
    return period(person.language, job.start, job.end, style, dash)


def study_line(study: Study) -> str:
    """ "MSc in Computer Science, University of Sheffield"."""
    return f"{study.degree} in {study.area}, {study.school}"


def single(person: Person) -> str:
    """One column; title and company on one line, dates at the right, wrapped bullets."""
    jobs = "\n".join(
        f"{bold(f'{job.title} — {job.company}')} #h(1fr) {text(when(person, job))}\n\n{bullets(job.points)}"
        for job in person.jobs
    )
    studies = "\n\n".join(
        f"{text(study_line(study))} #h(1fr) {text(f'{study.start} – {study.end}')}" for study in person.studies
    )
    return f"""#set page(margin: 2cm)
#set text(size: 10pt)
#align(center)[#text(size: 22pt, weight: "bold")[{text(person.name)}]

{text(person.headline)}

{contact(person)}]
{head(person, "summary")}
{text(person.summary)}
{head(person, "work")}
{jobs}
{head(person, "education")}
{studies}
{head(person, "skills")}
{skills_lines(person)}
"""


def two_lines(person: Person) -> str:
    """Company in bold with the dates, the title in italics with the place below it; ruled small-capital headings."""
    jobs = "\n".join(
        f"{bold(job.company)} #h(1fr) {text(when(person, job))} \\\n"
        f"#emph[{text(job.title)}] #h(1fr) #emph[{text(job.place)}]\n\n{bullets(job.points)}"
        for job in person.jobs
    )
    studies = "\n\n".join(
        f"{bold(study.school)} #h(1fr) {text(study.place)} \\\n#emph[{text(f'{study.degree}, {study.area}')}] "
        f"#h(1fr) {text(f'{study.start} – {study.end}')}"
        for study in person.studies
    )
    return f"""#set page(margin: 1.6cm, paper: "us-letter")
#set text(size: 10.5pt)
#show heading: it => block(width: 100%, stroke: (bottom: 0.5pt), inset: (bottom: 3pt), text(size: 12pt, smallcaps(it.body)))
#align(center)[#text(size: 26pt)[{text(person.name)}] \\
{text(person.headline)} \\
{contact(person, "  •  ")}]
{head(person, "education")}
{studies}
{head(person, "work")}
{jobs}
{head(person, "skills")}
{skills_lines(person)}
"""


def sidebar_left(person: Person) -> str:
    """A shaded column at the left with contact, skills and languages; "Title at Company" in the main one."""
    return _sidebar(person, left=True)


def sidebar_right(person: Person) -> str:
    """The same column at the right side."""
    return _sidebar(person, left=False)


def _sidebar(person: Person, *, left: bool) -> str:
    jobs = "\n".join(
        f"{bold(f'{job.title} at {job.company}')} \\\n#text(fill: gray)[{text(period(person.language, job.start, job.end, 'numbers'))}]\n\n"
        f"{bullets(job.points)}"
        for job in person.jobs
    )
    studies = "\n\n".join(
        f"{bold(f'{study.degree} {study.area}')} \\\n{text(study.school)} \\\n{text(f'{study.start} – {study.end}')}"
        for study in person.studies
    )
    names = [name for group in person.skills.values() for name in group]
    side = f"""{head(person, "contact", "== {}")}
{text(person.phone)} \\
{text(person.email)} \\
{text(person.place)} \\
{text(person.link)}
{head(person, "skills", "== {}")}
{bullets(tuple(names))}
{head(person, "languages", "== {}")}
{bullets(person.spoken)}"""
    main = f"""#text(size: 24pt, weight: "bold")[{text(person.name)}]

#text(size: 13pt)[{text(person.headline)}]
{head(person, "summary", "== {}")}
{text(person.summary)}
{head(person, "work", "== {}")}
{jobs}
{head(person, "education", "== {}")}
{studies}"""
    cells = f"[{side}], [{main}]" if left else f"[{main}], [{side}]"
    widths = "(1fr, 2.3fr)" if left else "(2.3fr, 1fr)"
    return f"""#set page(margin: 1.5cm)
#set text(size: 9.5pt)
#grid(columns: {widths}, gutter: 18pt, {cells})
"""


def margin_dates(person: Person) -> str:
    """Dates in a narrow column at the left, everything else beside them."""

    def row(dates: str, body: str) -> str:
        return f"#grid(columns: (3.4cm, 1fr), gutter: 10pt, [{text(dates)}], [{body}])\n"

    jobs = "".join(
        row(
            when(person, job, "numbers"),
            f"{bold(job.title)}, {text(job.company)}, #emph[{text(job.place)}]\n\n{bullets(job.points)}",
        )
        for job in person.jobs
    )
    studies = "".join(
        row(f"{study.start} – {study.end}", f"{bold(f'{study.degree} {study.area}')}, {text(study.school)}")
        for study in person.studies
    )
    skills = "".join(row(label, text(", ".join(names))) for label, names in person.skills.items())
    return f"""#set page(margin: 2cm)
#set text(size: 10pt)
#text(size: 24pt)[{text(person.name)}] #h(1fr) {text(person.phone)} \\
#text(size: 14pt)[{text(person.headline)}] #h(1fr) {text(person.email)} \\
#h(1fr) {text(person.place)}
{head(person, "work")}
{jobs}
{head(person, "education")}
{studies}
{head(person, "skills")}
{skills}
"""


def letter_spaced(person: Person) -> str:
    """Letter-spaced capital headings on a dark banner with white text; title, company and dates one below the other."""

    def spaced(key: str) -> str:
        return f'#block(above: 16pt)[#text(tracking: 0.35em, weight: "bold")[{text(heading(person.language, key).upper())}]]\n'

    def job_text(job: Job) -> str:
        return f"{bold(job.title)} \\\n{text(job.company)} \\\n{text(when(person, job, dash='-'))}\n\n{bullets(job.points)}"

    studies = "\n\n".join(
        f"{bold(study.school)} \\\n{text(f'{study.degree} in {study.area}')} \\\n{text(f'{study.start} - {study.end}')}"
        for study in person.studies
    )
    return f"""#set page(margin: 1.8cm)
#set text(size: 10pt)
#block(fill: rgb("#223344"), width: 100%, inset: 14pt)[#text(fill: white)[
#text(size: 20pt, tracking: 0.2em)[{text(person.name.upper())}] \\
{text(person.headline)} \\
{contact(person, " · ")}]]
{spaced("summary")}
{text(person.summary)}
{spaced("work")}
{"".join(job_text(job) + chr(10) for job in person.jobs)}
{spaced("education")}
{studies}
{spaced("skills")}
{text(" • ".join(name for group in person.skills.values() for name in group))}
{spaced("languages")}
{text(", ".join(person.spoken))}
"""


def headings_left(person: Person) -> str:
    """Section headings in a column at the left; "Company, Place" then title and dates."""

    def row(key: str, body: str) -> str:
        return f"#grid(columns: (3.5cm, 1fr), gutter: 12pt, [#strong[{text(heading(person.language, key).upper())}]], [{body}])\n#v(8pt)\n"

    jobs = "\n".join(
        f"{bold(job.company)}, {text(job.place)} \\\n{text(job.title)} #h(1fr) {text(period(person.language, job.start, job.end))}\n\n{bullets(job.points)}"
        for job in person.jobs
    )
    studies = "\n\n".join(
        f"{text(study.school)} #h(1fr) {text(study.end)} \\\n{text(f'{study.degree}, {study.area}')}"
        for study in person.studies
    )
    return f"""#set page(margin: 2cm)
#set text(size: 10pt)
#align(right)[{text(person.email)} \\ {text(person.phone)} \\ {text(person.place)}]
#text(size: 20pt, weight: "bold")[{text(person.name)}]

{text(person.headline)}
#v(10pt)
{row("summary", text(person.summary))}
{row("work", jobs)}
{row("education", studies)}
{row("skills", skills_lines(person))}
"""


LAYOUTS: tuple[Layout, ...] = (
    single, two_lines, sidebar_left, sidebar_right, margin_dates, letter_spaced, headings_left,
)  # fmt: skip
