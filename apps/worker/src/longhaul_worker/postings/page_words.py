"""The words by which pages that are no open advert give themselves away, matched against folded text."""

from __future__ import annotations

import re
from typing import Final

CAPTCHA: Final = re.compile(
    r"verify(?:ing)? (?:that )?you(?:.re| are) (?:a )?(?:human|not a (?:robot|bot))|are you (?:a )?(?:human"
    r"|robot)|i.?m not a robot|prove you.re human|captcha|checking (?:if the site connection is secure"
    r"|your browser)|just a moment\.\.\.|unusual (?:traffic|activity)"
    r"|enable javascript and cookies to continue|pardon our interruption"
    r"|access (?:to this page has been )?denied|attention required|press (?:&|and) hold|bot detection"
    r"|(?:you are|you.re) a real person|javascript is (?:disabled|required) .{0,40}(?:human|robot)"
    r"|enable js and disable any ad ?blocker|automated (?:requests|access|queries)|ddos protection"
    r"|security (?:check|verification)|human verification|sicherheitsuberprufung|bist du ein mensch"
    r"|additional verification required|request (?:blocked|unsuccessful)|you have been blocked|verificando que"
    r"|verification de securite"
)
CAPTCHA_TITLE: Final = re.compile(
    r"just a moment|attention required|captcha|access denied|security check|are you (?:a )?(?:human|robot)"
    r"|pardon our|robot check|blocked|verification|403 forbidden"
)
LOGIN: Final = re.compile(
    r"(?:sign|log) ?in to (?:view|see|continue|access|apply|your|read)|(?:please|you must|you need to) (?:sign"
    r"|log) ?in|login required|members only|create (?:a free |an )?account to|join (?:now )?to (?:view|see"
    r"|apply|continue)|sign up to (?:view|see|continue|read)|anmelden,? um|bitte (?:melde|einloggen|anmelden)"
    r"|melden sie sich an|connectez-vous|inicia sesion|accedi per|log in om|zaloguj sie"
    r"|session (?:has )?expired|forgot (?:your )?password|register to view|subscribe to (?:view|read|continue)"
)
LOGIN_TITLE: Final = re.compile(
    r"^(?:sign|log) ?(?:in|on|up)\b|\blogin\b|anmelden|connexion|iniciar sesion|accedi|inloggen|authwall"
    r"|join linkedin|zaloguj"
)
EXPIRED: Final = re.compile(
    r"no longer (?:accepting applications|available|open|active|posted|exists?|listed|taking applications"
    r"|online|hiring)|(?:job|position|vacancy|role|posting|listing|advert\w*|ad|opportunity"
    r"|opening) (?:you (?:are looking for|requested) )?(?:has|have|is|was) (?:now |been |already |since "
    r"|unfortunately )*(?:expired|closed|filled|removed|taken down|archived|deactivated|unpublished|ended"
    r"|withdrawn|inactive)|applications? (?:are|is|have|has) (?:now |been )*closed|expired job|job expired"
    r"|this (?:job|listing|vacancy) (?:expired|closed)|not accepting applications|we.ve filled|could(?:n.t"
    r"| not) find (?:that|this|the|your) (?:job|page|position|vacancy)|(?:may|might) have (?:been (?:filled"
    r"|removed)|expired)|job (?:not found|is closed|closed)|(?:job|page|posting|vacancy"
    r"|position) (?:could not be|cannot be|not|was not|wasn.t|can.t be) found|404|stelle (?:ist"
    r"|wurde) (?:leider )?(?:nicht mehr|bereits|inzwischen|besetzt)|(?:anzeige|stellenanzeige|stellenangebot"
    r"|ausschreibung|job) (?:ist|wurde) (?:leider )?(?:nicht mehr|abgelaufen|beendet|deaktiviert"
    r"|bereits besetzt|geschlossen|offline)|nicht mehr (?:verfugbar|online|aktiv|aktuell)|bereits besetzt"
    r"|n.est plus (?:disponible|en ligne|active|d.actualite)|(?:offre|annonce)\b[^.\n]{0,24}\b(?:expiree?"
    r"|pourvue?|cloturee?|archivee?|terminee?|desactivee?)\b|(?:stelle|anzeige|stellenangebot|ausschreibung"
    r"|position)\b[^.\n]{0,24}\b(?:abgelaufen|besetzt|vergeben|deaktiviert|geschlossen)\b"
    r"|offre (?:est )?(?:expiree|pourvue|cloturee|archivee|terminee)|(?:a|est) (?:deja )?(?:ete )?pourvu"
    r"|(?:oferta|vacante|puesto) (?:ya )?(?:no esta|ha (?:sido )?(?:cerrad|expirad|caducad|finalizad)\w*"
    r"|caducada|cerrada)|ya no (?:esta disponible|acepta)|(?:offerta|annuncio|posizione) (?:e )?(?:scadut"
    r"|chius|non (?:e )?piu)\w*|non e piu disponibile|niet (?:meer|langer) (?:beschikbaar|actief|open)"
    r"|vacature is (?:gesloten|verlopen|vervuld)|oferta (?:jest )?(?:nieaktualna|wygasla|nieaktywna"
    r"|zakonczona)|vaga (?:encerrada|expirada|nao esta mais)|tjansten ar tillsatt|stillingen er (?:besat"
    r"|besatt)"
)
CONDITIONAL: Final = re.compile(
    r"\b(?:if|when|once|until|before|after|unless|should|in case|wenn|falls|sobald|bis|si|cuando|please note"
    r"|may be|will be|future|whether)\b[^.!?]{0,60}$"
)
LISTING_TITLE: Final = re.compile(
    r"^(?:[\d.,]+\+? .{0,60}\bjobs?\b|(?:all |current |latest |our |new |open |search |find |browse |top "
    r"|best |remote |featured |available )*(?:jobs?|careers?|vacancies|openings|open (?:positions|roles|jobs)"
    r"|job (?:openings|listings?|search|board|offers|vacancies|opportunities|results)|opportunities"
    r"|stellenangebote|offene stellen|jobborse|karriere|offres d.emploi|emplois?|ofertas de (?:empleo|trabajo)"
    r"|empleos|offerte di lavoro|vacatures|oferty pracy|lediga jobb|search results)(?:$"
    r"|[\s:|,\u2013\u2014-]+(?:at|in|for|with|near|bei|chez|en|w|bij|search|of|from|by|on|\W|\w+$|\w+ \w+$).*)"
    r"|.{2,60}\bjobs? (?:in|near|openings?|vacancies|for|available|\||[-\u2013]).*|.{2,60} (?:jobs|vacancies"
    r"|careers|stellenangebote|openings|vacatures)(?:$|\s*[|\u2013\u2014(-].*)|join (?:our team|us)\W*$"
    r"|work (?:with us|at \w+)\W*$|we.re hiring\W*$|careers? at .+)"
)
COUNT: Final = re.compile(
    r"(?:^|\n)\W*(?:showing |displaying |found |there are "
    r"|currently )?(?:\d[\d.,]*\s*[-\u2013]\s*\d[\d.,]*\s*(?:of|von|sur"
    r"|de)\s*)?\d[\d.,]*\+? (?:\w+ ){0,3}(?:jobs?|results|openings|open (?:positions|roles)|positions"
    r"|vacancies|stellenangebote|offres|ofertas|vacatures|treffer|roles|opportunities|matches)\b"
)
ARTICLE_TITLE: Final = re.compile(
    r"^(?:become|becoming) |^hire (?:an? )?\w+,|^(?:how (?:to|do|does|much|we|i|long)|what (?:is|are|does|do"
    r"|to)|why|when|where"
    r"|who (?:is|are)"
    r"|the (?:\d+|best|top|ultimate|complete|future|state|rise|art|guide)|top \d+|best"
    r"|\d+ (?:\w+ ){0,4}(?:ways|tips|things|reasons|questions|steps|signs|skills|best|examples|mistakes|tools"
    r"|jobs|companies|trends)|a (?:guide|day in|beginner)|guide|introducing|announcing|understanding"
    r"|should you|is (?:it|there)|meet |interview with|my |our (?:approach|journey|culture)|inside |lessons"
    r"|so (?:erstell|schreib|find)|wie (?:man|sie|du|wir)|comment |pourquoi |como |wat is)\b"
    r"|job description (?:template|sample|example|guide)|(?:template|samples?|examples?)(?: (?:for|and|of)\b"
    r"|\W*$|\s*[|:(\u2013-])|interview questions|salary (?:guide|in|of|report|survey|calculator|trends)"
    r"|career (?:path|advice|guide|change)|cover letter|resume (?:template|example|sample|tips|guide)"
    r"|\bcv (?:template|example)|tutorial|\bcourses?\b|bootcamp|certification|webinar|podcast|case study"
    r"|press release|\bnews\b|\bblog\b|white ?paper|documentation|\bhow to\b|privacy policy|terms (?:of|and)"
    r"|cookie policy|\bfaq\b|frequently asked|\bappoints\b|\bnamed\b|\bpromoted to\b|\bhires\b .*\bas\b"
    r"|\bjoins\b .*\bas\b|raises \$|acquires|launches|announces|\bforum\b|discussion|\breviews?\b|wikipedia"
    r"|\bevent\b|conference|meetup"
)
ARTICLE_TEXT: Final = re.compile(
    r"\b\d{1,2} min(?:ute)?s? read\b|\bread more articles|related articles|table of contents"
    r"|leave a (?:comment|reply)|share this (?:article|post|story)|author bio|written by|min lesezeit"
    r"|temps de lecture|\bin this article\b|subscribe to our newsletter|posted in |filed under|add to cart"
    r"|free trial|pricing plans|(?:full-time|part-time|week|online) course\b|course fee|tuition fees?"
    r"|request a demo|references\n|enrol+ now|curriculum"
)
TEMPLATE_TEXT: Final = re.compile(
    r"\[(?:company|company name|your company|insert|job title|city|location|salary|x+|name)[^\]]{0,40}\]"
    r"|job description (?:template|sample)|use this .{0,40}template|customi[sz]e this|copy and paste this"
    r"|what does an? .{2,40} do\?|post this .{2,40} job\b|\bjob brief\b|sample job|average salary"
    r"|how to become an?\b|frequently asked questions|work experience\n|\b(?:19"
    r"|20)\d\d\s*[-\u2013]\s*(?:present|today|now|heute)\b|\d\+ connections|dear hiring manager"
    r"|writing to apply|curriculum vitae|references available"
    r"|career objective|skills summary"
)
ARTICLE_TYPES: Final = frozenset(
    {
        "article",
        "blogposting",
        "newsarticle",
        "howto",
        "faqpage",
        "course",
        "product",
        "event",
        "techarticle",
        "recipe",
        "qapage",
        "discussionforumposting",
        "occupation",
        "profilepage",
        "videoobject",
        "reportagenewsarticle",
    }
)
APPLY: Final = re.compile(
    r"^(?:\W*)(?:easy |quick )?apply(?: now| here| for this| to this| online| today| on| via| with| directly|$"
    r"|\W)|\bapply (?:now|here|for this (?:job|position|role)|for this|to this job|online|today|via|using"
    r"|through|by|at|on company|on \w+)|(?:send|submit|email|forward) (?:us |me )?(?:your |a |the )?(?:cv|resume"
    r"|application|cover|r\w+sum)|i.m interested|jetzt bewerben|bewirb dich|bewerben sie sich"
    r"|jetzt online bewerben|bewerbung(?:en)? (?:an|per|unter|senden)|ich freue mich|postul(?:e[rz]?|ar\w*)|je postule"
    r"|candidater|envoye[rz] (?:votre|ton|nous)|candidature|aplica(?:r)? (?:ahora|a esta)|inscribirme"
    r"|inscribete|solicitar empleo|envia(?:nos)? tu|candidati|invia (?:il|la) (?:tuo|tua)|solliciteer"
    r"|solliciteren|aplikuj|wyslij cv|ansok|sok jobb|sog stillingen|candidatar-se|apply$|start application"
    r"|interested\?|to apply|how to apply|get in touch|dm me|send me|reach out|please apply|schreib(?:en sie"
    r"|t)?(?: uns)?(?: an)? \S+@|\benvi\w+ (?:el |tu |su |vuestro )?(?:cv|curriculum)|apply by|(?:stop by"
    r"|come in|walk in) with|(?:call|text|whatsapp)(?: us)?(?: at| on)? \+?[\d(]{3}|apply (?:until"
    r"|before)|sog stillingen|sok stillingen|reply with|write to us"
    r"|contact us at|e-?mail (?:us|me|your|jobs)|envie seu|mande seu"
)
ADDRESS: Final = re.compile(
    r"we(?:.re| are) (?:\w+ )?(?:looking for|seeking|hiring|searching|recruiting)|is (?:\w+ )?(?:hiring"
    r"|looking for|seeking)|you will|you.ll|join (?:us|our|the|a)|ideal candidate|successful candidate"
    r"|your (?:role|responsibilities|profile|tasks|mission)|wir suchen|du bist|sie bringen|dein profil"
    r"|nous recherchons|nous recrutons|vous (?:etes|serez|avez)|buscamos|cerchiamo|wij zoeken|szukamy|we offer"
    r"|wir bieten|this (?:role|position|job)|the (?:role|position)|reporting to|reports to|m/w/d|w/m/d|h/f|f/h"
    r"|equal opportunity|candidates|applicants|we.d love|responsible for"
)
FIRST_PERSON: Final = re.compile(
    r"\bi (?:am|have|design|build|work|worked|speciali[sz]e|help|create|love)\b|\bmy (?:skills|portfolio"
    r"|experience|work|clients)\b"
    r"|\bhire me\b|available (?:for|full|part)|\b\d+ years of experience\b"
)
LETTER_TEXT: Final = re.compile(
    r"this agreement\b|governing law|hereinafter|the employee shall|thank you for (?:applying|your application"
    r"|your interest)"
    r"|we (?:have )?received your application|other candidates|unfortunately,? we|we regret to inform|leider mussen wir"
)
NO_SINGLE_ROLE: Final = re.compile(
    r"\b(?:program(?:me)?s?|schemes?|opportunities|scholarships?|careers)(?: 20\d\d)?\W*$|\bwith us\b|\bfor us\b|^our\b"
    r"|^scholarships?\b|^(?:become|becoming|hire|hiring a)\b|\bto (?:rent|let|buy)\b"
)
"""Titles of what takes many people, or none."""
ROLES: Final = re.compile(
    r"^(?:\d+ )?(?:\w+ ){0,3}(?:engineers|developers|designers|managers|nurses|drivers|analysts|scientists"
    r"|teachers|interns"
    r"|specialists|technicians|consultants|students|graduates|recruiters|workers|operators|assistants)\b"
)
