"""The title of a scene as plain text, for lists, chapters and file tags."""

from __future__ import annotations

from gradanim.spec.scene import SceneSpec
from gradanim.spec.templates import FormulaPart, Part, TextPart, ValuePart, parse_template


def plain_title(scene: SceneSpec) -> str:
    """The title with its parameters as numbers and without the marks of mathematics.

    Raises:
        ProblemError: where the scene was not loaded from a file and its title cannot be read.
    """
    return "".join(_plain(part, scene) for part in parse_template(scene.title).parts)


def _plain(part: Part, scene: SceneSpec) -> str:
    match part:
        case TextPart(text=text):
            return text
        case FormulaPart(name=name):
            return _formula(name, scene)
        case ValuePart():
            return _value(part, scene)


def _formula(name: str, scene: SceneSpec) -> str:
    printed = scene.field.name if scene.field else "f"
    if name == "f" and scene.field:
        return scene.field.f
    words = {"gradient": f"∇{printed}", "hessian": f"∇²{printed}"}
    return words.get(name, f"∂{printed}/∂{name.removeprefix('f_')}")


def _value(part: ValuePart, scene: SceneSpec) -> str:
    # Imported here: most titles hold no numbers.
    from gradanim.calculus.formatting import format_quantity
    from gradanim.calculus.names import canonical
    from gradanim.calculus.quantities import parse_quantity

    quantity = parse_quantity(part.source, (), (), scene.params)
    values = {canonical(name): value for name, value in scene.params.items()}
    return format_quantity(quantity.evaluate(values), part.format)
