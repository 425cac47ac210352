"""A loaded file as a tree in which every key and value knows where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

Scalar = str | int | float | bool | None
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; line and column count from 1, the column in characters."""

    file: str | None = None
    line: int | None = None
    column: int | None = None


NOWHERE = Mark()


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a file.

    Attributes:
        value: a scalar, a tuple of nodes (a list) or a mapping from keys to nodes.
        mark: where the value begins.
        key_mark: where its key begins, or ``mark`` for the items of a list.
        path: the keys and indices that lead to it, as the author wrote them.
        raw: the characters of a scalar on one line as they stand in the file, or None.
    """

    value: Scalar | tuple[Node, ...] | Mapping[str, Node]
    mark: Mark = NOWHERE
    key_mark: Mark = NOWHERE
    path: Path = ()
    raw: str | None = None

    @property
    def is_mapping(self) -> bool:
        """Whether the value is a mapping."""
        return isinstance(self.value, Mapping)

    @property
    def is_list(self) -> bool:
        """Whether the value is a list."""
        return isinstance(self.value, tuple)

    @property
    def keys(self) -> Mapping[str, Node]:
        """The nodes by key; empty where the value is not a mapping."""
        return self.value if isinstance(self.value, Mapping) else MappingProxyType({})

    @property
    def items(self) -> tuple[Node, ...]:
        """The nodes in order; empty where the value is not a list."""
        return self.value if isinstance(self.value, tuple) else ()

    @property
    def where(self) -> str:
        """The path in the spec, for example ``beats[3].walk.radius``."""
        text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path)
        return text.removeprefix(".")

    def holding(self, value: Any) -> Node:
        """Another value at the same place."""
        return replace(self, value=value, raw=None)

    def wrapped(self, key: str) -> Node:
        """The mapping ``{key: self}`` at the same place: how a short form becomes the long one."""
        return replace(self, value={key: self}, raw=None)

    def renamed(self, names: Mapping[str, str]) -> Node:
        """The same mapping under other keys; a key whose new name is taken stays as it is."""
        if not any(key in names for key in self.keys):
            return self
        return self.holding(
            {
                (names[key] if key in names and names[key] not in self.keys else key): node
                for key, node in self.keys.items()
            }
        )

    def plain(self) -> Any:
        """The value without places: scalars, lists and dicts."""
        if isinstance(self.value, Mapping):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, tuple):
            return [node.plain() for node in self.value]
        return self.value

    def find(self, location: Iterable[str | int]) -> Node:
        """The deepest node that ``location`` leads to; parts that lead nowhere are passed over."""
        node = self
        for part in location:
            if isinstance(part, str) and part in node.keys:
                node = node.keys[part]
            elif isinstance(part, int) and 0 <= part < len(node.items):
                node = node.items[part]
        return node


def node_from(value: Any, path: Path = ()) -> Node:
    """The tree of plain Python data, without places."""
    if isinstance(value, Mapping):
        children = {str(key): node_from(item, (*path, str(key))) for key, item in value.items()}
        return Node(children, path=path)
    if isinstance(value, list | tuple):
        return Node(tuple(node_from(item, (*path, i)) for i, item in enumerate(value)), path=path)
    return Node(value, path=path)
