"""Whether each prestataire of a shortlist may be invited by the DLA, and what must be written where not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dla_market.catalogue.queries import validite
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
    """What the launch would find of each, by prestataire, in three statements, for its DLA’s region."""
    dossiers = des_fiches(session, [s.prestataire_id for s in selections])
    provisoires = provisoires_de(session, ingenierie.id)
    confirmee = validite(session, jour)
    examens: dict[int, Examen] = {}
    for selection in selections:
        siens = dossiers.get(selection.prestataire_id, [])
        ici = [d for d in siens if d.regional_id == ingenierie.dla.regional_id]
        ailleurs = [d for d in siens if d.regional_id != ingenierie.dla.regional_id]
        provisoire = provisoires.get(selection.prestataire_id)
        accorde = provisoire is not None and provisoire.etat is EtatProvisoire.ACCEPTE
        ou = situation(ici, ailleurs, jour, provisoire=accorde)
        examens[selection.prestataire_id] = Examen(
            ou,
            tuple(objections(selection.prestataire, ou, jour, confirmee)),
            tuple(sorted({d.regional.nom for d in ailleurs if est_en_cours(d, jour)})),
            selection.justification,
            provisoire,
        )
    return examens
