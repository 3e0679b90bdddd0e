"""The policy: which rules, how severe, and what a subject is."""
