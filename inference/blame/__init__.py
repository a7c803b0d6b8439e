"""Which printed figures are wrong, if identities don't hold? The smallest change that mends all.

It doesn't decide what must hold (`seeds/rules`), nor how a finding is worded.
"""
