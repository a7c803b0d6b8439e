"""The disclosures and layouts that whole documents are tested with."""
