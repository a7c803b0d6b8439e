"""Which line and which column does a printed amount belong to, where the layout was lost?

Lines are told by reading a form's words in order (`text_form`), columns by the accounting
identities (`solve`). What no evidence decides stays undecided.
"""
