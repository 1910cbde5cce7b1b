"""The trainer's desk: who is where in an assessment, live, and what a person says of a result."""
