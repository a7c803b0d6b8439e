"""Which words of a form without rules are a line, a header, a code or a figure?

It doesn't decide which column a figure stands in (`inference.columns`).
"""
