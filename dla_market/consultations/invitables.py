"""Whether each prestataire of a shortlist may be invited by the DLA, and what must be written where not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from dla_market.catalogue.queries import validite
from dla_market.catalogue.rules import Vie
from dla_market.consultations.models import Selection
from dla_market.consultations.provisoires import EtatProvisoire, ReferencementProvisoire, provisoires_de
from dla_market.ingenieries.models import Ingenierie
from dla_market.referencement.queries import des_fiches
from dla_market.referencement.rules import LIBELLES_SITUATION, Situation, est_en_cours, objections, situation


@dataclass(frozen=True)
class Examen:
    """Where a prestataire stands for this DLA. `regions` are the other ones that have referenced it."""

    situation: Situation
    objections: tuple[str, ...]
    regions: tuple[str, ...]
    raison: str
    provisoire: ReferencementProvisoire | None

    @property
    def sans_raison(self) -> bool:
        """Something speaks against, and nobody has written why it is invited all the same."""
        return bool(self.objections) and not self.raison

    @property
    def libelle(self) -> str:
        """The situation in words, with the regions where it is that of others."""
        mots = LIBELLES_SITUATION[self.situation]
        return f"{mots} ({', '.join(self.regions)})" if self.situation is Situation.AUTRE_REGION else mots


def examiner(
    session: Session, ingenierie: Ingenierie, selections: Sequence[Selection], jour: date
) -> Mapping[int, Examen]:
    """What the launch would find of each, by prestataire, for its DLA’s region."""
    examens = examiner_fiches(
        session, ingenierie, {s.prestataire_id: s.prestataire for s in selections}, jour
    )
    return {s.prestataire_id: replace(examens[s.prestataire_id], raison=s.justification) for s in selections}


def examiner_fiches(
    session: Session, ingenierie: Ingenierie, fiches: Mapping[int, Vie], jour: date
) -> dict[int, Examen]:
    """The same of fiches that nobody has chosen yet, in three statements: no reason is written for them."""
    dossiers = des_fiches(session, list(fiches))
    provisoires = provisoires_de(session, ingenierie.id)
    confirmee = validite(session, jour)
    examens: dict[int, Examen] = {}
    for un, fiche in fiches.items():
        siens = dossiers.get(un, [])
        ici = [d for d in siens if d.regional_id == ingenierie.dla.regional_id]
        ailleurs = [d for d in siens if d.regional_id != ingenierie.dla.regional_id]
        provisoire = provisoires.get(un)
        accorde = provisoire is not None and provisoire.etat is EtatProvisoire.ACCEPTE
        ou = situation(ici, ailleurs, jour, provisoire=accorde)
        examens[un] = Examen(
            ou,
            tuple(objections(fiche, ou, jour, confirmee)),
            tuple(sorted({d.regional.nom for d in ailleurs if est_en_cours(d, jour)})),
            "",
            provisoire,
        )
    return examens
