"""Avro documents: scan, parse, model, canonical forms."""
