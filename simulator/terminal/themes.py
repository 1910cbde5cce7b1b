"""The looks to choose from. Every one keeps text readable; none tells anything by colour alone."""

from __future__ import annotations

from textual.theme import Theme

TITLES = {
    "dark": "Dark",
    "light": "Light",
    "contrast": "High contrast",
    "colour-blind": "Colour-blind safe",
    "ansi": "The terminal's own colours",
}


def _bar(handle: str, grasped: str, ground: str) -> dict[str, str]:
    """The colours of a scroll bar: quiet until it is used."""
    grounds = {f"scrollbar-background{state}": ground for state in ("", "-hover", "-active")}
    return {"scrollbar": handle, "scrollbar-hover": grasped, "scrollbar-active": grasped, **grounds}


_DARK = Theme(
    name="dark",
    primary="#7aa2d6",
    secondary="#9ec1a3",
    accent="#e6b566",
    success="#7fc98b",
    warning="#e6b566",
    error="#f08a8a",
    foreground="#e4e2dc",
    background="#14181d",
    surface="#1b2027",
    panel="#262d36",
    variables={
        "text-secondary": "#a9cfae",
        "text-muted": "#a3a8ae",
        "block-cursor-background": "#463b25",
        "block-cursor-foreground": "#ffefd2",
        "block-cursor-text-style": "none",
        **_bar("#3b4551", "#56626f", "#14181d"),
    },
)
_LIGHT = Theme(
    name="light",
    primary="#1f4e8c",
    secondary="#1c5a34",
    accent="#8a3b00",
    success="#14602f",
    warning="#7a4a00",
    error="#a01325",
    foreground="#1d1f22",
    background="#faf7f0",
    surface="#f2eee4",
    panel="#e4dfd2",
    dark=False,
    variables={
        "text-secondary": "#1c5a34",
        "text-muted": "#54585e",
        "block-cursor-background": "#d3dff2",
        "block-cursor-foreground": "#0c2347",
        "block-cursor-text-style": "none",
        **_bar("#b9b2a2", "#8f8878", "#faf7f0"),
    },
)
_CONTRAST = Theme(
    name="contrast",
    primary="#ffffff",
    secondary="#7fffd4",
    accent="#ffff00",
    success="#66ff66",
    warning="#ffff00",
    error="#ff9999",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    variables={
        "text-secondary": "#7fffd4",
        "text-muted": "#e0e0e0",
        "block-cursor-background": "#ffff00",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "none",
        **_bar("#ffffff", "#ffff00", "#000000"),
    },
)
_COLOUR_BLIND = Theme(  # blue against orange: told apart with any of the common kinds of colour blindness
    name="colour-blind",
    primary="#6cb8ff",
    secondary="#8ecbff",
    accent="#ffc04d",
    success="#6cb8ff",
    warning="#ffc04d",
    error="#ff9a3d",
    foreground="#e8e8e8",
    background="#12161c",
    surface="#1a1f27",
    panel="#252c36",
    variables={
        "text-secondary": "#8ecbff",
        "text-muted": "#a8adb5",
        "block-cursor-background": "#1f426b",
        "block-cursor-foreground": "#f2f8ff",
        "block-cursor-text-style": "none",
        **_bar("#3b4654", "#586677", "#12161c"),
    },
)
_ANSI = Theme(
    name="ansi",
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_yellow",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    ansi=True,
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "border-blurred": "ansi_bright_black",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-cursor-text-style": "none",
        "input-selection-background": "ansi_bright_blue",
        "input-selection-foreground": "ansi_black",
        "text-secondary": "ansi_cyan",
        "text-muted": "ansi_default",
        "text": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-text-style": "reverse",
        **_bar("ansi_bright_black", "ansi_white", "ansi_default"),
    },
)

THEMES: tuple[Theme, ...] = (_DARK, _LIGHT, _CONTRAST, _COLOUR_BLIND, _ANSI)
