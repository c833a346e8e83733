"""PDF that do something, hold something, or are not what they say."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, Permissions, Stream, String

from tests.pieces import feuilles

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"<script>alert(1)</script>"
Cas = tuple[str, bytes]


def avec(modifier: Callable[[pikepdf.Pdf], object], **garder: object) -> bytes:
    """One blank page, changed."""
    corps = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        modifier(document)
        document.save(corps, static_id=not garder.get("encryption"), **garder)
    return corps.getvalue()


def js() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def ouvrir(action: object) -> bytes:
    """The action of the document's opening."""
    return avec(lambda d: d.Root.__setitem__("/OpenAction", action))


def annoter(annotation: Callable[[pikepdf.Pdf], Dictionary]) -> bytes:
    """An annotation on the page."""
    return avec(
        lambda d: d.pages[0].obj.__setitem__("/Annots", Array([d.make_indirect(annotation(d))])),
    )


def noter(**cles: object) -> Callable[[pikepdf.Pdf], Dictionary]:
    return lambda _d: Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **cles)


ACTIONS = {
    "lancer": Dictionary(S=Name.Launch, F=String("cmd.exe")),
    "envoyer": Dictionary(S=Name.SubmitForm, F=String("https://exemple.invalid")),
    "importer": Dictionary(S=Name.ImportData, F=String("x.fdf")),
    "ailleurs": Dictionary(S=Name.GoToR, F=String("\\\\hote\\x.pdf"), D=Array([0, Name.Fit])),
    "dedans": Dictionary(S=Name.GoToE, D=Array([0, Name.Fit])),
    "rendu": Dictionary(S=Name.Rendition, OP=0),
    "film": Dictionary(S=Name.Movie),
    "son": Dictionary(S=Name.Sound),
    "script": js(),
    "effacer": Dictionary(S=Name.ResetForm),
    "cacher": Dictionary(S=Name.Hide, T=String("x")),
    "chaine": Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]), Next=js()),
    "chaine_liste": Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]), Next=Array([js()])),
    "riche": Dictionary(S=Name.RichMediaExecute),
    "volume": Dictionary(S=Name("/GoTo3DView")),
}


def joindre(document: pikepdf.Pdf) -> None:
    document.attachments["charge.exe"] = pikepdf.AttachedFileSpec(document, b"MZ" * 20)


def a_la_main(objets: list[bytes], suite: bytes = b"") -> bytes:
    """A PDF written by hand, so that no library straightens it."""
    corps, places = bytearray(b"%PDF-1.7\n"), []
    for rang, objet in enumerate(objets, 1):
        places.append(len(corps))
        corps += b"%d 0 obj\n%s\nendobj\n" % (rang, objet)
    table = len(corps)
    corps += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objets) + 1)
    corps += b"".join(b"%010d 00000 n \n" % place for place in places)
    corps += b"trailer\n<</Root 1 0 R /Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objets) + 1,
        suite,
        table,
    )
    return bytes(corps)


PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"


def ecrits_a_la_main() -> Iterator[Cas]:
    catalogue = b"<</Type/Catalogue/Pages 2 0 R"
    yield (
        "js_en_hexa",
        a_la_main([catalogue + b"/OpenAction<</S/J#61vaScript/J#53(app.alert)>>>>", PAGES, PAGE]),
    )
    yield "js_sans_reference", a_la_main([catalogue + b">>", PAGES, PAGE, b"<</S/JavaScript/JS(x)>>"])
    yield "enfants_en_boucle", a_la_main([catalogue + b">>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"])
    yield "table_en_boucle", a_la_main([catalogue + b">>", PAGES, PAGE], b"/Prev 9")
    profond = b"[" * 3000 + b"]" * 3000
    yield "tableaux_profonds", a_la_main([catalogue + b"/X " + profond + b">>", PAGES, PAGE])
    yield "sans_catalogue", a_la_main([b"<<>>", PAGES, PAGE])
    ajout = feuilles.pdf()
    yield "ajout_actif", ajout + a_la_main([catalogue + b"/OpenAction<</S/JavaScript/JS(x)>>>>", PAGES, PAGE])


def actifs() -> Iterator[Cas]:
    for nom, action in ACTIONS.items():
        yield f"ouverture_{nom}", ouvrir(action)
        yield f"lien_{nom}", annoter(noter(Subtype=Name.Link, A=action))
    yield (
        "noms_js",
        avec(
            lambda d: d.Root.__setitem__(
                "/Names", Dictionary(JavaScript=Dictionary(Names=Array([String("a"), d.make_indirect(js())])))
            )
        ),
    )
    yield "page_aa", avec(lambda d: d.pages[0].obj.__setitem__("/AA", Dictionary(O=js())))
    yield "document_aa", avec(lambda d: d.Root.__setitem__("/AA", Dictionary(WC=js())))
    champ = Dictionary(FT=Name.Tx, T=String("x"), AA=Dictionary(K=js()))
    yield "champ_aa", avec(lambda d: d.Root.__setitem__("/AcroForm", Dictionary(Fields=Array([champ]))))
    yield (
        "plan_js",
        avec(
            lambda d: d.Root.__setitem__(
                "/Outlines", Dictionary(First=d.make_indirect(Dictionary(Title=String("x"), A=js())))
            )
        ),
    )
    yield "xfa", avec(lambda d: d.Root.__setitem__("/AcroForm", Dictionary(XFA=Stream(d, b"<xdp/>"))))
    yield (
        "js_comprime",
        avec(
            lambda d: d.Root.__setitem__("/OpenAction", d.make_indirect(js())),
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        ),
    )
    for genre in ("RichMedia", "Screen", "Movie", "Sound", "3D"):
        yield f"annotation_{genre.lower()}", annoter(noter(Subtype=Name(f"/{genre}")))


def porteurs() -> Iterator[Cas]:
    yield "fichier_joint", avec(joindre)
    yield "annotation_jointe", annoter(noter(Subtype=Name.FileAttachment, FS=Dictionary(F=String("x.exe"))))
    yield "associe", avec(lambda d: d.Root.__setitem__("/AF", Array([Dictionary(F=String("x.exe"))])))
    yield (
        "flux_externe",
        avec(lambda d: d.pages[0].obj.__setitem__("/Contents", Stream(d, b"", F=String("/etc/passwd")))),
    )
    yield "chiffre", avec(lambda _d: None, encryption=Encryption(user="secret", owner="secret"))
    yield (
        "restreint",
        avec(lambda _d: None, encryption=Encryption(owner="secret", allow=Permissions(extract=False))),
    )
    yield (
        "eicar_dans_un_flux",
        avec(
            lambda d: d.Root.__setitem__("/X", Stream(d, EICAR)),
            stream_decode_level=None,
            compress_streams=False,
        ),
    )
    yield (
        "html_dans_un_flux",
        avec(lambda d: d.Root.__setitem__("/X", Stream(d, SCRIPT)), compress_streams=False),
    )


def bombes() -> Iterator[Cas]:
    gros = zlib.compress(bytes(120 * 2**20), 9)
    yield (
        "flux_de_120_mo",
        avec(
            lambda d: d.Root.__setitem__("/X", Stream(d, gros, Filter=Name.FlateDecode)),
            compress_streams=False,
        ),
    )
    deux = Array([Name.FlateDecode, Name.FlateDecode])
    yield (
        "deux_fois_comprime",
        avec(
            lambda d: d.Root.__setitem__("/X", Stream(d, zlib.compress(gros), Filter=deux)),
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        ),
    )
    yield "trop_de_pages", avec(lambda d: [d.add_blank_page() for _ in range(400)])
    yield "sans_page", avec(lambda d: d.pages.__delitem__(0))


def maquilles() -> Iterator[Cas]:
    bon = feuilles.pdf()
    yield "suivi_d_un_zip", bon + feuilles.boite({"x.html": SCRIPT})
    yield "suivi_de_html", bon + SCRIPT
    yield "suivi_d_un_programme", bon + b"MZ\x90\0" + bytes(200)
    yield "suivi_de_texte", bon + b"\n\nbonjour"
    yield "precede_de_html", SCRIPT + bon
    yield "precede_d_un_blanc", b"\n" + bon
    yield "precede_d_un_programme", b"MZ\x90\0" + bon
    yield "precede_d_un_zip", feuilles.boite({"a": "b"}) + bon
    yield "html_en_commentaire", bon.replace(b"\n%", b"\n%<!doctype html>" + SCRIPT + b"\n%", 1)
    yield "php_en_commentaire", bon.replace(b"\n%", b"\n%<?php system($_GET[0]); ?>\n%", 1)
    yield "entete_seul", b"%PDF-1.7\n"
    yield "entete_et_fin", b"%PDF-1.7\n%%EOF\n"
    yield "entete_et_hasard", b"%PDF-1.4\n" + bytes((i * 7919) % 256 for i in range(5000)) + b"\n%%EOF"
    yield "entete_et_html", b"%PDF-1.4\n<html><body>" + SCRIPT + b"</body></html>\n%%EOF"
    yield "sans_fin", bon.replace(b"%%EOF", b"")
    for dixieme in range(1, 10):
        yield f"coupe_{dixieme}", bon[: len(bon) * dixieme // 10]


def tous() -> Iterator[Cas]:
    for famille in (actifs, porteurs, bombes, maquilles, ecrits_a_la_main):
        for nom, corps in famille():
            yield f"pdf_{nom}", corps
