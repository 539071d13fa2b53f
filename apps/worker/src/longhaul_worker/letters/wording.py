"""The sentences of letters in English and German. What stands in braces is filled from the CV or the advert."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one language."""

    language: str
    letter: str
    subject: str
    reference: str
    salutation: str
    salutation_to: str
    apply: str
    apply_at: str
    source: str
    now: str
    before: str
    studied: str
    post_both: str
    post_title: str
    post_employer: str
    post_none: str
    project: str
    asked: tuple[str, ...]
    did: str
    example_current: str
    example_past: str
    example_same: str
    example_project: str
    current_role: str
    past_role: str
    same_role: str
    skills: str
    draws: str
    talk: str
    talk_at: str
    thanks: str
    closing: str
    evidence: str
    matching: str
    profile: str
    summary: str

    def post(self, position: str | None, employer: str | None) -> str:
        """ "as Engineer at Quillmark", with what is known of it."""
        if position and employer:
            return self.post_both.format(position=position, employer=employer)
        if position:
            return self.post_title.format(position=position)
        return self.post_employer.format(employer=employer) if employer else self.post_none


WORDING: Final = {
    "en": Wording(
        language="en",
        letter="Cover letter",
        subject="Application for the position of {title}",
        reference=" (reference {reference})",
        salutation="Dear hiring team,",
        salutation_to="Dear {company} team,",
        apply="I am applying for the position of {title}",
        apply_at="I am applying for the position of {title} at {company}",
        source=", which I found on {host}",
        now="I currently work {post}",
        before="Most recently I worked {post}",
        studied="I studied at {school}",
        post_both="as {position} at {employer}",
        post_title="as {position}",
        post_employer="at {employer}",
        post_none="in my field",
        project="on the project {name}",
        asked=("Your advert asks for {need}.", "You also ask for {need}.", "On top of that, you look for {need}."),
        did="{place}, I {clause}",
        example_current="One example from my current role: {point}",
        example_past="One example from my time {post}: {point}",
        example_same="Another example from the same role: {point}",
        example_project="One example from the project {name}: {point}",
        current_role="in my current role",
        past_role="in my time {post}",
        same_role="in the same role",
        skills="Of the skills you name, I bring {skills}.",
        draws="What draws me to the role is the work you describe: {duty}.",
        talk="I would be glad to talk about what I can contribute to your team.",
        talk_at="I would be glad to talk about what I can contribute at {company}.",
        thanks="Thank you for your time.",
        closing="Kind regards,",
        evidence="Evidence for this role",
        matching="Skills that match",
        profile="Profile",
        summary="Summary for",
    ),
    "de": Wording(
        language="de",
        letter="Anschreiben",
        subject="Bewerbung als {title}",
        reference=" (Referenz {reference})",
        salutation="Sehr geehrte Damen und Herren,",
        salutation_to="",
        apply="hiermit bewerbe ich mich um die Stelle „{title}“",
        apply_at="hiermit bewerbe ich mich um die Stelle „{title}“ bei {company}",
        source=", auf die ich über {host} aufmerksam geworden bin",
        now="Zurzeit arbeite ich {post}",
        before="Zuletzt habe ich {post} gearbeitet",
        studied="Studiert habe ich an folgender Hochschule: {school}",
        post_both="als {position} bei {employer}",
        post_title="als {position}",
        post_employer="bei {employer}",
        post_none="in meinem Fachgebiet",
        project="am Projekt {name}",
        asked=(
            "In Ihrer Anzeige nennen Sie {need}.",
            "Außerdem nennen Sie {need}.",
            "Darüber hinaus nennen Sie {need}.",
        ),
        did="",
        example_current="Ein Beispiel aus meiner jetzigen Position: {point}",
        example_past="Ein Beispiel aus meiner Arbeit {post}: {point}",
        example_same="Ein weiteres Beispiel aus derselben Position: {point}",
        example_project="Ein Beispiel aus dem Projekt {name}: {point}",
        current_role="in meiner jetzigen Position",
        past_role="{post}",
        same_role="in derselben Position",
        skills="Von den Kenntnissen, die Sie nennen, bringe ich Folgendes mit: {skills}.",
        draws="Mich reizt die Aufgabe, die Sie beschreiben: {duty}.",
        talk="Gern erläutere ich Ihnen in einem Gespräch, was ich zu Ihrem Team beitragen kann.",
        talk_at="Gern erläutere ich Ihnen in einem Gespräch, was ich bei {company} beitragen kann.",
        thanks="Ich freue mich auf Ihre Antwort.",
        closing="Mit freundlichen Grüßen",
        evidence="Belege für diese Stelle",
        matching="Passende Kenntnisse",
        profile="Profil",
        summary="Kurzprofil für",
    ),
}


def own_words(language: str) -> str:
    """Every sentence of a language, for telling the template's words from claims."""
    words = WORDING[language]
    values: list[str | tuple[str, ...]] = [getattr(words, field.name) for field in fields(words)]
    return "\n".join("\n".join(value) if isinstance(value, tuple) else value for value in values)
