"""The main job, steps 1 to 10: who does what, and what each page and the fund say of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser

from dla_market.kernel import clock
from tests.stories.monde import ANNEE, Monde
from tests.stories.promenade import Personne

INTITULE = "Consolider le modèle économique de la ressourcerie"
RETENU, MOINS_CHER, TARDIF = "Atelier des Communs", "Conseil Trois Rivières", "Coopérative Long Cours"
SIRET = "00000050500016"
CENTRE = "Centre environnement"
COMPREHENSION, METHODE, COMPETENCES = (
    "Compréhension de la demande",
    "Méthode et calendrier",
    "Compétences et connaissance du secteur",
)
SECTIONS = (
    {"contexte": "Dix ans d’activité, huit salariés, un loyer qui double.", "projet": "Un second atelier."},
    {"nb_postes": "8", "nb_cdi": "6", "nb_cdd": "2", "nb_emplois_aides": "3", "etp_centiemes": "6,5"},
    {"forces": "Une équipe soudée.", "faiblesses": "Des ventes qui reposent sur deux clients."},
    {"besoins": "Choisir un modèle qui tienne.", "preconisations": "Une ingénierie de quatre jours."},
)
OFFRE = {
    "comprehension": "Le loyer double et deux clients font les ventes.",
    "methode": "Trois ateliers avec l’équipe.\nUn retour écrit après chacun.",
    "calendrier": "D’avril à juin.",
    "intervenants": "Une consultante qui a dirigé une ressourcerie.",
    "references": "Deux ressourceries en 2024.",
    "jours_centiemes": "4",
    "tva_dix_millemes": "2000",
}


@dataclass
class Journee:
    """The people of a journey, each called when needed, and what they have opened so far."""

    navigateur: Browser
    monde: Monde
    javascript: bool
    photos: Path | None = None
    gens: dict[str, Personne] = field(default_factory=dict)
    ou: dict[str, str] = field(default_factory=dict)

    def qui(self, qui: str) -> Personne:
        if qui not in self.gens:
            self.gens[qui] = Personne(self.navigateur, self.monde, qui, javascript=self.javascript)
            self.gens[qui].photos = self.photos
        return self.gens[qui]

    def fermer(self) -> None:
        """Close every browser."""
        for personne in self.gens.values():
            personne.fermer()

    def fonds(self, **attendus: int) -> None:
        """The fund page shows these amounts, in euros, and nothing in the other columns."""
        page = self.qui("responsable").aller(f"/fonds/{ANNEE}").page
        cellules = page.locator("tfoot td[data-libelle]")
        vus = {
            cellule.get_attribute("data-libelle"): int(re.sub(r"\D", "", cellule.inner_text()))
            for cellule in cellules.all()
        }
        colonnes = ("Réservé", "Engagé", "Réalisé", "Facturé", "Payé", "Disponible")
        dits = {nom: attendus.get(nom.lower().replace("é", "e"), 0) for nom in colonnes}
        assert vus == {"Conventionné": 10_000, **dits}

    def ouvrir_message(self, qui: str, objet: str) -> Personne:
        """Read a notice in the mailbox, and go where it leads."""
        self.monde.livrer()
        personne = self.qui(qui).aller("/messages")
        return personne.envoyer(f"Ouvrir : {objet}")


def fiche_et_aval(j: Journee) -> None:
    """Before all: a prestataire brings its fiche up to date, a centre endorses it, the catalogue shows it."""
    j.qui("communs").aller("/ma-fiche").lit(RETENU).suivre("Identité").envoyer(
        "Enregistrer et continuer", siret=SIRET
    )
    j.qui("communs").envoyer("Enregistrer et continuer", titre="Modèle économique du réemploi")
    j.qui("communs").envoyer("Enregistrer et continuer", disponible_le="2026-03-30")
    j.qui("experte").aller("/catalogue?texte=modèle+économique+réemploi").suivre(RETENU)
    j.qui("experte").lit("Modèle économique du réemploi", "Aucun aval pour le moment")
    j.qui("experte").suivre("Proposer un aval").envoyer(
        "Proposer l’aval",
        secteur="environnement",
        niveau="3",
        motif="Quatre ressourceries suivies avec nous depuis 2023.",
        preuve_nature="mission",
        preuve="Ressourcerie du Lac, 2024",
    )
    j.qui("chargee").aller("/catalogue").ne_lit_pas(CENTRE)
    j.qui("coordination").aller("/a-faire").suivre("Confirmer l’aval")
    j.qui("coordination").lit("Quatre ressourceries suivies").envoyer("Confirmer l’aval")
    j.qui("communs").aller("/ma-fiche").suivre("Voir la fiche telle que le réseau la lit")
    j.qui("communs").lit(CENTRE, "Quatre ressourceries suivies", "confirmé par Hugo Marin")


def diagnostiquer(j: Journee) -> None:
    """Step 1, its ground: the diagnostic, written by the DLA, validated with the structure."""
    j.qui("chargee").aller("/structures").suivre("La Remise à neuf").suivre("Commencer un diagnostic")
    j.qui("chargee").envoyer("Commencer", type="pre")
    for rang, textes in enumerate(SECTIONS):
        bouton = "Enregistrer et continuer" if rang < len(SECTIONS) - 1 else "Enregistrer"
        j.qui("chargee").envoyer(bouton, **textes)
    j.ou["diagnostic"] = j.qui("chargee").lit("Des ventes qui reposent sur deux clients").page.url
    j.qui("chargee").suivre("Partager avec la structure").envoyer("Partager le diagnostic")
    j.qui("structure").aller("/mon-accompagnement").lit("Relire et valider votre diagnostic").suivre(
        "Commencer"
    )
    j.qui("structure").suivre("Valider le diagnostic").envoyer("Valider le diagnostic").lit(
        "Le diagnostic est validé"
    )


def preparer(j: Journee) -> None:
    """Step 1: the ingénierie, its lines, its cahier des charges."""
    j.qui("chargee").aller(j.ou["diagnostic"]).suivre("Ouvrir une ingénierie").envoyer(
        "Ouvrir l’ingénierie",
        intitule=INTITULE,
        **{
            "prestations-0-thematique_code": "strategie_consolidation",
            "prestations-0-jours_centiemes": "4",
        },
    )
    j.ou["ingenierie"] = j.qui("chargee").page.url
    j.qui("chargee").lit(INTITULE, "Il reste à écrire le cahier des charges")
    j.qui("chargee").suivre("Rédiger le cahier des charges")
    envoi = {
        "resultats_attendus": "Un modèle choisi par le conseil d’administration.",
        "livrables": "- Diagnostic partagé\n- Plan d’action à trois ans",
        "modalites": "À Crest, trois ateliers.",
        "plafond_ttc_centimes": "12 000",
        "limite_intention": "2026-03-09T12:00",
        "limite_offre": "2026-03-20T17:00",
    }
    poids = {"criteres-0-poids": "30"}
    refus = j.qui("chargee").envoyer("Enregistrer le cahier des charges", **envoi, **poids)
    refus.lit("110")  # the weights must make 100
    j.qui("chargee").envoyer("Enregistrer le cahier des charges", **{"criteres-0-poids": "20"})
    j.qui("chargee").lit(
        "Le cahier des charges est prêt", "20 mars 2026 à 17 h 00", "12 000,00 €", "dépasse 8 000 €"
    )


def choisir_les_candidats(j: Journee) -> None:
    """Step 2: the catalogue, its facets, its address to share, the shortlist with its reasons."""
    j.qui("chargee").suivre("Chercher des prestataires").lit("4 prestataires")
    j.qui("chargee").filtrer(texte="modèle économique ressourcerie")
    j.qui("chargee").filtrer(secteur="environnement").lit(RETENU, MOINS_CHER).ne_lit_pas("Cabinet Bellevue")
    j.qui("chargee").filtrer(aval="environnement").lit("1 prestataire", CENTRE).ne_lit_pas(MOINS_CHER)
    partage = j.qui("chargee").page.url
    assert "secteur=environnement" in partage
    assert "aval=environnement" in partage
    j.qui("responsable").aller(partage).lit("1 prestataire", RETENU)
    j.qui("chargee").aller(partage).suivre(RETENU).lit("Modèle économique du réemploi", CENTRE)
    j.qui("chargee").envoyer("Ajouter à la sélection", motif="Aval du centre, deux ressourceries suivies.")
    for nom in (MOINS_CHER, TARDIF):
        j.qui("chargee").aller(j.ou["ingenierie"]).suivre("Chercher des prestataires").suivre(nom)
        j.qui("chargee").envoyer("Ajouter à la sélection", motif=f"{nom} connaît le réemploi.")
    j.qui("chargee").aller(j.ou["ingenierie"]).suivre("Présélection des prestataires")
    j.qui("chargee").lit(RETENU, MOINS_CHER, TARDIF, "Aval du centre")


def lancer(j: Journee) -> None:
    """Step 3: refused with what is missing, then launched; the ceiling is reserved."""
    j.qui("responsable").aller(j.ou["ingenierie"]).suivre("Lancer la consultation").lit("12 000,00 €", TARDIF)
    j.qui("responsable").envoyer("Lancer la consultation").lit("il manque 2 000 €")
    j.fonds(disponible=10_000)
    j.qui("chargee").aller(j.ou["ingenierie"]).suivre("Modifier le cahier des charges").envoyer(
        "Enregistrer le cahier des charges", plafond_ttc_centimes="4 500"
    )
    j.qui("responsable").aller(j.ou["ingenierie"]).suivre("Lancer la consultation")
    j.qui("responsable").envoyer("Lancer la consultation").lit("La consultation est lancée")
    j.ou["consultation"] = j.qui("responsable").page.url
    j.fonds(reserve=4_500, disponible=5_500)


def repondre(j: Journee) -> None:
    """Step 4: answers, a question for all, drafts, deposits, a replacement, a withdrawal, receipts."""
    for qui in ("communs", "rivieres", "cours"):
        j.ouvrir_message(qui, f"Vous êtes consulté·e : {INTITULE}")
        j.ou[qui] = j.qui(qui).lit("Dix ans d’activité", "4 500,00 € TTC").page.url
    j.qui("communs").envoyer("Envoyer ma réponse", verbe="annoncer")
    j.qui("communs").envoyer("Poser la question", texte="Combien de personnes aux ateliers ?")
    j.qui("chargee").aller(j.ou["consultation"]).lit("Combien de personnes").ne_lit_pas("Paul")
    j.qui("chargee").envoyer("Répondre à tous", reponse="Dix, l’équipe et le bureau.")
    for qui in ("communs", "rivieres", "cours"):
        j.qui(qui).aller(j.ou[qui]).lit("Dix, l’équipe et le bureau.")
    brouillon = {"methode": "À finir"}
    j.qui("communs").suivre("Mon offre").envoyer("Enregistrer le brouillon", **brouillon).lit("non déposé")
    _deposer(j.qui("communs"), "3 500")
    j.qui("communs").lit("4 200,00 € TTC")
    _deposer(j.qui("communs"), "3 200")
    j.qui("communs").lit("Accusé de réception", "3 840,00 € TTC", "Empreinte (SHA-256)")
    _deposer(j.qui("rivieres").suivre("Mon offre"), "2 800")
    _deposer(j.qui("cours").suivre("Mon offre"), "2 000")
    j.qui("cours").suivre("Retirer mon offre").envoyer("Retirer mon offre").lit("Votre offre est retirée")
    for qui in ("chargee", "responsable", "structure"):
        j.qui(qui).aller(j.ou["consultation"]).ne_lit_pas("3 840", "déposée le", "Retirée")


def _deposer(personne: Personne, ht: str) -> None:
    """Write, read again, deposit."""
    personne.envoyer("Relire avant de déposer", **OFFRE, total_ht_centimes=ht).lit("Ce qui va se passer")
    personne.envoyer("Déposer mon offre").lit("Votre offre est déposée")


def ouvrir(j: Journee) -> None:
    """Step 5: after the deadline, a late offer is kept sealed; the opening and its record."""
    j.qui("chargee").aller(f"{j.ou['consultation']}/ouvrir").lit("Les offres s’ouvrent après la date limite")
    clock.avancer_de(clock.now().replace(month=3, day=20, hour=16, minute=1) - clock.now())
    personne = j.qui("cours").aller(f"{j.ou['cours']}/offre").lit("La date limite est passée")
    personne.envoyer("Relire avant de déposer", **OFFRE, total_ht_centimes="1 900")
    personne.envoyer("Déposer mon offre").lit("hors délai")
    j.qui("chargee").aller("/a-faire").suivre("Ouvrir les offres").suivre("Ouvrir les offres")
    j.qui("chargee").envoyer("Ouvrir les offres").lit(
        "ouverte, conforme à son empreinte",
        "hors délai, conservée scellée",
        "Ouverte par",
        j.qui("chargee").nom,
    )


def noter(j: Journee) -> None:
    """Step 6, first half: declarations, side by side, criterion by criterion, a ranking."""
    notes = {
        "structure": {RETENU: ("5", "5", "4"), MOINS_CHER: ("3", "2", "3")},
        "chargee": {RETENU: ("4", "5", "5"), MOINS_CHER: ("3", "3", "3")},
    }
    j.ouvrir_message("structure", "Les offres sont ouvertes : à vous de les comparer")
    for qui, siennes in notes.items():
        personne = j.qui(qui).aller(f"{j.ou['consultation']}/offres")
        personne.envoyer("Déclarer", sans_lien="oui").lit("Trois ateliers avec l’équipe", "3 840,00 €")
        for nom, trois in siennes.items():
            for critere, note in zip((COMPREHENSION, METHODE, COMPETENCES), trois, strict=True):
                # a first note, and the last, which completes the ranking
                recharger = critere == (COMPREHENSION if nom == RETENU else COMPETENCES)
                personne.noter(critere, nom, note, recharger=recharger)
    # 20 × 4,5/5 + 30 × 5/5 + 30 × 4,5/5 + 20 × 3360/3840 ; 20 × 3/5 + 30 × 2,5/5 + 30 × 3/5 + 20
    j.qui("structure").aller(f"{j.ou['consultation']}/offres")
    j.qui("structure").lit(f"1er : {RETENU}, 92,50 points", f"2e : {MOINS_CHER}, 65,00 points").ne_lit_pas(
        TARDIF
    )


def attribuer(j: Journee) -> None:
    """Step 6, second half: the structure's choice, the award, every bidder told with its own scores."""
    j.qui("structure").suivre("Choisir une offre").ecrire_choix(RETENU).envoyer("Enregistrer notre choix")
    j.ouvrir_message("responsable", f"À attribuer : {INTITULE}")
    j.qui("responsable").suivre("Attribuer").envoyer("Déclarer", sans_lien="oui")
    j.qui("responsable").aller(f"{j.ou['consultation']}/attribuer")
    j.qui("responsable").ecrire_choix(MOINS_CHER).envoyer("Attribuer")
    assert (
        j.qui("responsable").page.locator("[data-resume-erreurs]").count() == 1
    )  # a written motive is missing
    j.qui("responsable").ecrire_choix(RETENU).envoyer("Attribuer").lit("Attribuée à", RETENU)
    j.ouvrir_message("communs", f"Le résultat : {INTITULE}").lit("Votre offre est retenue", "92,50")
    j.ouvrir_message("rivieres", f"Le résultat : {INTITULE}").lit("n’a pas été retenue", "65,00")
    j.qui("rivieres").ne_lit_pas(RETENU, "92,50")
    j.qui("cours").aller(j.ou["cours"]).lit("Aucune offre de votre part n’a été ouverte")
    j.fonds(reserve=4_500, disponible=5_500)


def commander(j: Journee) -> None:
    """Step 7: the order, its document, its signatures in turn, its notification: the engagement."""
    j.qui("responsable").aller("/a-faire").suivre("Établir la commande").envoyer("Établir la commande")
    j.ou["commande"] = j.qui("responsable").lit("3 200,00 €", "640,00 €", "3 840,00 €").page.url
    numero = j.qui("responsable").page.locator("h1").inner_text()
    assert re.search(rf"DLA26-\S*{ANNEE}-0*1\b", numero), numero
    document = j.qui("responsable").contexte.request.get(f"{j.ou['commande']}/document")
    assert document.body().startswith(b"%PDF")
    for qui in ("responsable", "communs", "structure"):
        j.qui(qui).aller(j.ou["commande"]).suivre("Signer la commande").envoyer("Signer")
    j.fonds(reserve=4_500, disponible=5_500)
    j.qui("responsable").aller(j.ou["commande"]).lit(*(j.qui(q).nom for q in ("communs", "structure")))
    j.qui("responsable").suivre("Notifier la commande").lit("3 840,00 €").envoyer("Notifier la commande")
    j.fonds(engage=3_840, disponible=6_160)


def executer(j: Journee) -> None:
    """Step 8: deliverables, service fait by two people, invoice, payment."""
    clock.avancer_de(timedelta(days=60))
    for livrable in ("Diagnostic partagé", "Plan d’action à trois ans"):
        j.qui("communs").aller(j.ou["commande"]).suivre(f"Remettre : {livrable}")
        j.qui("communs").envoyer("Remettre", remise="Rapport de douze pages, envoyé par courriel.")
        j.qui("structure").aller(j.ou["commande"]).suivre(f"Accepter : {livrable}").envoyer("Accepter")
    j.qui("structure").suivre("Attester le service fait").envoyer("J’atteste que c’est fait", montant="3 840")
    j.fonds(engage=3_840, disponible=6_160)
    j.qui("responsable").aller("/a-faire").suivre("Certifier").envoyer("Certifier")
    j.fonds(engage=3_840, realise=3_840, disponible=6_160)
    facture = {"numero_fournisseur": "F-2026-17", "ht": "3 300", "tva": "660", "ttc": "3 960"}
    jour = clock.today().isoformat()
    j.qui("communs").aller(j.ou["commande"]).suivre("Déposer une facture")
    j.qui("communs").envoyer("Déposer la facture", date_emission=jour, **facture).lit("3 840,00")
    j.qui("communs").envoyer("Déposer la facture", ht="3 200", tva="640", ttc="3 840").lit("F-2026-17")
    j.qui("gestionnaire").aller("/a-faire").suivre("Contrôler la facture F-2026-17").envoyer(
        "Valider la facture"
    )
    j.fonds(engage=3_840, realise=3_840, facture=3_840, disponible=6_160)
    j.qui("gestionnaire").aller("/a-faire").suivre("Payer la facture F-2026-17")
    j.qui("gestionnaire").envoyer("Enregistrer le paiement", jour=jour, reference="VIR-20260519")
    j.fonds(engage=3_840, realise=3_840, facture=3_840, paye=3_840, disponible=6_160)


def evaluer(j: Journee) -> None:
    """Step 9: what the structure and the DLA say of the mission."""
    notes = dict.fromkeys(("respect_cahier", "ecoute", "expertise", "pedagogie", "utilite", "delais"), "4")
    notes["appropriation"] = "3"
    du_dla = {"relation_dla": "5", "rapport_qualite_prix": "4"}
    for qui in ("structure", "chargee"):
        j.qui(qui).aller(j.ou["commande"]).suivre("Donner votre avis sur la mission")
        siennes = notes | (du_dla if qui == "chargee" else {})
        j.qui(qui).envoyer("Envoyer mon avis", **siennes, recommandation="5", commentaire=f"Avis {qui}")
    j.qui("communs").aller(j.ou["commande"]).lit("Avis structure", "Avis chargee")
    j.qui("structure").aller("/mon-accompagnement").tient_sur_un_telephone()


def rendre_compte(j: Journee) -> None:
    """Step 10: the fund by financeur, each amount opening its lines; the national page."""
    j.qui("responsable").aller(f"/fonds/{ANNEE}").tient_sur_un_telephone()
    lignes = j.qui("responsable").page.locator("tbody tr")
    assert lignes.count() == len(("État", "Région"))
    lignes.first.get_by_role("link").first.wait_for()
    total = j.qui("responsable").page.locator("tfoot td[data-libelle='Payé'] a")
    j.qui("responsable").suivre_lien(total).lit("3 840,00 €", "Commande DLA26-2026-001")
    j.qui("responsable").aller(f"/fonds/{ANNEE}").suivre("Relevé").lit("Relevé du fonds")
    j.qui("pilote").aller("/a-faire").menu("Fonds").lit("DLA de la Drôme", "3 840 €")
    j.qui("pilote").menu("Bilan").lit(str(ANNEE))


ETAPES: tuple[Callable[[Journee], None], ...] = (
    fiche_et_aval,
    diagnostiquer,
    preparer,
    choisir_les_candidats,
    lancer,
    repondre,
    ouvrir,
    noter,
    attribuer,
    commander,
    executer,
    evaluer,
    rendre_compte,
)
