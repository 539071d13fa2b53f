"""Places: countries, regions and large cities, and how to find one at the end of a text."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re
from functools import lru_cache

from longhaul_worker.resume.document import ICON
from longhaul_worker.resume.textnorm import key, tidy

_COUNTRIES = """
AF:Afghanistan AL:Albania DZ:Algeria,Algérie AR:Argentina AM:Armenia AU:Australia AT:Austria,Österreich,Autriche
AZ:Azerbaijan
BD:Bangladesh BY:Belarus BE:Belgium,Belgien,Belgique,België BO:Bolivia BA:Bosnia_and_Herzegovina
BR:Brazil,Brasil,Brasilien BG:Bulgaria,Bulgarien
KH:Cambodia CM:Cameroon CA:Canada,Kanada CL:Chile CN:China,Chine,PR_China CO:Colombia CR:Costa_Rica
HR:Croatia,Kroatien CU:Cuba CY:Cyprus
CZ:Czech_Republic,Czechia,Tschechien DK:Denmark,Dänemark,Danmark DO:Dominican_Republic EC:Ecuador EG:Egypt,Ägypten
SV:El_Salvador EE:Estonia,Estland
ET:Ethiopia FI:Finland,Finnland FR:France,Frankreich,Francia GE:Georgia_(country)
DE:Germany,Deutschland,Allemagne,Alemania,Germania GH:Ghana
GR:Greece,Griechenland GT:Guatemala HN:Honduras HK:Hong_Kong HU:Hungary,Ungarn IS:Iceland IN:India,Indien,Inde
ID:Indonesia IR:Iran IQ:Iraq
IE:Ireland,Irland,Irlande IL:Israel IT:Italy,Italien,Italia,Italie CI:Ivory_Coast,Côte_d'Ivoire JM:Jamaica
JP:Japan,Japon JO:Jordan KZ:Kazakhstan KE:Kenya
KR:South_Korea,S.Korea,S._Korea,Rep._of_Korea,Republic_of_Korea,Korea,Südkorea KW:Kuwait LV:Latvia,Lettland
LB:Lebanon,Liban LT:Lithuania,Litauen LU:Luxembourg,Luxemburg MY:Malaysia
MT:Malta MX:Mexico,México,Mexiko MD:Moldova MA:Morocco,Maroc,Marokko NP:Nepal
NL:Netherlands,The_Netherlands,Niederlande,Nederland,Pays-Bas,Holland
NZ:New_Zealand,Neuseeland NG:Nigeria NO:Norway,Norwegen,Norge PK:Pakistan PA:Panama PY:Paraguay PE:Peru,Perú
PH:Philippines PL:Poland,Polen,Pologne,Polska
PT:Portugal QA:Qatar RO:Romania,Rumänien RU:Russia,Russland,Russian_Federation SA:Saudi_Arabia SN:Senegal,Sénégal
RS:Serbia,Serbien SG:Singapore,Singapur
SK:Slovakia,Slowakei SI:Slovenia,Slowenien ZA:South_Africa,Südafrika ES:Spain,Spanien,España,Espagne LK:Sri_Lanka
SE:Sweden,Schweden,Sverige
CH:Switzerland,Schweiz,Suisse,Svizzera,Suiza TW:Taiwan TZ:Tanzania TH:Thailand TN:Tunisia,Tunisie
TR:Turkey,Türkiye,Türkei UG:Uganda UA:Ukraine
AE:United_Arab_Emirates,UAE
GB:United_Kingdom,UK,U.K.,England,Scotland,Wales,Northern_Ireland,Great_Britain,Großbritannien,Royaume-Uni,Reino_Unido,GB
US:United_States,USA,U.S.A.,U.S.,United_States_of_America,US,Vereinigte_Staaten,États-Unis,Estados_Unidos UY:Uruguay
UZ:Uzbekistan VE:Venezuela VN:Vietnam ZW:Zimbabwe
"""
_US = """AL:Alabama AK:Alaska AZ:Arizona AR:Arkansas CA:California CO:Colorado CT:Connecticut DE:Delaware FL:Florida
GA:Georgia HI:Hawaii ID:Idaho
IL:Illinois IN:Indiana IA:Iowa KS:Kansas KY:Kentucky LA:Louisiana ME:Maine MD:Maryland MA:Massachusetts MI:Michigan
MN:Minnesota
MS:Mississippi MO:Missouri MT:Montana NE:Nebraska NV:Nevada NH:New_Hampshire NJ:New_Jersey NM:New_Mexico NY:New_York
NC:North_Carolina
ND:North_Dakota OH:Ohio OK:Oklahoma OR:Oregon PA:Pennsylvania RI:Rhode_Island SC:South_Carolina SD:South_Dakota
TN:Tennessee TX:Texas
UT:Utah VT:Vermont VA:Virginia WA:Washington WV:West_Virginia WI:Wisconsin WY:Wyoming DC:District_of_Columbia
PR:Puerto_Rico"""
_REGIONS = """ON:Ontario QC:Quebec,Québec BC:British_Columbia AB:Alberta MB:Manitoba NS:Nova_Scotia NB:New_Brunswick
SK:Saskatchewan NSW:New_South_Wales
VIC:Victoria QLD:Queensland Bavaria Bayern Hessen Sachsen Brandenburg Baden-Württemberg Nordrhein-Westfalen
Niedersachsen Thüringen Catalonia Cataluña
Catalunya Andalucía Île-de-France Ile-de-France Bretagne Provence Normandie Karnataka Maharashtra Tamil_Nadu Telangana
Kerala Gujarat Punjab Haryana
Uttar_Pradesh West_Bengal Andhra_Pradesh Rajasthan Lombardia Toscana Lazio Piemonte Surrey Kent Essex Sussex Yorkshire
Cambridgeshire Oxfordshire Sindh
Greater_London Cundinamarca Antioquia Jalisco São_Paulo_State Auvergne-Rhône-Alpes Occitanie Hauts-de-France"""
_CITIES = """
London Stavanger Ostrava Plzeň Kumasi Salford Wolverhampton Swansea Dundee Plymouth Portsmouth Norwich Exeter
Milton_Keynes Guildford Manchester
Birmingham Leeds Glasgow Edinburgh Bristol Liverpool Sheffield Cardiff Belfast Nottingham Newcastle Brighton Leicester
Southampton Oxford
Cambridge Bath York Reading Coventry Aberdeen Dublin Cork Galway Limerick Paris Lyon Marseille Toulouse Nice Nantes
Strasbourg Montpellier Bordeaux Lille Rennes
Grenoble Rouen Angers Dijon Brest Tours Orléans Nancy Metz Reims Sophia_Antipolis Le_Havre Clermont-Ferrand
Aix-en-Provence Berlin Hamburg München Munich Köln Cologne Frankfurt
Frankfurt_am_Main Stuttgart Düsseldorf Dortmund Essen Leipzig Bremen Dresden Hannover Hanover Nürnberg Nuremberg
Duisburg Bochum Wuppertal Bielefeld Bonn Münster
Karlsruhe Mannheim Augsburg Wiesbaden Mainz Freiburg Heidelberg Darmstadt Ulm Jena Potsdam Kiel Lübeck Rostock Erfurt
Magdeburg Kassel Aachen Regensburg Würzburg Walldorf
Konstanz Göttingen Tübingen Saarbrücken Braunschweig Wolfsburg Ingolstadt Erlangen Paderborn Osnabrück Oldenburg
Chemnitz Halle Weimar Bamberg Passau Wien Vienna Graz Linz Salzburg Innsbruck
Klagenfurt Zürich Zurich Genève Geneva Genf Basel Bern Lausanne Luzern Lucerne Lugano Winterthur St._Gallen Zug Madrid
Barcelona Valencia Sevilla Seville Zaragoza
Málaga Murcia Bilbao Alicante Córdoba Valladolid Vigo Gijón Granada A_Coruña Vitoria Salamanca Santander Pamplona
San_Sebastián Santiago_de_Compostela Palma Oviedo Lisbon Lisboa
Porto Coimbra Braga Rome Roma Milan Milano Turin Torino Naples Napoli Bologna Florence Firenze Venice Venezia Padova
Pisa Trento Verona Genova Amsterdam Rotterdam The_Hague Den_Haag
Utrecht Eindhoven Delft Groningen Leiden Nijmegen Enschede Brussels Bruxelles Brüssel Antwerp Antwerpen Ghent Gent
Leuven Liège Luxembourg_City Copenhagen København Aarhus Odense
Stockholm Gothenburg Göteborg Malmö Uppsala Lund Linköping Oslo Bergen Trondheim Helsinki Espoo Tampere Turku Oulu
Reykjavik Warsaw Warszawa Kraków Krakow Wrocław Wroclaw Gdańsk Gdansk
Poznań Poznan Łódź Katowice Prague Praha Brno Bratislava Budapest Debrecen Bucharest București Cluj-Napoca Cluj Iași
Timișoara Sofia Plovdiv Varna Belgrade Novi_Sad Zagreb
Split Ljubljana Maribor Athens Thessaloniki Istanbul İstanbul Ankara Izmir Kyiv Kiev Lviv Kharkiv Odesa Odessa Minsk
Moscow Saint_Petersburg St._Petersburg Novosibirsk Tallinn Tartu Riga Vilnius
Kaunas Tbilisi Yerevan Baku Tel_Aviv Tel-Aviv Jerusalem Haifa Beirut Amman Dubai Abu_Dhabi Doha Riyadh Jeddah Cairo
Alexandria Casablanca Rabat Tunis Algiers Lagos Abuja Accra Nairobi
Kampala Addis_Ababa Johannesburg Cape_Town Pretoria Durban Dakar Abidjan Mumbai Delhi New_Delhi Bangalore Bengaluru
Hyderabad Chennai Kolkata Pune Ahmedabad Jaipur Gurgaon
Gurugram Noida Kochi Chandigarh Lucknow Indore Nagpur Coimbatore Thiruvananthapuram Karachi Lahore Islamabad Dhaka
Colombo Kathmandu Beijing Shanghai Shenzhen Guangzhou Hangzhou Nanjing
Chengdu Wuhan Xi'an Tianjin Suzhou Taipei Hsinchu Seoul Busan Daejeon Tokyo Osaka Kyoto Yokohama Nagoya Fukuoka
Bangkok Hanoi Ho_Chi_Minh_City Jakarta Bandung Kuala_Lumpur Penang Manila
Cebu Quezon_City Sydney Melbourne Brisbane Perth Adelaide Canberra Hobart Auckland Wellington Christchurch New_York
New_York_City NYC Brooklyn Manhattan Los_Angeles Chicago Houston
Phoenix Philadelphia San_Antonio San_Diego Dallas San_Jose Austin Jacksonville Fort_Worth Columbus San_Francisco SF
Bay_Area San_Francisco_Bay_Area Charlotte Indianapolis Seattle Denver
Washington_DC Washington_D.C. Washington,_D.C. Boston El_Paso Nashville Detroit Oklahoma_City Portland Las_Vegas
Memphis Louisville Baltimore Milwaukee Albuquerque Tucson Fresno Sacramento Kansas_City Mesa Atlanta Omaha
Colorado_Springs Raleigh Miami Long_Beach Virginia_Beach Oakland Minneapolis Tulsa Tampa Arlington New_Orleans Wichita
Cleveland Bakersfield Honolulu Orlando St._Louis Pittsburgh Cincinnati
Anchorage Lexington Irvine Newark Durham St._Paul Plano Lincoln Buffalo Jersey_City Madison Boise Richmond Spokane
Rochester Salt_Lake_City Palo_Alto Mountain_View Menlo_Park Cupertino
Sunnyvale Santa_Clara Redmond Bellevue Kirkland Redwood_City San_Mateo Berkeley Pasadena Santa_Monica Boulder
Ann_Arbor Princeton Providence Hartford New_Haven Ithaca Stamford Hoboken
Somerville Santa_Barbara Fremont Pleasanton Provo Eugene Chapel_Hill Blacksburg Champaign Urbana West_Lafayette Reston
McLean Bethesda Toronto Montreal Montréal Vancouver Calgary Ottawa
Edmonton Winnipeg Quebec_City Québec Hamilton Kitchener Waterloo Halifax Victoria Mississauga Mexico_City
Ciudad_de_México CDMX Guadalajara Monterrey Puebla Tijuana Bogotá Bogota Medellín Medellin Cali Lima
Santiago Santiago_de_Chile Buenos_Aires Rosario Montevideo Quito Guayaquil Caracas La_Paz Asunción San_José
Panama_City Guatemala_City Havana Santo_Domingo São_Paulo Sao_Paulo Rio_de_Janeiro Brasília Belo_Horizonte
Curitiba Porto_Alegre Recife Florianópolis Campinas Silicon_Valley Metropolis Gotham Gotham_City
"""
_REMOTE = re.compile(
    r"^(?:fully |100% )?(?:remote|hybrid|on-?site|home ?office|worldwide|anywhere|remoto|télétravail"
    r"|teletrabajo)(?:\s*[(/,-].{0,20})?$",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"\b(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?\b|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"
)
_COMPANY_LIKE = re.compile(
    r"&|\b(?:inc|llc|ltd|corp|gmbh|ag|group|labs?|bank|software|systems|solutions|technologies|university"
    r"|universität|college|school|institute|studios?|media|health"
    r"|hospital|capital|energy|digital|consulting|services|company|engineer|manager|developer|analyst|intern"
    r"|director|designer)\b|\.\w",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"\b(?:universit\w+|college|institute|department|faculty|hospital|inc|ltd|gmbh)\b", re.IGNORECASE
)
_STREET = re.compile(
    r"\b(?:street|st\.?|avenue|ave\.?|road|rd\.?|lane|ln\.?|drive|dr\.?|boulevard|blvd\.?|way|court|ct\.?|square"
    r"|\w*stra(?:ß|ss)e|\w*str\.|\w*weg|\w*platz|\w*allee|\w*gasse"
    r"|rue|place|chemin|calle|c/|avda\.?|plaza|paseo|via|viale|piazza|rua|avenida|straat)\b",
    re.IGNORECASE,
)


def _codes(text: str) -> dict[str, str]:
    """Name to code, for entries such as "DE:Germany,Deutschland"; a name without a code stands for itself."""
    return {
        key(name.replace("_", " ")): entry.split(":", 1)[0]
        for entry in text.split()
        for name in entry.split(":", 1)[-1].split(",")
    }


COUNTRIES = _codes(_COUNTRIES)
_STATES = _codes(_US)
_STATE_CODES = frozenset(entry.split(":")[0] for entry in _US.split())
_REGION_CODES = frozenset(entry.split(":")[0] for entry in _REGIONS.split() if ":" in entry)
_REGION_NAMES = frozenset(_codes(_REGIONS)) | frozenset(_STATES)
_CITY_NAMES = frozenset(key(city.replace("_", " ")) for city in _CITIES.split())


def without_postcode(text: str) -> str:
    """`text` without a postcode in it."""
    return _POSTCODE.sub("", text).strip(" ()-")


def is_city(text: str) -> bool:
    """Whether `text` is a large city."""
    return key(_POSTCODE.sub("", text)) in _CITY_NAMES


def is_area(text: str) -> bool:
    """Whether `text` is a country, a state (also its code in capitals) or a well-known region."""
    bare = _POSTCODE.sub("", text).strip(" .,()")
    plain = key(bare)
    code = bare.replace(".", "")
    return plain in COUNTRIES or plain in _REGION_NAMES or code in _STATE_CODES or code in _REGION_CODES


@lru_cache(maxsize=4096)
def is_place(text: str) -> bool:
    """Whether the whole of `text` names a place: "Berlin", "Austin, TX", "Remote", "75011 Paris, France"."""
    bare = tidy(text).strip(" .,()-–—|·•")
    if not 2 <= len(bare) <= 60 or "@" in bare:
        return False
    if _REMOTE.match(bare) or is_city(bare) or key(bare) in COUNTRIES or key(bare) in _REGION_NAMES:
        return True
    parts = [part.strip() for part in re.split(r",|\s[-–/]\s|/| \(|\)", bare) if part.strip()]
    if not 2 <= len(parts) <= 4 or any(len(part.split()) > 4 for part in parts):
        return _ends_in_state(bare) is not None
    known = [is_city(part) or is_area(part) or _REMOTE.match(part) is not None for part in parts]
    if all(known):
        return True
    # An unknown town is believed before a state or country: "Boone, NC", but not "Cobalt, Leeds".
    town = len(parts) == 2 or (len(parts) == 3 and is_area(parts[1]))
    return (
        town
        and not known[0]
        and is_area(parts[-1])
        and _looks_like_name(parts[0])
        and not _COMPANY_LIKE.search(parts[0])
    )


def split_place(text: str) -> tuple[str, str | None]:
    """`text` without the place at its end, and that place: "Nexus AI, Austin, TX" gives "Nexus AI", "Austin, TX"."""
    pieces = [piece.strip() for piece in text.split(",")]
    for count in (3, 2, 1):
        if len(pieces) <= count:
            continue
        tail = ", ".join(pieces[-count:])
        first = pieces[-count]
        named = count == 1 or is_city(first) or (count == 2 and _looks_like_name(first) and len(pieces) > 2)
        if named and is_place(tail) and not (count == 1 and len(pieces) == 2 and tail.isupper() and len(tail) <= 3):
            return ", ".join(pieces[:-count]), tail
    bracket = re.search(r"\s*[(\[]([^()\[\]]+)[)\]]\s*$", text)
    if bracket and is_place(bracket[1]):
        return text[: bracket.start()].strip(), bracket[1].strip()
    return text, None


def is_town_like(text: str) -> bool:
    """Whether `text` could be a town the tables do not know: one to three capitalised words, nothing of a company."""
    return len(text) <= 30 and not re.search(r"\d", text) and _looks_like_name(text) and not _COMPANY_LIKE.search(text)


def country_code(text: str) -> str | None:
    """ISO code of the country named at the end of `text`; US where a state code stands there."""
    last = _POSTCODE.sub("", text.rsplit(",", maxsplit=1)[-1]).strip(" .()")
    plain = key(last)
    if plain in COUNTRIES:
        return COUNTRIES[plain]
    return "US" if last.replace(".", "") in _STATE_CODES or plain in _STATES else None


def find_place(text: str) -> str | None:
    """The first place among the pieces of a contact line, or the address with a postcode or street in it."""
    for piece in re.split(rf"[\t|•·●;{ICON}]|\s[–—]\s|\s-\s|\s//?\s|//|\s\*\s", text):
        bare = re.sub(
            r"^\s*(?:address|location|based in|adresse|wohnort|ort|ubicación|dirección|lives? in|domicile"
            r"|residence|ville|ciudad|anschrift|lieu|city)\s*[:\-]?\s+",
            "", tidy(piece), flags=re.IGNORECASE,
        ).strip(" ,.-–")  # fmt: skip
        if is_place(bare) or _is_address(bare):
            return bare
    return None


def _is_address(text: str) -> bool:
    if not 6 <= len(text) <= 110 or "@" in text or "http" in text or text.endswith(".") or _INSTITUTION.search(text):
        return False
    last = text.rsplit(",", maxsplit=1)[-1].strip()
    ends_well = is_area(last) or is_city(last) or is_city(last.split()[-1]) if last else False
    has_code = _POSTCODE.search(text) is not None
    has_street = _STREET.search(text) is not None and re.search(r"\d", text) is not None
    return (
        (has_code and (has_street or ends_well))
        or (has_street and ("," in text or ends_well))
        or (ends_well and 1 <= text.count(",") <= 3 and len(text.split()) <= 8 and text[0].isupper())
    )


def _ends_in_state(text: str) -> str | None:
    found = re.fullmatch(r"(?:[A-Z][\w.'-]+ ){1,3}([A-Z]{2})(?: \d{5}(?:-\d{4})?)?", text)
    return found[1] if found and found[1] in _STATE_CODES and len(text.split()) >= 2 and not text.isupper() else None


def _looks_like_name(text: str) -> bool:
    words = _POSTCODE.sub("", text).split()
    return 1 <= len(words) <= 3 and all(
        word[0].isupper() or word in {"am", "de", "la", "of", "upon", "sur", "del"} for word in words
    )
