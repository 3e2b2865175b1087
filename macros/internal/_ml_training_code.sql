{% macro _ml_training_code(part, existing, options) %}
{#- The Python that fits what is planned and not stored, and leaves it in a temporary table. -#}
from assay.training.ml_models import train_ml_model


class dbtObj:
    def __init__(self, load_df_function):
        pass


def model(dbt, session):
    fits = train_ml_model(
        session,
        part="{{ part }}",
        existing={{ "'''" ~ existing ~ "'''" if existing is not none else 'None' }},
    )
    session.register("{{ part }}arrow", fits)
    session.execute("create or replace temp table {{ part }}fits as select * from {{ part }}arrow")
    session.unregister("{{ part }}arrow")
    return session.sql("select 1")


def materialize(df, con):
    pass
{% endmacro %}
