"""Fictional people and what a parser should find in their CVs."""
# ruff: noqa: E501 - sentences of the CVs are left whole

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Job:
    """A post; dates are `YYYY-MM`, `end` is None for the present one."""

    company: str
    title: str
    place: str
    start: str
    end: str | None
    points: tuple[str, ...]


@dataclass(frozen=True)
class Study:
    """A degree; dates are years."""

    school: str
    degree: str
    area: str
    place: str
    start: str
    end: str


@dataclass(frozen=True)
class Person:
    """Everything a CV of this person says."""

    name: str
    headline: str
    email: str
    phone: str
    place: str
    link: str
    summary: str
    jobs: tuple[Job, ...]
    studies: tuple[Study, ...]
    skills: dict[str, tuple[str, ...]]
    spoken: tuple[str, ...]
    language: str = "en"
    certificates: tuple[str, ...] = field(default=())


MARTA = Person(
    name="Marta Okonkwo",
    headline="Senior Backend Engineer",
    email="marta.okonkwo@example.com",
    phone="+44 20 7946 0958",
    place="Leeds, United Kingdom",
    link="github.com/martaok",
    summary="Backend engineer who likes boring databases and short deploys. Nine years of building payment systems, the last four as the person others ask when the ledger does not add up.",
    jobs=(
        Job("Harbourline Payments Ltd", "Senior Backend Engineer", "Leeds, UK", "2020-03", None, (
            "Moved the settlement ledger from a nightly batch to streaming, which cut reconciliation from nine hours to twelve minutes and removed the weekend on-call rota",
            "Designed idempotent transfer endpoints in Python and PostgreSQL that handle 1,400 requests a second",
            "Mentored four engineers, two of whom now lead teams",
        )),
        Job("Quillmark", "Software Engineer", "Manchester, UK", "2017-09", "2020-02", (
            "Built the subscription service in Go and Kafka",
            "Reduced the cloud bill by 38 % by right-sizing Kubernetes workloads",
        )),
        Job("Brightfern Analytics", "Junior Developer", "Manchester, UK", "2015-07", "2017-08", (
            "Wrote import pipelines for retail data in Python",
            "Introduced automated tests and continuous delivery",
        )),
    ),
    studies=(
        Study("University of Sheffield", "MSc", "Computer Science", "Sheffield, UK", "2013", "2015"),
        Study("University of Lagos", "BSc", "Mathematics", "Lagos, Nigeria", "2009", "2013"),
    ),
    skills={
        "Languages": ("Python", "Go", "SQL", "TypeScript"),
        "Infrastructure": ("Kubernetes", "Terraform", "AWS", "Docker"),
        "Data": ("PostgreSQL", "Kafka", "Redis"),
    },
    spoken=("English", "Yoruba"),
    certificates=("AWS Certified Solutions Architect, 2021",),
)  # fmt: skip

THEO = Person(
    name="Theo Lindqvist-Ramos",
    headline="Product Designer",
    email="theo@lindqvist.example.org",
    phone="(415) 555-0137",
    place="Portland, OR",
    link="linkedin.com/in/theolr",
    summary="Designer of tools for people who would rather be doing something else. I prototype early and measure late.",
    jobs=(
        Job("Cobalt & Pine", "Lead Product Designer", "Portland, OR", "2021-01", None, (
            "Own the design system used by eleven product teams",
            "Ran forty usability studies and published the findings internally",
        )),
        Job("Northgate Health", "UX Designer", "Seattle, WA", "2018-05", "2020-12", (
            "Redesigned appointment booking; completed bookings rose by 24 %",
        )),
        Job("Studio Ampersand", "Design Intern", "Boise, ID", "2017-06", "2017-09", (
            "Illustrated onboarding screens and prepared research sessions",
        )),
    ),
    studies=(Study("Rhode Island School of Design", "BFA", "Graphic Design", "Providence, RI", "2013", "2017"),),
    skills={
        "Design": ("Figma", "Prototyping", "Design Systems", "Typography"),
        "Research": ("Usability Testing", "User Interviews", "Surveys"),
        "Code": ("HTML", "CSS", "JavaScript"),
    },
    spoken=("English", "Swedish", "Spanish"),
)  # fmt: skip

INES = Person(
    name="Inês Dafoe",
    headline="Data Scientist",
    email="ines.dafoe@mail.example",
    phone="+1 617 555 0188",
    place="Boston, MA",
    link="inesdafoe.dev",
    summary="Statistician turned machine learning practitioner, with a preference for models that can be explained to a nurse.",
    jobs=(
        Job("Meridian Hospital Group", "Data Scientist", "Boston, MA", "2019-11", None, (
            "Trained readmission models with scikit-learn and calibrated them for six wards",
            "Replaced three spreadsheets by one dashboard in Tableau",
        )),
        Job("Institute for Urban Mobility", "Research Assistant", "Cambridge, MA", "2017-02", "2019-10", (
            "Estimated bicycle demand from sparse counters with Bayesian methods in R",
        )),
    ),
    studies=(
        Study("Boston University", "Master of Science", "Statistics", "Boston, MA", "2015", "2017"),
        Study("McGill University", "Bachelor of Arts", "Economics", "Montreal, Canada", "2011", "2015"),
    ),
    skills={
        "Programming": ("Python", "R", "SQL", "Julia"),
        "Machine Learning": ("scikit-learn", "PyTorch", "XGBoost"),
        "Tools": ("Git", "Tableau", "Airflow"),
    },
    spoken=("English", "French", "Portuguese"),
)  # fmt: skip

JONAS = Person(
    name="Jonas Brückmann",
    headline="Softwareentwickler",
    email="jonas.brueckmann@example.de",
    phone="+49 30 901820",
    place="10115 Berlin",
    link="github.com/jbrueckmann",
    summary="Entwickler mit Schwerpunkt auf zuverlässigen Diensten für die Logistik und einer Schwäche für gute Fehlermeldungen.",
    jobs=(
        Job("Frachtwerk Digital GmbH", "Senior Softwareentwickler", "Berlin", "2019-04", None, (
            "Entwicklung der Sendungsverfolgung mit Java und Spring Boot für 300 Speditionen",
            "Einführung von Kubernetes und Schulung von zwei Teams",
        )),
        Job("Kontorhaus Software AG", "Softwareentwickler", "Hamburg", "2016-10", "2019-03", (
            "Schnittstellen zu SAP und Pflege der PostgreSQL-Datenbanken",
        )),
        Job("Technische Werke Kiel", "Werkstudent", "Kiel", "2014-03", "2016-09", (
            "Auswertung von Messdaten mit Python",
        )),
    ),
    studies=(
        Study("Technische Universität Berlin", "Master of Science", "Informatik", "Berlin", "2014", "2016"),
        Study("Christian-Albrechts-Universität zu Kiel", "Bachelor of Science", "Informatik", "Kiel", "2011", "2014"),
    ),
    skills={
        "Programmiersprachen": ("Java", "Python", "Kotlin", "SQL"),
        "Werkzeuge": ("Docker", "Kubernetes", "Git", "Jenkins"),
    },
    spoken=("Deutsch", "Englisch"),
    language="de",
)  # fmt: skip

CLAIRE = Person(
    name="Claire Vasseur",
    headline="Cheffe de projet numérique",
    email="claire.vasseur@exemple.fr",
    phone="+33 6 39 98 12 34",
    place="Lyon, France",
    link="linkedin.com/in/clairevasseur",
    summary="Huit ans à faire parler ensemble des équipes techniques et des équipes métier, du cahier des charges à la mise en service.",
    jobs=(
        Job("Atelier Rhône Numérique", "Cheffe de projet", "Lyon", "2020-09", None, (
            "Pilotage de la refonte du portail des abonnés pour 80 000 foyers",
            "Animation des ateliers et suivi du budget avec Jira",
        )),
        Job("Groupe Valmont", "Développeuse web", "Grenoble", "2016-02", "2020-08", (
            "Conception du catalogue en ligne avec Symfony et Vue.js",
        )),
    ),
    studies=(Study("Université Grenoble Alpes", "Master", "Informatique", "Grenoble", "2013", "2015"),),
    skills={"Techniques": ("PHP", "Symfony", "Vue.js", "MySQL"), "Méthodes": ("Scrum", "Kanban", "Jira")},
    spoken=("Français", "Anglais"),
    language="fr",
)  # fmt: skip

LUCIA = Person(
    name="Lucía Ferrándiz Montes",
    headline="Ingeniera de datos",
    email="lucia.ferrandiz@ejemplo.es",
    phone="+34 912 34 56 78",
    place="Valencia, España",
    link="github.com/luciafm",
    summary="Ingeniera de datos con experiencia en banca y energía, centrada en canalizaciones que se explican solas.",
    jobs=(
        Job("Energía Levante S.A.", "Ingeniera de datos", "Valencia", "2021-05", None, (
            "Diseño de canalizaciones con Spark y Airflow para doce millones de contadores",
        )),
        Job("Banco Mediterráneo", "Analista de datos", "Madrid", "2018-01", "2021-04", (
            "Automatización de informes regulatorios con Python y SQL",
            "Formación de analistas en tres oficinas",
        )),
    ),
    studies=(Study("Universitat Politècnica de València", "Grado", "Ingeniería Informática", "Valencia", "2013", "2017"),),
    skills={"Lenguajes": ("Python", "Scala", "SQL"), "Plataformas": ("Spark", "Airflow", "AWS", "Snowflake")},
    spoken=("Español", "Inglés"),
    language="es",
)  # fmt: skip

PEOPLE = (MARTA, THEO, INES, JONAS, CLAIRE, LUCIA)
