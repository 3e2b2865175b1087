"""Data flows down the numbered folders and never up, and nothing but tests knows the planted truth."""

from __future__ import annotations

from tests.repository.conftest import Model


def test_every_model_reads_only_its_own_stage_and_earlier_ones(models: dict[str, Model]) -> None:
    upward = [
        f"{model.path} reads {models[parent].path}"
        for model in models.values()
        for parent in model.parents
        if parent in models and models[parent].stage > model.stage
    ]
    assert upward == []


def test_every_stage_has_models(models: dict[str, Model]) -> None:
    assert {model.stage for model in models.values()} == set(range(11))


def test_only_the_upper_side_of_a_waist_reads_a_teams_own_tables(models: dict[str, Model]) -> None:
    """A stage that names the demo's models has bound itself to one use case."""
    may_read_relations = {"1_inputs", "2_review", "3_quality", "5_features"}
    # Money of a prediction is declared over columns, and no earlier stage knows the prediction.
    may_read_by_name = {f"models/7_evaluation/assay_evaluation__quantity_{what}.sql" for what in ("outcomes", "bounds")}
    readers = {
        str(model.path)
        for model in models.values()
        for parent in model.parents
        if model.stage > 0 and parent in models and models[parent].stage == 0
    }
    assert {reader for reader in readers if reader.split("/")[1] not in may_read_relations} <= may_read_by_name


def test_no_model_outside_the_truth_reads_the_truth(models: dict[str, Model]) -> None:
    """The lineage proof: planted truth can be used by tests alone."""
    truth = {key for key, model in models.items() if model.node["schema"].endswith("fab_truth")}
    assert truth, "the demo plants its truth in the schema fab_truth"
    readers = [
        f"{model.path} reads {parent}"
        for key, model in models.items()
        if key not in truth
        for parent in model.parents
        if parent in truth
    ]
    assert readers == []


def test_marts_do_not_read_other_use_cases_columns(models: dict[str, Model]) -> None:
    """A mart stands on stages only: never on a team's tables."""
    readers = [
        str(model.path)
        for model in models.values()
        if model.folder == "marts" and any(parent in models and models[parent].stage == 0 for parent in model.parents)
    ]
    assert readers == []
