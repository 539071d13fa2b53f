"""What a sentence claims that can be checked: numbers, names, skills, titles."""

from __future__ import annotations

import re
from typing import Final

from longhaul_worker.matching.mentions import skills_in
from longhaul_worker.matching.words import stem
from longhaul_worker.skills.lexicon import load_lexicon

_NUMBER: Final = re.compile(r"\d+(?:[.,\u00a0 ]\d{3})*(?:[.,]\d+)?")
_NUMBER_WORD_LIST: Final = """
two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty ninety
hundred hundreds thousand thousands million millions billion billions dozen dozens half double doubled doubling triple
tripled tripling quadrupled tenfold twice percent
zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig hundert hunderte tausend
tausende million millionen milliarde milliarden dutzend dutzende hälfte halbiert halbierung verdoppelt verdoppelung
verdreifacht prozent
deux trois quatre cinq sept huit neuf dix douze vingt trente quarante cinquante cent mille millions milliards douzaine
moitié doublé triplé
dos tres cuatro cinco seis siete ocho nueve diez doce veinte treinta cincuenta cien mil millones docena mitad duplicó
"""
_RANK_LIST: Final = """
senior junior lead leader leading led principal head headed chief director directed manager managing managed vice
president founder founded cofounder owner executive staff expert award awarded winning certified licensed phd mba
graduate partner supervisor supervised
leiter leiterin leitung leitend leitete geschäftsführer chef teamleiter abteilungsleiter gründer promoviert zertifiziert
chef cheffe directeur directrice responsable fondateur diplômé jefe jefa director directora fundador certificado
"""
_NUMBER_WORDS: Final = frozenset(_NUMBER_WORD_LIST.split())
_RANKS: Final = frozenset(_RANK_LIST.split())
_WORD: Final = re.compile(r"[^\W\d_][^\W_]*(?:[.'\u2019&/+#-][^\W_]+)*[+#]*")
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:;•\n]\s*[\"„“«]?)$")


def numbers_in(text: str) -> set[str]:
    """The numbers of `text` without separators of thousands: "1,400" and "1.400" are "1400", "2.5" is "2.5"."""
    found: set[str] = set()
    for match in _NUMBER.finditer(text):
        whole = re.sub(r"[.,\u00a0 ](?=\d{3}(?!\d))", "", match[0])
        found.add(whole.replace(",", "."))
    return found


def number_words_in(text: str) -> set[str]:
    """Words that are numbers or multiply something, in four languages."""
    return {word for word in _words(text) if word in _NUMBER_WORDS}


def ranks_in(text: str) -> set[str]:
    """Words of rank and honour: what would make more of a person."""
    return {word for word in _words(text) if word in _RANKS}


def skills_named(text: str) -> set[str]:
    """Canonical names of the skills in `text`, also those that are everyday words where they stand capitalised."""
    lexicon = load_lexicon()
    loose = {skill.name for skill, words in lexicon.find(text, in_list=True) if words[:1].isupper()}
    return set(skills_in(text)) | loose


def names_in(text: str) -> set[str]:
    """Words in capitals that do not merely begin a sentence, as stems without capitals: companies, products, places."""
    found: set[str] = set()
    for match in _WORD.finditer(text):
        word = match[0]
        begins = _SENTENCE_START.search(text[: match.start()]) is not None
        if any(letter.isupper() for letter in word[1:]) or (word[0].isupper() and not begins):
            found.add(stem(word.casefold()))
    return found


def stems_in(text: str) -> set[str]:
    """All words of `text` as stems."""
    return {stem(word) for word in _words(text)}


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
