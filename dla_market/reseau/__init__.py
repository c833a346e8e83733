"""The network that runs the dispositif.

DLA and their structures porteuses, DLA R, centres de ressources, financeurs and national steering, with the
territories and the years for which each is named.
"""
