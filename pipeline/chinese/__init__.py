"""How figures, dates, money, lists and names are written and read: one spelling for all rooms."""
