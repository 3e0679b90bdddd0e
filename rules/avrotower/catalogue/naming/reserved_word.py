"""Reserved words by language: what cannot be the name of a class, field or constant."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Final, Literal, TypeAlias


Language: TypeAlias = (
    'Literal["java", "kotlin", "scala", "csharp", "python", "go", "typescript", "rust"]'
)

TITLES: Final[dict[Language, str]] = {
    "java": "Java",
    "kotlin": "Kotlin",
    "scala": "Scala",
    "csharp": "C#",
    "python": "Python",
    "go": "Go",
    "typescript": "TypeScript",
    "rust": "Rust",
}

# fmt: off
_WORDS: Final[dict[Language, tuple[str, ...]]] = {
    # SpecificData.java of Avro: Java's keywords and literals, and what its generator uses.
    "java": (
        "_", "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char",
        "class", "const", "continue", "default", "do", "double", "else", "enum",
        "extends", "final", "finally", "float", "for", "goto", "if", "implements",
        "import", "instanceof", "int", "interface", "long", "native", "new", "package",
        "private", "protected", "public", "return", "short", "static", "strictfp",
        "super", "switch", "synchronized", "this", "throw", "throws", "transient", "try",
        "void", "volatile", "while", "true", "false", "null", "var", "yield", "record",
        "Builder",
    ),
    # The hard keywords.
    "kotlin": (
        "as", "break", "class", "continue", "do", "else", "false", "for", "fun", "if",
        "in", "interface", "is", "null", "object", "package", "return", "super", "this",
        "throw", "true", "try", "typealias", "typeof", "val", "var", "when", "while",
    ),
    # Of Scala 2 and 3.
    "scala": (
        "abstract", "case", "catch", "class", "def", "do", "else", "enum", "export",
        "extends", "false", "final", "finally", "for", "forSome", "given", "if",
        "implicit", "import", "lazy", "macro", "match", "new", "null", "object",
        "override", "package", "private", "protected", "return", "sealed", "super",
        "then", "this", "throw", "trait", "true", "try", "type", "val", "var", "while",
        "with", "yield",
    ),
    # CodeGenUtil.cs of Avro.
    "csharp": (
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char",
        "checked", "class", "const", "continue", "decimal", "default", "delegate", "do",
        "double", "else", "enum", "event", "explicit", "extern", "false", "finally",
        "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int",
        "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected",
        "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof",
        "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true",
        "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using",
        "virtual", "void", "volatile", "while", "__arglist", "__makeref", "__reftype",
        "__refvalue",
    ),
    # The keywords; soft ones can be names.
    "python": (
        "False", "None", "True", "and", "as", "assert", "async", "await", "break",
        "class", "continue", "def", "del", "elif", "else", "except", "finally", "for",
        "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or",
        "pass", "raise", "return", "try", "while", "with", "yield",
    ),
    "go": (
        "break", "case", "chan", "const", "continue", "default", "defer", "else",
        "fallthrough", "for", "func", "go", "goto", "if", "import", "interface", "map",
        "package", "range", "return", "select", "struct", "switch", "type", "var",
    ),
    # ECMAScript in strict mode, which modules are in.
    "typescript": (
        "await", "break", "case", "catch", "class", "const", "continue", "debugger",
        "default", "delete", "do", "else", "enum", "export", "extends", "false",
        "finally", "for", "function", "if", "implements", "import", "in", "instanceof",
        "interface", "let", "new", "null", "package", "private", "protected", "public",
        "return", "static", "super", "switch", "this", "throw", "true", "try", "typeof",
        "var", "void", "while", "with", "yield",
    ),
    # Strict and reserved keywords of edition 2021.
    "rust": (
        "Self", "abstract", "as", "async", "await", "become", "box", "break", "const",
        "continue", "crate", "do", "dyn", "else", "enum", "extern", "false", "final",
        "fn", "for", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
        "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct",
        "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
        "virtual", "where", "while", "yield",
    ),
}
# fmt: on


def reserved(
    languages: tuple[Language, ...], allowed: tuple[str, ...]
) -> dict[str, str]:
    """Return the words that *languages* reserve, each with their titles for a message."""
    found: dict[str, list[str]] = {}
    for language in languages:
        for word in _WORDS[language]:
            found.setdefault(word, []).append(TITLES[language])
    return {
        word: _listed(titles) for word, titles in found.items() if word not in allowed
    }


def _listed(titles: list[str]) -> str:
    *first, last = titles
    return f"{', '.join(first)} and {last}" if first else last
