"""The application on the screen, driven by keys and by the mouse."""
