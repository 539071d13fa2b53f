"""The words of section headings in seven languages."""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "summary", "work", "education", "skills", "languages", "projects", "certificates", "awards",
    "publications", "volunteer", "interests", "references", "contact", "other",
]  # fmt: skip

PHRASES: dict[Kind, str] = {
    "summary": """summary; profile; key qualifications; about the candidate; about; about me; objective; career
        objective; professional summary; executive
        summary;
        professional profile; personal profile; career summary; summary of qualifications; career profile; who i am;
        bio; biography;
        introduction; personal statement; overview; qualifications summary; career overview; objectives; intro; hello;
        profil; kurzprofil; uber mich; zusammenfassung; ueber mich; personliches profil; berufliches profil; ziel;
        karriereziel;
        profil professionnel; a propos; a propos de moi; resume; objectif; objectif professionnel; presentation;
        accroche;
        perfil; perfil profesional; resumen; sobre mi; objetivo; resumen profesional; acerca de mi; extracto; objetivo
        profesional;
        profilo; profilo professionale; chi sono; sommario; obiettivo; perfil profissional; resumo; sobre; objetivo
        profissional;
        profiel; over mij; samenvatting""",
    "work": """experience; work experience; professional experience; employment; employment history; work history;
        career history;
        professional background; relevant experience; career; positions; positions held; work; professional history;
        experiences;
        industry experience; research experience; teaching experience; related experience; internships; internship
        experience;
        internship; engineering experience; technical experience; work and research experience; jobs; employment
        experience;
        professional experiences; work experiences; additional experience; other experience; selected experience;
        career experience;
        freelance experience; appointments; academic appointments; professional appointments; leadership experience;
        software experience; experience and leadership; clinical experience; management experience; military
        experience;
        key experience; work background; experience highlights; previous experience; employment record; academic
        experience;
        berufserfahrung; berufliche erfahrung; berufspraxis; beruflicher werdegang; werdegang; arbeitserfahrung;
        praktika;
        berufliche stationen; praktische erfahrung; praktische erfahrungen; berufstatigkeit; berufserfahrungen;
        erfahrung; beruf;
        erfahrungen; tatigkeiten; beruflicher hintergrund; praxiserfahrung; berufliche laufbahn;
        experience professionnelle; experiences professionnelles; parcours professionnel; parcours; emplois; stages;
        experiences; stages et emplois; experiences professionnelles et stages;
        experiencia; experiencia profesional; experiencia laboral; trayectoria profesional; historial laboral;
        trayectoria;
        vida laboral; esperienza; esperienze; esperienza lavorativa; esperienze lavorative; esperienza professionale;
        esperienze professionali; experiencia profissional; historico profissional; werkervaring; ervaring; loopbaan;
        工作背景; 工作经历; 工作经验""",
    "education": """education; academic background; academic details; educational details; educational background;
        academic qualifications; qualifications;
        academics;
        education and training; training; studies; degrees; academic history; schooling; education history;
        scholastics;
        academic profile; education and qualifications; education qualifications; university; academic education;
        formal education;
        educational qualifications; training and education; academic record; studies and training; education details;
        education and certifications; education and certificates; education certifications; academia;
        ausbildung; bildung; bildungsweg; studium; schulbildung; akademischer werdegang; akademische ausbildung; aus
        und weiterbildung;
        hochschulbildung; schulische ausbildung; bildungsgang; ausbildung und studium; studium und ausbildung; schule;
        hochschulstudium;
        akademische laufbahn; schul und berufsausbildung; berufsausbildung; schulausbildung;
        formation; formations; etudes; diplomes; formation academique; parcours academique; diplomes et formations;
        scolarite;
        formation et diplomes; formations et diplomes; cursus; parcours scolaire; etudes et diplomes; etudes et
        formations;
        educacion; formacion; formacion academica; estudios; titulacion; titulaciones; datos academicos; educacion y
        formacion;
        formacion y estudios; formacion reglada; historial academico;
        istruzione; formazione; istruzione e formazione; titoli di studio; educacao; formacao; formacao academica;
        escolaridade;
        opleiding; opleidingen; onderwijs; 教育背景; 教育经历""",
    "skills": """skills; it; computer literacy; it literacy; software proficiency; core strengths; technical skills;
        core skills; key skills; skill set; skillset; competencies; core
        competencies; expertise;
        areas of expertise; technologies; tech stack; technical proficiencies; technical expertise; tools; tools and
        technologies;
        technologies and tools; technical competencies; professional skills; hard skills; soft skills; computer
        skills; it skills;
        programming skills; software skills; key competencies; skills and tools; skills and technologies; skills
        summary;
        skills and expertise; technical knowledge; programming; programming languages; software; technical summary;
        strengths;
        key strengths; proficiencies; specialties; specialities; capabilities; technology; technical toolbox; toolbox;
        toolkit;
        other skills; additional skills; skills and abilities; abilities; skills and competencies; technical skill
        set; top skills;
        technical proficiency; technical stack; technical strengths; languages and technologies; technologies and
        languages;
        skills and interests; skills highlights; skills and other; skills overview; digital skills; frameworks; core
        technologies;
        design skills; stack; knowledge; personal skills; professional competencies; areas of knowledge; technical;
        technical skills and tools;
        technical skills and competencies; languages and frameworks; skills and qualifications; competences; relevant
        skills;
        kenntnisse; fahigkeiten; kompetenzen; fachkenntnisse; it kenntnisse; edv kenntnisse; technische kenntnisse;
        technologien;
        kenntnisse und fahigkeiten; fahigkeiten und kenntnisse; programmierkenntnisse; besondere kenntnisse; it
        kompetenzen; starken;
        technische fahigkeiten; fachkompetenzen; soziale kompetenzen; edv; werkzeuge; weitere kenntnisse;
        computerkenntnisse;
        kernkompetenzen; qualifikationen; skills und tools; methodenkenntnisse; fachliche kenntnisse; it skills und
        tools;
        competences techniques; competences cles; competences professionnelles; savoir faire; outils; competences
        informatiques;
        informatique; atouts; connaissances; technologies et outils; competences et outils; logiciels; domaines de
        competences;
        domaines de competence; savoir etre; qualites; aptitudes;
        habilidades; competencias; conocimientos; habilidades tecnicas; competencias tecnicas; conocimientos tecnicos;
        aptitudes;
        conocimientos de computacion; conocimientos informaticos; informatica; tecnologias; herramientas; capacidades;
        destrezas;
        competencias digitales; habilidades y competencias; competencias clave; otras habilidades;
        competenze; competenze tecniche; capacita; competenze informatiche; conoscenze; competencias tecnicas;
        habilidades tecnicas;
        conhecimentos; vaardigheden; competenties; kennis; 计算机技能; 技能; 专业技能""",
    "languages": """languages; languages known; language skills; spoken languages; foreign languages; language;
        language proficiency;
        sprachen;
        sprachkenntnisse; fremdsprachen; langues; langue; langues etrangeres; competences linguistiques; idiomas;
        lenguas; lingue;
        idioma; conocimiento de idiomas; lingue straniere; talen; talenkennis; 语言技能; 语言""",
    "projects": """projects; personal projects; side projects; selected projects; key projects; open source; academic
        projects;
        open source projects; project experience; notable projects; portfolio; open source contributions; relevant
        projects;
        project; projects and open source; recent projects; university projects; project work; technical projects;
        project highlights;
        course projects; research projects; major projects; github projects; project portfolio; software projects;
        other projects;
        projekte; eigene projekte; projekterfahrung; private projekte; ausgewahlte projekte; projets; projets
        personnels; realisations;
        proyectos; proyectos personales; progetti; projetos; projecten; projets academiques; proyectos destacados""",
    "certificates": """certifications; certificates; certification; licenses; licenses and certifications; courses;
        trainings;
        certifications and licenses; professional certifications; professional development; training and
        certifications; licences;
        certifications and training; courses and certifications; certificates and courses; licenses certifications;
        online courses;
        courses and training; additional training; further education; certificates and training; certifications and
        courses;
        relevant coursework; coursework; courses and certificates; continuing education; trainings and certifications;
        certifications and awards; credentials; training courses; professional training; additional courses;
        zertifikate; weiterbildung; weiterbildungen; zertifizierungen; fortbildungen; fortbildung; schulungen; kurse;
        lehrgange;
        zertifikate und weiterbildungen; weiterbildungen und zertifikate; weiterbildung und zertifikate; lizenzen;
        certificats; formations complementaires; certifications et formations; formation continue;
        certificaciones; certificados; cursos; formacion complementaria; cursos y certificaciones; certificados y
        cursos;
        formacion adicional; certificazioni; corsi; certificacoes; certificaten; cursussen""",
    "awards": """awards; honors; honours; achievements; accomplishments; awards and honors; honors and awards;
        selected honors;
        awards and achievements; prizes; scholarships; key achievements; recognition; grants; fellowships; honours and
        awards;
        awards and recognition; awards and scholarships; scholarships and awards; selected awards; most proud of;
        honors awards;
        achievements and awards; fellowships and awards; grants and awards; distinctions; extracurricular
        achievements; accolades;
        auszeichnungen; preise; stipendien; erfolge; auszeichnungen und stipendien; preise und auszeichnungen;
        ehrungen;
        prix; distinctions; recompenses; bourses; prix et distinctions; premios; reconocimientos; becas; logros;
        premi;
        premios y reconocimientos; riconoscimenti; prijzen""",
    "publications": """publications; selected publications; papers; patents; talks; invited talks; presentations;
        conferences; articles;
        publications and talks; journal articles; conference papers; talks and publications; speaking; patents and
        publications;
        publications and presentations; books; research; publications and patents; conference presentations; writing;
        blog;
        research interests; conference proceedings; research publications; talks and presentations; press; media;
        teaching;
        publikationen; veroffentlichungen; vortrage; patente; publicaciones; ponencias; conferences et publications;
        pubblicazioni; publicacoes; publicaties; theses; thesis; master thesis; tesis de maestria; dissertation""",
    "volunteer": """volunteer; volunteering; volunteer experience; volunteer work; community service;
        community involvement;
        extracurricular activities; extracurricular; activities; leadership; leadership and activities; community;
        social engagement;
        leadership and involvement; activities and leadership; involvement; memberships; professional memberships;
        affiliations;
        professional affiliations; organizations; extracurriculars; extra curricular activities; leadership and
        volunteering;
        civic engagement; associations; professional associations; campus involvement; leadership activities;
        outreach; service;
        volunteer activities; positions of responsibility; professional service; clubs; volunteering experience;
        ehrenamt; engagement; ehrenamtliches engagement; soziales engagement; ehrenamtliche tatigkeiten;
        mitgliedschaften;
        benevolat; vie associative; engagements; engagement associatif; voluntariado; activites extra
        professionnelles;
        actividades extracurriculares; volontariato; vrijwilligerswerk""",
    "interests": """interests; hobbies; hobbies and interests; interests and hobbies; personal interests; personal;
        fun facts; passions;
        a day of my life; activities and interests; interests and activities; other interests; my time; favorites;
        leisure;
        interessen; hobbys; freizeit; hobbies und interessen; interessen und hobbys; personliche interessen; hobbys
        und interessen;
        centres d interet; centres d interets; loisirs; interets; passions; divers; loisirs et centres d interet;
        intereses; aficiones; pasatiempos; interessi; interesses; hobby; hobby s; 个人兴趣""",
    "references": """references; referees; references available upon request; references available on request;
        references upon request; recommendations; testimonials;
        referenzen; referees;
        references professionnelles; referencias; referenze; referenties; reference""",
    "contact": """contact; contact information; contact details; contact me; personal details; personal information;
        personal data; details;
        contact info; links; social; social media; profiles; find me online; online; web; social networks; get in
        touch; info; address;
        online profiles; online presence; personal info; websites; website; socials; networks; connect; location;
        kontakt; personliche daten; kontaktdaten; angaben zur person; zur person; personliche angaben; adresse;
        anschrift;
        coordonnees; informations personnelles; contacto; datos personales; datos de contacto; informacion personal;
        contactos;
        contatti; dati personali; informazioni personali; contato; dados pessoais; persoonsgegevens; contactgegevens;
        etat civil; informacion de contacto; reseaux sociaux; perfiles""",
    "other": """miscellaneous; additional information; other; additional; further information; sonstiges;
        weitere angaben;
        weiteres;
        autres; informations complementaires; otros; otros datos; informacion adicional; miscelaneo; misc; altro;
        outros; overige;
        my life philosophy; quotes; life philosophy; declaration; availability; welcome; table of contents;
        nationality; visa status; work authorization; security clearance; 其他""",
}  # fmt: skip

FILLERS = frozenset(
    [
        "my",
        "professional",
        "relevant",
        "selected",
        "technical",
        "key",
        "core",
        "other",
        "additional",
        "main",
        "recent",
        "and",
        "und",
        "et",
        "y",
        "e",
        "und",
        "of",
        "the",
        "personal",
        "history",
        "summary",
        "highlights",
        "overview",
        "section",
        "details",
        "information",
        "background",
        "notable",
        "career",
        "industry",
        "prior",
        "previous",
        "current",
        "major",
        "general",
        "specific",
        "areas",
    ]
)
#: Single words that name a section even inside of a longer heading ("Selected industry experience").
CORE: dict[str, Kind] = {
    "experience": "work", "employment": "work", "internships": "work", "berufserfahrung": "work", "experiencia": "work",
    "education": "education", "ausbildung": "education", "formation": "education", "formacion": "education",
    "skills": "skills", "kenntnisse": "skills", "competences": "skills", "habilidades": "skills", "technologies":
        "skills",
    "competencies": "skills", "projects": "projects", "projekte": "projects", "certifications": "certificates",
    "certificates": "certificates", "publications": "publications", "awards": "awards", "honors": "awards",
    "languages": "languages", "interests": "interests", "hobbies": "interests", "volunteering": "volunteer",
    "volunteer": "volunteer", "references": "references", "presentations": "publications", "fellowships": "awards",
}  # fmt: skip
