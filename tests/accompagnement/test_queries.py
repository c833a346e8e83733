"""What is in the lists is what the grid permits, object by object and role by role."""

import pytest

from dla_market.accompagnement import queries
from dla_market.accompagnement.models import Diagnostic, EtatDiagnostic, Structure
from dla_market.comptes.models import Role
from dla_market.kernel.db import unit_of_work
from dla_market.policies.grid import permits
from tests.support import fabriques


@pytest.fixture
def territoire(session):
    """Two régions, three DLA, a structure and its diagnostics in each; every role in each place."""
    with unit_of_work() as s:
        regionaux = [fabriques.un_dla_regional(s) for _ in range(2)]
        dlas = [fabriques.un_dla(s, regional=r) for r in (regionaux[0], regionaux[0], regionaux[1])]
        structures = [fabriques.une_structure(s, dla) for dla in dlas]
        for structure in structures:
            for etat in EtatDiagnostic:
                fabriques.un_diagnostic(s, structure).etat = etat
        lieux = {
            Role.REFERENT_REGIONAL: regionaux,
            Role.STRUCTURE: structures,
            Role.PRESTATAIRE: [fabriques.un_prestataire(s)],
            Role.EXPERT: [centre := fabriques.un_centre(s)],
            Role.COORDINATEUR: [centre],
            Role.FINANCEUR: [fabriques.un_financeur(s)],
            Role.PILOTE: [fabriques.un_pilote(s)],
        }
        return [fabriques.un_acteur(s, role, lieu) for role in Role for lieu in lieux.get(role, dlas)]


@pytest.mark.parametrize(
    ("modele", "visibles", "permission"),
    [
        (Structure, queries.visible_to, "structure:consulter"),
        (Diagnostic, queries.diagnostics_visibles, "diagnostic:consulter"),
    ],
)
def test_seen_if_and_only_if_permitted(session, territoire, modele, visibles, permission):
    tous = session.query(modele).all()
    comptes = set()
    for acteur in territoire:
        vus = {o.id for o in session.scalars(visibles(acteur))}
        assert vus == {o.id for o in tous if permits(acteur, permission, o)}, acteur.role
        comptes.add(len(vus))
    assert comptes - {0}, "some actor sees something"


def test_one_object_goes_through_the_same_door(session, territoire):
    structure = session.query(Structure).first()
    diagnostic = session.query(Diagnostic).first()
    for acteur in territoire:
        vue = queries.charger(session, acteur, structure.id)
        assert (vue is not None) is permits(acteur, "structure:consulter", structure)
        vu = queries.charger_diagnostic(session, acteur, diagnostic.id)
        assert (vu is not None) is permits(acteur, "diagnostic:consulter", diagnostic)
