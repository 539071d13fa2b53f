"""CVs as plain text whose wording is harder than that of the typeset ones; all people are fictional."""
# ruff: noqa: RUF001 - the lines and dashes of real CVs

from __future__ import annotations

DATES_AT_THE_RIGHT = """\
Priya Raghunathan
512-555-0142 | priya.r@example.edu | linkedin.com/in/priyar | github.com/priyar
Education
The University of Texas at Austin                                                             Austin, TX
Bachelor of Science in Computer Science, Minor in Business                     Aug. 2019 – May 2023
Experience
Undergraduate Research Assistant                                                June 2022 – Present
Hill Country Computing Center                                                          Austin, TX
• Developed a REST API using FastAPI and PostgreSQL to store data from learning management systems
• Explored ways to visualize GitHub collaboration in a classroom setting
Information Technology Support Specialist                                    Sep. 2021 – May 2022
Southwestern University                                                              Georgetown, TX
• Communicate with managers to set up campus computers used on campus
• Assess and troubleshoot computer problems brought by students, faculty and staff
Software Engineer Intern                                                         Summer 2021
Lonestar Devices                                                                   Round Rock, TX
• Rewrote the build in Gradle
Projects
Gitlytics | Python, Flask, React, PostgreSQL, Docker                          June 2020 – Present
• Developed a full-stack web application using with Flask serving a REST API with React as the frontend
Simple Paintball | Spigot API, Java, Maven, TravisCI, Git                     May 2018 – May 2020
• Developed a Minecraft server plugin to entertain kids during free time for a previous job
Technical Skills
Languages: Java, Python, C/C++, SQL (Postgres), JavaScript, HTML/CSS, R
Frameworks: React, Node.js, Flask, JUnit, WordPress, Material-UI, FastAPI
Developer Tools: Git, Docker, TravisCI, Google Cloud Platform, VS Code, Visual Studio, PyCharm, IntelliJ, Eclipse
Libraries: pandas, NumPy, Matplotlib
"""

TABULAR_GERMAN = """\
Lebenslauf

Persönliche Daten
Name:            Katharina Osterfeld
Geburtsdatum:    12.04.1988
Anschrift:       Lindenallee 14, 50667 Köln
Telefon:         0221 / 4711 0815
E-Mail:          k.osterfeld@example.de

Berufserfahrung
seit 04/2018     Projektleiterin IT
                 Rheinland Versicherung AG, Köln
                 - Leitung von Migrationsprojekten mit bis zu 12 Mitarbeitenden
                 - Budgetverantwortung bis 2 Mio. Euro
09/2013 – 03/2018   IT-Beraterin
                 Consulto GmbH & Co. KG, Düsseldorf
                 - Einführung von SAP S/4HANA bei mittelständischen Kunden
10/2012 - 08/2013   Praktikantin Controlling
                 Rheinwerke GmbH, Köln

Ausbildung
10/2010 – 09/2012   Master of Science Wirtschaftsinformatik
                 Universität zu Köln, Note: 1,7
10/2007 – 09/2010   Bachelor of Science Wirtschaftsinformatik
                 Fachhochschule Dortmund
1998 – 2007      Abitur, Gymnasium am Stadtgarten, Bottrop

Kenntnisse
EDV:             SAP, MS Office, SQL, Python (Grundkenntnisse)
Sprachen:        Deutsch (Muttersprache), Englisch (verhandlungssicher), Französisch (Grundkenntnisse)
Führerschein:    Klasse B

Köln, 3. Mai 2024
"""

DATES_FIRST = """\
Oliver Bergstrøm
Full-stack developer
Bergen, Norway | oliver@bergstrom.example | +47 912 34 567 | bergstrom.example

Profile
Developer with a soft spot for maps.

Employment history

2021 - now
Tech Lead
Kartlaget Digital
Rebuilt tile server. Rust, PostGIS.

2017 - 2021
Frontend developer
Fjordpay AS
React, TypeScript. Checkout flow.

Aug 2015 – Dec 2016
Web developer, freelance

Education
2010 - 2015
MSc Computer Science
NTNU, Trondheim

Skills
Rust  TypeScript  React  PostGIS  Docker  Kubernetes
"""

LABELLED_LINES = """\
Europass Curriculum Vitae
Personal information
First name(s) / Surname(s)   Andrei Munteanu
Address   Strada Lalelelor 7, 400001 Cluj-Napoca, Romania
Telephone   +40 264 123 456
E-mail   andrei.munteanu@example.ro
Nationality   Romanian

Work experience
Dates   03/2019 – Present
Occupation or position held   Software Developer
Name and address of employer   Napoca Soft SRL, Cluj-Napoca
Main activities   Development of web shops in PHP and Symfony

Dates   06/2016 – 02/2019
Occupation or position held   Junior Programmer
Name and address of employer   Transilvania IT, Cluj-Napoca

Education and training
Dates   2012 – 2016
Title of qualification awarded   Bachelor of Computer Science
Name and type of organisation   Babeș-Bolyai University

Personal skills
Programming: PHP, JavaScript, SQL
"""

FRENCH_SENTENCES = """\
Élodie MARCHAND-DUBOIS
Développeuse Full Stack
24 rue des Lilas, 69003 Lyon
06 12 34 56 78 – elodie.marchand@example.fr

EXPÉRIENCES PROFESSIONNELLES

Depuis septembre 2021 : Développeuse Full Stack – Sorbier Conseil, Lyon
• Développement d'applications Angular / Spring Boot
• Mise en place de l'intégration continue

Janvier 2019 à août 2021 : Développeuse Front-End – Agence Pixelune, Villeurbanne
• Intégration de maquettes Figma

Stage (6 mois, 2018) – Pomelo Labs, Grenoble
• Prototype d'application mobile React Native

FORMATION
2015 – 2018 : Diplôme d'ingénieur en informatique – INSA Lyon
2013 – 2015 : DUT Informatique – IUT Lyon 1

COMPÉTENCES
Langages : Java, TypeScript, Python, SQL
Frameworks : Angular, Spring Boot, React Native
Outils : Git, Docker, Jenkins

LANGUES
Français (langue maternelle), Anglais (courant, TOEIC 920)

CENTRES D'INTÉRÊT
Escalade, photographie
"""

SPANISH_SENTENCES = """\
CURRICULUM VITAE

DATOS PERSONALES
Nombre: Rodrigo Peñalver Ruiz
Dirección: C/ Mayor 12, 28013 Madrid
Teléfono: 612 345 678
Email: rodrigo.penalver@example.es

EXPERIENCIA LABORAL
De marzo de 2020 a la actualidad
Analista programador en Ondara Sistemas, Madrid
- Mantenimiento de aplicaciones Java

De enero de 2017 a febrero de 2020
Programador junior. Norcom S.A.
- Desarrollo de servicios web

FORMACIÓN ACADÉMICA
2012-2016 Grado en Ingeniería Informática. Universidad Complutense de Madrid

IDIOMAS
Inglés: nivel alto (C1)
Francés: nivel medio

INFORMÁTICA
Java, Spring, Oracle, JavaScript, HTML, CSS
"""

ROLES_AT_ONE_COMPANY = """\
David Nakagawa
Seattle, WA | d.nakagawa@example.com | (206) 555-0111

Work Experience
Rainier Web Services, Seattle, WA
Senior Software Development Engineer (Jan 2021 – Present)
- Lead for S3 replication time control
Software Development Engineer II (Mar 2018 – Dec 2020)
- Built replication metrics
Software Development Engineer (Jul 2016 – Feb 2018)
- On-call tooling

Cedar Group, Seattle, WA
Software Engineering Intern (Jun 2015 – Sep 2015)
- Zestimate data quality dashboards

Education
University of Washington, Seattle, WA
B.S. Computer Science, Jun 2016

Skills
Java, Kotlin, Python, AWS, DynamoDB, Distributed Systems
"""

PLACES_IN_BRACKETS = """\
FATIMA ZAHRA BENNANI
Casablanca, Maroc • fz.bennani@example.ma • +212 6 61 23 45 67 • linkedin.com/in/fzbennani

EXPERIENCE
Software Engineer @ Sahel Shop (Casablanca) — 03/2021 to now
• Search relevance with Elasticsearch
• Java, Kotlin
Backend Developer @ Atlas Group (Khouribga) — 09/2018 to 02/2021
• IoT ingestion, MQTT
Intern @ Medina Labs (Rabat) — 02/2018 to 07/2018

EDUCATION
Engineering degree in Computer Science @ ENSIAS, Rabat — 2015 to 2018
Preparatory classes (CPGE) @ Lycée Moulay Youssef — 2013 to 2015

SKILLS
• Java • Kotlin • Spring Boot • Elasticsearch • Kafka • Docker
LANGUAGES
• Arabic (native) • French (C2) • English (C1)
"""

COMPANY_WITH_DATES_OF_ITS_OWN = """\
                          ANNIKA LINDGREN, CFA
           Stockholm, Sweden  |  annika.lindgren@example.se  |  +46 70 123 45 67

WORK EXPERIENCE

NORDBERG & COMPANY, Stockholm                                         2019 – present
Engagement Manager (2022 – present)
  - Led due diligence for Nordic private equity client
Associate (2019 – 2022)
  - Cost transformation at European telecom operator

STERLING HOUSE INTERNATIONAL, London                                   2016 – 2019
Analyst, Investment Banking Division
  - Executed four M&A transactions totalling EUR 3bn

EDUCATION

STOCKHOLM SCHOOL OF ECONOMICS                                         2014 – 2016
MSc in Finance, GPA 4.6/5.0

UPPSALA UNIVERSITY                                                    2011 – 2014
BSc in Economics

OTHER
Languages: Swedish (native), English (fluent), German (basic)
IT: Excel, VBA, Capital IQ, Python
Interests: Cross-country skiing
"""

TITLE_COMPANY_PLACE = """\
BRIAN KOWALCZYK
Operations Manager
Chicago, IL 60614 * (773) 555-0168 * bkowalczyk@example.com

PROFESSIONAL EXPERIENCE

Operations Manager, Midwest Fulfillment LLC, Chicago, IL
January 2018 to Present
o Oversee daily operations of 120,000 sq ft warehouse with 85 associates
o Cut order cycle time 22% through Lean Six Sigma

Assistant Operations Manager, Great Lakes Distribution, Gary, IN
May 2013 to December 2017
o Managed inventory of 14,000 SKUs
o Hired and trained 40+ staff

Shift Supervisor
Parcelway, Hodgkins, IL
2010 to 2013

EDUCATION
B.A. in Business Administration
DePaul University, Chicago, IL - 2010

SKILLS
Supply Chain Management, Lean Six Sigma, SAP, Cl/CD, Microsoft Excel, Team Leadership
"""
