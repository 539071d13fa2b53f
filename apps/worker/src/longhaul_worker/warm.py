"""Reads the tables that most children need, once, in the process that children are forked from: import it to do so."""

from __future__ import annotations

from longhaul_worker.postings.packs import load_packs
from longhaul_worker.skills.lexicon import load_lexicon

load_lexicon()
load_packs()
