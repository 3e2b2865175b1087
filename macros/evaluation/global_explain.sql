{% macro global_explain(model, relation) %}
{#- One row per column that `model` reads: feature and attribution, the mean size of its SHAP value (of the raw score)
    over the rows of `relation`. A query in brackets; no rows where assay.explain_predict explains nothing. Arguments as
    for assay.predict. -#}
{%- set shape = assay._read_model(model) -%}
{%- set columns = assay._explained_columns(shape) if shape else {'problem': 'not built'} -%}
{%- if columns.problem or not columns.names -%}
(select cast(null as string) as feature, cast(null as double) as attribution where false)
{%- else -%}
(
    with

    {{ assay._scored_ctes(shape, relation) }},

    {{ assay._attribution_ctes(shape, columns) }},

    assay_values as (
        select
            {{ assay.exploded_arrays(
                {'attribution': 'assay_attributions', 'feature': assay._text_array(columns.names)}, 'place'
            ) }}
        from assay_attributed
    )

    select
        feature,
        {{ assay.exact_sum('abs(attribution)') }} / count(*) as attribution
    from assay_values
    group by feature
)
{%- endif -%}
{% endmacro %}
