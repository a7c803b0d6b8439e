"""Files made in memory for tests of the readers."""
