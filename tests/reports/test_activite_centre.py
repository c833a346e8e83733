"""A centre's account of two years, computed by hand, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from dla_market.catalogue.models import Prestataire
from dla_market.commandes.models import Commande, EtatCommande
from dla_market.comptes.models import Role
from dla_market.expertise.models import Aval, EtatAval, NaturePreuve
from dla_market.ingenieries import operations as ingenieries
from dla_market.ingenieries import operations_ressources as jonction
from dla_market.ingenieries.models import TypeIngenierie
from dla_market.ingenieries.rules import LignePrestation
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.kernel.journal import journaliser
from dla_market.reports.activite_centre import activite, annees, ecrire_csv
from dla_market.reports.annee import Annee
from dla_market.ressources import operations as ressources
from dla_market.ressources.models import NatureRessource
from dla_market.ressources.rules import Contenu
from dla_market.sollicitations import operations, operations_centre
from dla_market.sollicitations.models import NatureSollicitation
from dla_market.sollicitations.operations import Dossier
from dla_market.sollicitations.rules import Demande
from tests.support import fabriques

NOUVEL_AN = datetime(2025, 12, 31, 23, 0, tzinfo=UTC)
"""Midnight in Paris: the first instant of 2026."""
GUIDE = Contenu("Guide", "Utile.", texte="…")

ATTENDUES = {
    "Reçues": "4",
    "Dont envoyée": "1",
    "Dont prise en charge": "0",
    "Dont répondue": "1",
    "Dont close": "1",
    "Dont réorientée": "1",
    "Dont retirée": "0",
    "Closes et dites utiles": "1",
    "Closes et dites peu utiles": "0",
    "De l’envoi à la prise en charge, en médiane": "2.0",  # 1, 2 and 3 days
    "De l’envoi à la réponse, en médiane": "12.0",  # 4 and 20 days
    "Répondues ou attendues hors délai": "1",  # 20 days, where 15 are given
    "Trouver un spécialiste": "3",
    "Poser une autre question": "1",
    "Environnement": "4",
    "Proposés": "2",
    "Mis en présélection": "1",
    "Retenus et commandés": "1",
    "Donnés": "1",
    "Retirés": "1",
    "Publiées": "1",
    "Mises à jour": "1",
    "Jointes à des cahiers des charges": "1",
    "Données en réponse à une demande": "1",
}


def batir(s) -> SimpleNamespace:
    """A DLA with an ingénierie that it prepares, two centres, two fiches."""
    dla, centre, autre = fabriques.un_dla(s), fabriques.un_centre(s), fabriques.un_centre(s)
    structure = fabriques.une_structure(s, dla)
    f = SimpleNamespace(
        s=s,
        dla=dla,
        centre=centre,
        autre=autre,
        charge=fabriques.un_acteur(s, Role.CHARGE_MISSION, dla),
        expert=fabriques.un_acteur(s, Role.EXPERT, centre),
        fiches=[fabriques.un_prestataire(s), fabriques.un_prestataire(s)],
    )
    f.ingenierie = ingenieries.creer(
        s,
        f.charge,
        type_=TypeIngenierie.INDIVIDUELLE,
        intitule="Tenir",
        secteur_code="environnement",
        structures=[structure],
        prestations=[LignePrestation("strategie_consolidation", 400)],
        diagnostic=fabriques.un_diagnostic(s, structure),
    )
    return f


def a(jours):
    return clock.arretee_a(NOUVEL_AN + timedelta(days=jours))


def envoyer(f, le, nature=NatureSollicitation.SPECIALISTE):
    with a(le):
        return operations.envoyer(
            f.s, f.charge, f.centre, Demande(nature, "Quoi", "Comment.", "environnement"), Dossier()
        )


def repondre(f, sollicitation, prise, reponse, fiches=(), guides=()):
    with a(prise):
        operations_centre.prendre_en_charge(f.s, f.expert, sollicitation)
        for fiche in fiches:
            operations_centre.proposer(f.s, f.expert, sollicitation, fiche, motif="Bien.")
    with a(reponse):
        operations_centre.repondre(f.s, f.expert, sollicitation, texte="Voici.", ressources=guides)


def commander(f, prestataire: Prestataire, ingenierie_id: int, le) -> None:
    f.s.add(
        Commande(
            numero=f"C-{prestataire.id}",
            ingenierie_id=ingenierie_id,
            dla_id=f.dla.id,
            prestataire_id=prestataire.id,
            objet="Mission",
            jours_centiemes=400,
            ht_centimes=1,
            tva_dix_millemes=0,
            tva_centimes=0,
            ttc_centimes=1,
            etat=EtatCommande.NOTIFIEE,
            etablie_le=le,
            notifiee_le=le,
        )
    )


def vivre(f):
    """The year 2026, and one sollicitation in the last second of 2025."""
    envoyer(f, -1 / 86_400)
    with a(0):
        guide = ressources.publier(
            f.s, f.expert, ressources.creer(f.s, f.expert, NatureRessource.GUIDE, GUIDE)
        )
        jonction.joindre_ressource(f.s, f.charge, f.ingenierie, guide)
        ressources.modifier(f.s, f.expert, guide, GUIDE, changement="Revu")
        ressources.creer(f.s, f.expert, NatureRessource.GUIDE, GUIDE)
    close = envoyer(f, 0)
    repondre(f, close, 1, 4, f.fiches, [guide])
    with a(5):
        retenue = next(p for p in close.propositions if p.prestataire_id == f.fiches[0].id)
        operations.retenir(f.s, f.charge, retenue, f.ingenierie)
        operations.clore(f.s, f.charge, close, utile=True)
    commander(f, f.fiches[0], f.ingenierie.id, NOUVEL_AN)
    commander(f, f.fiches[1], f.ingenierie.id, NOUVEL_AN)  # ordered, but not from the centre's word
    tardive = envoyer(f, 10, NatureSollicitation.QUESTION)
    repondre(f, tardive, 12, 30)
    partie = envoyer(f, 20)
    with a(23):
        operations_centre.prendre_en_charge(f.s, f.expert, partie)
        operations_centre.reorienter(f.s, f.expert, partie, f.autre, motif="Ailleurs.")
    envoyer(f, 363)
    with a(40):
        journaliser(f.s, f.expert.auteur, "aval:retirer", "aval", 1)
    f.s.flush()


def avaler(f):
    """One given on the first instant of the year, one given just before."""
    for le in (NOUVEL_AN, NOUVEL_AN - timedelta(seconds=1)):
        f.s.add(
            Aval(
                centre_id=f.centre.id,
                prestataire_id=f.fiches[0].id,
                secteur_code="environnement",
                niveau=2,
                motif="Vu à l’œuvre.",
                preuve_nature=NaturePreuve.MISSION,
                preuve="Une mission.",
                etat=EtatAval.CONFIRME,
                propose_par_id=f.expert.utilisateur_id,
                propose_le=le,
                confirme_le=le,
                fin=date(2027, 12, 31),
            )
        )


def test_the_account_of_a_year_and_of_the_one_before(app):
    with a(0), unit_of_work() as session:
        f = batir(session)
        vivre(f)
        avaler(f)
        dla, centre, autre = f.dla.nom, f.centre.id, f.autre.id
    session = session_courante()
    with a(364):
        rubriques = activite(session, centre, Annee(2026))
        dites = {ligne.libelle: str(ligne.valeur) for r in rubriques for ligne in r.lignes}
        assert dites.pop(dla) == "4"
        assert dites == ATTENDUES
        avant = activite(session, centre, Annee(2025))
        assert avant[0].lignes[0].valeur == 1
        assert avant[1].lignes[0].valeur is None
        assert annees(session, centre) == [2026, 2025]
        assert activite(session, autre, Annee(2026))[0].lignes[0].valeur == 1


def test_a_name_never_becomes_a_formula(app):
    with a(0), unit_of_work() as session:
        f = batir(session)
        f.dla.nom = "=HYPERLINK(1)"
        envoyer(f, 0)
        centre = f.centre.id
    with a(1):
        texte = ecrire_csv(activite(session_courante(), centre, Annee(2026)))
    assert "Par DLA,'=HYPERLINK(1),1,demandes" in texte
