"""Search: the catalogue's question and answer, and the only place that knows a search engine.

    requetes        Requete, Resultat, MoteurRecherche: what callers know
    documents       DocumentFiche, Source: what the search is given, built by the caller from the database
    analyse racines French of our own: folding, elision, compounds, stems
    lecture         what a person typed, read as clauses; voisinage corrects a word that nobody uses
    classement      the rules of the order, versioned; raisons tells them, line by line
    indexeur        the one writer; generations: the folder, which generation is served, the lock
    moteur_whoosh   the fast engine (its parts: textes, filtres, lieux, points,
                    colonnes, postings, presentation, schema)
    moteur_naif     the oracle in plain loops (with naif_filtres), held equal to it by the contract tests
    source          the documents read from the rooms; abonnements keeps the index up to date, event by event
    reponse         one text against one demand, for the ressources: no index
    cli             flask search rebuild | verifier | interroger

But for those two it reads no database and no clock: documents and days are given.
Only published fiches are indexed, and of those neither prices nor contacts.
The index is derived: lost or of another version, it is rebuilt.
"""

from dla_market.search.documents import (
    Activite,
    Aval,
    DocumentFiche,
    Referencement,
    Source,
    SourceEnMemoire,
    Synonymes,
)
from dla_market.search.indexeur import Faute, Indexeur
from dla_market.search.moteur_naif import NaifMoteur
from dla_market.search.moteur_whoosh import WhooshMoteur
from dla_market.search.requetes import (
    FACETTES,
    Corpus,
    IndexAbsent,
    IndexeurOccupe,
    LigneResultat,
    MoteurRecherche,
    Raison,
    Requete,
    Resultat,
    Tri,
)

__all__ = [
    "FACETTES",
    "Activite",
    "Aval",
    "Corpus",
    "DocumentFiche",
    "Faute",
    "IndexAbsent",
    "Indexeur",
    "IndexeurOccupe",
    "LigneResultat",
    "MoteurRecherche",
    "NaifMoteur",
    "Raison",
    "Referencement",
    "Requete",
    "Resultat",
    "Source",
    "SourceEnMemoire",
    "Synonymes",
    "Tri",
    "WhooshMoteur",
]
