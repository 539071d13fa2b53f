"""How well a CV fits an advert: requirements, parts of the score, explanation, and optional sentence embeddings."""
