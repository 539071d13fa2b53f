"""Cover letters and summaries out of a CV's own words and an advert's facts."""
