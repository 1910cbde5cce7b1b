"""Sitting an assessment in the terminal: from the personal code to what may be reviewed."""
