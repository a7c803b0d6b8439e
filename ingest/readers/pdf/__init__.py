"""What is on a page of a PDF with a text layer: characters, rules, pictures?

It doesn't decide what belongs to one grid (`ingest.readers.tables`).
"""
