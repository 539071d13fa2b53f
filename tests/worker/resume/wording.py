"""Headings and dates in the languages of the test CVs."""
# ruff: noqa: E501, RUF001, RUF002 - the lines of a template and the dashes of real CVs

from __future__ import annotations

_HEADINGS = {
    "en": {"summary": "Summary", "work": "Work Experience", "education": "Education", "skills": "Skills", "languages": "Languages",
           "certificates": "Certifications", "contact": "Contact"},
    "de": {"summary": "Profil", "work": "Berufserfahrung", "education": "Ausbildung", "skills": "Kenntnisse", "languages": "Sprachen",
           "certificates": "Zertifikate", "contact": "Kontakt"},
    "fr": {"summary": "Profil", "work": "Expérience professionnelle", "education": "Formation", "skills": "Compétences",
           "languages": "Langues", "certificates": "Certifications", "contact": "Contact"},
    "es": {"summary": "Perfil", "work": "Experiencia laboral", "education": "Formación académica", "skills": "Habilidades",
           "languages": "Idiomas", "certificates": "Certificados", "contact": "Contacto"},
}  # fmt: skip
_MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
}
_NOW = {"en": "Present", "de": "heute", "fr": "aujourd'hui", "es": "actualidad"}


def heading(language: str, section: str) -> str:
    """The heading of `section` in that language."""
    return _HEADINGS[language][section]


def period(language: str, start: str, end: str | None, style: str = "words", dash: str = "–") -> str:
    """A range of dates: `words` ("Mar 2020 – Present"), `numbers` ("03/2020 – heute") or `years`."""
    now = _NOW[language]
    return f"{_date(language, start, style)} {dash} {now if end is None else _date(language, end, style)}"


def _date(language: str, date: str, style: str) -> str:
    year, _, month = date.partition("-")
    if not month or style == "years":
        return year
    if style == "numbers":
        return f"{month}/{year}"
    return f"{_MONTHS[language][int(month) - 1]} {year}"
