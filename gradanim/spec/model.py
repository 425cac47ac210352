"""The base of every record of the language: frozen, strict about its keys, built when first used."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen record that refuses unknown keys and never turns one type into another silently."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=False,
        defer_build=True,
        populate_by_name=True,
        allow_inf_nan=False,
        hide_input_in_errors=True,
    )
