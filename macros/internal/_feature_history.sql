{% macro _feature_history(relation, features, num_rows, ignore_feature_nulls, entity, feature_time) %}
    {#- A subquery: every row of a feature table with `replaced_at`, when the entity has `num_rows` later ones. A row
        is among the latest at every moment from its own time until then. Rows of one instant are ordered by their
        features. -#}
    {%- set row_order = ([feature_time] + features) | join(', ') -%}
    (
        select
            {{ entity }},
            {{ feature_time }} as updated_at,
            {%- for feature in features %}
            {% if ignore_feature_nulls -%}
            {{ assay.last_known(feature, entity, row_order) }} as {{ feature }}
            {%- else -%}
            {{ feature }}
            {%- endif -%},
            {%- endfor %}
            lead({{ feature_time }}, {{ num_rows }}) over (
                partition by {{ entity }} order by {{ row_order }}
            ) as replaced_at
        from {{ relation }} as feature_rows
        where {{ feature_time }} is not null
    )
{%- endmacro %}
