"""What is told to whom, event by event: a sentence and a link, never a price or a bidder's name (J3).

Links are paths of the program; a test matches each with the URL table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.accompagnement.models import Diagnostic
from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.queries import regionaux_de
from dla_market.commandes.models import Commande
from dla_market.comptes.models import Role
from dla_market.consultations.models import (
    Consultation,
    EtatInvitation,
    Invitation,
    Offre,
    OffreOuverte,
    Question,
)
from dla_market.reseau.models import DlaRegional

Charge = dict[str, Any]


@dataclass(frozen=True)
class Avis:
    """One message to the members of an organisation, in these roles (or in any).

    Where one of them is named, to that `personne` alone.
    """

    organisation_id: int
    objet: str
    corps: str
    lien: str
    roles: tuple[Role, ...] = ()
    personne: int | None = None


Redacteur = Callable[[Session, Charge], Iterator[Avis]]


def _consultation(session: Session, charge: Charge) -> Consultation:
    return session.get_one(Consultation, charge["consultation_id"])


def _aux_invites(consultation: Consultation, objet: str, corps: str) -> Iterator[Avis]:
    for invitation in consultation.invitations:
        if invitation.etat is not EtatInvitation.DECLINEE:
            yield Avis(invitation.prestataire_id, objet, corps, f"/invitations/{invitation.id}")


def _aux_structures(consultation: Consultation, objet: str, corps: str) -> Iterator[Avis]:
    for participation in consultation.ingenierie.participations:
        yield Avis(participation.structure_id, objet, corps, f"/consultations/{consultation.id}")


def consultation_lancee(session: Session, charge: Charge) -> Iterator[Avis]:
    """To each invited provider."""
    consultation = _consultation(session, charge)
    yield from _aux_invites(
        consultation,
        f"Vous êtes consulté·e : {consultation.ingenierie.intitule}",
        f"{consultation.ingenierie.dla.nom} vous invite à proposer votre aide pour une mission. "
        "Lisez le cahier des charges et dites si vous pensez répondre.",
    )


def consultation_prolongee(session: Session, charge: Charge) -> Iterator[Avis]:
    """The new deadline, to all at once."""
    consultation = _consultation(session, charge)
    yield from _aux_invites(
        consultation,
        f"Délai prolongé : {consultation.ingenierie.intitule}",
        "La date limite de réponse est reportée, pour tous les prestataires consultés.",
    )


def invitation_repondue(session: Session, charge: Charge) -> Iterator[Avis]:
    """To who runs the consultation."""
    invitation = session.get_one(Invitation, charge["invitation_id"])
    ingenierie = invitation.consultation.ingenierie
    yield Avis(
        ingenierie.dla_id,
        f"Une réponse à l’invitation : {ingenierie.intitule}",
        "Un prestataire consulté a dit s’il pense répondre.",
        f"/consultations/{invitation.consultation_id}",
        (Role.CHARGE_MISSION,),
    )


def question_posee(session: Session, charge: Charge) -> Iterator[Avis]:
    """To who answers."""
    consultation = session.get_one(Question, charge["question_id"]).consultation
    yield Avis(
        consultation.ingenierie.dla_id,
        f"Une question sur le cahier des charges : {consultation.ingenierie.intitule}",
        "Votre réponse sera envoyée à tous les prestataires consultés, sans dire qui a demandé.",
        f"/consultations/{consultation.id}",
        (Role.CHARGE_MISSION,),
    )


def question_repondue(session: Session, charge: Charge) -> Iterator[Avis]:
    """To all, without the author."""
    consultation = session.get_one(Question, charge["question_id"]).consultation
    yield from _aux_invites(
        consultation,
        f"Une réponse sur le cahier des charges : {consultation.ingenierie.intitule}",
        "Le DLA a répondu à une question. La réponse vaut pour tous.",
    )


def offre_deposee(session: Session, charge: Charge) -> Iterator[Avis]:
    """The receipt, to its owner alone (B5)."""
    offre = session.get_one(Offre, charge["offre_id"])
    accuse = f"Empreinte de l’accusé de réception : {offre.empreinte}"
    if offre.hors_delai:
        objet = "Votre offre est arrivée hors délai"
        corps = "Elle est conservée scellée, et n’est pas ouverte. "
    else:
        objet = "Votre offre est déposée"
        corps = "Vous pouvez la remplacer ou la retirer jusqu’à la date limite. "
    yield from _au_deposant(session, charge, objet, corps + accuse)


def offre_retiree(session: Session, charge: Charge) -> Iterator[Avis]:
    """To its owner alone."""
    yield from _au_deposant(
        session,
        charge,
        "Votre offre est retirée",
        "Elle ne sera pas ouverte. Vous pouvez en déposer une autre.",
    )


def _au_deposant(session: Session, charge: Charge, objet: str, corps: str) -> Iterator[Avis]:
    offre = session.get_one(Offre, charge["offre_id"])
    invitation = session.scalars(
        select(Invitation).where(
            Invitation.consultation_id == offre.consultation_id,
            Invitation.prestataire_id == offre.prestataire_id,
        )
    ).one()
    yield Avis(offre.prestataire_id, objet, corps, f"/invitations/{invitation.id}")


def offres_ouvertes(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the structures, which score."""
    consultation = _consultation(session, charge)
    yield from _aux_structures(
        consultation,
        "Les offres sont ouvertes : à vous de les comparer",
        "Lisez-les côte à côte et notez-les critère par critère. Comptez une demi-heure.",
    )


def choix_fait(session: Session, charge: Charge) -> Iterator[Avis]:
    """To who awards."""
    consultation = _consultation(session, charge)
    yield Avis(
        consultation.ingenierie.dla_id,
        f"À attribuer : {consultation.ingenierie.intitule}",
        "La structure a choisi un prestataire. La décision vous revient.",
        f"/consultations/{consultation.id}",
        (Role.RESPONSABLE,),
    )


def consultation_attribuee(session: Session, charge: Charge) -> Iterator[Avis]:
    """The result to every bidder at once, each with their own scores (R19, J4)."""
    consultation = _consultation(session, charge)
    offreurs = set(
        session.scalars(
            select(OffreOuverte.prestataire_id).where(OffreOuverte.consultation_id == consultation.id)
        )
    )
    for invitation in consultation.invitations:
        if invitation.prestataire_id in offreurs:
            yield Avis(
                invitation.prestataire_id,
                f"Le résultat : {consultation.ingenierie.intitule}",
                "La consultation est attribuée. Votre résultat et vos notes sont dans votre espace.",
                f"/invitations/{invitation.id}",
            )
    yield from _aux_structures(
        consultation, "Votre prestataire est choisi", "Le DLA a attribué la mission. La commande suit."
    )


def consultation_infructueuse(session: Session, charge: Charge) -> Iterator[Avis]:
    """To all who were invited, and the structures."""
    yield from _fin(session, charge, "n’a pas reçu d’offre qui convienne")


def consultation_sans_suite(session: Session, charge: Charge) -> Iterator[Avis]:
    """To all who were invited, and the structures."""
    yield from _fin(session, charge, "s’arrête sans suite")


def _fin(session: Session, charge: Charge, raison: str) -> Iterator[Avis]:
    consultation = _consultation(session, charge)
    objet = f"Consultation terminée : {consultation.ingenierie.intitule}"
    yield from _aux_invites(consultation, objet, f"La consultation {raison}.")
    yield from _aux_structures(consultation, objet, f"La consultation {raison}. Votre DLA revient vers vous.")


def commande_etablie(session: Session, charge: Charge) -> Iterator[Avis]:
    """To who signs first."""
    yield _a_signer(session.get_one(Commande, charge["commande_id"]), "dla")


def commande_signee(session: Session, charge: Charge) -> Iterator[Avis]:
    """To who signs next; to who notifies after the last."""
    commande = session.get_one(Commande, charge["commande_id"])
    suivante = charge["suivante"]
    if suivante == "structure":
        for participation in commande.ingenierie.participations:
            yield _avis_commande(
                commande, participation.structure_id, "Une commande à signer", "Elle attend votre signature."
            )
    elif suivante:
        yield _a_signer(commande, suivante)
    else:
        yield _avis_commande(
            commande,
            commande.dla_id,
            f"À notifier : commande {commande.numero}",
            "Toutes les signatures y sont.",
            Role.RESPONSABLE,
        )


def _a_signer(commande: Commande, partie: str) -> Avis:
    objet, corps = f"À signer : commande {commande.numero}", "Elle attend votre signature."
    if partie == "dla":
        return _avis_commande(commande, commande.dla_id, objet, corps, Role.RESPONSABLE)
    return _avis_commande(commande, commande.prestataire_id, objet, corps)


def _avis_commande(commande: Commande, organisation_id: int, objet: str, corps: str, *roles: Role) -> Avis:
    return Avis(organisation_id, objet, f"{commande.objet}. {corps}", f"/commandes/{commande.id}", roles)


def au_prestataire(objet: str, corps: str) -> Redacteur:
    """An event of an order, told to its provider."""

    def rediger(session: Session, charge: Charge) -> Iterator[Avis]:
        commande = session.get_one(Commande, charge["commande_id"])
        yield _avis_commande(commande, commande.prestataire_id, objet, corps)

    return rediger


def a_tous(objet: str, corps: str) -> Redacteur:
    """An event of an order, told to its provider and its structures."""
    prestataire, structures = au_prestataire(objet, corps), aux_structures(objet, corps)

    def rediger(session: Session, charge: Charge) -> Iterator[Avis]:
        yield from prestataire(session, charge)
        yield from structures(session, charge)

    return rediger


def aux_structures(objet: str, corps: str) -> Redacteur:
    """An event of an order, told to its structures."""

    def rediger(session: Session, charge: Charge) -> Iterator[Avis]:
        commande = session.get_one(Commande, charge["commande_id"])
        for participation in commande.ingenierie.participations:
            yield _avis_commande(commande, participation.structure_id, objet, corps)

    return rediger


def au_dla(objet: str, corps: str, *roles: Role) -> Redacteur:
    """An event of an order, told to roles of its DLA."""

    def rediger(session: Session, charge: Charge) -> Iterator[Avis]:
        commande = session.get_one(Commande, charge["commande_id"])
        yield _avis_commande(commande, commande.dla_id, objet, corps, *roles)

    return rediger


def fiche_soumise(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the regional body of its seat, which publishes; to all where its region has none."""
    prestataire = session.get_one(Prestataire, charge["prestataire_id"])
    siens = session.scalars(regionaux_de(prestataire.departement_code)).all()
    for regional in siens or session.scalars(select(DlaRegional).where(DlaRegional.active)):
        yield Avis(
            regional.id,
            "Une fiche à publier",
            f"{prestataire.nom} a terminé sa fiche.",
            "/fiches-a-publier",
            (Role.REFERENT_REGIONAL,),
        )


def fiche(objet: str, corps: str) -> Redacteur:
    """An event of a fiche, told to its provider."""

    def rediger(_session: Session, charge: Charge) -> Iterator[Avis]:
        yield Avis(charge["prestataire_id"], objet, corps, "/ma-fiche")

    return rediger


def diagnostic_partage(session: Session, charge: Charge) -> Iterator[Avis]:
    """To the structure, which validates."""
    diagnostic = session.get_one(Diagnostic, charge["diagnostic_id"])
    yield Avis(
        diagnostic.structure_id,
        "Votre diagnostic est à relire",
        "Votre DLA l’a rédigé avec vous. Validez-le, ou dites ce qu’il faut changer.",
        f"/diagnostics/{diagnostic.id}",
    )


def diagnostic_revenu(session: Session, charge: Charge) -> Iterator[Avis]:
    """To who wrote it."""
    diagnostic = session.get_one(Diagnostic, charge["diagnostic_id"])
    yield Avis(
        diagnostic.dla_id,
        f"Diagnostic relu : {diagnostic.structure.nom}",
        "La structure a répondu.",
        f"/diagnostics/{diagnostic.id}",
        (Role.CHARGE_MISSION,),
    )
