"""The prestataires as they present themselves: fiche, intervenants, références, pièces, référencement.

A prestataire edits its own fiche; the network references it. Whether an expert vouches for it is said in
`expertise`, and how it is found is the work of `search`.
"""
