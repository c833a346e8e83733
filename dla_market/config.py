"""Settings, typed, from environment variables; production refuses to start on unsafe ones.

`VARIABLES` is the one table of them all: the README shows it and a test compares the two.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url

RACINE = Path(__file__).resolve().parents[1]
MARQUE_DEMO = "demo"
"""File of DLA_DATA left by `make run`: these data are a demonstration, for the commands that follow too."""

LONGUEUR_SECRET = 32
"""Characters below which a SECRET_KEY can be guessed."""

LETTRES_DISTINCTES = 8
"""Distinct characters below which a SECRET_KEY was typed and not drawn."""

MEBIOCTET = 2**20
LISIBLE_PAR_TOUS = 0o004


class Environnement(StrEnum):
    """What the program is running for."""

    DEMO = "demo"
    PRODUCTION = "production"
    TEST = "test"


class Variable(NamedTuple):
    """One setting: its environment variable, its default as told to people, what it means."""

    nom: str
    defaut: str
    sens: str


VARIABLES = (
    Variable(
        "DLA_ENV",
        "demo là où `make run` a créé les données, sinon production",
        "demo, production ou test ; production refuse de démarrer sur un réglage dangereux",
    ),
    Variable("DLA_DATA", "./var", "le dossier de la base, des clés, des fichiers déposés et des courriels"),
    Variable("HOST", "127.0.0.1", "l'adresse d'écoute"),
    Variable("PORT", "8000", "le port d'écoute"),
    Variable("PUBLIC_URL", "http://HOST:PORT", "l'adresse que portent les courriels ; https en production"),
    Variable(
        "TRUSTED_HOSTS",
        "le nom de PUBLIC_URL, localhost",
        "les noms d'hôte acceptés, séparés par des virgules ; à donner en production",
    ),
    Variable(
        "DATABASE_URL",
        "sqlite:///DLA_DATA/dla.sqlite3",
        "la base ; postgresql+psycopg://... au-delà d'une machine",
    ),
    Variable("SECRET_KEY", "aucun", "le secret des sessions, tiré au hasard, 32 caractères au moins"),
    Variable("SECRET_KEY_FILE", "DLA_DATA/cles/session", "le fichier qui contient SECRET_KEY, à sa place"),
    Variable(
        "DLA_CLE_SCELLEMENT",
        "DLA_DATA/cles/scellement",
        "le fichier de la clé qui scelle les offres ; en production, hors de DLA_DATA et des sauvegardes",
    ),
    Variable(
        "DLA_CLAMD",
        "aucun",
        "l'antivirus des fichiers déposés : unix:///run/clamav/clamd.ctl ou tcp://hôte:3310 ; sans lui, "
        "les pages disent qu'aucun n'est configuré",
    ),
    Variable(
        "DLA_ANNUAIRE",
        "aucun",
        "l'annuaire des entreprises où vérifier les SIRET : https://recherche-entreprises.api.gouv.fr ou un "
        "semblable ; sans lui, les pages disent que rien n'est vérifié",
    ),
    Variable(
        "SMTP_URL",
        "aucun",
        "smtp://nom:secret@hôte:587 ; sans lui la démonstration garde les courriels",
    ),
    Variable("MAIL_FROM", "ne-pas-repondre@dla-market.example", "l'expéditeur des courriels"),
    Variable(
        "DLA_INDEX", "./search_index, ou DLA_DATA/search_index si DLA_DATA est donné", "le dossier de l'index"
    ),
    Variable(
        "DLA_TERRITOIRES",
        "node_modules/@etalab/decoupage-administratif/data",
        "le dossier des communes, EPCI, départements et régions à importer",
    ),
    Variable(
        "DLA_SERVER_TIMING", "0", "1 : chaque réponse dit son temps et ses requêtes (en-tête Server-Timing)"
    ),
    Variable("PROXY_HOPS", "0", "le nombre exact de mandataires placés devant le programme"),
    Variable(
        "RATELIMIT_STORAGE_URI",
        "memory://",
        "où compter les essais ; redis://... s'il y a plusieurs processus",
    ),
)


class ConfigurationDangereuse(Exception):  # noqa: N818  # says what is wrong, in the words of who reads it
    """Production was asked for on unsafe settings; the message is one sentence naming every fault."""


@dataclass(frozen=True)
class Config:
    """The settings of one running program. Paths are absolute."""

    env: Environnement
    data: Path
    host: str
    port: int
    public_url: str
    trusted_hosts: tuple[str, ...]
    database_url: str
    secret_key: str
    secret_key_file: Path | None
    cle_scellement: Path
    clamd: str | None
    annuaire: str | None
    smtp_url: str | None
    mail_from: str
    index: Path
    territoires: Path
    server_timing: bool
    proxy_hops: int
    ratelimit_storage_uri: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Config:
        """Read the environment. Outside production, missing secrets are made, readable by their owner only.

        Raises ConfigurationDangereuse in production (reliability N4), ValueError on a senseless value.
        """
        lu = os.environ if environ is None else environ
        data = Path(lu.get("DLA_DATA") or RACINE / "var").resolve()
        env = Environnement(lu.get("DLA_ENV") or ("demo" if (data / MARQUE_DEMO).exists() else "production"))
        host, port = lu.get("HOST") or "127.0.0.1", int(lu.get("PORT") or 8000)
        public_url = (lu.get("PUBLIC_URL") or f"http://{host}:{port}").rstrip("/")
        hotes = tuple(h.strip() for h in lu.get("TRUSTED_HOSTS", "").split(",") if h.strip())
        if not hotes and env is not Environnement.PRODUCTION:
            hotes = tuple(dict.fromkeys([urlsplit(public_url).hostname or host, "localhost", "127.0.0.1"]))
        pres_de = data if lu.get("DLA_DATA") else RACINE
        fichier_secret = Path(lu.get("SECRET_KEY_FILE") or data / "cles" / "session").resolve()
        cle = Path(lu.get("DLA_CLE_SCELLEMENT") or data / "cles" / "scellement").resolve()
        if env is not Environnement.PRODUCTION:
            if not lu.get("SECRET_KEY"):
                _creer_secret(fichier_secret)
            _creer_secret(cle)
        config = cls(
            env=env,
            data=data,
            host=host,
            port=port,
            public_url=public_url,
            trusted_hosts=hotes,
            database_url=lu.get("DATABASE_URL") or f"sqlite:///{data / 'dla.sqlite3'}",
            secret_key=lu.get("SECRET_KEY") or _lire(fichier_secret),
            secret_key_file=None if lu.get("SECRET_KEY") else fichier_secret,
            cle_scellement=cle,
            clamd=lu.get("DLA_CLAMD") or None,
            annuaire=lu.get("DLA_ANNUAIRE") or None,
            smtp_url=lu.get("SMTP_URL") or None,
            mail_from=lu.get("MAIL_FROM") or "ne-pas-repondre@dla-market.example",
            index=Path(lu.get("DLA_INDEX") or pres_de / "search_index").resolve(),
            territoires=Path(
                lu.get("DLA_TERRITOIRES") or RACINE / "node_modules/@etalab/decoupage-administratif/data"
            ).resolve(),
            server_timing=_oui(lu.get("DLA_SERVER_TIMING")),
            proxy_hops=int(lu.get("PROXY_HOPS") or 0),
            ratelimit_storage_uri=lu.get("RATELIMIT_STORAGE_URI") or "memory://",
        )
        if env is Environnement.PRODUCTION:
            config.refuser_si_dangereuse(debug=_oui(lu.get("FLASK_DEBUG")))
        return config

    def refuser_si_dangereuse(self, *, debug: bool) -> None:
        """Raises ConfigurationDangereuse, naming every fault at once, where one is found (reliability N4)."""
        fautes = [faute for present, faute in self._fautes(debug=debug) if present]
        if fautes:
            raise ConfigurationDangereuse(_phrase(fautes))

    def _fautes(self, *, debug: bool) -> list[tuple[bool, str]]:
        url = urlsplit(self.public_url)
        base = make_url(self.database_url)
        fichier_base = Path(base.database) if base.get_backend_name() == "sqlite" and base.database else None
        dans_data = self.cle_scellement.is_relative_to(self.data)
        return [
            (len(self.secret_key) < LONGUEUR_SECRET, "SECRET_KEY manque ou compte moins de 32 caractères"),
            (
                bool(self.secret_key) and len(set(self.secret_key)) < LETTRES_DISTINCTES,
                "SECRET_KEY n'est pas tiré au hasard",
            ),
            (
                self.secret_key_file is not None and _ouvert_a_tous(self.secret_key_file),
                "le fichier de SECRET_KEY est lisible par tous",
            ),
            (debug, "le mode de mise au point (FLASK_DEBUG) est actif"),
            (url.scheme != "https", "PUBLIC_URL n'est pas une adresse https"),
            (not self.trusted_hosts or "*" in self.trusted_hosts, "TRUSTED_HOSTS est vide ou accepte tout"),
            (
                bool(self.trusted_hosts) and url.hostname not in self.trusted_hosts,
                "TRUSTED_HOSTS ne contient pas le nom de PUBLIC_URL",
            ),
            (
                not self.cle_scellement.is_file(),
                "la clé de scellement (DLA_CLE_SCELLEMENT) est introuvable",
            ),
            (dans_data, "la clé de scellement est dans DLA_DATA, donc dans ses sauvegardes"),
            (_ouvert_a_tous(self.cle_scellement), "la clé de scellement est lisible par tous"),
            (
                fichier_base is not None and _ouvert_a_tous(fichier_base),
                "le fichier de la base est lisible par tous",
            ),
            (self.smtp_url is None, "SMTP_URL manque : les courriels ne partiraient pas"),
        ]

    @property
    def https(self) -> bool:
        """Whether people reach the program over https."""
        return self.public_url.startswith("https:")

    def flask(self) -> dict[str, Any]:
        """The mapping for `app.config`: Flask's own settings, its extensions' and ours."""
        nom_cookie = "__Host-dla" if self.https else "dla"
        return {
            "DLA": self,
            "DLA_ENV": self.env.value,
            "DLA_DATA": self.data,
            "DLA_INDEX": self.index,
            "DLA_TERRITOIRES": self.territoires,
            "DLA_CLE_SCELLEMENT": self.cle_scellement,
            "DLA_SERVER_TIMING": self.server_timing,
            "DLA_PROXY_HOPS": self.proxy_hops,
            "PUBLIC_URL": self.public_url,
            "SMTP_URL": self.smtp_url,
            "MAIL_FROM": self.mail_from,
            "SECRET_KEY": self.secret_key,
            "TESTING": self.env is Environnement.TEST,
            "DEBUG": False,
            "PROPAGATE_EXCEPTIONS": self.env is Environnement.TEST,
            "TRUSTED_HOSTS": list(self.trusted_hosts),
            "PREFERRED_URL_SCHEME": "https" if self.https else "http",
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SESSION_COOKIE_NAME": nom_cookie,
            "SESSION_COOKIE_SECURE": self.https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            # one working day: a session left open does not open the next morning (reliability F4);
            # tests sign in once and move the clock by weeks
            "PERMANENT_SESSION_LIFETIME": timedelta(days=60 if self.env is Environnement.TEST else 0.5),
            "REMEMBER_COOKIE_NAME": f"{nom_cookie}-rappel",
            "REMEMBER_COOKIE_SECURE": self.https,
            "REMEMBER_COOKIE_HTTPONLY": True,
            "REMEMBER_COOKIE_SAMESITE": "Lax",
            # small by default: a route that takes files raises request.max_content_length itself
            "MAX_CONTENT_LENGTH": MEBIOCTET,
            "MAX_FORM_MEMORY_SIZE": 500_000,
            "MAX_FORM_PARTS": 200,
            # a token lives as long as its session: no long evaluation is lost after an hour
            "WTF_CSRF_TIME_LIMIT": None,
            "RATELIMIT_STORAGE_URI": self.ratelimit_storage_uri,
            "BABEL_DEFAULT_LOCALE": "fr",
            "BABEL_DEFAULT_TIMEZONE": "Europe/Paris",
        }


def _phrase(fautes: list[str]) -> str:
    return (
        "DLA Market refuse de démarrer en production : " + " ; ".join(fautes) + ". "
        "(Pour la démonstration : make run, ou DLA_ENV=demo.)"
    )


def _oui(texte: str | None) -> bool:
    return (texte or "0").lower() not in {"0", "false", "no", "non"}


def _ouvert_a_tous(fichier: Path) -> bool:
    return fichier.exists() and bool(fichier.stat().st_mode & LISIBLE_PAR_TOUS)


def _lire(fichier: Path) -> str:
    return fichier.read_text().strip() if fichier.is_file() else ""


def _creer_secret(fichier: Path) -> None:
    """Write 32 random bytes as 64 hexadecimal digits, unless the file stands; two processes agree on one."""
    if fichier.exists():
        return
    fichier.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    essai = fichier.with_name(f".{fichier.name}.{os.getpid()}.{secrets.token_hex(4)}")
    essai.touch(mode=0o600)
    try:
        essai.write_text(secrets.token_hex(32) + "\n")
        os.link(essai, fichier)  # whole or not at all, and only the first one
    except FileExistsError:
        return
    finally:
        essai.unlink()
