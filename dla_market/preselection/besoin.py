"""What an ingénierie asks for, as questions for the search."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from dla_market.ingenieries.models import Ingenierie, TypeIngenierie
from dla_market.search import Requete

PROFONDEUR = 50
"""How many results of a question are looked at: a shortlist has eight names at most."""

CENT = 100


@dataclass(frozen=True)
class Besoin:
    """The need: codes, the day wished for the start, the ceiling in centimes TTC, days in hundredths."""

    secteur: str
    thematiques: tuple[str, ...]
    departements: tuple[str, ...]
    debut: date | None
    plafond_ttc_centimes: int | None
    jours_centiemes: int | None
    collective: bool

    @property
    def jour_ttc_centimes(self) -> int | None:
        """What the ceiling leaves for a day, all taxes included; None where the cahier says not enough."""
        if not self.plafond_ttc_centimes or not self.jours_centiemes:
            return None
        return self.plafond_ttc_centimes * CENT // self.jours_centiemes


@dataclass(frozen=True)
class Question:
    """A question for the search, and in what it is wider than the need: "" for the need itself."""

    elargie: str
    requete: Requete


def besoin_de(ingenierie: Ingenierie) -> Besoin:
    """The need of an ingénierie: its lines, its structures' départements, and its cahier where written."""
    cahier = ingenierie.cahier
    departements = {p.structure.departement_code for p in ingenierie.participations}
    return Besoin(
        secteur=ingenierie.secteur_code,
        thematiques=tuple(sorted({p.thematique_code for p in ingenierie.prestations})),
        departements=tuple(sorted(code for code in departements if code))
        or (ingenierie.dla.departement_code,),
        debut=cahier.debut_souhaite if cahier else None,
        plafond_ttc_centimes=cahier.plafond_ttc_centimes if cahier else None,
        jours_centiemes=cahier.jours_centiemes if cahier else None,
        collective=ingenierie.type is TypeIngenierie.COLLECTIVE,
    )


def questions(besoin: Besoin, *, le: date, dla_id: int, validite: int) -> tuple[Question, ...]:
    """The need as asked on a day for a DLA, then wider and wider, for when too few answer.

    A start already past asks for somebody free today. A confirmation holds `validite` days.
    """
    exacte = Requete(
        le=le,
        secteurs=(besoin.secteur,),
        thematiques=besoin.thematiques,
        departements=besoin.departements,
        disponible_avant=max(besoin.debut, le) if besoin.debut else None,
        pour_dla=dla_id,
        taille=PROFONDEUR,
        avec_facettes=False,
        validite=validite,
    )
    plus_large = [Question("", exacte)]
    if exacte.disponible_avant is not None:
        plus_large.append(
            Question("disponible plus tard que souhaité", replace(exacte, disponible_avant=None))
        )
    sans_date = replace(exacte, disponible_avant=None)
    plus_large.append(Question("dans un autre secteur", replace(sans_date, secteurs=())))
    plus_large.append(
        Question("n’a pas déclaré cette activité dans ce département", replace(sans_date, departements=()))
    )
    return tuple(plus_large)
