"""What there is to show, as pure objects: no Textual, no printing."""
