"""Mending what can be mended without guessing; the rest of a file stays as it is, to the last byte."""
