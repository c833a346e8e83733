"""What the centres de ressources and the DLA R share: methods, models of cahier des charges, guides.

A ressource is filed by secteur and thématique, written in editions (each change of a published one keeps the
former), and attached to cahiers des charges by the room above.
"""
