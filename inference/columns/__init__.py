"""Which column does a printed amount belong to, where the layout was lost? The identities decide.

It doesn't decide what a line or a column is called (`inference.words`).
"""
