{% macro _ml_options(task=none) %}
    {#- The options of the ml_model being built, checked: {label, task, learner, calibration, parameters, search, event,
        split, eval_fraction, split_column, leave_out, calculate_p_values, drops_a_level}. Must be called from the
        materialization, whose config it reads; `task` is what the label has turned out to ask for. -#}
    {%- do assay._check_ml_option_names() -%}
    {%- set task, learner = assay._ml_learner(task) -%}
    {%- set label = config.get('label') or (config.get('input_label_cols') or [none])[0] -%}
    {%- set split = config.get('data_split_method', 'auto_split') | lower -%}
    {%- set calibration = config.get('calibration', 'isotonic') | lower -%}
    {%- set splits = ['auto_split', 'random', 'seq', 'custom', 'no_split'] -%}
    {%- set calibrations = ['isotonic', 'sigmoid', 'beta', 'none', 'best'] -%}
    {%- set has_label = assay.tasks()[task].learns_from_label -%}
    {%- if has_label and label is none -%}
        {{ assay._refuse_ml("has no label: add label='<column>' to its config.") }}
    {%- elif label is not none and not has_label -%}
        {{ assay._refuse_ml("has a label, from which " ~ task ~ " does not learn: name the column in leave_out.") }}
    {%- endif -%}
    {%- if calibration not in calibrations -%}
        {{ assay._refuse_ml("has calibration '" ~ calibration ~ "': it is one of " ~ calibrations | join(', ') ~ ".") }}
    {%- endif -%}
    {%- if split not in splits -%}
        {{ assay._refuse_ml("has data_split_method '" ~ split ~ "': it is one of " ~ splits | join(', ') ~ ".") }}
    {%- endif -%}
    {%- if split in ('seq', 'custom') and not config.get('data_split_col') -%}
        {{ assay._refuse_ml("has data_split_method '" ~ split ~ "' and no data_split_col: name the column.") }}
    {%- endif -%}
    {%- if config.get('event') is not none and task != 'binary' -%}
        {{ assay._refuse_ml("names an event, which only the task binary has; its task is " ~ task ~ ".") }}
    {%- endif -%}
    {%- set encoding = config.get('category_encoding_method', 'one_hot_encoding') | lower -%}
    {%- if encoding not in ('one_hot_encoding', 'dummy_encoding') -%}
        {{ assay._refuse_ml(
            "has category_encoding_method '" ~ encoding ~ "': it is one of one_hot_encoding, dummy_encoding; texts of many"
            ~ " values are encoded by the rate of the label anyway."
        ) }}
    {%- endif -%}
    {%- set parameters, space = assay._ml_parameter_values(learner, task) -%}
    {%- if config.get('calculate_p_values') -%}{%- do assay._check_unpenalised(learner, parameters) -%}{%- endif -%}
    {{ return({
        'label': label,
        'task': task,
        'learner': learner,
        'calibration': calibration,
        'parameters': tojson(parameters, sort_keys=true),
        'search': assay._ml_search(space, task),
        'event': config.get('event'),
        'split': split,
        'eval_fraction': config.get('data_split_eval_fraction', 0.2),
        'split_column': config.get('data_split_col'),
        'leave_out': (config.get('leave_out') or []) | map('lower') | list,
        'drops_a_level': encoding == 'dummy_encoding',
        'calculate_p_values': config.get('calculate_p_values', false),
    }) }}
{% endmacro %}
