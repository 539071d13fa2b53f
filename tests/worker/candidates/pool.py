"""A pool of 26 people and six roles, with the fit that a recruiter would see."""

from __future__ import annotations

from career.tasks.candidates import CandidateQuery
from tests.worker.candidates.people import Person, Post

ROLES = {
    "backend": CandidateQuery(
        title="Senior Backend Engineer",
        skills_required=["Python", "PostgreSQL", "Docker"],
        skills_nice=["Kubernetes", "Kafka"],
        location="Berlin, Germany",
        min_years=5,
    ),
    "data": CandidateQuery(
        title="Data Scientist",
        skills_required=["Python", "Machine Learning", "SQL"],
        skills_nice=["PyTorch", "AWS"],
        location="London, UK",
        remote_ok=False,
    ),
    "frontend": CandidateQuery(
        title="Frontend Developer",
        skills_required=["React", "TypeScript", "CSS"],
        skills_nice=["Next.js", "Jest"],
        min_years=3,
    ),
    "nurse": CandidateQuery(
        title="Pflegefachkraft Intensivstation (m/w/d)",
        skills_required=["Intensivpflege", "Beatmung"],
        location="Hamburg",
        remote_ok=False,
    ),
    "sales": CandidateQuery(
        title="Key Account Manager",
        skills_required=["Salesforce", "Negotiation"],
        skills_nice=["French"],
        location="Paris, France",
        min_years=4,
    ),
    "devops": CandidateQuery(
        title="DevOps Engineer", skills_required=["Kubernetes", "Terraform", "AWS", "CI/CD"], skills_nice=["Python"]
    ),
}

POOL = [
    Person("Jana Keller", "Senior Backend Engineer", "jana.keller@example.org", "+49 30 1234567", "Berlin, Germany", (
        Post("Senior Backend Engineer", "Flussmann GmbH", "2019-03", None,
             ("Built billing services in Python and FastAPI on PostgreSQL", "Moved 40 services to Kubernetes")),
        Post("Software Engineer", "Nordlicht AG", "2014-01", "2019-02", ("Django shop, Docker images, Kafka events",)),
    ), ("Python", "PostgreSQL", "Docker", "Kubernetes", "Kafka"), {"backend": 3, "devops": 1}),
    Person("Tom Okafor", "Backend Developer", "tom.okafor@example.net", "+44 20 7946 0018", "Leeds, UK", (
        Post("Backend Developer", "Bright Parcel Ltd", "2018-06", None, ("REST APIs in Django with PostgreSQL",)),
        Post("Junior Developer", "Parcelhub", "2016-09", "2018-05", ("PHP maintenance",)),
    ), ("Python", "Django", "PostgreSQL", "Docker", "Redis"), {"backend": 2}),
    Person("Mira Sandoval", "Software Engineer", "mira@sandoval.example", "+34 91 123 4567", "Madrid, Spain", (
        Post("Software Engineer", "Casa Digital", "2021-02", None, ("Java services with Spring Boot and Oracle",)),
    ), ("Java", "Spring Boot", "Oracle", "Docker"), {"backend": 1}),
    Person("Felix Brandt", "Softwareentwickler Backend", "felix.brandt@example.de", "030 555 0199", "Berlin", (
        Post("Backend-Entwickler", "Mietwerk GmbH", "2017-05", None,
             ("Python und PostgreSQL, Auslieferung mit Docker",)),
    ), ("Python", "Flask", "PostgreSQL", "Docker", "Linux"), {"backend": 3}),
    Person("Ana Petrova", "Junior Python Developer", "ana.petrova@example.com", "+359 2 123 4567", "Sofia, Bulgaria", (
        Post("Junior Python Developer", "Kod Studio", "2025-01", None, ("Flask endpoints with SQLite",)),
    ), ("Python", "Flask", "SQLite", "Git"), {"backend": 1}),
    Person("Ravi Menon", "Data Scientist", "ravi.menon@example.org", "+44 20 7946 0123", "London, UK", (
        Post("Data Scientist", "Thames Retail", "2019-09", None,
             ("Churn models with scikit-learn and PyTorch", "SQL pipelines on AWS for forecasting")),
        Post("Data Analyst", "Thames Retail", "2017-01", "2019-08", ("Dashboards in Tableau",)),
    ), ("Python", "Machine Learning", "SQL", "PyTorch", "AWS", "Pandas"), {"data": 3}),
    Person("Sophie Laurent", "Machine Learning Engineer", "s.laurent@example.fr", "+33 1 70 18 99 00",
        "Paris, France", (
        Post("Machine Learning Engineer", "Voile Noire", "2020-04", None, ("Training pipelines in PyTorch on AWS",)),
    ), ("Python", "PyTorch", "Deep Learning", "AWS", "Docker"), {"data": 2, "backend": 1}),
    Person("George Hale", "Data Analyst", "george.hale@example.co.uk", "020 7946 0456", "London, UK", (
        Post("Data Analyst", "Metro Bank House", "2020-02", None, ("Reports in SQL and Power BI",)),
    ), ("SQL", "Power BI", "Excel", "Python"), {"data": 2}),
    Person("Ling Wu", "Research Scientist", "ling.wu@example.edu", "+44 1223 555019", "Cambridge, UK", (
        Post("Research Scientist", "Fenland Institute", "2018-10", None,
             ("Bayesian statistics and machine learning in Python for genomics",)),
    ), ("Python", "R", "Statistics", "Machine Learning", "SQL"), {"data": 2}),
    Person("Carlos Ortega", "Data Engineer", "carlos.ortega@example.es", "+34 93 555 0123", "Barcelona, Spain", (
        Post("Data Engineer", "Mar Blau", "2019-01", None, ("Airflow and Spark pipelines in Python, SQL warehouse",)),
    ), ("Python", "Spark", "Airflow", "SQL", "PostgreSQL", "Docker"), {"data": 1, "backend": 1}),
    Person("Emily Stone", "Frontend Developer", "emily.stone@example.com", "+1 503 555 0142", "Portland, OR", (
        Post("Frontend Developer", "Pinecone Apps", "2019-08", None,
             ("Component library in React and TypeScript", "Tests with Jest, pages with Next.js")),
    ), ("React", "TypeScript", "CSS", "Next.js", "Jest"), {"frontend": 3}),
    Person("Noah Fischer", "Frontend-Entwickler", "noah.fischer@example.de", "+49 40 555 0177", "Hamburg", (
        Post("Frontend-Entwickler", "Hafenblick GmbH", "2020-01", None, ("Oberflächen mit React und TypeScript",)),
        Post("Webdesigner", "Studio Elbe", "2017-03", "2019-12", ("HTML und CSS für Kunden",)),
    ), ("React", "TypeScript", "HTML", "CSS", "Figma"), {"frontend": 3}),
    Person("Priya Nair", "Full Stack Developer", "priya.nair@example.in", "+91 80 5550 1234", "Bangalore, India", (
        Post("Full Stack Developer", "Lotus Soft", "2018-04", None, ("React front ends with Node.js and PostgreSQL",)),
    ), ("JavaScript", "TypeScript", "React", "Node.js", "PostgreSQL", "Docker", "CSS"), {"frontend": 2, "backend": 1}),
    Person("Olivier Dupont", "Développeur Angular", "olivier.dupont@example.fr", "+33 4 55 50 12 34", "Lyon, France", (
        Post("Développeur front-end", "Atelier Rhône", "2019-05", None, ("Applications Angular et TypeScript",)),
    ), ("Angular", "TypeScript", "RxJS", "CSS"), {"frontend": 2}),
    Person("Hannah Weiss", "UX Designer", "hannah.weiss@example.at", "+43 1 555 0166", "Vienna, Austria", (
        Post("UX Designer", "Ringstrasse Studio", "2018-02", None,
             ("Wireframes in Figma, prototypes in HTML and CSS",)),
    ), ("Figma", "User Research", "Prototyping", "CSS"), {"frontend": 1}),
    Person("Katrin Vogel", "Gesundheits- und Krankenpflegerin", "k.vogel@example.de", "+49 40 555 0133", "Hamburg", (
        Post("Pflegefachkraft Intensivstation", "Klinik Alsterhöhe", "2016-10", None,
             ("Intensivpflege und Beatmung kritisch kranker Patienten",)),
    ), ("Intensivpflege", "Beatmung", "Wundversorgung"), {"nurse": 3}),
    Person("Mehmet Yilmaz", "Krankenpfleger", "mehmet.yilmaz@example.de", "040 555 0188", "Hamburg", (
        Post("Krankenpfleger Innere Medizin", "Klinik Elbufer", "2018-04", None,
             ("Pflege auf einer Station mit 30 Betten",)),
    ), ("Grundpflege", "Wundversorgung", "Dokumentation"), {"nurse": 2}),
    Person("Lea Sommer", "Intensivkrankenschwester", "lea.sommer@example.de", "+49 89 555 0122", "München", (
        Post("Krankenschwester Intensivstation", "Isarklinik", "2014-01", None, ("Beatmung, Dialyse, Intensivpflege",)),
    ), ("Intensivpflege", "Beatmung", "Dialyse"), {"nurse": 2}),
    Person("Paul Becker", "Rettungssanitäter", "paul.becker@example.de", "+49 40 555 0111", "Hamburg", (
        Post("Rettungssanitäter", "Rettungsdienst Nord", "2019-01", None, ("Erstversorgung, Transport",)),
    ), ("Erste Hilfe", "Notfallmedizin"), {"nurse": 1}),
    Person("Claire Moreau", "Key Account Manager", "claire.moreau@example.fr", "+33 1 55 50 19 90", "Paris, France", (
        Post("Key Account Manager", "Lumière SaaS", "2017-03", None,
             ("Negotiation of contracts with 12 retail groups", "Pipeline in Salesforce")),
        Post("Sales Representative", "Lumière SaaS", "2014-01", "2017-02", ("New customers in Île-de-France",)),
    ), ("Salesforce", "Negotiation", "CRM", "French"), {"sales": 3}),
    Person("Marc Petit", "Responsable grands comptes", "marc.petit@example.fr", "+33 1 55 50 11 22", "Paris", (
        Post("Responsable commercial", "Bureau Clair", "2018-09", None,
             ("Négociation et suivi des ventes, Salesforce",)),
    ), ("Salesforce", "Négociation", "CRM"), {"sales": 2}),
    Person("Diana Frost", "Sales Manager", "diana.frost@example.com", "+1 212 555 0110", "New York, NY", (
        Post("Sales Manager", "Hudson Tools", "2016-05", None,
             ("Led 8 account executives, forecasting in Salesforce",)),
    ), ("Salesforce", "Sales", "Negotiation"), {"sales": 2}),
    Person("Igor Novak", "Marketing Manager", "igor.novak@example.cz", "+420 2 5550 1234", "Prague, Czech Republic", (
        Post("Marketing Manager", "Vltava Media", "2017-01", None, ("Campaigns, Google Analytics, HubSpot",)),
    ), ("Marketing", "SEO", "Google Analytics"), {"sales": 1}),
    Person("Sven Larsson", "Site Reliability Engineer", "sven.larsson@example.se", "+46 8 555 012 34",
        "Stockholm, Sweden", (
        Post("Site Reliability Engineer", "Fjord Pay", "2018-08", None,
             ("Kubernetes clusters on AWS by Terraform", "CI/CD with GitHub Actions, tools in Python")),
    ), ("Kubernetes", "Terraform", "AWS", "CI/CD", "Python", "Prometheus"), {"devops": 3, "backend": 1}),
    Person("Lucia Bianchi", "DevOps Engineer", "lucia.bianchi@example.it", "+39 02 5550 1234", "Milan, Italy", (
        Post("DevOps Engineer", "Duomo Cloud", "2021-03", None, ("Jenkins pipelines, Ansible, Docker on AWS",)),
        Post("System Administrator", "Duomo Cloud", "2018-01", "2021-02", ("Linux servers",)),
    ), ("AWS", "Docker", "Jenkins", "Ansible", "Linux"), {"devops": 2}),
    Person("Peter Hall", "System Administrator", "peter.hall@example.com", "+1 303 555 0155", "Denver, CO", (
        Post("System Administrator", "Rocky Schools", "2012-01", None, ("Windows Server, Active Directory, VMware",)),
    ), ("Windows Server", "Active Directory", "VMware", "PowerShell"), {"devops": 1}),
]  # fmt: skip
