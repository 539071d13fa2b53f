"""Measures the engine beside the raw driver and the desk beside libraries, in one run: `python -m scripts.bench`."""
