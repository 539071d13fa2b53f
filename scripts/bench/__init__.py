"""Measures the engine next to the raw driver, all in one run on one embedded mongod: `python -m scripts.bench`."""
