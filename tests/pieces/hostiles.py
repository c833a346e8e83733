"""The corpus of hostile files, made by code, and the names that honest files should not keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.pieces import hostiles_bureau, hostiles_images, hostiles_pdf
from tests.pieces.hostiles_pdf import EICAR, SCRIPT

AUTRES: dict[str, bytes] = {
    "exe": b"MZ\x90\0" + bytes(100), "dll": b"MZ\x90\0" + bytes(50),
    "elf": b"\x7fELF\x02\x01\x01" + bytes(50),
    "sh": b"#!/bin/sh\nrm -rf /\n", "bat": b"@echo off\r\ndel *.*\r\n", "ps1": b"Invoke-Expression $x",
    "js": b"alert(1)", "html": b"<!doctype html>" + SCRIPT,
    "xhtml": b"<html xmlns='x'>" + SCRIPT + b"</html>",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "xml": b"<?xml version='1.0'?><a/>",
    "php": b"<?php system($_GET[0]);", "py": b"import os", "jar": b"PK\x03\x04" + bytes(30), "com": EICAR,
    "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "xls": b"\xd0\xcf\x11\xe0" + bytes(300),
    "rtf": b"{\\rtf1\\object\\objocx}", "eml": b"From: a\r\n\r\n",
    "lnk": b"L\0\0\0\x01\x14\x02\0" + bytes(50),
    "rar": b"Rar!\x1a\x07\0" + bytes(50), "7z": b"7z\xbc\xaf'\x1c" + bytes(50),
    "gz": b"\x1f\x8b\x08" + bytes(20),
    "iso": bytes(33_000) + b"CD001", "swf": b"CWS\x09" + bytes(50), "hta": b"<hta:application/>" + SCRIPT,
    "csv": b"=cmd|' /C calc'!A0\n", "txt": b"bonjour", "url": b"[InternetShortcut]\nURL=file:///x\n",
    "eps": b"%!PS-Adobe-3.0 EPSF\n", "mp4": b"\0\0\0\x18ftypmp42", "wasm": b"\0asm\x01\0\0\0",
    "gif": hostiles_images.GIF,
}  # fmt: skip
"""What is none of our kinds, by its own extension."""


@dataclass(frozen=True)
class Hostile:
    """A file that must not be kept: what it is, the name that it comes under, its bytes."""

    sorte: str
    nom: str
    corps: bytes


def corpus() -> Iterator[Hostile]:
    """All of them, each with a name of its own."""
    for sorte, corps in hostiles_pdf.tous():
        yield Hostile(sorte, f"{sorte}.pdf", corps)
    for sorte, corps, extension in (*hostiles_images.tous(), *hostiles_bureau.tous()):
        yield Hostile(sorte, f"{sorte}.{extension}", corps)
    for extension, corps in AUTRES.items():
        yield Hostile(f"autre_{extension}", f"document.{extension}", corps)
        yield Hostile(f"deguise_{extension}", f"{extension}.pdf", corps)
    for extension in ("pdf", "png", "jpg", "docx", "odt", "xlsx"):
        yield Hostile(f"vide_{extension}", f"vide.{extension}", b"")


NOMS = (
    "../../etc/passwd.pdf", "..\\..\\windows\\win.pdf", "/etc/cron.d/x.pdf", "C:\\x.pdf", "a\0.pdf", "a.pdf ",
    "a\r\nX: y.pdf", "a\u202efdp.pdf", "a\u200b.pdf", '"><script>.pdf', "a;b=c.pdf", 'a".pdf', "a\u2028b.pdf",
    "é" * 300 + ".pdf", ".pdf", "..pdf", "a%2e%2e%2fb.pdf", "CON.pdf", "ａ．pdf.pdf", "=cmd.pdf", "-rf.pdf",
)  # fmt: skip
"""Names under which an honest PDF may come: it is kept under a clean one, or refused."""

NOMS_REFUSES = (
    "a.pdf.exe", "a.exe", "a\u202efdp.exe", "a.pdf\0.exe", "apdf", "a.pdf/", "a.PDF.html", "a.svg", "pdf",
)  # fmt: skip
"""Names under which nothing is kept, whatever it holds."""
