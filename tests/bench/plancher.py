"""The floor: the least that a page of Flask, SQLAlchemy, SQLite and Jinja costs, twenty of 4 000 rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pysqlite3
from flask import Flask, render_template, request
from jinja2 import DictLoader
from sqlalchemy import String, create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

LIGNES = 4_000
TAILLE = 20

GABARIT = """<!DOCTYPE html>
<html lang="fr">
  <head><meta charset="utf-8"><title>Prestataires</title></head>
  <body>
    <h1>{{ total }} prestataires</h1>
    <table>
      <thead><tr><th>Nom</th><th>Commune</th><th>Département</th><th>Jours</th></tr></thead>
      <tbody>
        {% for ligne in lignes %}
          <tr>
            <td><a href="{{ url_for('consulter', numero=ligne.id) }}">{{ ligne.nom }}</a></td>
            <td>{{ ligne.commune }}</td><td>{{ ligne.departement }}</td><td>{{ ligne.jours }}</td>
          </tr>
        {% endfor %}
      </tbody>
    </table>
  </body>
</html>"""


class _Base(DeclarativeBase):
    pass


class Ligne(_Base):
    """A row of the floor's own table."""

    __tablename__ = "ligne"

    id: Mapped[int] = mapped_column(primary_key=True)
    nom: Mapped[str] = mapped_column(String(200), index=True)
    commune: Mapped[str] = mapped_column(String(100))
    departement: Mapped[str] = mapped_column(String(3))
    jours: Mapped[int]


@contextmanager
def plancher(dossier: Path) -> Iterator[Flask]:
    """The floor's application on its own filled database in `dossier`; its page is `/`."""
    moteur = create_engine(f"sqlite:///{dossier / 'plancher.sqlite3'}", module=pysqlite3)
    _Base.metadata.create_all(moteur)
    with Session(moteur) as session:
        session.add_all(
            Ligne(
                nom=f"Prestataire {numero * 7919 % LIGNES:04}",
                commune=f"Commune {numero % 97}",
                departement=f"{numero % 95 + 1:02}",
                jours=numero % 30,
            )
            for numero in range(LIGNES)
        )
        session.commit()
    app = Flask("plancher")
    app.jinja_loader = DictLoader({"lister.html": GABARIT})

    @app.get("/")
    def lister() -> str:
        debut = request.args.get("debut", 0, type=int)
        with Session(moteur) as session:
            lignes = session.scalars(select(Ligne).order_by(Ligne.nom).offset(debut).limit(TAILLE)).all()
            total = session.scalar(select(func.count()).select_from(Ligne))
            return render_template("lister.html", lignes=lignes, total=total)

    @app.get("/<int:numero>")
    def consulter(numero: int) -> str:
        return str(numero)

    yield app
    moteur.dispose()
