"""From a cahier des charges to a frozen shortlist; then a kept search, an export, one's own fiche."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from dla_market.catalogue.models import Activite
from dla_market.kernel import clock
from dla_market.kernel.db import db, unit_of_work
from dla_market.search import Indexeur
from dla_market.search.source import SourceEnBase
from dla_market.web.recherches import veiller
from tests.catalogue.semis import un_prestataire
from tests.stories.parcours import (
    MOINS_CHER,
    RETENU,
    TARDIF,
    Journee,
    diagnostiquer,
    preparer,
)

pytestmark = pytest.mark.navigateur

RECHERCHE = "/catalogue?secteur=culture"


@pytest.mark.parametrize(
    "javascript",
    [pytest.param(True, id="javascript"), pytest.param(False, id="sans_javascript", marks=pytest.mark.long)],
)
def test_a_need_becomes_a_shortlist_that_stays(browser, monde, photos, javascript):
    journee = Journee(browser, monde, javascript=javascript, photos=photos)
    try:
        for etape in (
            diagnostiquer,
            preparer,
            choisir,
            lancer,
            relire,
            garder,
            exporter,
            situer,
        ):
            etape(journee)
    finally:
        journee.fermer()


def choisir(j: Journee) -> None:
    """Proposed with reasons and figures; two added in one click, one with its own words, one set aside."""
    chargee = j.qui("chargee").aller(j.ou["ingenierie"]).suivre("Présélection des prestataires")
    chargee.lit("Prestataires proposés d’après le besoin", RETENU, MOINS_CHER, TARDIF, "Depuis 24 mois")
    chargee.lit("place offerte à un prestataire", "Votre DLA ne lui a jamais passé commande")
    chargee.tient_sur_un_telephone()
    chargee.envoyer(f"Ajouter {RETENU}").lit(
        "Le prestataire est dans la présélection", "Dans la présélection"
    )
    ligne = chargee.page.locator("ol.resultats > li").filter(has_text=MOINS_CHER)
    ligne.locator("summary").click()
    ligne.get_by_label("Pourquoi l’écarter").fill("Déjà pris jusqu’à l’été")
    chargee.envoyer("Écarter").lit("Prestataires écartés", "Déjà pris jusqu’à l’été")
    chargee.envoyer(f"Ne plus écarter {MOINS_CHER}").lit("peut de nouveau être proposé")
    chargee.page.locator("ol.resultats > li").filter(has_text=MOINS_CHER).get_by_label(
        "Motif de ce choix"
    ).fill("Tient les comptes de ressourceries")
    chargee.envoyer(f"Ajouter {MOINS_CHER}").lit("Tient les comptes de ressourceries")
    chargee.envoyer(f"Ajouter {TARDIF}").lit("proposé d’après le besoin")


def lancer(j: Journee) -> None:
    """The launch, and what it froze: read by the DLA and its region."""
    j.qui("chargee").aller(j.ou["ingenierie"]).suivre("Modifier le cahier des charges").envoyer(
        "Enregistrer le cahier des charges", plafond_ttc_centimes="4 500"
    )
    j.qui("responsable").aller(j.ou["ingenierie"]).suivre("Lancer la consultation").envoyer(
        "Lancer la consultation"
    ).lit("La consultation est lancée")
    j.ou["consultation"] = j.qui("responsable").page.url
    for qui in ("responsable", "chargee", "regional"):
        j.qui(qui).aller(j.ou["consultation"]).suivre("Présélection figée")
        j.qui(qui).lit("Tient les comptes de ressourceries", "Nadia Ferrand", "version", RETENU, "Rang")
    j.ou["preuve"] = j.qui("regional").page.url
    j.qui("regional").tient_sur_un_telephone()


def relire(j: Journee) -> None:
    """A fiche changes its words: the evidence does not."""
    avant = j.qui("chargee").aller(j.ou["preuve"]).texte
    j.qui("communs").aller("/ma-fiche").suivre("Offre").envoyer(
        "Enregistrer et continuer", titre="Tout autre chose"
    )
    assert j.qui("chargee").aller(j.ou["preuve"]).texte == avant


def garder(j: Journee) -> None:
    """A search kept with an alert: what is new is told the next morning, once, with the way to it."""
    chargee = j.qui("chargee").aller(RECHERCHE).suivre("Enregistrer cette recherche")
    chargee.envoyer("Enregistrer", nom="La culture", alerte="quotidienne").lit("La culture", "Le matin")
    chargee.tient_sur_un_telephone()
    with j.monde.app.app_context():
        with unit_of_work() as session:
            un_prestataire(
                session,
                "Scènes et Comptes",
                titre="Gestion des lieux de spectacle",
                activites=[Activite(secteur_code="culture", thematique_code="gestion_financiere", niveau=3)],
            )
        Indexeur(j.monde.app.config["DLA_INDEX"]).reconstruire(SourceEnBase())
        clock.avancer_de(timedelta(days=1))
        assert veiller() == 1
        assert veiller() == 0
        db.session.remove()
    j.ouvrir_message("chargee", "1 nouveau prestataire pour").lit("Scènes et Comptes", "Culture")
    chargee.aller("/recherches").suivre("Modifier La culture").envoyer(
        "Enregistrer", nom="Culture et comptes"
    )
    chargee.lit("Culture et comptes").suivre("Supprimer Culture et comptes")
    chargee.envoyer("Supprimer cette recherche").lit("Aucune recherche gardée")


def exporter(j: Journee) -> None:
    """The same results in a file, with the columns that one ticks."""
    chargee = j.qui("chargee").aller(RECHERCHE).suivre("Exporter").lit("Colonnes du fichier", "2 lignes")
    chargee.tient_sur_un_telephone()
    reponse = chargee.page.request.get(
        f"{j.monde.adresse}/catalogue/exporter/csv?secteur=culture&colonne=nom&colonne=tarif"
    )
    lignes = list(csv.reader(io.StringIO(reponse.body().decode("utf-8-sig")), delimiter=";"))
    assert [ligne[0] for ligne in lignes[1:]] == ["Scènes et Comptes", "Cabinet Bellevue"]
    with chargee.page.expect_download() as attendu:
        chargee.page.get_by_role("button", name="Télécharger pour Excel").click()
    assert attendu.value.suggested_filename.endswith(".xlsx")


def situer(j: Journee) -> None:
    """A prestataire tries a search on its own fiche."""
    communs = j.qui("communs").aller("/ma-fiche").suivre("Voir comment ma fiche ressort")
    communs.envoyer("Essayer cette recherche", texte="zoologie")
    communs.lit("Votre fiche ne ressort pas", "« zoologie » n’est nulle part").ne_lit_pas(MOINS_CHER, TARDIF)
    communs.envoyer("Essayer cette recherche", texte="", secteur="environnement")
    communs.lit("Au rang", "Ce que le DLA lirait").ne_lit_pas(MOINS_CHER, TARDIF)
    communs.tient_sur_un_telephone()
