"""Encodings over all rows of a query, BigQuery ML's analytic functions, against scikit-learn."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import preprocessing
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.impute import SimpleImputer

from tests.numeric.demo import render_expressions

EXPRESSIONS = {
    "standard": "assay.standard_scaler('size')",
    "min_max": "assay.min_max_scaler('size')",
    "max_abs": "assay.max_abs_scaler('size')",
    "robust": "assay.robust_scaler('size')",
    "robust_wide": "assay.robust_scaler('size', [10, 90], with_median=false)",
    "buckets": "assay.quantile_bucketize('size', 4)",
    "mean": "assay.imputer('size')",
    "median": "assay.imputer('size', 'median')",
    "most_frequent": "assay.imputer('size', 'most_frequent')",
    "most_frequent_text": "assay.imputer('colour', 'most_frequent')",
    "one_hot": "assay.one_hot_encoder('colour', frequency_threshold=1)",
    "one_hot_dropped": "assay.one_hot_encoder('colour', 'most_frequent', 3, 1)",
    "label": "assay.label_encoder('colour', frequency_threshold=1)",
    "multi_hot": "assay.multi_hot_encoder('tags', frequency_threshold=1)",
    "bag": "assay.bag_of_words('note', frequency_threshold=10)",
    "bag_top": "assay.bag_of_words('note', 2, 1)",
    "tf_idf": "assay.tf_idf('note', frequency_threshold=10)",
}
SCALERS = ("standard", "min_max", "max_abs", "robust", "robust_wide", "buckets", "mean", "median", "most_frequent")
ROWS = """
    select
        i,
        case when i % 7 > 0 then (i * 7919 % 101) / 8.0 - 5 end as size,
        ['red', 'it''s', '青', null, 'red', 'blue'][1 + (i * 7) % 11 % 6] as colour,
        ['a, b', 'b;c', 'a|c', null, 'b'][1 + i % 5] as tags,
        ['Part ' || i || ' was fine', 'it''s scratched, was scratched', 'größe fine fine', '', null][1 + i % 5] as note
    from range(200) as rows (i)
"""


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The SQL of every expression under test."""
    texts = render_expressions(list(EXPRESSIONS.values()), tmp_path_factory.mktemp("window_encodings"))
    return dict(zip(EXPRESSIONS, texts, strict=True))


@pytest.fixture(scope="module")
def encoded(rendered: dict[str, str]) -> pd.DataFrame:
    """The rows with every encoding beside them."""
    items = ", ".join(f"{text} as {name}_encoded" for name, text in rendered.items())
    return duckdb.sql(f"select *, {items} from ({ROWS}) order by i").df()


def _close(actual: Any, expected: Any) -> None:
    values: NDArray[np.float64] = np.array(list(actual), dtype=float)
    np.testing.assert_allclose(values, np.asarray(expected, dtype=float).reshape(values.shape), rtol=1e-9, atol=1e-9)


def _scaled(size: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """What scikit-learn makes of a column of numbers with missing ones, fitted on itself."""
    known = int((~np.isnan(size)).sum())
    deviations = np.sqrt((known - 1) / known)
    steps: dict[str, Any] = {
        "standard": preprocessing.StandardScaler(),
        "min_max": preprocessing.MinMaxScaler(),
        "max_abs": preprocessing.MaxAbsScaler(),
        "robust": preprocessing.RobustScaler(),
        "robust_wide": preprocessing.RobustScaler(with_centering=False, quantile_range=(10, 90)),
        "mean": SimpleImputer(strategy="mean"),
        "median": SimpleImputer(strategy="median"),
        "most_frequent": SimpleImputer(strategy="most_frequent"),
    }
    found = {name: step.fit_transform(size) * (deviations if name == "standard" else 1) for name, step in steps.items()}
    edges = np.nanquantile(size, [0.25, 0.5, 0.75])
    return found | {"buckets": np.where(np.isnan(size), np.nan, np.digitize(size, edges) + 1)}


def test_numbers_equal_scikit_learn(encoded: pd.DataFrame) -> None:
    for name, expected in _scaled(encoded[["size"]].to_numpy(dtype=float)).items():
        _close(encoded[f"{name}_encoded"].astype(float), expected)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.none() | st.integers(-40, 40).map(lambda n: n / 4), max_size=40))
def test_any_numbers_equal_scikit_learn(rendered: dict[str, str], numbers: list[float | None]) -> None:
    numbers = [*numbers, 1.0, 2.5]
    items = ", ".join(f"{rendered[name]} as {name}" for name in SCALERS)
    query = f"select {items} from (select unnest($1::double[]) as size, unnest(range($2)) as i) order by i"
    answer = duckdb.execute(query, [numbers, len(numbers)]).df().astype(float)
    size = np.array([[np.nan if number is None else number] for number in numbers])
    for name, expected in _scaled(size).items():
        _close(answer[name], expected)


def test_categories_equal_scikit_learn(encoded: pd.DataFrame) -> None:
    colour = encoded["colour"]
    known = colour.notna().to_numpy()
    categories = sorted(colour.dropna().unique())
    hot = preprocessing.OneHotEncoder(categories=[categories], handle_unknown="ignore", sparse_output=False)
    _close(encoded["one_hot_encoded"], hot.fit_transform(colour.fillna("(missing)").to_frame().to_numpy()))
    labels = preprocessing.OrdinalEncoder().fit_transform(colour[known].to_frame())
    _close(encoded["label_encoded"][known], labels + 1)
    assert (encoded["label_encoded"][~known] == 0).all()
    ranked = sorted(categories, key=lambda category: (-(colour == category).sum(), category))
    kept = sorted(ranked[1:3])
    _close(encoded["one_hot_dropped_encoded"], np.column_stack([colour == category for category in kept]))
    imputer = SimpleImputer(strategy="most_frequent", missing_values="?")
    imputed = imputer.fit_transform(colour.fillna("?").to_frame().astype(object))
    assert list(encoded["most_frequent_text_encoded"]) == list(imputed[:, 0])


def test_texts_equal_scikit_learn(encoded: pd.DataFrame) -> None:
    tags = encoded["tags"].fillna("").str.findall(r"[^,;|\s]+")
    _close(encoded["multi_hot_encoded"], preprocessing.MultiLabelBinarizer().fit_transform(tags))
    notes = encoded["note"].fillna("")
    counts = CountVectorizer(min_df=10).fit_transform(notes).toarray()
    _close(encoded["bag_encoded"], counts)
    holding = (CountVectorizer().fit_transform(notes) > 0).sum(axis=0)
    words = CountVectorizer().fit(notes).get_feature_names_out()
    order = sorted(range(len(words)), key=lambda place: (-holding[0, place], words[place]))
    top = CountVectorizer(vocabulary=sorted(words[order[:2]])).transform(notes).toarray()
    _close(encoded["bag_top_encoded"], top)
    length = np.asarray(CountVectorizer().fit_transform(notes).sum(axis=1)).reshape(-1, 1)
    rarity = np.log(1 + encoded["note"].notna().sum() / (1 + (counts > 0).sum(axis=0)))
    _close(encoded["tf_idf_encoded"], counts / np.maximum(length, 1) * rarity)


def test_statistics_belong_to_the_rows_at_hand(rendered: dict[str, str]) -> None:
    """Why declared encodings are the safe way: the same row is another number in another relation."""
    query = f"select size, {rendered['min_max']} as scaled from (values (1.0), (2.0), ($1)) as rows (size)"
    alone, outlier = (duckdb.execute(query, [largest]).fetchall()[1] for largest in (3.0, 101.0))
    assert (alone, outlier) == ((2.0, 0.5), (2.0, 0.01))
