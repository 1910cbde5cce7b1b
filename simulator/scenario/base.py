"""What every model of the format shares: frozen, no unknown keys, whole numbers and words kept apart."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen part of a scenario. A key the format does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
