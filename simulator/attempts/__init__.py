"""The attempt store: an append-only record of every attempt, kept on disk.

Importing this package is free; `simulator.attempts.store` brings in SQLAlchemy.
"""
