"""What each code means, one page a code: `OM120.md` and its siblings, which the handbook shows as well."""

from __future__ import annotations

from importlib.resources import files


def explanation(code: str) -> str:
    """The page of a code, in Markdown. Raises FileNotFoundError for a code there is not."""
    return files(__name__).joinpath(f"{code}.md").read_text(encoding="utf-8")
