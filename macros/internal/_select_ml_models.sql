{% macro _select_ml_models(part, existing, columns, classes, options) %}
{#- The relation of an ml_model: what was stored, and what was trained now with its feature space and label. -#}
{%- set label = columns | selectattr('name', 'equalto', options.label) | first -%}
with

fitted as (
    select
        fits.*,
        {%- for name in [
            'feature_sources', 'feature_encodings', 'feature_levels', 'feature_centres', 'feature_spreads',
            'feature_parameters', 'feature_priors', 'feature_level_names', 'feature_level_values',
        ] %}
        arrays.{{ name }},
        {%- endfor %}
        {{ assay.text_literal(options.label) if label else 'cast(null as string)' }} as label_column,
        {{ assay.text_literal(label.dtype) if label else 'cast(null as string)' }} as label_type,
        {{ assay._text_array(classes) }} as label_classes,
        {{ assay.text_literal(options.split) }} as data_split_method,
        (select count(*) from {{ part }}rows where assay_split = 'eval') as evaluation_rows
    from {{ part }}fits as fits
    inner join {{ part }}arrays as arrays on fits.fold = arrays.fold
),

planned as (
    select model_version from {{ part }}plans
),

stored as (
    {%- if existing is not none %}
    select {{ adapter.get_columns_in_relation(existing) | map(attribute='name') | reject('equalto', 'is_current') | join(', ') }}
    from {{ existing }}
    union all by name
    {%- endif %}
    select * from fitted
),

models as (
    select
        stored.*,
        planned.model_version is not null as is_current
    from stored
    left join planned on stored.model_version = planned.model_version
)

select * from models
{% endmacro %}
