"""A whole cohort of simulated trainees that sits assessments through the real store."""
