{% macro learner_parameters(learner, task='binary') %}
    {#- The hyperparameters of one learner for a task: the package's defaults, overridden key by key by the
        variable assay_learner_parameters ({learner: {key: value}}); keys that only other tasks have are left
        out. Part of every model's fingerprint. -#}
    {%- set traits = assay.learners()[learner] -%}
    {%- set by_task = traits.get('task_parameters', {}) -%}
    {%- set own = by_task.get(task, {}) -%}
    {%- set parameters = {} -%}
    {%- do parameters.update(traits.parameters) -%}
    {%- do parameters.update(own) -%}
    {%- set foreign = [] -%}
    {%- for keys in by_task.values() -%}{%- do foreign.extend(keys | reject('in', own)) -%}{%- endfor -%}
    {%- for key, value in var('assay_learner_parameters', {}).get(learner, {}).items() if key not in foreign -%}
        {%- do parameters.update({key: value}) -%}
    {%- endfor -%}
    {{ return(parameters) }}
{% endmacro %}
