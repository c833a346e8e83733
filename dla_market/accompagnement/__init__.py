"""The structures and their way through the dispositif: accueil, diagnostic, plan, suivi.

A diagnostic validated with the structure is what an ingénierie starts from.
"""
