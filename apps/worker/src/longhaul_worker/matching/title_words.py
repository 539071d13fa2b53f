"""The words of job titles: what means the same in several languages, and which field of work a word belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_SAME: Final = r"""
business develop\w+|bizdev => bizdev
computer science|informatik\w*|informatique|inform[áa]tica => software
front[- ]?end => frontend software
back[- ]?end => backend software
full[- ]?stack\w* => fullstack software
web[- ]?(?:developer|development|entwickl\w+|engineer\w*) => web software engineer
dev[- ]?ops|dev[- ]?sec[- ]?ops => devops infra
site reliability|\bsre\b => devops infra reliability engineer
ml[- ]?ops => machinelearning devops infra data
machine[- ]learning|\bml\b|deep learning|maschinelles lernen => machinelearning data
artificial intelligence|\bai\b|\bki\b|\bllms?\b|intelligence artificielle|\bnlp\b|computer vision
  => machinelearning ai data
data scien\w+|datenwissenschaft\w* => data scientist datascience
(?:etl|bi|power ?bi|tableau|sql|data(?:base)?|dwh|big data|pl/?sql) (?:develop\w+|entwickl\w+|programmer)
  => data engineer dataengineer
data[- ]?warehouse|\betl\b|\bdwh\b => data warehousing
datenanalyst\w*|analyste de donn[ée]es|analista de datos|data analy\w+ => data analyst
business intelligence|\bbi\b => data bi analyst
data eng\w+|ing[ée]nieur\w* (?:de )?donn[ée]es|big data eng\w+ => data engineer dataengineer
\bdb(?:a|as)\b|database admin\w*|datenbank\w* => database infra administrator
user experience|\bux\b => ux design
user interface|\bui\b => ui design
(?:product|produkt)[- ]?design\w* => ux design product
(?:grafik|graphic|graphik|visual|communication)[- ]?(?:design\w*)|graphiste|infographiste
  | dise[ñn]ador\w* gr[áa]fic\w* => graphic design
designer\w*|dise[ñn]ador\w*|designerin|concepteur\w* graphique => design
human resources?|\bhr\b|\bhrbp\b|personal(?:referent\w*|sachbearbeit\w*|leit\w*|wesen|abteilung|management)
  | ressources humaines|\brh\b
  | recursos humanos|risorse umane|people (?:partner|operations|ops|manager|team|lead) => hr
recruit\w+|talent acquisition|sourcer|talent\b|recrutement => hr recruiter
pentest\w*|penetration test\w*
  | (?:cyber|information|it|application|cloud|network|product)[- ]?(?:security|sicherheit)|infosec|soc analyst
  | cybers[ée]curit[ée]|security (?:engineer|analyst|architect|consultant|researcher|operations) => security
engineering (?:manager|director)|\bcto\b|chief technology officer|tech(?:nical)? lead => software engineer manager
quality assurance|\bqa\b|\bqs\b|test(?:er|ing|s)?\b|softwaretest\w*|sdet|test automation|testautomatisier\w* => qa
quality (?:manager|engineer|control|inspector|technician)|qualit[äa]ts\w+|responsable qualit[ée]
  => quality manufacturing
mechanical|maschinenbau\w*|m[ée]canique|mec[áa]nic\w*|konstrukteur\w*|konstruktions\w+ => mechanical engineering
electrical engineer\w*|elektro(?:ingenieur\w*|technik\w*|konstrukt\w*)|electronics?|elektronik\w*|hardware
  => electrical engineering
electrician|elektriker\w*|elektroniker\w*|elektroinstallat\w*|[ée]lectricien\w*|electricista
  => electrician trades electrical
civil|bauingenieur\w*|structural|g[ée]nie civil|tragwerk\w* => civil construction engineering
bauleit\w*|site manager|construction\w*|chantier|obra|polier => construction
software\w*[- ]?architekt\w*|software architect|solutions? architect|cloud architect|enterprise architect
  => software architect
(?:ing[ée]ni\w+|engenheir\w+|ingegnere|inżynier\w*) (?:de |en |del )?(?:software|logiciels?|oprogramowania)
  => software engineer
softwareentwickl\w*|software[- ]?(?:develop\w+|eng\w+|entwickl\w+|ingenieur\w*)|\bsde\b|\bswe\b
  | anwendungsentwickl\w*|fachinformatiker\w* (?:f[üu]r )?anwendungsentwicklung|application developer
  => software engineer
programm(?:er|ierer\w*|eur|euse)|programador\w*|programist\w* => software engineer
entwickler\w*|developer\w*|d[ée]veloppeu\w+|desarrollador\w*|sviluppat\w+|ontwikkelaar|desenvolvedor\w*
  | utvecklare => software engineer
systems? administrat\w+|sysadmin|systemadministrat\w*|administrat\w+ (?:de )?syst[èe]m\w*|it[- ]?administrat\w*
  | fachinformatiker\w* (?:f[üu]r )?systemintegration|windows admin\w*|linux admin\w* => sysadmin infra administrator
network\w*|netzwerk\w*|r[ée]seau\w* => network infra
cloud|infrastructure|platform engineer\w*|kubernetes|plattform\w* => cloud infra
(?:it|desktop|technical|tech|application|helpdesk|first level|second level|1st level|2nd level)[- ]support\w*
  | help ?desk|service ?desk|it[- ]?techniker => itsupport infra support
customer (?:support|service|care|experience|advis\w+)|kunden(?:service|betreu\w*|berat\w*|dienst\w*)
  | service client|atenci[óo]n al cliente|call[- ]?cent\w+|support (?:agent|representative|associate)
  => support customer
customer success|client success => customersuccess customer sales support
account (?:executive|manager)|key account\w*|kundenmanager\w*|ingénieur commercial => account sales
vertrieb\w*|verkauf\w*|verk[äa]ufer\w*|sales|technico[- ]commercial\w*
  | (?:attach[ée]e?|ing[ée]nieur|agent|conseill\w+|directeur|responsable) commercial\w*|^\W*commercial(?:e)?\W*$
  | vendeu\w+|vendedor\w*|ventas|vendit\w+|verkoper|au(?:ß|ss)endienst\w* => sales
marketing|\bseo\b|\bsem\b|\bsea\b|\bppc\b|\bcrm\b|growth|brand|marke(?:n\w*)?|social media|e-?commerce => marketing
copywrit\w+|content (?:writer|creator|editor|strategist|manager)|text(?:er|erin)\b|redakteur\w*|r[ée]dact\w+
  | redactor\w*|journalist\w*|technical writer|editor\w* => writer content marketing
public relations|\bpr\b|(?:corporate )?communications?|kommunikation\w*|[öo]ffentlichkeitsarbeit
  => communications marketing
product (?:manager|owner|management|lead|director)|produkt(?:manager|owner|management)\w*|chef de produit|cpo
  => product manager
project manag\w+|projekt(?:leit\w*|manag\w*)|chef\w* de projet|jefe de proyecto|program(?:me)? manag\w+
  | delivery manager|\bpmo\b|project (?:lead|coordinator|officer)|projektassist\w* => project manager
scrum master|agile coach => scrum project
business analy\w+ => businessanalyst analyst project
accountant|accounting|accounts (?:payable|receivable)|buchhalt\w*|bilanzbuchhalt\w*|comptab\w+|contable
  | contador\w*|contabil\w+|bookkeep\w*|steuerfach\w*|steuerberat\w*|tax\b|payroll\w*|lohnbuchhalt\w*
  => accountant finance
audit\w*|wirtschaftspr[üu]f\w* => audit finance
financ\w+|finanz\w*|fp&a|treasur\w+|controll(?:er|erin|ing)|contr[ôo]leu\w+ de gestion|investment\w*|bank\w*
  | actuar\w*|risk|versicherung\w*|insurance|underwrit\w* => finance
lawyer|attorney|solicitor|counsel|legal|jurist\w*|rechtsanwalt\w*|rechtsanw[äa]lt\w*|avocat\w*|juridique
  | abogad\w*|paralegal|notar\w*|compliance => legal
(?:registered |staff |charge |icu |er )?nurs(?:es?|ing)|\brn\b|\blpn\b|(?:gesundheits[- ]?und[- ]?)?krankenpfleg\w*
  | pflege(?:fach|hilf|dienst|helfer|assist)\w*|altenpfleg\w*|pfleger\w*|infirmi\w+|enfermer\w*|infermier\w+
  | verpleegkundige => nurse health
caregiver|care (?:assistant|worker)|carer|aide[- ]soignant\w*|betreuungskraft|healthcare assistant
  => care nurse health
doctor|physician|[äa]rzt\w*|arzt|m[ée]decin|m[ée]dic[oa]|surgeon|pediatric\w*|facharzt => physician health
physiotherap\w*|therapist|ergotherap\w*|psycholog\w*|logop[äa]d\w*|kin[ée]sith\w* => therapist health
pharmac\w+|apothek\w*|\bpta\b => pharmacist health
medical|medizinisch\w*|clinical|health\w*|dental|zahn\w*|radiolog\w*|laborant\w*|hospital|rettungs\w*|paramedic
  => medical health
erzieher\w*|kindergarten\w*|kita|nursery|early years|childcare|nanny|[ée]ducat(?:eur|rice)\w*|puericult\w+
  => childcare education
teach\w*|lehrer\w*|lehrkraft|lehrkr[äa]fte|professeur\w*|enseignant\w*|profesor\w*|maestr\w*|tutor\w*|instructor
  | trainer\w*|dozent\w*|lecturer|p[äa]dagog\w*|educat\w+|docente|formateu\w+ => teacher education
professor|postdoc\w*|research (?:fellow|associate)|wissenschaftlich\w* mitarbeit\w*|researcher|research
  | forscher\w*|chercheu\w+|scientist|biolog\w*|chemi\w+|chemist|physicist|laborator\w* => research science
mechanic|mechaniker\w*|m[ée]canicien\w*|mechatroniker\w*|kfz\w* => mechanic trades
plumb\w*|installateur\w*|anlagenmechaniker\w*|plombier|fontanero|hvac|heizung\w*|sanit[äa]r\w* => plumber trades
weld\w+|schwei(?:ß|ss)er\w*|soudeu\w*|carpent\w*|tischler\w*|schreiner\w*|menuisier|maurer\w*|dachdeck\w*
  | maler\w*|painter|zimmer(?:er|mann)\w*|roofer|mason|schlosser\w* => craft trades construction
technician|techniker\w*|technicien\w*|t[ée]cnic[oa]|maintenance|instandhalt\w*|servicetechniker\w*
  => technician trades
machin(?:ist|e operator)|maschinen(?:bedien|f[üu]hr|einricht)\w*|anlagenf[üu]hrer\w*|zerspan\w*|cnc|production
  | produktion\w*|fertigung\w*|manufactur\w+|op[ée]rateu\w+|operario|assembl\w+ => production manufacturing trades
warehous\w*|lager\w*|kommissionier\w*|magasinier|pr[ée]parat\w+ de commandes|mozo de almac[ée]n|almac[ée]n\w*
  | forklift|stapler\w*|cariste|picker|packer|stock (?:associate|clerk) => warehouse logistics
driver|fahrer\w*|kraftfahrer\w*|chauffeu\w*|conductor|courier|kurier|zustell\w*|delivery driver|livreu\w*
  | repartidor => driver logistics
logist\w*|supply chain|spedition\w*|procure\w*|einkauf\w*|eink[äa]ufer\w*|acheteu\w+|purchas\w+|buyer
  | disponent\w*|dispatch\w* => supply logistics
chef de (?:partie|cuisine|rang)|(?:head |sous |executive |pastry )chef|(?:jung)?koch|k[öo]chin|cook|cuisinier\w*
  | cociner\w*|kitchen|k[üu]che\w*|b[äa]cker\w*|baker|konditor\w* => cook hospitality
waiter|waitress|server\b|kellner\w*|servicekraft|serveu\w+|camarer\w*|barista|bartender|barkeeper|barman
  => waiter hospitality
hotel\w*|h[ôo]tel\w*|housekeep\w*|concierge|restaurant\w*|gastro\w*|catering|room attendant|front desk
  => hotel hospitality
cashier|kassier\w*|caissi\w+|cajer\w*|store|filial\w*|retail|einzelhand\w*|shop|magasin|tienda|merchandis\w*
  => retail
cleaner|cleaning|reinigung\w*|janitor|agent d'entretien|limpieza => cleaning facility
(?:executive|administrative|office|personal|team|management)[- ]assist\w*
  | assistant\w* (?:de direction|administrati\w+)|sekret[äa]r\w*|secretar\w+|secr[ée]taire
  | b[üu]ro(?:kauf\w*|manag\w*|assist\w*|kraft)|office (?:manager|administrator)|receptionist|rezeption\w*
  | empfang\w*|data entry|clerk|administrativ\w+|verwaltung\w*|sachbearbeit\w* => office admin
security (?:guard|officer)|sicherheits(?:mitarbeit\w*|kraft|dienst)|agent de s[ée]curit[ée]|vigilante
  => guard facility
\bios\b|android|mobile (?:developer|engineer|app\w*) => mobile software
embedded|firmware|fpga|\bplc\b|\bsps\b => embedded software engineering
game (?:developer|programmer|designer)|gameplay|unity|unreal => games software
\bsap\b => sap erp
consult\w*|berater\w*|unternehmensberat\w*|conseil\w*|consultor\w* => consultant
\beng\.?\b|engineer\w*|ingenieur\w*|ing[ée]nieu\w*|ingenier\w*|ingegnere => engineer
manager\w*|management|leiter\w*|leitung|responsable|gerente|responsabile => manager
analyst\w*|analista => analyst
architect\w*|architekt\w* => architect
node(?:\.?js)? => nodejs software
react(?:\.?js)?|angular(?:js)?|vue(?:\.?js)? => frontendframework frontend software
python|django|flask => python software
java|spring|kotlin|scala => jvm software
javascript|typescript => javascript software
php|laravel|symfony|wordpress => php software
ruby|rails => ruby software
golang|rust|elixir => systems software
c\+\+|c/c\+\+ => cpp software
software|logiciels? => software
c#|\.net|dotnet => dotnet software
salesforce => salesforce erp
"""
_FIELDS: Final = """
software: software backend fullstack web nodejs python jvm javascript php ruby systems cpp dotnet
frontend: frontend frontendframework
mobile: mobile
games: games
data: data machinelearning ai datascience dataengineer bi warehousing
infra: infra devops sysadmin network cloud itsupport database
embedded: embedded
security: security
qa: qa
design: design ux ui graphic animator illustrator
product: product
project: project scrum businessanalyst
marketing: marketing writer content communications
sales: sales account bizdev customersuccess
support: support customer
hr: hr recruiter
finance: finance accountant audit
legal: legal
health: health nurse care physician therapist pharmacist medical
education: education teacher childcare
science: science research
engineering: engineering mechanical electrical civil manufacturing quality
construction: construction craft
trades: trades electrician mechanic plumber technician production
logistics: logistics warehouse driver supply
hospitality: hospitality cook waiter hotel
retail: retail
facility: facility cleaning guard
admin: admin office
erp: sap erp salesforce
consulting: consultant
"""
LEVELS: Final = r"""
senior|sr|junior|jr|mid(?:dle)?|mid-level|entry[- ]level|lead|principal|staff|graduate|intern(?:ship)?|trainee
praktik\w+|werkstudent\w*|working student|stagiaire|stage|becario|alternance|apprentice|ausbildung|azubi
auszubildende\w*|head of|director|vp|vice president|chief|experienced|associate|expert|[iv]{1,3}|confirm[ée]e?
d[ée]butant|team ?lead\w*|full[- ]?time|part[- ]?time|vollzeit|teilzeit|contract|permanent|temporary|freelance
urgent|hiring|job|position|stelle|opportunity|leiter|leitende[rn]?|stellvertretende[rn]?
"""
"""Words of a title that say how senior or for how long, not what work."""
NEAR: Final = """
software frontend .7|software mobile .6|software games .6|frontend mobile .5|frontend design .4|software data .4
software infra .4|software qa .5|software embedded .6|software security .25|software product .2|software erp .3
software project .2|data infra .25|data science .35|data finance .2|data marketing .15|infra security .5
infra support .3|infra embedded .2|embedded engineering .5|qa engineering .25|design marketing .35
design product .35|product project .5|product marketing .3|project consulting .4|project construction .25
project admin .25|marketing sales .35|sales support .4|sales retail .4|retail support .35|retail hospitality .35
support admin .35|hr admin .3|finance admin .3|finance legal .2|legal admin .15|health science .25
health education .15|education science .35|engineering trades .35|engineering construction .35
engineering science .2|construction trades .5|trades logistics .25|logistics admin .15|hospitality facility .25
facility trades .2|logistics retail .25|consulting data .15|consulting erp .4|consulting finance .2
engineering project .2|logistics sales .1
"""
"""How near two fields of work are, 0 to 1; pairs that are not here are not near at all."""


def rules() -> Iterator[tuple[str, str]]:
    """Patterns, and the tokens that stand for what they match; the first that matches takes its words away."""
    for rule in _SAME.strip().replace("\n  | ", "|").replace("\n  => ", " => ").splitlines():
        pattern, _, tokens = rule.rpartition(" => ")
        yield pattern.strip(), tokens.strip()


def fields() -> dict[str, str]:
    """The field of work that each token belongs to."""
    table = (line.partition(": ") for line in _FIELDS.strip().replace("\n  ", " ").splitlines())
    return {token: field for field, _, tokens in table for token in tokens.split()}
