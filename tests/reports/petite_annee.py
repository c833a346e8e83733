"""A small year, 2024, whose every figure is computed by hand in `test_petite_annee`.

Three DLA (two of them of one region), four local authorities, six structures, six orders, two of which are
notified at the first and the last instants of the year in Paris, one at the first instant of the next.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from dla_market.accompagnement.models import (
    Accueil,
    DecisionAccueil,
    Diagnostic,
    EmploiReleve,
    EtatDiagnostic,
    MesureImpact,
    SourceEmploi,
    Structure,
    StructureSiae,
    TypeDiagnostic,
)
from dla_market.catalogue.models import EtatFiche, Prestataire, RegimeTva, TypePrestataire
from dla_market.commandes.models import Commande, EtatCommande
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Organisation, Role
from dla_market.fonds import operations as fonds
from dla_market.fonds.models import Poste
from dla_market.ingenieries.models import (
    EtatIngenierie,
    Ingenierie,
    Participation,
    Prestation,
    TypeIngenierie,
)
from dla_market.reseau.models import Dla, DlaRegional, Financeur
from tests.support.fabriques import un_acteur, un_dla, un_dla_regional, un_financeur, une_structure

PREMIER_INSTANT = datetime(2023, 12, 31, 23, 0, tzinfo=UTC)
"""1 January 2024, 0 h 00 in Paris."""
DERNIER_INSTANT = datetime(2024, 12, 31, 22, 59, 59, tzinfo=UTC)
"""31 December 2024, 23 h 59 min 59 s in Paris."""
AN_SUIVANT = datetime(2024, 12, 31, 23, 0, tzinfo=UTC)
"""1 January 2025, 0 h 00 in Paris."""
MARS = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)

OSI, FONDS = Poste.OFFRE_SERVICE_INTERNE, Poste.FONDS_INGENIERIE
VALIDE, EN_COURS = EtatDiagnostic.VALIDE, EtatDiagnostic.EN_COURS
CENT_MOINS_UN = 99


@dataclass
class Petit:
    """What the tests change, by the names of the docstring's tale."""

    session: Session
    regional: DlaRegional
    a: Dla
    b: Dla
    c: Dla
    acteurs: dict[int, Acteur] = field(default_factory=dict)
    financeurs: dict[str, Financeur] = field(default_factory=dict)
    structures: list[Structure] = field(default_factory=list)
    prestataires: list[Prestataire] = field(default_factory=list)
    commandes: list[Commande] = field(default_factory=list)

    def poser(self, objet):
        self.session.add(objet)
        self.session.flush()
        return objet

    def convention(
        self, organisation: Organisation, classe: str, annee: int, montants: dict[Poste, int]
    ) -> None:
        """A tranche for each post, in centimes; one financeur a class."""
        if classe not in self.financeurs:
            self.financeurs[classe] = un_financeur(self.session, classe)
        fonds.conventionner(
            self.session,
            self.acteurs[organisation.id],
            organisation_id=organisation.id,
            financeur_id=self.financeurs[classe].id,
            reference=f"{organisation.id}-{classe}-{annee}",
            debut=date(annee, 1, 1),
            fin=date(annee, 12, 31),
            annee=annee,
            montants=montants,
        )

    def diagnostic(
        self, structure: int, dla: Dla, type_: TypeDiagnostic, debut: date, etat: EtatDiagnostic = VALIDE
    ) -> Diagnostic:
        return self.poser(
            Diagnostic(
                structure_id=self.structures[structure].id, dla_id=dla.id, type=type_, etat=etat, debut=debut
            )
        )

    def accueil(self, structure: int, dla: Dla, jour: date) -> None:
        self.poser(
            Accueil(
                structure_id=self.structures[structure].id,
                dla_id=dla.id,
                jour=jour,
                decision=DecisionAccueil.SUITE,
            )
        )

    def emplois(self, structure: int, jour: date, cdi: int, cdd: int, aides: int) -> None:
        self.poser(
            EmploiReleve(
                structure_id=self.structures[structure].id,
                jour=jour,
                source=SourceEmploi.SUIVI,
                nb_postes=cdi + cdd,
                nb_cdi=cdi,
                nb_cdd=cdd,
                nb_emplois_aides=aides,
            )
        )

    def prestataire(self, cree_le: datetime) -> Prestataire:
        prestataire = Prestataire(
            nom=f"Prestataire {len(self.prestataires) + 1}",
            type_prestataire=TypePrestataire.CABINET,
            regime_tva=RegimeTva.ASSUJETTI,
            titre="Conseil",
            presentation="",
            commune="Crest",
            departement_code="26",
            courriel="contact@prestataire.example",
            etat=EtatFiche.PUBLIEE,
            cree_le=cree_le,
        )
        self.prestataires.append(prestataire)
        return prestataire

    def commande(
        self,
        dla: Dla,
        structures: list[int],
        prestataire: int,
        jours: int,
        centimes: int,
        themes: list[str],
        notifiee_le: datetime | None,
        etat: EtatCommande = EtatCommande.NOTIFIEE,
    ) -> Commande:
        """An order and its ingénierie; engaged on the fund of the year of its notification, if any."""
        n = len(self.commandes) + 1
        ingenierie = self.poser(
            Ingenierie(
                reference=f"I-{n}",
                dla_id=dla.id,
                type=TypeIngenierie.COLLECTIVE if len(structures) > 1 else TypeIngenierie.INDIVIDUELLE,
                intitule=f"Ingénierie {n}",
                secteur_code="culture",
                etat=EtatIngenierie.COMMANDEE,
                cree_le=MARS,
                participations=[Participation(structure_id=self.structures[s].id) for s in structures],
                prestations=[Prestation(thematique_code=t, jours_centiemes=100) for t in themes],
            )
        )
        commande = self.poser(
            Commande(
                numero=f"C-{n}",
                ingenierie_id=ingenierie.id,
                dla_id=dla.id,
                prestataire_id=self.prestataires[prestataire].id,
                objet=f"Mission {n}",
                jours_centiemes=jours,
                ht_centimes=centimes,
                tva_dix_millemes=0,
                tva_centimes=0,
                ttc_centimes=centimes,
                etat=etat,
                etablie_le=MARS,
                notifiee_le=notifiee_le,
            )
        )
        self.commandes.append(commande)
        if etat is EtatCommande.NOTIFIEE:
            fonds.engager(
                self.session,
                self.acteurs[dla.id],
                reservation_objet=None,
                organisation_id=dla.id,
                annee=2025 if notifiee_le == AN_SUIVANT else 2024,
                objet_type="commande",
                objet_id=commande.id,
                montant_centimes=centimes,
                libelle=commande.numero,
            )
        return commande


def jouer(session: Session) -> Petit:
    """Write the year; inside a unit of work."""
    regional = un_dla_regional(session)
    a, b = un_dla(session, "DLA A", regional), un_dla(session, "DLA B", regional)
    petit = Petit(session, regional, a, b, un_dla(session, "DLA C"))
    for organisation in (a, b, petit.c, regional):
        petit.acteurs[organisation.id] = un_acteur(session, Role.RESPONSABLE, organisation)
    _argent(petit)
    _structures(petit)
    _suivi(petit)
    _commandes(petit)
    return petit


def _argent(petit: Petit) -> None:
    a, b, c, regional = petit.a, petit.b, petit.c, petit.regional
    petit.convention(a, "region", 2023, {FONDS: 1_000_00})  # so it is not new in 2024
    petit.convention(regional, "commune", 2023, {OSI: 50_00})  # it pays a DLA in 2024 only: new then
    petit.convention(a, "etat", 2024, {FONDS: 10_000_00, OSI: 5_000_00})
    petit.convention(a, "region", 2024, {FONDS: 4_000_50})
    petit.convention(b, "etat", 2024, {FONDS: 8_000_00})
    petit.convention(b, "departement", 2024, {OSI: 1_000_00})
    petit.convention(b, "intercommunalite", 2024, {FONDS: 500_00})
    petit.convention(b, "commune", 2024, {FONDS: 250_00})
    petit.convention(c, "etat", 2024, {FONDS: 3_000_00})
    petit.convention(regional, "etat", 2024, {OSI: 700_00})
    petit.convention(c, "etat", 2025, {FONDS: 2_000_00})


def _structures(petit: Petit) -> None:
    suivies = [petit.a, petit.a, petit.b, petit.b, petit.c, petit.c]
    secteurs = ["culture", "culture", "environnement", "environnement", "sport", "sport"]
    petit.structures += [
        une_structure(petit.session, dla, secteur=secteur)
        for dla, secteur in zip(suivies, secteurs, strict=True)
    ]
    petit.structures[2].type_code = "structure_cooperative"
    petit.poser(StructureSiae(structure_id=petit.structures[0].id, type_siae_code="aci", principal=True))
    petit.poser(StructureSiae(structure_id=petit.structures[0].id, type_siae_code="ei"))


def _suivi(petit: Petit) -> None:
    a, b, c = petit.a, petit.b, petit.c
    pre, post = TypeDiagnostic.PRE, TypeDiagnostic.POST
    petit.diagnostic(0, a, pre, date(2024, 1, 1))
    petit.diagnostic(0, a, post, date(2024, 12, 31))
    petit.diagnostic(1, a, pre, date(2024, 5, 5), EN_COURS)
    petit.diagnostic(2, b, pre, date(2024, 6, 1))
    petit.diagnostic(2, c, pre, date(2024, 7, 1))  # followed by two DLA: counted once
    petit.diagnostic(4, c, pre, date(2023, 12, 31))
    petit.accueil(5, c, date(2024, 1, 1))
    petit.accueil(0, a, date(2024, 12, 31))
    petit.accueil(1, a, date(2023, 12, 31))
    petit.emplois(0, date(2024, 2, 1), 3, 2, 1)
    petit.emplois(0, date(2024, 12, 31), 6, 4, 2)
    petit.emplois(0, date(2025, 1, 1), 25, 25, 0)
    petit.emplois(2, date(2024, 6, 1), 500, 500, 100)
    petit.emplois(2, date(2024, 6, 1), 700, 500, 130)  # the same day: the later entry
    petit.emplois(3, date(2023, 12, 31), 7, 0, 0)
    petit.emplois(5, date(2024, 6, 1), 900, 0, 0)  # neither diagnosed nor beneficiary
    for structure, annee in ((1, 2024), (2, 2023)):
        petit.poser(
            MesureImpact(
                structure_id=petit.structures[structure].id, dla_id=a.id, annee=annee, jour=date(annee, 6, 1)
            )
        )


def _commandes(petit: Petit) -> None:
    petit.prestataire(DERNIER_INSTANT)
    petit.prestataire(AN_SUIVANT)
    for _ in range(CENT_MOINS_UN):
        petit.prestataire(MARS)
    petit.session.add_all(petit.prestataires)
    petit.session.flush()
    a, b, c = petit.a, petit.b, petit.c
    petit.commande(a, [0], 0, 450, 3_000_00, ["strategie_consolidation", "comptabilite"], MARS)
    petit.commande(b, [2, 3], 0, 300, 2_000_00, ["strategie_consolidation"], DERNIER_INSTANT)
    petit.commande(c, [4], 1, 100, 1_000_00, ["fiscalite"], AN_SUIVANT)
    petit.commande(a, [1], 1, 200, 1_005_00, ["fiscalite"], PREMIER_INSTANT)
    petit.commande(a, [1], 2, 500, 9_000_00, ["fiscalite"], None, EtatCommande.SIGNEE)
    petit.commande(a, [4], 2, 500, 9_000_00, ["fiscalite"], MARS, EtatCommande.ANNULEE)
