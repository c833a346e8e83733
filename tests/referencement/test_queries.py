from datetime import date, timedelta

from sqlalchemy import select

from dla_market.kernel.db import unit_of_work
from dla_market.referencement import queries, rules
from dla_market.referencement.models import EtatReferencement, Referencement
from tests.support import fabriques

AUJOURDHUI = date(2026, 3, 10)


def test_un_referencement_en_cours_se_dit_pareil_en_sql(session):
    jours = [None, AUJOURDHUI - timedelta(days=1), AUJOURDHUI, AUJOURDHUI + timedelta(days=1)]
    with unit_of_work() as ecriture:
        fiche, regional = fabriques.un_prestataire(ecriture), fabriques.un_dla_regional(ecriture)
        ecriture.add_all(
            Referencement(
                prestataire_id=fiche.id,
                regional_id=regional.id,
                etat=etat,
                demande_le=AUJOURDHUI,
                debut=debut,
                fin=fin,
            )
            for etat in EtatReferencement
            for debut in jours
            for fin in jours
        )
    en_cours = set(session.scalars(select(Referencement.id).where(queries.sql_en_cours(AUJOURDHUI))))
    tous = session.scalars(select(Referencement)).all()
    assert en_cours == {r.id for r in tous if rules.est_en_cours(r, AUJOURDHUI)}
    assert 0 < len(en_cours) < len(tous)
