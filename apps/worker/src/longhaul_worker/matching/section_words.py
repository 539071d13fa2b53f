"""The words by which sections of an advert and kinds of sentences are known, in seven languages."""

from __future__ import annotations

from typing import Final

NICE: Final = r"""
nice[- ]to[- ]haves?|bonus(?: points?| skills?)?|(?:an? |big |huge |strong |definite |real )plus(?:es)?|pluses
plus points?|good to have|desirables?|desired|preferred|preferably|ideally|advantageous
extra (?:credit|points)|brownie points
would be (?:great|nice)|(?:an? |of |big |real |added )(?:advantage|asset)|optional(?:ly)?|not required|von vorteil
w(?:ü|ue)nschenswert|idealerweise|gern(?:e)? gesehen|pluspunkte?|ein (?:gro(?:ß|ss)es |echtes )?plus
(?:serait |est )?un (?:vrai |gros )?(?:plus|atout)|atouts? suppl[ée]mentaires?|id[ée]alement|appr[ée]ci[ée]e?s?
souhait[ée]e?s?|se valorar[áa]|valorable|deseables?|idealmente|un vantaggio|preferibil(?:e|mente)|gradit[oaie]
(?:is )?een pr[ée]|diferencia(?:l|is)|desej[áa]ve(?:l|is)|mile widzian\w+|meriterande
"""
ASIDE: Final = r"""
our (?:mission|beliefs|journey|story|customers|team)|about (?:us|the (?:company|team|firm|organi[sz]ation))
who we are|our (?:company|culture|values|mission|story|offer|benefits|process|perks)
what(?:'s| is| do)? (?:in it for you|we (?:offer|can offer|provide|give)|you(?:'ll| will)? (?:get|receive|gain))
we offer|benefits?|perks?|compensation|salary|pay range|remuneration|why (?:join|work|us|you)|how to apply
to apply|apply|application (?:process|deadline|instructions)|(?:interview|hiring|recruitment|selection) process
equal opportunit\w+|diversity|equity|privacy|disclaimer|contact|eeo|accommodations?|life at|working at|join us
next steps|(?:über|ueber) uns|wir bieten|das bieten wir|(?:unser|unsere) (?:angebot|benefits|unternehmen)
was wir (?:dir |ihnen )?bieten|(?:deine|ihre) vorteile|bewerbung\w*|bewirb|kontakt|ansprechpartner\w*|wer wir sind
darauf (?:kannst du|können sie)|das erwartet dich bei uns|warum|(?:à|a) propos|qui sommes[- ]nous
(?:nous|ce que nous) (?:offrons|proposons)|(?:vos |tes |les )?avantages|r[ée]mun[ée]ration|notre entreprise
processus|postuler|pourquoi|qu[ée] ofrecemos|ofrecemos|beneficios|sobre nosotros|qui[ée]nes somos
(?:cosa )?offriamo|chi siamo|wat (?:wij|we) bieden|over ons|wij bieden|arbeidsvoorwaarden|oferecemos|benef[íi]cios
sobre n[óo]s|acerca de|oferujemy|vi erbjuder|om oss
"""
REQUIRED: Final = r"""
requirements?|required|qualifications?|must[- ]haves?
what you(?:'ll| will)? (?:need|bring|have)|what (?:it takes|makes you)
what we(?:'re| are)? (?:looking|look|seek|need|expect|require)|you(?:'ll| will) need|the person
who (?:you are|we(?:'re| are) looking)|we(?:'d| would) (?:like|love)|we (?:expect|want|need)
you(?:'re| are| have| bring|r (?:profile|skills|background|experience|qualifications|strengths))
(?:we(?:'re| are) )?looking for|(?:key |technical |core |essential |basic |minimum |your )?(?:skills?|experience)
competenc(?:e|ies)|criteria|knowledge|expertise|about you|essentials?|ideal (?:candidate|profile)
(?:the )?(?:successful )?candidate|person specification|prerequisites|background|you might be|is this you|profile
education|anforderung(?:en|sprofil)?|(?:dein|ihr|unser wunsch)?[- ]?profil
das (?:bringst du|bringen sie|solltest du|zeichnet)|qualifikation(?:en)?|voraussetzung(?:en)?
(?:deine|ihre) (?:qualifikation(?:en)?|kenntnisse|f(?:ä|ae)higkeiten|st(?:ä|ae)rken|erfahrung)
was (?:du|sie) (?:mit|brauch)\w*|wir erwarten|damit (?:überzeugst|begeisterst)|wen wir suchen|wir suchen
(?:du|sie) (?:hast|haben|bist|sind|bringst|bringen)|mitbringen|profil(?: recherch[ée])?|comp[ée]tences?
pr[ée]requis|exigences|vos (?:qualit[ée]s|atouts)|(?:votre|ton) profil|formation|vous (?:[êe]tes|avez)|requisitos?
perfil|qu[ée] buscamos|buscamos|conocimientos|formaci[óo]n|requisiti|competenze|profilo|cosa cerchiamo
(?:functie-?)?eisen|wat (?:vragen|verwachten|breng)|(?:jouw )?profiel|vereisten|o que (?:buscamos|esperamos)
qualifica[çc][õo]es|conhecimentos|wymagania|oczekujemy|krav|kvalifikationer
"""
DUTIES: Final = r"""
responsibilit(?:y|ies)|duties|tasks?|the (?:role|job|position|opportunity)
your (?:role|mission|job|day|impact|work|tasks)|what you(?:'ll| will)? (?:do|be doing|work on)|in this role
(?:job|role|position) (?:description|summary|purpose|overview)|about the (?:role|job|position|opportunity)
day[- ]to[- ]day|you will|you'll|key (?:accountabilities|objectives)|how you(?:'ll| will)|tech(?:nology)? stack
our stack|(?:deine|ihre|die) (?:aufgaben?|rolle|t(?:ä|ae)tigkeit(?:en)?)|aufgaben(?:gebiet)?
t(?:ä|ae)tigkeiten|das erwartet (?:dich|sie)|was dich erwartet|stellenbeschreibung|dein job|missions?
(?:vos|tes|le|votre) (?:missions?|poste|r[ôo]le|responsabilit[ée]s|t[âa]ches)|responsabilit[ée]s|descriptif
funciones|responsabilidades|tareas|(?:tus|el) (?:puesto|funciones)|mansioni|responsabilit[àa]|attivit[àa]
wat (?:ga je doen|je gaat doen|doe je)|taken|verantwoordelijkheden|functieomschrijving|atividades|obowi[ąa]zki
zakres|arbetsuppgifter
"""
WANTED: Final = r"""
profil \w*\s?souhait[ée]e?s?|exp[ée]riences? souhait[ée]e?s?|comp[ée]tences? souhait[ée]e?s?|perfil deseado
gewünschtes profil|desired (?:profile|candidate)|preferred candidate
"""
"""Headings that sound like wishes and stand above what is necessary."""
STATES: Final = r"""
(?:knowledge|experience|expertise|background|understanding|skills?) (?:of|in|with)
(?:erfahrung(?:en)?|kenntnisse?) (?:mit|in|im)|(?:exp[ée]rience|connaissances?|ma[îi]trise) (?:de|du|des|en|dans|avec)
(?:experiencia|conocimientos?|dominio) (?:de|en|con)
"""
"""What a heading does not say, but a requirement does: "Working knowledge of GAAP"."""
COMPANY_STARTS: Final = r"""
we\b|we'|our\b|at [A-Z]|by applying|apply|your data|read (?:our|more)|as well as|wir\b|unser|bei uns|nous\b
notre\b|nuestr|ofrecemos|founded|since|if you (?:receive|are interested|think)
"""
COMPANY_GIVES: Final = r"""
holidays?|pension|insurance|paid|salary|perks?|urlaub\w*|gehalt|cong[ée]s|mutuelle|vacaciones|jobrad
"""
ASKS: Final = r"""
required?|requires|must|essential|mandatory|you(?:'ll|'ve| will| should)? (?:have|need|bring|possess|hold)
experienced?|proficien\w+|knowledge|familiar\w*|understanding of|fluen\w+|expertise|degree|licen[cs]e
certifi\w+|ability to|skilled|background in|comfortable with|erfahrung\w*|kenntnisse?|\w+kenntnisse
abgeschlossen\w*|ausbildung|studium|sicherer umgang|beherrsch\w+|erforderlich|zwingend|voraussetzung
führerschein|exp[ée]rience|ma[îi]tris\w+|connaissances?|dipl[ôo]m\w+|bac ?\+|indispensable|exig[ée]\w*
experiencia|conocimientos?|dominio|titulaci[óo]n|imprescindible|esperienza|conoscenza|laurea|ervaring|kennis
diploma
"""
