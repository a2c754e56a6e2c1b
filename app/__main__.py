"""`python -m app` is `maatwerk`."""

from app.cli import main

main()
