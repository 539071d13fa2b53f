"""Readers of the files in which projects say what they are built with: each gives names as `registry:name`."""
