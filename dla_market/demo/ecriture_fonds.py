"""Writing the money: conventions, tranches, funds, and the ledger's movements from the first to the last.

The balances are not put there: they are the sums of the entries written here, so that the fund's own
verifier has something to verify. Verbs follow the fund's paths, in the order of the calendar.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from dla_market.demo import faits, lignes
from dla_market.demo.ecriture_commandes import heure
from dla_market.demo.ecriture_dossiers import numeros
from dla_market.demo.lots import Cles, Lots, instant
from dla_market.fonds.models import (
    Compte,
    Convention,
    Ecriture,
    Fonds,
    Imputation,
    Mouvement,
    NatureCompte,
    Poste,
    Tranche,
    TypeMouvement,
)

SUITE = (
    (TypeMouvement.ENGAGER, NatureCompte.DISPONIBLE, NatureCompte.ENGAGE),
    (TypeMouvement.REALISER, NatureCompte.ENGAGE, NatureCompte.REALISE),
    (TypeMouvement.FACTURER, NatureCompte.REALISE, NatureCompte.FACTURE),
    (TypeMouvement.PAYER, NatureCompte.FACTURE, NatureCompte.PAYE),
)
RANG = {nature: rang for rang, nature in enumerate(NatureCompte)}


@dataclass
class Grand:
    """The ledger as it is being written. `de_tranche` gives the id of a solver's tranche by its place."""

    de_tranche: list[int]
    fonds_de: dict[int, int]
    mouvements: list[dict[str, object]] = field(default_factory=list)
    ecritures: list[dict[str, object]] = field(default_factory=list)
    soldes: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def compte(self, tranche_id: int, nature: NatureCompte) -> int:
        """The id of a tranche's account: seven in a row for each tranche."""
        return (tranche_id - 1) * len(RANG) + RANG[nature] + 1

    def deplacer(
        self,
        verbe: TypeMouvement,
        de: NatureCompte,
        vers: NatureCompte,
        parts: list[tuple[int, int]],
        objet: tuple[str, int],
        libelle: str,
        quand: datetime,
    ) -> None:
        """One movement of (tranche id, centimes) parts, with its entries and its effect on the balances."""
        identifiant = len(self.mouvements) + 1
        self.mouvements.append(
            {
                "id": identifiant,
                "fonds_id": self.fonds_de[parts[0][0]],
                "type": verbe,
                "objet_type": objet[0],
                "objet_id": objet[1],
                "libelle": libelle,
                "instant": quand,
            }
        )
        for nature, signe in ((de, -1), (vers, 1)):
            for tranche_id, centimes in parts:
                compte = self.compte(tranche_id, nature)
                self.ecritures.append(
                    {
                        "mouvement_id": identifiant,
                        "compte_id": compte,
                        "montant_centimes": signe * centimes,
                    }
                )
                self.soldes[compte] += signe * centimes


def ecrire_fonds(lots: Lots, france: lignes.France2012, cles: Cles) -> None:
    """Conventions first, then the year of every order, then what the accounts hold in the end."""
    conventions, ids_tranches = _conventions(lots, france, cles)
    fonds = _fonds(lots, france, cles)
    fonds_de: dict[int, int] = {}
    tranches = []
    for rang, t in enumerate(france.tranches):
        du_fonds = t.poste == faits.INGENIERIE
        if du_fonds:
            fonds_de[ids_tranches[rang]] = fonds[cles.de_la(t.nature, t.organisation), t.annee]
        tranches.append(
            {
                "id": ids_tranches[rang],
                "convention_id": conventions[_convention(t)],
                "annee": t.annee,
                "poste": Poste(t.poste),
                "montant_centimes": t.centimes,
                "fonds_id": fonds_de.get(ids_tranches[rang]),
            }
        )
    lots.verser(Tranche, sorted(tranches, key=lambda t: int(str(t["id"]))))
    grand = Grand(ids_tranches, fonds_de)
    _doter(grand, france, conventions)
    _depenser(grand, france)
    lots.verser(
        Compte,
        [
            {
                "id": grand.compte(tranche_id, nature),
                "tranche_id": tranche_id,
                "nature": nature,
                "solde_centimes": grand.soldes[grand.compte(tranche_id, nature)],
            }
            for tranche_id in sorted(fonds_de)
            for nature in NatureCompte
        ],
    )
    lots.verser(Mouvement, grand.mouvements)
    lots.verser(Ecriture, grand.ecritures)
    _imputer(lots, grand, france)


def _convention(t: lignes.Tranche) -> tuple[str, int, int]:
    return (t.nature, t.organisation, t.financeur)


def _conventions(
    lots: Lots, france: lignes.France2012, cles: Cles
) -> tuple[dict[tuple[str, int, int], int], list[int]]:
    """One convention for what a financeur gives to a body; it starts with its first tranche, ends in 2013.

    The second list gives each tranche its id: those of the fund come first, so that accounts follow on.
    """
    premieres: dict[tuple[str, int, int], int] = {}
    for t in france.tranches:
        premieres[_convention(t)] = min(t.annee, premieres.get(_convention(t), t.annee))
    nouveaux = {f.cle for f in france.financeurs if f.nouveau}
    conventions = {cle: rang for rang, cle in enumerate(sorted(premieres), start=1)}
    lots.verser(
        Convention,
        [
            {
                "id": identifiant,
                "organisation_id": cles.de_la(cle[0], cle[1]),
                "financeur_id": cles.de_la("financeur", cle[2]),
                "reference": f"CV-{premieres[cle]}-{identifiant:04d}",
                "debut": date(faits.ANNEE if cle[2] in nouveaux else faits.ANNEE - 1, 1, 1),
                "fin": date(faits.ANNEE + 1, 12, 31),
            }
            for cle, identifiant in conventions.items()
        ],
    )
    ordre = sorted(
        range(len(france.tranches)), key=lambda r: (france.tranches[r].poste != faits.INGENIERIE, r)
    )
    ids = [0] * len(france.tranches)
    for identifiant, rang in enumerate(ordre, start=1):
        ids[rang] = identifiant
    return conventions, ids


def _fonds(lots: Lots, france: lignes.France2012, cles: Cles) -> dict[tuple[int, int], int]:
    voulus = sorted(
        {
            (cles.de_la(t.nature, t.organisation), t.annee)
            for t in france.tranches
            if t.poste == faits.INGENIERIE
        }
    )
    fonds = {cle: rang for rang, cle in enumerate(voulus, start=1)}
    lots.verser(
        Fonds,
        [
            {"id": identifiant, "organisation_id": organisation, "annee": annee, "verrou": 0}
            for (organisation, annee), identifiant in fonds.items()
        ],
    )
    return fonds


def _doter(grand: Grand, france: lignes.France2012, conventions: dict[tuple[str, int, int], int]) -> None:
    for annee in (faits.ANNEE - 1, faits.ANNEE):
        for rang, t in enumerate(france.tranches):
            if t.poste == faits.INGENIERIE and t.annee == annee:
                identifiant = conventions[_convention(t)]
                grand.deplacer(
                    TypeMouvement.CONVENTIONNER,
                    NatureCompte.DOTATION,
                    NatureCompte.DISPONIBLE,
                    [(grand.de_tranche[rang], t.centimes)],
                    ("convention", identifiant),
                    f"Convention {identifiant}",
                    instant(date(annee, 1, 2), 9),
                )


def _etapes(commande: lignes.Commande) -> Iterator[tuple[int, date]]:
    for rang, jour in enumerate((commande.notifiee, commande.realise, commande.facture, commande.paye)):
        if jour is not None:
            yield rang, jour


def _depenser(grand: Grand, france: lignes.France2012) -> None:
    """Every step of every order, in the order of the calendar."""
    sigles = {d.cle: d.sigle for d in france.dlas}
    rangs = numeros(france)
    pas = sorted(
        (instant(jour, *heure(c.cle)), c.cle, etape) for c in france.commandes for etape, jour in _etapes(c)
    )
    commandes = {c.cle: c for c in france.commandes}
    for quand, cle, etape in pas:
        c = commandes[cle]
        verbe, de, vers = SUITE[etape]
        grand.deplacer(
            verbe,
            de,
            vers,
            [(grand.de_tranche[rang], centimes) for rang, centimes in c.imputations],
            ("commande", cle),
            f"Commande {sigles[c.dla]}-{faits.ANNEE}-{rangs[cle]:03d}",
            quand,
        )


def _imputer(lots: Lots, grand: Grand, france: lignes.France2012) -> None:
    lots.verser(
        Imputation,
        [
            {
                "fonds_id": grand.fonds_de[grand.de_tranche[rang]],
                "tranche_id": grand.de_tranche[rang],
                "objet_type": "commande",
                "objet_id": c.cle,
                "engage_centimes": centimes,
                "realise_centimes": centimes if c.realise else 0,
                "facture_centimes": centimes if c.facture else 0,
                "paye_centimes": centimes if c.paye else 0,
            }
            for c in france.commandes
            for rang, centimes in c.imputations
        ],
    )
