{% macro _ml_problem(part) %}
    {#- Why the planned training of an ml_model cannot be carried out, or none. -#}
    {%- set minimum = var('assay_class_minimum_rows', 10) -%}
    {%- set query = 'select feature_count, training_rows, coalesce(positive_rows, 0) from ' ~ part ~ 'plans' -%}
    {%- set features, rows, positives = run_query(query).rows[0].values() -%}
    {%- if features == 0 -%}
        {{ return('has no features: every column of its query is constant, an identifier, or left out.') }}
    {%- elif [positives, rows - positives] | min < minimum -%}
        {{ return('has fewer than ' ~ minimum ~ ' training rows of one class.') }}
    {%- endif -%}
    {{ return(none) }}
{% endmacro %}
