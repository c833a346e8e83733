"""Who may be invited where: the call of each region, the requests that answer it, their acceptance and end.

A room of its own, beside `expertise`: a fiche is the prestataire's word, a référencement is a region's
decision about it, with its own people, dates and remedies. `catalogue` knows nothing of it.
"""
