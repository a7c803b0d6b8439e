"""How is a warehouse built, checked by its suites and swapped in for the published one?

It doesn't decide what the suites expect (`tests/expectations`).
"""
