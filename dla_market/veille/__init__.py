"""Searches that a person keeps, and the news of them.

    models      RechercheEnregistree: a name, the address of a search, how often to look again, what was seen
    rules       when to look again, without a database
    operations  enregistrer, renommer, regler, supprimer, regarder
    queries     a person's own, in the organisation they act for

A search is looked at again as the person that keeps it, with the rights that they have that day; who has
left sees nothing more. Only the web knows how an address reads: `regarder` is given what reads it.
"""
