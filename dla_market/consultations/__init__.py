"""From the invitation to the award: questions, sealed offres, opening, analysis, choice, attribution.

Before its opening nobody but its owner can read an offre or learn that it exists; `scelle` is the only
gate.
"""
