"""Players that obey: they rehearse with a facilitator, load the server and test it, over the real connection only."""
