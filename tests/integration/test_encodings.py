"""Declared encodings of a small use case against scikit-learn, fitted on the training rows only."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from sklearn import preprocessing
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.impute import SimpleImputer

from assay.exchange.refused import RefusedModelError
from assay.exchange.warehouse import read_feature_space
from assay.exchange.writing.portable_encoding import ENCODINGS as ENCODED
from assay.exchange.writing.portable_encoding import encoded_feature
from tests.conftest import run_dbt
from tests.integration.conftest import write_project

ENCODINGS: list[dict[str, Any]] = [
    {"column": "size", "encoding": "standard_scaler"},
    {"column": "size", "encoding": "bucketize", "edges": [-1, 0, 1.5]},
    {"column": "size", "encoding": "quantile_bucketize", "buckets": 4},
    {"column": "size", "encoding": "robust_scaler"},
    {"column": "size", "encoding": "imputer"},
    {"column": "hole", "encoding": "imputer", "strategy": "median"},
    {"column": "grade", "encoding": "imputer", "strategy": "most_frequent"},
    {"column": "depth", "encoding": "min_max_scaler"},
    {"column": "le*", "encoding": "max_abs_scaler"},
    {"columns": ["left", "right", "size"], "encoding": "normalizer"},
    {"columns": ["left", "right"], "encoding": "polynomial_expand", "degree": 3},
    {"columns": ["colour", "shape"], "encoding": "feature_cross"},
    {"column": "colour", "encoding": "one_hot_encoder", "top_k": 3, "frequency_threshold": 20, "drop": "most_frequent"},
    {"column": "shape", "encoding": "label_encoder"},
    {"column": "shape", "encoding": "weight_of_evidence"},
    {"column": "shape", "encoding": "target"},
    {"column": "tags", "encoding": "multi_hot_encoder"},
    {"column": "note", "encoding": "bag_of_words", "frequency_threshold": 10},
    {"column": "note", "encoding": "ngrams", "frequency_threshold": 20},
    {"column": "note", "encoding": "tf_idf", "frequency_threshold": 10},
    {"column": "account", "encoding": "hash_bucketize", "buckets": 8},
    {"kind": "time", "encoding": "cyclic"},
]
# Categories with an apostrophe and without Latin letters, missing and infinite numbers, a 64-bit id, free text.
PARTS = """
    select
        i as part_id,
        timestamp '2024-01-01' + to_hours(7 * i) as decided_at,
        timestamp '2024-01-01' + to_hours(7 * i) - to_minutes(i * 37 % 5000) as made_at,
        case when i % 97 = 5 then 'infinity'::double else ((i * 7919) % 1009) / 300.0 - 1 end as size,
        case when i % 5 > 0 then ((i * 104729) % 613) / 10.0 end as hole,
        case when i % 4 > 0 then (i * 7) % 9 % 5 end as grade,
        ((i * 31) % 401) / 7.0 - 20 as depth,
        ((i * 17) % 101) / 50.0 - 1 as left,
        ((i * 13) % 103) / 40.0 - 1 as right,
        case when i > 380 then 'new' else ['red', 'it''s', '青', null][1 + (i * 7) % 11 % 4] end as colour,
        ['round', 'flat', 'O''Neil', null][1 + (i * 5) % 13 % 4] as shape,
        ['a, b', 'b;c', 'a|c', null, 'b'][1 + i % 5] as tags,
        'Part ' || i || [' was fine', ' it''s scratched, was scratched', ' größe fine fine', ''][1 + i % 4] as note,
        9007199254740993 + i as account,
        (i * 7919) % 10 < 3 + (i % 4) as is_bad
    from range(1, 401) as rows (i)
"""
DECLARATION = {
    "entity": {"relation": "parts", "key": "part_id", "time": "decided_at"},
    "label": {"sql": "is_bad", "wait_days": 0},
    "features": {"encodings": ENCODINGS},
    "policies": [{"name": "none", "sql": "false", "current": True}],
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse with the examples of the use case."""
    folder: Path = write_project(
        tmp_path_factory.mktemp("encodings"),
        models={"parts": PARTS},
        variables={"assay_use_cases": {"parts": DECLARATION}},
    )
    run_dbt("run", "--select", "+assay_features__examples", directory=folder, database=folder / "warehouse.duckdb")
    return folder / "warehouse.duckdb"


@pytest.fixture(scope="module")
def built(database: Path) -> tuple[pd.DataFrame, dict[str, NDArray[np.float64]]]:
    """The rows with their split, and the features by name."""
    with duckdb.connect(str(database), read_only=True) as connection:
        ((schema,),) = connection.execute(
            "select schema_name from duckdb_schemas() where schema_name like '%assay_work'"
        ).fetchall()
        names = connection.execute(
            f"select feature_name from {schema}.assay_features__feature_space order by position"
        ).fetchall()
        rows = connection.execute(f"""
            select examples.split, coalesce(examples.fold, 0) as fold, examples.label, parts.*,
                list_transform(examples.features, lambda x: coalesce(x, 'nan'::float)) as features
            from {schema}.assay_features__examples as examples
            inner join parts on cast(parts.part_id as varchar) = examples.entity_id
            order by parts.part_id
        """).df()
    array = np.array(rows["features"].tolist(), dtype=float)
    return rows, {name: array[:, place] for place, (name,) in enumerate(names)}


Built = tuple[pd.DataFrame, dict[str, NDArray[np.float64]]]


def _close(actual: NDArray[np.float64], expected: Any) -> None:
    np.testing.assert_allclose(actual, np.asarray(expected, dtype=float).reshape(actual.shape), rtol=1e-5, atol=1e-6)


def _stack(features: dict[str, NDArray[np.float64]], prefix: str) -> NDArray[np.float64]:
    found = [values for name, values in features.items() if name.startswith(prefix)]
    assert found
    return np.column_stack(found)


def _numbers(rows: pd.DataFrame, *columns: str) -> NDArray[np.float64]:
    return np.asarray(rows[list(columns)].astype(float).replace([np.inf], np.nan))


def test_scalers_are_fitted_on_training_rows(built: Built) -> None:
    rows, features = built
    train = (rows["split"] == "train").to_numpy()
    size, depth = _numbers(rows, "size"), _numbers(rows, "depth")
    known = int((~np.isnan(size[train])).sum())
    standard = preprocessing.StandardScaler().fit(size[train])
    _close(features["size.standard_scaler"], standard.transform(size) * np.sqrt((known - 1) / known))
    for name, values, scaler in (
        ("size.robust_scaler", size, preprocessing.RobustScaler()),
        ("depth.min_max_scaler", depth, preprocessing.MinMaxScaler()),
        ("left.max_abs_scaler", _numbers(rows, "left"), preprocessing.MaxAbsScaler()),
        ("size.imputer", size, SimpleImputer(strategy="mean")),
        ("hole.imputer", _numbers(rows, "hole"), SimpleImputer(strategy="median")),
        ("grade.imputer", _numbers(rows, "grade"), SimpleImputer(strategy="most_frequent")),
    ):
        _close(features[name], scaler.fit(values[train]).transform(values))
    assert features["depth.min_max_scaler"][~train].max() != pytest.approx(1)


def test_buckets_equal_scikit_learn(built: Built) -> None:
    rows, features = built
    size = _numbers(rows, "size")[:, 0]
    known, train = ~np.isnan(size), (rows["split"] == "train").to_numpy()
    _close(features["size.bucketize"][known], np.digitize(size[known], [-1, 0, 1.5]) + 1)
    bins = preprocessing.KBinsDiscretizer(4, encode="ordinal", strategy="quantile", quantile_method="linear")
    bins.fit(size[known & train].reshape(-1, 1))
    _close(features["size.quantile_bucketize"][known], bins.transform(size[known].reshape(-1, 1)) + 1)
    assert np.isnan(features["size.bucketize"][~known]).all()


def test_columns_taken_together_equal_scikit_learn(built: Built) -> None:
    rows, features = built
    both = _numbers(rows, "left", "right")
    terms = preprocessing.PolynomialFeatures(3, include_bias=False).fit_transform(both)[:, 2:]
    _close(_stack({k: v for k, v in features.items() if k.endswith(".polynomial_expand")}, ""), terms)
    three = _numbers(rows, "left", "right", "size")
    known = ~np.isnan(three).any(axis=1)
    unit = preprocessing.Normalizer().fit_transform(three[known])
    names = ("left*right*size", "right*left*size", "size*left*right")
    _close(np.column_stack([features[f"{name}.normalizer"][known] for name in names]), unit)
    train = rows["split"] == "train"
    pair = rows["colour"].fillna("(missing)") + "_" + rows["shape"].fillna("(missing)")
    kept = sorted(level for level, count in pair[train].value_counts().items() if count >= 5)
    _close(_stack(features, "colour*shape.feature_cross="), np.column_stack([pair == level for level in kept]))


def test_categories_equal_scikit_learn_and_unseen_ones_have_a_place(built: Built) -> None:
    rows, features = built
    train = rows["split"] == "train"
    counts = rows["colour"][train].value_counts()
    most_frequent = min(counts.index, key=lambda level: (-counts[level], level))
    kept = sorted(set(counts.index) - {most_frequent})
    colour = np.column_stack([rows["colour"] == level for level in kept])
    _close(_stack(features, "colour.one_hot_encoder="), colour)
    assert (_stack(features, "colour.one_hot_encoder=")[rows["colour"] == "new"] == 0).all()
    known = rows["shape"].notna()
    encoder = preprocessing.OrdinalEncoder().fit(rows.loc[train & known, ["shape"]])
    _close(features["shape.label_encoder"][known], encoder.transform(rows.loc[known, ["shape"]]) + 1)
    assert (features["shape.label_encoder"][~known] == 0).all()
    tags = rows["tags"].fillna("").str.findall(r"[^,;|\s]+")
    _close(_stack(features, "tags.multi_hot_encoder="), preprocessing.MultiLabelBinarizer().fit_transform(tags))


def test_codes_from_labels_leave_the_own_fold_out(built: Built) -> None:
    rows, features = built
    shape = rows["shape"].fillna("(missing)")
    for fold in range(6):
        fitted_on = (rows["split"] == "train") & (rows["fold"] != fold)
        encoded = (rows["fold"] == fold).to_numpy()
        labels, levels = rows["label"][fitted_on], shape[fitted_on]
        target = preprocessing.TargetEncoder(smooth=20.0, target_type="continuous")
        target.fit(levels.to_numpy().reshape(-1, 1), labels)
        _close(features["shape.target"][encoded], target.transform(shape[encoded].to_numpy().reshape(-1, 1)))
        positives, negatives = labels.groupby(levels).sum(), (1 - labels).groupby(levels).sum()
        odds = (positives + 1) / (labels.sum() + 2) / ((negatives + 1) / ((1 - labels).sum() + 2))
        _close(features["shape.weight_of_evidence"][encoded], np.log(shape[encoded].map(odds)))


def test_words_equal_scikit_learn(built: Built) -> None:
    rows, features = built
    notes, train = rows["note"], rows["split"] == "train"
    words = CountVectorizer(min_df=10).fit(notes[train])
    counts = words.transform(notes).toarray()
    _close(_stack(features, "note.bag_of_words="), counts)
    pairs = CountVectorizer(min_df=20, ngram_range=(2, 2)).fit(notes[train])
    _close(_stack(features, "note.ngrams="), pairs.transform(notes).toarray())
    holding = (words.transform(notes[train]).toarray() > 0).sum(axis=0)
    length = CountVectorizer().fit(notes).transform(notes).sum(axis=1)
    rarity = np.log(1 + train.sum() / (1 + holding))
    _close(_stack(features, "note.tf_idf="), counts / np.asarray(length) * rarity)


def test_hashes_and_circles(built: Built) -> None:
    rows, features = built
    hashes = [
        int(hashlib.md5(str(account).encode(), usedforsecurity=False).hexdigest()[:8], 16) % 8
        for account in rows["account"]
    ]
    _close(features["account.hash_bucketize"], hashes)
    angle = 2 * np.pi * rows["made_at"].dt.hour / 24
    _close(features["made_at.cyclic=hour.sin"], np.sin(angle))
    _close(features["made_at.cyclic=hour.cos"], np.cos(angle))
    assert len({name for name in features if name.startswith("made_at.")}) == 6


def test_exported_sql_encodes_raw_columns_to_the_same_floats(database: Path) -> None:
    """Every encoding but hashes, on rows that codes of levels were not fitted on."""
    with duckdb.connect(str(database), read_only=True) as connection:
        ((schema,),) = connection.execute(
            "select schema_name from duckdb_schemas() where schema_name like '%assay_work'"
        ).fetchall()
        connection.execute(f"set schema = '{schema}'")
        space = read_feature_space(connection, "parts")
        written, refused = {}, {}
        for feature in space:
            try:
                written[feature["position"]] = encoded_feature(feature, "duckdb", "decided_at").sql(dialect="duckdb")
            except RefusedModelError as error:
                refused[feature["feature_name"]] = str(error)
        same = ", ".join(
            f"bool_and(cast({text} as float) is not distinct from features[{position}])"
            for position, text in written.items()
        )
        (found,) = connection.execute(f"""
            select {same}, count(*)
            from main.parts inner join assay_features__examples as examples on examples.entity_id = part_id::varchar
            where examples.split != 'train'
        """).fetchall()
    names = [feature["feature_name"] for feature in space if feature["position"] in written]
    assert [name for name, is_same in zip(names, found[:-1], strict=True) if not is_same] == []
    assert found[-1] > 100
    assert {feature["encoding"] for feature in space if feature["position"] in written} >= set(ENCODED) - {
        "boolean",
        "numeric",
        "time_part",
    }
    assert sorted(refused) == ["account.hash_bucketize", "note.ngrams=fine fine"]
    assert "the run of words 'fine fine' may overlap itself" in refused["note.ngrams=fine fine"]
