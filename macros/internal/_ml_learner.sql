{% macro _ml_learner(found_task) %}
    {#- [task, learner] that the config of the ml_model being built asks for by model_type, task and learner; what is
        not said follows from what is. `found_task` is what the label has turned out to ask for, or none. -#}
    {%- set learners = assay.learners() -%}
    {%- set types = assay._ml_types() -%}
    {%- set model_type = config.get('model_type', '') | lower -%}
    {%- if model_type and model_type not in types -%}
        {{ assay._refuse_ml(
            "asks for model_type '" ~ model_type ~ "'" ~ assay._did_you_mean(model_type, types.keys() | list)
            ~ ": " ~ types.keys() | join(', ') ~ " can be trained."
        ) }}
    {%- endif -%}
    {%- set implied = types.get(model_type, {}) -%}
    {%- set learner = config.get('learner') or assay._ml_penalised_learner(implied) or 'boosted_trees' -%}
    {%- if learner not in learners -%}
        {{ assay._refuse_ml(
            "asks for the learner '" ~ learner ~ "'" ~ assay._did_you_mean(learner, learners.keys() | list)
            ~ ": " ~ learners.keys() | join(', ') ~ " can be trained."
        ) }}
    {%- endif -%}
    {%- if learner == 'persistence' -%}
        {{ assay._refuse_ml("asks for persistence, which repeats the last label known of an entity: declare a use case for it.") }}
    {%- endif -%}
    {%- set task = (found_task or config.get('task', implied.task or learners[learner].tasks[0])) | lower -%}
    {%- if task not in learners[learner].tasks -%}
        {{ assay._refuse_ml(
            "asks for the task '" ~ task ~ "' and the learner " ~ learner ~ ", which serves "
            ~ learners[learner].tasks | join(', ') ~ "."
        ) }}
    {%- endif -%}
    {{ return([task, learner]) }}
{% endmacro %}
