"""The kit that blueprints share: one way to route, to answer, to write.

Routing (`web.routes`)::

    bp = Blueprint("consultations", __name__, url_prefix="/consultations")
    route(bp, "/<int:consultation_id>", consulter, permission="consultation:consulter", charge=charger)
    route(bp, "/<int:consultation_id>/lancer", lancer, permission="consultation:lancer", charge=charger,
          methods=["GET", "POST"])

`charge(session, acteur, **url_arguments)` loads the object through what the actor may see (None gives
404), then the grid answers (403), then the view gets the object alone. Without `charge` the view gets the
URL's arguments. `public=True` instead of a permission opens a route to all. The endpoint is the view's
name unless `endpoint` says otherwise.

Answering (`web.pages`)::

    return page("consultations/consulter.html", fragments=("questions",), titre="…", fil=[…], …)

A whole page, or the one block whose name is the request's HX-Target when it is declared. The status is
422 when a form in the context has errors.

Writing (`web.ecriture`)::

    form = LancerForm()
    def montrer() -> Reponse: return page("consultations/lancer.html", form=form, …)
    if not form.validate_on_submit():
        return montrer()
    return executer(
        lambda session, acteur: operations.lancer(session, acteur, consultation, …),
        vers=lambda consultation: url_for("consultations.consulter", consultation_id=consultation.id),
        succes="La consultation est lancée.", form=form, sinon=montrer)

One unit of work: the object is loaded and the grid asked again inside it, the operation runs, the commit,
then the outbox. A refusal of the trade gives 409 and its sentence, at its field or above the form. A
form with a key (`FormulaireAvecCle`) has its effect once. Success is 303, or HX-Redirect under HTMX.

A route that takes a file says its largest (`octets=`), its form has a `ChampFichier` last, its file is given
back by `telechargement_joint` (`web.envois`).

Forms are `Formulaire` (`web.forms`); amounts, days and instants have fields of their own (`web.fields`).
`acteur_courant()` (`web.acteurs`) is who asks, None for a visitor.
"""
