"""The measurements themselves work; how fast anything is, is not asked here."""
