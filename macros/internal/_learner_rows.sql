{% macro _learner_rows() %}
    {#- One row per learner and task, as a query: whether the learner serves the task, its parameters,
        and the labels it can learn. -#}
    {%- for learner, traits in assay.learners().items() %}
    {%- set is_last = loop.last %}
    {%- for task in assay.tasks() %}
    select
        '{{ learner }}' as learner,
        '{{ task }}' as task,
        '{{ tojson(assay.learner_parameters(learner, task), sort_keys=true) }}' as parameters,
        '{{ assay._label_range(learner, task) }}' as label_range,
        {{ task in traits.tasks }} as serves_task
    {{ 'union all' if not (loop.last and is_last) }}
    {%- endfor %}
    {%- endfor %}
{% endmacro %}
