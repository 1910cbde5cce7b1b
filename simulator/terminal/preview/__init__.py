"""The author's seat: a scenario played while it is being written."""
