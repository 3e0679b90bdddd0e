"""What a request asks to see of a version: its format, its references, its tags."""

from avrotower_service.embedded.api.answer import Shown
from avrotower_service.embedded.api.query import Query
from avrotower_service.embedded.registry import tag
from avrotower_service.embedded.registry.lookup import Shelf
from avrotower_service.embedded.registry.subject import DEFAULT, within
from avrotower_service.embedded.registry.value import Registered


def shown(shelf: Shelf, query: Query, found: Registered) -> Shown:
    """Return *found* as *query* asks to see it; unknown formats are ignored."""
    part = Shown(found)
    if query.text("format").lower() == "resolved":
        part = part._replace(text=shelf.texts.resolved(shelf.stored(found).source))
    wanted = query.texts("findTags")
    if wanted:
        tags = tag.found(shelf.texts, shelf.stored(found).source)
        part = part._replace(
            tags=[
                t for t in tags if "*" in wanted or not set(wanted).isdisjoint(t.tags)
            ]
        )
    references = found.content.references
    is_elsewhere = found.subject.context != DEFAULT
    if is_elsewhere and query.text("referenceFormat") == "qualified":
        part = part._replace(
            references=[
                reference._replace(
                    subject=within(reference.subject or "", found.subject).text
                )
                for reference in references
            ]
        )
    return part
