"""What other systems export, as data: one file for each vendor says which of its columns means which field.

A preset makes an order for a file and gives its table further columns (marked “→”) where a field is made of several
columns or of other words. The original columns stay, so that what is kept back comes back as it was.
"""
