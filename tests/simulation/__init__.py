"""A whole installation in one thread, on a clock and a scheduler of its own: see docs/simulation.md."""
