{% macro global_explain(model, relation, class_level_explain=false) %}
{#- One row per column that `model` reads: feature and attribution, the mean size of its SHAP value (of the raw score)
    over the rows of `relation`, and of several classes over the scores of all; with `class_level_explain` one row per
    class and column. A query in brackets; no rows where assay.explain_predict explains nothing. Arguments as for
    assay.predict. -#}
{%- set shape = assay._read_model(model) -%}
{%- set columns = assay._explained_columns(shape) if shape else {'problem': 'not built'} -%}
{%- if class_level_explain and shape and shape.task != 'multiclass' -%}
    {{ exceptions.raise_compiler_error(
        'assay.global_explain explains one score of a model of the task ' ~ shape.task ~ ': leave class_level_explain out.'
    ) }}
{%- endif -%}
{%- set keys = 'class, feature' if class_level_explain else 'feature' -%}
{%- if columns.problem or not columns.names -%}
(
    select
        {% if class_level_explain %}cast(null as string) as class, {% endif -%}
        cast(null as string) as feature,
        cast(null as double) as attribution
    where false
)
{%- else -%}
(
    with

    {{ assay._scored_ctes(shape, relation) }},

    {{ assay._attribution_ctes(shape, columns) }},

    assay_values as (
        select
            outputs.class,
            {{ assay.exploded_arrays({
                'attribution': assay.array_value('assay_attributions', 'outputs.place'),
                'feature': assay._text_array(columns.names),
            }, 'place') }}
        from assay_attributed
        cross join (
            {%- for output in shape.outputs %}
            select {{ loop.index }} as place, {{ assay.text_literal(output.name) }} as class
            {{- ' union all' if not loop.last }}
            {%- endfor %}
        ) as outputs
    )

    select
        {{ keys }},
        {{ assay.exact_sum('abs(attribution)') }} / count(*) as attribution
    from assay_values
    group by {{ keys }}
)
{%- endif -%}
{% endmacro %}
