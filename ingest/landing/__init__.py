"""Which files are there, which of them are new, and how are they read side by side within limits?

It doesn't decide what is on a page (`ingest.readers`).
"""
