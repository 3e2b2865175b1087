"""Exported models score as the warehouse does: documents and SQL, with gaps, borders and float32 neighbours."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path
from typing import Any

import catboost
import duckdb
import jsonschema
import numpy as np
import onnx
import onnxruntime
import pyarrow as pa
import pytest
import sqlglot
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier
from typer.testing import CliRunner

from assay.cli import app
from assay.exchange.document import Model, Output, read_document, read_schema, write_document
from assay.exchange.refused import RefusedModelError
from assay.exchange.warehouse import read_model
from assay.exchange.writing.onnx_document import write_onnx
from assay.exchange.writing.portable_encoding import ENCODINGS, encoded_feature
from assay.exchange.writing.portable_sql import DIALECTS, score_sql
from assay.exchange.writing.tree_sql import last_yes
from assay.operations.registry import open_registry
from assay.operations.versions import list_versions
from assay.training.branching_trees import forest, read_tree, score_forest, step_tree
from assay.training.forests import read_class_forests
from assay.training.oblivious_trees import read_form
from assay.training.schema import FITS, Calibration, Form
from assay.training.scoring import score_form
from assay.training.temperature import log_probabilities
from tests.numeric.scoring_cases import ScoringCase, score_cases

NAMES = ["age", 'it\'s "here"', "größe", "select"]
DRAW = np.random.default_rng(7)


def _rows() -> NDArray[np.float32]:
    rows = np.round(DRAW.normal(size=(600, 4)), 1).astype(np.float32)
    rows[:, 3] += 1_000_000
    rows[DRAW.random(rows.shape) < 0.2] = np.nan
    return rows


ROWS = _rows()
LABEL = (np.nan_to_num(ROWS[:, 0]) * np.nan_to_num(ROWS[:, 1], nan=2.0) > 0.1).astype(int)


def _boosted() -> Form:
    model = catboost.CatBoostClassifier(iterations=12, depth=4, thread_count=1, verbose=0, allow_writing_files=False)
    return read_form(model.fit(ROWS, LABEL), 5)


def _forest() -> Form:
    model = RandomForestClassifier(6, max_depth=6, random_state=1).fit(ROWS, LABEL)
    trees = [read_tree(tree.tree_, tree.tree_.value[:, 0, 1]) for tree in model.estimators_]
    return forest(trees, "le_double", 1 / 6)


def _as_compared(comparison: str) -> Form:
    form = _forest()
    return Form(**{**vars(form), "node_comparison": comparison})


FORMS = {
    "constant": Form("constant", intercept=0.1),
    "linear": Form("linear", 0.3, np.array([1.5, -2e-7, 1, 3]), np.array([0.1, 0, -1e6, 1e6]), np.arange(1.0, 5)),
    "quadratic": Form("quadratic", -0.2, np.arange(4.0), np.full(4, 0.1), np.full(4, 1.7), np.array([1, 0, -0.5, 2])),
    "symmetric trees": _boosted(),
    "le_double": _forest(),
    "le_float": _as_compared("le_float"),
    "lt_float": _as_compared("lt_float"),
}


def _model(form: Form, link: str = "identity", calibration: Calibration | None = None) -> Model:
    output = Output(form, calibration or Calibration())
    return Model("some-1", "some", "regression", link, NAMES, {"value": output})


def _hard_rows(form: Form) -> NDArray[np.float32]:
    """The rows, and for each border rows on it and beside it, in every feature."""
    borders = np.concatenate([*form.tree_borders, *form.node_borders, np.zeros(1)])
    single = borders[np.abs(borders) < 1e38].astype(np.float32)
    near = np.concatenate([single, np.nextafter(single, np.float32(3e38)), np.nextafter(single, np.float32(-3e38))])
    return np.concatenate([ROWS, np.repeat(near[:, None], 4, axis=1)])


def _scored(model: Model, rows: NDArray[np.floating], result: str) -> dict[str, NDArray[np.float64]]:
    with duckdb.connect() as warehouse:
        columns = {name: [None if np.isnan(x) else float(x) for x in rows[:, i]] for i, name in enumerate(NAMES)}
        warehouse.register("features", pa.table({"id": range(len(rows)), **columns}))
        query = score_sql(model, "duckdb", "features", ["id"])
        found = warehouse.execute(f"select id, raw_score, {result} from ({query}) order by id").fetchnumpy()
    return {name: np.ma.getdata(values) for name, values in found.items()}


@pytest.fixture(scope="module")
def warehouse_scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, NDArray[np.float64]]:
    cases = {name: ScoringCase({"1": form}, _hard_rows(form), np.empty((0, 0)), 0.0) for name, form in FORMS.items()}
    return score_cases(cases, tmp_path_factory.mktemp("export"))


@pytest.mark.parametrize("name", FORMS)
def test_exported_sql_scores_as_the_warehouse(name: str, warehouse_scores: dict[str, NDArray[np.float64]]) -> None:
    expected = warehouse_scores[name][:, 0]
    found = _scored(_model(FORMS[name]), _hard_rows(FORMS[name]), "value")
    np.testing.assert_allclose(found["raw_score"], expected, rtol=1e-12, atol=1e-12)
    if "trees" in name or name.startswith(("le", "lt")):
        np.testing.assert_array_equal(found["value"], expected)


@pytest.mark.parametrize("comparison", ["le_double", "le_float", "lt_float"])
def test_a_border_in_double_says_what_the_comparison_of_floats_says(comparison: str) -> None:
    borders = [0.1, -0.1, float(np.float32(0.1)), 0.0, 1.0, 1e-44, -1e-44, 1e6 + 0.01, 3.4e38, 16777217.0]
    for border in borders:
        single = np.float32(border)
        neighbours = [np.nextafter(single, np.float32(-np.inf)), single, np.nextafter(single, np.float32(np.inf))]
        middles = [(float(a) + float(b)) / 2 for a, b in itertools.pairwise(neighbours)]
        for exact in [border, *map(float, neighbours), *middles]:
            for value in (math.nextafter(exact, -math.inf), exact, math.nextafter(exact, math.inf)):
                rounded = np.float32(value)
                if comparison == "le_double":
                    expected = float(rounded) <= border
                else:
                    expected = bool(rounded < single if comparison == "lt_float" else rounded <= single)
                assert (value <= last_yes(border, comparison)) == expected, (border, value)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", ["quadratic", "symmetric trees", "le_double"])
def test_every_dialect_reads_its_own_text_back(name: str, dialect: str) -> None:
    text = score_sql(_model(FORMS[name], "logit"), dialect, "a.b", ["id"])
    read = sqlglot.parse_one(text, read=dialect)
    assert [column.alias_or_name for column in read.selects] == ["id", "raw_score", "probability"]
    written = text.split("\n", 1)[1].strip()
    # Snowflake has no 32-bit float, and reads the name as the 64-bit one.
    expected = written.replace("AS FLOAT)", "AS DOUBLE)") if dialect == "snowflake" else written
    assert read.sql(dialect=dialect, comments=False) == expected


def test_not_a_number_and_infinity_are_missing() -> None:
    model = _model(FORMS["le_double"])
    query = score_sql(model, "duckdb", "features")
    with duckdb.connect() as warehouse:
        found = []
        for text in ("null", "'nan'", "'inf'", "'-inf'", "1e300"):
            columns = ", ".join(
                f"cast({text} as double) as {json.dumps(x)}".replace('\\"', '""') for x in ("age", "select")
            )
            others = ", ".join('null as "' + x.replace('"', '""') + '"' for x in NAMES[1:3])
            warehouse.execute(f"create or replace view features as select {columns}, {others}")
            found += warehouse.execute(query).fetchall()
    assert len(set(found)) == 1


def test_leaves_that_are_large_whole_numbers_do_not_overflow() -> None:
    trees = [step_tree(1, np.array([0.0]), np.array([2e9, 1.5e9]), np.empty(0)) for _ in range(3)]
    found = _scored(_model(forest(trees, "le_float", 1.0)), ROWS, "value")["value"]
    np.testing.assert_array_equal(found, score_forest(forest(trees, "le_float", 1.0), ROWS))


def test_probabilities_follow_the_calibration_and_the_link() -> None:
    form = Form("linear", 0.0, *(np.array([1.0, 0, 0, 0]), np.zeros(4), np.ones(4)))
    rows = np.zeros((9, 4), dtype=np.float32)
    rows[:, 0] = [-1000, -3, -2, -0.5, 0, 1, 1.5, 7, 1000]
    corners = Calibration(np.array([-2.0, 0, 1, 1.5]), np.array([0.1, 0.2, 0.7, 0.9]))
    found = _scored(_model(form, "logit", corners), rows, "probability")["probability"]
    np.testing.assert_allclose(found, np.interp(rows[:, 0], corners.scores, corners.probabilities), rtol=1e-15)
    found = _scored(_model(form, "logit"), rows, "probability")["probability"]
    np.testing.assert_allclose(found, 1 / (1 + np.exp(-np.clip(rows[:, 0].astype(float), -700, 700))), rtol=1e-14)
    found = _scored(_model(form, "log"), rows[1:-1], "value")["value"]
    np.testing.assert_allclose(found, np.exp(rows[1:-1, 0].astype(float)), rtol=1e-14)


@pytest.mark.parametrize("name", FORMS)
def test_a_document_keeps_its_schema_and_every_number(name: str) -> None:
    model = _model(FORMS[name], "share", Calibration(np.array([0.1, 0.3]), np.array([0.0, 1.0])))
    text = write_document(model)
    jsonschema.Draft202012Validator.check_schema(read_schema())
    jsonschema.validate(json.loads(text), read_schema())
    again = read_document(text)
    assert write_document(again) == text
    assert score_sql(again, "trino") == score_sql(model, "trino")


def test_a_document_that_breaks_the_schema_is_refused_with_the_place() -> None:
    document = json.loads(write_document(_model(FORMS["linear"])))
    del document["outputs"]["value"]["feature_means"]
    with pytest.raises(RefusedModelError, match=r"\$\.outputs\.value: 'feature_means' is a required property"):
        read_document(json.dumps(document))
    with pytest.raises(RefusedModelError, match="not JSON"):
        read_document("{")


def test_what_sql_cannot_say_is_refused() -> None:
    with pytest.raises(RefusedModelError, match="no dialect 'oracle'"):
        score_sql(_model(FORMS["linear"]), "oracle")
    with pytest.raises(RefusedModelError, match="'distance'"):
        score_sql(_model(FORMS["linear"], "distance"), "duckdb")
    two = {"a": Output(FORMS["linear"]), "b": Output(FORMS["linear"])}
    with pytest.raises(RefusedModelError, match="2 outputs"):
        score_sql(Model("m", "m", "clustering", "distance", NAMES, two), "duckdb")


CLASSES = ["it's", "東京", "zebra"]


def _class_model(link: str) -> Model:
    generator = np.random.default_rng(3)
    if link == "share":
        model = RandomForestClassifier(4, max_depth=4, random_state=1).fit(
            ROWS, np.digitize(np.nan_to_num(ROWS[:, 0]), [-0.5, 0.5])
        )
        forms = read_class_forests(model, 0.001)
    elif link == "probability":
        forms = [Form("constant", intercept=share) for share in (0.2, 0.4, 0.4)]
    else:
        parts = generator.normal(size=(3, 4))
        forms = [Form("linear", 0.1 * k, part, np.array([0, 0, 0, 1e6]), np.ones(4)) for k, part in enumerate(parts)]
    outputs = {name: Output(form) for name, form in zip(CLASSES, forms, strict=True)}
    return Model(
        "some-1", "some", "multiclass", link, NAMES, outputs, temperature=None if link == "probability" else 1.7
    )


@pytest.mark.parametrize("link", ["softmax", "share", "probability"])
def test_exported_classes_are_the_softmax_at_the_temperature(link: str) -> None:
    model = read_document(write_document(_class_model(link)))
    scores = np.column_stack([score_form(output.form, ROWS) for output in model.outputs.values()])
    expected = scores if link == "probability" else np.exp(log_probabilities(scores, link, 1.7))
    with duckdb.connect() as warehouse:
        columns = {name: [None if np.isnan(x) else float(x) for x in ROWS[:, i]] for i, name in enumerate(NAMES)}
        warehouse.register("features", pa.table({"id": range(len(ROWS)), **columns}))
        found = warehouse.execute(f"from ({score_sql(model, 'duckdb', 'features', ['id'])}) order by id").df()
    assert list(found.columns) == ["id", "predicted_class", "probability", *(f"probability_{k}" for k in (1, 2, 3))]
    np.testing.assert_allclose(found.iloc[:, 3:], expected, rtol=1e-9)
    np.testing.assert_array_equal(found["predicted_class"], np.array(CLASSES)[scores.argmax(axis=1)])
    np.testing.assert_array_equal(found["probability"], found.iloc[:, 3:].max(axis=1))
    for dialect in DIALECTS:
        assert sqlglot.parse_one(score_sql(model, dialect, "a.b", ["id"]), read=dialect).selects[0].name == "id"


CORNERS = Calibration(np.array([-1.0, 0, 0.5, 1.5]), np.array([0.1, 0.2, 0.7, 0.9]))
RESULTS = {
    "identity": ("value", lambda raw: raw),
    "log": ("value", np.exp),
    "logit": ("probability", lambda raw: np.exp(-np.logaddexp(0, -raw))),
    "share": ("probability", lambda raw: np.interp(raw, CORNERS.scores, CORNERS.probabilities)),
}


@pytest.mark.parametrize("link", RESULTS)
@pytest.mark.parametrize("name", FORMS)
def test_onnx_scores_as_the_stored_form(name: str, link: str) -> None:
    form, (result, expected) = FORMS[name], RESULTS[link]
    rows = _hard_rows(form)
    written = write_onnx(_model(form, link, CORNERS if link == "share" else None))
    onnx.checker.check_model(onnx.load_from_string(written), full_check=True)
    session = onnxruntime.InferenceSession(written, providers=["CPUExecutionProvider"])
    raw, found = session.run(["raw_score", result], {"features": rows})
    is_exact = form.form in ("constant", "linear", "quadratic")
    direct = score_form(form, rows)
    scale = np.maximum(1.0, np.abs(direct))
    assert (np.abs(raw[:, 0] - direct) / scale).max() < (1e-12 if is_exact else 1e-6)
    with np.errstate(over="ignore"):
        np.testing.assert_allclose(found[:, 0], expected(raw[:, 0]), rtol=1e-12)
    about = {item.key: item.value for item in onnx.load_from_string(written).metadata_props}
    assert json.loads(about["feature_names"]) == NAMES
    assert (about["link"], about["model"]) == (link, "some-1")


@pytest.mark.parametrize(("link", "temperature"), [("softmax", None), ("softmax", 1.7), ("share", 0.6)])
def test_classes_become_shares_of_one_in_onnx_as_in_sql(link: str, temperature: float | None) -> None:
    forms = [FORMS[name] for name in ("linear", "symmetric trees", "constant")]
    if link == "share":
        forms = [_forest(), Form(**{**vars(_forest()), "tree_scale": -1 / 6, "tree_bias": 1.0})]
        forms = [Form(**{**vars(form), "tree_bias": (form.tree_bias or 0.0) + 1e-6}) for form in forms]
    model = Model(
        "m", "m", "multiclass", link, NAMES, {f"c{i}": Output(form) for i, form in enumerate(forms)},
        temperature=temperature,
    )  # fmt: skip
    session = onnxruntime.InferenceSession(write_onnx(model), providers=["CPUExecutionProvider"])
    raw, found = session.run(["raw_score", "probability"], {"features": ROWS})
    expected = np.exp(log_probabilities(raw, link, temperature or 1.0))
    np.testing.assert_allclose(found, expected, rtol=1e-9)
    np.testing.assert_allclose(raw[:, 0], score_form(forms[0], ROWS), rtol=1e-6)
    with duckdb.connect() as warehouse:
        columns = {name: [None if np.isnan(x) else float(x) for x in ROWS[:, i]] for i, name in enumerate(NAMES)}
        warehouse.register("features", pa.table({"id": range(len(ROWS)), **columns}))
        query = score_sql(model, "duckdb", "features", ["id"])
        shares = warehouse.execute(f"select * from ({query}) order by id").fetchnumpy()
    in_sql = np.column_stack([shares[f"probability_{place}"] for place in range(1, len(forms) + 1)])
    np.testing.assert_allclose(in_sql, expected, rtol=0, atol=1e-5)


def test_what_onnx_is_not_written_for_is_refused() -> None:
    with pytest.raises(RefusedModelError, match="1 outputs and the link 'distance'"):
        write_onnx(_model(FORMS["quadratic"], "distance"))


def _space(position: int, encoding: str, column: str, **members: Any) -> dict[str, Any]:
    own = {"position": position, "feature_name": f"{column}.{encoding}", "source_columns": column, "encoding": encoding}
    return {**own, "level": None, "centre": 0.0, "scale": 1.0, "parameters": None, **members}


def test_raw_columns_are_encoded_as_in_the_warehouse(demo_database: Path) -> None:
    """Every feature of the demo that can be written, on rows whose levels are coded by all training rows."""
    with open_registry(demo_database) as connection:
        version = list_versions(connection, "wafer_yield")[0]
        space = read_model(connection, version).feature_space or []
        written = [feature for feature in space if feature["encoding"] in ENCODINGS]
        names = [f"f{feature['position']}" for feature in written]
        encoded = [encoded_feature(feature, "duckdb", "decided_at").sql(dialect="duckdb") for feature in written]
        found = connection.execute(f"""
            select {", ".join(f"{name} is distinct from features[{name[1:]}] as {name}" for name in names)}
            from (select wafer_id, {", ".join(f"cast({text} as float)" for text in encoded)}
                from fab.fab_wafer_decisions) as raw ({", ".join(["wafer_id", *names])})
            inner join assay_features__examples as examples on cast(raw.wafer_id as text) = examples.entity_id
            where examples.use_case = 'wafer_yield' and examples.split in ('test', 'live')
        """).fetchnumpy()
    assert {feature["encoding"] for feature in written} >= {"numeric", "boolean", "one_hot", "target"}
    assert {name: int(found[name].sum()) for name in names} == dict.fromkeys(names, 0)
    assert len(found[names[0]]) > 1000


@pytest.mark.parametrize("dialect", DIALECTS)
def test_sql_from_raw_columns_scores_gaps_unseen_levels_and_quotes(dialect: str) -> None:
    levels = {"o'neil": 0.5, "größe": -2.0, "(missing)": 7.0}
    space = [
        _space(1, "numeric", "size", centre=2.0, scale=4.0),
        _space(2, "boolean", "is_new"),
        _space(3, "one_hot", "name", level="o'neil"),
        _space(4, "target", "name", levels=levels, prior=0.25),
        _space(5, "imputer", "size", parameters=[3.0]),
    ]
    form = Form("linear", 0.0, np.array([1.0, 10, 100, 1000, 1e5]), np.zeros(5), np.ones(5))
    model = Model("m", "m", "regression", "identity", list("abcde"), {"value": Output(form)}, space)
    assert read_document(write_document(model)).feature_space == space
    query = score_sql(model, dialect, "given", ["id"], raw_columns=True)
    again = sqlglot.parse_one(query, read=dialect).sql(dialect=dialect, comments=False)
    assert again.replace("DOUBLE", "FLOAT") == query.split("\n", 1)[1].strip().replace("DOUBLE", "FLOAT")
    if dialect != "duckdb":
        return
    with duckdb.connect() as warehouse:
        warehouse.execute("""
            create table given as select * from (values
                (1, 6.0::double, true, 'o''neil'), (2, null, false, 'größe'), (3, 'inf'::double, null, null),
                (4, 1e31, true, 'unseen')
            ) as given (id, size, is_new, name)
        """)
        found = [raw for _, raw, _ in warehouse.execute(f"{query} order by id").fetchall()]
    expected = [1 + 10 + 100 + 500 + 6e5, -2000 + 3e5, 7000 + 3e5, 10 + 250 + 3e5]
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_parts_of_times_are_those_of_the_warehouse() -> None:
    """Of leap days, ends of centuries and of years, dates before 1970, and every day of four years."""
    parts = {"hour": "hour(t)", "month": "month(t)", "day_of_week": "isodow(t)"}
    parts["age_days"] = "(epoch_us(decided_at) - epoch_us(t)) / 1000000.0::double / 86400.0::double"
    pairs = [
        (encoded_feature(_space(1, "time_part", "t", level=part), "duckdb", "decided_at").sql(dialect="duckdb"), sql)
        for part, sql in parts.items()
    ]
    with duckdb.connect() as warehouse:
        warehouse.execute("""
            create table given as
            select t::timestamp as t, timestamp '2024-03-01 12:34:56' as decided_at from (
                select unnest([
                    '2000-02-29 23:59:59', '1900-03-01', '2100-02-28 06:07:08', '1969-12-31 23:00:01', '1582-10-15',
                    '2024-12-31 23:59:59', '0001-01-01', '9999-12-31 00:00:01'
                ]) as t
                union all
                select (timestamp '2023-01-01' + to_hours(25 * i::integer))::text from range(1400) as hours (i)
                union all
                select null
            )
        """)
        same = ", ".join(f"count(*) filter (({own}) is distinct from ({sql})::double)" for own, sql in pairs)
        assert warehouse.execute(f"select {same}, count(*) from given").fetchall() == [(0, 0, 0, 0, 1409)]


def test_an_encoding_that_is_not_written_is_named() -> None:
    form = Form("linear", 0.0, np.array([1.0]), np.zeros(1), np.ones(1))

    def refused(dialect: str, encoding: str, level: str | None = None) -> str:
        space = [_space(1, encoding, "seen", level=level)]
        model = Model("m", "m", "regression", "identity", ["x"], {"value": Output(form)}, space)
        with pytest.raises(RefusedModelError) as error:
            score_sql(model, dialect, raw_columns=True)
        return str(error.value)

    assert "'seen.hash_bucketize' is a hash_bucketize, which SQL is not written for" in refused(
        "trino", "hash_bucketize"
    )
    assert "--decided-at" in refused("duckdb", "time_part", "age_days")
    for dialect in ("snowflake", "postgres", "redshift"):
        assert f"{dialect} has no pattern for letters" in refused(dialect, "bag_of_words", "word")
    with pytest.raises(RefusedModelError, match="earlier feature space"):
        score_sql(_model(FORMS["linear"]), "duckdb", raw_columns=True)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A registry with a champion whose feature space is known, and an archived version."""
    form = {name: value for name, value in vars(FORMS["symmetric trees"]).items() if name != "tree_contributions"}
    base = {
        "use_case": "shop", "learner": "boosted_trees", "task": "binary", "link": "logit", "output": "1", "fold": 0,
        "parameters": "{}", "training_rows": 9, "feature_names": NAMES, "calibration_scores": [-1.0, 1.0],
        "calibration_probabilities": [0.2, 0.9], "trained_at": np.datetime64("2025-01-01", "us").item(),
    }  # fmt: skip
    versions = [("boosted_trees-1", "s1"), ("boosted_trees-0", "s0")]
    rows = [{**base, **form, "model_version": v, "feature_space_version": s} for v, s in versions]
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        fits = pa.Table.from_pylist([{name: row.get(name) for name in FITS.names} for row in rows], schema=FITS)
        connection.register("fits", fits)
        connection.execute("""
            create table assay_training__promotions (use_case text);
            create table assay_training__models as select *, model_version like '%-1' as is_current from fits;
            create table assay_evaluation__champions as select 'shop' as use_case, 'boosted_trees-1' as model_version;
            create table assay_evaluation__thresholds as
            select use_case, model_version, 1.0::double as value_per_decision from assay_evaluation__champions;
            create table assay_features__feature_space as
            select
                'shop' as use_case, 's1' as feature_space_version, position::integer as position,
                'f' || position as feature_name, 'c' as source_columns, 'number' as encoding, null::text as level,
                0::double as centre, 1::double as scale, null::double[] as parameters
            from range(1, 5) as positions (position)
        """)
    return path


def _export(database: Path, *words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["model", "export", *words, "--database", str(database)])
    assert result.exit_code == code, result.output
    return result.output


def test_the_command_writes_the_champion_or_a_version(database: Path, tmp_path: Path) -> None:
    champion = read_document(_export(database, "shop"))
    assert champion.name == "boosted_trees-1"
    assert [feature["position"] for feature in champion.feature_space or []] == [1, 2, 3, 4]
    assert read_document(_export(database, "boosted_trees-0")).feature_space is None
    told = _export(database, "boosted_trees-0", "--output", str(tmp_path / "m.json"))
    assert "earlier feature space" in told
    _export(database, "shop", "--to", "onnx", "--output", str(tmp_path / "m.onnx"))
    assert (tmp_path / "m.onnx").read_bytes() == write_onnx(champion)
    text = _export(database, "shop", "--to", "sql", "--dialect", "spark", "--relation", "a.b", "--key", "id")
    assert text == score_sql(champion, "spark", "a.b", ["id"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("shopp",), "There is no use case or model version 'shopp'; did you mean 'shop'?"),
        (("shop", "--to", "sql", "--dialect", "db2"), "There is no dialect 'db2'"),
    ],
)
def test_a_mistake_is_one_sentence(database: Path, words: tuple[str, ...], sentence: str) -> None:
    assert sentence in _export(database, *words, code=1)
