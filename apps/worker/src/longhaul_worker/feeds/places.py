"""Tells whether a piece of text names a place: countries, states, regions, large cities, or "remote"."""

from __future__ import annotations

import re
from typing import Final

_COUNTRIES = """
afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain bangladesh
barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil brunei bulgaria cambodia cameroon canada
chile china colombia croatia cuba cyprus czechia denmark ecuador egypt estonia ethiopia finland france georgia germany
ghana greece guatemala honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan
kazakhstan kenya kosovo kuwait latvia lebanon libya liechtenstein lithuania luxembourg macedonia madagascar malaysia
maldives malta mauritius mexico moldova monaco mongolia montenegro morocco mozambique myanmar namibia nepal
netherlands nicaragua nigeria norway oman pakistan panama paraguay peru philippines poland portugal qatar romania
russia rwanda senegal serbia singapore slovakia slovenia somalia spain sudan sweden switzerland syria taiwan tanzania
thailand tunisia turkey uganda ukraine uruguay uzbekistan venezuela vietnam yemen zambia zimbabwe deutschland
österreich schweiz suisse svizzera belgique españa italia frankreich polska nederland norge sverige danmark suomi
česko brasil alemania francia allemagne espagne italie irlande inglaterra irlanda italien spanien polen ungarn
rumänien griechenland schweden dänemark norwegen finnland tschechien kroatien slowenien niederlande belgien luxemburg
brasilien indien japón brasile germania grecia slovensko magyarország england scotland wales usa uk uae u.s. u.s.a.
u.k. us eu emea apac latam dach europe africa asia americas
oceania worldwide global anywhere international remote hybrid onsite nationwide bundesweit deutschlandweit
"""
_COUNTRY_NAMES = """
united states|united states of america|united kingdom|great britain|northern ireland|new zealand|south africa|south
korea |costa rica|el salvador|saudi arabia|sri lanka|czech republic|hong kong|puerto rico|dominican republic|ivory
coast |united arab emirates|north america|south america|latin america|middle east|north macedonia|the netherlands
|home office|work from home|work from anywhere|anywhere in the world|fully remote|european union|remote ok|remote only
|royaume-uni|reino unido|regno unito|estados unidos|états-unis|vereinigtes königreich|vereinigte staaten|pays-bas
|países bajos|europäische union|union européenne|new york state|on-site|remote first|remote-first|in office
|multiple locations|various locations
"""
_STATES = """
alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana
iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska
nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming ontario
quebec québec alberta manitoba saskatchewan bayern bavaria hessen sachsen berlin hamburg bremen queensland victoria
tasmania catalonia cataluña andalucía lombardia bretagne normandie occitanie karnataka maharashtra telangana kerala
"""
_STATE_NAMES = """
new york|new jersey|new mexico|new hampshire|north carolina|south carolina|north dakota|south dakota|west virginia
|rhode island|british columbia|nova scotia|new brunswick|new south wales|baden-württemberg|nordrhein-westfalen |north
rhine-westphalia|rheinland-pfalz|schleswig-holstein|île-de-france|ile-de-france|tamil nadu|washington dc |washington,
dc|washington d.c.|district of columbia|bay area|greater london|east coast|west coast
"""
_CITIES = """
london paris berlin munich münchen hamburg köln cologne frankfurt stuttgart düsseldorf leipzig dresden hannover
nürnberg nuremberg bonn mannheim karlsruhe vienna wien graz linz salzburg innsbruck zurich zürich geneva genève genf
basel bern lausanne lugano zug amsterdam rotterdam utrecht eindhoven brussels bruxelles brussel antwerp antwerpen
ghent gent leuven madrid barcelona valencia sevilla málaga bilbao lisbon lisboa porto milan milano rome roma turin
torino bologna napoli dublin cork galway edinburgh glasgow manchester birmingham bristol leeds liverpool cambridge
oxford brighton cardiff belfast reading sheffield nottingham newcastle southampton stockholm gothenburg göteborg malmö
copenhagen københavn aarhus oslo bergen helsinki tampere espoo tallinn riga vilnius kaunas warsaw warszawa krakow
kraków wrocław wroclaw gdańsk gdansk poznań poznan łódź prague praha brno bratislava budapest bucharest cluj
cluj-napoca iasi sofia belgrade zagreb ljubljana athens thessaloniki istanbul ankara kyiv kiev lviv odesa kharkiv
moscow minsk tbilisi yerevan toulouse lyon marseille bordeaux nantes lille strasbourg rennes grenoble montpellier nice
toronto montreal montréal vancouver ottawa calgary edmonton waterloo winnipeg boston chicago seattle austin denver
dallas houston atlanta miami philadelphia phoenix portland minneapolis detroit pittsburgh baltimore nashville
charlotte raleigh orlando tampa columbus cleveland cincinnati indianapolis sacramento oakland berkeley brooklyn
manhattan boulder sunnyvale cupertino redmond bellevue irvine sydney melbourne brisbane perth adelaide canberra
auckland wellington christchurch singapore bangalore bengaluru mumbai delhi noida gurgaon gurugram hyderabad pune
chennai kolkata ahmedabad tokyo osaka kyoto seoul beijing shanghai shenzhen guangzhou taipei bangkok jakarta manila
cebu hanoi dubai doha riyadh cairo nairobi lagos accra johannesburg durban casablanca tunis karachi lahore islamabad
dhaka colombo bogotá bogota medellín medellin lima santiago montevideo caracas curitiba recife guadalajara monterrey
tijuana nicosia limassol valletta reykjavik luxembourg nyc sf dc philly zaragoza murcia alicante granada palma
vigo gijón
firenze florence verona padova genova palermo bari catania trieste bergamo mons liège namur bruges groningen tilburg
breda nijmegen enschede arnhem haarlem amersfoort leiden delft dortmund essen duisburg bochum wuppertal bielefeld
münster
augsburg wiesbaden mönchengladbach kiel magdeburg freiburg lübeck erfurt mainz rostock kassel potsdam darmstadt
regensburg
heidelberg ingolstadt würzburg ulm heilbronn wolfsburg göttingen jena saarbrücken aachen braunschweig chemnitz halle
winterthur luzern lucerne st.gallen angers dijon nîmes reims brest clermont-ferrand limoges tours amiens metz besançon
coimbra braga aveiro faro szczecin lublin katowice białystok gdynia sosnowiec rzeszów ostrava plzeň olomouc košice
timisoara timișoara cluj-napoca plovdiv varna novi sarajevo skopje tirana podgorica ljubljana maribor rijeka
turku oulu uppsala västerås linköping örebro trondheim stavanger odense aalborg coventry leicester york norwich exeter
bath plymouth derby aberdeen dundee swansea limerick waterford anchorage honolulu albuquerque tucson omaha tulsa memphis
louisville milwaukee jacksonville buffalo rochester syracuse spokane boise reno fresno anaheim scottsdale plano frisco
halifax quebec saskatoon regina victoria hobart darwin geelong cairns townsville wollongong hamilton dunedin tauranga
jaipur indore lucknow kochi coimbatore nagpur surat vadodara thiruvananthapuram chandigarh bhubaneswar mysore
"""
_CITY_NAMES = """
new york city|san francisco|los angeles|san diego|san jose|santa monica|santa clara|palo alto|mountain view|menlo park
|redwood city|las vegas|salt lake city|new orleans|st. louis|kansas city|tel aviv|cape town|são paulo|sao paulo |rio
de janeiro|buenos aires|mexico city|ciudad de méxico|ho chi minh city|kuala lumpur|abu dhabi|the hague|den haag
|frankfurt am main|bay area|san francisco bay area|new delhi|santa ana|long beach|st. gallen|gold coast
|sunshine coast|novi sad|port elizabeth|st petersburg|saint petersburg|ann arbor|jersey city|virginia beach
|colorado springs|oklahoma city|baton rouge|little rock|des moines|fort lauderdale|west palm beach
|newcastle upon tyne|stoke-on-trent|clermont ferrand|la coruña|a coruña|las palmas|san sebastián|palma de mallorca
|addis ababa|hong kong|san mateo|fort worth|san antonio|quezon city|tel aviv-yafo|milton keynes
"""
_CODES = """
AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI
SC SD TN TX UT VT VA WA WV WI WY DC ON QC BC AB MB SK NS NB NSW VIC QLD SA TAS ACT US USA UK GB DE AT CH FR ES PT NL
BE IE PL
"""


def _names(words: str, phrases: str) -> frozenset[str]:
    return frozenset(words.split()) | {" ".join(phrase.split()) for phrase in phrases.split("|")}


_STATE_CODES: Final = frozenset(_CODES.split())
_PARTS = re.compile(r"\s*(?:[,;/|&+]|\s-\s|\s\u2013\s|\bor\b|\band\b|\bund\b|\(|\)|\u00b7)\s*")
_ORGANISATION = re.compile(
    r"\b(?:univers\w*|college|institut\w*|hospital|school|bank|group|labs?|inc|llc|ltd|gmbh|corp|co|ag|s\.?a|plc"
    r"|b\.?v)\b",
    re.IGNORECASE,
)
_NO_TOWN = re.compile(r"\s(?:in|at|bei|chez)\s|[&(|/]|" + _ORGANISATION.pattern, re.IGNORECASE)
_ZIP = re.compile(r"\b\d{4,6}(?:-\d{4})?\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_AROUND = re.compile(
    r"^(?:greater|metro|downtown|central|in|north|south|east|west|remote|onsite|on-site|hybrid)\s+"
    r"|(?:\s+bay)?\s+(?:area|metro|region|office|hq|city|only|based)$",
    re.IGNORECASE,
)
_AUSTRALIAN = re.compile(r"^(.+) (NSW|VIC|QLD|WA|SA|TAS|ACT|NT)$")
_VIRTUAL = re.compile(
    r"remote|hybrid|onsite|on-site|anywhere|worldwide|global|home|weit$|locations|wide$|office|international"
)
_STATES_ONLY: Final = _names(_STATES, _STATE_NAMES)
_CITIES_ONLY: Final = _names(_CITIES, _CITY_NAMES)
_COUNTRIES_ONLY: Final = _names(_COUNTRIES, _COUNTRY_NAMES)
_COUNTRY_CODES: Final = frozenset({"US", "USA", "UK", "GB", "AT", "CH", "FR", "ES", "PT", "NL", "BE", "IE", "PL"})
PLACES: Final = _COUNTRIES_ONLY | _STATES_ONLY | _CITIES_ONLY


def is_place(text: str) -> bool:
    """Whether `text` as a whole names a place: known ones, or any `Word, XX` with a state code or country."""
    parts = [part for part in _PARTS.split(_ZIP.sub("", text).strip(" .")) if part]
    if not parts or len(parts) > 8:
        return False
    # Australians write the state behind the town without a comma.
    parts = [piece for part in parts for piece in _AUSTRALIAN.sub(r"\1|\2", part).split("|")]
    known = [_is_known(part) for part in parts]
    if all(known):
        return len(parts) > 1 or parts[0].upper() not in _STATE_CODES or parts[0].lower() in PLACES
    return _is_vouched_for([part.strip() for part in text.split(",")])


def _is_vouched_for(parts: list[str]) -> bool:
    """Whether `parts` are such as "Springfield, IL" or "Gießen, Deutschland": the last one vouches for the town."""
    town, last = parts[0], parts[-1]
    return (
        len(parts) in {2, 3}
        and _is_known(last)
        and last.lower() not in _CITIES_ONLY
        and town[:1].isupper()
        and len(town.split()) <= 3
        and not _NO_TOWN.search(town)
    )


def _is_known(part: str) -> bool:
    stripped = _AROUND.sub("", part).strip().lower()
    if len(part) == 2 and part.istitle():
        return part.upper() in _STATE_CODES
    return stripped in PLACES or part.strip().lower() in PLACES or part.strip() in _STATE_CODES


def split_place(text: str) -> tuple[str | None, str | None, str | None]:
    """Town, region and country as far as `Town, Region, Country` or `Town, Country` shows them."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 3:
        return parts[0], parts[1], parts[2]
    if len(parts) == 2:
        is_region = parts[1] in _STATE_CODES - _COUNTRY_CODES
        is_region = is_region or parts[1].lower() in _STATES_ONLY
        return (parts[0], parts[1], None) if is_region else (parts[0], None, parts[1])
    if len(parts) == 1:
        lower = parts[0].lower()
        if lower in _CITIES_ONLY:
            return parts[0], None, None
        if lower in _COUNTRIES_ONLY and not _VIRTUAL.search(lower):
            return None, None, parts[0]
    return None, None, None
