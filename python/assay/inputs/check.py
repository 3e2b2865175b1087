"""Checking the declarations of a dbt project: every mistake at once, each with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assay.inputs.data import find_data_problems
from assay.inputs.declarations import Declarations, read_declarations
from assay.inputs.expressions import find_expression_problems, list_expressions
from assay.inputs.rules import find_declaration_problems, list_relations
from assay.inputs.schema import drop_empty, fill_defaults, load_schema
from assay.inputs.sentences import Problem, suggest
from assay.inputs.tables import find_table_problems
from assay.inputs.warehouse import Warehouse, WarehouseError, list_relation_names, open_warehouse

NO_USE_CASE = (
    "no use case is declared, so the tables of assay stay empty; declare one under the variable assay_use_cases "
    "(`assay init RELATION` writes a first one)"
)


@dataclass
class Report:
    """What a check found.

    Attributes
    ----------
    declarations : Declarations
        What was read.
    problems : list of Problem
        Mistakes, in the order of their lines.
    notes : list of str
        What could not be checked, and why.
    """

    declarations: Declarations
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def format_problems(self) -> list[str]:
        """Write each mistake as ``file:line: sentence``."""
        name = self.declarations.path.name
        return [f"{name}:{self.declarations.find_line(item.place)}: {item.sentence}" for item in self.problems]


def check_project(project: Path, with_data: bool = True, target: str | None = None) -> Report:
    """Check what a dbt project declares.

    Parameters
    ----------
    project : Path
        Folder with ``dbt_project.yml``.
    with_data : bool
        Whether to read the warehouse too, where it has been built.
    target : str, optional
        Target of the profile.

    Returns
    -------
    Report
        All mistakes; none where the declarations are sound.
    """
    declarations = read_declarations(project)
    report = Report(declarations, list(declarations.duplicates))
    report.problems += find_declaration_problems(declarations.use_cases, declarations.inputs)
    if isinstance(declarations.use_cases, dict) and not declarations.use_cases:
        report.notes.append(NO_USE_CASE)
    report.problems += _find_unknown_relations(project, report)
    sound = (
        {
            name: fill_defaults(declaration, load_schema())
            for name, declaration in (declarations.use_cases or {}).items()
            if not _is_broken(f"assay_use_cases.{name}", report.problems)
        }
        if isinstance(declarations.use_cases, dict)
        else {}
    )
    try:
        if with_data:
            with open_warehouse(project, target) as warehouse:
                report.problems += _check_with_data(warehouse, sound, report)
        else:
            report.problems += _check_without_data(sound)
    except WarehouseError as error:
        report.notes.append(f"data was not looked at: {error}")
        report.problems += _check_without_data(sound)
    report.problems.sort(key=lambda item: declarations.find_line(item.place))
    return report


def _is_broken(place: str, problems: list[Problem]) -> bool:
    return any(item.place == place or item.place.startswith((f"{place}.", f"{place}[")) for item in problems)


def _sound_inputs(report: Report) -> dict[str, str]:
    """Give the mapped tables without a mistake so far."""
    inputs = report.declarations.inputs
    if not isinstance(inputs, dict) or _is_broken("assay_inputs", report.problems):
        return {}
    return dict(drop_empty(inputs))


def _find_unknown_relations(project: Path, report: Report) -> list[Problem]:
    """Refuse relations that no file of the project or its packages makes."""
    known = list_relation_names(project)
    declared = {f"assay_inputs.{name}": relation for name, relation in _sound_inputs(report).items()}
    use_cases: dict[str, Any] = report.declarations.use_cases
    for name, declaration in use_cases.items() if isinstance(use_cases, dict) else ():
        place = f"assay_use_cases.{name}"
        if not _is_broken(place, report.problems):
            complete = fill_defaults(declaration, load_schema())
            declared |= {f"{place}.{where}": relation for where, relation in list_relations(complete).items()}
    return [
        Problem(place, f"{relation} is not a model, seed or source of this project{suggest(relation, known)}")
        for place, relation in declared.items()
        if relation not in known
    ]


def _check_without_data(use_cases: dict[str, Any]) -> list[Problem]:
    problems = []
    for name, declaration in use_cases.items():
        relation = declaration["entity"]["relation"]
        place = f"assay_use_cases.{name}"
        problems += find_expression_problems(list_expressions(declaration), (), (), relation, place)
    return problems


def _check_with_data(warehouse: Warehouse, use_cases: dict[str, Any], report: Report) -> list[Problem]:
    """Check beside the data; a relation that is not built yet is a note and not a mistake."""
    inputs = _sound_inputs(report)
    relations = {name: list(list_relations(declaration).values()) for name, declaration in use_cases.items()}
    problems = find_table_problems(warehouse, inputs, list(report.declarations.use_cases or ()), relations)
    assumptions = warehouse.find_table(inputs["assumptions"]) if "assumptions" in inputs else None
    with_rows = not problems
    for name, declaration in use_cases.items():
        problems += find_data_problems(warehouse, name, declaration, assumptions, with_rows)
    unbuilt = [item for item in problems if item.text.endswith("is not in the warehouse; build it first")]
    report.notes += [item.sentence for item in unbuilt]
    return [item for item in problems if item not in unbuilt]
