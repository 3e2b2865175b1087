{% macro trial_info(model) %}
{#- One row per trial of the search for the parameters of a model's present version, in the order of trying: trial_id,
    hyperparameters (JSON), metric, value (the mean over unseen folds, smaller is better), standard_error, status
    (complete, or pruned because it was behind), seconds, is_optimal. A query in brackets; no rows where nothing was
    searched. `model` as for assay.predict. -#}
{%- if model.use_case is defined -%}
(
    select
        trial as trial_id,
        parameters as hyperparameters,
        metric,
        value,
        standard_error,
        state as status,
        seconds,
        is_chosen as is_optimal
    from {{ assay._relation_of('assay_training__trials') if execute else model.built }} as trials
    where
        coalesce(outer_fold, 0) = 0
        and model_version in (select model_version from {{ assay._current_model(model) }} as champions)
)
{%- else -%}
(
    select
        {{ assay.exploded_arrays({
            'hyperparameters': 'trial_parameters', 'metric': 'trial_metrics', 'value': 'trial_values',
            'standard_error': 'trial_standard_errors', 'status': 'trial_states', 'seconds': 'trial_seconds',
            'is_optimal': 'trial_is_chosen',
        }, 'trial_id') }}
    from (select * from {{ assay._current_model(model) }} as outputs limit 1) as stored
)
{%- endif -%}
{% endmacro %}
