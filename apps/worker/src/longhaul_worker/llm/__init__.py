"""Optional help of a language model: a bounded client, answers that are kept, and what of them may be believed."""
