"""Tells the language of a text by its small words, or by its script."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

_SMALL_WORDS: Final = {
    "en": "the and of to you with we our for are your will is in as be an this that have or on by from at who their",
    "de": "und die der wir sie mit du für ein eine zu den das deine ihre im von dich bei oder auf unser als ist dem",
    "fr": "et les des vous nous une le la du pour dans est votre notre sur avec au aux en nos vos qui que ce sont par",
    "es": "y los las el para con una por en del que nuestro tu se como su más nuestra experiencia al sus te es",
    "it": "e di il per la con un una del della che le nel alla siamo dei nostro gli sono tuo delle è i al ai",
    "pt": "e de para com os uma em do da que um no na você nosso por seus sua das dos ao são mais nossa",
    "nl": "en het een van je de voor met bij in onze wij jij op ons aan als jouw zijn dat te naar ben",
    "pl": "i w z na do oraz się praca dla od jest nie lub nasz twoje o po w zakresie umiejętność pracy za mile",
    "sv": "och att som är vi du på en av för med i till har det dig vår ett om din oss",
    "da": "og at er vi du på en af for med i til har det dig vores et om din som os",
    "no": "og å er vi du på en av for med i til har det deg vår et om din som oss",
    "cs": "a v na se s je pro o do za ve z nebo jsme práce od po nabízíme jako tvoje",
    "fi": "ja on ei se että olet sinun me sekä tai meillä kanssa joka ovat myös työ",
    "ro": "și de în la cu pentru un o din pe sau este care ai noastră ca",
    "hu": "és a az egy hogy vagy nem is meg mint munka ha van",
    "tr": "ve bir için ile bu olarak en olan da de iş veya",
}
_SETS: Final = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}
_SCRIPTS: Final = (
    ("ja", re.compile(r"[\u3040-\u30ff]")), ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")), ("el", re.compile(r"[\u0370-\u03ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")), ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)  # fmt: skip
_UKRAINIAN: Final = re.compile(r"[\u0454\u0456\u0457\u0491]")
_LEAST_WORDS: Final = 5


def language_of(text: str, otherwise: str | None = None) -> str | None:
    """The ISO code of the language of `text`; `otherwise` (what the page declares) where the text says too little."""
    sample = text[:20_000]
    letters = sum(char.isalpha() for char in sample)
    for code, script in _SCRIPTS:
        if letters and len(script.findall(sample)) > 0.15 * letters:
            return "uk" if code == "ru" and _UKRAINIAN.search(sample) else code
    words = Counter(re.findall(r"[^\W\d_]+", sample.lower()))
    scores = {code: sum(words[word] for word in small) for code, small in _SETS.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= _LEAST_WORDS else otherwise
