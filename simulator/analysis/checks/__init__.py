"""What can be said of a scenario that reads well: its structure (OM5xx) and its craft (OM6xx), by counting.

Each module gives problems of one kind; `examine` asks them all. Nothing here keeps a scenario from being
played.
"""
