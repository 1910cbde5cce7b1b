"""The rules of the world as tables, made by running the rules, and what of the fields each needs to know."""
