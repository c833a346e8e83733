"""The whole life of a référencement, by its people in a browser; its ends come by the clock alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask_security import hash_password
from playwright.sync_api import Browser

from dla_market.catalogue.models import Zone
from dla_market.comptes.models import Adhesion, Organisation, Role, Utilisateur
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie, TypeIngenierie
from dla_market.kernel import clock
from dla_market.kernel.db import db, unit_of_work
from dla_market.reseau.models import Dla, DlaRegional
from dla_market.taches import rappeler
from tests.catalogue.semis import un_prestataire
from tests.stories.monde import DEBUT, MOT_DE_PASSE, Monde, adresse_de
from tests.stories.promenade import Personne

pytestmark = pytest.mark.navigateur

RHONE, PROVENCE, ESSOR = "DLA régional Auvergne-Rhône-Alpes", "DLA régional Provence", "Essor Coopératif"
APPEL = {
    "texte": "Nous cherchons des prestataires qui connaissent l’économie sociale.\nOn lit chaque mois.",
    "recours": "Écrivez au comité régional dans les deux mois.",
    "criteres-0-libelle": "Expérience",
    "criteres-0-explication": "Deux missions auprès d’associations.",
    "criteres-1-libelle": "Méthode",
}


@dataclass
class Vie:
    """The world, the ids that addresses need, and its people, each called when needed."""

    navigateur: Browser
    monde: Monde
    javascript: bool
    photos: Path | None
    fiche: int
    ingenierie: int
    gens: dict[str, Personne] = field(default_factory=dict)

    def qui(self, qui: str) -> Personne:
        if qui not in self.gens:
            self.gens[qui] = Personne(self.navigateur, self.monde, qui, javascript=self.javascript)
            self.gens[qui].photos = self.photos
        return self.gens[qui]

    def preselection(self, *phrases: str) -> Personne:
        """What the shortlist says of the prestataire on this day."""
        return self.qui("chargee").aller(f"/consultations/selection/{self.ingenierie}").lit(*phrases)


@pytest.fixture(
    params=[
        pytest.param(True, id="javascript"),
        pytest.param(False, id="sans_javascript", marks=pytest.mark.long),
    ]
)
def vie(request, browser, monde, photos) -> Iterator[Vie]:
    with monde.app.app_context():
        with unit_of_work() as session:
            fiche, ingenierie = _peupler(session)
        db.session.remove()
    vie = Vie(browser, monde, request.param, photos, fiche, ingenierie)
    yield vie
    for personne in vie.gens.values():
        personne.fermer()


def _peupler(session) -> tuple[int, int]:
    """A second region, a prestataire that nobody has referenced, an ingénierie that looks for one."""
    autre = DlaRegional(nom=PROVENCE, region_code="2012-93")
    session.add(autre)
    essor = un_prestataire(
        session,
        ESSOR,
        confirmee_le=DEBUT.date(),
        zones=[Zone(departement_code="26"), Zone(departement_code="84")],
    )
    session.flush()
    for qui, role, organisation in (
        ("essor", Role.PRESTATAIRE, essor),
        ("provence", Role.REFERENT_REGIONAL, autre),
    ):
        _personne(session, qui, role, organisation)
    ingenierie = Ingenierie(
        reference="D26-2026-900",
        dla_id=session.query(Dla).one().id,
        type=TypeIngenierie.INDIVIDUELLE,
        intitule="Tenir les comptes de la ressourcerie",
        secteur_code="environnement",
        etat=EtatIngenierie.PROJET,
        cree_le=clock.now(),
    )
    session.add(ingenierie)
    session.flush()
    return essor.id, ingenierie.id


def _personne(session, qui: str, role: Role, organisation: Organisation) -> None:
    utilisateur = Utilisateur(
        email=adresse_de(qui),
        password=hash_password(MOT_DE_PASSE),
        fs_uniquifier=f"{qui}-vie",
        prenom=qui.capitalize(),
        nom="Essai",
        active=True,
        confirmed_at=DEBUT,
    )
    session.add(
        Adhesion(utilisateur=utilisateur, organisation=organisation, role=role, depuis=date(2024, 1, 1))
    )


def test_de_l_appel_a_l_expiration(vie):
    publier_les_appels(vie)
    preselectionner_sans_referencement(vie)
    demander_et_completer(vie)
    accepter(vie)
    renouveler(vie)
    proposer_ailleurs(vie)
    retirer(vie)
    expirer(vie)
    renoncer(vie)
    regarder_les_manques(vie)


def publier_les_appels(vie: Vie) -> None:
    for qui in ("regional", "provence"):
        vie.qui(qui).aller("/referencements").suivre("L’appel de la région").lit("n’a pas encore d’appel")
        vie.qui(qui).envoyer("Enregistrer l’appel", **APPEL).lit("On lit chaque mois")
        vie.qui(qui).tient_sur_un_telephone()
        vie.qui(qui).envoyer("Publier l’appel").lit("L’appel est publié")


def preselectionner_sans_referencement(vie: Vie) -> None:
    vie.qui("chargee").aller(f"/catalogue/{vie.fiche}?ingenierie={vie.ingenierie}")
    vie.qui("chargee").envoyer("Ajouter à la sélection", motif="Connaît les ressourceries.")
    vie.preselection("Sans référencement", "Écrire pourquoi le consulter").tient_sur_un_telephone()
    vie.qui("chargee").envoyer("Garder cette raison", justification="Personne d’autre au mois de mars.")
    vie.preselection("Raison écrite : Personne d’autre au mois de mars.")


def demander_et_completer(vie: Vie) -> None:
    vie.qui("essor").aller("/mes-referencements").lit(RHONE, PROVENCE).suivre(f"Demander : {RHONE}")
    vie.qui("essor").envoyer("Envoyer la demande", reponse_1="Trois missions.").lit("Répondez à ce critère")
    vie.qui("essor").envoyer("Envoyer la demande", reponse_2="Des ateliers.").lit("Votre demande est envoyée")
    vie.qui("regional").aller("/a-faire").suivre(f"Lire la demande de référencement : {ESSOR}")
    vie.qui("regional").lit("Trois missions.").envoyer("Ouvrir l’instruction")
    vie.qui("regional").suivre("Demander un complément")
    vie.qui("regional").envoyer("Demander ce complément", complement="Dites en quelles années.")
    vie.qui("essor").aller("/a-faire").suivre(f"Compléter votre demande : {RHONE}")
    vie.qui("essor").suivre("Compléter la demande").lit("Dites en quelles années.")
    vie.qui("essor").envoyer("Envoyer le complément", reponse_1="Trois missions, en 2023 et 2024.")


def accepter(vie: Vie) -> None:
    vie.qui("regional").aller("/referencements").lit("À instruire (1)").suivre(ESSOR)
    vie.qui("regional").lit("en 2023 et 2024").suivre("Accepter")
    assert vie.qui("regional").page.locator("[name=fin]").input_value() == "2029-03-01"
    vie.qui("regional").envoyer("Accepter", fin="2026-12-31").lit("Le référencement est accepté", "En cours")
    vie.qui("essor").aller("/messages").lit("Vous êtes référencé")
    vie.preselection("Référencé dans votre région").ne_lit_pas("Raison écrite")


def renouveler(vie: Vie) -> None:
    clock.avancer_de(timedelta(days=200))
    vie.qui("essor").aller("/a-faire").ne_lit_pas("Renouveler votre référencement")
    clock.avancer_de(timedelta(days=40))
    vie.qui("essor").aller("/a-faire").suivre(f"Renouveler votre référencement : {RHONE}")
    vie.qui("essor").suivre(f"Demander le renouvellement : {RHONE}")
    vie.qui("essor").envoyer("Envoyer la demande", reponse_1="Cinq missions.", reponse_2="Des ateliers.")
    vie.qui("regional").aller("/referencements?liste=a_traiter").lit("renouvellement").suivre(ESSOR)
    vie.qui("regional").envoyer("Ouvrir l’instruction").suivre("Accepter")
    vie.qui("regional").lit("à partir du 1er janvier 2027").envoyer("Accepter").lit("Accepté, à venir")


def proposer_ailleurs(vie: Vie) -> None:
    """Asked at length first, then taken back: the short way is better."""
    vie.qui("essor").aller("/mes-referencements").suivre(f"demander : {PROVENCE}")
    vie.qui("essor").envoyer("Envoyer la demande", reponse_1="Six missions.", reponse_2="Des ateliers.")
    vie.qui("essor").suivre("Retirer ma demande").tient_sur_un_telephone()
    vie.qui("essor").envoyer("Retirer ma demande", motif="Rhône-Alpes nous a acceptés : nous le proposons.")
    vie.qui("essor").lit("Votre demande est retirée")
    vie.qui("provence").aller("/messages").lit("Une demande de référencement est retirée")
    vie.qui("provence").aller("/a-faire").ne_lit_pas(ESSOR)
    vie.qui("essor").aller("/mes-referencements").suivre(f"Proposer mon dossier accepté : {PROVENCE}")
    assert vie.qui("essor").page.locator("[name=regional] option:checked").inner_text() == PROVENCE
    vie.qui("essor").envoyer("Proposer à cette région").lit("Votre dossier est proposé à cette région")
    vie.qui("provence").aller("/a-faire").lit(f"Accepté par {RHONE}")
    vie.qui("provence").suivre(f"Lire la demande de référencement : {ESSOR}")
    vie.qui("provence").lit("Ce référencement y est toujours en cours.")
    vie.qui("provence").lit("en 2023 et 2024", f"Accepté par {RHONE}").tient_sur_un_telephone()
    vie.qui("provence").envoyer("Enregistrer la décision", decision="accepter", fin="2027-06-30")
    vie.qui("provence").lit("En cours", "30 juin 2027")


def retirer(vie: Vie) -> None:
    vie.qui("regional").aller("/referencements?liste=en_cours").suivre_lien(
        vie.qui("regional").page.locator("tr", has_text="31 décembre 2026").get_by_role("link", name=ESSOR)
    )
    vie.qui("regional").suivre("Annoncer un retrait").lit("15 jours")
    vie.qui("regional").envoyer("Annoncer le retrait", motif="Deux missions sans livrable.")
    vie.qui("regional").ne_lit_pas("Prononcer le retrait")
    vie.preselection("Référencé dans votre région")
    vie.qui("essor").aller("/a-faire").suivre(f"Répondre à l’annonce d’un retrait : {RHONE}")
    vie.qui("essor").lit("Deux missions sans livrable.")
    vie.qui("essor").envoyer("Envoyer la réponse", reponse="Les livrables sont partis en avril.")
    vie.qui("regional").aller("/a-faire").suivre(f"Conclure le retrait : {ESSOR}")
    vie.qui("regional").lit("Les livrables sont partis en avril.").suivre("Prononcer le retrait")
    vie.qui("regional").envoyer("Prononcer le retrait", conclusion="Un seul est arrivé.").lit("Retirée")
    vie.qui("essor").aller("/messages").lit("Votre référencement est retiré")
    vie.preselection(f"Référencé dans une autre région ({PROVENCE})").ne_lit_pas("Écrire pourquoi")


def expirer(vie: Vie) -> None:
    clock.avancer_de(date(2027, 5, 20) - clock.today())
    with vie.monde.app.app_context():
        rappeler()
        db.session.remove()
    vie.monde.livrer()
    vie.qui("essor").aller("/messages").lit("Votre référencement finit le 30 juin 2027")
    clock.avancer_de(date(2027, 6, 30) - clock.today())
    vie.preselection("Référencé dans une autre région", "Sa fiche n’a pas été confirmée dans l’année.")
    vie.qui("essor").aller("/mes-referencements").lit("En cours, finit bientôt")
    clock.avancer_de(timedelta(days=1))
    vie.preselection("Sans référencement", "Sa fiche n’a pas été confirmée dans l’année.")
    vie.qui("essor").aller("/mes-referencements").lit("Expiré")
    vie.qui("provence").aller("/referencements?liste=passes").lit(ESSOR)


def renoncer(vie: Vie) -> None:
    vie.qui("essor").aller("/mes-referencements").suivre(f"Demander le renouvellement : {PROVENCE}")
    vie.qui("essor").envoyer("Envoyer la demande", reponse_1="Sept missions.", reponse_2="Des ateliers.")
    vie.qui("provence").aller("/referencements?liste=a_traiter").suivre(ESSOR)
    vie.qui("provence").envoyer("Ouvrir l’instruction").suivre("Accepter").envoyer("Accepter")
    vie.preselection("Référencé dans une autre région")
    vie.qui("essor").aller("/mes-referencements").suivre_lien(
        vie.qui("essor").page.locator("tr", has_text="En cours").get_by_role("link", name=PROVENCE)
    )
    vie.qui("essor").suivre("Renoncer à ce référencement").lit("Dès aujourd’hui").tient_sur_un_telephone()
    vie.qui("essor").envoyer("Renoncer au référencement", motif="Nous fermons l’antenne d’Avignon.")
    vie.qui("essor").lit("Finie, le prestataire y a renoncé", "le 1er juillet 2027")
    vie.qui("provence").aller("/messages").lit("Un prestataire renonce à son référencement")
    vie.qui("provence").aller("/referencements?liste=passes").suivre_lien(
        vie.qui("provence").page.locator("tr", has_text="y a renoncé").get_by_role("link", name=ESSOR)
    )
    vie.qui("provence").lit("Nous fermons l’antenne d’Avignon.")
    vie.preselection("Sans référencement")


def regarder_les_manques(vie: Vie) -> None:
    vie.qui("regional").aller("/couverture").lit("Environnement").tient_sur_un_telephone()
    vie.qui("pilote").aller("/couverture").lit("Départements sans personne").tient_sur_un_telephone()
