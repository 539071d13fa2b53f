"""Languages: the one a CV is written in, and those its owner speaks."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re

from career.resume import SkillGroup, SpokenLanguage
from longhaul_worker.resume.document import ICON, Line
from longhaul_worker.resume.textnorm import key, tidy, without_bullet

_STOPWORDS = {
    "en": "the and of to in for with on at by from using was is as an our team experience skills education",
    "de": "und der die das mit von für im bei zur den ein eine des als auf berufserfahrung ausbildung kenntnisse",
    "fr": "le la les des et du de pour une dans avec sur au aux en un formation compétences expérience",
    "es": "el la los las de y en para con una del por un se educación experiencia habilidades formación actualidad",
    "it": "il la di e per con una del nel gli delle istruzione esperienza competenze che dal alla",
    "pt": "o a os as de e em para com uma do da no na experiência educação formação habilidades",
    "nl": "het van een met voor op bij werkervaring opleiding vaardigheden ervaring als naar door ook heden",
}
_SPOKEN = (
    "english german french spanish italian portuguese dutch russian chinese mandarin cantonese japanese korean "
    "arabic hindi urdu "
    "bengali punjabi tamil telugu turkish polish czech slovak hungarian romanian bulgarian greek ukrainian "
    "serbian croatian "
    "slovenian swedish norwegian danish finnish estonian latvian lithuanian hebrew persian farsi vietnamese thai "
    "indonesian malay "
    "catalan basque galician swahili latin esperanto tagalog filipino marathi gujarati kannada malayalam nepali "
    "albanian armenian georgian afrikaans "
    "englisch deutsch französisch spanisch italienisch portugiesisch niederländisch russisch chinesisch "
    "japanisch koreanisch "
    "arabisch türkisch polnisch tschechisch ungarisch rumänisch griechisch schwedisch latein ukrainisch "
    "anglais allemand français espagnol italien portugais néerlandais russe chinois japonais coréen arabe turc "
    "polonais "
    "inglés alemán francés español castellano italiano portugués ruso chino japonés árabe catalán euskera gallego "
    "inglese tedesco francese spagnolo portoghese russo inglês alemão francês espanhol engels duits frans spaans "
    "nederlands"
)  # fmt: skip
_NAMES = frozenset(key(name) for name in _SPOKEN.split())
_LEVEL = re.compile(
    r"\b(?:native|mother tongue|fluent|bilingual|professional|working|proficien\w+|advanced|upper|intermediate"
    r"|conversational|basic|beginner|elementary|limited|full|near-native"
    r"|muttersprach\w*|fließend|verhandlungssicher|fortgeschritten|grundkenntnisse|gut|sehr gut|schulkenntnisse"
    r"|langue maternelle|courant|bilingue|intermédiaire|notions|natif|avancé"
    r"|nativo|nativa|lengua materna|avanzado|intermedio|básico|fluido|bilingüe|madrelingua|[abc][12]\+?|toefl"
    r"|ielts|dele|dalf|delf)\b.*",
    re.IGNORECASE,
)


def language_of(text: str) -> str:
    """ISO code of the language `text` is written in, by its small words; "en" where they do not say."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    counts = {code: sum(word in stops.split() for word in words) for code, stops in _STOPWORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] > counts["en"] * 1.15 else "en"


def find_languages(lines: list[Line]) -> list[SpokenLanguage]:
    """The languages of a language section, with the level as written."""
    found: list[SpokenLanguage] = []
    for line in lines:
        text = without_bullet(line.text)
        for part in re.split(rf"[,;|•·{ICON}](?![^()]*\))|\s/\s|\t(?=[A-ZÄÖÜÉ])", text):
            language = _language(tidy(part))
            if language is not None:
                found.append(language)
            elif found and found[-1].fluency is None and _LEVEL.match(tidy(part)):
                found[-1].fluency = tidy(part)
    unique = {key(language.language): language for language in reversed(found)}
    return list(reversed(unique.values()))


def is_spoken(text: str) -> bool:
    """Whether `text` is a spoken language, alone or with a level."""
    words = key(text).split()
    return bool(words) and words[0] in _NAMES


def spoken_group(group: SkillGroup) -> list[SpokenLanguage]:
    """The languages in a skill group that lists nothing but spoken languages; else nothing."""
    found = [_spoken_in(keyword) for keyword in group.keywords]
    if not found or not all(found):
        return []
    return [language for language in found if language is not None]


def spoken_with_level(text: str) -> SpokenLanguage | None:
    """The language of "German (native)", which no programming language is; None without a level."""
    found = _language(text)
    return found if found is not None and found.fluency and _LEVEL.match(found.fluency) else None


def _spoken_in(text: str) -> SpokenLanguage | None:
    """The language `text` is about: "French (B2)", "Fluent in Spanish"."""
    words = text.split()
    last = words[-1].strip(" .()") if words else ""
    if len(words) <= 4 and key(last) in _NAMES and _LEVEL.match(text):
        return SpokenLanguage(language=last, fluency=" ".join(words[:-1]).removesuffix(" in"))
    return _language(text)


def _language(text: str) -> SpokenLanguage | None:
    words = text.split()
    if not words or key(words[0]) not in _NAMES or len(words) > 10:
        return None
    rest = text[len(words[0]) :].strip(" :–—-")
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1]
    return SpokenLanguage(language=words[0].strip(" :,()–—-"), fluency=rest or None)
