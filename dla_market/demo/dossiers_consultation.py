"""A live dossier's consultation: from the shortlist to the award, as far as its story goes."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from dla_market.catalogue.models import RegimeTva
from dla_market.consultations.models import Consultation, Invitation, OffreOuverte, OrigineSelection
from dla_market.consultations.operations.analyse import declarer_interet, noter
from dla_market.consultations.operations.attribution import attribuer, choisir
from dla_market.consultations.operations.depot import deposer
from dla_market.consultations.operations.echanges import poser_question, repondre_invitation
from dla_market.consultations.operations.lancement import lancer
from dla_market.consultations.operations.ouverture import ouvrir_offres
from dla_market.consultations.operations.selection import ajouter_selection
from dla_market.consultations.rules import ContenuOffre
from dla_market.demo import textes
from dla_market.demo.aleas import hasard
from dla_market.demo.dossiers import Dossier, Etape
from dla_market.demo.lots import instant
from dla_market.demo.propositions import PROPOSEES, proposition_du_jour
from dla_market.demo.scene import Scene
from dla_market.ingenieries.models import Ingenierie
from dla_market.preselection.constat import constater

TVA_DU_JOUR = 2000
CRITERES_NOTES = (1, 2, 3)
HEURES_AVANT = (46, 27, 21, 3)
"""Before the deadline, at noon: when the first, the second… deposits its offer."""
MOTIFS = (
    "Connaît le secteur, bons retours sur ses missions de l’an dernier.",
    "Proche de la structure, disponible aux dates souhaitées.",
    "Jamais consulté par notre DLA : élargir le cercle.",
    "Recommandé par le centre de ressources du secteur.",
)


def preselectionner(scene: Scene, ingenierie: Ingenierie, places: Sequence[str]) -> None:
    """Put the prestataires on the shortlist, each with its reason."""
    for rang, place in enumerate(places):
        ajouter_selection(
            scene.session,
            scene.acteur("dla", "charge_mission"),
            ingenierie,
            scene.prestataire(place),
            origine=OrigineSelection.CONNU if rang == 0 else OrigineSelection.RECHERCHE,
            motif=MOTIFS[rang % len(MOTIFS)],
        )


def mener(
    scene: Scene, dossier: Dossier, ingenierie: Ingenierie, lancement: date, limite: datetime
) -> Generator[datetime, None, Consultation | None]:
    """Launch, receive, open, score, choose, award; gives the consultation once awarded."""
    session, responsable = scene.session, scene.acteur("dla", "responsable")
    yield instant(lancement, 9, 20)
    propose = proposition_du_jour(scene, ingenierie) if dossier.etape in PROPOSEES else None
    consultation = lancer(session, responsable, scene.coffre, ingenierie, proposition=constater(propose))
    yield instant(lancement + timedelta(days=2), 17, 5)
    _annoncer(scene, dossier, consultation)
    if dossier.etape is Etape.LANCEE:
        yield instant(lancement + timedelta(days=3), 8, 50)
        poser_question(
            session,
            scene.acteur("prestataire2", "prestataire"),
            _invitation(scene, consultation, "prestataire2"),
            texte="Les structures ont-elles déjà un salarié en commun, ou tout est-il à construire ?",
        )
        return None
    for avance, place in zip(HEURES_AVANT, dossier.repondent, strict=False):
        yield limite - timedelta(hours=avance)
        deposer(
            session,
            scene.acteur(place, "prestataire"),
            scene.coffre,
            _invitation(scene, consultation, place),
            contenu=_offre(scene, dossier, ingenierie, place),
        )
    if dossier.etape is Etape.CLOSE:
        return None
    yield limite + timedelta(days=1, hours=2)
    ouvrir_offres(session, responsable, scene.coffre, consultation)
    yield limite + timedelta(days=3)
    _noter(scene, dossier, consultation, "dla", "charge_mission")
    if dossier.etape is Etape.OUVERTE:
        return None
    yield limite + timedelta(days=5)
    structure = dossier.structures[0]
    _noter(scene, dossier, consultation, structure, "structure")
    gagnante = _gagnante(scene, dossier, consultation)
    choisir(
        session,
        scene.acteur(structure, "structure"),
        consultation,
        gagnante,
        motif="La méthode nous convient et les dates aussi.",
    )
    if dossier.etape is Etape.CHOISIE:
        return None
    yield limite + timedelta(days=6)
    declarer_interet(session, responsable, consultation, sans_lien=True)
    attribuer(session, responsable, consultation, gagnante)
    return consultation


def _invitation(scene: Scene, consultation: Consultation, place: str) -> Invitation:
    return scene.session.scalars(
        select(Invitation).where(
            Invitation.consultation_id == consultation.id, Invitation.prestataire_id == scene.id_de(place)
        )
    ).one()


def _annoncer(scene: Scene, dossier: Dossier, consultation: Consultation) -> None:
    """All that will answer say so; where the consultation still runs, only the second one has."""
    places = ("prestataire2",) if dossier.etape is Etape.LANCEE else dossier.repondent
    for place in places:
        repondre_invitation(
            scene.session,
            scene.acteur(place, "prestataire"),
            _invitation(scene, consultation, place),
            verbe="annoncer",
        )


def _offre(scene: Scene, dossier: Dossier, ingenierie: Ingenierie, place: str) -> ContenuOffre:
    """What a prestataire offers: under the ceiling; the winner a little cheaper than the others."""
    rng = hasard(f"offre {dossier} {place}")
    prestataire = scene.prestataire(place)
    taux = TVA_DU_JOUR if prestataire.regime_tva is RegimeTva.ASSUJETTI else 0
    part = 880 if place == dossier.gagnant else rng.randint(900, 980)
    ht = dossier.plafond * 100 * part // 1000 * 10_000 // (10_000 + taux) // 500 * 500
    theme = textes.THEMATIQUES[dossier.thematique]
    intervenants = "\n".join(f"{i.nom}, {i.fonction}. {i.experience}" for i in prestataire.intervenants)
    references = "\n".join(f"{r.client} ({r.annee}). {r.resume}" for r in prestataire.references)
    return ContenuOffre(
        comprehension=(
            f"Nous avons lu le cahier des charges de {ingenierie.reference}. La demande est claire : "
            f"{rng.choice(theme['objectifs'])}. {rng.choice(textes.POSTURES)}"
        ),
        methode=f"Nous {rng.choice(theme['apports'])}. Étapes : {', '.join(theme['methodes'])}.",
        calendrier="Cadrage la première semaine, trois séances sur deux mois, puis la restitution.",
        intervenants=intervenants,
        references=references or "Missions semblables menées depuis trois ans, détail sur demande.",
        jours_centiemes=dossier.jours,
        total_ht_centimes=ht,
        tva_dix_millemes=taux,
    )


def _offres(scene: Scene, consultation: Consultation) -> Sequence[OffreOuverte]:
    return scene.session.scalars(
        select(OffreOuverte)
        .where(OffreOuverte.consultation_id == consultation.id)
        .order_by(OffreOuverte.prestataire_id)
    ).all()


def _noter(scene: Scene, dossier: Dossier, consultation: Consultation, place: str, role: str) -> None:
    """Declare, then score every offer on every criterion that is scored by hand; the winner gets the best."""
    acteur = scene.acteur(place, role)
    declarer_interet(scene.session, acteur, consultation, sans_lien=True)
    gagnant = scene.id_de(dossier.gagnant)
    for offre in _offres(scene, consultation):
        for critere in CRITERES_NOTES:
            rng = hasard(f"note {dossier} {offre.prestataire_id} {critere} {place}")
            note = 5 if offre.prestataire_id == gagnant else rng.choice((2, 3, 3, 4))
            noter(scene.session, acteur, offre, critere_ordre=critere, note=note)


def _gagnante(scene: Scene, dossier: Dossier, consultation: Consultation) -> OffreOuverte:
    gagnant = scene.id_de(dossier.gagnant)
    return next(o for o in _offres(scene, consultation) if o.prestataire_id == gagnant)
