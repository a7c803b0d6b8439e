"""What is on the page of a file of any format: a room a family, side by side on `tables`.

Readers decide where words and cells stand, never what they mean.
"""

from ingest.readers.reading import read, read_scan, read_text, with_scans

__all__ = ["read", "read_scan", "read_text", "with_scans"]
