"""What the centres de ressources know: avals, their withdrawal, and requests made to them.

An aval (endorsement) says that an expert of a centre vouches for a prestataire in one secteur, at one
level, with a motive and an end date.
"""
