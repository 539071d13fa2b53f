"""Tailoring a CV to an advert without saying anything the CV does not say."""
