"""The whole life of a fiche in a browser, by its actors, under a clock that moves by years."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dla_market.kernel import clock
from dla_market.kernel.db import db
from dla_market.taches import rappeler
from tests.stories.parcours import Journee

pytestmark = pytest.mark.navigateur

NOM = "Atelier Neuf"


def passer(j: Journee, jours: int) -> None:
    """Days go by, and the worker does its round."""
    clock.avancer_de(timedelta(days=jours))
    with j.monde.app.app_context():
        rappeler()
        db.session.remove()
    j.monde.livrer()


def trouvee(j: Journee):
    return j.qui("chargee").aller("/catalogue?texte=recycleries")


def ecrire(j: Journee) -> None:
    """A draft says what it lacks, step by step, and is submitted once it says the essential."""
    elle = j.qui("neuve").aller("/ma-fiche").lit("Votre fiche est un brouillon", "L’offre n’a pas de titre")
    elle.aller("/ma-fiche/soumettre").lit("L’offre n’a pas de titre")
    elle.aller("/ma-fiche").suivre("Offre").tient_sur_un_telephone()
    elle.envoyer("Enregistrer et continuer", titre="Ouvrir une recyclerie", distance="y", langues="en")
    elle.lit("jamais à un autre prestataire").tient_sur_un_telephone()
    elle.envoyer("Enregistrer et continuer", tarif_jour_ht_centimes="780", jours_par_mois="6")
    elle.tient_sur_un_telephone().envoyer(
        "Enregistrer et continuer", **{"lignes-0-annees": "9", "lignes-0-zones": "26, 07"}
    )
    elle.aller("/ma-fiche/equipe").tient_sur_un_telephone()
    elle.aller("/ma-fiche/engagements").tient_sur_un_telephone().envoyer(
        "Enregistrer et continuer", signer="y", **{"lignes-0-organisation": "Ressourcerie du Lac"}
    )
    elle.aller("/ma-fiche/apercu").lit(
        "Voici ce qu’un DLA de votre région lit de vous", "Ressourcerie du Lac", "9 ans"
    )
    elle.tient_sur_un_telephone().aller("/ma-fiche").suivre("Soumettre ma fiche").envoyer(
        "Soumettre ma fiche"
    )


def publier(j: Journee) -> None:
    """Sent back with words, completed, read again with what changed, published."""
    elle, zoe = j.qui("neuve"), j.qui("regional")
    zoe.aller("/a-faire").suivre(f"Lire et publier la fiche de {NOM}").suivre("Renvoyer plutôt la fiche")
    zoe.envoyer("Renvoyer la fiche", motif="Un téléphone, s’il vous plaît.")
    trouvee(j).ne_lit_pas(NOM)
    j.ouvrir_message("neuve", "Votre fiche est à compléter")
    elle.aller("/ma-fiche/historique").lit("Un téléphone, s’il vous plaît.")
    elle.aller("/ma-fiche/identite").envoyer("Enregistrer et continuer", telephone="04 75 00 00 00")
    elle.aller("/ma-fiche/soumettre").envoyer("Soumettre ma fiche")
    zoe.aller("/fiches-a-publier").suivre("Publier").lit("Ce qui a changé", "Téléphone", "04 75 00 00 00")
    zoe.envoyer("Publier la fiche").lit(f"La fiche de {NOM} est publiée")
    trouvee(j).lit(NOM).suivre(NOM).lit("780 €", "Anglais", "À distance", "seulement 07, 26")


def modifier(j: Journee) -> None:
    """An edit shows at once; who answers for the fiche reads what changed, field by field."""
    j.qui("neuve").aller("/ma-fiche/conditions").envoyer(
        "Enregistrer et continuer", tarif_jour_ht_centimes="820"
    )
    trouvee(j).suivre(NOM).lit("820 €")
    j.qui("neuve").aller("/ma-fiche").suivre("Historique des changements")
    j.qui("neuve").lit("Fiche modifiée", "Alix Renard", "780 € HT", "820 € HT").tient_sur_un_telephone()
    zoe = j.qui("regional").aller("/fiches").lit(NOM).suivre("Changements").lit("780 € HT", "820 € HT")
    zoe.suivre("J’ai relu ces changements").envoyer("J’ai relu ces changements").ne_lit_pas(NOM)


def confirmer(j: Journee) -> None:
    """Three reminders, then asleep; a confirmation wakes it."""
    publiee = clock.today()
    fin = publiee + timedelta(days=365)
    objet = f"Votre fiche est à confirmer avant le {clock.dire_jour(fin)}".replace("\u00a0", " ")
    passer(j, 334)
    j.qui("neuve").aller("/messages").ne_lit_pas(objet)
    passer(j, 1)
    j.ouvrir_message("neuve", objet).lit("Confirmer ma fiche pour un an")
    passer(j, 15)
    passer(j, 15)
    j.ouvrir_message("neuve", "Votre fiche est à confirmer aujourd’hui")
    passer(j, 1)
    j.qui("neuve").aller("/ma-fiche").lit("Votre fiche n’est plus active")
    trouvee(j).lit("Fiche non confirmée depuis le")
    j.qui("pilote").aller("/fiches?liste=inactives").lit(NOM).tient_sur_un_telephone()
    j.qui("neuve").aller("/ma-fiche").suivre("Confirmer ma fiche").envoyer("Confirmer ma fiche pour un an")
    j.qui("neuve").lit("elle est active jusqu’au")
    trouvee(j).lit(NOM)
    j.qui("pilote").aller("/fiches?liste=inactives").ne_lit_pas(NOM)


def suspendre(j: Journee) -> None:
    """Announced with its reason, answered, decided, lifted: each reads the other."""
    elle, zoe = j.qui("neuve"), j.qui("regional")
    zoe.aller("/catalogue?texte=recycleries").suivre(NOM).suivre("Suspension")
    zoe.suivre("Annoncer une suspension").lit("15 jours")
    zoe.envoyer("Annoncer la suspension", motif="Deux missions abandonnées.").lit(
        "encore le temps de répondre"
    )
    trouvee(j).lit(NOM)
    elle.aller("/a-faire").suivre("Répondre à la suspension envisagée").lit("Deux missions abandonnées.")
    elle.tient_sur_un_telephone().envoyer(
        "Envoyer ma réponse", reponse="Une maladie.\nUn remplaçant est venu."
    )
    zoe.aller("/a-faire").suivre(f"Décider de la suspension de {NOM}").lit("Un remplaçant est venu.")
    zoe.tient_sur_un_telephone().suivre("Suspendre la fiche")
    zoe.envoyer("Suspendre la fiche", motif="Le remplaçant n’est pas venu.").lit("Suspension prononcée")
    trouvee(j).ne_lit_pas(NOM)
    elle.aller("/ma-fiche").lit("Votre fiche est suspendue").suivre("Lire la décision")
    elle.lit("Le remplaçant n’est pas venu.")
    zoe.aller("/fiches?liste=suspendues").suivre(f"Suspension de la fiche de {NOM}")
    zoe.suivre("Lever la suspension").envoyer("Lever la suspension", motif="Nouvelle équipe.").lit(
        "Suspension levée"
    )
    trouvee(j).lit(NOM)


def fermer(j: Journee) -> None:
    """Closed by its prestataire, gone from the catalogue, and a draft again where it changes its mind."""
    elle = j.qui("neuve").aller("/ma-fiche").suivre("Fermer ma fiche")
    elle.envoyer("Fermer la fiche", motif="Je pars à la retraite.").lit("Votre fiche est fermée")
    trouvee(j).ne_lit_pas(NOM)
    j.qui("pilote").aller("/fiches?liste=toutes").lit(NOM, "Fermée")
    elle.suivre("Rouvrir ma fiche").envoyer("Rouvrir ma fiche").lit("Votre fiche est un brouillon")
    elle.suivre("Historique des changements").lit("Je pars à la retraite.", "Fiche rouverte")


@pytest.mark.parametrize(
    "javascript",
    [
        pytest.param(True, id="javascript"),
        pytest.param(False, id="sans_javascript", marks=pytest.mark.long),
    ],
)
def test_the_life_of_a_fiche(browser, monde, photos, javascript):
    journee = Journee(browser, monde, javascript=javascript, photos=photos)
    try:
        for etape in (ecrire, publier, modifier, confirmer, suspendre, fermer):
            etape(journee)
    finally:
        journee.fermer()
