{% macro feature_info(model) %}
{#- One row per feature of an ml_model: position, feature_name, input (the source column), encoding, category (of a
    one-hot feature), and the centre and scale that keep large numbers exact. A query in brackets. -#}
(
    select
        position,
        feature_name,
        input,
        encoding,
        case when encoding = 'one_hot' then level end as category,
        centre,
        scale
    from (
        select
            {{ assay.exploded_arrays({
                'feature_name': 'feature_names', 'input': 'feature_sources', 'encoding': 'feature_encodings',
                'level': 'feature_levels', 'centre': 'feature_centres', 'scale': 'feature_spreads',
            }, 'position') }}
        from {{ assay._current_model(model) }} as stored
    ) as features
)
{% endmacro %}
