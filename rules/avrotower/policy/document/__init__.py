"""The policy file as models: what may stand in it, its types, defaults and words.

Only validation and documentation import these; judging reads what they leave behind.
"""
