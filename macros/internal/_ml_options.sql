{% macro _ml_options() %}
    {#- The options of the ml_model being built, checked: {label, task, learner, calibration, parameters, split, eval_fraction,
        split_column, leave_out}. Must be called from the materialization, whose config it reads. -#}
    {%- set types = {
        'boosted_tree_classifier': 'boosted_trees', 'logistic_reg': 'logistic', 'constant': 'constant',
    } -%}
    {%- set renamed = {
        'max_iterations': 'iterations', 'max_tree_depth': 'depth', 'learn_rate': 'learning_rate',
    } -%}
    {%- set splits = ['auto_split', 'random', 'seq', 'custom', 'no_split'] -%}
    {%- set model_type = config.get('model_type', '') | lower -%}
    {%- set label = config.get('label') or (config.get('input_label_cols') or [none])[0] -%}
    {%- set task = config.get('task', 'binary') | lower -%}
    {%- set split = config.get('data_split_method', 'auto_split') | lower -%}
    {%- set learner = config.get('learner') or types.get(model_type, 'boosted_trees') -%}
    {%- set calibration = config.get('calibration', 'isotonic') | lower -%}
    {%- set calibrations = ['isotonic', 'sigmoid', 'beta'] -%}
    {%- set parameters = {} -%}
    {%- if label is none -%}{{ assay._refuse_ml("has no label: add label='<column>' to its config.") }}{%- endif -%}
    {%- if task != 'binary' -%}{{ assay._refuse_ml("asks for the task '" ~ task ~ "': only binary can be trained.") }}{%- endif -%}
    {%- if model_type and model_type not in types -%}
        {{ assay._refuse_ml("asks for model_type '" ~ model_type ~ "': " ~ types.keys() | join(', ') ~ " can be trained.") }}
    {%- endif -%}
    {%- if learner not in types.values() -%}
        {{ assay._refuse_ml("asks for the learner '" ~ learner ~ "': " ~ types.values() | join(', ') ~ " can be trained.") }}
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
    {%- do parameters.update(assay.learner_parameters(learner)) -%}
    {%- do parameters.update(config.get('parameters') or {}) -%}
    {%- for option, name in renamed.items() if config.get(option) is not none -%}
        {%- do parameters.update({name: config.get(option)}) -%}
    {%- endfor -%}
    {%- if config.get('l2_reg') is not none -%}
        {%- set l2 = config.get('l2_reg') -%}
        {%- if l2 <= 0 -%}{{ assay._refuse_ml("has l2_reg " ~ l2 ~ ": it must be above 0.") }}{%- endif -%}
        {%- do parameters.update({'C': 1 / l2} if learner == 'logistic' else {'l2_leaf_reg': l2}) -%}
    {%- endif -%}
    {%- for name in parameters if name not in assay.learner_parameters(learner) -%}
        {{ assay._refuse_ml(
            "sets '" ~ name ~ "', which " ~ learner ~ " does not have; it has "
            ~ (assay.learner_parameters(learner) | join(', ') or 'none') ~ "."
        ) }}
    {%- endfor -%}
    {{ return({
        'label': label,
        'task': task,
        'learner': learner,
        'calibration': calibration,
        'parameters': tojson(parameters, sort_keys=true),
        'split': split,
        'eval_fraction': config.get('data_split_eval_fraction', 0.2),
        'split_column': config.get('data_split_col'),
        'leave_out': (config.get('leave_out') or []) | map('lower') | list,
    }) }}
{% endmacro %}
