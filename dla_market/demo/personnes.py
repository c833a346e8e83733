"""Who plays in the demo: its accounts, and the bodies that they act for.

Addresses and names are fixed, so that a page, a test or a README can say them. The password is the same
for all: it is shown on the login page of a demonstration, and nowhere else is such an account made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from dla_market.comptes.models import Role
from dla_market.demo.lignes import France2012, Prestataire, Structure
from dla_market.demo.solveur import SIGLE_DEMO

MOT_DE_PASSE = "demo"


@dataclass(frozen=True, slots=True)
class Compte:
    """An account. `place` names its body in the `Distribution`; `attend` what waits there."""

    courriel: str
    prenom: str
    nom: str
    role: Role
    place: str
    attend: str = ""


COMPTES = (
    Compte(
        "camille.charge@dla-drome.example",
        "Camille",
        "Vernazet",
        Role.CHARGE_MISSION,
        "dla",
        "une question d’un prestataire, des offres à ouvrir, un cahier des charges à écrire",
    ),
    Compte(
        "bruno.responsable@dla-drome.example",
        "Bruno",
        "Talvignac",
        Role.RESPONSABLE,
        "dla",
        "une consultation à lancer, une à attribuer, une commande à signer, un service fait à certifier",
    ),
    Compte(
        "nadia.gestion@dla-drome.example",
        "Nadia",
        "Corbiniot",
        Role.GESTIONNAIRE,
        "dla",
        "une facture à contrôler, une à payer",
    ),
    Compte(
        "malika.structure@demo.example",
        "Malika",
        "Farlodoux",
        Role.STRUCTURE,
        "structure1",
        "un diagnostic à valider, des offres à noter, un service fait à attester",
    ),
    Compte(
        "lise.prestataire@demo.example",
        "Lise",
        "Marchenvel",
        Role.PRESTATAIRE,
        "prestataire1",
        "une invitation à laquelle répondre, une commande à signer, une facture à déposer",
    ),
    Compte(
        "karim.prestataire@demo.example",
        "Karim",
        "Dorvasset",
        Role.PRESTATAIRE,
        "prestataire2",
        "une offre à déposer, un livrable à remettre",
    ),
    Compte(
        "solene.prestataire@demo.example",
        "Solène",
        "Jalimard",
        Role.PRESTATAIRE,
        "prestataire3",
        "une invitation à laquelle répondre, un référencement à renouveler",
    ),
    Compte(
        "tanguy.prestataire@demo.example",
        "Tanguy",
        "Belrazet",
        Role.PRESTATAIRE,
        "fiche",
        "une fiche à compléter",
    ),
    Compte(
        "helene.regionale@dla-rhone-alpes.example",
        "Hélène",
        "Gornavel",
        Role.REFERENT_REGIONAL,
        "regional",
        "des demandes de référencement, un retrait à conclure, des fiches à publier",
    ),
    Compte(
        "yann.expert@ressources-culture.example",
        "Yann",
        "Perlochet",
        Role.EXPERT,
        "culture",
        "une demande d’un DLA à prendre en charge, des avals qui arrivent à leur terme",
    ),
    Compte(
        "odile.coordination@ressources-culture.example",
        "Odile",
        "Sorvidal",
        Role.COORDINATEUR,
        "culture",
        "un aval à confirmer",
    ),
    Compte(
        "marc.financeur@region-rhone-alpes.example",
        "Marc",
        "Lanthivet",
        Role.FINANCEUR,
        "financeur",
        "l’emploi de ce que la Région donne",
    ),
    Compte(
        "ines.pilote@animation-dla.example",
        "Inès",
        "Haudrimel",
        Role.PILOTE,
        "pilote",
        "les chiffres de 2012 et l’export du bilan",
    ),
    Compte(
        "salome.intervenante@demo.example",
        "Salomé",
        "Brivacourt",
        Role.INTERVENANT,
        "prestataire1",
        "une invitation à lire, une offre à préparer",
    ),
)
"""The accounts shown: one for each role, four for prestataires."""

NB_FIGURANTS_STRUCTURES = 7
NB_FIGURANTS_PRESTATAIRES = 2


@dataclass(frozen=True, slots=True)
class Distribution:
    """The bodies of the accounts, by place: (nature, key)."""

    places: dict[str, tuple[str, int]]

    @property
    def prestataires(self) -> set[int]:
        """The keys of the prestataires that are invited."""
        return {cle for place, (_, cle) in self.places.items() if place.startswith("prestataire")}

    @property
    def fiche_a_completer(self) -> int:
        """The key of the prestataire whose fiche was sent back."""
        return self.places["fiche"][1]


def distribuer(france: France2012) -> Distribution:
    """Choose the bodies: those of the demo's DLA, then whom it works with most."""
    dla = next(d for d in france.dlas if d.sigle == SIGLE_DEMO)
    places: dict[str, tuple[str, int]] = {
        "dla": ("dla", dla.cle),
        "regional": ("regional", next(r.cle for r in france.regionaux if r.region == dla.region)),
        "financeur": (
            "financeur",
            next(f.cle for f in france.financeurs if f.classe == "region" and f.territoire == dla.region),
        ),
        "pilote": ("pilote", 1),
    }
    places |= {c.code: ("centre", c.cle) for c in france.centres}
    voisins = _prestataires(france, dla.region, dla.lieu.departement)
    for rang, prestataire in enumerate(voisins[: 3 + NB_FIGURANTS_PRESTATAIRES], start=1):
        places[f"prestataire{rang}"] = ("prestataire", prestataire.cle)
    fiche = next(
        p for p in france.prestataires if not p.mobilise and p.lieu.departement == dla.lieu.departement
    )
    places["fiche"] = ("prestataire", fiche.cle)
    for rang, structure in enumerate(_structures(france, dla.cle)[: 1 + NB_FIGURANTS_STRUCTURES], start=1):
        places[f"structure{rang}"] = ("structure", structure.cle)
    return Distribution(places)


def _prestataires(france: France2012, region: str, departement: str) -> list[Prestataire]:
    """The mobilised of the région that work in the département, those in culture first, then the busiest."""
    commandes = Counter(c.prestataire for c in france.commandes)
    voisins = [p for p in france.prestataires if p.mobilise and p.region == region and departement in p.zones]
    return sorted(voisins, key=lambda p: (not _fait(p, "culture"), -commandes[p.cle], p.cle))


def _fait(prestataire: Prestataire, secteur: str) -> bool:
    return any(a.secteur == secteur for a in prestataire.activites)


def _structures(france: France2012, dla: int) -> list[Structure]:
    """Structures of the DLA that had an ingénierie of their own in 2012, those of culture first."""
    individuelles = {i.structures[0] for i in france.ingenieries if i.dla == dla and not i.collective}
    siennes = [s for s in france.structures if s.cle in individuelles]
    return sorted(siennes, key=lambda s: (s.secteur != "culture", s.cle))


def figurants(distribution: Distribution) -> Iterable[Compte]:
    """Accounts that nobody is shown: they have to be there for what the others do."""
    for place, (nature, _) in distribution.places.items():
        if any(compte.place == place for compte in COMPTES):
            continue
        if nature == "structure":
            yield Compte(
                f"contact@{place}.demo.example", "Contact", place.capitalize(), Role.STRUCTURE, place
            )
        elif nature == "prestataire":
            yield Compte(
                f"contact@{place}.demo.example", "Contact", place.capitalize(), Role.PRESTATAIRE, place
            )
        elif nature == "centre":
            domaine = f"ressources-{place.replace('_', '-')}.example"
            yield Compte(f"expert@{domaine}", "Comité", "d’experts", Role.EXPERT, place)
            yield Compte(f"coordination@{domaine}", "Équipe", "de coordination", Role.COORDINATEUR, place)
