"""What is in files of word processors and spreadsheets?

It doesn't decide what a cell means, only what it shows.
"""
