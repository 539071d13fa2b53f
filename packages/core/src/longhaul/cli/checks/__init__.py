"""The checks of `longhaul doctor`: each asks one thing and says what it found and what to do about it."""
