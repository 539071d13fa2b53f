"""Reading feeds of job adverts: bytes in, postings out; no network and no database."""
