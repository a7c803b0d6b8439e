"""Which printed figures are wrong, if identities don't hold? The smallest change that mends all."""
