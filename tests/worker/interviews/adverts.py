"""Adverts of many professions in the shapes that adverts have, and what each requires."""

from __future__ import annotations

from typing import Any

ADVERTS: dict[str, dict[str, Any]] = {
    "Senior Backend Engineer": {
        "company": "Parcelwise GmbH",
        "text": """We move parcels for half of Europe.

What you will do
- Design services that plan routes for 30,000 vans
- Own them in production

Requirements
- 5+ years of experience with Python and PostgreSQL
- Experience running Kubernetes and Docker in production
- Kafka or another message broker
- Good knowledge of AWS and Terraform
- Strong communication skills

Nice to have
- Go
- Elasticsearch""",
        "duties": ["Design services that plan routes for 30,000 vans", "Own them in production"],
        "required": ["Python", "PostgreSQL", "Kubernetes", "Docker", "Kafka", "AWS", "Terraform", "Communication"],
        "people": ["Nadia Engineer", "Tom Beginner"],
    },
    "Full Stack Developer": {
        "company": "Quill",
        "text": """Must have: JavaScript, TypeScript, React, Node.js, HTML, CSS, Git, REST,
GraphQL, MongoDB, Redis, Docker, AWS, CI/CD, Jest, Cypress, Agile, Scrum, Webpack, Next.js.

We offer a yearly budget for books.""",
        "required": ["JavaScript", "TypeScript", "React", "Node.js", "HTML", "CSS", "Git", "REST", "GraphQL", "MongoDB",
            "Redis", "Docker", "AWS", "CI/CD", "Jest", "Cypress", "Agile", "Scrum", "Webpack", "Next.js"],
        "people": ["Tom Beginner", "Nadia Engineer"],
    },
    "Registered Nurse - Acute Medicine": {
        "company": "Royal Vale NHS Trust",
        "text": """Join our friendly ward team.

Main duties
* Plan and deliver care for acutely ill adults
* Support students and newly qualified colleagues

Person specification - essential criteria
* Current NMC registration
* Experience of acute care within the last two years
* Competent in medication administration, wound care and venepuncture
* Understanding of safeguarding
* Willingness to work shifts including nights and weekends
Desirable
* Teaching qualification""",
        "duties": ["Plan and deliver care for acutely ill adults", "Support students and newly qualified colleagues"],
        "required": ["NMC registration", "acute care", "medication administration", "wound care", "venepuncture",
            "safeguarding", "shifts"],
        "people": ["Grace Nurse", "Hanna Pflege"],
    },
    "Maintenance Electrician": {
        "company": "Norfolk Foods",
        "text": """You will keep our packing lines running.

You will need:
- A recognised electrical apprenticeship or NVQ Level 3
- 18th Edition Wiring Regulations
- Fault finding on three-phase motors and control panels
- Ability to read electrical drawings
- Full driving licence
Working knowledge of PLC systems would be an advantage.""",
        "required": ["NVQ Level 3", "18th Edition", "three-phase motors", "control panels", "electrical drawings",
            "driving licence"],
        "people": ["Piotr Electrician"],
    },
    "Commercial Solicitor": {
        "company": "Wren & Partners",
        "text": """The ideal candidate is a qualified solicitor with at least three years of experience.
You must have experience in drafting commercial contracts and advising on data protection. Excellent written English is
essential. You should be confident in dealing with clients directly.""",
        "required": ["qualified solicitor", "drafting commercial contracts", "data protection", "written English",
            "clients"],
        "people": ["Laura Lawyer"],
    },
    "Pflegefachkraft (m/w/d)": {
        "company": "Seniorenhaus am Park",
        "text": """Ihre Aufgaben
- Grund- und Behandlungspflege
- Pflegedokumentation

Ihr Profil
- Abgeschlossene Ausbildung als Pflegefachkraft
- Erfahrung in der Wundversorgung
- Bereitschaft zum Schichtdienst
- Einfühlungsvermögen im Umgang mit Angehörigen

Wir bieten
- 30 Tage Urlaub""",
        "duties": ["Grund- und Behandlungspflege", "Pflegedokumentation"],
        "required": ["Ausbildung als Pflegefachkraft", "Wundversorgung", "Schichtdienst", "Einfühlungsvermögen"],
        "people": ["Hanna Pflege", "Grace Nurse"],
    },
    "Chef de Partie": {
        "company": "Hotel Meridian",
        "text": """About you: you have worked in a busy kitchen, know food safety inside out, can run a section alone,
and do not mind evenings and weekends.""",
        "required": ["food safety", "section"],
        "people": ["Marek Cook"],
    },
    "Maths Teacher": {
        "company": "Riverside Academy",
        "text": """Essential
- Qualified teacher status
- Degree in mathematics or a related subject
- Ability to teach up to A-level
- Behaviour management
- Commitment to safeguarding children""",
        "required": ["Qualified teacher status", "Degree in mathematics", "A-level", "Behaviour management",
            "safeguarding children"],
        "people": ["Ines Teacher"],
    },
    "Key Account Manager": {
        "company": "Cartonia",
        "text": """Dein Profil
- Mehrjährige Erfahrung im Vertrieb
- Verhandlungssicheres Deutsch und gutes Englisch
- Sicherer Umgang mit Salesforce und Excel
- Reisebereitschaft""",
        "required": ["Sales", "Deutsch", "Salesforce", "Excel", "Reisebereitschaft"],
        "people": ["Omar Seller"],
    },
    "Accounts Assistant": {
        "company": "Bell & Co",
        "text": """Requirements: Bookkeeping, payroll, Excel and QuickBooks. Attention to detail. AAT qualification.""",
        "required": ["Bookkeeping", "Payroll", "Excel", "QuickBooks", "Attention to Detail", "AAT"],
        "people": ["Sam Listed", "Jo Blank"],
    },
    "Warehouse Operative": {
        "company": "Depot 9",
        "text": "",
        "required": [],
        "people": ["Jo Blank", "Marek Cook"],
    },
    "Ingénieur logiciel": {
        "company": "Lumière SAS",
        "text": """Vos missions
- Concevoir des API
Votre profil
- Diplôme d'ingénieur
- Maîtrise de Java et Spring Boot
- Connaissances en Oracle et Linux
- Bon niveau d'anglais""",
        "duties": ["Concevoir des API"],
        "required": ["Java", "Spring Boot", "Oracle", "Linux", "anglais", "Diplôme"],
        "people": ["Nadia Engineer"],
    },
}  # fmt: skip
