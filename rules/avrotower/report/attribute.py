"""What the source says about the attributes of a class, for pages and schemas."""

import ast
import inspect
from itertools import pairwise
from textwrap import dedent


def documented(of: type[object]) -> dict[str, str]:
    """Return the text below each annotated attribute of class *of* in its source.

    Inherited ones are told first.
    """
    told: dict[str, str] = {}
    for base in reversed(of.__mro__):
        if base.__module__ != "builtins":
            told.update(_of_one(base))
    return told


def _of_one(of: type[object]) -> dict[str, str]:
    (tree,) = ast.parse(dedent(inspect.getsource(of))).body
    assert isinstance(tree, ast.ClassDef)  # noqa: S101  the source of a class
    told: dict[str, str] = {}
    for field, text in pairwise(tree.body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        ):
            told[field.target.id] = " ".join(str(text.value.value).split())
    return told
