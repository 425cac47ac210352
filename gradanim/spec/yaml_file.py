"""Reads YAML 1.2 into a tree with places; duplicate keys, aliases, tags and merge keys are refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gradanim.spec.builder import Builder
from gradanim.spec.nodes import Mark, Node, Path
from gradanim.spec.scalars import resolve
from gradanim.spec.yaml_faults import fault_of
from gradanim.spec.yaml_plain import read_plain

if TYPE_CHECKING:
    from ruamel.yaml.events import Event


def read_yaml(text: str, file: str) -> Node:
    """The tree of a YAML text.

    Raises:
        ProblemError: every fault of form, or the first place where it stops being YAML.
    """
    return read_plain(text, file) or parse_yaml(text, file)


def parse_yaml(text: str, file: str) -> Node:
    """The tree of a YAML text by a parser of the whole language; as ``read_yaml``."""
    # Imported here: specs in plain YAML never pay for it.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    builder = Builder(file)
    try:
        return _Reader(text, builder, YAML(typ="safe", pure=True).parse(text)).document()
    except MarkedYAMLError as error:
        raise builder.stopped(fault_of(error, text, file)) from None
    except (YAMLError, ValueError) as error:
        # Directives such as `%YAML 9.9` fail without a place.
        raise builder.stop("spec_yaml", Mark(file), found=str(error).partition("\n")[0]) from None


class _Reader:
    """Turns the events of the parser into nodes."""

    def __init__(self, text: str, builder: Builder, events: Iterator[Event]) -> None:
        self.text = text
        self.builder = builder
        self.events = events

    def document(self) -> Node:
        root: Node | None = None
        for event in self.events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                if root is not None:
                    raise self.builder.stop("spec_documents", self._mark(event))
                root = self._document(event)
        if root is None:
            raise self.builder.stop("spec_empty", self.builder.mark(1, 1))
        return self.builder.finish(root)

    def _document(self, start: Any) -> Node:
        if start.version or start.tags:
            self.builder.fault("spec_directive", self._mark(start))
        event = next(self.events)
        node = self._node(event, self._mark(event), ())
        if node.value is None:
            raise self.builder.stop("spec_empty", self.builder.mark(1, 1))
        return node

    def _mark(self, event: Any) -> Mark:
        return self.builder.mark(event.start_mark.line + 1, event.start_mark.column + 1)

    def _node(self, event: Any, key_mark: Mark | None, path: Path) -> Node:
        mark = self._mark(event)
        key_mark = key_mark or mark
        self.builder.check(path, mark)
        self._refuse_sharing(event, mark)
        kind = type(event).__name__
        if kind == "SequenceStartEvent":
            return Node(tuple(self._items(path)), mark, key_mark, path)
        if kind == "MappingStartEvent":
            return Node(self._mapping(path), mark, key_mark, path)
        if kind == "AliasEvent":
            return Node(None, mark, key_mark, path)
        value = resolve(event.value) if event.style is None else event.value
        return self.builder.scalar(value, mark, key_mark, path, self._raw(event))

    def _refuse_sharing(self, event: Any, mark: Mark) -> None:
        if type(event).__name__ == "AliasEvent":
            self.builder.fault("spec_alias", mark, found=event.anchor)
            return
        if event.anchor is not None:
            self.builder.fault("spec_anchor", mark, found=event.anchor)
        if event.tag is not None:
            self.builder.fault("spec_tag", mark, found=event.tag)

    def _raw(self, event: Any) -> str | None:
        start, end = event.start_mark, event.end_mark
        if event.style in ("|", ">") or start.line != end.line:
            return None
        return self.text[start.index : end.index]

    def _items(self, path: Path) -> Iterator[Node]:
        index = 0
        while type(event := next(self.events)).__name__ != "SequenceEndEvent":
            yield self._node(event, None, (*path, index))
            index += 1

    def _mapping(self, path: Path) -> dict[str, Node]:
        mapping: dict[str, Node] = {}
        while type(event := next(self.events)).__name__ != "MappingEndEvent":
            mark = self._mark(event)
            key = self._key(event, mark, path)
            value = self._node(next(self.events), mark, (*path, key or "?"))
            if key is not None:
                self.builder.add(mapping, key, mark, value)
        return mapping

    def _key(self, event: Any, mark: Mark, path: Path) -> str | None:
        """The key that an event stands for, or None where it is refused."""
        node = self._node(event, mark, (*path, "?"))
        if type(event).__name__ == "AliasEvent":
            return None
        if not isinstance(node.value, str):
            found = event.value if type(event).__name__ == "ScalarEvent" else "a list or mapping"
            self.builder.fault("spec_key_type", mark, found=found)
            return None
        if node.value == "<<" and event.style is None:
            self.builder.fault("spec_merge_key", mark)
            return None
        return node.value
