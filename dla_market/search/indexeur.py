"""The one writer of the index: from the database to Whoosh, in batches, never inside a request.

A death at any instant leaves the generation before it served: a rebuild works in a folder that nothing names
yet, a batch is one Whoosh commit, and what was committed without being published is published next time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from whoosh.index import EmptyIndexError, create_in, open_dir

from dla_market.search import generations, synonymes
from dla_market.search.documents import DocumentFiche, Source
from dla_market.search.requetes import IndexAbsent
from dla_market.search.schema import Enregistrement, champs, creer_schema

SEGMENTS_MAXIMAUX: Final = 12  # each batch adds one; beyond, the small ones are merged
# compound=False everywhere: Whoosh reads a compound segment whole into the memory of each process.
_MEMOIRE: Final = 48  # MB that a batch may hold before it sorts on disk
_MEMOIRE_D_UN_TOUT: Final = 256  # and a rebuild, which runs alone


@dataclass(frozen=True, slots=True)
class Faute:
    """A fiche that the index does not hold as the database does.

    ``manquante`` from the index, ``en_trop`` in it, ``perimee``, or there ``double``.
    """

    fiche_id: int
    nature: Literal["manquante", "en_trop", "perimee", "double"]


class Indexeur:
    """Writes the index of one folder.

    Every write holds the folder's lock for its length and raises IndexeurOccupe when another process has it:
    the outbox keeps the row and comes back.
    """

    def __init__(self, dossier: Path) -> None:
        self._dossier = dossier

    def reconstruire(self, source: Source) -> int:
        """Build the whole index beside the one served, swap, and return the number of fiches in it."""
        with generations.verrou(self._dossier):
            ancienne = generations.lire_brute(self._dossier)
            # What a dead rebuild left behind is taken away first, or disks would fill up.
            generations.nettoyer(self._dossier, ancienne.dossier if ancienne else "", None)
            neuf = generations.preparer(self._dossier)
            index = create_in(str(neuf), creer_schema())
            ecrivain = index.writer(limitmb=_MEMOIRE_D_UN_TOUT, compound=False)
            nombre = 0
            for fiche in source.toutes():
                if fiche.visible:
                    ecrivain.add_document(**champs(fiche))
                    nombre += 1
            ecrivain.commit(merge=False)
            synonymes.ecrire_fichier(self._dossier, source.synonymes())
            self._publier(neuf.name, index.latest_generation(), ancienne)
            generations.nettoyer(self._dossier, neuf.name, ancienne.dossier if ancienne else None)
            return nombre

    def mettre_a_jour(self, ids: Iterable[int], source: Source) -> int:
        """Bring these fiches to what the source says, all visible at once, and return how many were read.

        A fiche gone or hidden leaves the index. Doing it twice changes nothing. Raises IndexAbsent when there
        is nothing to update yet.
        """
        voulus = sorted(set(ids))
        with generations.verrou(self._dossier):
            generation = generations.lire(self._dossier)
            index = self._ouvrir(generation)
            if index.latest_generation() != generation.toc:
                generation = self._publier(generation.dossier, index.latest_generation(), generation)
            if not voulus:
                return 0
            ecrivain = index.writer(limitmb=_MEMOIRE, compound=False)
            try:
                for fiche_id in voulus:
                    ecrivain.delete_by_term("cle", str(fiche_id))
                    fiche = source.une(fiche_id)
                    if fiche is not None and fiche.visible:
                        ecrivain.add_document(**champs(fiche))
            except BaseException:
                ecrivain.cancel()
                raise
            ecrivain.commit(merge=len(ecrivain.segments) >= SEGMENTS_MAXIMAUX)
            self._publier(generation.dossier, index.latest_generation(), generation)
        return len(voulus)

    def mettre_synonymes(self, source: Source) -> None:
        """Bring the synonyms to what the source says; the words of the index stay as they are."""
        with generations.verrou(self._dossier):
            synonymes.ecrire_fichier(self._dossier, source.synonymes())

    def verifier(self, source: Source) -> list[Faute]:
        """Compare the index with the source and return every difference, by fiche; nothing is written.

        Raises IndexAbsent when there is no index.
        """
        generation = generations.lire(self._dossier)
        fautes: list[Faute] = []
        indexees: dict[int, str] = {}
        with self._ouvrir(generation).reader() as lecteur:
            for _, garde in lecteur.iter_docs():
                fiche = Enregistrement(*garde["fiche"])
                if fiche.id in indexees:
                    fautes.append(Faute(fiche.id, "double"))
                indexees[fiche.id] = fiche.empreinte
        for document in source.toutes():
            fautes.extend(_comparer(document, indexees.pop(document.id, None)))
        fautes.extend(Faute(fiche_id, "en_trop") for fiche_id in indexees)
        return sorted(fautes, key=lambda faute: (faute.fiche_id, faute.nature))

    def _ouvrir(self, generation: generations.Generation) -> Any:
        try:
            return open_dir(str(self._dossier / generation.dossier))
        except (EmptyIndexError, OSError) as erreur:
            raise IndexAbsent(f"L’index {generation.dossier} ne s’ouvre pas") from erreur

    def _publier(self, nom: str, toc: int, ancienne: generations.Generation | None) -> generations.Generation:
        neuve = generations.Generation(1, nom, toc, generations.VERSION)
        if ancienne is not None:
            neuve = replace(neuve, numero=ancienne.numero + 1)
        generations.publier(self._dossier, neuve)
        return neuve


def _comparer(document: DocumentFiche, empreinte: str | None) -> list[Faute]:
    if not document.visible:
        return [] if empreinte is None else [Faute(document.id, "en_trop")]
    if empreinte is None:
        return [Faute(document.id, "manquante")]
    return [] if empreinte == document.empreinte() else [Faute(document.id, "perimee")]
