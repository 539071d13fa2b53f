"""Finding candidates: sources of CVs, ranking for a role, telling who is the same person, and the report."""
