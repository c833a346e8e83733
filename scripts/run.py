"""Serve the demonstration (`make run`): prepare its data, start server and worker, stop them together.

Everything comes from the environment (see the README's table of settings). Ctrl-C and SIGTERM stop the
children cleanly; a child that ends by itself is named, and the others are stopped.
"""

from __future__ import annotations

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
WORKERS, THREADS = "2", "4"
START_S = 60
GRACE_S = 10
ONLY_MINE = 0o077


class Stopped(BaseException):
    """Someone asked to stop. Like KeyboardInterrupt, no error for a caller to swallow."""


class Start:
    """A stop asked for while a child starts waits until the child is known, so that it stops too."""

    under_way = False
    asked = False


def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    """The answer to SIGINT and SIGTERM. Further ones change nothing: stopping is under way."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    if Start.under_way:
        Start.asked = True
        return
    raise Stopped


def start_into(
    children: dict[str, subprocess.Popen[bytes]], name: str, command: list[str], environment: dict[str, str]
) -> None:
    """Start a child among those that `stop` ends; raises Stopped where that was asked meanwhile."""
    Start.under_way = True
    children[name] = start(command, environment)
    Start.under_way = False
    if Start.asked:
        raise Stopped


def check_port(host: str, port: int) -> None:
    """Raises SystemExit, with what to type, where another program has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SystemExit(
                f"[run] {host}:{port} n'est pas libre ({error.strerror}). "
                f"Un autre port : PORT={port + 1} make run"
            ) from None


def take(data: Path) -> IO[str]:
    """The data folder for this run alone; raises SystemExit where another one serves it."""
    data.mkdir(parents=True, exist_ok=True)
    lock = (data / "en-service").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise SystemExit(
            f"[run] {data} est déjà servi par un autre make run ; DLA_DATA en choisit un autre"
        ) from None
    return lock


def start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A child out of the terminal's reach: Ctrl-C comes to this program alone, which stops it in turn."""
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)


def gunicorn(host: str, port: int) -> list[str]:
    """The server's command. No --preload: a database engine must not be carried over a fork."""
    options = {
        "--bind": f"{host}:{port}",
        "--workers": WORKERS,
        "--threads": THREADS,
        "--worker-class": "gthread",
        "--graceful-timeout": str(GRACE_S - 2),
        "--log-level": "warning",
        "--max-requests": "20000",
        "--max-requests-jitter": "2000",
    }
    pairs = [word for pair in options.items() for word in pair]
    # its control socket would stand in the home folder, one for all copies
    return [str(BIN / "gunicorn"), "--no-control-socket", *pairs, "dla_market.app:serveur()"]


def stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask each child to end, wait, then insist on those that have not."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE_S
    for name, child in children.items():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"[run] {name} ne s'arrête pas : arrêt forcé", file=sys.stderr)
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def answers(host: str, port: int) -> bool:
    """Whether the server gives a page."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


def fallen(children: dict[str, subprocess.Popen[bytes]]) -> str | None:
    """The name of a child that has ended, with its status."""
    for name, child in children.items():
        if child.poll() is not None:
            return f"{name} s'est arrêté (code {child.returncode})"
    return None


def wait_for_page(children: dict[str, subprocess.Popen[bytes]], host: str, port: int) -> bool:
    """Whether the server came to answer: not where a child has ended or time has run out, which is said."""
    limit = time.monotonic() + START_S
    while not answers(host, port):
        if fallen(children) or time.monotonic() > limit:
            reason = fallen(children) or f"le serveur ne répond pas après {START_S} s"
            print(f"[run] {reason} : tout est arrêté", file=sys.stderr, flush=True)
            return False
        time.sleep(0.1)
    print(f"\n  DLA Market répond sur http://{host}:{port}   (Ctrl-C pour arrêter)\n", flush=True)
    return True


def watch(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Wait until a child ends, and say which."""
    while not (ended := fallen(children)):
        time.sleep(0.5)
    print(f"[run] {ended} : tout est arrêté", file=sys.stderr, flush=True)


def main() -> int:
    """Prepare, serve, stop; 0 where someone asked to stop."""
    environment = os.environ | {"DLA_ENV": os.environ.get("DLA_ENV") or "demo", "PYTHONUNBUFFERED": "1"}
    host, port = environment.get("HOST") or "127.0.0.1", int(environment.get("PORT") or 8000)
    os.umask(ONLY_MINE)  # database, keys and files are their owner's
    check_port(host, port)
    lock = take(Path(environment.get("DLA_DATA") or ROOT / "var"))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        start_into(
            children, "préparation", [str(BIN / "python"), str(ROOT / "scripts" / "prepare.py")], environment
        )
        prepare = children["préparation"]
        if prepare.wait():
            print("[run] les données n'ont pas pu être préparées (voir ci-dessus)", file=sys.stderr)
            return prepare.returncode
        del children["préparation"]
        start_into(children, "serveur", gunicorn(host, port), environment)
        if wait_for_page(children, host, port):
            # only now: on two processors a third start would delay the first page
            start_into(children, "tâches", [str(BIN / "flask"), "worker"], environment)
            watch(children)
    except Stopped:
        print("\n[run] arrêt", flush=True)
        return 0
    else:
        return 1
    finally:
        stop(children)
        lock.close()


if __name__ == "__main__":
    sys.exit(main())
