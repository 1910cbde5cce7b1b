"""Cohorts and their assessments: who belongs where, what is sat under which rules, what came of it."""
