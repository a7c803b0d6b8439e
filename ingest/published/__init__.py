"""What does a published warehouse say, for people at a terminal or a browser?

It only reads public tables.
"""
