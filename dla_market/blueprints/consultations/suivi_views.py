"""Following a consultation: the list, the page, the extension, the answers to questions."""

from __future__ import annotations

from flask import request, url_for

from dla_market.blueprints.consultations.etapes import est_close, est_ouvrable, etapes_de, etat_en_mots
from dla_market.blueprints.consultations.forms import ProlongerForm, RepondreQuestionForm
from dla_market.consultations import cahier, operations, queries
from dla_market.consultations.models import Consultation, Question
from dla_market.consultations.states import INVITATION
from dla_market.kernel.db import session_courante
from dla_market.kernel.pagination import paginer
from dla_market.policies.grid import permits
from dla_market.referentiel.models import Motif
from dla_market.referentiel.queries import libelles
from dla_market.web.acteurs import acteur_courant
from dla_market.web.ecriture import executer
from dla_market.web.pages import Reponse, page


def fil(consultation: Consultation, ici: str | None = None) -> list[tuple[str, str | None]]:
    """The breadcrumb of a page of the consultation."""
    ingenierie = consultation.ingenierie
    chemin: list[tuple[str, str | None]] = [
        (ingenierie.reference, f"/ingenieries/{ingenierie.id}"),
        ("Consultation", None if ici is None else adresse(consultation)),
    ]
    return chemin if ici is None else [*chemin, (ici, None)]


def adresse(consultation: Consultation) -> str:
    """The consultation's own page."""
    return url_for("consultations.consulter", consultation_id=consultation.id)


def lister() -> Reponse:
    """The consultations that the actor may see, the latest deadline first."""
    acteur = acteur_courant()
    assert acteur is not None
    numero = request.args.get("page", 1, type=int)
    return page(
        "consultations/lister.html",
        titre="Consultations",
        fil=[("À faire", url_for("accueil.a_faire")), ("Consultations", None)],
        consultations=paginer(session_courante(), queries.liste(acteur), numero),
        etat_en_mots=etat_en_mots,
        url_page=lambda n: url_for("consultations.lister", page=n),
    )


def consulter(consultation: Consultation, form: RepondreQuestionForm | None = None) -> Reponse:
    """The consultation's page: where it stands, what to do now, who was consulted, questions."""
    acteur, session = acteur_courant(), session_courante()
    assert acteur is not None

    def peut(verbe: str) -> bool:
        return permits(acteur, f"consultation:{verbe}", consultation)

    return page(
        "consultations/consulter.html",
        titre=f"Consultation {consultation.ingenierie.reference}",
        fil=fil(consultation),
        consultation=consultation,
        cahier=cahier.lire(consultation.cahier),
        etapes=etapes_de(consultation),
        etat=etat_en_mots(consultation),
        close=est_close(consultation),
        ouvrable=est_ouvrable(consultation),
        peut=peut,
        declaration=queries.declaration(session, acteur, consultation),
        hors_delai=queries.hors_delai(session, consultation),
        form_question=form or RepondreQuestionForm(formdata=None),
        question_id=(request.view_args or {}).get("question_id"),
        reponses=INVITATION.libelles,
        motifs=libelles(session, Motif),
    )


def prolonger(consultation: Consultation) -> Reponse:
    """A later deadline, while it runs."""
    form = ProlongerForm()

    def montrer() -> Reponse:
        return page(
            "consultations/prolonger.html",
            titre="Prolonger le délai de réponse",
            fil=fil(consultation, "Prolonger"),
            consultation=consultation,
            form=form,
        )

    limite = form.limite_offre.data if form.validate_on_submit() else None
    if limite is None:
        return montrer()
    return executer(
        lambda session, acteur: operations.prolonger(
            session, acteur, consultation, limite_offre=limite, motif=form.motif.data or ""
        ),
        vers=adresse(consultation),
        succes="Le délai est prolongé pour tous.",
        form=form,
        sinon=montrer,
    )


def repondre_question(question: Question) -> Reponse:
    """An answer, which goes to every invited provider."""
    form = RepondreQuestionForm()
    consultation = question.consultation

    def montrer() -> Reponse:
        return consulter(consultation, form)

    if not form.validate_on_submit():
        return montrer()
    return executer(
        lambda session, acteur: operations.repondre_question(
            session, acteur, question, reponse=form.reponse.data or ""
        ),
        vers=adresse(consultation),
        succes="La réponse est envoyée à tous les prestataires invités.",
        form=form,
        sinon=montrer,
    )
