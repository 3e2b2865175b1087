"""The page about BigQuery ML names what is there, all of it, and nothing else."""

from __future__ import annotations

import re

from tests.conftest import REPOSITORY

PAGE = (REPOSITORY / "docs" / "bigquery_ml.md").read_text()
MACROS = {path.stem: path.read_text() for path in (REPOSITORY / "macros").rglob("*.sql")}
FUNCTIONS = re.findall(
    r"\w+",
    """
    predict explain_predict detect_anomalies transform evaluate roc_curve confusion_matrix reconstruction_loss
    centroids principal_components principal_component_info weights advanced_weights feature_importance
    global_explain feature_info training_info trial_info describe_data features_at_time entity_features_at_time
    distance bucketize feature_cross hash_bucketize imputer label_encoder max_abs_scaler min_max_scaler
    multi_hot_encoder ngrams normalizer one_hot_encoder polynomial_expand quantile_bucketize robust_scaler
    standard_scaler bag_of_words tf_idf
    """,
)
OPTIONS = re.findall(
    r"\w+",
    """
    model_type input_label_cols optimize_strategy l1_reg l2_reg learn_rate learn_rate_strategy ls_init_learn_rate
    max_iterations early_stop min_rel_progress warm_start calculate_p_values fit_intercept category_encoding_method
    auto_class_weights class_weights enable_global_explain data_split_method data_split_eval_fraction data_split_col
    num_trials max_parallel_trials hparam_tuning_algorithm hparam_tuning_objectives model_registry vertex_ai_model_id
    kms_key_name num_clusters num_principal_components pca_explained_variance_ratio num_parallel_tree
    """,
)
MODEL_TYPES = re.findall(
    r"\w+",
    """
    linear_reg logistic_reg kmeans matrix_factorization pca autoencoder boosted_tree_classifier
    boosted_tree_regressor random_forest_classifier random_forest_regressor arima_plus arima_plus_xreg tensorflow
    tensorflow_lite onnx xgboost transform_only
    """,
)


def _on_the_page(name: str) -> bool:
    """Whether the page has the name in code."""
    return re.search(rf"`(?:ml\.|[^`|]*\W)?{name}\b[^`]*`", PAGE) is not None


def test_every_function_of_the_surface_is_a_macro_and_on_the_page() -> None:
    assert [name for name in FUNCTIONS if name not in MACROS] == []
    assert [name for name in FUNCTIONS if f"`ml.{name}`" not in PAGE] == []


def test_every_macro_that_the_page_calls_exists() -> None:
    rows = [line.split("|")[2] for line in PAGE.splitlines() if line.startswith("| `ml.")]
    called = set(re.findall(r"`(\w+)\(", " ".join(rows))) | set(re.findall(r"assay\.(\w+)\(", PAGE))
    assert len(called) > 20
    assert sorted(called - MACROS.keys()) == []


def test_every_macro_that_reads_a_model_is_on_the_page() -> None:
    readers = ("_read_model", "_current_model", "_model_features", "_select_judged", "_all_versions", "_select_weights")
    public = {
        name
        for name, text in MACROS.items()
        if not name.startswith("_") and any(f"assay.{reader}(" in text for reader in readers)
    }
    assert len(public) > 15
    assert sorted(name for name in public - {"create_predict_functions"} if f"`{name}(" not in PAGE) == []


def test_every_option_and_type_is_on_the_page() -> None:
    lists = ("_ml_parameters", "_ml_absent_options", "_ml_types")
    own = {name for macro in lists for name in re.findall(r"^\s+'(\w+)':", MACROS[macro], flags=re.MULTILINE)}
    own |= set(re.findall(r"'(\w+)'", MACROS["_check_ml_option_names"].split("]")[0]))
    assert len(own) > 40
    assert [name for name in sorted(own) if not _on_the_page(name)] == []
    assert [name for name in [*OPTIONS, *MODEL_TYPES] if not _on_the_page(name)] == []
