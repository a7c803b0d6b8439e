"""What is in text and on web pages?

It doesn't decide which columns a text lost (`inference.columns`).
"""
