from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from dla_market.catalogue.models import EtatFiche
from dla_market.referencement import rules
from dla_market.referencement.models import EtatReferencement

AUJOURDHUI = date(2026, 3, 10)


@dataclass
class Fiche:
    etat: EtatFiche = EtatFiche.PUBLIEE
    confirmee_le: date | None = AUJOURDHUI


@dataclass
class Periode:
    etat: EtatReferencement = EtatReferencement.ACCEPTE
    debut: date | None = None
    fin: date | None = None


@pytest.mark.parametrize(
    ("periode", "attendu"),
    [
        (Periode(), True),
        (Periode(debut=AUJOURDHUI, fin=AUJOURDHUI), True),
        (Periode(debut=AUJOURDHUI + timedelta(days=1)), False),
        (Periode(fin=AUJOURDHUI - timedelta(days=1)), False),
        *((Periode(etat=etat), False) for etat in EtatReferencement if etat is not EtatReferencement.ACCEPTE),
    ],
)
def test_un_referencement_vaut_dans_sa_periode(periode, attendu):
    assert rules.est_en_cours(periode, AUJOURDHUI) is attendu


@pytest.mark.parametrize(
    ("fiche", "periodes", "phrases"),
    [
        (Fiche(), [Periode()], 0),
        (Fiche(), [Periode(EtatReferencement.DEREFERENCE), Periode()], 0),
        (Fiche(), [], 1),
        (Fiche(confirmee_le=None), [Periode()], 1),
        (Fiche(etat=EtatFiche.SUSPENDUE), [Periode()], 1),
        (Fiche(etat=EtatFiche.BROUILLON), [], 2),
    ],
)
def test_on_invite_sans_autre_motif_une_fiche_active_et_referencee(fiche, periodes, phrases):
    assert len(rules.objections(fiche, periodes, AUJOURDHUI)) == phrases
    assert rules.invitable(fiche, periodes, AUJOURDHUI) is (phrases == 0)
