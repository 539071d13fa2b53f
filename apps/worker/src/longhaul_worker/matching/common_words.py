"""Words that say little of the work: those of every text, and those of every advert."""

from __future__ import annotations

from typing import Final

STOP: Final = """
a about above across after again against all also am an and any are as at be because been before being below between
both but by can could did do does doing don down during each etc few for from further get had has have having he her
here hers him his how i if in into is it its itself just ll me more most must my no nor not now of off on once only
or other our ours out over own per re s same she should so some such t than that the their theirs them then there
these they this those through to too under until up us ve very via was we were what when where which while who whom
why will with within without would you your yours yourself aber alle allem allen aller als andere auch auf aus bei
beim bin bis bist da damit dann das dass dein deine deinem deinen deiner dem den der des die dies diese diesem
diesen dieser dir doch du durch ein eine einem einen einer eines er es euch euer eure für gegen haben hast hat hier
ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im ins ist ja jede jedem jeden jeder kann können man mehr mein mit nach
nicht noch nun nur ob oder ohne sehr sein seine sich sie sind sowie über um und uns unser unsere unserem unseren
unserer unter viel vom von vor war wenn wer werden wie wir wird wo zu zum zur zwischen au aux avec ce ces cette dans
de elle en est et eux il ils je la le les leur leurs lui ma mais mes moi mon ne nos notre nous ou où par pas pour qu
que qui sa sans se ses son sont sur ta te tes toi ton tu un une vos votre vous à être avez êtes al como con cual
cuando del desde donde el ella entre era esta este esto ha hasta las lo los más mi muy nuestra nuestro o para pero
por ser si sin sobre su sus tus una uno y ya che ci dal dalla dei della delle di e gli nel nella non più sei sono ti
tra tuo tua vi aan bij dat deze dit een het hij hun ik jij jou jouw met naar niet om ons onze ook op tot uit van
voor wat wij worden zijn
"""
"""Words of every English, German, French, Spanish, Italian or Dutch text."""
EVERYDAY: Final = """
ability able across additional apply applicant application area base benefit best bring build business candidate
career challenge clear client colleague collaborate collaborative company competitive complex contribute create
culture customer day deliver demonstrate develop development different diverse diversity dynamic effective employee
employer employment ensure environment equal excellent excite exciting existing experience fast flexible focus full
fun global good great group grow growth hand help high hire hour identify impact include including individual
industry innovative internal interview ideal join key knowledge large lead learn level life like long look love
maintain make manage meet mission need new office offer open opportunity organization organisation part partner
passion passionate people perform plan plus position preferred problem process product professional project proven
provide quality range relevant report require required requirement responsibility responsible result role salary
self service skill solution solve stakeholder standard start strong successful success support system take task team
technical technology thing think time together tool understand understanding use user value want way well work
working world world-class write year degree bachelor proficiency proficient familiarity familiar hands-on motivated
location remote hybrid aufgabe anforderung arbeit arbeiten arbeitgeber aufgab bereich berufserfahrung bewerbung
bieten deutsch englisch erfahrung gut gute jahr kenntnis kollege kund kunde kunden mitarbeiter möglich möglichkeit
profil projekt projekte stelle teamfähigkeit umfeld unternehmen unterstützung verantwortung vollzeit
weiterentwicklung abgeschlossene idealerweise avoir compétence connaissance développement entreprise équipe
expérience poste projet recherche recherchon travail année ambiente capacidad cliente conocimiento desarrollo
empresa equipo experiencia trabajo año buscamos ofrecemo proyecto
"""
"""Words that stand in half of all adverts."""
