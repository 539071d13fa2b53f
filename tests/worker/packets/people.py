"""CVs of the tests as structured data: trades, languages, lengths and gaps that people's CVs have."""
# ruff: noqa: E501 - points are left whole; names in other scripts

from __future__ import annotations

from career.resume import Award, Certificate, Interest, Project, Publication, Resume, Volunteer
from tests.worker.packets.building import person, post, study

BACKEND = person(
    "Marta Okonkwo", "marta.okonkwo@example.com", label="Software Engineer", phone="+44 20 7946 0958", place="Leeds, United Kingdom", link="github.com/martaok",
    summary="Backend engineer who likes boring databases and short deploys. Nine years of building payment systems.",
    work=[
        post("Harbourline Payments Ltd", "Senior Backend Engineer", "2020-03", None, "Mentored four engineers, two of whom now lead teams", "Designed idempotent transfer endpoints in Python and PostgreSQL that handle 1,400 requests a second", "Moved the settlement ledger from a nightly batch to Kafka, which cut reconciliation from nine hours to twelve minutes", place="Leeds, UK"),
        post("Quillmark", "Software Engineer", "2017-09", "2020-02", "Built the subscription service in Go", "Reduced the cloud bill by 38 % by right-sizing Kubernetes workloads"),
    ],
    education=[study("University of Sheffield", "MSc", "Computer Science", "2013", "2015")],
    skills={"Languages": "TypeScript, Go, Python, SQL", "Infrastructure": "AWS, k8s, Docker, Terraform", "Data": "Redis, Postgres, Kafka"}, spoken="English, Yoruba", months=106,
)  # fmt: skip

GERMAN = person(
    "Jonas Brückmann", "jonas.brueckmann@example.de", label="Softwareentwickler", phone="+49 30 901820", place="10115 Berlin", language="de",
    summary="Entwickler mit Schwerpunkt auf zuverlässigen Diensten für die Logistik.",
    work=[
        post("Frachtwerk Digital GmbH", "Senior Softwareentwickler", "2019-04", None, "Einführung von Kubernetes und Schulung von zwei Teams", "Entwicklung der Sendungsverfolgung mit Java und Spring Boot für 300 Speditionen"),
        post("Kontorhaus Software AG", "Softwareentwickler", "2016-10", "2019-03", "Schnittstellen zu SAP und Pflege der PostgreSQL-Datenbanken"),
    ],
    education=[study("Technische Universität Berlin", "Master of Science", "Informatik", "2014", "2016")],
    skills={"Programmiersprachen": "Kotlin, Java, Python", "Werkzeuge": "Docker, Kubernetes, Git"}, spoken="Deutsch, Englisch", months=90,
)  # fmt: skip

FRENCH = person(
    "Claire Vasseur", "claire.vasseur@exemple.fr", label="Cheffe de projet numérique", phone="+33 6 39 98 12 34", place="Lyon, France", language="fr",
    summary="Huit ans à faire parler ensemble des équipes techniques et des équipes métier.",
    work=[post("Atelier Rhône Numérique", "Cheffe de projet", "2020-09", None, "Pilotage de la refonte du portail des abonnés pour 80 000 foyers", "Animation des ateliers et suivi du budget avec Jira"), post("Groupe Valmont", "Développeuse web", "2016-02", "2020-08", "Conception du catalogue en ligne avec Symfony et Vue.js")],
    education=[study("Université Grenoble Alpes", "Master", "Informatique", "2013", "2015")],
    skills={"Techniques": "PHP, Symfony, Vue.js, MySQL", "Méthodes": "Scrum, Kanban, Jira"}, spoken="Français, Anglais",
)  # fmt: skip

SPANISH = person(
    "Lucía Ferrándiz Montes", "lucia.ferrandiz@ejemplo.es", label="Ingeniera de datos", place="Valencia, España", language="es",
    work=[post("Energía Levante S.A.", "Ingeniera de datos", "2021-05", None, "Diseño de canalizaciones con Spark y Airflow para doce millones de contadores"), post("Banco Mediterráneo", "Analista de datos", "2018-01", "2021-04", "Automatización de informes regulatorios con Python y SQL")],
    education=[study("Universitat Politècnica de València", "Grado", "Ingeniería Informática", "2013", "2017")],
    skills={"Lenguajes": "Python, Scala, SQL", "Plataformas": "Spark, Airflow, AWS, Snowflake"}, spoken="Español, Inglés",
)  # fmt: skip

ITALIAN = person(
    "Giulia De Santis", "giulia.desantis@esempio.it", label="Sviluppatrice web", place="Torino, Italia", language="it",
    work=[post("Officina Digitale S.r.l.", "Sviluppatrice web", "2019-02", None, "Sviluppo di portali con React e Node.js per dodici comuni")],
    education=[study("Politecnico di Torino", "Laurea", "Ingegneria Informatica", "2013", "2018")], skills={"": "React, Node.js, TypeScript, CSS"},
)  # fmt: skip

NURSE = person(
    "Aoife O'Callaghan", "aoife.oc@example.ie", label="Registered Nurse", phone="(208) 555-0119", place="Boise, ID",
    work=[post("St. Luke's Health System", "Staff Nurse", "2019-06", None, "Cared for up to four ventilated patients per shift in a 24-bed intensive care unit", "Taught wound care to new colleagues"), post("Treasure Valley Clinic", "Nursing Assistant", "2016-05", "2019-05", "Recorded vital signs and supported medication administration")],
    education=[study("Boise State University", "Bachelor of Science", "Nursing", "2015", "2019")], skills={"Clinical": "Patient Care, Wound Care, Medication Administration, ACLS, BLS"}, months=120,
    certificates=[Certificate(name="Registered Nurse License", issuer="Idaho Board of Nursing", date="2019"), Certificate(name="ACLS", date="2023")],
)  # fmt: skip

DESIGNER = person(
    "Theo Lindqvist-Ramos", "theo@lindqvist.example.org", label="Product Designer", phone="(415) 555-0137", place="Portland, OR", link="linkedin.com/in/theolr",
    work=[post("Cobalt & Pine, Inc.", "Lead Product Designer", "2021-01", None, "Own the design system used by eleven product teams", "Ran forty usability studies and published the findings internally"), post("AT&T", "UX Designer", "2018-05", "2020-12", "Redesigned appointment booking; completed bookings rose by 24 %"), post("Studio 100% Pure", "Design Intern", "2017-06", "2017-09", "Illustrated onboarding screens")],
    education=[study("Rhode Island School of Design", "BFA", "Graphic Design", "2013", "2017")], skills={"Design": "Figma, Prototyping, Design Systems, Typography", "Code": "HTML, CSS, JavaScript"}, spoken="English, Swedish",
    interests=[Interest(name="Letterpress"), Interest(name="Bouldering")],
)  # fmt: skip

ACADEMIC = person(
    "Đặng Thị Hồng", "hong.dang@uni.example.edu", label="Research Scientist", place="Boston, MA",
    work=[post("Massachusetts General Hospital", "Research Fellow", "2020-01", None, "Estimated survival with time series models in R and Python for 3,200 patients", *(f"Analysed cohort {n} with Bayesian models and wrote the report for the review board" for n in range(1, 9)))],
    education=[study("McGill University", "PhD", "Biostatistics", "2015", "2019"), study("Hanoi University of Science", "BSc", "Mathematics", "2010", "2014")],
    skills={"Methods": "Statistics, Machine Learning, Bayesian Statistics", "Tools": "R, Python, SQL"},
    publications=[Publication(name=f"Bayesian calibration of risk scores, part {n}", releaseDate=str(2014 + n)) for n in range(1, 9)],
    awards=[Award(title="Young Investigator Award", date="2021")],
)  # fmt: skip

LONG = person(
    "Bartholomew Featherstonehaugh", "bart.featherstonehaugh@longmail.example.com", label="Engineering Manager", phone="+1 617 555 0188", place="Cambridge, MA", link="featherstonehaugh.example.com",
    summary="Thirty years of building teams and systems, from mainframes to managed clouds, in banks, hospitals and one zoo.",
    work=[
        post(f"{name} Corporation", title, f"{2024 - 2 * n}-02", None if n == 0 else f"{2026 - 2 * n}-01", *(f"{verb} the {thing} of the {name} platform with {tool}, so that {n + k + 2} teams could release without waiting for each other or for us" for k, (verb, thing, tool) in enumerate([("Rebuilt", "deployment", "Kubernetes"), ("Moved", "reporting", "PostgreSQL"), ("Designed", "messaging", "Kafka"), ("Wrote", "test suite", "Python"), ("Documented", "interfaces", "OpenAPI"), ("Introduced", "monitoring", "Grafana")])))
        for n, (name, title) in enumerate([("Aldgate", "Engineering Manager"), ("Bexley", "Staff Engineer"), ("Catford", "Senior Engineer"), ("Deptford", "Senior Engineer"), ("Ealing", "Software Engineer"), ("Finchley", "Software Engineer"), ("Greenwich", "Programmer"), ("Hackney", "Programmer"), ("Islington", "Junior Programmer"), ("Kenton", "Trainee Programmer")])
    ],
    education=[study("University of Hull", "BSc", "Physics", "1990", "1993")], skills={"Everything": ", ".join(f"{a}{b}" for a in ("Python", "Java", "C++", "Go") for b in ("", " tooling", " training")), "Cloud": "AWS, Azure, Kubernetes, Terraform, Docker, Ansible"}, months=360,
)  # fmt: skip

STUDENT = person(
    "Priya Raghunathan", "priya.r@student.example.edu", phone="+91 98765 43210", place="Chennai, India",
    education=[study("Anna University", "B.Tech", "Information Technology", "2022", "2026")], skills={"": "Python, Java, Git, MySQL"},
    projects=[Project(name="Bus Tracker", description="Shows where the campus bus is.", highlights=["Built with React and Node.js for 900 students"]), Project(name="Leaf Classifier", highlights=["Trained a model in PyTorch that tells 12 kinds of leaves apart"])],
    volunteer=[Volunteer(organization="Code Club", position="Tutor", startDate="2023", endDate="2024", highlights=["Taught Scratch to thirty children"])],
)  # fmt: skip

NO_TITLES = person(
    "Sam Whitfield",
    "sam@example.net",
    work=[
        post("Whitfield Carpentry", None, "2012", None, "Fitted kitchens for local families"),
        post("Barrow Joinery", None, "2008", "2012", "Made windows and doors"),
    ],
    skills={"": "Carpentry, Welding"},
)
NO_COMPANY = person(
    "Ngozi Adeyemi",
    "ngozi@example.org",
    label="Freelance Translator",
    work=[post(None, "Freelance Translator", "2015", None, "Translated 40 manuals from German into English")],
    skills={"": "Translation, Editing"},
    spoken="English, German, Igbo",
)
NO_NAME = person(
    None,
    "someone@example.com",
    label="Accountant",
    work=[post("Ledger & Co", "Accountant", "2018-01", "2023-06", "Closed the books of six companies each month")],
    skills={"": "Accounting, Excel, SAP"},
)
NO_EMAIL = person(
    "Henrik Aaltonen",
    None,
    phone="+358 40 1234567",
    work=[post("Kemi Paper Oy", "Machine Operator", "2010", None, "Ran paper machine 3 in four shifts")],
    skills={"": "PLC, Forklift Operation"},
)
POLISH = person(
    "Łukasz Żółciński",
    "lukasz.z@example.pl",
    label="DevOps Engineer",
    place="Łódź, Polska",
    work=[
        post(
            "Wąskie Gardło Sp. z o.o.",
            "DevOps Engineer",
            "2021-03",
            None,
            "Automated 140 deployments a week with Jenkins and Ansible",
        ),
        post("Żuraw Systemy S.A.", "Administrator", "2017-01", "2021-02", "Kept 200 Linux servers patched"),
    ],
    skills={"Tools": "Linux, Docker, Jenkins, Ansible, Terraform"},
    education=[study("Politechnika Łódzka", "mgr inż.", "Informatyka", "2011", "2016")],
)
GREEK = person(
    "Ελένη Παπαδοπούλου",
    "eleni.p@example.gr",
    label="Data Analyst",
    place="Athens, Greece",
    work=[post("Αιγαίο Δεδομένα", "Data Analyst", "2019-01", None, "Built dashboards in Power BI for ferry operators")],
    skills={"": "SQL, Power BI, Excel"},
)
CYRILLIC = person(
    "Иван Петров",
    "ivan.petrov@example.bg",
    label="System Administrator",
    work=[post("Балкан Софт", "System Administrator", "2016-04", None, "Ran the mail servers of 30 schools")],
    skills={"": "Linux, Windows Server, VMware"},
)
SAME_EMPLOYER = person(
    "Dana Holloway",
    "dana.holloway@example.com",
    label="Operations Manager",
    work=[
        post("Redwood Logistics", "Operations Manager", "2021-01", None, "Lead a warehouse of 80 people"),
        post("Redwood Logistics", "Shift Supervisor", "2018-01", "2020-12", "Cut picking errors by half"),
        post("Redwood Logistics", "Picker", "2016-01", "2017-12", "Trained newcomers"),
    ],
    skills={"": "Logistics, Inventory Management, Lean, SAP"},
)
YEARS_ONLY = person(
    "Rosa Iglesias-Huang",
    "rosa.ih@example.com",
    label="Head Chef",
    place="Austin, TX",
    work=[
        post("The Copper Ladle", "Head Chef", "2019", None, "Run a kitchen of nine"),
        post("Bistro Quatorze", "Sous Chef", "2014", "2019", "Wrote the autumn menus"),
    ],
    skills={"": "Cooking, Food Safety, Budgeting"},
    spoken="Spanish, English",
)
MANY_SKILLS = person(
    "Viktor Sandoval",
    "viktor.sandoval@example.com",
    label="Full Stack Developer",
    work=[post("Brightside Apps", "Full Stack Developer", "2018-02", None, "Built web apps with React and Django")],
    skills={
        "Frontend": "React, Angular, Vue.js, TypeScript, JavaScript, HTML, CSS, Sass, Webpack, Redux",
        "Backend": "Django, Flask, FastAPI, Node.js, Express, Spring Boot, Laravel, Ruby on Rails",
        "Data": "PostgreSQL, MySQL, MongoDB, Redis, Elasticsearch, Kafka, RabbitMQ",
        "Cloud": "AWS, GCP, Azure, Docker, Kubernetes, Terraform, Jenkins, GitLab CI, Prometheus, Grafana",
    },
)
LONG_NAMES = person(
    "Wolfeschlegelsteinhausen Bergerdorff",
    "w.bergerdorff@example.com",
    label="Senior Manager, Cross-Functional Programme Delivery and Transformation",
    work=[
        post(
            "The International Federation of Associations for the Advancement of Regional Infrastructure",
            "Senior Manager, Cross-Functional Programme Delivery and Transformation",
            "2017-05",
            None,
            "Delivered programmes in nine regions",
            place="Geneva, Switzerland",
        ),
        post("Smith, Jones & Partners LLP", "Consultant", "2012-09", "2017-04", "Advised public clients"),
    ],
    skills={"": "Project Management, Stakeholder Management, Budgeting, PRINCE2"},
)

PEOPLE: tuple[Resume, ...] = (
    BACKEND, GERMAN, FRENCH, SPANISH, ITALIAN, NURSE, DESIGNER, ACADEMIC, LONG, STUDENT, NO_TITLES, NO_COMPANY, NO_NAME,
    NO_EMAIL, POLISH, GREEK, CYRILLIC, SAME_EMPLOYER, YEARS_ONLY, MANY_SKILLS, LONG_NAMES,
)  # fmt: skip
