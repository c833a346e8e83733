"""The one way a view writes: one unit of work, then the outbox, then the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, flash, g
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.kernel.db import en_ecriture, session_courante
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.idempotence import deja_fait, retenir
from dla_market.web.forms import Formulaire, FormulaireAvecCle
from dla_market.web.pages import Reponse, aller, htmx
from dla_market.web.routes import Passage
from dla_market.web.security import refuser

Operation = Callable[[Session, Acteur], Any]
Adresse = str | Callable[[Any], str]


def executer(
    operation: Operation,
    *,
    vers: Adresse,
    succes: str | None = None,
    form: Formulaire | None = None,
    sinon: Callable[[], Reponse] | None = None,
    reponse: Callable[[Any], Reponse] | None = None,
) -> Reponse:
    """Run an operation for this request and answer.

    `vers` is where to go after it, as an address or made from what the operation returned. `reponse`,
    where given, answers an HTMX request in its place (a fragment); a browser still goes to `vers`.
    `sinon` shows the form again with a refusal in it; without it the refusal has a page of its own. See the
    package's docstring.
    """
    passage: Passage = g.passage
    try:
        resultat, adresse = _une_fois(operation, vers, form, passage)
    except RefusMetier as refus:
        return _refuser(refus, form, sinon)
    current_app.extensions["outbox"].drainer()
    if reponse is not None and htmx:
        return reponse(resultat)
    if succes:
        flash(succes, "succes")
    return aller(adresse)


def executer_sans_compte(
    operation: Callable[[Session], Any], *, form: Formulaire, sinon: Callable[[], Reponse]
) -> tuple[Any, Reponse | None]:
    """Run an operation that a link or a public form opens: its result, or the form again with a refusal.

    The caller answers; nothing is known here of who asks.
    """
    try:
        resultat = en_ecriture(operation)
    except RefusMetier as refus:
        return None, _refuser(refus, form, sinon)
    current_app.extensions["outbox"].drainer()
    return resultat, None


def agir(form: Formulaire, montrer: Callable[[], Reponse], operation: Operation, **suite: Any) -> Reponse:
    """A form and its act: shown until what was sent is valid, then done. `suite` is that of `executer`."""
    if not form.validate_on_submit():
        return montrer()
    return executer(operation, form=form, sinon=montrer, **suite)


def _une_fois(
    operation: Operation, vers: Adresse, form: Formulaire | None, passage: Passage
) -> tuple[Any, str]:
    """The operation in its unit of work; a twin that lost the race for the key reads the winner's result."""
    cle = form.cle.data if isinstance(form, FormulaireAvecCle) else None
    # the object too: the key of one order must not pass for another's
    contenu = {"objet": passage.arguments, "saisie": {} if form is None else form.contenu()}
    permission = passage.droit.permission or ""

    def travail(session: Session) -> tuple[Any, str]:
        passage.reverifier(session)
        qui = passage.acteur.utilisateur_id
        if cle:
            fait = deja_fait(session, qui, permission, cle, contenu)
            if fait is not None:
                return None, fait
        resultat = operation(session, passage.acteur)
        session.flush()
        adresse = vers(resultat) if callable(vers) else vers
        if cle:
            retenir(session, qui, permission, cle, contenu, adresse)
        return resultat, adresse

    try:
        return en_ecriture(travail)
    except IntegrityError as erreur:
        if cle and "idempotence_cle" in str(erreur.orig):
            return en_ecriture(travail)
        raise


def _refuser(refus: RefusMetier, form: Formulaire | None, sinon: Callable[[], Reponse] | None) -> Reponse:
    session_courante().rollback()
    if sinon is None or form is None:
        return refuser(refus.phrase)
    champ = form._fields.get(refus.champ or "")  # WTForms keeps its fields by name there only
    if champ is not None:
        champ.errors = [*champ.errors, refus.phrase]
    else:
        form.form_errors = [*form.form_errors, refus.phrase]
    reponse = sinon()
    reponse.status_code = 409
    return reponse
