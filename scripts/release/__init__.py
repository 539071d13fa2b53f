"""Builds a release, and tries what was built."""
