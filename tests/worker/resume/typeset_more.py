"""More layouts: those of well-known templates and word processors."""
# ruff: noqa: E501, RUF001, RUF002 - the lines of a template and the dashes of real CVs

from __future__ import annotations

from tests.worker.resume.people import Person
from tests.worker.resume.typeset import Layout, bold, bullets, contact, head, skills_lines, text, when
from tests.worker.resume.wording import heading


def narrow_left(person: Person) -> str:
    """Education and skills in a narrow column, "COMPANY | TITLE" with "dates | place" below in the wide one."""

    def section(key: str) -> str:
        return f'#block(above: 12pt, below: 6pt)[#text(size: 13pt, fill: rgb("#666666"))[{text(heading(person.language, key).upper())}]]\n'

    studies = "\n\n".join(
        f"{bold(study.school.upper())} \\\n#text(size: 9pt)[{text(f'{study.degree} in {study.area}')}] \\\n"
        f"#text(size: 9pt, fill: gray)[{text(f'{study.start} – {study.end} | {study.place}')}]"
        for study in person.studies
    )
    groups = "\n\n".join(f"{bold(label)} \\\n{text(' • '.join(names))}" for label, names in person.skills.items())
    jobs = "\n".join(
        f"#strong[{text(job.company.upper())}] {text('| ' + job.title)} \\\n"
        f"#text(size: 9pt, fill: gray)[{text(f'{when(person, job)} | {job.place}')}]\n\n{bullets(job.points)}"
        for job in person.jobs
    )
    first, _, last = person.name.partition(" ")
    return f"""#set page(margin: 1.4cm, paper: "us-letter")
#set text(size: 10pt)
#align(center)[#text(size: 34pt, weight: "light")[{text(first)}]#text(size: 34pt, weight: "bold")[{text(" " + last)}]

{text(person.headline)}

{contact(person)}]
#grid(columns: (1fr, 2fr), gutter: 16pt, [{section("education")}{studies}{section("skills")}{groups}], [{section("work")}{jobs}])
"""


def bracket_dates(person: Person) -> str:
    """ "[ dates ] title" above "company – place", labelled contact lines, as the Europass editor prints them."""
    jobs = "\n".join(
        f"{text('[ ' + when(person, job, 'numbers') + ' ]')} {bold(job.title)}\n\n"
        f"#strong[{text(job.company)}] \\\n{text('City: ' + job.place)}\n\n{bullets(job.points)}"
        for job in person.jobs
    )
    studies = "\n\n".join(
        f"{text(f'[ {study.start} – {study.end} ]')} {bold(f'{study.degree} {study.area}')}\n\n{text(study.school)}"
        for study in person.studies
    )
    return f"""#set page(margin: 2cm)
#set text(size: 10pt)
#text(size: 20pt, weight: "bold")[{text(person.name)}] \\
#strong[Address:] {text(person.place)} \\
#strong[Email:] {text(person.email)} #h(1em) #strong[Phone:] {text(person.phone)} \\
{text(person.headline)}

{head(person, "work", '#text(size: 13pt, fill: rgb("#004494"))[#upper[#strong[{}]]]')}

{jobs}

{head(person, "education", '#text(size: 13pt, fill: rgb("#004494"))[#upper[#strong[{}]]]')}

{studies}

{head(person, "skills", '#text(size: 13pt, fill: rgb("#004494"))[#upper[#strong[{}]]]')}

{skills_lines(person)}
"""


def name_in_parts(person: Person) -> str:
    """The name in two sizes of weight, right-aligned contact, company left, place right, title and dates below in colour."""
    first, _, last = person.name.partition(" ")
    jobs = "\n".join(
        f'{bold(job.company)} #h(1fr) #text(fill: red, style: "italic")[{text(job.place)}] \\\n'
        f"#text(size: 8pt)[#smallcaps[{text(job.title)}]] #h(1fr) #text(size: 8pt, style: "
        f'"italic")[{text(when(person, job))}]'
        f"\n\n{bullets(job.points)}"
        for job in person.jobs
    )
    studies = "\n".join(
        f"{bold(study.school)} #h(1fr) {text(study.place)} \\\n#text(size: 8pt)[{text(f'{study.degree} in {study.area}')}] #h(1fr) "
        f"#text(size: 8pt)[{text(f'{study.start} – {study.end}')}]\n"
        for study in person.studies
    )
    groups = "\n".join(
        f"#grid(columns: (3.2cm, 1fr), gutter: 14pt, [#align(right)[{bold(label)}]], [{text(', '.join(names))}])"
        for label, names in person.skills.items()
    )

    def section(key: str) -> str:
        return f'#block(above: 14pt)[#text(size: 15pt, weight: "bold")[{text(heading(person.language, key))}] #box(width: 1fr, line(length: 100%))]\n'

    return f"""#set page(margin: 1.5cm)
#set text(size: 9.5pt)
#align(center)[#text(size: 30pt, weight: "thin", fill: gray)[{text(first)}] #text(size: 30pt, weight: "bold")[{text(last)}] \\
#text(size: 8pt, fill: red)[#smallcaps[{text(person.headline)}]] \\
#text(size: 8pt, style: "italic", fill: gray)[{text(person.place)}] \\
#text(size: 8pt)[{text(f"{person.phone} | {person.email} | {person.link}")}]]
{section("summary")}
{text(person.summary)}
{section("work")}
{jobs}
{section("education")}
{studies}
{section("skills")}
{groups}
"""


def company_dash_title(person: Person) -> str:
    """ "Company, Place — Title" with capital dates below, skills in a column at the right, as an online editor offers it."""
    jobs = "\n".join(
        f"#strong[{text(job.company)}]{text(', ' + job.place + ' — ')}#emph[{text(job.title)}] \\\n"
        f"#text(size: 8pt, fill: gray)[{text(when(person, job).upper())}]\n\n{bullets(job.points)}"
        for job in person.jobs
    )
    studies = "\n".join(
        f"#strong[{text(study.school)}]{text(', ' + study.place + ' — ')}#emph[{text(f'{study.degree} {study.area}')}] \\\n"
        f"#text(size: 8pt, fill: gray)[{text(f'{study.start} - {study.end}')}]\n"
        for study in person.studies
    )
    side = "\n\n".join(text(name) for group in person.skills.values() for name in group)

    def section(key: str) -> str:
        return f'#block(above: 14pt)[#text(size: 9pt, weight: "bold", fill: blue)[{text(heading(person.language, key).upper())}]]\n'

    return f"""#set page(margin: 2cm)
#set text(size: 9.5pt)
#grid(columns: (2.4fr, 1fr), gutter: 24pt,
[#text(size: 30pt, weight: "bold")[{text(person.name)}] \\
{text(person.headline)}
{section("work")}
{jobs}
{section("education")}
{studies}],
[#text(size: 9pt)[{text(person.place)} \\
#strong[{text(person.phone)}] \\
#strong[{text(person.email)}]]
{section("skills")}
{side}
{section("languages")}
{text(", ".join(person.spoken))}])
"""


def capital_blocks(person: Person) -> str:
    """Dates in capitals, then "TITLE, COMPANY" in capitals, paragraphs instead of bullets, as word processors offer it."""
    jobs = "\n".join(
        f"#text(size: 9pt, fill: gray)[{text(when(person, job, 'years').upper())}] \\\n"
        f"#text(size: 12pt)[#strong[{text(job.title.upper())}]{text(', ' + job.company.upper())}] \\\n{text('. '.join(job.points) + '.')}\n"
        for job in person.jobs
    )
    studies = "\n".join(
        f"#text(size: 9pt, fill: gray)[{text(study.end)}] \\\n"
        f"#text(size: 12pt)[#strong[{text(f'{study.degree} {study.area}'.upper())}]{text(', ' + study.school.upper())}]\n"
        for study in person.studies
    )
    names = [name for group in person.skills.values() for name in group]
    half = (len(names) + 1) // 2
    section = '#text(size: 14pt, weight: "bold")[{}]\n'
    return f"""#set page(margin: 2.2cm)
#set text(size: 10.5pt)
#align(center)[#text(size: 28pt)[{text(person.name.upper())}] \\
{text(person.headline.upper())} \\
{text(f"{person.place} · {person.phone}")} \\
{text(f"{person.email} · {person.link}")}]

{text(person.summary)}

{head(person, "work", section)}
{jobs}

{head(person, "education", section)}
{studies}

{head(person, "skills", section)}
#grid(columns: (1fr, 1fr), [{bullets(tuple(names[:half]))}], [{bullets(tuple(names[half:]))}])
"""


def timeline(person: Person) -> str:
    """Dates over places in the left margin, ratings behind skills, a shaded name, headings over a rule."""

    def row(left: str, right: str) -> str:
        return f"#grid(columns: (3cm, 1fr), gutter: 12pt, [{left}], [{right}])\n#v(4pt)\n"

    jobs = "".join(
        row(
            f"{text(when(person, job, 'years'))} \\\n#text(size: 8pt)[{text(job.place)}]",
            f"{bold(job.title)} \\\n#emph[{text(job.company)}] \\\n{bullets(job.points)}",
        )
        for job in person.jobs
    )
    studies = "".join(
        row(
            text(f"{study.start} – {study.end}"),
            f"{bold(f'{study.degree} {study.area}')} \\\n#emph[{text(study.school)}]",
        )
        for study in person.studies
    )
    rated = "".join(
        f"{text(name)} #h(1fr) #box(circle(radius: 3pt, fill: black)) #box(circle(radius: 3pt, fill: black)) "
        f"#box(circle(radius: 3pt)) \\\n"
        for group in person.skills.values()
        for name in group
    )
    section = '#block(above: 12pt)[#text(size: 13pt, weight: "bold")[{}] #v(-8pt) #line(length: 100%)]\n'
    return f"""#set page(margin: 2cm)
#set text(size: 10pt)
#block(fill: rgb("#eeeeee"), inset: 10pt, width: 100%)[#text(size: 22pt)[{text(person.name)}] \\ {text(person.headline)}]
{text("☎")} {text(person.phone)} #h(2em) {text("✉")} {text(person.email)} #h(2em) {text("⌂")} {text(person.place)}
{head(person, "work", section)}
{jobs}
{head(person, "education", section)}
{studies}
{head(person, "skills", section)}
{rated}
"""


MORE_LAYOUTS: tuple[Layout, ...] = (
    narrow_left, bracket_dates, name_in_parts, company_dash_title, capital_blocks, timeline,
)  # fmt: skip
YEARS_ONLY: tuple[Layout, ...] = (capital_blocks, timeline)
