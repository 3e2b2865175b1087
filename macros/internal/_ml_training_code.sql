{% macro _ml_training_code(part, existing) %}
{#- The Python that fits what is planned and not stored, and leaves it in a temporary table. -#}
from assay.training.fits import fit_missing


class dbtObj:
    def __init__(self, load_df_function):
        pass


def model(dbt, session):
    fits = fit_missing(
        session,
        examples="{{ part }}examples",
        feature_space="(select 'ml_model' as use_case, * from {{ part }}space where fold = 0)",
        plans="{{ part }}plans",
        fits={{ "'''" ~ existing ~ "'''" if existing is not none else 'None' }},
    )
    session.register("{{ part }}arrow", fits)
    session.execute("create or replace temp table {{ part }}fits as select * from {{ part }}arrow")
    session.unregister("{{ part }}arrow")
    return session.sql("select 1")


def materialize(df, con):
    pass
{% endmacro %}
