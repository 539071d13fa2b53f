"""The adverts that the test pages show: made up, in several languages, each with what a perfect reader finds."""
# ruff: noqa: RUF001 - adverts are full of these dashes

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

TODAY = date(2026, 8, 22)


@dataclass(frozen=True)
class Advert:
    """An advert and how it is written; `salary` is minimum, maximum, currency and unit."""

    key: str
    lang: str
    title: str
    company: str
    place: str
    workplace: str | None
    workplace_text: str
    employment: tuple[str, ...]
    employment_text: str
    posted: date
    posted_text: str
    expires: date
    expires_text: str
    salary: tuple[float, float, str, str]
    salary_text: str
    intro: str
    tasks_heading: str
    tasks: tuple[str, ...]
    needs_heading: str
    needs: tuple[str, ...]
    offers_heading: str
    offers: tuple[str, ...]
    apply: str
    labels: dict[str, str]
    slug: str = ""


_EN = {"company": "Company", "place": "Location", "workplace": "Workplace type", "employment": "Employment type",
"posted": "Date posted",
       "expires": "Application deadline", "salary": "Salary"}  # fmt: skip
_DE = {"company": "Arbeitgeber", "place": "Arbeitsort", "workplace": "Arbeitsmodell", "employment": "Anstellungsart",
"posted": "Veröffentlicht am",
       "expires": "Bewerbungsfrist", "salary": "Gehalt"}  # fmt: skip
_FR = {"company": "Entreprise", "place": "Lieu", "workplace": "Télétravail", "employment": "Type de contrat",
"posted": "Publiée le",
       "expires": "Date limite de candidature", "salary": "Salaire"}  # fmt: skip
_ES = {"company": "Empresa", "place": "Ubicación", "workplace": "Modalidad", "employment": "Tipo de contrato",
"posted": "Fecha de publicación",
       "expires": "Fecha límite", "salary": "Salario"}  # fmt: skip
_NL = {"company": "Bedrijf", "place": "Standplaats", "workplace": "Werkplek", "employment": "Dienstverband",
"posted": "Geplaatst op",
       "expires": "Sluitingsdatum", "salary": "Salaris"}  # fmt: skip

ADVERTS = (
    Advert(
        "kiln",
        "en",
        "Senior Data Engineer",
        "Kilnworks Ltd",
        "Manchester, United Kingdom",
        "hybrid",
        "Hybrid",
        ("FULL_TIME",),
        "Full-time",
        date(2026, 8, 10),
        "12 days ago",
        date(2026, 9, 30),
        "30 September 2026",
        (65000, 80000, "GBP", "YEAR"),
        "£65,000 - £80,000 per annum",
        (
            "Kilnworks is a ceramics marketplace used by 40,000 makers. We are looking for a Senior Data "
            "Engineer to own our pipelines."
        ),
        "What you'll do",
        (
            "Build and run batch and streaming pipelines in Python",
            "Model data in PostgreSQL and dbt",
            "Support analysts with clean datasets",
        ),
        "What we're looking for",
        (
            "5+ years of experience in data engineering",
            "Strong SQL, Python and Airflow",
            "A degree in computer science or similar",
        ),
        "Benefits",
        ("25 days of holiday and your birthday off", "£1,000 learning budget", "Private health insurance"),
        "Apply now",
        _EN,
        "senior-data-engineer-kilnworks",
    ),
    Advert(
        "ostrava",
        "en",
        "Warehouse Team Leader",
        "Palletix Logistics",
        "Columbus, OH",
        "onsite",
        "On-site",
        ("FULL_TIME",),
        "Full time",
        date(2026, 8, 19),
        "3 days ago",
        date(2026, 9, 19),
        "09/19/2026",
        (24.5, 28, "USD", "HOUR"),
        "$24.50 - $28.00 an hour",
        (
            "Palletix Logistics is seeking a Warehouse Team Leader for our second shift. The company raised $30 "
            "million in funding last year."
        ),
        "Responsibilities",
        (
            "Lead a team of 12 associates on the second shift",
            "Keep the floor safe and orderly",
            "Report daily numbers to the site manager",
        ),
        "Requirements",
        ("2 years of warehouse experience", "Forklift certification", "High school diploma or GED"),
        "What we offer",
        ("401(k) with 4% match", "Paid time off", "$500 referral bonus"),
        "Apply on company site",
        _EN,
        "warehouse-team-leader-columbus",
    ),
    Advert(
        "lumen",
        "de",
        "Softwareentwickler Backend (m/w/d)",
        "Lumenhof GmbH",
        "Leipzig",
        "hybrid",
        "Hybrid",
        ("FULL_TIME",),
        "Vollzeit",
        date(2026, 8, 3),
        "03.08.2026",
        date(2026, 10, 15),
        "15.10.2026",
        (58000, 72000, "EUR", "YEAR"),
        "58.000 € - 72.000 € brutto pro Jahr",
        (
            "Die Lumenhof GmbH entwickelt Steuerungen für Straßenbeleuchtung. Wir suchen einen "
            "Softwareentwickler Backend (m/w/d) für unser Team."
        ),
        "Deine Aufgaben",
        (
            "Du entwickelst Schnittstellen in Java und Kotlin",
            "Du betreibst unsere Dienste in Kubernetes",
            "Du berätst die Kollegen aus der Elektrotechnik",
        ),
        "Dein Profil",
        (
            "Abgeschlossenes Studium der Informatik oder Ausbildung",
            "Mindestens 3 Jahre Berufserfahrung mit Java",
            "Gute Deutschkenntnisse",
        ),
        "Wir bieten",
        ("30 Tage Urlaub", "Zuschuss zum Deutschlandticket", "Zwei Tage Homeoffice pro Woche"),
        "Jetzt bewerben",
        _DE,
        "softwareentwickler-backend",
    ),
    Advert(
        "atelier",
        "fr",
        "Développeur Full Stack (H/F)",
        "Atelier Vermeil",
        "Nantes",
        "remote",
        "Télétravail total",
        ("FULL_TIME",),
        "CDI",
        date(2026, 7, 28),
        "28 juillet 2026",
        date(2026, 9, 28),
        "28 septembre 2026",
        (42000, 50000, "EUR", "YEAR"),
        "42 000 € à 50 000 € brut annuel",
        (
            "Atelier Vermeil est une entreprise de logiciels pour les imprimeurs. Nous recherchons un "
            "développeur pour notre équipe produit."
        ),
        "Vos missions",
        (
            "Concevoir des fonctionnalités avec Symfony et Vue.js",
            "Écrire des tests automatisés",
            "Participer aux revues de code",
        ),
        "Votre profil",
        ("Au moins 4 ans d'expérience en PHP", "Bonne maîtrise de PostgreSQL", "Diplôme d'ingénieur ou équivalent"),
        "Avantages",
        ("Tickets restaurant", "Mutuelle prise en charge à 100 %", "RTT"),
        "Postuler",
        _FR,
        "developpeur-full-stack",
    ),
    Advert(
        "huerta",
        "es",
        "Diseñadora UX",
        "Huerta Digital",
        "Valencia, España",
        "hybrid",
        "Híbrido",
        ("PART_TIME",),
        "Media jornada",
        date(2026, 8, 17),
        "hace 5 días",
        date(2026, 9, 12),
        "12 de septiembre de 2026",
        (1500, 1800, "EUR", "MONTH"),
        "1.500 € - 1.800 € al mes",
        (
            "Huerta Digital es una empresa de comercio justo. Buscamos una diseñadora para mejorar nuestra "
            "tienda y su aplicación."
        ),
        "Funciones",
        ("Diseñar prototipos en Figma", "Investigar con usuarios", "Trabajar con el equipo de desarrollo"),
        "Requisitos",
        ("2 años de experiencia en diseño de producto", "Dominio de Figma", "Inglés intermedio"),
        "Ofrecemos",
        ("Horario flexible", "Formación continua"),
        "Inscribirme en esta oferta",
        _ES,
        "disenadora-ux-valencia",
    ),
    Advert(
        "gouwe",
        "nl",
        "Functioneel Beheerder",
        "Waterschap Gouwestroom",
        "Utrecht",
        "hybrid",
        "Hybride",
        ("FULL_TIME",),
        "Fulltime",
        date(2026, 8, 4),
        "4 augustus 2026",
        date(2026, 9, 6),
        "6 september 2026",
        (3800, 5200, "EUR", "MONTH"),
        "€ 3.800 - € 5.200 per maand",
        (
            "Waterschap Gouwestroom zorgt voor droge voeten in het midden van het land. Wij zoeken een "
            "functioneel beheerder voor ons zaaksysteem."
        ),
        "Wat ga je doen",
        ("Je beheert het zaaksysteem en de koppelingen", "Je helpt collega's met vragen", "Je test nieuwe versies"),
        "Wij vragen",
        ("Een afgeronde hbo-opleiding", "Minimaal 2 jaar ervaring als beheerder", "Kennis van SQL"),
        "Wij bieden",
        ("Een 36-urige werkweek", "Een goed pensioen"),
        "Solliciteer direct",
        _NL,
        "functioneel-beheerder",
    ),
    Advert(
        "coral",
        "en",
        "Registered Nurse - Night Shift",
        "Coral Bay Health",
        "Brisbane QLD",
        "onsite",
        "On-site",
        ("PART_TIME",),
        "Part time",
        date(2026, 8, 20),
        "Posted 2d ago",
        date(2026, 9, 20),
        "20 Sep 2026",
        (85000, 95000, "AUD", "YEAR"),
        "$85,000 – $95,000 per year plus super",
        (
            "Coral Bay Health is a private hospital group. This role sits in our surgical ward and reports to "
            "the Nurse Unit Manager."
        ),
        "About the role",
        ("Care for patients after surgery", "Hand over to the day team", "Keep records up to date"),
        "About you",
        ("AHPRA registration", "Minimum 1 year experience in an acute ward", "Bachelor of Nursing"),
        "Why join us",
        ("Salary packaging", "Free parking"),
        "Quick apply",
        _EN,
        "registered-nurse-night-shift",
    ),
    Advert(
        "parvat",
        "en",
        "Product Marketing Manager",
        "Parvat Software",
        "Remote - India",
        "remote",
        "Remote",
        ("FULL_TIME",),
        "Permanent",
        date(2026, 8, 1),
        "Aug 1, 2026",
        date(2026, 10, 1),
        "Oct 1, 2026",
        (1800000, 2400000, "INR", "YEAR"),
        "₹18,00,000 - ₹24,00,000 P.A.",
        (
            "Parvat Software makes billing tools for clinics. We are hiring a Product Marketing Manager to tell "
            "our story in new markets."
        ),
        "Key responsibilities",
        ("Own launches end to end", "Write pages and emails that sell", "Work with sales on pricing"),
        "Qualifications",
        ("6+ years of experience in B2B marketing", "Excellent written English", "MBA preferred"),
        "Perks",
        ("Health insurance for the family", "Yearly offsite"),
        "Apply for this job",
        _EN,
        "product-marketing-manager",
    ),
)
