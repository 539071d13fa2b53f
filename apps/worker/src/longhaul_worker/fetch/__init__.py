"""Fetching from addresses that users name, without reaching what only we may reach."""
