from assay.training.fits import fit_missing


def model(dbt, session):
    return fit_missing(
        session,
        examples=f"({dbt.ref('assay_features__examples').sql_query()})",
        feature_space=f"({dbt.ref('assay_features__feature_space').sql_query()})",
        plans=f"({dbt.ref('assay_training__plans').sql_query()})",
        trials=f"({dbt.ref('assay_training__trials').sql_query()})",
        fits=str(dbt.this) if dbt.is_incremental else None,
    )
