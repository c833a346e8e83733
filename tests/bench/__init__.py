"""How heavy the pages are, always as ratios to a floor page measured in the same run (`make bench`).

A time in milliseconds says how busy the machine was. A ratio says what the program costs: the pages and the
floor take turns, so that whatever slows one slows the other.
"""
