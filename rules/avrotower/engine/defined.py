"""The subjects that documents of a project define, as far as the policy declares them."""

import os
from collections.abc import Mapping

from avrotower.engine.policies import Governed
from avrotower.policy.declaration import is_by_entry
from avrotower.policy.discovery import Search
from avrotower.policy.load import Loaded
from avrotower.project.files import Missing, discover, read_bytes
from avrotower.project.library import Library
from avrotower.project.working import WorkingTree
from avrotower.rule import Subject


def defined(
    loaded: Loaded, project: Governed, *, is_named: bool = False
) -> Mapping[tuple[str, str], Subject]:
    """Return the declared subjects of the documents of *project*, by context and name.

    Of several documents that define one subject, the first that tells its kind counts.
    What cannot be read defines nothing here; `avrotower lint` says so. *is_named* tells
    that the policy was asked for by name, and counts in projects below its own, too.
    """
    root = os.path.relpath(loaded.root)
    takes_ignored = not loaded.data["project"]["respect-gitignore"]
    search = Search()

    def is_ours(path: str) -> bool:
        near = None if is_named else search.nearest(os.path.dirname(path) or ".")
        return (near is None or near.root == loaded.root) and project.has(path)

    paths = [
        item.path
        for item in discover([root], lambda _: takes_ignored)
        if not isinstance(item, Missing) and is_ours(item.path)
    ]
    library = Library(WorkingTree(paths, read_bytes), "strict")
    found: dict[tuple[str, str], Subject] = {}
    for path in paths:
        document = library.get(path)
        if document is None:
            continue
        subject = project.route(path, document)
        if not is_declared(subject):
            continue
        key = subject.context, subject.name
        if key not in found or found[key].kind == "unknown":
            found[key] = subject
    return found


def is_declared(subject: Subject) -> bool:
    """Whether the policy, and no guess, says what *subject* is.

    A shared type has no role, so nothing of one that an entry names is guessed.
    """
    if subject.kind == "shared" and is_by_entry(subject):
        return True
    return subject.confidence == "certain" and bool(subject.topic)
