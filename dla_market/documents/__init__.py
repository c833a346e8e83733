"""Documents out: PDF that anyone can read and that say the same thing, byte for byte, each time.

`pdf.rendre` turns one of our typst templates and plain data into PDF/UA-1 and PDF/A-2a. `commande` makes
the order, `proces_verbaux` the records of an opening and of a choice. A document is made outside any
write transaction, from text that was frozen before.
"""
