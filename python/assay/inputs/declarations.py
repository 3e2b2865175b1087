"""Reading the variables of a dbt project with the line of every key."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assay.inputs.sentences import Problem


@dataclass
class Declarations:
    """What a project declares, and where.

    Attributes
    ----------
    path : Path
        The project file.
    use_cases, inputs : object
        Values of ``assay_use_cases`` and ``assay_inputs``; empty mappings where not declared.
    lines : dict
        Place, such as ``assay_use_cases.churn.label.sql`` or ``assay_use_cases.churn.policies[0]``, to line.
    duplicates : list of Problem
        Keys that occur twice, of which YAML would silently keep the last.
    """

    path: Path
    use_cases: Any = field(default_factory=dict)
    inputs: Any = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    duplicates: list[Problem] = field(default_factory=list)

    def find_line(self, place: str) -> int:
        """Line of a place, or of the nearest one around it; 1 where nothing of it is written."""
        while place and place not in self.lines:
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        return self.lines.get(place, 1)


def _build(node: yaml.Node, place: str, found: Declarations) -> Any:
    """Turn a YAML node into values as dbt sees them, noting lines and duplicate keys on the way."""
    if isinstance(node, yaml.MappingNode):
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            child = f"{place}.{key}" if place else key
            if key in values:
                noun = "use case" if place == "assay_use_cases" else "key"
                found.duplicates.append(Problem(child, f"this {noun} is declared twice; YAML would keep the last one"))
            found.lines[child] = key_node.start_mark.line + 1
            values[key] = _build(value_node, child, found)
        return values
    if isinstance(node, yaml.SequenceNode):
        items = []
        for index, item in enumerate(node.value):
            child = f"{place}[{index}]"
            found.lines[child] = item.start_mark.line + 1
            items.append(_build(item, child, found))
        return items
    value = yaml.SafeLoader("").construct_object(node)
    return str(value) if isinstance(value, datetime.date) else value


def _find_value(node: yaml.Node | None, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    """Key and value nodes of a mapping's key."""
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            if key_node.value == key:
                return key_node, value_node
    return None


def read_declarations(project: Path) -> Declarations:
    """Read what a dbt project declares in its ``vars``.

    Parameters
    ----------
    project : Path
        Folder with ``dbt_project.yml``. Variables may stand at the top of ``vars`` or under ``vars: assay:``;
        the package's own file stands for the embedded use case.

    Returns
    -------
    Declarations
        Values and lines.

    Raises
    ------
    FileNotFoundError
        Where the folder is not a dbt project.
    yaml.YAMLError
        Where the file is not YAML; the message has the line.
    """
    path = project / "dbt_project.yml"
    found = Declarations(path)
    root = yaml.compose(path.read_text(), Loader=yaml.SafeLoader)
    variables = (_find_value(root, "vars") or (None, None))[1]
    package = (_find_value(variables, "assay") or (None, None))[1]
    demo = (_find_value(package, "assay_demo") or (None, None))[1]
    is_declared = _find_value(variables, "assay_use_cases") or _find_value(package, "assay_use_cases")
    for name in ("use_cases", "inputs"):
        pair = _find_value(variables, f"assay_{name}") or _find_value(package, f"assay_{name}")
        if pair is None and not is_declared:
            pair = _find_value(demo, name)
        if pair is not None:
            found.lines[f"assay_{name}"] = pair[0].start_mark.line + 1
            setattr(found, name, _build(pair[1], f"assay_{name}", found))
    return found
