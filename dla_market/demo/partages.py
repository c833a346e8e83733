"""What the centres and the DLA R share in the demo, and what the demo's DLA asks of the centre of culture."""

from __future__ import annotations

import io
import tomllib
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from dla_market.accompagnement.models import Diagnostic, EtatDiagnostic
from dla_market.demo.documents_prestataires import feuille
from dla_market.demo.identite import DONNEES
from dla_market.demo.lots import instant
from dla_market.demo.scene import Histoire, Scene
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie
from dla_market.kernel.fichiers.genres import Genre
from dla_market.kernel.fichiers.operations import FichierRecu
from dla_market.reseau.models import CentreRessources
from dla_market.ressources import operations as ressources
from dla_market.ressources.models import EtatRessource, NatureRessource, Ressource
from dla_market.ressources.rules import OCTETS_MAX, Contenu, Parties
from dla_market.sollicitations import operations, operations_centre
from dla_market.sollicitations.models import NatureSollicitation, Sollicitation
from dla_market.sollicitations.operations import Dossier
from dla_market.sollicitations.rules import Demande

PARTIES = tuple(Parties.__dataclass_fields__)


def histoires_partages(scene: Scene, aujourd_hui: date) -> list[Histoire]:
    """Every ressource and every sollicitation, each with its days."""
    with (DONNEES / "ressources.toml").open("rb") as fichier:
        fiches = tomllib.load(fichier)["ressources"]
    return [
        *(ressource(scene, aujourd_hui, fiche) for fiche in fiches),
        demande_close(scene, aujourd_hui),
        demande_suivie(scene, aujourd_hui),
        demande_repondue(scene, aujourd_hui),
        demande_envoyee(scene, aujourd_hui),
    ]


def ressource(scene: Scene, aujourd_hui: date, fiche: dict[str, Any]) -> Histoire:
    """Written, and published but for a draft; a second edition three months later where one is told."""
    jour = aujourd_hui - timedelta(days=fiche["jours"])
    yield instant(jour, 14)
    auteur = scene.acteur(*fiche["auteur"])
    contenu = Contenu(
        titre=fiche["titre"],
        resume=fiche["resume"],
        texte=fiche.get("texte", ""),
        lien=fiche.get("lien", ""),
        secteurs=tuple(fiche.get("secteurs", ())),
        thematiques=tuple(fiche.get("thematiques", ())),
        parties=Parties(**{nom: fiche.get(nom, "") for nom in PARTIES}),
    )
    depot = _fichier(scene, fiche)
    ecrite = ressources.creer(scene.session, auteur, NatureRessource(fiche["nature"]), contenu, depot)
    if fiche.get("brouillon"):
        return
    ressources.publier(scene.session, auteur, ecrite)
    if "changement" in fiche:
        yield instant(jour + timedelta(days=90), 11)
        ressources.modifier(scene.session, auteur, ecrite, contenu, changement=fiche["changement"])


def _fichier(scene: Scene, fiche: dict[str, Any]) -> ressources.Depot:
    """The file that one comes with, where it does: a page that says what it stands for."""
    if "fichier" not in fiche:
        return ressources.SANS_DEPOT
    cle, octets, empreinte = scene.reserve.recevoir(io.BytesIO(feuille(fiche["titre"])), OCTETS_MAX)
    return ressources.Depot(FichierRecu(cle, fiche["fichier"], Genre.PDF, octets, empreinte))


def demande_close(scene: Scene, aujourd_hui: date) -> Histoire:
    """A ressource asked for two months ago, given, found useful."""
    jour = aujourd_hui - timedelta(days=70)
    yield instant(jour, 9, 40)
    demandee = _envoyer(
        scene,
        Demande(
            NatureSollicitation.RESSOURCE,
            "Un modèle de cahier des charges pour une compagnie",
            "Une compagnie de théâtre de rue veut revoir son modèle économique. Avez-vous une trame ?",
            "culture",
            "strategie_consolidation",
        ),
        Dossier(),
    )
    yield instant(jour + timedelta(days=1), 10)
    expert = _prendre(scene, demandee)
    yield instant(jour + timedelta(days=3), 16)
    operations_centre.repondre(
        scene.session,
        expert,
        demandee,
        texte="Bonjour,\nvoici notre modèle, et le guide pour lire les comptes avec l’équipe. Bon travail !",
        ressources=_publiees(scene, "Cahier des charges : modèle économique", "Lire les comptes"),
    )
    yield instant(jour + timedelta(days=10), 17)
    operations.clore(
        scene.session,
        scene.acteur("dla", "charge_mission"),
        demandee,
        utile=True,
        mot="La trame nous a fait gagner une demi-journée. Merci !",
    )


def demande_suivie(scene: Scene, aujourd_hui: date) -> Histoire:
    """A diagnostic to read again, lent to the expert who follows it."""
    jour = aujourd_hui - timedelta(days=6)
    yield instant(jour, 11, 15)
    charge = scene.acteur("dla", "charge_mission")
    diagnostic = scene.session.scalars(
        select(Diagnostic)
        .where(Diagnostic.dla_id == charge.organisation_id, Diagnostic.etat == EtatDiagnostic.VALIDE)
        .order_by(Diagnostic.debut.desc(), Diagnostic.id.desc())
        .limit(1)
    ).one()
    demandee = _envoyer(
        scene,
        Demande(
            NatureSollicitation.RELECTURE,
            "Relire un diagnostic avant d’ouvrir une ingénierie",
            "Nous hésitons entre deux priorités. Un regard du secteur nous aiderait à choisir.",
            "culture",
        ),
        Dossier(diagnostic=diagnostic),
        preter=True,
    )
    yield instant(jour + timedelta(days=2), 9, 5)
    expert = _prendre(scene, demandee)
    yield instant(jour + timedelta(days=2), 9, 20)
    operations.ecrire(
        scene.session,
        expert,
        demandee,
        texte="Bien reçu. Y a-t-il un budget pour l’an prochain ?",
    )
    yield instant(jour + timedelta(days=3), 15, 30)
    operations.ecrire(
        scene.session, charge, demandee, texte="Oui, voté en juin : je peux vous en dire les grandes lignes."
    )


def demande_repondue(scene: Scene, aujourd_hui: date) -> Histoire:
    """Specialists for an ingénierie that is being prepared: the chargée has the answer to read."""
    jour = aujourd_hui - timedelta(days=9)
    yield instant(jour, 16, 10)
    charge = scene.acteur("dla", "charge_mission")
    ingenierie = scene.session.scalars(
        select(Ingenierie)
        .where(Ingenierie.dla_id == charge.organisation_id)
        .order_by(Ingenierie.etat != EtatIngenierie.PROJET, Ingenierie.cree_le.desc(), Ingenierie.id.desc())
        .limit(1)
    ).one()
    demandee = _envoyer(
        scene,
        Demande(
            NatureSollicitation.SPECIALISTE,
            "Qui connaît la communication des petits lieux ?",
            "Une équipe de bénévoles, peu de moyens, un public rural. Nous cherchons quelqu’un de concret.",
            "culture",
            "communication_ntic",
            aujourd_hui + timedelta(days=6),
        ),
        Dossier(ingenierie=ingenierie),
    )
    yield instant(jour + timedelta(days=1), 9, 30)
    expert = _prendre(scene, demandee)
    yield instant(jour + timedelta(days=7), 14, 45)
    for place, motif in (
        ("prestataire4", "A aidé trois lieux de moins de cent places, avec leurs bénévoles."),
        ("prestataire2", "Ses ateliers laissent des outils que l’équipe garde."),
    ):
        operations_centre.proposer(scene.session, expert, demandee, scene.prestataire(place), motif=motif)
    operations_centre.repondre(
        scene.session,
        expert,
        demandee,
        texte="Deux personnes que nous connaissons bien, et un guide pour préparer la première séance.",
        ressources=_publiees(scene, "Billetterie et publics"),
    )


def demande_envoyee(scene: Scene, aujourd_hui: date) -> Histoire:
    """Sent two days ago: nobody of the centre has taken it yet."""
    yield instant(aujourd_hui - timedelta(days=2), 10, 25)
    _envoyer(
        scene,
        Demande(
            NatureSollicitation.SPECIALISTE,
            "Un spécialiste du groupement d’employeurs pour trois salles",
            "Trois salles voisines veulent partager une régisseuse. Qui saurait les mettre d’accord ?",
            "culture",
            "mutualisation",
        ),
        Dossier(),
    )


def _envoyer(scene: Scene, demande: Demande, dossier: Dossier, *, preter: bool = False) -> Sollicitation:
    centre = scene.session.get_one(CentreRessources, scene.id_de("culture"))
    charge = scene.acteur("dla", "charge_mission")
    return operations.envoyer(scene.session, charge, centre, demande, dossier, preter=preter)


def _prendre(scene: Scene, sollicitation: Sollicitation) -> Any:
    expert = scene.acteur("culture", "expert")
    operations_centre.prendre_en_charge(scene.session, expert, sollicitation)
    return expert


def _publiees(scene: Scene, *debuts: str) -> list[Ressource]:
    """The published ressources whose titles begin so."""
    toutes = scene.session.scalars(
        select(Ressource).where(Ressource.etat == EtatRessource.PUBLIEE).order_by(Ressource.id)
    ).all()
    return [r for r in toutes if r.courante.titre.startswith(debuts)]
