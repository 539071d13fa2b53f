"""The words of job titles: which mean the same, which are near each other, and which say only how senior."""

from __future__ import annotations

from functools import cache
from typing import Final

from longhaul_worker.resume.textnorm import key

_HEADS: Final = """
developer: engineer programmer coder dev entwickler entwicklerin softwareentwickler programmierer ingenieur ingenieurin
 ingénieur ingénieure développeur développeuse desarrollador desarrolladora programador programadora ingeniero ingeniera
 engineering entwicklung development konstrukteur konstrukteurin
 sviluppatore programmatore ontwikkelaar desenvolvedor engenheiro utvecklare
manager: leiter leiterin leitung lead leader verantwortlicher responsable gerente jefe jefa direktor director directeur
 directrice head chief gestionnaire coordinator koordinator
analyst: analyste analista analytiker auswerter
scientist: wissenschaftler wissenschaftlerin scientifique científico researcher forscher chercheur investigador
designer: gestalter gestalterin diseñador diseñadora graphiste
architect: architekt architektin architecte arquitecto
administrator: admin sysadmin administratorin administrateur administrador operator
consultant: berater beraterin conseiller consultor consultora advisor adviser
tester: testerin testeur qa-engineer prüfer
nurse: krankenpfleger krankenpflegerin krankenschwester pflegefachkraft pflegekraft infirmier infirmière
 enfermero enfermera
accountant: buchhalter buchhalterin bilanzbuchhalter comptable contable bookkeeper kreditorenbuchhalter
teacher: lehrer lehrerin enseignant professeur profesor profesora tutor lecturer dozent
technician: techniker technikerin technicien técnico mechatroniker mechaniker mechanic
representative: vertreter vertreterin commercial comercial salesperson verkäufer verkäuferin vendeur vendedor seller
recruiter: personalreferent recruteur reclutador sourcer
specialist: spezialist spezialistin spécialiste especialista expert fachkraft mitarbeiter mitarbeiterin
 generalist officer referent
assistant: assistent assistentin assistante asistente sekretär secretary clerk sachbearbeiter sachbearbeiterin
writer: redakteur redakteurin rédacteur redactor editor author copywriter texter journalist
driver: fahrer fahrerin chauffeur conductor
cook: koch köchin chef cuisinier cocinero
lawyer: anwalt rechtsanwalt jurist avocat abogado attorney counsel
"""
_DOMAINS: Final = """
backend: back-end serverside server
frontend: front-end clientside
fullstack: full-stack
software: anwendungsentwicklung application applications logiciel
data: daten données datos dati
ml: ki ai
devops: dev-ops
sre: reliability
mobile: mobil móvil
test: testing quality qa qualität qualité calidad testautomation sdet
security: sicherheit sécurité seguridad cyber cybersecurity infosec
web: webentwicklung internet
cloud: aws azure gcp
system: systems systeme système systèmes sistemas
network: netzwerk netzwerke réseau réseaux redes
product: produkt produit producto
project: projekt projet proyecto projekte
sales: vertrieb verkauf ventes ventas commerciale account
marketing: mercadotecnia brand
hr: personal personnel rrhh people talent
finance: finanzen finanz finances finanzas financial controlling
ux: ui usability
bi: intelligence
embedded: firmware eingebettete
mechanical: maschinenbau mécanique mecánico konstruktion
electrical: elektro elektrotechnik électrique eléctrico electronics elektronik
intensive: icu intensivstation intensivpflege
"""
_NEAR: Final = """
backend fullstack .7, frontend fullstack .7, backend software .7, frontend software .5, fullstack software .8, web
frontend .7, web fullstack .8, web backend .5, web software .7, devops sre .9, devops cloud .8, devops platform .8,
devops infrastructure .8, sre platform .8, sre infrastructure .8, sre cloud .7, cloud infrastructure .8, platform
infrastructure .8, platform backend .5, system infrastructure .7, system devops .6, system network .7, data ml .6,
data bi .8, data analytics .9, data statistics .7, ml software .4, data software .4, mobile ios .9, mobile android .9,
ios android .5, mobile software .6, ios software .5, android software .5, test software .4, security network .5,
embedded software .6, ux product .5, product project .5, sales marketing .4, sales business .6, marketing digital .6,
marketing content .6, devops software .4, python software .8, java software .8, embedded electrical .5, developer
architect .7, developer tester .4, developer administrator .4, developer technician .3, developer consultant .5,
developer specialist .6, developer scientist .4, analyst scientist .7, analyst specialist .6, analyst consultant .6,
analyst developer .4, manager specialist .3, manager consultant .4, administrator technician .6, administrator
specialist .6, consultant specialist .6, representative specialist .5, representative manager .5, representative
consultant .5, designer developer .2, designer specialist .5, assistant specialist .5, tester specialist .6, recruiter
specialist .7, recruiter manager .4, accountant specialist .5, accountant assistant .5, writer specialist .5,
architect consultant .5
"""
PHRASES: Final = {
    "back end": "backend", "front end": "frontend", "full stack": "fullstack", "site reliability": "sre",
    "machine learning": "ml", "deep learning": "ml", "artificial intelligence": "ml", "quality assurance": "test",
    "human resources": "hr", "user experience": "ux", "user interface": "ux", "business intelligence": "bi",
    "dev ops": "devops", "big data": "data", "key account": "sales", "talent acquisition": "hr",
    "ressources humaines": "hr", "recursos humanos": "hr", "registered nurse": "nurse",
    "intensive care": "intensive", "working student": "werkstudent", "vice president": "vp",
}  # fmt: skip
"""Two words that are one."""
SENIORITY: Final = {
    "intern": -2, "internship": -2, "trainee": -2, "apprentice": -2, "praktikant": -2, "praktikantin": -2,
    "praktikum": -2, "werkstudent": -2, "werkstudentin": -2, "stagiaire": -2, "stage": -2, "alternant": -2,
    "becario": -2, "azubi": -2, "junior": -1, "jr": -1, "graduate": -1, "entry": -1, "debutant": -1, "mid": 0,
    "middle": 0, "senior": 1, "sr": 1, "experienced": 1, "confirme": 1, "lead": 2, "staff": 2, "principal": 2,
    "head": 3, "chief": 3, "vp": 3, "director": 3,
}  # fmt: skip
"""How senior a word makes a title: 0 is what goes without saying."""
STOP: Final = frozenset({
    "and", "und", "et", "y", "of", "for", "für", "fur", "de", "des", "du", "del", "la", "le", "en", "in", "im", "a",
    "an", "the", "m", "w", "d", "f", "h", "x", "mfd", "mwd", "all", "genders", "remote", "hybrid", "ii", "iii", "i",
    "freelance", "freelancer", "self", "employed", "at", "bei", "chez", "level", "team", "member", "mit", "with",
})  # fmt: skip


@cache
def synonyms() -> dict[str, str]:
    """The word that stands for each known word of a title, in the form that `key` gives."""

    table: dict[str, str] = {}
    for line in f"{_HEADS}{_DOMAINS}".replace("\n ", " ").strip().splitlines():
        name, _, words = line.partition(":")
        for word in (name, *words.split()):
            table.setdefault(key(word), name)
    return table


@cache
def heads() -> frozenset[str]:
    """The words that say what somebody is, rather than in what field."""
    return frozenset(line.partition(":")[0] for line in _HEADS.replace("\n ", " ").strip().splitlines())


@cache
def nearness() -> dict[frozenset[str], float]:
    """How near two words are that do not mean the same, 0 to 1."""
    pairs: dict[frozenset[str], float] = {}
    for entry in _NEAR.replace("\n", " ").split(","):
        one, other, near = entry.split()
        pairs[frozenset({one, other})] = float(near)
    return pairs


@cache
def known_fields() -> frozenset[str]:
    """The fields of work the tables know; of other words they cannot say how far they are from these."""
    return frozenset(synonyms().values()) | frozenset(word for pair in nearness() for word in pair)
