"""Every sentence that tells a user what is wrong, by code; tests pin them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gradanim.problems import (
    wording_batch,
    wording_calculus,
    wording_encode,
    wording_film,
    wording_review,
    wording_spec,
)

# One table per layer keeps the files short; together they are the one place where problems are worded.
WORDING: Mapping[str, str] = MappingProxyType(
    {
        **wording_calculus.WORDING,
        **wording_spec.WORDING,
        **wording_encode.WORDING,
        **wording_film.WORDING,
        **wording_review.WORDING,
        **wording_batch.WORDING,
    }
)
