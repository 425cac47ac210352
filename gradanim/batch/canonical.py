"""Values as JSON that says the same of equal values on every machine; what is alive is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from msgspec import Struct
from pydantic import BaseModel

from gradanim.actors.state import Route
from gradanim.store import key_of


def canonical_value(value: Any) -> Any:
    """A value as JSON; two values give the same only where they are the same, type by type.

    Floats are written in hexadecimal, bit for bit; arrays by type, shape and checksum; records by the name of their
    class and their fields; mappings and sets in the order of their keys.

    Raises:
        TypeError: it is, or holds, something else, such as a function: how that behaves cannot be told from outside.
    """
    if value is None or type(value) in (bool, int, str):
        return value
    if isinstance(value, float):
        return {"float": float(value).hex()}
    if isinstance(value, np.generic):
        return canonical_value(value.item())
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, Route):
        # The way of making them is a function; the points are what is drawn.
        return {"Route": _array(value.points)}
    if isinstance(value, BaseModel):
        named = {
            name: getattr(value, name)
            for name, field in type(value).model_fields.items()
            if not field.exclude
        }
        return _record(value, named)
    if isinstance(value, Struct):
        return _record(value, {name: getattr(value, name) for name in value.__struct_fields__})
    if is_dataclass(value) and not isinstance(value, type):
        return _record(value, {field.name: getattr(value, field.name) for field in fields(value)})
    return _collection(value)


def _collection(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": hashlib.sha256(value).hexdigest()}
    if type(value) is Fraction:
        return {"ratio": [value.numerator, value.denominator]}
    if isinstance(value, Mapping):
        return {
            "mapping": _sorted([canonical_value(key), canonical_value(item)] for key, item in value.items())
        }
    if isinstance(value, Set):
        return {"set": _sorted(map(canonical_value, value))}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [canonical_value(item) for item in value]
    raise TypeError(f"{type(value).__qualname__} has no canonical form")


def _record(value: Any, named: dict[str, Any]) -> Any:
    return {type(value).__qualname__: {name: canonical_value(item) for name, item in sorted(named.items())}}


def _array(value: np.ndarray[Any, Any]) -> Any:
    if value.dtype.hasobject:
        raise TypeError("an array of objects has no canonical form")
    # One byte order, whatever the machine's own is.
    plain = np.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<"))
    return {"array": [plain.dtype.str, list(value.shape), hashlib.sha256(plain.tobytes()).hexdigest()]}


def _sorted(items: Any) -> list[Any]:
    return sorted(items, key=key_of)
