"""What the source says about the attributes of a class, for pages and schemas."""

import ast
import inspect
from itertools import pairwise
from textwrap import dedent


def documented(of: type[object]) -> dict[str, str]:
    """Return the text below each annotated attribute in the source of class *of*."""
    (tree,) = ast.parse(dedent(inspect.getsource(of))).body
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    told: dict[str, str] = {}
    for field, text in pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        ):
            told[field.target.id] = " ".join(str(text.value.value).split())
    return told
