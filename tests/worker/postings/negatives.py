"""Pages that are no open advert and look as much like one as such pages do."""

from __future__ import annotations

from collections.abc import Iterator

from tests.worker.postings.adverts import ADVERTS, Advert
from tests.worker.postings.building import FOOTER, NAV, Head, Negative, described, e, items, job_posting, ld, page


def negatives() -> Iterator[Negative]:
    """All of them."""
    yield from _walls()
    yield from _listings()
    yield from _articles()
    yield from _expired()
    yield from _texts()


def _walls() -> Iterator[Negative]:
    a = ADVERTS[0]
    script = "<script>window._cf_chl_opt={cvId:'3'};</script><noscript>Enable JavaScript and cookies to continue</noscript>"
    yield Negative("cf_challenge", page(Head("Just a moment..."), f"<h1>jobs.example</h1><p>Checking your browser before accessing jobs.example.</p>{script}"), "captcha")
    yield Negative("press_and_hold", page(Head("Access to this page has been denied"), "<h1>Press &amp; Hold to confirm you are a human (and not a bot).</h1><p>Reference ID 9c1</p>"), "captcha")
    yield Negative("unusual_traffic", page(Head("jobs.example"), "<p>Our systems have detected unusual traffic from your computer network. Please solve the captcha to continue.</p><form><input type=submit></form>"), "captcha")
    yield Negative("denied", page(Head("Access Denied"), "<h1>Access Denied</h1><p>You don't have permission to access \"/jobs/123\" on this server.</p><p>Reference #18.2d</p>"), "captcha")
    yield Negative("additional", page(Head("Security Check"), "<h1>Additional Verification Required</h1><p>Your Ray ID for this request is 8f. Please verify that you are human to see this job.</p>"), "captcha")
    yield Negative("auth_wall", page(Head("Sign Up | Network"), "<h1>Join Network</h1><p>Make the most of your professional life. Sign in to see who's hiring Senior Data Engineers.</p><form><input type='email'><input type='password'><button>Agree & Join</button></form>"), "login_wall")
    yield Negative("sign_in", page(Head("Login - Careers portal"), f"{NAV}<h1>Sign in</h1><form><label>Email</label><input><label>Password</label><input type='password'><a>Forgot your password?</a><button>Sign in</button></form>{FOOTER}"), "login_wall")
    yield Negative("teaser_wall", page(Head("Senior Data Engineer"), f"<h1>{a.title}</h1><p>Please sign in to view the full job description.</p><form><input type='password'></form>"), "login_wall")
    yield Negative("german_login", page(Head("Anmelden | Karriereportal"), "<h2>Anmelden</h2><p>Bitte melde dich an, um die Stelle anzusehen.</p><form><input type='password'><button>Anmelden</button></form>", "de"), "login_wall")
    yield Negative("empty_shell", page(Head("Careers"), "<div id='root'></div><script src='/app.js'></script>"), "unknown")


def _listings() -> Iterator[Negative]:
    cards = "".join(f"<li class='card'><a href='/jobs/{n}'><h3>{e(a.title)}</h3></a><span>{e(a.company)}</span><span>{e(a.place)}</span><span>{e(a.salary_text)}</span></li>" for n, a in enumerate(ADVERTS))
    yield Negative("search_results", page(Head("1,204 Data Engineer jobs in Manchester | JobHarbour"), f"{NAV}<h1>Data Engineer jobs in Manchester</h1><p>1,204 jobs found</p><ul>{cards}</ul><a>Next</a>{FOOTER}"), "listing", "https://jobs.example/search?q=data")
    openings = "".join(f"<div class='opening'><a href='/j/{n}'>{t}</a><span class='location'>Berlin</span></div>" for n, t in enumerate(("Backend Engineer", "Product Designer", "Office Manager", "Account Executive")))
    yield Negative("career_page", page(Head("Careers at Kilnworks"), f"<h1>Join our team</h1><p>We are looking for people who care. We offer a hybrid workplace and great benefits.</p><h2>Benefits</h2><ul><li>25 days off</li><li>Pension</li></ul><h2>Open positions</h2>{openings}"), "listing", "https://kilnworks.example/careers")
    many = [job_posting(a) for a in ADVERTS[:4]]
    yield Negative("many_ld", page(Head("Jobs", extra=ld(many)), f"<h1>Latest jobs</h1><ul>{cards}</ul>"), "listing")
    item_list = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": n, "url": f"/jobs/{n}"} for n in range(5)]}
    yield Negative("item_list", page(Head("Remote Python Jobs", extra=ld(item_list)), f"{NAV}<h1>Remote Python Jobs</h1><ul>{cards}</ul>{FOOTER}"), "listing")
    german = "".join(f"<li><a href='/s/{n}'>{t}</a> Leipzig</li>" for n, t in enumerate(("Softwareentwickler (m/w/d)", "Buchhalter (m/w/d)", "Vertriebsleiter (m/w/d)", "Werkstudent Marketing (m/w/d)")))
    yield Negative("german_list", page(Head("Stellenangebote – Lumenhof GmbH"), f"<h1>Offene Stellen</h1><p>Wir suchen Verstärkung. Jetzt bewerben!</p><ul>{german}</ul>", "de"), "listing")
    yield Negative("no_results", page(Head("Jobs in Smalltown"), f"{NAV}<h1>0 jobs in Smalltown</h1><p>We found no jobs. Create an alert and we will email you when new jobs come up. Apply now to our talent pool.</p>{FOOTER}"), "listing")
    rows = "".join(f"<tr><td><a href='/{n}'>{t}</a></td><td>Full-time</td><td>{p}</td></tr>" for n, (t, p) in enumerate((("Librarian", "Leeds"), ("Park Ranger", "York"), ("Youth Worker", "Hull"), ("Planning Officer", "Leeds"))))
    yield Negative("council_table", page(Head("Current vacancies - Council"), f"<h1>Current vacancies</h1><table><tr><th>Job title</th><th>Type</th><th>Place</th></tr>{rows}</table>"), "listing")
    yield Negative("hiring_thread", page(Head("Ask: Who is hiring? (August 2026) | Forum"), "<h1>Ask: Who is hiring? (August 2026)</h1>" + "".join(f"<div class='c'><p>{e(a.company)} | {e(a.title)} | {e(a.place)} | {e(a.workplace_text)}</p><p>{e(a.intro)}</p></div>" for a in ADVERTS)), "listing")


def _articles() -> Iterator[Negative]:
    a = ADVERTS[0]
    template = f"<h1>Data Engineer Job Description</h1><p>Use this data engineer job description template to attract candidates. [Company name] is looking for a data engineer to join our team.</p><h2>Responsibilities</h2>{items(a.tasks)}<h2>Requirements</h2>{items(a.needs)}<h2>Benefits</h2>{items(a.offers)}"
    yield Negative("template", page(Head("Data Engineer Job Description Template | HR Blog"), NAV + template + FOOTER), "article")
    yield Negative("what_does", page(Head("What does a Data Engineer do? Salary, skills and career path"), f"{NAV}<article><h1>What does a Data Engineer do?</h1><p>A data engineer builds pipelines. The average salary is $120,000 per year.</p><h2>Responsibilities</h2>{items(a.tasks)}<h2>Skills</h2>{items(a.needs)}</article>{FOOTER}"), "article")
    blog = "<h1>How we hire engineers at Kilnworks</h1><p>By Ana Ruiz · 12 Aug 2026 · 8 min read</p><p>Last year we interviewed 400 candidates for our Senior Data Engineer role. You will learn what we changed.</p><h2>Our process</h2><p>We start with a call. Then you will meet the team.</p><h2>Requirements are not wishes</h2><p>We rewrote every job advert.</p><a>Apply for a job</a>"
    yield Negative("blog", page(Head("How we hire engineers at Kilnworks", {"og:type": "article"}), f"{NAV}<article>{blog}</article>{FOOTER}"), "article")
    yield Negative("news", page(Head("Kilnworks appoints Mara Holt as Chief Financial Officer - Trade News", {"og:type": "article"}, ld({"@type": "NewsArticle", "headline": "Kilnworks appoints CFO"})), f"{NAV}<h1>Kilnworks appoints Mara Holt as Chief Financial Officer</h1><p>Manchester, 3 August 2026. The company, which raised £30 million, said Holt will lead its finance team.</p>{FOOTER}"), "article")
    yield Negative("questions", page(Head("25 Data Engineer Interview Questions (With Answers)"), "<h1>25 Data Engineer Interview Questions</h1><p>Preparing for an interview? These questions help candidates.</p><h2>What experience do you have?</h2><p>Say what you did.</p>"), "article")
    yield Negative("course", page(Head("Data Engineer Bootcamp – Full-time, Manchester", extra=ld({"@type": "Course", "name": "Bootcamp"})), f"<h1>Data Engineer Bootcamp</h1><p>Full-time · Manchester · £8,500</p><p>You will learn Python and SQL. Apply now for the September cohort.</p><h2>Requirements</h2>{items(('A laptop', 'Basic maths'))}<h2>Curriculum</h2>{items(('Week 1: SQL', 'Week 2: Python'))}"), "article")
    yield Negative("resume", page(Head("Jo Park – Senior Data Engineer"), "<h1>Jo Park</h1><h2>Senior Data Engineer</h2><p>Manchester · jo@example.com</p><h2>Work experience</h2><p>Senior Data Engineer, Kilnworks, 2022 – today</p><ul><li>Built pipelines in Python</li></ul><h2>Education</h2><p>BSc, 2018</p><h2>Skills</h2><p>SQL, Airflow</p>"), "article")
    yield Negative("product", page(Head("Hiring software for teams of 10 to 500", {"og:type": "website"}), "<h1>Hire the right Senior Data Engineer</h1><p>Request a demo. Post jobs to 40 boards from $99 per month.</p><h2>Benefits</h2><ul><li>Save time</li><li>Better candidates</li></ul><a>Free trial</a>"), "article")
    yield Negative("about", page(Head("About Kilnworks"), "<h1>About us</h1><p>Kilnworks is a ceramics marketplace. We are 120 people in Manchester. Join us!</p><h2>Our values</h2><ul><li>Care</li><li>Craft</li></ul>"), "unknown")
    yield Negative("salary_guide", page(Head("Data Engineer Salary in Manchester (2026)"), "<h1>Data Engineer Salary in Manchester</h1><p>The average data engineer earns £58,000 per year. Full-time. Updated 1 August 2026.</p><h2>Skills that pay</h2><ul><li>Spark</li><li>Kafka</li></ul>"), "article")
    yield Negative("wiki", page(Head("Nurse - Encyclopedia"), "<h1>Nurse</h1><p>A nurse is a health professional. Nurses develop a plan of care, working with physicians.</p><h2>Education</h2><p>In most countries a degree is required.</p><h2>See also</h2><ul><li><a>Midwife</a></li></ul>"), "article")
    yield Negative("event", page(Head("Data Engineer Meetup Manchester", extra=ld({"@type": "Event", "name": "Meetup"})), "<h1>Data Engineer Meetup Manchester</h1><p>3 September 2026, 18:00. Join us for talks and pizza. Register now.</p><p>Speakers: Senior Data Engineer at Kilnworks.</p>"), "article")
    yield Negative("cookies", page(Head("Before you continue"), "<h1>We value your privacy</h1><p>We and our partners store and access information on a device, such as cookies. Accept all or manage your choices to continue to Kilnworks careers.</p><button>Accept all</button>"), "unknown")


def _expired() -> Iterator[Negative]:
    for number, (a, phrase) in enumerate(zip(ADVERTS, (
        "No longer accepting applications", "This job has expired.", "Diese Stelle ist leider nicht mehr verfügbar.", "Cette offre n'est plus disponible.",
        "Esta oferta ya no está disponible.", "Deze vacature is gesloten.", "Sorry, this position has been filled.", "Applications are now closed for this role.",
    ), strict=True)):  # fmt: skip
        yield Negative(f"expired_{number}", _closed(a, phrase), "expired")
    yield Negative("gone", page(Head("Job not found"), f"{NAV}<h1>Job not found</h1><p>The job you are looking for is no longer available. See our open positions.</p>{FOOTER}"), "expired")
    yield Negative("page_404", page(Head("404"), f"{NAV}<h1>404</h1><p>Page not found</p>{FOOTER}"), "expired")
    a = ADVERTS[0]
    yield Negative("expired_ld", page(Head(a.title, extra=ld(job_posting(a))), f"<h1>{a.title}</h1><div class='alert'>This vacancy is closed.</div>{described(a)}"), "expired")


def _closed(a: Advert, phrase: str) -> bytes:
    body = f"{NAV}<main><h1>{e(a.title)}</h1><p>{e(a.company)} · {e(a.place)}</p><div class='notice'>{e(phrase)}</div>{described(a)}</main>{FOOTER}"
    return page(Head(f"{a.title} at {a.company}"), body, a.lang)


def _texts() -> Iterator[Negative]:
    yield Negative("text_news", b"Kilnworks raised $30 million in a Series B led by Northgate. The company will open an office in Leeds and plans to hire 50 people.", "unknown", is_text=True)
    yield Negative("text_mail", b"Hi team,\n\nthe meeting on Monday moves to 3 pm. Please bring the numbers of last month.\n\nBest, Sam", "unknown", is_text=True)
    yield Negative("text_recipe", b"Pancakes\n\nIngredients:\n- 200 g flour\n- 3 eggs\n\nMix everything and fry it in butter.", "unknown", is_text=True)
    yield Negative("text_resume", b"Jo Park\nSenior Data Engineer\njo@example.com\n\nWork Experience\nSenior Data Engineer, Kilnworks, 2022 - today\n- Built pipelines\n\nEducation\nBSc Computer Science, 2018\n\nSkills\nSQL, Python", "unknown", is_text=True)
