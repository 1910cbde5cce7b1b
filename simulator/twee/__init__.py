"""Stories written in Twine, read from its interchange text (Twee 3) and made the beginning of a scenario."""
