{% macro _ml_problem(part, options) %}
    {#- Why the planned training of an ml_model cannot be carried out, or none. -#}
    {%- set minimum = var('assay_class_minimum_rows', 10) -%}
    {%- set query -%}
        select feature_count, training_rows, coalesce(positive_rows, 0), coalesce(lowest_label, 0) from {{ part }}plans
    {%- endset -%}
    {%- set features, rows, positives, lowest = run_query(query).rows[0].values() -%}
    {%- set label_range = assay._label_range(options.learner, options.task) -%}
    {%- if features == 0 -%}
        {{ return('has no features: every column of its query is constant, an identifier, or left out.') }}
    {%- elif options.task == 'binary' and [positives, rows - positives] | min < minimum -%}
        {{ return('has fewer than ' ~ minimum ~ ' training rows of one class.') }}
    {%- elif options.task == 'multiclass' and assay._smallest_class(part) < minimum -%}
        {{ return('has fewer than ' ~ minimum ~ ' training rows of one class.') }}
    {%- elif rows < minimum -%}
        {{ return('has fewer than ' ~ minimum ~ ' training rows.') }}
    {%- elif label_range == 'positive' and lowest <= 0 -%}
        {{ return('has a label that is not above 0, which ' ~ options.learner ~ ' needs.') }}
    {%- elif label_range == 'not_negative' and lowest < 0 -%}
        {{ return('has a label below 0, which ' ~ options.learner ~ ' cannot have.') }}
    {%- endif -%}
    {{ return(none) }}
{% endmacro %}
