from assay.training.trials import search_missing


def model(dbt, session):
    return search_missing(
        session,
        examples=f"({dbt.ref('assay_features__examples').sql_query()})",
        plans=f"({dbt.ref('assay_training__plans').sql_query()})",
        assumptions=f"({dbt.ref('assay_inputs__assumptions').sql_query()})",
        trials=str(dbt.this) if dbt.is_incremental else None,
    )
