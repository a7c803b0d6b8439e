"""What a layout or a sentence leaves open and SQL can't decide: words, columns, sentences, blame.

It decides by evidence alone: what none decides stays undecided. It reads no file and no page.
"""
