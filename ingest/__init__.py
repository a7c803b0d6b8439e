"""What is on the page: files of disclosures in, rows as printed out. Nothing here interprets."""

# Raised whenever a reader lands the same bytes differently: the version is part of the landing's key.
INGEST_VERSION = "1"
