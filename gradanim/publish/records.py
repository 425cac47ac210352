"""Reading and writing the JSON records that stand beside films; every mistake is told with its key."""

from __future__ import annotations

import json
import re
import stat
from fractions import Fraction
from pathlib import Path
from typing import Any

from msgspec import Struct

from gradanim.problems import Problem, ProblemError

# A record of a thousand scenes is about a megabyte; a file beyond this is something else.
_LARGEST_BYTES = 64 << 20


def record_text(record: Any) -> str:
    """Canonical JSON: sorted keys, two spaces, no nan, a line end; equal records give equal bytes."""
    return json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


class Reader(Struct, frozen=True):
    """Typed access to one JSON object of a file.

    Attributes:
        kind: what the file is, for messages.
        path: the file.
        data: the JSON value.
        key: where in the file it stands, for example ``scenes[2].files``.
    """

    kind: str
    path: Path
    data: Any
    key: str = ""

    @classmethod
    def load(cls, kind: str, path: Path) -> Reader:
        """Read a file.

        Raises:
            ProblemError: it is missing, cannot be read, is not JSON, or is far too large to be a record.
        """
        try:
            found = path.stat()
            if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
                # A pipe that nobody writes would be waited for.
                raise _unreadable(kind, path, "it is not a regular file")
            if found.st_size > _LARGEST_BYTES:
                raise _unreadable(kind, path, "it is far too large")
            data = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise ProblemError(
                Problem("record_missing", {"kind": kind, "path": path}, exit_code=1)
            ) from error
        except OSError as error:
            raise _unreadable(kind, path, error.strerror or str(error)) from error
        except (ValueError, RecursionError) as error:
            cause = (
                f"line {error.lineno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else "not JSON"
            )
            raise _unreadable(kind, path, cause) from error
        return cls(kind, path, data)

    def wrong(self, name: str, cause: str) -> ProblemError:
        """The error that the field ``name`` is wrong."""
        details = {"kind": self.kind, "path": self.path, "key": self._at(name), "cause": cause}
        return ProblemError(Problem("record_invalid", details, exit_code=1))

    def count(self, name: str) -> int:
        """A whole number from 0."""
        value = self._field(name)
        if type(value) is not int or value < 0:
            raise self.wrong(name, f"a whole number from 0 is expected, not {_shown(value)}")
        return value

    def text(self, name: str) -> str:
        """A text that is not empty."""
        value = self._field(name)
        if not isinstance(value, str) or not value:
            raise self.wrong(name, f"a text is expected, not {_shown(value)}")
        return value

    def optional_text(self, name: str) -> str | None:
        """A text, or None where it is null or left out."""
        value = self._object().get(name)
        if value is not None and not isinstance(value, str):
            raise self.wrong(name, f"a text or null is expected, not {_shown(value)}")
        return value

    def ratio(self, name: str) -> Fraction:
        """A positive ratio of whole numbers, written ``60/1``."""
        value = self._field(name)
        match = (
            re.fullmatch(r"([1-9][0-9]{0,8})/([1-9][0-9]{0,8})", value) if isinstance(value, str) else None
        )
        if match is None:
            raise self.wrong(name, f"a ratio like `60/1` is expected, not {_shown(value)}")
        return Fraction(int(match[1]), int(match[2]))

    def child(self, name: str) -> Reader:
        """The value below ``name``."""
        return Reader(self.kind, self.path, self._field(name), self._at(name))

    def items(self, name: str) -> list[Reader]:
        """The members of the list below ``name``."""
        value = self._field(name)
        if not isinstance(value, list):
            raise self.wrong(name, f"a list is expected, not {_shown(value)}")
        return [Reader(self.kind, self.path, item, f"{self._at(name)}[{k}]") for k, item in enumerate(value)]

    def optional_items(self, name: str) -> list[Reader]:
        """The members of the list below ``name``; none where it is left out."""
        return self.items(name) if name in self._object() else []

    def children(self) -> dict[str, Reader]:
        """Every value of this object, by its name."""
        return {name: self.child(name) for name in self._object()}

    def _field(self, name: str) -> Any:
        found = self._object()
        if name not in found:
            raise self.wrong(name, "it is missing")
        return found[name]

    def _object(self) -> dict[str, Any]:
        if isinstance(self.data, dict):
            return self.data
        details = {"kind": self.kind, "path": self.path, "key": self.key or "the top"}
        details["cause"] = f"an object is expected, not {_shown(self.data)}"
        raise ProblemError(Problem("record_invalid", details, exit_code=1))

    def _at(self, name: str) -> str:
        return f"{self.key}.{name}" if self.key else name


def _unreadable(kind: str, path: Path, cause: str) -> ProblemError:
    return ProblemError(
        Problem("record_unreadable", {"kind": kind, "path": path, "cause": cause}, exit_code=1)
    )


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return f"`{text}`" if len(text) <= 40 else f"`{text[:37]}...`"
