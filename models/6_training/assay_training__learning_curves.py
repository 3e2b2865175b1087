from assay.training.learning_curves import fit_missing_shares


def model(dbt, session):
    return fit_missing_shares(
        session,
        examples=f"({dbt.ref('assay_features__examples').sql_query()})",
        decisions=f"({dbt.ref('assay_inputs__decisions').sql_query()})",
        plans=f"({dbt.ref('assay_training__plans').sql_query()})",
        curves=str(dbt.this) if dbt.is_incremental else None,
    )
