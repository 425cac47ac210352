"""What the YAML parser says, in words that help an author."""

from __future__ import annotations

import re
from typing import Any

# The parser's sentence -> our code; the first that matches counts.
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        (r"character '\\t' that cannot start", "spec_yaml_tab"),
        (r"character '(?P<found>[@`%|>])' that cannot start", "spec_yaml_start"),
        (r"mapping values are not allowed", "spec_yaml_colon"),
        (r"could not find expected ':'", "spec_yaml_no_colon"),
        (r"unknown escape character '(?P<found>.+)'", "spec_yaml_escape"),
        (r"expected <block end>, but found '<scalar>'", "spec_yaml_after"),
        (r"expected <block end>|block collection|sequence entries are not allowed", "spec_yaml_indent"),
        (r"expected ',' or '(?P<found>[\]}])'", "spec_yaml_bracket"),
    )
)


def fault_of(error: Any, text: str) -> tuple[str, Any, dict[str, object]]:
    """The code, the parser's mark and the details for an error of the parser.

    Args:
        error: a ``MarkedYAMLError``.
        text: what was read.
    """
    said = str(error.problem or error.context or "")
    context = str(error.context or "")
    if "quoted scalar" in context and ("end of stream" in said or "document separator" in said):
        return "spec_yaml_quote", error.context_mark, {}
    mark = error.problem_mark or error.context_mark
    for pattern, code in _PATTERNS:
        match = pattern.search(said)
        if match:
            if code == "spec_yaml_bracket" or ("flow" in context and code == "spec_yaml_indent"):
                return code, error.context_mark or mark, match.groupdict()
            return code, mark, match.groupdict()
    if mark is not None and mark.index < len(text) and text[mark.index] == "\t":
        return "spec_yaml_tab", mark, {}
    return "spec_yaml", mark, {"found": said}
