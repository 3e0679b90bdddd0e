"""Copying another registry into this one."""
