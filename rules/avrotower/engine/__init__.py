"""The engine: judge one document, a project, a history."""
