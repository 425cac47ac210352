"""The language page is made from the records."""

from __future__ import annotations

import re
from pathlib import Path

from spec_helpers import load, save

from gradanim.actors import drawn_values
from gradanim.actors.context import SURVEY
from gradanim.spec import ACTORS, STAGES, VERBS, load_scenes
from gradanim.spec.document import language_page
from gradanim.spec.document_stays import ROWS
from gradanim.spec.document_texts import REUSE
from gradanim.spec.quantities import QUANTITIES

PAGE = language_page()


def test_the_page_tells_everything() -> None:
    for verb, action in VERBS.items():
        assert f"\n### {verb}\n" in PAGE
        assert f"- {action.example}\n" in PAGE
        if verb not in ("show", "vary", "together"):
            section = PAGE.split(f"\n### {verb}\n")[1].split("\n### ")[0]
            for name, field in action.model_fields.items():
                assert f"| `{field.serialization_alias or name}` |" in section
    for name in (*ACTORS, *QUANTITIES, *STAGES):
        assert f"`{name}`" in PAGE or name in PAGE
    for options in ACTORS.values():
        for name, field in options.model_fields.items():
            assert f"`{name}`: {field.description}" in PAGE


def test_the_page_tells_what_verbs_bring_by_themselves() -> None:
    told = {verb.strip("`") for verbs, _, _ in ROWS for verb in verbs.split(", ")}
    assert told < set(VERBS)
    named = {name for row in ROWS for cell in row[1:] for name in re.findall(r"actor `(\w+)`", cell)}
    assert named < set(ACTORS)


def test_tables_have_as_many_cells_in_every_row() -> None:
    for block in PAGE.split("\n\n"):
        rows = [line for line in block.split("\n") if line.startswith("|")]
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) <= 1, rows[:1]


def test_defaults_are_shown_as_authors_write_them() -> None:
    assert "Magnification; 1 shows the whole stage. Default: `1`." in PAGE
    assert "Whether the arrow carries its name. Default: `true`." in PAGE
    assert "| `seed` | Seed of whatever is random. Default: `0`. |" in PAGE


def test_the_examples_of_the_page_load(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert load(tmp_path, blocks[0]).title == "The gradient points uphill"
    variants = next(block for block in blocks if block in REUSE)
    rest = blocks[0].replace("title: ", "summary: ")
    scenes = load_scenes(save(tmp_path, rest + variants))
    assert [scene.title for scene in scenes] == ["Small steps", "Large steps"]


def test_what_the_page_says_of_poles_is_what_is_done() -> None:
    low, high = drawn_values.NEARLY_ALL
    assert f"A pole is drawn as deep as f is at those of {SURVEY} by {SURVEY} places" in PAGE.replace(
        "\n", " "
    )
    assert f"the middle {100 * (high - low):.0f} %" in PAGE


def test_the_page_in_the_documents_is_fresh() -> None:
    path = Path(__file__).parents[2] / "docs" / "language.md"
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    assert written == PAGE, "write it again: python -m gradanim.spec.document > docs/language.md"
