"""Reads facts that a page gives as label and value: tables, definition lists, "Label: value" lines, and class names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from longhaul_worker.postings.page import Block, Page
from longhaul_worker.postings.when import fold

FactName = Literal[
    "title", "company", "place", "workplace", "employment", "posted", "expires", "salary", "identifier", "seniority",
    "industry", "occupation", "start", "period", "other",
]  # fmt: skip

_LABEL_WORDS: Final[tuple[tuple[FactName, str], ...]] = (
    ("title", (
        r"(?:job|position|vacancy)[ -]?titles?|position|role|job|stellenbezeichnung|stelle|poste"
        r"|intitule(?: du poste)?|puesto|cargo|posizione|functie|stanowisko|titel|vacature|designation"
    )),
    ("company", (
        r"company(?: name)?|hiring (?:company|organi[sz]ation)|employer|organi[sz]ation(?: ?/ ?entity)?|entity"
        r"|client|firma|unternehmen|arbeitgeber|entreprise|societe|employeur|empresa|azienda|bedrijf|werkgever"
        r"|pracodawca|foretag|arbetsgivare|advertiser|recruiter|institution|posted by|publie par|agency|school"
        r"|hospital|organisatie"
    )),
    ("place", (
        r"(?:job |work |office |primary |main )?locations?|place(?: of work)?|work ?place|city|town|(?:city"
        r"|location)[ /&,]+(?:state|country|region)|standorte?|arbeitsort|einsatzort|dienstort|ort|region"
        r"|lieu(?: de travail| du poste| de mission)?|localisation|ville|ubicacion|localidad|localizacion"
        r"|lugar(?: de trabajo)?|sede(?: di lavoro)?|luogo(?: di lavoro)?|plaats|standplaats|locatie|lokalizacja"
        r"|miejsce pracy|ort|arbeidssted|arbejdssted|plats|arbetsort|placering|tjanstestalle|sted|lokasjon|cidade"
        r"|localidade|citta|zona|misto(?: vykonu)? prace|(?:candidates? |applicants? )?(?:must be )?(?:located"
            r"|based)(?: in)?|(?:candidate|required) (?:location|region)s?|where|local(?: de trabalho)?|duty station"
        r"|country|head ?quarters"
    )),
    ("workplace", (
        r"format|distansstatus|work ?place(?: type)?|remote (?:job|work|position|role)|telework eligible"
        r"|work(?:ing)? (?:model|mode|arrangement|type|style|place|setting|pattern)|remote(?: work| status| policy"
        r"| type| option| ok)?|location type|arbeitsmodell|home ?office|teletravail|modalidad(?: de trabajo)?"
        r"|modalita(?: di lavoro)?|tryb pracy|on-?site/remote|telework|telecommut(?:e|ing)|policy"
    )),
    ("employment", (
        r"(?:job|employment|contract|work|position|vacancy) ?types?|type(?: of (?:employment|contract|job"
        r"|position))?|employment(?: status)?|commitment|contract|(?:job |position |work )?schedule|hours"
        r"|work(?:ing)? (?:hours|schedule|time)|time ?type|arbeitszeit|vertragsart|anstellungsart"
        r"|beschaftigungsart|beschaftigung|anstellung|umfang|(?:type de )?contrat|temps de travail|duree du travail"
        r"|tipo de (?:contrato|empleo|jornada)|contrato|jornada|(?:tipo di )?contratto|orario|dienstverband"
        r"|contractvorm|uren|wymiar(?: pracy)?|rodzaj umowy|umowa|anstallningsform|anstallningstyp|ansettelsestype"
        r"|arbejdstid|typ umowy|typ uvazku|tipo de vaga|ansettelsesform|omfattning|job status|terms|basis"
        r"|full.?time ?/ ?part.?time|regime"
    )),
    ("posted", (
        r"(?:date )?posted(?: on| date)?|post(?:ing)? date|date(?: of)?(?: posted| posting| published| publication"
        r"| listed| added)?|published(?: on| at| date)?|publication date|listed(?: on)?|added(?: on)?|open(?:ing|s"
        r"|ed)? ?(?:date|on)|job posted|first posted|veroffentlicht(?: am)?|eingestellt am|online seit|datum"
        r"|erschienen(?: am)?|publie(?:e)? le|date de publication|mise? en ligne(?: le)?|publicad[ao](?: el)?"
        r"|fecha(?: de publicacion)?|pubblicat[ao](?: il)?|data(?: di pubblicazione)?|geplaatst(?: op)?"
        r"|opublikowan[oa]|data (?:dodania|publikacji)|publicerad|publisert|oprettet|advertised(?: date| on)?"
        r"|created|live since"
    )),
    ("expires", (
        r"(?:application |applications? )?(?:deadline|close[sd]?|closing)(?: date| on| for applications)?"
        r"|apply (?:by|before)|appl(?:y|ications?) (?:until|close|due)(?: date)?|application due(?: on)?"
            r"|valid (?:through|until|to)"
        r"|expir(?:es|y|ation)(?: date| on)?|ends?(?: on| date)?|last (?:date|day)(?: to apply)?|due(?: date)?"
        r"|bewerbungsfrist|bewerbungsschluss|frist|gultig bis|bewerben bis|date limite(?: de candidature)?"
        r"|fin de publication|expire le|candidater avant|fecha (?:limite|de cierre)|plazo(?: de solicitud)?"
        r"|scadenza|entro il|sluitingsdatum|reageren (?:voor|tot)|solliciteren voor|termin(?: skladania)?|wazna do"
        r"|oferta wazna do|sista ansokningsdag|ansokningsfrist|soknadsfrist|ansogningsfrist|unposting date"
        r"|job expires|prazo"
    )),
    ("salary", (
        r"(?:base |annual |yearly |monthly |hourly |gross |starting |expected |target |estimated "
        r"|offered )?(?:salary|compensation|pay|wage|rate|remuneration)(?: range| band| scale| rate| information"
        r"| details| per (?:year|month|hour)| offered)?|gehalt|jahresgehalt|verdienst|vergutung|lohn|entgelt"
        r"|salaire|remuneration|salario|retribucion|sueldo|retribuzione|stipendio|ral|salaris|loon|wynagrodzenie"
        r"|widelki|lon|plat|mzda|ctc|package|budget|day rate|tjm|grade|salary ?/ ?rate|remuneracao|stipend"
    )),
    ("period", (
        r"open(?:ing)? (?:&|and) clos(?:e|ing) dates?|application (?:period|window)|(?:posting|recruitment) period"
        r"|bewerbungszeitraum"
    )),
    ("identifier", (
        r"(?:job |requisition |req\.? |reference |vacancy |posting |position )?(?:id|number|no\.?"
        r"|ref(?:erence)?(?: (?:no|number|code))?\.?|code|nr\.?|#)|requisition|referenz(?:nummer)?|kennziffer"
        r"|stellen-?id|referencia|riferimento|referentienummer"
    )),
    ("seniority", (
        r"(?:experience|seniority|career|job|position) ?level|seniority|level|experience|erfahrung|karrierestufe"
        r"|niveau(?: d.experience)?|nivel|livello|berufserfahrung"
    )),
    ("industry", r"industr(?:y|ies)|sector|branche|secteur(?: d.activite)?|sector|settore"),
    ("occupation", (
        r"(?:job )?(?:function|category|categories|field|family)|department|team|abteilung|departement"
        r"|departamento|berufsfeld|discipline|classification|area of work|practice|division|fachbereich"
    )),
    ("start", (
        r"start(?: date|ing)?|eintritt(?:sdatum)?|beginn|ab|date de debut|prise de poste|fecha de inicio"
        r"|startdatum|available from|duration|dauer|duree"
    )),
)  # fmt: skip
_BY_NAME: Final[tuple[tuple[FactName, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(rf"(?:{pattern})", re.IGNORECASE)) for name, pattern in _LABEL_WORDS
)
_ALL: Final = "|".join(pattern for _, pattern in _LABEL_WORDS)
_INLINE: Final = re.compile(
    rf"(?:(?<=^)|(?<=[|.;,\u00b7\u2022\n)]\s)|(?<=[|.;,\u00b7\u2022]))\W{{0,4}}(?P<label>{_ALL})\s*[:\uff1a]\s*",
    re.IGNORECASE,
)
_ANYWHERE: Final = re.compile(r"(?<![\w-])(?P<label>[A-Z][\w /]{1,24}?)\s*:\s+")
_LONGEST_VALUE: Final = 160
_LONGEST_LABEL: Final = 40
_HINTS: Final[tuple[tuple[FactName, str], ...]] = (
    ("company", (
        r"(?<![a-z])(?:company|employer|organi[sz]ation|hiring-?org(?:ani[sz]ation)?|advertiser|recruiter|firm"
        r"|entreprise)(?:[-_](?:name|title|link|label))?(?![a-z]|[-_](?:logo|desc|info|url|size|about|type|rating"
        r"|review|overview|section|website|profile|meta))"
    )),
    ("place", (
        r"(?<![a-z])(?:job-?)?(?:location|city|place|standort|address-?locality|workplace-?location|ort"
        r"|lieu)s?(?![a-z]|[-_](?:icon|map|type|search))"
    )),
    ("salary", r"(?<![a-z])(?:salary|compensation|pay|wage|salaire|gehalt)(?:[-_](?:range|text|label))?(?![a-z])"),
    ("employment", (
        r"(?<![a-z])(?:employment|contract|job|work|schedule)[-_]?type|(?<![a-z])(?:commitment|employment"
        r"|contract)(?![a-z])"
    )),
    ("workplace", (
        r"(?<![a-z])(?:workplace|remote|work-?place-?type|workplace-?types?|work-?model|location-?type"
        r"|telecommute)(?![a-z])"
    )),
    ("posted", (
        r"(?<![a-z])(?:date-?posted|posted(?:-?(?:date|on|at|time|ago))?|post-?date|publish(?:ed)?(?:-?(?:date|on"
        r"|at))?|publication-?date|listing-?date|time-?ago|posted-time|job-?date|pub-?date)(?![a-z])"
    )),
    ("expires", r"(?<![a-z])(?:deadline|closing-?date|valid-?through|expir(?:y|es)(?:-?date)?|end-?date)(?![a-z])"),
    ("title", r"(?<![a-z])(?:job|position|posting|vacancy|role|offer)[-_]?(?:title|name|headline)(?![a-z])"),
)  # fmt: skip
_BY_HINT: Final[tuple[tuple[FactName, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(pattern)) for name, pattern in _HINTS
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A value with what its label or class says it is. `is_labelled` where a label says it, else a class name."""

    name: FactName
    value: str
    label: str
    is_labelled: bool


def fact_name(label: str) -> FactName | None:
    """What a label announces; None where it is no label that is known."""
    plain = " ".join(fold(label).strip(" :*\u2022-\u2013?\uff1a.#").split())
    plain = re.sub(r"^[^\w]+", "", plain)
    if not plain or plain == "no" or len(plain) > _LONGEST_LABEL:
        return None
    return next((name for name, pattern in _BY_NAME if pattern.fullmatch(plain)), None)


def labelled(page: Page) -> list[Fact]:
    """The facts with labels, in the order of the page."""
    return list(_labelled(page.main))


def hinted(page: Page) -> list[Fact]:
    """The facts that class names, ids and properties point out, in the order of the page."""
    found: list[Fact] = []
    for block in page.main[:400]:
        if len(block.text) > 400:
            continue
        inner = [
            Fact(name, part.text, part.hint, is_labelled=False)
            for part in block.parts
            if len(block.parts) > 1 and part.hint and len(part.text) <= _LONGEST_VALUE and (name := _by_hint(part.hint))
        ]
        if not inner and len(block.text) <= _LONGEST_VALUE and (name := _by_hint(block.hint)):
            inner = [Fact(name, block.text, block.hint, is_labelled=False)]
        found += inner
    return found


def _by_hint(hint: str) -> FactName | None:
    return next((name for name, pattern in _BY_HINT if pattern.search(hint)), None) if hint else None


def _labelled(blocks: Sequence[Block]) -> Iterator[Fact]:
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        name = fact_name(block.text)
        if name is not None and following is not None and len(following.text) <= _LONGEST_VALUE:
            # A heading "Location" above a value; two labels in a row are a menu or a table's head.
            is_sure = block.kind == "term" or block.text.rstrip().endswith(":") or following.kind == "cell"
            if fact_name(following.text) is None and (
                is_sure or (following.kind != "heading" and len(following.text) <= 90)
            ):
                yield Fact(name, following.text, block.text, is_labelled=True)
                continue
        if len(block.text) <= 500:
            in_line = list(_in_line(block))
            yield from in_line or _in_parts(block)


def _in_parts(block: Block) -> Iterator[Fact]:
    """ "Job type<span>Full-time</span>": the label is one run of text, the value the next."""
    if 2 <= len(block.parts) <= 4 and (name := fact_name(block.parts[0].text)):
        value = block.parts[1].text
        if len(value) <= _LONGEST_VALUE:
            yield Fact(name, value, block.parts[0].text, is_labelled=True)


def _in_line(block: Block) -> Iterator[Fact]:
    text = block.text
    hits = [(found.start("label"), found.end(), found["label"]) for found in _INLINE.finditer(text)]
    taken = {start for start, _, _ in hits}
    if hits or len(text) < 250:
        # Behind one label others may follow without a sign between: "Location: Remote Type: Permanent".
        for found in _ANYWHERE.finditer(text):
            label = found["label"]
            for words in (label, label.rsplit(" ", 2)[-1], " ".join(label.rsplit(" ", 2)[-2:])):
                start = found.end("label") - len(words)
                if fact_name(words) and not any(abs(start - other) < len(label) for other in taken):
                    hits.append((start, found.end(), words))
                    taken.add(start)
                    break
    hits.sort()
    for number, (_, end, label) in enumerate(hits):
        stop = hits[number + 1][0] if number + 1 < len(hits) else len(text)
        value = _cut(text[end:stop], [part.text for part in block.parts])
        name = fact_name(label)
        if name is not None and value and len(value) <= _LONGEST_VALUE:
            yield Fact(name, value, label, is_labelled=True)


def _cut(value: str, parts: Sequence[str]) -> str:
    """The value up to where it ends: a bar or a sentence's end, or the element it stands in."""
    bare = value.strip(" \t|\u00b7\u2022;,-\u2013\u2014")
    whole = next((part for part in parts if len(part) > 1 and bare.startswith(part) and len(part) < len(bare)), None)
    if (
        whole is not None
        and re.match(r"[\s.|;]", bare[len(whole) :])
        and not re.match(r"\s*[,(&/+-]|\s*(?:or|and|und)\b", bare[len(whole) :])
    ):
        return whole.strip(" .,;")
    bare = re.split(
        r"\s+[|\u00b7\u2022]\s+|\s{3,}|(?<=[a-z)])(?<!\bCo)(?<!\bInc)(?<!\bSt)(?<!\bLtd)(?<!\bSp)\.\s+(?=[A-Z])",
        bare,
        maxsplit=1,
    )[0]
    return bare.strip(" .,;|")
