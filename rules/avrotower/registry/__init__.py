"""The client of a Schema Registry: the only place of the library that talks HTTP."""
