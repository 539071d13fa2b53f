"""How well the place of an advert suits where a person lives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from longhaul_worker.matching.patterns import any_of
from longhaul_worker.matching.words import plain
from longhaul_worker.resume.places import country_code

_CITIES: Final = """
DE berlin munich munchen muenchen hamburg koln cologne frankfurt stuttgart dusseldorf leipzig dresden hannover
  nurnberg nuremberg bonn mannheim karlsruhe essen dortmund bremen potsdam freiburg heidelberg
AT vienna wien graz linz salzburg innsbruck
CH zurich geneva geneve genf basel bern lausanne lugano zug luzern winterthur
FR paris lyon marseille toulouse nantes bordeaux lille rennes grenoble montpellier nice strasbourg
ES madrid barcelona valencia sevilla malaga bilbao zaragoza
GB london manchester birmingham leeds glasgow edinburgh bristol liverpool sheffield cardiff belfast nottingham
  brighton reading oxford cambridge
IE dublin cork galway limerick
IT rome roma milan milano turin torino naples napoli bologna florence
NL amsterdam rotterdam utrecht eindhoven delft groningen the_hague den_haag
BE brussels bruxelles antwerp ghent leuven
PT lisbon lisboa porto braga coimbra
PL warsaw warszawa krakow wroclaw gdansk poznan katowice
CZ prague praha brno
SE stockholm gothenburg goteborg malmo
DK copenhagen kobenhavn aarhus
NO oslo bergen trondheim
FI helsinki espoo tampere
HU budapest
RO bucharest cluj cluj-napoca iasi
GR athens thessaloniki
UA kyiv kiev lviv
TR istanbul ankara
IL tel_aviv haifa jerusalem
AE dubai abu_dhabi
IN bangalore bengaluru mumbai delhi hyderabad pune chennai noida gurgaon gurugram kolkata
SG singapore
JP tokyo osaka
CN beijing shanghai shenzhen
AU sydney melbourne brisbane perth adelaide
NZ auckland wellington
CA toronto montreal vancouver ottawa calgary waterloo
BR sao_paulo rio_de_janeiro
MX mexico_city guadalajara monterrey
AR buenos_aires
ZA cape_town johannesburg
NG lagos
KE nairobi
US new_york new_york_city nyc brooklyn san_francisco los_angeles chicago boston seattle austin denver dallas houston
  atlanta miami philadelphia phoenix portland san_diego san_jose palo_alto mountain_view minneapolis detroit
  pittsburgh washington
"""
_COUNTRY_OF: Final = {
    city.replace("_", " "): entry.split()[0]
    for entry in _CITIES.strip().replace("\n  ", " ").splitlines()
    for city in entry.split()[1:]
}
_NAMES: Final = """
munchen|munich|muenchen
koln|cologne
nurnberg|nuremberg
wien|vienna
geneva|geneve|genf
roma|rome
milan|milano
turin|torino
warsaw|warszawa
prague|praha
lisbon|lisboa
brussels|bruxelles
copenhagen|kobenhavn
gothenburg|goteborg
bangalore|bengaluru
kyiv|kiev
gurgaon|gurugram
new york|new york city|nyc|brooklyn|manhattan
"""
_SAME: Final = {name: names.partition("|")[0] for names in _NAMES.strip().splitlines() for name in names.split("|")}
_COUNTRIES_OF_EUROPE: Final = "DE AT CH FR ES GB IE IT NL BE PT PL CZ SE DK NO FI HU RO GR UA"
_EUROPE: Final = frozenset(_COUNTRIES_OF_EUROPE.split())
_REGIONS: Final = {
    "europe": _EUROPE,
    "eu": _EUROPE,
    "emea": _EUROPE | {"TR", "IL", "AE", "ZA", "NG", "KE"},
    "dach": frozenset({"DE", "AT", "CH"}),
    "apac": frozenset({"IN", "SG", "JP", "CN", "AU", "NZ"}),
    "latam": frozenset({"BR", "MX", "AR"}),
    "north america": frozenset({"US", "CA"}),
    "americas": frozenset({"US", "CA", "BR", "MX", "AR"}),
}
_REMOTE: Final = any_of(
    "remote|home ?office|work from home|wfh|t[ée]l[ée]travail|teletrabajo|remoto|anywhere|worldwide|distributed"
)
_PIECES: Final = re.compile(r"[,;/|()•·]|\s[-–]\s")  # noqa: RUF001 - a dash of adverts


@dataclass(frozen=True, slots=True)
class Where:
    """Cities and countries (ISO codes) that a text names, and whether it says remote."""

    cities: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    is_remote: bool = False


@lru_cache(maxsize=4096)
def read_place(text: str) -> Where:
    """What `text` ("Munich, Germany", "Remote (EU)", "Austin, TX") says of where."""
    cities: set[str] = set()
    countries: set[str] = set()
    for piece in _PIECES.split(text):
        bare = plain(re.sub(r"\d+", " ", piece)).strip(" .")
        bare = " ".join(word for word in bare.split() if word not in {"remote", "hybrid", "area", "greater", "office"})
        if bare in _REGIONS:
            countries |= _REGIONS[bare]
            continue
        code = country_code(piece.strip()) if bare else None
        if bare in _COUNTRY_OF:
            cities.add(_SAME.get(bare, bare))
            countries.add(_COUNTRY_OF[bare])
        elif code is not None:
            countries.add(code)
        elif bare and len(bare.split()) <= 3:
            cities.add(bare)
    return Where(frozenset(cities), frozenset(countries), _REMOTE.search(text) is not None)


def together(places: list[str]) -> Where:
    """What several texts say, taken together."""
    read = [read_place(place) for place in places if place]
    return Where(
        frozenset(city for where in read for city in where.cities),
        frozenset(country for where in read for country in where.countries),
        any(where.is_remote for where in read),
    )


def fit(home: Where, job: Where, *, is_remote: bool, is_hybrid: bool) -> float:
    """How well the place of the work suits the home, 0 to 1; 0.6 where one of them is not known."""
    known = bool(home.cities or home.countries) and bool(job.cities or job.countries)
    same_country = bool(home.countries & job.countries)
    if is_remote:
        return 1.0 if not known or not job.countries or same_country or not home.countries else 0.4
    if not known:
        return 0.6
    if home.cities & job.cities:
        return 1.0
    if same_country:
        return 0.6 if is_hybrid else 0.5
    return 0.1 if home.countries and job.countries else 0.4
