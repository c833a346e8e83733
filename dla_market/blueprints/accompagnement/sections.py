"""The parts of a diagnostic, in the order one writes them."""

from __future__ import annotations

from dataclasses import dataclass

from dla_market.blueprints.accompagnement.forms import (
    AnalyseForm,
    EmploisForm,
    SectionForm,
    SituationForm,
    SuitesForm,
)


@dataclass(frozen=True)
class Section:
    """A part: its name in the address, its title, its form, the part that follows."""

    nom: str
    titre: str
    form: type[SectionForm]
    suivante: str | None


SECTIONS = {
    s.nom: s
    for s in (
        Section("situation", "La structure et son projet", SituationForm, "emplois"),
        Section("emplois", "Les emplois", EmploisForm, "analyse"),
        Section("analyse", "Forces et faiblesses", AnalyseForm, "suites"),
        Section("suites", "Besoins et préconisations", SuitesForm, None),
    )
}
