{% macro entity_features_at_time(
    relation, entity_times, features, num_rows=1, ignore_feature_nulls=false, entity='entity_id',
    feature_time='feature_timestamp', time='time'
) %}
    {#- A query in brackets: for every row of `entity_times` (entity and time), the entity's latest `num_rows` rows of
        a feature table at or before that time, as BigQuery's ML.ENTITY_FEATURES_AT_TIME. Columns and missing values
        as in assay.features_at_time. It is a join by ranges, without an asof join, so that every engine has it. -#}
    (
        select
            entity_times.{{ entity }},
            {%- for feature in features %}
            history.{{ feature }},
            {%- endfor %}
            entity_times.{{ time }} as feature_timestamp,
            history.updated_at
        from {{ entity_times }} as entity_times
        inner join {{ assay._feature_history(
            relation, features, num_rows, ignore_feature_nulls, entity, feature_time
        ) }} as history
            on
                entity_times.{{ entity }} = history.{{ entity }}
                and history.updated_at <= entity_times.{{ time }}
                and (history.replaced_at is null or history.replaced_at > entity_times.{{ time }})
    )
{%- endmacro %}
