{% macro _set_candidates(splits) %}
    {#- One row per scored decision and class of a task with classes, in the given splits: the probability of the class
        and whether it is the label's. A binary task has a row for either label. Reads `predictions` and
        `use_cases`. -#}
    {%- set columns = ['use_case', 'model_version', 'split', 'entity_id', 'learner', 'cluster_id', 'decided_at'] %}
    select
        {% for column in columns %}predictions.{{ column }}, {% endfor %}
        predictions.output as class,
        predictions.probability,
        predictions.label = 1 as is_label
    from predictions
    inner join use_cases on predictions.use_case = use_cases.use_case
    where
        use_cases.task in ('binary', 'multiclass')
        and predictions.split in ('{{ splits | join("', '") }}')
    union all
    select
        {% for column in columns %}predictions.{{ column }}, {% endfor %}
        '0' as class,
        1 - predictions.probability as probability,
        predictions.label = 0 as is_label
    from predictions
    inner join use_cases on predictions.use_case = use_cases.use_case
    where
        use_cases.task = 'binary'
        and predictions.split in ('{{ splits | join("', '") }}')
{% endmacro %}
