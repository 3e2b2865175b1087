"""Promotions by hand: `assay model`, what the next build makes of them, and two writers at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pytest
import xgboost
from typer.testing import CliRunner

from assay.cli import app
from tests.conftest import run_dbt

REGISTRY = """
    create schema assay_work;
    use assay_work;
    create table assay_training__promotions (
        use_case text, promotion_number integer, model_version text, action text, reason text, promoted_at timestamp
    );
    create table assay_training__models as
    select
        use_case, model_version, split_part(model_version, '-', 1) as learner, 0 as fold, parameters,
        'space' as feature_space_version, 100::bigint as training_rows, features as feature_names, is_current,
        timestamp '2025-01-01' as trained_at
    from (values
        ('shop', 'logistic-1', '{"C": 0.1}', ['age', 'city'], true),
        ('shop', 'boosted_trees-1', '{"depth": 5}', ['age'], true),
        ('shop', 'logistic-0', '{"C": 1}', ['age'], false)
    ) as given (use_case, model_version, parameters, features, is_current);
    create table assay_evaluation__champions as select 'shop' as use_case, 'boosted_trees-1' as model_version;
    create table assay_evaluation__thresholds as
    select 'shop' as use_case, model_version, value_per_decision::double as value_per_decision
    from (values ('logistic-1', 2), ('boosted_trees-1', 3)) as given (model_version, value_per_decision);
    create table assay_evaluation__metrics as
    select 'shop' as use_case, model_version, 'test' as split, 'roc_auc' as metric, value::double as value,
        null::text as label_class
    from (values ('logistic-1', 0.7), ('boosted_trees-1', 0.8)) as given (model_version, value);
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(REGISTRY)
    return path


def _model(database: Path, *words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["model", *words, "--database", str(database)])
    assert result.exit_code == code, result.output
    return result.output


def _promotions(database: Path) -> list[tuple[int, str | None, str]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select promotion_number, model_version, action from assay_work.assay_training__promotions order by 1"
        ).fetchall()
    return [(number, version, action) for number, version, action in rows]


def test_rollback_steps_back_to_the_promotion_before_and_then_to_the_rule(database: Path) -> None:
    _model(database, "promote", "shop", "logistic-1", "--reason", "easier to explain")
    _model(database, "promote", "shop", "boosted_trees-1", "--reason", "pays more")
    assert "logistic-1 is the promoted champion" in _model(database, "rollback", "shop", "--reason", "complaints")
    assert "automatic rule" in _model(database, "rollback", "shop", "--reason", "enough")
    assert "no promotion to take back" in _model(database, "rollback", "shop", "--reason", "again", code=1)
    assert _promotions(database) == [
        (1, "logistic-1", "promote"),
        (2, "boosted_trees-1", "promote"),
        (3, "logistic-1", "rollback"),
        (4, None, "rollback"),
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("promote", "shop", "logistic-1"), "Say why with --reason"),
        (("promote", "shop", "logistic-0", "--reason", "x"), "logistic-0 is archived"),
        (("promote", "shop", "logistik-1", "--reason", "x"), "did you mean 'logistic-1'?"),
        (("rollback", "shopp", "--reason", "x"), "'shopp' has no model; did you mean 'shop'?"),
    ],
)
def test_bad_input_is_a_sentence_and_writes_nothing(database: Path, words: tuple[str, ...], sentence: str) -> None:
    assert sentence in _model(database, *words, code=1)
    assert _promotions(database) == []


def test_promoting_twice_is_refused(database: Path) -> None:
    _model(database, "promote", "shop", "logistic-1", "--reason", "x")
    assert "promoted already" in _model(database, "promote", "shop", "logistic-1", "--reason", "x", code=1)


def test_list_says_what_a_build_has_not_followed_yet(database: Path) -> None:
    def listed() -> list[list[str]]:
        return [line.split()[2:4] for line in _model(database, "list").splitlines()[1:]]

    _model(database, "promote", "shop", "logistic-1", "--reason", "easier to explain")
    assert listed()[1] == ["challenger,", "promoted"]
    _model(database, "rollback", "shop", "--reason", "complaints")
    assert not [words for words in listed() if "promoted" in words]


def test_list_names_every_status_and_diff_every_difference(database: Path) -> None:
    listed = [line.split()[1:3] for line in _model(database, "list").splitlines()[1:]]
    assert listed == [["boosted_trees-1", "champion"], ["logistic-1", "challenger"], ["logistic-0", "archived"]]
    differences = {
        " ".join(line.split())
        for line in _model(database, "diff", "shop", "logistic-1", "boosted_trees-1").splitlines()
    }
    assert {"parameter C 0.1", "parameter depth 5", "feature city True", "test roc_auc 0.7 0.8"} <= differences
    assert "roc_auc" in _model(database, "show", "shop", "logistic-1")


FEATURES = """
    select feature_name, position from assay_work.assay_features__feature_space
    where use_case = 'wafer_yield' and encoding = 'numeric' order by position
"""


def _import_trees(database: Path) -> Path:
    """Train XGBoost on the demo's numeric features, import it, and keep the file and the rows beside the database."""
    folder = database.parent
    with duckdb.connect(str(database)) as connection:
        features = connection.execute(FEATURES).fetchall()
        columns = ", ".join(f'features[{position}]::double as "{name}"' for name, position in features)
        connection.execute(
            f"create view main.given as select {columns}, label, example_number, split"
            " from assay_work.assay_features__examples where use_case = 'wafer_yield'"
        )
        rows = connection.execute("select * from main.given where split = 'train' order by example_number").df()
    names = [name for name, _ in features]
    model = xgboost.XGBClassifier(n_estimators=8, max_depth=4, n_jobs=1).fit(rows[names], rows["label"])
    model.save_model(folder / "model.ubj")
    words = ("import", str(folder / "model.ubj"), "--use-case", "wafer_yield", "--name", "outside")
    assert "every label is equal" in _model(database, *words, "--rows", "main.given")
    assert "is stored already" in _model(database, *words, "--rows", "main.given", code=1)
    assert "no use case 'wafer'" in _model(database, *words[:3], "wafer", "--rows", "main.given", code=1)
    assert "no learner of assay's own" in _model(
        database, *words[:4], "--name", "logistic", "--rows", "main.given", code=1
    )
    return folder / "model.ubj"


@pytest.fixture(scope="module")
def promoted(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with an import and the logistic model promoted, and what depends on both built again, refreshed."""
    database = tmp_path_factory.mktemp("registry") / "warehouse.duckdb"
    shutil.copy(demo_database, database)
    _import_trees(database)
    with duckdb.connect(str(database), read_only=True) as connection:
        (version,) = connection.execute(
            "select model_version from assay_work.assay_training__plans where learner = 'logistic'"
        ).fetchall()[0]
    _model(database, "promote", "wafer_yield", version, "--reason", "easier to explain")
    selection = (
        "assay_training__promotions assay_training__imports assay_training__fits assay_training__models"
        " assay_training__calibration_segments assay_evaluation__raw_scores assay_evaluation__probabilities"
        " assay_evaluation__champions assay_operations__scores"
    )
    run_dbt("run", "--full-refresh", "--select", *selection.split(), database=database)
    return database


def test_a_promotion_survives_a_full_refresh_and_scores_follow(promoted: Path, demo_database: Path) -> None:
    queries = {
        "learner": "select distinct learner from assay_work.assay_operations__scores",
        "criterion": "select criterion from assay_work.assay_evaluation__champions",
        "fits": "select model_version, fold, trained_at from assay_work.assay_training__fits order by all",
    }
    found = {}
    for name, path in (("before", demo_database), ("after", promoted)):
        with duckdb.connect(str(path), read_only=True) as connection:
            found[name] = {key: connection.execute(query).fetchall() for key, query in queries.items()}
    assert found["before"]["learner"] == [("boosted_trees",)]
    assert found["after"]["learner"] == [("logistic",)]
    assert found["after"]["criterion"] == [("promoted",)]
    assert found["after"]["fits"] == found["before"]["fits"] != []


def test_a_second_writer_is_told_so_and_changes_nothing(database: Path) -> None:
    with duckdb.connect(str(database)):
        command = [sys.executable, "-m", "assay", "model", "promote", "shop", "logistic-1", "--reason", "x"]
        second = subprocess.run([*command, "--database", str(database)], capture_output=True, text=True, check=False)
        build = run_dbt("run", "--select", "assay_training__fits", database=database, check=False)
    assert second.returncode == 1
    assert second.stderr.strip().endswith("; nothing was changed: try again when that has ended.")
    assert f" is in use by process {os.getpid()} (" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1
    assert build.returncode != 0
    assert second.stderr.strip() in build.stdout
    assert _promotions(database) == []


def test_an_import_is_scored_with_the_others_and_names_no_champion(promoted: Path) -> None:
    with duckdb.connect(str(promoted), read_only=True) as connection:
        names = [name for name, _ in connection.execute(FEATURES).fetchall()]
        found = connection.execute("""
            select given.*, scored.probability
            from assay_work.assay_evaluation__probabilities as scored
            inner join assay_work.assay_features__examples as examples using (use_case, entity_id, decided_at)
            inner join main.given as given on examples.example_number = given.example_number
            where scored.learner = 'outside'
        """).df()
        listed = connection.execute(
            "select compared_rows, equal_labels <= compared_rows, largest_difference < 1e-6"
            " from assay_work.assay_training__imports"
        ).fetchall()
        champions = connection.execute("select learner from assay_work.assay_evaluation__champions").fetchall()
    model = xgboost.XGBClassifier()
    model.load_model(promoted.parent / "model.ubj")
    np.testing.assert_allclose(found["probability"], model.predict_proba(found[names])[:, 1], atol=2e-6)
    assert len(found) > 1000
    assert listed == [(listed[0][0], True, True)]
    assert ("outside",) not in champions


def test_an_import_that_does_not_fit_the_use_case_writes_nothing(promoted: Path) -> None:
    rows = promoted.parent / "other.parquet"
    given = np.arange(40.0).reshape(20, 2)
    with duckdb.connect() as connection:
        connection.execute(f"copy (select i::double as wafr, i::double as lot from range(20) as r (i)) to '{rows}'")
    model = xgboost.XGBRegressor(n_estimators=1).fit(given, given[:, 0])
    model.save_model(promoted.parent / "quantity.json")
    words = ("import", str(promoted.parent / "quantity.json"), "--use-case", "wafer_yield", "--rows", str(rows))
    assert "is for the task regression, wafer_yield is binary" in _model(
        promoted, *words, "--features", "wafr,lot", code=1
    )
    xgboost.XGBClassifier(n_estimators=1).fit(given, given[:, 0] > 20).save_model(promoted.parent / "quantity.json")
    assert "wafer_yield has no feature 'wafr'" in _model(promoted, *words, "--features", "wafr,lot", code=1)
    with duckdb.connect(str(promoted), read_only=True) as connection:
        assert connection.execute("select count(*) from assay_work.assay_training__imports").fetchall() == [(1,)]
