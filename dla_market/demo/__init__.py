"""The demonstration: France in 2012, and a year under way.

A seeded generator that writes operational records only, through the rooms' own models and operations, the
same bytes each time.
"""
