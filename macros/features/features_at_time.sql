{% macro features_at_time(
    relation, features, time, num_rows=1, ignore_feature_nulls=false, entity='entity_id',
    feature_time='feature_timestamp'
) %}
    {#- A query in brackets: the latest `num_rows` rows of a feature table per entity, at or before one time (an SQL
        expression), as BigQuery's ML.FEATURES_AT_TIME. `features` lists the columns; `feature_timestamp` of the result
        is the time asked for, `updated_at` when the row was written. With `ignore_feature_nulls` a missing value is
        the entity's latest one before. An entity without a row by then is not in the result. -#}
    (
        select
            {{ entity }},
            {%- for feature in features %}
            {{ feature }},
            {%- endfor %}
            {{ time }} as feature_timestamp,
            updated_at
        from {{ assay._feature_history(
            relation, features, num_rows, ignore_feature_nulls, entity, feature_time
        ) }} as history
        where
            updated_at <= {{ time }}
            and (replaced_at is null or replaced_at > {{ time }})
    )
{%- endmacro %}
