"""Folders, changes and defects for tests of the whole line."""
