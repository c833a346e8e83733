"""The prestataires as they present themselves: fiche, intervenants, références, pièces.

A prestataire edits its own fiche. Where it may be invited is decided in `referencement`, whether an expert
vouches for it is said in `expertise`, and how it is found is the work of `search`.
"""
