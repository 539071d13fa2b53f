"""The words that a typeset document adds to what its author wrote: headings, months, "present"."""

# ruff: noqa: RUF001, RUF002 - the dashes of periods
from __future__ import annotations

from datetime import date
from typing import Final

LANGUAGES: Final = ("en", "de", "fr", "es", "it", "pt", "nl")
_KEYS: Final = (
    "summary", "work", "projects", "education", "skills", "certificates", "awards", "publications", "volunteer",
    "languages", "interests", "present",
)  # fmt: skip
_WORDS: Final = {
    "en": "Summary;Experience;Projects;Education;Skills;Certifications;Awards;Publications;Volunteering;Languages"
    ";Interests;Present",
    "de": "Profil;Berufserfahrung;Projekte;Ausbildung;Kenntnisse;Zertifikate;Auszeichnungen;Publikationen;Ehrenamt"
    ";Sprachen;Interessen;heute",
    "fr": "Profil;Expérience professionnelle;Projets;Formation;Compétences;Certifications;Distinctions;Publications"
    ";Bénévolat;Langues;Centres d'intérêt;aujourd'hui",
    "es": "Perfil;Experiencia profesional;Proyectos;Formación;Habilidades;Certificaciones;Premios;Publicaciones"
    ";Voluntariado;Idiomas;Intereses;actualidad",
    "it": "Profilo;Esperienza professionale;Progetti;Istruzione;Competenze;Certificazioni;Premi;Pubblicazioni"
    ";Volontariato;Lingue;Interessi;oggi",
    "pt": "Resumo;Experiência profissional;Projetos;Formação;Habilidades;Certificações;Prêmios;Publicações"
    ";Voluntariado;Idiomas;Interesses;atual",
    "nl": "Profiel;Werkervaring;Projecten;Opleiding;Vaardigheden;Certificaten;Prijzen;Publicaties;Vrijwilligerswerk"
    ";Talen;Interesses;heden",
}
_MONTHS: Final = {
    "en": "January;February;March;April;May;June;July;August;September;October;November;December",
    "de": "Januar;Februar;März;April;Mai;Juni;Juli;August;September;Oktober;November;Dezember",
}


def known_language(code: str | None) -> str:
    """`code` where its words are known, else "en"; "de-AT" counts as "de"."""
    short = (code or "").lower()[:2]
    return short if short in LANGUAGES else "en"


def word(language: str, key: str) -> str:
    """The heading or word `key` in `language`."""
    return _WORDS[language].split(";")[_KEYS.index(key)]


def period(language: str, start: str | None, end: str | None, *, is_current: bool = False) -> str:
    """ "Mar 2020 – Present", "03/2020 – heute", "2019": what is known of a period given as partial dates."""
    last = word(language, "present") if is_current and not end else _partial(language, end)
    first = _partial(language, start)
    if first and last:
        return first if first == last else f"{first} – {last}"
    return first or (last if end else "")


def long_date(language: str, day: date) -> str:
    """ "27 November 2026" or "27. November 2026"."""
    months = _MONTHS["de" if language == "de" else "en"].split(";")
    return f"{day.day}{'.' if language == 'de' else ''} {months[day.month - 1]} {day.year}"


def _partial(language: str, value: str | None) -> str:
    if not value:
        return ""
    year, _, rest = value.partition("-")
    month = int(rest[:2]) if rest else 0
    if not month:
        return year
    return f"{_MONTHS['en'].split(';')[month - 1][:3]} {year}" if language == "en" else f"{month:02}/{year}"
