"""STM: streams, as declarations, files, a registry and a broker tell."""
