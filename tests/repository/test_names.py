"""Names follow the house rules, and nothing grows too long to be read at once."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.repository.conftest import Model


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_internal_models_are_named_after_their_stage(models: dict[str, Model]) -> None:
    wrong = [
        str(model.path)
        for model in models.values()
        if 1 <= model.stage <= 9 and not model.name.startswith(f"assay_{model.folder.split('_', 1)[1]}__")
    ]
    assert wrong == []


def test_marts_are_named_after_their_entity(models: dict[str, Model]) -> None:
    wrong = [
        str(model.path)
        for model in models.values()
        if model.folder == "marts"
        and not (model.name.startswith("assay__") and model.node["alias"] == model.name.removeprefix("assay__"))
    ]
    assert wrong == []


def test_demo_models_are_named_after_the_fab(models: dict[str, Model]) -> None:
    assert [str(m.path) for m in models.values() if m.stage == 0 and not m.name.startswith("fab_")] == []


def test_every_macro_file_holds_the_macro_of_its_name() -> None:
    wrong = []
    for path in (REPOSITORY / "macros").rglob("*.sql"):
        macros = re.findall(r"{%-?\s*(?:macro|materialization)\s+(\w+)[(,]", path.read_text())
        public = [name for name in macros if "__" not in name and not (name.startswith("_") and name != path.stem)]
        if public != [path.stem]:
            wrong.append(f"{path.relative_to(REPOSITORY)}: {public}")
    assert wrong == []


def test_every_public_macro_explains_itself() -> None:
    silent = [
        str(path.relative_to(REPOSITORY))
        for path in (REPOSITORY / "macros").rglob("*.sql")
        if not re.search(r"{%-?\s*(?:macro|materialization) [^%]*%}\s*{#", path.read_text())
    ]
    assert silent == []


@pytest.mark.parametrize(("folder", "limit"), [("models", 150), ("macros", 150), ("analyses", 150)])
def test_sql_files_are_short(folder: str, limit: int) -> None:
    files = (REPOSITORY / folder).rglob("*.sql")
    assert [f"{path.relative_to(REPOSITORY)}: {_lines(path)}" for path in files if _lines(path) > limit] == []


def test_python_modules_are_short() -> None:
    files = (REPOSITORY / "python").rglob("*.py")
    assert [f"{path.relative_to(REPOSITORY)}: {_lines(path)}" for path in files if _lines(path) > 250] == []


def test_python_functions_are_short() -> None:
    long = [
        f"{path.relative_to(REPOSITORY)}:{node.name}"
        for path in (REPOSITORY / "python").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and _body_lines(node) > 40
    ]
    assert long == []


def _body_lines(function: ast.FunctionDef) -> int:
    """Lines of a function without its docstring, which may be as long as it must."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 1


def test_dbt_python_models_only_call_the_library() -> None:
    files = (REPOSITORY / "models").rglob("*.py")
    assert [f"{path.relative_to(REPOSITORY)}: {_lines(path)}" for path in files if _lines(path) > 20] == []
