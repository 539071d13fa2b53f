"""The CVs that the demo searches: an archive of a few people, one of whom is known already."""

from __future__ import annotations

import io
import zipfile
from typing import Final

_TOM: Final = """Tom Okafor
Backend Engineer
tom.okafor@example.org | +351 21 555 0143 | Porto, Portugal

Experience
Backend Engineer, Brightwater Logistics, Porto
Jan 2019 - Present
- Built route planning services in Python and MongoDB for 900 vans.
- Runs them on Kubernetes with Docker images built by GitHub Actions.
Software Developer, Cedar Mills, Braga
Mar 2015 - Dec 2018
- Wrote internal services in Python and PostgreSQL.

Education
BSc Computer Science, University of Minho, 2011 - 2014

Skills
Python, MongoDB, PostgreSQL, Docker, Kubernetes, FastAPI, Git
"""
_LEA: Final = """Lea Brandt
Product Designer
lea.brandt@example.org | Hamburg, Germany

Experience
Product Designer, Studio Nordlicht, Hamburg
Apr 2018 - Present
- Designed booking flows in Figma and tested them with 120 people.

Education
BA Design, HAW Hamburg, 2014 - 2017

Skills
Figma, Sketch, User research, HTML, CSS
"""
_RAVI: Final = """Ravi Menon
Senior Software Engineer
ravi.menon@example.org | +44 20 7946 0999 | London, United Kingdom

Experience
Senior Software Engineer, Halyard Systems, London
Jun 2016 - Present
- Led the move of a monolith in Java to services in Go and Kafka.
- Introduced Terraform for 40 services on AWS.

Education
MSc Software Engineering, University of Leeds, 2013 - 2014

Skills
Go, Java, Kafka, AWS, Terraform, PostgreSQL, Docker
"""


def archive(known_cv: bytes) -> bytes:
    """A zip of four CVs; the PDF is that of somebody who is in the pool already."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("tom-okafor.txt", _TOM)
        packed.writestr("lea-brandt.txt", _LEA)
        packed.writestr("ravi-menon.txt", _RAVI)
        packed.writestr("ines-marchetti.pdf", known_cv)
    return buffer.getvalue()
