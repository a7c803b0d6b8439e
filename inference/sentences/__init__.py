"""What do the explanations of a disclosure say of its forms? By the patterns of `seeds/narrative`.

It doesn't decide whether what they say is true (`models/quality/narrative`).
"""
