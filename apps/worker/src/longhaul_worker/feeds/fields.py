"""The names that feeds give to the parts of an advert (paths as in `Entry`), the surest first."""

from __future__ import annotations

from typing import Final

TITLE: Final = (
    "title", "jobtitle", "positiontitle", "vacancytitle", "jobname", "positionname", "postingtitle", "joboffertitle",
    "name", "headline", "position", "role", "text", "titel", "stellenbezeichnung", "stellentitel", "jobtitel",
    "bezeichnung", "titre", "intitule", "libelle", "titulo", "puesto", "cargo", "titolo", "vacaturetitel",
    "functietitel", "functie", "designation", "title/name", "job/title",
)  # fmt: skip
COMPANY: Final = (
    "company", "companyname", "company/name", "hiringcompany", "hiringcompany/name", "employer", "employername",
    "employer/name", "hiringorganization", "hiringorganization/name", "hiringorganizationname", "organization",
    "organization/name", "organizationname", "organisation", "organisation/name", "organisationname", "advertiser",
    "advertiser/name", "advertisername", "advertiserdisplayname", "recruitername", "client", "clientname",
    "companydisplayname", "company/displayname", "jobcompany", "businessname", "unternehmen", "unternehmen/name",
    "firma", "firma/name", "firmenname", "arbeitgeber", "arbeitgeber/name", "entreprise", "entreprise/nom",
    "nomentreprise", "societe", "empresa", "empresa/nombre", "azienda", "bedrijf", "bedrijfsnaam", "werkgever",
    "subcompany", "company/title", "hirer/name", "institution",
)  # fmt: skip
COMPANY_URL: Final = (
    "companyurl", "company/url", "companywebsite", "company/website", "companylink", "hiringorganization/url",
    "hiringorganization/sameas", "employerurl", "website",
)  # fmt: skip
AUTHOR: Final = ("author/name", "creator", "author", "contributor/name", "publisher")
PLACE: Final = (
    "location", "joblocation", "locations/location/name", "locations/location", "location/name", "location/title",
    "location/display", "joblocation/name", "candidaterequiredlocation", "locationname", "locationtext",
    "joblocationtext", "place", "office", "office/name", "worklocation", "locations", "geolocation",
    "arbeitsort", "einsatzort", "standort", "ort", "lieu", "lieudetravail", "ville", "localisation", "ubicacion",
    "localidad", "ciudad", "sede", "luogo", "standplaats", "plaats", "categories/location", "featurename",
    "jobgeo", "offices/name", "offices/item/name", "place/name", "areas/area", "area",
    "fulllocation", "address", "adresse", "anschrift",
)  # fmt: skip
MORE_PLACES: Final = (
    "locations/location/name",
    "additionaloffices/office",
    "joblocation",
    "location",
    "offices/office",
)
CITY: Final = (
    "city", "location/city", "locations/location/city", "joblocation/city", "joblocation/address/addresslocality",
    "joblocation/addresslocality", "address/city", "town", "locality", "addresslocality", "location/locality",
    "jobcity", "place/city", "location/address/city",
)  # fmt: skip
REGION: Final = (
    "region", "state", "location/state", "location/region", "joblocation/state", "joblocation/address/addressregion",
    "address/state", "province", "addressregion", "county", "jobstate", "stateprovince",
)  # fmt: skip
COUNTRY: Final = (
    "country", "location/country", "locations/location/country", "joblocation/country", "address/country",
    "joblocation/address/addresscountry", "addresscountry", "countrycode", "location/countrycode", "jobcountry",
    "land", "place/country", "country/name",
)  # fmt: skip
WORKPLACE: Final = (
    "remotestatus", "workplacetype", "remotetype", "workplace", "worktype", "workmode", "workmodel",
    "joblocationtype", "remote", "isremote", "remotejob", "telecommuting", "homeoffice", "locationtype", "remotework",
    "workingmodel",
)  # fmt: skip
EMPLOYMENT: Final = (
    "employmenttype", "jobtype", "type", "contracttype", "contract", "schedule", "worktype", "positiontype",
    "typeofemployment", "employment", "commitment", "categories/commitment", "arbeitszeit", "vertragsart",
    "anstellungsart", "typecontrat", "contrat", "tipocontrato", "jornada", "contracttime", "hours",
)  # fmt: skip
POSTED: Final = (
    "pubdate", "published", "date", "dateposted", "posteddate", "postdate", "postedat", "postedon", "publishdate",
    "publicationdate", "publishedat", "datepublished", "publishedon", "startpublish", "created", "createdat",
    "createddate", "creationdate", "datecreated", "releaseddate", "issued", "datum", "veroeffentlicht", "updated",
    "updatedat", "lastmodified", "activationdate", "postingdate", "firstpublished", "jobposteddate",
)  # fmt: skip
EXPIRES: Final = (
    "validthrough", "expirydate", "expirationdate", "expires", "expire", "expiresat", "expiry",
    "closingdate", "enddate", "deadline", "applicationdeadline", "dateexpires", "validuntil", "closedate", "expiredate",
)  # fmt: skip
LINK: Final = (
    "link", "url", "joburl", "joblink", "link@href", "hostedurl", "absoluteurl", "detailurl", "detailsurl",
    "directurl", "pageurl", "viewurl", "redirecturl", "weburl", "href", "externalurl", "permalink", "canonicalurl",
    "careersurl", "jobdetailurl", "deeplink", "uri", "urllink", "lien", "refurl", "shortlink", "applyurl",
    "applicationurl", "applylink", "jobapplyurl", "apply/url", "applicationlink", "sourceurl", "about",
)  # fmt: skip
IDENTIFIER: Final = (
    "referencenumber", "reference", "referenceid", "requisitionid", "reqid", "jobid", "jobreference", "jobref",
    "refnumber", "externalid", "id", "guid", "positionid", "vacancyid", "identifier", "identifier/value", "ref",
    "refcode", "requisitionnumber", "shortcode", "uuid", "slug", "sourceid", "externalreference", "partnerjobid",
    "postid",
)  # fmt: skip
DESCRIPTION: Final = (
    "encoded", "content", "description", "jobdescription", "fulldescription", "descriptionhtml", "body", "summary",
    "jobdescription/text", "text", "details", "jobbody", "content/body", "stellenbeschreibung", "beschreibung",
    "descriptif", "texte", "descripcion", "descrizione", "omschrijving", "descriptionplain", "jobsummary", "excerpt",
)  # fmt: skip
SECTION_NAME: Final = "jobdescriptions/jobdescription/name"
SECTION_TEXT: Final = "jobdescriptions/jobdescription/value"
MORE_DESCRIPTION: Final = (
    "responsibilities", "requirements", "qualifications", "tasks", "profile", "benefits", "skills", "offer",
    "companydescription", "jobrequirements", "aufgaben", "anforderungen", "profil", "missions", "requisitos",
    "additional",
)  # fmt: skip
SALARY: Final = (
    "salary", "salaryrange", "basesalary", "pay", "compensation", "remuneration", "wage", "payrate", "gehalt",
    "salaire", "salario", "salarytext", "salarydescription", "annualgrosssalary", "stipendio",
)  # fmt: skip
SALARY_MIN: Final = (
    "salarymin", "minsalary", "salary/min", "salaryfrom", "basesalary/value/minvalue", "minimumsalary",
    "salary/minimum", "annualsalarymin", "salaryminimum",
)  # fmt: skip
SALARY_MAX: Final = (
    "salarymax", "maxsalary", "salary/max", "salaryto", "basesalary/value/maxvalue", "maximumsalary",
    "salary/maximum", "annualsalarymax", "salarymaximum",
)  # fmt: skip
SALARY_CURRENCY: Final = (
    "salarycurrency",
    "currency",
    "salary/currency",
    "basesalary/currency",
    "salarycurrencycode",
    "currencycode",
)
SALARY_UNIT: Final = ("salaryperiod", "salaryunit", "salarytype", "salary/period", "salary/unit",
    "basesalary/value/unittext", "payperiod", "salaryinterval", "salarytimeunit")  # fmt: skip


ADVERT_TRAITS: Final = tuple(
    frozenset(name.split("/", 1)[0].split("@", 1)[0] for name in names) - {"text", "type", "href", "about", "uri"}
    for names in (
        COMPANY,
        (*PLACE, *CITY, *COUNTRY),
        EMPLOYMENT,
        LINK,
        (*DESCRIPTION, SECTION_TEXT),
        POSTED,
        IDENTIFIER,
    )
)
"""What adverts have besides a title, one set of first path parts for each trait."""
