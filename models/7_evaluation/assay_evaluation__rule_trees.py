from assay.evaluation.surrogates import fit_rule_trees


def model(dbt, session):
    return fit_rule_trees(
        session,
        models=f"({dbt.ref('assay_training__models').sql_query()})",
        champions=f"({dbt.ref('assay_evaluation__champions').sql_query()})",
        examples=f"({dbt.ref('assay_features__examples').sql_query()})",
        predictions=f"({dbt.ref('assay_evaluation__predictions').sql_query()})",
    )
