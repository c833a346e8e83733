"""The lists of a fiche as its pages show them, all in one statement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Integer, Text, bindparam, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from dla_market.catalogue.models import (
    Activite,
    ActiviteZone,
    Intervenant,
    LienDePrestataire,
    Prestataire,
    Reference,
    Zone,
)
from dla_market.catalogue.saisies import ActiviteSaisie, IntervenantSaisi, LienSaisi, ReferenceSaisie


@dataclass(frozen=True)
class IntervenantLu(IntervenantSaisi):
    """A person as shown: with the number of the file of their CV, None where there is none."""

    cv_id: int | None = None


@dataclass(frozen=True)
class Parties:
    """The lists of a fiche: each in its order."""

    activites: tuple[ActiviteSaisie, ...]
    zones: tuple[str, ...]
    intervenants: tuple[IntervenantLu, ...]
    references: tuple[ReferenceSaisie, ...]
    liens: tuple[LienSaisi, ...]


def telles_que_lues(parties: Parties, *, montants: bool, contacts: bool) -> Parties:
    """The lists without what the reader may not have: the amounts of references, how to reach people.

    The address of someone who does not let their name be shown goes too.
    """
    return replace(
        parties,
        intervenants=tuple(
            p if contacts and p.accord_publication else replace(p, courriel="") for p in parties.intervenants
        ),
        references=tuple(
            replace(
                r,
                montant_centimes=r.montant_centimes if montants else None,
                contact=r.contact if contacts else "",
            )
            for r in parties.references
        ),
    )


class FicheEtParties:
    """A fiche loaded alone, with its lists read in one statement: as the rules of completeness read it."""

    def __init__(self, fiche: Prestataire, parties: Parties) -> None:
        self._fiche = fiche
        self.activites, self.zones, self.liens = parties.activites, parties.zones, parties.liens
        self.intervenants, self.references = parties.intervenants, parties.references

    def __getattr__(self, nom: str) -> Any:
        """What the fiche itself says."""
        return getattr(self._fiche, nom)


TEXTES, NOMBRES = 9, 4
"""How many columns of each kind the widest list needs."""

N = 1 + TEXTES
"""Where the numbers of a row begin, after its id and its texts."""


def _rangee(genre: str, id_: Any, textes: tuple[Any, ...], nombres: tuple[Any, ...] = ()) -> Any:
    """A select of one list, widened to what the union holds."""
    vides = [cast(null(), Text)] * (TEXTES - len(textes))
    sans = [cast(null(), Integer)] * (NOMBRES - len(nombres))
    return select(literal(genre), id_, *(cast(t, Text) for t in textes), *vides, *nombres, *sans)


@cache
def _listes() -> Any:
    """The one question of all the lists of a fiche: six selects cost more to write than to answer."""
    prestataire_id = bindparam("prestataire", type_=Integer)
    i, r = Intervenant, Reference
    return union_all(
        _rangee(
            "activite", Activite.id, (Activite.secteur_code, Activite.thematique_code),
            (Activite.niveau, Activite.annees),
        ).where(Activite.prestataire_id == prestataire_id),
        _rangee("zone_propre", ActiviteZone.activite_id, (ActiviteZone.departement_code,))
        .join(Activite, Activite.id == ActiviteZone.activite_id)
        .where(Activite.prestataire_id == prestataire_id),
        _rangee("zone", cast(null(), Integer), (Zone.departement_code,))
        .where(Zone.prestataire_id == prestataire_id),
        _rangee(
            "intervenant", i.id,
            (
                i.nom, i.fonction, i.experience, i.prenom, i.diplomes, i.langues, i.secteurs, i.thematiques,
                i.courriel,
            ),
            (i.annees_experience, cast(i.actif, Integer), cast(i.accord_publication, Integer), i.cv_id),
        ).where(i.prestataire_id == prestataire_id),
        _rangee(
            "reference", r.id, (r.client, r.secteur_code, r.thematique_code, r.resume, r.contact),
            (r.annee, r.jours_centiemes, r.montant_centimes),
        ).where(r.prestataire_id == prestataire_id),
        _rangee("lien", LienDePrestataire.id, (LienDePrestataire.organisation, LienDePrestataire.nature))
        .where(LienDePrestataire.prestataire_id == prestataire_id),
    )  # fmt: skip


def parties(session: Session, prestataire_id: int) -> Parties:
    """All the lists of a fiche in one statement, for pages that only show it."""
    lues: dict[str, list[Any]] = defaultdict(list)
    for genre, *valeurs in session.execute(_listes(), {"prestataire": prestataire_id}):
        lues[genre].append(valeurs)
    propres: dict[int, list[str]] = defaultdict(list)
    for activite_id, code, *_ in lues["zone_propre"]:
        propres[activite_id].append(code)
    return Parties(
        activites=tuple(
            ActiviteSaisie(v[1], v[2], v[N], v[N + 1], tuple(sorted(propres[v[0]]))) for v in lues["activite"]
        ),
        zones=tuple(sorted(v[1] for v in lues["zone"])),
        intervenants=tuple(_intervenant(v) for v in sorted(lues["intervenant"], key=_par_id)),
        references=tuple(
            ReferenceSaisie(v[1], v[N], v[2], v[3], v[N + 1], v[4], v[0], v[N + 2], v[5])
            for v in sorted(lues["reference"], key=lambda v: (-v[N], v[0]))
        ),
        liens=tuple(LienSaisi(v[1], v[2], v[0]) for v in sorted(lues["lien"], key=_par_id)),
    )


def _intervenant(v: list[Any]) -> IntervenantLu:
    return IntervenantLu(
        nom=v[1], fonction=v[2], experience=v[3], id=v[0], prenom=v[4], diplomes=v[5],
        langues=_codes(v[6]), secteurs=_codes(v[7]), thematiques=_codes(v[8]),
        courriel=v[9], annees_experience=v[N], actif=bool(v[N + 1]), accord_publication=bool(v[N + 2]),
        cv_id=v[N + 3],
    )  # fmt: skip


def _codes(texte: str) -> tuple[str, ...]:
    return tuple(texte.split())


def _par_id(valeurs: list[Any]) -> int:
    return int(valeurs[0])
