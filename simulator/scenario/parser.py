"""The YAML parser, which is read event by event."""

from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser: libyaml's where there is one. Its own composing and constructing is never called."""
