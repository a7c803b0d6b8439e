"""Disclosures typeset from the text of their forms, as bureaus publish them: samples and tests.

Nothing of it is needed to build a warehouse. It takes what tests take (`requirements-dev.txt`); a
scan also takes a font with Chinese characters.
"""
