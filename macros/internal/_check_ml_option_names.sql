{% macro _check_ml_option_names() %}
    {#- Stop the build of an ml_model whose config has a key that neither dbt nor the materialization knows, with what
        it may have meant. -#}
    {%- set own = [
        'label', 'input_label_cols', 'task', 'learner', 'model_type', 'calibration', 'event', 'parameters',
        'data_split_method', 'data_split_eval_fraction', 'data_split_col', 'leave_out', 'num_trials', 'max_amount',
        'compute_hour_amount',
        'hparam_tuning_algorithm', 'calculate_p_values', 'category_encoding_method', 'early_stop',
    ] + assay._ml_parameters().keys() | list -%}
    {%- set elsewhere = assay._ml_absent_options() -%}
    {#- What dbt and the adapter know is what a model of this package has. -#}
    {%- set standard = graph.nodes['model.assay.assay_inputs__use_cases'].config.keys() | list -%}
    {%- for name in model.config if name not in standard + own -%}
        {%- if name in elsewhere -%}{{ assay._refuse_ml("sets " ~ name ~ ": " ~ elsewhere[name]) }}{%- endif -%}
        {{ assay._refuse_ml(
            "sets '" ~ name ~ "', which is no option of an ml_model" ~ (assay._did_you_mean(name, own) or '.')
        ) }}
    {%- endfor -%}
{% endmacro %}
