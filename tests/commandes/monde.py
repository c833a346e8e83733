"""Rows for tests of orders: what stands around an order, and actors who act on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.accompagnement.models import Structure
from dla_market.catalogue.models import EtatFiche, Prestataire, RegimeTva, TypePrestataire
from dla_market.commandes import operations, operations_execution, operations_factures
from dla_market.commandes.models import Commande, Facture, Livrable, ServiceFait
from dla_market.comptes.acteur import Acteur, acteur_de
from dla_market.comptes.models import Adhesion, Organisation, Role, Utilisateur
from dla_market.consultations.models import (
    Consultation,
    EtatConsultation,
    EtatOffre,
    EtatOffreOuverte,
    Offre,
    OffreOuverte,
)
from dla_market.fonds import ledger
from dla_market.fonds import operations as fonds
from dla_market.fonds.models import (
    Compte,
    Convention,
    Fonds,
    NatureCompte,
    Poste,
    Tranche,
    TypeMouvement,
)
from dla_market.ingenieries.models import (
    CahierDesCharges,
    EtatIngenierie,
    Ingenierie,
    Participation,
    Prestation,
    TypeIngenierie,
)
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.reseau.models import Dla, DlaRegional, Financeur, StructurePorteuse

HIER = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Monde:
    """Ids of what stands, and the actors; objects are loaded when wanted."""

    session: Session
    consultation_id: int
    ingenierie_id: int
    dla_id: int
    prestataire_id: int
    structure_id: int
    responsable: Acteur
    charge: Acteur
    gestionnaire: Acteur
    prestataire: Acteur
    structure: Acteur
    regional: Acteur
    autre_dla: Acteur
    autre_prestataire: Acteur

    def faire(self, operation: Callable[..., Any], acteur: Acteur, *args: Any, **mots: Any) -> Any:
        """Run an operation in its own unit of work."""
        with unit_of_work() as session:
            return operation(session, acteur, *args, **mots)

    def etablie(self) -> Commande:
        consultation = self.session.get_one(Consultation, self.consultation_id)
        return self.faire(operations.etablir, self.responsable, consultation)

    def signee(self) -> Commande:
        commande = self.etablie()
        for acteur in (self.responsable, self.prestataire, self.structure):
            self.faire(operations.signer, acteur, commande)
        return commande

    def notifiee(self) -> Commande:
        commande = self.signee()
        return self.faire(operations.notifier, self.responsable, commande)

    def restituee(self) -> Commande:
        commande = self.notifiee()
        for livrable in list(commande.livrables):
            self.accepter(livrable)
        return commande

    def accepter(self, livrable: Livrable) -> None:
        op = operations_execution
        self.faire(op.remettre_livrable, self.prestataire, livrable, contenu="Remis en main propre")
        self.faire(op.accepter_livrable, self.structure, livrable)

    def certifier(self, commande: Commande, centimes: int) -> ServiceFait:
        op = operations_execution
        service = self.faire(op.attester_service_fait, self.structure, commande, montant_centimes=centimes)
        return self.faire(op.certifier_service_fait, self.responsable, service)

    def facturer(self, commande: Commande, ht: int, tva: int, numero: str = "F-1") -> Facture:
        return self.faire(
            operations_factures.deposer_facture,
            self.prestataire,
            commande,
            numero_fournisseur=numero,
            date_emission=clock.today(),
            ht_centimes=ht,
            tva_centimes=tva,
            ttc_centimes=ht + tva,
        )

    def fonds(self) -> dict[str, int]:
        """What the fund holds in each nature, in centimes, where it is not zero."""
        lignes = self.session.execute(select(Compte.nature, Compte.solde_centimes)).all()
        sommes: dict[str, int] = {}
        for nature, solde in lignes:
            if nature is not NatureCompte.DOTATION and solde:
                sommes[nature.value] = sommes.get(nature.value, 0) + solde
        return sommes


def creer_monde(session: Session, *, type_: TypeIngenierie = TypeIngenierie.INDIVIDUELLE) -> Monde:
    """Everything that an order rests on: an offer of 3 200 € HT retained out of a ceiling of 4 500 €."""
    with unit_of_work():
        regional = DlaRegional(nom="DLA R Centre", region_code="84")
        porteuse = StructurePorteuse(nom="Appui 37", siren="982000003", adresse="1 rue du Port, Tours")
        session.add_all([regional, porteuse])
        session.flush()
        dlas = [
            Dla(
                nom=f"DLA {sigle}",
                sigle=sigle,
                departement_code="26",
                porteuse_id=porteuse.id,
                regional_id=regional.id if sigle == "DLA37" else None,
            )
            for sigle in ("DLA37", "DLA99")
        ]
        session.add_all(dlas)
        session.flush()
        structure = Structure(
            nom="Les Jardins de la Varenne",
            type_code="association_hors_iae",
            secteur_code="culture",
            commune="Tours",
            departement_code="26",
            dla_id=dlas[0].id,
        )
        prestataires = [_prestataire(nom) for nom in ("Cabinet Loire Conseil", "Autre Conseil")]
        session.add_all([structure, *prestataires])
        session.flush()
        ingenierie = _ingenierie(session, dlas[0], structure, type_)
        consultation = _consultation(session, ingenierie, prestataires[0])
        responsable = _acteur(session, Role.RESPONSABLE, dlas[0], "Nadia Ferrand")
        consultation.lancee_par_id = responsable.utilisateur_id
        session.flush()
        _fonds(session, dlas[0], 10_000_00)
        fonds.reserver(
            session,
            responsable,
            organisation_id=dlas[0].id,
            annee=2026,
            objet_type="consultation",
            objet_id=consultation.id,
            montant_centimes=4_500_00,
            libelle="Consultation",
        )
        return Monde(
            session=session,
            consultation_id=consultation.id,
            ingenierie_id=ingenierie.id,
            dla_id=dlas[0].id,
            prestataire_id=prestataires[0].id,
            structure_id=structure.id,
            responsable=responsable,
            charge=_acteur(session, Role.CHARGE_MISSION, dlas[0], "Hugo Marin"),
            gestionnaire=_acteur(session, Role.GESTIONNAIRE, dlas[0], "Inès Caron"),
            prestataire=_acteur(session, Role.PRESTATAIRE, prestataires[0], "Paul Verdier"),
            structure=_acteur(session, Role.STRUCTURE, structure, "Lucie Bréhier"),
            regional=_acteur(session, Role.REFERENT_REGIONAL, regional, "Omar Sellier"),
            autre_dla=_acteur(session, Role.RESPONSABLE, dlas[1], "Zoé Autran"),
            autre_prestataire=_acteur(session, Role.PRESTATAIRE, prestataires[1], "Léo Autran"),
        )


def meme_personne(acteur: Acteur, utilisateur: Acteur) -> Acteur:
    """The role of one in the hands of the other: a person with two memberships."""
    return replace(acteur, utilisateur_id=utilisateur.utilisateur_id, nom=utilisateur.nom)


def _prestataire(nom: str) -> Prestataire:
    return Prestataire(
        nom=nom,
        type_prestataire=TypePrestataire.CABINET,
        regime_tva=RegimeTva.ASSUJETTI,
        adresse="12 quai de Loire",
        commune="Blois",
        etat=EtatFiche.PUBLIEE,
        cree_le=HIER,
    )


def _ingenierie(session: Session, dla: Dla, structure: Structure, type_: TypeIngenierie) -> Ingenierie:
    ingenierie = Ingenierie(
        reference="DLA37-I2026-001",
        dla_id=dla.id,
        type=type_,
        intitule="Clarifier le projet associatif",
        secteur_code="culture",
        etat=EtatIngenierie.ATTRIBUEE,
        cree_le=HIER,
        participations=[Participation(structure_id=structure.id)],
        prestations=[Prestation(thematique_code="projet_structure", jours_centiemes=400)],
    )
    session.add(ingenierie)
    session.flush()
    session.add(
        CahierDesCharges(
            ingenierie_id=ingenierie.id,
            livrables="- Note de diagnostic\n- Plan d’action",
            jours_centiemes=400,
            plafond_ttc_centimes=4_500_00,
            debut_souhaite=date(2026, 11, 2),
            fin_souhaitee=date(2027, 3, 31),
            limite_intention=HIER,
            limite_offre=HIER,
        )
    )
    session.flush()
    return ingenierie


def _consultation(session: Session, ingenierie: Ingenierie, prestataire: Prestataire) -> Consultation:
    auteur = Utilisateur(email="auteur@essai.example", fs_uniquifier="auteur", prenom="A", nom="B")
    session.add(auteur)
    session.flush()
    consultation = Consultation(
        ingenierie_id=ingenierie.id,
        etat=EtatConsultation.ATTRIBUEE,
        cahier=json.dumps({}),
        cahier_empreinte="a" * 64,
        plafond_ttc_centimes=4_500_00,
        lancee_le=HIER,
        lancee_par_id=auteur.id,
        limite_intention=HIER,
        limite_offre=HIER,
        cle_enveloppee=b"",
        cle_version="essai",
        retenue_offre_id="offre-1",
    )
    session.add(consultation)
    session.flush()
    session.add(
        Offre(
            id="offre-1",
            consultation_id=consultation.id,
            prestataire_id=prestataire.id,
            etat=EtatOffre.DEPOSEE,
            contenu=b"",
            cle_enveloppee=b"",
            revision=1,
            empreinte="b" * 64,
        )
    )
    session.flush()
    session.add(
        OffreOuverte(
            offre_id="offre-1",
            consultation_id=consultation.id,
            prestataire_id=prestataire.id,
            etat=EtatOffreOuverte.RETENUE,
            jours_centiemes=400,
            total_ht_centimes=3_200_00,
            tva_dix_millemes=2000,
            tva_centimes=640_00,
            total_ttc_centimes=3_840_00,
        )
    )
    session.flush()
    return consultation


def _fonds(session: Session, dla: Dla, centimes: int) -> None:
    financeur = Financeur(nom="État", classe_code="etat")
    session.add(financeur)
    fonds_annee = Fonds(organisation_id=dla.id, annee=2026)
    session.add(fonds_annee)
    session.flush()
    convention = Convention(
        organisation_id=dla.id,
        financeur_id=financeur.id,
        reference="E-2026",
        debut=date(2026, 1, 1),
        fin=date(2026, 12, 31),
    )
    session.add(convention)
    session.flush()
    tranche = Tranche(
        convention_id=convention.id,
        annee=2026,
        poste=Poste.FONDS_INGENIERIE,
        montant_centimes=centimes,
        fonds_id=fonds_annee.id,
    )
    session.add(tranche)
    session.flush()
    ledger.ouvrir_comptes(session, tranche.id)
    ledger.deplacer(
        session,
        fonds_annee.id,
        TypeMouvement.CONVENTIONNER,
        (NatureCompte.DOTATION, NatureCompte.DISPONIBLE),
        {tranche.id: centimes},
        objet=("tranche", tranche.id),
        libelle="Convention",
    )


def _acteur(session: Session, role: Role, organisation: Organisation, nom: str) -> Acteur:
    prenom, _, famille = nom.partition(" ")
    utilisateur = Utilisateur(
        email=f"{prenom}.{famille}@essai.example".lower(), fs_uniquifier=nom, prenom=prenom, nom=famille
    )
    adhesion = Adhesion(
        utilisateur=utilisateur, organisation=organisation, role=role, depuis=date(2026, 1, 1)
    )
    session.add(adhesion)
    session.flush()
    return acteur_de(adhesion)
