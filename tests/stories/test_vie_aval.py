"""The whole life of an aval in a browser: who may not give it, who does, who answers, how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dla_market.kernel import clock
from tests.stories.parcours import Journee

pytestmark = pytest.mark.navigateur

FICHE, CENTRE, SUJET = (
    "Atelier des Communs",
    "Centre environnement",
    "Environnement × Stratégie de consolidation",
)
CHERCHE = "/catalogue?thematique=strategie_consolidation&aval=environnement"
REPONSE = "Nous n’intervenons plus seuls sur ce sujet."
PROPOSITION = {
    "secteur": "environnement",
    "thematique": "strategie_consolidation",
    "niveau": "3",
    "motif": "Trois ressourceries suivies avec nous.",
    "preuve_nature": "mission",
    "preuve": "Ressourcerie du Lac, 2025",
    "note_interne": "À revoir en réunion d’experts.",
}
RENOUVELLEMENT = {"preuve_nature": "formation", "preuve": "Journée d’étude de 2027"}


def ouvrir_la_fiche(j: Journee, qui: str):
    return j.qui(qui).aller(f"/catalogue?texte={FICHE.replace(' ', '+')}").suivre(FICHE)


def proposer(j: Journee) -> None:
    """An expert with a link is stopped and stands back; another one proposes, a third person confirms."""
    ouvrir_la_fiche(j, "experte").suivre("Proposer un aval").suivre("déclarez ce lien").envoyer(
        "Déclarer le lien", nature="commerce", precision="Associée jusqu’en 2025", fin="2025-06-30"
    ).lit("Récuse", "Associée jusqu’en 2025")
    ouvrir_la_fiche(j, "experte").suivre("Proposer un aval").lit("vous vous récusez")
    j.qui("experte").envoyer("Proposer l’aval", **PROPOSITION).lit(
        "Une autre personne de votre centre, sans lien"
    )
    ouvrir_la_fiche(j, "expert").suivre("Proposer un aval").envoyer("Proposer l’aval", **PROPOSITION)
    j.qui("expert").suivre(SUJET).lit("À revoir en réunion d’experts", "pas encore")
    j.qui("chargee").aller("/catalogue").ne_lit_pas("Aval Centre environnement")
    j.ouvrir_message("coordination", "Un aval à confirmer").lit("À revoir en réunion d’experts")
    j.qui("coordination").envoyer("Confirmer l’aval").lit("se voit dès maintenant")


def montrer_et_repondre(j: Journee) -> None:
    """The network finds it by its facet, with who, when and why; the prestataire answers beside it."""
    j.qui("chargee").aller(CHERCHE).lit("1 prestataire")
    j.qui("chargee").lit(f"Aval {CENTRE} : {SUJET}, jusqu’au 2 mars 2028").suivre(FICHE)
    j.qui("chargee").lit("Proposé par Sami Roy", "confirmé par Hugo Marin", "Ressourcerie du Lac, 2025")
    j.qui("chargee").ne_lit_pas("À revoir en réunion").tient_sur_un_telephone()
    j.ouvrir_message("communs", "Votre expertise est reconnue").ne_lit_pas("À revoir en réunion")
    j.qui("communs").suivre("Répondre à l’aval").envoyer("Répondre à l’aval", reponse=REPONSE).lit(REPONSE)
    ouvrir_la_fiche(j, "chargee").lit("Réponse du prestataire", REPONSE)
    j.ouvrir_message("expert", f"Réponse à un aval : {FICHE}").lit(REPONSE)


def renouveler(j: Journee) -> None:
    """Near its end it waits on the centre's home; renewed, it keeps its chain."""
    clock.avancer_de(timedelta(days=670))
    j.qui("chargee").aller("/catalogue?aval=environnement").lit("expire en mars")
    j.qui("expert").aller("/a-faire").suivre("Renouveler l’aval").lit("vaut jusqu’au")
    j.qui("expert").envoyer("Proposer le renouvellement", **RENOUVELLEMENT)
    j.qui("coordination").aller("/a-faire").suivre("Confirmer l’aval").envoyer("Confirmer l’aval")
    ouvrir_la_fiche(j, "chargee").lit("c’est un renouvellement", "Journée d’étude de 2027").ne_lit_pas(
        REPONSE
    )
    j.qui("chargee").suivre("Tout lire").lit("Ce que cet aval renouvelle").suivre("Aval du").lit(
        "Renouvelé", REPONSE
    )


def expirer(j: Journee) -> None:
    """Past its last day it is shown as past, and no filter finds it."""
    clock.avancer_de(timedelta(days=800))
    j.qui("chargee").aller("/catalogue?aval=environnement").lit("Aucun prestataire")
    j.qui("chargee").aller(f"/catalogue?texte={FICHE.replace(' ', '+')}").lit("terminé le")
    j.qui("chargee").suivre(FICHE).lit("Aucun aval en cours", "Avals passés", "Terminé depuis le")


def retirer(j: Journee) -> None:
    """Given anew after its end, then taken back: the prestataire alone reads why, outside the centre."""
    j.qui("expert").aller("/avals?liste=passes").suivre("Renouveler").envoyer(
        "Proposer le renouvellement", **RENOUVELLEMENT
    )
    j.qui("coordination").aller("/avals").suivre("Confirmer l’aval").envoyer("Confirmer l’aval")
    j.qui("coordination").aller("/avals?liste=valides").suivre("Retirer l’aval").envoyer(
        "Retirer l’aval", motif="L’équipe a changé."
    )
    j.ouvrir_message("communs", "Une reconnaissance est retirée").lit("L’équipe a changé.")
    ouvrir_la_fiche(j, "chargee").ne_lit_pas("L’équipe a changé.")
    j.qui("chargee").aller("/centres").suivre(CENTRE).tient_sur_un_telephone()


@pytest.mark.parametrize(
    "javascript",
    [pytest.param(True, id="javascript"), pytest.param(False, id="sans_javascript", marks=pytest.mark.long)],
)
def test_the_life_of_an_aval(browser, monde, photos, javascript):
    journee = Journee(browser, monde, javascript=javascript, photos=photos)
    try:
        for etape in (proposer, montrer_et_repondre, renouveler, expirer, retirer):
            etape(journee)
    finally:
        journee.fermer()
