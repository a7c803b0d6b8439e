"""What is on the page: files of disclosures in, rows as printed out; nothing interpreted."""
