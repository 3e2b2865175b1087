{% macro _scoring_usage(function, relation, row_limit) %}
    {#- What scoring at most so many rows of a relation by a table function of create_predict_functions() takes, as
        query_usage() says it, and `rows`. Empty where the relation has a column that the function adds. -#}
    {%- set added = [
        'model_version', 'raw_score', 'probability', 'predicted_value', 'decision', 'predicted_class',
        'class_probabilities', 'centroid_id', 'nearest_centroid_distance', 'centroid_distances', 'anomaly_score',
    ] -%}
    {%- for column in adapter.get_columns_in_relation(relation) if column.name | lower in added -%}
        {{ return({}) }}
    {%- endfor -%}
    {%- do run_query(
        'create or replace temporary view assay_measured as select * from ' ~ relation ~ ' limit ' ~ row_limit
    ) -%}
    {%- set usage = assay.query_usage('select * from ' ~ function ~ "('assay_measured')") -%}
    {%- if usage -%}
        {%- do usage.update({'rows': run_query('select count(*) from assay_measured').rows[0][0]}) -%}
    {%- endif -%}
    {{ return(usage) }}
{% endmacro %}
