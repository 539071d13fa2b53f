"""Chaos with a conservation law: real processes, seeded faults, and a report of what held."""
