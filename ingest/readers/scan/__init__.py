"""What is on a picture of a page? By its rules and by OCR.

It doesn't decide which readings are right: how sure they are goes with them.
"""
