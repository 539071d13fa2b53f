"""Finds the sections of an advert - tasks, requirements, benefits - by their headings in many languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from longhaul_worker.feeds.markup import plain_text, sanitised
from longhaul_worker.postings.page import Block
from longhaul_worker.postings.when import fold

Topic = Literal["tasks", "requirements", "wishes", "benefits", "company", "process", "other"]

# Matched against folded headings, in this order: "what we offer" must not be read as "what you bring".
_TOPIC_WORDS: Final[tuple[tuple[Topic, str], ...]] = (
    ("process", (
        r"how to apply|apply(?! if)|application process|interview|next steps|hiring process|recruitment process"
        r"|bewerbung|bewirb|kontakt|contact|candidat(?:er|ure)|postuler|process(?:us)? de recrutement|como aplicar"
        r"|proceso de seleccion|equal opportunit|diversity|privacy|eeo|disclaimer|sollicite|como se candidatar"
        r"|inscric|aplikuj"
    )),
    ("wishes", (
        r"nice.to.have|bonus (?:points|skills)|(?:^|\b)pluses|is a plus|extra (?:kudos|points|credit)"
        r"|preferred (?:qualif|skills|experience)|desirable|good to have|would be (?:a plus|great|nice)|brownie"
        r"|it.s a plus|von vorteil|wunschenswert|idealerweise|les plus|atouts|serait un plus|deseable|se valorara"
        r"|valorable|preferibil|pluspunten|mile widziane"
    )),
    ("benefits", (
        r"benefit|perks|what(?:.s| is) in it for (?:you|me)|we offer|what you.?(?:ll)? get|why (?:join|work"
        r"|you.ll love|us\b)|our offer|rewards|what to expect from us|compensation|salary|package|wir bieten"
        r"|bieten wir|unser angebot|das erwartet dich bei uns|deine vorteile|ihre vorteile"
        r"|darauf kannst du dich freuen|nous (?:vous )?(?:offrons|proposons)|ce que nous (?:t.|vous )?(?:offrons"
        r"|proposons)|avantages|remuneration|pourquoi (?:nous )?rejoindre|ofrecemos|que ofrecemos|beneficios"
        r"|te ofrecemos|cosa offriamo|offriamo|wat (?:wij|we) bieden|wij bieden|oferujemy|co oferujemy|vi erbjuder"
        r"|vi tilbyr|vi tilbyder|oferecemos|nabizime|for you from us|what we.ll give"
    )),
    ("requirements", (
        r"requirement|qualification|who you are|you are\b|about you|what (?:we.re|we are|are we) looking for"
        r"|we.re looking for|we are looking for|looking for|what you(?:.ll)? (?:need|bring|have)|you (?:have|bring"
        r"|should|need|might|must)|your (?:profile|background|skills|experience|qualif)|must.have|skills"
        r"|experience|what it takes|ideal candidate|minimum|knowledge|competenc|essential|profile|person spec\w*"
        r"|specification|who (?:we.re looking|should apply)|is this you|you.ll (?:have|bring|need)|apply if"
        r"|anforderung|dein profil|ihr profil|profil|das bringst du mit|was du mitbringst|du bringst|mitbringen"
        r"|qualifikation|voraussetzung|erwarten wir|uberzeugst|qui es.tu|votre profil|ton profil|competences"
        r"|exigences|prerequis|vous etes|requisit|requerimiento|perfil|experiencia|buscamos|que necesitas"
            r"|cosa cerchiamo"
        r"|competenze|wie ben jij|jouw profiel|functie-?eisen|wat (?:vragen wij|breng)|wij vragen|wymagania"
        r"|oczekujemy|kvalifikation|om dig|vi soker|hvem er du|pozadujeme|pozadavky|qualificac|contratacao"
        r"|experienci"
    )),
    ("tasks", (
        r"responsibilit|what you(?:.ll| will)? (?:be )?(?:do|work)|you(?:.ll| will) (?:do|be|work|own)|duties"
        r"|your (?:role|mission|tasks|job|impact|work|day)|the role|about the (?:role|job|position)"
        r"|role (?:overview|summary|description)|job (?:description|summary|purpose|duties)|day.to.day"
        r"|key (?:accountab|tasks|areas|deliver)|main tasks|in this role|position (?:summary|overview|description)"
        r"|the (?:job|position|opportunity|work)|aufgaben|deine rolle|was dich erwartet|das erwartet dich"
        r"|tatigkeit|stellenbeschreibung|verantwort|dein job|mission|vos (?:taches|responsab)|le poste|ton role"
        r"|votre role|descriptif|description du poste|funciones|responsabilidad|tareas|tus retos|que haras"
        r"|descripcion|mansioni|attivita|responsabilita|ruolo|werkzaamheden|taken|wat ga je doen"
        r"|functieomschrijving|jouw rol|obowiazki|zakres|zadania|^tasks|^(?:the )?job$|\bopgaver\b|uppgifter"
            r"|oppgaver|arbetsuppgifter|om rollen|om tjansten"
        r"|arbeidsoppgaver|arbejdsopgaver|napln|atividades|descricao|o que voce vai fazer|what will you do"
    )),
    ("company", (
        r"about (?:us|the company|the team|our)|who (?:we are|are we)|our (?:company|mission|story|team|values"
        r"|culture|beliefs|journey)|company (?:description|overview|profile)|^about\b|uber uns|wer wir sind"
        r"|das unternehmen|das sind wir|a propos|qui sommes.nous|l.entreprise|sobre (?:nosotros|la empresa)"
        r"|quienes somos|chi siamo|l.azienda|over ons|wie zijn wij|o nas|o firmie|om oss|om os|sobre nos"
        r"|the team\b"
    )),
)  # fmt: skip
_TOPICS: Final[tuple[tuple[Topic, re.Pattern[str]], ...]] = tuple(
    (topic, re.compile(pattern)) for topic, pattern in _TOPIC_WORDS
)
_LONGEST_HEADING: Final = 90
_LONGEST_ITEM: Final = 600
_MOST_ITEMS: Final = 60


@dataclass
class Section:
    """A heading with what stands under it."""

    heading: str
    topic: Topic
    blocks: list[Block] = field(default_factory=list[Block])


def topic_of(heading: str) -> Topic:
    """What a section under this heading is about."""
    plain = fold(heading).strip(" :*#-\u2013\u2014.!?")
    if not plain or len(plain) > _LONGEST_HEADING:
        return "other"
    if re.match(r"about (?!us|you|the (?:role|job|position|opportunity))", plain):
        return "company"
    for topic, pattern in _TOPICS:
        if pattern.search(plain):
            return topic
    return "other"


def sections_of(blocks: Sequence[Block]) -> list[Section]:
    """`blocks` cut at headings, and at short lines that read like one and are followed by a list."""
    sections = [Section("", "other")]
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if block.kind == "heading" or _is_heading(block, following):
            topic = topic_of(block.text)
            # "Essential:" under "Requirements" stays with them.
            if topic == "other" and sections[-1].topic != "other" and block.text.endswith(":") and len(block.text) < 40:
                topic = sections[-1].topic
            sections.append(Section(block.text.strip(" :"), topic))
        else:
            sections[-1].blocks.append(block)
    return [section for section in sections if section.heading or section.blocks]


def items_of(sections: Sequence[Section], *topics: Topic) -> list[str]:
    """The list items of the sections about `topics`; of sections without a list their sentences."""
    found: list[str] = []
    for topic in topics:
        for section in sections:
            if section.topic != topic:
                continue
            items = [block.text for block in section.blocks if block.kind == "item" and not _is_label(block.text)]
            if not items:
                items = [line for block in section.blocks for line in _listed_in_line(block.text)]
            if not items:
                items = [block.text for block in section.blocks if block.kind == "text" and 15 < len(block.text) < 400]
            found += items
    kept = (item.strip()[:_LONGEST_ITEM] for item in found)
    return list(dict.fromkeys(item for item in kept if len(item) > 2))[:_MOST_ITEMS]


def _listed_in_line(text: str) -> list[str]:
    """The items of a paragraph that holds a list whose line ends were lost: "you will: - write - test - review"."""
    pieces = re.split(r"\s[-\u2022\u00b7*]\s(?=[A-Z\u00c0-\u00dd])", text)
    return [piece.strip() for piece in pieces[1:]] if len(pieces) > 3 else []


def listed(html: str) -> list[str]:
    """The lines of a piece of HTML or text, without list signs."""
    lines = plain_text(sanitised(html)).split("\n")
    kept = (line.strip().removeprefix("- ").strip(" \u2022*\u00b7") for line in lines)
    return [line[:_LONGEST_ITEM] for line in kept if len(line) > 2][:_MOST_ITEMS]


def _is_heading(block: Block, following: Block | None) -> bool:
    if block.kind != "text" or len(block.text) > _LONGEST_HEADING or block.zone != "main":
        return False
    is_before_list = following is not None and following.kind == "item"
    if block.text.endswith(":") and is_before_list:
        return True
    is_short = len(block.text.split()) <= 8 and block.text[-1] not in ".,;"
    return is_short and topic_of(block.text) != "other" and (is_before_list or block.text.endswith((":", "?")))


def _is_label(text: str) -> bool:
    return text.endswith(":") and len(text) < 40
