"""Files of fiches as people send them: good ones, and what damage does to them."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Mapping, Sequence

import xlsxwriter
from stdnum.luhn import calc_check_digit

ENTETE = (
    "raison_sociale", "titre", "presentation", "thematiques", "secteurs", "departements", "tarif_jour_ht",
    "courriel", "siret",
)  # fmt: skip


def un_siret(n: int, etablissement: int = 1) -> str:
    siren = f"{10_000_000 + n:08}"
    siren += calc_check_digit(siren)
    siege = siren + f"{etablissement:04}"
    return siege + calc_check_digit(siege)


def une_ligne(n: int = 1, **cellules: str) -> dict[str, str]:
    return {
        "raison_sociale": f"Atelier nº {n}",
        "titre": "Modèle économique des associations",
        "presentation": "Nous accompagnons les associations, avec l’équipe et le bureau.",
        "thematiques": "Stratégie de consolidation;fiscalite",
        "secteurs": "environnement ; Santé",
        "departements": "Drôme;07",
        "tarif_jour_ht": "1 250,50",
        "courriel": f"contact@atelier{n}.example",
        "siret": un_siret(n),
    } | cellules


def en_csv(
    lignes: Sequence[Mapping[str, str]], *, separateur: str = ";", encodage: str = "utf-8", entete=ENTETE
) -> bytes:
    sortie = io.StringIO(newline="")
    plume = csv.writer(sortie, delimiter=separateur)
    plume.writerow(entete)
    plume.writerows([ligne.get(colonne, "") for colonne in entete] for ligne in lignes)
    return sortie.getvalue().encode(encodage, "replace")


def en_xlsx(lignes: Sequence[Mapping[str, object]], entete=ENTETE) -> bytes:
    sortie = io.BytesIO()
    with xlsxwriter.Workbook(sortie, {"in_memory": True}) as classeur:
        feuille = classeur.add_worksheet("Prestataires")
        feuille.write_row(0, 0, entete)
        for n, ligne in enumerate(lignes, start=1):
            for rang, colonne in enumerate(entete):
                feuille.write(n, rang, ligne.get(colonne, ""))
    return sortie.getvalue()


def _retourner_un_bit(octets: bytearray, sort: random.Random) -> None:
    octets[sort.randrange(len(octets))] ^= 1 << sort.randrange(8)


def _couper(octets: bytearray, sort: random.Random) -> None:
    del octets[sort.randrange(len(octets)) :]


def _repeter(octets: bytearray, sort: random.Random) -> None:
    debut = sort.randrange(len(octets))
    octets[debut:debut] = octets[debut : debut + sort.randrange(1, 400)]


def _glisser(octets: bytearray, sort: random.Random) -> None:
    morceaux = (
        b"\0", b'"', b";;;;", b"\r", b"\xff\xfe", b"1.234", b"=1+1", "\u202f".encode(), b"\x81", b"\n\n",
    )  # fmt: skip
    debut = sort.randrange(len(octets))
    octets[debut:debut] = sort.choice(morceaux)


def _oter(octets: bytearray, sort: random.Random) -> None:
    debut = sort.randrange(len(octets))
    del octets[debut : debut + sort.randrange(1, 60)]


def _echanger(octets: bytearray, sort: random.Random) -> None:
    lignes = bytes(octets).split(b"\n")
    sort.shuffle(lignes)
    octets[:] = b"\n".join(lignes)


DEGATS: Sequence[Callable[[bytearray, random.Random], None]] = (
    _retourner_un_bit, _couper, _repeter, _glisser, _oter, _echanger,
)  # fmt: skip


def graines() -> list[bytes]:
    """Thirty files that are right, and very different."""
    lignes = [une_ligne(n) for n in range(1, 6)]
    lignes[2] |= {
        "presentation": "Sur deux lignes,\net « entre guillemets ».",
        "departements": "France entière",
    }
    lignes[3] |= {"siret": "", "tarif_jour_ht": ""}
    plus = (*ENTETE, "niveau", "commune", "disponible_le", "individuel", "note")
    riches = [ligne | {"niveau": "3", "commune": "Crest", "disponible_le": "31/12/2026"} for ligne in lignes]
    csvs = [
        en_csv(contenu, separateur=separateur, encodage=encodage, entete=entete)
        for contenu, entete in ((lignes, ENTETE), (riches, plus), (lignes[:1], ENTETE[::-1]))
        for separateur in (";", ",", "\t")
        for encodage in ("utf-8", "utf-8-sig", "utf-16")
    ]
    return [*csvs, en_xlsx(lignes), en_xlsx(riches, plus), en_xlsx(lignes[:1])]


def abimer(graine: bytes, sort: random.Random) -> bytes:
    octets = bytearray(graine)
    for _ in range(sort.randrange(1, 5)):
        if octets:
            sort.choice(DEGATS)(octets, sort)
    return bytes(octets)
