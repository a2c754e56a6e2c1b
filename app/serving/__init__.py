"""A server that runs: its processes, the addresses that people open, and what it writes of itself."""
