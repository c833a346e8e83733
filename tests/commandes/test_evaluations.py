"""After a mission: the right of reply, what the network reads of it, and what is said of the DLA."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from dla_market.commandes import missions as missions_du_dispositif
from dla_market.commandes import operations_evaluations as operations
from dla_market.commandes import operations_execution, queries, rules_evaluations
from dla_market.commandes.models import Commande, Evaluation
from dla_market.commandes.operations_evaluations import NotesDla
from dla_market.commandes.operations_execution import Notes
from dla_market.commandes.queries_prestataire import missions, regard
from dla_market.comptes.models import Role, TypeOrganisation
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.reseau.models import Dla

NOTES = Notes(4, 5, 4, 3, 5, 4)
RENDUE = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)
CANARI = "CanariAvis"


@pytest.mark.parametrize(
    ("jours", "repondu", "publiee", "peut"),
    [(0, None, False, True), (30, None, False, True), (31, None, True, False), (0, RENDUE, True, False)],
)
def test_on_repond_dans_le_delai_puis_le_reseau_lit(jours, repondu, publiee, peut):
    suite = SimpleNamespace(repondu_le=repondu)
    jour, today = RENDUE.date(), RENDUE.date() + timedelta(days=jours)
    assert rules_evaluations.est_publiee(suite, jour, today, 30) is publiee
    assert rules_evaluations.peut_repondre(suite, jour, today, 30) is peut


def test_pas_de_moyenne_avant_le_nombre():
    def rangee(**points):
        return tuple(points.get(point) for point in rules_evaluations.CRITERES)

    communs = [point for point in vars(NOTES) if vars(NOTES)[point] is not None]
    trois = [
        rangee(**dict(zip(communs, notes, strict=True)), relation_dla=dla, pedagogie=5)
        for notes, dla in (((5, 4, 3, 2, 1, 0), None), ((4,) * 6, 4), ((5,) * 6, 5))
    ]
    assert rules_evaluations.moyennes(trois[:2], 3) == []
    lues = {moyenne.libelle: moyenne for moyenne in rules_evaluations.moyennes(trois, 3)}
    assert {libelle: str(moyenne.note) for libelle, moyenne in lues.items()} == {
        "Réponse à la demande": "4.7", "Écoute": "4.3", "Expertise": "4.0", "Pédagogie": "5.0",
        "Utilité": "3.7", "Délais": "3.3", "Recommandation": "3.0",
    }  # fmt: skip
    relation = {m.libelle: m for m in rules_evaluations.moyennes(trois, 2)}["Relation avec le DLA"]
    assert (relation.note, relation.avis) == (Decimal("4.5"), 2)  # who was not asked does not lower it


def test_ce_qui_est_demande_au_dla_seul(monde):
    commande = monde.restituee()
    notes = replace(NOTES, pedagogie=5, appropriation=4, relation_dla=5, rapport_qualite_prix=3)
    with pytest.raises(RefusMetier, match="au DLA seulement"):
        monde.faire(operations_execution.rendre_evaluation, monde.structure, commande, notes=notes)
    avis = monde.faire(operations_execution.rendre_evaluation, monde.charge, commande, notes=notes)
    assert (avis.pedagogie, avis.relation_dla, avis.rapport_qualite_prix) == (5, 5, 3)


def evaluer(monde, commande, texte=CANARI):
    return monde.faire(
        operations_execution.rendre_evaluation, monde.structure, commande, notes=NOTES, commentaire=texte
    )


def test_le_prestataire_repond_une_fois_et_a_temps(monde):
    commande = monde.restituee()
    evaluation = evaluer(monde, commande)
    with pytest.raises(RefusMetier, match="Écrivez"):
        monde.faire(operations.repondre_evaluation, monde.prestataire, evaluation, " ")
    with (
        clock.arretee_a(RENDUE + timedelta(days=31)),
        pytest.raises(RefusMetier, match="30 jours"),
    ):
        monde.faire(operations.repondre_evaluation, monde.prestataire, evaluation, "Trop tard")
    monde.faire(operations.repondre_evaluation, monde.prestataire, evaluation, "Le calendrier a changé.")
    with pytest.raises(RefusMetier, match="déjà répondu"):
        monde.faire(operations.repondre_evaluation, monde.prestataire, evaluation, "Encore")
    session = monde.session
    assert queries.charger_evaluation(session, monde.prestataire, evaluation.id) is not None
    for autre in (monde.autre_prestataire, monde.structure, monde.charge, monde.autre_dla):
        assert queries.charger_evaluation(session, autre, evaluation.id) is None


def test_qui_lit_les_avis_sur_une_fiche(monde):
    """Averages from three on for the network; the texts in the region, its own below three."""
    commande = monde.restituee()
    evaluation = evaluer(monde, commande)
    session, fiche = monde.session, monde.prestataire_id
    voisin = _un_voisin(monde)
    expert = replace(
        monde.regional,
        role=Role.EXPERT,
        organisation_id=-1,
        organisation_type=TypeOrganisation.CENTRE_RESSOURCES,
    )

    def lisent():
        vus = {
            "charge": regard(session, monde.charge, fiche),
            "regional": regard(session, monde.regional, fiche),
            "voisin": regard(session, voisin, fiche),
            "autre_dla": regard(session, monde.autre_dla, fiche),
            "expert": regard(session, expert, fiche),
            "prestataire": regard(session, monde.prestataire, fiche),
        }
        textes = {nom for nom, vu in vus.items() if any(CANARI in t.commentaire for t in vu.temoignages)}
        return textes, {nom for nom, vu in vus.items() if vu.moyennes}

    assert lisent() == ({"prestataire"}, set())
    monde.faire(operations.repondre_evaluation, monde.prestataire, evaluation, "Merci.")
    assert lisent() == ({"prestataire", "charge"}, set())
    _deux_de_plus(session, commande)
    tous = {"charge", "regional", "voisin", "autre_dla", "expert", "prestataire"}
    assert lisent() == ({"prestataire", "charge", "regional", "voisin"}, tous)
    assert regard(session, monde.charge, fiche).total == 3
    for aveugle in (monde.autre_prestataire, monde.structure):
        assert regard(session, aveugle, fiche) is None


def _un_voisin(monde):
    """Another DLA of the same region."""
    premier = monde.session.get_one(Dla, monde.dla_id)
    voisin = Dla(
        nom="DLA voisin",
        sigle="DLA41",
        departement_code="26",
        porteuse_id=premier.porteuse_id,
        regional_id=premier.regional_id,
    )
    monde.session.info["ecriture"] = True
    monde.session.add(voisin)
    monde.session.commit()
    monde.session.info.pop("ecriture")
    return replace(monde.charge, organisation_id=voisin.id)


def _deux_de_plus(session, commande):
    """Two older missions of the same DLA, judged and past their time of reply."""
    session.info["ecriture"] = True
    for rang in (1, 2):
        ancienne = Commande(
            **{
                c.key: getattr(commande, c.key)
                for c in Commande.__mapper__.column_attrs
                if c.key not in {"id", "numero", "consultation_id", "version"}
            },
            numero=f"ANCIENNE-{rang}",
        )
        session.add(ancienne)
        session.flush()
        session.add(
            Evaluation(
                commande_id=ancienne.id,
                partie="structure",
                commentaire="Ancien",
                rendue_le=RENDUE - timedelta(days=90),
                **vars(NOTES),
            )
        )
    session.commit()
    session.info.pop("ecriture")


def test_le_prestataire_dit_une_fois_comment_etait_le_dla(monde):
    commande = monde.restituee()
    notes = NotesDla(5, 4, 2)
    with pytest.raises(RefusMetier, match="exécutée"):
        monde.faire(operations.rendre_evaluation_dla, monde.prestataire, commande, notes=notes)
    monde.certifier(commande, commande.ttc_centimes)
    avis = monde.faire(
        operations.rendre_evaluation_dla, monde.prestataire, commande, notes=notes, commentaire="Clair."
    )
    assert (avis.clarte_cahier, avis.commentaire) == (5, "Clair.")
    with pytest.raises(RefusMetier, match="une fois"):
        monde.faire(operations.rendre_evaluation_dla, monde.prestataire, commande, notes=notes)


def test_les_missions_faites_ici_se_disent_sans_la_structure(monde):
    commande = monde.notifiee()
    assert missions(monde.session, monde.prestataire_id) == {commande.id: "Mission de 2026 pour DLA DLA37"}


def test_une_mission_mene_a_sa_commande_pour_qui_peut_l_ouvrir(monde):
    """As the lists of orders say: its DLA, the DLA R of the region, its prestataire; others know of it."""
    monde.notifiee()
    lues = {
        nom: missions_du_dispositif.missions(monde.session, monde.prestataire_id, lecteur)
        for nom, lecteur in {
            "charge": monde.charge, "regional": monde.regional, "prestataire": monde.prestataire,
            "autre_dla": monde.autre_dla, "personne": None,
        }.items()
    }  # fmt: skip
    assert {nom: mission.lisible for nom, (mission,) in lues.items()} == {
        "charge": True, "regional": True, "prestataire": True, "autre_dla": False, "personne": False,
    }  # fmt: skip
