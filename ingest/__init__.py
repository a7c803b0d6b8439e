"""What is on the page: files of disclosures in, rows as printed out; nothing interpreted."""

# Raised whenever a reader lands the same bytes differently: it is part of the landing's key.
INGEST_VERSION = "9"
