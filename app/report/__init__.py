"""The report of a session: one document, and its forms as Markdown, HTML, PDF and Word."""
