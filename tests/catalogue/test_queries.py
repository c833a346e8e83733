import dataclasses
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from dla_market.catalogue import queries, rules
from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.comptes.models import Role, TypeOrganisation
from dla_market.kernel.db import db, unit_of_work
from tests.catalogue import semis
from tests.support import fabriques

AUJOURDHUI = date(2026, 3, 10)


@pytest.fixture
def monde(app):
    """A fiche in each state in the Drôme, a submitted one in Bretagne, and an actor of each kind."""
    with unit_of_work() as session:
        regional = semis.un_regional(session)
        ancien = semis.un_regional(session, "2012-53", "C2RA Bretagne")
        dla = fabriques.un_dla(session, regional)
        centre = semis.un_centre(session)
        fiches = {
            etat: semis.un_prestataire(session, f"Fiche {etat.value}", etat=etat).id for etat in EtatFiche
        }
        fiches["bretonne"] = semis.un_prestataire(
            session, "Bretonne", etat=EtatFiche.SOUMISE, departement_code="35"
        ).id
        fiches["seule"] = fiches[EtatFiche.BROUILLON]
        acteurs = {
            "dla": fabriques.un_acteur(session, Role.CHARGE_MISSION, dla),
            "regional": fabriques.un_acteur(session, Role.REFERENT_REGIONAL, regional),
            "breton": fabriques.un_acteur(session, Role.REFERENT_REGIONAL, ancien),
            "centre": fabriques.un_acteur(session, Role.EXPERT, centre),
            "pilote": fabriques.un_acteur(session, Role.PILOTE, fabriques.un_pilote(session)),
            "structure": dataclasses.replace(
                fabriques.un_acteur(session, Role.STRUCTURE, dla),
                organisation_type=TypeOrganisation.STRUCTURE,
            ),
            "prestataire": fabriques.un_acteur(
                session, Role.PRESTATAIRE, session.get_one(Prestataire, fiches["seule"])
            ),
        }
    return fiches, acteurs


VUES = {
    "dla": {EtatFiche.PUBLIEE},
    "centre": {EtatFiche.PUBLIEE},
    "pilote": {*EtatFiche, "bretonne"} - {EtatFiche.BROUILLON},
    "regional": {EtatFiche.PUBLIEE, EtatFiche.SOUMISE, EtatFiche.SUSPENDUE},
    "breton": {EtatFiche.PUBLIEE, "bretonne"},
    "structure": set(),
    "prestataire": {"seule"},
}


def test_chacun_ne_voit_que_ce_qui_le_regarde(session, monde):
    fiches, acteurs = monde
    for qui, vues in VUES.items():
        acteur = acteurs[qui]
        trouvees = set(session.scalars(queries.visible_to(acteur).with_only_columns(Prestataire.id)))
        assert trouvees == {fiches[vue] for vue in vues}, qui
        for fiche_id in fiches.values():
            assert (queries.charger(session, acteur, fiche_id) is not None) is (fiche_id in trouvees)
        assert set(queries.lignes(session, acteur, fiches.values())) == trouvees
        publiees = trouvees & {fiches[EtatFiche.PUBLIEE]}
        assert queries.comptes(session, acteur, AUJOURDHUI).fiches == len(publiees)


def test_on_ne_repond_que_des_fiches_de_sa_region(session, monde):
    fiches, acteurs = monde
    region = {EtatFiche.PUBLIEE, EtatFiche.SOUMISE, EtatFiche.SUSPENDUE}
    suivies = {"regional": region, "breton": {"bretonne"}, "pilote": VUES["pilote"], "dla": set()}
    for qui, vues in suivies.items():
        for cle, fiche_id in fiches.items():
            if cle != "seule":
                chargee = queries.charger_suivie(session, acteurs[qui], fiche_id)
                assert (chargee is not None) is (cle in vues), (qui, cle)


def test_le_tarif_reste_dans_le_reseau(session, monde):
    fiches, acteurs = monde
    publiee = fiches[EtatFiche.PUBLIEE]
    assert queries.lignes(session, acteurs["dla"], [publiee])[publiee].tarif_jour_ht_centimes == 78000
    seule = fiches["seule"]
    assert queries.lignes(session, acteurs["prestataire"], [seule])[seule].tarif_jour_ht_centimes is None
    assert [qui for qui, acteur in acteurs.items() if not queries.voit_les_tarifs(acteur)] == [
        "structure",
        "prestataire",
    ]


def test_vingt_lignes_coutent_une_requete(session, monde):
    fiches, acteurs = monde
    ordres = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: ordres.append(a[2]))
    lignes = queries.lignes(session, acteurs["dla"], list(fiches.values()))
    assert len([ordre for ordre in ordres if ordre.startswith("SELECT")]) == 1
    assert next(iter(lignes.values())).intervenants == 1


def test_active_se_dit_pareil_en_sql(session, monde):
    with unit_of_work() as ecriture:
        for etat in EtatFiche:
            for jours in (0, 364, 365, 366, None):
                confirmee = None if jours is None else AUJOURDHUI - timedelta(days=jours)
                semis.un_prestataire(ecriture, f"{etat.value} {jours}", etat=etat, confirmee_le=confirmee)
    actives = set(session.scalars(select(Prestataire.id).where(queries.sql_active(AUJOURDHUI))))
    toutes = session.scalars(select(Prestataire)).all()
    assert actives == {fiche.id for fiche in toutes if rules.est_active(fiche, AUJOURDHUI)}
    assert 0 < len(actives) < len(toutes)
