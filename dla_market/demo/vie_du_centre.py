"""The centre de ressources Culture at work: its team and programme, an aval answered, a link declared."""

from __future__ import annotations

from datetime import date, timedelta

from dla_market.demo.lots import instant
from dla_market.demo.scene import Histoire, Scene
from dla_market.expertise import operations, operations_centres, operations_liens
from dla_market.expertise.models import NatureLien, NaturePreuve
from dla_market.expertise.models_centres import Axe
from dla_market.expertise.rules import Preuve, Sujet
from dla_market.reseau.models import CentreRessources

POSTES = (("Coordination", 80), ("Mission culture et emploi", 100), ("Documentation", 50))
"""The posts of the demo's centre, in hundredths of an ETP; no source says what the real ones are."""
ACTIONS = (
    (Axe.MOBILISER, "Rencontre annuelle des réseaux associés", "Une journée, en novembre."),
    (Axe.APPUYER, "Relire les diagnostics des DLA", "Réponse en dix jours."),
    (Axe.APPUYER, "Sessions d’information des prestataires", "Quatre sessions en ligne dans l’année."),
    (Axe.PROMOUVOIR, "Observer l’emploi dans les associations culturelles", ""),
    (Axe.CONTRIBUER, "Guide « Le DLA et le spectacle vivant »", "Mis à jour chaque année."),
)


def histoires_du_centre(scene: Scene, aujourd_hui: date) -> list[Histoire]:
    """What the centre does in the year."""
    return [
        equipe_et_programme(scene, aujourd_hui),
        aval_repondu(scene, aujourd_hui),
        lien_declare(scene, aujourd_hui),
    ]


def equipe_et_programme(scene: Scene, aujourd_hui: date) -> Histoire:
    """The coordination describes the team, then the actions of the year."""
    yield instant(aujourd_hui - timedelta(days=120), 9, 40)
    coordination = scene.acteur("culture", "coordinateur")
    centre = scene.session.get_one(CentreRessources, coordination.organisation_id)
    for fonction, etp in POSTES:
        operations_centres.ajouter_poste(
            scene.session,
            coordination,
            centre,
            fonction=fonction,
            etp_centiemes=etp,
            valide_du=date(aujourd_hui.year, 1, 1),
        )
    for axe, intitule, description in ACTIONS:
        operations_centres.ajouter_action(
            scene.session,
            coordination,
            centre,
            annee=aujourd_hui.year,
            axe=axe,
            intitule=intitule,
            description=description,
        )


def aval_repondu(scene: Scene, aujourd_hui: date) -> Histoire:
    """An aval on a thématique in culture, confirmed by another person, answered by the prestataire."""
    yield instant(aujourd_hui - timedelta(days=60), 10, 15)
    session = scene.session
    aval = operations.proposer(
        session,
        scene.acteur("culture", "expert"),
        scene.prestataire("prestataire1"),
        sujet=Sujet("culture", "gestion_financiere"),
        niveau=3,
        motif="Sait parler de trésorerie à des équipes artistiques, et leur laisse des outils simples.",
        preuve=Preuve(
            NaturePreuve.FORMATION, "Deux ateliers « Lire ses comptes » animés pour les réseaux du centre"
        ),
        note_interne="Demander un troisième retour de structure avant le renouvellement.",
    )
    yield instant(aujourd_hui - timedelta(days=54), 16)
    operations.confirmer(session, scene.acteur("culture", "coordinateur"), aval)
    yield instant(aujourd_hui - timedelta(days=52), 18, 30)
    operations.repondre(
        session,
        scene.acteur("prestataire1", "prestataire"),
        aval,
        "Merci. Nous intervenons désormais à deux, ce qui permet aussi de travailler les outils de suivi.",
    )


def lien_declare(scene: Scene, aujourd_hui: date) -> Histoire:
    """The expert was a partner of a prestataire until last year: another person vouches for it."""
    yield instant(aujourd_hui - timedelta(days=90), 11)
    operations_liens.declarer(
        scene.session,
        scene.acteur("culture", "expert"),
        scene.prestataire("fiche"),
        nature=NatureLien.COMMERCE,
        precision="Interventions communes facturées ensemble",
        debut=date(aujourd_hui.year - 4, 1, 1),
        fin=date(aujourd_hui.year - 1, 12, 31),
    )
