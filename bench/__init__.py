"""Speed and memory of the real server on this machine: `python -m bench` (or `make bench`)."""
