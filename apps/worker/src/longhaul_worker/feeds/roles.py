"""Tells whether a piece of text reads like a job title, in the languages of European and American job boards."""

from __future__ import annotations

import re

_WORDS = """
engineer engineers engineering developer developers programmer architect administrator admin analyst scientist
researcher manager director head lead leader chief officer president vp svp evp cto ceo cfo coo cmo cpo ciso
specialist consultant advisor adviser coordinator assistant associate representative executive supervisor designer
writer copywriter editor producer strategist planner recruiter sourcer accountant auditor bookkeeper controller lawyer
attorney counsel paralegal nurse doctor physician therapist caregiver pharmacist teacher instructor tutor trainer
coach professor lecturer technician mechanic electrician plumber welder operator driver clerk cashier receptionist
secretary intern internship trainee apprentice fellow graduate postdoc marketer evangelist advocate agent buyer
merchandiser seller salesperson sales support sre devops sysadmin qa tester sdet dba webmaster moderator translator
interpreter photographer animator artist illustrator chef cook baker barista waiter bartender housekeeper cleaner
janitor guard security officer inspector surveyor estimator scheduler dispatcher expert partner principal staff senior
junior sr jr mid-level entwickler entwicklerin ingenieur ingenieurin leiter leiterin berater beraterin sachbearbeiter
sachbearbeiterin mitarbeiter mitarbeiterin kaufmann kauffrau techniker fachkraft werkstudent werkstudentin praktikant
praktikantin praktikum auszubildender assistenz referent referentin buchhalter verkäufer pfleger mechaniker
projektleiter teamleiter geschäftsführer spezialist architektin développeur développeuse ingénieur ingénieure chargé
chargée responsable directeur directrice technicien technicienne conseiller conseillère stagiaire alternant alternance
stage chef assistante comptable vendeur vendeuse infirmier gestionnaire consultante analyste concepteur administrateur
desarrollador desarrolladora ingeniero ingeniera analista técnico técnica gerente jefe jefa director directora
asistente administrativo administrativa comercial vendedor vendedora becario diseñador diseñadora especialista
sviluppatore ingegnere responsabile impiegato addetto addetta consulente tecnico ontwikkelaar medewerker adviseur
beheerder stagiair verkoper teamlead projectleider utvecklare udvikler kehittäjä programista programistka inżynier
specjalista kierownik tester desenvolvedor desenvolvedora engenheiro engenheira estágio coordenador coordinador
coordinadora coordinateur operations freelancer contractor volunteer member associate product data software backend
frontend fullstack full-stack back-end front-end machine marketing finance accounting journalier installateur cariste
préparateur soudeur monteur helfer fahrer koch kellner erzieher
archivist gardener keeper ranger librarian carpenter butcher tailor jeweller sommelier florist physiotherapist dentist
optician paramedic midwife carer curator conservator courier picker packer labourer laborer handyman foreman roofer
bricklayer plasterer painter decorator fitter machinist toolmaker lifeguard nanny chaplain statistician economist
actuary
underwriter adjuster broker trader teller officer warden superintendent dean registrar steward attendant caretaker
utvecklare ingenjör systemutvecklare tekniker projektledare sjuksköterska lärare handläggare samordnare säljare
ingeniør rådgiver sykepleier lærer konsulent sygeplejerske verpleegkundige chauffeur docent monteur coördinator inkoper
księgowy księgowa magazynier kierowca sprzedawca pielęgniarka nauczyciel analityk projektant doradca asystent asystentka
vývojář účetní technik prodejce skladník sviluppatrice infermiere cuoco cameriere magazziniere ragioniere contabile
enfermeiro enfermeira motorista vendedora professor contador enfermero enfermera camarero cocinero conductor contable
profesor profesora mozo dependiente électricien plombier chauffeur-livreur serveur cuisinier aide-soignant enseignant
acheteur juriste rédacteur chargée-de-projet elektroniker mechatroniker industriemechaniker maler lackierer schreiner
tischler dachdecker lagerist disponent steuerberater rechtsanwalt arzt ärztin lehrer krankenschwester hausmeister
"""
_ROLES = frozenset(_WORDS.split())
_STRONG_ENDING = re.compile(
    r"(?:entwickler|ingenieur|leiter|berater|manager|mitarbeiter|techniker|kraft|kaufmann|kauffrau|fachfrau|fachmann"
    r"|kaufleute|assistent|spezialist"
    r"|betreuer|administrator|architekt|verkäufer|pfleger|mechaniker|ontwikkelaar|medewerker|ologist|keeper|(?:iv|in"
    r"|ap|yl|ur|yg|od)ist|utvecklare|tekniker|ledare|ingenjör|ingeniør|beheerder|adviseur|leider|smith|elektroniker|helfer"
    r"|fahrer|meister|lehrer|arzt|pädagoge|wirt)(?:in|:in|/in|innen)?$"
)
_GENDER = re.compile(
    r"\(?\b[mwfdxh]\s*[/|*]\s*[mwfdxh](?:\s*[/|*]\s*[mwfdxhn])?\b\)?|\b(?:all genders|H/F|F/H)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:[-.][^\W\d_]+)*")
_WEAK = frozenset({
    "product", "data", "software", "marketing", "finance", "accounting", "sales", "support", "security", "operations",
    "machine", "engineering", "stage", "chef", "partner", "partners", "staff", "fellow", "associate", "principal",
    "lead", "expert", "agent", "guard", "member", "graduate",
})  # fmt: skip


def likeness(text: str) -> float:
    """How much `text` reads like a job title: 0 (nothing of one) to 1 (a role's name or a gender mark)."""
    if _GENDER.search(text):
        return 1.0
    best = 0.0
    for word in _WORD.findall(text.lower()):
        if (word in _ROLES and word not in _WEAK) or _STRONG_ENDING.search(word):
            return 1.0
        if word in _WEAK or any(part in _ROLES for part in word.split("-")):
            best = 0.5
    return best
