"""A sollicitation and the ressources of a centre in a browser, by their actors, JavaScript on and off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from dla_market.accompagnement.models import Structure
from dla_market.kernel import clock
from dla_market.kernel.db import db, unit_of_work
from tests.stories.monde import ANNEE
from tests.stories.parcours import Journee
from tests.stories.promenade import Personne
from tests.support import fabriques

pytestmark = pytest.mark.navigateur

OBJET = "Une spécialiste des ressourceries"
GUIDE = "Diagnostic éclair d’une ressourcerie"
MODELE = "Trame pour une ressourcerie"


def choisir_le_centre(personne: Personne) -> Personne:
    """The only centre that there is."""
    personne.page.get_by_label("À quel centre ?").select_option(index=1)
    return personne


def lit_le_diagnostic(j: Journee, personne: Personne) -> bool:
    """Whether the diagnostic's page opens to someone who is signed in."""
    return bool(personne.contexte.request.get(j.monde.adresse + j.ou["diagnostic"]).ok)


def preparer(j: Journee) -> None:
    """A diagnostic validated with the structure, and the ingénierie that starts from it."""
    with j.monde.app.app_context():
        with unit_of_work() as session:
            diagnostic = fabriques.un_diagnostic(session, session.scalars(select(Structure)).one())
            diagnostic.contexte = "Le loyer double."
            j.ou["diagnostic"] = f"/diagnostics/{diagnostic.id}"
        db.session.remove()
    j.qui("chargee").aller(j.ou["diagnostic"]).suivre("Ouvrir une ingénierie").envoyer(
        "Ouvrir l’ingénierie",
        intitule="Consolider la ressourcerie",
        type="individuelle",
        **{"prestations-0-thematique_code": "gestion_financiere", "prestations-0-jours_centiemes": "4"},
    )
    j.ou["ingenierie"] = j.qui("chargee").page.url


def publier_les_ressources(j: Journee) -> None:
    """The centre writes a guide and a model; the network reads them once they are published."""
    experte = j.qui("experte").aller("/ressources").suivre("Écrire une ressource").tient_sur_un_telephone()
    experte.envoyer("Enregistrer le brouillon", titre=GUIDE, resume="Une journée sur place.")
    experte.lit("Écrivez le texte, donnez l’adresse où il se lit, ou joignez un fichier.")
    experte.envoyer("Enregistrer le brouillon", texte="Suivez un objet de la collecte à la caisse.")
    j.qui("chargee").aller("/ressources").ne_lit_pas(GUIDE)
    experte.suivre("Publier").envoyer("Publier la ressource").lit("tout le réseau peut la lire")
    experte.aller("/ressources/nouvelle").suivre("Modèle de cahier des charges").envoyer(
        "Enregistrer le brouillon",
        titre=MODELE,
        resume="Quatre jours.",
        contexte="Dire les tonnages.",
        livrables="Un plan chiffré.",
        secteurs="environnement",
    )
    experte.suivre("Publier").envoyer("Publier la ressource")
    experte.aller("/ressources").suivre(GUIDE).suivre("Modifier").envoyer(
        "Enregistrer la nouvelle édition", texte="Suivez trois objets.", changement="Trois objets."
    )
    experte.lit("2ᵉ édition", "Trois objets.").suivre("1ʳᵉ édition").lit("Suivez un objet")


def joindre(j: Journee) -> None:
    """The chargée starts the cahier from the model and attaches the guide, one click each."""
    chargee = j.qui("chargee").aller(j.ou["ingenierie"]).suivre("Rédiger le cahier des charges")
    chargee.suivre(MODELE).envoyer("Enregistrer le cahier des charges", plafond_ttc_centimes="4 000")
    chargee.lit("Le loyer double.", "Dire les tonnages.", f"Cahier parti du modèle {MODELE}")
    chargee.suivre("Chercher une ressource à joindre").envoyer(f"Joindre : {GUIDE}").lit("Déjà jointe")
    chargee.tient_sur_un_telephone()
    chargee.aller(j.ou["ingenierie"]).lit(GUIDE).tient_sur_un_telephone()
    j.qui("structure").aller(j.ou["ingenierie"]).lit(GUIDE)


def demander(j: Journee) -> None:
    """The DLA asks, lends the diagnostic; the centre has not read it before."""
    assert not lit_le_diagnostic(j, j.qui("experte"))
    chargee = j.qui("chargee").aller(j.ou["diagnostic"]).suivre("Demander à un centre")
    chargee.tient_sur_un_telephone()
    chargee.envoyer("Envoyer la demande", nature="specialiste", objet=OBJET, texte="Nous cherchons.").lit(
        "Choisissez un centre de ressources."
    )
    choisir_le_centre(chargee).envoyer("Envoyer la demande").lit("le centre est prévenu", OBJET)
    j.ou["demande"] = chargee.page.url


def suivre_et_repondre(j: Journee) -> None:
    """An expert takes it, asks, names a prestataire that the centre knows, answers with the guide."""
    experte = j.ouvrir_message("experte", "Une demande d’un DLA").lit(OBJET, "Nous cherchons.")
    experte.tient_sur_un_telephone().suivre("Lire le diagnostic").lit("Le loyer double.")
    experte.aller("/a-faire").suivre("Prendre en charge").envoyer("Prendre en charge")
    experte.envoyer("Envoyer le message", texte="Dites le budget.").lit("Rose Lambert", "Dites le budget.")
    j.ouvrir_message("chargee", "Un message sur une demande").lit("Dites le budget.").envoyer(
        "Envoyer le message", texte="Quatre mille euros."
    )
    experte.aller("/a-faire").suivre("Répondre au DLA").lit("Quatre mille euros.")
    experte.suivre("Proposer des prestataires").tient_sur_un_telephone()
    experte.envoyer("Rechercher", texte="trois rivières").lit("Conseil Trois Rivières")
    experte.page.get_by_label("Pourquoi ce prestataire : Conseil Trois Rivières").fill(
        "Deux missions suivies."
    )
    experte.envoyer("Ajouter à la réponse : Conseil Trois Rivières").lit("Dans votre réponse")
    j.qui("chargee").aller(j.ou["demande"]).ne_lit_pas("Deux missions suivies.")
    experte.suivre("Écrire la réponse").tient_sur_un_telephone().ecrire_choix(GUIDE)
    experte.envoyer("Envoyer la réponse", texte="Voici notre avis.").lit("Votre réponse est envoyée au DLA")


def retenir_et_clore(j: Journee) -> None:
    """The name goes on the shortlist with the centre's reason; the diagnostic is given back at the end."""
    chargee = j.ouvrir_message("chargee", "Le centre a répondu").lit("Voici notre avis.", GUIDE)
    chargee.tient_sur_un_telephone()
    chargee.envoyer("Présélectionner Conseil Trois Rivières").lit("est dans la présélection")
    chargee.suivre("En présélection").lit("Deux missions suivies.", "proposé par un centre de ressources")
    chargee.aller(j.ou["demande"]).suivre("Clore la demande").envoyer(
        "Clore la demande", utile="oui", mot="Très clair."
    )
    experte = j.qui("experte").aller(j.ou["demande"]).lit("a trouvé la réponse utile", "Très clair.")
    assert not lit_le_diagnostic(j, experte)


def rendre_compte(j: Journee) -> None:
    """Late ones are said by the clock; the year adds up."""
    j.qui("chargee").aller("/sollicitations").suivre("Demander à un centre")
    choisir_le_centre(j.qui("chargee")).envoyer(
        "Envoyer la demande",
        nature="question",
        secteur="environnement",
        objet="Une autre question",
        texte="La voici.",
    )
    clock.avancer_de(timedelta(days=6))
    coordination = j.qui("coordination").aller("/sollicitations").lit("Une autre question", "En retard")
    coordination.tient_sur_un_telephone().suivre(f"Activité {ANNEE}").tient_sur_un_telephone()
    coordination.lit("Reçues 2", "Dont close 1", "Mis en présélection 1", "Publiées 2")


ETAPES: tuple[Callable[[Journee], None], ...] = (
    preparer,
    publier_les_ressources,
    joindre,
    demander,
    suivre_et_repondre,
    retenir_et_clore,
    rendre_compte,
)


@pytest.mark.parametrize(
    "javascript",
    [pytest.param(True, id="javascript"), pytest.param(False, id="sans_javascript", marks=pytest.mark.long)],
)
def test_a_centre_is_asked_and_answers(browser, monde, photos, javascript):
    journee = Journee(browser, monde, javascript=javascript, photos=photos)
    try:
        for etape in ETAPES:
            etape(journee)
    finally:
        journee.fermer()
    assert {"chargee", "structure", "experte", "coordination"} <= set(journee.gens)
