"""The demo: a France of 2012 whose totals are those of the published report, and a year under way.

`solveur` builds 2012 in memory, without a database, the same each time; `ecriture` writes it as
operational records (no total is stored); `annee_en_cours` adds live work through the rooms' own
operations. Nothing in it names a real person, company or association.
"""
