"""Reads one job advert out of a page or a text: pure functions, no network, no database."""
