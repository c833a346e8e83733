"""Taking a search away as a spreadsheet: choose the columns, then the file."""

from __future__ import annotations

from flask import abort, request, url_for

from dla_market.blueprints.catalogue.adresses import LECTURE, canonique
from dla_market.blueprints.catalogue.criteres import Criteres
from dla_market.blueprints.catalogue.export import COLONNES, LIGNES_MAX, colonnes_de, lignes
from dla_market.blueprints.catalogue.resultats import interroger
from dla_market.documents.tableur import ecrire_csv, ecrire_xlsx
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.search import IndexAbsent
from dla_market.web.actes import qui
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse, aller, page, telechargement

GENRES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def exporter() -> Reponse:
    """The columns to choose from, and how many results the file will hold."""
    acteur, connus = qui(), nomenclatures()
    criteres = Criteres.lire(request.args, connus)
    resultat = interroger(session_courante(), criteres, acteur)
    return page(
        "catalogue/exporter.html",
        titre="Exporter cette recherche",
        fil=[("Catalogue", url_for("catalogue.chercher")), ("Exporter", None)],
        mots=LECTURE.mots(canonique(criteres)),
        total=resultat.total if resultat else None,
        maximum=LIGNES_MAX,
        colonnes=colonnes_de(acteur, COLONNES),
        usuelles=colonnes_de(acteur),
        arguments=criteres.arguments(),
        retour=f"{url_for('catalogue.chercher')}?{canonique(criteres)}",
    )


def telecharger(forme: str) -> Reponse:
    """The file, with the columns of the address that the actor may have; back to them without an index."""
    genre = GENRES.get(forme) or abort(404)
    acteur, connus = qui(), nomenclatures()
    choisies = colonnes_de(acteur, request.args.getlist("colonne"))
    try:
        trouvees = lignes(session_courante(), acteur, Criteres.lire(request.args, connus), connus)
    except IndexAbsent:
        return aller(url_for("catalogue.exporter"))
    rangs = ([une.valeur(ligne) for une in choisies.values()] for ligne in trouvees)
    colonnes = [une.colonne for une in choisies.values()]
    jour = clock.today()
    corps = (
        ecrire_csv(colonnes, rangs) if forme == "csv" else ecrire_xlsx("Recherche", colonnes, rangs, le=jour)
    )
    return telechargement(corps, genre, f"prestataires-{jour.isoformat()}.{forme}", a_garder=True)
