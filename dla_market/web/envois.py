"""Files in and out: what a request may weigh, where it spools, a form's file, a file given back."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import IO, Any
from urllib.parse import quote

import structlog
from flask import Flask, Request, abort, current_app, make_response, request
from werkzeug.datastructures import FileStorage
from wtforms import Field, FileField
from wtforms.validators import StopValidation, ValidationError

from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.fichiers import antivirus
from dla_market.kernel.fichiers.controle import FichierRefuse, controler
from dla_market.kernel.fichiers.genres import MIMES, Usage, nom_propre
from dla_market.kernel.fichiers.images import USAGE_IMAGE, Boite, redessiner
from dla_market.kernel.fichiers.models import EtatAnalyse, Fichier
from dla_market.kernel.fichiers.operations import FichierRecu
from dla_market.kernel.fichiers.reserve import FichierAbsent, Reserve
from dla_market.web.acteurs import acteur_courant
from dla_market.web.pages import Reponse
from dla_market.web.routes import DROITS

log = structlog.get_logger(__name__)

EN_MEMOIRE = 256 * 1024
AUTOUR = 64 * 1024
"""What a form weighs around its file."""

VIDE_MAX = 64 * 2**20
BLOC = 64 * 1024
POLITIQUE_FICHIER = "sandbox; default-src 'none'"


class Requete(Request):
    """A request whose files spool in the vault's own folder, closed to other accounts (reliability H5)."""

    _recus: list[IO[bytes]] | None = None

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002  # werkzeug's own signature
        content_type: str | None,  # noqa: ARG002  # see above
        filename: str | None = None,  # noqa: ARG002  # see above
        content_length: int | None = None,  # noqa: ARG002  # see above
    ) -> IO[bytes]:
        reserve = reserve_courante()
        reserve.preparer()
        flux = tempfile.SpooledTemporaryFile(EN_MEMOIRE, "rb+", dir=str(reserve.depots))  # noqa: SIM115  # see close
        self._recus = [*(self._recus or ()), flux]
        return flux

    def close(self) -> None:
        """Let go of what was spooled, also where reading the request broke off."""
        super().close()
        for flux in self._recus or ():
            flux.close()


def reserve_courante() -> Reserve:
    """The application's vault."""
    reserve: Reserve = current_app.extensions["reserve"]
    return reserve


def antivirus_courant() -> antivirus.Antivirus | None:
    """The application's antivirus, None where none is configured."""
    trouve: antivirus.Antivirus | None = current_app.extensions["antivirus"]
    return trouve


def accueillir(app: Flask) -> None:
    """Have each request weighed before anything reads it. To be called before the token is looked for."""
    app.request_class = Requete
    app.before_request(_peser)


def _peser() -> None:
    """A route that takes files takes them from whoever is signed in; what is too heavy is read to nowhere.

    A browser shows no answer before it has sent everything: the rest is drunk, up to VIDE_MAX, then 413.
    """
    droit = DROITS.get(request.endpoint or "")
    if droit is not None and droit.octets and acteur_courant() is not None:
        request.max_content_length = droit.octets + AUTOUR
    longueur, permis = request.content_length, request.max_content_length
    if longueur is None or permis is None or longueur <= permis:
        return
    flux, reste = request.environ["wsgi.input"], min(longueur, VIDE_MAX)
    while reste > 0 and (bloc := flux.read(min(BLOC, reste))):
        reste -= len(bloc)
    abort(413)


class ChampFichier(FileField):
    """One file of a form; `data` is the FichierRecu once it has been received and examined.

    To be declared last: the file is examined once every other field is right, since a browser forgets it
    with the page anyway.
    """

    def __init__(self, *args: Any, usage: Usage, obligatoire: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usage, self.obligatoire = usage, obligatoire
        self.description = self.description or f"{usage.phrase} Un seul fichier."
        self.envoi: FileStorage | None = None
        self.plusieurs = False

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Keep what came for `post_validate`; a text in the place of a file is none."""
        envois = [valeur for valeur in valuelist if isinstance(valeur, FileStorage) and valeur.filename]
        self.data, self.envoi, self.plusieurs = None, (envois[0] if envois else None), len(envois) > 1

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  # WTForms' own signature
        """Raises where no file came, which is no mistake where one may come or not, or several did."""
        if self.envoi is None:
            raise StopValidation("Choisissez un fichier." if self.obligatoire else "")
        if self.plusieurs:
            raise StopValidation("Choisissez un seul fichier.")

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Receive and examine the file; raises ValidationError with the sentence of a refusal."""
        autres: list[Field] = [champ for champ in form if champ is not self]
        if validation_stopped or self.envoi is None or any(champ.errors for champ in autres):
            return
        try:
            self.data = self.garder(self.envoi)
        except FichierRefuse as refus:
            raise ValidationError(refus.phrase) from refus

    def garder(self, envoi: FileStorage) -> FichierRecu:
        """What is kept of what was sent. Raises FichierRefuse."""
        return recevoir(envoi, self.usage)


class ChampImage(ChampFichier):
    """An image to be shown on a page: kept drawn anew, within `boite` (width, height, in points)."""

    def __init__(self, *args: Any, boite: Boite, **kwargs: Any) -> None:
        super().__init__(*args, usage=USAGE_IMAGE, **kwargs)
        self.boite = boite

    def garder(self, envoi: FileStorage) -> FichierRecu:
        """See ChampFichier; nothing is left of the file itself."""
        return redessiner(reserve_courante(), super().garder(envoi), self.boite)


def recevoir(envoi: FileStorage, usage: Usage) -> FichierRecu:
    """Write what was sent in the vault and examine it. Raises FichierRefuse, with nothing left behind."""
    reserve = reserve_courante()
    nom = nom_propre(envoi.filename or "")
    cle, octets, empreinte = reserve.recevoir(envoi.stream, usage.octets)
    try:
        genre = controler(reserve.chemin(cle), nom, usage)
    except BaseException:
        reserve.effacer(cle)
        raise
    return FichierRecu(cle, nom, genre, octets, empreinte)


def telechargement_joint(fichier: Fichier, *, au_deposant: bool) -> Reponse:
    """The file, to be saved and never shown as a page of ours; the permission is the caller's (H2).

    Raises RefusMetier for one that the antivirus holds back, or that is no longer on the disk.
    """
    reponse = image_servie(fichier, au_deposant=au_deposant)
    reponse.headers["Content-Disposition"] = disposition(fichier.nom)
    return reponse


def image_servie(fichier: Fichier, *, au_deposant: bool) -> Reponse:
    """The same for an image of a page of ours, to be drawn anew before it is kept (ChampImage).

    Its type is the one that it was examined for, whatever was sent; as a page of its own it may do nothing.
    """
    if fichier.analyse is EtatAnalyse.INFECTE:
        raise RefusMetier("L’antivirus a trouvé ce fichier infecté : personne ne peut plus l’ouvrir.")
    if not au_deposant and not antivirus.ouvert(fichier, configure=antivirus_courant() is not None):
        raise RefusMetier("L’antivirus n’a pas encore analysé ce fichier. Revenez dans quelques minutes.")
    try:
        corps = reserve_courante().lire(fichier.cle, fichier.empreinte)
    except FichierAbsent as absent:
        log.error("fichier.absent", fichier=fichier.id, cause=str(absent))  # noqa: TRY400  # its words are enough
        raise RefusMetier("Ce fichier n’est plus lisible. Demandez-le à qui l’a déposé.") from absent
    entetes = {"Content-Type": MIMES[fichier.genre], "Content-Security-Policy": POLITIQUE_FICHIER}
    return make_response(corps, 200, entetes)


def disposition(nom: str) -> str:
    """An attachment under this name: a plain one for old readers, the true one beside it (RFC 6266)."""
    simple = nom.encode("ascii", "ignore").decode().replace('"', "").replace("\\", "").strip() or "fichier"
    return f"attachment; filename=\"{simple}\"; filename*=UTF-8''{quote(nom, safe='')}"
