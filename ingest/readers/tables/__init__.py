"""Which words and rules of a page are one grid, and which cell is which?

It doesn't know of which format the page is.
"""
