"""People of many professions, as CVs say it."""

from __future__ import annotations

from typing import Any

PEOPLE: dict[str, dict[str, Any]] = {
    "Nadia Engineer": {
        "label": "Senior Software Engineer",
        "work": [
            ("Senior Software Engineer", "Brightpay", [
                "Designed a payment ledger in Python and PostgreSQL that handles 2.4 million bookings a day",
                "Led the migration of 14 services from virtual machines to Kubernetes without downtime",
                "Reduced the 95th percentile of the checkout API from 900 ms to 210 ms by caching in Redis",
                "Mentored four junior engineers and introduced weekly code reviews",
            ]),
            ("Software Engineer", "Maplogic", [
                "Built REST services with Django and FastAPI for route planning",
                "Set up CI/CD with GitHub Actions and Docker; releases went from monthly to daily",
                "Wrote a geocoder that corrects misspelt street names",
            ]),
        ],
        "skills": "Python, Go, PostgreSQL, Redis, Docker, Kubernetes, AWS, Terraform, Git, Linux",
        "education": "MSc Computer Science",
        "months": 96,
    },
    "Tom Beginner": {
        "label": "Junior Web Developer",
        "work": [("Working student", "Webhaus", ["Helped to build landing pages with HTML, CSS and JavaScript",
            "Fixed bugs in a React application and wrote tests with Jest"])],
        "skills": "JavaScript, React, HTML, CSS, Git",
        "education": "BSc Media Informatics",
        "months": 10,
    },
    "Grace Nurse": {
        "label": "Registered Nurse",
        "work": [
            ("Staff Nurse", "St Catherine's Hospital", [
                "Cared for up to eight patients per shift on an acute medical ward",
                "Administered intravenous medication and monitored vital signs",
                "Trained 12 student nurses in wound care and infection control",
                "Introduced a handover sheet that cut missed observations by 30 %",
            ]),
            ("Healthcare Assistant", "Oakfield Care Home", ["Supported residents with dementia in daily living"]),
        ],
        "skills": "Wound care, Medication administration, Patient care, CPR",
        "education": "BSc Adult Nursing",
        "certificates": ("NMC registration", "Immediate Life Support"),
        "months": 70,
    },
    "Piotr Electrician": {
        "label": "Electrician",
        "work": [
            ("Electrician", "Voltline Services", [
                "Installed and tested distribution boards in 40 homes to BS 7671",
                "Found faults in lighting and fire alarm circuits on building sites",
                "Supervised two apprentices",
            ]),
            ("Electrical Apprentice", "Harper & Sons", ["Pulled cables and mounted trunking in schools"]),
        ],
        "skills": "Electrical wiring, Fault finding, Blueprint reading",
        "education": "NVQ Level 3 Electrical Installation",
        "certificates": ("18th Edition Wiring Regulations",),
    },
    "Laura Lawyer": {
        "label": "Associate, Commercial Law",
        "work": [("Associate", "Finch Legal LLP", [
            "Drafted and negotiated supply contracts worth up to 3 million pounds",
            "Advised 20 start-ups on data protection and employment law",
            "Prepared disclosure in two High Court disputes",
        ])],
        "skills": "Contract negotiation, GDPR, Legal research",
        "education": "LLB Law",
        "months": 50,
    },
    "Marek Cook": {
        "label": "Sous Chef",
        "work": [("Sous Chef", "Restaurant Lindenhof", [
            "Ran the hot section of a kitchen serving 120 covers a night",
            "Planned menus and cut food waste by a fifth",
        ])],
        "skills": "Cooking, Food safety, Menu planning",
    },
    "Ines Teacher": {
        "label": "Teacher of Mathematics",
        "work": [("Teacher", "Hillside Comprehensive", [
            "Taught mathematics to pupils aged 11 to 18, including A-level classes",
            "Raised the share of passes at grade 5 or above from 48 % to 61 %",
            "Ran the after-school robotics club",
        ])],
        "education": "PGCE Secondary Mathematics",
        "summary": "I make difficult things plain. I enjoy working with parents.",
    },
    "Omar Seller": {
        "label": "Account Manager",
        "work": [("Account Manager", "Packwell", [
            "Looked after 45 key accounts with a turnover of 6 million euros",
            "Won back three customers from a competitor by renegotiating delivery terms",
            "Kept forecasts and contacts in Salesforce",
        ])],
        "skills": "Sales, Negotiation, Salesforce, Excel, German",
        "months": 84,
    },
    "Hanna Pflege": {
        "label": "Pflegefachkraft",
        "work": [("Pflegefachkraft", "Klinikum Nord", [
            "Betreuung von Patienten auf einer chirurgischen Station mit 32 Betten",
            "Wundversorgung und Medikamentengabe nach ärztlicher Anordnung",
            "Anleitung von Auszubildenden",
        ])],
        "skills": "Wundversorgung, Pflegedokumentation",
        "education": "Ausbildung zur Gesundheits- und Krankenpflegerin",
    },
    "Jo Blank": {"label": "", "work": [], "skills": ""},
    "Sam Listed": {
        "label": "Bookkeeper",
        "work": [("Bookkeeper", "Corner Shop", []), ("Cashier", "Superstore", [])],
        "skills": "Bookkeeping, Excel, QuickBooks, Payroll",
    },
}  # fmt: skip
