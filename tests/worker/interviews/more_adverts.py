"""More adverts: other trades, other headings, other languages."""

from __future__ import annotations

from typing import Any

MORE_ADVERTS: dict[str, dict[str, Any]] = {
    "Physiotherapist": {
        "company": "Move Well Clinic",
        "text": """Who we're looking for
• HCPC registered physiotherapist
• Experience with musculoskeletal outpatients
• Good understanding of manual therapy and exercise prescription
• Able to manage your own caseload
Why you'll love it here
• Eight weeks of paid study leave a decade""",
        "required": ["HCPC", "musculoskeletal outpatients", "manual therapy", "exercise prescription", "caseload"],
        "people": ["Grace Nurse"],
    },
    "Staff Accountant": {
        "company": "Pine Street Partners LLC",
        "text": """POSITION SUMMARY
The Staff Accountant prepares monthly statements for 30 clients.

QUALIFICATIONS
Bachelor's degree in Accounting or Finance
2+ years of general ledger experience
Proficiency in QuickBooks and Microsoft Excel
Working knowledge of GAAP
CPA license preferred""",
        "required": ["Accounting", "general ledger", "QuickBooks", "Excel", "GAAP"],
        "people": ["Sam Listed", "Omar Seller"],
    },
    "LKW-Fahrer (m/w/d)": {
        "company": "Spedition Krause",
        "text": """Das bringst du mit:
- Führerschein Klasse CE mit Modul 95
- Fahrerkarte
- Erfahrung im Nahverkehr
- Gute Deutschkenntnisse
Das bieten wir dir:
- Urlaubsgeld""",
        "required": ["Führerschein", "Fahrerkarte", "Nahverkehr", "Deutschkenntnisse"],
        "people": ["Marek Cook"],
    },
    "Tester de software": {
        "company": "Naranja Digital",
        "text": """Requisitos
- Al menos 2 años de experiencia en pruebas manuales y automatizadas
- Conocimientos de Selenium y Java
- Dominio de SQL
- Nivel alto de inglés
Se valorará
- Certificación ISTQB""",
        "required": ["Selenium", "Java", "SQL", "inglés"],
        "people": ["Nadia Engineer"],
    },
    "Social Worker": {
        "company": "Northfield Council",
        "text": """What we need from you

You must be registered with Social Work England. You should have experience of child protection work and court \
reports. You need to be able to build relationships with families under stress. A full driving licence is essential.""",
        "required": ["Social Work England", "child protection", "court reports", "build relationships",
            "driving licence"],
        "people": ["Ines Teacher", "Grace Nurse"],
    },
    "Barista": {
        "company": "Third Cup",
        "text": """You love coffee and people. No experience needed, we train you! You should \
be able to work weekends, be \
over 18 and have a food handler's card.""",
        "required": ["weekends", "food handler"],
        "people": ["Marek Cook", "Jo Blank"],
    },
    "Civil Engineer": {
        "company": "Bridgeworks",
        "text": """Essential skills and experience:
- Degree in civil engineering
- Chartered or working towards chartership
- Design of reinforced concrete to Eurocode 2
- AutoCAD and Civil 3D
Desirable:
- Experience of NEC contracts""",
        "required": ["Degree in civil engineering", "Chartered", "reinforced concrete", "AutoCAD", "Civil 3D"],
        "people": ["Piotr Electrician"],
    },
    "HR-adviseur": {
        "company": "De Linde",
        "text": """Wat wij vragen
- HBO-diploma richting HRM
- Ervaring met verzuimbegeleiding
- Kennis van arbeidsrecht
Wat wij bieden
- Een goed salaris""",
        "required": ["diploma", "verzuimbegeleiding", "arbeidsrecht"],
        "people": ["Omar Seller"],
    },
    "Data Engineer": {
        "company": "Fluxwerk",
        "text": """Tech stack: Python, Spark, Airflow, Snowflake, dbt, Terraform.

Must haves: - 3+ years with Python - Solid SQL - Experience with Airflow or a similar scheduler - Streaming with Kafka

Nice-to-haves: - Snowflake - dbt""",
        "required": ["Python", "SQL", "Airflow", "Kafka"],
        "people": ["Nadia Engineer"],
    },
    "Receptionist": {
        "company": "Harbour Dental",
        "text": """Skills required: excellent telephone manner, appointment scheduling, Microsoft Office, calm \
under pressure.""",
        "required": ["telephone manner", "appointment scheduling", "Microsoft Office", "calm under pressure"],
        "people": ["Sam Listed"],
    },
}  # fmt: skip
