"""Which words make a job title, a company, a school or a degree."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re

from longhaul_worker.resume.textnorm import key

_HEADS = """
engineer developer manager director analyst scientist consultant architect designer administrator specialist lead intern
internship assistant associate researcher programmer officer president founder cofounder ceo cto cfo coo cio cmo cpo
vp head chief
coordinator supervisor technician teacher professor lecturer tutor instructor writer editor journalist accountant
auditor nurse
doctor physician surgeon pharmacist therapist lawyer attorney paralegal representative executive agent advisor adviser
strategist planner producer artist animator photographer illustrator recruiter buyer cashier waiter waitress barista
chef cook
driver operator mechanic electrician trainee apprentice fellow postdoc owner partner freelancer contractor trainer coach
sysadmin admin secretary receptionist librarian translator interpreter statistician economist biologist chemist
physicist
mathematician tester evangelist advocate maintainer contributor volunteer member chair chairman chairperson treasurer
mentor
bookseller worker carer caretaker helper nanny porter usher crew shopkeeper goldsmith tailor courier dancer actor
actress singer
musician composer poet author novelist publicist lobbyist volunteer politician mayor diplomat priest pastor
coordinator judge
stage alternance bookkeeper clerk dispatcher foreman superintendent principal dean investigator inspector controller
treasurer broker trader
banker underwriter actuary copywriter marketer salesperson seller salesman merchandiser stylist webmaster sre devops
dba qa ta ra
scrum product-owner owner guard soldier sergeant captain lieutenant pilot steward stewardess host hostess handyman
cleaner
gardener farmer butcher baker carpenter plumber welder machinist assembler packer picker student-assistant co-op coop
generalist expert practitioner leader principal programmer/analyst superhero researcher-in-residence sommelier curator
entwickler entwicklerin softwareentwickler softwareentwicklerin ingenieur ingenieurin leiter leiterin berater beraterin
projektleiter projektleiterin werkstudent werkstudentin praktikant praktikantin praktikum mitarbeiter mitarbeiterin
referent
referentin assistent assistentin sachbearbeiter sachbearbeiterin teamleiter teamleiterin abteilungsleiter
abteilungsleiterin
geschäftsführer geschäftsführerin forscher forscherin wissenschaftler wissenschaftlerin analystin designerin
programmierer
programmiererin administratorin kaufmann kauffrau fachinformatiker fachinformatikerin auszubildender auszubildende
hilfskraft
tutorin lehrer lehrerin dozent dozentin vertriebsleiter buchhalter buchhalterin architektin managerin
systemadministrator
produktmanager produktmanagerin projektmanager projektmanagerin redakteur redakteurin techniker technikerin controllerin
krankenpfleger krankenschwester arzt ärztin trainerin beraterinnen hiwi volontär volontärin verkäufer verkäuferin
développeur développeuse développeuse ingénieur ingénieure responsable chef cheffe directeur directrice stagiaire
chargé chargée
consultante analyste architecte administrateur administratrice technicien technicienne gestionnaire assistante
enseignant
enseignante chercheur chercheuse concepteur conceptrice formateur formatrice comptable vendeur vendeuse rédacteur
rédactrice
alternant alternante apprenti apprentie conseiller conseillère conducteur attaché attachée professeur professeure
doctorant
doctorante développement-stage infographiste graphiste secrétaire infirmier infirmière coordinateur coordinatrice
desarrollador desarrolladora ingeniero ingeniera programador programadora analista jefe jefa gerente director directora
consultor consultora becario becaria diseñador diseñadora administrador administradora técnico técnica asistente
responsable
encargado encargada profesor profesora investigador investigadora arquitecto arquitecta coordinador coordinadora
auxiliar
contable vendedor vendedora asesor asesora practicante líder ayudante dependiente comercial redactor redactora médico
enfermera
enfermero maestro maestra traductor traductora camarero camarera abogado abogada
sviluppatore sviluppatrice ingegnere responsabile consulente stagista tirocinante impiegato impiegata ricercatore
ricercatrice
progettista docente insegnante direttore direttrice desenvolvedor desenvolvedora engenheiro engenheira gerente
estagiário
ontwikkelaar medewerker adviseur stagiair onderzoeker projectleider
"""
_QUALIFIERS = """
senior junior sr jr staff principal graduate software full-stack fullstack frontend front-end backend back-end web
mobile data
machine learning ml ai devops cloud security network systems system product project program marketing sales customer
research
technical quality test business operations hr human financial finance executive assistant associate deputy interim
acting
independent freelance freelancer self-employed part-time working student visiting undergraduate doctoral postdoctoral
teaching clinical chief regional global lead platform site reliability
"""
_COMPANY = re.compile(
    r"\b(?:inc|llc|ltd|limited|corp|corporation|gmbh|ag|kg|ohg|ug|se|e\.?\s?v|s\.?a\.?r\.?l|s\.?a\.?s|s\.?l\.?u?"
    r"|s\.?p\.?a|s\.?r\.?l|bv|b\.v|nv|oy|ab|plc"
    r"|pty|pvt|co|company|group|gruppe|groupe|grupo|holdings?|technologies|technology|solutions|systems|labs?"
    r"|laborator(?:y|ies)|studios?"
    r"|consulting|partners|ventures|industries|enterprises|bank|software|agency|agence|agencia|hospital|clinic"
    r"|klinik(?:um)?|foundation|stiftung"
    r"|institute?|institut|university|universität|université|universidad|college|school|airlines|airways"
    r"|networks?|media|digital|services"
    r"|associates|international|capital|insurance|versicherung|bundesamt|ministry|ministerium|council"
    r"|department of|startup|start-up"
    r"|werke?|stadtwerke|verlag|society|academy|centre|center|restaurant|cafe|café|hotel|store|shop|supermarket"
    r"|analytics|robotics"
    r"|therapeutics|pharma|energy|motors|automotive|logistics|games|works|interactive|health|healthcare|biotech"
    r"|telecom|mobility)\b\.?",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"^[\w-]+\.(?:com|io|ai|org|net|de|co|app|dev|fr|es)\b", re.IGNORECASE)
_SCHOOL = re.compile(
    r"\b(?:universit\w*|univ\.?|college|school|institute?|instituto?|istituto|institut|academy|akademie|academia"
    r"|académie|hochschule\w*|fachhochschule"
    r"|\w*gymnasium|realschule|gesamtschule|berufsschule|schule|polytechni\w*|politecnico|politécnica|école|ecole"
    r"|lycée|lycee|iut|facult[ayé]\w*|fakultät"
    r"|colegio|escuela|facultad|liceo|scuola|escola|faculdade|hogeschool|tu|eth|epfl|mit|ucla|ucsd|uc berkeley"
    r"|caltech|nyu|iit|nit|iiit"
    r"|kit|rwth|lmu|tum|insead|hec|cnam|insa|ens|enssat|supelec|centralesupélec|bootcamp|coursera|udacity|edx"
    r"|udemy|kaist|epitech|42|conservatory|seminary"
    r"|uni|fh|htw|htl|ucl|lse|oxford|cambridge|harvard|stanford|princeton|yale|upc|upm|upv|uned|unam|cégep|dhbw"
    r"|ihk|university's)\b|\w*universität\w*"
    r"|\w+hochschule\b|大学|学院|院校",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"\b(?:bachelor(?:['’]?s)?|master(?:['’]?s)?|doctor(?:ate)?|doctoral|mphys|mmath|mchem|a\.\s?b|s\.\s?[bm]"
    r"|sc\.\s?[bd]|ed\.\s?[md]|associate(?:['’]?s)?(?=\s+(?:degree|of|in))"
    r"|diplom-\w+(?: \(fh\))?|dipl[oô]me d['’]ing[ée]nieur|diplom\w*"
    r"|diploma|magister|staatsexamen|abitur"
    r"|fachabitur|allgemeine hochschulreife|hochschulreife|mittlere reife"
    r"|habilitation|promotion|licence|licenciatura|licenciad[oa]"
    r"|maîtrise|doctorat|baccalauréat|baccalaureat|bac"
    r"|dut|bts|deug|grado|máster|doctorado|bachillerato|ingenier[íi]a|ingeniero|técnico superior|fp|laurea"
    r"|dottorato|mestrado|doutorado|bacharelado"
    r"|ph\.?\s?d|d\.?phil|m\.?phil|mba|emba|b\.?\s?sc|m\.?\s?sc|b\.?\s?s|m\.?\s?s|b\.?\s?a|m\.?\s?a|b\.?\s?eng"
    r"|m\.?\s?eng|b\.?\s?e|m\.?\s?e|b\.?\s?tech|m\.?\s?tech|bca|mca|b\.?\s?com|m\.?\s?com"
    r"|bba|bfa|mfa|llb|ll\.b|llm|ll\.m|j\.?d|m\.?d|m\.?ed|b\.?ed|a\.?\s?a\.?\s?s|a\.?a|a\.?s|dr|hons|honours"
    r"|postgraduate|undergraduate|a[- ]levels?|gcses?|g\.?e\.?d|high school diploma"
    r"|certificate|certification|minor|major|degree|meng|msci|mres|pgce|pgdip|b\.?arch|m\.?arch|umschulung"
    r"|ausbildung|lehre|diplôme|diplome|título|cap|deug|matura|propedeutic\w*"
    r"|hsc|ssc|icse|cbse|nanodegree|specialization|学位|本科|硕士|博士)(?!\w)\.?",
    re.IGNORECASE,
)
_UPPER_ONLY = re.compile(
    r"\b(?:BS|MS|BA|MA|BE|ME|AA|AS|MD|JD|FP|CAP|BAC|TU|FH|Dr|Bac|Cap|B\.S|M\.S|B\.A|M\.A|B\.E|M\.E|A\.A|A\.S|J\.D"
    r"|M\.D|B\. ?S|M\. ?S|A\.A\.S|AAS|42|ENS|MIT|KIT|ETH)\b"
)
_AMBIGUOUS = frozenset(
    [
        "bs",
        "ms",
        "ba",
        "ma",
        "be",
        "me",
        "aa",
        "as",
        "md",
        "jd",
        "fp",
        "cap",
        "bac",
        "tu",
        "fh",
        "dr",
        "a",
        "s",
        "b",
        "m",
        "e",
        "minor",
        "major",
        "mit",
        "kit",
        "eth",
        "ens",
    ]
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")

HEADS = frozenset(key(word) for word in _HEADS.split())
QUALIFIERS = frozenset(key(word) for word in _QUALIFIERS.split())
_NOT_TITLES = re.compile(
    r"\b(?:experience|education|skills|responsibilities|achievements|technologies used|tech stack|key projects)\b",
    re.IGNORECASE,
)


def title_score(text: str) -> float:
    """How much `text` looks like a job title: 0 not at all, 2 and more for sure."""
    words = key(text.replace("-", " ")).split()
    if not words or len(words) > 12:
        return 0.0
    heads = sum(word in HEADS or _is_gendered(word) for word in words)
    qualifiers = sum(word in QUALIFIERS for word in words)
    score = (2.0 if heads else 0.0) + min(heads - 1, 1) * 0.3 * (heads > 0) + min(qualifiers, 2) * 0.4
    if heads and (words[-1] in HEADS or _is_gendered(words[-1]) or words[0] in HEADS):
        score += 0.5
    return score - (1.5 if company_score(text) >= 2 else 0.0)


def company_score(text: str) -> float:
    """How much `text` looks like a company or institution by its own words."""
    if _DOMAIN.search(text.strip()):
        return 1.0
    found = list(_COMPANY.finditer(text))
    if not found:
        return 0.0
    last = found[-1]
    ends_so = not text[last.end() :].strip(" .,)")
    return 2.0 if ends_so or school_score(text) >= 2 else 1.0


def school_score(text: str) -> float:
    """How much `text` looks like a school or university."""
    return 2.0 if any(_is_meant(found[0]) for found in _SCHOOL.finditer(text)) else 0.0


def degree_score(text: str) -> float:
    """How much `text` looks like a degree."""
    return 2.0 if degree_span(text) is not None else 0.0


def degree_span(text: str) -> tuple[int, int] | None:
    """Where the first word of a degree stands in `text`."""
    for found in _DEGREE.finditer(text):
        if _is_meant(found[0]):
            return found.span()
    return None


def is_title(text: str) -> bool:
    """Whether `text` can stand as a job title or headline."""
    return title_score(text) >= 1.9 and not _NOT_TITLES.search(text)


def _is_meant(found: str) -> bool:
    """Short words count only when written as an abbreviation ("MS", not "ms" or "As")."""
    bare = found.strip(". ")
    return key(bare).replace(" ", "") not in _AMBIGUOUS or _UPPER_ONLY.fullmatch(bare) is not None


def _is_gendered(word: str) -> bool:
    return any(word.endswith(end) and word[: -len(end)] in HEADS for end in ("in", "innen", "s", "r", "e")) or (
        len(word) > 9 and word.endswith(_COMPOUND)
    )


_COMPOUND = (
    "entwickler", "entwicklerin", "ingenieur", "ingenieurin", "leiter", "leiterin", "manager", "managerin", "berater",
    "beraterin", "assistent", "assistentin", "mechaniker", "mechanikerin", "kaufmann", "kauffrau",
    "techniker", "technikerin", "informatiker", "informatikerin", "verantwortlicher", "spezialist",
    "spezialistin", "architekt", "architektin",
    "mitarbeiter", "mitarbeiterin", "administrator", "administratorin", "praktikant", "praktikantin", "praktikum",
)  # fmt: skip
