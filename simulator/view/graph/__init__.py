"""A scenario as a drawing: what follows on what, what is promised where, and when it falls due."""
